"""Recovering: whatever is damaged or missing, as much as exists comes into a new folder, and the rest is named."""

from __future__ import annotations

import datetime as dt
import random
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import msgspec
import pytest

from readiness import library
from readiness.errors import WorkspaceExists, WorkspaceMissing, WorkspaceTooNew
from readiness.model.history import CommitKind
from readiness.model.record import new_id
from readiness.model.records import Action, Citation, Evidence, Rating, Role, Target
from readiness.model.snapshot import Snapshot
from readiness.workspace import Backups, Draft, Recovered, Workspace, default_target, recover, segments
from tests.conftest import QUALITY_MANAGER

NOW = dt.datetime(2026, 11, 26, 12, tzinfo=dt.UTC)
SHIPPED = [item.raw for item in library.shipped()]


@dataclass(frozen=True)
class Body:
    """A closed workspace with several segments, and what it held."""

    path: Path
    snapshot: Snapshot
    history: tuple[tuple[int, str], ...]
    middle: int
    """The sequence after which the backup, if any, was made."""

    @property
    def journal(self) -> list[Path]:
        return sorted((self.path / "journal").glob("*.journal"))


def _told(workspace: Workspace) -> tuple[tuple[int, str], ...]:
    return tuple((commit.sequence, commit.sentence) for commit in workspace.history())


def _note(workspace: Workspace, note: str, number: str = "17065:7.5.1") -> None:
    assessment, leaves = workspace.snapshot.locate(number)
    workspace.answer(assessment, leaves, note=note)


def _fill(both: Workspace, tmp_path: Path, *, backed_up: bool) -> Body:
    source = tmp_path / "procedure.txt"
    source.write_bytes(b"the procedure")
    evidence = Evidence(id=new_id(), title="Application review", file=both.stage(source))
    both.put(evidence)
    assessment, leaves = both.snapshot.locate("9.1.2.1")
    both.cite(assessment, leaves, Citation(evidence=evidence.id, role=Role.LAID_DOWN))
    both.answer(assessment, leaves, rating=Rating.CONFORMING)
    for number in range(12):
        _note(both, f"early {number}")
    both.undo()
    both.checkpoint()
    middle = both.snapshot.sequence
    if backed_up:
        Backups(both.path).make(NOW, QUALITY_MANAGER)
    target = Target(assessment=assessment.id, requirement=leaves[0].id)
    both.put(Action(id=new_id(), title="Mend the form", targets=(target,)))
    for number in range(12):
        _note(both, f"late {number}", "17065:7.4.1")
    both.drafts.save(Draft(("a", "b", "note"), "half a sentence"))
    body = Body(both.path, both.snapshot, _told(both), middle)
    both.close()
    return body


