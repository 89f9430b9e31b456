"""The way here: figures of past weeks are those that were shown then."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from readiness.analysis import trend
from readiness.analysis.figures import Tally, figures
from readiness.analysis.trend import Point
from readiness.model.history import Commit
from readiness.model.records import Rating
from readiness.tasks import begin
from readiness.tasks import trend as looking
from readiness.workspace import Workspace
from tests.conftest import QUALITY_MANAGER

MONDAY = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)


class _Clock:
    """A clock that is set by the test."""

    now = MONDAY

    def __call__(self) -> dt.datetime:
        return self.now


def _points(workspace: Workspace, today: dt.date) -> list[Point]:
    walk = trend.walk(workspace.snapshot, workspace.history(), trend.days(today))
    return [point for point in walk if point is not None]


def test_days_are_today_and_the_sundays_before() -> None:
    wednesday = dt.date(2026, 3, 4)
    assert trend.days(wednesday, 2) == (wednesday, dt.date(2026, 3, 1), dt.date(2026, 2, 22))
    sunday = dt.date(2026, 3, 8)
    assert trend.days(sunday, 2) == (sunday, dt.date(2026, 3, 1), dt.date(2026, 2, 22))


_NUMBERS = ("7.5.1", "7.6.2", "4.1.2.2", "17021-1:9.1.2.1")
_EDITS = st.lists(
    st.tuples(st.sampled_from(_NUMBERS), st.sampled_from(list(Rating)), st.integers(0, 9), st.booleans()), max_size=12
)


@given(_EDITS)
@hypothesis_settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_each_point_is_what_the_figures_were_on_that_day(
    tmp_path_factory: pytest.TempPathFactory, edits: list[tuple[str, Rating, int, bool]]
) -> None:
    clock = _Clock()
    path = tmp_path_factory.mktemp("trend") / "body"
    seen: dict[tuple[str, dt.date], tuple[Tally, Tally]] = {}

    def look(workspace: Workspace) -> None:
        """Remember what the figures are at the end of this day, until a later edit of that day."""
        for key, assessment in workspace.snapshot.assessments.items():
            counted = figures(workspace.snapshot, assessment)
            seen[key, clock.now.date()] = (counted.clauses, counted.letters)

    with begin.new_workspace(path, "Body", ["17021-1", "17065"], QUALITY_MANAGER, clock=clock) as workspace:
        look(workspace)
        for number, rating, days, back in edits:
            clock.now += dt.timedelta(days=days)
            workspace.answer(
                *workspace.snapshot.locate(number if ":" in number else f"17065:{number}"), rating=rating, reason="x"
            )
            if back:
                workspace.undo()
            look(workspace)
        points = _points(workspace, clock.now.date())
    for point in points:
        known = [day for key, day in seen if key == point.assessment and day <= point.day]
        assert (point.clauses, point.letters) == seen[point.assessment, max(known)]
    assert {point.day for point in points} == {day for day in trend.days(clock.now.date()) if day >= MONDAY.date()}


def test_before_an_assessment_began_it_has_no_points(tmp_path: Path) -> None:
    clock = _Clock()
    with begin.new_workspace(tmp_path / "body", "Body", ["17065"], QUALITY_MANAGER, clock=clock) as workspace:
        clock.now += dt.timedelta(weeks=3)
        added = begin.add_assessment(workspace, "17021-1", "Systems", "A")
        points = _points(workspace, clock.now.date())
    assert [point.day for point in points if point.assessment == added.id] == [clock.now.date()]
    assert len(points) == 5


def test_what_is_known_of_past_weeks_is_not_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = _Clock()
    with begin.new_workspace(tmp_path / "body", "Body", ["17065"], QUALITY_MANAGER, clock=clock) as workspace:
        assessment, leaves = workspace.snapshot.locate("7.5.1")
        for week in range(8):
            clock.now = MONDAY + dt.timedelta(weeks=week)
            workspace.answer(assessment, leaves, note=str(week), rating=Rating.CONFORMING)
        known = looking.Known()
        first = _looked(workspace, clock.now.date(), known)
        read: list[int] = []
        history = workspace.history

        def counted() -> Iterator[Commit]:
            for commit in history():
                read.append(commit.sequence)
                yield commit

        monkeypatch.setattr(workspace, "history", counted)
        second = _looked(workspace, clock.now.date(), known)
    assert first == second
    assert len(first.points[assessment.id]) == 8
    newest = workspace.snapshot.sequence
    assert min(read) >= newest - 6, "thirty days for the changes, and no commit for the weeks that are known"


def test_a_past_state_has_its_own_past(tmp_path: Path) -> None:
    clock = _Clock()
    path = tmp_path / "body"
    with begin.new_workspace(path, "Body", ["17065"], QUALITY_MANAGER, clock=clock) as workspace:
        assessment, leaves = workspace.snapshot.locate("7.5.1")
        workspace.answer(assessment, leaves, rating=Rating.CONFORMING)
        then = workspace.snapshot.sequence
        workspace.answer(assessment, leaves, rating=Rating.PARTLY)
        folder = workspace.path
    with Workspace.open(folder, QUALITY_MANAGER, read_only=True, at=then) as past:
        (point,) = _looked(past, clock.now.date(), looking.Known()).points[assessment.id]
    assert point.clauses.duties_conforming == 1


def _looked(workspace: Workspace, today: dt.date, known: looking.Known) -> looking.Past:
    steps = looking.look_back(workspace, today, known)
    while True:
        try:
            next(steps)
        except StopIteration as end:
            found: looking.Past = end.value
            return found
