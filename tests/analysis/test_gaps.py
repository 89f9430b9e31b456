"""The rules over answers: each with what it must find and what it must leave alone."""

from __future__ import annotations

import datetime as dt

import msgspec
import pytest

from readiness import library
from readiness.analysis import gaps
from readiness.analysis.findings import Context, Finding, Severity
from readiness.model.record import new_id
from readiness.model.records import Action, ActionState, Citation, Evidence, Rating, Role, Target, Weight
from readiness.workspace import Workspace
from tests.conftest import TODAY


def _found(workspace: Workspace, rule: str, number: str = "") -> list[Finding]:
    found = gaps.find(workspace.snapshot, Context(library.crosswalk(), library.schemes(), TODAY))
    return [
        item
        for item in found
        if item.rule == rule and (not number or any(i.startswith(number) for i in item.requirements))
    ]


def _cited(workspace: Workspace, requirement: str, *roles: Role, **fields: object) -> Evidence:
    evidence = Evidence(id=new_id(), title="Document", **fields)  # type: ignore[arg-type]
    assessment, leaves = workspace.snapshot.locate(requirement)
    uses = [(assessment, leaves, Citation(evidence=evidence.id, role=role)) for role in roles]
    workspace.put(evidence, uses=uses)
    return evidence


def _rate(workspace: Workspace, requirement: str, rating: Rating, **fields: object) -> None:
    assessment, leaves = workspace.snapshot.locate(requirement)
    workspace.answer(assessment, leaves, rating=rating, **fields)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("rating", "weight", "rule", "severity"),
    [
        (Rating.NONCONFORMING, Weight.UNSET, "nonconforming", Severity.STOPS),
        (Rating.NONCONFORMING, Weight.MAJOR, "nonconforming", Severity.STOPS),
        (Rating.NONCONFORMING, Weight.MINOR, "nonconforming", Severity.WARNS),
        (Rating.PARTLY, Weight.MAJOR, "partly-conforming", Severity.STOPS),
        (Rating.PARTLY, Weight.MINOR, "partly-conforming", Severity.WARNS),
        (Rating.PARTLY, Weight.UNSET, "partly-conforming", Severity.WARNS),
    ],
)
def test_gaps_stop_or_warn_by_weight(
    both: Workspace, rating: Rating, weight: Weight, rule: str, severity: Severity
) -> None:
    _rate(both, "17065:7.5.1", rating, weight=weight)
    (finding,) = _found(both, rule)
    assert finding.severity is severity
    assert finding.requirements == ("7.5.1",)
    assert "7.5.1" in finding.sentence


def test_letters_of_a_clause_make_one_finding_with_the_heaviest_weight(both: Workspace) -> None:
    assessment, stem = both.snapshot.locate("4.1.2.2")
    both.answer(assessment, stem[:4], rating=Rating.PARTLY, weight=Weight.MINOR)
    both.answer(assessment, stem[2:3], weight=Weight.MAJOR)
    (finding,) = _found(both, "partly-conforming")
    assert finding.severity is Severity.STOPS
    assert "4.1.2.2 a) to d)" in finding.sentence
    assert "major" in finding.sentence


def test_what_is_not_assessed_stops_and_guidance_does_not(both: Workspace) -> None:
    (finding,) = _found(both, "not-assessed", "9.4.8.2")
    assert finding.severity is Severity.STOPS
    assert len(finding.requirements) == 18
    (guidance,) = _found(both, "not-assessed", "A.2.10")
    assert guidance.severity is Severity.NOTES
    _rate(both, "9.4.8.2", Rating.CONFORMING)
    assert _found(both, "not-assessed", "9.4.8.2") == []


def test_the_other_option_is_never_found_missing(both: Workspace) -> None:
    assert _found(both, "not-assessed", "10.3.1") == []
    assert _found(both, "not-assessed", "10.2.1")


