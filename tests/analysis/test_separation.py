"""What the two standards must not share or mix: wrong cases, right cases, treacherous ones."""

from __future__ import annotations

import pytest

from readiness import library
from readiness.analysis import gaps
from readiness.analysis.findings import Context, Finding, Severity
from readiness.analysis.separation import nothing_found, speaks_of
from readiness.model.crosswalk import Sharing
from readiness.model.record import new_id
from readiness.model.records import Citation, Evidence, EvidenceKind, Role
from readiness.workspace import Workspace
from tests.conftest import TODAY


def _found(workspace: Workspace, rule: str) -> list[Finding]:
    found = gaps.find(workspace.snapshot, Context(library.crosswalk(), library.schemes(), TODAY))
    return [item for item in found if item.rule == rule]


def _cite(workspace: Workspace, title: str, role: Role, *requirements: str) -> Evidence:
    evidence = Evidence(id=new_id(), title=title, kind=EvidenceKind.PROCEDURE, reference="P-07")
    uses = [
        (*workspace.snapshot.locate(requirement), Citation(evidence=evidence.id, role=role))
        for requirement in requirements
    ]
    workspace.put(evidence, uses=uses)
    return evidence


def test_one_procedure_for_the_application_review_of_both_is_found(both: Workspace) -> None:
    evidence = _cite(both, "Application review", Role.LAID_DOWN, "17021-1:9.1.2.1", "17065:7.3.1")
    (finding,) = _found(both, "own-document")
    assert finding.severity is Severity.STOPS
    assert finding.evidence == (evidence.id,)
    assert "9.1.2.1" in finding.sentence
    assert "7.3.1" in finding.sentence
    assert "P-07 Application review" in finding.sentence
    assert finding.other_assessment != finding.assessment
    assert all(item.startswith("7.3.1") for item in finding.other_requirements)


def test_one_competence_criterion_for_auditors_and_evaluators_is_found(both: Workspace) -> None:
    _cite(both, "Competence criteria", Role.LAID_DOWN, "17021-1:7.1.2", "17065:6.1.2.1")
    assert len(_found(both, "own-document")) == 1


def test_a_manual_for_both_is_fine_and_so_are_two_procedures(both: Workspace) -> None:
    _cite(both, "Management system manual", Role.LAID_DOWN, "17021-1:10.2.2", "17065:8.2.4")
    _cite(both, "Complaints", Role.LAID_DOWN, "17021-1:9.8.1", "17065:7.13.1")
    _cite(both, "Application review, systems", Role.LAID_DOWN, "17021-1:9.1.2.1")
    _cite(both, "Application review, products", Role.LAID_DOWN, "17065:7.3.1")
    assert _found(both, "own-document") == []


def test_records_may_show_both_and_unrelated_clauses_are_no_topic(both: Workspace) -> None:
    _cite(both, "Minutes", Role.SHOWN_BY, "17021-1:9.1.2.1", "17065:7.3.1")
    _cite(both, "Two unrelated places", Role.LAID_DOWN, "17021-1:9.1.2.1", "17065:8.3.1")
    assert _found(both, "own-document") == []


def test_the_finding_goes_when_one_side_gets_its_own_document(both: Workspace) -> None:
    evidence = _cite(both, "Application review", Role.LAID_DOWN, "17021-1:9.1.2.1", "17065:7.3.1")
    products, leaves = both.snapshot.locate("17065:7.3.1")
    both.answer(products, leaves, citations=())
    assert _found(both, "own-document") == []
    assert list(both.snapshot.uses_of(evidence.id))


def test_topics_that_may_be_shared_and_not_are_both_in_the_crosswalk() -> None:
    kinds = [topic.sharing for topic in library.crosswalk().topics]
    assert kinds.count(Sharing.OWN_DOCUMENT) > 20
    assert kinds.count(Sharing.MAY_SHARE) > 10


@pytest.mark.parametrize(
    "text",
    [
        "The evaluation starts with a Stage 1 audit.",
        "Product files hold stage-2 reports",
        "Initial evaluation: stage I and stage II at the factory",
        "Das Audit der Stufe 1 findet beim Hersteller statt.",
        "Nach dem Stufe-2-Audit wird entschieden",
        "Erstprüfung in Stufe 1 und Stufe 2",
        "We do not test in summer. Stage Two follows in autumn.",
        "STAGE1 is done on documents",
    ],
)
def test_stage_wording_is_found(both: Workspace, text: str) -> None:
    assessment, leaves = both.snapshot.locate("17065:7.4.1")
    both.answer(assessment, leaves, note=text)
    (finding,) = _found(both, "stage-wording")
    assert finding.requirements == ("7.4.1",)
    assert finding.severity is Severity.STOPS


@pytest.mark.parametrize(
    "text",
    [
        "There is no Stage 1 or Stage 2 in this scheme.",
        "The words Stage 1 and Stage 2 are not used here: never write Stage 1 in a product file.",
        "Stage 1 belongs to management-system audits, and we keep it there.",
        "The evaluation has four stages; stage 12 of the press is inspected.",
        "Backstage 1 was inspected.",
        "Die Preisstufe 1 gilt für kleine Hersteller; Sicherheitsstufe 2 des Labors.",
        "Fertigungsstufe 2 des Herstellers wurde geprüft.",
        "Es gibt kein Audit der Stufe 1 und der Stufe 2.",
        "Stufe 1 und Stufe 2 werden hier nicht verwendet.",
        "Das Audit der Stufe 1 gehört zur Zertifizierung eines Managementsystems und wird hier nicht geführt",
        "A type test comes first, then the inspection.",
    ],
)
def test_denials_and_other_stages_are_left_alone(both: Workspace, text: str) -> None:
    assessment, leaves = both.snapshot.locate("17065:7.4.1")
    both.answer(assessment, leaves, note=text)
    assert _found(both, "stage-wording") == []


def test_stage_wording_is_right_for_management_systems(both: Workspace) -> None:
    assessment, leaves = both.snapshot.locate("17021-1:9.3.1.1")
    both.answer(assessment, leaves, note="Stage 1 and Stage 2 are planned apart.")
    assert _found(both, "stage-wording") == []


def test_the_title_and_place_of_what_is_cited_count_too(both: Workspace) -> None:
    evidence = _cite(both, "Stage 2 audit report template", Role.LAID_DOWN, "17065:7.4.9")
    (finding,) = _found(both, "stage-wording")
    assert finding.evidence == (evidence.id,)


def test_the_sentence_is_quoted() -> None:
    assert speaks_of("All fine. Then Stage 1 follows! End") == "Then Stage 1 follows"


def test_that_nothing_is_mixed_up_is_not_said_of_what_was_not_compared(both: Workspace) -> None:
    assessments = list(both.snapshot.assessments.values())
    assert nothing_found(both.snapshot, assessments).startswith("Nothing could be compared yet")
    assert nothing_found(both.snapshot, assessments[:1]).startswith("One standard only")
    _cite(both, "P-01", Role.LAID_DOWN, "17021-1:9.1.2.1")
    assert nothing_found(both.snapshot, assessments).startswith("Nothing is mixed up")
