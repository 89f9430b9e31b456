"""The place 'Briefing': people, the course, the quiz that explains itself, results, and who is due."""

from __future__ import annotations

import datetime as dt

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QInputDialog, QPushButton
from pytestqt.qtbot import QtBot

from readiness.gui.bridge import Bridge, Place
from readiness.gui.briefing.paper import PaperResult
from readiness.gui.briefing.view import BriefingView
from readiness.gui.desk import Desk
from readiness.gui.flow import WrappedBox
from readiness.gui.services import ServicesView
from readiness.gui.window import MainWindow
from readiness.tasks import briefing
from tests.gui.everywhere import settle
from tests.offered import PRODUCT, SYSTEM


@pytest.fixture
def view(bridge: Bridge, desk: Desk) -> BriefingView:
    """Give the place, with two services and two people."""
    bridge.workspace.put(SYSTEM, PRODUCT)
    briefing.add_people(bridge.workspace, ["adviser A", "adviser B"], "sales")
    bridge.go(Place("briefing"))
    shown = desk.stack.currentWidget()
    assert isinstance(shown, BriefingView)
    return shown


def _rows(view: BriefingView) -> list[tuple[str, str, str]]:
    found = []
    for row in range(view.people.table.rowCount()):
        texts = [item.text() for column in range(3) if (item := view.people.table.item(row, column))]
        found.append((texts[0], texts[1], texts[2]))
    return found


def _shown_buttons(view: BriefingView) -> list[QPushButton]:
    settle()
    return [item for item in view.details.findChildren(QPushButton) if item.isVisibleTo(view.details)]


def _choose(view: BriefingView, *, right: bool) -> None:
    answer = next(item for item in view.quiz.answers if item.option.right is right)
    answer.button.click()
    view.quiz.answer_button.click()


def test_each_person_stands_with_each_service(view: BriefingView) -> None:
    assert _rows(view) == [
        ("adviser A", "Quality management", "never (due)"),
        ("adviser A", "Doors & windows", "never (due)"),
        ("adviser B", "Quality management", "never (due)"),
        ("adviser B", "Doors & windows", "never (due)"),
    ]
    assert view.people.said.text().startswith("4 briefings are due")
    assert view.what.text() == "adviser A: Quality management"


def test_people_are_added_a_line_each(view: BriefingView, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QInputDialog, "getMultiLineText", lambda *_: ("Adviser C\n\nadviser A\n", True))
    view.add_button.click()
    assert {row[0] for row in _rows(view)} == {"adviser A", "adviser B", "Adviser C"}


def test_a_quiz_explains_wrong_answers_and_records_the_result(view: BriefingView) -> None:
    view.quiz_button.click()
    quiz = view.quiz
    assert quiz.isVisibleTo(view)
    for number in range(quiz.asked):
        assert not quiz.answer_button.isEnabled()
        wrong = number < 2
        _choose(view, right=not wrong)
        assert quiz.verdict.text() == ("Wrong." if wrong else "Right.")
        assert len(quiz.why.text()) > 20
        assert any(answer.text.text().endswith("(right)") for answer in quiz.answers)
        assert not any(answer.button.isEnabled() for answer in quiz.answers)
        quiz.next_button.click()
    assert quiz.question.text() == "8 of 10 right"
    assert quiz.verdict.text() == "Passed."
    quiz.record_button.click()
    (result,) = view.bridge.snapshot.briefings.values()
    assert (result.right, result.asked, len(result.missed)) == (8, 10, 2)
    assert result.date == view.bridge.context.today
    assert view.people.table.isVisibleTo(view)
    assert "(due)" not in _rows(view)[0][2]
    assert view.people.said.text().startswith("3 briefings are due")
    view.bridge.workspace.undo()
    assert _rows(view)[0][2] == "never (due)"


def test_a_quiz_is_taken_with_the_keyboard_alone(qtbot: QtBot, view: BriefingView, window: MainWindow) -> None:
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    view.quiz_button.click()
    quiz = view.quiz
    for _ in range(quiz.asked):
        qtbot.waitUntil(quiz.answers[0].button.hasFocus)
        settle()
        place = next(number for number, item in enumerate(quiz.answers) if item.option.right)
        first = quiz.answers[0].button
        qtbot.keyClick(first, Qt.Key.Key_Space)
        for answer in quiz.answers[:place]:
            qtbot.keyClick(answer.button, Qt.Key.Key_Down)
        assert quiz.answers[place].button.isChecked()
        qtbot.keyClick(quiz.answer_button, Qt.Key.Key_Return)
        qtbot.keyClick(quiz.next_button, Qt.Key.Key_Return)
    assert quiz.right == quiz.asked


def test_a_quiz_left_before_its_end_records_nothing_and_the_next_one_is_another(view: BriefingView) -> None:
    view.quiz_button.click()
    first = view.quiz.question.text(), [answer.option.text for answer in view.quiz.answers]
    _choose(view, right=True)
    view.quiz.leave_button.click()
    assert not view.bridge.snapshot.briefings
    view.quiz_button.click()
    assert (view.quiz.question.text(), [answer.option.text for answer in view.quiz.answers]) != first


def test_who_has_not_been_briefed_since_a_day(view: BriefingView) -> None:
    bridge = view.bridge
    person = briefing.find_person(bridge.snapshot, "adviser A")
    today = bridge.context.today
    briefing.record(bridge.workspace, person, SYSTEM, today.replace(year=today.year - 1, day=1), 10, 10)
    view.people.since.set_date(today.replace(year=today.year - 1, day=1))
    view.people.which.setCurrentIndex(view.people.which.findData("due"))
    assert ("adviser A", "Quality management") not in [row[:2] for row in _rows(view)]
    view.people.since.set_date(today)
    view.people.since.edited.emit()
    assert ("adviser A", "Quality management") in [row[:2] for row in _rows(view)]


