"""Stacked bars per clause group with their numbers beside them; every piece leads to the rows behind it.

Each bar is a widget of its own, so that assistive technology reads it; one of them at a time is reached by Tab, and the
arrow keys go on from there.
"""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

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
FILTERS = {
    Rating.CONFORMING: "conforming",
    Rating.PARTLY: "gaps",
    Rating.NONCONFORMING: "gaps",
    Rating.NOT_ASSESSED: "open",
    Rating.NOT_APPLICABLE: "not-applicable",
}
"""The assessment's quick filter that shows the rows behind a piece."""
RATED = "rated"
_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_Home: -10_000, Qt.Key.Key_End: 10_000}


class GroupBars(QWidget):
    """One bar per clause group over its single requirements: share of each rating, then rated of applicable."""

    chosen = Signal(str, str)
    """The number of the group, and the quick filter of what was chosen in it ('' for all of it)."""

    def __init__(self, groups: tuple[Group, ...], standard: str, parent: QWidget | None = None) -> None:
        """Show the groups in order; `standard` comes before each bar's name."""
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.bars = [GroupBar(group, standard) for group in groups]
        for position, bar in enumerate(self.bars):
            bar.setFocusPolicy(Qt.FocusPolicy.ClickFocus if position else Qt.FocusPolicy.StrongFocus)
            bar.chosen.connect(self.chosen)
            bar.left_for.connect(self._move)
            bar.entered.connect(self._keep)
            column.addWidget(bar)
        column.addWidget(_Legend())

    def _move(self, step: int) -> None:
        """Go on to another bar with the keyboard."""
        here = next((row for row, bar in enumerate(self.bars) if bar.hasFocus()), 0)
        self.bars[min(max(here + step, 0), len(self.bars) - 1)].setFocus(Qt.FocusReason.OtherFocusReason)

    def _keep(self) -> None:
        """Have Tab come back to the bar that had the keyboard last."""
        for bar in self.bars:
            bar.setFocusPolicy(Qt.FocusPolicy.StrongFocus if bar.hasFocus() else Qt.FocusPolicy.ClickFocus)


