"""A power cut before any operation of the disk leaves what was acknowledged, or one commit more; never a mix."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from tests.workspace.aftermath import ASIDE_IS_LOST_TO_ANOTHER, wrong
from tests.workspace.power import HOLES, PLAIN, Variant, drawn, platters
from tests.workspace.script import Recorded, make_new_workspace, record

DRAWN_IN_CI = tuple(drawn(seed) for seed in range(4))
DRAWN_IN_FULL = tuple(drawn(seed) for seed in range(4, 60))


class Recordings:
    """The runs, each played once."""

    def __init__(self, factory: pytest.TempPathFactory) -> None:
        self.plain = cache(lambda: record(factory.mktemp("plain")))
        self.rotating = cache(lambda: record(factory.mktemp("rotating"), rotating=True))


@pytest.fixture(scope="module")
def recordings(tmp_path_factory: pytest.TempPathFactory) -> Recordings:
    return Recordings(tmp_path_factory)


def _first(recorded: Recorded) -> int:
    """Give the operation after which the new workspace was acknowledged."""
    return recorded.acknowledged[0].at


def _lost(recorded: Recorded, scratch: Path, variants: tuple[Variant, ...]) -> list[str]:
    found = wrong(recorded, scratch, variants, _first(recorded))
    return [item for item in found if not item.endswith(ASIDE_IS_LOST_TO_ANOTHER)]


def test_the_log_tells_what_the_disk_holds(recordings: Recordings) -> None:
    """The recording is believed only because its end is the real folder, byte for byte."""
    for recorded in (recordings.plain(), recordings.rotating()):
        *_, (_, platter) = platters(recorded.disk.base, recorded.disk.log)
        root = Path(recorded.disk.root)
        paths = {path.relative_to(root).as_posix(): path for path in root.rglob("*")}
        real = {name: None if path.is_dir() else path.read_bytes() for name, path in paths.items()}
        assert platter.left(PLAIN[1]) == real


@pytest.mark.parametrize("variant", PLAIN, ids=str)
def test_a_power_cut_loses_nothing_acknowledged(recordings: Recordings, tmp_path: Path, variant: Variant) -> None:
    assert _lost(recordings.plain(), tmp_path, (variant,)) == []


@pytest.mark.parametrize("variant", DRAWN_IN_CI, ids=str)
def test_a_power_cut_that_keeps_what_chance_wants_loses_nothing(
    recordings: Recordings, tmp_path: Path, variant: Variant
) -> None:
    assert _lost(recordings.plain(), tmp_path, (variant,)) == []


@pytest.mark.full
def test_many_power_cuts_that_keep_what_chance_wants_lose_nothing(recordings: Recordings, tmp_path: Path) -> None:
    assert _lost(recordings.plain(), tmp_path, DRAWN_IN_FULL) == []


def test_a_power_cut_where_a_segment_begins_loses_nothing(recordings: Recordings, tmp_path: Path) -> None:
    assert _lost(recordings.rotating(), tmp_path, (*PLAIN, *DRAWN_IN_CI[:2])) == []


def test_a_power_cut_while_a_workspace_is_made_leaves_one_or_a_sentence(tmp_path: Path) -> None:
    recorded = record(tmp_path, (make_new_workspace,))
    (tmp_path / "cut").mkdir()
    assert wrong(recorded, tmp_path / "cut", (*PLAIN, *DRAWN_IN_CI)) == []


def test_a_workspace_made_in_new_folders_is_there_after_a_power_cut(tmp_path: Path) -> None:
    recorded = record(tmp_path, (make_new_workspace,), "bodies/ours/body.readiness")
    (tmp_path / "cut").mkdir()
    assert wrong(recorded, tmp_path / "cut", PLAIN, _first(recorded)) == []


def test_a_torn_line_moved_aside_stays(recordings: Recordings, tmp_path: Path) -> None:
    found = wrong(recordings.plain(), tmp_path, PLAIN[2:3], _first(recordings.plain()))
    assert [item for item in found if item.endswith(ASIDE_IS_LOST_TO_ANOTHER)] == []


def test_a_line_whose_last_blocks_came_first_is_a_torn_line(recordings: Recordings, tmp_path: Path) -> None:
    assert _lost(recordings.plain(), tmp_path, (HOLES,)) == []
