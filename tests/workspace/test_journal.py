"""The journal's lines: every byte is vouched for; torn tails and damage are told apart."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import msgspec
import pytest

from readiness import places
from readiness.errors import Damage, DiskFault, WorkspaceReadOnly
from readiness.model import history
from readiness.model.records import Rating
from readiness.workspace import Workspace, lines, segments, store
from readiness.workspace.store import Store
from tests.conftest import QUALITY_MANAGER


def _segment(workspace: Workspace) -> Path:
    return workspace.path / "journal" / "000001.journal"


def _answered(workspace: Workspace, *notes: str) -> Workspace:
    assessment, leaves = workspace.snapshot.locate("17065:7.5.1")
    for note in notes:
        workspace.answer(assessment, leaves, note=note)
    return workspace


def test_every_flipped_bit_is_damage_with_its_place(both: Workspace) -> None:
    _answered(both, "one", "two").close()
    path = _segment(both)
    content = bytearray(path.read_bytes())
    final = content.rfind(b"\n", 0, -1) + 1
    chosen = [*random.Random(7).sample(range(len(content) - 1), 300), final, final + 8, final + 73]
    for position in chosen:
        for bit in (1, 32):
            content[position] ^= bit
            path.write_bytes(content)
            with pytest.raises(Damage) as caught:
                Workspace.open(both.path, QUALITY_MANAGER, read_only=True)
            assert "000001.journal" in caught.value.sentence
            content[position] ^= bit
    path.write_bytes(content)
    Workspace.open(both.path, QUALITY_MANAGER, read_only=True).close()


def test_a_torn_tail_at_every_length_loses_nothing_and_is_moved_aside(both: Workspace) -> None:
    _answered(both, "kept").close()
    path = _segment(both)
    whole = path.read_bytes()
    last = whole.rfind(b"\n", 0, -1) + 1
    for length in (1, 8, 75, (len(whole) - last) // 2, len(whole) - last - 1):
        torn = whole[last : last + length]
        path.write_bytes(whole + torn)
        with Workspace.open(both.path, QUALITY_MANAGER, read_only=True) as reader:
            assert reader.snapshot.sequence == whole.count(b'"type":"commit"')
        assert path.read_bytes() == whole + torn, "a reader repairs nothing"
        with Workspace.open(both.path, QUALITY_MANAGER) as writer:
            assert "moved to journal/torn-000001" in writer.notices[0]
        aside = list((both.path / "journal").glob("torn-*"))
        assert [item.read_bytes() for item in aside] == [torn]
        aside[0].unlink()
        assert path.read_bytes() == whole


def test_a_refused_write_leaves_journal_and_memory_as_they_were(
    both: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    _answered(both, "before")
    content, snapshot = _segment(both).read_bytes(), both.snapshot

    class Full:
        def __init__(self, file: object) -> None:
            self._file = file

        def write(self, line: bytes) -> int:
            self._file.write(line[:40])  # type: ignore[attr-defined]
            raise OSError(28, "No space left on device")

        def __getattr__(self, name: str) -> object:
            return getattr(self._file, name)

    inner = both._ledger.journal
    real = inner._file
    monkeypatch.setattr(inner, "_file", Full(real))
    with pytest.raises(DiskFault, match="No space left on device"):
        _answered(both, "lost")
    monkeypatch.setattr(inner, "_file", real)
    assert _segment(both).read_bytes() == content
    assert both.snapshot is snapshot
    _answered(both, "after")
    with Workspace.open(both.path, QUALITY_MANAGER, read_only=True) as reader:
        assert reader.snapshot == both.snapshot


def test_after_a_failed_sync_the_workspace_is_read_only_until_reopened(
    both: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: object) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(places, "sync_file", fail)
    with pytest.raises(DiskFault, match="could not be made safe"):
        _answered(both, "unsafe")
    monkeypatch.undo()
    assert both.read_only
    with pytest.raises(WorkspaceReadOnly):
        _answered(both, "refused")
    both.close()
    with Workspace.open(both.path, QUALITY_MANAGER) as again:
        _answered(again, "works again")


def test_segments_follow_each_other_in_one_chain(both: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(segments, "SEGMENT_BYTES", 4000)
    _answered(both, *(f"note {number}" for number in range(60)))
    both.checkpoint()
    _answered(both, *(f"further {number}" for number in range(60)))
    paths = sorted((both.path / "journal").glob("*.journal"))
    assert len(paths) > 5
    assert b'"checkpoint":{' in paths[-1].read_bytes().split(b"\n", 1)[0]
    with Workspace.open(both.path, QUALITY_MANAGER, read_only=True) as reader:
        assert reader.snapshot == both.snapshot
        assert len(list(reader.history())) == both.snapshot.sequence
    both.close()
    shutil.copy(paths[1], paths[2])
    with pytest.raises(Damage):
        Workspace.open(both.path, QUALITY_MANAGER)


def test_a_missing_segment_is_named(both: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(segments, "SEGMENT_BYTES", 4000)
    _answered(both, *(f"note {number}" for number in range(30))).close()
    (both.path / "journal" / "000002.journal").unlink()
    with pytest.raises(Damage, match=r"000002\.journal is missing"):
        Workspace.open(both.path, QUALITY_MANAGER)


def test_a_sealed_segment_is_read_by_its_index_and_an_index_is_never_believed_blindly(
    both: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(segments, "SEGMENT_BYTES", 4000)
    _answered(both, *(f"note {number}" for number in range(60)))
    expected, history = both.snapshot, list(both.history())
    both.close()
    indexes = sorted((both.path / "journal").glob("*.index"))
    assert len(indexes) == len(list((both.path / "journal").glob("*.journal"))) - 1
    for spoil in (
        lambda raw: b"",
        lambda raw: raw[:-1],
        lambda raw: raw[:40] + b"x" + raw[41:],
        lambda _: indexes[0].read_bytes(),
    ):
        kept = indexes[1].read_bytes()
        indexes[1].write_bytes(spoil(kept))
        with Workspace.open(both.path, QUALITY_MANAGER, read_only=True) as reader:
            assert reader.snapshot == expected
            assert list(reader.history()) == history
        indexes[1].write_bytes(kept)
    sealed = indexes[0].with_suffix(".journal")
    content = bytearray(sealed.read_bytes())
    content[len(content) // 2] ^= 4
    sealed.write_bytes(content)
    with pytest.raises(Damage, match="000001"):
        Workspace.open(both.path, QUALITY_MANAGER, read_only=True)


def test_lost_indexes_are_made_again_by_the_next_writer(both: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(segments, "SEGMENT_BYTES", 4000)
    _answered(both, *(f"note {number}" for number in range(30))).close()
    for path in (both.path / "journal").glob("*.index"):
        path.unlink()
    Workspace.open(both.path, QUALITY_MANAGER, read_only=True).close()
    assert not list((both.path / "journal").glob("*.index")), "a reader writes nothing"
    Workspace.open(both.path, QUALITY_MANAGER).close()
    assert list((both.path / "journal").glob("*.index"))


def test_a_segment_begun_in_a_crash_is_begun_again_and_the_one_before_stays_whole(
    both: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(segments, "SEGMENT_BYTES", 4000)
    _answered(both, *(f"note {number}" for number in range(12)))
    expected = both.snapshot
    both.close()
    paths = sorted((both.path / "journal").glob("*.journal"))
    following = paths[-1].with_name(f"{len(paths) + 1:06d}.journal")
    before = paths[-1].read_bytes()
    for torn in (b"", b"0000"):
        following.write_bytes(torn)
        with Workspace.open(both.path, QUALITY_MANAGER) as again:
            assert msgspec.structs.replace(again.snapshot, head="") == msgspec.structs.replace(expected, head="")
            assert paths[-1].read_bytes() == before
        following.unlink()


def test_a_line_taken_out_or_swapped_is_damage(both: Workspace) -> None:
    _answered(both, "one", "two", "three").close()
    lines = _segment(both).read_bytes().splitlines(keepends=True)
    for changed in (lines[:3] + lines[4:], [*lines[:3], lines[4], lines[3], *lines[5:]]):
        _segment(both).write_bytes(b"".join(changed))
        with pytest.raises(Damage):
            Workspace.open(both.path, QUALITY_MANAGER)


def test_one_answer_costs_the_same_in_a_full_workspace(both: Workspace) -> None:
    """Bytes written for one answer do not depend on how many there are."""

    def size_of_one(note: str) -> int:
        before = sum(path.stat().st_size for path in (both.path / "journal").iterdir())
        _answered(both, note)
        return sum(path.stat().st_size for path in (both.path / "journal").iterdir()) - before

    _answered(both, "zero")
    first = size_of_one("one..")
    for assessment in both.snapshot.assessments.values():
        for leaf in both.snapshot.requirements(assessment):
            both.answer(assessment, [leaf], rating=Rating.CONFORMING)
    _answered(both, "one..")
    assert abs(size_of_one("three") - first) < 60


def test_one_answer_touches_one_record_however_many_there_are(both: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    """Cheap counts stand in for times: records written to memory, records decoded, bodies encoded."""
    counted: list[str] = []

    def counting(module: object, name: str) -> None:
        real = getattr(module, name)

        def count(*arguments: object, **named: object) -> object:
            counted.append(name)
            return real(*arguments, **named)

        monkeypatch.setattr(module, name, count)

    def touched() -> dict[str, int]:
        assessment, leaves = both.snapshot.locate("17065:7.5.1")
        counted.clear()
        both.answer(assessment, leaves, note=f"note {both.snapshot.sequence}")
        assert both.snapshot.answer(assessment, "7.5.1").note
        return {name: counted.count(name) for name in ("put", "from_plain", "to_plain", "_encode")}

    counting(Store, "put")
    counting(store, "from_plain")
    counting(history, "to_plain")
    counting(lines, "_encode")
    touched()
    few = touched()
    for assessment in both.snapshot.assessments.values():
        both.answer(assessment, tuple(both.snapshot.requirements(assessment)), rating=Rating.CONFORMING, note="x")
    assert touched() == few
    assert few["put"] == 1
    assert few["from_plain"] <= 2
