"""The pages of a PDF in the window: a list of them, one at a time as large as wanted, and a search in their text.

Pages are drawn, and searched, in child processes; the file is somebody else's.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QRectF, QSize, QSizeF, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QIcon, QKeySequence, QPainter, QPalette, QPen, QPixmap, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QScrollArea,
    QSpinBox,
    QSplitter,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from readiness.gui import spoken, theme
from readiness.gui.child import Child
from readiness.gui.forms import let_clear, name_choice
from readiness.texts import tr, trn

_PAUSE_MILLISECONDS = 120
_TYPING_MILLISECONDS = 300
_WIDEST = 2400
_MOST_KEPT = 6
"""Pages kept as they were drawn; turning back to one shows it at once."""
_SMALL_DPI, _SMALL_HEIGHT = 14, 110
_WHOLE, _WIDE = 0.0, -1.0
"""Zooms that follow the window: the whole page, and its width."""
_ZOOMS = (0.5, 0.75, 1.0, 1.25, 1.5, 2.0, 3.0)
_POINTS_PER_INCH = 72


class PagesPane(QWidget):
    """Pages to turn, zoom and search."""

    failed = Signal(str)
    """Why something could not be drawn or searched; '' where it can again."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Show no page yet."""
        super().__init__(parent)
        self._source, self._folder = Path(), Path()
        self._sizes: list[QSizeF] = [QSizeF(595, 842)]
        self._drawn: dict[int, QPixmap] = {}
        self._hits: list[dict[str, Any]] = []
        self._hit = -1
        self._children: dict[str, Child] = {}
        self._pause = self._timer(_PAUSE_MILLISECONDS, self._draw)
        self._typing = self._timer(_TYPING_MILLISECONDS, self._search)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACING)
        column.addLayout(self._pager())
        column.addLayout(self._searcher())
        self.sheet = QLabel()
        self.sheet.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setAccessibleName(tr("Pages"))
        self.area.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.area.setWidget(self.sheet)
        self.list = self._page_list()
        self.split = QSplitter(Qt.Orientation.Horizontal)
        self.split.addWidget(self.list)
        self.split.addWidget(self.area)
        self.split.setStretchFactor(1, 1)
        self.split.setCollapsible(1, False)
        self.split.setSizes([self.fontMetrics().averageCharWidth() * 16, 10_000])
        column.addWidget(self.split, 1)
        for key, act in (
            ("PgDown", lambda: self._leaf(1)),
            ("PgUp", lambda: self._leaf(-1)),
            ("Ctrl+Home", lambda: self.turn(1)),
            ("Ctrl+End", lambda: self.turn(len(self._sizes))),
            ("Ctrl+F", self.search_line.setFocus),
        ):
            QShortcut(QKeySequence(key), self, act, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)

    def _timer(self, milliseconds: int, act: Callable[[], None]) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(milliseconds)
        timer.timeout.connect(act)
        return timer

    def _pager(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self.previous = _tool("‹", tr("Previous page"), lambda: self.turn(self.page - 1))
        self.next = _tool("›", tr("Next page"), lambda: self.turn(self.page + 1))
        self.number = QSpinBox()
        self.number.setAccessibleName(tr("Page"))
        self.number.setKeyboardTracking(False)
        self.number.setMinimum(1)
        self.number.valueChanged.connect(lambda _: self._show())
        self._of = QLabel()
        self.zoom = QComboBox()
        name_choice(self.zoom, tr("Size of the page"))
        self.zoom.addItem(tr("whole page"), _WHOLE)
        self.zoom.addItem(tr("page width"), _WIDE)
        for scale in _ZOOMS:
            self.zoom.addItem(f"{scale:.0%}".replace("%", " %"), scale)
        self.zoom.currentIndexChanged.connect(lambda _: self._show())
        for widget in (self.previous, self.number, self._of, self.next):
            row.addWidget(widget)
        row.addStretch()
        row.addWidget(self.zoom)
        return row

    def _searcher(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self.search_line = QLineEdit()
        self.search_line.setAccessibleName(tr("Find in the pages"))
        self.search_line.setPlaceholderText(tr("Find in the pages"))
        let_clear(self.search_line)
        self.search_line.textChanged.connect(lambda _: self._typing.start())
        self.search_line.returnPressed.connect(lambda: self._to_hit(1))
        self.hits = QLabel()
        self.hit_before = _tool("‹", tr("Previous place where it stands"), lambda: self._to_hit(-1))
        self.hit_after = _tool("›", tr("Next place where it stands"), lambda: self._to_hit(1))
        for widget in (self.search_line, self.hits, self.hit_before, self.hit_after):
            row.addWidget(widget)
        return row

    def _page_list(self) -> QListWidget:
        pages = QListWidget()
        pages.setAccessibleName(tr("List of pages"))
        pages.setIconSize(QSize(_SMALL_HEIGHT, _SMALL_HEIGHT))
        pages.setUniformItemSizes(True)
        pages.setMinimumWidth(0)
        pages.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        pages.currentRowChanged.connect(lambda row: self.turn(row + 1) if row >= 0 else None)
        return pages

    def show_pages(self, source: Path, sizes: Sequence[QSizeF], folder: Path) -> None:
        """Show a PDF whose pages are so large, in points, on the page shown before; `folder` takes small pictures."""
        self.stop()
        self._source, self._sizes, self._folder = source, list(sizes), folder
        self._drawn.clear()
        self._hits, self._hit = [], -1
        self.list.blockSignals(True)
        self.list.clear()
        for number in range(1, len(self._sizes) + 1):
            item = QListWidgetItem(str(number))
            item.setData(Qt.ItemDataRole.AccessibleTextRole, tr("Page {n}", n=number))
            self.list.addItem(item)
        self.list.blockSignals(False)
        self.number.setMaximum(len(self._sizes))
        self._of.setText(tr("of {n}", n=len(self._sizes)))
        self._show()
        self._draw_small()
        if self.search_line.text():
            self._search()

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

    # Showing

    def _show(self) -> None:
        """Show the page as it was drawn, else white paper until it is."""
        wanted, ratio = self._wanted(), self.devicePixelRatioF()
        known = self._drawn.get(self.page)
        picture = QPixmap(wanted)
        picture.fill(Qt.GlobalColor.white)
        if known is not None:
            fit = Qt.AspectRatioMode.IgnoreAspectRatio
            picture = known.scaled(wanted, fit, Qt.TransformationMode.SmoothTransformation)
        self._mark(picture)
        picture.setDevicePixelRatio(ratio)
        self.sheet.setPixmap(picture)
        where = tr("Page {page} of {pages}", page=self.page, pages=len(self._sizes))
        self.sheet.setAccessibleName(where)
        self.area.setAccessibleName(tr("{where}, as on paper", where=where))
        self.previous.setEnabled(self.page > 1)
        self.next.setEnabled(self.page < len(self._sizes))
        self.list.blockSignals(True)
        self.list.setCurrentRow(self.page - 1)
        self.list.blockSignals(False)
        if known is None or abs(known.width() - wanted.width()) > wanted.width() * 0.1:
            self._pause.start()

    def _mark(self, picture: QPixmap) -> None:
        """Show where the paper ends, which a light window would not, and frame what was found."""
        painter = QPainter(picture)
        pixel = max(1, round(self.devicePixelRatioF()))
        painter.setPen(QPen(self.palette().placeholderText().color(), pixel))
        painter.drawRect(picture.rect().adjusted(0, 0, -1, -1))
        scale = picture.width() / self._sizes[self.page - 1].width()
        for number, hit in enumerate(self._hits):
            if hit["page"] != self.page:
                continue
            tint = QColor(self.palette().color(QPalette.ColorRole.Highlight))
            painter.setPen(QPen(tint, pixel * (3 if number == self._hit else 1)))
            tint.setAlpha(70 if number == self._hit else 35)
            painter.setBrush(tint)
            for left, top, width, height in hit["places"]:
                painter.drawRect(QRectF(left * scale - 2, top * scale - 2, width * scale + 4, height * scale + 4))
        painter.end()

    def _wanted(self) -> QSize:
        """Give the size in pixels of the page as it is to be shown."""
        size, ratio = self._sizes[self.page - 1], self.devicePixelRatioF()
        bar = self.area.verticalScrollBar().sizeHint().width()
        room = self.area.maximumViewportSize()
        across = (room.width() - bar - 2 * theme.SPACING) / size.width()
        down = (room.height() - 2 * theme.SPACING) / size.height()
        zoom = float(self.zoom.currentData())
        follows = {_WHOLE: min(across, down), _WIDE: across}
        scale = max(0.05, follows.get(zoom, zoom * self.logicalDpiX() / _POINTS_PER_INCH)) * ratio
        scale = min(scale, _WIDEST / size.width())
        return QSize(round(size.width() * scale), round(size.height() * scale))

    # Drawing

    def _run(self, what: str, arguments: list[str], take: Callable[[Any], None]) -> None:
        """Have a child do something, in place of what an earlier one did of the same sort."""
        if (earlier := self._children.pop(what, None)) is not None:
            earlier.cancel()
        child = self._children[what] = Child(arguments, self)

        def on_done(value: Any) -> None:
            if self._children.get(what) is child:
                del self._children[what]
                self.failed.emit("")
                take(value)

        child.done.connect(on_done)
        child.failed.connect(lambda sentence: self.failed.emit(sentence) if self._children.get(what) is child else None)
        child.ended.connect(child.deleteLater)
        child.start()

    def _draw(self) -> None:
        page, width = self.page, self._wanted().width()
        arguments = ["evidence", "preview", str(self._source), "--page", str(page), "--width", str(width)]
        self._run("page", arguments, lambda value: self._take(page, value))

    def _take(self, page: int, value: dict[str, Any]) -> None:
        picture = QPixmap()
        if not picture.loadFromData(base64.b64decode(value["png"]), "PNG"):
            self.failed.emit(value["note"] or tr("The page could not be drawn."))
            return
        self._drawn.pop(page, None)
        self._drawn[page] = picture
        while len(self._drawn) > _MOST_KEPT:
            del self._drawn[next(iter(self._drawn))]
        if page == self.page:
            self._show()

    def _draw_small(self) -> None:
        arguments = ["pages", str(self._source), str(self._folder), "--dpi", str(_SMALL_DPI)]
        self._run("small", arguments, self._take_small)

    def _take_small(self, value: list[dict[str, Any]]) -> None:
        """Put the pictures of the pages, each small enough to be one band, beside their numbers."""
        for page in value:
            item = self.list.item(page["page"] - 1)
            if item is not None:
                item.setIcon(QIcon(QPixmap(page["bands"][0]["file"])))

    # Searching

    def _search(self) -> None:
        text = self.search_line.text().strip()
        if text:
            self._run("hits", ["pages", str(self._source), "--find", text], self._take_hits)
        else:
            self._take_hits([])

    def _take_hits(self, hits: list[dict[str, Any]]) -> None:
        self._hits, self._hit = hits, -1
        if hits:
            after = (number for number, hit in enumerate(hits) if hit["page"] >= self.page)
            self._hit = next(after, 0) - 1
            self._to_hit(1)
        else:
            self._say_hits()
            self._show()

    def _to_hit(self, step: int) -> None:
        """Go to the next place where the text stands, or the one before; from the last on to the first."""
        if not self._hits:
            return
        self._hit = (self._hit + step) % len(self._hits)
        hit = self._hits[self._hit]
        self.turn(hit["page"])
        self._show()
        self._say_hits()
        left, top, _, height = hit["places"][0] if hit["places"] else (0.0, 0.0, 0.0, 0.0)
        pixels = self.sheet.pixmap().width() / self.devicePixelRatioF() / self._sizes[self.page - 1].width()
        self.area.ensureVisible(round(left * pixels), round((top + height) * pixels), 50, 80)

    def _say_hits(self) -> None:
        count = len(self._hits)
        if self._hits:
            text = tr("{n} of {all}", n=self._hit + 1, all=count)
        else:
            text = tr("not found") if self.search_line.text().strip() else ""
        self.hits.setText(text)
        for button in (self.hit_before, self.hit_after):
            button.setEnabled(count > 0)
        if text:
            page = tr("Page {n}", n=self.page) if self._hits else ""
            spoken.announce(self.search_line, f"{trn('{n} place', '{n} places', count)}. {page}")

    # Ending

    def stop(self) -> None:
        """Stop drawing and searching, and wait until nobody holds the file."""
        self._pause.stop()
        self._typing.stop()
        children, self._children = self._children, {}
        for child in children.values():
            child.stop()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Fit the page to the new size."""
        super().resizeEvent(event)
        self._show()


def _tool(text: str, name: str, act: Callable[[], object]) -> QToolButton:
    button = QToolButton()
    button.setText(text)
    button.setToolTip(name)
    button.setAccessibleName(name)
    button.clicked.connect(lambda _=False: act())
    return button
