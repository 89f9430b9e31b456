"""Backups inside the workspace: what each holds, when one is made, how one is read again.

They hold the type file, the journal, workspace.json and the checklists. They do not hold evidence/: attached files
never change, bear their hash as their name and are never deleted but by a purge, and a second copy of 2 GB on the
same disk protects against little. The second place (`second_place.py`) has them too.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
from pathlib import Path

from readiness import places
from readiness.errors import Damage, DiskFault, Problem
from readiness.model.history import PURGED, Author
from readiness.model.records import Action, Answer, Evidence, Rating
from readiness.model.snapshot import Snapshot
from readiness.texts import tr
from readiness.workspace import second_place, segments, upgrades, wholeness
from readiness.workspace.backup_folder import CHECKPOINT, Backup, BackupFolder, Holdings, KeptFile, is_content, kept
from readiness.workspace.folder import Folder, resolve
from readiness.workspace.journal import Journal
from readiness.workspace.lines import FIRST_HASH, CommitHead, Entry, decode_commit
from readiness.workspace.reading import Reading, SnapshotCache
from readiness.workspace.second_place import Copied
from readiness.workspace.segments import Segment
from readiness.workspace.shelf import Shelf
from readiness.workspace.store import Store

__all__ = ["Backup", "Backups", "Copied", "check", "kept", "locked", "take_out"]
_TRIES = 5
_PURGE_PATIENCE_SECONDS = 3.0


class Backups:
    """The backups of one workspace. Making and reading them takes no lock on the workspace."""

    def __init__(self, workspace: Path) -> None:
        """Name the workspace as `Workspace.open` takes it."""
        self._folder = resolve(workspace)
        self._kept = BackupFolder(self._folder.backups)

    def identity(self) -> str:
        """Give the id of the workspace.

        Raises:
            WorkspaceMissing: no workspace lies there.
            WorkspaceTooNew: a newer version of the program wrote it.
            Damage: its type file cannot be read.
        """
        return self._folder.check_type().workspace

    def listed(self) -> tuple[Backup, ...]:
        """List the backups, newest first; one that cannot be read is left aside."""
        return self._kept.all()

    def find(self, name: str) -> Backup:
        """Find a backup by its name or a unique beginning of it.

        Raises:
            UnknownName: none is called that, or several are.
        """
        return self._kept.find(name)

    def make(self, now: dt.datetime, author: Author) -> Backup | None:
        """Make a backup of what is saved and rotate; None where nothing changed since the newest one.

        Raises:
            WorkspaceMissing: no workspace lies there.
            WorkspaceTooNew: a newer version of the program wrote it.
            Damage: journal or type file is not what was written.
            DiskFault: the disk refused; the older backups stand.
        """
        self._folder.check_type()
        with self._kept.locked():
            made = _made(self._folder, self._kept, now, author)
            self._kept.rotate(now)
        return made

    def state(self, backup: Backup) -> Snapshot:
        """Give the records as a backup holds them, without what was purged since and references to it.

        Of a record whose past was purged, what it held next stands for what is not known any more.

        Raises:
            Damage: the backup is damaged.
            DiskFault: it cannot be read.
        """
        store, head = _replayed(self._kept, backup)
        with contextlib.suppress(Damage, DiskFault):
            _fill_in(store, backup, self._folder)
        shelf = _KeptShelf(self._folder.checklists, self._kept.objects)
        return wholeness.without_dangling(SnapshotCache(store, shelf).snapshot(backup.sequence, head))

    def bring_back_checklists(self, backup: Backup) -> None:
        """Put checklists of a backup that the workspace has lost, or that were damaged, in their places again.

        Raises:
            Damage: the backup is damaged.
            DiskFault: the disk refused.
        """
        for file in backup.files:
            path = self._folder.path / file.path
            if path.parent == self._folder.checklists and not is_content(path, file.sha256):
                places.write_whole(path, self._kept.content(file))

    def copy_to(self, place: Path, now: dt.datetime) -> Copied:
        """Bring the copy at a second place, a drive or share, up to date, attached files included.

        Raises:
            UsageError: the place lies in the workspace, or holds another workspace's backups.
            DiskFault: the place is not there, has no room, or refuses; what it held is whole.
        """
        return second_place.copy_out(self._folder, self._kept, place, now)


def check(folder: Folder) -> list[Problem]:
    """Read all backups and list what is wrong with them, by manifest and content."""
    return BackupFolder(folder.backups).check()


def locked(folder: Folder) -> contextlib.AbstractContextManager[None]:
    """Keep others from adding or rotating during a purge; the window waits for it, so not for long.

    Raises (on entering):
        DiskFault: another process is at work on the backups, or the folder cannot be written.
    """
    return BackupFolder(folder.backups).locked(_PURGE_PATIENCE_SECONDS)


def take_out(folder: Folder, bodies: frozenset[str]) -> None:
    """Take bodies out of all backups, which the caller has locked; repeating it finishes what was cut short.

    Raises:
        DiskFault: the disk refused; the rest still holds the bodies.
    """
    if bodies:
        BackupFolder(folder.backups).take_out(bodies)


# Making


def _made(folder: Folder, there: BackupFolder, now: dt.datetime, author: Author) -> Backup | None:
    """Read as any reader does; where a purge rewrote the journal meanwhile, read again.

    Raises:
        Damage: the journal is not what was written.
    """
    for tries_left in reversed(range(_TRIES)):
        found = Reading.of(folder)
        newest = next(iter(there.all()), None)
        if newest is not None and newest.head == found.journal.commit_hash and there.holds(newest):
            return None
        try:
            files = (*_journal_files(found.journal, there), *_other_files(folder, found.journal, there))
        except Damage:
            if not tries_left:
                raise
            continue
        break
    backup = Backup(
        time=now.astimezone(dt.UTC),
        sequence=found.journal.sequence,
        head=found.journal.commit_hash,
        workspace=found.journal.workspace.workspace,
        author=author,
        holds=_holdings(found.store),
        files=files,
    )
    there.write(backup)
    return backup


def _journal_files(journal: Journal, there: BackupFolder) -> list[KeptFile]:
    """Keep the journal as far as it was read; each content is checked line by line when it is first kept.

    Raises:
        Damage: a segment is no longer what was read.
    """
    files = []
    for path, length in journal.prefix():
        content = segments.read_bytes(path)[:length]
        if not there.has(hashlib.sha256(content).hexdigest()):
            before = _previous_hash(content)
            segments.read_lines(content, Segment(path, 1, before, before), last=False)
        if len(content) < length:
            raise Damage(tr("The journal is damaged: {file} became shorter.", file=path.name))
        files.append(there.put(f"journal/{path.name}", content))
    return files


def _previous_hash(content: bytes) -> str:
    return content[74:138].decode("ascii", "replace")


def _other_files(folder: Folder, journal: Journal, there: BackupFolder) -> list[KeptFile]:
    """Keep the type file, the checkpoint if the journal names it, and the checklists that are sound."""
    files = []
    with contextlib.suppress(OSError):
        files.append(there.put(folder.type_file.name, folder.type_file.read_bytes()))
    with contextlib.suppress(OSError):
        content = folder.checkpoint.read_bytes()
        if journal.mark_of(hashlib.sha256(content).hexdigest()) is not None:
            files.append(there.put(CHECKPOINT, content))
    for path in sorted(folder.checklists.glob("*.json")):
        with contextlib.suppress(OSError):
            content = path.read_bytes()
            if hashlib.sha256(content).hexdigest() == path.stem:
                files.append(there.put(f"checklists/{path.name}", content))
    return files


def _holdings(store: Store) -> Holdings:
    ratings = [item.get("rating", Rating.NOT_ASSESSED) for item in store.plain(Answer.table).values()]
    return Holdings(
        rated=sum(rating != Rating.NOT_ASSESSED for rating in ratings),
        evidence=len(store.plain(Evidence.table)),
        actions=len(store.plain(Action.table)),
    )


# Reading


class _KeptShelf(Shelf):
    """Checklists from the workspace, and where it lacks one, from the backups."""

    def __init__(self, folder: Path, objects: Path) -> None:
        super().__init__(folder)
        self._objects = objects

    def path(self, digest: str) -> Path:
        """Give the file of a version."""
        own = super().path(digest)
        return own if is_content(own, digest) else self._objects / digest


def _replayed(there: BackupFolder, backup: Backup) -> tuple[Store, str]:
    """Give the records and the hash of the last commit, from the backup's checkpoint as far as that goes.

    Raises:
        Damage: the backup is damaged.
    """
    commits: list[Entry] = []
    segment: Segment | None = None
    marks = []
    for file in backup.journal:
        segment = Segment.after(segment, Path(file.path))
        entries, _ = segments.read_lines(there.content(file), segment, last=False)
        commits += [entry for entry in entries if isinstance(entry.head, CommitHead)]
        marks += segment.marks
    store, sequence = Store(), 0
    checkpoint = backup.file(CHECKPOINT)
    for mark in marks:
        if checkpoint and (mark.sha256, mark.format) == (checkpoint.sha256, upgrades.RECORD_FORMAT):
            store, sequence = Store.from_bytes(there.content(checkpoint)), mark.sequence
            break
    for entry in commits[sequence:]:
        for change in decode_commit(entry).changes:
            store.apply(change)
    return store, segment.commit_hash if segment else FIRST_HASH


def _fill_in(store: Store, backup: Backup, folder: Folder) -> None:
    """Put what records held next, as the workspace's own journal says, in place of what was purged of them.

    Raises:
        Damage: the journal is not what was written.
        DiskFault: it cannot be read.
    """
    waiting = store.purged()
    journal = Journal(folder.journal) if waiting else None
    if journal is None or not journal.holds(backup.head):
        return
    for entry in journal.entries_after(backup.sequence):
        for change in decode_commit(entry).changes:
            if (change.table, change.record) in waiting and PURGED not in (change.after or {}):
                store.apply(change)
                waiting.remove((change.table, change.record))
