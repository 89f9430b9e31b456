"""What the program is and is not: its version, its licences, where its log lies, details to copy for a report."""

from __future__ import annotations

import platform
import sys
from pathlib import Path

from PySide6.QtCore import QUrl, qVersion
from PySide6.QtGui import QDesktopServices, QFontDatabase
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QDialogButtonBox,
    QLabel,
    QPlainTextEdit,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from readiness import __version__, places
from readiness.gui import theme
from readiness.gui.flow import Link, Prose
from readiness.texts import tr

PARTS = (
    "pyside6-essentials",
    "tinydb",
    "reportlab",
    "msgspec",
    "openpyxl",
    "python-docx",
    "lxml",
    "pypdf",
    "pypdfium2",
    "pillow",
    "platformdirs",
    "filelock",
)
"""The libraries that the program needs, as the index of Python packages calls them."""


class AboutDialog(QDialog):
    """Version, licences to read, the log folder as a link, and a button that copies the details."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Show what the program is."""
        super().__init__(parent)
        self.setWindowTitle(tr("About Readiness"))
        column = QVBoxLayout(self)
        column.setContentsMargins(*([theme.SPACING * 2] * 4))
        column.setSpacing(theme.SPACING)
        title = QLabel(tr("Readiness {version}", version=__version__))
        title.setFont(theme.heading_font(title, 1.5))
        column.addWidget(title)
        column.addWidget(
            Prose(
                tr("Clause checklists, evidence and gap reports for certification bodies. The checklists hold clause "
                   "numbers, short titles and questions in our own words; they do not replace the standards, and no "
                   "accreditation assessor has reviewed them.")
            )
        )  # fmt: skip
        column.addWidget(Prose(tr("Everything stays on this computer: the program opens no network connection.")))
        self.tabs = QTabWidget()
        self.tabs.setAccessibleName(tr("Licences"))
        for name, text in licences():
            self.tabs.addTab(_page(name, text), name)
        column.addWidget(self.tabs, 1)
        folder = places.settings_folder()
        self.log_link = Link(tr("Settings and log: {folder}", folder=folder), tr("Open the folder of settings and log"))
        self.log_link.clicked.connect(lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder))))
        column.addWidget(self.log_link)
        column.addWidget(self._buttons())
        letter = self.fontMetrics().averageCharWidth()
        room = self.screen().availableGeometry().size() * 0.9
        self.resize(min(letter * 96, room.width()), min(self.fontMetrics().height() * 32, room.height()))

    def _buttons(self) -> QDialogButtonBox:
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self.copy_button = buttons.addButton(tr("&Copy details"), QDialogButtonBox.ButtonRole.ActionRole)
        self.copy_button.setToolTip(tr("Versions and system, for whoever helps you; nothing of what you record"))
        self.copy_button.clicked.connect(self._copy)
        buttons.rejected.connect(self.reject)
        return buttons

    def _copy(self) -> None:
        QApplication.clipboard().setText(details())
        self.copy_button.setText(tr("Copied"))


def show(parent: QWidget) -> None:
    """Show the dialog until it is closed."""
    AboutDialog(parent).exec()


def details() -> str:
    """Give versions and system, a line each; nothing that names the user's files."""
    lines = [
        f"readiness {__version__}",
        f"Python {platform.python_version()}, {platform.platform()}",
        f"Qt {qVersion()}, {QApplication.platformName()}",
        *(f"{name} {_known(name, 'Version')}" for name in PARTS),
    ]
    if getattr(sys, "frozen", False):
        lines.append("frozen")
    return "\n".join(lines)


def licences() -> tuple[tuple[str, str], ...]:
    """Give the licences by name: of the program, of its fonts, and which ones the libraries have."""
    resources = places.resources_folder()
    return (
        (tr("Program"), _read(resources.parent / "LICENSE")),
        (tr("Fonts"), _read(resources / "fonts" / "OFL.txt")),
        (tr("Libraries"), "\n".join(f"{name} {_known(name, 'Version')}: {_licence(name)}" for name in PARTS)),
    )


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError:
        return tr("'{path}' is missing from this installation.", path=path)


def _known(name: str, field: str) -> str:
    from importlib import metadata  # noqa: PLC0415 - late for start-up time

    try:
        return str((metadata.metadata(name).get_all(field) or [""])[0])
    except metadata.PackageNotFoundError:
        return ""


def _licence(name: str) -> str:
    """Say a library's licence: the expression, else the first line of its own words."""
    words = _known(name, "License-Expression") or _known(name, "License")
    return words.partition("\n")[0].strip() or tr("see its own files")


def _page(name: str, text: str) -> QPlainTextEdit:
    page = QPlainTextEdit(text)
    page.setReadOnly(True)
    page.setTabChangesFocus(True)
    page.setAccessibleName(tr("Licence: {name}", name=name))
    page.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
    return page
