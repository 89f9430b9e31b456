"""The history: who changed what and when, field by field."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QHeaderView,
    QLabel,
    QLineEdit,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from readiness import words
from readiness.gui import theme
from readiness.gui.bridge import Bridge, Place
from readiness.gui.view import View
from readiness.model.history import Commit
from readiness.model.records import Answer
from readiness.texts import tr

_SHOWN = 500


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
        self.filter = QLineEdit()
        self.filter.setPlaceholderText(tr("Filter by person, clause or word"))
        self.filter.setAccessibleName(tr("Filter the history"))
        self.filter.setClearButtonEnabled(True)
        self.filter.textChanged.connect(lambda _: self._apply_filter())
        layout.addWidget(self.filter)
        self.tree = QTreeWidget()
        self.tree.setAccessibleName(tr("Changes, newest first"))
        self.tree.setHeaderLabels([tr("When (UTC)"), tr("Who"), tr("What")])
        self.tree.header().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.tree.setUniformRowHeights(True)
        self.tree.itemExpanded.connect(self._fill_fields)
        layout.addWidget(self.tree)
        self._newest = 0

    def show_place(self, place: Place) -> None:
        """Bring the list up to date."""
        self._show()

    def refresh(self, commit: Commit | None) -> None:
        """Add new commits where the list is looked at."""
        if self.isVisible():
            self._show()

    def _show(self) -> None:
        fresh: list[QTreeWidgetItem] = []
        for commit in self.bridge.workspace.history():
            if commit.sequence <= self._newest or len(fresh) >= _SHOWN:
                break
            item = QTreeWidgetItem([f"{commit.time:%Y-%m-%d %H:%M}", str(commit.author), commit.sentence])
            item.setData(0, Qt.ItemDataRole.UserRole, commit)
            item.setToolTip(2, commit.sentence)
            item.setChildIndicatorPolicy(QTreeWidgetItem.ChildIndicatorPolicy.ShowIndicator)
            fresh.append(item)
        self.tree.insertTopLevelItems(0, fresh)
        self._newest = self.bridge.snapshot.sequence
        self._apply_filter()

    def _fill_fields(self, item: QTreeWidgetItem) -> None:
        if item.childCount():
            return
        commit: Commit = item.data(0, Qt.ItemDataRole.UserRole)
        for change in commit.changes:
            plain = change.after or change.before or {}
            name = plain.get("title") or plain.get("name") or plain.get("scope") or ""
            if change.table == Answer.table:
                name = words.requirement(str(plain.get("requirement", "")))
            for field, old, new in change.fields():
                text = tr("{field}: {old} → {new}", field=field, old=_shown(old), new=_shown(new))
                child = QTreeWidgetItem(["", str(name), text])
                child.setToolTip(2, text)
                item.addChild(child)

    def _apply_filter(self) -> None:
        wanted = self.filter.text().casefold().split()
        for row in range(self.tree.topLevelItemCount()):
            item = self.tree.topLevelItem(row)
            assert item is not None
            text = " ".join(item.text(column) for column in range(3)).casefold()
            item.setHidden(not all(word in text for word in wanted))


def _shown(value: Any) -> str:
    if value is None or value == "":
        return tr("nothing")
    text = str(value)
    return text if len(text) <= 120 else text[:119] + "…"
