"""What a certificate shows: labels with what stands beside them, in a line, below, or in the next cells of a table."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from readiness.analysis.certificate_parties import Mark, Parties, Whose
from readiness.analysis.certificate_text import BETWEEN, Page, Shapes
from readiness.model.certificates import CertificateRule, CertificateRules, Shape

_NEAR, _FAR = 60, 200
"""Letters after a label within which a date, and anything else, belongs to it."""
_LINES_BELOW = 4
"""Lines below a name in which an address is that name's."""
_SCOPE_LINES = 8
_SHORT = 3
"""Letters of a word, such as 'for', that is a label only where it stands alone."""
_MANY_BLANKS = 3
_MANY_NAMED = 4
"""Named placeholders from which on a template names all it leaves open: a label with nothing beside it is forgotten."""
_OTHER_LANGUAGE = re.compile(r"\s?/\s?[^\W\d_][^:\n|]{1,40}(?=:)")
"""A label's second language: 'Nummer / Number:'."""
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
    """A label that was met.

    `begins`: a passage begins with it; `stands_alone`: it has one for itself; `is_marked`: nothing but a label looks
    so.
    """

    start: int
    end: int
    rule: str
    begins: bool
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
        self._annexes = shapes.pattern(line for rules in languages for line in rules.signs.annexes)
        self._statements = shapes.pattern(line for rules in languages for line in rules.signs.statements)
        self._parties = Parties(shapes)

    def _taken_apart(self, same: Sequence[CertificateRule], by_id: dict[str, list[CertificateRule]]) -> _Asked:
        every = [*same, *(by_id[same[0].same_as] if same[0].same_as else ())]
        return _Asked(
            same[0],
            self._shapes.pattern((line for rule in every for line in rule.labels), in_one_line=True),
            self._shapes.pattern((line for rule in every for line in rule.leads), in_one_line=True),
            self._shapes.pattern((line for rule in every for line in rule.phrases), in_one_line=True),
            self._shapes.pattern(line for rule in same for line in rule.when),
        )

    def read(self, page: Page, rules: Sequence[CertificateRule], titles: Sequence[tuple[int, int]] = ()) -> Fields:
        """Look for what rules ask for; all of them look for something missing. `titles` are where its titles stand."""
        asked = [self._asked[rule.id] for rule in rules]
        reading = _Reading(page, self._shapes, asked, self._first, titles)
        return reading.fields(lambda found: self._told_apart(page, reading, asked, found, titles))

    def _told_apart(
        self, page: Page, reading: _Reading, asked: Sequence[_Asked], found: _Found, titles: Sequence[tuple[int, int]]
    ) -> None:
        """Add whose names and addresses are met, beyond what labels say."""
        roles: dict[str, Whose] = {"client": "client", "body": "body"}
        whose = [(item.rule.id, roles[item.rule.concerns]) for item in asked if item.rule.concerns in roles]
        marks = [
            Mark(*span, part, self._asked[name].phrases.fullmatch(page.text, *span) is not None)
            for name, part in whose for span in found.met.get(name, ())
        ]  # fmt: skip
        stops = [*titles, *reading.stops()]
        annex = min((page.passage(item.start()) for item in self._annexes.finditer(page.text)
                     if not page.text[page.line(page.passage(item.start()))[0] : item.start()].strip(" #*-|")),
                    default=len(page.starts))  # fmt: skip
        empty = [part for name, part in whose if reading.has_empty_label(name, found)]
        title = page.passage(titles[0][0]) if titles else 0
        parties = self._parties.told_apart(
            page, marks, stops, (title, annex if annex > title else len(page.starts)), empty, self._statements
        )
        for party in parties:
            for item in asked:
                if party.whose and item.rule.concerns == party.whose and party.name[0] < party.name[1]:
                    found.add(item.rule.id, *party.name)
                if party.place and item.rule.concerns == f"{party.whose}'s place":
                    found.add(item.rule.id, *party.place)
        reading.look_for_places([party.place for party in parties if party.place and not party.whose], found)