def test_results_from_paper_are_entered(view: BriefingView, monkeypatch: pytest.MonkeyPatch) -> None:
    def fill(dialog: PaperResult) -> int:
        dialog.asked.setValue(12)
        dialog.right.setValue(11)
        return 1

    monkeypatch.setattr(PaperResult, "exec", fill)
    view.paper_button.click()
    (result,) = view.bridge.snapshot.briefings.values()
    assert (result.right, result.asked) == (11, 12)


def test_the_course_is_read_and_leads_on(view: BriefingView) -> None:
    went: list[Place] = []
    view.course_button.click()
    text = view.page.toPlainText()
    assert "Quality management" in text
    assert "Do not write" in text
    view.bridge.went.connect(went.append)
    clause = view.page.toMarkdown().partition("(clause:17021-1:")[2].partition(")")[0]
    view.page.anchorClicked.emit(f"clause:17021-1:{clause}")
    assert went[0].requirement == clause
    view.after_course.click()
    assert view.quiz.answers


def _boxes(view: BriefingView) -> dict[str, QCheckBox]:
    return {item.text.text(): item.box for item in view.person.services.findChildren(WrappedBox)}


def test_who_leaves_is_listed_apart_and_services_are_chosen(view: BriefingView) -> None:
    assert view.person.everything.isChecked()
    view.person.everything.click()
    assert _rows(view)[0] == ("adviser A", "none that is offered", "")
    assert list(_boxes(view)) == ["Quality management", "Doors & windows"]
    _boxes(view)["Quality management"].click()
    assert [row[:2] for row in _rows(view)][:2] == [
        ("adviser A", "Quality management"),
        ("adviser B", "Quality management"),
    ]
    today = view.bridge.context.today
    view.person.left_on.set_date(today - dt.timedelta(days=1))
    view.commit_typing()
    assert {row[0] for row in _rows(view)} == {"adviser B"}
    view.people.which.setCurrentIndex(view.people.which.findData("left"))
    assert {row[0] for row in _rows(view)} == {"adviser A"}


def test_ticking_a_service_stays_with_the_person(view: BriefingView) -> None:
    view.people.table.setCurrentCell(3, 0)
    assert view.what.text() == "adviser B: Doors & windows"
    view.person.everything.click()
    _boxes(view)["Quality management"].click()
    assert view.person.name.text() == "adviser B"
    _boxes(view)["Quality management"].click()
    _boxes(view)["Doors & windows"].click()
    people = {item.name: item for item in view.bridge.snapshot.personnel.values()}
    assert people["adviser B"].services == (PRODUCT.id,)
    assert people["adviser A"].services is None


def test_a_quiz_ends_when_its_person_is_gone(view: BriefingView) -> None:
    view.quiz_button.click()
    view.bridge.workspace.remove(briefing.find_person(view.bridge.snapshot, "adviser A"))
    assert view.stack.currentIndex() == 0
    view.quiz_button.click()
    assert view.stack.currentIndex() == 0, "nobody is chosen"
    view.bridge.go(Place("briefing", record=briefing.find_person(view.bridge.snapshot, "adviser B").id))
    view.quiz_button.click()
    assert view.quiz.title.text() == "adviser B: Quality management"


def test_an_empty_name_is_refused_beside_the_form(view: BriefingView) -> None:
    view.person.name.setText(" ")
    view.commit_typing()
    assert "needs a name" in view.person.problem.text()
    assert briefing.find_person(view.bridge.snapshot, "adviser A")


def test_a_person_is_removed_after_asking(view: BriefingView, no_boxes: list[str]) -> None:
    view.person.remove_button.click()
    assert no_boxes
    assert "adviser A" in no_boxes[0]
    assert {row[0] for row in _rows(view)} == {"adviser B"}


def test_results_can_be_removed_and_attached(view: BriefingView) -> None:
    bridge = view.bridge
    person = briefing.find_person(bridge.snapshot, "adviser A")
    assert not view.attach_button.isEnabled()
    briefing.record(bridge.workspace, person, SYSTEM, bridge.context.today, 9, 10, ("claim:R10",))
    view.attach_button.click()
    (evidence,) = bridge.snapshot.evidence.values()
    assert evidence.file is not None
    (remove,) = (item for item in _shown_buttons(view) if item.text() == "Remove")
    remove.click()
    assert not bridge.snapshot.briefings


def test_reports_are_gone_to_for_the_service(view: BriefingView) -> None:
    went: list[Place] = []
    view.bridge.went.connect(went.append)
    view.handout_button.click()
    assert (went[0].view, went[0].record, went[0].filter) == ("reports", "handout", SYSTEM.id)


def test_a_service_with_results_is_removed_after_asking(view: BriefingView, desk: Desk, no_boxes: list[str]) -> None:
    bridge = view.bridge
    person = briefing.find_person(bridge.snapshot, "adviser A")
    briefing.record(bridge.workspace, person, SYSTEM, bridge.context.today, 9, 10)
    bridge.go(Place("services", record=SYSTEM.id))
    services = desk.stack.currentWidget()
    assert isinstance(services, ServicesView)
    services.remove_button.click()
    assert no_boxes == ["1 result of a briefing on 'Quality management' goes with it. Remove it?"]
    assert not bridge.snapshot.briefings
    bridge.go(Place("services", record=PRODUCT.id))
    services.remove_button.click()
    assert len(no_boxes) == 1
