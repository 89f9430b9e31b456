"""Taking over a list of documents: paste or open it, say what its columns hold, look at what will change, do it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSpinBox,
    QTableView,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from readiness import words
from readiness.analysis.list_columns import Layout, Part, guess
from readiness.analysis.list_values import DateOrder
from readiness.analysis.register import FIELDS, Change, Fate, Plan, plan
from readiness.errors import ReadinessError
from readiness.gui.bridge import Bridge
from readiness.gui.child import Child
from readiness.gui.forms import Sentence, let_shrink, name_choice
from readiness.gui.tables import Lines
from readiness.model.records import Evidence
from readiness.model.table import Sheet, letters
from readiness.tasks import register
from readiness.texts import tr, trn


def begin(bridge: Bridge, parent: QWidget, text: str = "") -> RegisterImport:
    """Open the dialog; with `text`, on what was pasted."""
    dialog = RegisterImport(bridge, parent)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()
    if text.strip():
        dialog.take_text(text)
    return dialog


def part_name(part: Part) -> str:
    """Name what a column may hold."""
    return {
        Part.NUMBER: tr("Number"),
        Part.TITLE: tr("Title"),
        Part.REVISION: tr("Revision"),
        Part.DATE: tr("Its own date"),
        Part.VALID_UNTIL: tr("Valid until"),
        Part.OWNER: tr("Owner"),
        Part.KIND: tr("Kind"),
        Part.LINK: tr("Link"),
    }[part]


def _fate(fate: Fate) -> str:
    return {Fate.ADDED: tr("added"), Fate.UPDATED: tr("updated"), Fate.SAME: tr("left alone")}[fate]


class RegisterImport(QDialog):
    """Nothing is changed before its button is pressed; then all of it is one commit."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        """Wait for a list."""
        super().__init__(parent)
        self._bridge = bridge
        self._sheets: tuple[Sheet, ...] = ()
        self._sheet: Sheet | None = None
        self._child: Child | None = None
        self.plan = Plan()
        self.setWindowTitle(tr("Import a list of documents"))
        column = QVBoxLayout(self)
        column.addLayout(self._build_source())
        self.mapping = QWidget()
        column.addWidget(self.mapping)
        self._build_mapping()
        self.summary = QLabel()
        self.summary.setWordWrap(True)
        column.addWidget(self.summary)
        column.addWidget(self._build_tabs(), 1)
        self.problem = Sentence()
        column.addWidget(self.problem)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.button = buttons.addButton(tr("Take over"), QDialogButtonBox.ButtonRole.AcceptRole)
        for button in (self.paste_button, self.open_button, self.stop_button, self.copy_button):
            button.setAutoDefault(False)
        buttons.accepted.connect(self.take_over)
        buttons.rejected.connect(self.reject)
        column.addWidget(buttons)
        self.button.setDefault(True)  # only once it is in the dialog: before, Qt makes Cancel the default
        QShortcut(QKeySequence(QKeySequence.StandardKey.Paste), self, self.paste)
        letter = self.fontMetrics().averageCharWidth()
        room = self.screen().availableGeometry().size()
        self.resize(min(letter * 130, room.width() - 40), min(letter * 92, room.height() - 60))
        self._show_plan()

    # Building

    def _build_source(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self.source = QLabel()
        self.source.setTextFormat(Qt.TextFormat.PlainText)
        self.source.setWordWrap(True)
        self.sheet_choice = QComboBox()
        name_choice(self.sheet_choice, tr("Sheet"))
        self.sheet_choice.activated.connect(lambda place: self._show_sheet(self._sheets[place]))
        self.paste_button = QPushButton(tr("&Paste"))
        self.paste_button.setToolTip(tr("Ctrl+V: rows copied in Excel, Word or another table"))
        self.paste_button.clicked.connect(self.paste)
        self.open_button = QPushButton(tr("&Open a file ..."))
        self.open_button.clicked.connect(self.choose_file)
        self.stop_button = QPushButton(tr("Stop"))
        self.stop_button.clicked.connect(self._stop)
        row.addWidget(self.source, 1)
        for widget in (self.sheet_choice, self.stop_button, self.paste_button, self.open_button):
            row.addWidget(widget)
        self.stop_button.hide()
        self.sheet_choice.hide()
        self._say_source(tr("Copy the rows in Excel or Word and paste them here, or open an Excel or CSV file."))
        return row

    def _build_mapping(self) -> None:
        grid = QGridLayout(self.mapping)
        grid.setContentsMargins(0, 0, 0, 0)
        self.columns: dict[Part, QComboBox] = {}
        for place, part in enumerate(Part):
            box = self.columns[part] = QComboBox()
            let_shrink(box)
            box.activated.connect(lambda _: self._replan())
            self._place(grid, place, part_name(part), box)
        self.headings = QSpinBox()
        self.headings.setSpecialValueText(tr("none"))
        self.headings.valueChanged.connect(lambda _: self._on_headings())
        self._place(grid, len(Part), tr("Headings in row"), self.headings)
        self.order = QComboBox()
        let_shrink(self.order)
        self.order.addItem(tr("left out where they may be either"), None)
        self.order.addItem(tr("day first"), DateOrder.DAY)
        self.order.addItem(tr("month first"), DateOrder.MONTH)
        self.order.activated.connect(lambda _: self._replan())
        self.order_label = self._place(grid, len(Part) + 1, tr("Dates like 03/04/2026"), self.order)
        grid.addWidget(self.order, (len(Part) + 1) // 3, 1, 1, 5)  # says more than the others
        for across in (1, 3, 5):
            grid.setColumnStretch(across, 1)

    def _place(self, grid: QGridLayout, place: int, text: str, field: QWidget) -> QLabel:
        label = QLabel(text)
        label.setBuddy(field)
        field.setAccessibleName(tr("Column: {part}", part=text) if place < len(Part) else text)
        grid.addWidget(label, place // 3, place % 3 * 2)
        grid.addWidget(field, place // 3, place % 3 * 2 + 1)
        return label

    def _build_tabs(self) -> QTabWidget:
        self.tabs = QTabWidget()
        self.changes = Lines((tr("What"), tr("Row"), tr("Number"), tr("Title"), tr("What differs")), self)
        self.not_taken = Lines((tr("Row"), tr("Column"), tr("What stands there"), tr("Why it is not taken")), self)
        page = QWidget()
        column = QVBoxLayout(page)
        self.which = QComboBox()
        name_choice(self.which, tr("Which rows to show"))
        self.which.addItem(tr("all rows"), None)
        for fate in Fate:
            self.which.addItem(_fate(fate), fate)
        self.which.currentIndexChanged.connect(lambda _: self._show_changes())
        column.addWidget(self.which, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._table(self.changes, (12, 6, 14, 40), tr("What will change")))
        self.tabs.addTab(page, "")
        page = QWidget()
        column = QVBoxLayout(page)
        column.addWidget(self._table(self.not_taken, (6, 18, 34), tr("What is not taken")))
        self.copy_button = QPushButton(tr("Copy the list"))
        self.copy_button.clicked.connect(lambda: QApplication.clipboard().setText(self.not_taken.as_text()))
        column.addWidget(self.copy_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.tabs.addTab(page, "")
        return self.tabs

    def _table(self, model: Lines, widths: tuple[int, ...], name: str) -> QTableView:
        table = QTableView()
        table.setModel(model)
        table.setAccessibleName(name)
        table.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        table.setAlternatingRowColors(True)
        table.setShowGrid(False)
        table.setTabKeyNavigation(False)
        table.setWordWrap(False)
        table.verticalHeader().hide()
        table.horizontalHeader().setStretchLastSection(True)
        table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        letter = self.fontMetrics().averageCharWidth()
        for place, width in enumerate(widths):  # the last column takes what is left
            table.setColumnWidth(place, letter * width)
        return table

    # Where the list comes from

    def paste(self) -> None:
        """Take the rows that are on the clipboard."""
        self.take_text(QApplication.clipboard().text())

    def take_text(self, text: str) -> None:
        """Take rows that were copied somewhere; what cannot be read is said in the dialog."""
        self._try(lambda: self._show_sheets(tr("Pasted"), register.pasted(text)))

    def choose_file(self) -> None:
        """Ask for a file and read it."""
        kinds = tr("Lists of documents ({endings})", endings="*.xlsx *.xlsm *.csv *.txt *.tsv")
        source = QFileDialog.getOpenFileName(self, tr("Open a list of documents"), "", kinds)[0]
        if source:
            self.read_file(Path(source))

    def read_file(self, source: Path) -> None:
        """Read a file in a child process: a workbook can be made to hang its reader."""
        self._stop()
        self.problem.say("")
        self._say_source(tr("Reading {name} ...", name=source.name))
        self.stop_button.show()
        workspace = str(self._bridge.workspace.path)
        child = self._child = Child(["evidence", "import", workspace, str(source), "--rows"], self)
        child.done.connect(lambda value: self._on_read(child, source.name, value))
        child.failed.connect(lambda sentence: self._on_failed(child, sentence))
        child.start()

    def _on_read(self, child: Child, name: str, value: list[dict[str, Any]]) -> None:
        if child is self._child:
            self._stop()
            self._try(lambda: self._show_sheets(name, tuple(msgspec.convert(item, Sheet) for item in value)))

    def _on_failed(self, child: Child, sentence: str) -> None:
        if child is self._child:
            self._stop()
            self.problem.say(sentence)

    def _stop(self) -> None:
        self.stop_button.hide()
        if self._child is not None:
            child, self._child = self._child, None
            child.stop()
            self._say_source(tr("Copy the rows in Excel or Word and paste them here, or open an Excel or CSV file."))

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        """Stop reading before the dialog goes."""
        self._stop()
        super().closeEvent(event)

    def reject(self) -> None:
        """Change nothing."""
        self._stop()
        super().reject()

    def _try(self, act: Callable[[], object]) -> bool:
        try:
            act()
        except ReadinessError as error:
            self.problem.say(str(error))
            return False
        self.problem.say("")
        return True

    def _say_source(self, text: str) -> None:
        self.source.setText(text)

    # What it would change

    def _show_sheets(self, name: str, sheets: tuple[Sheet, ...]) -> None:
        best = register.chosen(sheets)
        self._sheets = sheets
        self._name = name
        self.sheet_choice.clear()
        self.sheet_choice.addItems([sheet.name for sheet in sheets])
        self.sheet_choice.setCurrentIndex(sheets.index(best))
        self.sheet_choice.setVisible(len(sheets) > 1)
        self._show_sheet(best)

    def _show_sheet(self, sheet: Sheet) -> None:
        """Guess what the columns hold, and plan."""
        self._sheet = sheet
        layout = guess(sheet)
        self.headings.blockSignals(True)
        self.headings.setRange(0, max((line.number for line in sheet.lines), default=0))
        self.headings.setValue(layout.headings)
        self.headings.blockSignals(False)
        self._say_source(
            trn("{name}: {n} row, {columns} columns", "{name}: {n} rows, {columns} columns", len(layout.rows(sheet)),
                name=self._name, columns=sheet.width)
        )  # fmt: skip
        self._name_columns(layout)
        for part, box in self.columns.items():
            box.setCurrentIndex(layout.columns.get(part, -1) + 1)
        self._replan()

    def _name_columns(self, layout: Layout) -> None:
        """List the sheet's columns in every choice, keeping what is chosen."""
        assert self._sheet is not None
        names = [layout.heading(self._sheet, column) for column in range(self._sheet.width)]
        texts = [name if name == letters(at) else f"{letters(at)}: {name}" for at, name in enumerate(names)]
        for box in self.columns.values():
            chosen = box.currentIndex()
            box.clear()
            box.addItems([tr("not in the list"), *texts])
            box.setCurrentIndex(max(0, chosen))

    def _on_headings(self) -> None:
        if self._sheet is not None:
            self._name_columns(Layout(self.headings.value()))
            self._replan()

    @property
    def layout_chosen(self) -> Layout:
        """Give what the columns hold, as it is chosen."""
        chosen = {part: box.currentIndex() - 1 for part, box in self.columns.items()}
        return Layout(self.headings.value(), {part: column for part, column in chosen.items() if column >= 0})

    def _replan(self) -> None:
        if self._sheet is not None:
            order = self.order.currentData()
            given = DateOrder(order) if order else None
            self.plan = plan(self._sheet, self.layout_chosen, self._bridge.snapshot, given)
            self._show_plan()

    def _show_plan(self) -> None:
        made = self.plan
        self.mapping.setVisible(self._sheet is not None)
        self.tabs.setEnabled(self._sheet is not None)
        asks = made.is_slash_ambiguous or self.order.currentData() is not None
        self.order.setVisible(asks)
        self.order_label.setVisible(asks)
        self._show_changes()
        self.not_taken.show(
            [(str(item.row), item.column or tr("whole row"), item.value, item.reason) for item in made.rejected]
        )
        added, updated = len(made.of(Fate.ADDED)), len(made.of(Fate.UPDATED))
        self.tabs.setTabText(0, tr("What will change ({n})", n=added + updated))
        self.tabs.setTabText(1, tr("What is not taken ({n})", n=len(made.rejected)))
        self.summary.setText(_summary(made))
        self.summary.setVisible(self._sheet is not None)
        self.button.setEnabled(bool(added + updated) and not self._bridge.workspace.read_only)

    def _show_changes(self) -> None:
        wanted = self.which.currentData()
        self.changes.show([_line(change) for change in self.plan.changes if wanted in (None, change.fate)])

    def take_over(self) -> None:
        """Add and update in one commit; a refusal stays in the dialog."""
        if self._try(lambda: register.carry_out(self._bridge.workspace, self.plan)):
            self.accept()


