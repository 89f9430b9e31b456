"""Paints the rows of the clause tree that are neither chosen nor current: as the style does, but with less asking.

For each cell, Qt's way asks model, delegate and style sheet some dozen things; together that takes longer than finding
the rows. What stands where in a cell is asked of the style once, and asked again when cells get another height.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QFont, QFontMetrics, QFontMetricsF, QPainter, QPalette
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem, QTreeView

from readiness.gui.assessment.nodes import Node
from readiness.gui.assessment.tree_model import Shown

_FEATURES = QStyleOptionViewItem.ViewItemFeature
_MOST_REMEMBERED = 2000
"""Texts cut to their column that are remembered: more than a screen shows, however often it is filtered."""


class _Column(NamedTuple):
    """A column that is shown: its number, where it begins, and its width (both in pixels)."""

    number: int
    left: int
    width: int


class _Inset(NamedTuple):
    """How far text and icon lie within a cell, in pixels from its left and its right edge and from its top."""

    left: int
    right: int
    base: float
    icon: QRect


class PlainRows:
    """Paints rows for one tree, written from left to right; `prepare` before each painting."""

    def __init__(self, tree: QTreeView, shown: Callable[[Node, int], Shown]) -> None:
        """Paint what `shown` gives for a row and a column."""
        self._tree = tree
        self._shown = shown
        self._columns: list[_Column] = []
        self._insets: dict[tuple[int, bool, bool], _Inset] = {}
        self._cut: dict[tuple[str, int, bool], str] = {}
        self._fonts: dict[bool, QFont] = {}

    def forget(self) -> None:
        """Ask the style anew, after font, style or palette changed."""
        self._insets.clear()
        self._cut.clear()
        self._fonts.clear()

    def prepare(self) -> None:
        """Look where the columns are now."""
        header = self._tree.header()
        shown = (number for number in range(header.count()) if not header.isSectionHidden(number))
        self._columns = [
            _Column(number, header.sectionViewportPosition(number), header.sectionSize(number)) for number in shown
        ]
        palette = self._tree.palette()
        self._ink = palette.color(QPalette.ColorRole.Text)
        self._other_row = palette.brush(QPalette.ColorRole.AlternateBase)
        if not self._fonts:
            self._fonts = {False: QFont(self._tree.font()), True: QFont(self._tree.font())}
            self._fonts[True].setBold(True)

    def paint(self, painter: QPainter, row: QRect, node: Node, *, depth: int, alternate: bool) -> None:
        """Paint the cells of a row, `depth` levels below the top."""
        top, height = row.top(), row.height()
        if alternate:
            painter.fillRect(row, self._other_row)
        painter.setPen(self._ink)
        indent = (depth + 1) * self._tree.indentation()
        for number, edge, size in self._columns:
            text, icon, bold = self._shown(node, number)
            left, width = (edge, size) if number else (edge + indent, size - indent)
            inset = self._insets.get((height, icon is not None, bold)) or self._ask(height, icon is not None, bold)
            if icon is not None:
                icon.paint(painter, inset.icon.translated(left, top))
            if text:
                painter.setFont(self._fonts[bold])
                cut = self._fitting(text, width - inset.left - inset.right, bold)
                painter.drawText(QPointF(left + inset.left, top + inset.base), cut)

    def _fitting(self, text: str, width: int, bold: bool) -> str:  # noqa: FBT001 - the key of a font
        """Cut a text to a width, in pixels."""
        found = self._cut.get((text, width, bold))
        if found is None:
            if len(self._cut) >= _MOST_REMEMBERED:
                self._cut.clear()
            metrics = QFontMetrics(self._fonts[bold])
            found = self._cut[text, width, bold] = metrics.elidedText(text, Qt.TextElideMode.ElideRight, width)
        return found

    def _ask(self, height: int, has_icon: bool, bold: bool) -> _Inset:  # noqa: FBT001 - the key of an inset
        """Ask the style where text and icon stand in a cell."""
        option = QStyleOptionViewItem()
        self._tree.initViewItemOption(option)
        option.font = self._fonts[bold]
        option.rect = QRect(0, 0, _WIDE, height)
        option.text = "x"
        option.features = _FEATURES.HasDisplay
        if has_icon:
            option.features |= _FEATURES.HasDecoration
        style, metrics = self._tree.style(), QFontMetricsF(self._fonts[bold])
        text = style.subElementRect(QStyle.SubElement.SE_ItemViewItemText, option, self._tree)
        icon = style.subElementRect(QStyle.SubElement.SE_ItemViewItemDecoration, option, self._tree)
        margin = style.pixelMetric(QStyle.PixelMetric.PM_FocusFrameHMargin, option, self._tree) + 1
        base = text.top() + (text.height() - int(metrics.height())) // 2 + metrics.ascent()
        found = _Inset(text.left() + margin, _WIDE - text.right() - 1 + margin, base, icon)
        self._insets[height, has_icon, bold] = found
        return found


_WIDE = 1000
"""Pixels of the cell that the style is asked about; wider than any text of it."""
