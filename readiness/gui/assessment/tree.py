"""The tree of clauses as a widget: what it leaves to the view around it, and what a narrow window shows of it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeView,
)

from readiness.gui.assessment.rating_bar import KEYS, WEIGHT_KEYS
from readiness.gui.assessment.tree_model import EVIDENCE, MARKS, RATING, ClauseTreeModel, Index
from readiness.texts import tr

_NARROW_LETTERS = 66
_MOST_UNFOLDED = 400
"""Rows unfolded at most: no screen shows as many, and each costs Qt some microseconds at every key press."""


_HAS_TEXT = QStyleOptionViewItem.ViewItemFeature.HasDisplay
_HAS_BOTH = _HAS_TEXT | QStyleOptionViewItem.ViewItemFeature.HasDecoration


class ClauseDelegate(QStyledItemDelegate):
    """Asks the model once for all that a cell shows; Qt's own asks seven times, and each costs more than painting."""

    def __init__(self, tree: QTreeView, model: ClauseTreeModel) -> None:
        """Paint for a tree."""
        super().__init__(tree)
        self._clauses = model

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:  # noqa: N802 - Qt's name
        """Say what is painted."""
        shown = self._clauses.shown(index)
        option.index = index  # type: ignore[assignment]  # its types leave out that it may be a lasting one
        option.text = shown.text
        if shown.bold:
            font = option.font
            font.setBold(True)
            option.font = font
        if shown.icon is None:
            option.features |= _HAS_TEXT
        else:
            option.features |= _HAS_BOTH
            option.icon = shown.icon


class ClauseTree(QTreeView):
    """The tree, which leaves rating keys to the view, and in a narrow window leaves room for the titles."""

    menu_wanted = Signal(QPoint)
    """The context menu is wanted, at a place of the screen."""

    def __init__(self, model: ClauseTreeModel) -> None:
        """Show the model."""
        super().__init__()
        self._clauses = model
        self.setModel(model)
        self.setItemDelegate(ClauseDelegate(self, model))
        self.setAccessibleName(tr("Clauses"))
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setUniformRowHeights(True)
        self.setAlternatingRowColors(True)
        self.setAllColumnsShowFocus(True)
        header = self.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        letter = self.fontMetrics().averageCharWidth()
        for column, letters in ((RATING, 20), (EVIDENCE, 7), (MARKS, 10)):
            header.resizeSection(column, letter * letters)
        self.setMinimumWidth(letter * 50)
        self.setIndentation(letter * 2)

    def unfold(self, *, narrowed: bool) -> None:
        """Show clauses, not letters; letters of a stem only where they differ and the tree is narrowed to few."""
        self.setUpdatesEnabled(False)
        rows = self._clauses.rowCount()
        for node in self._clauses.clauses():
            if rows > _MOST_UNFOLDED:
                break
            wanted = narrowed and self._clauses.letters_differ(node) if node.has_letters else node.has_children
            if wanted:
                rows += len(node.children)
                self.expand(self._clauses.index_of_node(node))
        self.setUpdatesEnabled(True)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Show evidence counts and marks only where the titles can be read beside them; the pane has them too."""
        super().resizeEvent(event)
        narrow = event.size().width() < self.fontMetrics().averageCharWidth() * _NARROW_LETTERS
        for column in (EVIDENCE, MARKS):
            self.setColumnHidden(column, narrow)

    def event(self, event: QEvent, /) -> bool:
        """Keep pasting for the tree: no menu's shortcut takes it away."""
        override = event.type() == QEvent.Type.ShortcutOverride
        if override and isinstance(event, QKeyEvent) and event.matches(QKeySequence.StandardKey.Paste):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Hand on what rates, weighs, pastes, or leads to the note; the rest moves in the tree."""
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        marks = event.text().upper() in (*KEYS, *WEIGHT_KEYS)
        leads_away = marks or event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if (plain and leads_away) or event.matches(QKeySequence.StandardKey.Paste):
            event.ignore()
            return
        super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802 - Qt's name
        """Ask for the menu where the mouse is, or, by the keyboard, at the current row."""
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            row = self.visualRect(self.currentIndex())
            self.menu_wanted.emit(self.viewport().mapToGlobal(row.bottomLeft() + QPoint(self.indentation(), 0)))
        else:
            self.menu_wanted.emit(event.globalPos())
        event.accept()
