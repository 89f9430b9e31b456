"""The page without a workspace, and the workspaces that were open before, there and in the File menu."""

from __future__ import annotations

import datetime as dt
import shutil
import threading
import time
from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from readiness.gui.recent import RecentMenu, when
from readiness.gui.welcome import Welcome
from readiness.gui.window import MainWindow
from readiness.tasks import settings
from readiness.tasks.settings import Recent

CHOSEN = Qt.ItemDataRole.UserRole


@pytest.fixture
def folders(tmp_path: Path) -> list[Path]:
    """Remember three workspaces, the second of which has gone since."""
    made = [tmp_path / f"{name}.readiness" for name in ("Oldest", "Gone", "Newest")]
    for path in made:
        path.mkdir()
        settings.remember(path)
    shutil.rmtree(made[1])
    return made


@pytest.fixture
def welcome(qtbot: QtBot, folders: list[Path]) -> Welcome:
    page = Welcome()
    qtbot.addWidget(page)
    page.resize(900, 700)
    page.show()
    return page


def _lines(page: Welcome) -> list[str]:
    return [page.recent.item(row).text() for row in range(page.recent.count())]


def test_recent_workspaces_say_name_folder_and_when_opened(welcome: Welcome, folders: list[Path]) -> None:
    newest, gone, oldest = _lines(welcome)
    assert newest.startswith(f"Newest\n{folders[0].parent}  -  opened ")
    assert oldest.startswith("Oldest\n")
    assert gone == f"Gone\n{folders[0].parent}  -  not found"


def test_missing_ones_are_greyed_and_cannot_be_opened(qtbot: QtBot, welcome: Welcome) -> None:
    chosen: list[object] = []
    welcome.path_chosen.connect(chosen.append)
    grey = welcome.palette().color(QPalette.ColorRole.PlaceholderText)
    assert welcome.recent.item(1).foreground().color() == grey
    assert welcome.recent.item(0).foreground().color() != grey
    welcome.recent.setCurrentRow(1)
    assert not welcome.open_button.isEnabled()
    qtbot.keyClick(welcome.recent, Qt.Key.Key_Return)
    assert chosen == []


def test_one_that_is_there_is_opened_by_key_and_button(qtbot: QtBot, welcome: Welcome, folders: list[Path]) -> None:
    chosen: list[object] = []
    welcome.path_chosen.connect(chosen.append)
    assert welcome.recent.currentRow() == 0
    qtbot.keyClick(welcome.recent, Qt.Key.Key_Return)
    welcome.recent.setCurrentRow(2)
    welcome.open_button.click()
    assert chosen == [folders[2], folders[0]]


def test_they_are_taken_off_the_list_by_button_and_delete_the_folder_stays(
    qtbot: QtBot, welcome: Welcome, folders: list[Path]
) -> None:
    welcome.recent.setCurrentRow(1)
    welcome.forget_button.click()
    assert [line.split("\n")[0] for line in _lines(welcome)] == ["Newest", "Oldest"]
    welcome.recent.setCurrentRow(0)
    qtbot.keyClick(welcome.recent, Qt.Key.Key_Delete)
    qtbot.keyClick(welcome.recent, Qt.Key.Key_Delete)
    qtbot.keyClick(welcome.recent, Qt.Key.Key_Delete)
    assert _lines(welcome) == []
    assert not welcome.recent.isVisible()
    assert not welcome.forget_button.isEnabled()
    assert folders[0].is_dir()
    assert settings.load().recent == ()


def test_the_first_start_shows_the_ways_to_begin_and_no_empty_list(qtbot: QtBot) -> None:
    page = Welcome()
    qtbot.addWidget(page)
    page.show()
    assert not page.recent.isVisible()
    heard: list[str] = []
    page.new_wanted.connect(lambda: heard.append("new"))
    page.open_wanted.connect(lambda: heard.append("open"))
    page.sample_wanted.connect(lambda: heard.append("sample"))
    for button in page._buttons.values():
        button.click()
    assert heard == ["new", "open", "sample"]


