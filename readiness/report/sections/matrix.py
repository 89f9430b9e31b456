"""The complete clause matrix of one standard; letters with equal answers are one row."""

from __future__ import annotations

from dataclasses import replace

import msgspec

from readiness import words
from readiness.analysis.rows import Row as Folded
from readiness.model.checklist import Checklist, Clause, Confirmation, Kind
from readiness.model.clauses import ClauseNumber
from readiness.model.records import Answer, Assessment, Role
from readiness.report.blocks import (
    Cell,
    Column,
    Face,
    Paragraph,
    Row,
    Section,
    Table,
    Text,
)
from readiness.report.matter import Matter
from readiness.report.sections import cells
from readiness.texts import tr

_LONGEST_NOTE = 300
_MARKS = ("°", "+", "*", "#")


def section(matter: Matter, assessment: Assessment) -> Section:
    """Show every clause that is asked, with its rating and the evidence for it."""
    checklist = matter.snapshot.checklist_of(assessment)
    marks = confirmation_marks(checklist)
    table = Table(
        columns=(
            Column(tr("Clause"), 22),
            Column(tr("Rating"), 19),
            Column(tr("Laid down in"), 20),
            Column(tr("Practised, shown by"), 20),
            Column(tr("Note, reason"), 19),
        ),
        rows=tuple(_rows(matter, assessment, checklist, marks)),
        notes=tuple(f"{mark} {meaning}" for meaning, mark in marks.items()),
        title=matter.title(assessment),
    )
    folded = tr("Letters of a clause that have equal answers share a row.")
    if matter.is_limited:
        what = tr("The clauses asked for, in the order of the standard.")
    else:
        what = tr("Every clause that is asked of this body, in the order of the standard.")
    intro = Paragraph(f"{what} {folded}")
    return Section(
        tr("Clause matrix"),
        f"matrix-{assessment.id}",
        (intro, table),
        level=2,
        running=matter.title(assessment),
    )


def alone(matter: Matter, assessment: Assessment) -> Section:
    """Show the matrix as a chapter of its own, in a report that holds little else."""
    return replace(section(matter, assessment), title=matter.title(assessment), level=1)


def confirmation_marks(checklist: Checklist) -> dict[str, str]:
    """Give each sort of unconfirmed number or letters a sign to stand after the number."""
    meanings = {
        words.confirmation(clause.numbering, clause.letter_count)
        for clause in checklist.clauses
        if clause.kind is Kind.REQUIREMENT and not _confirmed(clause)
    }
    return dict(zip(sorted(meanings), _MARKS, strict=False))


def _confirmed(clause: Clause) -> bool:
    return clause.numbering is Confirmation.CONFIRMED and clause.letter_count is not Confirmation.UNCONFIRMED


def _rows(matter: Matter, assessment: Assessment, checklist: Checklist, marks: dict[str, str]) -> list[Row]:
    rows: list[Row] = []
    waiting: list[Row] = []
    by_clause: dict[str, list[Folded]] = {}
    for found in matter.rows(assessment):
        by_clause.setdefault(found.clause.number, []).append(found)
    for clause in checklist.clauses:
        if clause.kind is Kind.HEADING and len(ClauseNumber.parse(clause.number).parts) <= 2:
            # A heading is printed with its first clause only: all below it may belong to the other option.
            waiting = [row for row in waiting if clause.number.startswith(f"{row.clause}.")]
            waiting.append(_band(clause))
        if clause.number not in by_clause:
            continue
        rows += waiting
        waiting = []
        mark = "" if _confirmed(clause) else marks[words.confirmation(clause.numbering, clause.letter_count)]
        rows += [_row(matter, assessment, row, mark) for row in by_clause[clause.number]]
    return rows


def _band(clause: Clause) -> Row:
    return Row((Cell((Text(f"{clause.number}  {clause.title}", Face.STRONG),)),), clause=clause.number, band=True)


def _shortened(answer: Answer) -> Answer:
    """Cut the long note of a gap, which is printed in full among the gaps; all others stay whole."""
    if answer.rating not in cells.GAPS or len(answer.note) <= _LONGEST_NOTE:
        return answer
    begin = answer.note[:_LONGEST_NOTE].rsplit(None, 1)[0]
    return msgspec.structs.replace(answer, note=tr("{begin} … (in full among the gaps)", begin=begin))


def _row(matter: Matter, assessment: Assessment, row: Folded, mark: str) -> Row:
    answer = row.answer
    return Row(
        (
            cells.clause_cell(row, mark),
            cells.rating_cell(answer, (leaf.duty for leaf in row.leaves), cells.gap_anchor(assessment, row.leaves[0])),
            Cell(cells.cited(matter, answer, Role.LAID_DOWN)),
            Cell(cells.cited(matter, answer, Role.SHOWN_BY)),
            Cell(cells.remarks(_shortened(answer))),
        ),
        clause=cells.label(row.leaves),
        anchor=cells.clause_anchor(assessment, row.leaves[0]),
    )
