"""A folder of backups on the disk: one manifest each, and below them the contents, stored once by their SHA-256.

A content is on the disk before a manifest names it, and goes only after the last manifest that named it, so that
whatever manifest can be read has its files. Contents are copies, never links: a flipped bit must not hit both.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec
from filelock import FileLock, Timeout

from readiness import places
from readiness.errors import Damage, DiskFault, Problem, UnknownName
from readiness.model.history import Author
from readiness.texts import tr
from readiness.workspace.lines import without_bodies

FORMAT = 1
CHECKPOINT = "workspace.json"
_LAST = 10
_DAYS = 14
_WEEKS = 12
_PATIENCE_SECONDS = 60.0
_MANIFESTS = "[0-9]*Z-[0-9]*.json"


class KeptFile(msgspec.Struct, frozen=True):
    """One file of a backup: where it lay in the workspace, its length in bytes, the SHA-256 of its content."""

    path: str
    size: int
    sha256: str


class Holdings(msgspec.Struct, frozen=True):
    """What a backup holds, as counts that a list shows: answers rated, pieces of evidence, actions."""

    rated: int
    evidence: int
    actions: int


class Backup(msgspec.Struct, frozen=True, kw_only=True):
    """One backup: the state after commit `sequence`, whose hash is `head`, as of `time` (UTC)."""

    time: dt.datetime
    sequence: int
    head: str
    workspace: str
    author: Author
    holds: Holdings
    files: tuple[KeptFile, ...]
    format: int = FORMAT

    @property
    def name(self) -> str:
        """Give the name by which it is asked for: '20261126T013700Z-000123'."""
        return f"{self.time.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}-{self.sequence:06d}"

    @property
    def journal(self) -> tuple[KeptFile, ...]:
        """List the segments of the journal in order."""
        return tuple(sorted((file for file in self.files if is_segment(file)), key=lambda file: file.path))

    def file(self, path: str) -> KeptFile | None:
        """Find a file by where it lay in the workspace; None where the backup lacks it."""
        return next((file for file in self.files if file.path == path), None)


class _Sealed(msgspec.Struct, frozen=True):
    """A manifest as it is written: every byte of it is vouched for."""

    sha256: str
    backup: msgspec.Raw


def is_segment(file: KeptFile) -> bool:
    """Tell whether a file is a segment of the journal."""
    return file.path.startswith("journal/")


def kept(times: Sequence[dt.datetime], now: dt.datetime) -> frozenset[int]:
    """Say which of the backups made at these times (newest first) are kept, by position.

    The last 10; the newest of each of the last 14 days; the newest of each of the last 12 weeks (UTC, from Monday).
    """
    keep = set(range(min(_LAST, len(times))))
    days: set[dt.date] = set()
    weeks: set[dt.date] = set()
    today = now.astimezone(dt.UTC).date()
    for position, time in enumerate(times):
        day = time.astimezone(dt.UTC).date()
        week = _monday(day)
        if day not in days and (today - day).days < _DAYS:
            keep.add(position)
        if week not in weeks and (_monday(today) - week).days < _WEEKS * 7:
            keep.add(position)
        days.add(day)
        weeks.add(week)
    return frozenset(keep)


def _monday(day: dt.date) -> dt.date:
    return day - dt.timedelta(days=day.weekday())


def is_content(path: Path, sha256: str) -> bool:
    """Tell whether a file can be read and has this content."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest() == sha256
    except OSError:
        return False


def _encoded(backup: Backup) -> bytes:
    content = msgspec.json.encode(backup)
    return b'{"sha256":"%s","backup":%s}\n' % (hashlib.sha256(content).hexdigest().encode(), content)


def _decoded(content: bytes, name: str) -> Backup | None:
    try:
        sealed = msgspec.json.decode(content, type=_Sealed)
        backup = msgspec.json.decode(sealed.backup, type=Backup)
    except (ValueError, msgspec.DecodeError):
        return None
    sound = backup.format == FORMAT and backup.name == name and content == _encoded(backup)
    return backup if sound else None


