"""Attaching to what is chosen: what is dropped, pasted or picked becomes evidence that is cited there."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from PySide6.QtGui import QImage
from PySide6.QtWidgets import QFileDialog, QWidget

from readiness.gui.assessment import dropping
from readiness.gui.assessment.citing import CiteDialog
from readiness.gui.assessment.dropping import Brought
from readiness.gui.assessment.pane import Pane
from readiness.gui.assessment.several import SeveralDialog
from readiness.gui.bridge import Bridge
from readiness.texts import tr


class Attaching:
    """Asks what was brought is, once, and has it cited; says so where nothing can be attached now."""

    def __init__(self, bridge: Bridge, pane: Pane, parent: QWidget) -> None:
        """Attach to what the pane shows."""
        self._bridge, self._pane, self._parent = bridge, pane, parent

    def may(self) -> bool:
        """Tell whether something can be attached to what is chosen; where not, say what to do."""
        if not self._pane.can_change:
            self._bridge.said.emit(tr("Choose a requirement that is asked first."))
        return self._pane.can_change

    def cite(self, file: Path | None = None, link: str = "", *, passing: bool = False) -> None:
        """Cite evidence for what is chosen; a file or a link makes new evidence."""
        if self.may():
            self._pane.commit_typing()
            assessment, leaves = self._pane.assessment, self._pane.leaves
            CiteDialog(self._bridge, assessment, leaves, file, link, self._parent, passing=passing).exec()

    def choose_files(self) -> None:
        """Choose files and attach them."""
        if self.may():
            found = QFileDialog.getOpenFileNames(self._parent, tr("Attach files"))[0]
            self.take(Brought(files=tuple(Path(path) for path in found)))

    def take(self, brought: Brought) -> None:
        """Attach what was dropped or pasted."""
        for sentence in brought.refused:
            self._bridge.said.emit(sentence)
        if brought.is_empty:
            self._bridge.said.emit(tr("Nothing of it could be read. Drop or paste it once more."))
        if brought.is_empty or not self.may():
            return
        if brought.picture is not None:
            picture = brought.picture
            self._bridge.do(lambda: self._take_picture(picture))
            return
        items: list[Path | str] = [*brought.files]
        for folder in brought.folders:
            items += self._bridge.do(lambda folder=folder: dropping.files_in(folder, self._parent)) or ()  # type: ignore[misc]
        items += brought.links
        if len(items) == 1:
            (item,) = items
            self.cite(item if isinstance(item, Path) else None, item if isinstance(item, str) else "")
        elif items:
            self._pane.commit_typing()
            SeveralDialog(self._bridge, self._pane.assessment, self._pane.leaves, tuple(items), self._parent).exec()

    def _take_picture(self, picture: QImage) -> None:
        now = dt.datetime.now().astimezone()
        with dropping.picture_file(self._bridge, picture, now, self._parent) as path:
            self.cite(path, passing=True)
