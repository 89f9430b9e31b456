"""The one object through which views meet: what is open, what changed, where to go.

Views call verbs through `do`, which catches the world's faults: in PySide6 an exception in a slot does not reach
the caller.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, TypeVar

import msgspec
from PySide6.QtCore import QObject, QTimer, Signal

from readiness.errors import ReadinessError, Unfinished
from readiness.gui.background import Background, Job
from readiness.model.history import Commit
from readiness.model.snapshot import Snapshot
from readiness.workspace import Workspace

if TYPE_CHECKING:
    from readiness.analysis.findings import Context, Finding
    from readiness.model.briefing import Person
    from readiness.model.records import Evidence

T = TypeVar("T")
_CHECKPOINT_MILLISECONDS = 1500


class Place(msgspec.Struct, frozen=True):
    """Somewhere to go: a view by name, and what to select there (record and requirement ids).

    `filter` is the key of a quick filter to set there, or words to find there; '' leaves it as it is. `rows` are
    requirements (as '17065:7.4.4') that something there is to be limited to.
    """

    view: str
    assessment: str = ""
    requirement: str = ""
    record: str = ""
    filter: str = ""
    rows: tuple[str, ...] = ()


class Bridge(QObject):
    """Signals and shared state of one window on one workspace."""

    changed = Signal(object)
    """A Commit was recorded: views decide whether to repaint."""
    failed = Signal(object)
    """A ReadinessError that the user should read."""
    crashed = Signal(object)
    """Any other exception: a bug, for the crash window."""
    said = Signal(str)
    """Something worth a moment in the status bar."""
    went = Signal(object)
    """A Place to show."""
    erased = Signal()
    """Something was erased for good: what shows the past has to read it again."""
    state_wanted = Signal(int)
    """The state after a commit, by its sequence, is to be looked at."""
    typing = Signal(bool)
    """Text is being typed that is not saved yet (True), or all of it is saved (False)."""

    def __init__(self, workspace: Workspace, parent: QObject | None = None) -> None:
        """Watch a workspace; its checkpoint is written within two seconds of a change."""
        super().__init__(parent)
        self.workspace = workspace
        self.identity = workspace.identity
        """The workspace's id, by which this computer's settings remember what is its own."""
        self._findings: tuple[tuple[int, dt.date], tuple[Finding, ...]] | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_CHECKPOINT_MILLISECONDS)
        self._timer.timeout.connect(self._checkpoint)
        self._background = Background(self._report, self)
        self._unsubscribe = workspace.subscribe(self._on_commit)

    @property
    def snapshot(self) -> Snapshot:
        """Give everything as it is now."""
        return self.workspace.snapshot

    @property
    def context(self) -> Context:
        """Give what the rules need, as of today."""
        from readiness.tasks import status  # noqa: PLC0415 - late for start-up time

        return status.context(dt.datetime.now().astimezone().date())

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Give the findings as of now, worked out once per change and day."""
        from readiness.analysis import gaps  # noqa: PLC0415 - late for start-up time

        context = self.context
        key = (self.snapshot.sequence, context.today)
        if self._findings is None or self._findings[0] != key:
            self._findings = (key, gaps.find(self.snapshot, context))
        return self._findings[1]

    def do(self, verb: Callable[[], T]) -> T | None:
        """Call a verb; a refusal is shown, a bug goes to the crash window, and both give None."""
        try:
            return verb()
        except Exception as error:  # noqa: BLE001 - told apart in one place
            self._report(error)
        return None

    def later(self, job: Job) -> None:
        """Have the disk's work done beside the window, in the order it is given; faults are shown as for `do`."""
        self._background.do(job)

    @property
    def is_idle(self) -> bool:
        """Tell whether all work given to `later` is done."""
        return self._background.is_idle

    def _report(self, error: BaseException) -> None:
        if isinstance(error, ReadinessError):
            self.failed.emit(error)
            return
        import logging  # noqa: PLC0415 - late for start-up time

        logging.getLogger("readiness").error("unexpected error", exc_info=error)
        self.crashed.emit(error)

    def _checkpoint(self) -> None:
        if self.workspace.has_unsaved_checkpoint:
            self.later(self.workspace.prepare_checkpoint())

    def erase(self, record: Evidence | Person, reason: str) -> None:
        """Purge a record once nothing else writes: a checkpoint prepared before still holds its content.

        Where it is recorded, but not all could be taken out yet, that is said once the dialog that asked is closed.

        Raises:
            NotAllowed: no reason is given.
            UnknownName: nothing is left of it.
            DiskFault: the disk refused, or the backups are being worked on; nothing is recorded.
        """
        self._background.wait()
        try:
            self.workspace.purge(record, reason)
        except Unfinished as error:
            QTimer.singleShot(0, self, partial(self.failed.emit, error))
        self.erased.emit()

    def go(self, place: Place) -> None:
        """Ask the window to show a place."""
        self.went.emit(place)

    def _on_commit(self, commit: Commit) -> None:
        self._timer.start()
        self.changed.emit(commit)

    def close(self) -> None:
        """Stop watching and close the workspace."""
        self._timer.stop()
        self._unsubscribe()
        self._background.finish()
        self.workspace.close()
