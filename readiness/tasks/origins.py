"""Where evidence came from: is the original still there, and still what was attached? Web links are never fetched."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path, PureWindowsPath
from urllib.parse import unquote, urlsplit

from readiness import places
from readiness.model.records import Attachment, Evidence

_CHUNK = 1024 * 1024

Digests = dict[tuple[Path, int, int], str]
"""SHA-256 of files read already, by path, size in bytes and time of change in nanoseconds."""


class Standing(Enum):
    """What became of the file that evidence came from, or leads to."""

    UNKNOWN = auto()
    """It came from no known place, leads nowhere on this computer, or its place cannot be read now."""
    SAME = auto()
    CHANGED = auto()
    GONE = auto()
    LINK_FOUND = auto()
    LINK_MISSING = auto()


@dataclass(frozen=True)
class Origin:
    """Where a piece of evidence came from, or leads to, and how that stands; `path` is None where it is unknown."""

    standing: Standing
    path: Path | None = None


def origin_text(source: Path) -> str:
    """Give the path of a file as evidence keeps it; '' where it has bytes that are no text."""
    text = str(source.absolute())
    return text if text.encode("utf-8", "replace").decode("utf-8") == text else ""


def look(evidence: Evidence, digests: Digests, goes_on: Callable[[], bool] = lambda: True) -> Origin:
    """Look where evidence came from. The content is read only where size or time of change differ.

    This may take long (a large file, a drive that does not answer): keep it away from the window's thread.
    `goes_on` stops the reading by giving False; what was read is remembered in `digests`.
    """
    if evidence.file is not None and evidence.origin:
        path = Path(evidence.origin)
        return Origin(_standing(path, evidence.file, digests, goes_on), path)
    linked = local_file(evidence.link) if evidence.file is None else None
    if linked is None:
        return Origin(Standing.UNKNOWN)
    return Origin(Standing.LINK_FOUND if is_there(linked) else Standing.LINK_MISSING, linked)


def is_there(path: Path) -> bool:
    """Tell whether something is there; what may not be looked at counts as there."""
    try:
        path.stat()
    except (FileNotFoundError, NotADirectoryError, ValueError):
        return False
    except OSError:
        return True
    return True


def _standing(path: Path, file: Attachment, digests: Digests, goes_on: Callable[[], bool]) -> Standing:
    try:
        known = path.stat()
        if not stat.S_ISREG(known.st_mode):
            return Standing.GONE
        if known.st_size != file.size:
            return Standing.CHANGED
        if file.modified is not None and places.changed_at(known) == file.modified:
            return Standing.SAME
        digest = _digest(path, known, digests, goes_on)
    except (FileNotFoundError, NotADirectoryError, ValueError):
        return Standing.GONE
    except OSError:
        return Standing.UNKNOWN
    if not digest:
        return Standing.UNKNOWN
    return Standing.SAME if digest == file.sha256 else Standing.CHANGED


def _digest(path: Path, known: os.stat_result, digests: Digests, goes_on: Callable[[], bool]) -> str:
    """Give the SHA-256 of a file's content; '' where the reading was stopped."""
    key = (path, known.st_size, known.st_mtime_ns)
    if key not in digests:
        digest = hashlib.sha256()
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                if not goes_on():
                    return ""
                digest.update(chunk)
        digests[key] = digest.hexdigest()
    return digests[key]


def local_file(link: str) -> Path | None:
    """Give the file on this computer that a link leads to; None for anything else.

    Names of other computers (//server/share) count as elsewhere: to look would be to call at a place that somebody
    else may have written into the link.
    """
    link = link.strip()
    if link.casefold().startswith("file:"):
        return _of_address(link)
    if link[:2] in ("//", "\\\\"):
        return None
    return Path(link) if link.startswith("/") or PureWindowsPath(link).is_absolute() else None


def _of_address(link: str) -> Path | None:
    try:
        parts = urlsplit(link)
    except ValueError:
        return None
    path = unquote(parts.path)
    if parts.netloc.casefold() not in ("", "localhost") or path.startswith("//"):
        return None
    if PureWindowsPath(path[1:]).drive:
        path = path[1:]
    return Path(path) if path else None
