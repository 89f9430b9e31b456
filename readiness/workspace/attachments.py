"""Attached files, kept by the SHA-256 of their content; a name is a label and never becomes a path."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import itertools
import os
import shutil
import stat
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

from readiness import places
from readiness.errors import Cancelled, Damage, DiskFault, Problem, UsageError
from readiness.model.records import Attachment
from readiness.texts import tr

Progress = Callable[[int, int], bool]
"""Gets the bytes done and in all; False stops."""

_CHUNK = 1024 * 1024
_INCOMING = "incoming-"
_FORBIDDEN = set('<>:"/\\|?*')
_UNSHOWN = {"Cc", "Cn", "Cs", "Zl", "Zp"}
_TURNS_ROUND = set("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Signs that show a name in another order, so that 'report[sign]fdp.exe' reads 'reportexe.pdf'."""
_RESERVED = {"CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"} | {
    f"{port}{number}" for port in ("COM", "LPT") for number in "0123456789¹²³"
}
_MOST_LETTERS = 80
_MOST_BYTES = 140
"""Encrypted home folders on Linux take no longer names; every other system takes at least 255."""
_LONGEST_ENDING = 16
_MOST_BYTES_IN_FRONT = 60
"""Leaves room for the number that makes a name unique, and for some of the name itself."""


def stage(folder: Path, source: Path, progress: Progress | None = None) -> Attachment:
    """Copy a file into the evidence folder and make it durable, before a commit names it.

    `progress` gets the bytes done and in all, and stops the copy by returning False.

    Raises:
        UsageError: the source is a folder or a device.
        DiskFault: the source cannot be read, or the folder cannot be written or has no room.
        Cancelled: `progress` said stop. In all cases nothing is left behind.
    """
    temporary = folder / f"{_INCOMING}{os.urandom(8).hex()}"
    with _opened(source) as reader:
        known = os.fstat(reader.fileno())
        try:
            _need_room(folder, known.st_size, source)
            with temporary.open("wb") as writer:
                digest, size = _copy(_chunks(reader, source), writer, known.st_size, progress)
                places.sync_file(writer)
            target = folder / digest
            if check_content(folder, Attachment(name="", sha256=digest, size=size)) is not None:
                places.rename_over(temporary, target)
            else:
                # An earlier attempt may have left the name on no disk.
                places.sync_folder(folder)
        except OSError as error:
            raise _refused(error, folder, source) from error
        finally:
            with contextlib.suppress(OSError):
                temporary.unlink(missing_ok=True)
    return Attachment(name=label(source), sha256=digest, size=size, modified=places.changed_at(known))


def _opened(source: Path) -> BinaryIO:
    try:
        if not stat.S_ISREG(source.stat().st_mode):
            raise UsageError(
                tr("'{path}' is not a file.", path=source), tr("Choose a file; of a folder, attach the files in it.")
            )
        return source.open("rb")
    except OSError as error:
        raise places.disk_fault(error, source) from error


def _chunks(reader: BinaryIO, source: Path) -> Iterator[bytes]:
    try:
        while chunk := reader.read(_CHUNK):
            yield chunk
    except OSError as error:
        raise places.disk_fault(error, source) from error


def _copy(chunks: Iterator[bytes], writer: BinaryIO, total: int, progress: Progress | None) -> tuple[str, int]:
    digest = hashlib.sha256()
    size = 0
    for chunk in chunks:
        writer.write(chunk)
        digest.update(chunk)
        size += len(chunk)
        if progress is not None and not progress(size, max(size, total)):
            raise Cancelled(tr("It was stopped; nothing was kept."))
    return digest.hexdigest(), size


def _need_room(folder: Path, size: int, source: Path) -> None:
    """Refuse at once what would only fill the disk up; where the room is not known, go on."""
    try:
        free = shutil.disk_usage(folder).free
    except OSError:
        return
    if free < size:
        raise _no_room(source)


def _no_room(source: Path) -> DiskFault:
    return DiskFault(
        tr("The disk that the workspace lies on has no room for '{name}'.", name=label(source)),
        tr("Make room there and attach it again; nothing was kept of it."),
    )


def _refused(error: OSError, folder: Path, source: Path) -> DiskFault:
    full = error.errno in (errno.ENOSPC, errno.EDQUOT)
    return _no_room(source) if full else places.disk_fault(error, folder)


def sweep(folder: Path) -> None:
    """Remove copies that a crash left half made; nothing names them. Only for whoever holds the lock."""
    for path in folder.glob(f"{_INCOMING}*"):
        with contextlib.suppress(OSError):
            path.unlink()


def label(source: Path) -> str:
    """Give the name of a file as a label; bytes in it that are no text are shown as such."""
    return source.name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def view_copy(folder: Path, opened: Path, attachment: Attachment, progress: Progress | None = None) -> Path:
    """Make a read-only copy under the attachment's own name, for opening in another program.

    Raises:
        Damage: the stored file is missing, or is not what was attached.
        DiskFault: the copy cannot be written.
        Cancelled: `progress` said stop. In all cases no copy is left.
    """
    stored = _stored(folder, attachment)
    target = opened / attachment.sha256[:12] / safe_name(attachment.name)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        places.make_private(target.parent)
        if _is_in_use(target):
            return target
        _write_copy(stored, target, attachment, progress, stat.S_IRUSR)
    except OSError as error:
        raise places.disk_fault(error, target) from error
    return target


