"""Heavy tasks run in a child process: a thread of this one would make the window stutter."""

from __future__ import annotations

import json
import re
import sys
from typing import Any

from PySide6.QtCore import QObject, QProcess, QProcessEnvironment, Signal
from PySide6.QtWidgets import QMessageBox, QProgressDialog, QWidget

from readiness.gui.forms import name_progress
from readiness.texts import tr

_GONE_MILLISECONDS = 2000
_STEP = re.compile(r"(\d+)/(\d+)")
"""A line on the error stream that says how far a run with --progress is."""


def command(arguments: list[str]) -> tuple[str, list[str]]:
    """Give program and arguments that run our command line: the interpreter, or the frozen app itself."""
    if getattr(sys, "frozen", False):
        return sys.executable, arguments
    return sys.executable, ["-m", "readiness", *arguments]


class Child(QObject):
    """One run of our own command line with --json; ends in `done` with its value, or in `failed` with a sentence."""

    progressed = Signal(int, int)
    """Steps done and steps in all, of a run with --progress."""
    done = Signal(object)
    failed = Signal(str)
    ended = Signal()

    def __init__(self, arguments: list[str], parent: QObject | None = None) -> None:
        """Prepare a run; `start` begins it."""
        super().__init__(parent)
        self._process = QProcess(self)
        environment = QProcessEnvironment.systemEnvironment()
        environment.insert("PYTHONIOENCODING", "utf-8")
        self._process.setProcessEnvironment(environment)
        program, given = command([*arguments, "--json"])
        self._process.setProgram(program)
        self._process.setArguments(given)
        self._process.finished.connect(self._on_finished)
        self._process.errorOccurred.connect(self._on_error)
        self._process.readyReadStandardError.connect(self._read_problems)
        self._unread = b""
        self._problems: list[str] = []
        self._cancelled = False

    def start(self) -> None:
        """Begin."""
        self._process.start()

    def cancel(self) -> None:
        """Stop the run; it ends in `ended` alone."""
        self._cancelled = True
        self._process.kill()

    def stop(self) -> None:
        """Stop the run and wait until it is gone, at most two seconds."""
        self.cancel()
        self._process.waitForFinished(_GONE_MILLISECONDS)

    def _on_error(self, error: QProcess.ProcessError) -> None:
        if error is QProcess.ProcessError.FailedToStart:
            self.failed.emit(tr("The program could not start its own command line."))
            self.ended.emit()

    def _read_problems(self) -> None:
        """Take whole lines from the error stream: how far it is, or what went wrong."""
        *lines, self._unread = (self._unread + bytes(self._process.readAllStandardError().data())).split(b"\n")
        step = None
        for line in lines:
            text = line.decode("utf-8", "replace").rstrip("\r")
            found = _STEP.fullmatch(text)
            if found is None:
                self._problems.append(text)
            else:
                step = int(found[1]), int(found[2])
        if step is not None and not self._cancelled:
            self.progressed.emit(*step)

    def _on_finished(self, code: int, status: QProcess.ExitStatus) -> None:
        output = bytes(self._process.readAllStandardOutput().data()).decode("utf-8", "replace")
        self._read_problems()
        problems = "\n".join([*self._problems, self._unread.decode("utf-8", "replace")])
        value = _value(output)
        if self._cancelled:
            pass
        elif status is QProcess.ExitStatus.NormalExit and code in (0, 1) and value is not None:
            self.done.emit(value)
        else:
            self.failed.emit(problems.removeprefix("readiness: ").strip() or tr("It ended without a result."))
        self.ended.emit()


def _value(output: str) -> Any:
    try:
        return json.loads(output)
    except ValueError:
        return None


class ChildDialog(QProgressDialog):
    """One run of ours that is waited for in a dialog with a button to stop it; what failed is said in a box.

    Its owner connects to `child.done` and resets the dialog there.
    """

    def __init__(self, title: str, label: str, arguments: list[str], parent: QWidget | None) -> None:
        """Prepare a run; `start` begins it."""
        super().__init__(label, tr("Stop"), 0, 0, parent)
        self.setWindowTitle(title)
        name_progress(self)
        self.child = Child(arguments, self)
        self.child.failed.connect(self._on_failed)
        self.canceled.connect(self.child.cancel)

    def start(self) -> None:
        """Begin."""
        self.show()
        self.child.start()

    def _on_failed(self, sentence: str) -> None:
        self.reset()
        QMessageBox.warning(self.parentWidget(), tr("That did not work"), sentence)
