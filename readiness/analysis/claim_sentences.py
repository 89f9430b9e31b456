"""Plain text for the claims checker, cut into sentences and statements."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from readiness.analysis.claim_patterns import Span

_PLAIN = (
    *((sign, " ") for sign in "\u00a0\u2007\u202f\u2009\t\r_"),
    *((sign, "-") for sign in "\u2010\u2011\u2012\u2212"),
    *((sign, '"') for sign in "\u201c\u201d\u201e\u201f\u00ab\u00bb\u2033\u2039\u203a"),
    *((sign, "'") for sign in "\u2018\u2019\u201a\u201b\u2032"),
    ("\u2014", "\u2013"),
    ("\u1e9e", "\u00df"),
)
"""Signs and their plain form, one character for one."""
_DROPPED_SIGNS = ("\u00ad", "\u200b", "\u200c", "\u200d", "\u2060", "\ufeff", "-\n")
_LETTER = "[a-z\u00e4\u00f6\u00fc\u00df]"
_DROPPED = re.compile(rf"[\u00ad\u200b-\u200d\u2060\ufeff]+\n?|(?<={_LETTER})-\n(?={_LETTER})")
_BREAK = re.compile(
    r"[.!?\n](?:(?<=[.!?])[.!?]*[\"')\]]*(?=\s)|(?<=\n)(?:\s*\n|(?=\s*(?:[\u2022*\u25aa\u25cf\u00b7]|-\s|\d+[.)]\s))))"
)
"""Begins with a set of signs, which is looked for fastest."""
_LONGEST_QUOTE = 240
_SHORT_ANSWER = 3
"""So few words ("Yes, gladly.") only open an answer."""
_BULLET = re.compile(r"\s*(?:[\u2022*\u25aa\u25cf\u00b7]|-\s|\d+[.)]\s)")
_LONGEST_HEAD = 8
"""A line above a list is its heading if it has no more words, or ends with a colon."""
_SHORT_CALL = 4
"""A call of so few words ("Stage 1 passed!") belongs to what follows."""


@dataclass(frozen=True)
class Normal:
    """A text with its typography made plain; `origins[i]` is where character i stood (None: where it stands)."""

    text: str
    lower: str
    origins: tuple[int, ...] | None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Give the place of a stretch in the text as it was given."""
        if self.origins is None or end <= start:
            return start, end
        return self.origins[start], self.origins[end - 1] + 1


def normal(text: str) -> Normal:
    """Make blanks, hyphens, quotes and broken words plain, keeping where each character came from."""
    plain = text
    for sign, instead in _PLAIN:
        if sign in plain:
            plain = plain.replace(sign, instead)
    origins: tuple[int, ...] | None = None
    if any(sign in plain for sign in _DROPPED_SIGNS) and _DROPPED.search(plain):
        gone = {place for found in _DROPPED.finditer(plain) for place in range(*found.span())}
        origins = tuple(place for place in range(len(plain)) if place not in gone)
        plain = "".join(plain[place] for place in origins)
    lower = plain.lower()
    if len(lower) != len(plain):
        lower = "".join(one.lower() if len(one.lower()) == 1 else one for one in plain)
    return Normal(plain, lower, origins)


def sentences(lower: str, abbreviations: frozenset[str]) -> list[tuple[int, int]]:
    """Give where the sentences of a plain lower-case text begin and end. A short quotation is not cut."""
    found, start = [], 0
    for match in _BREAK.finditer(lower):
        place = match.start()
        if lower[place] != "\n" and _goes_on(lower, start, place, match.end(), abbreviations):
            continue
        found.append((start, match.end()))
        start = match.end()
    if start < len(lower):
        found.append((start, len(lower)))
    return found


def statements(lower: str, abbreviations: frozenset[str]) -> list[tuple[Span, ...]]:
    """Give the sentences of a plain lower-case text, a question with its answer, a line of a list with its heading."""
    headed = _headed(lower, sentences(lower, abbreviations))
    if "?" not in lower:
        return list(headed)
    found: list[tuple[Span, ...]] = []
    for spans in headed:
        start, end = spans[-1]
        before = found[-1] if found else ()
        if before and asks(lower, before[0]) and not asks(lower, (start, end)):
            short = len(before) == 2 and len(lower[slice(*before[1])].split()) <= _SHORT_ANSWER
            if len(before) == 1 or short:
                found[-1] = (*before, (start, end))
                continue
        found.append(spans)
    return found


def _headed(lower: str, found: list[Span]) -> Iterator[tuple[Span, ...]]:
    """Give sentences, each line of a list together with the line above the list."""
    head: Span | None = None
    listed = [_BULLET.match(lower, *span) is not None for span in found]
    for span, is_listed, next_listed in zip(found, listed, [*listed[1:], False], strict=True):
        if is_listed:
            yield (head, span) if head else (span,)
            continue
        head = None
        if next_listed:
            text = lower[slice(*span)].strip()
            head = span if text[-1:] == ":" or len(text.split()) <= _LONGEST_HEAD else None
        yield (span,)


def asks(lower: str, span: Span) -> bool:
    """Tell whether a sentence ends with a question mark."""
    return lower[slice(*span)].rstrip("\"') ").endswith("?")


def _goes_on(lower: str, start: int, place: int, end: int, abbreviations: frozenset[str]) -> bool:
    quotes = lower.count('"', start, place)
    if quotes % 2 and '"' in lower[place : place + _LONGEST_QUOTE] and '"' not in lower[place:end]:
        return True
    if lower[place] == "!" and len(lower[start:place].split()) <= _SHORT_CALL:
        return True
    if lower[place] != ".":
        return False
    word = (lower[max(start, place - 14) : place].split()[-1:] or [""])[0].lstrip("(\"'")
    return word in abbreviations or (len(word) == 1 and word.isalpha()) or (word.isdigit() and len(word) <= 2)
