"""The journal: every commit one checksummed line, appended and synced before anything else happens.

`lines.py` tells what a line holds, `segments.py` how files of lines are read. An incomplete last line is a torn tail,
left by a crash; a complete line with a wrong checksum is damage.
"""

from __future__ import annotations

import bisect
import contextlib
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import msgspec

from readiness import places
from readiness.errors import Damage, DiskFault, WorkspaceReadOnly
from readiness.model.history import Commit, CommitKind
from readiness.texts import tr
from readiness.workspace import segments
from readiness.workspace.lines import (
    FIRST_HASH,
    CheckpointMark,
    CommitHead,
    Entry,
    Head,
    SegmentHead,
    decode_commit,
    encode_commit,
    encode_head,
    format_line,
    parse_line,
    previous_hash,
    without_bodies,
)
from readiness.workspace.segments import Segment, TornTail


class Journal:
    """The journal of one workspace, read through once and then appended to.

    Lines may be appended from several threads, one at a time.
    """

    def __init__(self, folder: Path) -> None:
        """Read and check the whole journal. Nothing is changed on the disk.

        Raises:
            Damage: the chain is broken.
            DiskFault: a segment cannot be read.
        """
        self.folder = folder
        self.torn: TornTail | None = None
        self._segments: list[Segment] = []
        self._newest: list[Entry] = []
        self._file: BinaryIO | None = None
        self._broken = False
        self._lock = threading.RLock()
        paths = segments.segment_paths(folder)
        segments.need_all(paths)
        for path in paths:
            self._read(path, last=path == paths[-1])

    def _read(self, path: Path, *, last: bool) -> None:
        content = segments.read_bytes(path)
        before = self._segments[-1] if self._segments else None
        segment = None if last else Segment.indexed(path, content, before)
        if segment is None:
            segment = Segment.after(before, path)
            self._newest, self.torn = segments.read_lines(content, segment, last=last)
        self._segments.append(segment)

    # What is known of it

    @property
    def _last(self) -> Segment:
        return self._segments[-1]

    @property
    def sequence(self) -> int:
        """Give the sequence of the last commit; 0 for none."""
        return self._last.next - 1 if self._segments else 0

    @property
    def commit_hash(self) -> str:
        """Give the hash of the last commit's line."""
        return self._last.commit_hash if self._segments else FIRST_HASH

    @property
    def workspace(self) -> SegmentHead:
        """Give the first line of the last segment: which workspace, which replica."""
        return self._last.head

    @property
    def writable(self) -> bool:
        """Tell whether lines can be appended."""
        return self._file is not None and not self._broken

    def outline(self) -> Iterator[tuple[CommitKind, int]]:
        """Walk through the kinds of all commits, and which commit each is about (0 for none)."""
        for segment in self._segments:
            yield from segment.outline()

    def mark_of(self, sha256: str) -> CheckpointMark | None:
        """Find what was said of a checkpoint with this hash; None where it was never named."""
        for segment in reversed(self._segments):
            for mark in reversed(segment.marks):
                if mark.sha256 == sha256:
                    return mark
        return None

    def holds(self, digest: str) -> bool:
        """Tell whether a line has this hash.

        Raises:
            DiskFault: a segment cannot be read.
        """
        wanted = digest.lower().encode()
        return any(
            line[9:73] == wanted
            for segment in self._segments
            for line in segments.read_bytes(segment.path).splitlines()
        )

    def prefix(self) -> tuple[tuple[Path, int], ...]:
        """List the files of the journal as it was read, each with its length in bytes without a torn tail."""
        return tuple((segment.path, segment.length) for segment in self._segments)

    # Reading commits back

    def _segment_of(self, sequence: int) -> Segment:
        return self._segments[bisect.bisect_right(self._segments, sequence, key=lambda segment: segment.first) - 1]

    def commit(self, sequence: int) -> Commit:
        """Read commit `sequence` (the first is 1) back from the disk.

        Raises:
            Damage: it is no longer what was written.
            DiskFault: it cannot be read.
        """
        place = self._segment_of(sequence).place(sequence)
        try:
            with place.segment.open("rb") as file:
                file.seek(place.offset)
                line = file.read(place.length)
        except OSError as error:
            raise places.disk_fault(error, place.segment) from error
        with self._damage_told_from_a_purge():
            return decode_commit(parse_line(line, previous_hash(line), place))

    def entries_after(self, sequence: int) -> Iterator[Entry]:
        """Walk through the lines of the commits after commit `sequence`. What opening read is not read again.

        Raises:
            Damage: a line is no longer what was written.
            DiskFault: a segment cannot be read.
        """
        for segment in self._segments:
            if segment.next - 1 > sequence:
                newest = self._newest if segment is self._last else None
                for entry in newest or self._entries(segment):
                    if isinstance(entry.head, CommitHead) and entry.head.sequence > sequence:
                        yield entry

    def heads(self) -> Iterator[CommitHead]:
        """Walk through what the chain vouches for of every commit, in order.

        Raises:
            Damage: a line is no longer what was written.
            DiskFault: a segment cannot be read.
        """
        for segment in self._segments:
            for entry in self._entries(segment):
                if isinstance(entry.head, CommitHead):
                    yield entry.head

    def _entries(self, segment: Segment) -> list[Entry]:
        again = Segment(segment.path, segment.first, segment.previous, segment.commit_hash_before)
        content = segments.read_bytes(segment.path)[: segment.length]
        with self._damage_told_from_a_purge():
            return segments.read_lines(content, again, last=False)[0]

    @contextlib.contextmanager
    def _damage_told_from_a_purge(self) -> Iterator[None]:
        """Say so where a writer's purge made the journal anew, which is sound, under the eyes of a reader."""
        try:
            yield
        except Damage as error:
            if self._file is not None or segments.check(self.folder):
                raise
            raise Damage(
                tr("Something was erased for good meanwhile, and the journal was written anew."),
                tr("Nothing is damaged. Close the workspace and open it again."),
            ) from error

    def forget_lines(self) -> None:
        """Let go of the lines that opening read, once they are replayed."""
        self._newest = []

    # Writing

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
        if self._last.length == 0:
            self._begin_again()
            return moved
        for segment in self._segments[:-1]:
            if not segments.index_path(segment.path).exists():
                segment.write_index(segments.read_bytes(segment.path))
        self._reopen()
        return moved

    def _reopen(self) -> None:
        try:
            self._file = self._last.path.open("r+b", buffering=0)
            self._file.seek(0, 2)
        except OSError as error:
            raise places.disk_fault(error, self._last.path) from error

    def _begin_again(self) -> None:
        """Write the first line of a last segment that a crash left without one."""
        empty = self._segments.pop()
        if not self._segments:
            raise Damage(
                tr("The journal is damaged: {file} is empty.", file=empty.path.name),
                tr("Nothing was changed. Run 'readiness recover', or restore the last backup into a new folder."),
            )
        self._start_segment(self._head_after(self._last))

    def _set_torn_tail_aside(self) -> str:
        assert self.torn is not None
        path, offset = self.torn.segment, self.torn.offset
        aside = places.free_name(self.folder / f"torn-{path.stem}-{offset}.txt")
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
        with self._lock:
            if self._file is None or self._broken:
                raise WorkspaceReadOnly(
                    tr("The workspace is open for reading only."),
                    tr("Close it and open it again to make changes."),
                )
            if self._last.length > segments.SEGMENT_BYTES:
                self._next_segment()
            line, digest = format_line(self._last.last, encode_head(head), bodies)
            self._write(line)
            self._last.take(head, digest, len(line))
            return digest

    def _write(self, line: bytes) -> None:
        assert self._file is not None
        path, length = self._last.path, self._last.length
        try:
            written = self._file.write(line)
            while written < len(line):
                written += self._file.write(line[written:])
        except OSError as error:
            try:
                self._file.truncate(length)
                self._file.seek(length)
            except OSError:
                # Half a line that stays would stand before the next one: nothing may follow it.
                self._broken = True
            raise places.disk_fault(error, path) from error
        try:
            places.sync_file(self._file)
        except OSError as error:
            self._broken = True
            with contextlib.suppress(OSError):
                self._file.truncate(length)
            raise DiskFault(
                tr("'{path}' could not be made safe on the disk.", path=path),
                tr("Your last change was not saved. Close the workspace, check the disk, open it again."),
            ) from error

    def _head_after(self, sealed: Segment) -> SegmentHead:
        marks = sealed.marks
        checkpoint = marks[-1] if marks else sealed.head.checkpoint
        return msgspec.structs.replace(sealed.head, number=sealed.head.number + 1, checkpoint=checkpoint)

    def _next_segment(self) -> None:
        sealed, old = self._last, self._file
        self._start_segment(self._head_after(sealed))
        if old is not None:
            old.close()
        sealed.write_index(segments.read_bytes(sealed.path))

    def _start_segment(self, head: SegmentHead) -> None:
        segment = Segment.after(self._last if self._segments else None, segments.segment_path(self.folder, head.number))
        line, digest = format_line(segment.last, encode_head(head), {})
        try:
            file = self._new_file(segment.path, line)
        except OSError as error:
            raise places.disk_fault(error, segment.path) from error
        segment.take(head, digest, len(line))
        self._segments.append(segment)
        self._file = file

    def _new_file(self, path: Path, line: bytes) -> BinaryIO:
        """Make a segment's file with its first line, durably; nothing is left of it where the disk refuses."""
        file = path.open("w+b", buffering=0)
        try:
            written = 0
            while written < len(line):
                written += file.write(line[written:])
            places.sync_file(file)
            places.sync_folder(self.folder)
        except OSError:
            file.close()
            with contextlib.suppress(OSError):
                path.unlink()
            raise
        return file

    def take_out(self, digests: frozenset[str]) -> None:
        """Rewrite the lines that hold bodies of these digests, without them; the chain is as it was.

        Each segment changes in one step, so a crash leaves it as before or as after.

        Raises:
            DiskFault: the disk refused; segments not reached yet still hold the bodies.
        """
        with self._lock:
            for position, segment in enumerate(self._segments):
                content = segments.read_bytes(segment.path)[: segment.length]
                if not any(digest.encode() in content for digest in digests):
                    continue
                lines = [without_bodies(line, digests) for line in content.splitlines(keepends=True)]
                self._replace(position, b"".join(lines))

    def _replace(self, position: int, content: bytes) -> None:
        old = self._segments[position]
        last = old is self._last
        with contextlib.suppress(OSError):
            segments.index_path(old.path).unlink(missing_ok=True)
        if last and self._file is not None:
            self._file.close()  # on Windows, nothing takes the name of an open file
            self._file = None
        try:
            places.write_whole(old.path, content)
            again = Segment(old.path, old.first, old.previous, old.commit_hash_before)
            segments.read_lines(content, again, last=last)
            self._segments[position] = again
        finally:
            if last:
                self._reopen()
        if not last:
            again.write_index(content)

    def close(self) -> None:
        """Let go of the file."""
        if self._file is not None:
            self._file.close()
            self._file = None
