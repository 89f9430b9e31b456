"""The cover: whose report on what, as of when, and how to recognise the records it was made from."""

from __future__ import annotations

from readiness import words
from readiness.model.records import Assessment
from readiness.report.blocks import (
    Block,
    Callout,
    Cell,
    Column,
    Cover,
    KeyValues,
    Paragraph,
    Row,
    Size,
    Table,
    Text,
    Tone,
)
from readiness.report.matter import Matter
from readiness.report.sections import cells
from readiness.texts import tr, trn

_MOST_IN_LINES = 2
"""Assessments: more than these push the state of the records off the page."""


def cover(matter: Matter, kind: str, logo: bytes, *, judged: bool = True) -> Cover:
    """Make the cover of a kind of report: the verdict in one line if `judged`, and the logo (PNG) if there is one."""
    organization = matter.snapshot.organization
    return Cover(
        kind=kind,
        title=organization.name,
        subtitle=tr(
            "Readiness for accreditation to {standards}",
            standards=tr(" and ").join(
                dict.fromkeys(_unbroken(matter.snapshot.checklist_of(item).designation) for item in matter.assessments)
            ),
        )
        if matter.assessments
        else tr("Readiness for accreditation"),
        blocks=(
            *_assessments(matter),
            *((verdict(matter),) if judged else ()),
            *limitation(matter, judged=judged),
            KeyValues(tuple(state(matter))),
            *_notices(matter),
        ),
        logo=logo,
    )


def _unbroken(designation: str) -> str:
    """Keep a standard's designation on one line."""
    return designation.replace(" ", "\N{NO-BREAK SPACE}")


def verdict(matter: Matter) -> Callout:
    """Say whether the application could be handed in; never by a percentage."""
    if not matter.assessments:
        return Callout(Tone.NOTES, tr("Nothing is assessed yet."))
    stops, warns = len(matter.verdict.stops), len(matter.verdict.warns)
    more = trn("{n} more finding will be asked about.", "{n} more findings will be asked about.", warns)
    if matter.verdict.ready:
        return Callout(Tone.GOOD, tr("Nothing found stops the application."), (more,) if warns else ())
    counted = trn(
        "Not ready: {n} finding stops the application.",
        "Not ready: {n} findings stop the application.",
        stops,
    )
    return Callout(Tone.STOPS, counted, (more,) if warns else ())


def _assessments(matter: Matter) -> list[Block]:
    """Say which assessments the report is about: each in lines of its own, many in a table."""
    listed = [_facts(matter, item) for item in matter.assessments]
    if len(listed) <= _MOST_IN_LINES:
        return [KeyValues(tuple(pair for pair in pairs if pair[1])) for pairs in listed]
    columns = tuple(Column(name, width) for (name, _), width in zip(listed[0], (36, 28, 20, 16), strict=True))
    rows = tuple(Row(tuple(Cell((Text(value),)) for _, value in pairs)) for pairs in listed)
    return [Table(columns, rows, title=tr("Assessments"))]


def _facts(matter: Matter, assessment: Assessment) -> tuple[tuple[str, str], ...]:
    checklist = matter.snapshot.checklist_of(assessment)
    return (
        (tr("Standard"), f"{checklist.designation} {checklist.title}"),
        (tr("Scope"), assessment.scope),
        (tr("Option"), cells.option_text(assessment, checklist)),
        (tr("Checklist"), version(matter, assessment.checklist)),
    )


def version(matter: Matter, digest: str) -> str:
    """Name a checklist by its id, its version, and what it is an own version of."""
    checklist = matter.snapshot.checklists[digest]
    shown = tr("{id}, version {version}", id=checklist.id, version=checklist.version)
    return tr("{what}, own version of {origin}", what=shown, origin=checklist.based_on) if checklist.based_on else shown


def limitation(matter: Matter, *, judged: bool = True) -> list[Block]:
    """Say that only some requirements are shown, and what the file holds beside its pages."""
    blocks: list[Block] = []
    if matter.limits is not None:
        shown = sum(map(len, matter.limits.values()))
        everything = sum(len(list(matter.snapshot.requirements(item))) for item in matter.assessments)
        blocks.append(
            Callout(
                Tone.NOTES,
                tr("Limited to {n} of {all} requirements.", n=shown, all=everything),
                (tr("Figures and verdict are those of the whole; lists and matrices show the part asked for."),)
                if judged
                else (tr("Lists and matrices show the part asked for."),),
            )
        )
    if matter.request.data:
        sentence = tr("This file holds a workbook with what is printed here, for further use.")
        blocks.append(Callout(Tone.NOTES, tr("Data attached"), (sentence,)))
    return blocks


def state(matter: Matter) -> list[tuple[str, str]]:
    """Name the state of the records that the report was made from."""
    organization = matter.snapshot.organization
    pairs = [
        (tr("Date of this report"), words.date(matter.made_on)),
        (tr("Accreditation body"), organization.accreditation_body),
        (tr("Application planned for"), words.date(organization.target_date)),
        (tr("State of the records"), tr("after change no. {n}", n=matter.snapshot.sequence)),
        (tr("Head of the journal"), matter.snapshot.head),
        (tr("Made with"), tr("readiness {version}", version=matter.program_version)),
    ]
    return [pair for pair in pairs if pair[1]]


def _notices(matter: Matter) -> list[Block]:
    notices = dict.fromkeys(matter.snapshot.checklist_of(item).notice for item in matter.assessments)
    return [Paragraph(notice, Size.SMALL) for notice in notices]
