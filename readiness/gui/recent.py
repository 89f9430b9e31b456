"""The workspaces that were open before: how they are named, and the menu that lists them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QMenu, QWidget

from readiness import words
from readiness.tasks import settings
from readiness.tasks.settings import Recent
from readiness.texts import tr


def when(item: Recent) -> str:
    """Say when it was opened last, in the user's own time; that it is not there, where it is not."""
    if not item.is_there:
        return tr("not found")
    if item.opened is None:
        return ""
    return tr("opened {when}", when=words.moment(item.opened.astimezone()))


class RecentMenu(QMenu):
    """The workspaces that were open before, the last one first; those that are gone cannot be chosen."""

    def __init__(self, open_path: Callable[[Path], object], parent: QWidget | None = None) -> None:
        """List them anew whenever the menu is opened; `open_path` is called with the one chosen."""
        super().__init__(tr("&Recent"), parent)
        self._open_path = open_path
        self.menuAction().setObjectName("recent")  # by which the menu it is in gives it its sign
        self.setToolTipsVisible(True)
        self.aboutToShow.connect(self.fill)

    def fill(self) -> None:
        """List them as they are now."""
        self.clear()
        found = settings.recent()
        for number, item in enumerate(found, start=1):
            name = item.path.stem.replace("&", "&&")
            text = name if item.is_there else tr("{name} (not found)", name=name)
            action = self.addAction(f"&{number % 10}  {text}")
            action.setToolTip(f"{item.path}\n{when(item)}")
            action.setEnabled(item.is_there)
            action.triggered.connect(partial(self._choose, item.path))
        if not found:
            self.addAction(tr("None yet")).setEnabled(False)

    def _choose(self, path: Path, _: bool = False) -> None:  # noqa: FBT001, FBT002 - Qt says whether it is checked
        self._open_path(path)
