"""Rows of a clause matrix: the clause is the working grain, letters with equal answers fold into one row."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from readiness.model.checklist import Clause, Requirement
from readiness.model.records import Answer, Assessment, Rating
from readiness.model.snapshot import Snapshot


@dataclass(frozen=True)
class Row:
    """One or more leaves of a clause that share an answer. `whole` tells that these are all the clause's leaves."""

    clause: Clause
    leaves: tuple[Requirement, ...]
    answer: Answer
    whole: bool


def folded(snapshot: Snapshot, assessment: Assessment) -> Iterator[Row]:
    """Walk through an assessment's requirements in order, letters with equal answers in one row."""
    for number, leaves in snapshot.checklist_of(assessment).letters_of.items():
        if leaves[0].applies_under(assessment.option):
            yield from folded_clause(snapshot, assessment, number)


def folded_clause(snapshot: Snapshot, assessment: Assessment, number: str) -> Iterator[Row]:
    """Walk through the rows of one clause, in the order of their first letter."""
    leaves = snapshot.checklist_of(assessment).letters_of[number]
    groups: dict[tuple[object, ...], list[Requirement]] = {}
    for leaf in leaves:
        groups.setdefault(_content(snapshot.answer(assessment, leaf.id)), []).append(leaf)
    for group in groups.values():
        yield Row(
            clause=leaves[0].clause,
            leaves=tuple(group),
            answer=snapshot.answer(assessment, group[0].id),
            whole=len(group) == len(leaves),
        )


def _content(answer: Answer) -> tuple[object, ...]:
    """Give all that makes two answers equal to a reader."""
    return (
        answer.rating,
        answer.weight,
        answer.note,
        answer.reason,
        answer.citations,
        answer.responsible,
        answer.due,
        answer.marks,
    )


def roll_up(ratings: list[Rating]) -> Rating:
    """Rate a stem, or a heading, by what lies below it.

    Not applicable only if all are; not assessed while any is left open; else the worst of the rest.
    """
    applicable = [rating for rating in ratings if rating is not Rating.NOT_APPLICABLE]
    if not applicable:
        return Rating.NOT_APPLICABLE if ratings else Rating.NOT_ASSESSED
    for worst in (Rating.NOT_ASSESSED, Rating.NONCONFORMING, Rating.PARTLY):
        if worst in applicable:
            return worst
    return Rating.CONFORMING


def other_option(snapshot: Snapshot, assessment: Assessment) -> tuple[Requirement, ...]:
    """List the requirements that only the other management-system option asks."""
    leaves = snapshot.checklist_of(assessment).requirements.values()
    return tuple(leaf for leaf in leaves if not leaf.applies_under(assessment.option))
