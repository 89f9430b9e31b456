"""The frame: opening, places, undo by name, what the title says, dialogs, names for assistive technology."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QFileDialog,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from readiness.analysis.figures import figures
from readiness.gui import checklists, theme
from readiness.gui.assessment import AssessmentView
from readiness.gui.bridge import Bridge, Place
from readiness.gui.desk import Desk
from readiness.gui.dialogs import AssessmentDialog, AuthorDialog, NewWorkspaceDialog, OrganizationDialog
from readiness.gui.guides import GuidesView
from readiness.gui.history import HistoryView
from readiness.gui.overview import OverviewView, figure_lines
from readiness.gui.reports import ReportsView
from readiness.gui.two_standards import TwoStandardsView
from readiness.gui.view import View
from readiness.gui.views import MAKERS
from readiness.gui.window import MainWindow
from readiness.model.record import new_id
from readiness.model.records import Citation, Evidence, Rating, Role
from readiness.tasks import settings
from readiness.workspace import Workspace
from tests.conftest import QUALITY_MANAGER

VIEWS = (
    "overview",
    "two-standards",
    "services",
    "claims",
    "briefing",
    "evidence",
    "actions",
    "reports",
    "history",
    "guides",
)


def _all_views(bridge: Bridge, desk: Desk) -> list[View]:
    for name in VIEWS:
        bridge.go(Place(name))
    for assessment in bridge.snapshot.assessments:
        bridge.go(Place("assessment", assessment=assessment, requirement="4.1.2.2"))
    return [view for position in range(desk.stack.count()) if isinstance(view := desk.stack.widget(position), View)]


def _texts(desk: Desk) -> list[str]:
    """Give every text that the open view shows."""
    view = desk.stack.currentWidget()
    assert view is not None
    return [widget.text() for widget in view.findChildren(QWidget) if isinstance(widget, QLabel | QAbstractButton)]


def test_every_place_shows_its_view_and_back_leads_back(bridge: Bridge, desk: Desk) -> None:
    assert len(_all_views(bridge, desk)) == 12
    assert desk.places.count() == 12
    bridge.go(Place("evidence"))
    bridge.go(Place("actions"))
    desk.back()
    assert desk.places.currentItem().text() == "Evidence"
    desk.forward()
    assert desk.places.currentItem().text() == "Actions"
    desk.go_to_number(1)
    assert isinstance(desk.stack.currentWidget(), OverviewView)


def test_every_widget_that_takes_the_keyboard_has_a_name(window: MainWindow, bridge: Bridge, desk: Desk) -> None:
    bridge.workspace.put(Evidence(id=new_id(), title="Manual"))
    nameless = []
    for view in _all_views(bridge, desk):
        for widget in view.findChildren(QWidget):
            if widget.focusPolicy() == Qt.FocusPolicy.NoFocus or widget.objectName().startswith("qt_"):
                continue
            if isinstance(widget, QAbstractButton) and (widget.text() or widget.accessibleName()):
                continue
            wanted = isinstance(widget, QLineEdit | QPlainTextEdit | QComboBox | QAbstractItemView | QAbstractButton)
            chain = [type(widget).__name__]
            above = widget.parent()
            while above is not None:
                chain.append(type(above).__name__)
                above = above.parent()
            inner = any(name.startswith(("QCalendar", "QComboBox", "QMenu")) for name in chain[1:])
            if wanted and not inner and not widget.accessibleName():
                nameless.append(f"{type(view).__name__}: {type(widget).__name__}")
    assert nameless == []


def test_every_command_has_a_text_and_shortcuts_are_unique(window: MainWindow) -> None:
    actions = window.actions_by_key.values()
    assert all(action.text().strip() for action in actions)
    keys = [action.shortcut().toString() for action in actions if not action.shortcut().isEmpty()]
    assert len(keys) == len(set(keys))


def test_undo_and_redo_are_named(window: MainWindow, bridge: Bridge) -> None:
    assessment, leaves = bridge.snapshot.locate("17065:7.5.1")
    bridge.workspace.answer(assessment, leaves, rating=Rating.CONFORMING)
    undo, redo = window.actions_by_key["undo"], window.actions_by_key["redo"]
    assert undo.text() == "&Undo: Rated 7.5.1 of ISO/IEC 17065:2012 conforming"
    undo.trigger()
    assert bridge.snapshot.answer(assessment, "7.5.1").rating is Rating.NOT_ASSESSED
    assert redo.text() == "&Redo: Rated 7.5.1 of ISO/IEC 17065:2012 conforming"
    redo.trigger()
    assert bridge.snapshot.answer(assessment, "7.5.1").rating is Rating.CONFORMING


def test_going_back_before_this_run_is_asked_once(window: MainWindow, bridge: Bridge, no_boxes: list[str]) -> None:
    window.undo()
    assert len(no_boxes) == 1
    assert "Began the assessment" in no_boxes[0]
    window.undo()
    assert len(no_boxes) == 1
    assert not bridge.snapshot.assessments


def test_an_empty_workspace_says_what_goes_there(window: MainWindow, bridge: Bridge, desk: Desk) -> None:
    window.undo()
    window.undo()
    bridge.go(Place("overview"))
    assert any("New assessment" in text for text in _texts(desk))
    assert desk.places.count() == 9


def test_the_overview_says_the_figures_of_the_analysis(qtbot: QtBot, bridge: Bridge, desk: Desk) -> None:
    assessment, leaves = bridge.snapshot.locate("4.1.2.2")
    bridge.workspace.answer(assessment, leaves, rating=Rating.CONFORMING)
    bridge.go(Place("overview"))
    view = desk.stack.currentWidget()
    assert isinstance(view, OverviewView)
    qtbot.waitUntil(lambda: view.is_idle)
    shown = " ".join(_texts(desk))
    for line in figure_lines(figures(bridge.snapshot, assessment)):
        assert line in shown
    assert "11 of 221 (4 %)" in shown
    assert "11 of 11 (100 %)" in shown


def test_mix_ups_are_shown_with_links_to_both_sides(bridge: Bridge, desk: Desk) -> None:
    evidence = Evidence(id=new_id(), title="Application review", reference="P-07")
    uses = [
        (*bridge.snapshot.locate(where), Citation(evidence=evidence.id, role=Role.LAID_DOWN))
        for where in ("17021-1:9.1.2.1", "17065:7.3.1")
    ]
    bridge.workspace.put(evidence, uses=uses)
    bridge.go(Place("two-standards"))
    view = desk.stack.currentWidget()
    assert isinstance(view, TwoStandardsView)
    texts = [button.text() for button in view.findChildren(QAbstractButton)]
    assert any(text.startswith("ISO/IEC 17021-1:2015, 9.1.2.1") for text in texts)
    assert any(text.startswith("ISO/IEC 17065:2012, 7.3.1") for text in texts)
    topics = view.topics
    topics.filter.setText("9.1.2.1")
    assert sum(not topics.table.isRowHidden(row) for row in range(topics.table.rowCount())) == 1


def test_light_and_dark_switch_live(window: MainWindow, qapp: QApplication) -> None:
    window.set_appearance("dark")
    assert theme.is_dark()
    assert settings.load().appearance == "dark"
    window.set_appearance("light")
    assert not theme.is_dark()


def test_the_report_is_made_in_a_child_and_can_be_opened(
    qtbot: QtBot, bridge: Bridge, desk: Desk, tmp_path: Path
) -> None:
    bridge.go(Place("reports"))
    view = desk.stack.currentWidget()
    assert isinstance(view, ReportsView)
    view.target.setText(str(tmp_path / "out.pdf"))
    view.make_button.click()
    assert view.cancel_button.isVisible()
    qtbot.waitUntil(view.make_button.isEnabled, timeout=60_000)
    assert view.problem.text() == ""
    assert (tmp_path / "out.pdf").stat().st_size > 20_000
    assert view.made.has(tmp_path / "out.pdf")
    view.target.setText(str(tmp_path / "none" / "out.pdf"))
    view.make_button.click()
    qtbot.waitUntil(view.make_button.isEnabled, timeout=60_000)
    assert "does not exist" in view.problem.text()


def test_a_stopped_report_leaves_nothing(qtbot: QtBot, bridge: Bridge, desk: Desk, tmp_path: Path) -> None:
    bridge.go(Place("reports"))
    view = desk.stack.currentWidget()
    assert isinstance(view, ReportsView)
    folder = tmp_path / "reports"
    folder.mkdir()
    view.target.setText(str(folder / "out.pdf"))
    view.make_button.click()
    view.cancel_button.click()
    qtbot.waitUntil(view.make_button.isEnabled, timeout=60_000)
    assert list(folder.iterdir()) == []


def test_a_new_workspace_is_made_by_the_dialog(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> None:
    dialog = NewWorkspaceDialog(QUALITY_MANAGER)
    qtbot.addWidget(dialog)
    dialog.folder.setText(str(tmp_path / "made"))
    dialog.button.click()
    assert "Name each standard once" in dialog.problem.text()
    dialog.choices[1].box.setChecked(True)
    dialog.choices[1].scope.setText("Building products")
    dialog.choices[1].option.setCurrentIndex(1)
    dialog.button.click()
    assert "needs a name" in dialog.problem.text()
    dialog.organization.setText("Body")
    dialog.button.click()
    assert dialog.workspace is not None
    (assessment,) = dialog.workspace.snapshot.assessments.values()
    assert (assessment.scope, assessment.option) == ("Building products", "B")
    dialog.workspace.close()


def test_organization_assessment_and_author_dialogs_record(qtbot: QtBot, window: MainWindow, bridge: Bridge) -> None:
    organization = OrganizationDialog(bridge)
    qtbot.addWidget(organization)
    organization.accreditation_body.setText("national body")
    organization.target.text.setText("2026-09-01")
    organization.target._leave()
    organization.button.click()
    assert bridge.snapshot.organization.accreditation_body == "national body"
    assert str(bridge.snapshot.organization.target_date) == "2026-09-01"
    assessment = AssessmentDialog(bridge)
    qtbot.addWidget(assessment)
    assessment.button.click()
    assert "needs a scope" in assessment.problem.text()
    assessment.scope.setText("Second site")
    assessment.button.click()
    assert len(bridge.snapshot.assessments) == 3
    author = AuthorDialog(on_saved=window._take_author)
    qtbot.addWidget(author)
    author.name.setText("deputy")
    author.button.click()
    assert bridge.workspace.author.name == "deputy"


def test_a_locked_workspace_opens_for_reading(
    qtbot: QtBot, window: MainWindow, bridge: Bridge, no_boxes: list[str]
) -> None:
    second = MainWindow()
    qtbot.addWidget(second)
    second.open_workspace(bridge.workspace.path)
    assert "is open on" in no_boxes[0]
    assert second.windowTitle() == "Body - read only"
    second.close()


def test_what_was_noticed_at_opening_is_shown(qtbot: QtBot, window: MainWindow, bridge: Bridge, tmp_path: Path) -> None:
    path = bridge.workspace.path
    window.close_workspace()
    with (path / "journal" / "000001.journal").open("ab") as file:
        file.write(b"0000")
    window.open_workspace(path)
    assert window.desk is not None
    assert "was incomplete" in window.desk._notice.text()


def test_refusals_are_shown_with_their_next_step(window: MainWindow, no_boxes: list[str], tmp_path: Path) -> None:
    window.open_workspace(tmp_path / "nothing")
    assert "There is no workspace" in no_boxes[0]


def test_closing_saves_and_gives_the_lock_back(window: MainWindow, bridge: Bridge) -> None:
    path = bridge.workspace.path
    assessment, leaves = bridge.snapshot.locate("17065:7.5.1")
    bridge.workspace.answer(assessment, leaves, note="x")
    window.close_workspace()
    assert window.windowTitle() == "Readiness"
    assert window.welcome.recent.count() == 1
    with Workspace.open(path, QUALITY_MANAGER) as workspace:
        assert workspace.snapshot.answer(assessment, "7.5.1").note == "x"


def test_a_custom_checklist_is_imported_after_a_look(
    qtbot: QtBot, window: MainWindow, bridge: Bridge, no_boxes: list[str], tmp_path: Path
) -> None:
    source = tmp_path / "mine.json"
    shipped = (Path(__file__).parents[2] / "checklists" / "iso-iec-17065-2012.json").read_text(encoding="utf-8")
    source.write_text(shipped.replace('"version": "1.0"', '"version": "7.0"'), encoding="utf-8")
    running = checklists.Import(bridge, source, window)
    running.start()
    qtbot.waitUntil(lambda: len(bridge.snapshot.pinned) == 3, timeout=60_000)
    assert "becomes one of your own" in no_boxes[0]


def test_a_bad_checklist_is_listed_and_not_imported(
    qtbot: QtBot, window: MainWindow, bridge: Bridge, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[str] = []
    monkeypatch.setattr(checklists.ProblemsDialog, "exec", lambda box: shown.append(box.text.toPlainText()))
    source = tmp_path / "bad.json"
    source.write_text("{}", encoding="utf-8")
    checklists.Import(bridge, source, window).start()
    qtbot.waitUntil(lambda: bool(shown), timeout=60_000)
    assert "format" in shown[0]
    assert len(bridge.snapshot.pinned) == 2


def test_guides_are_read_searched_and_lead_to_clauses(window: MainWindow, bridge: Bridge, desk: Desk) -> None:
    window.actions_by_key["guides"].trigger()
    view = desk.stack.currentWidget()
    assert isinstance(view, GuidesView)
    view.show_place(Place("guides", record="both"))
    assert "Holding both" in view.page.toPlainText()
    view.search.setText("certification processes")
    assert view.page.textCursor().selectedText() == "certification processes"
    view.page.anchorClicked.emit(QUrl("guide:comparison"))
    assert view.list.currentItem().text() == "Comparison chart"
    view.page.anchorClicked.emit(QUrl("clause:17065:7.6.2"))
    shown = desk.stack.currentWidget()
    assert isinstance(shown, AssessmentView)
    assert shown.pane.leaves[0].id == "7.6.2"


def test_the_guide_for_each_place_opens_at_its_section(window: MainWindow, bridge: Bridge, desk: Desk) -> None:
    places = [desk.places.item(row).data(Qt.ItemDataRole.UserRole) for row in range(desk.places.count())]
    for place in [*places, Place("find")]:
        if place.view == "guides":
            continue
        desk.go(place)
        window.actions_by_key["guides"].trigger()
        view = desk.stack.currentWidget()
        assert isinstance(view, GuidesView)
        assert view.list.currentItem().text() == "Working with this app"
        block = view.page.textCursor().block()
        assert block.blockFormat().headingLevel() == 2
        names = {"assessment": "Checklist", "find": "Find everywhere", "two-standards": "Two standards"}
        assert block.text() == names.get(place.view, place.view.capitalize())
        desk.back()
        here = desk.here()
        assert here is not None
        assert here.view == place.view
    assert {place.view for place in places} | {"find"} == set(MAKERS)


def test_in_the_guides_the_key_for_the_guide_stays_there(window: MainWindow, bridge: Bridge, desk: Desk) -> None:
    desk.go(Place("guides", record="both"))
    window.actions_by_key["guides"].trigger()
    view = desk.stack.currentWidget()
    assert isinstance(view, GuidesView)
    assert view.list.currentItem().text() == "Holding both"


def test_damage_is_found_in_the_background_and_said(
    qtbot: QtBot, window: MainWindow, bridge: Bridge, desk: Desk, tmp_path: Path
) -> None:
    source = tmp_path / "manual.txt"
    source.write_text("manual", encoding="utf-8")
    attachment = bridge.workspace.stage(source)
    bridge.workspace.put(Evidence(id=new_id(), title="Manual", file=attachment))
    bridge.workspace.checkpoint()
    stored = bridge.workspace.attachment_path(attachment)
    stored.write_bytes(b"MANUAL")
    with qtbot.waitSignal(desk.check.found, timeout=60_000):
        desk.check.start()
    assert "attached file 'manual.txt': has changed content." in desk._notice.text()


def test_an_earlier_state_opens_in_a_window_of_its_own_for_reading(
    qtbot: QtBot, window: MainWindow, bridge: Bridge, desk: Desk
) -> None:
    assessment, leaves = bridge.snapshot.locate("17065:7.5.1")
    bridge.workspace.answer(assessment, leaves, rating=Rating.PARTLY)
    before = bridge.snapshot.sequence
    bridge.workspace.answer(assessment, leaves, rating=Rating.CONFORMING)
    bridge.go(Place("history"))
    view = desk.stack.currentWidget()
    assert isinstance(view, HistoryView)
    view.filter.setText("7.5.1 partly")
    assert view.tree.topLevelItemCount() == 1
    view.tree.setCurrentIndex(view.tree.model().index(0, 0))
    view.look_button.click()
    past = window.past[0]
    assert past.bridge is not None
    assert past.bridge.snapshot.answer(assessment, "7.5.1").rating is Rating.PARTLY
    assert f"as it was after change no. {before}" in past.windowTitle()
    past.close()
    assert bridge.snapshot.answer(assessment, "7.5.1").rating is Rating.CONFORMING


def test_going_back_to_an_earlier_state_is_one_step_that_undo_takes_back(
    bridge: Bridge, desk: Desk, no_boxes: list[str]
) -> None:
    assessment, leaves = bridge.snapshot.locate("17065:7.5.1")
    bridge.workspace.answer(assessment, leaves, rating=Rating.PARTLY)
    bridge.workspace.answer(assessment, leaves, rating=Rating.CONFORMING)
    bridge.go(Place("history"))
    view = desk.stack.currentWidget()
    assert isinstance(view, HistoryView)
    view.tree.setCurrentIndex(view.tree.model().index(1, 0))
    view.restore_button.click()
    assert "1 record changes" in no_boxes[0]
    assert bridge.snapshot.answer(assessment, "7.5.1").rating is Rating.PARTLY
    bridge.workspace.undo()
    assert bridge.snapshot.answer(assessment, "7.5.1").rating is Rating.CONFORMING


def test_the_history_is_exported_as_it_is_listed(
    bridge: Bridge, desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bridge.go(Place("history"))
    view = desk.stack.currentWidget()
    assert isinstance(view, HistoryView)
    target = tmp_path / "trail"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    view.filter.setText("17021-1")
    view.export_button.click()
    lines = target.with_suffix(".csv").read_text(encoding="utf-8-sig").splitlines()
    assert {line.split(",")[0] for line in lines} == {"No.", "2"}


def test_an_idle_window_does_nothing(qtbot: QtBot, window: MainWindow, bridge: Bridge) -> None:
    assessment, leaves = bridge.snapshot.locate("17065:7.5.1")
    bridge.workspace.answer(assessment, leaves, rating=Rating.CONFORMING)
    qtbot.waitUntil(lambda: not bridge.workspace.has_unsaved_checkpoint and bridge.is_idle, timeout=10_000)
    qtbot.wait(200)
    begun = time.process_time()
    qtbot.wait(1_000)
    assert time.process_time() - begun < 0.1
