"""Where things stood: window, splitters and columns per workspace, kept when it is closed and restored when opened.

Names are 'workspace/part'; those without a workspace are kept by a view for all workspaces alike.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from readiness.tasks import settings

if TYPE_CHECKING:
    from PySide6.QtCore import QByteArray
    from PySide6.QtWidgets import QHeaderView, QMainWindow, QSplitter, QWidget

_MOST_WORKSPACES = 20
_WINDOW = "window"


def restore_first(window: QMainWindow) -> bool:
    """Bring a new window to where the last one stood; False where nothing is known of it."""
    return _restore_window(window, settings.load().geometry)


def restore_window(window: QMainWindow, workspace: str) -> None:
    """Bring the window to where it stood with this workspace (by its id)."""
    wanted = settings.load().layouts.get(f"{workspace}/{_WINDOW}", "")
    if wanted and wanted != _text(window.saveGeometry()):
        _restore_window(window, wanted)


def restore_view(view: QWidget, workspace: str, name: str) -> None:
    """Bring the splitters and columns of a view, just made, to where they stood; `name` is the view's."""
    from PySide6.QtWidgets import QSplitter  # noqa: PLC0415 - late for start-up time

    known = settings.load().layouts
    for key, part in _parts(view):
        wanted = known.get(f"{workspace}/{name}/{key}", "")
        if isinstance(part, QSplitter):
            part.restoreState(_bytes(wanted))
        elif wanted.startswith(f"{part.count()}:"):
            part.restoreState(_bytes(wanted.partition(":")[2]))


def keep_window(window: QMainWindow, workspace: str) -> None:
    """Keep where the window stands, for this workspace and for the next start."""
    geometry, name = _text(window.saveGeometry()), f"{workspace}/{_WINDOW}"
    kept = {key: text for key, text in settings.load().layouts.items() if key != name}
    settings.change(geometry=geometry, layouts=_newest({**kept, name: geometry}))


def keep_views(workspace: str, views: Mapping[str, QWidget]) -> None:
    """Keep where the splitters and columns of views stand, by the views' names."""
    from PySide6.QtWidgets import QSplitter  # noqa: PLC0415 - late for start-up time

    fresh = {}
    for name, view in views.items():
        for key, part in _parts(view):
            count = "" if isinstance(part, QSplitter) else f"{part.count()}:"
            fresh[f"{workspace}/{name}/{key}"] = count + _text(part.saveState())
    settings.change(layouts={**settings.load().layouts, **fresh})


def forget(workspace: str) -> None:
    """Forget where the window, its splitters and columns stood with a workspace, and those that all of them share."""
    known = settings.load().layouts
    others = {key: text for key, text in known.items() if "/" in key and not key.startswith(f"{workspace}/")}
    settings.change(geometry="", layouts=others, pane_hidden=False)


def _parts(view: QWidget) -> Iterator[tuple[str, QSplitter | QHeaderView]]:
    """Walk through what a person may drag in a view; tables within Qt's own widgets have no name and are left out."""
    from PySide6.QtWidgets import QSplitter, QTableView, QTreeView  # noqa: PLC0415 - late for start-up time

    for number, splitter in enumerate(view.findChildren(QSplitter)):
        yield f"splitter{number}", splitter
    for number, table in enumerate(view.findChildren(QTableView)):
        if table.accessibleName():
            yield f"columns{number}", table.horizontalHeader()
    for number, tree in enumerate(view.findChildren(QTreeView)):
        if tree.accessibleName():
            yield f"tree{number}", tree.header()


def _newest(layouts: dict[str, str]) -> dict[str, str]:
    """Leave out what is known of workspaces that were not closed for long; the windows come in the order of closing."""
    closed = [key.partition("/")[0] for key in layouts if key.endswith(f"/{_WINDOW}")]
    stale = set(closed[:-_MOST_WORKSPACES])
    return {key: text for key, text in layouts.items() if key.partition("/")[0] not in stale}


def _restore_window(window: QMainWindow, text: str) -> bool:
    return bool(text) and window.restoreGeometry(_bytes(text))


def _text(content: QByteArray) -> str:
    return base64.b64encode(bytes(content.data())).decode("ascii")


def _bytes(text: str) -> QByteArray:
    from PySide6.QtCore import QByteArray  # noqa: PLC0415 - late for start-up time

    try:
        return QByteArray(base64.b64decode(text, validate=True))
    except (ValueError, binascii.Error):
        return QByteArray()