class GroupBar(QWidget):
    """The bar of one clause group: number, title, pieces, rated of applicable."""

    chosen = Signal(str, str)
    left_for = Signal(int)
    entered = Signal()

    def __init__(self, group: Group, standard: str, parent: QWidget | None = None) -> None:
        """Show a group."""
        super().__init__(parent)
        self.group = group
        self._standard = standard
        self.ratings = [rating for rating in _ORDER if group.letters.ratings[rating]]
        self._piece = -1
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setMouseTracking(True)
        self.setAccessibleName(f"{standard} {describe(group)}")

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Take a line."""
        return QSize(self.fontMetrics().averageCharWidth() * 56, round(self.fontMetrics().height() * 1.45))

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Stay readable when narrow."""
        return QSize(self.fontMetrics().averageCharWidth() * 34, self.sizeHint().height())

    # Where things are

    def _columns(self) -> tuple[float, float, float]:
        """Give where the title and the bar begin, and where the count does."""
        metrics = self.fontMetrics()
        title = 4.0 + metrics.horizontalAdvance("10.10 ")
        title_width = max(metrics.averageCharWidth() * 12, round(self.width() * 0.36))
        count = self.width() - metrics.horizontalAdvance("000/000 ") - 4.0
        return title, title + title_width + theme.SPACING, count

    def pieces(self) -> list[tuple[Rating, QRectF]]:
        """Give where each rating's share is."""
        _, left, count = self._columns()
        height = self.height()
        bar = QRectF(left, height * 0.25, max(20.0, count - 2 - left), height * 0.5)
        whole = sum(self.group.letters.ratings.values())
        found = []
        x = bar.left()
        for rating in self.ratings:
            width = bar.width() * self.group.letters.ratings[rating] / whole
            found.append((rating, _turned(self, QRectF(x, bar.top(), width, bar.height()))))
            x += width
        return found

    def filter_at(self, x: float) -> str:
        """Give the quick filter for what is shown at a place: a piece of the bar, the count; '' for the title."""
        from_start = self.width() - x if self.isRightToLeft() else x
        if from_start >= self._columns()[2]:
            return RATED
        return next((FILTERS[rating] for rating, piece in self.pieces() if piece.left() <= x <= piece.right()), "")

    def _tip_at(self, x: float) -> str:
        for rating, piece in self.pieces():
            if piece.left() <= x <= piece.right():
                return f"{_count(self.group, rating)}\n{describe(self.group)}"
        return describe(self.group)

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint the row, and where the keyboard is."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        line = QRectF(0, 0, self.width(), self.height())
        focus = QPen(self.palette().color(QPalette.ColorRole.Highlight), 2)
        if self.hasFocus():
            painter.setPen(focus)
            painter.drawRoundedRect(line.adjusted(1, 1, -1, -1), 3, 3)
        title, left, count = self._columns()
        painter.setPen(self.palette().color(QPalette.ColorRole.WindowText))
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(_turned(self, QRectF(4, 0, title, line.height())), middle, self.group.number)
        room = left - title - theme.SPACING
        text = self.fontMetrics().elidedText(self.group.title, Qt.TextElideMode.ElideRight, round(room))
        painter.drawText(_turned(self, QRectF(title, 0, room, line.height())), middle, text)
        place = QRectF(count, 0, self.width() - count - 4, line.height())
        painter.drawText(_turned(self, place), middle | Qt.AlignmentFlag.AlignRight, _rated(self.group))
        pieces = self.pieces()
        for rating, piece in pieces:
            _paint_piece(painter, piece, rating)
        if pieces:
            painter.setPen(QPen(self.palette().color(QPalette.ColorRole.Mid), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(pieces[0][1].united(pieces[-1][1]))
        if self.hasFocus() and 0 <= self._piece < len(pieces):
            painter.setPen(focus)
            painter.drawRect(pieces[self._piece][1].adjusted(-1, -3, 1, 3))
        painter.end()

    # Choosing

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Have the tip say what is under the mouse."""
        self.setToolTip(self._tip_at(event.position().x()))

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Open what is under the mouse."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.chosen.emit(self.group.number, self.filter_at(event.position().x()))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Up and down go to another bar, left and right to a piece of this one, Enter or Space opens it."""
        key = Qt.Key(event.key())
        if key in _STEPS:
            self.left_for.emit(_STEPS[key])
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            onward = Qt.Key.Key_Left if self.isRightToLeft() else Qt.Key.Key_Right
            self._choose_piece(self._piece + (1 if key == onward else -1))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            chosen = FILTERS[self.ratings[self._piece]] if self._piece >= 0 else ""
            self.chosen.emit(self.group.number, chosen)
        else:
            super().keyPressEvent(event)

    def _choose_piece(self, piece: int) -> None:
        """Choose a piece by the keyboard, -1 for the whole bar; the name says it, so that it is announced."""
        self._piece = min(max(piece, -1), len(self.ratings) - 1)
        name = describe(self.group)
        if self._piece >= 0:
            name = f"{self.group.number} {_count(self.group, self.ratings[self._piece])}"
        self.setAccessibleName(f"{self._standard} {name}")
        self.update()

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """Show where the keyboard is."""
        self.entered.emit()
        self.update()
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """Show that the keyboard is elsewhere."""
        self._choose_piece(-1)
        super().focusOutEvent(event)


class _Legend(QWidget):
    """Says what the pieces stand for."""

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Take two lines."""
        return QSize(self.fontMetrics().averageCharWidth() * 56, round(self.fontMetrics().height() * 2.9))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint a piece of each rating with its name."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        metrics = self.fontMetrics()
        height = metrics.height()
        x, y = 4.0, height * 0.4
        for rating in _ORDER:
            text = words.rating(rating)
            width = height + 4 + metrics.horizontalAdvance(text) + theme.SPACING * 2
            if x + width > self.width() and x > 4:
                x, y = 4.0, y + height * 1.1
            _paint_piece(painter, _turned(self, QRectF(x, y + height * 0.2, height * 0.8, height * 0.6)), rating)
            painter.setPen(self.palette().color(QPalette.ColorRole.PlaceholderText))
            place = QRectF(x + height + 2, y, width, height)
            painter.drawText(_turned(self, place), Qt.AlignmentFlag.AlignVCenter, text)
            x += width
        painter.end()


def _turned(widget: QWidget, place: QRectF) -> QRectF:
    """Give a place as it lies in the direction of writing."""
    if widget.isRightToLeft():
        return QRectF(widget.width() - place.right(), place.top(), place.width(), place.height())
    return place


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


def _rated(group: Group) -> str:
    return f"{group.letters.rated}/{group.letters.applicable}"


def _count(group: Group, rating: Rating) -> str:
    return tr("{n} {rating}", n=group.letters.ratings[rating], rating=words.rating(rating))


def describe(group: Group) -> str:
    """Say a group's counts in words."""
    counts = ", ".join(_count(group, rating) for rating in _ORDER if group.letters.ratings[rating])
    return f"{group.number} {group.title}: {counts}"
