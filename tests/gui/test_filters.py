"""Quick filters one by one, filters saved under a name, and what is restored when the window is opened again."""

from __future__ import annotations

import datetime as dt

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from readiness.gui.assessment import nodes
from readiness.gui.assessment.facts import changed_since, names_of
from readiness.gui.assessment.filter_bar import SaveFilterDialog
from readiness.gui.assessment.giving import GiveDialog, names_used
from readiness.gui.assessment.nodes import Facts
from readiness.gui.assessment.view import AssessmentView
from readiness.gui.bridge import Bridge, Place
from readiness.gui.window import MainWindow
from readiness.model.checklist import Requirement
from readiness.model.history import Author, Commit, RecordChange
from readiness.model.record import new_id
from readiness.model.records import Action, Answer, Assessment, Citation, Evidence, Mark, Rating, Role, Target, Weight
from readiness.tasks import settings

DAY = dt.date(2026, 3, 2)
FACTS = Facts(
    today=DAY,
    names=names_of(Author("R. Berg", "Quality manager")),
    expired=frozenset({"old"}),
    late=frozenset({"7.1"}),
    found=frozenset({"7.2"}),
    to_confirm=frozenset({"7.4"}),
    changed=frozenset({"7.3"}),
)
LAID_DOWN, SHOWN_BY = Citation(evidence="new", role=Role.LAID_DOWN), Citation(evidence="old", role=Role.SHOWN_BY)


def _an_answer(requirement: str = "7.9", **fields: object) -> Answer:
    return Answer(id="a", assessment="x", requirement=requirement, **fields)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("key", "taken", "left"),
    [
        ("all", _an_answer(), None),
        ("open", _an_answer(), _an_answer(rating=Rating.PARTLY)),
        ("mine", _an_answer(responsible="r. berg"), _an_answer(responsible="R. Bergmann")),
        ("mine", _an_answer(responsible="Quality Manager"), _an_answer()),
        ("mine", _an_answer(responsible="Head of testing, quality manager"), _an_answer(responsible="Head of testing")),
        (
            "major",
            _an_answer(rating=Rating.PARTLY, weight=Weight.MAJOR),
            _an_answer(rating=Rating.PARTLY, weight=Weight.MINOR),
        ),
        ("rated", _an_answer(rating=Rating.PARTLY), _an_answer()),
        ("gaps", _an_answer(rating=Rating.NONCONFORMING), _an_answer(rating=Rating.CONFORMING)),
        ("conforming", _an_answer(rating=Rating.CONFORMING), _an_answer(rating=Rating.PARTLY)),
        ("not-applicable", _an_answer(rating=Rating.NOT_APPLICABLE, reason="none"), _an_answer()),
        ("no-evidence", _an_answer(), _an_answer(citations=(LAID_DOWN,))),
        ("no-evidence", _an_answer(), _an_answer(rating=Rating.NOT_APPLICABLE, reason="none")),
        ("only-laid-down", _an_answer(citations=(LAID_DOWN,)), _an_answer(citations=(LAID_DOWN, SHOWN_BY))),
        ("only-shown", _an_answer(citations=(SHOWN_BY,)), _an_answer(citations=(LAID_DOWN,))),
        ("expired", _an_answer(citations=(LAID_DOWN, SHOWN_BY)), _an_answer(citations=(LAID_DOWN,))),
        ("to-confirm", _an_answer("7.4"), _an_answer("7.5")),
        ("marked", _an_answer(marks=(Mark.CHECK_ON_SITE,)), _an_answer()),
        ("follow-up", _an_answer(marks=(Mark.FOLLOW_UP,)), _an_answer(marks=(Mark.CHECK_ON_SITE,))),
        ("on-site", _an_answer(marks=(Mark.CHECK_ON_SITE,)), _an_answer(marks=(Mark.FOLLOW_UP,))),
        ("overdue", _an_answer(due=dt.date(2026, 3, 1)), _an_answer(due=DAY)),
        ("overdue", _an_answer("7.1"), _an_answer(due=dt.date(2026, 3, 1), rating=Rating.CONFORMING)),
        ("findings", _an_answer("7.2"), _an_answer("7.1")),
        ("changed", _an_answer("7.3"), _an_answer("7.1")),
    ],
)
def test_a_quick_filter_takes_what_it_names_and_leaves_the_rest(key: str, taken: Answer, left: Answer | None) -> None:
    test = nodes.filters(FACTS)[key][1]
    assert test(taken)
    assert left is None or not test(left)


def test_every_quick_filter_is_tested() -> None:
    (mark,) = test_a_quick_filter_takes_what_it_names_and_leaves_the_rest.pytestmark  # type: ignore[attr-defined]
    assert {row[0] for row in mark.args[1]} == set(nodes.filters())


