"""Widgets that give way in a narrow window: rows that wrap, halves that go below each other, links that shorten."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QMouseEvent, QResizeEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QLayoutItem,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QSplitter,
    QWidget,
)

_LINE_LETTERS = 76
_ALL = 1000
"""A stretch that leaves next to nothing to one of 1."""
_SLACK = 4
"""Pixels by which a style's own rounding may fall short of a text's width."""


class Flow(QLayout):
    """Lays widgets out in rows, as words in a paragraph; one that does not fit begins the next row and is cut to it."""

    def __init__(self, spacing: int, parent: QWidget | None = None) -> None:
        """Start empty; `spacing` is in pixels, across and down."""
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self.setSpacing(spacing)
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem, /) -> None:  # noqa: N802 - Qt's name
        """Add an item at the end."""
        self._items.append(item)

    def count(self) -> int:
        """Count the items."""
        return len(self._items)

    def itemAt(self, index: int, /) -> QLayoutItem | None:  # noqa: N802 - Qt's name
        """Give an item; None past the last."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int, /) -> QLayoutItem | None:  # noqa: N802 - Qt's name
        """Take an item out; None past the last."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:  # noqa: N802 - Qt's name
        """Want no more room than the items."""
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:  # noqa: N802 - Qt's name
        """Tell that rows depend on the width."""
        return True

    def heightForWidth(self, width: int, /) -> int:  # noqa: N802 - Qt's name
        """Give the height that the rows take in a width."""
        return self._arrange(QRect(0, 0, width, 0), place=False)

    def minimumSize(self) -> QSize:  # noqa: N802 - Qt's name
        """Give room for the widest item."""
        size = QSize()
        for item in self._items:
            size = size.expandedTo(item.minimumSize())
        return size

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Ask for one row."""
        hints = [item.sizeHint() for item in self._items]
        width = sum(hint.width() for hint in hints) + self.spacing() * max(0, len(hints) - 1)
        return QSize(width, max((hint.height() for hint in hints), default=0))

    def setGeometry(self, rectangle: QRect, /) -> None:  # noqa: N802 - Qt's name
        """Place the items."""
        super().setGeometry(rectangle)
        self._arrange(rectangle, place=True)

    def _arrange(self, area: QRect, *, place: bool) -> int:
        x, y, tallest = area.x(), area.y(), 0
        for item in self._items:
            widget = item.widget()
            if widget is not None and widget.isHidden():
                continue
            hint = item.sizeHint()
            hint.setWidth(min(hint.width(), max(area.width(), item.minimumSize().width())))
            if x > area.x() and x + hint.width() > area.x() + area.width():
                x, y, tallest = area.x(), y + tallest + self.spacing(), 0
            if place:
                item.setGeometry(QRect(QPoint(x, y), hint))
            x += hint.width() + self.spacing()
            tallest = max(tallest, hint.height())
        return y + tallest - area.y()


class Tall(QWidget):
    """A page in a scroll area that is as high as what is on it needs at its width, where texts and rows wrap.

    A scroll area asks for the least height only, which knows nothing of wrapping, and would press everything together.
    """

    def event(self, event: QEvent) -> bool:
        """Follow the width, and what is on the page."""
        done = super().event(event)
        layout = self.layout()
        if event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest) and layout is not None:
            least = layout.totalMinimumSize().height()
            needed = max(least, layout.totalHeightForWidth(self.width()) if layout.hasHeightForWidth() else 0)
            if needed != self.minimumHeight():
                self.setMinimumHeight(needed)
        return done


def scrolled(page: QWidget, name: str) -> QScrollArea:
    """Put a page into an area that scrolls up and down only; `name` is what assistive technology calls it."""
    scroll = QScrollArea()
    scroll.setWidgetResizable(True)
    scroll.setFrameShape(QFrame.Shape.NoFrame)
    scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    scroll.setAccessibleName(name)
    scroll.setWidget(page)
    return scroll


