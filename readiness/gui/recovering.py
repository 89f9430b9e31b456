"""A workspace that does not open: what can be had of it goes into a new folder, the damaged one stays as it is."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMessageBox, QWidget

from readiness.errors import Damage
from readiness.gui import boxes
from readiness.gui.child import ChildDialog
from readiness.texts import tr


class Recovering(ChildDialog):
    """One recovery in a child process, after asking; says what could not be had, and where the new folder is."""

    recovered = Signal(Path)
    """The new workspace."""

    def __init__(self, path: Path, parent: QWidget) -> None:
        """Prepare the recovery of a damaged workspace."""
        label = tr("Recovering what can be had of {name} ...", name=path.name)
        super().__init__(tr("Recover"), label, ["recover", str(path)], parent)
        self.child.done.connect(self._on_done)

    def _on_done(self, value: dict[str, Any]) -> None:
        self.reset()
        path = Path(value["workspace"])
        said = tr("The recovered workspace is {path}; the damaged one was not touched.", path=path)
        box = QMessageBox(QMessageBox.Icon.Information, tr("Recover"), said, parent=self.parentWidget())
        box.setInformativeText("\n".join(value["lost"]) or tr("Everything could be had."))
        box.exec()
        self.recovered.emit(path)


def offer(path: Path, damage: Damage, parent: QWidget) -> Recovering | None:
    """Offer to recover a damaged workspace; None where that is not wanted."""
    question = tr("Recover what can be had into a new folder beside it? The damaged one is not touched.")
    if not boxes.ask(tr("The workspace is damaged"), f"{damage.sentence}\n\n{question}", parent):
        return None
    return Recovering(path, parent)
