"""A list of documents comes in through the dialog: pasted or from a file, mapped, previewed, one commit."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from readiness.analysis.list_columns import Part
from readiness.analysis.register import Fate
from readiness.gui.bridge import Bridge, Place
from readiness.gui.desk import Desk
from readiness.gui.evidence import EvidenceView
from readiness.gui.register_import import RegisterImport
from readiness.gui.window import MainWindow
from readiness.model.record import new_id
from readiness.model.records import Evidence

LIST = (
    "Master list\n"
    "Dok.-Nr.\tTitel\tRev.\tStand\tVerantwortlich\n"
    "P-01\tAudits\t3\t03/04/2026\tQM\n"
    "P-02\tReviews\t1\t2026-02-30\tQM\n"
    "\tGuidance\t\t\t\n"
    "X-9\t\t1\t\t\n"
)


@pytest.fixture
def dialog(qtbot: QtBot, bridge: Bridge, window: MainWindow) -> RegisterImport:
    bridge.workspace.put(Evidence(id=new_id(), title="Audits", reference="p-01", revision="2"))
    made = RegisterImport(bridge, window)
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.fixture
def evidence(bridge: Bridge, desk: Desk) -> EvidenceView:
    bridge.go(Place("evidence"))
    view = desk.stack.currentWidget()
    assert isinstance(view, EvidenceView)
    return view


def _lines(dialog: RegisterImport) -> list[tuple[str, str]]:
    return [(line[0], line[3]) for line in dialog.changes.lines]


def test_a_pasted_list_is_mapped_and_previewed_before_anything_changes(dialog: RegisterImport, bridge: Bridge) -> None:
    assert not dialog.button.isEnabled()
    before = bridge.snapshot.sequence
    dialog.take_text(LIST)
    assert dialog.source.text() == "Pasted: 4 rows, 5 columns"
    assert dialog.headings.value() == 2
    assert dialog.columns[Part.NUMBER].currentText() == "A: Dok.-Nr."
    assert _lines(dialog) == [("updated", "Audits"), ("added", "Reviews"), ("added", "Guidance")]
    assert dialog.changes.lines[0][4] == "Revision: 2 → 3; Owner: QM"
    assert dialog.not_taken.lines == [
        ("3", "Stand", "03/04/2026", "may be day/month or month/day; say which comes first"),
        ("4", "Stand", "2026-02-30", "is a day that does not exist"),
        ("6", "whole row", "X-9 | 1", "has no title, and the register has no such number"),
    ]
    assert dialog.summary.text() == (
        "2 will be added, 1 updated, 0 left alone. 1 row is not taken. 2 single cells are not taken, the rest of their "
        "rows is. All of it is one change, which Undo takes back."
    )
    assert bridge.snapshot.sequence == before


def test_taking_over_is_one_commit_that_undo_takes_back(dialog: RegisterImport, bridge: Bridge) -> None:
    dialog.take_text(LIST)
    before = bridge.snapshot
    dialog.button.click()
    assert bridge.snapshot.sequence == before.sequence + 1
    assert [item.title for item in bridge.snapshot.evidence.values()] == ["Audits", "Reviews", "Guidance"]
    assert not dialog.isVisible()
    bridge.workspace.undo()
    assert bridge.snapshot.evidence == before.evidence


def test_what_comes_first_in_a_date_is_asked_only_where_it_matters(dialog: RegisterImport) -> None:
    dialog.take_text("Nr.\tTitel\tStand\nP-7\tForms\t2026-01-02")
    assert not dialog.order.isVisible()
    dialog.take_text(LIST)
    assert dialog.order.isVisible()
    dialog.order.setCurrentIndex(1)
    dialog.order.activated.emit(1)
    assert dialog.plan.changes[0].after.date is not None
    assert dialog.order.isVisible()


def test_another_mapping_makes_another_plan(dialog: RegisterImport) -> None:
    dialog.take_text(LIST)
    box = dialog.columns[Part.OWNER]
    box.setCurrentIndex(0)
    box.activated.emit(0)
    assert Part.OWNER not in dialog.plan.changes[0].parts
    dialog.headings.setValue(0)
    assert len(dialog.plan.of(Fate.ADDED)) == 3
    assert dialog.columns[Part.TITLE].itemText(2) == "B"


def test_rows_can_be_picked_out_and_what_is_not_taken_copied(dialog: RegisterImport) -> None:
    dialog.take_text(LIST)
    dialog.which.setCurrentIndex(dialog.which.findData(Fate.UPDATED))
    assert _lines(dialog) == [("updated", "Audits")]
    assert dialog.not_taken.as_text().splitlines()[1].split("\t")[:3] == ["3", "Stand", "03/04/2026"]


def test_a_clipboard_without_a_list_is_said_in_the_dialog(dialog: RegisterImport) -> None:
    dialog.take_text("   \n")
    assert "holds no list" in dialog.problem.text()


def test_a_workbook_is_read_in_a_child_process(
    qtbot: QtBot, dialog: RegisterImport, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = openpyxl.Workbook()
    book.active.title = "Cover"
    book.active["A1"] = "Our body"
    sheet = book.create_sheet("Documents")
    sheet.append(["Doc. No.", "Title", "Issue"])
    sheet.append(["P-01", "Audits", 3])
    path = tmp_path / "list.xlsx"
    book.save(path)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(path), ""))
    dialog.open_button.click()
    assert dialog.stop_button.isVisible()
    qtbot.waitUntil(lambda: bool(dialog.plan.changes), timeout=20_000)
    assert dialog.sheet_choice.currentText() == "Documents"
    assert not dialog.stop_button.isVisible()
    assert dialog.plan.changes[0].after.revision == "3"
    dialog.sheet_choice.activated.emit(0)
    assert dialog.plan.changes == () or dialog.plan.of(Fate.ADDED)


def test_a_hostile_workbook_is_refused_in_a_sentence(qtbot: QtBot, dialog: RegisterImport, tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx"
    path.write_bytes(b"PK\x03\x04 nothing")
    dialog.read_file(path)
    qtbot.waitUntil(lambda: bool(dialog.problem.text()), timeout=20_000)
    assert "cannot be read as a list" in dialog.problem.text()


def test_reading_can_be_stopped(qtbot: QtBot, dialog: RegisterImport, tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text(LIST)
    dialog.read_file(path)
    dialog.stop_button.click()
    assert not dialog.stop_button.isVisible()
    assert dialog.plan.changes == ()


def test_models_keep_qts_rules(dialog: RegisterImport) -> None:
    testers = [
        QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
        for model in (dialog.changes, dialog.not_taken)
    ]
    dialog.take_text(LIST)
    assert testers


def test_every_field_has_a_name_and_is_reached_by_tab(dialog: RegisterImport) -> None:
    dialog.take_text(LIST)
    fields = [*dialog.columns.values(), dialog.headings, dialog.order, dialog.which, dialog.sheet_choice]
    assert all(field.accessibleName() for field in fields)
    assert len({field.accessibleName() for field in fields}) == len(fields)
    reached: set[QWidget | None] = set()
    at: QWidget | None = dialog.paste_button
    while at is not None and at not in reached:
        reached.add(at)
        at = at.nextInFocusChain()
    assert set(fields) <= reached


def test_ctrl_v_in_the_register_opens_the_dialog_on_the_clipboard(
    qtbot: QtBot, evidence: EvidenceView, bridge: Bridge
) -> None:
    QApplication.clipboard().setText(LIST)
    qtbot.keyClick(evidence.table, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    opened = [item for item in evidence.window().findChildren(RegisterImport) if item.isVisible()]
    assert len(opened) == 1
    assert len(opened[0].plan.changes) == 3
    opened[0].button.click()
    assert evidence.model.rowCount() == 3


def test_the_menu_opens_the_dialog(window: MainWindow) -> None:
    window.actions_by_key["import-list"].trigger()
    opened = [item for item in window.findChildren(RegisterImport) if item.isVisible()]
    assert len(opened) == 1
    opened[0].reject()


def test_what_was_copied_from_the_register_comes_back_unchanged(
    qtbot: QtBot, evidence: EvidenceView, bridge: Bridge
) -> None:
    QApplication.clipboard().setText(LIST.replace("03/04/2026", "2026-04-03"))
    evidence.paste_rows()
    (opened,) = [item for item in evidence.window().findChildren(RegisterImport) if item.isVisible()]
    opened.button.click()
    evidence.table.setFocus()
    evidence.table.selectAll()
    qtbot.keyClick(evidence.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    dialog = RegisterImport(bridge, evidence.window())
    qtbot.addWidget(dialog)
    dialog.paste()
    assert [line[0] for line in dialog.changes.lines] == ["left alone"] * 3
    assert dialog.not_taken.lines == []
