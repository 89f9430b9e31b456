"""Stacked bars per clause group with their numbers beside them; reached by keyboard, each opens its group."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from readiness import words
from readiness.analysis.figures import Group
from readiness.gui import theme
from readiness.model.records import Rating
from readiness.texts import tr

_ORDER = (Rating.CONFORMING, Rating.PARTLY, Rating.NONCONFORMING, Rating.NOT_ASSESSED, Rating.NOT_APPLICABLE)
_PATTERNS = {
    Rating.PARTLY: Qt.BrushStyle.Dense3Pattern,
    Rating.NONCONFORMING: Qt.BrushStyle.BDiagPattern,
}


class GroupBars(QWidget):
    """One bar per clause group over its single requirements: share of each rating, then rated of applicable."""

    chosen = Signal(str)

    def __init__(self, groups: tuple[Group, ...], standard: str, parent: QWidget | None = None) -> None:
        """Show the groups in order."""
        super().__init__(parent)
        self._groups = groups
        self._current = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(tr("{standard}: ratings per clause group", standard=standard))
        self.setAccessibleDescription("; ".join(describe(group) for group in groups))
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Take a line per group and one for the legend."""
        letter = self.fontMetrics().averageCharWidth()
        return QSize(letter * 56, self._row() * len(self._groups) + self._legend_height())

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Stay readable when narrow."""
        return QSize(self.fontMetrics().averageCharWidth() * 34, self.sizeHint().height())

    def _row(self) -> int:
        return round(self.fontMetrics().height() * 1.45)

    def _legend_height(self) -> int:
        return self._row() * 2

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint all rows, then the legend."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        metrics = self.fontMetrics()
        number_width = metrics.horizontalAdvance("9.10 ")
        title_width = max(metrics.averageCharWidth() * 12, round(self.width() * 0.36))
        count_width = metrics.horizontalAdvance("000/000 ")
        row = self._row()
        for position, group in enumerate(self._groups):
            top = position * row
            line = QRectF(0, top, self.width(), row)
            if position == self._current and self.hasFocus():
                painter.setPen(QPen(self.palette().color(self.palette().ColorRole.Highlight), 1.5))
                painter.drawRoundedRect(line.adjusted(1, 1, -1, -1), 3, 3)
            painter.setPen(self.palette().color(self.palette().ColorRole.WindowText))
            middle = Qt.AlignmentFlag.AlignVCenter
            painter.drawText(QRectF(4, top, number_width, row), middle, group.number)
            title = metrics.elidedText(group.title, Qt.TextElideMode.ElideRight, title_width)
            painter.drawText(QRectF(4 + number_width, top, title_width, row), middle, title)
            left = 4 + number_width + title_width + theme.SPACING
            bar = QRectF(left, top + row * 0.25, max(20.0, self.width() - left - count_width - 6), row * 0.5)
            self._paint_bar(painter, bar, group)
            count = f"{group.letters.rated}/{group.letters.applicable}"
            painter.setPen(self.palette().color(self.palette().ColorRole.WindowText))
            place = QRectF(self.width() - count_width - 4, top, count_width, row)
            painter.drawText(place, middle | Qt.AlignmentFlag.AlignRight, count)
        self._paint_legend(painter, len(self._groups) * row)
        painter.end()

    def _paint_bar(self, painter: QPainter, bar: QRectF, group: Group) -> None:
        whole = sum(group.letters.ratings.values())
        left = bar.left()
        for rating in _ORDER:
            count = group.letters.ratings[rating]
            if count:
                piece = QRectF(left, bar.top(), bar.width() * count / whole, bar.height())
                _paint_piece(painter, piece, rating)
                left = piece.right()
        painter.setPen(QPen(self.palette().color(self.palette().ColorRole.Mid), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(bar)

    def _paint_legend(self, painter: QPainter, top: float) -> None:
        metrics = self.fontMetrics()
        x, y, height = 4.0, top + self._row() * 0.3, metrics.height()
        for rating in _ORDER:
            text = words.rating(rating)
            width = height + 4 + metrics.horizontalAdvance(text) + theme.SPACING * 2
            if x + width > self.width() and x > 4:
                x, y = 4.0, y + height * 1.1
            _paint_piece(painter, QRectF(x, y + height * 0.2, height * 0.8, height * 0.6), rating)
            painter.setPen(self.palette().color(self.palette().ColorRole.PlaceholderText))
            painter.drawText(QPointF(x + height + 2, y + metrics.ascent()), text)
            x += width

    # Choosing

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Open the group under the mouse."""
        position = int(event.position().y() // self._row())
        if 0 <= position < len(self._groups):
            self._current = position
            self.chosen.emit(self._groups[position].number)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Move with the arrows, open with Enter or Space."""
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            step = 1 if event.key() == Qt.Key.Key_Down else -1
            self._current = min(max(self._current + step, 0), len(self._groups) - 1)
            self.setToolTip("")
            self.update()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self._groups:
            self.chosen.emit(self._groups[self._current].number)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """Show where the keyboard is."""
        self.update()
        super().focusInEvent(event)

    def event(self, event: QEvent) -> bool:
        """Show a group's counts in words under the mouse."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            position = event.pos().y() // self._row()
            if 0 <= position < len(self._groups):
                QToolTip.showText(event.globalPos(), describe(self._groups[position]), self)
            return True
        return super().event(event)


def _paint_piece(painter: QPainter, piece: QRectF, rating: Rating) -> None:
    colour = QColor(theme.rating_colour(rating))
    painter.setPen(Qt.PenStyle.NoPen)
    if rating is Rating.NOT_ASSESSED:
        colour.setAlpha(40)
    elif rating is Rating.NOT_APPLICABLE:
        colour.setAlpha(110)
    painter.setBrush(colour)
    painter.drawRect(piece)
    if rating in _PATTERNS:
        painter.setBrush(QColor(255, 255, 255, 110))
        brush = painter.brush()
        brush.setStyle(_PATTERNS[rating])
        painter.setBrush(brush)
        painter.drawRect(piece)


def describe(group: Group) -> str:
    """Say a group's counts in words."""
    counts = ", ".join(
        f"{group.letters.ratings[rating]} {words.rating(rating)}" for rating in _ORDER if group.letters.ratings[rating]
    )
    return f"{group.number} {group.title}: {counts}"
