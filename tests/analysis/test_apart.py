"""Documents and records that mix the two standards: wrong cases, right cases, treacherous ones."""

from __future__ import annotations

import hashlib

import pytest

from readiness import library
from readiness.analysis import apart, gaps
from readiness.analysis.findings import Context, Finding, Severity
from readiness.analysis.side_by_side import Kept, kept, pairs, sides
from readiness.model.record import new_id
from readiness.model.records import Attachment, Citation, DocumentRead, Evidence, EvidenceKind, Role, Saying
from readiness.workspace import Workspace
from tests.conftest import TODAY

SHA = hashlib.sha256(b"").hexdigest()
FILE = Attachment(name="P-1.docx", sha256=SHA, size=0)
STAGES = DocumentRead(sha256=SHA, sayings=(Saying(what="stages", quoted="Stage 1 is on site", where="page 2"),))
DAYS = DocumentRead(sha256=SHA, sayings=(Saying(what="audit-days", quoted="three audit days"),))


def _found(workspace: Workspace, rule: str) -> list[Finding]:
    context = Context(library.crosswalk(), library.schemes(), TODAY)
    return [item for item in gaps.find(workspace.snapshot, context) if item.rule == rule]


def _evidence(
    workspace: Workspace,
    *uses: str,
    role: Role = Role.LAID_DOWN,
    kind: EvidenceKind = EvidenceKind.PROCEDURE,
    read: DocumentRead | None = None,
    file: Attachment | None = FILE,
) -> Evidence:
    """Add evidence cited as 'REQUIREMENT@PLACE'."""
    record = Evidence(id=new_id(), title="Document", reference="P-1", kind=kind, file=file, read=read)
    placed = []
    for use in uses:
        requirement, _, where = use.partition("@")
        placed.append((*workspace.snapshot.locate(requirement), Citation(evidence=record.id, role=role, where=where)))
    workspace.put(record, uses=placed)
    return record


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("Stage 1 is done at the client's office.", "stages"),
        ("The initial evaluation has a stage-2 audit on site.", "stages"),
        ("Three audit days are planned for the factory.", "audit-days"),
        ("The number of auditor man-days follows table 3.", "audit-days"),
        ("Die Audittage werden im Angebot genannt.", "audit-days"),
        ("Every year a surveillance audit takes place.", "surveillance-audit"),
        ("Im zweiten Jahr folgt das Überwachungsaudit.", "surveillance-audit"),
        ("Before expiry there is a re-certification audit.", "surveillance-audit"),
    ],
)
def test_terms_of_system_audits_are_picked_with_their_place(text: str, what: str) -> None:
    (saying,) = apart.sayings([("Evaluation follows the scheme.", "page 1"), (text, "page 2, paragraph 3")])
    assert saying.what == what
    assert saying.where == "page 2, paragraph 3"
    assert saying.quoted in text


@pytest.mark.parametrize(
    "text",
    [
        "There is no Stage 1 and no Stage 2 in product certification.",
        "Surveillance audits are not part of this scheme.",
        "Audit days belong to management-system certification, see P-101.",
        "The product is kept under surveillance; samples are drawn yearly.",
        "The factory is inspected each year.",
        "An audit of the documents took two days.",
        "Es gibt keine Überwachungsaudits, sondern Werksinspektionen.",
        "The price stage 3 applies from ten licences.",
    ],
)
def test_what_is_denied_or_means_something_else_is_left_alone(text: str) -> None:
    assert apart.sayings([(text, "")]) == ()


def test_no_more_than_twenty_sayings_are_kept_and_long_ones_are_cut() -> None:
    found = apart.sayings([("x" * 500 + " Stage 1 is done", "")] * 50)
    assert len(found) == 20
    assert all(len(item.quoted) <= 200 for item in found)


def test_the_standards_that_a_text_names_are_found() -> None:
    assert apart.named(["ISO/IEC 17021-1:2015 and", "ISO/IEC 17065"]) == ("17021-1", "17065")
    assert apart.named(["no. 170651 of the catalogue"]) == ()


def test_stages_in_the_text_of_a_product_procedure_stop(both: Workspace) -> None:
    record = _evidence(both, "17065:7.4.1", read=STAGES)
    (finding,) = _found(both, "system-terms")
    assert finding.severity is Severity.STOPS
    assert finding.evidence == (record.id,)
    assert "Stage 1 is on site" in finding.sentence
    assert "page 2" in finding.sentence


def test_audit_days_only_warn(both: Workspace) -> None:
    _evidence(both, "17065:7.4.1", read=DAYS)
    assert [item.severity for item in _found(both, "system-terms")] == [Severity.WARNS]


def test_the_same_words_in_a_procedure_for_systems_are_right(both: Workspace) -> None:
    _evidence(both, "17021-1:9.3.1.1", read=STAGES)
    _evidence(both, "17065:7.4.1", role=Role.SHOWN_BY, read=STAGES)
    assert _found(both, "system-terms") == []


def test_a_reading_of_an_earlier_file_does_not_count(both: Workspace) -> None:
    _evidence(both, "17065:7.4.1", read=STAGES, file=Attachment(name="P-1.docx", sha256="1" * 64, size=0))
    assert _found(both, "system-terms") == []
    (finding,) = _found(both, "unread-documents")
    assert finding.severity is Severity.NOTES


