"""Backups: which are kept, that they hold what they say, that nothing in them is wrong unseen, and a second place."""

from __future__ import annotations

import datetime as dt
import random
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readiness import places
from readiness.errors import Damage, DiskFault, UnknownName, UsageError
from readiness.model.record import new_id
from readiness.model.records import Action, Citation, Evidence, Rating, Role
from readiness.workspace import Backup, Backups, Workspace, segments
from readiness.workspace.backup_folder import BackupFolder, kept
from tests.conftest import QUALITY_MANAGER

NOW = dt.datetime(2026, 11, 26, 12, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
DAY = dt.timedelta(days=1)


def _note(workspace: Workspace, note: str, number: str = "17065:7.5.1") -> None:
    assessment, leaves = workspace.snapshot.locate(number)
    workspace.answer(assessment, leaves, note=note)


def _made(workspace: Workspace, now: dt.datetime = NOW) -> Backup:
    made = Backups(workspace.path).make(now, QUALITY_MANAGER)
    assert made is not None
    return made


def _attached(workspace: Workspace, tmp_path: Path, content: bytes = b"the procedure", title: str = "P") -> Evidence:
    source = tmp_path / "procedure.txt"
    source.write_bytes(content)
    evidence = Evidence(id=new_id(), title=title, file=workspace.stage(source))
    workspace.put(evidence)
    return evidence


def _objects(workspace: Workspace) -> set[str]:
    return {path.name for path in (workspace.path / "backups" / "objects").iterdir()}


# Which are kept


@pytest.mark.parametrize(
    ("ages", "keeps"),
    [
        ([], []),
        ([HOUR * n for n in range(12)], [*range(10)]),
        ([DAY * n for n in range(20)], [*range(14), 18]),
        ([HOUR * n for n in range(11)] + [DAY, DAY + HOUR, DAY * 2], [*range(10), 11, 13]),
        ([DAY * 7 * n for n in range(20)], [*range(12)]),
        ([DAY * 100] * 11, [*range(10)]),
    ],
)
def test_the_last_ten_then_daily_then_weekly(ages: list[dt.timedelta], keeps: list[int]) -> None:
    evening = NOW.replace(hour=23)
    assert sorted(kept([evening - age for age in ages], evening)) == keeps


@given(st.lists(st.integers(-1000, 5000), max_size=120))
def test_rotation_keeps_a_newest_one_of_every_day_and_week_and_never_grows(ages: list[int]) -> None:
    times = [NOW - HOUR * age for age in sorted(ages)]
    keep = kept(times, NOW)
    assert keep >= set(range(min(10, len(times))))
    assert len([n for n in keep if times[n] <= NOW]) <= 10 + 14 + 12
    left = [times[n] for n in sorted(keep)]
    assert kept(left, NOW) == frozenset(range(len(left))), "rotating twice takes no more away"
    past = [time for time in times if time <= NOW]
    assert {time.date() for time in past if NOW - time < DAY * 13} <= {time.date() for time in left}
    weeks = {time.isocalendar()[:2] for time in left}
    assert {time.isocalendar()[:2] for time in past if NOW - time < DAY * 76} <= weeks


def test_making_rotates_and_removes_what_no_backup_names(both: Workspace) -> None:
    for age in range(15, 0, -1):
        _note(both, f"{age} hours ago")
        _made(both, NOW - HOUR * age)
    found = Backups(both.path).listed()
    assert [NOW - backup.time for backup in found] == [HOUR * age for age in range(1, 11)] + [HOUR * 13]
    assert _objects(both) == {file.sha256 for backup in found for file in backup.files}
    assert sum(file.path == "open.readiness" for file in found[0].files) == 1


# What a backup holds


def test_a_backup_is_made_beside_the_writer_and_only_where_something_changed(both: Workspace) -> None:
    _note(both, "first")
    first = _made(both)
    assert Backups(both.path).make(NOW + HOUR, QUALITY_MANAGER) is None
    both.checkpoint()
    assert Backups(both.path).make(NOW + HOUR, QUALITY_MANAGER) is None
    _note(both, "second")
    second = _made(both, NOW + HOUR)
    assert [backup.name for backup in Backups(both.path).listed()] == [second.name, first.name]
    assert first.name == f"20261126T120000Z-{first.sequence:06d}"
    assert (second.head, second.sequence) == (both.snapshot.head, both.snapshot.sequence)
    assert second.author == QUALITY_MANAGER


def test_it_says_how_much_it_holds(both: Workspace) -> None:
    assessment, leaves = both.snapshot.locate("4.1.2.2")
    both.answer(assessment, leaves, rating=Rating.CONFORMING)
    _note(both, "not rated")
    both.put(Evidence(id=new_id(), title="P"))
    both.put(Action(id=new_id(), title="A"))
    holds = _made(both).holds
    assert (holds.rated, holds.evidence, holds.actions) == (len(leaves), 1, 1)


def test_its_state_is_what_was_recorded_then_with_and_without_checkpoint(both: Workspace) -> None:
    evidence = Evidence(id=new_id(), title="P")
    both.put(evidence)
    assessment, leaves = both.snapshot.locate("4.1.2.2")
    both.cite(assessment, leaves, Citation(evidence=evidence.id, role=Role.LAID_DOWN))
    both.checkpoint()
    _note(both, "after the checkpoint")
    then, backup = both.snapshot, _made(both)
    assert backup.file("workspace.json") is not None
    _note(both, "later")
    both.remove(evidence)
    assert Backups(both.path).state(backup) == then
    assert both.restore(then, "back") is not None
    assert both.changes_to(Backups(both.path).state(backup)) == ()


def test_sealed_segments_are_kept_once(both: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(segments, "SEGMENT_BYTES", 4000)
    for number in range(30):
        _note(both, f"note {number}")
    first = _made(both)
    _note(both, "one more")
    second = _made(both, NOW + HOUR)
    assert len(first.journal) > 3
    assert [file.sha256 for file in second.journal[:-1]] == [file.sha256 for file in first.journal[:-1]]
    assert Backups(both.path).state(second) == both.snapshot


def test_contents_are_copies_not_links(both: Workspace) -> None:
    backup = _made(both)
    for path in both.path.rglob("*"):
        assert path.is_dir() or path.stat().st_nlink == 1
    assert not any(file.path.startswith("evidence/") for file in backup.files)


def test_a_backup_is_found_by_the_beginning_of_its_name(both: Workspace) -> None:
    first = _made(both)
    _note(both, "x")
    second = _made(both, NOW + DAY)
    backups = Backups(both.path)
    assert backups.find("20261127") == second
    assert backups.find(f"{first.name}.json") == first
    with pytest.raises(UnknownName, match="Several"):
        backups.find("2026")
    for name in ("", "2027"):
        with pytest.raises(UnknownName):
            backups.find(name)


def test_a_torn_tail_is_not_in_it(both: Workspace) -> None:
    _note(both, "kept")
    then = both.snapshot
    both.close()
    with (both.path / "journal" / "000001.journal").open("ab") as file:
        file.write(b"0000torn")
    assert Backups(both.path).state(_made(both)) == then


def test_a_damaged_workspace_is_not_backed_up(both: Workspace) -> None:
    _made(both)
    _note(both, "x")
    both.close()
    path = both.path / "journal" / "000001.journal"
    path.write_bytes(path.read_bytes().replace(b"7.5.1", b"7.5.2", 1))
    with pytest.raises(Damage):
        Backups(both.path).make(NOW + HOUR, QUALITY_MANAGER)
    assert len(Backups(both.path).listed()) == 1


# Restoring


def test_a_restored_backup_can_be_undone(both: Workspace) -> None:
    _note(both, "then")
    then, backup = both.snapshot, _made(both)
    _note(both, "now")
    both.put(Evidence(id=new_id(), title="added since"))
    now = both.snapshot
    state = Backups(both.path).state(backup)
    assert {change.table for change in both.changes_to(state)} == {"answers", "evidence"}
    assert both.restore(state, "Restored") is not None
    assert (both.snapshot.answers, both.snapshot.evidence) == (then.answers, then.evidence)
    both.undo()
    assert (both.snapshot.answers, both.snapshot.evidence) == (now.answers, now.evidence)
    assert both.restore(Backups(both.path).state(_made(both, NOW + HOUR)), "again") is None


def test_a_lost_checklist_comes_back_from_a_backup(both: Workspace) -> None:
    backup = _made(both)
    path = next((both.path / "checklists").iterdir())
    content = path.read_bytes()
    for damaged in (content[:-9], None):
        path.unlink() if damaged is None else path.write_bytes(damaged)
        assert Backups(both.path).state(backup) == both.snapshot
        Backups(both.path).bring_back_checklists(backup)
        assert path.read_bytes() == content


# Damage


def test_every_flipped_bit_in_a_backup_is_found_or_harmless(both: Workspace) -> None:
    _note(both, "x")
    both.checkpoint()
    backup, state = _made(both), both.snapshot
    chosen = random.Random(5)
    for path in [item for item in (both.path / "backups").rglob("*") if item.is_file() and item.name != "lock"]:
        content = path.read_bytes()
        for position in chosen.sample(range(len(content)), min(12, len(content))):
            changed = bytearray(content)
            changed[position] ^= 1 << chosen.randrange(8)
            path.write_bytes(changed)
            where = [problem.where for problem in BackupFolder(both.path / "backups").check()]
            assert where == [f"backups/{path.relative_to(both.path / 'backups').as_posix()}"]
            assert Backups(both.path).listed() in ((), (backup,))
        path.write_bytes(content)
    assert BackupFolder(both.path / "backups").check() == []
    assert Backups(both.path).state(backup) == state


def test_what_is_missing_is_named_with_what_it_kept(both: Workspace) -> None:
    backup = _made(both)
    (both.path / "backups" / "objects" / backup.journal[0].sha256).unlink()
    (problem,) = BackupFolder(both.path / "backups").check()
    assert "is missing; it kept journal/000001.journal" in problem.what
    with pytest.raises(Damage, match=r"journal/000001\.journal is missing or has changed"):
        Backups(both.path).state(backup)


def test_the_next_backup_makes_a_damaged_content_whole(both: Workspace) -> None:
    backup = _made(both)
    for file in backup.files:
        (both.path / "backups" / "objects" / file.sha256).write_bytes(b"x")
    _made(both, NOW + HOUR)
    assert BackupFolder(both.path / "backups").check() == []


def test_while_a_manifest_is_unreadable_no_content_goes(both: Workspace) -> None:
    _note(both, "old")
    backup = _made(both, NOW - DAY * 200)
    before = _objects(both)
    (both.path / "backups" / f"{backup.name}.json").write_bytes(b"{}")
    for n in range(12):
        _note(both, f"{n}")
        _made(both, NOW + HOUR * n)
    assert before <= _objects(both)


def test_what_a_crash_left_half_written_is_swept(both: Workspace) -> None:
    _made(both)
    for left in ("backups/objects/abc.new", "backups/20261126T120000Z-000009.json.new", "backups/objects/orphan"):
        (both.path / left).write_bytes(b"half")
    _note(both, "x")
    _made(both, NOW + HOUR)
    assert not list((both.path / "backups").rglob("*.new"))
    assert "orphan" not in _objects(both)


@pytest.mark.parametrize("at", [1, 2])
def test_a_disk_that_refuses_leaves_the_older_backups(
    both: Workspace, monkeypatch: pytest.MonkeyPatch, at: int
) -> None:
    first = _made(both)
    _note(both, "x")
    calls = 0
    write = places.write_whole

    def refuse(target: Path, content: bytes) -> None:
        nonlocal calls
        calls += 1
        if calls >= at:
            raise DiskFault("No space left on device")
        write(target, content)

    monkeypatch.setattr(places, "write_whole", refuse)
    with pytest.raises(DiskFault):
        Backups(both.path).make(NOW + HOUR, QUALITY_MANAGER)
    assert Backups(both.path).listed() == (first,)
    assert BackupFolder(both.path / "backups").check() == []


def test_two_processes_do_not_rotate_at_once(both: Workspace) -> None:
    folder = BackupFolder(both.path / "backups")
    with folder.locked(), pytest.raises(DiskFault, match="Another program is at work"), folder.locked(0.05):
        pass


# Purging


def _holding(folder: Path, text: bytes) -> list[str]:
    return [path.name for path in folder.rglob("*") if path.is_file() and text in path.read_bytes()]


def test_a_purge_reaches_the_backups_and_they_still_verify(both: Workspace, tmp_path: Path) -> None:
    evidence = _attached(both, tmp_path, title="a person's name")
    both.checkpoint()
    first = _made(both)
    _note(both, "x")
    _made(both, NOW + HOUR)
    assert _holding(both.path / "backups", b"a person's name")
    both.purge(evidence, "wrongly attached")
    assert _holding(both.path, b"a person's name") == []
    assert BackupFolder(both.path / "backups").check() == []
    state = Backups(both.path).state(Backups(both.path).find(first.name))
    assert evidence.id not in state.evidence
    assert both.restore(state, "back") is not None
    _made(both, NOW + HOUR * 2)


def test_taking_out_again_finishes_what_was_cut_short(both: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    _note(both, "secret words")
    _made(both)
    _note(both, "x")
    _made(both, NOW + HOUR)
    assessment, leaves = both.snapshot.locate("17065:7.5.1")
    write = BackupFolder.write
    monkeypatch.setattr(BackupFolder, "write", _after(1, write))
    with pytest.raises(DiskFault):
        both.purge(both.snapshot.answer(assessment, leaves[0].id), "a person's data")
    monkeypatch.undo()
    both.close()
    with Workspace.open(both.path, QUALITY_MANAGER) as again:
        assert "has been finished" in again.notices[0]
    assert _holding(both.path, b"secret words") == []
    assert BackupFolder(both.path / "backups").check() == []


def _after(times: int, write: Callable[[BackupFolder, Backup], None]) -> Callable[[BackupFolder, Backup], None]:
    calls = 0

    def refuse(folder: BackupFolder, backup: Backup) -> None:
        nonlocal calls
        calls += 1
        if calls > times:
            raise DiskFault("Input/output error")
        write(folder, backup)

    return refuse


def test_a_damaged_content_goes_whole_with_a_purge(both: Workspace) -> None:
    _note(both, "secret words")
    backup = _made(both)
    path = both.path / "backups" / "objects" / backup.journal[0].sha256
    path.write_bytes(path.read_bytes() + b" ")
    _note(both, "x")
    assessment, leaves = both.snapshot.locate("17065:7.5.1")
    both.purge(both.snapshot.answer(assessment, leaves[0].id), "a person's data")
    assert _holding(both.path, b"secret words") == []
    assert ["is missing" in problem.what for problem in BackupFolder(both.path / "backups").check()] == [True]


# A second place


@dataclass(frozen=True)
class Usage:
    free: int


@pytest.fixture
def place(tmp_path: Path) -> Path:
    folder = tmp_path / "drive"
    folder.mkdir()
    return folder


def test_a_second_place_gets_backups_and_attached_files_once(both: Workspace, tmp_path: Path, place: Path) -> None:
    evidence = _attached(both, tmp_path)
    assert evidence.file is not None
    backup = _made(both)
    copied = Backups(both.path).copy_to(place, NOW)
    assert copied.folder == place / "body.readiness-backups"
    assert (copied.backups, copied.files, copied.bytes, copied.problems) == (1, 1, 13, ())
    assert (copied.folder / "evidence" / evidence.file.sha256).read_bytes() == b"the procedure"
    there = BackupFolder(copied.folder)
    assert there.all() == (backup,)
    assert there.check() == []
    again = Backups(both.path).copy_to(place, NOW)
    assert (again.backups, again.files) == (0, 0)


def test_what_no_commit_names_is_not_copied(both: Workspace, tmp_path: Path, place: Path) -> None:
    (tmp_path / "staged").write_bytes(b"staged only")
    both.stage(tmp_path / "staged")
    (both.path / "evidence" / "incoming-1").write_bytes(b"half")
    _made(both)
    assert Backups(both.path).copy_to(place, NOW).files == 0


def test_an_attached_file_that_changed_is_said_and_not_copied(both: Workspace, tmp_path: Path, place: Path) -> None:
    evidence = _attached(both, tmp_path)
    assert evidence.file is not None
    (both.path / "evidence" / evidence.file.sha256).write_bytes(b"other")
    _made(both)
    copied = Backups(both.path).copy_to(place, NOW)
    assert [problem.what for problem in copied.problems] == ["has changed content; it was not copied"]
    assert list((copied.folder / "evidence").iterdir()) == []


def test_a_missing_place_is_a_sentence(both: Workspace, place: Path) -> None:
    _made(both)
    with pytest.raises(DiskFault, match=r"'.*gone', is not there"):
        Backups(both.path).copy_to(place / "gone", NOW)
    with pytest.raises(UsageError, match="lies in the workspace itself"):
        Backups(both.path).copy_to(both.path / "evidence", NOW)


def test_a_full_place_is_a_sentence_before_anything_is_written(
    both: Workspace, tmp_path: Path, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _attached(both, tmp_path)
    _made(both)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(2))
    with pytest.raises(DiskFault, match="has no room"):
        Backups(both.path).copy_to(place, NOW)
    assert not list(place.rglob("*.new"))
    assert BackupFolder(place / "body.readiness-backups").all() == ()


def test_a_place_that_fills_up_meanwhile_keeps_what_it_had_whole(
    both: Workspace, tmp_path: Path, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = _made(both)
    Backups(both.path).copy_to(place, NOW)
    _attached(both, tmp_path)
    _made(both, NOW + HOUR)

    def full(_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(places, "sync_file", full)
    with pytest.raises(DiskFault, match="No space left"):
        Backups(both.path).copy_to(place, NOW + HOUR)
    monkeypatch.undo()
    there = BackupFolder(place / "body.readiness-backups")
    assert there.all() == (first,)
    assert there.check() == []
    assert not list(place.rglob("*.new"))
    assert Backups(both.path).copy_to(place, NOW + HOUR).backups == 1


def test_a_place_keeps_what_the_workspace_lost(both: Workspace, place: Path) -> None:
    backup = _made(both)
    Backups(both.path).copy_to(place, NOW)
    shutil.rmtree(both.path / "backups")
    _note(both, "x")
    later = _made(both, NOW + HOUR)
    Backups(both.path).copy_to(place, NOW + HOUR)
    assert BackupFolder(place / "body.readiness-backups").all() == (later, backup)


def test_another_workspaces_backups_are_left_alone(both: Workspace, tmp_path: Path, place: Path) -> None:
    _made(both)
    Backups(both.path).copy_to(place, NOW)
    with Workspace.create(tmp_path / "other" / "body", "Other", QUALITY_MANAGER) as other:
        _made(other)
        with pytest.raises(UsageError, match="backups of another workspace"):
            Backups(other.path).copy_to(place, NOW)


def test_a_purge_reaches_the_second_place_with_the_next_copy(both: Workspace, tmp_path: Path, place: Path) -> None:
    purged = _attached(both, tmp_path, b"personal data", title="a person's name")
    kept_one = _attached(both, tmp_path, b"kept", title="kept")
    assert purged.file is not None
    assert kept_one.file is not None
    both.checkpoint()
    _made(both)
    Backups(both.path).copy_to(place, NOW)
    assert _holding(place, b"a person's name")
    both.purge(purged, "wrongly attached")
    _made(both, NOW + HOUR)
    Backups(both.path).copy_to(place, NOW + HOUR)
    assert _holding(place, b"a person's name") == []
    assert {path.name for path in place.glob("*/evidence/*")} == {kept_one.file.sha256}
    assert BackupFolder(place / "body.readiness-backups").check() == []


def test_what_was_typed_again_after_a_purge_is_kept_at_the_second_place(both: Workspace, place: Path) -> None:
    _note(both, "the words")
    _made(both)
    Backups(both.path).copy_to(place, NOW)
    _note(both, "x")
    assessment, leaves = both.snapshot.locate("17065:7.5.1")
    both.purge(both.snapshot.answer(assessment, leaves[0].id), "a person's data")
    _note(both, "the words")
    for hours in (1, 2):
        Backups(both.path).make(NOW + HOUR * hours, QUALITY_MANAGER)
        Backups(both.path).copy_to(place, NOW + HOUR * hours)
        newest = BackupFolder(place / "body.readiness-backups").all()[0]
        assert newest == Backups(both.path).listed()[0]
