"""What changed of late: answers rated, gaps opened and closed, evidence, actions; from commits, newest first.

What counts is the difference between the beginning of the time and now: a rating that was given and taken back is no
change. The person named is the one who made the change that stands.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Generator, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from readiness.analysis.figures import GAPS
from readiness.model.history import Commit, RecordChange
from readiness.model.records import Action, ActionState, Answer, Evidence, Rating

DAYS = 30
"""How far back the overview looks."""

Plain = dict[str, Any]


class What(StrEnum):
    """What happened to a record."""

    RATED = "rated"
    GAP_OPENED = "gap-opened"
    GAP_CLOSED = "gap-closed"
    EVIDENCE_ADDED = "evidence-added"
    EVIDENCE_REVISED = "evidence-revised"
    ACTION_CLOSED = "action-closed"


@dataclass(frozen=True)
class Happening:
    """One thing that happened: to which record, by whom and when; of an answer also its requirement."""

    what: What
    record: str
    author: str
    time: dt.datetime
    assessment: str = ""
    requirement: str = ""


@dataclass
class _Track:
    """A record's state at the beginning of the time and now, and who last changed what counts."""

    table: str
    before: Plain | None
    after: Plain | None
    author: str = ""
    time: dt.datetime | None = None


def _rating(plain: Plain | None) -> Rating:
    return Rating((plain or {}).get("rating", Rating.NOT_ASSESSED))


def _issue(plain: Plain | None) -> tuple[object, ...]:
    """Give what makes a piece of evidence another issue of it."""
    found = plain or {}
    return found.get("revision", ""), found.get("date"), (found.get("file") or {}).get("sha256")


def _state(plain: Plain | None) -> str:
    return str((plain or {}).get("state", ActionState.OPEN.value))


_COUNTS: dict[str, Callable[[Plain | None], object]] = {
    Answer.table: _rating,
    Evidence.table: _issue,
    Action.table: _state,
}
"""What is compared of the records of a table; other tables are left out."""


def look(commits: Iterable[Commit], since: dt.date) -> Generator[None, None, tuple[Happening, ...]]:
    """Walk through commits, newest first, back to the day `since` (UTC, included); pauses after each commit.

    Gives what happened, the latest first. What was purged is not known any more and left out.
    """
    tracks: dict[str, _Track] = {}
    for commit in commits:
        if commit.time.astimezone(dt.UTC).date() < since:
            break
        for change in reversed(commit.changes):
            if change.table in _COUNTS and not change.is_purged:
                _follow(tracks, change, commit)
        yield
    found = [item for record, track in tracks.items() for item in _happenings(record, track)]
    return tuple(sorted(found, key=lambda item: item.time, reverse=True))


def recent(commits: Iterable[Commit], since: dt.date) -> tuple[Happening, ...]:
    """Give what happened since a day (UTC, included), the latest first; `commits` come newest first."""
    looking = look(commits, since)
    while True:
        try:
            next(looking)
        except StopIteration as end:
            found: tuple[Happening, ...] = end.value
            return found


def _follow(tracks: dict[str, _Track], change: RecordChange, commit: Commit) -> None:
    """Go one change further back with a record."""
    track = tracks.setdefault(change.record, _Track(change.table, change.before, change.after))
    track.before = change.before
    counts = _COUNTS[change.table]
    differs = counts(change.before) != counts(change.after) or change.before is None
    if track.time is None and differs:
        track.author, track.time = str(commit.author), commit.time


def _happenings(record: str, track: _Track) -> list[Happening]:
    """Say what became of one record; nothing of one that is gone, or is as it was."""
    if track.after is None or track.time is None:
        return []
    whats = {Answer.table: _of_answer, Evidence.table: _of_evidence, Action.table: _of_action}[track.table](track)
    return [
        Happening(
            what=what,
            record=record,
            author=track.author,
            time=track.time,
            assessment=str(track.after.get("assessment", "")),
            requirement=str(track.after.get("requirement", "")),
        )
        for what in whats
    ]


def _of_answer(track: _Track) -> list[What]:
    before, after = _rating(track.before), _rating(track.after)
    if before is after or after is Rating.NOT_ASSESSED:
        return []
    found = [What.RATED]
    if after in GAPS and before not in GAPS:
        found.append(What.GAP_OPENED)
    if before in GAPS and after not in GAPS:
        found.append(What.GAP_CLOSED)
    return found


def _of_evidence(track: _Track) -> list[What]:
    if track.before is None:
        return [What.EVIDENCE_ADDED]
    return [What.EVIDENCE_REVISED] if _issue(track.before) != _issue(track.after) else []


def _of_action(track: _Track) -> list[What]:
    closed = ActionState.CLOSED.value
    return [What.ACTION_CLOSED] if _state(track.after) == closed != _state(track.before) else []
