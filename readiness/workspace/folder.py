"""The folder of a workspace: its layout, its type file and its lock."""

from __future__ import annotations

import contextlib
import datetime as dt
import platform
from pathlib import Path

import msgspec
from filelock import FileLock, Timeout

from readiness import places
from readiness.errors import (
    Damage,
    UsageError,
    WorkspaceExists,
    WorkspaceLocked,
    WorkspaceMissing,
    WorkspaceTooNew,
)
from readiness.texts import tr

SUFFIX = ".readiness"
FORMAT = 1
_PARTS = ("journal", "checklists", "evidence", "drafts", "open", "backups")


class TypeFile(msgspec.Struct, frozen=True):
    """What open.readiness says: what the folder is, in which format, and which workspace."""

    type: str
    format: int
    workspace: str


class _Holder(msgspec.Struct, frozen=True):
    name: str
    since: dt.datetime
    computer: str


class Folder(msgspec.Struct, frozen=True):
    """Paths inside one workspace folder."""

    path: Path

    @property
    def type_file(self) -> Path:
        """Give the small file that marks the folder as a workspace."""
        return self.path / "open.readiness"

    @property
    def checkpoint(self) -> Path:
        """Give TinyDB's file."""
        return self.path / "workspace.json"

    @property
    def journal(self) -> Path:
        """Give the folder of journal segments."""
        return self.path / "journal"

    @property
    def purge_note(self) -> Path:
        """Give the note of what a purge is to take out, there only until it is done."""
        return self.path / "journal" / "purging"

    @property
    def backups(self) -> Path:
        """Give the folder of backups."""
        return self.path / "backups"

    @property
    def checklists(self) -> Path:
        """Give the folder of checklist versions in use."""
        return self.path / "checklists"

    @property
    def evidence(self) -> Path:
        """Give the folder of attached files."""
        return self.path / "evidence"

    @property
    def drafts(self) -> Path:
        """Give the folder of unsaved typing."""
        return self.path / "drafts"

    @property
    def opened(self) -> Path:
        """Give the folder of read-only copies made for viewing."""
        return self.path / "open"

    def need_free(self) -> None:
        """Make sure that nothing lies at the path, or an empty folder.

        Raises:
            WorkspaceExists: something does.
            DiskFault: the disk refused.
        """
        try:
            taken = self.path.exists() and (not self.path.is_dir() or any(self.path.iterdir()))
        except OSError as error:
            raise places.disk_fault(error, self.path) from error
        if taken:
            raise WorkspaceExists(
                tr("'{path}' exists already and is not empty.", path=self.path),
                tr("Choose another name, or open it."),
            )

    def create(self, workspace: str) -> None:
        """Make the folder and its parts.

        Raises:
            DiskFault: the disk refused.
        """
        try:
            places.make_folder(self.path)
            places.make_private(self.path)
            for part in _PARTS:
                (self.path / part).mkdir()
            content = TypeFile(type="readiness workspace", format=FORMAT, workspace=workspace)
            places.write_whole(self.type_file, msgspec.json.encode(content))
        except OSError as error:
            raise places.disk_fault(error, self.path) from error

    def check_type(self) -> TypeFile:
        """Read the type file.

        Raises:
            WorkspaceMissing: no workspace lies here.
            WorkspaceTooNew: a newer version of the program wrote it.
            Damage: the type file cannot be read.
        """
        try:
            content = self.type_file.read_bytes()
        except (FileNotFoundError, NotADirectoryError):
            raise WorkspaceMissing(
                tr("There is no workspace in '{path}'.", path=self.path),
                tr("Make one with 'readiness new', or open a folder whose name ends in .readiness."),
            ) from None
        except OSError as error:
            raise places.disk_fault(error, self.type_file) from error
        try:
            found = msgspec.json.decode(content, type=TypeFile)
        except (ValueError, msgspec.DecodeError):
            raise Damage(
                tr("'{path}' is not what this program wrote.", path=self.type_file),
                tr("Restore it from a backup of the folder."),
            ) from None
        if found.format > FORMAT:
            raise WorkspaceTooNew(
                tr(
                    "'{path}' has format {theirs}; this version of the program knows formats up to {ours}.",
                    path=self.path,
                    theirs=found.format,
                    ours=FORMAT,
                ),
                tr("Open it with the newer version. Nothing was changed."),
            )
        return found


def resolve(path: Path) -> Folder:
    """Find the workspace meant by a path: the folder, its type file, or its name without '.readiness'."""
    path = path.expanduser()
    if path.name == "open.readiness" and path.is_file():
        path = path.parent
    if not path.exists() and path.suffix != SUFFIX:
        with_suffix = path.with_name(path.name + SUFFIX)
        if with_suffix.exists():
            path = with_suffix
    return Folder(path.absolute())


def named(path: Path) -> Folder:
    """Give the folder that a new workspace gets: the name asked for, with '.readiness' at its end.

    Raises:
        UsageError: the name is empty.
    """
    path = path.expanduser()
    if not path.name:
        raise UsageError(tr("The new workspace needs a name."), tr("Write the path of a folder to be made."))
    return Folder((path if path.suffix == SUFFIX else path.with_name(path.name + SUFFIX)).absolute())


class Lock:
    """The right to write, held by one process; the system gives it back when the process ends."""

    def __init__(self, folder: Folder) -> None:
        """Name the lock; it is taken by `take`."""
        self._lock = FileLock(folder.path / "lock", thread_local=False)
        self._holder = folder.path / "lock.holder"

    def take(self, name: str, now: dt.datetime) -> None:
        """Take the right to write.

        Raises:
            WorkspaceLocked: another process holds it; the sentence says who and since when.
            DiskFault: the folder cannot be written.
        """
        try:
            self._lock.acquire(timeout=0)
        except Timeout:
            raise self._locked() from None
        except OSError as error:
            raise places.disk_fault(error, self._holder.parent) from error
        with contextlib.suppress(OSError):
            self._holder.write_bytes(msgspec.json.encode(_Holder(name=name, since=now, computer=platform.node())))

    def _locked(self) -> WorkspaceLocked:
        next_step = tr("Close it there first. Reading (status, report, history) works meanwhile.")
        try:
            holder = msgspec.json.decode(self._holder.read_bytes(), type=_Holder)
        except (OSError, ValueError, msgspec.DecodeError):
            return WorkspaceLocked(tr("The workspace is open in another window or program."), next_step)
        return WorkspaceLocked(
            tr(
                "The workspace is open on {computer} by {name} since {since} UTC.",
                computer=holder.computer,
                name=holder.name,
                since=f"{holder.since:%Y-%m-%d %H:%M}",
            ),
            next_step,
        )

    def release(self) -> None:
        """Give the right back."""
        with contextlib.suppress(OSError):
            self._holder.unlink()
        self._lock.release()
