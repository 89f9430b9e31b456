"""The past: which changes were made, the audit trail as a file, and the state after any of them."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from readiness import places, words
from readiness.errors import UnknownName, UsageError
from readiness.model.briefing import Person
from readiness.model.clauses import ClauseNumber
from readiness.model.history import PURGED, Commit, RecordChange, from_plain
from readiness.model.records import Answer, Evidence
from readiness.model.snapshot import Snapshot
from readiness.tasks import targets
from readiness.texts import tr
from readiness.workspace import Workspace

_ENDINGS = (".csv", ".json")
E = TypeVar("E", Evidence, Person)


@dataclass(frozen=True)
class Wanted:
    """Which commits are wanted; '' or None leaves a question open. Days are UTC, both ends included.

    `person` is part of a name or role, `requirement` a number with or without its letters ('7.5', '4.1.2.2 a)'); each
    of `words` may be any of the two, or part of the sentence.
    """

    person: str = ""
    requirement: str = ""
    since: dt.date | None = None
    until: dt.date | None = None
    words: str = ""

    def takes(self, commit: Commit) -> bool:
        """Tell whether a commit is wanted.

        Raises:
            UnknownName: the requirement is not a clause number.
        """
        day = commit.time.astimezone(dt.UTC).date()
        return (
            self.person.casefold() in str(commit.author).casefold()
            and (self.since is None or day >= self.since)
            and (self.until is None or day <= self.until)
            and all(_speaks(commit, word) for word in self.words.casefold().split())
            and (not self.requirement or _touches(commit, ClauseNumber.parse(self.requirement)))
        )


def _speaks(commit: Commit, word: str) -> bool:
    if word in str(commit.author).casefold() or word in commit.sentence.casefold():
        return True
    try:
        return _touches(commit, ClauseNumber.parse(word.upper() if word[:1].isalpha() else word))
    except UnknownName:
        return False


def _touches(commit: Commit, number: ClauseNumber) -> bool:
    found = (requirement_of(change) for change in commit.changes)
    return any(number.covers(ClauseNumber.parse(requirement)) for requirement in found if requirement)


def requirement_of(change: RecordChange) -> str:
    """Give the id of the requirement whose answer a change is about; '' for other records."""
    if change.table != Answer.table:
        return ""
    return str((change.after or change.before or {}).get("requirement", ""))


def find(workspace: Workspace, wanted: Wanted) -> Iterator[Commit]:
    """Walk through the wanted commits, newest first.

    Raises:
        UnknownName: the requirement is not a clause number.
        Damage: the journal is no longer what was written.
    """
    return (commit for commit in workspace.history() if wanted.takes(commit))


def sequence_of(workspace: Workspace, text: str) -> int:
    """Find the commit meant by a number ('120') or a day ('2026-03-31', UTC: the last change made until its end).

    Raises:
        UsageError: it is neither, or nothing was recorded by then.
    """
    if text.isdecimal():
        return int(text)
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        raise UsageError(
            tr("'{text}' is neither a day nor the number of a change.", text=text),
            tr("Write it like 2026-03-31, or like 120 as the history counts."),
        ) from None
    for commit in workspace.history():
        if commit.time.astimezone(dt.UTC).date() <= day:
            return commit.sequence
    raise UsageError(
        tr("Nothing was recorded by {day}.", day=day), tr("The history says when the workspace was begun.")
    )


def removed_by(commit: Commit, snapshot: Snapshot) -> Iterator[Evidence | Person]:
    """Walk through the evidence and the people that a commit removed and that are gone now, but not erased."""
    for change in commit.changes:
        if change.table in (Evidence.table, Person.table) and change.before and not (change.after or change.is_purged):
            record = from_plain(change.table, change.before)
            if isinstance(record, Evidence | Person) and record.id not in {*snapshot.evidence, *snapshot.personnel}:
                yield record


def to_erase(workspace: Workspace, kind: type[E], text: str, find: Callable[[Snapshot, str], E]) -> E:
    """Find what is to be erased with `find`, else among what was removed: by id, or its last title, number or name.

    Raises:
        UnknownName: there is none, or there are several.
    """
    try:
        return find(workspace.snapshot, text)
    except UnknownName:
        present = (*workspace.snapshot.evidence.values(), *workspace.snapshot.personnel.values())
        if any(isinstance(item, kind) and _is_called(item, text) for item in present):
            raise
        found: dict[str, E] = {}
        for commit in workspace.history():
            for item in removed_by(commit, workspace.snapshot):
                if isinstance(item, kind):
                    found.setdefault(item.id, item)
        called = [item for item in found.values() if _is_called(item, text)]
        if not called:
            raise
    if len(called) > 1:
        raise UnknownName(
            tr("Several that were removed are called '{name}'.", name=text),
            tr("Name one by its id: {ids}.", ids=tr(" or ").join(item.id for item in called)),
        )
    return called[0]


def _is_called(record: Evidence | Person, text: str) -> bool:
    names = (record.name,) if isinstance(record, Person) else (record.title, record.reference)
    wanted = text.strip().casefold()
    return bool(wanted) and wanted in (record.id, *(name.strip().casefold() for name in names))


def field_lines(commit: Commit) -> Iterator[tuple[str, str, str, str]]:
    """Walk through what a commit changed, field by field: the record, the field, its old and its new value."""
    for change in commit.changes:
        about = record_name(change)
        if change.is_purged:
            yield about, tr("content"), tr("purged"), ""
            continue
        for field, old, new in change.fields():
            yield about, field, shown(old), shown(new)


def record_name(change: RecordChange) -> str:
    """Name the record that a change is about: a requirement's number, else a title."""
    requirement = requirement_of(change)
    if requirement:
        return words.requirement(requirement)
    plain = change.after or change.before or {}
    return str(plain.get("title") or plain.get("name") or plain.get("scope") or plain.get("checklist") or "")


