"""References between records: which name something that is not there, and the same records without that.

A purge takes records out of the past too. What is put together from the past, a state or a backup, may then name
them still.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from readiness import words
from readiness.errors import Problem
from readiness.model.briefing import Briefing, Person
from readiness.model.records import Action, Answer
from readiness.model.snapshot import Snapshot
from readiness.texts import tr

Referring = Answer | Action | Person | Briefing
"""Records that name others."""


def dangling(snapshot: Snapshot) -> Iterator[tuple[Referring, Referring | None]]:
    """Walk through the records that name what is not there: as they are and without that, None for none at all.

    The evidence that a briefing is kept under is left alone: there need not be one any more.
    """
    for answers in snapshot.answers.values():
        for answer in answers.values():
            citations = tuple(item for item in answer.citations if item.evidence in snapshot.evidence)
            if answer.assessment not in snapshot.assessments:
                yield answer, None
            elif len(citations) < len(answer.citations):
                yield answer, msgspec.structs.replace(answer, citations=citations)
    for action in snapshot.actions.values():
        targets = tuple(item for item in action.targets if item.assessment in snapshot.assessments)
        if len(targets) < len(action.targets):
            yield action, msgspec.structs.replace(action, targets=targets)
    for person in snapshot.personnel.values():
        services = tuple(item for item in person.services or () if item in snapshot.services)
        if len(services) < len(person.services or ()):
            yield person, msgspec.structs.replace(person, services=services)
    for briefing in snapshot.briefings.values():
        if briefing.person not in snapshot.personnel or briefing.service not in snapshot.services:
            yield briefing, None


def without_dangling(snapshot: Snapshot) -> Snapshot:
    """Give the same records without references to what is not there."""
    found = list(dangling(snapshot))
    if not found:
        return snapshot
    answers = {assessment: dict(by_number) for assessment, by_number in snapshot.answers.items()}
    actions, personnel, briefings = dict(snapshot.actions), dict(snapshot.personnel), dict(snapshot.briefings)
    for record, sound in found:
        table: Any
        match record:
            case Answer():
                table, key = answers[record.assessment], record.requirement
            case Action():
                table, key = actions, record.id
            case Person():
                table, key = personnel, record.id
            case Briefing():
                table, key = briefings, record.id
        if sound is None:
            del table[key]
        else:
            table[key] = sound
    return msgspec.structs.replace(snapshot, answers=answers, actions=actions, personnel=personnel, briefings=briefings)


def problems(snapshot: Snapshot) -> Iterator[Problem]:
    """Name the records that refer to what is not there."""
    for record, _ in dangling(snapshot):
        yield Problem(_name(record, snapshot), tr("refers to a record that is not there"))


def _name(record: Referring, snapshot: Snapshot) -> str:
    match record:
        case Answer():
            assessment = snapshot.assessments.get(record.assessment)
            number = words.requirement(record.requirement)
            return f"{assessment.standard}: {number}" if assessment else number
        case Action():
            return record.title
        case Person():
            return record.name
        case Briefing():
            return tr("the result of a briefing on {day}", day=words.date(record.date))
