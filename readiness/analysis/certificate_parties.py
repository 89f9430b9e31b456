"""Who is named in a certificate: the client and the body, told apart by labels, by addresses and by where they stand.

A body often stands there by its brand alone, without a label: in the letterhead, or above its address at the end.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

from readiness.analysis.certificate_text import Page, Shapes

Whose = Literal["client", "body", ""]
_ABOVE = 4
"""Passages above an address in which its name stands; lines of the same address among them are passed over."""
_WORDS = 8
"""Words that a name may have."""
_HEAD_LINES = 3
"""Passages below the title in which a name alone is still taken for a letterhead."""
_BEFORE = 40
"""Letters around a mark in which the name that belongs to it begins."""
_PARTS_APART = 4
"""Words between street and town, or town and country, that are still one address."""
_GAP = 14
"""Letters that may stand between a label or lead and the name it belongs to: 'the company', quotation marks."""
_BETWEEN_PARTS = re.compile(r"[,|;\u00b7()/]|\s-\s|:\s|(?<!Co)\.\s(?=[A-Z\u00c4\u00d6\u00dc])")


@dataclass(frozen=True)
class Mark:
    """A stretch that says whose the name right after it is, or, where it `holds` one, whose that is."""

    start: int
    end: int
    whose: Whose
    holds: bool = False


@dataclass(frozen=True)
class Party:
    """Somebody named: where the name stands (an empty stretch: an address without a name) and where the address."""

    name: tuple[int, int]
    place: tuple[int, int] | None
    whose: Whose = ""


class Parties:
    """Finds who is named in certificates."""

    def __init__(self, shapes: Shapes) -> None:
        """Make the patterns of names and addresses."""
        word = r"(?-i:[A-Z\u00c4\u00d6\u00dc][\w&'.-]*|[a-z]?[A-Z]\w+)"
        link = (
            rf"(?:\s(?:of|de|la|los|du|and|und|&|f\u00fcr|for|am|an|der|the|e\.?\s?[GKV]\b\.?)(?=\s))?\s(?:{word}|&|-)"
        )
        legal = shapes.shape("legal form").pattern
        name = shapes.shape("name").pattern
        self._name = re.compile(rf"(?={name})(?:{word}(?:{link}|\s{legal}(?!\w))*|{shapes.named})", re.IGNORECASE)
        self._formed = re.compile(
            rf"(?<!\w)(?={name}){word}(?:\s(?:{word}|&|-)){{0,5}}?,?\s(?:{legal})(?!\w)", re.IGNORECASE
        )
        self._form = re.compile(rf".*?(?<!\w)(?:{legal})(?!\w)(?:\s?&\s?Co\.?\s?\w+)?", re.IGNORECASE)
        self._address = shapes.shape("address")
        self._day = shapes.day
        self._placeholder = re.compile(shapes.named, re.IGNORECASE)

    def told_apart(
        self,
        page: Page,
        marks: Sequence[Mark],
        stops: Iterable[tuple[int, int]],
        lines: tuple[int, int],
        empty: Iterable[Whose],
        statements: re.Pattern[str],
    ) -> list[Party]:
        """List who is named, and say of each whose part it has, as far as that can be told.

        `marks` are labels and leads of names; `stops` every other stretch that is no name: labels, titles; `lines` are
        the numbers of the passages with the title and with the head of an annex, whose sites are nobody's; `empty` says
        for whom there is a label with nothing beside it; whoever stands before one of the `statements` is the body.
        """
        busy = sorted({*stops, *((mark.start, mark.end) for mark in marks if not mark.holds)})
        title, annex = lines
        parties = list(self._by_marks(page, marks))
        parties += self._with_addresses(page, busy, marks)
        parties += self._with_forms(page, parties)
        parties += self._letterheads(page, parties, busy, title)
        made = [_marked(page, party, marks, statements) for party in parties]
        made = [party for party in made if party.whose or page.passage(party.name[0]) < annex]
        return _assigned(page, made, title, set(empty))

    def _by_marks(self, page: Page, marks: Sequence[Mark]) -> Iterator[Party]:
        """Give the names right after labels and leads, and those that are a part of one: 'X hereby confirms'."""
        for mark in marks:
            first, _ = page.line(page.passage(mark.start))
            begin = max(first, mark.start - _BEFORE) if mark.holds else mark.end
            for start, end in self._names(page, begin, mark.end + _BEFORE * 2):
                if start <= mark.end + (0 if mark.holds else _GAP) and end > mark.start:
                    yield Party((start, end), None, mark.whose)
                    break

    def _with_addresses(self, page: Page, busy: Sequence[tuple[int, int]], marks: Sequence[Mark]) -> Iterator[Party]:
        ends = [*(end for _, end in busy), *(mark.end for mark in marks)]
        for start, end in self._places(page, busy):
            here = page.passage(start)
            name = self._beside(page, start, ends) or self._above(page, here, busy, marks)
            yield Party(name or (start, start), (start, end))

    def _places(self, page: Page, busy: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
        """Walk through addresses; street, town and country, each met by itself, are one."""
        held: tuple[int, int] | None = None
        for found in self._address.finditer(page.text):
            if held is not None:
                gap = page.text[held[1] : found.start()]
                lines = page.passage(found.start()) - page.passage(max(held[0], held[1] - 1))
                apart = self._formed.search(gap) or any(held[1] <= start < found.start() for start, _ in busy)
                if len(gap.split()) <= (_PARTS_APART if lines == 0 else 0) and lines < 2 and not apart:
                    held = held[0], found.end()
                    continue
                yield held
            held = found.span()
        if held is not None:
            yield held

    def _beside(self, page: Page, place: int, ends: Sequence[int]) -> tuple[int, int] | None:
        """Give the name before an address in its passage: the nearest part of the line that can be one."""
        first, _ = page.line(page.passage(place))
        stop = max((end for end in ends if first <= end <= place), default=first)
        text = page.text[stop:place]
        cuts = [0, *(found.end() for found in _BETWEEN_PARTS.finditer(text)), len(text)]
        for begin, end in reversed(list(pairwise(cuts))):
            names = list(self._names(page, stop + begin, stop + end))
            last = bool(names) and not page.text[names[-1][1] : stop + end].strip(" ,.|;:()")
            if names and (last or not any(sign.isdigit() for sign in text[begin:end])):
                return names[-1]
        return None

    def _above(
        self, page: Page, here: int, busy: Sequence[tuple[int, int]], marks: Sequence[Mark]
    ) -> tuple[int, int] | None:
        """Give the name above an address: a line begins with it, or a label of names stands before it."""
        for number in range(here - 1, max(-1, here - _ABOVE - 1), -1):
            first, last = page.line(number)
            if any(start <= first + 3 and end >= last - 2 for start, end in busy):
                continue  # a label alone, between the name and the address
            place = self._address.search(page.text, first, last)
            if place and place.start() == first:
                continue
            if place:
                return None
            begins = [mark.end for mark in marks if first <= mark.end < last]
            for begin in [*begins, first]:
                stop = min((start for start, end in busy if begin <= start < last and start > first), default=last)
                name = next(self._names(page, begin, stop), None)
                between = page.text[begin : name[0]] if name else ""
                near = len(between) <= _GAP and (begin > first or not re.search(r"[^\W\d_]", between))
                alone = name and not page.text[name[1] : stop].strip(" \"'").strip(" .")[:1].isalnum()
                if name and near and alone and not self._day.match(page.text, name[0]):
                    return name
            return None
        return None

    def _names(self, page: Page, start: int, end: int) -> Iterator[tuple[int, int]]:
        for found in self._name.finditer(page.text, start, end):
            placeholder = self._placeholder.fullmatch(found[0])
            if placeholder and self._address.fullmatch(found[0]):
                continue
            form = self._form.match(found[0])
            last = found.start() + form.end() if form else found.end()
            after = page.text[last : last + 2]
            # What digits, a slash or a colon follow is a code, the name of a street or a label.
            is_name = len(found[0].split()) <= _WORDS and not any(sign.isdigit() for sign in found[0])
            is_name = is_name and not re.match(r"\s?:|/|\w" + ("" if form or last + 1 >= end else r"|\s?\d"), after)
            street = (
                re.search(r"\s[\w-]+$", found[0])
                if not form and re.match(r"\s\d+\w?[,\s]", page.text[last : last + 6])
                else None
            )
            if placeholder or is_name:
                yield found.start(), last
            elif street:
                yield found.start(), found.start() + street.start()

    def _with_forms(self, page: Page, parties: Sequence[Party]) -> Iterator[Party]:
        for found in self._formed.finditer(page.text):
            if not any(_overlap(found.span(), party.name) for party in parties):
                yield Party(found.span(), None)

    def _letterheads(
        self, page: Page, parties: Sequence[Party], busy: Sequence[tuple[int, int]], title: int
    ) -> Iterator[Party]:
        """Take a name that stands alone above the title, or begins a line right below it, for a letterhead."""
        for number in range(min(title + _HEAD_LINES, len(page.starts))):
            first, last = page.line(number)
            stop = min((start for start, end in busy if start < last and end > first), default=last)
            found = self._name.match(page.text, first, stop) if number != title else None
            if found is None or any(_overlap(found.span(), party.name) for party in parties):
                continue
            alone = not page.text[found.end() : stop].strip(" ,.|:-")
            if alone and (number < title or stop < last) and not self._address.match(page.text, first):
                yield Party(found.span(), None, "body")


def _overlap(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _marked(page: Page, party: Party, marks: Sequence[Mark], statements: re.Pattern[str]) -> Party:
    """Say whose a party is by the label or lead before its name, or the statement after it."""
    if party.whose:
        return party
    start, end = party.name
    near = [
        mark for mark in marks
        if (mark.end <= start <= mark.end + _GAP and not mark.holds) or _overlap((mark.start, mark.end), party.name)
    ]  # fmt: skip
    if near:
        return replace(party, whose=max(near, key=lambda mark: mark.end).whose)
    after = max(end, party.place[1] if party.place else end)
    said = statements.search(page.text, after, after + _BEFORE)
    if (
        start < end
        and said
        and page.text[after : said.start()].count("\n") <= 1
        and len(page.text[after : said.start()].split()) < 6
    ):
        return replace(party, whose="body")
    return party


def _assigned(page: Page, parties: Sequence[Party], title: int, empty: set[Whose]) -> list[Party]:
    """Say of those without a label whose part they have: what one name is once, it is wherever it stands."""
    told = {_text(page, party): party.whose for party in parties if party.whose and party.name[0] < party.name[1]}
    made = [replace(party, whose=party.whose or _same(_text(page, party), told)) for party in parties]
    known = {party.whose for party in made if party.name[0] < party.name[1]} | empty
    free = {
        _text(page, party): party.name[0]
        for party in sorted(made, key=lambda party: party.name)[::-1]
        if not party.whose and party.name[0] < party.name[1]
    }
    names = sorted(free, key=lambda name: free[name])
    start = page.starts[title] if title < len(page.starts) else 0
    part: dict[str, Whose] = {}
    is_one = len(names) > 1 or (names and ("client" in known or _is_bodys(page, free[names[0]], start)))
    if "body" not in known and is_one:
        part[next((name for name in names if free[name] < start), names[-1])] = "body"
    left = [name for name in names if name not in part]
    if "client" not in known and left:
        part[left[0]] = "client"
    return [replace(party, whose=party.whose or _same(_text(page, party), part)) for party in made]


def _same(name: str, told: Mapping[str, Whose]) -> Whose:
    """Give whose a name is by what is told of it or of a shorter or longer form of it."""
    if not name or name in told:
        return told.get(name, "")
    return next(
        (whose for other, whose in told.items() if name.startswith(f"{other} ") or other.startswith(f"{name} ")), ""
    )


def _is_bodys(page: Page, place: int, title: int) -> bool:
    """Tell whether a name that is the only one stands where the body's does: above the title, or at the end."""
    return place < title or page.passage(place) >= len(page.starts) - 3


def _text(page: Page, party: Party) -> str:
    return " ".join(page.text[party.name[0] : party.name[1]].casefold().split()).strip(" .,")
