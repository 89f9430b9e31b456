"""What follows from the schedule of services: assessments, separation, competence, wording, findings."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from readiness import library
from readiness.analysis import gaps, services
from readiness.analysis.findings import Context, Finding, Severity
from readiness.errors import NotAllowed
from readiness.model.record import new_id
from readiness.model.records import (
    Attachment,
    Attested,
    DocumentRead,
    Evaluated,
    Evidence,
    EvidenceKind,
    MarkPlace,
    Method,
    Saying,
    Service,
)
from readiness.tasks import begin
from readiness.workspace import Workspace
from tests.conftest import QUALITY_MANAGER, TODAY


def _found(workspace: Workspace, rule: str) -> list[Finding]:
    context = Context(library.crosswalk(), library.schemes(), TODAY)
    return [item for item in gaps.find(workspace.snapshot, context) if item.rule == rule]


def _systems(name: str = "Quality management", *, planned: bool = False) -> Service:
    return Service(
        id=new_id(), name=name, planned=planned, document="ISO 9001:2015", evaluated=(Evaluated.ORGANIZATION,),
        methods=(Method.AUDIT,), attested=Attested.SYSTEM, mark=MarkPlace.COMPANY,
    )  # fmt: skip


def _products(name: str = "Doors") -> Service:
    return Service(
        id=new_id(), name=name, document="Scheme S-1", evaluated=(Evaluated.PRODUCT,), methods=(Method.TESTING,),
        attested=Attested.PRODUCT, mark=MarkPlace.PRODUCT,
    )  # fmt: skip


def test_a_service_without_an_assessment_is_found(tmp_path: Path) -> None:
    with begin.new_workspace(tmp_path / "one", "Body", ["17021-1"], QUALITY_MANAGER) as workspace:
        workspace.put(_systems())
        assert _found(workspace, "service-without-assessment") == []
        workspace.put(_products())
        (finding,) = _found(workspace, "service-without-assessment")
        assert finding.severity is Severity.STOPS
        assert "17065" in finding.sentence


def test_a_planned_service_only_warns(tmp_path: Path) -> None:
    with begin.new_workspace(tmp_path / "one", "Body", ["17065"], QUALITY_MANAGER) as workspace:
        workspace.put(_systems(planned=True))
        (finding,) = _found(workspace, "service-without-assessment")
        assert finding.severity is Severity.WARNS


def test_an_assessment_that_no_service_is_for_is_noted_once_there_is_a_schedule(both: Workspace) -> None:
    assert _found(both, "assessment-without-service") == []
    both.put(_systems())
    (finding,) = _found(both, "assessment-without-service")
    assert "17065" in finding.sentence
    both.remove(next(iter(both.snapshot.services.values())))
    both.put(_products())
    (finding,) = _found(both, "assessment-without-service")
    assert "17021-1" in finding.sentence
    both.put(_systems())
    assert _found(both, "assessment-without-service") == []


def test_clear_services_are_no_findings(both: Workspace) -> None:
    both.put(_systems(), _products())
    rules = ("contradictory-service", "unsettled-service", "service-without-assessment", "assessment-without-service")
    assert [item for rule in rules for item in _found(both, rule)] == []


def test_the_same_document_in_a_service_of_its_own_is_no_contradiction(both: Workspace) -> None:
    """A maker whose system is certified to ISO 9001 may have its products certified under a scheme as well."""
    both.put(_systems("Quality management of makers of doors"), _products("Doors of the same makers"))
    assert _found(both, "contradictory-service") == []


def test_contradictions_and_open_questions_are_findings(both: Workspace) -> None:
    wrong = Service(id=new_id(), name="Label", document="ISO 9001:2015", evaluated=(Evaluated.ORGANIZATION,),
                    methods=(Method.AUDIT,), attested=Attested.PRODUCT)  # fmt: skip
    both.put(wrong, Service(id=new_id(), name="Unclear"))
    (contradiction,) = _found(both, "contradictory-service")
    assert contradiction.record == wrong.id
    assert contradiction.severity is Severity.STOPS
    (question,) = _found(both, "unsettled-service")
    assert question.severity is Severity.WARNS
    assert "Unclear" in question.sentence


def test_separation_follows_from_services_of_both_kinds(both: Workspace) -> None:
    both.put(_systems())
    assert not services.needs_separation(services.schedule(both.snapshot, library.schemes()))
    both.put(_products())
    assert services.needs_separation(services.schedule(both.snapshot, library.schemes()))
    assert len(services.apart(library.crosswalk())) == 50


def test_competence_and_wording_follow_the_standard() -> None:
    systems, products = (services.of(item, library.schemes()) for item in (_systems(), _products()))
    assert {item.standard for item in services.wording(systems)} == {"17021-1"}
    assert {item.standard for item in services.wording(products)} == {"17065"}
    for found in (systems, products):
        assert {item.use for item in services.wording(found)} == set(services.Use)
        assert all(found.service.document in item.text for item in services.wording(found))
    assert all(clause.startswith("17065:") for reason in services.competence(products) for clause in reason.clauses)
    assert services.wording(services.of(Service(id="x", name="Open"), library.schemes())) == ()


def test_a_service_needs_a_name_and_an_answer_its_source(both: Workspace) -> None:
    with pytest.raises(NotAllowed):
        both.put(Service(id=new_id(), name=" "))
    with pytest.raises(NotAllowed):
        both.put(Service(id=new_id(), name="Cosmetics", answered="17065"))
    both.put(Service(id=new_id(), name="Cosmetics", answered="17065", answer_source="letter of 3 May"))


def test_services_are_removed_undone_and_read_again(both: Workspace) -> None:
    service = _systems()
    both.put(service)
    both.remove(service)
    assert both.snapshot.services == {}
    both.undo()
    path = both.path
    both.close()
    with Workspace.open(path, QUALITY_MANAGER, read_only=True) as again:
        assert again.snapshot.services == {service.id: service}
        assert [commit.sentence for commit in again.history()][1] == "Removed the service 'Quality management'"


def _procedure(workspace: Workspace, number: str = "P-101", kind: EvidenceKind = EvidenceKind.PROCEDURE) -> None:
    workspace.put(Evidence(id=new_id(), title="How we work", reference=number, kind=kind))


@pytest.mark.parametrize("number", ["P-101", "p - 101"])
def test_one_procedure_for_services_of_both_standards_is_found(both: Workspace, number: str) -> None:
    _procedure(both)
    both.put(
        msgspec.structs.replace(_systems(), procedures=("P-101",)),
        msgspec.structs.replace(_products(), procedures=("P-201", number)),
    )
    (finding,) = _found(both, "shared-procedure")
    assert finding.severity is Severity.STOPS
    assert "'Quality management'" in finding.sentence
    assert "'Doors'" in finding.sentence


def test_a_procedure_for_a_planned_service_only_warns(both: Workspace) -> None:
    _procedure(both)
    both.put(
        msgspec.structs.replace(_systems(planned=True), procedures=("P-101",)),
        msgspec.structs.replace(_products(), procedures=("P-101",)),
    )
    assert [item.severity for item in _found(both, "shared-procedure")] == [Severity.WARNS]


@pytest.mark.parametrize(
    ("left", "right", "kind"),
    [
        ("P-101", "P-201", EvidenceKind.PROCEDURE),
        ("P-101", "", EvidenceKind.PROCEDURE),
        ("QM-1", "QM-1", EvidenceKind.MANUAL),
        ("unknown", "unknown", EvidenceKind.PROCEDURE),
    ],
    ids=["one for each", "only one has any", "a manual for both", "not in the register"],
)
def test_procedures_apart_and_a_manual_for_both_are_fine(
    both: Workspace, left: str, right: str, kind: EvidenceKind
) -> None:
    for number in ("P-101", "P-201", "QM-1"):
        _procedure(both, number, kind)
    both.put(
        msgspec.structs.replace(_systems(), procedures=(left,)),
        msgspec.structs.replace(_products(), procedures=(right,) if right else ()),
    )
    assert _found(both, "shared-procedure") == []


def test_a_document_removed_is_no_procedure_any_more(both: Workspace) -> None:
    _procedure(both)
    both.put(
        msgspec.structs.replace(_systems(), procedures=("P-101",)),
        msgspec.structs.replace(_products(), procedures=("P-101",)),
    )
    both.remove(next(iter(both.snapshot.evidence.values())))
    assert _found(both, "shared-procedure") == []


def test_terms_of_system_audits_in_the_procedure_of_a_product_service_are_found(both: Workspace) -> None:
    file = Attachment(name="P-201.docx", sha256="0" * 64, size=1)
    read = DocumentRead(sha256="0" * 64, sayings=(Saying(what="stages", quoted="Stage 1 is on site", where="page 1"),))
    both.put(Evidence(id=new_id(), title="Doors", reference="P-201", file=file, read=read))
    both.put(msgspec.structs.replace(_products(), procedures=("P-201",)))
    (finding,) = _found(both, "system-terms")
    assert finding.severity is Severity.STOPS
    assert "the service 'Doors'" in finding.sentence
    both.put(msgspec.structs.replace(_systems(), procedures=("P-201",)))
    both.remove(next(item for item in both.snapshot.services.values() if item.name == "Doors"))
    assert _found(both, "system-terms") == []
