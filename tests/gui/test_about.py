"""About: the version, licences to read, where the log lies, details to copy."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QPlainTextEdit
from pytestqt.qtbot import QtBot

from readiness import __version__, places
from readiness.gui import about
from readiness.gui.window import MainWindow

ROOT = Path(__file__).parents[2]


@pytest.fixture
def dialog(qtbot: QtBot, qapp: QApplication) -> about.AboutDialog:
    made = about.AboutDialog()
    qtbot.addWidget(made)
    made.show()
    return made


def _page(dialog: about.AboutDialog, number: int) -> QPlainTextEdit:
    page = dialog.tabs.widget(number)
    assert isinstance(page, QPlainTextEdit)
    return page


def test_licences_of_program_and_fonts_are_read_whole(dialog: about.AboutDialog) -> None:
    for number, path in enumerate((ROOT / "LICENSE", ROOT / "resources" / "fonts" / "OFL.txt")):
        page = _page(dialog, number)
        assert page.toPlainText().strip() == path.read_text(encoding="utf-8").strip()
        assert page.isReadOnly()
        assert page.tabChangesFocus(), "the keyboard gets out again"


def test_every_library_is_named_with_its_licence(dialog: about.AboutDialog) -> None:
    needed = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"]
    names = {item.split(">")[0].split("[")[0] for item in needed}
    assert names <= set(about.PARTS)
    lines = _page(dialog, 2).toPlainText().splitlines()
    assert len(lines) == len(about.PARTS)
    assert all(line.split(": ")[1] for line in lines)


def test_details_are_copied_and_name_no_file(dialog: about.AboutDialog) -> None:
    dialog.copy_button.click()
    copied = QApplication.clipboard().text()
    assert copied == about.details()
    assert copied.startswith(f"readiness {__version__}\nPython 3.")
    assert str(Path.home()) not in copied
    assert dialog.copy_button.text() == "Copied"


def test_the_link_opens_the_folder_of_the_log(dialog: about.AboutDialog, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", opened.append)
    dialog.log_link.click()
    assert [url.toLocalFile() for url in opened] == [str(places.settings_folder())]


def test_a_licence_that_is_missing_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(places, "resources_folder", lambda: tmp_path / "resources")
    assert "is missing from this installation" in about.licences()[0][1]


def test_the_help_menu_leads_there(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[str] = []
    monkeypatch.setattr(about.AboutDialog, "exec", lambda dialog: shown.append(dialog.windowTitle()))
    window.actions_by_key["about"].trigger()
    assert shown == ["About Readiness"]