class Halves(QSplitter):
    """Two halves side by side; in a window too narrow for both, the second below the first."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Start side by side."""
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setChildrenCollapsible(False)
        self._beside: list[int] = []

    def _halves(self) -> list[QWidget]:
        return [half for row in range(self.count()) if (half := self.widget(row)) is not None]

    def _least(self) -> list[QSize]:
        shown = (half for half in self._halves() if not half.isHidden())
        return [half.minimumSizeHint().expandedTo(half.minimumSize()) for half in shown]

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Do with the width of the wider half."""
        least = self._least()
        heights = [size.height() for size in least]
        above = self.orientation() == Qt.Orientation.Vertical
        height = sum(heights) + self.handleWidth() if above else max(heights, default=0)
        return QSize(max((size.width() for size in least), default=0), height)

    def _below(self) -> list[int]:
        """Give two fifths of the height to the first half, also when it grows, and the rest to the second."""
        for row, half in enumerate(self._halves()):
            policy = half.sizePolicy()
            policy.setVerticalStretch(row + 2)
            half.setSizePolicy(policy)
        return [self.height() * (row + 2) // 5 for row in range(self.count())]

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Put the halves beside or below each other, as there is room; beside, they come back as they were."""
        wide = sum(size.width() for size in self._least()) + self.handleWidth() * (self.count() - 1)
        wanted = Qt.Orientation.Horizontal if event.size().width() >= wide else Qt.Orientation.Vertical
        if wanted != self.orientation():
            if wanted == Qt.Orientation.Vertical:
                self._beside = self.sizes()
            self.setOrientation(wanted)
            self.setSizes(self._beside or [1] * self.count() if wanted == Qt.Orientation.Horizontal else self._below())
        super().resizeEvent(event)


class Link(QPushButton):
    """A flat button that reads like a link, is reached by Tab, and shortens its text where there is no room."""

    def __init__(self, text: str, name: str = "", parent: QWidget | None = None) -> None:
        """Show `text`; `name` is what assistive technology says instead."""
        super().__init__(text, parent)
        self._whole = self._shown = text
        self.setFlat(True)
        self.setAccessibleName(name or text)
        self.setStyleSheet("QPushButton { text-align: left; padding: 2px 0; color: palette(link); }")
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def text(self) -> str:
        """Give the whole text, also where it is shown shortened."""
        return self._whole

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Ask for room for the whole text."""
        hint = super().sizeHint()
        more = self._letters(self._whole) - self._letters(self._shown) + _SLACK
        return QSize(hint.width() + more, hint.height())

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Do with a few letters."""
        return QSize(self.fontMetrics().averageCharWidth() * 8, super().sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Shorten the text to the room there is; the tip shows it whole."""
        super().resizeEvent(event)
        room = event.size().width() - super().sizeHint().width() + self._letters(self._shown)
        shown = self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, room)
        if shown != self._shown:
            self._shown = shown
            self.setText(shown)
            if shown != self._whole and self._whole not in self.toolTip():
                self.setToolTip(f"{self._whole}\n{self.toolTip()}".rstrip())

    def _letters(self, text: str) -> int:
        return self.fontMetrics().horizontalAdvance(text)


class Prose(QLabel):
    """A wrapped text of at most 76 letters a line that can be selected and is never read as markup."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        """Show `text`."""
        super().__init__(text, parent)
        self.setWordWrap(True)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.setMaximumWidth(self.fontMetrics().horizontalAdvance("n" * _LINE_LETTERS))

    def heightForWidth(self, width: int, /) -> int:  # noqa: N802 - Qt's name
        """Give the height at the width it will really have: a layout asks for its own, wider one."""
        return super().heightForWidth(min(width, self.maximumWidth()))


class WrappedBox(QWidget):
    """A tick box beside a text that wraps, which a tick box's own text does not; a click on the text ticks it too."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Show no text yet."""
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        self.box = QCheckBox()
        self.box.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.text = Prose("")
        self.text.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        self.text.setAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.box, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.text, _ALL)
        row.addStretch(1)  # takes what is wider than a line may be, lest box and text drift apart

    def show_text(self, text: str, name: str) -> None:
        """Show a text; `name` is what assistive technology calls the box."""
        self.text.setText(text)
        self.box.setAccessibleName(name)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Tick it by a click on its text."""
        if self.box.isEnabled():
            self.box.click()
        super().mousePressEvent(event)


def clear(layout: QLayout) -> None:
    """Take everything out of a layout, and out of those in it."""
    while (item := layout.takeAt(0)) is not None:
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
        elif inner is not None:
            clear(inner)
