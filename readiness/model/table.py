"""A table that somebody else made, as it was read: sheets of lines of cells, before anybody says what they mean."""

from __future__ import annotations

import datetime as dt

import msgspec


class Cell(msgspec.Struct, frozen=True, array_like=True, omit_defaults=True):
    """One cell: its text, what it is beside that (a date, a number), or why it cannot be read."""

    text: str = ""
    date: dt.date | None = None
    number: float | None = None
    problem: str = ""

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing stands in it."""
        return not self.text and not self.problem


class Line(msgspec.Struct, frozen=True, array_like=True):
    """A line of a table by its number in the source, the first being 1."""

    number: int
    cells: tuple[Cell, ...]

    def cell(self, column: int) -> Cell:
        """Give the cell of a column, the first being 0; an empty one past the end."""
        return self.cells[column] if 0 <= column < len(self.cells) else Cell()


class Sheet(msgspec.Struct, frozen=True):
    """The lines of a sheet that hold something; `name` is '' where the source has no sheets."""

    lines: tuple[Line, ...]
    name: str = ""

    @property
    def width(self) -> int:
        """Count the columns of the longest line."""
        return max((len(line.cells) for line in self.lines), default=0)


def letters(column: int) -> str:
    """Name a column as spreadsheets do: 0 is A, 26 is AA."""
    name = ""
    column += 1
    while column:
        column, left = divmod(column - 1, 26)
        name = chr(65 + left) + name
    return name
