"""What can be measured of a laid out window: what is cut off, what lies over something else."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from PySide6.QtCore import QRect
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QCalendarWidget,
    QLabel,
    QLayout,
    QScrollArea,
    QStackedLayout,
    QWidget,
)

from readiness.gui.flow import Link
from tests.gui.everywhere import describe

_SLACK = 1


def _visible(window: QWidget, kind: type[QWidget]) -> Iterator[QWidget]:
    for widget in window.findChildren(kind):
        inner = any(isinstance(item, QAbstractItemView | QCalendarWidget) for item in _above(widget))
        inner = inner or widget.metaObject().className() == "QLineEditIconButton"
        if widget.isVisibleTo(window) and widget.window() is window and not inner:
            yield widget


def _above(widget: QWidget) -> Iterator[QWidget]:
    parent = widget.parentWidget()
    while parent is not None:
        yield parent
        parent = parent.parentWidget()


def cut_off(window: QWidget) -> list[str]:
    """List labels and buttons that have less room than their text takes, and pages wider than what shows them.

    A text that is shortened on purpose is whole in the tool tip.
    """
    texts = [*_visible(window, QLabel), *_visible(window, QAbstractButton)]
    cut = [f"{describe(widget)} {_lack(widget)}" for widget in texts if _lack(widget) and not _is_told(widget)]
    wide = []
    for area in _visible(window, QScrollArea):
        assert isinstance(area, QScrollArea)
        page = area.widget()
        if page is not None and page.width() > area.viewport().width() + _SLACK:
            wide.append(f"{describe(area)}: {page.width()} wide in {area.viewport().width()}")
    return cut + wide + list(_beyond(window, texts))


def _lack(widget: QWidget) -> str:
    """Say how much room a text has and takes; '' where it is enough."""
    has, takes = widget.size(), widget.sizeHint()
    if widget.hasHeightForWidth():
        takes.setWidth(min(takes.width(), has.width(), widget.minimumSizeHint().width()))
        takes.setHeight(widget.heightForWidth(has.width()))
    if isinstance(widget, Link) and QAbstractButton.text(widget) == widget.text():
        return ""  # asks for a little more than it takes, as styles round differently
    enough = has.width() >= takes.width() - _SLACK and has.height() >= takes.height() - _SLACK
    return "" if enough else f"{has.toTuple()} of {takes.toTuple()}"


def _is_told(widget: QWidget) -> bool:
    """Tell whether a shortened text is in the tool tip."""
    text = getattr(widget, "text", str)()
    return bool(text) and (text in widget.toolTip() or widget.toolTip() in text) and bool(widget.toolTip())


def _beyond(window: QWidget, texts: list[QWidget]) -> Iterator[str]:
    """List what lies partly outside of what it is in, but for pages that can be scrolled."""
    for widget in texts:
        parent = widget.parentWidget()
        if parent is not None and not parent.rect().contains(widget.geometry()):
            yield f"{describe(widget)} {widget.geometry().getRect()} beyond {parent.rect().getRect()}"


def overlapping(window: QWidget) -> list[str]:
    """List pairs of widgets of one layout that lie over each other."""
    found = []
    for layout in window.findChildren(QLayout):
        if isinstance(layout, QStackedLayout):
            continue
        owner = layout.parentWidget()
        if owner is None or not owner.isVisibleTo(window):
            continue
        widgets = [item.widget() for row in range(layout.count()) if (item := layout.itemAt(row)) is not None]
        shown = [widget for widget in widgets if widget is not None and widget.isVisibleTo(window)]
        for one, other in combinations(shown, 2):
            if not _inner(one).intersected(_inner(other)).isEmpty():
                found.append(f"{describe(one)} over {describe(other)}")
    return found


def _inner(widget: QWidget) -> QRect:
    return widget.geometry().adjusted(_SLACK, _SLACK, -_SLACK, -_SLACK)
