"""Starts the window: fonts, palette, what happens to bugs, and the main loop."""

from __future__ import annotations

import gc
import logging
import os
import sys
import traceback
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QApplication

from readiness import __version__, places
from readiness.gui import theme
from readiness.gui.single import OneCopy, Request
from readiness.gui.window import MainWindow
from readiness.tasks import settings
from readiness.texts import SOURCE_LANGUAGE, language, tr

if TYPE_CHECKING:
    from PySide6.QtCore import QTranslator
    from PySide6.QtWidgets import QWidget

FONT_FAMILY = "Noto Sans"
_FIRST_FONT = "NotoSans-Regular.ttf"
_TRANSLATORS: list[QTranslator] = []
"""Those in use; asking the application for its children would make a wrapper for each of them."""
_STYLE = ("-style", "Fusion")
DESKTOP_ID = "local.readiness.Readiness"
"""The name of the desktop file in resources/desktop, by which Wayland finds the window's icon."""
_DIALOG_MILLISECONDS = 500


def application() -> QApplication:
    """Make (or give) the application with our fonts and palette."""
    app = _dressed()
    _dress_further(app)
    return app


def _dressed() -> QApplication:
    """Make (or give) the application with what the first painting shows of fonts and palette."""
    existing = QApplication.instance()
    app = existing if isinstance(existing, QApplication) else QApplication([*sys.argv[:1], *_STYLE])
    if existing is not None:
        app.setStyle(_STYLE[1])
    app.setApplicationName("Readiness")
    app.setApplicationVersion(__version__)
    app.setDesktopFileName(DESKTOP_ID)
    if QFontDatabase.addApplicationFont(str(_fonts_folder() / _FIRST_FONT)) >= 0:
        font = app.font()
        font.setFamily(FONT_FAMILY)
        app.setFont(font)
    theme.apply(app, settings.load().appearance)
    return app


def _dress_further(app: QApplication) -> None:
    """Load the other fonts, and give the windows their icon."""
    for path in sorted(_fonts_folder().glob("*.ttf")):
        if path.name != _FIRST_FONT:
            QFontDatabase.addApplicationFont(str(path))
    app.setWindowIcon(theme.app_icon())


def _fonts_folder() -> Path:
    return places.resources_folder() / "fonts"


def run(workspace: Path | None) -> int:
    """Show the window on a workspace, else the last one, else the welcome page; gives the exit code.

    Where a copy runs already, it gets the workspace instead, and this one is done.
    """
    app = _dressed()
    copy = OneCopy()
    if copy.hand_over(workspace, listens_later=True):
        return 0
    _log_to_file()
    sys.excepthook = _on_bug
    exit_code, again = _one_window(app, copy, workspace)
    while again:
        exit_code, again = _one_window(app, copy, None)
    copy.close()
    return exit_code


def _one_window(app: QApplication, copy: OneCopy, workspace: Path | None) -> tuple[int, bool]:
    """Show one window until it closes; gives the exit code, and whether another one is to follow."""
    speak(app)
    window = MainWindow(paints_first=True)
    window.bug_seen.connect(lambda error: show_bug(error, window))
    copy.wanted.connect(lambda request: answer(window, request))
    window.painted.connect(lambda: _complete(app, copy))
    window.resize(window.wanted_size())
    window.show()
    window.begin(workspace)
    exit_code = app.exec()
    copy.wanted.disconnect()
    return exit_code, window.begins_again


def _complete(app: QApplication, copy: OneCopy) -> None:
    """Do what the first painting need not wait for."""
    _dress_further(app)
    gc.enable()
    copy.listen()


def speak(app: QApplication) -> None:
    """Let Qt's own texts, as on buttons and in file dialogs, be in our language."""
    while _TRANSLATORS:
        app.removeTranslator(_TRANSLATORS.pop())
    if language() == SOURCE_LANGUAGE:
        return
    from PySide6.QtCore import QLibraryInfo, QTranslator  # noqa: PLC0415 - late for start-up time

    translator = QTranslator()
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if translator.load(f"qtbase_{language()}", folder):
        app.installTranslator(translator)
        _TRANSLATORS.append(translator)


def answer(window: MainWindow, request: Request) -> None:
    """Do what a second start asked: come to the front, and open its workspace."""
    if request.token:
        os.environ["XDG_ACTIVATION_TOKEN"] = request.token  # Qt reads it when the window comes to the front
    from PySide6.QtCore import Qt  # noqa: PLC0415 - late for start-up time

    window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized | Qt.WindowState.WindowActive)
    window.show()
    window.raise_()
    window.activateWindow()
    if request.path:
        _open_when_free(window, Path(request.path))


def _open_when_free(window: MainWindow, path: Path) -> None:
    """Open a workspace, after the dialog that is up, if any; one that is open already is left as it is."""
    if QApplication.activeModalWidget() is not None:
        QTimer.singleShot(_DIALOG_MILLISECONDS, window, lambda: _open_when_free(window, path))
        return
    here = window.bridge.workspace.path if window.bridge is not None else None
    if here is None or (not _is_same(here, path) and _may_change(here, path, window)):
        window.open_workspace(path)


def _is_same(here: Path, path: Path) -> bool:
    """Tell whether a path means the workspace that is open: its folder, its type file, or its name alone."""
    candidate = path.parent if path.name == "open.readiness" else path
    if not candidate.exists():
        candidate = candidate.with_name(candidate.name + here.suffix)
    try:
        return here.samefile(candidate)
    except OSError:
        return here == candidate


def _may_change(here: Path, path: Path, window: MainWindow) -> bool:
    """Ask whether the workspace that is open is to be closed for another one."""
    from PySide6.QtWidgets import QMessageBox  # noqa: PLC0415 - late for start-up time

    name = (path.parent if path.name == "open.readiness" else path).stem
    box = QMessageBox(
        QMessageBox.Icon.Question,
        tr("Open another workspace"),
        tr("'{other}' is to be opened. '{here}' is open in this window.", other=name, here=here.stem),
        parent=window,
    )
    text = tr("&Close '{here}' and open '{other}'", here=here.stem, other=name)
    change = box.addButton(text, QMessageBox.ButtonRole.AcceptRole)
    box.addButton(tr("&Stay here"), QMessageBox.ButtonRole.RejectRole)
    box.exec()
    return box.clickedButton() is change


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
    from PySide6.QtWidgets import QMessageBox  # noqa: PLC0415 - late for start-up time

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
