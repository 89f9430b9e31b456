"""The records and how they came about: every change goes through the journal first, then into memory."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import msgspec

from readiness import places
from readiness.errors import NotAllowed
from readiness.model.history import PURGED, Commit, RecordChange
from readiness.model.record import Record
from readiness.model.records import RECORD_TYPES
from readiness.model.snapshot import Snapshot
from readiness.texts import tr
from readiness.workspace import upgrades, wholeness
from readiness.workspace.lines import CheckpointMark, digest_of
from readiness.workspace.reading import Reading, SnapshotCache
from readiness.workspace.shelf import Shelf
from readiness.workspace.store import Store
from readiness.workspace.undo import UndoStack


class Ledger:
    """Journal, records in memory, undo: kept in step by `record`, the only way in."""

    def __init__(self, reading: Reading, shelf: Shelf) -> None:
        """Go on from what was read."""
        self.journal = reading.journal
        self._store = reading.store
        self._shelf = shelf
        self._cache = SnapshotCache(reading.store, shelf)
        self._undo = UndoStack(reading.journal.outline())
        # A file that somebody else wrote is left alone until there is something to write.
        self._foreign = reading.foreign
        self._saved = reading.journal.sequence if reading.foreign else reading.checkpoint_sequence

    @property
    def sequence(self) -> int:
        """Give the sequence of the last commit."""
        return self.journal.sequence

    @property
    def snapshot(self) -> Snapshot:
        """Give an immutable view of everything as it is now."""
        return self._cache.snapshot(self.sequence, self.journal.commit_hash)

    def find(self, table: str, record: str) -> Record | None:
        """Read one record by its id; None where there is none."""
        return self._store.record(table, record)

    def history(self) -> Iterator[Commit]:
        """Walk through all commits, newest first."""
        for sequence in range(self.sequence, 0, -1):
            yield self.journal.commit(sequence)

    @property
    def next_undo(self) -> Commit | None:
        """Give the commit that undo would take back; None where there is none."""
        return self._commit(self._undo.undoable)

    @property
    def next_redo(self) -> Commit | None:
        """Give the commit that redo would bring back; None where there is none."""
        return self._commit(self._undo.redoable)

    def _commit(self, sequence: int) -> Commit | None:
        return self.journal.commit(sequence) if sequence else None

    def record(self, commit: Commit) -> Commit:
        """Write a commit, numbered as the next one, and bring the records to the state after it.

        Raises:
            DiskFault: the disk refused; journal and records are as they were.
            WorkspaceReadOnly: not open for writing.
        """
        commit = msgspec.structs.replace(commit, sequence=self.sequence + 1)
        self.journal.append_commit(commit)
        for change in commit.changes:
            self._store.apply(change)
        self._cache.forget(commit.changes)
        self._undo.take(commit.kind, commit.about or 0)
        return commit

    def state_at(self, sequence: int) -> Snapshot:
        """Give everything as it was after commit `sequence`, without what was purged since and references to it.

        Of a record whose past was purged, what it held next stands for what is not known any more.

        Raises:
            NotAllowed: there is no such commit.
            Damage: the journal is no longer what was written.
        """
        if not 1 <= sequence <= self.sequence:
            raise NotAllowed(
                tr("There is no change no. {n}.", n=sequence),
                tr("The history lists the changes 1 to {last}.", last=self.sequence),
            )
        store = self._store.copy()
        for number in range(self.sequence, sequence, -1):
            for change in reversed(self.journal.commit(number).changes):
                if PURGED not in (change.before or {}):
                    store.apply(change.reversed())
        return wholeness.without_dangling(SnapshotCache(store, self._shelf).snapshot(sequence, ""))

    def difference(self, wanted: Store) -> tuple[RecordChange, ...]:
        """List the changes that bring the records to those of another store."""
        changes = []
        for table in RECORD_TYPES:
            old, new = self._store.plain(table), wanted.plain(table)
            for record in {**old, **new}:
                before, after = old.get(record), new.get(record)
                if before != after:
                    changes.append(RecordChange(table=table, record=record, before=before, after=after))
        return tuple(changes)

    def store_of(self, snapshot: Snapshot) -> Store:
        """Give a store that holds a snapshot's records."""
        store = Store()
        records: list[Record] = [
            snapshot.organization,
            *snapshot.pinned.values(),
            *snapshot.assessments.values(),
            *(answer for answers in snapshot.answers.values() for answer in answers.values()),
            *snapshot.evidence.values(),
            *snapshot.actions.values(),
            *snapshot.services.values(),
            *snapshot.allowed.values(),
            *snapshot.personnel.values(),
            *snapshot.briefings.values(),
        ]
        for record in records:
            store.apply(RecordChange.of(None, record))
        return store

    # The checkpoint

    @property
    def checkpoint_lags(self) -> bool:
        """Tell whether workspace.json is behind the journal (which loses nothing: the journal is the truth)."""
        return self.journal.writable and self.sequence > self._saved

    def checkpoint(self, path: Path) -> Callable[[], None]:
        """Get ready to write workspace.json as of now; the function given does it, in any thread.

        Raises (the function):
            DiskFault: the disk refused; the old file stands.
            WorkspaceReadOnly: not open for writing.
        """
        store, sequence = self._store.copy(), self.sequence

        def announce(content: bytes) -> None:
            self.journal.append_checkpoint(
                CheckpointMark(
                    sha256=hashlib.sha256(content).hexdigest(),
                    size=len(content),
                    sequence=sequence,
                    format=upgrades.RECORD_FORMAT,
                )
            )

        def write() -> None:
            if self._foreign:
                places.rename_over(path, places.free_name(path.with_name("workspace-not-ours.json")))
                self._foreign = False
            store.write_to(path, announce)
            self._saved = max(self._saved, sequence)

        return write

    @property
    def is_checkpoint_foreign(self) -> bool:
        """Tell whether workspace.json is what somebody else wrote, to be set aside with the next change."""
        return self._foreign

    def is_held(self, record: Record) -> bool:
        """Tell whether a record is there as it is now."""
        return self._store.record(record.table, record.id) is not None

    def present_bodies(self, records: Iterable[str]) -> frozenset[str]:
        """List the digests of what some records hold now."""
        wanted = set(records)
        plain = (body for table in RECORD_TYPES for body in self._store.plain(table).values())
        return frozenset(digest_of(body) for body in plain if body["id"] in wanted)
