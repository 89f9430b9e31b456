"""The gaps of one standard, each kind under a heading of its own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from readiness import words
from readiness.analysis.findings import Finding, Severity
from readiness.analysis.rows import Row as Folded
from readiness.model.records import Assessment, Role
from readiness.report.blocks import (
    Block,
    Cell,
    Column,
    Entry,
    Face,
    Field,
    Heading,
    Paragraph,
    Row,
    Section,
    Table,
    Text,
)
from readiness.report.matter import Matter
from readiness.report.sections import cells
from readiness.texts import tr

ONE_SIDED = ("without-evidence", "only-laid-down", "only-shown-by")


def section(matter: Matter, assessment: Assessment) -> Section:
    """Describe what is nonconforming or partly conforming in full, and list the other gaps."""
    blocks: list[Block] = []
    for rule, title, none in (
        ("nonconforming", tr("Nonconforming"), tr("No clause is rated nonconforming.")),
        ("partly-conforming", tr("Partly conforming"), tr("No clause is rated partly conforming.")),
    ):
        blocks.append(Heading(3, title, f"{rule}-{assessment.id}"))
        entries = [_entry(matter, assessment, *pair) for pair in matter.found_rows(assessment, rule)]
        blocks += entries or [Paragraph(matter.none(none))]
    blocks.append(
        Heading(3, tr("Conforming, but shown from one side only or not at all"), f"one-sided-{assessment.id}")
    )
    blocks += _one_sided(matter, assessment)
    blocks.append(Heading(3, tr("Evidence no longer valid"), f"expired-{assessment.id}"))
    no_expired = tr("No evidence cited here has passed its date.")
    blocks += _by_evidence(matter, assessment, "expired-evidence") or [Paragraph(matter.none(no_expired))]
    to_confirm = _by_evidence(matter, assessment, "place-to-confirm")
    if to_confirm:
        blocks += [Heading(3, tr("Place to be confirmed"), f"to-confirm-{assessment.id}"), *to_confirm]
    blocks.append(Heading(3, tr("Not assessed"), f"not-assessed-{assessment.id}"))
    blocks += _not_assessed(matter, assessment)
    return Section(
        tr("Gaps"),
        f"gaps-{assessment.id}",
        tuple(blocks),
        level=2,
        running=matter.title(assessment),
        new_page=False,
    )


def _entry(matter: Matter, assessment: Assessment, finding: Finding, row: Folded) -> Entry:
    answer = row.answer
    state = [Text(f"{words.rating(answer.rating)}, {words.weight(answer.weight)}", Face.STRONG)]
    if finding.severity is Severity.STOPS:
        state.append(Text(tr("stops the application"), Face.MUTED))
    actions = cells.action_texts(matter, matter.actions(assessment, row.leaves))
    conditions = dict.fromkeys(leaf.condition for leaf in row.leaves if leaf.condition)
    fields = (
        (tr("Asked"), cells.questions(row)),
        (tr("Condition"), tuple(Text(condition) for condition in conditions)),
        (tr("Found"), cells.remarks(answer) or (Text(tr("no note recorded"), Face.MUTED),)),
        (tr("Laid down in"), cells.cited(matter, answer, Role.LAID_DOWN)),
        (tr("Shown by"), cells.cited(matter, answer, Role.SHOWN_BY)),
        (tr("Action"), actions or (Text(tr("none planned"), Face.MUTED),)),
        (tr("To look for"), cells.looked_for(row)),
        (tr("How it is checked"), cells.checked_by(row)),
    )
    return Entry(
        number=cells.label(row.leaves),
        title=cells.title(row),
        state=tuple(state),
        fields=tuple(Field(name, texts) for name, texts in fields if texts),
        sign=cells.SIGNS[answer.rating],
        clause=cells.label(row.leaves),
        anchor=cells.gap_anchor(assessment, row.leaves[0]),
    )


def lacks(finding: Finding) -> str:
    """Say which side of a clause rated conforming is not shown."""
    return {
        "without-evidence": tr("no evidence at all"),
        "only-laid-down": tr("laid down, not shown to be practised"),
        "only-shown-by": tr("practised, not laid down"),
    }[finding.rule]


def _one_sided(matter: Matter, assessment: Assessment) -> Iterable[Block]:
    pairs = _in_order(matter, assessment, *ONE_SIDED)
    if not pairs:
        return [
            Paragraph(
                matter.none(tr("Every clause rated conforming cites what lays it down and what shows it practised."))
            )
        ]
    rows = [
        Row(
            (
                cells.clause_cell(row),
                Cell((Text(lacks(finding)),)),
                Cell(_all_cited(matter, row)),
                Cell((*cells.remarks(row.answer), *_actions(matter, assessment, row))),
                Cell(_wanted(finding, row)),
            ),
            clause=cells.label(row.leaves),
        )
        for finding, row in pairs
    ]
    return [
        _table(
            rows,
            (
                tr("Clause"),
                tr("What is lacking"),
                tr("Evidence cited"),
                tr("Note and actions"),
                tr("To look for"),
            ),
        )
    ]


def _in_order(matter: Matter, assessment: Assessment, *rules: str) -> list[tuple[Finding, Folded]]:
    """List the rows that some rules find, each once and in the order of clauses, not rule by rule."""
    order = {number: place for place, number in enumerate(matter.snapshot.checklist_of(assessment).letters_of)}
    found = {row.leaves[0].id: (finding, row) for finding, row in matter.found_rows(assessment, *rules)}
    return sorted(found.values(), key=lambda pair: order[pair[1].clause.number])


def _wanted(finding: Finding, row: Folded) -> tuple[Text, ...]:
    """Name what to look for in the role that is lacking."""
    if finding.rule == "without-evidence":
        return cells.looked_for(row)
    role = Role.SHOWN_BY if finding.rule == "only-laid-down" else Role.LAID_DOWN
    what = cells.look_for(row, role)
    return (Text(what, Face.MUTED),) if what else (Text(finding.resolve, Face.MUTED),)


def _by_evidence(matter: Matter, assessment: Assessment, rule: str) -> list[Block]:
    """List the rows that a rule about evidence finds; nothing where it finds none."""
    rows = [
        Row(
            (
                cells.clause_cell(row),
                cells.rating_cell(row.answer),
                Cell(_all_cited(matter, row)),
                Cell((*cells.remarks(row.answer), *_actions(matter, assessment, row))),
                Cell((Text(finding.resolve, Face.MUTED),)),
            ),
            clause=cells.label(row.leaves),
        )
        for finding, row in _in_order(matter, assessment, rule)
    ]
    if not rows:
        return []
    return [
        _table(
            rows,
            (tr("Clause"), tr("Rating"), tr("Evidence cited"), tr("Note and actions"), tr("What ends it")),
        )
    ]


def _table(rows: Sequence[Row], titles: tuple[str, str, str, str, str]) -> Table:
    widths = (20, 13, 20, 21, 26)
    return Table(tuple(Column(title, width) for title, width in zip(titles, widths, strict=True)), tuple(rows))


def _not_assessed(matter: Matter, assessment: Assessment) -> Iterable[Block]:
    rows = [
        Row(
            (
                cells.clause_cell(row),
                Cell(cells.questions(row)),
                Cell(cells.looked_for(row)),
                Cell((*cells.remarks(row.answer), *_all_cited(matter, row), *_actions(matter, assessment, row))),
            ),
            clause=cells.label(row.leaves),
        )
        for _, row in matter.found_rows(assessment, "not-assessed")
    ]
    if not rows:
        return [Paragraph(matter.none(tr("Every clause is rated.")))]
    columns = (Column(tr("Clause"), 22), Column(tr("Asked"), 30), Column(tr("To look for"), 30))
    if any(row.cells[3].texts for row in rows):
        return [Table((*columns, Column(tr("Recorded so far"), 18)), tuple(rows))]
    return [Table(columns, tuple(Row(row.cells[:3], row.clause) for row in rows))]


def _all_cited(matter: Matter, row: Folded) -> tuple[Text, ...]:
    return tuple(
        Text(
            f"{words.role(item.role)} {cells.citation_text(matter, item)}", target=cells.evidence_anchor(item.evidence)
        )
        for item in row.answer.citations
    )


def _actions(matter: Matter, assessment: Assessment, row: Folded) -> tuple[Text, ...]:
    actions = cells.action_texts(matter, matter.actions(assessment, row.leaves))
    return tuple(Text(tr("Action: {action}", action=text.text), target=text.target) for text in actions)
