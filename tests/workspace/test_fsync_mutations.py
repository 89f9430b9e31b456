"""The power cuts notice every sync that is taken out; places that sync without need are listed with reasons."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.workspace.aftermath import ASIDE_IS_LOST_TO_ANOTHER, Judge, cuts
from tests.workspace.operations import Operation, Synced
from tests.workspace.power import PLAIN
from tests.workspace.script import Recorded, record

pytestmark = pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning")
"""An opening that is refused may leave a file open; test_flips.py looks at that."""

NOT_NEEDED = {
    "places.py:sync_folder < places.py:rename_over < places.py:write_whole < folder.py:create": "the first checkpoint "
    "syncs the same folder before the new workspace is acknowledged",
    "places.py:sync_file < journal.py:_new_file": "the first commit after it syncs the same file; until then a "
    "torn first line holds nothing",
    "places.py:sync_folder < places.py:rename_over < store.py:write": "the older workspace.json is named "
    "in the journal too; it only costs replaying",
    "places.py:sync_folder < attachments.py:stage": "it matters only after a failed sync: "
    "test_disk_faults.py misses it there",
    "places.py:sync_file < journal.py:_set_torn_tail_aside": "the torn line comes back and is moved aside once more; "
    "the next commit syncs the same file",
}
NOT_NEEDED_WHERE_SEGMENTS_BEGIN = {
    "places.py:sync_file < places.py:write_beside < places.py:write_whole < segments.py:write_index": "an index only "
    "spares reading; one that does not fit its segment is made again",
    "places.py:sync_folder < places.py:rename_over < places.py:write_whole < segments.py:write_index": "the same",
    "places.py:sync_folder < places.py:rename_over < places.py:write_whole < journal.py:_replace": "the index that is "
    "written next syncs the same folder",
}
"""Places whose sync no power cut misses, each with its reason. They do no harm; a new one here needs a reason."""


def place(site: tuple[str, ...]) -> str:
    """Name a place that syncs: the calls inside places.py and the first one outside, without line numbers."""
    names = [":".join(call.split(":")[:2]) for call in site]
    outside = [number for number, name in enumerate(names) if not name.startswith("places.py")]
    return " < ".join(names[: outside[0] + 1] if outside else names)


def lines(site: tuple[str, ...]) -> tuple[str, ...]:
    """Give the same with line numbers: two syncs of one function are two places."""
    return site[: place(site).count("<") + 1]


def _sites(log: list[Operation]) -> dict[tuple[str, ...], int]:
    """List the places that sync, with their first operation."""
    found: dict[tuple[str, ...], int] = {}
    for at, operation in enumerate(log):
        if isinstance(operation, Synced):
            found.setdefault(lines(operation.site), at)
    return found


def _without(log: list[Operation], site: tuple[str, ...]) -> list[Operation]:
    """Give the log as if one place did not sync; what comes later keeps its number."""
    return [Synced(-1, ()) if isinstance(item, Synced) and lines(item.site) == site else item for item in log]


def _unnoticed(recorded: Recorded, judge: Judge) -> Iterator[str]:
    """Walk through the places whose sync can be taken out without any power cut telling."""
    for _, _, left, allowed in cuts(recorded, PLAIN):
        judge.of(left, allowed)
    judge.forgive()
    for site, first in _sites(recorded.disk.log).items():
        mutated = _without(recorded.disk.log, site)
        found = (judge.of(left, allowed) for _, _, left, allowed in cuts(recorded, PLAIN, first, mutated))
        if not any(reason and reason != ASIDE_IS_LOST_TO_ANOTHER for reason in found):
            yield place(site)


def _unnoticed_in_a_run(folder: Path, *, rotating: bool) -> set[str]:
    scratch = folder / "cut"
    scratch.mkdir()
    recorded = record(folder, rotating=rotating)
    return set(_unnoticed(recorded, Judge(scratch, recorded.place)))


def test_every_sync_is_missed_when_it_is_taken_out(tmp_path: Path) -> None:
    assert _unnoticed_in_a_run(tmp_path, rotating=False) == set(NOT_NEEDED)


@pytest.mark.full
def test_every_sync_is_missed_where_segments_begin_too(tmp_path: Path) -> None:
    assert _unnoticed_in_a_run(tmp_path, rotating=True) <= {*NOT_NEEDED, *NOT_NEEDED_WHERE_SEGMENTS_BEGIN}


def test_a_workspace_that_never_syncs_is_noticed(tmp_path: Path) -> None:
    """A store without any sync survives every kill -9; only a disk that forgets shows it."""
    scratch = tmp_path / "cut"
    scratch.mkdir()
    recorded = record(tmp_path)
    judge = Judge(scratch, recorded.place)
    never = [Synced(-1, ()) if isinstance(item, Synced) else item for item in recorded.disk.log]
    first = recorded.acknowledged[0].at
    assert all(judge.of(left, allowed) for _, _, left, allowed in cuts(recorded, PLAIN[:1], first, never))
