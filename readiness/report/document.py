"""A report as a document of plain blocks: the parts of its kind, in order, less those that were left out."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from readiness import words
from readiness.analysis.rows import other_option
from readiness.model.checklist import Requirement
from readiness.model.records import Assessment
from readiness.report.blocks import Cover, Document, Heading, Paper, Proof, Section
from readiness.report.kinds import Kind, Part
from readiness.report.matter import Matter
from readiness.report.sections.cells import label
from readiness.report.sections.cover import cover
from readiness.texts import language, tr

_LEAST_CONTENTS = 4
"""Headings: who has fewer finds them without a list."""


def build(matter: Matter, kind: Kind, logo: bytes = b"") -> Document:
    """Build the report of a kind on what was asked for; `logo` is a PNG for the cover."""
    request = matter.request
    name = matter.snapshot.organization.name
    title = tr("{report} of {organization}", report=kind.title(), organization=name)
    sections = tuple(_sections(matter, kind))
    landscape = kind.landscape if request.landscape is None else request.landscape
    return Document(
        title=title,
        subject=_subject(matter),
        author=name,
        creator=tr("readiness {version}", version=matter.program_version),
        keywords=(kind.title(), tr("accreditation"), tr("conformity assessment"), *_standards(matter)),
        language=language(),
        made_on=matter.made_on,
        head=title,
        foot=tr("{date}, journal {head}", date=words.date(matter.made_on), head=matter.snapshot.head[:16]),
        cover=_cover(matter, kind, logo if request.logo else b""),
        sections=sections,
        proofs=tuple(_proofs(matter, kind, sections)),
        paper=Paper(request.paper, landscape),
        marking=request.marking,
        contents=_count_headings(sections) >= _LEAST_CONTENTS,
    )


def _cover(matter: Matter, kind: Kind, logo: bytes) -> Cover | None:
    """Make the title page. A verdict of today is no verdict on a time that ended before."""
    judged = not (kind.handed_in or kind.general or matter.beside.ends_earlier)
    return None if kind.bare else cover(matter, kind.title(), logo, judged=judged)


def _count_headings(sections: tuple[Section, ...]) -> int:
    return sum(1 + sum(isinstance(block, Heading) for block in section.blocks) for section in sections)


def _sections(matter: Matter, kind: Kind) -> Iterator[Section]:
    """Make the sections; neighbouring parts about each assessment make one part of the report for each of them."""
    wanted = [part for part in kind.parts if part.name not in matter.request.without]
    for about_each, group in groupby(wanted, key=lambda part: part.each is not None):
        parts = list(group)
        found = _of_each(matter, parts) if about_each else (part.whole(matter) for part in parts if part.whole)
        yield from (section for section in found if section is not None)


def _of_each(matter: Matter, parts: list[Part]) -> Iterator[Section | None]:
    """Make the parts about each assessment; one of which nothing is asked for is left out."""
    for assessment in matter.assessments:
        if matter.limits is not None and not matter.limits.get(assessment.id):
            continue
        for part in parts:
            if part.each is not None:
                yield part.each(matter, assessment)


def _subject(matter: Matter) -> str:
    standards = _standards(matter)
    if not standards:
        return tr("Readiness for accreditation")
    return tr("Readiness for accreditation to {standards}", standards=", ".join(standards))


def _standards(matter: Matter) -> tuple[str, ...]:
    return tuple(dict.fromkeys(matter.snapshot.checklist_of(item).designation for item in matter.assessments))


def _proofs(matter: Matter, kind: Kind, sections: tuple[Section, ...]) -> Iterator[Proof]:
    """Say which numbers must be read back, and where: those of every row of the part that the kind proves."""
    anchors = {section.anchor for section in sections}
    for assessment in matter.assessments:
        first, last = f"{kind.proves}-{assessment.id}", f"other-{assessment.id}"
        if kind.proves and first in anchors:
            yield Proof(
                first, last if last in anchors else first, _labels(matter, assessment, with_others=last in anchors)
            )


def _labels(matter: Matter, assessment: Assessment, *, with_others: bool) -> tuple[str, ...]:
    """List the numbers that must be found in the drawn part, in the order of print.

    Raises:
        AssertionError: nothing was left out, and yet rows and list together do not hold every requirement once.
    """
    rows = [row.leaves for row in matter.rows(assessment)]
    other: dict[str, list[Requirement]] = {}
    if with_others:
        for leaf in other_option(matter.snapshot, assessment):
            other.setdefault(leaf.clause.number, []).append(leaf)
    rows += [tuple(leaves) for leaves in other.values()]
    if with_others and not matter.is_limited:
        everything = matter.snapshot.checklist_of(assessment).requirements
        assert sorted(leaf.id for leaves in rows for leaf in leaves) == sorted(everything)
    return tuple(label(leaves) for leaves in rows)
