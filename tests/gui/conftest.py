"""What the window's tests share: an open window on a workspace that holds both standards."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from PySide6.QtWidgets import QApplication, QMessageBox
from pytestqt.qtbot import QtBot

from readiness.gui import app as gui_app
from readiness.gui import safekeeping
from readiness.gui.assessment.view import AssessmentView
from readiness.gui.bridge import Bridge, Place
from readiness.gui.desk import Desk
from readiness.gui.window import MainWindow
from readiness.model.records import Assessment
from readiness.tasks import begin, sample, settings
from tests.conftest import QUALITY_MANAGER, TODAY


@pytest.fixture(autouse=True)
def known_author(own_settings: None) -> None:
    """Let the window know who works here, so that it does not ask."""
    settings.save(msgspec.structs.replace(settings.load(), name="quality manager", role="QM"))


@pytest.fixture(autouse=True)
def no_boxes(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Record message boxes instead of waiting for somebody to close them."""
    shown: list[str] = []

    def show(box: QMessageBox) -> int:
        shown.append(box.text())
        return (box.standardButtons() & QMessageBox.StandardButton.Yes).value

    def ask(_parent: object, _title: str, text: str, *_: object) -> QMessageBox.StandardButton:
        shown.append(text)
        return QMessageBox.StandardButton.Yes

    monkeypatch.setattr(QMessageBox, "exec", show)
    monkeypatch.setattr(QMessageBox, "question", ask)
    return shown


start_apart = safekeeping._start_apart
"""What starts a process that outlives the window; kept here for the test of that."""


@pytest.fixture(autouse=True)
def no_last_backup(monkeypatch: pytest.MonkeyPatch) -> None:
    """Start no process that outlives the test when a window is closed."""
    monkeypatch.setattr(safekeeping, "_start_apart", lambda arguments: None)


@pytest.fixture(scope="session")
def qapp() -> QApplication:
    """Make the application as the program does, fonts and palette included."""
    return gui_app.application()


@pytest.fixture
def window(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[MainWindow]:
    """Give the main window, shown, on a new workspace with both standards."""
    workspace = begin.new_workspace(tmp_path / "body", "Body", ["17021-1", "17065"], QUALITY_MANAGER)
    path = workspace.path
    workspace.close()
    shown = MainWindow()
    qtbot.addWidget(shown)
    shown.resize(1280, 800)
    shown.show()
    bugs: list[object] = []
    shown.bug_seen.connect(bugs.append)
    shown.open_workspace(path)
    yield shown
    shown.close()
    assert bugs == []


@pytest.fixture
def bridge(window: MainWindow) -> Bridge:
    """Give the bridge of the open window."""
    assert window.bridge is not None
    return window.bridge


@pytest.fixture
def desk(window: MainWindow) -> Desk:
    """Give the work area of the open window."""
    assert window.desk is not None
    return window.desk


@pytest.fixture(scope="session")
def sample_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the sample certification body; tests work on copies of it."""
    folder = tmp_path_factory.mktemp("sample") / "sample.readiness"
    return sample.make(folder, TODAY, QUALITY_MANAGER).workspace


@pytest.fixture
def full_window(qtbot: QtBot, qapp: QApplication, tmp_path: Path, sample_folder: Path) -> Iterator[MainWindow]:
    """Give the main window, shown, on a copy of the sample: every place has something in it."""
    shown = MainWindow()
    qtbot.addWidget(shown)
    shown.resize(1280, 800)
    shown.show()
    bugs: list[object] = []
    shown.bug_seen.connect(bugs.append)
    shown.open_workspace(shutil.copytree(sample_folder, tmp_path / "sample.readiness"))
    yield shown
    shown.close()
    assert bugs == []


@pytest.fixture
def products(bridge: Bridge) -> Assessment:
    """Give the assessment of ISO/IEC 17065."""
    return bridge.snapshot.assessments_of("17065")[0]


@pytest.fixture
def view(desk: Desk, bridge: Bridge, products: Assessment) -> AssessmentView:
    """Give the checklist of ISO/IEC 17065, with 7.5.1 chosen."""
    bridge.go(Place("assessment", assessment=products.id, requirement="7.5.1"))
    shown = desk.stack.currentWidget()
    assert isinstance(shown, AssessmentView)
    return shown
