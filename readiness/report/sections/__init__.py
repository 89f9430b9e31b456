"""The sections of the gap report in print order. To add one: a function here and its place in a list."""

from __future__ import annotations

from collections.abc import Callable

from readiness.model.records import Assessment
from readiness.report.blocks import Section
from readiness.report.matter import Matter
from readiness.report.sections import (
    actions,
    evidence,
    gaps,
    matrix,
    method,
    mixups,
    other_option,
    part,
    summary,
)

FRONT: tuple[Callable[[Matter], Section], ...] = (summary.section, mixups.section)

OF_EACH_STANDARD: tuple[Callable[[Matter, Assessment], Section | None], ...] = (
    part.section,
    gaps.section,
    matrix.section,
    other_option.section,
)

BACK: tuple[Callable[[Matter], Section], ...] = (evidence.section, actions.section, method.section)


def all_sections(matter: Matter) -> tuple[Section, ...]:
    """Make all sections; each standard is a part of its own."""
    made = [make(matter) for make in FRONT]
    for assessment in matter.assessments:
        made += [found for make in OF_EACH_STANDARD if (found := make(matter, assessment)) is not None]
    made += [make(matter) for make in BACK]
    return tuple(made)
