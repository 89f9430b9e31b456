"""A screen of its own for tests that drive the program as a person does: Xvfb, real keys, a real mouse, pictures."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

import pytest

T = TypeVar("T")
ROOT = Path(__file__).parents[2]
PACKAGES = {"Xvfb": "xvfb", "xdotool": "xdotool", "import": "imagemagick", "openbox": "openbox"}
"""The programs that such tests use, and Debian's packages that bring them."""
PATIENCE_SECONDS = 60
_BEAT_SECONDS = 0.1
_FEWEST_COLOURS = 100
_NO_REPEATS = ("-ardelay", "600000")
"""On a busy machine a key can seem to be held down for long: no letter may come twice for that."""
_NO_KEYS = '<openbox_config xmlns="http://openbox.org/3.4/rc"><focus><focusNew>yes</focusNew></focus></openbox_config>'
"""A window manager that keeps no keys for itself, and gives new windows the keyboard as desktops do."""


def needs(*programs: str) -> pytest.MarkDecorator:
    """Skip a test where a program is missing, and say which packages bring what it needs."""
    missing = [name for name in programs if not shutil.which(name)]
    packages = " ".join(PACKAGES[name] for name in programs)
    return pytest.mark.skipif(bool(missing), reason=f"needs {', '.join(missing)}: apt-get install {packages}")


def wait(until: Callable[[], T], what: str, seconds: float = PATIENCE_SECONDS) -> T:
    """Ask until the answer is not empty, and give it; `what` names what did not come in time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        found = until()
        if found:
            return found
        time.sleep(_BEAT_SECONDS)
    raise AssertionError(f"did not come within {seconds} seconds: {what}")


class Screen:
    """One screen: what runs on it, what is typed and clicked there, and what can be seen."""

    def __init__(self, environment: dict[str, str], folder: Path) -> None:
        """Take the environment for programs on it, and the folder that its pictures go to."""
        self.environment = environment
        self._folder = folder
        self._pictures = 0
        self._running: list[subprocess.Popen[bytes]] = []

    # Programs

    def run(self, *command: str, output: Path | None = None) -> subprocess.Popen[bytes]:
        """Start a program on the screen; it is ended with the screen at the latest."""
        with (output or Path(os.devnull)).open("wb") as said:
            stdout = said if output else None
            program = subprocess.Popen(command, cwd=ROOT, env=self.environment, stdout=stdout)
        self._running.append(program)
        return program

    def readiness(self, *arguments: str) -> subprocess.Popen[bytes]:
        """Start the program that is tested."""
        return self.run(sys.executable, "-m", "readiness", *arguments)

    def manage_windows(self) -> None:
        """Start the window manager, and wait until it rules."""
        rules = self._folder / "openbox.xml"
        rules.write_text(_NO_KEYS)
        self.environment["XDG_CACHE_HOME"] = str(self._folder)  # it would keep sessions in the home folder
        self.run("openbox", "--sm-disable", "--config-file", str(rules))
        wait(lambda: self.said("xdotool", "get_num_desktops"), "the window manager")

    def said(self, *command: str) -> str:
        """Run a program to its end; gives what it printed."""
        done = subprocess.run(command, env=self.environment, capture_output=True, text=True, check=False, timeout=30)
        return done.stdout.strip()

    def end(self) -> None:
        """End what still runs."""
        for program in reversed(self._running):
            program.kill()
            program.wait(10)

    # Keys and mouse: the screen keeps them in order, however busy the program is

    def keys(self, *names: str) -> None:
        """Press keys, one after the other."""
        self.said("xdotool", "key", *names)

    def type(self, text: str) -> None:
        """Type a text."""
        self.said("xdotool", "type", "--delay", "10", text)

    def mouse(self, *steps: str) -> None:
        """Do what xdotool calls mousemove, mousedown and so on."""
        self.said("xdotool", *steps)

    # Windows

    def window(self, title: str) -> str:
        """Wait for a window whose title fits a pattern; gives its id."""
        return wait(lambda: self.said("xdotool", "search", "--onlyvisible", "--name", title), f"a window '{title}'")

    def front(self) -> str:
        """Give the title of the window that has the keyboard; needs the window manager."""
        return self.said("xdotool", "getactivewindow", "getwindowname")

    def wait_for_front(self, title: str, seconds: float = PATIENCE_SECONDS) -> None:
        """Wait until the window with this in its title has the keyboard."""
        wait(lambda: title in self.front(), f"'{title}' in front", seconds)

    def picture(self, name: str) -> Path:
        """Take a picture of the whole screen for whoever looks into a failed test, and see that it shows something."""
        self._pictures += 1
        path = self._folder / f"{self._pictures:02}-{name}.png"
        self.said("import", "-window", "root", str(path))
        assert int(self.said("identify", "-format", "%k", str(path)) or 0) > _FEWEST_COLOURS, "the screen is blank"
        return path


@contextmanager
def screen(folder: Path, size: str = "1280x800") -> Iterator[Screen]:
    """Start a screen, and end it with all that runs on it; its pictures go to a new folder in `folder`."""
    reader, writer = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writer), "-screen", "0", f"{size}x24", "-nolisten", "tcp", "-noreset", *_NO_REPEATS],
        pass_fds=[writer],
        stderr=subprocess.DEVNULL,
    )
    os.close(writer)
    with os.fdopen(reader) as said:
        number = said.readline().strip()  # to the end of the line: the server dies writing to a closed pipe
    environment = {key: value for key, value in os.environ.items() if key != "QT_QPA_PLATFORM"}
    pictures = folder / "screen"
    pictures.mkdir()
    shown = Screen({**environment, "DISPLAY": f":{number}"}, pictures)
    try:
        yield shown
    except BaseException:
        shown.said("import", "-window", "root", str(pictures / "failed.png"))
        raise
    finally:
        shown.end()
        server.terminate()
        server.wait(10)
