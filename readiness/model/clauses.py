"""Clause numbers: the one place that parses, orders and shows them."""

from __future__ import annotations

import re
from functools import lru_cache, total_ordering
from typing import NamedTuple

from readiness.errors import UnknownName
from readiness.texts import tr

_FORM = re.compile(
    r"(?P<clause>(?:[A-Z]|[0-9]{1,3})(?:\.[0-9]{1,3})*)"
    r"(?:\s*[.(]?\s*(?P<letter>[a-z]{1,2})\s*\)?)?"
)


@total_ordering
class ClauseNumber(NamedTuple):
    """The number of a clause, or of one lettered item of it.

    `parts` are the numbers between the dots (an annex letter counts as its first part), `letter` is '' for a
    whole clause. 7.2.9 comes before 7.2.10, 10 after 9, annexes last, a clause before its letters.
    """

    parts: tuple[str, ...]
    letter: str = ""

    @classmethod
    def parse(cls, text: str) -> ClauseNumber:
        """Read '4.1.2.2', '4.1.2.2.a', '4.1.2.2 a)', '4.1.2.2(a)', '4.1.2.2a' or 'A.2.10'.

        Raises:
            UnknownName: the text has none of these forms.
        """
        return _parse(text)

    @property
    def id(self) -> str:
        """The stored form: '4.1.2.2.a'."""
        return ".".join((*self.parts, self.letter) if self.letter else self.parts)

    @property
    def clause(self) -> ClauseNumber:
        """The number without its letter."""
        return ClauseNumber(self.parts)

    @property
    def parent(self) -> ClauseNumber | None:
        """The number one level up: the clause of a letter, 9.4 of 9.4.8; None for a chapter."""
        if self.letter:
            return self.clause
        return ClauseNumber(self.parts[:-1]) if len(self.parts) > 1 else None

    @property
    def chapter(self) -> str:
        """The first part: '9' or 'A'."""
        return self.parts[0]

    def covers(self, other: ClauseNumber) -> bool:
        """Tell whether `other` is this number or lies below it."""
        if self.letter:
            return self == other
        return other.parts[: len(self.parts)] == self.parts

    def __str__(self) -> str:
        """Show the number as the trade writes it: '4.1.2.2 a)'."""
        clause = ".".join(self.parts)
        return f"{clause} {self.letter})" if self.letter else clause

    def __lt__(self, other: object) -> bool:
        """Order as in the standard's own contents."""
        if not isinstance(other, ClauseNumber):
            return NotImplemented
        return self._sort_key() < other._sort_key()

    def __le__(self, other: object) -> bool:
        """Order as in the standard's own contents (a tuple's own order would win otherwise)."""
        return self == other or self < other

    def __gt__(self, other: object) -> bool:
        """Order as in the standard's own contents."""
        return not self <= other

    def __ge__(self, other: object) -> bool:
        """Order as in the standard's own contents."""
        return not self < other

    def _sort_key(self) -> tuple[bool, tuple[tuple[bool, int, str], ...], int, str]:
        numbers = tuple((not part.isdigit(), int(part) if part.isdigit() else 0, part) for part in self.parts)
        return (not self.parts[0].isdigit(), numbers, len(self.letter), self.letter)


@lru_cache(maxsize=4096)
def _parse(text: str) -> ClauseNumber:
    match = _FORM.fullmatch(text.strip())
    if match is None:
        raise UnknownName(
            tr("'{text}' is not a clause number.", text=text[:40]),
            tr("Write it like 7.4.1, or with a letter like 4.1.2.2 a)."),
        )
    return ClauseNumber(tuple(match["clause"].split(".")), match["letter"] or "")


def fold_letters(letters: list[str]) -> str:
    """Show letters in order as ranges: ['a','b','c','f'] becomes 'a) to c), f)'."""
    runs: list[list[str]] = []
    for letter in letters:
        if runs and len(letter) == 1 and ord(letter) == ord(runs[-1][-1]) + 1:
            runs[-1].append(letter)
        else:
            runs.append([letter])
    shown: list[str] = []
    for run in runs:
        if len(run) > 2:
            shown.append(tr("{first}) to {last})", first=run[0], last=run[-1]))
        else:
            shown += [f"{letter})" for letter in run]
    return ", ".join(shown)
