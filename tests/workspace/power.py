"""What a power cut may leave: from the log of a recorded disk to the folders that may be found afterwards.

What was synced stays. Of a file's later changes all, none or a part may be there; of a folder's later entries any
number, but in their order. The synced name of a file says nothing about its content, nor the other way round.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from tests.workspace.operations import Named, Operation, Renamed, Synced, Truncated, Unnamed, Written
from tests.workspace.recording import Base

Left = dict[str, bytes | None]
"""A folder after a power cut: content by path below the root, None for a folder."""


class Data(StrEnum):
    """What is left of a file's changes that were not synced."""

    NONE = "none"
    ALL = "all"
    HALF = "the first half"
    BLOCKS = "the first blocks, the whole size"
    SIZE = "the size alone"
    HOLES = "the last blocks, the whole size"


class Names(StrEnum):
    """What is left of a folder's changes that were not synced."""

    NONE = "none"
    ALL = "all"
    HALF = "the first half"


@dataclass(frozen=True)
class Variant:
    """One way in which a power cut may go; `seed` draws for every file and folder by itself."""

    data: Data
    names: Names
    seed: int | None = None

    def __str__(self) -> str:
        """Name it for a failure's message."""
        return f"data: {self.data}, names: {self.names}" if self.seed is None else f"drawn with {self.seed}"


PLAIN = (
    Variant(Data.NONE, Names.NONE),
    Variant(Data.ALL, Names.ALL),
    Variant(Data.HALF, Names.HALF),
    Variant(Data.NONE, Names.ALL),
    Variant(Data.ALL, Names.NONE),
    Variant(Data.HALF, Names.ALL),
    Variant(Data.BLOCKS, Names.ALL),
    Variant(Data.SIZE, Names.ALL),
)
HOLES = Variant(Data.HOLES, Names.ALL)


def drawn(seed: int) -> Variant:
    """Make a variant that draws what is left of each file and folder."""
    return Variant(Data.ALL, Names.ALL, seed)


@dataclass
class _File:
    synced: bytes = b""
    latest: bytearray = field(default_factory=bytearray)
    pending: list[Written | Truncated] = field(default_factory=list)

    def left(self, data: Data) -> bytes:
        if not self.pending or data is Data.NONE:
            return self.synced
        if data is Data.ALL:
            return bytes(self.latest)
        if data is Data.HALF:
            return _first_half(self.synced, self.pending)
        return _blocks(self.synced, bytes(self.latest), data)


@dataclass
class _Folder:
    synced: dict[str, int] = field(default_factory=dict)
    pending: list[Named | Unnamed | Renamed] = field(default_factory=list)


def _apply_data(content: bytearray, operation: Written | Truncated, most: int | None = None) -> None:
    if isinstance(operation, Truncated):
        del content[operation.size :]
        content.extend(bytes(operation.size - len(content)))
        return
    data = operation.data if most is None else operation.data[:most]
    content.extend(bytes(max(0, operation.offset - len(content))))
    content[operation.offset : operation.offset + len(data)] = data


def _first_half(synced: bytes, pending: Sequence[Written | Truncated]) -> bytes:
    content = bytearray(synced)
    rest = sum(len(item.data) for item in pending if isinstance(item, Written)) // 2
    for operation in pending:
        if isinstance(operation, Written):
            _apply_data(content, operation, rest)
            rest -= len(operation.data)
            if rest <= 0:
                break
        else:
            _apply_data(content, operation)
    return bytes(content)


def _blocks(old: bytes, new: bytes, data: Data) -> bytes:
    """Mix old and new by blocks of 4 KiB, or smaller ones where the file is small."""
    size = 4096 if len(new) > 4 * 4096 else 64
    content = bytearray(old[: len(new)].ljust(len(new), b"\0"))
    starts = range(0, len(new), size)
    changed = [start for start in starts if content[start : start + size] != new[start : start + size]]
    half = (len(changed) + 1) // 2
    chosen = {Data.BLOCKS: changed[:half], Data.HOLES: changed[half:], Data.SIZE: []}[data]
    for start in chosen:
        content[start : start + size] = new[start : start + size]
    return bytes(content)


