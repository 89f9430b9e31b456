"""Backups in the window: made beside it, shown with what each holds, previewed, restored."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from readiness.gui import backups as dialog_module
from readiness.gui import safekeeping
from readiness.gui.backups import BackupsDialog
from readiness.gui.bridge import Bridge
from readiness.gui.safekeeping import Safekeeping
from readiness.gui.window import MainWindow
from readiness.model.records import Rating
from readiness.tasks import backups
from readiness.workspace import Backup, Backups
from tests.conftest import QUALITY_MANAGER
from tests.gui.conftest import start_apart

NOW = dt.datetime(2026, 11, 26, 12, tzinfo=dt.UTC)
_WAIT = 20_000


@pytest.fixture
def keeping(bridge: Bridge) -> Iterator[Safekeeping]:
    made = Safekeeping(bridge)
    yield made
    if made._child is not None:
        made._child.stop()


def _rate(bridge: Bridge, rating: Rating) -> None:
    assessment, leaves = bridge.snapshot.locate("17065:7.5.1")
    bridge.workspace.answer(assessment, leaves, rating=rating)


def _backed_up(bridge: Bridge, hours: int = 0) -> Backup:
    made = Backups(bridge.workspace.path).make(NOW + dt.timedelta(hours=hours), QUALITY_MANAGER)
    assert made is not None
    return made


@pytest.fixture
def dialog(qtbot: QtBot, bridge: Bridge, keeping: Safekeeping, window: MainWindow) -> Iterator[BackupsDialog]:
    """Give the dialog on two backups, of which the newer one is as the records are now."""
    _rate(bridge, Rating.PARTLY)
    _backed_up(bridge)
    _rate(bridge, Rating.CONFORMING)
    _backed_up(bridge, 1)
    shown = BackupsDialog(keeping, window)
    shown.show()
    yield shown
    shown.done(0)


def _looked(qtbot: QtBot, dialog: BackupsDialog, row: int) -> str:
    item = dialog.list.topLevelItem(row)
    assert item is not None
    dialog.list.setCurrentItem(item)
    dialog._look_into()
    qtbot.waitUntil(lambda: dialog.preview._child is None, timeout=_WAIT)
    return dialog.preview.summary.text()


def test_a_backup_is_made_in_a_child_and_the_status_bar_says_when(
    qtbot: QtBot, bridge: Bridge, keeping: Safekeeping
) -> None:
    assert keeping.text == "no backup yet"
    _rate(bridge, Rating.PARTLY)
    assert keeping._timer.isActive()
    with qtbot.waitSignal(keeping.text_changed, timeout=_WAIT) as said:
        keeping.make()
        keeping.make()
        assert keeping.is_busy
    assert said.args is not None
    assert said.args[0].startswith("last backup 20")
    (backup,) = Backups(bridge.workspace.path).listed()
    assert backup.sequence == bridge.snapshot.sequence
    assert backup.author.name == "quality manager"
    assert not keeping._timer.isActive()
    assert not keeping.is_busy


def test_nothing_runs_while_nothing_changes(bridge: Bridge, keeping: Safekeeping) -> None:
    assert not keeping._timer.isActive()
    _rate(bridge, Rating.PARTLY)
    left = keeping._timer.remainingTime()
    _rate(bridge, Rating.CONFORMING)
    assert keeping._timer.remainingTime() <= left, "further changes do not put it off"


def test_a_second_place_is_kept_up_to_date_and_a_missing_one_is_said(
    qtbot: QtBot, bridge: Bridge, keeping: Safekeeping, tmp_path: Path
) -> None:
    place = tmp_path / "drive"
    backups.choose_second_place(bridge.workspace.path, place)
    assert keeping.text == "not copied yet"
    _rate(bridge, Rating.PARTLY)
    with qtbot.waitSignal(keeping.failed, timeout=_WAIT) as failed:
        keeping.make()
    assert failed.args is not None
    assert "is not there" in failed.args[0]
    qtbot.waitUntil(lambda: not keeping.is_busy, timeout=_WAIT)
    place.mkdir()
    with qtbot.waitSignal(keeping.said, timeout=_WAIT) as said:
        keeping.make()
    assert said.args == [f"Backups copied to {place / 'body.readiness-backups'}"]
    assert keeping.text.startswith("last copied 20")


@pytest.mark.parametrize("changes", [True, False])
def test_closing_makes_one_in_a_process_that_outlives_the_window(
    bridge: Bridge, keeping: Safekeeping, monkeypatch: pytest.MonkeyPatch, changes: bool
) -> None:
    started: list[list[str]] = []
    monkeypatch.setattr(safekeeping, "_start_apart", started.append)
    if changes:
        _rate(bridge, Rating.PARTLY)
    keeping.finish()
    keeping.finish()
    expected = ["backups", str(bridge.workspace.path), "--make", "--by", "quality manager"]
    assert started == ([expected] if changes else [])
    assert not keeping._timer.isActive()


def test_the_process_that_outlives_the_window_makes_a_backup(
    qtbot: QtBot, bridge: Bridge, keeping: Safekeeping, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(safekeeping, "_start_apart", start_apart)
    _rate(bridge, Rating.PARTLY)
    keeping.finish()
    kept = Backups(bridge.workspace.path)
    qtbot.waitUntil(lambda: len(kept.listed()) == 1, timeout=_WAIT)


def test_a_backup_being_made_is_begun_again_on_closing(
    bridge: Bridge, keeping: Safekeeping, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[list[str]] = []
    monkeypatch.setattr(safekeeping, "_start_apart", started.append)
    _rate(bridge, Rating.PARTLY)
    keeping.make()
    keeping.finish()
    assert len(started) == 1
    assert not keeping.is_busy


def test_the_list_shows_what_each_holds(dialog: BackupsDialog) -> None:
    rows = [dialog.list.topLevelItem(row) for row in range(dialog.list.topLevelItemCount())]
    texts = [[item.text(column) for column in range(1, 6)] for item in rows if item is not None]
    assert texts == [["5", "1", "0", "0", "quality manager (QM)"], ["4", "1", "0", "0", "quality manager (QM)"]]
    assert dialog.chosen is not None
    assert dialog.chosen.sequence == 5


def test_the_preview_shows_what_would_change(qtbot: QtBot, dialog: BackupsDialog) -> None:
    assert _looked(qtbot, dialog, 0) == "Nothing: the records are as they were then."
    assert not dialog.preview.tree.isVisible()
    assert _looked(qtbot, dialog, 1) == "Answers: 1 changed"
    item = dialog.preview.tree.topLevelItem(0)
    assert item is not None
    assert [item.text(column) for column in range(3)] == ["17065: 7.5.1, rating", "conforming", "partly conforming"]


def test_restoring_asks_and_is_one_change_that_can_be_undone(
    dialog: BackupsDialog, bridge: Bridge, no_boxes: list[str]
) -> None:
    older = dialog.list.topLevelItem(1)
    assert older is not None
    dialog.list.setCurrentItem(older)
    before = bridge.snapshot
    dialog.restore_button.click()
    assert "(change no. 4)" in no_boxes[0]
    assert bridge.snapshot.sequence == before.sequence + 1
    assessment, leaves = bridge.snapshot.locate("17065:7.5.1")
    assert bridge.snapshot.answer(assessment, leaves[0].id).rating is Rating.PARTLY
    assert not dialog.isVisible()
    bridge.workspace.undo()
    assert bridge.snapshot.answers == before.answers


def test_refusing_the_question_changes_nothing(
    dialog: BackupsDialog, bridge: Bridge, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QMessageBox, "question", lambda *_: QMessageBox.StandardButton.No)
    before = bridge.snapshot.sequence
    dialog.list.setCurrentItem(dialog.list.topLevelItem(1))  # type: ignore[arg-type]
    dialog.restore()
    assert bridge.snapshot.sequence == before
    assert dialog.isVisible()


def test_one_made_now_appears_in_the_list(qtbot: QtBot, dialog: BackupsDialog, bridge: Bridge) -> None:
    _rate(bridge, Rating.NONCONFORMING)
    dialog.make_button.click()
    assert not dialog.make_button.isEnabled()
    qtbot.waitUntil(lambda: dialog.list.topLevelItemCount() == 3, timeout=_WAIT)
    assert dialog.make_button.isEnabled()
    assert dialog.chosen is not None
    assert dialog.chosen.sequence == 5, "the one looked at stays chosen"


def test_a_second_place_is_chosen_copied_to_and_given_up(
    qtbot: QtBot, dialog: BackupsDialog, keeping: Safekeeping, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "in the workspace folder only" in dialog.place.text()
    assert not dialog.drop_button.isVisible()
    place = tmp_path / "drive"
    place.mkdir()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(place))
    dialog.choose_button.click()
    qtbot.waitUntil(lambda: "last copied" in dialog.place.text(), timeout=_WAIT)
    assert str(place) in dialog.place.text()
    dialog.drop_button.click()
    assert "in the workspace folder only" in dialog.place.text()


def test_a_copy_that_fails_is_said_in_the_dialog(qtbot: QtBot, dialog: BackupsDialog, tmp_path: Path) -> None:
    dialog._set_place(tmp_path / "gone")
    qtbot.waitUntil(lambda: "is not there" in dialog.problem.text(), timeout=_WAIT)


def test_without_backups_it_says_when_one_is_made(qtbot: QtBot, keeping: Safekeeping, window: MainWindow) -> None:
    shown = BackupsDialog(keeping, window)
    shown.show()
    assert shown.empty.isVisible()
    assert not shown.restore_button.isEnabled()
    assert shown.chosen is None
    shown.restore()
    shown.done(0)


def test_everything_is_reached_by_keyboard_and_named(dialog: BackupsDialog) -> None:
    assert dialog.list.accessibleName() == "Backups, newest first"
    assert dialog.preview.tree.accessibleName() == "What restoring would change, field by field"
    for button in dialog.findChildren(QPushButton):
        assert button.text()
        assert button.focusPolicy() & Qt.FocusPolicy.TabFocus
        assert not button.isDefault()


def test_it_is_shown_by_one_call(keeping: Safekeeping, window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[BackupsDialog] = []
    monkeypatch.setattr(BackupsDialog, "exec", lambda shown: seen.append(shown))  # noqa: PLW0108 - bound as a method
    dialog_module.show(keeping, window)
    assert len(seen) == 1
    seen[0].done(0)
