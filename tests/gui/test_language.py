"""The window speaks the language that is chosen, Qt's own buttons too, and so do commands and reports."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtWidgets import QApplication, QMessageBox
from pytestqt.qtbot import QtBot

from readiness import texts, words
from readiness.gui import app as start
from readiness.gui.forms import DateField
from readiness.gui.window import MainWindow
from readiness.tasks import settings
from readiness.workspace import Workspace

ROOT = Path(__file__).parents[2]


@pytest.fixture
def german(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let the system's language be German, and nothing else said."""
    monkeypatch.delenv("READINESS_LANGUAGE")
    monkeypatch.setenv("LANGUAGE", "de")
    texts.use("")
    yield
    monkeypatch.undo()
    texts.use("")


def _menus(window: MainWindow) -> list[str]:
    return [action.text().replace("&", "") for action in window.menuBar().actions()]


def test_a_german_system_gets_a_german_window(qtbot: QtBot, german: None, both: Workspace) -> None:
    path = both.path
    both.close()
    settings.change(name="quality manager")
    window = MainWindow()
    qtbot.addWidget(window)
    window.begin(path)
    assert _menus(window)[:2] == ["Datei", "Bearbeiten"]
    assert "gespeichert" in window.windowTitle()
    window.close()


def test_choosing_a_language_closes_the_window_for_one_in_it(qtbot: QtBot, german: None) -> None:
    window = MainWindow()
    qtbot.addWidget(window)
    window.show()
    window.actions_by_key["language-en"].trigger()
    assert (window.begins_again, window.isVisible(), settings.load().language) == (True, False, "en")
    following = MainWindow()
    qtbot.addWidget(following)
    assert _menus(following)[0] == "File"
    following.show()
    following.actions_by_key["language-en"].trigger()
    assert (following.begins_again, following.isVisible()) == (False, True)


def test_qts_own_buttons_follow(qtbot: QtBot, german: None) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)

    def said() -> str:
        box = QMessageBox(QMessageBox.Icon.Question, "", "", QMessageBox.StandardButton.Cancel)
        qtbot.addWidget(box)
        return box.button(QMessageBox.StandardButton.Cancel).text().replace("&", "")

    start.speak(app)
    assert said() == "Abbrechen"
    texts.use("en")
    start.speak(app)
    assert said() == "Cancel"


def test_a_command_and_its_report_speak_german(tmp_path: Path, both: Workspace) -> None:
    path = both.path
    both.close()
    settings.change(language="de")
    environment = {key: value for key, value in os.environ.items() if key != "READINESS_LANGUAGE"}
    done = subprocess.run(
        [sys.executable, "-m", "readiness", "report", str(path), str(tmp_path / "gap.pdf")],
        cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    said = " ".join(page.extract_text() for page in PdfReader(tmp_path / "gap.pdf").pages[:4])
    assert "Lückenanalyse" in said or "Lückenbericht" in said
    assert "Gap analysis" not in said


def test_dates_are_written_and_read_as_the_language_does(qtbot: QtBot, german: None) -> None:
    field = DateField("Due")
    qtbot.addWidget(field)
    field.set_date(dt.date(2026, 3, 31))
    assert field.text.text() == "31.03.2026"
    for typed in ("1.4.2026", "2026-04-01"):
        field.text.setText(typed)
        field.text.editingFinished.emit()
        assert (field.date, field.text.text()) == (dt.date(2026, 4, 1), "01.04.2026")
    field.text.setText("31.02.2026")
    field.text.editingFinished.emit()
    assert not field.is_valid
    assert field.date == dt.date(2026, 4, 1)
    assert words.moment(dt.datetime(2026, 3, 31, 9, 5, tzinfo=dt.UTC)) == "31.03.2026 09:05"
