"""Work done between the window's own events: a generator is stepped through a few milliseconds at a time."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator
from functools import partial
from typing import Generic, TypeVar

from PySide6.QtCore import QObject, QTimer

T = TypeVar("T")
_SLICE_SECONDS = 0.008
_PAUSE_MILLISECONDS = 4


class Slices(QObject, Generic[T]):
    """One piece of work in slices of some 8 ms, with pauses in which the window goes on.

    The journal may only be read in the window's own thread while that thread may purge it, so this is no thread.
    """

    def __init__(
        self, on_done: Callable[[T], None], on_failed: Callable[[Exception], None], parent: QObject | None = None
    ) -> None:
        """Have nothing to do."""
        super().__init__(parent)
        self._on_done, self._on_failed = on_done, on_failed
        self._work: Generator[None, None, T] | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(_PAUSE_MILLISECONDS)
        self._timer.timeout.connect(partial(self._step, _SLICE_SECONDS))

    @property
    def is_idle(self) -> bool:
        """Tell whether there is nothing to do."""
        return self._work is None

    def start(self, work: Generator[None, None, T], at_once: float = _SLICE_SECONDS) -> None:
        """Begin a piece of work; one that was under way is dropped.

        The first slice is done when this returns: what takes `at_once` seconds, at least one step.
        """
        self.stop()
        self._work = work
        self._timer.start()
        self._step(at_once)

    def stop(self) -> None:
        """Drop what is under way."""
        self._timer.stop()
        if self._work is not None:
            self._work.close()
            self._work = None

    def _step(self, seconds: float) -> None:
        until = time.perf_counter() + seconds
        work = self._work
        try:
            while work is not None:
                next(work)
                if time.perf_counter() >= until:
                    break
        except StopIteration as end:
            self.stop()
            self._on_done(end.value)
        except Exception as error:  # noqa: BLE001 - told apart by whoever began the work
            self.stop()
            self._on_failed(error)
