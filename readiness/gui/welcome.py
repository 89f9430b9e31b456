"""The page without a workspace: begin, open, go on, look at the sample."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
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
from readiness.tasks import settings
from readiness.texts import tr


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
        title = QLabel(tr("Readiness"))
        title.setFont(theme.heading_font(title, 2.2))
        column.addWidget(title)
        column.addWidget(
            faint(
                tr("Show your accreditation body, clause by clause, where each requirement of ISO/IEC 17021-1 and "
                   "ISO/IEC 17065 is laid down and what shows that it is practised. Everything stays here.")
            )
        )  # fmt: skip
        for signal, text, hint in (
            (
                self.new_wanted,
                tr("&New workspace ..."),
                tr("For your certification body; about two minutes."),
            ),
            (self.open_wanted, tr("&Open workspace ..."), tr("A folder whose name ends in .readiness.")),
            (
                self.sample_wanted,
                tr("Look at the &sample"),
                tr("A body that holds both standards, half-way there."),
            ),
        ):
            button = QPushButton(text)
            button.setAccessibleDescription(hint)
            button.clicked.connect(signal)
            row = QHBoxLayout()
            row.addWidget(button, 2)
            row.addWidget(faint(hint), 3)
            column.addLayout(row)
        self._caption = QLabel(tr("Open before"))
        self._caption.setFont(theme.heading_font(self._caption, 1.0))
        column.addWidget(self._caption)
        self.recent = QListWidget()
        self.recent.setAccessibleName(tr("Workspaces open before"))
        self.recent.itemActivated.connect(self._choose)
        column.addWidget(self.recent)
        column.addStretch()
        across = QHBoxLayout(self)
        across.addStretch(1)
        across.addLayout(column, 6)
        across.addStretch(1)
        self.show_recent()

    def show_recent(self) -> None:
        """List the workspaces that were open before and still exist."""
        self.recent.clear()
        for text in settings.load().recent:
            path = Path(text)
            if path.is_dir():
                item = QListWidgetItem(f"{path.stem}\n{path.parent}")
                item.setData(Qt.ItemDataRole.UserRole, path)
                self.recent.addItem(item)
        found = self.recent.count() > 0
        self.recent.setVisible(found)
        self._caption.setVisible(found)

    def _choose(self, item: QListWidgetItem) -> None:
        self.path_chosen.emit(item.data(Qt.ItemDataRole.UserRole))
