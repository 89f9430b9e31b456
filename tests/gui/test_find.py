"""Find everywhere: what is typed is found in all that was written, shown by kind, and gone to."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from readiness import library
from readiness.analysis.full_text import Index, Page
from readiness.gui.assessment import AssessmentView
from readiness.gui.bridge import Bridge, Place
from readiness.gui.desk import Desk
from readiness.gui.evidence import EvidenceView
from readiness.gui.find import FindView
from readiness.gui.guides import GuidesView
from readiness.gui.marked import MarkedRows, Row
from readiness.gui.window import MainWindow
from readiness.model.record import new_id
from readiness.model.records import Action, Citation, Evidence, Rating, Role
from readiness.model.snapshot import Snapshot


@pytest.fixture
def filled(bridge: Bridge) -> Bridge:
    evidence = Evidence(id=new_id(), title="Application review", reference="P-07", note="kept by the deputy")
    assessment, leaves = bridge.snapshot.locate("17065:4.1.2.2")
    bridge.workspace.put(evidence)
    bridge.workspace.cite(assessment, leaves, Citation(evidence=evidence.id, role=Role.LAID_DOWN, where="sheet 7"))
    bridge.workspace.answer(assessment, leaves, rating=Rating.PARTLY, note="Muster der Verträge needs the deputy")
    bridge.workspace.put(Action(id=new_id(), title="Amend", cause="template of the deputy"))
    return bridge


@pytest.fixture
def find(window: MainWindow, desk: Desk, filled: Bridge) -> FindView:
    window.actions_by_key["find"].trigger()
    view = desk.stack.currentWidget()
    assert isinstance(view, FindView)
    return view


def _type(view: FindView, text: str) -> list[Row]:
    view.line.setText(text)
    view.search()
    model = view.list.rows
    return [row for number in range(model.rowCount()) if (row := model.row(model.index(number))) is not None]


def test_it_is_reached_by_its_key_and_is_no_place_of_the_side_bar(
    window: MainWindow, find: FindView, desk: Desk
) -> None:
    assert window.actions_by_key["find"].shortcut().toString() == "Ctrl+Shift+F"
    assert desk.places.count() == 12
    assert desk.places.currentRow() == -1
    assert find.line.hasFocus() or window.focusWidget() is find.line
    desk.places.setFocus()
    assert isinstance(desk.stack.currentWidget(), FindView)
    desk.back()
    assert desk.places.currentItem().text() == "Overview"
    desk.forward()
    assert isinstance(desk.stack.currentWidget(), FindView)


def test_a_place_is_chosen_by_a_click_and_by_keys_while_none_is_marked(
    qtbot: QtBot, find: FindView, desk: Desk
) -> None:
    item = desk.places.item(0)
    position = desk.places.visualItemRect(item).center()
    qtbot.mouseClick(desk.places.viewport(), Qt.MouseButton.LeftButton, pos=position)
    assert desk.places.currentItem() is item
    assert not isinstance(desk.stack.currentWidget(), FindView)


def test_the_kinds_stand_apart_with_their_counts(find: FindView) -> None:
    rows = _type(find, "deputy")
    headings = [row.title for row in rows if row.goal is None]
    assert {"Answers: 1", "Evidence: 1", "Actions: 1"} <= set(headings)
    assert find.count.text().endswith("found")
    (answer,) = (row for row in rows if row.title.startswith("4.1.2.2  "))
    assert answer.excerpt == "Note: Muster der Verträge needs the deputy"
    assert answer.detail == "ISO/IEC 17065:2012"


def test_found_words_are_marked_in_title_and_excerpt_also_where_accents_differ(find: FindView) -> None:
    (row,) = (row for row in _type(find, "vertrage muster") if row.goal is not None)
    assert [row.excerpt[start : start + length] for start, length in row.marks] == ["Muster", "Verträge"]


def test_marks_are_bold_and_underlined_not_only_coloured(qtbot: QtBot, find: FindView) -> None:
    """The same text with and without marks, painted in one colour, differs: the marks are shapes."""
    shown = MarkedRows("Found")
    qtbot.addWidget(shown)
    shown.resize(400, 80)

    def picture(marks: tuple[tuple[int, int], ...]) -> QImage:
        shown.show_rows([Row(title="heading"), Row(title="title", excerpt="some needle here", marks=marks, goal=1)])
        return shown.grab().toImage().convertToFormat(QImage.Format.Format_Mono)

    assert picture(((5, 6),)) != picture(())


def test_enter_goes_to_the_clause_and_back_leads_to_what_was_found(qtbot: QtBot, find: FindView, desk: Desk) -> None:
    qtbot.keyClicks(find.line, "muster")
    qtbot.keyClick(find.line, Qt.Key.Key_Return)
    view = desk.stack.currentWidget()
    assert isinstance(view, AssessmentView)
    assert view.pane.leaves[0].id == "4.1.2.2.a"
    desk.back()
    assert desk.stack.currentWidget() is find
    assert find.line.text() == "muster"
    assert find.list.chosen() is not None


def test_keys_in_the_line_choose_and_pass_over_headings(qtbot: QtBot, find: FindView) -> None:
    rows = _type(find, "deputy")
    chosen = []
    for _ in range(sum(row.goal is not None for row in rows)):
        row = find.list.chosen()
        assert row is not None
        assert row.goal is not None
        chosen.append(row)
        qtbot.keyClick(find.line, Qt.Key.Key_Down)
    assert chosen == [row for row in rows if row.goal is not None]


@pytest.mark.parametrize(
    ("typed", "kind"), [("kept by", EvidenceView), ("holding both", GuidesView), ("p07", EvidenceView)]
)
def test_a_click_goes_there(qtbot: QtBot, find: FindView, desk: Desk, typed: str, kind: type[object]) -> None:
    rows = _type(find, typed)
    (first, *_) = (number for number, row in enumerate(rows) if row.goal is not None)
    rectangle = find.list.visualRect(find.list.rows.index(first))
    qtbot.mouseClick(find.list.viewport(), Qt.MouseButton.LeftButton, pos=rectangle.center())
    assert isinstance(desk.stack.currentWidget(), kind)


def test_a_guide_opens_where_the_words_stand(qtbot: QtBot, find: FindView, desk: Desk, filled: Bridge) -> None:
    last = library.guides()[-1]
    sentence = next(
        line for line in reversed(last.markdown.split("\n")) if line and line[0].isalpha() and "[" not in line
    )
    words = " ".join(sentence.replace("*", "").split()[:5])
    goal = next(row.goal for row in _type(find, words) if isinstance(row.goal, Place) and row.goal.record == last.name)
    assert isinstance(goal, Place)
    filled.go(goal)
    view = desk.stack.currentWidget()
    assert isinstance(view, GuidesView)
    assert view.page.verticalScrollBar().value() > 0
    cursor = view.page.textCursor()
    assert cursor.selectedText().casefold() == words.split()[0].casefold()
    assert 0 <= view.page.cursorRect(cursor).top() < view.page.viewport().height()


def test_helping_texts_and_guides_are_found(find: FindView, filled: Bridge) -> None:
    goals = [row.goal for row in _type(find, "impartiality") if isinstance(row.goal, Place)]
    assert {goal.view for goal in goals} >= {"assessment", "guides"}
    checklist = next(iter(filled.snapshot.checklists.values()))
    clause = next(clause for clause in checklist.clauses if clause.pitfall)
    found = _type(find, " ".join(clause.pitfall.split()[:6]))
    assert any(row.title.startswith(clause.number) and "Where it goes wrong" in row.excerpt for row in found)
    assert any(
        isinstance(row.goal, Place) and row.goal.record == "comparison" for row in _type(find, "comparison chart")
    )


def test_a_change_is_found_at_once_and_the_row_chosen_stays(find: FindView, filled: Bridge) -> None:
    _type(find, "deputy")
    find.list.setCurrentIndex(find.list.rows.index(3))
    chosen = find.list.chosen()
    filled.workspace.put(Evidence(id=new_id(), title="Deputy appointed"))
    titles = [find.list.rows.index(number).data() for number in range(find.list.rows.rowCount())]
    assert "Deputy appointed" in titles
    after = find.list.chosen()
    assert chosen is not None
    assert after is not None
    assert after.goal == chosen.goal


def test_nothing_typed_says_what_is_searched_and_nothing_found_what_to_try(find: FindView) -> None:
    assert _type(find, "") == []
    assert "Every word must be there" in find.count.text()
    assert _type(find, "no such thing zyx") == []
    assert "fewer letters" in find.count.text()


def test_typing_is_searched_after_a_moment(qtbot: QtBot, find: FindView) -> None:
    qtbot.keyClicks(find.line, "deputy")
    qtbot.waitUntil(lambda: find.list.rows.rowCount() > 3, timeout=2_000)


def test_the_texts_are_folded_ahead_one_assessment_at_a_time(
    qtbot: QtBot, filled: Bridge, monkeypatch: pytest.MonkeyPatch
) -> None:
    folded: list[int] = []
    of = Index.of

    def counted(snapshot: Snapshot, pages: Iterable[Page] = (), before: Index | None = None) -> Index:
        made = of(snapshot, pages, before)
        folded.append(sum(bool(documents) for documents in made.answers.values()))
        return made

    assessment, leaves = filled.snapshot.locate("17021-1:9.1.2.1")
    filled.workspace.answer(assessment, leaves, note="needle")
    monkeypatch.setattr(Index, "of", counted)
    view = FindView(filled)
    qtbot.addWidget(view)
    assert folded == []
    qtbot.waitUntil(lambda: len(folded) == 2)
    assert folded == [1, 2]
    assert len(_type(view, "needle")) == 2


def test_the_list_keeps_qts_rules(find: FindView) -> None:
    tester = QAbstractItemModelTester(find.list.rows, QAbstractItemModelTester.FailureReportingMode.Fatal)
    for typed in ("deputy", "e", "", "7.4"):
        _type(find, typed)
        find.grab()
    assert tester.model() is find.list.rows


def test_user_text_is_never_read_as_markup(find: FindView, filled: Bridge) -> None:
    assessment, leaves = filled.snapshot.locate("17065:7.5.1")
    filled.workspace.answer(assessment, leaves, note="<b>bold</b> 😀 & needle 😀 end")
    (row,) = (row for row in _type(find, "needle end") if row.goal is not None)
    assert row.excerpt == "Note: <b>bold</b> 😀 & needle 😀 end"
    find.grab()
