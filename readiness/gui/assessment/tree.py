"""The tree of clauses as a widget: what it leaves to the view around it, and what a narrow window shows of it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QKeySequence, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeView,
)

from readiness.gui.assessment.nodes import Node
from readiness.gui.assessment.plain_rows import PlainRows
from readiness.gui.assessment.rating_bar import KEYS, WEIGHT_KEYS
from readiness.gui.assessment.tree_model import EVIDENCE, MARKS, RATING, ClauseTreeModel, Index, chain
from readiness.texts import tr

_NARROW_LETTERS = 66
_MOST_UNFOLDED = 400
"""Rows unfolded at most: no screen shows as many, and each costs Qt some microseconds at every layout."""
_PAUSE_MILLISECONDS = 150
"""Longer than between two key presses."""


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
        node = self._clauses.node(index)
        if node is None:
            return
        shown = self._clauses.shown(node, index.column())
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
        self._plain = PlainRows(self, model.shown)
        self._narrowed = self._is_rest_left = False
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_PAUSE_MILLISECONDS)
        self._rest.timeout.connect(self.unfold_rest)

    def unfold(self, *, narrowed: bool) -> None:
        """Show clauses, not letters; letters of a stem only where they differ and the tree is narrowed to few."""
        self._narrowed, self._is_rest_left = narrowed, False
        self._unfold_down_to(_MOST_UNFOLDED, None)

    def unfold_in_sight(self, *, narrowed: bool, chosen: Node | None) -> None:
        """Do so at a key press: down to the row that is chosen at once, the rest in a pause of typing."""
        self._narrowed, self._is_rest_left = narrowed, True
        in_sight = self.viewport().height() // self.fontMetrics().lineSpacing() + 1
        self._unfold_down_to(in_sight, chosen.parent if chosen is not None and chosen.is_letter else chosen)
        self._rest.start()

    def unfold_rest(self) -> None:
        """Unfold what a key press left for later, if it did; the row that is chosen stays in sight."""
        if self._is_rest_left:
            self._is_rest_left = False
            current = self.currentIndex()
            is_seen = self.viewport().rect().intersects(self.visualRect(current))
            self._unfold_down_to(_MOST_UNFOLDED, None)
            if is_seen:
                self.scrollTo(current)

    def _unfold_down_to(self, most: int, chosen: Node | None) -> None:
        """Unfold rows from the top until there are so many, or as many below the row that was chosen."""
        self.scheduleDelayedItemsLayout()  # one for all that is unfolded
        rows, last = 0, most if chosen is None else _MOST_UNFOLDED
        for node in self._clauses.clauses():
            if node is chosen:
                last = min(last, rows + most)
            if rows > last:
                break
            rows += 1
            wanted = self._narrowed and self._clauses.letters_differ(node) if node.has_letters else node.has_children
            if wanted:
                rows += len(node.children) if node.has_letters else 0
                self.expand(self._clauses.index_of_node(node))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint the rows in sight."""
        self._plain.prepare()
        super().paintEvent(event)

    def drawRow(  # noqa: N802 - Qt's name
        self, painter: QPainter, option: QStyleOptionViewItem, index: Index
    ) -> None:
        """Paint a row; one that is chosen or current, or written from right to left, is left to Qt."""
        node = self._clauses.node(index)
        by_qt = self.isRightToLeft() or not self.isEnabled() or self.selectionModel().isSelected(index)
        if node is None or by_qt or node is self._clauses.node(self.currentIndex()):
            super().drawRow(painter, option, index)
            return
        depth = sum(1 for _ in chain(node)) - 1
        row = option.rect
        is_second = (self.verticalOffset() + row.top()) // row.height() % 2 == 1  # Qt says so to its own painting only
        self._plain.paint(painter, row, node, depth=depth, alternate=is_second)
        if node.has_children:
            left = self.columnViewportPosition(0)
            self.drawBranches(painter, QRect(left, row.top(), (depth + 1) * self.indentation(), row.height()), index)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Have rows painted as the new font, style or palette wants them."""
        super().changeEvent(event)
        self._plain.forget()

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
        self.unfold_rest()
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