@pytest.fixture(autouse=True)
def small_segments(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(segments, "SEGMENT_BYTES", 4000)


@pytest.fixture
def body(both: Workspace, tmp_path: Path) -> Body:
    return _fill(both, tmp_path, backed_up=False)


@pytest.fixture
def backed_up(both: Workspace, tmp_path: Path) -> Body:
    return _fill(both, tmp_path, backed_up=True)


def _recover(body: Body) -> Recovered:
    """Recover, and see that the damaged folder was not touched and that the new one is sound."""
    before = {path: path.read_bytes() for path in body.path.rglob("*") if path.is_file()}
    made = recover(body.path, body.path.with_name("new"), QUALITY_MANAGER, NOW, checklists=SHIPPED)
    assert {path: path.read_bytes() for path in body.path.rglob("*") if path.is_file()} == before
    with Workspace.open(made.path, QUALITY_MANAGER) as workspace:
        missing = [problem for problem in workspace.verify() if not problem.where.startswith("attached file")]
        assert missing == []
        _note(workspace, "goes on")
        workspace.undo()
    assert made.report.read_text(encoding="utf-8").startswith(f"Recovered from '{body.path}'")
    assert not list(made.path.parent.glob("*.part"))
    return made


def _opened(made: Recovered) -> Snapshot:
    with Workspace.open(made.path, QUALITY_MANAGER, read_only=True) as workspace:
        return workspace.snapshot_at(made.commits)


def _same_records(left: Snapshot, right: Snapshot) -> bool:
    return (left.organization, left.assessments, left.answers, left.evidence, left.actions, left.pinned) == (
        right.organization, right.assessments, right.answers, right.evidence, right.actions, right.pinned,
    )  # fmt: skip


def _flip(path: Path, position: int) -> None:
    content = bytearray(path.read_bytes())
    content[position] ^= 4
    path.write_bytes(content)


def _is_whole(made: Recovered, body: Body) -> None:
    assert made.lost == ()
    assert _same_records(_opened(made), body.snapshot)
    with Workspace.open(made.path, QUALITY_MANAGER, read_only=True) as workspace:
        assert _told(workspace)[2:] == body.history, "byte for byte, so the history is there too"
    assert "Nothing: all was had." in made.report.read_text(encoding="utf-8")


# Everything can be had


def test_a_sound_workspace_is_recovered_byte_for_byte(body: Body) -> None:
    made = recover(body.path, body.path.with_name("new"), QUALITY_MANAGER, NOW)
    assert made.lost == ()
    assert made.path.name == "new.readiness"
    for path in body.journal:
        assert (made.path / "journal" / path.name).read_bytes().startswith(path.read_bytes()), "but for its checkpoint"
    with Workspace.open(made.path, QUALITY_MANAGER) as workspace:
        assert workspace.snapshot == body.snapshot
        assert workspace.verify() == ()
        assert [draft.text for draft in workspace.drafts.all()] == ["half a sentence"]
        assert workspace.undo() is not None


Harm = Callable[[Body], None]


def _without(name: str) -> Harm:
    return lambda body: (body.path / name).unlink()


def _with(name: str, content: bytes) -> Harm:
    def harm(body: Body) -> None:
        (body.path / name).write_bytes(content)

    return harm


@pytest.mark.parametrize(
    ("harm", "says"),
    [
        (_without("workspace.json"), ""),
        (_without("open.readiness"), "open.readiness is missing or damaged; it was made anew."),
        (_with("open.readiness", b"{"), "open.readiness is missing or damaged; it was made anew."),
        (_with("workspace.json", b"{}"), "workspace.json is not one that the journal names."),
        (lambda body: shutil.rmtree(body.path / "drafts"), ""),
        (lambda body: _flip(next((body.path / "checklists").iterdir()), 50), "a sound copy was found"),
        (lambda body: shutil.rmtree(body.path / "checklists"), "a sound copy was found"),
        (lambda body: body.journal[-1].write_bytes(body.journal[-1].read_bytes()[:-1]), ""),
        (lambda body: _flip(body.journal[-1], -1), ""),
        (lambda body: body.journal[-1].write_bytes(body.journal[-1].read_bytes() + b"0000"), "an incomplete last line"),
    ],
)  # fmt: skip
def test_what_the_journal_has_is_had(body: Body, harm: Harm, says: str) -> None:
    harm(body)
    made = _recover(body)
    _is_whole(made, body)
    assert says in " ".join(made.found)


@pytest.mark.parametrize(
    ("harm", "says"),
    [
        (lambda body: _flip(body.journal[0], 2000), "journal/000001.journal, bytes"),
        (lambda body: body.journal[0].write_bytes(body.journal[0].read_bytes()[:1500]), "journal/000001.journal"),
        (lambda body: body.journal[1].unlink(), "journal/000002.journal is missing; a backup had it."),
        (lambda body: body.journal[0].write_bytes(b""), "000001.journal ends too early; a backup had the rest."),
    ],
)
def test_what_a_backup_has_is_had(backed_up: Body, harm: Harm, says: str) -> None:
    harm(backed_up)
    made = _recover(backed_up)
    _is_whole(made, backed_up)
    assert says in " ".join(made.found)


def test_a_content_damaged_in_journal_and_backup_at_different_places_is_had(backed_up: Body) -> None:
    segment = backed_up.journal[0]
    _flip(segment, 2500)
    for path in (backed_up.path / "backups" / "objects").iterdir():
        if path.stat().st_size > 600:
            _flip(path, 600)
    for manifest in (backed_up.path / "backups").glob("*.json"):
        manifest.write_bytes(b"no manifest")
    _is_whole(_recover(backed_up), backed_up)


@pytest.mark.parametrize("seed", range(6))
def test_any_flipped_bits_in_the_part_that_was_backed_up_are_made_whole(backed_up: Body, seed: int) -> None:
    chosen = random.Random(seed)
    for path in chosen.sample(backed_up.journal[:2], 2):
        for position in chosen.sample(range(path.stat().st_size - 1), 3):
            _flip(path, position)
    _is_whole(_recover(backed_up), backed_up)


# Not everything can be had


def test_without_a_backup_the_checkpoint_and_later_lines_give_the_records(body: Body) -> None:
    _flip(body.journal[0], 2000)
    made = _recover(body)
    assert _same_records(_opened(made), body.snapshot)
    said = " ".join(made.lost)
    assert "journal/000001.journal, bytes" in said
    assert "what they led to is in the records" in said
    assert "were read one by one behind the damage" in said
    with Workspace.open(made.path, QUALITY_MANAGER, read_only=True) as workspace:
        recovered = next(commit for commit in workspace.history() if commit.sequence == made.commits)
        assert recovered.kind is CommitKind.RECOVERY
        assert workspace.next_undo is None or workspace.next_undo.sequence > made.commits
        assert recovered.sentence == f"Recovered {len(recovered.changes)} records from 'body.readiness'"
    listed = made.report.read_text(encoding="utf-8")
    assert "Changed the note on 7.4.1 of ISO/IEC 17065:2012" in listed


def test_without_checkpoint_later_lines_stand_as_far_as_they_refer_to_something(body: Body) -> None:
    (body.path / "workspace.json").unlink()
    segment = next(path for path in body.journal if b'"title":"Application review"' in path.read_bytes())
    _flip(segment, segment.read_bytes().index(b'"title":"Application review"'))
    made = _recover(body)
    found = _opened(made)
    assessment, leaves = body.snapshot.locate("9.1.2.1")
    assert found.answer(assessment, leaves[0].id).rating is Rating.CONFORMING
    assert found.answer(assessment, leaves[0].id).citations == ()
    assert found.actions == body.snapshot.actions
    assert any("could not be had" in sentence and "Changes no." in sentence for sentence in made.lost)
    assert any("left out, since their evidence could not be had" in sentence for sentence in made.lost)


def test_a_missing_segment_without_a_backup_is_named_with_its_changes(body: Body) -> None:
    (body.path / "workspace.json").unlink()
    body.journal[1].unlink()
    made = _recover(body)
    assert "journal/000002.journal is missing." in made.lost
    assert any(sentence.startswith("Changes no.") for sentence in made.lost)
    assert made.commits > 1


def test_a_journal_cut_short_is_known_by_the_backup(backed_up: Body) -> None:
    shutil.rmtree(backed_up.path / "backups" / "objects")
    (backed_up.path / "backups" / "objects").mkdir()
    for path in backed_up.journal[1:]:
        path.unlink()
    (backed_up.path / "workspace.json").unlink()
    made = _recover(backed_up)
    assert any(sentence.startswith("Changes no.") and f"{backed_up.middle}" in sentence for sentence in made.lost)


def test_everything_gone_but_the_backups_gives_what_they_have(backed_up: Body) -> None:
    evidence = (backed_up.path / "evidence").rename(backed_up.path.parent / "away")
    for name in ("journal", "checklists"):
        shutil.rmtree(backed_up.path / name)
    for name in ("workspace.json", "open.readiness"):
        (backed_up.path / name).unlink()
    made = _recover(backed_up)
    assert made.lost == ("The attached file 'procedure.txt' of 'Application review' is missing.",)
    assert made.commits == backed_up.middle
    assert evidence.is_dir()


def test_the_first_lines_gone_without_any_copy(body: Body) -> None:
    _flip(body.journal[0], 20)
    made = _recover(body)
    assert _same_records(_opened(made), body.snapshot)
    assert made.commits == 1


def test_nothing_but_the_checkpoint_is_taken_as_it_stands(body: Body) -> None:
    shutil.rmtree(body.path / "journal")
    made = _recover(body)
    assert _same_records(_opened(made), body.snapshot)
    assert any("for which nothing vouches" in sentence for sentence in made.lost)


def test_a_checkpoint_that_nothing_vouches_for_is_kept_beside(body: Body) -> None:
    written = (body.path / "workspace.json").read_bytes().replace(b"late 11", b"foreign")
    (body.path / "workspace.json").write_bytes(written)
    made = _recover(body)
    assert _same_records(_opened(made), body.snapshot)
    assert (made.path / "found-workspace.json").read_bytes() == written


@pytest.mark.parametrize(("damaged", "says"), [(True, "has changed content"), (False, "is missing")])
def test_attached_files_that_could_not_be_had_are_named(body: Body, damaged: bool, says: str) -> None:
    path = next((body.path / "evidence").iterdir())
    path.write_bytes(b"another one!!") if damaged else path.unlink()
    made = _recover(body)
    assert made.lost == (f"The attached file 'procedure.txt' of 'Application review' {says}.",)
    assert list((made.path / "evidence").iterdir()) == []


def test_an_assessment_whose_checklist_is_nowhere_is_left_out_and_said(body: Body) -> None:
    assessment, _ = body.snapshot.locate("17065:7.5.1")
    (body.path / "checklists" / f"{assessment.checklist}.json").unlink()
    made = recover(body.path, body.path.with_name("new"), QUALITY_MANAGER, NOW)
    found = _opened(made)
    assert assessment.id not in found.assessments
    assert len(found.assessments) == 1
    assert any("since its checklist could not be had" in sentence for sentence in made.lost)


# The second place


def test_a_workspace_is_made_of_its_copy_at_a_second_place(backed_up: Body, tmp_path: Path) -> None:
    place = tmp_path / "drive"
    place.mkdir()
    copied = Backups(backed_up.path).copy_to(place, NOW)
    shutil.rmtree(backed_up.path)
    target = default_target(copied.folder)
    assert target == place / "body-recovered.readiness"
    made = recover(copied.folder, target, QUALITY_MANAGER, NOW)
    assert made.lost == ()
    with Workspace.open(made.path, QUALITY_MANAGER) as workspace:
        assert workspace.verify() == ()
        assert workspace.snapshot.sequence == backed_up.middle
        assert workspace.snapshot.evidence == backed_up.snapshot.evidence


def test_a_known_second_place_helps_whatever_the_folder_is_called_now(backed_up: Body, tmp_path: Path) -> None:
    place = tmp_path / "drive"
    place.mkdir()
    Backups(backed_up.path).copy_to(place, NOW)
    (place / "body.readiness-backups").rename(place / "older name.readiness-backups")
    identity = Backups(backed_up.path).identity()
    shutil.rmtree(backed_up.path / "backups")
    shutil.rmtree(backed_up.path / "evidence")
    _flip(backed_up.journal[0], 2000)
    target = backed_up.path.with_name("new")
    made = recover(backed_up.path, target, QUALITY_MANAGER, NOW, {identity: place, "other": tmp_path})
    assert made.lost == ()
    assert _same_records(_opened(made), backed_up.snapshot)


def test_what_was_purged_does_not_come_back_from_an_older_copy(both: Workspace, tmp_path: Path) -> None:
    place = tmp_path / "drive"
    place.mkdir()
    _note(both, "secret words")
    Backups(both.path).make(NOW, QUALITY_MANAGER)
    Backups(both.path).copy_to(place, NOW)
    _note(both, "harmless")
    assessment, leaves = both.snapshot.locate("17065:7.5.1")
    both.purge(both.snapshot.answer(assessment, leaves[0].id), "a person's data")
    snapshot, identity = both.snapshot, Backups(both.path).identity()
    both.close()
    path = both.path / "journal" / "000001.journal"
    _flip(path, path.read_bytes().index(b"null"))
    made = recover(both.path, tmp_path / "new", QUALITY_MANAGER, NOW, {identity: place})
    assert made.lost == ()
    assert _opened(made).answers == snapshot.answers
    assert not [item for item in made.path.rglob("*") if item.is_file() and b"secret words" in item.read_bytes()]


# What is refused, and the lock


def test_nothing_is_overwritten_and_nothing_is_made_of_nothing(body: Body, tmp_path: Path) -> None:
    with pytest.raises(WorkspaceExists):
        recover(body.path, body.path, QUALITY_MANAGER, NOW)
    (tmp_path / "empty").mkdir()
    for path in (tmp_path / "empty", tmp_path / "not there"):
        with pytest.raises(WorkspaceMissing, match="Nothing of a workspace"):
            recover(path, tmp_path / "new", QUALITY_MANAGER, NOW)
    assert default_target(body.path) == body.path.with_name("body-recovered.readiness")


def test_a_newer_format_is_left_alone(body: Body) -> None:
    content = msgspec.json.decode((body.path / "open.readiness").read_bytes())
    (body.path / "open.readiness").write_bytes(msgspec.json.encode({**content, "format": 99}))
    with pytest.raises(WorkspaceTooNew):
        recover(body.path, body.path.with_name("new"), QUALITY_MANAGER, NOW)
    assert not body.path.with_name("new.readiness").exists()
    assert not list(body.path.parent.glob("*.part"))


def test_it_reads_beside_a_writer_and_says_so(both: Workspace, tmp_path: Path) -> None:
    _note(both, "x")
    made = recover(both.path, tmp_path / "new", QUALITY_MANAGER, NOW)
    assert made.lost == ()
    assert made.found[0].startswith("It was read beside another program")
    assert _same_records(_opened(made), both.snapshot)
    _note(both, "the writer goes on")


# Whatever happened


def _harmed(path: Path, chosen: random.Random) -> None:
    """Remove, cut, flip, blank or double something in one file."""
    content = bytearray(path.read_bytes())
    position = chosen.randrange(len(content))
    kind = chosen.choice(["remove", "cut", "flip", "blank", "double"])
    if kind == "remove":
        path.unlink()
        return
    if kind == "cut":
        del content[position:]
    elif kind == "flip":
        content[position] ^= 1 << chosen.randrange(8)
    elif kind == "blank":
        content[position : position + 512] = bytes(len(content[position : position + 512]))
    else:
        content[position:position] = content[position : position + 300]
    path.write_bytes(content)


def _recovers_from_anything(body: Body, seeds: range) -> None:
    for seed in seeds:
        chosen = random.Random(seed)
        harmed = body.path.with_name("harmed.readiness")
        shutil.copytree(body.path, harmed)
        if chosen.random() < 0.4:
            shutil.rmtree(harmed / "backups")
        for _ in range(chosen.randint(1, 6)):
            files = [path for path in sorted(harmed.rglob("*")) if path.is_file() and path.stat().st_size]
            _harmed(chosen.choice(files), chosen)
        checklists = SHIPPED if chosen.random() < 0.8 else []
        try:
            made = recover(harmed, body.path.with_name("new"), QUALITY_MANAGER, NOW, checklists=checklists)
        except WorkspaceTooNew:
            assert b'"format":1,' not in (harmed / "open.readiness").read_bytes(), (
                "a digit can be flipped into a higher one"
            )
            shutil.rmtree(harmed)
            continue
        with Workspace.open(made.path, QUALITY_MANAGER) as workspace:
            assert {problem.where for problem in workspace.verify()} <= {"attached file 'procedure.txt'"}, seed
            while workspace.undo():
                assert workspace.snapshot.organization.name
        if not made.lost:
            assert made.commits >= body.middle
        shutil.rmtree(harmed)
        shutil.rmtree(made.path)


def test_whatever_happened_a_sound_workspace_comes_out(backed_up: Body) -> None:
    _recovers_from_anything(backed_up, range(25))


@pytest.mark.full
def test_whatever_happened_a_sound_workspace_comes_out_of_many(backed_up: Body) -> None:
    _recovers_from_anything(backed_up, range(25, 800))
