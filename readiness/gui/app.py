"""Starts the window: fonts, palette, what happens to bugs, and the main loop."""

from __future__ import annotations

import logging
import sys
import traceback
from pathlib import Path
from types import TracebackType

from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QApplication, QMessageBox, QWidget

from readiness import __version__, places
from readiness.gui import theme
from readiness.gui.window import MainWindow
from readiness.tasks import settings
from readiness.texts import tr

FONT_FAMILY = "Noto Sans"


def application() -> QApplication:
    """Make (or give) the application with our fonts and palette."""
    existing = QApplication.instance()
    app = existing if isinstance(existing, QApplication) else QApplication(sys.argv[:1])
    app.setApplicationName("Readiness")
    app.setApplicationVersion(__version__)
    for path in sorted((places.resources_folder() / "fonts").glob("*.ttf")):
        QFontDatabase.addApplicationFont(str(path))
    if FONT_FAMILY in QFontDatabase.families():
        font = app.font()
        font.setFamily(FONT_FAMILY)
        app.setFont(font)
    theme.apply(app, settings.load().appearance)
    return app


def run(workspace: Path | None) -> int:
    """Show the window on a workspace, else the last one, else the welcome page; gives the exit code."""
    app = application()
    _log_to_file()
    sys.excepthook = _on_bug
    window = MainWindow()
    window.bug_seen.connect(lambda error: show_bug(error, window))
    window.resize(window.wanted_size())
    window.show()
    window.begin(workspace)
    return app.exec()


def _log_to_file() -> None:
    """Keep a log of faults beside the settings; it never holds what the user records."""
    folder = places.settings_folder()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handler = logging.FileHandler(folder / "readiness.log", encoding="utf-8", delay=True)
    except OSError:
        return
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    logging.getLogger("readiness").addHandler(handler)


def _on_bug(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    logging.getLogger("readiness").error("unexpected error", exc_info=(kind, error, trace))
    if isinstance(error, KeyboardInterrupt):
        QApplication.quit()
        return
    show_bug(error, QApplication.activeWindow())


def show_bug(error: BaseException, parent: QWidget | None) -> None:
    """Say that the program has a fault, with the details to copy."""
    details = "".join(traceback.format_exception(error))
    box = QMessageBox(
        QMessageBox.Icon.Critical,
        tr("A fault of the program"),
        tr("Something went wrong that should not. What you recorded before is safe on the disk."),
        QMessageBox.StandardButton.Close,
        parent,
    )
    box.setInformativeText(
        tr("Please copy the details and report them. They may name files of yours; read them first.")
    )
    box.setDetailedText(f"readiness {__version__}, Python {sys.version.split()[0]}, {sys.platform}\n\n{details}")
    copy = box.addButton(tr("Copy details"), QMessageBox.ButtonRole.ActionRole)
    copy.clicked.disconnect()
    copy.clicked.connect(lambda: QApplication.clipboard().setText(box.detailedText()))
    box.exec()
