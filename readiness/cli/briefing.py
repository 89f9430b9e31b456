"""Verbs about the briefing of staff: who is to be briefed, results, who is due, and the quiz as data."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from readiness import words
from readiness.analysis import briefing as due
from readiness.cli.given import Arguments, Outcome, committed, reading, today, writing
from readiness.tasks import briefing
from readiness.texts import tr, trn


def add(given: Arguments) -> Outcome:
    """Add people who are to be briefed."""
    with writing(given) as workspace:
        return committed(briefing.add_people(workspace, given.names, given.function))


def listed(given: Arguments) -> Outcome:
    """List who was briefed on what; exit 1 where somebody has not been since the day."""
    since = given.since or due.due_since(today(given))
    with reading(given) as workspace:
        found = due.standings(workspace.snapshot, today(given))
    lines = []
    for item in found:
        if item.service is None:
            lines.append(tr("{person}: deals with no service that is offered", person=item.person.name))
            continue
        passed = words.date(item.passed.date) if item.passed else tr("never")
        state = tr("due") if item.is_due(since) else tr("passed")
        lines.append(f"{state}: {item.person.name}, {item.service.name} ({tr('last passed: {day}', day=passed)})")
    waiting = sum(item.is_due(since) for item in found)
    lines.append(trn("{n} briefing is due: not passed since {day}.", "{n} briefings are due: not passed since {day}.",
                     waiting, day=words.date(since)))  # fmt: skip
    return [briefing.standing_values(item, since) for item in found], lines, 1 if waiting else 0


def record(given: Arguments) -> Outcome:
    """Record the result of a briefing, as evidence of competence."""
    with writing(given) as workspace:
        person = briefing.find_person(workspace.snapshot, given.person)
        service = briefing.find_service(workspace.snapshot, given.service)
        return committed(briefing.record(workspace, person, service, today(given), given.right, given.asked))


def quiz(given: Arguments) -> Outcome:
    """Print the quiz on a service; its answers are in what --json prints."""
    with reading(given) as workspace:
        service = briefing.find_service(workspace.snapshot, given.service)
    questions = briefing.quiz(service, given.seed)
    lines = []
    for number, question in enumerate(questions, 1):
        lines += [f"{number}. {question.text}", *(f"   - {option.text}" for option in question.options)]
    return msgspec.to_builtins(questions), lines, 0


VERBS: dict[str, Callable[[Arguments], Outcome]] = {
    "briefing add": add,
    "briefing list": listed,
    "briefing record": record,
    "briefing quiz": quiz,
}
