"""What is due: actions and answers within a week, evidence that expires within a month, and whose they are."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from readiness.analysis.figures import GAPS
from readiness.model.checklist import Requirement
from readiness.model.history import Author
from readiness.model.records import ActionState, Assessment, Rating
from readiness.model.snapshot import Snapshot

DAYS = 7
EXPIRY_DAYS = 30
_UNFINISHED = (ActionState.OPEN, ActionState.IN_PROGRESS)


class Kind(StrEnum):
    """What is due."""

    ACTION = "action"
    ANSWER = "answer"
    EVIDENCE = "evidence"


@dataclass(frozen=True)
class Due:
    """One thing with a date. `person` is its owner or who is responsible; `record` an action's or evidence's id.

    `leaves` are the requirements of one clause that share date and person, of `assessment`.
    """

    kind: Kind
    day: dt.date
    title: str
    person: str
    late: bool
    mine: bool
    record: str = ""
    assessment: str = ""
    leaves: tuple[Requirement, ...] = ()


def due(snapshot: Snapshot, today: dt.date, me: Author) -> tuple[Due, ...]:
    """List what is due, the earliest first: unfinished actions and answers that are due within 7 days or overdue.

    An answer is unfinished while it is a gap or not assessed. Evidence is listed that expires within 30 days, or has
    expired and is still cited. Mine is what names `me` by name or role.
    """
    names = {part.strip().casefold() for part in (me.name, me.role)} - {""}
    until = today + dt.timedelta(days=DAYS)
    found = [
        *_actions(snapshot, today, until, names),
        *_answers(snapshot, today, until, names),
        *_evidence(snapshot, today, names),
    ]
    return tuple(sorted(found, key=lambda item: (item.day, item.kind, item.title)))


def _actions(snapshot: Snapshot, today: dt.date, until: dt.date, names: set[str]) -> Iterator[Due]:
    for action in snapshot.actions.values():
        if action.due is not None and action.due <= until and action.state in _UNFINISHED:
            yield Due(
                kind=Kind.ACTION,
                day=action.due,
                title=action.title,
                person=action.owner,
                late=action.due < today,
                mine=action.owner.strip().casefold() in names,
                record=action.id,
            )


def _answers(snapshot: Snapshot, today: dt.date, until: dt.date, names: set[str]) -> Iterator[Due]:
    for assessment in snapshot.assessments.values():
        for (day, person, _), leaves in _unfinished(snapshot, assessment, until).items():
            yield Due(
                kind=Kind.ANSWER,
                day=day,
                title=leaves[0].clause.title,
                person=person,
                late=day < today,
                mine=person.strip().casefold() in names,
                assessment=assessment.id,
                leaves=tuple(leaves),
            )


def _unfinished(
    snapshot: Snapshot, assessment: Assessment, until: dt.date
) -> dict[tuple[dt.date, str, str], list[Requirement]]:
    """Group requirements with an unfinished answer by date, person and clause."""
    groups: dict[tuple[dt.date, str, str], list[Requirement]] = {}
    for leaf in snapshot.requirements(assessment):
        answer = snapshot.answer(assessment, leaf.id)
        unfinished = answer.rating in GAPS or answer.rating is Rating.NOT_ASSESSED
        if unfinished and answer.due is not None and answer.due <= until:
            groups.setdefault((answer.due, answer.responsible, leaf.clause.number), []).append(leaf)
    return groups


def _evidence(snapshot: Snapshot, today: dt.date, names: set[str]) -> Iterator[Due]:
    until = today + dt.timedelta(days=EXPIRY_DAYS)
    for item in snapshot.evidence.values():
        if item.valid_until is None or item.valid_until > until:
            continue
        late = item.valid_until < today
        if late and next(snapshot.uses_of(item.id), None) is None:
            continue
        yield Due(
            kind=Kind.EVIDENCE,
            day=item.valid_until,
            title=" ".join(part for part in (item.reference, item.title) if part),
            person=item.owner,
            late=late,
            mine=item.owner.strip().casefold() in names,
            record=item.id,
        )