class BackupFolder:
    """Manifests and contents in one folder: in the workspace, or at the second place."""

    def __init__(self, path: Path) -> None:
        """Name the folder; it is made by the first writing."""
        self.path = path
        self.objects = path / "objects"

    @contextlib.contextmanager
    def locked(self, patience: float = _PATIENCE_SECONDS) -> Iterator[None]:
        """Keep other processes from adding or rotating meanwhile; waits up to `patience` seconds for them.

        Raises:
            DiskFault: another process does not end, or the folder cannot be written.
        """
        lock = FileLock(self.path / "lock", thread_local=False)
        try:
            self.objects.mkdir(parents=True, exist_ok=True)
            lock.acquire(timeout=patience)
        except Timeout:
            raise DiskFault(
                tr("Another program is at work on the backups in '{path}'.", path=self.path),
                tr("Wait until it is done and try again."),
            ) from None
        except (OSError, NotImplementedError) as error:
            fault = error if isinstance(error, OSError) else OSError(str(error))
            raise places.disk_fault(fault, self.path) from error
        try:
            yield
        finally:
            lock.release()

    # Reading

    def manifests(self) -> list[Path]:
        """List the manifests, readable or not."""
        return sorted(self.path.glob(_MANIFESTS))

    def read(self, manifest: Path) -> Backup | None:
        """Read a manifest; None where it is not what was written."""
        try:
            return _decoded(manifest.read_bytes(), manifest.stem)
        except OSError:
            return None

    def all(self) -> tuple[Backup, ...]:
        """List the backups, newest first: by sequence, since clocks can be wrong. Unreadable ones are left aside."""
        found = [backup for path in self.manifests() if (backup := self.read(path)) is not None]
        return tuple(sorted(found, key=lambda backup: (backup.sequence, backup.time), reverse=True))

    def find(self, beginning: str) -> Backup:
        """Find a backup by its name or a unique beginning of it.

        Raises:
            UnknownName: none is called that, or several are.
        """
        found = [backup for backup in self.all() if backup.name.startswith(beginning.removesuffix(".json"))]
        if beginning and len(found) == 1:
            return found[0]
        raise UnknownName(
            tr("Several backups begin with '{name}'.", name=beginning)
            if found
            else tr("There is no backup '{name}'.", name=beginning),
            tr("List them with 'readiness backups'."),
        )

    def content(self, file: KeptFile) -> bytes:
        """Give the content of a file.

        Raises:
            Damage: it is missing, or is not what was kept.
            DiskFault: it cannot be read.
        """
        path = self.objects / file.sha256
        try:
            content = path.read_bytes()
        except FileNotFoundError:
            content = b""
        except OSError as error:
            raise places.disk_fault(error, path) from error
        if hashlib.sha256(content).hexdigest() != file.sha256:
            raise Damage(
                tr("The backup is damaged: what it keeps of {file} is missing or has changed.", file=file.path),
                tr("Choose another backup; 'readiness verify' lists what is wrong."),
            )
        return content

    def has(self, sha256: str) -> bool:
        """Tell whether a content is there and sound; reads all of it."""
        return is_content(self.objects / sha256, sha256)

    def holds(self, backup: Backup) -> bool:
        """Tell whether all files of a backup are there and sound."""
        return all(self.has(digest) for digest in {file.sha256 for file in backup.files})

    def check(self) -> list[Problem]:
        """Read all of it and list what is wrong. What another process rotates away meanwhile is not."""
        problems = []
        sound: dict[str, bool] = {}
        for manifest in self.manifests():
            backup = self.read(manifest)
            if backup is None and manifest.exists():
                problems.append(Problem(f"backups/{manifest.name}", tr("is not what was written, or cannot be read")))
            for file in backup.files if backup else ():
                if file.sha256 not in sound:
                    sound[file.sha256] = self.has(file.sha256) or not manifest.exists()
                    if not sound[file.sha256]:
                        problems.append(self._defect(manifest, file))
        return problems

    def _defect(self, manifest: Path, file: KeptFile) -> Problem:
        what = (
            tr("has changed content; it keeps {file} for the backup {name}", file=file.path, name=manifest.stem)
            if (self.objects / file.sha256).exists()
            else tr("is missing; it kept {file} for the backup {name}", file=file.path, name=manifest.stem)
        )
        return Problem(f"backups/objects/{file.sha256}", what)

    # Writing, with the lock held

    def put(self, path: str, content: bytes) -> KeptFile:
        """Keep a content durably, once; one that was damaged meanwhile is made whole.

        Raises:
            DiskFault: the disk refused.
        """
        digest = hashlib.sha256(content).hexdigest()
        if not self.has(digest):
            places.write_whole(self.objects / digest, content)
        return KeptFile(path, len(content), digest)

    def write(self, backup: Backup) -> None:
        """Write a manifest, after all its contents.

        Raises:
            DiskFault: the disk refused.
        """
        places.write_whole(self.path / f"{backup.name}.json", _encoded(backup))

    def remove(self, backup: Backup) -> None:
        """Remove a manifest; its contents go with `sweep`.

        Raises:
            DiskFault: the disk refused.
        """
        path = self.path / f"{backup.name}.json"
        try:
            path.unlink(missing_ok=True)
            places.sync_folder(self.path)
        except OSError as error:
            raise places.disk_fault(error, path) from error

    def sweep(self, *, at_all_costs: bool = False) -> None:
        """Remove the contents that no manifest names, and files left half written by a crash.

        While a manifest cannot be read nothing goes, since it may name any of them, but `at_all_costs`.

        Raises:
            DiskFault: the disk refused.
        """
        backups = self.all()
        if len(backups) < len(self.manifests()) and not at_all_costs:
            return
        named = {file.sha256 for backup in backups for file in backup.files}
        try:
            for path in (*self.objects.iterdir(), *self.path.glob("*.new")):
                if path.name not in named and path.is_file():
                    path.unlink()
            places.sync_folder(self.objects)
        except OSError as error:
            raise places.disk_fault(error, self.objects) from error

    def rotate(self, now: dt.datetime) -> None:
        """Remove the backups that are not kept any longer, then the contents that none of the others needs.

        Raises:
            DiskFault: the disk refused.
        """
        backups = self.all()
        keep = kept([backup.time for backup in backups], now)
        for position, backup in enumerate(backups):
            if position not in keep:
                self.remove(backup)
        self.sweep()

    def take_out(self, bodies: frozenset[str]) -> None:
        """Rewrite the journals that hold bodies of these digests, without them.

        Repeating it finishes what was cut short. workspace.json goes from every backup, since the journal has all
        that it says. Damaged contents go whole: what they hold cannot be told.

        Raises:
            DiskFault: the disk refused; the rest still holds the bodies.
        """
        done: dict[str, KeptFile] = {}
        for backup in self.all():
            files = tuple(self._without(file, bodies, done) for file in backup.files if file.path != CHECKPOINT)
            if files != backup.files:
                self.write(msgspec.structs.replace(backup, files=files))
        self.sweep(at_all_costs=True)

    def _without(self, file: KeptFile, bodies: frozenset[str], done: dict[str, KeptFile]) -> KeptFile:
        if not is_segment(file):
            return file
        if file.sha256 not in done:
            done[file.sha256] = file
            try:
                content = self.content(file)
            except Damage:
                with contextlib.suppress(OSError):
                    (self.objects / file.sha256).unlink()
                return file
            if any(digest.encode() in content for digest in bodies):
                lines = [without_bodies(line, bodies) for line in content.splitlines(keepends=True)]
                done[file.sha256] = self.put(file.path, b"".join(lines))
        return done[file.sha256]
