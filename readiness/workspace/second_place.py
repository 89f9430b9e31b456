"""A copy of the backups and of all attached files at a second place: a drive or a share of the user's choice.

`PLACE/NAME.readiness-backups/` is laid out like backups/ in the workspace, with evidence/ beside the manifests. It
keeps and rotates what it has by itself, so that a workspace that lost its backups takes none away there; a purge
reaches it with the next copy. 'readiness recover' makes a workspace of it.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import re
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import msgspec

from readiness import places
from readiness.errors import DiskFault, Problem, UsageError
from readiness.model.history import CommitKind
from readiness.texts import tr
from readiness.workspace.backup_folder import Backup, BackupFolder
from readiness.workspace.folder import Folder
from readiness.workspace.journal import Journal

SUFFIX = "-backups"
_MARKER = "backups-of"
_CHUNK = 1024 * 1024
_NAMED = re.compile(rb'"sha256":"([0-9a-f]{64})"')


@dataclass(frozen=True)
class Copied:
    """What was copied this time: attached files and their bytes; `problems` names those that could not be."""

    folder: Path
    backups: int
    files: int
    bytes: int
    problems: tuple[Problem, ...]


class _Marker(msgspec.Struct, frozen=True):
    """Whose backups these are, and which purged bodies were taken out of them already."""

    workspace: str
    purged: frozenset[str] = frozenset()


def folder_at(place: Path, workspace: Path) -> Path:
    """Give the folder at a second place that holds the copy of a workspace's backups."""
    return place / (workspace.name + SUFFIX)


def folders_of(workspace: str, place: Path) -> list[Path]:
    """List the folders at a place that hold backups of a workspace, by its id: its name may have been another."""
    found = []
    for marker in place.glob(f"*{SUFFIX}/{_MARKER}"):
        with contextlib.suppress(OSError, ValueError, msgspec.DecodeError):
            if msgspec.json.decode(marker.read_bytes(), type=_Marker).workspace == workspace:
                found.append(marker.parent)
    return sorted(found)


def copy_out(folder: Folder, own: BackupFolder, place: Path, now: dt.datetime) -> Copied:
    """Bring the copy at a place up to date: contents first, then the manifests that name them.

    Raises:
        UsageError: the place lies in the workspace, or holds another workspace's backups.
        DiskFault: the place is not there, has no room, or refuses; what it held is whole.
        Damage: the workspace's journal is not what was written.
    """
    place = place.expanduser().absolute()
    if place.resolve().is_relative_to(folder.path.resolve()):
        raise UsageError(
            tr("'{place}' lies in the workspace itself.", place=place), tr("Choose another drive, or a share.")
        )
    if not place.is_dir():
        raise DiskFault(
            tr("The second place for backups, '{place}', is not there.", place=place),
            tr("Connect the drive or share, or choose another place."),
        )
    workspace = folder.check_type().workspace
    there = BackupFolder(folder_at(place, folder.path))
    with there.locked():
        places.make_private(there.path)
        marker = _claimed(there.path, workspace)
        _take_out_purged(there, marker, Journal(folder.journal))
        return _brought_up_to_date(folder, own, there, now)


def _brought_up_to_date(folder: Folder, own: BackupFolder, there: BackupFolder, now: dt.datetime) -> Copied:
    have = {backup.name for backup in there.all()}
    backups = [backup for backup in reversed(own.all()) if backup.name not in have]
    wanted = _named_in(own, own.all()[:1])
    evidence = there.path / "evidence"
    missing = [path for path in _attached(folder) if path.name in wanted and not _is_there(evidence, path)]
    _need_room(there.path, missing)
    copied, problems = _copy_evidence(missing, evidence)
    done = sum(_copy_backup(backup, own, there) for backup in backups)
    there.rotate(now)
    return Copied(there.path, done, len(copied), sum(path.stat().st_size for path in copied), tuple(problems))


# Whose it is


def _claimed(path: Path, workspace: str) -> _Marker:
    """Read whose backups these are; a folder without a marker becomes ours.

    Raises:
        UsageError: they are another workspace's.
    """
    try:
        marker = msgspec.json.decode((path / _MARKER).read_bytes(), type=_Marker)
    except (OSError, ValueError, msgspec.DecodeError):
        marker = _Marker(workspace)
        _mark(path, marker)
        _make_known(path)
    if marker.workspace != workspace:
        raise UsageError(
            tr("'{path}' holds the backups of another workspace.", path=path), tr("Choose another folder there.")
        )
    return marker


