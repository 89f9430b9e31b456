"""A look at the file of evidence below its form: PDF pages, pictures, the beginning of texts.

The file is read and drawn in a child process: one that is made to crash its reader takes nothing else down, and what is
no longer wanted is stopped at once.
"""

from __future__ import annotations

import base64
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QFontDatabase, QHideEvent, QPixmap, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from readiness.gui import theme
from readiness.gui.bridge import Bridge
from readiness.gui.child import Child
from readiness.gui.forms import faint
from readiness.model.records import Attachment
from readiness.texts import tr

_PAUSE_MILLISECONDS = 200
_PATIENCE_MILLISECONDS = 20_000
_MOST_MEGABYTES = 1500
_WIDEST = 2000

_unfolded = {"preview": False}


class Preview(QWidget):
    """A heading that unfolds the pane; nothing is read while it is folded."""

    open_wanted = Signal()

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        """Show no file."""
        super().__init__(parent)
        self._bridge = bridge
        self._file: Attachment | None = None
        self._page, self._pages, self._drawn_at = 1, 1, 0
        self._picture = QPixmap()
        self._child: Child | None = None
        self._pause = self._timer(_PAUSE_MILLISECONDS, self._draw)
        self._patience = self._timer(_PATIENCE_MILLISECONDS, self._give_up)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACING // 2)
        self.fold = QToolButton()
        self.fold.setObjectName("fold")
        self.fold.setCheckable(True)
        self.fold.setText(tr("Preview"))
        self.fold.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.fold.setFont(theme.heading_font(self.fold, 1.0))
        self.fold.toggled.connect(self._on_folded)
        column.addWidget(self.fold)
        self.body = QWidget()
        self._build_body()
        column.addWidget(self.body, 1)
        self.fold.setChecked(_unfolded["preview"])
        self._on_folded(_unfolded["preview"])
        self._say(tr("No file is attached."))

    def _timer(self, milliseconds: int, what: Any) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(milliseconds)
        timer.timeout.connect(what)
        return timer

    def _build_body(self) -> None:
        column = QVBoxLayout(self.body)
        column.setContentsMargins(0, 0, 0, 0)
        self.pager = QWidget()
        row = QHBoxLayout(self.pager)
        row.setContentsMargins(0, 0, 0, 0)
        self.previous = self._tool("‹", tr("Previous page"), lambda: self.turn(self._page - 1))
        self.next = self._tool("›", tr("Next page"), lambda: self.turn(self._page + 1))
        self.where = QLabel()
        self.wide = self._tool(tr("Zoom to width"), tr("Zoom to the width of the pane"), self._show_picture)
        self.wide.setCheckable(True)
        self.wide.setChecked(True)
        for widget in (self.previous, self.where, self.next, self.wide):
            row.addWidget(widget)
        row.addStretch()
        column.addWidget(self.pager)
        self.pages = QStackedWidget()
        column.addWidget(self.pages, 1)
        self.sheet = QLabel()
        self.sheet.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self.page_area = QScrollArea()
        self.page_area.setWidgetResizable(True)
        self.page_area.setWidget(self.sheet)
        self.page_area.setAccessibleName(tr("Page"))
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.text.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.text.setAccessibleName(tr("Beginning of the text"))
        self.pages.addWidget(self.page_area)
        self.pages.addWidget(self.text)
        self.no_page = self._build_message()
        self.pages.addWidget(self.no_page)
        self.body.setMinimumHeight(self.fontMetrics().lineSpacing() * 9)

    def _build_message(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        self.message = faint("")
        self.message.setTextFormat(Qt.TextFormat.PlainText)
        column.addWidget(self.message)
        self.open_button = QPushButton(tr("Open in its program"))
        self.open_button.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.open_button.clicked.connect(self.open_wanted)
        column.addWidget(self.open_button)
        column.addStretch()
        return page

    def _tool(self, text: str, name: str, act: Any) -> QToolButton:
        button = QToolButton()
        button.setText(text)
        button.setToolTip(name)
        button.setAccessibleName(name)
        button.clicked.connect(lambda _=False: act())
        return button

    # What is shown

    def show_file(self, file: Attachment | None) -> None:
        """Show a file in a moment; what was being drawn for another one is stopped."""
        if file == self._file:
            return
        self._file = file
        self._page, self._pages, self._picture = 1, 1, QPixmap()
        self._ask()

    def turn(self, page: int) -> None:
        """Show another page."""
        self._page = max(1, min(page, self._pages))
        self._say_where()
        self._ask()

    def _ask(self) -> None:
        self._stop()
        if self._file is None:
            self._say(tr("No file is attached."))
        elif self.fold.isChecked() and self.isVisible():
            if self._picture.isNull():
                self._say("")
            self._pause.start()

    def _draw(self) -> None:
        file = self._file
        if file is None:
            return
        self._drawn_at = self._room()
        path = self._bridge.workspace.attachment_path(file)
        arguments = ["evidence", "preview", str(path), "--page", str(self._page), "--width", str(self._drawn_at)]
        child = self._child = Child([*arguments, "--memory", str(_MOST_MEGABYTES)], self)
        child.done.connect(lambda value: self._take(child, value))
        child.failed.connect(lambda _: self._take(child, {}))
        child.ended.connect(child.deleteLater)
        child.start()
        self._patience.start()

    def _room(self) -> int:
        width = self.pages.width() - self.page_area.verticalScrollBar().sizeHint().width() - 4
        return max(100, min(_WIDEST, round(width * self.devicePixelRatioF())))

    def _take(self, child: Child, value: dict[str, Any]) -> None:
        """Show what the child made, unless something else is wanted by now."""
        if child is not self._child:
            return
        self._child = None
        self._patience.stop()
        look = value.get("look", "")
        if look == "text":
            self.text.setPlainText("\n".join([*value["lines"], *([f"... {value['note']}"] if value["note"] else [])]))
            self._show(self.text, pager=False)
        elif look in ("pdf", "picture"):
            self._page, self._pages = int(value["page"]), int(value["pages"])
            self._picture.loadFromData(base64.b64decode(value["png"]), "PNG")
            self._show_picture()
            self._show(self.page_area, pager=True)
            self.page_area.verticalScrollBar().setValue(0)
        else:
            self._say(value.get("note") or tr("The file could not be shown; its reader gave up."))

    def _show_picture(self) -> None:
        """Show the page as wide as the pane, or whole."""
        ratio, picture = self.devicePixelRatioF(), self._picture
        smooth = Qt.TransformationMode.SmoothTransformation
        if self.wide.isChecked() and picture.width() > self._room():
            picture = picture.scaledToWidth(self._room(), smooth)
        elif not self.wide.isChecked():
            picture = picture.scaled(
                self.page_area.viewport().size() * ratio, Qt.AspectRatioMode.KeepAspectRatio, smooth
            )
        picture.setDevicePixelRatio(ratio)
        self.sheet.setPixmap(picture)
        self._say_where()

    def _say_where(self) -> None:
        name = self._file.name if self._file else ""
        self.where.setText(tr("Page {page} of {pages}", page=self._page, pages=self._pages))
        self.sheet.setAccessibleName(tr("Page {page} of {name}", page=self._page, name=name))
        for widget in (self.previous, self.where, self.next):
            widget.setVisible(self._pages > 1)
        self.previous.setEnabled(self._page > 1)
        self.next.setEnabled(self._page < self._pages)

    def _show(self, page: QWidget, *, pager: bool) -> None:
        self.pager.setVisible(pager)
        self.pages.setCurrentWidget(page)

    def _say(self, text: str) -> None:
        kind = f"{self._file.name}: " if self._file and text else ""
        self.message.setText(f"{kind}{text}")
        self.open_button.setVisible(bool(kind))
        self._show(self.no_page, pager=False)

    # When to look

    def _on_folded(self, unfolded: bool) -> None:  # noqa: FBT001 - a Qt slot
        _unfolded["preview"] = unfolded
        self.body.setVisible(unfolded)
        self.fold.setArrowType(theme.fold_arrow(self, opened=unfolded))
        policy = QSizePolicy.Policy.Expanding if unfolded else QSizePolicy.Policy.Maximum
        self.setSizePolicy(QSizePolicy.Policy.Preferred, policy)
        self._ask()

    def _give_up(self) -> None:
        self._stop()
        self._say(tr("The file takes too long to be shown."))

    def _stop(self) -> None:
        self._pause.stop()
        self._patience.stop()
        if self._child is not None:
            child, self._child = self._child, None
            child.cancel()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """Look at the file when the pane comes into sight."""
        super().showEvent(event)
        self._ask()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 - Qt's name
        """Stop looking when the pane goes out of sight, and wait until the child is gone."""
        super().hideEvent(event)
        child = self._child
        self._stop()
        if child is not None:
            child.stop()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Fit the page to the new width; drawn anew where it has become too coarse."""
        super().resizeEvent(event)
        if not self._picture.isNull() and self.pages.currentWidget() is self.page_area:
            self._show_picture()
            if self._room() > self._drawn_at * 1.1:
                self._ask()
