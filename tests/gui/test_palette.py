"""The palette: everything is there, ranked as it is typed, and Enter goes there or does it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from readiness.analysis import catalogue
from readiness.gui import palette, theme
from readiness.gui.actions import ActionsView
from readiness.gui.assessment import AssessmentView
from readiness.gui.bridge import Bridge, Place
from readiness.gui.desk import Desk
from readiness.gui.evidence import EvidenceView
from readiness.gui.find import FindView
from readiness.gui.guides import GuidesView
from readiness.gui.marked import Row
from readiness.gui.palette import MOST_SHOWN, Choice, Palette
from readiness.gui.window import MainWindow
from readiness.model.record import new_id
from readiness.model.records import Action, Evidence, Rating
from readiness.model.snapshot import Snapshot


@pytest.fixture
def opened(window: MainWindow) -> Palette:
    window.actions_by_key["palette"].trigger()
    found = window.findChild(Palette)
    assert isinstance(found, Palette)
    return found


def _rows(opened: Palette) -> list[Row]:
    model = opened.list.rows
    return [row for number in range(model.rowCount()) if (row := model.row(model.index(number))) is not None]


def _titles(opened: Palette) -> list[str]:
    return [row.title for row in _rows(opened)]


def _all(opened: Palette) -> list[Choice]:
    return opened._choices


def test_it_opens_by_its_key_over_the_window_with_the_keyboard_in_its_line(qtbot: QtBot, window: MainWindow) -> None:
    assert window.actions_by_key["palette"].shortcut().toString() == "Ctrl+K"
    palette.show(window)
    opened = window.findChild(Palette)
    assert isinstance(opened, Palette)
    assert opened.isVisible()
    assert window.frameGeometry().contains(opened.frameGeometry())
    qtbot.keyClicks(opened.line, "evid")
    qtbot.keyClick(opened.line, Qt.Key.Key_Escape)
    assert not opened.isVisible()
    palette.show(window)
    assert window.findChild(Palette) is opened
    assert opened.line.text() == ""


def test_every_command_place_clause_record_and_guide_is_there(window: MainWindow, bridge: Bridge, desk: Desk) -> None:
    bridge.workspace.put(Evidence(id=new_id(), title="Application review", reference="P-07"))
    bridge.workspace.put(Action(id=new_id(), title="Amend the agreements"))
    palette.show(window)
    opened = window.findChild(Palette)
    assert isinstance(opened, Palette)
    titles = {choice.title for choice in _all(opened)}
    for key, action in window.actions_by_key.items():
        if action.isEnabled() and key != "palette" and not key.startswith("place"):
            assert any(action.text().replace("&", "") in title for title in titles), key
    for row in range(desk.places.count()):
        item = desk.places.item(row)
        assert (item.toolTip() or item.text()) in titles
    for assessment in bridge.snapshot.assessments.values():
        for clause in bridge.snapshot.checklist_of(assessment).clauses:
            assert f"{clause.number}  {clause.title}" in titles
        for leaf in bridge.snapshot.requirements(assessment):
            assert f"{leaf.number}  {leaf.title}" in titles
    assert {"P-07  Application review", "Amend the agreements", "Comparison chart", "Holding both"} <= titles


def test_commands_show_their_shortcut_and_their_menu_within_a_menu(opened: Palette) -> None:
    opened.line.setText("dark")
    assert _titles(opened)[0] == "Appearance: Dark"
    opened.line.setText("ctrl+o")
    assert (_rows(opened)[0].title, _rows(opened)[0].detail) == ("Open workspace ...", "Ctrl+O")


def test_clauses_show_their_standard_and_rating(window: MainWindow, bridge: Bridge) -> None:
    assessment, leaves = bridge.snapshot.locate("17065:7.5.1")
    bridge.workspace.answer(assessment, leaves, rating=Rating.PARTLY)
    palette.show(window)
    opened = window.findChild(Palette)
    assert isinstance(opened, Palette)
    opened.line.setText("17065:7.5.1")
    first = _rows(opened)[0]
    assert first.title.startswith("7.5.1  ")
    assert first.detail == "17065  partly conforming"
    assert first.icon.cacheKey() == theme.rating_icon(Rating.PARTLY).cacheKey()
    assert [first.title[start : start + length] for start, length in first.spans] == ["7.5.1"]


def test_keys_choose_and_enter_goes_there(qtbot: QtBot, opened: Palette, desk: Desk) -> None:
    qtbot.keyClicks(opened.line, "17065 7.6")
    second = _rows(opened)[1]
    qtbot.keyClick(opened.line, Qt.Key.Key_Down)
    assert opened.list.chosen() is second
    qtbot.keyClick(opened.line, Qt.Key.Key_Up)
    qtbot.keyClick(opened.line, Qt.Key.Key_Down)
    qtbot.keyClick(opened.line, Qt.Key.Key_Return)
    assert not opened.isVisible()
    view = desk.stack.currentWidget()
    assert isinstance(view, AssessmentView)
    assert view.pane.leaves[0].clause.number == "7.6.1"


def test_going_again_to_a_clause_that_was_left_by_the_tree_goes_there(
    qtbot: QtBot, opened: Palette, window: MainWindow, desk: Desk
) -> None:
    for _ in range(2):
        palette.show(window)
        qtbot.keyClicks(opened.line, "17065:7.6.1")
        qtbot.keyClick(opened.line, Qt.Key.Key_Return)
        view = desk.stack.currentWidget()
        assert isinstance(view, AssessmentView)
        assert view.pane.leaves[0].id == "7.6.1"
        view.go_to_next_open()
        assert view.pane.leaves[0].id != "7.6.1"


@pytest.mark.parametrize(
    ("typed", "kind"),
    [("p07", EvidenceView), ("amend agree", ActionsView), ("comparison", GuidesView), ("holding both", GuidesView)],
)
def test_records_and_guides_are_gone_to(
    qtbot: QtBot, window: MainWindow, bridge: Bridge, desk: Desk, typed: str, kind: type[object]
) -> None:
    evidence = Evidence(id=new_id(), title="Application review", reference="P-07")
    bridge.workspace.put(Evidence(id=new_id(), title="Manual", reference="A-01"))
    bridge.workspace.put(evidence)
    bridge.workspace.put(Action(id=new_id(), title="Amend the agreements"))
    palette.show(window)
    opened = window.findChild(Palette)
    assert isinstance(opened, Palette)
    qtbot.keyClicks(opened.line, typed)
    qtbot.keyClick(opened.line, Qt.Key.Key_Return)
    view = desk.stack.currentWidget()
    assert isinstance(view, kind)
    if isinstance(view, EvidenceView):
        assert view.chosen is not None
        assert view.chosen.id == evidence.id


def test_a_command_is_done(qtbot: QtBot, opened: Palette, window: MainWindow, bridge: Bridge) -> None:
    assessment, leaves = bridge.snapshot.locate("17065:7.5.1")
    bridge.workspace.answer(assessment, leaves, rating=Rating.PARTLY)
    palette.show(window)
    qtbot.keyClicks(opened.line, "undo")
    qtbot.keyClick(opened.line, Qt.Key.Key_Return)
    assert bridge.snapshot.answer(assessment, "7.5.1").rating is Rating.NOT_ASSESSED


def test_a_click_goes_there(qtbot: QtBot, opened: Palette, desk: Desk) -> None:
    qtbot.keyClicks(opened.line, "reports")
    rectangle = opened.list.visualRect(opened.list.rows.index(0))
    qtbot.mouseClick(opened.list.viewport(), Qt.MouseButton.LeftButton, pos=rectangle.center())
    assert desk.places.currentItem().text() == "Reports"


def test_no_more_than_sixty_are_shown_and_the_last_line_finds_everywhere(
    qtbot: QtBot, opened: Palette, desk: Desk
) -> None:
    assert len(_rows(opened)) == MOST_SHOWN
    qtbot.keyClicks(opened.line, "certification")
    assert len(_rows(opened)) == MOST_SHOWN + 1
    assert "type more" in opened.hint.text()
    opened.line.setText("no such thing")
    assert _titles(opened) == ["Find 'no such thing' everywhere"]
    assert opened.hint.text().startswith("0 found")
    opened.line.setText("impartiality policy")
    opened.list.setCurrentIndex(opened.list.rows.index(opened.list.rows.rowCount() - 1))
    qtbot.keyClick(opened.line, Qt.Key.Key_Return)
    view = desk.stack.currentWidget()
    assert isinstance(view, FindView)
    assert view.line.text() == "impartiality policy"


def test_without_a_workspace_it_holds_what_can_be_done(qtbot: QtBot, window: MainWindow) -> None:
    window.close_workspace()
    palette.show(window)
    opened = window.findChild(Palette)
    assert isinstance(opened, Palette)
    titles = {choice.title for choice in _all(opened)}
    assert "New workspace ..." in titles
    assert "Close workspace" not in titles
    assert len(titles) < 30


def test_what_the_workspace_holds_is_folded_once_per_snapshot(
    window: MainWindow, bridge: Bridge, monkeypatch: pytest.MonkeyPatch
) -> None:
    folded: list[Snapshot] = []
    lines = catalogue.lines

    def counted(snapshot: Snapshot) -> tuple[catalogue.Line, ...]:
        folded.append(snapshot)
        return lines(snapshot)

    monkeypatch.setattr(catalogue, "lines", counted)
    for _ in range(3):
        palette.show(window)
    assert len(folded) == 1
    bridge.workspace.put(Evidence(id=new_id(), title="Manual"))
    palette.show(window)
    assert len(folded) == 2


def test_the_list_keeps_qts_rules_and_says_what_it_shows(qtbot: QtBot, opened: Palette) -> None:
    tester = QAbstractItemModelTester(opened.list.rows, QAbstractItemModelTester.FailureReportingMode.Fatal)
    for typed in ("7", "7.4", "", "no such thing"):
        opened.line.setText(typed)
        opened.grab()
    opened.line.setText("17065:7.4.1")
    index = opened.list.rows.index(0)
    assert "not assessed" in index.data(Qt.ItemDataRole.AccessibleTextRole)
    assert opened.line.accessibleName()
    assert opened.list.accessibleName()
    assert tester.model() is opened.list.rows


def test_places_have_the_numbers_of_their_shortcuts(opened: Palette, desk: Desk, bridge: Bridge) -> None:
    opened.line.setText("evidence")
    first = _rows(opened)[0]
    assert (first.title, first.detail) == ("Evidence", "Ctrl+5")
    bridge.go(Place("find"))
    assert desk.places.currentRow() == -1
    desk.go_to_number(5)
    assert isinstance(desk.stack.currentWidget(), EvidenceView)
