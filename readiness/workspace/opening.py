"""Making a workspace folder, and opening one for writing: the lock first, then what a crash left to be done."""

from __future__ import annotations

import contextlib
import datetime as dt
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

from readiness.model.record import new_id
from readiness.texts import tr
from readiness.workspace import attachments, purging
from readiness.workspace.folder import Folder, Lock, named
from readiness.workspace.journal import Journal
from readiness.workspace.reading import Reading

Clock = Callable[[], dt.datetime]


def utc_now() -> dt.datetime:
    """Give the time now, in UTC."""
    return dt.datetime.now(dt.UTC)


def make(path: Path) -> Folder:
    """Make a new workspace folder with an empty journal.

    Raises:
        WorkspaceExists: something lies at the path.
        UsageError: the path has no name.
        DiskFault: the disk refused; nothing is left.
    """
    folder = named(path)
    folder.need_free()
    identity = new_id()
    with gone_if_refused(folder):
        folder.create(identity)
        journal = Journal(folder.journal)
        try:
            journal.begin(identity, new_id())
        finally:
            journal.close()
    return folder


@contextlib.contextmanager
def gone_if_refused(folder: Folder) -> Iterator[None]:
    """Remove a folder that was being made where making it is refused."""
    try:
        yield
    except BaseException:
        shutil.rmtree(folder.path, ignore_errors=True)
        raise


@contextlib.contextmanager
def let_go_if_refused(found: Reading, lock: Lock) -> Iterator[None]:
    """Give journal and lock back where what they were taken for is refused."""
    try:
        yield
    except BaseException:
        found.journal.close()
        lock.release()
        raise


def for_writing(folder: Folder, holder: str, now: dt.datetime) -> tuple[Reading, Lock]:
    """Take the lock, read everything, set a torn tail aside, finish a purge that was cut short.

    Raises:
        WorkspaceLocked: another process has it open for writing.
        Damage: the journal is not what was written.
        DiskFault: the disk refused. In all cases the lock is given back.
    """
    lock = Lock(folder)
    lock.take(holder, now)
    try:
        found = Reading.of(folder)
        _tidy(folder, found)
    except BaseException:
        lock.release()
        raise
    return found, lock


def _tidy(folder: Folder, found: Reading) -> None:
    """Do what the last writer may have left undone, and get the journal ready."""
    try:
        moved = found.journal.open_for_writing()
        if moved:
            found.add_notice(
                tr(
                    "The last line of the journal was incomplete, as after a power cut. "
                    "It was moved to journal/{file}; all saved changes are there.",
                    file=moved,
                )
            )
        if finished := purging.finish(folder, found.journal):
            found.add_notice(finished)
        attachments.empty(folder.opened)
        attachments.sweep(folder.evidence)
    except BaseException:
        found.journal.close()
        raise
