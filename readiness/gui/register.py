"""What both registers share: a table with a filter, a form for the chosen record, one commit a sitting."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import QModelIndex, Qt, QTimer
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QSplitter,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from readiness.gui import theme
from readiness.gui.bridge import Bridge, Place
from readiness.gui.forms import Sentence, faint
from readiness.gui.tables import Column, RecordTable
from readiness.gui.view import View
from readiness.model.history import Commit
from readiness.model.records import Record
from readiness.texts import tr

R = TypeVar("R", bound=Record)


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
        self.filter.setClearButtonEnabled(True)
        self.filter.setPlaceholderText(tr("Filter by word"))
        self.filter.setAccessibleName(tr("Filter by word: {register}", register=title))
        self.quick = QComboBox()
        self.quick.setAccessibleName(tr("Which to show: {register}", register=title))
        for key, (text, _) in quick.items():
            self.quick.addItem(text, key)
        self.add_button = QPushButton(add_text)
        self.add_button.clicked.connect(self.add)
        self.table = self._make_table()
        self.empty = faint(empty)
        self.problem = Sentence()
        self.form = QWidget()
        self.form_column = QVBoxLayout(self.form)
        self._lay_out()
        self.filter.textChanged.connect(lambda _: self._fill())
        self.quick.currentIndexChanged.connect(lambda _: self._fill())
        self.table.selectionModel().currentRowChanged.connect(self._on_row)

    def _make_table(self) -> QTableView:
        table = QTableView()
        table.setModel(self.model)
        table.setAccessibleName(self.heading.text())
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
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
        row.addWidget(self.add_button)
        left = QWidget()
        column = QVBoxLayout(left)
        column.addWidget(self.heading)
        column.addLayout(row)
        column.addWidget(self.empty)
        column.addWidget(self.table, 1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(self.form)
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.addWidget(left)
        splitter.addWidget(scroll)
        letter = self.fontMetrics().averageCharWidth()
        scroll.setMinimumWidth(letter * 46)
        splitter.setSizes([letter * 90, letter * 60])
        splitter.setStretchFactor(0, 3)
        splitter.setStretchFactor(1, 2)
        splitter.setChildrenCollapsible(False)
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

    # Following

    def show_place(self, place: Place) -> None:
        """Choose the record that a place names."""
        if place.record and self.model.row_of(place.record) < 0:
            self.filter.clear()
            self.quick.setCurrentIndex(0)
        self._fill()
        if place.record:
            self.choose(place.record)
        self.table.setFocus()

    def refresh(self, commit: Commit | None) -> None:
        """Show what is recorded now, and keep the row chosen."""
        self._fill()

    def _fill(self) -> None:
        chosen = self.chosen.id if self.chosen else ""
        wanted_words = self.filter.text().casefold().split()
        test = self._quick_tests[str(self.quick.currentData())][1]

        def wanted(record: R) -> bool:
            return test(record) and all(word in self.searchable(record).casefold() for word in wanted_words)

        self.table.selectionModel().blockSignals(True)
        self.model.show(self.records(), wanted)
        self.table.selectionModel().blockSignals(False)
        self.empty.setVisible(not self.records())
        self.add_button.setEnabled(not self.bridge.workspace.read_only)
        row = self.model.row_of(chosen)
        if row < 0 and self.model.rowCount():
            row = 0
        if row >= 0:
            self.table.selectRow(row)
            self._take(row)
        else:
            self.chosen = None
            self.show_record(None)

    def choose(self, identifier: str) -> None:
        """Choose a record by its id."""
        row = self.model.row_of(identifier)
        if row >= 0:
            self.table.selectRow(row)
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
        self.table.selectRow(row)
        self.table.selectionModel().blockSignals(False)
        self.table.viewport().update()

    def _take(self, row: int) -> None:
        self.chosen = self.model.record(row)
        self.problem.say("")
        self.show_record(self.chosen)
