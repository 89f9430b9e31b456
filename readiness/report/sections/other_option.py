"""Clauses that only the other management-system option asks: listed, and in no figure."""

from __future__ import annotations

from readiness.analysis.rows import other_option
from readiness.model.checklist import Requirement
from readiness.model.records import Assessment
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


def section(matter: Matter, assessment: Assessment) -> Section | None:
    """List what the other option asks, letters folded; None where there is nothing of the kind.

    A report that is limited to some requirements leaves them out too.
    """
    if matter.is_limited:
        return None
    by_clause: dict[str, list[Requirement]] = {}
    for leaf in other_option(matter.snapshot, assessment):
        by_clause.setdefault(leaf.clause.number, []).append(leaf)
    if not by_clause:
        return None
    checklist = matter.snapshot.checklist_of(assessment)
    intro = tr(
        "The management system is assessed under option {option}. The clauses below are asked under the "
        "other option only. They are not rated and are part of no figure.",
        option=cells.option_text(assessment, checklist),
    )
    rows = tuple(
        Row(
            (
                Cell((Text(cells.label(tuple(leaves)), Face.STRONG),)),
                Cell((Text(leaves[0].clause.title),)),
                Cell((Text(tr("option {letter}", letter=leaves[0].clause.option)),)),
            ),
            clause=cells.label(tuple(leaves)),
        )
        for leaves in by_clause.values()
    )
    columns = (Column(tr("Clause"), 25), Column(tr("Title"), 60), Column(tr("Asked under"), 15))
    return Section(
        tr("Clauses of the other option"),
        f"other-{assessment.id}",
        (Paragraph(intro), Table(columns, rows)),
        level=2,
        running=matter.title(assessment),
        new_page=False,
    )