def _commit(day: int, before: Answer | None, after: Answer | None) -> Commit:
    time = dt.datetime(2026, 3, day, 12, tzinfo=dt.UTC)
    return Commit(sequence=day, time=time, author=Author("a"), sentence="", changes=(RecordChange.of(before, after),))


def test_changed_is_what_differs_from_the_beginning_of_the_day_and_no_more() -> None:
    first, second = _an_answer("7.1", note="one"), _an_answer("7.1", note="two")
    other = replace_id(_an_answer("7.2", note="new"), "b")
    commits = [_commit(9, None, other), _commit(8, first, second), _commit(3, None, first)]
    now = {"7.1": second, "7.2": other}
    assert changed_since(commits, dt.date(2026, 3, 8), "x", now) == {"7.1", "7.2"}
    assert changed_since(commits, dt.date(2026, 3, 9), "x", now) == {"7.2"}
    assert changed_since(commits, dt.date(2026, 3, 10), "x", now) == frozenset()
    assert changed_since(commits, dt.date(2026, 3, 1), "another", now) == frozenset()
    undone = [_commit(10, second, first), *commits]
    assert changed_since(undone, dt.date(2026, 3, 8), "x", {"7.1": first, "7.2": other}) == {"7.2"}, "taken back"


def replace_id(answer: Answer, identifier: str) -> Answer:
    return Answer(id=identifier, assessment=answer.assessment, requirement=answer.requirement, note=answer.note)


def _quick(view: AssessmentView, key: str) -> list[str]:
    """Choose a quick filter; gives the clauses left in the tree."""
    view.quick.setCurrentIndex(view.quick.findData(key))
    return [node.clause.number for node in view.model.clauses() if node.is_ratable]


def test_the_filters_know_what_is_mine_late_expired_found_and_changed(
    view: AssessmentView, bridge: Bridge, products: Assessment
) -> None:
    def leaf(number: str) -> list[Requirement]:
        return [bridge.snapshot.checklist_of(products).requirements[number]]

    old = Evidence(id=new_id(), title="Contract", valid_until=dt.date(2020, 1, 1))
    target = Target(assessment=products.id, requirement="7.6.1")
    action = Action(id=new_id(), title="Name one", targets=(target,), due=dt.date(2020, 1, 1))
    bridge.workspace.put(old, action)
    workspace = bridge.workspace
    workspace.answer(products, leaf("7.5.2"), responsible="QM")
    workspace.answer(products, leaf("7.7.2"), citations=(Citation(evidence=old.id, role=Role.LAID_DOWN),))
    workspace.answer(products, leaf("7.9.1"), rating=Rating.CONFORMING)
    assert _quick(view, "mine") == ["7.5.2"]
    assert _quick(view, "expired") == ["7.7.2"]
    assert _quick(view, "overdue") == ["7.6.1"]
    assert _quick(view, "findings") == ["7.7.2", "7.9.1"], "conforming without evidence, and evidence that ran out"
    assert _quick(view, "changed") == ["7.5.2", "7.7.2", "7.9.1"]
    assert view.count.text() == "3 of 221 requirements"
    view.filter.setText("7.9.1")
    assert view.count.text() == "1 of 221 requirements", "the text and the quick filter hold together"


def test_changed_since_proposes_the_day_of_the_last_report_and_takes_another(
    view: AssessmentView, bridge: Bridge, products: Assessment
) -> None:
    assert not view.bar.since.isVisible()
    _quick(view, "changed")
    assert view.bar.since.isVisible()
    today = bridge.context.today
    assert view.bar.day == today - dt.timedelta(days=30)
    view.bar.clear()
    view._select("7.5.1")
    settings.remember_report(bridge.identity, today - dt.timedelta(days=3))
    bridge.workspace.answer(products, view.pane.leaves, note="seen")
    assert _quick(view, "changed") == ["7.5.1"]
    assert view.bar.day == today - dt.timedelta(days=3)
    view.bar.since.text.setText(str(today + dt.timedelta(days=1)))
    view.bar.since.text.editingFinished.emit()
    assert view.count.text() == "0 of 221 requirements"