class Platter:
    """What is surely on the disk and what is pending, after some operations."""

    def __init__(self, base: Base) -> None:
        """Begin with what was there before the recording; that is on the disk."""
        self._folders = {number: _Folder(dict(entries)) for number, entries in base.folders.items()}
        self._files = {number: _File(content, bytearray(content)) for number, content in base.contents.items()}

    def take(self, operation: Operation) -> None:
        """Go on by one operation."""
        if isinstance(operation, Written | Truncated):
            file = self._files.setdefault(operation.file, _File())
            file.pending.append(operation)
            _apply_data(file.latest, operation)
        elif isinstance(operation, Synced):
            self._sync(operation.what)
        elif isinstance(operation, Renamed):
            self._folders[operation.to_folder].pending.append(operation)
            if operation.folder != operation.to_folder:
                self._folders[operation.folder].pending.append(operation)
        else:
            if isinstance(operation, Named):
                self._meet(operation)
            self._folders[operation.folder].pending.append(operation)

    def _meet(self, operation: Named) -> None:
        if operation.is_folder:
            self._folders.setdefault(operation.what, _Folder())
        else:
            self._files.setdefault(operation.what, _File())

    def _sync(self, what: int) -> None:
        if what in self._files:
            file = self._files[what]
            file.synced = bytes(file.latest)
            file.pending = []
        elif what in self._folders:
            folder = self._folders[what]
            folder.synced = self._entries(what, len(folder.pending))
            folder.pending = []

    def _entries(self, number: int, count: int) -> dict[str, int]:
        entries = dict(self._folders[number].synced)
        for operation in self._folders[number].pending[:count]:
            if isinstance(operation, Named):
                entries[operation.name] = operation.what
            elif isinstance(operation, Unnamed):
                entries.pop(operation.name, None)
            else:
                what = entries.pop(operation.name, None) if operation.folder == number else self._moved(operation)
                if operation.to_folder == number and what is not None:
                    entries[operation.to_name] = what
        return entries

    def _moved(self, operation: Renamed) -> int | None:
        """Find what a rename out of another folder moved."""
        other = self._folders[operation.folder]
        known = dict(other.synced) | {item.name: item.what for item in other.pending if isinstance(item, Named)}
        return known.get(operation.name)

    def left(self, variant: Variant) -> Left:
        """Give the folder that a power cut leaves now, in one of the ways it may go."""
        found: Left = {}
        draw = random.Random(variant.seed)
        self._walk(0, "", variant, draw, found)
        return found

    def _walk(self, number: int, path: str, variant: Variant, draw: random.Random, found: Left) -> None:
        pending = len(self._folders[number].pending)
        count = {Names.NONE: 0, Names.ALL: pending, Names.HALF: pending // 2}[variant.names]
        if variant.seed is not None:
            count = draw.randint(0, pending)
        for name, what in self._entries(number, count).items():
            below = f"{path}/{name}" if path else name
            if what in self._folders:
                found[below] = None
                self._walk(what, below, variant, draw, found)
                continue
            data = variant.data if variant.seed is None else draw.choice(list(Data)[:-1])
            found[below] = self._files[what].left(data)


def platters(base: Base, log: Sequence[Operation], start: int = 0) -> Iterator[tuple[int, Platter]]:
    """Walk through the disk before every operation from `start` on, and after the last one."""
    platter = Platter(base)
    for at, operation in enumerate(log):
        if at >= start:
            yield at, platter
        platter.take(operation)
    yield len(log), platter


def materialize(left: Left, folder: Path) -> None:
    """Make the folder that was left."""
    for path, content in left.items():
        target = folder / path
        if content is None:
            target.mkdir()
        else:
            target.write_bytes(content)
