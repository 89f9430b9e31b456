"""The opening of a standard's part: what is assessed, and how the part stands."""

from __future__ import annotations

from readiness.model.records import Assessment
from readiness.report.blocks import KeyValues, Section
from readiness.report.matter import Matter
from readiness.report.sections import cells
from readiness.report.sections.summary import numbers
from readiness.texts import tr


def section(matter: Matter, assessment: Assessment) -> Section:
    """Open the part of one assessment."""
    checklist = matter.snapshot.checklist_of(assessment)
    pairs = (
        (tr("Standard"), f"{checklist.designation} {checklist.title}"),
        (tr("Scope"), assessment.scope),
        (tr("Option"), cells.option_text(assessment, checklist)),
    )
    return Section(
        tr(
            "Part {n}: {standard}",
            n=matter.assessments.index(assessment) + 1,
            standard=matter.title(assessment),
        ),
        f"part-{assessment.id}",
        (KeyValues(tuple(pair for pair in pairs if pair[1])), numbers(matter.figures[assessment.id])),
        running=matter.title(assessment),
    )
