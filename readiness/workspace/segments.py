"""Segments of the journal: checked line by line, and once sealed, by one hash against an index beside them.

An index is a cache: whoever finds none, or one that does not fit, reads the lines.
"""

from __future__ import annotations

import contextlib
import hashlib
from array import array
from pathlib import Path

import msgspec

from readiness import places
from readiness.errors import Damage, DiskFault, Problem
from readiness.model.history import CommitKind
from readiness.texts import tr
from readiness.workspace.lines import (
    FIRST_HASH,
    CheckpointMark,
    CommitHead,
    Entry,
    Head,
    Place,
    SegmentHead,
    parse_line,
)

SEGMENT_BYTES = 1024 * 1024
"""Small enough that the last segment, which has no index yet, is read in a moment."""
_KINDS = tuple(CommitKind)
_CODES = {kind.value: code for code, kind in enumerate(_KINDS)}
_DIGEST_BYTES = 32


class TornTail(msgspec.Struct, frozen=True):
    """Bytes after the last complete line of the last segment."""

    segment: Path
    offset: int


class _Index(msgspec.Struct, frozen=True, array_like=True):
    """What an index file holds; the arrays as their bytes."""

    size: int
    sha256: str
    first: int
    previous: str
    last: str
    before: str
    commit_hash: str
    head: SegmentHead
    offsets: bytes
    lengths: bytes
    kinds: bytes
    abouts: bytes
    marks: list[CheckpointMark]


class Segment:
    """One segment: where its commits lie, of which kind they are, and the hashes at both ends.

    `first` is the sequence of its first commit, `previous` the hash of the line before its first one, `last` that of
    its last line, `commit_hash` that of the last commit up to here. `length` is in bytes.
    """

    def __init__(self, path: Path, first: int, previous: str, commit_hash: str) -> None:
        """Start without lines, after the line with hash `previous`."""
        self.path = path
        self.first = first
        self.previous = self.last = previous
        self.commit_hash_before = self.commit_hash = commit_hash
        self.head = SegmentHead(workspace="", replica="", number=number_of(path))
        self.marks: list[CheckpointMark] = []
        self.length = 0
        self._offsets = array("Q")
        self._lengths = array("I")
        self._kinds = bytearray()
        self._abouts = array("Q")

    def __len__(self) -> int:
        """Count the commits."""
        return len(self._kinds)

    @property
    def next(self) -> int:
        """Give the sequence of the commit after the last."""
        return self.first + len(self)

    def take(self, head: Head, digest: str, length: int) -> None:
        """Account for one more line."""
        if isinstance(head, CommitHead):
            self._offsets.append(self.length)
            self._lengths.append(length)
            self._kinds.append(_CODES[head.kind.value])
            self._abouts.append(head.about or 0)
            self.commit_hash = digest
        elif isinstance(head, CheckpointMark):
            self.marks.append(head)
        else:
            self.head = head
        self.last = digest
        self.length += length

    def place(self, sequence: int) -> Place:
        """Give the place of a commit by its sequence."""
        position = sequence - self.first
        return Place(self.path, self._offsets[position], self._lengths[position])

    def outline(self) -> list[tuple[CommitKind, int]]:
        """List kind, and the commit it is about (0 for none), of every commit."""
        return [(_KINDS[kind], about) for kind, about in zip(self._kinds, self._abouts, strict=True)]

    # The index

    def write_index(self, content: bytes) -> None:
        """Keep an index of a sealed segment with this content. A disk that refuses only costs time later."""
        index = _Index(
            size=len(content),
            sha256=hashlib.sha256(content).hexdigest(),
            first=self.first,
            previous=self.previous,
            last=self.last,
            before=self.commit_hash_before,
            commit_hash=self.commit_hash,
            head=self.head,
            offsets=self._offsets.tobytes(),
            lengths=self._lengths.tobytes(),
            kinds=bytes(self._kinds),
            abouts=self._abouts.tobytes(),
            marks=self.marks,
        )
        payload = msgspec.msgpack.encode(index)
        with contextlib.suppress(DiskFault):
            places.write_whole(index_path(self.path), hashlib.sha256(payload).digest() + payload)

    @classmethod
    def indexed(cls, path: Path, content: bytes, before: Segment | None) -> Segment | None:
        """Give a sealed segment from its index; None where that is missing, damaged or about other content."""
        start = cls.after(before, path)
        try:
            raw = index_path(path).read_bytes()
            payload = raw[_DIGEST_BYTES:]
            if hashlib.sha256(payload).digest() != raw[:_DIGEST_BYTES]:
                return None
            index = msgspec.msgpack.decode(payload, type=_Index)
        except (OSError, msgspec.DecodeError):
            return None
        fits = (
            (index.size, index.first, index.previous, index.before)
            == (len(content), start.first, start.previous, start.commit_hash)
            and index.sha256 == hashlib.sha256(content).hexdigest()
        )  # fmt: skip
        if not fits:
            return None
        start.head, start.marks, start.length = index.head, index.marks, index.size
        start.last, start.commit_hash = index.last, index.commit_hash
        start._offsets.frombytes(index.offsets)  # noqa: SLF001 - its own
        start._lengths.frombytes(index.lengths)  # noqa: SLF001
        start._kinds.extend(index.kinds)  # noqa: SLF001
        start._abouts.frombytes(index.abouts)  # noqa: SLF001
        return start

    @classmethod
    def after(cls, before: Segment | None, path: Path) -> Segment:
        """Give an empty segment that goes on where another one ends; the first one where there is none."""
        if before is None:
            return cls(path, 1, FIRST_HASH, FIRST_HASH)
        return cls(path, before.next, before.last, before.commit_hash)