def test_a_filter_is_saved_under_a_name_for_this_workspace_listed_used_and_removed(
    qtbot: QtBot, view: AssessmentView, bridge: Bridge
) -> None:
    plain = view.quick.count()
    view.filter.setText("review")
    _quick(view, "open")
    wanted = view.count.text()
    dialog = SaveFilterDialog(view.bar)
    qtbot.addWidget(dialog)
    assert dialog.name.text() == "not assessed, review"
    dialog.name.clear()
    dialog.button.click()
    assert "needs a name" in dialog.problem.text()
    dialog.name.setText("To do on review")
    dialog.button.click()
    assert view.quick.currentText() == "To do on review"
    assert view.quick.count() == plain + 2, "a line and the filter"
    view.bar.clear()
    assert view.count.text() == "221 requirements"
    view.quick.setCurrentIndex(view.quick.findText("To do on review"))
    assert (view.filter.text(), view.count.text()) == ("review", wanted)
    saved = settings.load().filters[bridge.identity]
    assert [(item.name, item.text, item.quick) for item in saved] == [("To do on review", "review", "open")]
    view.bar._name_actions()
    assert view.bar.remove_action.text() == "&Remove the filter 'To do on review'"
    view.bar.remove_action.trigger()
    assert view.quick.count() == plain
    assert view.quick.currentData() == "open"
    assert settings.load().filters[bridge.identity] == ()
    view.bar.clear()
    view.bar._name_actions()
    assert not view.bar.save_action.isEnabled(), "there is nothing to save"


