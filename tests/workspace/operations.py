"""What a recorded disk did, and how it can refuse."""

from __future__ import annotations

import errno
import io
import sys
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from types import FrameType
from typing import Any

PRODUCT = str(Path(__file__).parent.parent.parent / "readiness")


@dataclass(frozen=True)
class Written:
    """Bytes went into a file."""

    file: int
    offset: int
    data: bytes


@dataclass(frozen=True)
class Truncated:
    """A file got another size."""

    file: int
    size: int


@dataclass(frozen=True)
class Named:
    """A folder got an entry: a new file, a new folder or a hard link."""

    folder: int
    name: str
    what: int
    is_folder: bool = False


@dataclass(frozen=True)
class Unnamed:
    """A folder lost an entry."""

    folder: int
    name: str


@dataclass(frozen=True)
class Renamed:
    """An entry moved, over another one where there was one."""

    folder: int
    name: str
    to_folder: int
    to_name: str


@dataclass(frozen=True)
class Synced:
    """A file or a folder was synced; `site` is where the product asked for it, innermost call first."""

    what: int
    site: tuple[str, ...]


Operation = Written | Truncated | Named | Unnamed | Renamed | Synced


class Fault(StrEnum):
    """How a disk can refuse."""

    FULL = "disk full"
    READ_ONLY = "read-only"
    SYNC = "sync fails"
    SHORT = "short write"
    TORN = "half written and not cut back"
    HELD = "file held by another program"


class Ask(StrEnum):
    """What the program asks of the disk."""

    WRITE = "write"
    TRUNCATE = "truncate"
    CREATE = "create"
    RENAME = "rename"
    UNLINK = "unlink"
    SYNC = "sync"


REFUSED = {
    Fault.FULL: {Ask.WRITE, Ask.CREATE},
    Fault.READ_ONLY: set(Ask) - {Ask.SYNC},
    Fault.SYNC: {Ask.SYNC},
    Fault.SHORT: {Ask.WRITE},
    Fault.TORN: {Ask.WRITE, Ask.TRUNCATE},
    Fault.HELD: {Ask.RENAME},
}
ERRORS = {
    Fault.FULL: errno.ENOSPC,
    Fault.READ_ONLY: errno.EROFS,
    Fault.SYNC: errno.EIO,
    Fault.SHORT: errno.ENOSPC,
    Fault.TORN: errno.EIO,
    Fault.HELD: errno.EACCES,
}
LASTING = {Fault.FULL, Fault.READ_ONLY}


def calling_site() -> tuple[str, ...]:
    """List the product's calls that lead to the caller's caller, innermost first, as file:function:line."""
    found = []
    frame: FrameType | None = sys._getframe(2)
    while frame is not None:
        code = frame.f_code
        if code.co_filename.startswith(PRODUCT):
            found.append(f"{Path(code.co_filename).name}:{code.co_name}:{frame.f_lineno}")
        frame = frame.f_back
    return tuple(found)


def dressed(
    raw: io.FileIO, mode: str, buffering: int, encoding: str | None, errors: str | None, newline: str | None
) -> Any:
    """Lay the buffers over a raw file that `open` would."""
    if buffering == 0:
        return raw
    size = buffering if buffering > 1 else io.DEFAULT_BUFFER_SIZE
    kind: Any = io.BufferedReader
    if "+" in mode:
        kind = io.BufferedRandom
    elif "r" not in mode:
        kind = io.BufferedWriter
    buffered = kind(raw, size)
    if "b" in mode:
        return buffered
    text = io.TextIOWrapper(buffered, encoding, errors, newline, line_buffering=buffering == 1)
    text.mode = mode  # type: ignore[misc]
    return text
