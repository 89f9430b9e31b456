"""The page without a workspace: begin, open, go on, look at the sample."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QIcon, QKeyEvent, QPalette
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from readiness.gui import theme
from readiness.gui.forms import faint
from readiness.gui.recent import when
from readiness.tasks import settings
from readiness.tasks.settings import Recent
from readiness.texts import tr

_MOST_IN_SIGHT = 5
_ICON_PIXELS = 20
_PATH = Qt.ItemDataRole.UserRole
_THERE = Qt.ItemDataRole.UserRole.value + 1


class Welcome(QWidget):
    """Three ways to begin, and the workspaces that were open before."""

    new_wanted = Signal()
    open_wanted = Signal()
    sample_wanted = Signal()
    path_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Lay the page out."""
        super().__init__(parent)
        column = QVBoxLayout()
        column.setSpacing(theme.SPACING * 2)
        column.addStretch(1)
        column.addLayout(self._head())
        column.addWidget(
            faint(
                tr("Show your accreditation body, clause by clause, where each requirement of ISO/IEC 17021-1 and "
                   "ISO/IEC 17065 is laid down and what shows that it is practised. Everything stays here.")
            )
        )  # fmt: skip
        self._buttons: dict[str, QPushButton] = {}
        for name, signal, text, hint in (
            (
                "new",
                self.new_wanted,
                tr("&New workspace ..."),
                tr("For your certification body; about two minutes."),
            ),
            ("open", self.open_wanted, tr("&Open workspace ..."), tr("A folder whose name ends in .readiness.")),
            (
                "sample",
                self.sample_wanted,
                tr("Look at the &sample"),
                tr("A body that holds both standards, half-way there."),
            ),
        ):
            button = self._buttons[name] = QPushButton(text)
            button.setAccessibleDescription(hint)
            button.clicked.connect(signal)
            row = QHBoxLayout()
            row.addWidget(button, 2)
            row.addWidget(faint(hint), 3)
            column.addLayout(row)
        self._recent = self._recent_part()
        column.addWidget(self._recent)
        column.addStretch(2)
        across = QHBoxLayout(self)
        across.addStretch(1)
        across.addLayout(column, 6)
        across.addStretch(1)
        self.show_recent()

    def _head(self) -> QHBoxLayout:
        self._sign = QLabel()
        title = QLabel(tr("Readiness"))
        title.setFont(theme.heading_font(title, 2.2))
        row = QHBoxLayout()
        row.setSpacing(theme.SPACING * 2)
        row.addWidget(self._sign)
        row.addWidget(title, 1)
        return row

    def _recent_part(self) -> QWidget:
        part = QWidget()
        column = QVBoxLayout(part)
        column.setContentsMargins(0, theme.SPACING, 0, 0)
        caption = QLabel(tr("Open before"))
        caption.setFont(theme.heading_font(caption, 1.0))
        self.recent = QListWidget()
        self.recent.setAccessibleName(tr("Workspaces open before"))
        self.recent.setAlternatingRowColors(True)
        self.recent.setIconSize(QSize(_ICON_PIXELS, _ICON_PIXELS))
        self.recent.itemActivated.connect(self._choose)
        self.recent.currentItemChanged.connect(lambda *_: self._show_buttons())
        self.recent.installEventFilter(self)
        caption.setBuddy(self.recent)
        self.open_button = QPushButton(tr("Open &this one"))
        self.open_button.clicked.connect(lambda: self._choose(self.recent.currentItem()))
        self.forget_button = QPushButton(tr("&Remove from this list"))
        self.forget_button.setToolTip(tr("The workspace itself is left alone (Delete)"))
        self.forget_button.clicked.connect(self.forget)
        row = QHBoxLayout()
        row.addWidget(self.open_button)
        row.addWidget(self.forget_button)
        row.addStretch()
        column.addWidget(caption)
        column.addWidget(self.recent)
        column.addLayout(row)
        return part

    def show_recent(self) -> None:
        """List the workspaces that were open before; those that are not found are greyed, and say so."""
        self._dress()
        self.recent.clear()
        for found in settings.recent():
            self.recent.addItem(self._item(found))
        self._recent.setVisible(self.recent.count() > 0)
        if self.recent.count():
            there = [row for row in range(self.recent.count()) if self.recent.item(row).data(_THERE)]
            self.recent.setCurrentRow(there[0] if there else 0)
            rows = min(self.recent.count(), _MOST_IN_SIGHT)
            frame = self.recent.frameWidth() * 2
            self.recent.setFixedHeight(self.recent.item(0).sizeHint().height() * rows + frame)
        self._show_buttons()

    def _dress(self) -> None:
        """Take the signs in the colours of the palette in use."""
        size = self.fontMetrics().lineSpacing() * 3
        self._sign.setPixmap(theme.app_icon().pixmap(QSize(size, size)))
        for name, button in self._buttons.items():
            button.setIcon(theme.icon(name))

    def _item(self, found: Recent) -> QListWidgetItem:
        lines = [found.path.stem, str(found.path.parent), when(found)]
        said = "  -  ".join(part for part in lines[1:] if part)
        item = QListWidgetItem(f"{lines[0]}\n{said}")
        item.setData(_PATH, found.path)
        item.setData(_THERE, found.is_there)
        item.setToolTip(str(found.path))
        item.setData(Qt.ItemDataRole.AccessibleTextRole, ", ".join(part for part in lines if part))
        item.setSizeHint(QSize(0, self.fontMetrics().lineSpacing() * 2 + theme.SPACING * 2))
        sign = theme.icon("open")
        item.setIcon(sign if found.is_there else QIcon(sign.pixmap(self.recent.iconSize(), QIcon.Mode.Disabled)))
        if not found.is_there:
            item.setForeground(self.palette().color(QPalette.ColorRole.PlaceholderText))
        return item

    def _show_buttons(self) -> None:
        item = self.recent.currentItem()
        self.open_button.setEnabled(item is not None and bool(item.data(_THERE)))
        self.forget_button.setEnabled(item is not None)

    def forget(self) -> None:
        """Take the chosen workspace off the list."""
        item = self.recent.currentItem()
        if item is None:
            return
        row = self.recent.currentRow()
        settings.forget(Path(item.data(_PATH)))
        self.show_recent()
        self.recent.setCurrentRow(min(row, self.recent.count() - 1))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Let Delete take the chosen workspace off the list."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Delete:
            self.forget()
            return True
        return super().eventFilter(watched, event)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Follow the palette."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.show_recent()

    def _choose(self, item: QListWidgetItem | None) -> None:
        if item is not None and item.data(_THERE):
            self.path_chosen.emit(item.data(_PATH))
