"""An answer taken over to other requirements, and evidence cited for the other standard in one click."""

from __future__ import annotations

import datetime as dt

import msgspec
import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from readiness import library
from readiness.analysis.sharing import own_document_topics
from readiness.gui.assessment import copying
from readiness.gui.assessment.copying import CopiedAnswer, PasteDialog
from readiness.gui.assessment.related import RelatedClause, with_lacking
from readiness.gui.assessment.view import AssessmentView
from readiness.gui.bridge import Bridge, Place
from readiness.gui.desk import Desk
from readiness.gui.window import MainWindow
from readiness.model.checklist import Requirement
from readiness.model.crosswalk import Sharing
from readiness.model.record import new_id
from readiness.model.records import Answer, Assessment, Citation, Evidence, Mark, Rating, Role, Weight
from readiness.tasks import settings

DUE = dt.date(2026, 5, 31)


def _an_answer(**fields: object) -> Answer:
    return Answer(id="a", assessment="x", requirement="7.5.1", **fields)  # type: ignore[arg-type]


def test_taking_over_names_fields_adds_citations_and_weighs_gaps_only() -> None:
    manual, record = Citation(evidence="m", role=Role.LAID_DOWN), Citation(evidence="r", role=Role.SHOWN_BY)
    copied = _an_answer(rating=Rating.PARTLY, weight=Weight.MAJOR, note="seen", citations=(manual,), due=DUE)
    old = _an_answer(rating=Rating.CONFORMING, note="mine", citations=(record,), responsible="QM")
    both = copying.taking_over(old, copied, ("rating", "weight", "note", "citations", "due"))
    assert (both.rating, both.weight, both.note, both.due) == (Rating.PARTLY, Weight.MAJOR, "seen", DUE)
    assert both.citations == (record, manual)
    assert both.responsible == "QM"
    weight_only = copying.taking_over(old, copied, ("weight",))
    assert weight_only == old, "what conforms has no weight"
    assert copying.said_by(copied) == ("rating", "weight", "note", "citations", "due")


def test_the_clipboard_holds_the_answer_and_its_text_and_nothing_foreign_is_taken_for_one() -> None:
    copied = CopiedAnswer("w", "ISO/IEC 17065:2012 7.5.1", _an_answer(note="three files", marks=(Mark.FOLLOW_UP,)))
    data = copying.to_clipboard(copied)
    assert copying.from_clipboard(data) == copied
    assert data.text() == "ISO/IEC 17065:2012 7.5.1\nnot assessed\nthree files"
    assert copying.from_clipboard(QMimeData()) is None
    foreign = QMimeData()
    foreign.setData("application/x-readiness-answer", b'{"workspace": 1}')
    assert copying.from_clipboard(foreign) is None


@pytest.fixture
def products(bridge: Bridge) -> Assessment:
    return bridge.snapshot.assessments_of("17065")[0]


@pytest.fixture
def systems(bridge: Bridge) -> Assessment:
    return bridge.snapshot.assessments_of("17021-1")[0]


@pytest.fixture
def view(desk: Desk, bridge: Bridge, products: Assessment) -> AssessmentView:
    return _go(desk, products, "7.5.1")


def _go(desk: Desk, assessment: Assessment, requirement: str) -> AssessmentView:
    desk.go(Place("assessment", assessment=assessment.id, requirement=requirement))
    shown = desk.stack.currentWidget()
    assert isinstance(shown, AssessmentView)
    shown._select(requirement)
    return shown


@pytest.fixture
def pasted(monkeypatch: pytest.MonkeyPatch, qtbot: QtBot) -> list[PasteDialog]:
    """Record the dialogs that would open."""
    opened: list[PasteDialog] = []

    def keep(dialog: PasteDialog) -> int:
        qtbot.addWidget(dialog)
        opened.append(dialog)
        return 1

    monkeypatch.setattr(PasteDialog, "exec", keep)
    return opened


def _leaves(bridge: Bridge, assessment: Assessment, number: str) -> tuple[Requirement, ...]:
    return bridge.snapshot.checklist_of(assessment).leaves_of(number)


SHIFTED = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


