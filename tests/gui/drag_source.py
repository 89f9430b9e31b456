"""A small window of another program, from which files, a folder, links and words are dragged.

A test starts it as `python -m tests.gui.drag_source FOLDER`; FOLDER holds some files and one folder. What happens is
said on standard output, a line each, so that the test can wait for it: 'began NAME', 'may NAME ACTION' whenever what is
below the mouse changes its mind, 'ended NAME ACTION'.
"""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import QMimeData, Qt, QTimer, QUrl
from PySide6.QtGui import QDrag, QMouseEvent
from PySide6.QtWidgets import QApplication, QLabel, QVBoxLayout, QWidget

TITLE = "Another program"
NAMES = ("file", "files", "folder", "link", "address", "words")
LINK = "https://www.example.org/schemes/s-230"
ADDRESS = "https://www.example.org/notices/2026-14.html"
WORDS = "only some words, neither a file nor an address"
_WIDTH, _HEIGHT = 120, 40


def place(name: str) -> tuple[int, int]:
    """Give the middle of a handle, in pixels from the window's corner."""
    return _WIDTH // 2, NAMES.index(name) * _HEIGHT + _HEIGHT // 2


def offered(name: str, folder: Path) -> QMimeData:
    """Make what the handle of this name gives: of the files in `folder` the first by name, the others, the folder."""
    data = QMimeData()
    files = sorted(path for path in folder.iterdir() if path.is_file())
    folders = [path for path in folder.iterdir() if path.is_dir()]
    paths = {"file": files[:1], "files": files[1:], "folder": folders}.get(name, [])
    if paths:
        data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    elif name == "link":
        data.setUrls([QUrl(LINK)])
    else:
        data.setText({"address": ADDRESS, "words": WORDS}[name])
    return data


def say(*words: object) -> None:
    """Tell the test."""
    print(*words, flush=True)


class Handle(QLabel):
    """What is dragged, under its name."""

    def __init__(self, name: str, folder: Path) -> None:
        """Wait for the mouse."""
        super().__init__(name)
        self._name, self._folder = name, folder
        self.setFrameShape(QLabel.Shape.Box)
        self.setFixedSize(_WIDTH, _HEIGHT)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Begin to drag; it ends when the button is let go."""
        drag = QDrag(self)
        drag.setMimeData(offered(self._name, self._folder))
        drag.actionChanged.connect(lambda action: say("may", self._name, action.name))
        QTimer.singleShot(0, lambda: say("began", self._name))  # once it follows the mouse, not before
        action = drag.exec(Qt.DropAction.CopyAction | Qt.DropAction.LinkAction, Qt.DropAction.CopyAction)
        say("ended", self._name, action.name)


def main() -> int:
    """Show the window until it is closed."""
    app = QApplication(sys.argv[:1])
    window = QWidget()
    window.setWindowTitle(TITLE)
    column = QVBoxLayout(window)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    for name in NAMES:
        column.addWidget(Handle(name, Path(sys.argv[1])))
    window.show()
    return app.exec()


if __name__ == "__main__":
    sys.exit(main())
