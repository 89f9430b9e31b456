"""The print preview: the pages of a report as they will lie on paper, one at a time, drawn in a child process."""

from __future__ import annotations

import base64
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QSize, QSizeF, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QPainter, QPen, QPixmap, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSpinBox,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from readiness.gui import theme
from readiness.gui.child import Child
from readiness.gui.forms import Sentence
from readiness.texts import tr

_PAUSE_MILLISECONDS = 120
_WIDEST = 2400
_MOST_KEPT = 6
"""Pages kept as they were drawn; turning back to one shows it at once."""


class PrintPreview(QDialog):
    """Pages to turn, whole or as wide as the window, and what to do with them; the files are somebody else's."""

    print_wanted = Signal()
    save_wanted = Signal()

    def __init__(self, source: Path, sizes: Sequence[QSizeF], parent: QWidget | None = None) -> None:
        """Show the first page of `source`, whose pages are so large, in points."""
        super().__init__(parent)
        self.setWindowTitle(tr("Print preview"))
        self._source, self._sizes = source, sizes
        self._drawn: dict[int, QPixmap] = {}
        self._child: Child | None = None
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MILLISECONDS)
        self._pause.timeout.connect(self._draw)
        layout = QVBoxLayout(self)
        layout.setSpacing(theme.SPACING)
        layout.addLayout(self._pager())
        self.sheet = QLabel()
        self.sheet.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setAccessibleName(tr("Pages"))
        self.area.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.area.setWidget(self.sheet)
        layout.addWidget(self.area, 1)
        self.problem = Sentence()
        layout.addWidget(self.problem)
        layout.addLayout(self._buttons())
        self._bind_keys()
        room = self.screen().availableGeometry().size()
        line = self.fontMetrics().lineSpacing()
        self.resize(min(room.width() * 9 // 10, line * 46), min(room.height() * 9 // 10, line * 48))
        self.area.setFocus()
        self._show()

    def _pager(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self.previous = self._tool("‹", tr("Previous page"), lambda: self.turn(self.page - 1))
        self.next = self._tool("›", tr("Next page"), lambda: self.turn(self.page + 1))
        self.number = QSpinBox()
        self.number.setRange(1, len(self._sizes))
        self.number.setAccessibleName(tr("Page"))
        self.number.setKeyboardTracking(False)
        self.number.valueChanged.connect(lambda _: self._show())
        self.wide = self._tool(tr("As wide as the window"), "", self._show)
        self.wide.setCheckable(True)
        caption = QLabel(tr("&Page"))
        caption.setBuddy(self.number)
        for widget in (self.previous, caption, self.number, QLabel(tr("of {n}", n=len(self._sizes))), self.next):
            row.addWidget(widget)
        row.addStretch()
        row.addWidget(self.wide)
        return row

    def _tool(self, text: str, name: str, act: Callable[[], object]) -> QToolButton:
        button = QToolButton()
        button.setText(text)
        button.setToolTip(name)
        button.setAccessibleName(name or text)
        button.clicked.connect(lambda _=False: act())
        return button

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self.save_button = QPushButton(tr("&Save the PDF ..."))
        self.save_button.clicked.connect(self.save_wanted)
        self.print_button = QPushButton(tr("P&rint ..."))
        self.print_button.clicked.connect(self._on_print)
        self.close_button = QPushButton(tr("&Close"))
        self.close_button.clicked.connect(self.reject)
        for button in (self.save_button, self.print_button, self.close_button):
            button.setAutoDefault(False)
        row.addWidget(self.save_button)
        row.addStretch()
        row.addWidget(self.print_button)
        row.addWidget(self.close_button)
        return row

    def _bind_keys(self) -> None:
        for key, act in (
            (QKeySequence(QKeySequence.StandardKey.Print), self._on_print),
            (QKeySequence("PgDown"), lambda: self._leaf(1)),
            (QKeySequence("PgUp"), lambda: self._leaf(-1)),
            (QKeySequence("Ctrl+Home"), lambda: self.turn(1)),
            (QKeySequence("Ctrl+End"), lambda: self.turn(len(self._sizes))),
        ):
            QShortcut(key, self, act)

    def _on_print(self) -> None:
        self.problem.say("")
        self.print_wanted.emit()

    # Turning

    @property
    def page(self) -> int:
        """Give the number of the page that is shown."""
        return self.number.value()

    def turn(self, page: int) -> None:
        """Show another page."""
        self.number.setValue(max(1, min(page, len(self._sizes))))

    def _leaf(self, step: int) -> None:
        """Scroll on by the height of the pane; at the end of the page, turn to the next."""
        bar = self.area.verticalScrollBar()
        at_end = bar.value() == (bar.maximum() if step > 0 else bar.minimum())
        if not at_end:
            bar.setValue(bar.value() + step * bar.pageStep())
        elif 1 <= self.page + step <= len(self._sizes):
            self.turn(self.page + step)
            bar.setValue(bar.minimum() if step > 0 else bar.maximum())

    # Drawing

    def _show(self) -> None:
        """Show the page as it was drawn, else white paper until it is."""
        wanted, ratio = self._wanted(), self.devicePixelRatioF()
        known = self._drawn.get(self.page)
        picture = QPixmap(wanted)
        picture.fill(Qt.GlobalColor.white)
        if known is not None:
            fit = Qt.AspectRatioMode.IgnoreAspectRatio
            picture = known.scaled(wanted, fit, Qt.TransformationMode.SmoothTransformation)
        self._draw_edge(picture)
        picture.setDevicePixelRatio(ratio)
        self.sheet.setPixmap(picture)
        where = tr("Page {page} of {pages}", page=self.page, pages=len(self._sizes))
        self.sheet.setAccessibleName(where)
        self.area.setAccessibleName(tr("{where}, as on paper", where=where))
        self.previous.setEnabled(self.page > 1)
        self.next.setEnabled(self.page < len(self._sizes))
        if known is None or abs(known.width() - wanted.width()) > wanted.width() * 0.1:
            self._pause.start()

    def _draw_edge(self, picture: QPixmap) -> None:
        """Show where the paper ends, which a light window would not."""
        painter = QPainter(picture)
        painter.setPen(QPen(self.palette().placeholderText().color(), max(1, round(self.devicePixelRatioF()))))
        painter.drawRect(picture.rect().adjusted(0, 0, -1, -1))
        painter.end()

    def _wanted(self) -> QSize:
        """Give the size in pixels of the page as it is to be shown."""
        size, ratio = self._sizes[self.page - 1], self.devicePixelRatioF()
        bar = self.area.verticalScrollBar().sizeHint().width()
        room = self.area.maximumViewportSize()
        across = (room.width() - bar - 2 * theme.SPACING) / size.width()
        down = (room.height() - 2 * theme.SPACING) / size.height()
        scale = max(0.05, across if self.wide.isChecked() else min(across, down)) * ratio
        scale = min(scale, _WIDEST / size.width())
        return QSize(round(size.width() * scale), round(size.height() * scale))

    def _draw(self) -> None:
        self._stop()
        page, width = self.page, self._wanted().width()
        arguments = ["evidence", "preview", str(self._source), "--page", str(page), "--width", str(width)]
        child = self._child = Child(arguments, self)
        child.done.connect(lambda value: self._take(child, page, value))
        child.failed.connect(self.problem.say)
        child.ended.connect(child.deleteLater)
        child.start()

    def _take(self, child: Child, page: int, value: dict[str, Any]) -> None:
        if child is not self._child:
            return
        self._child = None
        picture = QPixmap()
        if not picture.loadFromData(base64.b64decode(value["png"]), "PNG"):
            self.problem.say(value["note"] or tr("The page could not be drawn."))
            return
        self._drawn.pop(page, None)
        self._drawn[page] = picture
        while len(self._drawn) > _MOST_KEPT:
            del self._drawn[next(iter(self._drawn))]
        if page == self.page:
            self._show()

    def _stop(self) -> None:
        child, self._child = self._child, None
        if child is not None:
            child.stop()

    def done(self, result: int) -> None:
        """Stop drawing, so that nobody holds the file when it is removed."""
        self._pause.stop()
        self._stop()
        super().done(result)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Fit the page to the new size."""
        super().resizeEvent(event)
        self._show()
