"""What somebody's list of documents would change in the evidence register: row by row, with what cannot be taken."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

import msgspec

from readiness.analysis import list_values
from readiness.analysis.list_columns import Layout, Part
from readiness.analysis.list_values import DateOrder
from readiness.model.records import Evidence
from readiness.model.snapshot import Snapshot
from readiness.model.table import Cell, Line, Sheet, letters
from readiness.texts import tr


class Fate(StrEnum):
    """What a row of the list does to the register."""

    ADDED = "added"
    UPDATED = "updated"
    SAME = "same"


@dataclass(frozen=True)
class Change:
    """What one row does: evidence before and after (with the id '' where it is new), and the parts that differ."""

    row: int
    fate: Fate
    before: Evidence | None
    after: Evidence
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True)
class Rejected:
    """A cell that is not taken, or a whole row (`column` is ''): where it stands, what it holds, and why."""

    row: int
    column: str
    value: str
    reason: str


@dataclass(frozen=True)
class Plan:
    """All that a list would change. A rejected cell leaves the rest of its row in; a rejected row changes nothing."""

    changes: tuple[Change, ...] = ()
    rejected: tuple[Rejected, ...] = ()
    is_slash_ambiguous: bool = False

    def of(self, fate: Fate) -> tuple[Change, ...]:
        """List the changes of one kind."""
        return tuple(change for change in self.changes if change.fate is fate)

    @property
    def rejected_rows(self) -> int:
        """Count the rows that are rejected whole."""
        return sum(1 for item in self.rejected if not item.column)


FIELDS: Mapping[Part, str] = {
    Part.NUMBER: "reference",
    Part.TITLE: "title",
    Part.REVISION: "revision",
    Part.DATE: "date",
    Part.VALID_UNTIL: "valid_until",
    Part.OWNER: "owner",
    Part.KIND: "kind",
    Part.LINK: "link",
}
"""The field of evidence that a part of the list fills."""
_DATES = (Part.DATE, Part.VALID_UNTIL)
_LONGEST = 500


def number_key(number: str) -> str:
    """Give what a document's number is told by: 'p - 07' is 'P-07'."""
    return "".join(number.split()).casefold()


def title_key(title: str) -> str:
    """Give what a title is told by."""
    return " ".join(title.split()).casefold()


def plan(sheet: Sheet, layout: Layout, snapshot: Snapshot, order: DateOrder | None = None) -> Plan:
    """Work out what a sheet would change, its columns read as the layout says.

    `order` says what comes first in dates with slashes; None finds it out from each column, and rejects what may be
    either. Evidence is found by its number, else by its title; only cells that hold something change anything.
    """
    reader = _Reader(sheet, layout, _Known(snapshot), order)
    for line in layout.rows(sheet):
        reader.take(line)
    return Plan(tuple(reader.changes), tuple(reader.rejected), reader.is_slash_ambiguous)


