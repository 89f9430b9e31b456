"""What changed of late: net of what was taken back, with the person whose change stands."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from readiness.analysis.recent import Happening, What, recent
from readiness.model.history import Author, Commit
from readiness.model.record import new_id
from readiness.model.records import Action, ActionState, Evidence, Rating
from readiness.tasks import begin
from readiness.workspace import Workspace
from tests.conftest import QUALITY_MANAGER

NOON = dt.datetime(2026, 3, 2, 12, tzinfo=dt.UTC)
DEPUTY = Author("deputy")


class _Clock:
    """A clock that is set by the test."""

    now = NOON

    def __call__(self) -> dt.datetime:
        return self.now


@pytest.fixture
def clock() -> _Clock:
    return _Clock()


@pytest.fixture
def workspace(tmp_path: Path, clock: _Clock) -> Iterator[Workspace]:
    with begin.new_workspace(tmp_path / "body", "Body", ["17065"], QUALITY_MANAGER, clock=clock) as opened:
        yield opened


def _since(workspace: Workspace, day: dt.date) -> tuple[Happening, ...]:
    return recent(workspace.history(), day)


def _rate(workspace: Workspace, number: str, rating: Rating) -> None:
    workspace.answer(*workspace.snapshot.locate(number), rating=rating)


def test_answers_rated_and_gaps_opened_and_closed_are_told_apart(workspace: Workspace, clock: _Clock) -> None:
    _rate(workspace, "7.5.1", Rating.PARTLY)
    clock.now = NOON + dt.timedelta(days=40)
    workspace.author = DEPUTY
    _rate(workspace, "7.5.1", Rating.CONFORMING)
    _rate(workspace, "7.6.2", Rating.NONCONFORMING)
    _rate(workspace, "7.4.1", Rating.CONFORMING)
    found = _since(workspace, NOON.date() + dt.timedelta(days=10))
    assert [(item.what, item.requirement) for item in found if item.what is not What.RATED] == [
        (What.GAP_OPENED, "7.6.2"),
        (What.GAP_CLOSED, "7.5.1"),
    ]
    assert {item.requirement for item in found if item.what is What.RATED} == {"7.5.1", "7.6.2", "7.4.1"}
    assert {item.author for item in found} == {"deputy"}


def test_what_was_taken_back_is_no_change(workspace: Workspace) -> None:
    _rate(workspace, "7.5.1", Rating.NONCONFORMING)
    workspace.undo()
    _rate(workspace, "7.6.2", Rating.CONFORMING)
    _rate(workspace, "7.6.2", Rating.NOT_ASSESSED)
    assert _since(workspace, NOON.date()) == ()


def test_the_one_who_rated_last_is_named_not_the_one_who_noted_something(workspace: Workspace) -> None:
    _rate(workspace, "7.5.1", Rating.CONFORMING)
    workspace.author = DEPUTY
    workspace.answer(*workspace.snapshot.locate("7.5.1"), note="seen")
    (only,) = _since(workspace, NOON.date())
    assert (only.what, only.author) == (What.RATED, str(QUALITY_MANAGER))


def test_evidence_added_and_revised_and_actions_closed(workspace: Workspace, clock: _Clock) -> None:
    old, new = Evidence(id=new_id(), title="Manual", revision="1"), Evidence(id=new_id(), title="Procedure")
    action = Action(id=new_id(), title="Write it down")
    workspace.put(old)
    workspace.put(action)
    clock.now = NOON + dt.timedelta(days=20)
    workspace.put(new)
    workspace.put(msgspec.structs.replace(old, revision="2"))
    workspace.put(msgspec.structs.replace(new, note="a note is no revision"))
    workspace.put(msgspec.structs.replace(action, state=ActionState.CLOSED, effectiveness="looked at"))
    found = {item.what: item.record for item in _since(workspace, clock.now.date())}
    assert found == {
        What.EVIDENCE_ADDED: new.id,
        What.EVIDENCE_REVISED: old.id,
        What.ACTION_CLOSED: action.id,
    }


def test_what_is_gone_again_is_not_told(workspace: Workspace) -> None:
    evidence = Evidence(id=new_id(), title="Manual")
    workspace.put(evidence)
    workspace.remove(evidence)
    assert _since(workspace, NOON.date()) == ()


def test_the_walk_stops_at_the_day(workspace: Workspace, clock: _Clock) -> None:
    _rate(workspace, "7.5.1", Rating.CONFORMING)
    clock.now = NOON + dt.timedelta(days=40)
    _rate(workspace, "7.6.2", Rating.CONFORMING)
    read: list[int] = []

    def walk() -> Iterator[Commit]:
        for commit in workspace.history():
            read.append(commit.sequence)
            yield commit

    recent(walk(), clock.now.date())
    assert len(read) == 2


def test_purged_content_is_left_out(workspace: Workspace) -> None:
    evidence = Evidence(id=new_id(), title="Manual")
    workspace.put(evidence)
    workspace.purge(evidence, "named a person")
    assert _since(workspace, NOON.date()) == ()
