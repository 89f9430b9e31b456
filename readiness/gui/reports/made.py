"""The reports that were made since the window was opened, each with what opens it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from readiness.gui import theme
from readiness.gui.flow import Link
from readiness.gui.forms import faint
from readiness.texts import tr, trn


class Made(QWidget):
    """A list of reports, the newest first."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Say that there is none yet."""
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, theme.SPACING, 0, 0)
        caption = QLabel(tr("Made since the window was opened"))
        caption.setWordWrap(True)
        caption.setFont(theme.heading_font(caption, 1.0))
        column.addWidget(caption)
        self._nothing = faint(tr("None yet. The gap report takes some seconds."))
        column.addWidget(self._nothing)
        self._reports = QVBoxLayout()
        column.addLayout(self._reports)
        self._files: set[Path] = set()

    def has(self, target: Path) -> bool:
        """Tell whether a file is a report that was made here."""
        return target.resolve() in self._files

    def add(self, value: dict[str, Any]) -> Link:
        """Add a report by what the command line says of it; gives the link that opens it."""
        path = Path(value["file"])
        self._files.add(path.resolve())
        self._nothing.hide()
        row = QHBoxLayout()
        pages = trn("{n} page", "{n} pages", value["pages"])
        text = f"{path.name} ({pages})" if value["pages"] else path.name
        opening = _opening(path, text, tr("Open {name}", name=path.name))
        row.addWidget(opening)
        row.addWidget(_opening(path.parent, tr("Show in folder"), tr("Show the folder of {name}", name=path.name)))
        if evidence := value.get("evidence"):
            folder = Path(evidence["folder"])
            row.addWidget(_opening(folder, tr("Evidence"), tr("Open {name}", name=folder.name)))
        row.addStretch()
        for note in reversed(value.get("notes", ())):
            self._reports.insertWidget(0, faint(note))
        self._reports.insertLayout(0, row)
        return opening


def _opening(path: Path, text: str, spoken: str) -> Link:
    """Give a link that opens a file or folder with the system's own program."""
    link = Link(text, spoken)
    link.clicked.connect(lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))))
    return link
