"""Every place and dialog in small windows, with large letters, on dense screens, and from right to left."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QFont, QImage
from PySide6.QtWidgets import QApplication, QHBoxLayout, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from readiness import texts
from readiness.analysis.figures import figures
from readiness.gui.bars import RATED, GroupBar, GroupBars
from readiness.gui.bridge import Place
from readiness.gui.flow import Halves
from readiness.gui.overview.pieces import Fold
from readiness.gui.reports import ReportsView
from readiness.gui.window import MainWindow
from readiness.model.records import Rating
from tests.gui.everywhere import MET, go_to, open_dialogs, settle, visit
from tests.gui.measures import cut_off, overlapping

SMALL = QSize(1024, 768)
LARGE_POINTS = 14


@pytest.fixture
def large_letters(qapp: QApplication) -> Iterator[None]:
    """Set the letters to 14 points, about one and a half times what is usual."""
    before = qapp.font()
    large = QFont(before)
    large.setPointSizeF(LARGE_POINTS)
    qapp.setFont(large)
    yield
    qapp.setFont(before)


@pytest.fixture
def german(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Speak German, whose words are longer."""
    monkeypatch.setenv("READINESS_LANGUAGE", "de")
    texts.use("")
    yield
    monkeypatch.undo()
    texts.use("")


@pytest.fixture
def right_to_left(qapp: QApplication) -> Iterator[None]:
    """Lay everything out from right to left, as for Arabic or Hebrew."""
    qapp.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    yield
    qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)


def _faults(window: QWidget) -> list[str]:
    return list(dict.fromkeys([*cut_off(window), *overlapping(window)]))


def _in_every_place(qtbot: QtBot, window: MainWindow) -> dict[str, list[str]]:
    window.resize(SMALL)
    found = {}
    for place in visit(qtbot, window):
        found[place] = _faults(window)
        if window.size() != SMALL:
            found[place].append(f"does not fit: {window.size().toTuple()}")
    return {place: faults for place, faults in found.items() if faults}


def _in_every_dialog(window: MainWindow) -> dict[str, list[str]]:
    found = {}
    for name, dialog in open_dialogs(window):
        found[name] = _faults(dialog)
        least = dialog.minimumSizeHint().expandedTo(dialog.minimumSize())
        if least.width() > SMALL.width() or least.height() > SMALL.height():
            found[name].append(f"does not fit: {least.toTuple()}")
    return {name: faults for name, faults in found.items() if faults}


def test_nothing_is_cut_off_at_1024_by_768(qtbot: QtBot, full_window: MainWindow) -> None:
    assert _in_every_place(qtbot, full_window) == {}
    assert _in_every_dialog(full_window) == {}


def test_nothing_is_cut_off_with_large_letters(qtbot: QtBot, large_letters: None, full_window: MainWindow) -> None:
    assert _in_every_place(qtbot, full_window) == {}
    assert _in_every_dialog(full_window) == {}


def test_the_options_of_a_report_wrap_in_german_with_large_letters(
    qapp: QApplication, large_letters: None, german: None, full_window: MainWindow
) -> None:
    larger = qapp.font()
    larger.setPointSizeF(LARGE_POINTS + 2)
    qapp.setFont(larger)
    full_window.resize(SMALL)
    _, view = go_to(full_window, Place("reports", record="cross-reference"), ReportsView)
    settle()
    area = view.stack.currentWidget()
    assert isinstance(area, QScrollArea)
    page = area.widget()
    assert page is not None
    assert "Nachweise" in view.options.evidence_row.text.text()
    assert page.width() <= area.viewport().width()


@pytest.mark.parametrize("scale", ["1.25", "2"])
def test_nothing_is_cut_off_on_a_dense_screen(scale: str, tmp_path: Path) -> None:
    """Qt takes the scale at its start, so the test above runs once more in a process of its own."""
    screen = {"name": "dense", "x": 0, "y": 0, "width": 2048, "height": 1536, "logicalDpi": 96, "logicalBaseDpi": 96,
              "dpr": 1}  # fmt: skip
    (tmp_path / "screens.json").write_text(json.dumps({"screens": [screen]}))
    platform = f"offscreen:configfile={tmp_path / 'screens.json'}"
    test = f"{__file__}::{test_nothing_is_cut_off_at_1024_by_768.__name__}"
    run = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", test],
        env={**os.environ, "QT_SCALE_FACTOR": scale, "QT_QPA_PLATFORM": platform},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert run.returncode == 0, run.stdout[-3000:]


# From right to left


