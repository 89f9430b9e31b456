"""What a certificate shows: labels with what stands beside them, in a line, below, or in the next cells of a table."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from readiness.analysis.certificate_text import BETWEEN, Page, Shapes
from readiness.model.certificates import CertificateRule, CertificateRules, Shape

_NEAR, _FAR = 60, 200
"""Letters after a label within which a date, and anything else, belongs to it."""
_LINES_BELOW = 4
"""Lines below a name in which an address is that name's."""
_SCOPE_LINES = 8
_MANY_BLANKS = 3
_ENDS_SCOPE = ("name", "address", "date", "code")
"""What looks for such shapes ends the statement of the scope where it is met."""


@dataclass(frozen=True)
class _Asked:
    """The patterns of a rule, in all languages."""

    rule: CertificateRule
    labels: re.Pattern[str]
    leads: re.Pattern[str]
    phrases: re.Pattern[str]
    when: re.Pattern[str]


@dataclass(frozen=True)
class _Label:
    """A label that was met. `stands_alone`: it has a passage for itself; `is_marked`: nothing but a label looks so."""

    start: int
    end: int
    rule: str
    stands_alone: bool
    is_marked: bool
    in_placeholder: bool


@dataclass(frozen=True)
class Fields:
    """What was met: the rules met, and not asked; dates of granting and of the end; where the scope is stated."""

    met: frozenset[str]
    not_asked: frozenset[str]
    begins: tuple[dt.date, ...] = ()
    ends: tuple[dt.date, ...] = ()
    scope: tuple[int, int] = (0, 0)

    def lacks(self, rule: CertificateRule) -> bool:
        """Tell whether something is missing."""
        return rule.id not in self.met and rule.id not in self.not_asked


@dataclass
class _Found:
    met: dict[str, list[tuple[int, int]]] = field(default_factory=dict)

    def add(self, rule: str, start: int, end: int) -> None:
        self.met.setdefault(rule, []).append((start, end))


class Reader:
    """Reads what certificates show."""

    def __init__(self, shapes: Shapes, languages: Sequence[CertificateRules]) -> None:
        """Take the patterns of the rules of all languages apart."""
        self._shapes = shapes
        by_id: dict[str, list[CertificateRule]] = {}
        for rules in languages:
            for rule in rules.rules:
                if rule.finds == "missing":
                    by_id.setdefault(rule.id, []).append(rule)
        self._asked = {name: self._taken_apart(same, by_id) for name, same in by_id.items()}
        self._first = shapes.pattern(line for rules in languages for line in rules.signs.first)

    def _taken_apart(self, same: Sequence[CertificateRule], by_id: dict[str, list[CertificateRule]]) -> _Asked:
        every = [*same, *(by_id[same[0].same_as] if same[0].same_as else ())]
        return _Asked(
            same[0],
            self._shapes.pattern((line for rule in every for line in rule.labels), in_one_line=True),
            self._shapes.pattern((line for rule in every for line in rule.leads), in_one_line=True),
            self._shapes.pattern((line for rule in every for line in rule.phrases), in_one_line=True),
            self._shapes.pattern(line for rule in same for line in rule.when),
        )

    def read(self, page: Page, rules: Sequence[CertificateRule]) -> Fields:
        """Look for what rules ask for; all of them look for something missing."""
        return _Reading(page, self._shapes, [self._asked[rule.id] for rule in rules], self._first).fields()


