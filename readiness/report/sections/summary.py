"""The summary: what stops the application first, then the figures and one chart per standard."""

from __future__ import annotations

from readiness import words
from readiness.analysis import gaps
from readiness.analysis.figures import Figures, Tally
from readiness.analysis.findings import Finding
from readiness.analysis.rows import Row as Folded
from readiness.model.records import Assessment, Rating
from readiness.report.blocks import (
    Bar,
    Block,
    Cell,
    Chart,
    Column,
    Face,
    Heading,
    Number,
    Numbers,
    PageBreak,
    Paragraph,
    Row,
    Section,
    Series,
    Sign,
    Size,
    Table,
    Text,
)
from readiness.report.matter import Matter
from readiness.report.sections import cells, mixups
from readiness.report.sections.cover import verdict
from readiness.texts import tr, trn

ORDER = (
    Rating.CONFORMING,
    Rating.PARTLY,
    Rating.NONCONFORMING,
    Rating.NOT_ASSESSED,
    Rating.NOT_APPLICABLE,
)


def section(matter: Matter) -> Section:
    """Say what stops the application, and count each standard on its own."""
    blocks: list[Block] = [verdict(matter), *_stopping(matter)]
    for assessment in matter.assessments:
        counted = matter.figures[assessment.id]
        blocks += [
            PageBreak(),
            Heading(2, tr("Figures for {standard}", standard=matter.title(assessment)), f"figures-{assessment.id}"),
            numbers(counted),
            Paragraph(
                tr("Clauses per clause group; a clause with letters counts once, by its letters together."),
                Size.SMALL,
            ),
            chart(counted),
        ]
    return Section(tr("Summary"), "summary", tuple(blocks))


def _stopping(matter: Matter) -> list[Block]:
    """List what stops the application: mix-ups first, then each standard for itself."""
    blocks: list[Block] = []
    stops = matter.verdict.stops
    if stops:
        blocks.append(Heading(2, tr("What stops the application"), "stops"))
    mixed = [finding for finding in stops if finding.rule in gaps.MIX_UPS]
    if mixed:
        blocks += [
            Heading(3, tr("Mixed up between the two standards"), "stops-mix-ups"),
            Table(
                (Column(tr("Where"), 20), Column(tr("Title"), 48), Column(tr("Finding"), 32)),
                tuple(_mixed(matter, item) for item in mixed),
            ),
        ]
    for assessment in matter.assessments:
        own = [item for item in stops if item.assessment == assessment.id and item.rule not in gaps.MIX_UPS]
        if own:
            blocks += [
                Heading(3, matter.title(assessment), f"stops-{assessment.id}"),
                Table(
                    (Column(tr("Clause"), 20), Column(tr("Title"), 48), Column(tr("Rating"), 32)),
                    tuple(_stop_rows(matter, assessment, own)),
                ),
            ]
    return blocks


def _mixed(matter: Matter, finding: Finding) -> Row:
    number, title = mixups.place(matter, finding)
    what = Cell((Text(mixups.rule(finding)),), Sign.CROSS)
    return Row((Cell((Text(number, Face.STRONG),)), Cell((Text(title),)), what))


def _stop_rows(matter: Matter, assessment: Assessment, findings: list[Finding]) -> list[Row]:
    gaps = {finding.key for finding in findings if finding.rule != "not-assessed"}
    rules = dict.fromkeys(finding.rule for finding in findings if finding.key in gaps)
    rows = [
        Row(
            (
                Cell((Text(cells.label(row.leaves), Face.STRONG),)),
                Cell((Text(cells.title(row)),)),
                _rating(row),
            )
        )
        for finding, row in matter.found_rows(assessment, *rules)
        if finding.key in gaps
    ]
    unseen = [finding for finding in findings if finding.rule == "not-assessed"]
    return [*rows, _unseen(matter, assessment, unseen)] if unseen else rows


def _rating(row: Folded) -> Cell:
    answer = row.answer
    return Cell((Text(f"{words.rating(answer.rating)}, {words.weight(answer.weight)}"),), cells.SIGNS[answer.rating])


def _unseen(matter: Matter, assessment: Assessment, findings: list[Finding]) -> Row:
    """Sum up the clauses nobody has looked at, by clause group; the list of them stands in the part."""
    by_group: dict[str, int] = {}
    leaves = matter.snapshot.checklist_of(assessment).requirements
    for finding in findings:
        group = ".".join(leaves[finding.requirements[0]].number.parts[:2])
        by_group[group] = by_group.get(group, 0) + 1
    sizes = {group.number: sum(group.clauses.ratings.values()) for group in matter.figures[assessment.id].groups}
    shown = [
        tr("{group} ({n} of {all})", group=group, n=n, all=sizes[group]) if n < sizes[group] else group
        for group, n in by_group.items()
    ]
    head = trn("{n} clause", "{n} clauses", len(findings))
    return Row(
        (
            Cell((Text(head, Face.STRONG),)),
            Cell((Text(", ".join(shown)),)),
            Cell((Text(words.rating(Rating.NOT_ASSESSED)),), cells.SIGNS[Rating.NOT_ASSESSED]),
        )
    )


def numbers(counted: Figures) -> Numbers:
    """Show progress, conformity, gaps and what is left, per clause first and per letter second."""
    clauses, letters = counted.clauses, counted.letters
    return Numbers(
        (
            Number(
                cells.percent(clauses.progress),
                tr("Progress: rated of applicable clauses"),
                _both(clauses.rated, clauses.applicable, letters.rated, letters.applicable),
            ),
            Number(
                cells.percent(clauses.conformity),
                tr("Conformity: conforming of rated duties"),
                _both(
                    clauses.duties_conforming,
                    clauses.duties_rated,
                    letters.duties_conforming,
                    letters.duties_rated,
                ),
            ),
            Number(
                str(clauses.majors),
                trn("clause with a major gap", "clauses with a major gap", clauses.majors),
                tr(
                    "{nonconforming} nonconforming, {partly} partly conforming",
                    nonconforming=clauses.ratings[Rating.NONCONFORMING],
                    partly=clauses.ratings[Rating.PARTLY],
                ),
            ),
            Number(
                str(clauses.ratings[Rating.NOT_ASSESSED]),
                trn("clause not assessed", "clauses not assessed", clauses.ratings[Rating.NOT_ASSESSED]),
                trn(
                    "{n} letter or whole clause",
                    "{n} letters and whole clauses",
                    letters.ratings[Rating.NOT_ASSESSED],
                ),
            ),
        )
    )


def _both(part: int, whole: int, letters: int, all_letters: int) -> str:
    return tr(
        "{part} of {whole} clauses; {letters} of {all_letters} by letter",
        part=part,
        whole=whole,
        letters=letters,
        all_letters=all_letters,
    )


def chart(counted: Figures) -> Chart:
    """Show the clauses of each clause group by rating."""
    return Chart(
        series=tuple(Series(cells.SIGNS[rating], words.rating(rating)) for rating in ORDER),
        bars=tuple(Bar(group.number, group.title, _counts(group.clauses)) for group in counted.groups),
        total=Bar("", tr("All clauses"), _counts(counted.clauses)),
    )


def _counts(tally: Tally) -> tuple[int, ...]:
    return tuple(tally.ratings[rating] for rating in ORDER)