def _summary(made: Plan) -> str:
    """Say in a sentence what a plan does, and what it does not."""
    cells = len(made.rejected) - made.rejected_rows
    told = [
        tr("{added} will be added, {updated} updated, {same} left alone.", added=len(made.of(Fate.ADDED)),
           updated=len(made.of(Fate.UPDATED)), same=len(made.of(Fate.SAME)))
    ]  # fmt: skip
    if made.rejected_rows:
        told.append(trn("{n} row is not taken.", "{n} rows are not taken.", made.rejected_rows))
    if cells:
        told.append(trn("{n} single cell is not taken, the rest of its row is.",
                        "{n} single cells are not taken, the rest of their rows is.", cells))  # fmt: skip
    return " ".join((*told, tr("All of it is one change, which Undo takes back.")))


def _line(change: Change) -> tuple[str, ...]:
    differs = "; ".join(_difference(change, part) for part in change.parts if part not in (Part.NUMBER, Part.TITLE))
    if change.fate is not Fate.ADDED:
        differs = "; ".join(_difference(change, part) for part in change.parts)
    return (_fate(change.fate), str(change.row), change.after.reference, change.after.title, differs)


def _difference(change: Change, part: Part) -> str:
    after = _shown(change.after, part)
    before = _shown(change.before, part) if change.before is not None else ""
    name = part_name(part)
    return f"{name}: {before} → {after}" if before else f"{name}: {after}"


def _shown(record: Evidence, part: Part) -> str:
    if part is Part.KIND:
        return words.evidence_kind(record.kind)
    value = getattr(record, FIELDS[part])
    return value if isinstance(value, str) else words.date(value)
