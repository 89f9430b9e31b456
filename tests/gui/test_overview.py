"""The overview: every bar and number leads to its rows; the past, what is due, and the first steps."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Generator

import msgspec
import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QTableWidget, QWidget
from pytestqt.qtbot import QtBot

from readiness import words
from readiness.errors import Damage
from readiness.gui.assessment import AssessmentView
from readiness.gui.bars import GroupBar
from readiness.gui.bridge import Bridge, Place
from readiness.gui.desk import Desk
from readiness.gui.flow import Link
from readiness.gui.overview import OverviewView
from readiness.gui.overview import view as view_module
from readiness.gui.overview.slices import Slices
from readiness.gui.window import MainWindow
from readiness.model.record import new_id
from readiness.model.records import Action, Citation, Evidence, Rating, Role, Weight
from readiness.tasks import trend


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have a page that takes the place of another made at once, however slow the machine is."""
    monkeypatch.setattr(view_module, "_AT_ONCE_SECONDS", 60)


@pytest.fixture
def overview(qtbot: QtBot, bridge: Bridge, desk: Desk) -> OverviewView:
    bridge.go(Place("overview"))
    view = desk.stack.currentWidget()
    assert isinstance(view, OverviewView)
    qtbot.waitUntil(lambda: view.is_idle)
    return view


def _rate(bridge: Bridge, where: str, rating: Rating, weight: Weight = Weight.UNSET) -> None:
    assessment, leaves = bridge.snapshot.locate(where)
    fields = {"weight": weight} if weight is not Weight.UNSET else {}
    bridge.workspace.answer(assessment, leaves, rating=rating, **fields)  # type: ignore[arg-type]


def _link(view: QWidget, text: str) -> Link:
    """Give the link whose text or name begins with a text."""
    found = [item for item in view.findChildren(Link) if text in (item.text(), item.accessibleName())]
    assert found, [item.text() for item in view.findChildren(Link)]
    return found[0]


def _assessment(desk: Desk) -> AssessmentView:
    view = desk.stack.currentWidget()
    assert isinstance(view, AssessmentView)
    return view


def _shown(view: AssessmentView) -> set[str]:
    return {leaf.id for node in view.model.clauses() if node.is_ratable for leaf in node.leaves}


# Bars and numbers


def _bar(overview: OverviewView, standard: str, number: str) -> GroupBar:
    for card in overview.cards.values():
        for bar in card.bars.bars:
            if bar.group.number == number and standard in bar.accessibleName():
                return bar
    raise AssertionError(number)


def test_a_piece_of_a_bar_opens_the_group_filtered_accordingly(
    bridge: Bridge, desk: Desk, overview: OverviewView
) -> None:
    _rate(bridge, "17065:7.5.1", Rating.NONCONFORMING)
    _rate(bridge, "17065:7.6.2", Rating.CONFORMING)
    bar = _bar(overview, "17065", "7.5")
    gap = next(piece for rating, piece in bar.pieces() if rating is Rating.NONCONFORMING)
    QTest.mouseClick(bar, Qt.MouseButton.LeftButton, pos=gap.center().toPoint())
    shown = _assessment(desk)
    assert shown.quick.currentData() == "gaps"
    assert _shown(shown) == {"7.5.1"}
    assert shown.tree.currentIndex().data().startswith("7.5")