class _Reading:
    """One certificate that is being read."""

    def __init__(self, page: Page, shapes: Shapes, asked: Sequence[_Asked], first: re.Pattern[str]) -> None:
        self._page, self._text, self._shapes, self._asked, self._first = page, page.text, shapes, asked, first
        self._placeholders = [found.span() for found in re.compile(shapes.named, re.IGNORECASE).finditer(page.text)]
        blanks = len(re.findall(r"_{3,}|\.{5,}", page.text))
        self._is_template = bool(self._placeholders) or blanks >= _MANY_BLANKS
        self._value = {
            name: self._value_of(name) for name in ("text", "name", "address", "code", "standard", "edition")
        }
        self._labels = sorted(self._all_labels(), key=lambda label: (label.start, -label.end))

    def _value_of(self, shape: Shape) -> re.Pattern[str]:
        """Give the expression of a value that follows a label."""
        if shape in ("text", "address"):
            return re.compile(rf"{BETWEEN}\s{{0,4}}(?:{self._shapes.placeholder}|[\"'(]?\w)", re.IGNORECASE)
        other = f"(?!{self._shapes.shape('address').pattern})" if shape == "name" else ""
        return re.compile(
            f"{BETWEEN}\\s{{0,4}}{other}(?:{self._shapes.shape(shape).pattern}|{self._shapes.placeholder})",
            re.IGNORECASE,
        )

    # Labels

    def _all_labels(self) -> Iterator[_Label]:
        for asked in self._asked:
            for found in asked.labels.finditer(self._text):
                start, end = found.span()
                if re.search(r"\w-$", self._text[max(0, start - 2) : start]):
                    continue  # 'Report-No.' is not the number of the certificate
                number = self._page.passage(start)
                first, last = self._page.line(number)
                begins = not self._text[first:start].strip(" .:-|*•")
                alone = begins and not self._text[end:last].strip(" .:-|*/_")
                inside = any(opens <= start and end <= closes for opens, closes in self._placeholders)
                after, before = self._text[end:last], self._text[first:start].rstrip()
                # "Produkt / Product": a label in two languages.
                twice = before.endswith("/") or (begins and bool(re.match(r"\s?/\s?\w", after)))
                marked = alone or inside or twice or bool(re.match(r"\s?\.?\s?[:|]", after))
                yield _Label(start, end, asked.rule.id, alone, marked, inside)

    @cached_property
    def _alone(self) -> dict[int, _Label]:
        """Give the labels that have a passage for themselves, by its number."""
        return {self._page.passage(label.start): label for label in self._labels if label.stands_alone}

    def _rest(self, label: _Label, shape: Shape) -> str:
        """Give what stands beside a label, as far as the next label."""
        start = label.end
        if label.stands_alone:
            # Several labels above one another, or in the head of a table: the values come in the same order below.
            number = last = self._page.passage(label.start)
            first = number
            while last + 1 in self._alone:
                last += 1
            while first - 1 in self._alone:
                first -= 1
            wanted = last + 1 + number - first
            if last > first and last + (last - first) + 1 < len(self._page.starts):
                start = self._page.starts[wanted]
                return self._text[start : self._page.line(wanted)[1]]
        stop = next(
            (other.start for other in self._labels if other.start >= start and (other.is_marked or shape == "date")
             and not (other.rule == label.rule and other.start - start < 2)), len(self._text))  # fmt: skip
        return self._text[start : min(stop, start + _FAR)]

    def _is_filled(self, label: _Label, shape: Shape) -> bool:
        if shape == "nothing" or label.in_placeholder:
            return True
        rest = self._rest(label, shape)
        if shape == "date":
            filled = bool(self._shapes.day.search(rest[:_NEAR]))
        elif shape == "code" or label.is_marked:
            filled = bool(self._value[shape].match(rest))
        else:
            two = " " in self._text[label.start : label.end].strip()
            filled = two and bool(self._value["name" if shape in ("text", "address") else shape].match(rest))
        return filled or (self._is_template and label.is_marked)

    # Rules

    def fields(self) -> Fields:
        """Read everything; addresses last, since they go with the names above them."""
        found = _Found()
        for asked in self._asked:
            if asked.rule.shape != "address":
                self._look(asked, found)
        for asked in self._asked:
            if asked.rule.shape == "address":
                self._look(asked, found)
                self._look_for_place(asked, found)
        not_asked = {item.rule.id for item in self._asked if item.rule.when and not item.when.search(self._text)}
        return Fields(
            frozenset(found.met),
            frozenset(not_asked),
            tuple(self._days("start", last=False)),
            tuple(self._days("end", last=True)),
            self._scope(found),
        )

    def _look(self, asked: _Asked, found: _Found) -> None:
        rule = asked.rule
        for label in self._labels:
            if (
                label.rule == rule.id
                and self._is_filled(label, rule.shape)
                and not self._is_of_first(rule, label.start)
            ):
                found.add(rule.id, label.start, label.end)
        shape: Shape = "name" if rule.shape in ("name", "text") else rule.shape
        for lead in asked.leads.finditer(self._text):
            rest = self._text[lead.end() : lead.end() + _FAR]
            value = self._value.get("text" if rule.shape == "text" else shape, self._shapes.day)
            if self._shapes.day.search(rest[:_NEAR]) if shape == "date" else value.match(rest):
                found.add(rule.id, lead.start(), lead.end())
        for phrase in asked.phrases.finditer(self._text):
            found.add(rule.id, phrase.start(), phrase.end())

    def _is_of_first(self, rule: CertificateRule, start: int) -> bool:
        """Tell whether a label is that of the first certification, which says nothing of this cycle."""
        if rule.concerns != "start":
            return False
        around = self._text[max(0, start - 30) : start + 60]
        return any(met.start() <= min(30, start) < met.end() for met in self._first.finditer(around))

    def _look_for_place(self, asked: _Asked, found: _Found) -> None:
        """Look for an address that goes with the nearest name above it."""
        wanted = "client" if asked.rule.concerns == "client's place" else "body"
        names = sorted(
            (start, item.rule.concerns)
            for item in self._asked if item.rule.concerns in ("client", "body")
            for start, _ in found.met.get(item.rule.id, ())
        )  # fmt: skip
        for place in self._shapes.shape("address").finditer(self._text):
            here = self._page.passage(place.start())
            above = [(start, whose) for start, whose in names if start <= place.start()]
            if above and above[-1][1] == wanted and here - self._page.passage(above[-1][0]) <= _LINES_BELOW:
                found.add(asked.rule.id, place.start(), place.end())

    def _days(self, concerns: str, *, last: bool) -> Iterator[dt.date]:
        """Walk through the readable dates of granting or of the end."""
        for asked in self._asked:
            if asked.rule.concerns != concerns:
                continue
            for label in self._labels:
                if label.rule == asked.rule.id and not self._is_of_first(asked.rule, label.start):
                    yield from _some(self._shapes.dates(self._rest(label, "date")[:_NEAR]))
            for lead in asked.leads.finditer(self._text):
                yield from _some(self._shapes.dates(self._text[lead.end() : lead.end() + _NEAR]))
            for phrase in asked.phrases.finditer(self._text):
                days = list(self._shapes.dates(phrase[0]))
                if days and last:
                    yield days[-1]

    def _scope(self, found: _Found) -> tuple[int, int]:
        """Give where the scope is stated: from its label to the next one; an empty stretch where none is met."""
        ids = [item.rule.id for item in self._asked if item.rule.concerns == "scope"]
        starts = sorted((start, end) for name in ids for start, end in found.met.get(name, ()))
        if not starts:
            return 0, 0
        begin, end = starts[0]
        number = min(self._page.passage(end) + _SCOPE_LINES, len(self._page.starts) - 1)
        stops = [self._page.line(number)[1]]
        stops += [
            label.start for label in self._labels if label.is_marked and label.rule not in ids and label.start >= end
        ]
        for item in self._asked:
            if item.rule.shape in _ENDS_SCOPE:
                stops += [start for start, _ in found.met.get(item.rule.id, ()) if start >= end]
        return begin, min(stops)


def _some(days: Iterable[dt.date]) -> Iterator[dt.date]:
    """Give the first day, if there is one."""
    for day in days:
        yield day
        return