def test_an_answer_is_copied_by_key_and_taken_over_field_by_field_in_one_commit(
    qtbot: QtBot, window: MainWindow, view: AssessmentView, bridge: Bridge, products: Assessment,
    pasted: list[PasteDialog],
) -> None:  # fmt: skip
    manual = Evidence(id=new_id(), title="Manual", reference="M-1")
    bridge.workspace.put(manual)
    bridge.workspace.answer(
        products, _leaves(bridge, products, "7.5.1"), rating=Rating.PARTLY, weight=Weight.MINOR, note="three files",
        citations=(Citation(evidence=manual.id, role=Role.LAID_DOWN, where="4.2"),), responsible="QM", due=DUE,
        marks=(Mark.FOLLOW_UP,),
    )  # fmt: skip
    bridge.workspace.answer(products, _leaves(bridge, products, "7.6.2"), note="of her own")
    view.tree.setFocus()
    qtbot.keyClick(view.tree, Qt.Key.Key_C, SHIFTED)
    selection = view.tree.selectionModel()
    selection.clearSelection()
    for number in ("7.5.2", "7.6.2"):
        flags = selection.SelectionFlag.Select | selection.SelectionFlag.Rows
        selection.select(view.model.index_of_requirement(number), flags)
    qtbot.keyClick(view.tree, Qt.Key.Key_V, SHIFTED)
    (dialog,) = pasted
    assert list(dialog.boxes) == ["rating", "weight", "note", "citations", "responsible", "due", "marks"]
    assert dialog.boxes["citations"].text() == "Evidence cited: M-1 Manual (laid down in)"
    assert "1 note there is replaced." in dialog.hint.text()
    dialog.boxes["note"].setChecked(False)
    dialog.boxes["due"].setChecked(False)
    assert "note" not in dialog.hint.text()
    before = bridge.snapshot.sequence
    dialog.button.click()
    assert bridge.snapshot.sequence == before + 1
    for number, note in (("7.5.2", ""), ("7.6.2", "of her own")):
        answer = bridge.snapshot.answer(products, number)
        assert (answer.rating, answer.weight, answer.note) == (Rating.PARTLY, Weight.MINOR, note)
        assert (answer.responsible, answer.due, answer.marks) == ("QM", None, (Mark.FOLLOW_UP,))
        assert [citation.key for citation in answer.citations] == [(manual.id, Role.LAID_DOWN, "4.2")]
    view.paste_answer()
    again = pasted[1]
    assert not again.boxes["note"].isChecked(), "remembered"
    assert again.boxes["rating"].isChecked()
    assert settings.load().paste_fields == ("rating", "weight", "reason", "citations", "responsible", "marks")
    window.undo()
    assert bridge.snapshot.answer(products, "7.5.2").rating is Rating.NOT_ASSESSED


def test_nothing_or_different_answers_are_not_copied_and_it_is_said(
    qtbot: QtBot, view: AssessmentView, bridge: Bridge, products: Assessment, pasted: list[PasteDialog]
) -> None:
    QGuiApplication.clipboard().clear()
    with qtbot.waitSignal(bridge.said) as said:
        view.copy_answer()
    assert "Choose one answer" in said.args[0]
    with qtbot.waitSignal(bridge.said) as said:
        view.paste_answer()
    assert "No answer was copied" in said.args[0]
    bridge.workspace.answer(products, _leaves(bridge, products, "4.1.2.2")[:1], note="one letter")
    view._select("4.1.2.2")
    with qtbot.waitSignal(bridge.said) as said:
        view.copy_answer()
    assert "Choose one answer" in said.args[0]
    assert pasted == []


def test_a_refusal_stays_in_the_dialog_and_unknown_evidence_stays_behind(
    qtbot: QtBot, view: AssessmentView, bridge: Bridge, products: Assessment
) -> None:
    strange = (Citation(evidence="of another workspace", role=Role.LAID_DOWN),)
    answer = _an_answer(rating=Rating.NOT_APPLICABLE, reason="no such work", citations=strange)
    dialog = PasteDialog(bridge, products, view.pane.leaves, CopiedAnswer("w", "there", answer))
    qtbot.addWidget(dialog)
    assert list(dialog.boxes) == ["rating", "reason"]
    assert "1 citation stays behind" in dialog.hint.text()
    for box in dialog.boxes.values():
        box.setChecked(False)
    dialog.button.click()
    assert "Nothing is ticked" in dialog.problem.text()
    dialog.boxes["rating"].setChecked(True)
    dialog.button.click()
    assert "needs a reason" in dialog.problem.text()
    dialog.boxes["reason"].setChecked(True)
    dialog.button.click()
    assert bridge.snapshot.answer(products, "7.5.1").rating is Rating.NOT_APPLICABLE


@pytest.fixture
def contract(bridge: Bridge, systems: Assessment) -> Evidence:
    """Give a contract that lays the certification agreement down for management systems (17021-1, 5.1.2)."""
    record = Evidence(id=new_id(), title="Certification agreement", reference="F-3")
    citation = Citation(evidence=record.id, role=Role.LAID_DOWN, where="all")
    leaves = _leaves(bridge, systems, "5.1.2")
    bridge.workspace.put(record, uses=[(systems, leaves, citation)])
    return record


