"""The way here: figures at the end of past weeks, counted by `figures` over the state as it was then.

The states are found by taking commits back from the present one by one, so no figure is made in a second way.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import msgspec

from readiness.analysis.figures import Tally, figures
from readiness.model.history import Commit, RecordChange, from_plain
from readiness.model.records import Answer, Assessment
from readiness.model.snapshot import Snapshot

WEEKS = 52
"""How far back the overview looks."""


@dataclass(frozen=True)
class Point:
    """Where an assessment stood at the end of a day (UTC): counts per clause and per letter."""

    assessment: str
    day: dt.date
    clauses: Tally
    letters: Tally


def days(today: dt.date, weeks: int = WEEKS) -> tuple[dt.date, ...]:
    """List the days to count at, latest first: today, and the Sundays of so many weeks before."""
    sunday = today - dt.timedelta(days=today.isoweekday() % 7)
    past = (sunday - dt.timedelta(weeks=number) for number in range(weeks + 1))
    return (today, *(day for day in past if day < today))[: weeks + 1]


def walk(snapshot: Snapshot, commits: Iterable[Commit], wanted: Sequence[dt.date]) -> Iterator[Point | None]:
    """Walk back from a snapshot through commits (newest first), giving the points of the wanted days, latest first.

    None is given after each commit, as a place to pause. Commits made after the snapshot are passed over. Of an
    answer whose past was purged, the state after the purge stands for what is not known any more.
    """
    state = _State(snapshot)
    waiting = list(wanted)
    for commit in commits:
        if commit.sequence > snapshot.sequence:
            continue
        day = commit.time.astimezone(dt.UTC).date()
        while waiting and day <= waiting[0]:
            yield from state.points(waiting.pop(0))
        if not waiting:
            return
        for change in reversed(commit.changes):
            state.take_back(change)
        yield None


class _State:
    """Assessments and answers on the way back; what no change touched is not counted again."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._present = snapshot
        self._assessments = dict(snapshot.assessments)
        self._answers = {key: dict(answers) for key, answers in snapshot.answers.items()}
        self._by_id = {answer.id: answer for answers in snapshot.answers.values() for answer in answers.values()}
        self._counted: dict[str, tuple[Tally, Tally]] = {}

    def points(self, day: dt.date) -> Iterator[Point]:
        """Count every assessment that there was."""
        then = msgspec.structs.replace(self._present, assessments=self._assessments, answers=self._answers)
        for key, assessment in self._assessments.items():
            if assessment.checklist not in then.checklists:
                continue
            if key not in self._counted:
                counted = figures(then, assessment)
                self._counted[key] = (counted.clauses, counted.letters)
            yield Point(key, day, *self._counted[key])

    def take_back(self, change: RecordChange) -> None:
        """Go back to the state before one change."""
        if change.is_purged and change.before is not None:
            return
        if change.table == Answer.table:
            self._take_back_answer(change)
        elif change.table == Assessment.table:
            self._counted.pop(change.record, None)
            self._assessments.pop(change.record, None)
            if change.before is not None:
                record = from_plain(change.table, change.before)
                assert isinstance(record, Assessment)
                self._assessments[record.id] = record

    def _take_back_answer(self, change: RecordChange) -> None:
        old = self._by_id.pop(change.record, None)
        if old is not None:
            self._answers[old.assessment].pop(old.requirement, None)
            self._counted.pop(old.assessment, None)
        if change.before is not None:
            record = from_plain(change.table, change.before)
            assert isinstance(record, Answer)
            self._by_id[record.id] = record
            self._answers.setdefault(record.assessment, {})[record.requirement] = record
            self._counted.pop(record.assessment, None)