class _Reading:
    """One certificate that is being read."""

    def __init__(
        self,
        page: Page,
        shapes: Shapes,
        asked: Sequence[_Asked],
        first: re.Pattern[str],
        titles: Sequence[tuple[int, int]],
    ) -> None:
        self._titles = titles
        self._page, self._text, self._shapes, self._asked, self._first = page, page.text, shapes, asked, first
        self._placeholders = [found.span() for found in re.compile(shapes.named, re.IGNORECASE).finditer(page.text)]
        blanks = len(re.findall(r"_{3,}|\.{5,}", page.text))
        self._is_template = len(self._placeholders) > 1 or blanks >= _MANY_BLANKS
        self._has_open_lines = self._is_template and len(self._placeholders) < _MANY_NAMED
        self._value = {
            name: self._value_of(name) for name in ("text", "name", "address", "code", "standard", "edition")
        }
        self._designation = re.compile(
            rf"{BETWEEN}\s{{0,4}}(?!{shapes.shape('pointer').pattern}(?![^\W_]))(?:{shapes.placeholder}|[\"'(]?\w)",
            re.IGNORECASE,
        )
        self._labels = list(_outermost(sorted(self._all_labels(), key=lambda label: (label.start, -label.end))))

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
                marked_by_colon = bool(re.match(r"\s?\.?\s?[:|]", after))
                marked = alone or inside or twice or marked_by_colon
                if asked.rule.shape in ("text", "name") and not marked_by_colon and self._is_of_title(start):
                    continue  # 'product' in 'PRODUCT CERTIFICATE'
                yield _Label(start, end, asked.rule.id, begins, alone, marked, inside)

    def _is_of_title(self, place: int) -> bool:
        return any(
            start <= place < end or self._page.line(self._page.passage(start))[0] <= place < start
            for start, end in self._titles
        )

    @cached_property
    def _alone(self) -> dict[int, _Label]:
        """Give the labels that have a passage for themselves, by its number."""
        return {self._page.passage(label.start): label for label in self._labels if label.stands_alone}

    def _rest(self, label: _Label, shape: Shape) -> str:
        """Give what stands beside a label, as far as the next label."""
        start = label.end
        if other := _OTHER_LANGUAGE.match(self._text, start):
            start = other.end()
        if label.stands_alone:
            # Several labels above one another, or in the head of a table: the values come in the same order below.
            number = last = self._page.passage(label.start)
            first = number
            while last + 1 in self._alone:
                last += 1
            while first - 1 in self._alone:
                first -= 1
            wanted = last + 1 + number - first
            below = range(last + 1, last + 2 + last - first)
            if last > first and below[-1] < len(self._page.starts) and not any(one in self._alone for one in below):
                start = self._page.starts[wanted]
                return self._text[start : self._page.line(wanted)[1]]
        stop = next(
            (other.start for other in self._labels
             if other.start >= start and (other.is_marked or self._heads(other) or shape == "date")
             and not (other.rule == label.rule and other.start - start < 2)), len(self._text))  # fmt: skip
        return self._text[start : min(stop, start + _FAR)]

    def _heads(self, label: _Label) -> bool:
        """Tell whether a label begins a passage and what it is the label of follows, without a colon between."""
        return label.begins and bool(
            re.match(r"\s[A-Z\u00c4\u00d6\u00dc\d\[<{\u00ab$]", self._text[label.end : label.end + 2])
        )

    def _is_filled(self, label: _Label, shape: Shape) -> bool:
        if shape == "nothing" or label.in_placeholder:
            return True
        rest = self._rest(label, shape)
        if shape == "date":
            filled = bool(self._shapes.day.search(rest[:_NEAR]))
        elif shape == "code" or label.is_marked:
            filled = bool(self._value[shape].match(rest))
        else:
            long = label.end - label.start > _SHORT
            is_one = (label.begins and long) or " " in self._text[label.start : label.end].strip()
            filled = is_one and bool(self._value["name" if shape in ("text", "address") else shape].match(rest))
        return filled or (self._has_open_lines and label.is_marked)

    # Rules

    def fields(self, tell_apart: Callable[[_Found], None]) -> Fields:
        """Read everything; addresses last, since they go with the names above them."""
        found = _Found()
        for asked in self._asked:
            if asked.rule.shape != "address":
                self._look(asked, found)
        for asked in self._asked:
            if asked.rule.shape == "address":
                self._look(asked, found)
        tell_apart(found)
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
            value = self._designation if rule.shape == "text" else self._value.get(shape, self._shapes.day)
            if self._shapes.day.search(rest[:_NEAR]) if shape == "date" else value.match(rest):
                found.add(rule.id, lead.start(), lead.end())
        for phrase in asked.phrases.finditer(self._text):
            found.add(rule.id, phrase.start(), phrase.end())

    def _is_of_first(self, rule: CertificateRule, start: int) -> bool:
        """Tell whether a label is that of the first certification, which says nothing of this cycle."""
        if rule.concerns != "start" or rule.kind == "product":
            return False  # a product's certification is granted once
        around = self._text[max(0, start - 30) : start + 60]
        return any(met.start() <= min(30, start) < met.end() for met in self._first.finditer(around))

    def stops(self) -> list[tuple[int, int]]:
        """List labels, which are parts of no name."""
        return [
            (label.start, label.end) for label in self._labels
            if label.is_marked or re.search(r"\w[ -]\w", self._text[label.start : label.end])
        ]  # fmt: skip

    def has_empty_label(self, rule: str, found: _Found) -> bool:
        """Tell whether there is a label of a rule, and beside none of them what belongs there."""
        return rule not in found.met and any(label.rule == rule and label.is_marked for label in self._labels)

    def look_for_places(self, places: Sequence[tuple[int, int]], found: _Found) -> None:
        """Let an address without a name of its own go with the nearest name above it."""
        names = sorted(
            (start, item.rule.concerns)
            for item in self._asked if item.rule.concerns in ("client", "body")
            for start, _ in found.met.get(item.rule.id, ())
        )  # fmt: skip
        for start, end in places:
            above = [(at, whose) for at, whose in names if at <= start]
            if above and self._page.passage(start) - self._page.passage(above[-1][0]) <= _LINES_BELOW:
                for item in self._asked:
                    if item.rule.concerns == f"{above[-1][1]}'s place":
                        found.add(item.rule.id, start, end)

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
                elif len(days) > 1:
                    yield days[0]

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


def _outermost(labels: Iterable[_Label]) -> Iterator[_Label]:
    """Leave out what is only a part of another label: 'address' in 'address of the certification body'."""
    whole = (-1, -1)
    for label in labels:
        if label.end > whole[1] or (label.start, label.end) == whole:
            yield label
            whole = label.start, label.end
