"""Who is to be briefed on what, and who is due: a row for each person and service."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QHeaderView, QTableWidget, QTableWidgetItem, QVBoxLayout, QWidget

from readiness import words
from readiness.analysis import briefing
from readiness.analysis.briefing import Standing
from readiness.analysis.findings import Severity
from readiness.gui import theme
from readiness.gui.bridge import Bridge
from readiness.gui.flow import Prose
from readiness.gui.forms import DateField, name_choice
from readiness.gui.tables import choosing_table
from readiness.texts import tr, trn

_LEAST_LETTERS = 18
"""Of a column: in a narrow window the table scrolls rather than hide which service a row is about."""


class PeopleList(QWidget):
    """The rows, narrowed to who is due or who left; one of them is chosen."""

    changed = Signal()
    """Another row is chosen, or the one chosen shows something else."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        """Show nobody; `fill` shows what is recorded."""
        super().__init__(parent)
        self._bridge = bridge
        self.shown: list[Standing] = []
        self._begun = False
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(self._filters())
        self.said = Prose("")
        column.addWidget(self.said)
        self.empty = Prose("")
        column.addWidget(self.empty)
        self.table = self._make_table()
        column.addWidget(self.table, 1)

    def _filters(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self.which = QComboBox()
        name_choice(self.which, tr("Which to show: {register}", register=tr("Briefing")))
        self.which.addItem(tr("everybody"), "all")
        self.which.addItem(tr("not briefed since ..."), "due")
        self.which.addItem(tr("who left"), "left")
        self.which.currentIndexChanged.connect(lambda _: self.fill())
        self.since = DateField(tr("Not briefed since"))
        self.since.set_date(briefing.due_since(self._bridge.context.today))
        self.since.edited.connect(self.fill)
        row.addWidget(self.which)
        row.addWidget(self.since)
        row.addStretch()
        return row

    def _make_table(self) -> QTableWidget:
        columns = ((tr("Person"), 18), (tr("Service"), 24), (tr("Last passed"), 19))
        table = choosing_table(tr("People and services"), columns)
        header = table.horizontalHeader()
        header.setStretchLastSection(False)
        header.setMinimumSectionSize(self.fontMetrics().averageCharWidth() * _LEAST_LETTERS)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        table.currentCellChanged.connect(lambda *_: self.changed.emit())
        return table

    @property
    def chosen(self) -> Standing | None:
        """Give the row that is chosen."""
        row = self.table.currentRow()
        return self.shown[row] if 0 <= row < len(self.shown) else None

    def choose(self, person: str) -> None:
        """Choose the first row of a person, by id."""
        rows = [row for row, item in enumerate(self.shown) if item.person.id == person]
        if rows:
            self.table.setCurrentCell(rows[0], 0)

    def _day(self) -> dt.date:
        return self.since.date or briefing.due_since(self._bridge.context.today)

    def fill(self) -> None:
        """Show what is recorded now.

        The row chosen stays, or another one of the same person; of somebody who is not shown any more, none is.
        """
        chosen, since = self.chosen, self._day()
        snapshot, today = self._bridge.snapshot, self._bridge.context.today
        everybody = briefing.standings(snapshot, today)
        which = self.which.currentData()
        if which == "left":
            self.shown = list(briefing.standings(snapshot, today, left=True))
        else:
            self.shown = [item for item in everybody if which == "all" or item.is_due(since)]
        waiting = sum(item.is_due(since) for item in everybody)
        self.said.setVisible(any(item.service for item in everybody))
        self.said.setText(
            trn("{n} briefing is due: not passed since {day}.", "{n} briefings are due: not passed since {day}.",
                waiting, day=words.date(since)) if waiting
            else tr("Everybody has passed since {day}.", day=words.date(since))
        )  # fmt: skip
        self._say_what_lacks()
        self.table.blockSignals(True)
        self._fill_rows(since)
        row = self._row_of(chosen) if chosen or self._begun else 0
        self._begun = self._begun or bool(self.shown)
        self.table.setCurrentCell(row if self.shown else -1, 0)
        self.table.blockSignals(False)
        self.changed.emit()

    def _say_what_lacks(self) -> None:
        snapshot = self._bridge.snapshot
        nobody, nothing = not snapshot.personnel, not briefing.offered(snapshot)
        if nobody:
            text = tr("Nobody here yet. Add those in sales, customer service and operations, by name or role; each is "
                      "briefed on the services that are offered (place Services).")  # fmt: skip
        else:
            text = tr("No service is offered yet: add them under Services.") if nothing else ""
        self.empty.setText(text)
        self.empty.setVisible(bool(text))

    def _fill_rows(self, since: dt.date) -> None:
        self.table.setRowCount(len(self.shown))
        for row, item in enumerate(self.shown):
            for column, text in enumerate(_cells(item, since)):
                cell = QTableWidgetItem(text)
                cell.setToolTip(text)
                if column == 2 and item.is_due(since):
                    cell.setIcon(theme.severity_icon(Severity.WARNS))
                self.table.setItem(row, column, cell)

    def _row_of(self, chosen: Standing | None) -> int:
        of_person = [row for row, item in enumerate(self.shown) if chosen and item.person.id == chosen.person.id]
        same = [row for row in of_person if chosen and _service(self.shown[row]) == _service(chosen)]
        return (same or of_person or [-1])[0]


def _service(item: Standing) -> str:
    return item.service.id if item.service else ""


def _cells(item: Standing, since: dt.date) -> tuple[str, ...]:
    if item.service is None:
        return item.person.name, tr("none that is offered"), ""
    passed = words.date(item.passed.date) if item.passed else tr("never")
    if item.is_due(since):
        passed = tr("{day} (due)", day=passed)
    return item.person.name, item.service.name, passed