def test_what_was_read_or_has_no_file_is_not_to_be_read(both: Workspace) -> None:
    _evidence(both, "17065:7.4.1", read=DocumentRead(sha256=SHA))
    _evidence(both, "17065:7.4.1", file=None)
    _evidence(both, "17065:7.4.1", role=Role.SHOWN_BY)
    assert apart.to_read(both.snapshot) == ()
    assert _found(both, "unread-documents") == []


PLACES_APART = [
    ("Annex A (ISO/IEC 17021-1)", "Annex B (ISO/IEC 17065)"),
    ("Annex A", "Annex B"),
    ("Part 1, section 4", "Part 2, section 4"),
    ("Anhang 1", "Anhang 2"),
]
PLACES_MIXED = [
    ("", ""),
    ("section 4", "section 4"),
    ("section 4", "section 5"),
    ("Annex A", "Annex A"),
    ("Annex A", ""),
]


@pytest.mark.parametrize(("left", "right"), PLACES_APART)
def test_a_document_with_a_part_for_each_is_fine(both: Workspace, left: str, right: str) -> None:
    _evidence(both, f"17021-1:9.1.2.1@{left}", f"17065:7.3.1@{right}", read=STAGES)
    assert _found(both, "own-document") == []
    assert _found(both, "system-terms") == []


@pytest.mark.parametrize(("left", "right"), PLACES_MIXED)
def test_a_document_without_parts_of_its_own_is_not(both: Workspace, left: str, right: str) -> None:
    _evidence(both, f"17021-1:9.1.2.1@{left}", f"17065:7.3.1@{right}", read=STAGES)
    assert len(_found(both, "own-document")) == 1
    assert [item.severity for item in _found(both, "system-terms")] == [Severity.WARNS]


def test_the_matrix_says_the_same_as_the_findings(both: Workspace) -> None:
    _evidence(both, "17021-1:9.1.2.1@Annex A", "17065:7.3.1@Annex B")
    _evidence(both, "17021-1:5.1.1", "17065:4.1.1")
    _evidence(both, "17021-1:8.2.2", "17065:7.7.1")
    _evidence(both, "17021-1:5.1.2")
    _evidence(both, "17065:4.1.2.1")
    (left,), (right,) = (both.snapshot.assessments_of(item) for item in ("17021-1", "17065"))
    crosswalk, snapshot = library.crosswalk(), both.snapshot
    found = pairs(crosswalk, sides(snapshot, crosswalk, left), sides(snapshot, crosswalk, right))
    states = {pair.topic.topic: kept(snapshot, left, right, pair) for pair in found}
    assert states["Application review"] is Kept.PARTS
    assert states["Legal entity"] is Kept.SHARED
    assert states["Certificate content"] is Kept.MIXED
    assert states["Certification agreement"] is Kept.OWN
    assert states["Surveillance"] is Kept.OPEN


@pytest.mark.parametrize(
    ("left", "right", "words"),
    [
        ("5.2.3", "4.2.3", "one impartiality risk assessment"),
        ("7.1.2", "6.1.2.1", "one competence record"),
        ("8.2.2", "7.7.1", "one certificate template"),
        ("8.3.1", "4.1.3.1", "one set of mark rules"),
    ],
)
def test_one_record_for_both_is_found(both: Workspace, left: str, right: str, words: str) -> None:
    _evidence(both, f"17021-1:{left}", f"17065:{right}", role=Role.SHOWN_BY, kind=EvidenceKind.REGISTER)
    (finding,) = _found(both, "one-record")
    assert finding.severity is Severity.WARNS
    assert words in finding.sentence


def test_records_with_a_place_for_each_or_of_other_topics_are_fine(both: Workspace) -> None:
    _evidence(both, "17021-1:5.2.3@sheet Systems", "17065:4.2.3@sheet Products", role=Role.SHOWN_BY)
    _evidence(both, "17021-1:10.2.6.1", "17065:8.6.1", role=Role.SHOWN_BY)
    _evidence(both, "17021-1:5.2.3", role=Role.SHOWN_BY)
    _evidence(both, "17065:4.2.3", role=Role.SHOWN_BY)
    assert _found(both, "one-record") == []


@pytest.mark.parametrize(
    ("names", "missing"),
    [(("17021-1",), ["17065"]), (("17065",), ["17021-1"]), ((), ["17021-1", "17065"])],
)
def test_a_manual_for_both_must_name_both(both: Workspace, names: tuple[str, ...], missing: list[str]) -> None:
    read = DocumentRead(sha256=SHA, names=names)
    _evidence(both, "17021-1:10.2.2", "17065:8.2.4", kind=EvidenceKind.MANUAL, read=read)
    (finding,) = _found(both, "manual-names-both")
    assert [short for short in ("17021-1", "17065") if f"ISO/IEC {short}" in finding.sentence] == missing


@pytest.mark.parametrize(
    ("kind", "read"),
    [
        (EvidenceKind.MANUAL, DocumentRead(sha256=SHA, names=("17021-1", "17065"))),
        (EvidenceKind.MANUAL, DocumentRead(sha256=SHA, problem="protected")),
        (EvidenceKind.MANUAL, None),
        (EvidenceKind.PROCEDURE, DocumentRead(sha256=SHA)),
    ],
)
def test_a_manual_that_does_or_could_not_be_read_or_is_none_is_not_found(
    both: Workspace, kind: EvidenceKind, read: DocumentRead | None
) -> None:
    _evidence(both, "17021-1:10.2.2", "17065:8.2.4", kind=kind, read=read)
    assert _found(both, "manual-names-both") == []
