"""Several rows of the register at once; duplicates and merging; places to be confirmed; rows to the clipboard."""

from __future__ import annotations

import datetime as dt

import msgspec
import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtWidgets import QApplication, QInputDialog, QPushButton
from pytestqt.qtbot import QtBot

from readiness.gui.actions import ActionsView
from readiness.gui.assessment import AssessmentView
from readiness.gui.bridge import Bridge, Place
from readiness.gui.desk import Desk
from readiness.gui.evidence import EvidenceView
from readiness.gui.flow import Link
from readiness.model.record import new_id
from readiness.model.records import Action, Citation, Evidence, EvidenceKind, Role


def _select(view: EvidenceView, *rows: int) -> None:
    flag = QItemSelectionModel.SelectionFlag
    for row in rows:
        view.table.selectionModel().select(view.model.index(row, 0), flag.Select | flag.Rows)


@pytest.fixture
def records(bridge: Bridge) -> list[Evidence]:
    made = [
        Evidence(id=new_id(), title="Audits", reference="P-1", revision="1", date=dt.date(2026, 1, 1)),
        Evidence(id=new_id(), title="Internal audits", reference="P-2", revision="1"),
        Evidence(id=new_id(), title="=Forms", reference="P-3", owner="QM\nlead", valid_until=dt.date(2020, 1, 1)),
    ]
    bridge.workspace.put(*made)
    return made


@pytest.fixture
def evidence(bridge: Bridge, desk: Desk, records: list[Evidence]) -> EvidenceView:
    bridge.go(Place("evidence"))
    view = desk.stack.currentWidget()
    assert isinstance(view, EvidenceView)
    return view


def test_several_rows_are_changed_in_one_commit(evidence: EvidenceView, bridge: Bridge) -> None:
    assert evidence.forms.currentIndex() == 0
    evidence.table.selectAll()
    panel = evidence.several
    assert panel.isVisible()
    assert panel.caption.text() == "3 documents selected"
    assert not panel.change_button.isEnabled()
    panel.ticks["owner"].setChecked(True)
    panel.owner.setText("head of operations")
    panel.ticks["kind"].setChecked(True)
    panel.kind.setCurrentIndex(panel.kind.findData(EvidenceKind.FORM))
    before = bridge.snapshot.sequence
    panel.change_button.click()
    assert bridge.snapshot.sequence == before + 1
    assert {item.owner for item in bridge.snapshot.evidence.values()} == {"head of operations"}
    assert {item.valid_until for item in bridge.snapshot.evidence.values()} == {None, dt.date(2020, 1, 1)}
    assert len(evidence.selected()) == 3
    bridge.workspace.undo()
    assert {item.owner for item in bridge.snapshot.evidence.values()} == {"", "QM\nlead"}


def test_a_refusal_stays_beside_the_fields(evidence: EvidenceView, bridge: Bridge) -> None:
    evidence.table.selectAll()
    panel = evidence.several
    panel.ticks["valid_until"].setChecked(True)
    panel.valid_until.set_date(dt.date(2025, 1, 1))
    before = bridge.snapshot.sequence
    panel.change_button.click()
    assert "lies before its date" in panel.problem.text()
    assert bridge.snapshot.sequence == before


def test_several_are_removed_after_one_question(
    evidence: EvidenceView, bridge: Bridge, records: list[Evidence], no_boxes: list[str]
) -> None:
    assessment, leaves = bridge.snapshot.locate("17065:7.5.1")
    bridge.workspace.cite(assessment, leaves, Citation(evidence=records[0].id, role=Role.LAID_DOWN))
    evidence.table.clearSelection()
    _select(evidence, 0, 2)
    evidence.several.remove_button.click()
    assert no_boxes == [
        "Remove 2 documents? They are cited for 1 requirement; these citations go with them. Undo brings all back."
    ]
    assert list(bridge.snapshot.evidence.values()) == [records[1]]
    assert evidence.forms.currentIndex() == 0
    bridge.workspace.undo()
    assert len(bridge.snapshot.evidence) == 3


def test_two_rows_are_merged(
    evidence: EvidenceView, bridge: Bridge, records: list[Evidence], monkeypatch: pytest.MonkeyPatch
) -> None:
    assessment, leaves = bridge.snapshot.locate("17065:7.5.1")
    bridge.workspace.cite(assessment, leaves, Citation(evidence=records[0].id, role=Role.LAID_DOWN))
    asked: list[list[str]] = []

    def choose(_parent: object, _title: str, _label: str, names: list[str], *_: object) -> tuple[str, bool]:
        asked.append(names)
        return names[1], True

    monkeypatch.setattr(QInputDialog, "getItem", choose)
    evidence.table.clearSelection()
    _select(evidence, 0, 1)
    assert evidence.several.merge_button.isVisible()
    evidence.several.merge_button.click()
    assert asked == [["P-1  Audits  rev. 1", "P-2  Internal audits  rev. 1"]]
    assert records[0].id not in bridge.snapshot.evidence
    assert bridge.snapshot.answer(assessment, "7.5.1").citations[0].evidence == records[1].id