def _mark(path: Path, marker: _Marker) -> None:
    places.write_whole(path / _MARKER, msgspec.json.encode(marker))


def _make_known(path: Path) -> None:
    """Bring the name of a new folder to the disk."""
    try:
        places.sync_folder(path.parent)
    except OSError as error:
        raise places.disk_fault(error, path) from error


# Purges


def _take_out_purged(there: BackupFolder, marker: _Marker, journal: Journal) -> None:
    """Take out what was purged since the last copy, before anything newer, which may hold the same again, is added."""
    purges = [number for number, (kind, _) in enumerate(journal.outline(), start=1) if kind is CommitKind.PURGE]
    purged = frozenset(digest for number in purges for digest in journal.commit(number).purged)
    if purged <= marker.purged:
        return
    there.take_out(purged - marker.purged)
    _drop_unnamed_evidence(there)
    _mark(there.path, _Marker(marker.workspace, purged | marker.purged))


def _drop_unnamed_evidence(there: BackupFolder) -> None:
    """Remove attached files that no journal there names any longer; while a backup is unreadable, none."""
    backups = there.all()
    evidence = there.path / "evidence"
    if len(backups) < len(there.manifests()) or not evidence.is_dir():
        return
    named = _named_in(there, backups)
    try:
        for path in evidence.iterdir():
            if path.name not in named:
                path.unlink()
        places.sync_folder(evidence)
    except OSError as error:
        raise places.disk_fault(error, evidence) from error


def _named_in(there: BackupFolder, backups: Iterable[Backup]) -> set[str]:
    """List every SHA-256 that the journals of some backups name, those of attached files among them."""
    found: set[str] = set()
    for digest in {file.sha256: file for backup in backups for file in backup.journal}.values():
        found.update(match.decode() for match in _NAMED.findall(there.content(digest)))
    return found


# Copying


def _attached(folder: Folder) -> list[Path]:
    try:
        return sorted(path for path in folder.evidence.iterdir() if path.is_file())
    except OSError as error:
        raise places.disk_fault(error, folder.evidence) from error


def _is_there(evidence: Path, source: Path) -> bool:
    """Compare by size only: a copy got its name after its content was read back into its hash."""
    try:
        return (evidence / source.name).stat().st_size == source.stat().st_size
    except OSError:
        return False


def _need_room(place: Path, missing: list[Path]) -> None:
    """Refuse at once what would only fill the place up; where the room is not known, go on.

    Raises:
        DiskFault: it has no room.
    """
    needed = sum(path.stat().st_size for path in missing)
    try:
        free = shutil.disk_usage(place).free
    except OSError:
        return
    if free < needed:
        raise DiskFault(
            tr(
                "'{place}' has no room for the attached files: {needed} MB are needed, {free} MB are free.",
                place=place,
                needed=needed // 1_000_000 + 1,
                free=free // 1_000_000,
            ),
            tr("Make room there, or choose another place."),
        )


def _copy_evidence(missing: list[Path], evidence: Path) -> tuple[list[Path], list[Problem]]:
    copied, problems = [], []
    try:
        evidence.mkdir(exist_ok=True)
        places.sync_folder(evidence.parent)
    except OSError as error:
        raise places.disk_fault(error, evidence) from error
    for source in missing:
        if copy_checked(source, evidence / source.name):
            copied.append(source)
        else:
            problems.append(Problem(f"evidence/{source.name}", tr("has changed content; it was not copied")))
    return copied, problems


def copy_checked(source: Path, target: Path) -> bool:
    """Copy a file whose name is the SHA-256 of its content, durably; False, and nothing left, where it is not.

    Raises:
        DiskFault: the disk refused.
    """
    beside = target.with_name(target.name + ".new")
    digest = hashlib.sha256()
    try:
        with source.open("rb") as reader, beside.open("wb") as writer:
            while chunk := reader.read(_CHUNK):
                digest.update(chunk)
                writer.write(chunk)
            places.sync_file(writer)
        if digest.hexdigest() == source.name:
            places.rename_over(beside, target)
            return True
    except OSError as error:
        raise places.disk_fault(error, target) from error
    finally:
        with contextlib.suppress(OSError):
            beside.unlink(missing_ok=True)
    return False


def _copy_backup(backup: Backup, own: BackupFolder, there: BackupFolder) -> bool:
    """Copy one backup; False where it was rotated away meanwhile or is damaged, which `verify` says."""
    if not own.holds(backup):
        return False
    for file in backup.files:
        if not there.has(file.sha256):
            there.put(file.path, own.content(file))
    there.write(backup)
    return True
