"""Work for the disk that nobody waits for, done one after the other beside the window's own thread."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

if TYPE_CHECKING:
    from concurrent.futures import Future, ThreadPoolExecutor

_LOOK_MILLISECONDS = 50

Job = Callable[[], object]


class Background(QObject):
    """Jobs run in the order they came in; what one raises is handed over in the window's thread.

    Waiting for a disk lets the window go on; nothing runs, not even a timer, while there is nothing to do.
    """

    def __init__(self, on_failed: Callable[[BaseException], None], parent: QObject | None = None) -> None:
        """Start idle."""
        super().__init__(parent)
        self._on_failed = on_failed
        self._worker: ThreadPoolExecutor | None = None
        self._is_over = False
        self._waiting: list[Future[object]] = []
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_MILLISECONDS)
        self._timer.timeout.connect(self._look)

    def do(self, job: Job) -> None:
        """Run a job after those that came before."""
        assert not self._is_over
        if self._worker is None:
            from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415 - late for start-up time

            self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="disk")
        self._waiting.append(self._worker.submit(job))
        self._timer.start()

    @property
    def is_idle(self) -> bool:
        """Tell whether every job is done."""
        return all(future.done() for future in self._waiting)

    def wait(self) -> None:
        """Wait until every job is done that was given so far."""
        for future in self._waiting:
            future.exception()
        self._look()

    def _look(self) -> None:
        done = [future for future in self._waiting if future.done()]
        self._waiting = [future for future in self._waiting if not future.done()]
        if not self._waiting:
            self._timer.stop()
        for future in done:
            error = future.exception()
            if error is not None:
                self._on_failed(error)

    def finish(self) -> None:
        """Wait until every job is done, and take no more."""
        self._is_over = True
        if self._worker is not None:
            self._worker.shutdown(wait=True)
        self._look()
