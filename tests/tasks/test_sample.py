"""The sample shows what the app is for, on any day, and every rule has something to say about it."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from pathlib import Path

import pytest

from readiness import places
from readiness.analysis.findings import Context, Finding
from readiness.analysis.gaps import RULES
from readiness.errors import WorkspaceExists
from readiness.model.records import ActionState, Rating
from readiness.tasks import sample, status
from readiness.workspace import Workspace
from tests.conftest import QUALITY_MANAGER, TODAY


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> sample.MadeSample:
    return sample.make(tmp_path_factory.mktemp("sample") / "body", TODAY, QUALITY_MANAGER)


@pytest.fixture(scope="module")
def workspace(made: sample.MadeSample) -> Workspace:
    return Workspace.open(made.workspace, QUALITY_MANAGER, read_only=True)


@pytest.fixture(scope="module")
def context() -> Context:
    return status.context(TODAY)


def _of(rule: str, workspace: Workspace, context: Context) -> list[Finding]:
    return [finding for item in RULES if item.key == rule for finding in item.find(workspace.snapshot, context)]


KEPT_RIGHT = {
    "one-record": "each standard has a risk register, competence records, certificate and mark rules of its own",
    "manual-names-both": "the manual names both standards",
    "shared-procedure": "services of each standard have procedures of their own",
    "service-without-assessment": "the body is assessed to both standards",
    "assessment-without-service": "there are services under both standards",
    "unread-documents": "all documents were looked through",
}
"""What the sample does right, so that there is something to see of that, too."""


@pytest.mark.parametrize("rule", [rule.key for rule in RULES])
def test_every_rule_finds_something_but_for_what_is_right(rule: str, workspace: Workspace, context: Context) -> None:
    assert bool(_of(rule, workspace, context)) == (rule not in KEPT_RIGHT)


def test_exactly_one_procedure_is_stretched_over_both_standards(workspace: Workspace, context: Context) -> None:
    (finding,) = _of("own-document", workspace, context)
    assert "P-07 Application review and planning" in finding.sentence
    assert "9.1.2.1" in finding.sentence
    assert "7.3.1" in finding.sentence


def test_exactly_one_answer_speaks_of_stages_in_product_certification(workspace: Workspace, context: Context) -> None:
    (finding,) = _of("stage-wording", workspace, context)
    assert finding.requirements == ("7.4.1",)


def test_answers_of_every_rating_and_actions_of_every_state(workspace: Workspace) -> None:
    snapshot = workspace.snapshot
    for assessment in snapshot.assessments.values():
        ratings = Counter(snapshot.answer(assessment, leaf.id).rating for leaf in snapshot.requirements(assessment))
        assert set(ratings) == set(Rating)
        answered = 1 - ratings[Rating.NOT_ASSESSED] / ratings.total()
        assert 0.6 < answered < 0.95
    assert {action.state for action in snapshot.actions.values()} == set(ActionState)


def test_files_are_attached_and_sound(workspace: Workspace) -> None:
    attached = [evidence for evidence in workspace.snapshot.evidence.values() if evidence.file]
    shipped = places.resources_folder() / "sample" / "files"
    assert len(attached) == len(list(shipped.iterdir())) >= 6
    assert workspace.verify() == ()


def test_every_piece_of_evidence_is_cited(workspace: Workspace) -> None:
    snapshot = workspace.snapshot
    idle = [item.title for item in snapshot.evidence.values() if not list(snapshot.uses_of(item.id))]
    assert idle == []


@pytest.mark.parametrize("today", [dt.date(2024, 2, 29), dt.date(2031, 12, 31)])
def test_it_is_the_same_on_any_day(today: dt.date, tmp_path: Path, made: sample.MadeSample) -> None:
    again = sample.make(tmp_path / "body", today, QUALITY_MANAGER)
    with Workspace.open(again.workspace, QUALITY_MANAGER, read_only=True) as other:
        found = status.findings(other.snapshot, today)
        assert max(commit.time.date() for commit in other.history()) <= today
    with Workspace.open(made.workspace, QUALITY_MANAGER, read_only=True) as first:
        expected = status.findings(first.snapshot, TODAY)
    assert Counter(finding.rule for finding in found) == Counter(finding.rule for finding in expected)


def test_a_second_sample_does_not_overwrite_the_first(made: sample.MadeSample) -> None:
    with pytest.raises(WorkspaceExists):
        sample.make(made.workspace, TODAY, QUALITY_MANAGER)
