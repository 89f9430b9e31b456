"""Backups made beside the window without being asked, and what the status bar says of them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from PySide6.QtCore import QObject, QProcess, QTimer, Signal

from readiness import words
from readiness.gui.bridge import Bridge
from readiness.gui.child import Child, command
from readiness.model.history import Commit
from readiness.tasks import backups
from readiness.texts import tr
from readiness.workspace import Backups

_EVERY_MILLISECONDS = 30 * 60 * 1000


class Safekeeping(QObject):
    """Makes backups of the open workspace in a child process: half an hour after a change, and on closing after one.

    Where a second place is chosen, it is brought up to date each time.
    """

    said = Signal(str)
    """A backup was made or copied."""
    failed = Signal(str)
    """It could not be: a sentence and what to do."""
    text_changed = Signal(str)
    """What the status bar says of backups."""

    def __init__(self, bridge: Bridge, parent: QObject | None = None) -> None:
        """Watch a workspace; nothing runs while nothing changes, or where it is open for reading only."""
        super().__init__(parent)
        self.bridge = bridge
        self._path = bridge.workspace.path
        self._has_changed = False
        self._has_failed = False
        self._child: Child | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_EVERY_MILLISECONDS)
        self._timer.timeout.connect(self.make)
        bridge.changed.connect(self._on_changed)

    @property
    def is_busy(self) -> bool:
        """Tell whether a backup is being made."""
        return self._child is not None

    @property
    def text(self) -> str:
        """Say when the workspace was last copied to the second place, else when it was last backed up."""
        place = self.bridge.do(lambda: backups.second_place(self._path))
        if place is None or place.folder is None:
            newest = next(iter(Backups(self._path).listed()), None)
            return tr("last backup {when}", when=local_time(newest.time)) if newest else tr("no backup yet")
        if place.last_copied is None:
            return tr("not copied yet")
        text = tr("last copied {when}", when=local_time(place.last_copied))
        return tr("{text}, the last try failed", text=text) if self._has_failed else text

    def _on_changed(self, commit: Commit) -> None:
        self._has_changed = True
        if not self._timer.isActive():
            self._timer.start()

    def make(self) -> None:
        """Begin making a backup now, and copying it; nothing where one is being made."""
        if self.is_busy:
            return
        self._timer.stop()
        self._has_changed = False
        child = Child(self._arguments(), self)
        child.done.connect(self._on_done)
        child.failed.connect(self._on_failed)
        child.ended.connect(self._on_ended)
        self._child = child
        child.start()

    def _arguments(self) -> list[str]:
        place = self.bridge.do(lambda: backups.second_place(self._path))
        author = self.bridge.workspace.author
        to = ["--to", str(place.folder)] if place is not None and place.folder is not None else []
        return ["backups", str(self._path), "--make", *to, "--by", author.name]

    def _on_done(self, value: dict[str, Any]) -> None:
        self._has_failed = False
        copied = value["copied"]
        if copied and copied["problems"]:
            self.failed.emit("\n".join(f"{item['where']}: {item['what']}" for item in copied["problems"]))
        elif copied:
            self.said.emit(tr("Backups copied to {folder}", folder=copied["folder"]))
        elif value["made"]:
            self.said.emit(tr("Backup made"))

    def _on_failed(self, sentence: str) -> None:
        self._has_failed = self._has_changed = True
        self.failed.emit(sentence)

    def _on_ended(self) -> None:
        if self._child is not None:
            self._child.deleteLater()
            self._child = None
        self.text_changed.emit(self.text)

    def finish(self) -> None:
        """Make the last backup, where something changed, in a process that outlives the window.

        To be called once the workspace is closed, so that its checkpoint is in the backup.
        """
        self._timer.stop()
        unfinished = self._child is not None
        if self._child is not None:
            self._child.stop()
        if self._has_changed or unfinished:
            _start_apart(self._arguments())
        self._has_changed = False


def _start_apart(arguments: list[str]) -> None:
    """Run our command line in a process that outlives this one; what it says is not heard."""
    program, given = command(arguments)
    process = QProcess()
    process.setProgram(program)
    process.setArguments(given)
    process.setStandardOutputFile(QProcess.nullDevice())
    process.setStandardErrorFile(QProcess.nullDevice())
    process.startDetached()


def local_time(time: dt.datetime) -> str:
    """Show a moment on the clock of this computer."""
    return words.moment(time.astimezone())
