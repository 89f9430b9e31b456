"""What the window loads until it is painted, and that its first page then comes by itself."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from pytestqt.qtbot import QtBot

from readiness.gui.overview import OverviewView
from readiness.gui.window import MainWindow
from readiness.tasks import settings
from readiness.workspace import Workspace

ROOT = Path(__file__).parent.parent.parent
PROGRAM = """
import sys
from pathlib import Path
from readiness.gui.app import application
from readiness.gui.window import MainWindow
app = application()
window = MainWindow(paints_first=True)
window.painted.connect(lambda: (print(*sys.modules), app.exit()))
window.show()
window.begin(Path(sys.argv[1]))
app.exec()
window.close()
"""
NOT_AT_START = ("reportlab", "openpyxl", "PIL", "docx", "lxml", "pypdf", "pypdfium2")
VIEWS = (
    "overview",
    "assessment",
    "two_standards",
    "services",
    "claims",
    "briefing",
    "evidence",
    "actions",
    "reports",
    "history",
    "guides",
    "find",
)


def test_the_first_painting_loads_no_heavy_library_and_no_view(both: Workspace) -> None:
    path = both.path
    both.close()
    settings.change(name="quality manager")
    command = [sys.executable, "-c", PROGRAM, str(path)]
    done = subprocess.run(
        command, cwd=ROOT, env=dict(os.environ), check=True, capture_output=True, text=True, timeout=60
    )
    loaded = set(done.stdout.split())
    assert "readiness.gui.desk" in loaded
    assert not loaded.intersection(NOT_AT_START)
    assert not loaded.intersection(f"readiness.gui.{name}" for name in (*VIEWS, "palette", "dialogs", "backups"))


def test_the_first_page_comes_after_the_first_painting(qtbot: QtBot, both: Workspace) -> None:
    path = both.path
    both.close()
    settings.change(name="quality manager")
    window = MainWindow(paints_first=True)
    qtbot.addWidget(window)
    window.show()
    window.begin(path)
    desk = window.desk
    assert desk is not None
    assert desk.places.currentRow() == 0
    assert desk.stack.count() == 0
    assert "saved" in window.windowTitle()
    qtbot.waitUntil(lambda: isinstance(desk.stack.currentWidget(), OverviewView))
    assert window.keeping is not None
    window.close()


def test_without_a_workspace_the_welcome_page_comes(qtbot: QtBot) -> None:
    window = MainWindow(paints_first=True)
    qtbot.addWidget(window)
    window.show()
    window.begin(None)
    qtbot.waitUntil(lambda: window._welcome is not None and window._welcome.isVisible())


def test_loading_leaves_the_garbage_collector_on() -> None:
    program = "import gc, readiness.__main__; print(gc.isenabled())"
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "True"