def test_the_file_menu_lists_them_too(qtbot: QtBot, window: MainWindow, folders: list[Path]) -> None:
    (menu,) = window.menuBar().findChildren(RecentMenu)
    assert isinstance(menu, QMenu)
    menu.fill()
    texts = [action.text() for action in menu.actions()]
    assert texts == ["&1  Newest", "&2  Gone (not found)", "&3  Oldest", "&4  body"]
    assert [action.isEnabled() for action in menu.actions()] == [True, False, True, True]
    assert str(folders[2]) in menu.actions()[0].toolTip()
    assert window.bridge is not None
    path = window.bridge.workspace.path
    window.close_workspace()
    menu.fill()
    (action,) = (action for action in menu.actions() if action.text().endswith("body"))
    action.trigger()
    assert window.bridge is not None
    assert window.bridge.workspace.path == path


def test_an_empty_menu_says_so(qtbot: QtBot) -> None:
    menu = RecentMenu(lambda path: None)
    qtbot.addWidget(menu)
    menu.fill()
    assert [(action.text(), action.isEnabled()) for action in menu.actions()] == [("None yet", False)]


def test_opening_is_remembered_with_its_time_and_the_list_stays_short(tmp_path: Path) -> None:
    before = dt.datetime.now(dt.UTC)
    for number in range(15):
        settings.remember(tmp_path / f"{number}.readiness")
    known = settings.load()
    assert len(known.recent) == 10
    assert set(known.opened) == set(known.recent)
    assert known.opened[known.recent[0]] >= before
    settings.remember(tmp_path / "10.readiness")
    assert settings.load().recent[0].endswith("10.readiness")
    assert len(settings.load().recent) == 10


def test_settings_from_before_times_were_kept_are_read(tmp_path: Path) -> None:
    (tmp_path / "old.readiness").mkdir()
    settings.save(msgspec.structs.replace(settings.load(), recent=(str(tmp_path / "old.readiness"),)))
    (found,) = settings.recent()
    assert (found.opened, found.is_there) == (None, True)
    assert when(found) == ""


def test_a_time_is_shown_to_the_minute_where_the_computer_is() -> None:
    opened = dt.datetime(2026, 3, 2, 12, 0, tzinfo=dt.UTC)
    assert when(Recent(Path("x"), opened, is_there=True)) == f"opened {opened.astimezone():%Y-%m-%d %H:%M}"


def test_signs_follow_the_palette(window: MainWindow) -> None:
    (menu,) = window.menuBar().findChildren(RecentMenu)

    def pictures() -> list[object]:
        for menu_of_all in window.menuBar().findChildren(QMenu):
            menu_of_all.aboutToShow.emit()
        icons = [menu.icon(), window.welcome._buttons["open"].icon(), window.actions_by_key["undo"].icon()]
        return [icon.pixmap(24).toImage() for icon in icons]

    window.set_appearance("light")
    light = pictures()
    window.set_appearance("dark")
    assert all(before != after for before, after in zip(light, pictures(), strict=True))
    window.set_appearance("light")
    assert pictures() == light


def test_a_drive_that_does_not_answer_is_not_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "here.readiness").mkdir()
    for name in ("gone", "lost", "here"):
        settings.remember(tmp_path / f"{name}.readiness")
    answers = threading.Event()
    looked = Path.is_dir

    def is_dir(path: Path) -> bool:
        if path.stem == "lost":
            answers.wait(20)
        return looked(path)

    monkeypatch.setattr(Path, "is_dir", is_dir)
    began = time.monotonic()
    found = {item.path.stem: item.is_there for item in settings.recent()}
    waited = time.monotonic() - began
    answers.set()
    assert found == {"here": True, "lost": True, "gone": False}
    assert waited < 10, "it was waited for until it answered"
