"""Finding and ranking texts as somebody types: accents and case folded, and every word must be there.

Used by the palette (numbers and titles) and by the search in everything (`analysis.full_text`).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache

_PLAIN = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"}
    | dict.fromkeys("‘’ʼ", "'")
    | dict.fromkeys("‐‑‒–—−", "-")
)
_ACCENTS = re.compile("[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]+")
_NOT_OF_NUMBERS = re.compile(r"[^\w.]|_")
_DOT_BEFORE_LETTER = re.compile(r"(?<=\d)\.(?=[^\W\d])")
_SPACES = re.compile(r"\s+")
_MOST_TYPED = 200
_MOST_WORDS = 8
_LETTERS_OF_A_LETTER = 2
_BEFORE_LETTERS = 28
_LEAD_LETTERS = 48
"""A word that stands this near to the beginning is seen there; else the text is cut shortly before it."""


class Level(IntEnum):
    """How well something fits what was typed; the lower, the better."""

    NUMBER = 0
    NUMBER_AND_WORDS = 1
    NUMBER_BEGINS = 2
    TITLE_BEGINS = 3
    PHRASE = 4
    WORDS_BEGIN = 5
    NUMBER_BEGINS_AND_WORDS = 6
    ANYWHERE = 7
    PHRASE_ELSEWHERE = 8
    """Here and below: in what belongs to it, but not all in its number and title."""
    BEGINS_ELSEWHERE = 9
    ELSEWHERE = 10


def fold(text: str) -> str:
    """Give a text without accents and capitals, its quotes and dashes plain, to compare by: 'Prüfer' is 'prufer'."""
    if text.isascii():
        return text.lower()
    spread = _ACCENTS.sub("", unicodedata.normalize("NFKD", text)).casefold().translate(_PLAIN)
    return _ACCENTS.sub("", spread)


def number_form(text: str) -> str:
    """Give a number as it is compared: '4.1.2.2 a)', '4.1.2.2(a)' and '4.1.2.2.a' alike; 'P-07' like 'p 07'."""
    return _DOT_BEFORE_LETTER.sub("", _NOT_OF_NUMBERS.sub("", fold(text))).strip(".")


@dataclass(frozen=True, slots=True)
class Query:
    """What was typed: its words, whole, and every run of up to two words that may be a number, with the others."""

    words: tuple[str, ...]
    whole: str
    numbers: tuple[tuple[str, tuple[re.Pattern[str], ...]], ...]

    @classmethod
    def of(cls, text: str) -> Query:
        """Read what was typed; '17065:7.4' is read as '17065 7.4', and no more than 200 letters and 8 words count."""
        folded = fold(text[:_MOST_TYPED])
        words = tuple(dict.fromkeys(folded.replace(":", " ").split()))[:_MOST_WORDS]
        whole = " ".join(folded.split())
        return cls(words, whole, tuple(_numbers(words)))

    def begins_words_of(self, text: str) -> bool:
        """Tell whether each word is the beginning of a word of a folded text."""
        return all(_begins_a_word(word, text) for word in self.words)


def _begins_a_word(sought: str, text: str) -> bool:
    """Tell whether a text stands in another where a word begins (a pattern that looks behind is much slower)."""
    at = text.find(sought)
    while at > 0 and (text[at - 1].isalnum() or text[at - 1] == "_"):
        at = text.find(sought, at + 1)
    return at >= 0


def _numbers(words: tuple[str, ...]) -> Iterable[tuple[str, tuple[re.Pattern[str], ...]]]:
    """Give every run of one or two words that may be a number, with what the other words must match."""
    for length in (2, 1):
        for start in range(len(words) - length + 1):
            form = number_form("".join(words[start : start + length]))
            if any(letter.isdigit() for letter in form):
                yield form, tuple(_beside_a_number(word) for word in words[:start] + words[start + length :])


def _beside_a_number(word: str) -> re.Pattern[str]:
    """Take a short word beside a number for a letter of it: it stands alone."""
    return re.compile(rf"(?<!\w){re.escape(word)}(?!\w)" if len(word) <= _LETTERS_OF_A_LETTER else re.escape(word))


@dataclass(frozen=True, slots=True)
class Searchable:
    """What is looked through of one thing, folded: its number, its title, and all of it."""

    number: str
    title: str
    head: str
    text: str

    @classmethod
    def of(cls, number: str, title: str, more: str = "") -> Searchable:
        """Fold a number, a title, and what else it may be found by."""
        head = fold(f"{number} {title}")
        text = f"{head} {fold(more)}" if more else head
        return cls(number_form(number), fold(title), head, text)

    def level(self, query: Query) -> Level | None:
        """Tell how well it fits a query; None where it does not."""
        found = [level for level in (self._level_of_number(query), self._level_of_words(query)) if level is not None]
        return min(found, default=None)

    def _level_of_number(self, query: Query) -> Level | None:
        best = None
        for form, others in query.numbers:
            if self.number.startswith(form) and all(pattern.search(self.text) for pattern in others):
                if self.number == form:
                    return Level.NUMBER_AND_WORDS if others else Level.NUMBER
                best = Level.NUMBER_BEGINS_AND_WORDS if others else Level.NUMBER_BEGINS
        return best

    def _level_of_words(self, query: Query) -> Level | None:
        if not all(word in self.text for word in query.words):
            return None
        if query.whole and self.title.startswith(query.whole):
            return Level.TITLE_BEGINS
        has_phrase = len(query.words) > 1 and query.whole in self.text
        if all(word in self.head for word in query.words):
            if has_phrase and _begins_a_word(query.whole, self.head):
                return Level.PHRASE
            return Level.WORDS_BEGIN if query.begins_words_of(self.head) else Level.ANYWHERE
        if has_phrase and _begins_a_word(query.whole, self.text):
            return Level.PHRASE_ELSEWHERE
        return Level.BEGINS_ELSEWHERE if query.begins_words_of(self.text) else Level.ELSEWHERE


def rank(things: Sequence[Searchable], typed: str, most: int) -> list[int]:
    """Give the positions of the things that fit, the best first and else in their order; no more than `most`."""
    query = Query.of(typed)
    if not query.words:
        return list(range(min(most, len(things))))
    by_level: dict[Level, list[int]] = {level: [] for level in Level}
    for position, thing in enumerate(things):
        level = thing.level(query)
        if level is not None:
            by_level[level].append(position)
    return [position for level in Level for position in by_level[level]][:most]


# Showing what was found

Span = tuple[int, int]
"""Where a found word lies in a text: its start and its length, in letters."""


@lru_cache(maxsize=4096)
def _folded_letter(letter: str) -> str:
    return fold(letter)


def spans(text: str, words: Iterable[str]) -> tuple[Span, ...]:
    """Find where the words of a query stand in a text as it is shown; none overlap.

    Where one stands at the beginning of a word, only such places count: the 1 of 'stage 1' is not that of '9.3.1'.
    """
    pieces = [_folded_letter(letter) for letter in text]
    folded = "".join(pieces)
    origins = [position for position, piece in enumerate(pieces) for _ in piece]
    found = [False] * len(text)
    for word in words:
        for start in _places(folded, word):
            for position in range(origins[start], origins[start + len(word) - 1] + 1):
                found[position] = True
    return tuple(_runs(found))


def _places(folded: str, word: str) -> list[int]:
    starts = []
    start = folded.find(word) if word else -1
    while start >= 0:
        starts.append(start)
        start = folded.find(word, start + len(word))
    return [at for at in starts if not at or not (folded[at - 1].isalnum() or folded[at - 1] == ".")] or starts


def _runs(found: list[bool]) -> Iterable[Span]:
    start = -1
    for position, is_found in enumerate([*found, False]):
        if is_found and start < 0:
            start = position
        elif not is_found and start >= 0:
            yield start, position - start
            start = -1


def excerpt(text: str, words: Iterable[str], letters: int) -> str:
    """Cut a text to about so many letters, so that the first place where a word stands is near its beginning."""
    text = _SPACES.sub(" ", text).strip()
    folded = fold(text)
    first = min((place for word in words if (place := folded.find(word)) >= 0), default=0)
    start = _start_of_word(text, first - _BEFORE_LETTERS) if first > _LEAD_LETTERS else 0
    end = start + letters
    return f"{'… ' if start else ''}{text[start:end].rstrip()}{'…' if end < len(text) else ''}"


def _start_of_word(text: str, position: int) -> int:
    """Move a position on to where the next word begins; the text's beginning stays."""
    if position <= 0:
        return 0
    space = text.find(" ", position)
    return space + 1 if 0 <= space < position + _BEFORE_LETTERS // 2 else position