def test_the_count_opens_what_is_rated_and_the_title_all(bridge: Bridge, desk: Desk, overview: OverviewView) -> None:
    _rate(bridge, "17065:7.5.1", Rating.CONFORMING)
    bar = _bar(overview, "17065", "7.5")
    QTest.mouseClick(bar, Qt.MouseButton.LeftButton, pos=QPoint(bar.width() - 12, bar.height() // 2))
    assert _assessment(desk).quick.currentData() == "rated"
    assert _shown(_assessment(desk)) == {"7.5.1"}
    desk.back()
    assert isinstance(desk.stack.currentWidget(), OverviewView)
    assert bar.filter_at(20) == ""


def test_bars_are_worked_by_the_keyboard_alone(
    qtbot: QtBot, window: MainWindow, bridge: Bridge, desk: Desk, overview: OverviewView
) -> None:
    _rate(bridge, "17065:4.2.1", Rating.CONFORMING)
    bars = overview.cards[bridge.snapshot.assessments_of("17065")[0].id].bars.bars
    assert [bar.focusPolicy() is Qt.FocusPolicy.StrongFocus for bar in bars].count(True) == 1
    bars[0].setFocus()
    QTest.keyClick(bars[0], Qt.Key.Key_Down)
    second = bars[1]
    assert second.hasFocus()
    assert second.focusPolicy() is Qt.FocusPolicy.StrongFocus, "Tab comes back to the bar that was left"
    QTest.keyClick(second, Qt.Key.Key_Right)
    assert second.accessibleName().endswith("4.2 1 conforming")
    QTest.keyClick(second, Qt.Key.Key_Return)
    assert _assessment(desk).quick.currentData() == "conforming"
    assert _shown(_assessment(desk)) == {"4.2.1"}


def test_every_bar_says_its_counts(overview: OverviewView) -> None:
    bars = [bar for card in overview.cards.values() for bar in card.bars.bars]
    names = [bar.accessibleName() for bar in bars]
    assert len(set(names)) == len(names) > 30
    assert all("not assessed" in name for name in names)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("ISO/IEC 17065:2012, Single requirements: 2 of 221 (1 %) rated", "rated"),
        ("ISO/IEC 17065:2012, Clauses: 1 of 2 (50 %) conforming", "conforming"),
        ("1 major gap", "major"),
    ],
)
def test_every_figure_leads_to_the_rows_that_it_counts(
    bridge: Bridge, desk: Desk, overview: OverviewView, text: str, wanted: str
) -> None:
    _rate(bridge, "17065:7.5.1", Rating.NONCONFORMING, Weight.MAJOR)
    _rate(bridge, "17065:7.4.1", Rating.CONFORMING)
    _link(overview, text).click()
    assert _assessment(desk).quick.currentData() == wanted


def _fold(overview: OverviewView) -> QAbstractButton:
    return next(item for item in overview.findChildren(QAbstractButton) if item.text().startswith("What stops it"))


def test_what_stops_is_counted_by_rule_and_standard_with_links_to_the_rows(
    bridge: Bridge, desk: Desk, overview: OverviewView
) -> None:
    fold = _fold(overview)
    fold.click()
    assert fold.isChecked()
    link = next(item for item in overview.findChildren(Link) if item.accessibleName().startswith("Not assessed: 17065"))
    assert link.isVisible()
    link.click()
    assert _assessment(desk).quick.currentData() == "open"
    bridge.go(Place("overview"))
    _rate(bridge, "17065:7.5.1", Rating.CONFORMING)
    assert _fold(overview).isChecked(), "what was unfolded stays so"


def test_too_many_findings_of_a_rule_lead_to_the_filtered_checklist(
    bridge: Bridge, desk: Desk, overview: OverviewView
) -> None:
    more = [item for item in overview.findChildren(Link) if " more in 17" in item.text()]
    assert len(more) == 2
    more[1].click()
    assert _assessment(desk).quick.currentData() == "open"


def test_few_more_findings_are_shown_in_place(bridge: Bridge, desk: Desk, overview: OverviewView) -> None:
    for where in ("7.5.1", "7.6.2", "7.4.1", "4.2.1", "4.3.1"):
        _rate(bridge, f"17065:{where}", Rating.NONCONFORMING)
    more = next(item for item in overview.findChildren(Link) if item.accessibleName() == "Nonconforming: show 2 more")
    more.click()
    texts = [item.text() for item in overview.findChildren(Link) if ": nonconforming" in item.text()]
    assert len(texts) == 5
    assert isinstance(QApplication.focusWidget(), Link), "the keyboard goes on with the first that was shown"


# The past


def test_the_way_here_is_drawn_with_its_numbers(
    qtbot: QtBot, bridge: Bridge, overview: OverviewView, monkeypatch: pytest.MonkeyPatch
) -> None:
    card = next(iter(overview.cards.values()))
    assert card.chart.isHidden()
    assert card._no_chart.isVisible(), "the first week has no way yet"
    now = dt.datetime.now(dt.UTC)
    monkeypatch.setattr(bridge.workspace, "_clock", lambda: now + dt.timedelta(days=8))
    today = (now + dt.timedelta(days=8)).date()
    _rate(bridge, "17021-1:9.1.2.1", Rating.CONFORMING)
    steps = trend.look_back(bridge.workspace, today, trend.Known())
    past = _finished(steps)
    card = next(iter(overview.cards.values()))
    card.show_points(past.points[next(iter(overview.cards))])
    assert card.chart.isVisible()
    assert len(card.chart.shapes()) > 6
    assert "1 of 208 clauses rated (1 %), 1 of them conforming (100 %)" in card.chart.accessibleDescription()
    card.numbers_fold.click()
    (table,) = card.findChildren(QTableWidget)
    assert table.isVisible()
    assert table.model().index(0, 1).data() == "1 of 208 (1 %)"
    assert table.model().index(table.rowCount() - 1, 2).data() == "0 of 0 (none rated)"
    card.numbers_fold.click()
    assert not table.isVisible()


