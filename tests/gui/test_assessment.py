"""Working through a checklist by keys and clicks; what the workspace holds afterwards."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from readiness.gui.assessment.citing import CiteDialog
from readiness.gui.assessment.tree_model import CLAUSE, EVIDENCE, RATING
from readiness.gui.assessment.view import AssessmentView
from readiness.gui.bridge import Bridge, Place
from readiness.gui.citable import ranked
from readiness.gui.window import MainWindow
from readiness.model.record import new_id
from readiness.model.records import Action, Answer, Assessment, Citation, Evidence, Mark, Rating, Role, Target, Weight
from readiness.workspace import Draft


def _answer(bridge: Bridge, assessment: Assessment, requirement: str) -> Answer:
    return bridge.snapshot.answer(assessment, requirement)


def _choose(view: AssessmentView, *requirements: str) -> None:
    selection = view.tree.selectionModel()
    selection.clearSelection()
    flags = selection.SelectionFlag.Select | selection.SelectionFlag.Rows
    for requirement in requirements:
        selection.select(view.model.index_of_requirement(requirement), flags)
    view.tree.setFocus()


@pytest.mark.parametrize(
    ("key", "rating"),
    [
        (Qt.Key.Key_C, Rating.CONFORMING),
        (Qt.Key.Key_P, Rating.PARTLY),
        (Qt.Key.Key_N, Rating.NONCONFORMING),
        (Qt.Key.Key_1, Rating.CONFORMING),
    ],
)
def test_one_key_rates(
    qtbot: QtBot, view: AssessmentView, bridge: Bridge, products: Assessment, key: Qt.Key, rating: Rating
) -> None:
    view.tree.setFocus()
    qtbot.keyClick(view.tree, key)
    assert _answer(bridge, products, "7.5.1").rating is rating
    assert view.pane.rating.buttons[rating].isChecked()
    index = view.model.index_of_requirement("7.5.1")
    assert view.model.data(index.siblingAtColumn(RATING)) in (
        "conforming",
        "partly conforming",
        "nonconforming",
    )
    qtbot.keyClick(view.tree, Qt.Key.Key_0)
    assert _answer(bridge, products, "7.5.1").rating is Rating.NOT_ASSESSED


def test_one_key_weighs_gaps_and_nothing_else(
    qtbot: QtBot, view: AssessmentView, bridge: Bridge, products: Assessment
) -> None:
    view.tree.setFocus()
    qtbot.keyClick(view.tree, Qt.Key.Key_M)
    assert _answer(bridge, products, "7.5.1").weight is Weight.UNSET
    assert "Only a gap has a weight" in view.pane.problem.text()
    qtbot.keyClick(view.tree, Qt.Key.Key_P)
    for key, weight in ((Qt.Key.Key_M, Weight.MAJOR), (Qt.Key.Key_I, Weight.MINOR), (Qt.Key.Key_U, Weight.UNSET)):
        qtbot.keyClick(view.tree, key)
        assert _answer(bridge, products, "7.5.1").weight is weight
        assert view.pane.rating.weight_buttons[weight].isChecked()
    assert view.pane.problem.text() == ""


def test_one_click_rates_and_a_gap_gets_its_weight(
    qtbot: QtBot, view: AssessmentView, bridge: Bridge, products: Assessment
) -> None:
    weights = view.pane.rating.weight_buttons
    assert not weights[Weight.MAJOR].isVisible()
    qtbot.mouseClick(view.pane.rating.buttons[Rating.PARTLY], Qt.MouseButton.LeftButton)
    assert weights[Weight.MAJOR].isVisible()
    qtbot.mouseClick(weights[Weight.MAJOR], Qt.MouseButton.LeftButton)
    answer = _answer(bridge, products, "7.5.1")
    assert (answer.rating, answer.weight) == (Rating.PARTLY, Weight.MAJOR)


def test_not_applicable_waits_for_its_reason(
    qtbot: QtBot, view: AssessmentView, bridge: Bridge, products: Assessment
) -> None:
    before = bridge.snapshot.sequence
    assert not view.pane.reason.isVisible()
    qtbot.keyClick(view.tree, Qt.Key.Key_X)
    assert bridge.snapshot.sequence == before
    assert view.pane.reason.isVisible()
    assert "reason" in view.pane.problem.text()
    qtbot.keyClicks(view.pane.reason, "no reviewer needed")
    view.pane.commit_typing()
    answer = _answer(bridge, products, "7.5.1")
    assert (answer.rating, answer.reason) == (Rating.NOT_APPLICABLE, "no reviewer needed")
    assert bridge.snapshot.sequence == before + 1
    assert view.pane.problem.text() == ""


def test_a_sitting_at_the_note_is_one_commit_and_the_title_tells(
    qtbot: QtBot, window: MainWindow, view: AssessmentView, bridge: Bridge, products: Assessment
) -> None:
    before = bridge.snapshot.sequence
    view.tree.setFocus()
    qtbot.keyClick(view.tree, Qt.Key.Key_Return)
    assert window.focusWidget() is view.pane.note
    qtbot.keyClicks(view.pane.note, "three files drawn")
    assert bridge.snapshot.sequence == before
    assert window.windowTitle() == "Body - not saved yet"
    qtbot.keyClick(view.pane.note, Qt.Key.Key_Escape)
    view.pane.note.commit()
    assert bridge.snapshot.sequence == before + 1
    assert _answer(bridge, products, "7.5.1").note == "three files drawn"
    assert window.windowTitle() == "Body - saved"
    view.pane.commit_typing()
    assert bridge.snapshot.sequence == before + 1


def test_typing_is_saved_when_another_clause_a_view_or_undo_is_chosen(
    qtbot: QtBot, window: MainWindow, view: AssessmentView, bridge: Bridge, products: Assessment
) -> None:
    qtbot.keyClicks(view.pane.note, "first")
    _choose(view, "7.6.1")
    assert _answer(bridge, products, "7.5.1").note == "first"
    assert view.pane.note.toPlainText() == ""
    qtbot.keyClicks(view.pane.note, "second")
    bridge.go(Place("evidence"))
    assert _answer(bridge, products, "7.6.1").note == "second"
    window.undo()
    assert _answer(bridge, products, "7.6.1").note == ""


def test_a_flag_does_not_take_the_typing_away(
    qtbot: QtBot, view: AssessmentView, bridge: Bridge, products: Assessment
) -> None:
    qtbot.keyClicks(view.pane.note, "half a sentence")
    view.pane.marks[Mark.FOLLOW_UP].click()
    assert _answer(bridge, products, "7.5.1").marks == (Mark.FOLLOW_UP,)
    assert view.pane.note.toPlainText() == "half a sentence"
    view.pane.commit_typing()
    answer = _answer(bridge, products, "7.5.1")
    assert (answer.marks, answer.note) == ((Mark.FOLLOW_UP,), "half a sentence")


def test_drafts_are_kept_while_typing_and_offered_after_a_crash(
    qtbot: QtBot, view: AssessmentView, bridge: Bridge, products: Assessment
) -> None:
    qtbot.keyClicks(view.pane.note, "not yet saved")
    view.pane.note._keep_draft()
    key = (products.id, "7.5.1", "note")
    qtbot.waitUntil(lambda: bridge.workspace.drafts.all() == (Draft(key, "not yet saved"),))
    view.pane.commit_typing()
    qtbot.waitUntil(lambda: bridge.workspace.drafts.all() == ())
    bridge.workspace.drafts.save(Draft((products.id, "7.6.2", "note"), "from last time"))
    view.leftovers._looked = False
    view.show_place(Place("assessment", assessment=products.id))
    assert view.leftovers.isVisible()
    view.leftovers.restore.emit(("7.6.2",), "note", "from last time")
    view.pane.commit_typing()
    assert _answer(bridge, products, "7.6.2").note == "from last time"
    qtbot.waitUntil(lambda: bridge.workspace.drafts.all() == ())


def test_a_stem_stands_for_its_letters_and_a_letter_for_itself(
    qtbot: QtBot, view: AssessmentView, bridge: Bridge, products: Assessment
) -> None:
    before = bridge.snapshot.sequence
    _choose(view, "4.1.2.2")
    qtbot.keyClick(view.tree, Qt.Key.Key_C)
    assert bridge.snapshot.sequence == before + 1
    index = view.model.index_of_requirement("4.1.2.2").siblingAtColumn(RATING)
    assert view.model.data(index) == "conforming"
    _choose(view, "4.1.2.2.d")
    assert "4.1.2.2 d)" in view.pane.title.text()
    qtbot.keyClick(view.tree, Qt.Key.Key_N)
    assert view.model.data(index) == "letters differ"
    assert _answer(bridge, products, "4.1.2.2.d").rating is Rating.NONCONFORMING
    assert _answer(bridge, products, "4.1.2.2.e").rating is Rating.CONFORMING


def test_several_rows_are_rated_in_one_commit(
    qtbot: QtBot, window: MainWindow, view: AssessmentView, bridge: Bridge, products: Assessment
) -> None:
    before = bridge.snapshot.sequence
    _choose(view, "7.5.1", "7.5.2", "7.6.1")
    assert view.pane.title.text() == "3 requirements chosen"
    qtbot.keyClick(view.tree, Qt.Key.Key_C)
    assert bridge.snapshot.sequence == before + 1
    window.undo()
    assert all(_answer(bridge, products, item).rating is Rating.NOT_ASSESSED for item in ("7.5.1", "7.5.2", "7.6.1"))
    index = view.model.index_of_requirement("7.5.2").siblingAtColumn(RATING)
    assert view.model.data(index) == "not assessed"


def test_the_other_option_is_shown_and_not_ratable(
    qtbot: QtBot, view: AssessmentView, bridge: Bridge, products: Assessment
) -> None:
    before = bridge.snapshot.sequence
    _choose(view, "8.1.3")
    assert "other option" in view.pane.facts.text()
    qtbot.keyClick(view.tree, Qt.Key.Key_C)
    assert bridge.snapshot.sequence == before
    index = view.model.index_of_requirement("8.1.3").siblingAtColumn(RATING)
    assert view.model.data(index) == "other option"


def test_filters_narrow_the_tree_and_say_how_many(
    qtbot: QtBot, view: AssessmentView, bridge: Bridge, products: Assessment
) -> None:
    assert view.count.text() == "221 requirements"
    view.filter.setText("7.5.1")
    assert view.count.text() == "1 of 221 requirements"
    qtbot.keyClick(view.tree, Qt.Key.Key_P)
    view.filter.clear()
    view.quick.setCurrentIndex(view.quick.findData("gaps"))
    assert view.count.text() == "1 of 221 requirements"
    view.quick.setCurrentIndex(view.quick.findData("open"))
    assert view.count.text() == "220 of 221 requirements"
    view.filter.setText("no such words anywhere")
    assert view.count.text() == "0 of 221 requirements"
    assert view.model.rowCount() == 0
    bridge.go(Place("assessment", assessment=products.id, requirement="7.6.1"))
    assert view.filter.text() == ""
    assert "7.6.1" in view.pane.title.text()


def test_next_open_walks_through_what_is_not_assessed(
    qtbot: QtBot, view: AssessmentView, bridge: Bridge, products: Assessment
) -> None:
    leaves = tuple(bridge.snapshot.requirements(products))
    bridge.workspace.answer(products, leaves, rating=Rating.CONFORMING)
    for number in ("4.1.2.2.c", "7.5.2"):
        leaf = bridge.snapshot.checklist_of(products).requirements[number]
        bridge.workspace.answer(products, [leaf], rating=Rating.NOT_ASSESSED)
    _choose(view, "7.5.1")
    view._select("7.5.1")
    view.go_to_next_open()
    assert "7.5.2" in view.pane.title.text()
    view.go_to_next_open()
    assert "4.1.2.2 c)" in view.pane.title.text()


def test_evidence_is_found_by_typing_and_cited(
    qtbot: QtBot, view: AssessmentView, bridge: Bridge, products: Assessment
) -> None:
    evidence = Evidence(id=new_id(), title="Review of evaluations", reference="P-21")
    bridge.workspace.put(evidence)
    dialog = CiteDialog(bridge, products, view.pane.leaves)
    qtbot.addWidget(dialog)
    dialog.search.setText("p-21")
    dialog.where.setText("section 3")
    dialog.role.setCurrentIndex(dialog.role.findData(Role.SHOWN_BY))
    dialog.button.click()
    wanted = Citation(evidence=evidence.id, role=Role.SHOWN_BY, where="section 3", revision="")
    assert _answer(bridge, products, "7.5.1").citations == (wanted,)
    index = view.model.index_of_requirement("7.5.1")
    assert view.model.data(index.siblingAtColumn(EVIDENCE)) == "1"
    view.pane.citations.removed.emit(wanted)
    assert _answer(bridge, products, "7.5.1").citations == ()


def test_nothing_chosen_in_the_dialog_is_said_there(
    qtbot: QtBot, view: AssessmentView, bridge: Bridge, products: Assessment
) -> None:
    dialog = CiteDialog(bridge, products, view.pane.leaves)
    qtbot.addWidget(dialog)
    dialog.button.click()
    assert "Nothing is chosen" in dialog.problem.text()
    assert not dialog.result()


def test_evidence_is_ranked_by_reference_then_beginning_then_anywhere() -> None:
    names = [("", "Rules for review"), ("R-1", "Other"), ("", "Review procedure"), ("", "Minutes")]
    records = [Evidence(id=str(n), title=title, reference=ref) for n, (ref, title) in enumerate(names)]
    assert [item.id for item in ranked(records, "r")] == ["1", "0", "2"]
    assert [item.id for item in ranked(records, "review")] == ["2", "0"]
    assert [item.id for item in ranked(records, "")] == ["3", "2", "1", "0"]


def test_findings_and_actions_show_at_their_clause(
    qtbot: QtBot, view: AssessmentView, bridge: Bridge, products: Assessment
) -> None:
    assert view.pane.notices.isHidden()
    qtbot.keyClick(view.tree, Qt.Key.Key_C)
    assert not view.pane.notices.isHidden()
    target = Target(assessment=products.id, requirement="7.5.1")
    bridge.workspace.put(Action(id=new_id(), title="Name a second reviewer", targets=(target,)))
    texts = [button.text() for button in view.pane.notices.findChildren(type(view.next_button))]
    assert any("Name a second reviewer" in text for text in texts)


def test_the_model_keeps_qts_rules(qtbot: QtBot, view: AssessmentView, bridge: Bridge, products: Assessment) -> None:
    tester = QAbstractItemModelTester(view.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    _choose(view, "4.1.2.2")
    qtbot.keyClick(view.tree, Qt.Key.Key_C)
    view.filter.setText("review")
    view.filter.clear()
    assert tester.model() is view.model
    top = view.model.index(0, CLAUSE)
    assert view.model.data(top) == "4  General requirements"
    assert view.model.parent(view.model.index(0, 0, top)) == top


def test_a_commit_repaints_only_the_rows_it_touches(
    qtbot: QtBot, view: AssessmentView, bridge: Bridge, products: Assessment
) -> None:
    touched: list[str] = []
    view.model.dataChanged.connect(lambda first, _: touched.append(view.model.data(first).split()[0]))
    view.model.modelReset.connect(lambda: touched.append("everything"))
    leaf = bridge.snapshot.checklist_of(products).requirements["7.6.1"]
    bridge.workspace.answer(products, [leaf], rating=Rating.PARTLY)
    assert sorted(touched) == ["7", "7.6", "7.6.1"]


def test_a_read_only_window_changes_nothing(
    qtbot: QtBot, view: AssessmentView, bridge: Bridge, products: Assessment, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(type(bridge.workspace), "read_only", True)
    view.pane.refresh()
    before = bridge.snapshot.sequence
    assert not view.pane.rating.buttons[Rating.PARTLY].isEnabled()
    assert view.pane.note.isReadOnly()
    qtbot.keyClick(view.tree, Qt.Key.Key_C)
    assert bridge.snapshot.sequence == before
