"""Small pieces of the overview: headings, lists that open in place, links that wrap."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QToolButton, QVBoxLayout, QWidget

from readiness.gui import theme
from readiness.gui.bridge import Bridge, Place
from readiness.gui.flow import Flow, Link
from readiness.gui.forms import faint
from readiness.texts import trn


def heading(text: str, scale: float = 1.3) -> QLabel:
    """Make a heading."""
    label = QLabel(text)
    label.setFont(theme.heading_font(label, scale))
    label.setWordWrap(True)
    return label


def hint(text: str) -> QLabel:
    """Make a wrapped label in the placeholder colour that is never read as markup: for what users named."""
    label = faint(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label


def link(bridge: Bridge, text: str, place: Place, name: str = "") -> Link:
    """Make a link to a place; `name` is what assistive technology says instead of the text."""
    made = Link(text, name)
    made.clicked.connect(lambda: bridge.go(place))
    return made


class Wrapped(QWidget):
    """Widgets side by side that wrap in a narrow window."""

    def __init__(self, widgets: Sequence[QWidget], parent: QWidget | None = None) -> None:
        """Line the widgets up."""
        super().__init__(parent)
        row = Flow(theme.SPACING, self)
        height = max((widget.sizeHint().height() for widget in widgets), default=0)
        for widget in widgets:
            widget.setMinimumHeight(height)
            row.addWidget(widget)


class Fold(QToolButton):
    """A button that shows and hides what belongs to it; that is made when it is first opened."""

    turned = Signal()

    def __init__(
        self, caption: str, make: Callable[[], QWidget], *, opened: bool = False, parent: QWidget | None = None
    ) -> None:
        """Show what `make` makes in `body` only while it is opened."""
        super().__init__(parent)
        self._caption, self._make = caption, make
        self.body = QWidget()
        self._column = QVBoxLayout(self.body)
        self._column.setContentsMargins(theme.SPACING * 3, 0, 0, 0)
        self.setObjectName("fold")
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setCheckable(True)
        self.setChecked(opened)
        self.setAccessibleName(caption)
        self.toggled.connect(self._turn)
        self._show(opened=opened)

    def _turn(self, opened: bool) -> None:  # noqa: FBT001 - a Qt slot
        self._show(opened=opened)
        self.turned.emit()

    def _show(self, *, opened: bool) -> None:
        closed = "◂" if self.isRightToLeft() else "▸"
        self.setText(f"{self._caption}  {'▾' if opened else closed}")
        if opened and not self._column.count():
            made = self._make()
            self._column.addWidget(made)
            made.show()
        self.body.setVisible(opened)


class OpeningList(QWidget):
    """The first few of a list, and a link that shows the rest in place; whoever opened it keeps the keyboard there."""

    def __init__(
        self,
        makers: Sequence[Callable[[], QWidget]],
        shown: int,
        name: str,
        *,
        opened: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """Make the widgets of the first ones; `name` says of what the list is."""
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.SPACING // 4)
        self._rest = () if opened else tuple(makers[shown:])
        for make in makers if opened else makers[:shown]:
            self._column.addWidget(make())
        self.more: Link | None = None
        if self._rest:
            count = len(self._rest)
            self.more = Link(trn("... and {n} more", "... and {n} more", count), f"{name}: {_more(count)}")
            self.more.clicked.connect(self.open)
            self._column.addWidget(self.more)

    def open(self) -> None:
        """Show all."""
        widgets = [make() for make in self._rest]
        self._rest = ()
        if self.more is not None:
            self._column.removeWidget(self.more)
            self.more.hide()
            self.more.deleteLater()
            self.more = None
        for widget in widgets:
            self._column.addWidget(widget)
            widget.show()
        if widgets:
            widgets[0].setFocus()


def _more(count: int) -> str:
    return trn("show {n} more", "show {n} more", count)