def _finished(steps: trend.Looking) -> trend.Past:
    while True:
        try:
            next(steps)
        except StopIteration as end:
            found: trend.Past = end.value
            return found


def test_what_changed_in_thirty_days_names_people_and_leads_there(
    qtbot: QtBot, bridge: Bridge, desk: Desk, overview: OverviewView
) -> None:
    bridge.workspace.put(Evidence(id=new_id(), title="Manual", reference="M-01"))
    _rate(bridge, "17065:7.5.1", Rating.PARTLY)
    qtbot.waitUntil(lambda: overview.is_idle)
    texts = _texts(overview)
    assert "1 gap opened, by quality manager (QM)" in texts
    assert "1 piece of evidence added, by quality manager (QM)" in texts
    _link(overview, "1 gap opened: 17065 7.5.1").click()
    assert _assessment(desk).pane.leaves[0].id == "7.5.1"


def _texts(view: QWidget) -> list[str]:
    return [str(item.property("text")) for item in view.findChildren(QWidget) if item.property("text")]


def test_what_is_shown_again_is_not_looked_up_again(
    qtbot: QtBot, bridge: Bridge, desk: Desk, overview: OverviewView, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[object] = []
    monkeypatch.setattr(trend, "look_back", lambda *given: begun.append(given))
    bridge.go(Place("evidence"))
    bridge.go(Place("overview"))
    assert begun == []
    assert overview.changes is not None


def test_a_journal_that_cannot_be_read_is_said_in_place(
    qtbot: QtBot, bridge: Bridge, overview: OverviewView, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken() -> object:
        raise Damage("Line 3 is damaged.", "Recover it.")

    monkeypatch.setattr(bridge.workspace, "history", broken)
    _rate(bridge, "17065:7.5.1", Rating.PARTLY)
    qtbot.waitUntil(lambda: overview.is_idle)
    assert any("Line 3 is damaged." in text for text in _texts(overview))


def test_slices_leave_the_window_room_and_can_be_dropped(qtbot: QtBot) -> None:
    done: list[int] = []
    failed: list[Exception] = []
    slices: Slices[int] = Slices(done.append, failed.append)

    def work(steps: int) -> Generator[None, None, int]:
        for _ in range(steps):
            QTest.qSleep(2)
            yield
        return steps

    slices.start(work(50))
    assert not slices.is_idle
    assert done == []
    slices.stop()
    slices.start(work(20))
    qtbot.waitUntil(lambda: slices.is_idle)
    assert (done, failed) == ([20], [])


def test_leaving_the_overview_leaves_the_history_alone(
    qtbot: QtBot, bridge: Bridge, desk: Desk, overview: OverviewView
) -> None:
    _rate(bridge, "17065:7.5.1", Rating.PARTLY)
    bridge.go(Place("evidence"))
    assert overview.is_idle


# What is due


def test_what_is_due_this_week_leads_there_and_may_be_only_mine(
    bridge: Bridge, desk: Desk, overview: OverviewView
) -> None:
    today = bridge.context.today
    mine = Action(id=new_id(), title="Write it down", due=today, owner="QM")
    bridge.workspace.put(mine)
    bridge.workspace.put(Action(id=new_id(), title="Observe", due=today - dt.timedelta(days=1), owner="lead auditor A"))
    bridge.workspace.put(Evidence(id=new_id(), title="Certificate", valid_until=today + dt.timedelta(days=20)))
    assert overview.due is not None
    links = overview.due.findChildren(Link)
    assert [item.text().split(" · ")[1] for item in links] == [
        "late",
        "Action: Write it down",
        "Evidence expires: Certificate",
    ]
    assert links[1].text().endswith("QM (yours)")
    assert _link(overview, "3 due this week, 1 of them late, 1 yours").isVisible()
    overview.due.only_mine.click()
    visible = [item for item in overview.due.findChildren(Link) if not item.isHidden() and item.isVisible()]
    assert [item.text().split(" · ")[1] for item in visible] == ["Action: Write it down"]
    visible[0].click()
    assert desk.here() == Place("actions", record=mine.id)


def test_nothing_due_says_what_would_come_here(overview: OverviewView) -> None:
    assert any(text.startswith("Nothing is due.") for text in _texts(overview))
    assert any(text.startswith("None yet. What is done about a gap") for text in _texts(overview))


# The first steps


def test_a_new_workspace_shows_three_steps_until_they_are_done(
    bridge: Bridge, desk: Desk, overview: OverviewView
) -> None:
    assert {"1. Choose a clause and rate it", "2. Cite the evidence", "3. Print the gap report"} <= set(
        _texts(overview)
    )
    _link(overview, "1. Choose a clause and rate it").click()
    assert isinstance(desk.stack.currentWidget(), AssessmentView)
    bridge.go(Place("overview"))
    _rate(bridge, "17065:7.5.1", Rating.CONFORMING)
    assert "✓ Choose a clause and rate it" in _texts(overview)
    evidence = Evidence(id=new_id(), title="Manual")
    assessment, leaves = bridge.snapshot.locate("17065:7.5.1")
    bridge.workspace.put(evidence, uses=[(assessment, leaves, Citation(evidence=evidence.id, role=Role.LAID_DOWN))])
    assert not any("Print the gap report" in text for text in _texts(overview))


def test_names_for_assistive_technology_are_there_once(bridge: Bridge, overview: OverviewView) -> None:
    _rate(bridge, "17065:7.5.1", Rating.NONCONFORMING, Weight.MAJOR)
    bridge.workspace.put(Action(id=new_id(), title="Act", due=bridge.context.today))
    named = [
        item.accessibleName() or (item.text() if isinstance(item, QAbstractButton) else "")
        for item in overview.findChildren(QWidget)
        if item.focusPolicy() != Qt.FocusPolicy.NoFocus and item.isVisible()
    ]
    assert [name for name, count in Counter(named).items() if count > 1 and name] == []


def test_what_users_named_is_never_read_as_markup(bridge: Bridge, overview: OverviewView) -> None:
    organization = msgspec.structs.replace(bridge.snapshot.organization, accreditation_body="<b>National</b> body")
    bridge.workspace.put(organization)
    (label,) = [item for item in overview.findChildren(QLabel) if "National" in item.text()]
    assert label.textFormat() is Qt.TextFormat.PlainText


def test_the_tip_says_what_is_under_the_mouse(qtbot: QtBot, bridge: Bridge, overview: OverviewView) -> None:
    _rate(bridge, "17065:7.5.1", Rating.NONCONFORMING)
    bar = _bar(overview, "17065", "7.5")
    for rating, piece in bar.pieces():
        place = piece.center()
        none, button = Qt.KeyboardModifier.NoModifier, Qt.MouseButton.NoButton
        bar.mouseMoveEvent(QMouseEvent(QEvent.Type.MouseMove, place, bar.mapToGlobal(place), button, button, none))
        assert bar.toolTip().split("\n")[0] == f"{bar.group.letters.ratings[rating]} {words.rating(rating)}"


def test_the_first_page_is_painted_before_it_is_complete(window: MainWindow, bridge: Bridge) -> None:
    path = bridge.workspace.path
    window.close_workspace()
    window.open_workspace(path)
    assert window.desk is not None
    view = window.desk.stack.currentWidget()
    assert isinstance(view, OverviewView)
    assert "Body" in _texts(view)
    assert not view.is_idle
    assert view.cards == {}


def test_a_page_that_is_left_half_made_is_made_again(
    qtbot: QtBot, window: MainWindow, bridge: Bridge, desk: Desk
) -> None:
    path = bridge.workspace.path
    window.close_workspace()
    window.open_workspace(path)
    assert window.desk is not None
    view = window.desk.stack.currentWidget()
    assert isinstance(view, OverviewView)
    window.desk.go(Place("evidence"))
    assert view.is_idle
    window.desk.go(Place("overview"))
    qtbot.waitUntil(lambda: view.is_idle)
    assert len(view.cards) == 2


def test_the_keyboard_stays_where_it_was_when_the_page_is_made_anew(
    qtbot: QtBot, window: MainWindow, bridge: Bridge, overview: OverviewView
) -> None:
    _link(overview, "ISO/IEC 17065:2012").setFocus()
    _rate(bridge, "17065:7.5.1", Rating.CONFORMING)
    qtbot.waitUntil(lambda: overview.is_idle)
    focused = QApplication.focusWidget()
    assert focused is not None
    assert focused.accessibleName() == "ISO/IEC 17065:2012"
