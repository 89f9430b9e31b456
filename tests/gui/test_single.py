"""One running copy: a second start hands over and ends; what a crash left behind is taken over."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtNetwork import QLocalServer, QLocalSocket
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog, QMessageBox
from pytestqt.qtbot import QtBot

from readiness.gui import app, single
from readiness.gui.single import OneCopy, Request
from readiness.gui.window import MainWindow
from readiness.tasks import begin
from tests.conftest import QUALITY_MANAGER

ROOT = Path(__file__).parents[2]
PATIENCE_SECONDS = 60


@pytest.fixture
def first(qapp: QCoreApplication) -> Iterator[OneCopy]:
    copy = OneCopy()
    assert not copy.hand_over(None)
    assert copy.is_first
    yield copy
    copy.close()


@pytest.fixture
def other(tmp_path: Path) -> Path:
    workspace = begin.new_workspace(tmp_path / "other", "Other body", ["17065"], QUALITY_MANAGER)
    workspace.close()
    return workspace.path


def _second(path: str) -> subprocess.Popen[str]:
    """Start another process that hands a path over; it prints whether it was taken."""
    program = (
        "import sys\nfrom pathlib import Path\nfrom PySide6.QtCore import QCoreApplication\n"
        "from readiness.gui.single import OneCopy\napp = QCoreApplication([])\n"
        "print(OneCopy().hand_over(Path(sys.argv[1]) if sys.argv[1] else None))\n"
    )
    return subprocess.Popen(
        [sys.executable, "-c", program, path], cwd=ROOT, stdout=subprocess.PIPE, text=True, env=dict(os.environ)
    )


@pytest.mark.parametrize("path", ["", "somewhere/Body of Zürich.readiness"])
def test_a_second_start_hands_its_path_over(qtbot: QtBot, first: OneCopy, path: str) -> None:
    heard: list[Request] = []
    first.wanted.connect(heard.append)
    second = _second(path)
    qtbot.waitUntil(lambda: second.poll() is not None, timeout=30_000)
    assert second.communicate()[0].strip() == "True"
    assert [request.path for request in heard] == [str(ROOT / path) if path else ""]


def test_when_the_first_has_gone_the_next_is_first(first: OneCopy) -> None:
    first.close()
    copy = OneCopy()
    assert not copy.hand_over(None)
    assert copy.is_first
    copy.close()


def test_a_socket_left_behind_by_a_crash_is_taken_over(qtbot: QtBot, qapp: QCoreApplication) -> None:
    program = (
        "import time\nfrom PySide6.QtCore import QCoreApplication\nfrom readiness.gui.single import OneCopy\n"
        "app = QCoreApplication([])\ncopy = OneCopy()\nprint(copy.hand_over(None), flush=True)\ntime.sleep(60)\n"
    )
    crashed = subprocess.Popen(
        [sys.executable, "-c", program], cwd=ROOT, stdout=subprocess.PIPE, text=True, env=dict(os.environ)
    )
    assert crashed.stdout is not None
    assert crashed.stdout.readline().strip() == "False"
    crashed.send_signal(signal.SIGKILL)
    crashed.communicate()
    copy = OneCopy()
    assert not copy.hand_over(Path("x"))
    assert copy.is_first
    copy.close()


def test_one_that_never_answers_is_not_waited_for(qapp: QCoreApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    deaf = QLocalServer()
    assert deaf.listen(single._name())
    monkeypatch.setattr(single, "_ANSWER_MILLISECONDS", 200)
    begun = time.monotonic()
    copy = OneCopy()
    assert not copy.hand_over(Path("x"))
    assert time.monotonic() - begun < 5
    copy.close()
    deaf.close()


@pytest.mark.parametrize("said", [b"nonsense\n", b"\xff\xfe\n", b'{"path": 7}\n', b"x" * 100_000])
def test_nonsense_is_not_answered_and_does_no_harm(qtbot: QtBot, first: OneCopy, said: bytes) -> None:
    heard: list[Request] = []
    first.wanted.connect(heard.append)
    socket = QLocalSocket()
    socket.connectToServer(single._name())
    assert socket.waitForConnected(1_000)
    socket.write(said)
    qtbot.waitUntil(lambda: socket.state() == QLocalSocket.LocalSocketState.UnconnectedState, timeout=5_000)
    assert bytes(socket.readAll().data()) == b""
    assert heard == []
    assert not first._waiting


def test_each_user_has_a_name_of_her_own(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    one = single._name()
    monkeypatch.setenv("READINESS_SETTINGS", str(tmp_path / "another"))
    assert single._name() != one


@pytest.mark.skipif(sys.platform == "win32", reason="pipes there have access lists instead")
def test_somebody_elses_socket_gets_nothing(
    qapp: QCoreApplication, first: OneCopy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "getuid", lambda: 123_456)
    assert not single._ask(single._name(), Request("x"))


# What the window does about it


def test_the_same_workspace_is_left_open_and_nothing_is_asked(window: MainWindow, no_boxes: list[str]) -> None:
    bridge = window.bridge
    assert bridge is not None
    window.showMinimized()
    path = bridge.workspace.path
    for meant in (path, path / "open.readiness", path.with_suffix("")):
        app.answer(window, Request(str(meant)))
        assert window.bridge is bridge
    app.answer(window, Request())
    assert window.bridge is bridge
    assert not window.isMinimized()
    assert no_boxes == []


def _answering(monkeypatch: pytest.MonkeyPatch, chosen: int, asked: list[str]) -> None:
    def press(box: QMessageBox) -> int:
        asked.append(box.text())
        button: QAbstractButton = box.buttons()[chosen]
        monkeypatch.setattr(QMessageBox, "clickedButton", lambda _: button)
        return 0

    monkeypatch.setattr(QMessageBox, "exec", press)


@pytest.mark.parametrize("chosen", [0, 1])
def test_another_workspace_is_opened_after_a_question_with_verbs(
    window: MainWindow, other: Path, monkeypatch: pytest.MonkeyPatch, chosen: int
) -> None:
    asked: list[str] = []
    _answering(monkeypatch, chosen, asked)
    app.answer(window, Request(str(other)))
    assert asked == ["'other' is to be opened. 'body' is open in this window."]
    assert window.bridge is not None
    name = window.bridge.snapshot.organization.name
    assert name == ("Other body" if chosen == 0 else "Body")


def test_without_a_workspace_it_is_opened_at_once(window: MainWindow, other: Path, no_boxes: list[str]) -> None:
    window.close_workspace()
    app.answer(window, Request(str(other)))
    assert window.bridge is not None
    assert window.bridge.snapshot.organization.name == "Other body"
    assert no_boxes == []


def test_a_dialog_that_is_up_is_waited_for(qtbot: QtBot, window: MainWindow, other: Path) -> None:
    window.close_workspace()
    dialog = QDialog(window)
    dialog.setWindowModality(Qt.WindowModality.ApplicationModal)
    dialog.show()
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is dialog)
    app.answer(window, Request(str(other)))
    assert window.bridge is None
    dialog.reject()
    qtbot.waitUntil(lambda: window.bridge is not None, timeout=5_000)


# The whole program


def _until(true: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE_SECONDS
    while not true():
        assert time.monotonic() < end
        time.sleep(0.1)


def test_the_program_started_twice_runs_once(other: Path) -> None:
    command = [sys.executable, "-m", "readiness", "open", str(other)]
    running = subprocess.Popen(command, cwd=ROOT, env=dict(os.environ))
    try:
        _until(lambda: (other / "lock.holder").exists() or running.poll() is not None)
        for again in (command, command[:3], [*command[:4], str(other / "open.readiness")]):
            done = subprocess.run(again, cwd=ROOT, env=dict(os.environ), check=False, timeout=PATIENCE_SECONDS)
            assert done.returncode == 0
        assert running.poll() is None
    finally:
        running.terminate()
        running.wait(30)
