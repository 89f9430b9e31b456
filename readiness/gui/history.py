"""The history: who changed what and when, field by field; as a file; and the state after any change."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from readiness import words
from readiness.gui import boxes, theme
from readiness.gui.bridge import Bridge, Place
from readiness.gui.flow import Flow
from readiness.gui.forms import DateField, faint, let_clear
from readiness.gui.view import View
from readiness.model.briefing import Person
from readiness.model.history import Commit
from readiness.model.records import Evidence
from readiness.tasks import past
from readiness.texts import tr, trn

_SHOWN = 500
_LONGEST = 120


class HistoryView(View):
    """The newest commits first; each opens into the fields it changed, old value and new."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        """Lay the page out; it is filled when shown."""
        super().__init__(bridge, parent)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*([theme.SPACING * 2] * 4))
        title = QLabel(tr("History"))
        title.setFont(theme.heading_font(title, 1.5))
        layout.addWidget(title)
        layout.addLayout(self._build_filters())
        self.tree = QTreeWidget()
        self.tree.setAccessibleName(tr("Changes, newest first"))
        self.tree.setHeaderLabels([tr("No."), tr("When (UTC)"), tr("Who"), tr("What")])
        self.tree.header().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.tree.setUniformRowHeights(True)
        self.tree.itemExpanded.connect(self._fill_fields)
        self.tree.currentItemChanged.connect(lambda *_: self._show_buttons())
        layout.addWidget(self.tree, 1)
        self.count = faint("")
        layout.addWidget(self.count)
        layout.addLayout(self._build_buttons())
        self._newest = 0
        bridge.erased.connect(self._read_again)
        self._show_buttons()

    def _build_filters(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self.filter = QLineEdit()
        self.filter.setPlaceholderText(tr("Filter by person, clause or word"))
        self.filter.setAccessibleName(tr("Filter the history"))
        let_clear(self.filter)
        self.filter.textChanged.connect(lambda _: self._show_anew())
        row.addWidget(self.filter, 2)
        self.since, self.until = DateField(tr("From day")), DateField(tr("Until day"))
        for label, field in ((tr("From"), self.since), (tr("Until"), self.until)):
            caption = QLabel(label)
            caption.setBuddy(field)
            row.addWidget(caption)
            row.addWidget(field, 1)
            field.edited.connect(self._show_anew)
        return row

    def _build_buttons(self) -> Flow:
        row = Flow(theme.SPACING)
        self.look_button = QPushButton(tr("&Look at the state after this change"))
        self.look_button.clicked.connect(self.look)
        self.restore_button = QPushButton(tr("Go &back to that state ..."))
        self.restore_button.clicked.connect(self.restore)
        self.export_button = QPushButton(tr("E&xport what is listed ..."))
        self.export_button.clicked.connect(self.export)
        self.erase_button = QPushButton(tr("Erase for good ..."))
        self.erase_button.setToolTip(tr("Erase what this change removed"))
        self.erase_button.clicked.connect(self.erase)
        for button in (self.look_button, self.restore_button, self.erase_button, self.export_button):
            row.addWidget(button)
        return row

    # Showing

    def show_place(self, place: Place) -> None:
        """Bring the list up to date."""
        self._show_new()

    def refresh(self, commit: Commit | None) -> None:
        """Add new commits where the list is looked at."""
        if self.isVisible():
            self._show_new()

    def wanted(self) -> past.Wanted:
        """Give what is asked for."""
        return past.Wanted(words=self.filter.text(), since=self.since.date, until=self.until.date)

    def _show_anew(self) -> None:
        self.tree.clear()
        self._newest = 0
        self._show_new()

    def _read_again(self) -> None:
        """Forget rows that may hold what was erased."""
        self.tree.clear()
        self._newest = 0
        self.refresh(None)

    def _show_new(self) -> None:
        wanted = self.wanted()
        fresh: list[QTreeWidgetItem] = []
        for commit in self.bridge.workspace.history():
            if commit.sequence <= self._newest or len(fresh) >= _SHOWN:
                break
            if wanted.takes(commit):
                fresh.append(_item(commit))
        self.tree.insertTopLevelItems(0, fresh)
        self._newest = self.bridge.snapshot.sequence
        count = self.tree.topLevelItemCount()
        text = trn("{n} change", "{n} changes", count)
        self.count.setText(tr("The newest {n} are shown; export lists all.", n=count) if count >= _SHOWN else text)
        self._show_buttons()

    def _fill_fields(self, item: QTreeWidgetItem) -> None:
        if item.childCount():
            return
        for about, field, old, new in past.field_lines(item.data(0, Qt.ItemDataRole.UserRole)):
            text = tr("{field}: {old} → {new}", field=field, old=_short(old), new=_short(new))
            child = QTreeWidgetItem(["", "", about, text])
            child.setToolTip(3, text)
            item.addChild(child)

    def _chosen(self) -> Commit | None:
        item = self.tree.currentItem()
        if item is not None and item.parent() is not None:
            item = item.parent()
        commit: Commit | None = item.data(0, Qt.ItemDataRole.UserRole) if item is not None else None
        return commit

    def _removed(self) -> Evidence | Person | None:
        """Give what the change that is chosen removed and that could be erased, the first of several."""
        commit = self._chosen()
        return next(past.removed_by(commit, self.bridge.snapshot), None) if commit is not None else None

    def _show_buttons(self) -> None:
        chosen = self._chosen() is not None
        self.look_button.setEnabled(chosen)
        self.restore_button.setEnabled(chosen and not self.bridge.workspace.read_only)
        self.erase_button.setVisible(self._removed() is not None and not self.bridge.workspace.read_only)
        self.export_button.setEnabled(self.tree.topLevelItemCount() > 0)

    # Doing

    def look(self) -> None:
        """Open a second window, for reading only, on the state after the change that is chosen."""
        commit = self._chosen()
        if commit is not None:
            self.bridge.state_wanted.emit(commit.sequence)

    def restore(self) -> None:
        """Bring everything back to the state after the change that is chosen, after saying how much that is."""
        commit, workspace = self._chosen(), self.bridge.workspace
        if commit is None:
            return
        then = self.bridge.do(lambda: workspace.snapshot_at(commit.sequence))
        if then is None:
            return
        count = len(workspace.changes_to(then))
        question = trn(
            "Go back to the state of {time} (UTC)? {n} record changes. It is one step, which undo takes back.",
            "Go back to the state of {time} (UTC)? {n} records change. It is one step, which undo takes back.",
            count,
            time=words.moment(commit.time),
        )
        if count and boxes.ask(tr("Go back"), question, self):
            sentence = tr("Went back to the state after change no. {n}", n=commit.sequence)
            self.bridge.do(lambda: workspace.restore(then, sentence))

    def erase(self) -> None:
        """Ask why what the change that is chosen removed is to be erased for good, and do it."""
        removed = self._removed()
        if removed is not None:
            from readiness.gui.erasing import ErasingDialog  # noqa: PLC0415 - late for start-up time

            ErasingDialog(self.bridge, removed, self).exec()

    def export(self) -> None:
        """Write the changes listed to a file, with every field's old and new value."""
        name = QFileDialog.getSaveFileName(
            self, tr("Export the history"), tr("history.csv"), tr("Table (*.csv);;JSON (*.json)")
        )[0]
        if not name:
            return
        target = Path(name) if Path(name).suffix else Path(name).with_suffix(".csv")
        count = self.bridge.do(lambda: past.export(past.find(self.bridge.workspace, self.wanted()), target))
        if count is not None:
            self.bridge.said.emit(
                trn("{n} change written to {path}", "{n} changes written to {path}", count, path=target)
            )


def _item(commit: Commit) -> QTreeWidgetItem:
    time = words.moment(commit.time)
    item = QTreeWidgetItem([str(commit.sequence), time, str(commit.author), commit.sentence])
    item.setData(0, Qt.ItemDataRole.UserRole, commit)
    item.setToolTip(3, commit.sentence)
    item.setChildIndicatorPolicy(QTreeWidgetItem.ChildIndicatorPolicy.ShowIndicator)
    return item


def _short(value: str) -> str:
    if not value:
        return tr("nothing")
    return value if len(value) <= _LONGEST else value[: _LONGEST - 1] + "…"
