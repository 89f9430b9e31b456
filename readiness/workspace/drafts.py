"""Unsaved typing, kept inside the workspace until it is saved or dropped; offered again after a crash."""

from __future__ import annotations

import contextlib
import hashlib
from pathlib import Path

import msgspec

from readiness import places


class Draft(msgspec.Struct, frozen=True):
    """What was typed at one place. `key` names the place: assessment, requirement and field."""

    key: tuple[str, ...]
    text: str


class Drafts:
    """The drafts of a workspace, one small file each."""

    def __init__(self, folder: Path) -> None:
        """Keep drafts in `folder`."""
        self._folder = folder

    def save(self, draft: Draft) -> None:
        """Keep a draft durably, in place of an older one with the same key.

        Raises:
            DiskFault: the disk refused.
        """
        places.write_whole(self._path(draft.key), msgspec.json.encode(draft))

    def drop(self, key: tuple[str, ...]) -> None:
        """Forget a draft, once its text is saved or given up."""
        with contextlib.suppress(OSError):
            self._path(key).unlink()

    def all(self) -> tuple[Draft, ...]:
        """List the drafts left over; a file that cannot be read is passed over."""
        found = []
        for path in sorted(self._folder.glob("*.draft")):
            with contextlib.suppress(OSError, msgspec.DecodeError):
                found.append(msgspec.json.decode(path.read_bytes(), type=Draft))
        return tuple(found)

    def _path(self, key: tuple[str, ...]) -> Path:
        return self._folder / (hashlib.sha256("\0".join(key).encode()).hexdigest()[:32] + ".draft")