def index_path(segment: Path) -> Path:
    """Give the file of a segment's index."""
    return segment.with_suffix(".index")


def segment_path(folder: Path, number: int) -> Path:
    """Give the file of segment `number`."""
    return folder / f"{number:06d}.journal"


def number_of(path: Path) -> int:
    """Give the number of a segment by its file."""
    return int(path.stem)


def segment_paths(folder: Path) -> list[Path]:
    """List the segment files in order."""
    return sorted(folder.glob("[0-9][0-9][0-9][0-9][0-9][0-9].journal"))


def read_bytes(path: Path) -> bytes:
    """Read a segment's file.

    Raises:
        DiskFault: it cannot be read.
    """
    try:
        return path.read_bytes()
    except OSError as error:
        raise places.disk_fault(error, path) from error


def read_lines(content: bytes, segment: Segment, *, last: bool) -> tuple[list[Entry], TornTail | None]:
    """Check a segment's lines one by one and account for them in `segment`, which is empty; gives them.

    Raises:
        Damage: a complete line is wrong, or a segment before the last ends in the middle of a line.
    """
    entries: list[Entry] = []
    offset = 0
    while offset < len(content):
        end = content.find(b"\n", offset) + 1
        line = content[offset : end or None]
        nothing_follows = end in (0, len(content))
        if last and nothing_follows and _is_torn(line, segment):
            return entries, TornTail(segment.path, offset)
        if end == 0:
            raise Damage(
                tr("The journal is damaged: {file} ends in the middle of a line.", file=segment.path.name),
                tr("Nothing was changed. Run 'readiness recover', or restore the last backup into a new folder."),
            )
        known = entries[-1].bodies if entries else {}
        entry = parse_line(line, segment.last, Place(segment.path, offset, end - offset), known)
        segment.take(entry.head, entry.hash, end - offset)
        entries.append(entry)
        offset = end
    return entries, None


_HOLE = bytes(64)
"""So many zeros are no flipped bits, and JSON never holds them: blocks of a line that never reached the disk."""


def _is_torn(line: bytes, segment: Segment) -> bool:
    """Tell whether the last line was never finished, and so never acknowledged.

    A line that is complete but for its line end, which is another byte, was finished: that is damage.
    """
    if line.endswith(b"\n"):
        return _HOLE in line
    try:
        parse_line(line[:-1] + b"\n", segment.last, Place(segment.path, segment.length, len(line)))
    except Damage:
        return True
    return False


def need_all(paths: list[Path]) -> None:
    """Make sure that no segment is missing between the others.

    Raises:
        Damage: one is; it is named.
    """
    for expected, path in enumerate(paths, start=1):
        if number_of(path) != expected:
            raise Damage(
                tr("The journal is damaged: {file} is missing.", file=segment_path(path.parent, expected).name),
                tr("Nothing was changed. Run 'readiness recover', or restore the last backup into a new folder."),
            )


def check(folder: Path) -> list[Problem]:
    """Read every line of the journal again, indexes left aside; lists at most one place, since a chain ends there."""
    before: Segment | None = None
    try:
        paths = segment_paths(folder)
        need_all(paths)
        for path in paths:
            segment = Segment.after(before, path)
            _, torn = read_lines(read_bytes(path), segment, last=path == paths[-1])
            if torn is not None:
                return [Problem(path.name, tr("ends in an incomplete line"))]
            before = segment
    except (Damage, DiskFault) as error:
        return [Problem(tr("journal"), error.sentence)]
    return []