def copy_out(folder: Path, attachment: Attachment, into: Path, front: str, progress: Progress | None = None) -> Path:
    """Copy an attached file into any folder, with `front` before its name and a number where that is taken.

    Raises:
        Damage: the stored file is missing, or is not what was attached.
        DiskFault: the copy cannot be written.
        Cancelled: `progress` said stop. In all cases no copy is left, and no file that was there is touched.
    """
    stored = _stored(folder, attachment)
    try:
        target = _free(into, front, attachment.name)
        _write_copy(stored, target, attachment, progress, stat.S_IRUSR | stat.S_IWUSR)
    except OSError as error:
        raise places.disk_fault(error, into) from error
    return target


def _free(folder: Path, front: str, name: str) -> Path:
    """Find a name that no file there has, not even in other case: the folder may go to a system that minds neither."""
    taken = {_alike(path.name) for path in folder.iterdir()}
    front = front.encode("utf-8", "replace")[:_MOST_BYTES_IN_FRONT].decode("utf-8", "ignore")
    fronts = itertools.chain([front], (f"{front} ({number})" for number in itertools.count(2)))
    return next(folder / free for free in (safe_name(f"{item} {name}") for item in fronts) if _alike(free) not in taken)


def _alike(name: str) -> str:
    return unicodedata.normalize("NFC", name.casefold())


def _stored(folder: Path, attachment: Attachment) -> Path:
    stored = folder / attachment.sha256
    if not stored.exists():
        raise Damage(
            tr("The attached file '{name}' is missing from the workspace.", name=attachment.name),
            tr("Restore it from a backup of the folder, or attach it again."),
        )
    return stored


def _is_in_use(target: Path) -> bool:
    """Take the copy made before away; on Windows a program that shows it holds it, and then it serves again."""
    try:
        if not target.is_symlink() and target.exists():
            target.chmod(stat.S_IRUSR | stat.S_IWUSR)
        target.unlink(missing_ok=True)
    except PermissionError:
        with contextlib.suppress(OSError):
            target.chmod(stat.S_IRUSR)
        return target.exists()
    return False


def _write_copy(stored: Path, target: Path, attachment: Attachment, progress: Progress | None, mode: int) -> None:
    try:
        with stored.open("rb") as reader, target.open("xb") as writer:
            digest, _ = _copy(_chunks(reader, stored), writer, attachment.size, progress)
        if digest != attachment.sha256:
            raise Damage(
                tr("The attached file '{name}' is not what was attached.", name=attachment.name),
                tr("Restore it from a backup of the folder, or attach it again."),
            )
        target.chmod(mode)
    except BaseException:
        with contextlib.suppress(OSError):
            target.unlink(missing_ok=True)
        raise


def empty(opened: Path) -> None:
    """Remove the copies made for viewing; one that another program still holds stays."""
    for path in sorted(opened.rglob("*"), reverse=True):
        with contextlib.suppress(OSError):
            if path.is_dir() and not path.is_symlink():
                path.rmdir()
                continue
            if not path.is_symlink():
                path.chmod(stat.S_IRUSR | stat.S_IWUSR)
            path.unlink()


def safe_name(name: str) -> str:
    """Turn a label into a file name that every system takes, keeping its ending."""
    plain = "".join("_" if _is_unsafe(char) else char for char in name).strip(" .")
    stem, ending = os.path.splitext(plain)  # noqa: PTH122 - a label, not a path
    if len(ending) > _LONGEST_ENDING or " " in ending:
        stem, ending = plain, ""
    most = _MOST_BYTES - len(ending.encode("utf-8"))
    stem = stem[:_MOST_LETTERS].encode("utf-8")[:most].decode("utf-8", "ignore")
    stem = stem if ending else stem.rstrip(" .")
    if not stem or stem.partition(".")[0].rstrip().upper() in _RESERVED:
        stem = f"_{stem}"
    return stem + ending


def _is_unsafe(char: str) -> bool:
    return char in _FORBIDDEN or char in _TURNS_ROUND or unicodedata.category(char) in _UNSHOWN


def check_presence(folder: Path, attachment: Attachment) -> Problem | None:
    """Say what is wrong with an attached file by its existence and size; None where nothing is."""
    where = tr("attached file '{name}'", name=attachment.name)
    try:
        size = (folder / attachment.sha256).stat().st_size
    except OSError:
        return Problem(where, tr("is missing"))
    if size != attachment.size:
        return Problem(where, tr("has {size} bytes instead of {expected}", size=size, expected=attachment.size))
    return None


def check_content(folder: Path, attachment: Attachment) -> Problem | None:
    """Say what is wrong with an attached file, reading all of it; None where nothing is."""
    problem = check_presence(folder, attachment)
    if problem is not None:
        return problem
    try:
        with (folder / attachment.sha256).open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        return Problem(tr("attached file '{name}'", name=attachment.name), str(error))
    if digest != attachment.sha256:
        return Problem(tr("attached file '{name}'", name=attachment.name), tr("has changed content"))
    return None
