"""A thin table over records: named columns, sorted and filtered by our own lists of rows, no proxy."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from readiness.model.records import Record

R = TypeVar("R", bound=Record)
Index = QModelIndex | QPersistentModelIndex
_NO_INDEX = QModelIndex()


@dataclass(frozen=True)
class Column(Generic[R]):
    """A column: its heading, the text of a cell, and what it is sorted by where that is not the text."""

    heading: str
    text: Callable[[R], str]
    sort_key: Callable[[R], Any] | None = None
    letters: int = 16


class RecordTable(QAbstractTableModel, Generic[R]):
    """Rows of records. `show` takes all records and a test for those to show."""

    def __init__(self, columns: Sequence[Column[R]], parent: QObject | None = None) -> None:
        """Start empty, sorted by the first column."""
        super().__init__(parent)
        self.columns = tuple(columns)
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
