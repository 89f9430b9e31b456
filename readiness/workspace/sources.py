"""Where recovering looks: the damaged workspace, its backups here and at second places, checklists known otherwise."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import msgspec

from readiness.errors import WorkspaceMissing
from readiness.texts import tr
from readiness.workspace import second_place, segments
from readiness.workspace.backup_folder import CHECKPOINT, BackupFolder, is_content
from readiness.workspace.folder import Folder, TypeFile, resolve
from readiness.workspace.salvage import head_of


@dataclass(frozen=True)
class Sources:
    """The folder that does not open, folders of backups, the nearest first, and checklist contents by hash.

    Everything is only read, and what cannot be read is passed over.
    """

    folder: Folder
    identity: str
    backups: tuple[BackupFolder, ...]
    checklists: Mapping[str, bytes]

    @classmethod
    def at(cls, path: Path, second_places: Mapping[str, Path], checklists: Iterable[bytes]) -> Sources:
        """Look at a workspace folder, or at a folder of backups as it lies at a second place.

        Raises:
            WorkspaceMissing: nothing of a workspace lies there.
        """
        folder = resolve(path)
        near = [BackupFolder(item) for item in (folder.backups, folder.path) if (item / "objects").is_dir()]
        if not near and not folder.journal.is_dir() and not folder.checkpoint.exists():
            raise WorkspaceMissing(
                tr("Nothing of a workspace lies in '{path}'.", path=folder.path),
                tr("Name the damaged folder, or the folder of its backups at the second place."),
            )
        identity = _identity(folder, near)
        far = second_place.folders_of(identity, second_places[identity]) if identity in second_places else []
        kept = (*near, *(BackupFolder(item) for item in far))
        return cls(folder, identity, kept, {hashlib.sha256(raw).hexdigest(): raw for raw in checklists})

    @property
    def only_backups(self) -> bool:
        """Tell whether backups are all there is."""
        return bool(self.backups) and not segments.segment_paths(self.folder.journal)

    def segments(self) -> Iterator[tuple[int, bytes]]:
        """Walk through the journal's own segments, by number; one that cannot be read counts as empty."""
        for path in segments.segment_paths(self.folder.journal):
            content = b""
            with contextlib.suppress(OSError):
                content = path.read_bytes()
            yield segments.number_of(path), content

    def kept_segments(self) -> Iterator[tuple[int, bytes]]:
        """Walk through the segments in backups, damaged ones too, whatever manifests say; 0 is an unknown number."""
        for kept in self.backups:
            for path in sorted(kept.objects.iterdir()):
                with contextlib.suppress(OSError):
                    content = path.read_bytes()
                    if not content.startswith(b"{"):
                        head = head_of(content)
                        yield head.number if head else 0, content

    def checkpoints(self) -> Iterator[bytes]:
        """Walk through the checkpoint and its copies in backups."""
        with contextlib.suppress(OSError):
            yield self.folder.checkpoint.read_bytes()
        for kept in self.backups:
            for backup in kept.all():
                file = backup.file(CHECKPOINT)
                if file is not None:
                    with contextlib.suppress(OSError):
                        yield (kept.objects / file.sha256).read_bytes()

    def checklist(self, digest: str) -> bytes | None:
        """Find a checklist by its hash: in the workspace, in backups, or among those known otherwise."""
        for path in (self.folder.checklists / f"{digest}.json", *(kept.objects / digest for kept in self.backups)):
            with contextlib.suppress(OSError):
                content = path.read_bytes()
                if hashlib.sha256(content).hexdigest() == digest:
                    return content
        return self.checklists.get(digest)

    def has_own_checklist(self, digest: str) -> bool:
        """Tell whether a sound copy of a checklist lies in the workspace itself."""
        return is_content(self.folder.checklists / f"{digest}.json", digest)

    def checklist_digests(self) -> set[str]:
        """List the checklists that lie in the workspace, sound or not."""
        return {path.stem for path in self.folder.checklists.glob("*.json")}

    def evidence(self) -> list[Path]:
        """List the attached files, those of the workspace first."""
        found: list[Path] = []
        for folder in (self.folder.evidence, *(kept.path / "evidence" for kept in self.backups)):
            with contextlib.suppress(OSError):
                found += sorted(path for path in folder.iterdir() if path.is_file())
        return found

    def newest_backup(self) -> int:
        """Give the sequence of the newest backup that any manifest names; 0 where none can be read."""
        return max((backup.sequence for kept in self.backups for backup in kept.all()), default=0)


def _identity(folder: Folder, near: list[BackupFolder]) -> str:
    """Give the workspace's id by its type file, a segment of its journal or a backup; '' where none can be read."""
    with contextlib.suppress(OSError, ValueError, msgspec.DecodeError):
        return msgspec.json.decode(folder.type_file.read_bytes(), type=TypeFile).workspace
    for path in segments.segment_paths(folder.journal):
        with contextlib.suppress(OSError):
            head = head_of(path.read_bytes())
            if head is not None:
                return head.workspace
    return next((backup.workspace for kept in near for backup in kept.all()), "")
