"""The checklist versions in use, kept as files by the SHA-256 of their content."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path

import msgspec

from readiness import places
from readiness.errors import Damage
from readiness.model.checklist import Checklist
from readiness.model.record import new_id
from readiness.model.records import PinnedChecklist
from readiness.model.snapshot import Later, Snapshot
from readiness.texts import tr


class Shelf:
    """The checklists folder of a workspace; each version is decoded once."""

    def __init__(self, folder: Path) -> None:
        """Keep checklists in `folder`."""
        self._folder = folder
        self._decoded: dict[str, Checklist] = {}
        self._sound: dict[str, bytes] = {}
        """Contents that were read and are not decoded yet."""

    def path(self, digest: str) -> Path:
        """Give the file of a version."""
        return self._folder / f"{digest}.json"

    def put(self, checklist: Checklist, raw: bytes, snapshot: Snapshot) -> PinnedChecklist | None:
        """Keep a version durably, before a commit names it; gives the record to commit, None if it is there.

        Raises:
            DiskFault: the disk refused.
        """
        digest = hashlib.sha256(raw).hexdigest()
        if any(pin.sha256 == digest for pin in snapshot.pinned.values()):
            return None
        places.write_whole(self.path(digest), raw)
        return PinnedChecklist(
            id=new_id(),
            sha256=digest,
            checklist=checklist.id,
            standard=checklist.standard,
            edition=checklist.edition,
            version=checklist.version,
        )

    def read(self, digest: str) -> bytes:
        """Give the content of a version.

        Raises:
            DiskFault: the file cannot be read.
            Damage: it is not what was kept.
        """
        path = self.path(digest)
        try:
            raw = path.read_bytes()
        except OSError as error:
            raise places.disk_fault(error, path) from error
        if hashlib.sha256(raw).hexdigest() != digest:
            raise Damage(
                tr("The checklist kept in '{path}' has changed.", path=path),
                tr("Restore the workspace from a backup."),
            )
        return raw

    def checklists(self, digests: Iterable[str]) -> Mapping[str, Checklist]:
        """Give versions by their digests: looked at now, decoded when the first one is needed.

        Raises:
            DiskFault: a file cannot be read.
            Damage: one is not what was kept.
        """
        wanted = tuple(digests)
        for digest in wanted:
            if digest not in self._decoded and digest not in self._sound:
                self._sound[digest] = self.read(digest)
        return Later(lambda: {digest: self.checklist(digest) for digest in wanted})

    def checklist(self, digest: str) -> Checklist:
        """Give a version, decoded.

        Raises:
            DiskFault: the file cannot be read.
            Damage: it is not what was kept.
        """
        found = self._decoded.get(digest)
        if found is None:
            raw = self._sound.pop(digest, None) or self.read(digest)
            found = self._decoded[digest] = msgspec.json.decode(raw, type=Checklist)
        return found
