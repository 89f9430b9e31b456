"""The registers of evidence and of corrective actions."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QAbstractButton, QApplication, QInputDialog
from pytestqt.qtbot import QtBot

from readiness.gui.actions import ActionsView
from readiness.gui.bridge import Bridge, Place
from readiness.gui.desk import Desk
from readiness.gui.evidence import EvidenceView
from readiness.model.briefing import Person
from readiness.model.record import new_id
from readiness.model.records import (
    Action,
    ActionState,
    Citation,
    Evaluated,
    Evidence,
    EvidenceKind,
    Method,
    Role,
    Service,
)


@pytest.fixture
def evidence(bridge: Bridge, desk: Desk) -> EvidenceView:
    bridge.go(Place("evidence"))
    view = desk.stack.currentWidget()
    assert isinstance(view, EvidenceView)
    return view


@pytest.fixture
def actions(bridge: Bridge, desk: Desk) -> ActionsView:
    bridge.go(Place("actions"))
    view = desk.stack.currentWidget()
    assert isinstance(view, ActionsView)
    return view


def _fill(bridge: Bridge) -> list[Evidence]:
    records = [
        Evidence(id=new_id(), title="Manual", reference="M-01", kind=EvidenceKind.MANUAL),
        Evidence(id=new_id(), title="Laboratory accreditation", reference="C-09", valid_until=dt.date(2020, 1, 1)),
        Evidence(id=new_id(), title="Application review", reference="P-07"),
    ]
    for record in records:
        bridge.workspace.put(record)
    return records


def test_empty_registers_say_what_belongs_there(evidence: EvidenceView, actions: ActionsView) -> None:
    assert "Nothing here yet" in evidence.empty.text()
    assert "Nothing here yet" in actions.empty.text()


def test_new_evidence_is_typed_in_and_recorded_when_left(qtbot: QtBot, evidence: EvidenceView, bridge: Bridge) -> None:
    evidence.add_button.click()
    evidence.fields["title"].setText("Competence criteria")
    evidence.fields["reference"].setText("P-12")
    evidence.date.text.setText("2026-01-15")
    evidence.date._leave()
    evidence.note.setPlainText("both schemes")
    evidence.commit_typing()
    (record,) = bridge.snapshot.evidence.values()
    assert (record.title, record.reference, record.note) == ("Competence criteria", "P-12", "both schemes")
    assert record.date == dt.date(2026, 1, 15)
    before = bridge.snapshot.sequence
    evidence.commit_typing()
    assert bridge.snapshot.sequence == before


def test_a_refused_edit_is_said_beside_the_form(evidence: EvidenceView, bridge: Bridge) -> None:
    _fill(bridge)
    evidence.fields["title"].setText("")
    evidence.commit_typing()
    assert "needs a title" in evidence.problem.text()
    assert {item.title for item in bridge.snapshot.evidence.values()} >= {"Manual", "Application review"}


def test_a_refused_edit_keeps_its_row_and_loses_nothing_typed(
    qtbot: QtBot, evidence: EvidenceView, bridge: Bridge
) -> None:
    _fill(bridge)
    first = evidence.model.record(0)
    assert first is not None
    evidence.choose(first.id)
    evidence.note.setPlainText("seen on site")
    evidence.fields["title"].setText("")
    evidence.table.selectRow(2)
    qtbot.waitUntil(lambda: evidence.table.currentIndex().row() == 0)
    assert "needs a title" in evidence.problem.text()
    assert evidence.note.toPlainText() == "seen on site"
    evidence.fields["title"].setText("Laboratory accreditation, renewed")
    evidence.table.selectRow(2)
    assert evidence.problem.text() == ""
    assert bridge.snapshot.evidence[first.id].note == "seen on site"
    assert evidence.chosen != first


def test_filters_and_sorting(qtbot: QtBot, evidence: EvidenceView, bridge: Bridge) -> None:
    _fill(bridge)
    assert [evidence.model.index(row, 0).data() for row in range(3)] == ["C-09", "M-01", "P-07"]
    evidence.table.sortByColumn(1, Qt.SortOrder.DescendingOrder)
    assert evidence.model.index(0, 1).data() == "Manual"
    evidence.filter.setText("review")
    assert evidence.model.rowCount() == 1
    evidence.filter.clear()
    evidence.quick.setCurrentIndex(evidence.quick.findData("expired"))
    assert evidence.model.rowCount() == 1
    assert evidence.model.index(0, 5).data() == "2020-01-01 expired"


def test_where_used_lists_clauses_and_removal_says_how_many(
    qtbot: QtBot, evidence: EvidenceView, bridge: Bridge, no_boxes: list[str]
) -> None:
    _, _, procedure = _fill(bridge)
    assessment, leaves = bridge.snapshot.locate("4.1.2.2")
    bridge.workspace.cite(assessment, leaves, Citation(evidence=procedure.id, role=Role.LAID_DOWN, where="s. 4"))
    evidence.show_place(Place("evidence", record=procedure.id))
    assert evidence.uses.count() == 1
    item = evidence.uses.itemAt(0)
    assert item is not None
    use = item.widget()
    assert isinstance(use, QAbstractButton)
    assert use.text() == "17065  4.1.2.2: laid down in, s. 4"
    evidence.remove()
    assert "cited in 1 clause" in no_boxes[0]
    assert procedure.id not in bridge.snapshot.evidence
    assert bridge.snapshot.answer(assessment, "4.1.2.2.a").citations == ()
    bridge.workspace.undo()
    assert bridge.snapshot.answer(assessment, "4.1.2.2.a").citations


def test_tables_keep_qts_rules(qtbot: QtBot, evidence: EvidenceView, bridge: Bridge) -> None:
    tester = QAbstractItemModelTester(evidence.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    _fill(bridge)
    evidence.table.sortByColumn(1, Qt.SortOrder.AscendingOrder)
    assert tester.model() is evidence.model


def test_the_form_follows_the_row(evidence: EvidenceView, bridge: Bridge) -> None:
    records = _fill(bridge)
    for record in records:
        evidence.choose(record.id)
        assert evidence.fields["title"].text() == record.title
        assert evidence.chosen == record


def test_an_attached_file_is_kept(
    evidence: EvidenceView, bridge: Bridge, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _fill(bridge)
    file = tmp_path / "manual.pdf"
    file.write_bytes(b"%PDF")
    monkeypatch.setattr("readiness.gui.evidence.QFileDialog.getOpenFileName", lambda *_: (str(file), ""))
    evidence.attach_button.click()
    assert evidence.chosen is not None
    stored = bridge.snapshot.evidence[evidence.chosen.id].file
    assert stored is not None
    assert stored.name == "manual.pdf"
    assert evidence.open_button.isEnabled()


def test_an_action_is_described_and_closed_only_with_its_effect(
    qtbot: QtBot, actions: ActionsView, bridge: Bridge, monkeypatch: pytest.MonkeyPatch
) -> None:
    actions.add_button.click()
    actions.title.setText("Amend the agreements")
    actions.texts["cause"].setPlainText("template of 2019")
    actions.due.text.setText("2020-05-01")
    actions.due._leave()
    monkeypatch.setattr(QInputDialog, "getText", lambda *_: ("17065:4.1.2.2", True))
    actions.target_button.click()
    (record,) = bridge.snapshot.actions.values()
    assert len(record.targets) == 11
    assert record.cause == "template of 2019"
    assert actions.model.index(0, 0).data() == "2020-05-01 overdue"
    actions.state.setCurrentIndex(actions.state.findData(ActionState.CLOSED))
    actions.commit_typing()
    assert "cannot be closed yet" in actions.problem.text()
    assert bridge.snapshot.actions[record.id].state is ActionState.OPEN
    actions.texts["effectiveness"].setPlainText("ten agreements drawn, all amended")
    actions.state.setCurrentIndex(actions.state.findData(ActionState.CLOSED))
    actions.commit_typing()
    assert bridge.snapshot.actions[record.id].state is ActionState.CLOSED
    actions.remove()
    assert not bridge.snapshot.actions


def test_an_unknown_requirement_is_refused_in_a_sentence(
    actions: ActionsView, bridge: Bridge, no_boxes: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    bridge.workspace.put(Action(id=new_id(), title="A"))
    actions.refresh(None)
    monkeypatch.setattr(QInputDialog, "getText", lambda *_: ("5.1.1", True))
    actions.target_button.click()
    assert "exists in" in no_boxes[0]


_BLANKS = "t "
_LINES = "one\r\ntwo\u00a0three\u2028four\n"
_RECORDS: list[tuple[str, Evidence | Action | Service | Person]] = [
    ("evidence", Evidence(id=new_id(), title=_BLANKS, reference=" M-01", owner="x" * 40_000, note=_LINES)),
    ("actions", Action(id=new_id(), title=_BLANKS, owner="Ms\u00a0M. ", cause=_LINES, effectiveness=" \n")),
    (
        "services",
        Service(
            id=new_id(), name=_BLANKS, document=" D ", note=_LINES, procedures=(" P-1", "P-2,3"),
            evaluated=tuple(reversed(Evaluated)), methods=tuple(reversed(Method)),
        ),
    ),
    ("briefing", Person(id=new_id(), name="Two  blanks ", function=" f ", services=())),
]  # fmt: skip


@pytest.mark.parametrize(("place", "record"), _RECORDS, ids=[place for place, _ in _RECORDS])
def test_who_only_looks_changes_nothing(
    bridge: Bridge, place: str, record: Evidence | Action | Service | Person
) -> None:
    bridge.workspace.put(record)
    before = bridge.snapshot.sequence
    for _ in range(2):
        bridge.go(Place(place, record=record.id))
        QApplication.processEvents()
        bridge.go(Place("overview"))
    assert bridge.snapshot.sequence == before


def test_only_the_field_that_was_typed_in_is_recorded(qtbot: QtBot, evidence: EvidenceView, bridge: Bridge) -> None:
    record = Evidence(id=new_id(), title="t ", reference="M-01", note=_LINES)
    bridge.workspace.put(record)
    evidence.show_place(Place("evidence", record=record.id))
    evidence.fields["reference"].setText(" M-02 ")
    evidence.commit_typing()
    now = bridge.snapshot.evidence[record.id]
    assert now == msgspec.structs.replace(record, reference="M-02")
    evidence.note.setPlainText("typed")
    evidence.commit_typing()
    assert bridge.snapshot.evidence[record.id].note == "typed"
    assert not evidence.note.is_changed
