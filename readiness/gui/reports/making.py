"""One report on its way to its file, in a child process; stopped at any moment, it leaves nothing unfinished."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from readiness.gui.child import Child
from readiness.tasks import evidence_folder, report


class Making(QObject):
    """A run that makes a report, with a folder of evidence beside it where that is wanted.

    When it `ended`, it is over, and its drafts are gone.
    """

    progressed = Signal(int, int)
    done = Signal(object)
    failed = Signal(str)
    ended = Signal()

    def __init__(
        self, arguments: Sequence[str], target: Path, evidence: Path | None, parent: QObject | None = None
    ) -> None:
        """Prepare a run; `arguments` is the command line, `evidence` the folder for evidence, if any."""
        super().__init__(parent)
        self._target, self._evidence = target, evidence
        copying = ["--evidence-folder", str(evidence)] if evidence is not None else []
        self._child = Child([*arguments, *copying], self)
        self._child.progressed.connect(self.progressed)
        self._child.done.connect(self.done)
        self._child.failed.connect(self.failed)
        self._child.ended.connect(self._on_ended)

    def start(self) -> None:
        """Begin."""
        self._child.start()

    def cancel(self) -> None:
        """Stop the run; it ends in `ended` alone."""
        self._child.cancel()

    def stop(self) -> None:
        """Stop the run, wait until it is gone, and remove its drafts: nobody is there any more to do it later."""
        self._child.stop()
        self._remove_drafts()

    def _on_ended(self) -> None:
        self._remove_drafts()
        self.ended.emit()

    def _remove_drafts(self) -> None:
        """Remove what a run that was killed could not: its unfinished file and folder."""
        with contextlib.suppress(OSError, ValueError):  # no name, no draft
            report.draft_of(self._target).unlink(missing_ok=True)
        if self._evidence is not None:
            evidence_folder.remove_drafts(self._evidence)
