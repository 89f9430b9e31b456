"""What is rated not applicable, each with its reason: accreditation bodies ask for the reason of every one."""

from __future__ import annotations

from readiness.model.records import Assessment, Rating
from readiness.report.blocks import Block, Cell, Column, Face, Paragraph, Row, Section, Sign, Table, Text
from readiness.report.matter import Matter
from readiness.report.sections import cells
from readiness.texts import tr, trn


def section(matter: Matter, assessment: Assessment) -> Section:
    """List the clauses rated not applicable; letters with equal answers share a row."""
    rows = [row for row in matter.rows(assessment) if row.answer.rating is Rating.NOT_APPLICABLE]
    blocks: list[Block] = []
    without = sum(not row.answer.reason.strip() for row in rows)
    if without:
        blocks.append(Paragraph(trn("{n} row has no reason.", "{n} rows have no reason.", without)))
    if rows:
        columns = (
            Column(tr("Clause"), 26),
            Column(tr("Asked"), 30),
            Column(tr("Reason"), 28),
            Column(tr("Note, responsible"), 16),
        )
        made = tuple(
            Row(
                (
                    cells.clause_cell(row),
                    Cell(cells.questions(row)),
                    _reason(row.answer.reason),
                    Cell(_more(row.answer.note, cells.responsible(row.answer))),
                ),
                clause=cells.label(row.leaves),
            )
            for row in rows
        )
        blocks.append(Table(columns, made, title=matter.title(assessment)))
    else:
        blocks.append(Paragraph(matter.none(tr("No clause is rated not applicable."))))
    return Section(
        matter.title(assessment),
        f"not-applicable-{assessment.id}",
        tuple(blocks),
        running=matter.title(assessment),
        new_page=assessment is matter.assessments[0],
    )


def _reason(reason: str) -> Cell:
    if reason.strip():
        return Cell((Text(reason),))
    return Cell((Text(tr("no reason recorded"), Face.STRONG),), Sign.CROSS)


def _more(note: str, responsible: str) -> tuple[Text, ...]:
    texts = [Text(note)] if note else []
    return (*texts, Text(responsible, Face.MUTED)) if responsible else tuple(texts)