def test_everything_has_its_place_from_right_to_left(
    qtbot: QtBot, right_to_left: None, full_window: MainWindow
) -> None:
    assert full_window.desk is not None
    assert _in_every_place(qtbot, full_window) == {}
    side_bar = full_window.desk.places.mapTo(full_window, QPoint())
    assert side_bar.x() > full_window.desk.stack.mapTo(full_window, QPoint()).x()
    assert side_bar.x() + full_window.desk.places.width() == full_window.width()
    assert _in_every_dialog(full_window) == {}


def _bars(qtbot: QtBot, window: MainWindow) -> GroupBars:
    assert window.bridge is not None
    snapshot = window.bridge.snapshot
    made = GroupBars(figures(snapshot, snapshot.locate(MET)[0]).groups, "17021-1")
    qtbot.addWidget(made)
    made.resize(500, 600)
    made.show()
    settle()
    return made


def _part(picture: QImage, colour: str, *, left: bool) -> int:
    """Count pixels of about a colour in one half of a picture."""
    middle, wanted = picture.width() // 2, int(colour[1:], 16)
    columns = range(middle) if left else range(middle, picture.width())
    return sum((picture.pixel(x, y) & 0xFFFFFF) == wanted for x in columns for y in range(picture.height()))


def test_bars_and_what_is_chosen_in_them_are_mirrored(
    qtbot: QtBot, full_window: MainWindow, right_to_left: None
) -> None:
    bars = _bars(qtbot, full_window)
    mixed = next(bar for bar in bars.bars if len(bar.ratings) > 1)
    first, second = (piece for _, piece in mixed.pieces()[:2])
    assert first.left() >= second.right() - 1, "the first piece is on the right"
    assert mixed.filter_at(2) == RATED, "the count is on the left"
    assert mixed.filter_at(mixed.width() - 2) == ""
    chosen: list[str] = []
    mixed.chosen.connect(lambda _, wanted: chosen.append(wanted))
    mixed.setFocus()
    for _ in range(2):
        qtbot.keyClick(mixed, Qt.Key.Key_Left)
    assert mixed._piece == 1, "the left arrow goes on to the next piece"
    whole = next(bar for bar in bars.bars if bar.ratings == [Rating.CONFORMING])
    assert _part(_picture(whole), "#2e7d4f", left=True) > _part(_picture(whole), "#2e7d4f", left=False)


def _picture(bar: GroupBar) -> QImage:
    return bar.grab().toImage()


def test_arrows_that_unfold_point_in_the_direction_of_writing(qtbot: QtBot, right_to_left: None) -> None:
    fold = Fold("More", QWidget)
    qtbot.addWidget(fold)
    assert fold.text().endswith("◂")


# Halves


def _halves(qtbot: QtBot, width: int) -> tuple[QWidget, Halves]:
    holder = QWidget()
    qtbot.addWidget(holder)
    halves = Halves()
    layout = QHBoxLayout(holder)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.addWidget(halves)
    for least in (200, 150):
        half = QWidget()
        half.setMinimumSize(least, 80)
        halves.addWidget(half)
    halves.setSizes([300, 200])
    holder.resize(width, 400)
    holder.show()
    settle()
    return holder, halves


def test_halves_are_side_by_side_where_there_is_room_and_else_below_each_other(qtbot: QtBot) -> None:
    holder, halves = _halves(qtbot, 500)
    beside = halves.sizes()
    assert halves.orientation() == Qt.Orientation.Horizontal
    assert halves.minimumSizeHint() == QSize(200, 80)
    holder.resize(300, 400)
    assert halves.orientation() == Qt.Orientation.Vertical
    assert halves.minimumSizeHint() == QSize(200, 160 + halves.handleWidth())
    holder.resize(500, 400)
    assert halves.orientation() == Qt.Orientation.Horizontal
    assert halves.sizes() == beside


def test_a_half_that_is_folded_away_needs_no_room(qtbot: QtBot) -> None:
    holder, halves = _halves(qtbot, 500)
    second = halves.widget(1)
    assert second is not None
    second.hide()
    holder.resize(300, 400)
    assert halves.orientation() == Qt.Orientation.Horizontal


def test_what_was_kept_of_a_narrow_window_does_not_stay_in_a_wide_one(qtbot: QtBot) -> None:
    _, narrow = _halves(qtbot, 300)
    holder, wide = _halves(qtbot, 500)
    wide.restoreState(narrow.saveState())
    holder.resize(600, 400)
    assert wide.orientation() == Qt.Orientation.Horizontal
