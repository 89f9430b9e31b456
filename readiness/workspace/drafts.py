"""Unsaved typing, kept inside the workspace until it is saved or dropped; offered again after a crash."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Iterator
from pathlib import Path

import msgspec

from readiness import places


class Draft(msgspec.Struct, frozen=True):
    """What was typed at one place. `key` names the place: assessment, requirement and field."""

    key: tuple[str, ...]
    text: str


class _Sealed(msgspec.Struct, frozen=True):
    """A draft as its file holds it, with the digest that tells whether it is still what was typed."""

    draft: Draft
    sha256: str


def _seal(draft: Draft) -> str:
    return hashlib.sha256(msgspec.json.encode(draft)).hexdigest()


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
        places.write_whole(self._path(draft.key), msgspec.json.encode(_Sealed(draft, _seal(draft))))

    def drop(self, key: tuple[str, ...]) -> None:
        """Forget a draft, once its text is saved or given up."""
        with contextlib.suppress(OSError):
            self._path(key).unlink()

    def all(self) -> tuple[Draft, ...]:
        """List the drafts left over."""
        return tuple(draft for _, draft in self._found() if draft is not None)

    def damaged(self) -> tuple[str, ...]:
        """Name the files that no longer hold what was typed."""
        return tuple(path.name for path, draft in self._found() if draft is None)

    def _found(self) -> Iterator[tuple[Path, Draft | None]]:
        for path in sorted(self._folder.glob("*.draft")):
            try:
                sealed = msgspec.json.decode(path.read_bytes(), type=_Sealed)
            except (OSError, ValueError, msgspec.DecodeError):
                yield path, None
            else:
                yield path, sealed.draft if _seal(sealed.draft) == sealed.sha256 else None

    def _path(self, key: tuple[str, ...]) -> Path:
        return self._folder / (hashlib.sha256("\0".join(key).encode()).hexdigest()[:32] + ".draft")