def test_duplicates_are_found_linked_and_merged(
    evidence: EvidenceView, bridge: Bridge, records: list[Evidence], monkeypatch: pytest.MonkeyPatch
) -> None:
    twin = Evidence(id=new_id(), title="Audits of ourselves", reference="p - 1")
    bridge.workspace.put(twin)
    evidence.quick.setCurrentIndex(evidence.quick.findData("duplicates"))
    assert evidence.model.rowCount() == 2
    evidence.choose(twin.id)
    item = evidence.likeness.itemAt(0)
    assert item is not None
    link = item.widget()
    assert isinstance(link, Link)
    assert link.text() == "same number as P-1  Audits  rev. 1"
    link.click()
    assert evidence.chosen == records[0]
    evidence.choose(twin.id)
    monkeypatch.setattr(QInputDialog, "getItem", lambda *given: (given[3][0], True))
    evidence.merge_button.click()
    assert twin.id not in bridge.snapshot.evidence
    assert evidence.model.rowCount() == 0
    assert evidence.quick.currentData() == "duplicates"


def test_a_changed_revision_is_a_filter_and_confirmed_for_all_places(
    evidence: EvidenceView, bridge: Bridge, records: list[Evidence]
) -> None:
    assessment, leaves = bridge.snapshot.locate("17065:4.1.2.2")
    cited = Citation(evidence=records[0].id, role=Role.LAID_DOWN, where="section 4")
    bridge.workspace.cite(assessment, leaves, cited)
    evidence.choose(records[0].id)
    assert not evidence.confirm_button.isVisible()
    evidence.fields["revision"].setText("2")
    evidence.commit_typing()
    bridge.go(Place("evidence", filter="to-confirm"))
    assert evidence.model.rowCount() == 1
    assert evidence.confirm_button.isVisible()
    item = evidence.uses.itemAt(0)
    assert item is not None
    use = item.widget()
    assert isinstance(use, Link)
    assert "section 4 (place to be confirmed: looked up in rev. 1, now rev. 2)" in use.text()
    before = bridge.snapshot.sequence
    evidence.confirm_button.click()
    assert bridge.snapshot.sequence == before + 1
    assert evidence.model.rowCount() == 0


def test_a_place_is_confirmed_in_the_citation_row(
    bridge: Bridge, desk: Desk, records: list[Evidence], qtbot: QtBot
) -> None:
    assessment, leaves = bridge.snapshot.locate("17065:4.1.2.2")
    cited = Citation(evidence=records[0].id, role=Role.LAID_DOWN, where="section 4")
    bridge.workspace.cite(assessment, leaves, cited)
    bridge.workspace.put(msgspec.structs.replace(records[0], revision="2"))
    bridge.go(Place("assessment", assessment=assessment.id, requirement="4.1.2.2"))
    view = desk.stack.currentWidget()
    assert isinstance(view, AssessmentView)

    def buttons() -> list[QPushButton]:
        found = view.pane.citations.findChildren(QPushButton)
        return [button for button in found if button.text() == "Confirm place" and not button.isHidden()]

    qtbot.waitUntil(lambda: len([item for item in buttons() if item.isVisible()]) == 1)
    (button,) = [item for item in buttons() if item.isVisible()]
    assert button.accessibleName().startswith("Confirm the place in P-1")
    button.click()
    answers = [bridge.snapshot.answer(assessment, leaf.id) for leaf in leaves]
    assert {citation.revision for answer in answers for citation in answer.citations} == {"2"}
    assert bridge.workspace.next_undo is not None
    assert bridge.workspace.next_undo.sentence.startswith("Confirmed places")
    qtbot.waitUntil(lambda: not [item for item in buttons() if item.isVisible()])


def test_the_assessment_shows_only_places_to_be_confirmed(bridge: Bridge, desk: Desk, records: list[Evidence]) -> None:
    assessment, leaves = bridge.snapshot.locate("17065:7.5.1")
    cited = Citation(evidence=records[0].id, role=Role.LAID_DOWN, where="section 4")
    bridge.workspace.cite(assessment, leaves, cited)
    bridge.workspace.put(msgspec.structs.replace(records[0], revision="2"))
    bridge.go(Place("assessment", assessment=assessment.id, filter="to-confirm"))
    view = desk.stack.currentWidget()
    assert isinstance(view, AssessmentView)
    assert view.model.index_of_requirement("7.5.1").isValid()
    assert not view.model.index_of_requirement("7.4.1").isValid()


def test_rows_are_copied_as_a_table(qtbot: QtBot, evidence: EvidenceView) -> None:
    evidence.table.selectAll()
    qtbot.keyClick(evidence.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    head, first, *rest = QApplication.clipboard().text().split("\n", 2)
    assert head == "Number\tTitle\tKind\tRev.\tDate\tValid until\tUses\tOwner\tLink"
    assert first == "P-1\tAudits\tother\t1\t2026-01-01\t\t\t\t"
    assert rest[0].endswith('P-3\t\'=Forms\tother\t\t\t2020-01-01\t\t"QM\nlead"\t\n')


def test_every_register_copies_rows(qtbot: QtBot, bridge: Bridge, desk: Desk) -> None:
    bridge.workspace.put(Action(id=new_id(), title="Amend the agreements"))
    bridge.go(Place("actions"))
    view = desk.stack.currentWidget()
    assert isinstance(view, ActionsView)
    view.table.selectAll()
    qtbot.keyClick(view.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert "Amend the agreements" in QApplication.clipboard().text()
    assert view.keyboard_help()


def test_the_keys_are_the_tables_own(evidence: EvidenceView) -> None:
    """A window-wide shortcut on the same keys does not take them away."""
    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QKeyEvent

    for key in (Qt.Key.Key_C, Qt.Key.Key_V):
        event = QKeyEvent(QEvent.Type.ShortcutOverride, key, Qt.KeyboardModifier.ControlModifier)
        event.ignore()
        QApplication.sendEvent(evidence.table, event)
        assert event.isAccepted()
