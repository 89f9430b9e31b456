"""Windows for reading only on earlier states, opened from a window on the present."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from shiboken6 import isValid

from readiness.texts import trn
from readiness.workspace import Workspace

if TYPE_CHECKING:
    from readiness.gui.bridge import Bridge
    from readiness.gui.window import MainWindow


def open_one(window: MainWindow, bridge: Bridge, sequence: int) -> None:
    """Open a window of its own on the state after an earlier change."""
    path, author = bridge.workspace.path, bridge.workspace.author
    past = bridge.do(lambda: Workspace.open(path, author, read_only=True, at=sequence))
    if past is None:
        return
    another = type(window)()
    another.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    another.resize(window.size())
    another.bug_seen.connect(window.bug_seen)
    window.past = [item for item in window.past if isValid(item)] + [another]
    another.show()
    another.show_workspace(past)


def close_all(window: MainWindow, bridge: Bridge) -> None:
    """Close the windows opened from one, after a purge: they hold what is erased, and the journal as it was."""
    closed = _closed(window)
    if closed:
        bridge.said.emit(
            trn("{n} window on an earlier state was closed.", "{n} windows on earlier states were closed.", closed)
        )


def _closed(window: MainWindow) -> int:
    """Close the windows on earlier states, and those opened from them; gives how many."""
    there = [item for item in window.past if isValid(item)]
    window.past = []
    closed = len(there) + sum(_closed(item) for item in there)
    for item in there:
        item.close()
    return closed
