"""Where things stood is there again: window, splitters, columns and the last place, per workspace; and a reset."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QSplitter, QTableView
from pytestqt.qtbot import QtBot

from readiness.gui import layout
from readiness.gui.assessment import AssessmentView
from readiness.gui.bridge import Bridge, Place
from readiness.gui.desk import Desk
from readiness.gui.evidence import EvidenceView
from readiness.gui.window import MainWindow
from readiness.model.record import new_id
from readiness.model.records import Evidence
from readiness.tasks import settings


def _evidence(desk: Desk) -> EvidenceView:
    view = desk.stack.currentWidget()
    assert isinstance(view, EvidenceView)
    return view


def _again(window: MainWindow, path: Path) -> Desk:
    window.close_workspace()
    window.open_workspace(path)
    assert window.desk is not None
    return window.desk


def _columns(view: EvidenceView) -> list[int]:
    (table,) = [item for item in view.findChildren(QTableView) if item is view.table]
    return [table.columnWidth(column) for column in range(3)]


def test_splitters_columns_and_place_come_back(window: MainWindow, bridge: Bridge, desk: Desk) -> None:
    record = Evidence(id=new_id(), title="Manual")
    for item in (Evidence(id=new_id(), title="Another"), record):
        bridge.workspace.put(item)
    bridge.go(Place("evidence"))
    view = _evidence(desk)
    view.choose(record.id)
    splitter = view.findChildren(QSplitter)[0]
    splitter.setSizes([500, 600])
    view.table.setColumnWidth(0, 201)
    view.table.setColumnWidth(1, 77)
    sizes, columns = splitter.sizes(), _columns(view)
    shown = _evidence(_again(window, bridge.workspace.path))
    QApplication.processEvents()
    assert shown is not view
    assert shown.chosen is not None
    assert shown.chosen.id == record.id
    assert _columns(shown) == columns
    assert shown.findChildren(QSplitter)[0].sizes() == pytest.approx(sizes, abs=4)


def test_the_requirement_that_was_chosen_is_chosen_again(window: MainWindow, bridge: Bridge, desk: Desk) -> None:
    assessment, _ = bridge.snapshot.locate("17065:7.5.1")
    bridge.go(Place("assessment", assessment=assessment.id))
    view = desk.stack.currentWidget()
    assert isinstance(view, AssessmentView)
    view._select("7.6.2")
    again = _again(window, bridge.workspace.path).stack.currentWidget()
    assert isinstance(again, AssessmentView)
    assert again.pane.leaves[0].id == "7.6.2"


def test_back_leads_to_the_row_that_was_left(bridge: Bridge, desk: Desk) -> None:
    assessment, _ = bridge.snapshot.locate("17065:7.5.1")
    bridge.go(Place("assessment", assessment=assessment.id, requirement="7.5.1"))
    view = desk.stack.currentWidget()
    assert isinstance(view, AssessmentView)
    view._select("7.6.2")
    bridge.go(Place("assessment", assessment=assessment.id, requirement="7.5.1"))
    assert view.pane.leaves[0].id == "7.5.1", "going where one came from goes there, wherever one went since"
    desk.back()
    assert view.pane.leaves[0].id == "7.6.2"


def test_the_window_stands_where_it_stood_with_this_workspace(
    qtbot: QtBot, window: MainWindow, bridge: Bridge, tmp_path: Path
) -> None:
    path = bridge.workspace.path
    window.resize(711, 533)
    window.close()
    second = MainWindow()
    qtbot.addWidget(second)
    assert second.wanted_size() == window.size(), "before the first paint, so that nothing jumps"
    second.resize(second.wanted_size())
    second.show()
    second.resize(640, 480)
    second.open_workspace(path)
    assert (second.width(), second.height()) == (711, 533)
    second.close()


def test_the_layout_is_reset_by_one_command(window: MainWindow, bridge: Bridge, desk: Desk) -> None:
    bridge.go(Place("evidence"))
    first = _columns(_evidence(desk))
    _evidence(desk).table.setColumnWidth(0, 333)
    shown = _again(window, bridge.workspace.path)
    assert _columns(_evidence(shown))[0] == 333
    assert any(key.startswith(bridge.identity) for key in settings.load().layouts)
    window.resize(500, 400)
    window.actions_by_key["reset-layout"].trigger()
    assert _columns(_evidence(shown)) == first
    assert not any(key.startswith(bridge.identity) for key in settings.load().layouts)
    assert window.size() == window.first_size().expandedTo(window.minimumSizeHint())


def test_what_is_kept_of_layouts_does_not_grow_for_ever(window: MainWindow, bridge: Bridge, qtbot: QtBot) -> None:
    for number in range(30):
        layout.keep_window(window, f"workspace{number}")
        layout.keep_views(f"workspace{number}", {"evidence": window})
    kept = {key.partition("/")[0] for key in settings.load().layouts}
    assert "workspace29" in kept
    assert "workspace0" not in kept
    assert len(kept) <= 22


@pytest.mark.parametrize("text", ["", "no base64!", "AAAA"])
def test_a_layout_that_cannot_be_read_is_passed_over(window: MainWindow, bridge: Bridge, text: str) -> None:
    path, identity = bridge.workspace.path, bridge.identity
    window.close_workspace()
    layouts = {f"{identity}/window": text, f"{identity}/evidence/columns0": text}
    settings.change(geometry=text, layouts=layouts, last_places={identity: ("nowhere", "", "", "")})
    assert layout.restore_first(window) is False
    window.open_workspace(path)
    assert window.desk is not None
    assert window.desk.here() == Place("overview")
    window.desk.go(Place("evidence"))
    assert _columns(_evidence(window.desk))[0] > 20
