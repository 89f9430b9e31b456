"""What both registers share: a table with a filter, a form for the chosen record, one commit a sitting."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import QEvent, QItemSelection, QItemSelectionModel, QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from readiness.errors import ReadinessError
from readiness.gui import theme
from readiness.gui.bridge import Bridge, Place
from readiness.gui.flow import Halves, Tall, scrolled
from readiness.gui.forms import Sentence, faint, let_clear, name_choice
from readiness.gui.tables import Column, RecordTable
from readiness.gui.typing import TextField
from readiness.gui.view import View
from readiness.model.history import Commit
from readiness.model.records import Described
from readiness.texts import tr, trn

R = TypeVar("R", bound=Described)
_LEAST_LINES = 8


class RegisterTable(QTableView):
    """A table whose rows are copied with Ctrl+C, and into which rows may be pasted with Ctrl+V."""

    copy_wanted = Signal()
    paste_wanted = Signal()

    def event(self, event: QEvent) -> bool:
        """Claim the keys for copying and pasting, whatever else they are a shortcut of."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and (event.matches(QKeySequence.StandardKey.Copy) or event.matches(QKeySequence.StandardKey.Paste))
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Copy or paste rows."""
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_wanted.emit()
        elif event.matches(QKeySequence.StandardKey.Paste):
            self.paste_wanted.emit()
        else:
            super().keyPressEvent(event)


class Register(View, Generic[R]):
    """A register of records. Subclasses name columns and filters, and fill the form."""

    def __init__(
        self,
        bridge: Bridge,
        title: str,
        columns: Sequence[Column[R]],
        quick: dict[str, tuple[str, Callable[[R], bool]]],
        empty: str,
        add_text: str,
        parent: QWidget | None = None,
    ) -> None:
        """Lay out table and form; `empty` says what belongs here."""
        super().__init__(bridge, parent)
        self.chosen: R | None = None
        self._quick_tests = quick
        self.model: RecordTable[R] = RecordTable(columns, self)
        self.heading = QLabel(title)
        self.heading.setFont(theme.heading_font(self.heading, 1.5))
        self.filter = QLineEdit()
        self.filter.setPlaceholderText(tr("Filter by word"))
        self.filter.setAccessibleName(tr("Filter by word: {register}", register=title))
        let_clear(self.filter)
        self.quick = QComboBox()
        name_choice(self.quick, tr("Which to show: {register}", register=title))
        for key, (text, _) in quick.items():
            self.quick.addItem(text, key)
        self.add_button = QPushButton(add_text)
        self.add_button.clicked.connect(self.add)
        self.table = self._make_table()
        self.empty = faint(empty)
        self.problem = Sentence()
        self.form = Tall()
        self.form_column = QVBoxLayout(self.form)
        self._lay_out()
        self.filter.textChanged.connect(lambda _: self._fill())
        self.quick.currentIndexChanged.connect(lambda _: self._fill())
        self.table.selectionModel().currentRowChanged.connect(self._on_row)
        self.table.selectionModel().selectionChanged.connect(lambda *_: self.on_selected())
        self.table.copy_wanted.connect(self.copy_rows)
        self.table.paste_wanted.connect(self.paste_rows)

    def _make_table(self) -> RegisterTable:
        table = RegisterTable()
        table.setModel(self.model)
        table.setAccessibleName(self.heading.text())
        table.setMinimumHeight(self.fontMetrics().lineSpacing() * _LEAST_LINES)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setSortingEnabled(True)
        table.sortByColumn(0, Qt.SortOrder.AscendingOrder)
        table.setAlternatingRowColors(True)
        table.setShowGrid(False)
        table.setTabKeyNavigation(False)
        table.verticalHeader().hide()
        table.horizontalHeader().setStretchLastSection(True)
        table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        letter = self.fontMetrics().averageCharWidth()
        for position, column in enumerate(self.model.columns):
            table.setColumnWidth(position, letter * column.letters)
        return table

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.addWidget(self.filter, 1)
        row.addWidget(self.quick)
        self.buttons = QHBoxLayout()
        self.buttons.addWidget(self.heading, 1)
        self.buttons.addWidget(self.add_button)
        left = QWidget()
        column = QVBoxLayout(left)
        column.addLayout(self.buttons)
        column.addLayout(row)
        column.addWidget(self.empty)
        column.addWidget(self.table, 1)
        scroll = scrolled(self.form, tr("{register}: what is chosen", register=self.heading.text()))
        splitter = Halves()
        splitter.addWidget(left)
        side = self.make_side(scroll)
        splitter.addWidget(side)
        letter = self.fontMetrics().averageCharWidth()
        side.setMinimumWidth(letter * 48)
        splitter.setSizes([letter * 90, letter * 60])
        splitter.setStretchFactor(0, 3)
        splitter.setStretchFactor(1, 2)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(splitter)

    # What subclasses say

    def records(self) -> Sequence[R]:
        """List all records."""
        raise NotImplementedError

    def searchable(self, record: R) -> str:
        """Give the text that the filter looks in."""
        raise NotImplementedError

    def show_record(self, record: R | None) -> None:
        """Fill the form; None empties it."""
        raise NotImplementedError

    def add(self) -> None:
        """Add a new record and choose it."""
        raise NotImplementedError

    def make_side(self, form: QScrollArea) -> QWidget:
        """Give what stands beside the table: the form, or the form with more around it."""
        return form

    def record_typed(self, typed: R, texts: Iterable[TextField]) -> None:
        """Record what differs in the form; a refusal is shown beside it. `texts` are told that they are saved."""
        if typed == self.chosen:
            self.problem.say("")
            return
        try:
            self.chosen = typed
            self.bridge.workspace.put(typed)
        except ReadinessError as error:
            self.chosen = next((item for item in self.records() if item.id == typed.id), None)
            self.problem.say(str(error))
        else:
            for text in texts:
                text.saved()
            self.problem.say("")

    def on_selected(self) -> None:
        """Take note of the rows that are selected now."""

    def paste_rows(self) -> None:
        """Take rows from the clipboard; a register that takes none says nothing."""

    # Several rows

    def selected(self) -> list[R]:
        """List the records whose rows are selected, in the order of the table."""
        rows = sorted(index.row() for index in self.table.selectionModel().selectedRows())
        return [record for row in rows if (record := self.model.record(row)) is not None]

    def copy_rows(self) -> None:
        """Put the selected rows on the clipboard as a table with headings."""
        rows = sorted(index.row() for index in self.table.selectionModel().selectedRows())
        if rows:
            QApplication.clipboard().setText(self.model.as_text(rows))
            self.bridge.said.emit(trn("{n} row copied as a table", "{n} rows copied as a table", len(rows)))

    def keyboard_help(self) -> list[str]:
        """List the keys of the table."""
        return [tr("Ctrl+C\tcopy the selected rows as a table")]

    # Following

    def show_place(self, place: Place) -> None:
        """Choose the record that a place names."""
        if place.filter and self.quick.findData(place.filter) >= 0:
            self.quick.setCurrentIndex(self.quick.findData(place.filter))
        if place.record and self.model.row_of(place.record) < 0:
            self.filter.clear()
            self.quick.setCurrentIndex(0)
        self._fill()
        if place.record:
            self.choose(place.record)
        self.table.setFocus()

    def place(self, shown: Place) -> Place:
        """Give the place with the record that is chosen now."""
        return Place(shown.view, record=self.chosen.id if self.chosen else "")

    def refresh(self, commit: Commit | None) -> None:
        """Show what is recorded now, and keep the row chosen."""
        self._fill()

    def _fill(self) -> None:
        chosen = self.chosen.id if self.chosen else ""
        wanted_words = self.filter.text().casefold().split()
        test = self._quick_tests[str(self.quick.currentData())][1]

        def wanted(record: R) -> bool:
            return test(record) and all(word in self.searchable(record).casefold() for word in wanted_words)

        several = {record.id for record in self.selected()}
        self.table.selectionModel().blockSignals(True)
        self.model.show(self.records(), wanted)
        self.table.selectionModel().blockSignals(False)
        self.empty.setVisible(not self.records())
        self.add_button.setEnabled(not self.bridge.workspace.read_only)
        row = self.model.row_of(chosen)
        if row < 0 and self.model.rowCount():
            row = 0
        if row >= 0:
            self._select(row)
            self._take(row)
            if len(several) > 1:
                self._select_again(several)
        else:
            self.chosen = None
            self.show_record(None)

    def _select(self, row: int) -> None:
        """Select one row alone, whatever keys are held down just now."""
        flag = QItemSelectionModel.SelectionFlag
        self.table.selectionModel().setCurrentIndex(self.model.index(row, 0), flag.ClearAndSelect | flag.Rows)

    def _select_again(self, identifiers: set[str]) -> None:
        """Select the rows that were selected before the table was filled anew."""
        selection = QItemSelection()
        for row in range(self.model.rowCount()):
            record = self.model.record(row)
            if record is not None and record.id in identifiers:
                selection.select(self.model.index(row, 0), self.model.index(row, self.model.columnCount() - 1))
        flag = QItemSelectionModel.SelectionFlag
        self.table.selectionModel().select(selection, flag.ClearAndSelect | flag.Rows)

    def choose(self, identifier: str) -> None:
        """Choose a record by its id."""
        row = self.model.row_of(identifier)
        if row >= 0:
            self._select(row)
            self.table.scrollTo(self.model.index(row, 0))

    def _on_row(self, index: QModelIndex, _: QModelIndex) -> None:
        """Follow the row, unless what was typed in the form is refused: then it stays in sight with the reason."""
        self.commit_typing()
        if self.problem.text() and self.chosen is not None:
            refused = self.model.row_of(self.chosen.id)
            QTimer.singleShot(0, lambda: self._go_back_to(refused))
            return
        self._take(index.row())

    def _go_back_to(self, row: int) -> None:
        self.table.selectionModel().blockSignals(True)
        self._select(row)
        self.table.selectionModel().blockSignals(False)
        self.table.viewport().update()

    def _take(self, row: int) -> None:
        self.chosen = self.model.record(row)
        self.problem.say("")
        self.show_record(self.chosen)
