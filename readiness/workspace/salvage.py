"""What can still be read of a journal that does not fit together: every line that is sound by its own digests.

Lines come from the journal itself and from every copy of it in backups. Each names the hash of the one before it, so
that lines of any origin join into one chain where none is missing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from readiness.errors import Damage
from readiness.model.history import CommitKind
from readiness.workspace.lines import (
    FIRST_HASH,
    CheckpointMark,
    CommitHead,
    Entry,
    Place,
    SegmentHead,
    parse_line,
    previous_hash,
    without_bodies,
)

_BEGINNING = re.compile(rb"[0-9a-f]{8} [0-9a-f]{64} [0-9a-f]{64} \d+ \{")
_NOWHERE = Path()


@dataclass(frozen=True)
class SoundLine:
    """A line as it was found, and what it says."""

    raw: bytes
    entry: Entry

    @property
    def commit(self) -> CommitHead | None:
        """Give the head of the commit; None for other lines."""
        return self.entry.head if isinstance(self.entry.head, CommitHead) else None


@dataclass(frozen=True)
class Hole:
    """Bytes of a segment of the journal that are not sound lines, from `offset` up to `end`.

    `torn` tells an incomplete last line, which nobody was told to be saved.
    """

    segment: int
    offset: int
    end: int
    torn: bool = False


class Salvage:
    """Sound lines of one workspace, whatever their origin."""

    def __init__(self) -> None:
        """Start without lines."""
        self._after: dict[str, dict[str, SoundLine]] = {}

    def take(self, content: bytes, number: int = 0) -> list[Hole]:
        """Take the sound lines of a segment's content; gives the places of what is not sound.

        Where a line was taken before, the first one stays.
        """
        holes = []
        offset = 0
        for chunk in _split(content):
            end = offset + len(chunk)
            at = 0
            while at < len(chunk):
                line = _sound(chunk[at:])
                if line is not None:
                    self._add(line)
                    break
                following = _BEGINNING.search(chunk, at + 1)
                stop = following.start() if following else len(chunk)
                torn = end == len(content) and following is None and not chunk.endswith(b"\n")
                holes.append(Hole(number, offset + at, offset + stop, torn))
                at = stop
            offset = end
        return holes

    def _add(self, line: SoundLine) -> None:
        self._after.setdefault(previous_hash(line.raw), {}).setdefault(line.entry.hash, line)

    def lines(self) -> Iterator[SoundLine]:
        """Walk through all lines, in no order."""
        for following in self._after.values():
            yield from following.values()

    def chain(self) -> list[SoundLine]:
        """Join lines from the first one on as far as none is missing, without what was purged later.

        Where the chain forks (two programs wrote to one folder), the longer way is taken.
        """
        found: list[SoundLine] = []
        last = FIRST_HASH
        while following := self._after.get(last):
            line = max(following.values(), key=self._reach) if len(following) > 1 else next(iter(following.values()))
            found.append(line)
            last = line.entry.hash
        return _purged(found)

    def _reach(self, line: SoundLine) -> int:
        reach, last = 0, line.entry.hash
        while following := self._after.get(last):
            last = next(iter(following))
            reach += 1
        return reach

    def marks(self) -> dict[str, CheckpointMark]:
        """List what lines say of checkpoints, by the checkpoint's hash."""
        found = {}
        for line in self.lines():
            head = line.entry.head
            mark = head.checkpoint if isinstance(head, SegmentHead) else head
            if isinstance(mark, CheckpointMark):
                found[mark.sha256] = mark
        return found

    def commits_beyond(self, chain: list[SoundLine]) -> dict[int, SoundLine]:
        """List the commits that the chain does not reach, by sequence in order, without what was purged later."""
        last = max((line.commit.sequence for line in chain if line.commit), default=0)
        beyond: dict[int, SoundLine] = {}
        for line in self.lines():
            if line.commit is not None and line.commit.sequence > last:
                beyond.setdefault(line.commit.sequence, line)
        ordered = [beyond[sequence] for sequence in sorted(beyond)]
        return dict(zip(sorted(beyond), _purged(ordered), strict=True))


def _split(content: bytes) -> Iterable[bytes]:
    """Split at newlines only: a flipped bit can make a carriage return of any sign."""
    parts = content.split(b"\n")
    whole = [part + b"\n" for part in parts[:-1]]
    return [*whole, parts[-1]] if parts[-1] else whole


def _sound(line: bytes) -> SoundLine | None:
    """Read a line; one whose newline alone is lost or flipped is sound."""
    tries = [line] if line.endswith(b"\n") else [line + b"\n", line[:-1] + b"\n"]
    for candidate in tries:
        try:
            return SoundLine(candidate, parse_line(candidate, previous_hash(candidate), Place(_NOWHERE, 0, 0)))
        except Damage:
            continue
    return None


def _purged(lines: list[SoundLine]) -> list[SoundLine]:
    """Take out of each line what a later purge took out: a backup may have been away meanwhile."""
    gone: set[str] = set()
    found = []
    for line in reversed(lines):
        head = line.commit
        if head is not None and head.kind is CommitKind.PURGE:
            gone.update(head.purged)
        if gone.intersection(line.entry.bodies):
            cleaned = _sound(without_bodies(line.raw, frozenset(gone)))
            assert cleaned is not None
            found.append(cleaned)
        else:
            found.append(line)
    return found[::-1]


def segments_of(chain: list[SoundLine]) -> dict[int, bytes]:
    """Arrange a chain into the contents of its segments, by number, byte for byte as they were."""
    found: dict[int, list[bytes]] = {}
    number = 1
    for line in chain:
        if isinstance(line.entry.head, SegmentHead):
            number = line.entry.head.number
        found.setdefault(number, []).append(line.raw)
    return {number: b"".join(lines) for number, lines in found.items()}


def head_of(content: bytes) -> SegmentHead | None:
    """Give what a segment's first line says; None where that line is not sound."""
    line = _sound(content[: content.find(b"\n") + 1])
    head = line.entry.head if line else None
    return head if isinstance(head, SegmentHead) else None
