"""A thin table over records: named columns, sorted and filtered by our own lists of rows, no proxy."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QTableWidget

from readiness.model.record import Record

R = TypeVar("R", bound=Record)
Index = QModelIndex | QPersistentModelIndex
_NO_INDEX = QModelIndex()
_LEAST_LINES = 8


@dataclass(frozen=True)
class Column(Generic[R]):
    """A column: its heading, the text of a cell, and what it is sorted by where that is not the text.

    `plain` is what is copied where that is not the text; a column out of sight is only copied.
    """

    heading: str
    text: Callable[[R], str]
    sort_key: Callable[[R], Any] | None = None
    letters: int = 16
    plain: Callable[[R], str] | None = None
    in_sight: bool = True


class RecordTable(QAbstractTableModel, Generic[R]):
    """Rows of records. `show` takes all records and a test for those to show."""

    def __init__(self, columns: Sequence[Column[R]], parent: QObject | None = None) -> None:
        """Start empty, sorted by the first column."""
        super().__init__(parent)
        self.columns = tuple(column for column in columns if column.in_sight)
        self._copied = tuple(columns)
        self._rows: list[R] = []
        self._sorted_by = 0
        self._descending = False

    def show(self, records: Sequence[R], wanted: Callable[[R], bool] = lambda _: True) -> None:
        """Show the wanted records in the chosen order."""
        self.beginResetModel()
        self._rows = [record for record in records if wanted(record)]
        self._arrange()
        self.endResetModel()

    def _arrange(self) -> None:
        column = self.columns[self._sorted_by]
        self._rows.sort(key=column.sort_key or (lambda row: column.text(row).casefold()), reverse=self._descending)

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column."""
        if not 0 <= column < len(self.columns):
            return
        self.layoutAboutToBeChanged.emit()
        before = [self._rows[index.row()].id if index.isValid() else "" for index in self.persistentIndexList()]
        old = self.persistentIndexList()
        self._sorted_by = column
        self._descending = order == Qt.SortOrder.DescendingOrder
        self._arrange()
        self.changePersistentIndexList(
            old, [self.index(self.row_of(key), item.column()) for key, item in zip(before, old, strict=True)]
        )
        self.layoutChanged.emit()

    def as_text(self, rows: Sequence[int]) -> str:
        """Give rows with the headings as a text that a spreadsheet takes for a table: tabs between, a line a row."""
        lines = [[column.heading for column in self._copied]]
        records = [record for row in rows if (record := self.record(row)) is not None]
        lines += [[(column.plain or column.text)(record) for column in self._copied] for record in records]
        return "\n".join("\t".join(_cell(text) for text in line) for line in lines) + "\n"

    def record(self, row: int) -> R | None:
        """Give the record in a row."""
        return self._rows[row] if 0 <= row < len(self._rows) else None

    def row_of(self, identifier: str) -> int:
        """Find the row of a record; -1 where it is not shown."""
        return next((row for row, record in enumerate(self._rows) if record.id == identifier), -1)

    def rowCount(self, parent: Index = _NO_INDEX) -> int:  # noqa: N802 - Qt's name
        """Count the rows."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _NO_INDEX) -> int:  # noqa: N802 - Qt's name
        """Count the columns."""
        return 0 if parent.isValid() else len(self.columns)

    def headerData(  # noqa: N802 - Qt's name
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Name the columns."""
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section].heading if section < len(self.columns) else None
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Give a cell's text, also as its tool tip."""
        record = self.record(index.row()) if index.isValid() else None
        if record is None:
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self.columns[index.column()].text(record)
        if role == Qt.ItemDataRole.UserRole:
            return record
        return None


class Lines(QAbstractTableModel):
    """Lines of text under headings."""

    def __init__(self, headings: Sequence[str], parent: QObject | None = None) -> None:
        """Start empty."""
        super().__init__(parent)
        self.headings = tuple(headings)
        self.lines: list[tuple[str, ...]] = []

    def show(self, lines: list[tuple[str, ...]]) -> None:
        """Show other lines."""
        self.beginResetModel()
        self.lines = lines
        self.endResetModel()

    def rowCount(self, parent: Index = _NO_INDEX) -> int:  # noqa: N802 - Qt's name
        """Count the lines."""
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index = _NO_INDEX) -> int:  # noqa: N802 - Qt's name
        """Count the columns."""
        return 0 if parent.isValid() else len(self.headings)

    def headerData(  # noqa: N802 - Qt's name
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Name the columns."""
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self.headings[section] if section < len(self.headings) else None
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Give a cell's text, also as its tool tip."""
        if index.isValid() and role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self.lines[index.row()][index.column()]
        return None

    def as_text(self) -> str:
        """Give all lines with the headings, tabs between."""
        cleaned = [" ".join(cell.split()) for line in (self.headings, *self.lines) for cell in line]
        width = len(self.headings)
        return "\n".join("\t".join(cleaned[at : at + width]) for at in range(0, len(cleaned), width)) + "\n"


def line_table(name: str, headings: Sequence[str], rows: int = 0) -> QTableWidget:
    """Make a table of a few texts, read row by row; `name` is what assistive technology calls it."""
    table = QTableWidget(rows, len(headings))
    table.setAccessibleName(name)
    table.setHorizontalHeaderLabels(list(headings))
    table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
    table.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
    table.setTabKeyNavigation(False)
    table.setMinimumHeight(table.fontMetrics().lineSpacing() * _LEAST_LINES)
    table.verticalHeader().hide()
    table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    return table


def choosing_table(name: str, columns: Sequence[tuple[str, int]]) -> QTableWidget:
    """Make such a table of which one row is chosen; columns are headings with their width in letters."""
    table = line_table(name, [heading for heading, _ in columns])
    table.setSelectionMode(QTableWidget.SelectionMode.SingleSelection)
    table.setShowGrid(False)
    table.setAlternatingRowColors(True)
    table.horizontalHeader().setStretchLastSection(True)
    letter = table.fontMetrics().averageCharWidth()
    for position, (_, letters) in enumerate(columns):
        table.setColumnWidth(position, letter * letters)
    return table


def _cell(text: str) -> str:
    """Write a cell for the clipboard; what a spreadsheet would take for a formula begins with an apostrophe."""
    if text[:1] in ("=", "+", "-", "@"):
        text = f"'{text}"
    if any(mark in text for mark in '\t\n\r"'):
        doubled = text.replace('"', '""')
        return f'"{doubled}"'
    return text