def shown(value: Any) -> str:
    """Show a stored value as text; structured ones as JSON."""
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def export(commits: Iterable[Commit], target: Path) -> int:
    """Write the audit trail, oldest first: CSV with a row a field, or JSON; gives the commits written.

    Raises:
        UsageError: the ending is neither .csv nor .json, or the file lies in a workspace.
        DiskFault: the disk refused; an older file of that name stands.
    """
    if target.suffix.lower() not in _ENDINGS:
        raise UsageError(
            tr("'{path}' does not end in .csv or .json.", path=target), tr("Give the file a name with one of these.")
        )
    targets.check_file(target)
    ordered = sorted(commits, key=lambda commit: commit.sequence)
    write: Callable[[list[Commit]], str] = _as_json if target.suffix.lower() == ".json" else _as_csv
    # Excel takes a CSV for UTF-8 only by the mark at its beginning.
    places.write_whole(target, write(ordered).encode("utf-8-sig" if write is _as_csv else "utf-8"))
    return len(ordered)


def _as_csv(commits: list[Commit]) -> str:
    written = io.StringIO(newline="")
    table = csv.writer(written)
    titles = (tr("No."), tr("Time (UTC)"), tr("Who"), tr("What"), tr("Record"), tr("Field"), tr("Old"), tr("New"))
    table.writerow(titles)
    for commit in commits:
        head = [commit.sequence, f"{commit.time.astimezone(dt.UTC):%Y-%m-%d %H:%M:%S}", commit.author, commit.sentence]
        for line in list(field_lines(commit)) or [("", "", "", "")]:
            table.writerow([_plain(str(cell)) for cell in (*head, *line)])
    return written.getvalue()


def _plain(cell: str) -> str:
    """Keep a spreadsheet from reading a cell as a formula."""
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell


def _as_json(commits: list[Commit]) -> str:
    return json.dumps([commit_values(commit) for commit in commits], ensure_ascii=False, indent=1) + "\n"


def commit_values(commit: Commit) -> dict[str, Any]:
    """Give a commit as JSON values, with the fields it changed."""
    return {
        "sequence": commit.sequence,
        "time": commit.time.isoformat(),
        "author": commit.author.name,
        "role": commit.author.role,
        "sentence": commit.sentence,
        "kind": commit.kind.value,
        "about": commit.about,
        "changes": [
            {
                "table": change.table,
                "record": change.record,
                "fields": {name: {"old": old, "new": new} for name, old, new in change.fields() if name != PURGED},
                **({PURGED: True} if change.is_purged else {}),
            }
            for change in commit.changes
        ],
    }
