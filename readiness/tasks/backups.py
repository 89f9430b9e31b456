"""Backups: made inside the workspace, copied to a second place, looked into, restored in one change."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from readiness import words
from readiness.model.briefing import Briefing, Person
from readiness.model.history import Author, Commit, RecordChange
from readiness.model.records import (
    RECORD_TYPES,
    Action,
    ActionState,
    AllowedWording,
    Answer,
    Assessment,
    Evidence,
    EvidenceKind,
    Organization,
    PinnedChecklist,
    Rating,
    Service,
    Weight,
)
from readiness.model.snapshot import Snapshot
from readiness.tasks import past, settings
from readiness.texts import tr, trn
from readiness.workspace import Backup, Backups, Copied, Workspace

_LONGEST_VALUE = 120


@dataclass(frozen=True)
class SecondPlace:
    """Where a workspace's backups are copied to, None for nowhere, and when that was done last (UTC)."""

    folder: Path | None
    last_copied: dt.datetime | None


@dataclass(frozen=True)
class FieldChange:
    """One line of a preview: the record, what of it, as it is, and as it would be."""

    record: str
    field: str
    now: str
    then: str


@dataclass(frozen=True)
class Preview:
    """What restoring would change: a sentence per kind of record, field by field, and what else to know."""

    counts: tuple[str, ...]
    changes: tuple[FieldChange, ...]
    notices: tuple[str, ...]


def make(workspace: Path, author: Author, now: dt.datetime) -> Backup | None:
    """Make a backup inside the workspace; None where nothing changed since the newest one.

    Raises:
        Damage: the journal is not what was written.
        DiskFault: the disk refused; the older backups stand.
    """
    return Backups(workspace).make(now, author)


def copy_out(workspace: Path, place: Path, now: dt.datetime) -> Copied:
    """Bring the copy at a second place up to date, attached files included, and remember when.

    Raises:
        UsageError: the place lies in the workspace, or holds another workspace's backups.
        DiskFault: the place is not there, has no room, or refuses.
    """
    backups = Backups(workspace)
    copied = backups.copy_to(place, now)
    known = settings.load()
    settings.save(msgspec.structs.replace(known, last_copied={**known.last_copied, backups.identity(): now}))
    return copied


def second_place(workspace: Path) -> SecondPlace:
    """Give the second place chosen for a workspace."""
    known, identity = settings.load(), Backups(workspace).identity()
    folder = known.backup_places.get(identity)
    return SecondPlace(Path(folder) if folder else None, known.last_copied.get(identity) if folder else None)


def choose_second_place(workspace: Path, place: Path | None) -> None:
    """Remember the second place for a workspace; None for none. When it was copied last is forgotten."""
    known, identity = settings.load(), Backups(workspace).identity()
    places = {key: value for key, value in known.backup_places.items() if key != identity}
    copied = {key: value for key, value in known.last_copied.items() if key != identity}
    if place is not None:
        places[identity] = str(place)
    settings.save(msgspec.structs.replace(known, backup_places=places, last_copied=copied))


# Restoring


def restore(workspace: Workspace, backup: Backup) -> Commit | None:
    """Bring all records to what a backup holds, as one change that can be undone; None where nothing differs.

    Raises:
        Damage: the backup is damaged.
        DiskFault: the disk refused; nothing was changed.
        WorkspaceReadOnly: the workspace is open for reading only.
    """
    backups = Backups(workspace.path)
    state = backups.state(backup)
    if not workspace.read_only:
        backups.bring_back_checklists(backup)
    return workspace.restore(
        state, tr("Restored the backup of {time} UTC (change no. {n})", time=when(backup), n=backup.sequence)
    )


def when(backup: Backup) -> str:
    """Show when a backup was made, in UTC."""
    return words.moment(backup.time.astimezone(dt.UTC))


def preview(workspace: Workspace, backup: Backup) -> Preview:
    """Work out what restoring a backup would change; nothing is changed.

    Raises:
        Damage: the backup is damaged.
        DiskFault: it cannot be read.
    """
    state = Backups(workspace.path).state(backup)
    changes = workspace.changes_to(state)
    lines = [line for change in changes for line in _lines(change, (workspace.snapshot, state))]
    return Preview(tuple(_counts(changes)), tuple(lines), tuple(_notices(workspace, state)))


def _counts(changes: tuple[RecordChange, ...]) -> Iterator[str]:
    for table in RECORD_TYPES:
        kinds = Counter(_kind(change) for change in changes if change.table == table)
        parts = [
            text
            for kind, text in (
                ("added", trn("{n} added", "{n} added", kinds["added"])),
                ("changed", trn("{n} changed", "{n} changed", kinds["changed"])),
                ("removed", trn("{n} removed", "{n} removed", kinds["removed"])),
            )
            if kinds[kind]
        ]
        if parts:
            yield tr("{records}: {counts}", records=_records(table), counts=", ".join(parts))


def _kind(change: RecordChange) -> str:
    if change.before is None:
        return "added"
    return "removed" if change.after is None else "changed"


def _records(table: str) -> str:
    return {
        Organization.table: tr("Organization"),
        PinnedChecklist.table: tr("Checklists"),
        Assessment.table: tr("Assessments"),
        Answer.table: tr("Answers"),
        Evidence.table: tr("Evidence"),
        Action.table: tr("Actions"),
        Service.table: tr("Services"),
        AllowedWording.table: tr("Allowed wording"),
        Person.table: tr("Personnel"),
        Briefing.table: tr("Briefings"),
    }[table]


def _lines(change: RecordChange, snapshots: tuple[Snapshot, Snapshot]) -> Iterator[FieldChange]:
    name = past.record_name(change)
    assessment = str((change.after or change.before or {}).get("assessment"))
    for snapshot in snapshots:
        if assessment in snapshot.assessments:
            name = f"{snapshot.checklist_of(snapshot.assessments[assessment]).short}: {past.record_name(change)}"
            break
    for field, old, new in change.fields():
        if field not in ("assessment", "requirement"):
            yield FieldChange(name, field.replace("_", " "), _shown(field, old), _shown(field, new))


def _shown(field: str, value: Any) -> str:
    """Show a stored value in the words of the window; lists as a count."""
    if value is None or value == "":
        return ""
    if isinstance(value, list):
        return trn("{n} entry", "{n} entries", len(value))
    if isinstance(value, dict):
        return str(value.get("name", ""))
    word = {
        "rating": lambda text: words.rating(Rating(text)),
        "weight": lambda text: words.weight(Weight(text)),
        "kind": lambda text: words.evidence_kind(EvidenceKind(text)),
        "state": lambda text: words.action_state(ActionState(text)),
    }.get(field)
    text = word(value) if word else str(value)
    return text if len(text) <= _LONGEST_VALUE else text[: _LONGEST_VALUE - 1] + "…"


def _notices(workspace: Workspace, state: Snapshot) -> Iterator[str]:
    gone = [
        file.name
        for evidence in state.evidence.values()
        for file in evidence.files
        if not workspace.attachment_path(file).exists()
    ]
    if gone:
        yield trn("{n} attached file of that time is no longer in the workspace: {names}.",
                  "{n} attached files of that time are no longer in the workspace: {names}.",
                  len(gone), names=", ".join(gone))  # fmt: skip
