"""Purging: the content is nowhere in the folder any more, and everything still verifies."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from readiness import places
from readiness.errors import Damage, DiskFault, NotAllowed
from readiness.model.briefing import Briefing, Person
from readiness.model.history import CommitKind
from readiness.model.record import new_id
from readiness.model.records import Citation, Evidence, Rating, Role
from readiness.workspace import Draft, Workspace, segments
from tests.conftest import QUALITY_MANAGER, TODAY
from tests.offered import PRODUCT

SECRET = "wrongly attached salary list"
CONTENT = b"names and salaries"
REASON = "a person's data, attached by mistake"


def _with_evidence(workspace: Workspace, tmp_path: Path) -> Evidence:
    source = tmp_path / "salaries.txt"
    source.write_bytes(CONTENT)
    evidence = Evidence(id=new_id(), title=SECRET, reference="P-99", file=workspace.stage(source))
    assessment, leaves = workspace.snapshot.locate("17065:7.5.1")
    workspace.answer(assessment, leaves, rating=Rating.CONFORMING)
    workspace.put(evidence, uses=[(assessment, leaves, Citation(evidence=evidence.id, role=Role.SHOWN_BY))])
    workspace.drafts.save(Draft(("evidence", evidence.id, "note"), f"note on {SECRET}"))
    workspace.view_copy(workspace.stage(source))
    workspace.checkpoint()
    return evidence


def _traces(folder: Path) -> list[str]:
    return sorted(
        str(path.relative_to(folder))
        for path in folder.rglob("*")
        if path.is_file() and (SECRET.encode() in path.read_bytes() or CONTENT in path.read_bytes())
    )


def _check(path: Path, evidence: Evidence) -> None:
    assert _traces(path) == []
    with Workspace.open(path, QUALITY_MANAGER) as again:
        assert again.verify() == ()
        assert evidence.id not in again.snapshot.evidence
        assessment, _ = again.snapshot.locate("17065:7.5.1")
        answer = again.snapshot.answer(assessment, "7.5.1")
        assert (answer.rating, answer.citations) == (Rating.CONFORMING, ())


@pytest.mark.parametrize("segment_bytes", [segments.SEGMENT_BYTES, 600])
def test_evidence_leaves_lines_files_drafts_and_copies(
    both: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, segment_bytes: int
) -> None:
    monkeypatch.setattr(segments, "SEGMENT_BYTES", segment_bytes)
    evidence = _with_evidence(both, tmp_path)
    assert len(_traces(both.path)) >= 4
    commit = both.purge(evidence, REASON)
    assert commit.kind is CommitKind.PURGE
    assert commit.sentence == f"Purged evidence with 1 file: {REASON}"
    assert both.next_undo is None
    assert both.undo() is None
    expected = both.snapshot
    both.close()
    _check(both.path, evidence)
    (both.path / "workspace.json").unlink()
    with Workspace.open(both.path, QUALITY_MANAGER, read_only=True) as replayed:
        assert replayed.snapshot == expected
        sentences = [item.sentence for item in replayed.history()]
        assert "(purged)" in sentences
        assert any(change.is_purged for item in replayed.history() for change in item.changes)


def test_a_file_that_other_evidence_needs_stays(both: Workspace, tmp_path: Path) -> None:
    evidence = _with_evidence(both, tmp_path)
    other = Evidence(id=new_id(), title="the same list, rightly here", file=evidence.file)
    both.put(other)
    both.purge(evidence, REASON)
    assert evidence.file is not None
    assert both.attachment_path(evidence.file).read_bytes() == CONTENT
    assert both.verify() == ()


def test_of_an_answer_goes_what_it_held_before(both: Workspace) -> None:
    assessment, leaves = both.snapshot.locate("17065:7.5.1")
    both.answer(assessment, leaves, rating=Rating.PARTLY, note=SECRET)
    both.answer(assessment, leaves, note="a neutral note")
    both.drafts.save(Draft((assessment.id, "7.5.1", "note"), SECRET))
    both.purge(both.snapshot.answer(assessment, "7.5.1"), REASON)
    expected = both.snapshot
    assert expected.answer(assessment, "7.5.1").note == "a neutral note"
    both.close()
    assert _traces(both.path) == []
    (both.path / "workspace.json").unlink()
    with Workspace.open(both.path, QUALITY_MANAGER) as again:
        assert again.snapshot == expected
        assert again.verify() == ()
        again.answer(assessment, leaves, note="further")
        assert again.undo() is not None


def test_a_person_goes_with_results_removed_before_and_the_sentences_that_name_them(both: Workspace) -> None:
    both.put(PRODUCT)
    person, other = Person(id=new_id(), name=SECRET), Person(id=new_id(), name="sales adviser B")
    both.put(person, other)
    results = [
        Briefing(id=new_id(), person=somebody.id, service=PRODUCT.id, date=TODAY, asked=10, right=right)
        for somebody, right in ((person, 4), (person, 9), (other, 8))
    ]
    for result in results:
        both.put(result)
    both.remove(results[0])
    both.put(msgspec.structs.replace(person, function="sales"))
    both.drafts.save(Draft((person.id, "name"), SECRET))
    both.checkpoint()
    assert len(_traces(both.path)) >= 3
    commit = both.purge(both.snapshot.personnel[person.id], REASON)
    assert commit.sentence == f"Purged a person with all results of briefings: {REASON}"
    expected = both.snapshot
    both.close()
    assert _traces(both.path) == []
    assert results[1].id.encode() not in (both.path / "workspace.json").read_bytes()
    (both.path / "workspace.json").unlink()
    with Workspace.open(both.path, QUALITY_MANAGER) as again:
        assert again.verify() == ()
        assert again.snapshot == expected
        assert list(again.snapshot.personnel) == [other.id]
        assert list(again.snapshot.briefings) == [results[2].id]
        bodies = [
            state for item in again.history() for change in item.changes for state in (change.before, change.after)
        ]
        assert not any(state and state.get("person") == person.id for state in bodies)


def test_of_a_service_goes_what_it_held_before(both: Workspace) -> None:
    both.put(msgspec.structs.replace(PRODUCT, note=SECRET))
    both.put(PRODUCT)
    both.purge(both.snapshot.services[PRODUCT.id], REASON)
    both.close()
    assert _traces(both.path) == []
    with Workspace.open(both.path, QUALITY_MANAGER) as again:
        assert again.verify() == ()
        assert again.snapshot.services[PRODUCT.id] == PRODUCT


def test_a_state_before_a_purge_opens_without_what_was_purged(both: Workspace, tmp_path: Path) -> None:
    evidence = _with_evidence(both, tmp_path)
    before = both.snapshot.sequence
    both.purge(evidence, REASON)
    past = both.snapshot_at(before)
    assert evidence.id not in past.evidence
    assert past.assessments == both.snapshot.assessments


def test_a_purge_needs_a_reason(both: Workspace, tmp_path: Path) -> None:
    evidence = _with_evidence(both, tmp_path)
    with pytest.raises(NotAllowed, match="needs a reason"):
        both.purge(evidence, " ")


def _refusing(real: Callable[..., object], at: int) -> Callable[..., object]:
    calls = iter(range(1_000))

    def refuse(*arguments: object) -> object:
        if next(calls) == at:
            raise DiskFault("refused", "")
        return real(*arguments)

    return refuse


@pytest.mark.parametrize("at", range(6))
def test_a_purge_cut_short_is_finished_at_the_next_opening(
    both: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at: int
) -> None:
    monkeypatch.setattr(segments, "SEGMENT_BYTES", 600)
    evidence = _with_evidence(both, tmp_path)
    with monkeypatch.context() as patched:
        patched.setattr(places, "write_whole", _refusing(places.write_whole, at))
        try:
            both.purge(evidence, REASON)
        except DiskFault:
            both._ledger.journal.close()
            assert both._lock is not None
            both._lock.release()
        else:
            both.close()
    with Workspace.open(both.path, QUALITY_MANAGER) as again:
        purged = any(commit.kind is CommitKind.PURGE for commit in again.history())
        assert not (both.path / "journal" / "purging").exists()
    if purged:
        _check(both.path, evidence)
    else:
        assert at == 0, "only before the note is written may nothing happen"


def test_a_note_that_is_not_ours_is_said(both: Workspace) -> None:
    both.close()
    (both.path / "journal" / "purging").write_text("{}", encoding="utf-8")
    with pytest.raises(Damage, match="not what this program wrote"):
        Workspace.open(both.path, QUALITY_MANAGER)


def test_nothing_of_it_is_in_the_checkpoint_either(both: Workspace, tmp_path: Path) -> None:
    evidence = _with_evidence(both, tmp_path)
    both.purge(evidence, REASON)
    tree = json.loads((both.path / "workspace.json").read_bytes())
    assert all(item["id"] != evidence.id for item in tree["evidence"].values())
