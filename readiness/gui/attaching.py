"""Copying files while the window stays alive: beside its thread, with a dialog that can stop what takes long."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Generic, TypeVar

from PySide6.QtCore import QEventLoop, Qt
from PySide6.QtWidgets import QApplication, QLabel, QProgressDialog, QWidget

from readiness.gui.bridge import Bridge
from readiness.gui.forms import name_progress
from readiness.model.records import Attachment
from readiness.texts import tr

T = TypeVar("T")
Progress = Callable[[int, int], bool]
_AT_ONCE_SECONDS = 0.05
_BEAT_SECONDS = 0.05
_PATIENCE_SECONDS = 1.0
_STEPS = 1000
_MOST_LETTERS = 60


class _Copy(Generic[T]):
    """One piece of work in a thread of its own, and how far it is, in bytes. No Qt in there."""

    def __init__(self, work: Callable[[Progress], T]) -> None:
        """Begin; `work` is given the callable that it says its progress to."""
        self._work = work
        self._results: list[T] = []
        self._fault: BaseException | None = None
        self.done, self.total = 0, 0
        self.stopped = False
        self.ended = threading.Event()
        threading.Thread(target=self._run, name="readiness copy", daemon=True).start()

    def _run(self) -> None:
        try:
            self._results.append(self._work(self._take_note))
        except BaseException as fault:  # noqa: BLE001 - raised again in the window's thread
            self._fault = fault
        finally:
            self.ended.set()

    def _take_note(self, done: int, total: int) -> bool:
        self.done, self.total = done, total
        return not self.stopped

    def stop(self) -> None:
        """Ask the work to end at its next word of progress."""
        self.stopped = True

    def result(self) -> T:
        """Give what the work gave, or raise what it raised."""
        if self._fault is not None:
            raise self._fault
        return self._results[0]


def with_progress(parent: QWidget | None, text: str, work: Callable[[Progress], T]) -> T:
    """Do work beside the window's thread; after a second a dialog says how far it is and can stop it.

    Until then keys and clicks wait, so that nothing else begins meanwhile; the window is painted all the time.

    Raises:
        Cancelled: the dialog's button was pressed, and the work gave up.
        ReadinessError: the work was refused.
    """
    copy = _Copy(work)
    dialog: QProgressDialog | None = None
    began = time.monotonic()
    if copy.ended.wait(_AT_ONCE_SECONDS):
        return copy.result()
    while not copy.ended.wait(_BEAT_SECONDS):
        if dialog is None and time.monotonic() - began >= _PATIENCE_SECONDS:
            dialog = _dialog(parent, text)
            dialog.canceled.connect(copy.stop)
            dialog.show()
        is_modal = dialog is not None and dialog.isVisible()
        if dialog is not None and is_modal:
            _say(dialog, text, copy.done, copy.total)
        flag = QEventLoop.ProcessEventsFlag
        QApplication.processEvents(flag.AllEvents if is_modal else flag.ExcludeUserInputEvents)
    if dialog is not None:
        dialog.hide()
        dialog.deleteLater()
    return copy.result()


def _dialog(parent: QWidget | None, text: str) -> QProgressDialog:
    dialog = QProgressDialog(text, tr("Stop"), 0, 0, parent)
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    dialog.setLabel(label)
    dialog.setWindowTitle(tr("One moment"))
    dialog.setWindowModality(Qt.WindowModality.ApplicationModal)
    dialog.setAutoReset(False)
    dialog.setAutoClose(False)
    name_progress(dialog)
    dialog.setMinimumWidth(dialog.fontMetrics().averageCharWidth() * 64)
    return dialog


def _say(dialog: QProgressDialog, text: str, done: int, total: int) -> None:
    if not total:
        return
    written = done >= total
    much = tr("making sure that it is on the disk ...") if written else _of(done, total)
    dialog.setLabelText(f"{text}\n{much}")
    dialog.setMaximum(0 if written else _STEPS)
    if not written:
        dialog.setValue(done * (_STEPS - 1) // total)


def _of(done: int, total: int) -> str:
    return tr("{done} of {total}", done=file_size(done), total=file_size(total))


def file_size(size: int) -> str:
    """Say the size of a file, given in bytes, as file windows do: KB up to a thousand, then MB, then GB."""
    if size < 1_000_000:
        return tr("{n} KB", n=-(-size // 1000))
    if size < 1_000_000_000:
        return tr("{n} MB", n=f"{size / 1_000_000:.1f}")
    return tr("{n} GB", n=f"{size / 1_000_000_000:.2f}")


def _short(name: str) -> str:
    return name if len(name) <= _MOST_LETTERS else f"{name[: _MOST_LETTERS - 20]}...{name[-17:]}"


def stage(bridge: Bridge, source: Path, parent: QWidget) -> Attachment:
    """Copy a file into the workspace while the window stays alive.

    Raises:
        UsageError: it is a folder.
        DiskFault: it cannot be read, or the workspace's disk refused.
        Cancelled: it was stopped; nothing was kept.
    """
    text = tr("Attaching '{name}'", name=_short(source.name))
    return with_progress(parent, text, lambda progress: bridge.workspace.stage(source, progress))


def view_copy(bridge: Bridge, attachment: Attachment, parent: QWidget) -> Path:
    """Make the read-only copy that another program shows, while the window stays alive.

    Raises:
        Damage: the stored file is missing or is not what was attached.
        DiskFault: the copy cannot be written.
        Cancelled: it was stopped; nothing was kept.
    """
    text = tr("Opening '{name}'", name=_short(attachment.name))
    return with_progress(parent, text, lambda progress: bridge.workspace.view_copy(attachment, progress))
