"""The workspaces that were open before: how they are named, and the menu that lists them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QDateTime, QEvent, QLocale
from PySide6.QtWidgets import QMenu, QWidget

from readiness.gui import theme
from readiness.tasks import settings
from readiness.tasks.settings import Recent
from readiness.texts import tr


def when(item: Recent) -> str:
    """Say when it was opened last, in the user's own form and time; that it is not there, where it is not."""
    if not item.is_there:
        return tr("not found")
    if item.opened is None:
        return ""
    if QLocale().language() is QLocale.Language.C:
        return tr("opened {when}", when=f"{item.opened.astimezone():%Y-%m-%d %H:%M}")
    moment = QDateTime.fromSecsSinceEpoch(int(item.opened.timestamp()))
    return tr("opened {when}", when=QLocale().toString(moment, QLocale.FormatType.ShortFormat))


class RecentMenu(QMenu):
    """The workspaces that were open before, the last one first; those that are gone cannot be chosen."""

    def __init__(self, open_path: Callable[[Path], object], parent: QWidget | None = None) -> None:
        """List them anew whenever the menu is opened; `open_path` is called with the one chosen."""
        super().__init__(tr("&Recent"), parent)
        self._open_path = open_path
        self.setIcon(theme.icon("recent"))
        self.setToolTipsVisible(True)
        self.aboutToShow.connect(self.fill)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Follow the palette."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.setIcon(theme.icon("recent"))

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