def test_a_block_and_a_whole_heading_are_given_to_somebody_in_one_commit(
    qtbot: QtBot, view: AssessmentView, bridge: Bridge, products: Assessment, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[GiveDialog] = []
    monkeypatch.setattr(GiveDialog, "exec", lambda dialog: opened.append(dialog) or 1)  # type: ignore[func-returns-value]
    view._select("7.6")
    assert view.pane.leaves == ()
    view.give()
    dialog = opened[0]
    qtbot.addWidget(dialog)
    dialog.button.click()
    assert "Nobody is named" in dialog.problem.text()
    before = bridge.snapshot.sequence
    dialog.responsible.setText("Head of certification")
    dialog.due.text.setText("2026-05-31")
    dialog.due.text.editingFinished.emit()
    dialog.button.click()
    assert bridge.snapshot.sequence == before + 1
    below = [leaf for leaf in bridge.snapshot.requirements(products) if leaf.clause.number.startswith("7.6.")]
    answers = [bridge.snapshot.answer(products, leaf.id) for leaf in below]
    assert len(answers) > 3
    assert {(answer.responsible, answer.due) for answer in answers} == {("Head of certification", dt.date(2026, 5, 31))}
    assert names_used(bridge.snapshot, bridge.workspace.author)[0] == "Head of certification"
    view.give()
    again = opened[1]
    qtbot.addWidget(again)
    assert again.responsible.text() == "Head of certification"
    again.due.text.clear()
    again.due.text.editingFinished.emit()
    again.responsible.setText("QM")
    again.button.click()
    assert bridge.snapshot.answer(products, below[0].id).due == dt.date(2026, 5, 31), "the dates stay"


def test_next_and_previous_by_key_skip_letters_that_follow_their_stem(
    qtbot: QtBot, view: AssessmentView, bridge: Bridge, products: Assessment
) -> None:
    view.tree.setFocus()
    view._select("4.1.2.1")
    qtbot.keyClick(view.tree, Qt.Key.Key_F8)
    assert view.place(Place("assessment")).requirement == "4.1.2.2"
    qtbot.keyClick(view.tree, Qt.Key.Key_F8)
    assert view.place(Place("assessment")).requirement == "4.1.3.1"
    qtbot.keyClick(view.tree, Qt.Key.Key_F8, Qt.KeyboardModifier.ShiftModifier)
    assert view.place(Place("assessment")).requirement == "4.1.2.2"
    view.filter.setText("7.5.1")
    qtbot.keyClick(view.tree, Qt.Key.Key_F8)
    assert view.place(Place("assessment")).requirement == "7.5.1", "it is the only one shown, and open itself"


def test_after_rating_the_next_open_one_is_chosen_if_wanted(
    qtbot: QtBot, view: AssessmentView, bridge: Bridge, products: Assessment
) -> None:
    view.tree.setFocus()
    view._select("7.5.1")
    qtbot.keyClick(view.tree, Qt.Key.Key_C)
    assert "7.5.1" in view.pane.title.text()
    view.commands.goes_on.trigger()
    assert settings.load().goes_on
    qtbot.keyClick(view.tree, Qt.Key.Key_P)
    assert "7.5.2" in view.pane.title.text()
    qtbot.keyClick(view.tree, Qt.Key.Key_X)
    assert "7.5.2" in view.pane.title.text(), "it waits for the reason"
    assert bridge.snapshot.answer(products, "7.5.1").rating is Rating.PARTLY


def test_escape_leads_back_to_the_tree_from_everywhere(qtbot: QtBot, window: MainWindow, view: AssessmentView) -> None:
    view.tree.setFocus()
    qtbot.keyClick(view.tree, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert window.focusWidget() is view.filter
    qtbot.keyClicks(view.filter, "review")
    qtbot.keyClick(view.filter, Qt.Key.Key_Return)
    assert window.focusWidget() is view.tree, "Enter goes on with what was found"
    view.filter.setFocus()
    qtbot.keyClick(view.filter, Qt.Key.Key_Escape)
    assert window.focusWidget() is view.tree
    assert view.filter.text() == ""
    for field in (view.pane.responsible, view.pane.due.text, view.pane.citations.cite_button):
        field.setFocus()
        qtbot.keyClick(field, Qt.Key.Key_Escape)
        assert window.focusWidget() is view.tree


def test_the_menu_of_the_tree_opens_by_key_shows_every_shortcut_and_does_the_work(
    qtbot: QtBot, view: AssessmentView, bridge: Bridge, products: Assessment
) -> None:
    view._select("7.5.1")
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(0, 0), QPoint(0, 0))
    QApplication.sendEvent(view.tree, event)
    menu = view.commands.menu
    assert menu.isVisible()
    keys = [action.text().partition("\t")[2] or action.shortcut().toString() for action in menu.actions()]
    assert {"F8", "Shift+F8", "Ctrl+F", "Ctrl+E", "Ctrl+Shift+A", "Ctrl+V", "Ctrl+Shift+G", "Ctrl+Shift+C"} <= set(keys)
    assert {"Return", "Ctrl+Shift+V", "Ctrl+Shift+P"} <= set(keys)
    (partly,) = [item for item in view.commands.ratings.actions() if item.text() == "partly conforming\tP"]
    partly.trigger()
    menu.close()
    assert bridge.snapshot.answer(products, "7.5.1").rating is Rating.PARTLY
    view.commands.marks.actions()[0].trigger()
    assert bridge.snapshot.answer(products, "7.5.1").marks == (Mark.FOLLOW_UP,)
    view._select("7.5")
    view.commands.prepare()
    assert not view.commands.actions["cite"].isEnabled()
    assert view.commands.actions["give"].isEnabled(), "a heading can be given"
    menu.aboutToHide.emit()
    assert view.commands.actions["cite"].isEnabled(), "so that its key says what to choose first"


def test_several_rows_get_weight_marks_responsible_and_due_in_one_commit_each(
    view: AssessmentView, bridge: Bridge, products: Assessment
) -> None:
    selection = view.tree.selectionModel()
    selection.clearSelection()
    for number in ("7.5.1", "7.5.2", "7.6.1"):
        selection.select(
            view.model.index_of_requirement(number), selection.SelectionFlag.Select | selection.SelectionFlag.Rows
        )
    before = bridge.snapshot.sequence
    view.pane.rate(Rating.PARTLY)
    view.pane.rating.weight_buttons[Weight.MINOR].click()
    view.pane.marks[Mark.FOLLOW_UP].click()
    view.pane.responsible.setText("QM")
    view.pane.responsible.setModified(True)
    view.pane.commit_typing()
    view.pane.change(due=DAY)
    assert bridge.snapshot.sequence == before + 5
    for number in ("7.5.1", "7.5.2", "7.6.1"):
        answer = bridge.snapshot.answer(products, number)
        assert (answer.weight, answer.marks, answer.responsible, answer.due) == (
            Weight.MINOR,
            (Mark.FOLLOW_UP,),
            "QM",
            DAY,
        )


def test_pane_splitter_columns_and_place_are_restored(
    qtbot: QtBot, window: MainWindow, view: AssessmentView, bridge: Bridge, products: Assessment
) -> None:
    path = bridge.workspace.path
    view.splitter.setSizes([700, 300])
    view.tree.header().resizeSection(1, 123)
    sizes = view.splitter.sizes()
    qtbot.keyClick(view.tree, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert not view.pane.isVisible()
    assert settings.load().pane_hidden
    view._select("7.6.1")
    qtbot.keyClick(view.tree, Qt.Key.Key_Return)
    assert view.pane.isVisible(), "the note is wanted, so the pane comes back"
    view.tree.setFocus()
    window.close_workspace()
    window.open_workspace(path)
    assert window.desk is not None
    again = window.desk.stack.currentWidget()
    assert isinstance(again, AssessmentView)
    assert "7.6.1" in again.pane.title.text()
    assert again.tree.header().sectionSize(1) == 123
    assert abs(again.splitter.sizes()[0] - sizes[0]) <= 2
    assert again.pane.isVisible()


def test_a_place_that_is_no_more_leads_to_the_overview(window: MainWindow, bridge: Bridge) -> None:
    path = bridge.workspace.path
    window.close_workspace()
    settings.change(last_places={bridge.identity: ("assessment", "gone", "7.5.1", "")})
    window.open_workspace(path)
    assert window.desk is not None
    assert window.desk.places.currentItem().text() == "Overview"
    window.close_workspace()
    settings.change(last_places={bridge.identity: ("a view of a later version", "", "", "")})
    window.open_workspace(path)
    assert window.desk.places.currentItem().text() == "Overview"
