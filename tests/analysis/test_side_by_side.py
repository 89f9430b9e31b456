"""Both standards topic by topic: sides, what is shared, and what must not be."""

from __future__ import annotations

from readiness import library
from readiness.analysis.side_by_side import Pair, pairs, sides
from readiness.model.crosswalk import Sharing
from readiness.model.record import new_id
from readiness.model.records import Citation, Evidence, Rating, Role
from readiness.workspace import Workspace


def _pairs(workspace: Workspace) -> dict[str, Pair]:
    crosswalk, snapshot = library.crosswalk(), workspace.snapshot
    (left,), (right,) = snapshot.assessments_of("17021-1"), snapshot.assessments_of("17065")
    found = pairs(crosswalk, sides(snapshot, crosswalk, left), sides(snapshot, crosswalk, right))
    return {pair.topic.topic: pair for pair in found}


def _cite(workspace: Workspace, evidence: str, *requirements: str, role: Role = Role.LAID_DOWN) -> None:
    for text in requirements:
        assessment, leaves = workspace.snapshot.locate(text)
        workspace.cite(assessment, leaves, Citation(evidence=evidence, role=role))


def _document(workspace: Workspace) -> str:
    record = Evidence(id=new_id(), title="A document")
    workspace.put(record)
    return record.id


def _topic(sharing: Sharing) -> tuple[str, str, str]:
    topic = next(item for item in library.crosswalk().topics if item.sharing is sharing and len(item.clauses) == 2)
    return topic.topic, topic.clauses["17021-1"][0], topic.clauses["17065"][0]


def _leaf(workspace: Workspace, standard: str, clause: str) -> str:
    (assessment,) = workspace.snapshot.assessments_of(standard)
    checklist = workspace.snapshot.checklist_of(assessment)
    asked = workspace.snapshot.requirements(assessment)
    leaf = next(leaf for leaf in asked if leaf.id == clause or leaf.id.startswith(f"{clause}."))
    return f"{checklist.short}:{leaf.id}"


def test_one_document_is_shared_where_it_may_be_and_mixed_up_where_it_must_not(both: Workspace) -> None:
    for sharing, mixed in ((Sharing.MAY_SHARE, False), (Sharing.OWN_DOCUMENT, True)):
        name, left, right = _topic(sharing)
        document = _document(both)
        _cite(both, document, _leaf(both, "17021-1", left), _leaf(both, "17065", right))
        pair = _pairs(both)[name]
        assert pair.shared == (document,)
        assert pair.is_mixed is mixed


def test_what_shows_practice_on_both_sides_is_no_document_for_both(both: Workspace) -> None:
    name, left, right = _topic(Sharing.OWN_DOCUMENT)
    record = _document(both)
    _cite(both, record, _leaf(both, "17021-1", left), _leaf(both, "17065", right), role=Role.SHOWN_BY)
    pair = _pairs(both)[name]
    assert pair.shared == ()
    assert not pair.is_mixed
    assert pair.left is not None
    assert pair.left.shown_by == (record,)


def test_a_side_is_rated_by_all_its_requirements_and_missing_where_its_standard_is_silent(both: Workspace) -> None:
    found = _pairs(both)
    assert any(pair.right is None for pair in found.values())
    assert any(pair.left is None for pair in found.values())
    pair = next(pair for pair in found.values() if pair.left and pair.right)
    assert pair.left is not None
    assert pair.left.rating is Rating.NOT_ASSESSED
    (assessment,) = both.snapshot.assessments_of("17021-1")
    both.answer(assessment, pair.left.leaves, rating=Rating.CONFORMING)
    again = _pairs(both)[pair.topic.topic]
    assert again.left is not None
    assert again.left.rating is Rating.CONFORMING
