"""Lists of found things: a sign, a title, where it stands, an excerpt; what was looked for is bold and underlined."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QSize,
    Qt,
)
from PySide6.QtGui import QFont, QIcon, QPainter, QPalette, QTextCharFormat, QTextLayout, QTextOption
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from readiness.analysis.search import Span
from readiness.gui import theme

Index = QModelIndex | QPersistentModelIndex
_NO_INDEX = QModelIndex()
_MOST_CUTS = 8
_SELECTED = QStyle.StateFlag.State_Selected


@dataclass(frozen=True)
class Row:
    """One found thing. `spans` are what to mark in `title`, `marks` in `excerpt`; `goal` is the owner's own.

    A row without a goal is a heading: it is not chosen, and the keys pass over it.
    """

    title: str
    detail: str = ""
    excerpt: str = ""
    icon: QIcon = field(default_factory=QIcon)
    spans: tuple[Span, ...] = ()
    marks: tuple[Span, ...] = ()
    goal: object = None

    @property
    def whole(self) -> str:
        """Give all that the row says, for assistive technology."""
        return ", ".join(part for part in (self.title, self.detail, self.excerpt) if part)


class Rows(QAbstractListModel):
    """Rows in the order given."""

    def __init__(self, parent: QObject | None = None) -> None:
        """Start empty."""
        super().__init__(parent)
        self._rows: tuple[Row, ...] = ()

    def show(self, rows: Sequence[Row]) -> None:
        """Show other rows."""
        self.beginResetModel()
        self._rows = tuple(rows)
        self.endResetModel()

    def row(self, index: Index) -> Row | None:
        """Give the row at an index; None where there is none."""
        return self._rows[index.row()] if index.isValid() and index.row() < len(self._rows) else None

    def rowCount(self, parent: Index = _NO_INDEX) -> int:  # noqa: N802 - Qt's name
        """Count the rows."""
        return 0 if parent.isValid() else len(self._rows)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Let everything be chosen but headings."""
        row = self.row(index)
        if row is None or row.goal is None:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Give the row's words, and itself under the user role."""
        row = self.row(index)
        if row is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return row.title
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return row.whole
        return row if role == Qt.ItemDataRole.UserRole else None


class MarkedRows(QListView):
    """A list of found things; the first is chosen when others are shown."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        """Start empty; `name` is what assistive technology calls the list."""
        super().__init__(parent)
        self.rows = Rows(self)
        self.setModel(self.rows)
        self.setItemDelegate(_Painter(self))
        self.setAccessibleName(name)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Show other rows and choose the first that can be."""
        self.rows.show(rows)
        for position, row in enumerate(rows):
            if row.goal is not None:
                self.setCurrentIndex(self.rows.index(position))
                break
        self.scrollToTop()

    def chosen(self) -> Row | None:
        """Give the chosen row."""
        return self.rows.row(self.currentIndex())