def test_the_crosswalk_is_asked_before_one_document_serves_both(
    bridge: Bridge, systems: Assessment, products: Assessment, contract: Evidence
) -> None:
    def topics(number: str, role: Role = Role.LAID_DOWN, evidence: str = contract.id) -> list[str]:
        citation = Citation(evidence=evidence, role=role)
        leaves = _leaves(bridge, products, number)
        found = own_document_topics(bridge.snapshot, library.crosswalk(), products, leaves, [citation])
        assert all(topic.sharing is Sharing.OWN_DOCUMENT and topic.sharing_reason for topic in found)
        return [topic.topic for topic in found]

    assert topics("4.1.2.1") == ["Certification agreement"]
    assert topics("4.1.2.1", Role.SHOWN_BY) == [], "a record lays nothing down"
    assert topics("4.1.2.1", evidence="another") == []
    assert topics("4.1.1") == [], "one document may serve both there"


def test_taking_over_to_the_other_standard_warns_where_each_needs_its_own_document(
    qtbot: QtBot, desk: Desk, bridge: Bridge, systems: Assessment, products: Assessment, contract: Evidence
) -> None:
    number = _leaves(bridge, systems, "5.1.2")[0].id
    copied = CopiedAnswer(bridge.identity, "ISO/IEC 17021-1:2015 5.1.2", bridge.snapshot.answer(systems, number))
    dialog = PasteDialog(bridge, products, _leaves(bridge, products, "4.1.2.1"), copied)
    qtbot.addWidget(dialog)
    assert "Each standard needs its own document for: Certification agreement." in dialog.warning.text()
    dialog.boxes["citations"].setChecked(False)
    assert dialog.warning.text() == ""
    harmless = PasteDialog(bridge, products, _leaves(bridge, products, "4.1.1"), copied)
    qtbot.addWidget(harmless)
    assert harmless.warning.text() == ""


def _related(view: AssessmentView, number: str) -> RelatedClause:
    """Find the row of a clause of the other standard; those shown before wait for their end."""
    found = [item for item in view.pane.guidance.findChildren(RelatedClause) if item._number == number]
    return found[-1]


def test_the_same_evidence_is_cited_there_in_one_click_where_one_document_may_serve(
    qtbot: QtBot, desk: Desk, bridge: Bridge, systems: Assessment, products: Assessment, no_boxes: list[str]
) -> None:
    view = _go(desk, systems, "5.1.1")
    assert not _related(view, "4.1.1").button.isEnabled()
    assert "Nothing is cited here yet." in _related(view, "4.1.1").button.toolTip()
    register = Evidence(id=new_id(), title="Extract of the register")
    citations = [Citation(evidence=register.id, role=role, where="p. 1") for role in Role]
    leaves = _leaves(bridge, systems, "5.1.1")
    bridge.workspace.put(register, uses=[(systems, leaves, citation) for citation in citations])
    before = bridge.snapshot.sequence
    button = _related(view, "4.1.1").button
    assert button.accessibleName() == "Cite the same evidence for 17065  4.1.1 Legal responsibility (Legal entity)"
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert bridge.snapshot.sequence == before + 1
    there = bridge.snapshot.answer(products, "4.1.1").citations
    assert [citation.key for citation in there] == [(register.id, role, "") for role in Role]
    assert no_boxes == []
    assert "cited there" in _related(view, "4.1.1").button.toolTip(), "the row follows"
    assert not _related(view, "4.1.1").button.isEnabled()


def test_a_document_that_each_standard_needs_for_itself_is_cited_there_after_a_warning_only(
    desk: Desk, bridge: Bridge, systems: Assessment, products: Assessment, contract: Evidence,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    view = _go(desk, systems, "5.1.2")
    asked: list[QMessageBox] = []
    reply = QMessageBox.StandardButton.No

    def answer(box: QMessageBox) -> int:
        asked.append(box)
        assert box.defaultButton() is box.button(QMessageBox.StandardButton.No)
        assert "Certification agreement: " in box.informativeText()
        return reply.value

    monkeypatch.setattr(QMessageBox, "exec", answer)
    before = bridge.snapshot.sequence
    _related(view, "4.1.2.1").button.click()
    assert len(asked) == 1
    assert bridge.snapshot.sequence == before
    reply = QMessageBox.StandardButton.Yes
    _related(view, "4.1.2.1").button.click()
    assert bridge.snapshot.sequence == before + 1
    there = bridge.snapshot.answer(products, "4.1.2.1").citations
    assert [citation.key for citation in there] == [(contract.id, Role.LAID_DOWN, "")]


def test_what_is_cited_there_with_its_place_is_not_cited_again() -> None:
    known = Citation(evidence="m", role=Role.LAID_DOWN, where="4.2")
    answer = _an_answer(citations=(known,))
    plain = msgspec.structs.replace(known, where="")
    assert with_lacking(answer, (plain,)) == answer
    other = msgspec.structs.replace(plain, role=Role.SHOWN_BY)
    assert with_lacking(answer, (plain, other)).citations == (known, other)
