"""Patterns of classes that may not go together, and where a sentence meets them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

_WINDOW = 12

T = TypeVar("T")

Span = tuple[int, int]
Places = dict[str, list[Span]]
"""Where each class is met: first and last token."""


@dataclass(frozen=True)
class Pattern:
    """A pattern taken apart; see `readiness.model.claims.ClaimRule` for how it is written."""

    terms: tuple[tuple[str, ...], ...]
    wanted: tuple[tuple[str, ...], ...]
    unwanted: tuple[str, ...]
    kept_out: tuple[str, ...]
    ordered: bool
    window: int
    even_denied: bool
    wide: bool
    needed: tuple[tuple[str, ...], ...]

    @classmethod
    def of(cls, line: str) -> Pattern:
        """Take a written pattern apart."""
        terms, wanted, unwanted, kept_out = [], [], [], []
        window, ordered, denied, wide = _WINDOW, False, False, False
        for part in line.split():
            if part == ">":
                ordered = True
            elif part == "~":
                denied = True
            elif part == "&":
                wide = True
            elif part[0] == "/":
                window = int(part[1:])
            elif part[0] == "-":
                unwanted.extend(part[1:].split("|"))
            elif part[0] == "!":
                kept_out.extend(part[1:].split("|"))
            elif part[0] == "+":
                wanted.append(tuple(part[1:].split("|")))
            else:
                terms.append(tuple(part.split("|")))
        return cls(tuple(terms), tuple(wanted), tuple(unwanted), tuple(kept_out), ordered, window, denied,
                   wide, tuple(sorted((*terms, *wanted), key=_how_common)))  # fmt: skip

    def classes(self) -> set[str]:
        """Give every class that the pattern names."""
        return {name for term in (*self.terms, *self.wanted, self.unwanted, self.kept_out) for name in term}

    def find(self, places: Places) -> Span | None:
        """Give the first and last token of the narrowest stretch that meets the pattern."""
        found = self.every(places)
        return min(found, key=lambda span: (span[1] - span[0], span)) if found else None

    def every(self, places: Places) -> list[Span]:
        """Give the first and last token of each stretch that meets the pattern."""
        for term in self.needed:
            for name in term:
                if name in places:
                    break
            else:
                return []
        for name in self.unwanted:
            if name in places:
                return []
        met = [_spans(term, places) for term in self.terms]
        found = _in_order(met) if self.ordered else _together(met)
        if len(met) > 1:
            found = [span for span in found if span[1] - span[0] <= self.window]
        if found and self.kept_out:
            out = _spans(self.kept_out, places)
            found = [span for span in found if not any(span[0] <= one[0] and one[1] <= span[1] for one in out)]
        return found


class PatternIndex(Generic[T]):
    """Patterns, each with something that belongs to it, found by the classes that a sentence holds."""

    def __init__(self, entries: Iterable[tuple[Pattern, T]]) -> None:
        """Sort the patterns by the classes of which they need one."""
        self._entries = list(entries)
        self._needing: dict[str, list[int]] = {}
        for number, (pattern, _) in enumerate(self._entries):
            for name in pattern.needed[0]:
                self._needing.setdefault(name, []).append(number)

    def possible(self, places: Places) -> list[tuple[Pattern, T]]:
        """Give the patterns that these places may meet, in their order."""
        numbers = {number for name in places.keys() & self._needing.keys() for number in self._needing[name]}
        return [self._entries[number] for number in sorted(numbers)]


def _how_common(term: Collection[str]) -> tuple[bool, int]:
    """Order terms so that the rare ones, which decide soonest, come first."""
    return not any("@" in name or ":" in name for name in term), len(term)


def _spans(term: Collection[str], places: Places) -> list[Span]:
    return sorted(span for name in term for span in places.get(name, ()))


def _in_order(met: list[list[Span]]) -> list[Span]:
    found = []
    for first in met[0]:
        last: Span | None = first
        for spans in met[1:]:
            after = last[1] if last else 0
            last = min((span for span in spans if span[0] > after), default=None)
            if last is None:
                break
        if last is not None:
            found.append((first[0], last[1]))
    return found


def _together(met: list[list[Span]]) -> list[Span]:
    """For each place of the rarest term take the nearest place of every other one."""
    rarest = min(range(len(met)), key=lambda number: len(met[number]))
    found = []
    for anchor in met[rarest]:
        low, high = anchor
        for number, spans in enumerate(met):
            if number != rarest:
                near = min(spans, key=lambda span: max(anchor[0] - span[1], span[0] - anchor[1], 0))
                low, high = min(low, near[0]), max(high, near[1])
        found.append((low, high))
    return found
