"""After a purge: nothing names what is gone, the past opens without it, and what was cut short is never forgotten."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec
import pytest
from filelock import FileLock

from readiness.errors import Damage, DiskFault, Unfinished, UnknownName
from readiness.model.briefing import Briefing, Person
from readiness.model.history import CommitKind, RecordChange
from readiness.model.record import new_id
from readiness.model.records import Action, Citation, Evidence, Rating, Role, Target
from readiness.model.snapshot import Snapshot
from readiness.report.kinds import KINDS
from readiness.report.request import Request
from readiness.tasks import register, report
from readiness.workspace import Backups, Workspace, backups, utc_now, wholeness
from tests.conftest import QUALITY_MANAGER, TODAY
from tests.offered import PRODUCT

TITLE = "Contract ZETACORP"
WHERE = "page ZETAPAGE"
CONTENT = b"ZETACONTENT"
REASON = "belongs to another client"


def _attached(workspace: Workspace, tmp_path: Path, title: str = TITLE, content: bytes = CONTENT) -> Evidence:
    source = tmp_path / "contract.txt"
    source.write_bytes(content)
    return Evidence(id=new_id(), title=title, reference="Z-1", file=workspace.stage(source))


def _cited(workspace: Workspace, tmp_path: Path) -> Evidence:
    """Cite a piece of evidence with a place, undo and redo that, and answer on with it."""
    evidence = _attached(workspace, tmp_path)
    workspace.put(evidence)
    assessment, leaves = workspace.snapshot.locate("17065:7.5.1")
    workspace.cite(assessment, leaves, Citation(evidence=evidence.id, role=Role.SHOWN_BY, where=WHERE))
    workspace.undo()
    workspace.redo()
    workspace.answer(assessment, leaves, rating=Rating.CONFORMING)
    return evidence


def _holding(folder: Path, *texts: str) -> list[str]:
    return sorted(
        f"{path.relative_to(folder)}: {text}"
        for path in folder.rglob("*")
        for text in texts
        if path.is_file() and text.encode() in path.read_bytes()
    )


def _cited_in(snapshot: Snapshot) -> set[str]:
    answers = (answer for by_number in snapshot.answers.values() for answer in by_number.values())
    return {citation.evidence for answer in answers for citation in answer.citations}


@contextmanager
def _backups_held(workspace: Workspace) -> Iterator[None]:
    with FileLock(workspace.path / "backups" / "lock"):
        yield


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backups, "_PURGE_PATIENCE_SECONDS", 0.05)


def test_every_state_before_opens_sound_and_can_be_gone_back_to(both: Workspace, tmp_path: Path) -> None:
    evidence = _cited(both, tmp_path)
    last = both.snapshot.sequence
    both.purge(evidence, REASON)
    now = both.snapshot
    for sequence in range(1, last + 1):
        past = both.snapshot_at(sequence)
        assert evidence.id not in past.evidence
        assert list(wholeness.dangling(past)) == []
        if both.restore(past, "Went back") is not None:
            assert both.verify() == ()
            both.undo()
        assert (both.snapshot.answers, both.snapshot.evidence) == (now.answers, now.evidence)


def test_reports_of_a_state_before_are_made(both: Workspace, tmp_path: Path) -> None:
    evidence = _cited(both, tmp_path)
    last = both.snapshot.sequence
    both.purge(evidence, REASON)
    for kind in KINDS:
        target = tmp_path / f"{kind}.pdf"
        report.make(both.snapshot_at(last), target, TODAY, Request(kind=kind))
        assert target.stat().st_size


def test_of_an_answer_whose_past_was_purged_what_it_held_next_stands_for_it(both: Workspace, tmp_path: Path) -> None:
    evidence = _cited(both, tmp_path)
    last = both.snapshot.sequence
    both.purge(evidence, REASON)
    past = both.snapshot_at(last)
    assessment, _ = past.locate("17065:7.5.1")
    assert past.answer(assessment, "7.5.1").rating is Rating.CONFORMING


def test_going_back_to_a_backup_made_before_takes_no_answer_away(both: Workspace, tmp_path: Path) -> None:
    evidence = _cited(both, tmp_path)
    kept = Backups(both.path).make(utc_now(), QUALITY_MANAGER)
    assert kept is not None
    both.purge(evidence, REASON)
    now = both.snapshot
    (newest,) = Backups(both.path).listed()
    state = Backups(both.path).state(newest)
    assert list(wholeness.dangling(state)) == []
    assert both.restore(state, "Went back to a backup") is None
    assert both.snapshot == now


def test_a_state_before_has_no_results_of_a_person_who_was_purged(both: Workspace) -> None:
    both.put(PRODUCT)
    person = Person(id=new_id(), name="Annabella Quux", services=(PRODUCT.id,))
    both.put(person)
    both.put(Briefing(id=new_id(), person=person.id, service=PRODUCT.id, date=TODAY, asked=10, right=9))
    last = both.snapshot.sequence
    both.purge(person, REASON)
    past = both.snapshot_at(last)
    assert (past.personnel, past.briefings) == ({}, {})


def test_verify_names_references_to_what_is_not_there(both: Workspace) -> None:
    assessment, leaves = both.snapshot.locate("17065:7.5.1")
    lost = new_id()
    answer = both.snapshot.answer(assessment, leaves[0].id)
    answer = msgspec.structs.replace(
        answer, id=new_id(), citations=(Citation(evidence=lost, role=Role.SHOWN_BY),), rating=Rating.CONFORMING
    )
    action = Action(id=new_id(), title="Name a reviewer", targets=(Target(assessment=lost, requirement="7.5.1"),))
    person = Person(id=new_id(), name="A", services=(lost,))
    result = Briefing(id=new_id(), person=lost, service=lost, date=TODAY, asked=10, right=9)
    changes = [RecordChange.of(None, record) for record in (answer, action, person, result)]
    both._record("As an older version left it", changes, CommitKind.CHANGE, None)
    assert [problem.where for problem in both.verify()] == [
        "ISO/IEC 17065:2012: 7.5.1",
        "Name a reviewer",
        "A",
        "the result of a briefing on 2026-03-02",
    ]
    assert all("refers to a record that is not there" in problem.what for problem in both.verify())
    sound = wholeness.without_dangling(both.snapshot)
    assert list(wholeness.dangling(sound)) == []
    assert sound.answer(assessment, "7.5.1").rating is Rating.CONFORMING


def test_neither_sentences_nor_places_keep_what_was_cited(both: Workspace, tmp_path: Path) -> None:
    evidence = _cited(both, tmp_path)
    other = Evidence(id=new_id(), title=f"{TITLE} of another year, rightly here")
    both.put(other)
    both.checkpoint()
    Backups(both.path).make(utc_now(), QUALITY_MANAGER)
    assert len(_holding(both.path, TITLE, WHERE)) >= 4
    both.purge(evidence, REASON)
    both.close()
    (both.path / "workspace.json").unlink()
    with Workspace.open(both.path, QUALITY_MANAGER) as again:
        assert again.verify() == ()
        sentences = [commit.sentence for commit in again.history()]
        assert sentences.count("(purged)") == 4, "added, cited, undid, redid"
        assert f"Added evidence '{other.title}'" in sentences
        assert "Rated 7.5.1 of ISO/IEC 17065:2012 conforming" in sentences
        again.remove(other)
        again.purge(other, REASON)
    assert _holding(both.path, TITLE, WHERE) == []


def test_what_was_merged_leaves_no_title(both: Workspace, tmp_path: Path) -> None:
    kept = _cited(both, tmp_path)
    double = Evidence(id=new_id(), title="the same again")
    both.put(double)
    assessment, leaves = both.snapshot.locate("17065:7.6.1")
    both.cite(assessment, leaves, Citation(evidence=double.id, role=Role.SHOWN_BY))
    register.merge(both, double, both.snapshot.evidence[kept.id])
    both.purge(both.snapshot.evidence[kept.id], REASON)
    both.close()
    assert _holding(both.path, TITLE, WHERE) == []


def test_every_sentence_that_names_a_person_goes(both: Workspace) -> None:
    person = Person(id=new_id(), name="Annabella Quux")
    both.put(person)
    both.put(Evidence(id=new_id(), title="Training of Annabella Quux"))
    both.put(Evidence(id=new_id(), title="Training of Annabella Quuxdottir"))
    both.purge(person, REASON)
    sentences = [commit.sentence for commit in both.history()]
    assert sentences[1:4] == ["Added evidence 'Training of Annabella Quuxdottir'", "(purged)", "(purged)"]


def test_a_purge_says_of_itself_for_good_why_it_was_made(both: Workspace, tmp_path: Path) -> None:
    evidence = _cited(both, tmp_path)
    both.purge(evidence, REASON)
    assessment, _ = both.snapshot.locate("17065:7.5.1")
    both.purge(both.snapshot.answer(assessment, "7.5.1"), "a name in the note")
    assert f"Purged evidence with 1 file: {REASON}" in [commit.sentence for commit in both.history()]


@pytest.mark.usefixtures("impatient")
def test_while_the_backups_are_worked_on_nothing_is_recorded(both: Workspace, tmp_path: Path) -> None:
    evidence = _cited(both, tmp_path)
    before = both.snapshot
    with _backups_held(both), pytest.raises(DiskFault, match="at work on the backups"):
        both.purge(evidence, REASON)
    assert both.snapshot == before
    assert not (both.path / "journal" / "purging").exists()
    both.purge(evidence, REASON)
    assert evidence.id not in both.snapshot.evidence


def _cut_short(workspace: Workspace, evidence: Evidence) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(backups, "take_out", _refuse)
        with pytest.raises(Unfinished, match="not everything could be taken out yet"):
            workspace.purge(evidence, REASON)


def _refuse(*_: object) -> None:
    raise DiskFault("The disk refused.", "Try again.")


def test_a_purge_cut_short_is_finished_by_the_next_one_first(both: Workspace, tmp_path: Path) -> None:
    evidence = _cited(both, tmp_path)
    another = _attached(both, tmp_path, "another one", b"other content")
    both.put(another)
    _cut_short(both, evidence)
    assert _holding(both.path, CONTENT.decode()) != []
    both.purge(another, REASON)
    assert _holding(both.path, CONTENT.decode(), TITLE, WHERE, another.title, "other content") == []
    assert not (both.path / "journal" / "purging").exists()


def test_erasing_again_what_is_gone_is_refused_and_finishes_what_was_cut_short(both: Workspace, tmp_path: Path) -> None:
    evidence = _cited(both, tmp_path)
    _cut_short(both, evidence)
    sequence = both.snapshot.sequence
    with pytest.raises(UnknownName, match="Nothing is left of it"):
        both.purge(evidence, "a second reason")
    assert both.snapshot.sequence == sequence
    both.close()
    assert _holding(both.path, CONTENT.decode(), TITLE, WHERE) == []


@pytest.mark.usefixtures("impatient")
def test_a_workspace_opens_also_while_a_purge_waits_for_the_backups(both: Workspace, tmp_path: Path) -> None:
    evidence = _cited(both, tmp_path)
    _cut_short(both, evidence)
    both.close()
    with _backups_held(both), Workspace.open(both.path, QUALITY_MANAGER) as waiting:
        assert any("could not be finished yet" in notice for notice in waiting.notices)
    with Workspace.open(both.path, QUALITY_MANAGER) as again:
        assert any("has been finished" in notice for notice in again.notices)
    assert _holding(both.path, CONTENT.decode(), TITLE, WHERE) == []


def test_evidence_removed_before_can_be_purged(both: Workspace, tmp_path: Path) -> None:
    evidence = _cited(both, tmp_path)
    both.remove(evidence)
    commit = both.purge(evidence, REASON)
    assert commit.sentence == f"Purged evidence removed before, with 1 file: {REASON}"
    assert commit.changes == ()
    assert both.verify() == ()
    both.close()
    assert _holding(both.path, CONTENT.decode(), TITLE, WHERE) == []


def test_a_person_removed_before_can_be_purged(both: Workspace) -> None:
    both.put(PRODUCT)
    person = Person(id=new_id(), name="Annabella Quux")
    both.put(person)
    result = Briefing(id=new_id(), person=person.id, service=PRODUCT.id, date=TODAY, asked=10, right=9)
    both.put(result)
    both.remove(person)
    commit = both.purge(person, REASON)
    assert commit.sentence == f"Purged a person removed before, with all results of briefings: {REASON}"
    both.close()
    assert _holding(both.path, person.name) == []
    with Workspace.open(both.path, QUALITY_MANAGER) as again:
        assert again.verify() == ()
        bodies = [body for item in again.history() for change in item.changes for body in (change.before, change.after)]
        assert not any(body and body.get("person") == person.id for body in bodies)


def test_incomplete_lines_set_aside_go_with_a_purge(both: Workspace, tmp_path: Path) -> None:
    evidence = _cited(both, tmp_path)
    both.put(msgspec.structs.replace(evidence, note=f"on {TITLE}"))
    both.close()
    last = both.path / "journal" / "000001.journal"
    lines = last.read_bytes().splitlines(keepends=True)
    while b"on " + TITLE.encode() not in lines[-1]:
        lines.pop()
    last.write_bytes(b"".join(lines)[:-10])
    (both.path / "workspace.json").unlink()
    with Workspace.open(both.path, QUALITY_MANAGER) as again:
        assert len(list(last.parent.glob("torn-*.txt"))) == 1
        again.purge(evidence, REASON)
    assert _holding(both.path, TITLE) == []


def test_a_reader_says_that_something_was_erased_meanwhile(both: Workspace, tmp_path: Path) -> None:
    evidence = _cited(both, tmp_path)
    with Workspace.open(both.path, QUALITY_MANAGER, read_only=True) as reader:
        both.purge(evidence, REASON)
        with pytest.raises(Damage, match="erased for good meanwhile") as told:
            list(reader.history())
        assert "recover" not in str(told.value)
        with pytest.raises(Damage, match="erased for good meanwhile"):
            reader.snapshot_at(1)
        segment = both.path / "journal" / "000001.journal"
        segment.write_bytes(segment.read_bytes().replace(b'"conforming"', b'"Conforming"'))
        with pytest.raises(Damage, match="The journal is damaged"):
            list(reader.history())


def test_files_set_aside_are_named(both: Workspace) -> None:
    assert both.set_aside() == ()
    both.close()
    for name in ("workspace-not-ours.json", "workspace.json", "recovered.txt"):
        (both.path / name).write_text("{}", encoding="utf-8")
    with Workspace.open(both.path, QUALITY_MANAGER) as again:
        assert again.set_aside() == ("recovered.txt", "workspace-not-ours.json", "workspace.json")
