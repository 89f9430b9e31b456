"""The keyboard page: every shortcut, by menu and by view, with a line to look for one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QLineEdit,
    QMenu,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from readiness.analysis.search import Query, Searchable
from readiness.gui import theme
from readiness.texts import tr

if TYPE_CHECKING:
    from readiness.gui.window import MainWindow


@dataclass(frozen=True)
class KeyGroup:
    """A menu's or a view's keys: each the key, as it is written on this system, and what it does."""

    title: str
    keys: tuple[tuple[str, str], ...]


def groups(window: MainWindow) -> list[KeyGroup]:
    """List the keys of the view in front, of every menu, and of the other views."""
    lines_of_views = window.desk.all_keyboard_help() if window.desk is not None else []
    views = [KeyGroup(title, _split(lines)) for title, lines in lines_of_views]
    menus = [KeyGroup(_plain(menu.title()), tuple(_of_menu(menu))) for menu in _menus(window)]
    return [group for group in (*views[:1], *menus, *views[1:]) if group.keys]


def _menus(window: MainWindow) -> Iterator[QMenu]:
    for action in window.menuBar().actions():
        menu = action.menu()
        if isinstance(menu, QMenu):
            yield menu


def _of_menu(menu: QMenu) -> Iterator[tuple[str, str]]:
    for action in menu.actions():
        below = action.menu()
        if isinstance(below, QMenu):
            yield from _of_menu(below)
        elif not action.shortcut().isEmpty():
            yield _keys_of(action), _plain(action.text())


def _keys_of(action: QAction) -> str:
    return ", ".join(keys.toString(QKeySequence.SequenceFormat.NativeText) for keys in action.shortcuts())


def _plain(text: str) -> str:
    return text.replace("&&", "\0").replace("&", "").replace("\0", "&")


def _split(lines: list[str]) -> tuple[tuple[str, str], ...]:
    found = []
    for line in lines:
        keys, _, what = line.partition("\t")
        found.append((keys, what[:1].upper() + what[1:]))
    return tuple(found)


class KeysDialog(QDialog):
    """The shortcuts in groups, narrowed by what is typed: a key or a word."""

    def __init__(self, shown: list[KeyGroup], parent: QWidget | None = None) -> None:
        """Show the groups, unfolded."""
        super().__init__(parent)
        self.setWindowTitle(tr("Keyboard"))
        self.filter = QLineEdit()
        self.filter.setPlaceholderText(tr("Filter: a key or a word"))
        self.filter.setAccessibleName(tr("Filter the shortcuts"))
        self.filter.setClearButtonEnabled(True)
        self.filter.textChanged.connect(self._narrow)
        self.tree = QTreeWidget()
        self.tree.setAccessibleName(tr("Shortcuts"))
        self.tree.setHeaderLabels([tr("What it does"), tr("Keys")])
        self.tree.setAlternatingRowColors(True)
        self.tree.setRootIsDecorated(False)
        self.tree.setIndentation(theme.SPACING * 2)
        for group in shown:
            self._add(group)
        header = self.tree.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(self.filter)
        layout.addWidget(self.tree, 1)
        layout.addWidget(buttons)
        letter = self.fontMetrics().averageCharWidth()
        room = self.screen().availableGeometry().size() * 0.9
        self.resize(min(letter * 96, room.width()), min(self.fontMetrics().lineSpacing() * 34, room.height()))

    def _add(self, group: KeyGroup) -> None:
        head = QTreeWidgetItem(self.tree, [group.title])
        head.setFont(0, theme.heading_font(self.tree, 1.0))
        head.setFirstColumnSpanned(True)
        for keys, what in group.keys:
            item = QTreeWidgetItem(head, [what, keys])
            item.setData(0, Qt.ItemDataRole.AccessibleTextRole, f"{what}: {keys}")
            item.setToolTip(0, what)
        head.setExpanded(True)

    def _narrow(self, typed: str) -> None:
        query = Query.of(typed)
        for row in range(self.tree.topLevelItemCount()):
            head = self.tree.topLevelItem(row)
            assert head is not None
            any_fits = False
            for position in range(head.childCount()):
                item = head.child(position)
                assert item is not None
                known = Searchable.of("", item.text(0), item.text(1))
                fits = not query.words or known.level(query) is not None
                item.setHidden(not fits)
                any_fits = any_fits or fits
            head.setHidden(not any_fits)
