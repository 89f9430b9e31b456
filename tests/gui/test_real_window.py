"""The program as a user starts it: a real window under Xvfb, driven by real keys."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pytest

from readiness.model.records import Rating
from readiness.tasks import begin, settings
from readiness.workspace import Workspace
from tests.conftest import QUALITY_MANAGER

NEEDED = ("Xvfb", "xdotool", "import")
pytestmark = [
    pytest.mark.xvfb,
    pytest.mark.skipif(
        not all(shutil.which(name) for name in NEEDED),
        reason="needs Xvfb, xdotool and ImageMagick: apt-get install xvfb xdotool imagemagick",
    ),
]
ROOT = Path(__file__).parents[2]
PATIENCE_SECONDS = 60


@pytest.fixture
def display(tmp_path: Path) -> Iterator[dict[str, str]]:
    """Start a screen of its own; gives the environment for programs on it."""
    reader, writer = os.pipe()
    screen = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writer), "-screen", "0", "1280x800x24", "-nolisten", "tcp", "-noreset"],
        pass_fds=[writer],
        stderr=subprocess.DEVNULL,
    )
    os.close(writer)
    with os.fdopen(reader) as said:
        number = said.readline().strip()  # to the end of the line: the server dies writing to a closed pipe
    environment = {key: value for key, value in os.environ.items() if key != "QT_QPA_PLATFORM"}
    yield {**environment, "DISPLAY": f":{number}"}
    screen.terminate()
    screen.wait(10)


def _wait(until: Callable[[], str]) -> str:
    end = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < end:
        found = until()
        if found:
            return found
        time.sleep(0.1)
    raise AssertionError("the window did not get there in time")


def _said(environment: dict[str, str], *command: str) -> str:
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=30)
    return done.stdout.strip()


def test_a_requirement_is_rated_by_keys_in_a_real_window(display: dict[str, str], tmp_path: Path) -> None:
    settings.save(msgspec.structs.replace(settings.load(), name="quality manager"))
    workspace = begin.new_workspace(tmp_path / "body", "Body", ["17065"], QUALITY_MANAGER)
    path = workspace.path
    workspace.close()
    program = subprocess.Popen([sys.executable, "-m", "readiness", "open", str(path)], cwd=ROOT, env=display)

    def keys(*names: str) -> None:
        _said(display, "xdotool", "key", "--delay", "60", *names)

    try:
        window = _wait(lambda: _said(display, "xdotool", "search", "--name", "^Body - saved$"))
        _said(display, "xdotool", "windowfocus", "--sync", window)
        keys("ctrl+2")
        time.sleep(1)
        keys("ctrl+f")
        _said(display, "xdotool", "type", "--delay", "40", "7.5.1")
        time.sleep(0.5)
        keys("F8")
        keys("shift+Tab", "Tab", "Return")
        keys("p")
        picture = tmp_path / "screen.png"
        _said(display, "import", "-window", "root", str(picture))
        assert int(_said(display, "identify", "-format", "%k", str(picture)) or 0) > 100, "the screen is blank"

        def rated() -> str:
            with Workspace.open(path, QUALITY_MANAGER, read_only=True) as reader:
                (assessment,) = reader.snapshot.assessments.values()
                return reader.snapshot.answer(assessment, "7.5.1").rating

        assert _wait(lambda: rated() if rated() != Rating.NOT_ASSESSED else "") == Rating.PARTLY
        keys("ctrl+q")
        assert program.wait(30) == 0
    finally:
        program.kill()
        program.wait(10)
    with Workspace.open(path, QUALITY_MANAGER) as again:
        assert again.verify() == ()