class _Known:
    """The evidence that is there, by number and by title."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._by_number: dict[str, list[Evidence]] = {}
        self._by_title: dict[str, list[Evidence]] = {}
        for item in snapshot.evidence.values():
            self._by_title.setdefault(title_key(item.title), []).append(item)
            if item.reference.strip():
                self._by_number.setdefault(number_key(item.reference), []).append(item)

    def find(self, number: str, title: str) -> list[Evidence]:
        """Find the evidence that a row is about; several where neither number nor title tells them apart."""
        by_number = self._by_number.get(number_key(number), []) if number else []
        by_title = self._by_title.get(title_key(title), []) if title else []
        if by_number:
            both = [item for item in by_number if item in by_title]
            return both if len(by_number) > 1 and both else by_number
        # A document of the same title under another number is another document.
        return [item for item in by_title if not (number and item.reference.strip())]


@dataclass
class _Row:
    """A row as it is read: the values of its cells that can be taken."""

    line: Line
    values: dict[Part, Any] = field(default_factory=dict)


class _Reader:
    """Takes row after row, and remembers what was met already."""

    def __init__(self, sheet: Sheet, layout: Layout, known: _Known, order: DateOrder | None) -> None:
        self._layout, self._known = layout, known
        self._headings = {part: layout.heading(sheet, column) for part, column in layout.columns.items()}
        rows = layout.rows(sheet)
        self._orders = {
            part: order or list_values.order_of(line.cell(layout.columns[part]) for line in rows)
            for part in _DATES
            if part in layout.columns
        }
        self._met: dict[str, int] = {}
        self.changes: list[Change] = []
        self.rejected: list[Rejected] = []
        self.is_slash_ambiguous = False

    def take(self, line: Line) -> None:
        row = _Row(line)
        for part, column in self._layout.columns.items():
            cell = line.cell(column)
            if not cell.is_empty:
                self._read(row, part, cell)
        if any(not line.cell(column).is_empty for column in self._layout.columns.values()):
            self._decide(row)

    def _decide(self, row: _Row) -> None:
        number, title = row.values.get(Part.NUMBER, ""), row.values.get(Part.TITLE, "")
        found = self._known.find(number, title)
        if not (number or title):
            self._reject_row(row.line, tr("has neither a number nor a title"))
        elif len(found) > 1:
            self._reject_row(row.line, tr("several pieces of evidence have this number or title"))
        elif not found and not title:
            self._reject_row(row.line, tr("has no title, and the register has no such number"))
        else:
            before = found[0] if found else None
            first = self._met.setdefault(self._key(row, before), row.line.number)
            if first != row.line.number:
                self._reject_row(row.line, tr("is the same document as row {row}", row=first))
            else:
                self._change(row, before)

    def _change(self, row: _Row, before: Evidence | None) -> None:
        start = before or Evidence(id="", title=row.values[Part.TITLE])
        self._settle_dates(row, start)
        if number_key(row.values.get(Part.NUMBER, "")) == number_key(start.reference):
            row.values.pop(Part.NUMBER, None)  # another spelling of the number it has is no change
        named = {FIELDS[part]: value for part, value in row.values.items()}
        after = msgspec.structs.replace(start, **named)
        parts = tuple(part for part, name in FIELDS.items() if getattr(after, name) != getattr(start, name))
        if before is None:
            parts = tuple(part for part in Part if part in row.values)
        fate = Fate.ADDED if before is None else Fate.UPDATED if parts else Fate.SAME
        self.changes.append(Change(row.line.number, fate, before, after, parts))

    def _key(self, row: _Row, before: Evidence | None) -> str:
        if before is not None:
            return before.id
        number = row.values.get(Part.NUMBER, "")
        return f"number {number_key(number)}" if number else f"title {title_key(row.values[Part.TITLE])}"

    def _settle_dates(self, row: _Row, before: Evidence) -> None:
        """Leave out what would make evidence end before it began: first the end given here, then the date."""
        for part in (Part.VALID_UNTIL, Part.DATE):
            start = row.values.get(Part.DATE, before.date)
            end = row.values.get(Part.VALID_UNTIL, before.valid_until)
            if start and end and end < start and part in row.values:
                reason = tr("'valid until' {end} lies before the date {start}", end=end, start=start)
                self._reject(row.line, part, row.values.pop(part).isoformat(), reason)

    # Cells

    def _read(self, row: _Row, part: Part, cell: Cell) -> None:
        if cell.problem:
            self._reject(row.line, part, cell.text, cell.problem)
        elif part in _DATES:
            day, reason = list_values.date(cell, self._orders[part])
            if day is None:
                self._reject(row.line, part, cell.text, reason)
                # Whether to ask what comes first: only where an answer would help.
                self.is_slash_ambiguous |= bool(list_values.date(cell, DateOrder.DAY)[0])
            else:
                row.values[part] = day
        elif part is Part.KIND:
            kind = list_values.kind(cell.text)
            if kind is None:
                self._reject(row.line, part, cell.text, tr("is no kind of document that is known"))
            else:
                row.values[part] = kind
        elif cell.date is not None:
            self._reject(row.line, part, cell.text, tr("is a date in the spreadsheet; format the cell as text"))
        else:
            self._read_text(row, part, cell)

    def _read_text(self, row: _Row, part: Part, cell: Cell) -> None:
        text = " ".join(cell.text.split())
        if len(text) > _LONGEST:
            self._reject(row.line, part, text[:80], tr("is longer than {n} letters", n=_LONGEST))
        elif text:
            row.values[part] = text

    def _reject(self, line: Line, part: Part, value: str, reason: str) -> None:
        self.rejected.append(Rejected(line.number, self._headings[part], value, reason))

    def _reject_row(self, line: Line, reason: str) -> None:
        columns = sorted(self._layout.columns.values())
        shown = " | ".join(line.cell(column).text for column in columns if line.cell(column).text)
        self.rejected.append(Rejected(line.number, "", shown[:80], reason))


def column_named(text: str, sheet: Sheet, layout: Layout) -> int:
    """Find a column by its letter or its heading; -1 where there is none."""
    wanted = title_key(text)
    for column in range(sheet.width):
        if wanted == title_key(layout.heading(sheet, column)):
            return column
    return next((column for column in range(sheet.width) if wanted == letters(column).casefold()), -1)
