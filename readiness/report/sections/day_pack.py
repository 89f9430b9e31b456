"""The pack for an assessment day: what will be asked about a block of clauses, and what the body can show for it."""

from __future__ import annotations

from readiness import words
from readiness.analysis.rows import Row as Folded
from readiness.model.records import ActionState, Assessment, Role
from readiness.report.blocks import (
    Block,
    Cell,
    Column,
    Entry,
    Face,
    Field,
    KeyValues,
    Paragraph,
    Row,
    Section,
    Table,
    Text,
)
from readiness.report.matter import Matter
from readiness.report.sections import cells
from readiness.texts import tr

_NOTE_LINES = 4
_TO_FILL_IN = "." * 60


def section(matter: Matter, assessment: Assessment) -> Section | None:
    """Put questions, own answers, evidence and open actions together, with room for the notes of the day."""
    rows = list(matter.rows(assessment))
    if not rows:
        return None
    blocks: list[Block] = [
        KeyValues(tuple((name, _TO_FILL_IN) for name in (tr("Day and place"), tr("Assessor"), tr("For the body")))),
    ]
    for row in rows:
        blocks += [_entry(matter, assessment, row), _notes()]
    return Section(matter.title(assessment), f"day-{assessment.id}", tuple(blocks), running=matter.title(assessment))


def checklist_of_evidence(matter: Matter) -> Section:
    """List what is to be laid ready: each document and record once, with the clauses that it is needed for."""
    title = tr("Evidence to lay ready")
    snapshot = matter.snapshot
    listed = sorted(
        (snapshot.evidence[identifier] for identifier in matter.uses), key=lambda item: (item.reference, item.title)
    )
    if not listed:
        return Section(title, "lay-ready", (Paragraph(tr("No evidence is cited for these clauses.")),))
    rows = []
    for item in listed:
        uses = [
            Text(f"{snapshot.checklist_of(assessment).short}: "
                 f"{words.requirements(leaves, snapshot.checklist_of(assessment))}")
            for assessment in matter.assessments
            if (leaves := matter.uses[item.id].get(assessment.id))
        ]  # fmt: skip
        where = item.file.name if item.file else item.link
        named = (Text(cells.evidence_name(item)), *((Text(where, Face.MUTED),) if where else ()))
        expiry = cells.expired(matter, item)
        revision = tr("rev. {revision}", revision=item.revision) if item.revision else ""
        state = [Text(text) for text in (revision, words.date(item.date)) if text]
        state += [Text(expiry, Face.STRONG)] if expiry else []
        rows.append(
            Row((Cell(named), Cell(tuple(state)), Cell(tuple(uses)), Cell()), anchor=cells.evidence_anchor(item.id))
        )
    columns = (
        Column(tr("Document or record"), 40),
        Column(tr("Revision, date"), 18),
        Column(tr("Needed for"), 30),
        Column(tr("Laid ready"), 12),
    )
    return Section(title, "lay-ready", (Table(columns, tuple(rows), title=title),))


def _entry(matter: Matter, assessment: Assessment, row: Folded) -> Entry:
    answer = row.answer
    weight = f", {words.weight(answer.weight)}" if answer.rating in cells.GAPS else ""
    state = [Text(f"{words.rating(answer.rating)}{weight}", Face.STRONG)]
    if in_hand := cells.responsible(answer):
        state.append(Text(in_hand, Face.MUTED))
    open_ones = tuple(item for item in matter.actions(assessment, row.leaves) if item.state is not ActionState.CLOSED)
    fields = (
        (tr("Asked"), cells.questions(row)),
        (tr("How it is checked"), cells.checked_by(row)),
        (tr("To look for"), cells.looked_for(row)),
        (tr("Our answer"), cells.remarks(answer) or (Text(tr("no note recorded"), Face.MUTED),)),
        (tr("Laid down in"), cells.cited(matter, answer, Role.LAID_DOWN)),
        (tr("Shown by"), cells.cited(matter, answer, Role.SHOWN_BY)),
        (tr("Open actions"), cells.action_texts(matter, open_ones)),
    )
    return Entry(
        number=cells.label(row.leaves),
        title=cells.title(row),
        state=tuple(state),
        fields=tuple(Field(name, texts) for name, texts in fields if texts),
        sign=cells.SIGNS[answer.rating],
        clause=cells.label(row.leaves),
        anchor=cells.clause_anchor(assessment, row.leaves[0]),
    )


def _notes() -> Table:
    return Table(
        (Column(tr("Notes of the day"), 1),), (Row((Cell(),)),), title=tr("Notes of the day"), lines=_NOTE_LINES
    )
