"""Looks through the whole workspace for damage in the background, once it is open."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal

from readiness.gui.bridge import Bridge

if TYPE_CHECKING:
    from readiness.gui.child import Child

_AFTER_MILLISECONDS = 20_000
"""Late enough not to be in the way while the first page is looked at."""


class Check(QObject):
    """One reading of everything in a child process, some time after the start."""

    found = Signal(list)
    """Sentences about what is wrong; not sent where nothing is."""

    def __init__(self, bridge: Bridge, parent: QObject | None = None) -> None:
        """Wait for the moment."""
        super().__init__(parent)
        self._bridge = bridge
        self._child: Child | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.start)
        self._timer.start(_AFTER_MILLISECONDS)

    def start(self) -> None:
        """Begin now."""
        from readiness.gui.child import Child  # noqa: PLC0415 - late for start-up time

        self._timer.stop()
        self._child = Child(["verify", str(self._bridge.workspace.path)], self)
        self._child.done.connect(self._on_done)
        self._child.start()

    def _on_done(self, value: dict[str, Any]) -> None:
        problems = [f"{item['where']}: {item['what']}." for item in value["problems"]]
        if problems:
            self.found.emit(problems)

    def stop(self) -> None:
        """Check no further."""
        self._timer.stop()
        if self._child is not None:
            self._child.cancel()
