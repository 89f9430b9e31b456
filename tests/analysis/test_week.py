"""What is due this week, and whose it is."""

from __future__ import annotations

import datetime as dt

import pytest

from readiness.analysis.week import Due, Kind, due
from readiness.model.history import Author
from readiness.model.record import new_id
from readiness.model.records import Action, ActionState, Citation, Evidence, Rating, Role
from readiness.workspace import Workspace
from tests.conftest import QUALITY_MANAGER, TODAY


def _day(days: int) -> dt.date:
    return TODAY + dt.timedelta(days=days)


def _due(workspace: Workspace, me: Author = QUALITY_MANAGER) -> tuple[Due, ...]:
    return due(workspace.snapshot, TODAY, me)


@pytest.mark.parametrize(
    ("days", "listed", "late"), [(-1, True, True), (0, True, False), (7, True, False), (8, False, False)]
)
def test_actions_are_due_within_seven_days_or_late(both: Workspace, days: int, listed: bool, late: bool) -> None:
    both.put(Action(id=new_id(), title="Act", due=_day(days), owner="lead auditor A"))
    found = _due(both)
    assert bool(found) is listed
    assert [item.late for item in found] == ([late] if listed else [])


def test_finished_actions_and_answers_are_not_due(both: Workspace) -> None:
    both.put(Action(id=new_id(), title="Act", due=_day(-3), state=ActionState.DONE))
    assessment, leaves = both.snapshot.locate("17065:7.5.1")
    both.answer(assessment, leaves, rating=Rating.CONFORMING, due=_day(1))
    assert _due(both) == ()
    both.answer(assessment, leaves, rating=Rating.PARTLY)
    assert [item.kind for item in _due(both)] == [Kind.ANSWER]


def test_letters_with_one_date_and_person_are_one_line(both: Workspace) -> None:
    assessment, stem = both.snapshot.locate("17021-1:9.4.8.2")
    both.answer(assessment, stem, due=_day(2), responsible="QM")
    both.answer(assessment, stem[:1], responsible="lead auditor A")
    found = _due(both)
    assert sorted((len(item.leaves), item.person, item.mine) for item in found) == [
        (1, "lead auditor A", False),
        (17, "QM", True),
    ]


def test_evidence_expires_within_thirty_days_and_once_expired_counts_while_cited(both: Workspace) -> None:
    soon = Evidence(id=new_id(), title="Soon", valid_until=_day(30), owner="Quality Manager ")
    later = Evidence(id=new_id(), title="Later", valid_until=_day(31))
    unused = Evidence(id=new_id(), title="Expired, unused", valid_until=_day(-1))
    used = Evidence(id=new_id(), title="Expired", reference="C-1", valid_until=_day(-1))
    for record in (soon, later, unused, used):
        both.put(record)
    assessment, leaves = both.snapshot.locate("17065:7.5.1")
    both.cite(assessment, leaves, Citation(evidence=used.id, role=Role.SHOWN_BY))
    assert [(item.title, item.late, item.mine) for item in _due(both)] == [
        ("C-1 Expired", True, False),
        ("Soon", False, True),
    ]


def test_nobody_owns_what_names_nobody(both: Workspace) -> None:
    both.put(Action(id=new_id(), title="Act", due=_day(1)))
    assert [item.mine for item in _due(both, Author(""))] == [False]
