"""Attached files, kept by the SHA-256 of their content; a name is a label and never becomes a path."""

from __future__ import annotations

import contextlib
import hashlib
import os
import secrets
import stat
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from readiness import places
from readiness.errors import Cancelled, Damage, Problem
from readiness.model.records import Attachment
from readiness.texts import tr

_CHUNK = 1024 * 1024
_FORBIDDEN = set('<>:"/\\|?*')
_LONGEST_NAME = 80


def stage(folder: Path, source: Path, progress: Callable[[int, int], bool] | None = None) -> Attachment:
    """Copy a file into the evidence folder and make it durable, before a commit names it.

    `progress` gets the bytes done and in all, and stops the copy by returning False.

    Raises:
        DiskFault: the source cannot be read, or the folder cannot be written.
        Cancelled: `progress` said stop. In both cases nothing is left behind.
    """
    temporary = folder / f"incoming-{secrets.token_hex(8)}"
    try:
        with source.open("rb") as reader, temporary.open("wb") as writer:
            digest, size = _copy(reader, writer, source.stat().st_size, progress)
            places.sync_file(writer)
        target = folder / digest
        if target.exists():
            temporary.unlink()
        else:
            places.rename_over(temporary, target)
    except OSError as error:
        raise places.disk_fault(error, source) from error
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)
    return Attachment(name=source.name, sha256=digest, size=size)


def _copy(
    reader: BinaryIO, writer: BinaryIO, total: int, progress: Callable[[int, int], bool] | None
) -> tuple[str, int]:
    digest = hashlib.sha256()
    size = 0
    while chunk := reader.read(_CHUNK):
        writer.write(chunk)
        digest.update(chunk)
        size += len(chunk)
        if progress is not None and not progress(size, max(size, total)):
            raise Cancelled(tr("Attaching was stopped; nothing was kept."))
    return digest.hexdigest(), size


def view_copy(folder: Path, opened: Path, attachment: Attachment) -> Path:
    """Make a read-only copy under the attachment's own name, for opening in another program.

    Raises:
        Damage: the stored file is missing.
        DiskFault: the copy cannot be written.
    """
    stored = folder / attachment.sha256
    if not stored.exists():
        raise Damage(
            tr("The attached file '{name}' is missing from the workspace.", name=attachment.name),
            tr("Restore it from a backup of the folder, or attach it again."),
        )
    place = opened / attachment.sha256[:12]
    target = place / safe_name(attachment.name)
    try:
        place.mkdir(parents=True, exist_ok=True)
        if target.exists():
            target.chmod(stat.S_IRUSR | stat.S_IWUSR)
        with stored.open("rb") as reader, target.open("wb") as writer:
            _copy(reader, writer, attachment.size, None)
        target.chmod(stat.S_IRUSR)
    except OSError as error:
        raise places.disk_fault(error, target) from error
    return target


def empty(opened: Path) -> None:
    """Remove the copies made for viewing; one that another program still holds stays."""
    for path in sorted(opened.rglob("*"), reverse=True):
        with contextlib.suppress(OSError):
            if path.is_dir():
                path.rmdir()
            else:
                path.chmod(stat.S_IRUSR | stat.S_IWUSR)
                path.unlink()


def safe_name(name: str) -> str:
    """Turn a label into a file name that every system takes, keeping its ending."""
    plain = "".join("_" if char in _FORBIDDEN or ord(char) < 32 else char for char in name).strip(" .")
    stem, ending = os.path.splitext(plain)  # noqa: PTH122 - a label, not a path
    if stem.upper() in {"", "CON", "PRN", "AUX", "NUL"} or stem.upper()[:3] in {"COM", "LPT"}:
        stem = f"_{stem}"
    return stem[:_LONGEST_NAME] + ending[:16]


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
