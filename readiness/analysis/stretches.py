"""Stretches of a text, to be asked again and again which of them others overlap: in a long line there are thousands."""

from __future__ import annotations

from collections.abc import Iterable

_LETTERS = 256
"""Letters that one entry of the index stands for: about as long as the stretches are."""


class Stretches:
    """Stretches of one text, each from its first letter to the one after its last, found by where they lie."""

    def __init__(self, stretches: Iterable[tuple[int, int]] = ()) -> None:
        """Take stretches in any order."""
        self._at: dict[int, list[tuple[int, int]]] = {}
        for start, end in stretches:
            self.add(start, end)

    def add(self, start: int, end: int) -> None:
        """Add one."""
        for place in _places(start, end):
            self._at.setdefault(place, []).append((start, end))

    def overlap(self, start: int, end: int) -> bool:
        """Tell whether one of them shares letters with a stretch."""
        return any(
            first < end and start < last for place in _places(start, end) for first, last in self._at.get(place, ())
        )


def _places(start: int, end: int) -> range:
    return range(start // _LETTERS, end // _LETTERS + 1)