def test_conforming_with_both_roles_is_fine_with_one_or_none_it_is_not(both: Workspace) -> None:
    for number in ("17065:7.5.1", "17065:7.5.2", "17065:7.6.1", "17065:7.6.2"):
        _rate(both, number, Rating.CONFORMING)
    _cited(both, "17065:7.5.1", Role.LAID_DOWN, Role.SHOWN_BY)
    _cited(both, "17065:7.5.2", Role.LAID_DOWN)
    _cited(both, "17065:7.6.1", Role.SHOWN_BY)
    assert [item.requirements for item in _found(both, "without-evidence")] == [("7.6.2",)]
    assert [item.requirements for item in _found(both, "only-laid-down")] == [("7.5.2",)]
    assert [item.requirements for item in _found(both, "only-shown-by")] == [("7.6.1",)]


def test_evidence_expires_the_day_after_its_last(both: Workspace) -> None:
    _cited(both, "17065:7.5.1", Role.SHOWN_BY, valid_until=TODAY)
    old = _cited(both, "17065:7.5.2", Role.SHOWN_BY, valid_until=TODAY - dt.timedelta(days=1))
    both.put(Evidence(id=new_id(), title="uncited", valid_until=dt.date(2020, 1, 1)))
    (finding,) = _found(both, "expired-evidence")
    assert finding.evidence == (old.id,)
    assert finding.requirements == ("7.5.2",)


@pytest.mark.parametrize(
    ("state", "days", "overdue"),
    [
        (ActionState.OPEN, -1, True),
        (ActionState.IN_PROGRESS, -30, True),
        (ActionState.OPEN, 0, False),
        (ActionState.DONE, -1, False),
    ],
)
def test_actions_are_overdue_after_their_date(both: Workspace, state: ActionState, days: int, overdue: bool) -> None:
    both.put(Action(id="a1", title="Act", state=state, due=TODAY + dt.timedelta(days=days)))
    assert bool(_found(both, "overdue-action")) is overdue


def test_a_gap_wants_an_action(both: Workspace) -> None:
    _rate(both, "17065:7.5.1", Rating.PARTLY)
    assert _found(both, "gap-without-action")
    assessment, leaves = both.snapshot.locate("17065:7.5.1")
    both.put(Action(id="a1", title="Act", targets=(Target(assessment=assessment.id, requirement=leaves[0].id),)))
    assert _found(both, "gap-without-action") == []


def test_keys_are_unique_and_the_same_when_asked_again(both: Workspace) -> None:
    _rate(both, "17065:7.5.1", Rating.PARTLY)
    context = Context(library.crosswalk(), library.schemes(), TODAY)
    first, second = gaps.find(both.snapshot, context), gaps.find(both.snapshot, context)
    assert first == second
    assert len({item.key for item in first}) == len(first)


def test_the_verdict_lists_what_stops_and_holds_every_finding_once(both: Workspace) -> None:
    found = gaps.find(both.snapshot, Context(library.crosswalk(), library.schemes(), TODAY))
    verdict = gaps.verdict(found)
    assert not verdict.ready
    assert sorted(item.key for item in (*verdict.stops, *verdict.warns, *verdict.notes)) == sorted(
        item.key for item in found
    )
    assert gaps.verdict([item for item in found if item.severity is not Severity.STOPS]).ready


def test_a_place_in_an_older_revision_is_to_be_confirmed(both: Workspace) -> None:
    document = Evidence(id=new_id(), title="Complaints", revision="4")
    assessment, leaves = both.snapshot.locate("17065:4.1.2.2")
    placed = Citation(evidence=document.id, role=Role.LAID_DOWN, where="section 4")
    loose = Citation(evidence=document.id, role=Role.SHOWN_BY)
    both.put(document, uses=[(assessment, leaves, placed), (assessment, leaves, loose)])

    def found() -> list[Finding]:
        return _found(both, "place-to-confirm")

    assert found() == []
    both.put(msgspec.structs.replace(document, revision="5"))
    (finding,) = found()
    assert finding.severity is Severity.WARNS
    assert finding.requirements == tuple(leaf.id for leaf in leaves)
    assert "another revision; it has revision 5 now" in finding.sentence
    now = both.snapshot.evidence[document.id]
    both.revise(assessment, leaves[:1], lambda answer: answer.confirming(now, placed))
    assert found()[0].requirements == tuple(leaf.id for leaf in leaves[1:])
    both.put(msgspec.structs.replace(now, revision="4"))
    assert found()[0].requirements == (leaves[0].id,)