class _Painter(QStyledItemDelegate):
    """Paints a row: sign, title and detail in one line, the excerpt below, cut to the width there is."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: N802 - Qt's name
        """Ask for one line, or two where there is an excerpt."""
        row = index.data(Qt.ItemDataRole.UserRole)
        spacing: int = option.fontMetrics.lineSpacing()
        lines = 2 if isinstance(row, Row) and row.excerpt else 1
        return QSize(0, spacing * lines + theme.SPACING)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint the row."""
        row = index.data(Qt.ItemDataRole.UserRole)
        if not isinstance(row, Row):
            return
        look = QStyleOptionViewItem(option)
        self.initStyleOption(look, index)
        view: QWidget = look.widget
        view.style().drawPrimitive(QStyle.PrimitiveElement.PE_PanelItemViewItem, look, painter, view)
        brush = _Brush(painter, look)
        area = brush.area.adjusted(theme.SPACING, theme.SPACING // 2, -theme.SPACING, -theme.SPACING // 2)
        if row.goal is None:
            brush.write(row.title, area, ((0, len(row.title)),), underlined=False)
            return
        line = brush.line
        room = area.width()
        sign = QRect(area.left(), area.top(), line, line)
        row.icon.paint(painter, brush.turned(sign), Qt.AlignmentFlag.AlignCenter, brush.icon_mode)
        left = area.left() + line + theme.SPACING
        wide = min(brush.width(row.detail), room // 2) if row.detail else 0
        detail = QRect(area.right() - wide, area.top(), wide + 1, line)
        gap = theme.SPACING * 2 if wide else 0
        brush.write(row.detail, detail, faint=True)
        brush.write(row.title, QRect(left, area.top(), detail.left() - gap - left, line), row.spans)
        below = QRect(left, area.top() + line, area.right() - left, line)
        brush.write(row.excerpt, below, row.marks, faint=True)


class _Brush:
    """Writes one-line texts with marked words; the same left to right and right to left."""

    def __init__(self, painter: QPainter, look: QStyleOptionViewItem) -> None:
        """Take colours, font and direction from the item's style."""
        self._painter = painter
        self.area: QRect = look.rect
        self._state = look.state
        self._palette: QPalette = look.palette
        self._font: QFont = look.font
        self._metrics = look.fontMetrics
        self._direction = look.direction
        self.line: int = self._metrics.lineSpacing()

    @property
    def icon_mode(self) -> QIcon.Mode:
        """Tell how the sign is shown."""
        return QIcon.Mode.Selected if self._state & _SELECTED else QIcon.Mode.Normal

    def width(self, text: str) -> int:
        """Measure a text."""
        return int(self._metrics.horizontalAdvance(text)) + 2

    def turned(self, place: QRect) -> QRect:
        """Give the place as it lies in the writing direction."""
        return QStyle.visualRect(self._direction, self.area, place)

    def write(
        self, text: str, place: QRect, spans: tuple[Span, ...] = (), *, faint: bool = False, underlined: bool = True
    ) -> None:
        """Write a text into a place, cut to its width, the spans bold (and underlined)."""
        if not text or place.width() <= 0:
            return
        layout = self._laid_out(text, place.width(), spans, underlined=underlined)
        for _ in range(_MOST_CUTS):
            natural = layout.lineAt(0).naturalTextWidth()
            if natural <= place.width():
                break
            kept = max(1, min(len(text) - 2, int(len(text) * place.width() / natural)))
            text = f"{text[:kept].rstrip()}…"
            layout = self._laid_out(text, place.width(), spans, underlined=underlined)
        role = QPalette.ColorRole.PlaceholderText if faint else QPalette.ColorRole.Text
        if self._state & _SELECTED:
            role = QPalette.ColorRole.HighlightedText
        self._painter.setPen(self._palette.color(QPalette.ColorGroup.Active, role))
        layout.draw(self._painter, QPointF(self.turned(place).topLeft()))

    def _laid_out(self, text: str, width: int, spans: tuple[Span, ...], *, underlined: bool) -> QTextLayout:
        layout = QTextLayout(text, self._font)
        option = QTextOption(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute)
        if self._direction == Qt.LayoutDirection.RightToLeft:
            option.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute)
        option.setWrapMode(QTextOption.WrapMode.NoWrap)
        option.setTextDirection(Qt.LayoutDirection.LayoutDirectionAuto)
        layout.setTextOption(option)
        layout.setFormats(
            [
                _marked(_units(text[:start]), _units(text[start : start + length]), underlined=underlined)
                for start, length in spans
                if start < len(text)
            ]
        )
        layout.beginLayout()
        layout.createLine().setLineWidth(width)
        layout.endLayout()
        return layout


def _units(text: str) -> int:
    """Count as Qt does, which takes a letter beyond the first 65,536 for two."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def _marked(start: int, length: int, *, underlined: bool) -> QTextLayout.FormatRange:
    found = QTextLayout.FormatRange()
    found.start = start
    found.length = length
    form = QTextCharFormat()
    form.setFontWeight(QFont.Weight.Bold)
    form.setFontUnderline(underlined)
    found.format = form
    return found
