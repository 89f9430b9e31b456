"""The journal: every commit one checksummed line, appended and synced before anything else happens.

`lines.py` tells what a line holds. An incomplete last line is a torn tail, left by a crash; a complete line with a
wrong checksum is damage.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import msgspec

from readiness import places
from readiness.errors import Damage, DiskFault, Problem, WorkspaceReadOnly
from readiness.model.history import Commit, CommitKind
from readiness.texts import tr
from readiness.workspace.lines import (
    FIRST_HASH,
    CheckpointMark,
    CommitHead,
    Entry,
    Head,
    Place,
    SegmentHead,
    decode_commit,
    encode_commit,
    encode_head,
    format_line,
    parse_line,
    previous_hash,
)

SEGMENT_BYTES = 8 * 1024 * 1024


@dataclass(frozen=True)
class TornTail:
    """Bytes after the last complete line of the last segment."""

    segment: Path
    offset: int


def segments(folder: Path) -> list[Path]:
    """List the segment files in order."""
    return sorted(folder.glob("[0-9][0-9][0-9][0-9][0-9][0-9].journal"))


def read_entries(folder: Path) -> Iterator[Entry | TornTail]:
    """Read all segments in order, checking the chain; a torn tail comes last.

    Raises:
        Damage: a complete line is wrong, or a segment before the last ends in the middle of a line.
        DiskFault: a segment cannot be read.
    """
    previous = FIRST_HASH
    paths = segments(folder)
    for path in paths:
        try:
            content = path.read_bytes()
        except OSError as error:
            raise places.disk_fault(error, path) from error
        offset = 0
        while offset < len(content):
            end = content.find(b"\n", offset) + 1
            if end == 0:
                if path != paths[-1]:
                    raise Damage(
                        tr("The journal is damaged: {file} ends in the middle of a line.", file=path.name),
                        tr("Make a copy of the folder and restore the last backup."),
                    )
                yield TornTail(path, offset)
                return
            entry = parse_line(content[offset:end], previous, Place(path, offset, end - offset))
            previous = entry.hash
            offset = end
            yield entry


class Journal:
    """The journal of one workspace, read through once and then appended to."""

    def __init__(self, folder: Path) -> None:
        """Read and check the whole journal. Nothing is changed on the disk.

        Raises:
            Damage: the chain is broken.
            DiskFault: a segment cannot be read.
        """
        self.folder = folder
        self.commits: list[Place] = []
        self.hashes: dict[str, int] = {}
        self.outline: list[tuple[CommitKind, int | None, str]] = []
        self.checkpoints: dict[str, int] = {}
        self.torn: TornTail | None = None
        self.head = FIRST_HASH
        self.commit_hash = FIRST_HASH
        self.segment: SegmentHead | None = None
        self._latest_mark: CheckpointMark | None = None
        self._file: BinaryIO | None = None
        self._length = 0
        self._broken = False
        for item in read_entries(folder):
            if isinstance(item, TornTail):
                self.torn = item
            else:
                self._take(item.head, item.hash, item.place)

    @property
    def writable(self) -> bool:
        """Tell whether lines can be appended."""
        return self._file is not None and not self._broken

    def _take(self, head: Head, digest: str, place: Place) -> None:
        self.head = digest
        if isinstance(head, CommitHead):
            self.commits.append(place)
            self.commit_hash = digest
            self.outline.append((head.kind, head.about, head.run))
        elif isinstance(head, CheckpointMark):
            self.checkpoints[head.sha256] = head.sequence
            self._latest_mark = head
        else:
            self.segment = head
        self.hashes[digest] = len(self.commits)

    def begin(self, workspace: str, replica: str) -> None:
        """Write the first line of a new journal.

        Raises:
            DiskFault: the disk refused.
        """
        self._start_segment(SegmentHead(workspace=workspace, replica=replica, number=1))

    def open_for_writing(self) -> str:
        """Get ready to append; gives the name of the file a torn tail was moved to, '' where there was none.

        Raises:
            DiskFault: the disk refused.
        """
        moved = self._set_torn_tail_aside() if self.torn else ""
        last = segments(self.folder)[-1]
        try:
            self._file = last.open("r+b", buffering=0)
            self._length = self._file.seek(0, 2)
        except OSError as error:
            raise places.disk_fault(error, last) from error
        if self._length == 0 and self.segment is not None:
            self._file.close()
            self._start_segment(self.segment)
        return moved

    def _set_torn_tail_aside(self) -> str:
        assert self.torn is not None
        path, offset = self.torn.segment, self.torn.offset
        aside = self.folder / f"torn-{path.stem}-{offset}.txt"
        try:
            with path.open("r+b") as file:
                file.seek(offset)
                places.write_whole(aside, file.read())
                file.truncate(offset)
                places.sync_file(file)
        except OSError as error:
            raise places.disk_fault(error, path) from error
        self.torn = None
        return aside.name

    def append_commit(self, commit: Commit) -> str:
        """Write a commit; when this returns it is on the disk. Gives the hash of its line.

        Raises:
            DiskFault: the disk refused; the journal is as it was.
            WorkspaceReadOnly: not open for writing, or an earlier sync failed.
        """
        head, bodies = encode_commit(commit)
        return self._append(head, bodies)

    def append_checkpoint(self, mark: CheckpointMark) -> None:
        """Record which workspace.json holds which state, before it is renamed into place.

        Raises:
            DiskFault: the disk refused; the journal is as it was.
            WorkspaceReadOnly: not open for writing, or an earlier sync failed.
        """
        self._append(mark, {})

    def _append(self, head: Head, bodies: dict[str, bytes]) -> str:
        if self._file is None or self._broken:
            raise WorkspaceReadOnly(
                tr("The workspace is open for reading only."),
                tr("Close it and open it again to make changes."),
            )
        if self._length > SEGMENT_BYTES:
            self._next_segment()
        line, digest = format_line(self.head, encode_head(head), bodies)
        path = segments_path(self.folder, self.segment.number if self.segment else 1)
        self._write(line, path)
        self._take(head, digest, Place(path, self._length, len(line)))
        self._length += len(line)
        return digest

    def _write(self, line: bytes, path: Path) -> None:
        assert self._file is not None
        try:
            written = self._file.write(line)
            while written < len(line):
                written += self._file.write(line[written:])
        except OSError as error:
            with contextlib.suppress(OSError):
                self._file.truncate(self._length)
                self._file.seek(self._length)
            raise places.disk_fault(error, path) from error
        try:
            places.sync_file(self._file)
        except OSError as error:
            self._broken = True
            with contextlib.suppress(OSError):
                self._file.truncate(self._length)
            raise DiskFault(
                tr("'{path}' could not be made safe on the disk.", path=path),
                tr("Your last change was not saved. Close the workspace, check the disk, open it again."),
            ) from error

    def _next_segment(self) -> None:
        assert self.segment is not None
        assert self._file is not None
        head = msgspec.structs.replace(self.segment, number=self.segment.number + 1, checkpoint=self._latest_mark)
        old = self._file
        self._start_segment(head)
        old.close()

    def _start_segment(self, head: SegmentHead) -> None:
        path = segments_path(self.folder, head.number)
        line, digest = format_line(self.head, encode_head(head), {})
        try:
            file = path.open("w+b", buffering=0)
            file.write(line)
            places.sync_file(file)
            places.sync_folder(self.folder)
        except OSError as error:
            raise places.disk_fault(error, path) from error
        self._file = file
        self._length = len(line)
        self._take(head, digest, Place(path, 0, len(line)))

    def entry(self, sequence: int) -> Entry:
        """Read the line of commit `sequence` (the first is 1) back from the disk.

        Raises:
            Damage: it is no longer what was written.
            DiskFault: it cannot be read.
        """
        place = self.commits[sequence - 1]
        try:
            with place.segment.open("rb") as file:
                file.seek(place.offset)
                line = file.read(place.length)
        except OSError as error:
            raise places.disk_fault(error, place.segment) from error
        return parse_line(line, previous_hash(line), place)

    def commit(self, sequence: int) -> Commit:
        """Read commit `sequence` back from the disk.

        Raises:
            Damage: it is no longer what was written.
            DiskFault: it cannot be read.
        """
        return decode_commit(self.entry(sequence))

    def close(self) -> None:
        """Let go of the file."""
        if self._file is not None:
            self._file.close()
            self._file = None


def segments_path(folder: Path, number: int) -> Path:
    """Give the file of segment `number`."""
    return folder / f"{number:06d}.journal"


def check(folder: Path) -> list[Problem]:
    """Read the whole journal again and list what is wrong: at most one place, since a chain has no sound rest."""
    try:
        for item in read_entries(folder):
            if isinstance(item, TornTail):
                return [Problem(item.segment.name, tr("ends in an incomplete line"))]
    except (Damage, DiskFault) as error:
        return [Problem(tr("journal"), error.sentence)]
    return []
