"""A disk that refuses at any moment: a sentence, memory as before, and what was acknowledged after opening again."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from readiness.errors import DiskFault, ReadinessError, WorkspaceLocked, WorkspaceReadOnly
from readiness.workspace import Workspace
from tests.conftest import QUALITY_MANAGER
from tests.workspace.aftermath import TO_BE_EXPECTED, Judge, cuts, lacks
from tests.workspace.operations import REFUSED, Ask, Fault
from tests.workspace.power import PLAIN
from tests.workspace.recording import RecordingDisk
from tests.workspace.script import (
    STEPS,
    CommandRefused,
    Held,
    Recorded,
    Stage,
    Step,
    answer_from_the_command_line,
    close_and_reopen,
    find_a_torn_line,
    held,
    make_new_workspace,
    purge_evidence,
    settled,
)

REFUSALS = (DiskFault, WorkspaceReadOnly, CommandRefused)
REOPENING = (close_and_reopen, answer_from_the_command_line, find_a_torn_line, purge_evidence)
"""Steps that may be refused with their change on the disk: when they open the workspace again, or, having recorded a
purge, cannot take all of it out yet."""


@dataclass(frozen=True)
class Scene:
    """One step with the disk as it was before it, what the disk is asked, and what is held before and after verbs."""

    number: int
    step: Step
    folder: Path
    asked: tuple[Ask, ...]
    states: tuple[Held, ...]

    def moments(self, fault: Fault) -> Iterator[int]:
        """Walk through the requests that the fault can refuse."""
        return (at for at, ask in enumerate(self.asked) if ask in REFUSED[fault])


class Scenes:
    """All steps after the first, each with a folder to begin from."""

    def __init__(self, folder: Path, *, rotating: bool = False) -> None:
        self.rotating = rotating
        (folder / "0" / "disk").mkdir(parents=True)
        (folder / "0" / "outside").mkdir()
        self._make(folder / "0")
        self.all = [self._play(folder, number, step) for number, step in enumerate(STEPS[1:])]

    def _make(self, folder: Path) -> None:
        with settled():
            stage = Stage(folder / "outside", folder / "disk")
            stage.play(STEPS[0])
            stage.workspace.close()

    def _play(self, folder: Path, number: int, step: Step) -> Scene:
        now = folder / str(number + 1)
        shutil.copytree(folder / str(number), now)
        with settled(number, rotating=self.rotating), RecordingDisk(now / "disk") as disk:
            stage = Stage(now / "outside", now / "disk", disk=disk)
            stage.open()
            first, start = held(stage.workspace), len(disk.asked)
            stage.play(step)
            asked = tuple(disk.asked[start:])
            stage.workspace.close()
        states = (first, *(item.held for item in stage.acknowledged))
        return Scene(number, step, folder / str(number), asked, states)

    def bad(self, fault: Fault, scratch: Path, *, again: bool) -> list[str]:
        """List what goes wrong when the disk refuses, at every moment that it can."""
        found = []
        for scene in self.all:
            for at in scene.moments(fault):
                folder = scratch / "now"
                shutil.copytree(scene.folder, folder)
                with settled(scene.number, rotating=self.rotating), RecordingDisk(folder / "disk") as disk:
                    reason = _endure(scene, Stage(folder / "outside", folder / "disk", disk=disk), fault, at, again)
                    left_open = disk.close_files()
                    reason = reason or (f"left open: {left_open}" if left_open else "")
                shutil.rmtree(folder)
                if reason:
                    found.append(f"{scene.step.__name__}, {fault} at {at} ({scene.asked[at]}): {reason}")
        return found


def _endure(scene: Scene, stage: Stage, fault: Fault, at: int, again: bool) -> str:
    """Play a scene with a fault; gives what was wrong, '' where nothing was."""
    try:
        return _endured(scene, stage, fault, at, again)
    except ReadinessError as error:
        return f"cannot be opened again: {error}"


def _endured(scene: Scene, stage: Stage, fault: Fault, at: int, again: bool) -> str:
    disk = stage.disk
    assert disk is not None
    stage.open()
    disk.break_at(fault, at)
    try:
        stage.play(scene.step)
        refused = False
    except REFUSALS as error:
        refused = True
        if not str(error).strip().endswith("."):
            return f"no sentence: {error}"
    except Exception as error:  # noqa: BLE001 - any bug is a finding
        return f"bug: {error!r}"
    assert disk.hit
    acknowledged = stage.acknowledged[-1].held if stage.acknowledged else scene.states[0]
    following = scene.states[len(stage.acknowledged) + 1 :]
    recorded = scene.step is purge_evidence and held(stage.workspace).content in [
        item.content for item in following[:1]
    ]
    if stage.workspace.snapshot.sequence and not recorded and held(stage.workspace).content != acknowledged.content:
        return "memory is not as before"
    if again and refused and not recorded:
        disk.heal()
        return _go_on(scene, stage)
    stage.workspace.close()
    disk.heal()
    more = refused and (fault is Fault.SYNC or scene.step in REOPENING)
    return _reopened(stage, (acknowledged, *following[:more]))


def _go_on(scene: Scene, stage: Stage) -> str:
    """Play the scene once more on a disk that is well again."""
    try:
        stage.play(scene.step)
    except WorkspaceReadOnly:
        stage.workspace.close()
        stage.open()
        stage.play(scene.step)
    acknowledged = stage.acknowledged[-1].held
    stage.workspace.close()
    return _reopened(stage, (acknowledged,))


def _reopened(stage: Stage, allowed: tuple[Held, ...]) -> str:
    with Workspace.open(stage.path, QUALITY_MANAGER) as workspace:
        if missing := lacks(held(workspace), allowed):
            return missing
        if odd := [notice for notice in workspace.notices if not any(fine in notice for fine in TO_BE_EXPECTED)]:
            return f"says {odd}"
        return ", ".join(str(problem) for problem in workspace.verify())


@pytest.fixture(scope="module")
def scenes(tmp_path_factory: pytest.TempPathFactory) -> Scenes:
    return Scenes(tmp_path_factory.mktemp("scenes"))


@pytest.fixture(scope="module")
def rotating_scenes(tmp_path_factory: pytest.TempPathFactory) -> Scenes:
    return Scenes(tmp_path_factory.mktemp("rotating"), rotating=True)


@pytest.mark.parametrize("again", [False, True], ids=["then closed", "then tried again"])
@pytest.mark.parametrize("fault", Fault)
def test_a_refusal_is_a_sentence_and_changes_nothing(scenes: Scenes, tmp_path: Path, fault: Fault, again: bool) -> None:
    assert scenes.bad(fault, tmp_path, again=again) == []


@pytest.mark.parametrize("again", [False, True], ids=["then closed", "then tried again"])
@pytest.mark.parametrize("fault", Fault)
def test_a_refusal_where_a_segment_begins_is_a_sentence_and_changes_nothing(
    rotating_scenes: Scenes, tmp_path: Path, fault: Fault, again: bool
) -> None:
    assert rotating_scenes.bad(fault, tmp_path, again=again) == []


def _refuse_to_make(tmp_path: Path, fault: Fault) -> Iterator[str]:
    """Refuse at every moment while a new workspace is made; gives what goes wrong then and with a second attempt."""
    for at in range(40):
        root = tmp_path / str(at)
        root.mkdir()
        with settled(), RecordingDisk(root) as disk:
            stage = Stage(tmp_path, root, disk=disk)
            disk.break_at(fault, at)
            try:
                stage.play(make_new_workspace)
                stage.workspace.close()
            except ReadinessError as kept:
                disk.heal()
                yield from (f"{fault} at {at}: {kept}: {reason}" for reason in _second_attempt(stage))
            except Exception as error:  # noqa: BLE001 - any bug is a finding
                yield f"{fault} at {at}: bug {error!r}"
            if left_open := disk.close_files():
                yield f"{fault} at {at}: left open: {left_open}"


def _second_attempt(stage: Stage) -> Iterator[str]:
    for attempt in (stage.open, lambda: stage.play(make_new_workspace)):
        try:
            attempt()
            stage.workspace.close()
        except WorkspaceLocked as error:
            yield str(error)
        except ReadinessError:
            continue
        except Exception as error:  # noqa: BLE001 - any bug is a finding
            yield f"bug {error!r}"


@pytest.mark.parametrize("fault", Fault)
def test_a_refusal_while_a_workspace_is_made_is_a_sentence(tmp_path: Path, fault: Fault) -> None:
    assert list(_refuse_to_make(tmp_path, fault)) == []


def test_a_file_attached_again_after_a_failed_sync_survives_a_power_cut(tmp_path: Path) -> None:
    """The first attempt may have left the file under its name, but not durably so."""
    (tmp_path / "run").mkdir()
    scenes = Scenes(tmp_path / "run")
    scene = next(item for item in scenes.all if item.step.__name__ == "attach_a_file_with_evidence")
    scratch = tmp_path / "cut"
    scratch.mkdir()
    found = []
    for at in scene.moments(Fault.SYNC):
        folder = tmp_path / f"sync-{at}"
        shutil.copytree(scene.folder, folder)
        with settled(scene.number), RecordingDisk(folder / "disk") as disk:
            stage = Stage(folder / "outside", folder / "disk", disk=disk)
            stage.open()
            disk.break_at(Fault.SYNC, at)
            with pytest.raises(DiskFault):
                stage.play(scene.step)
            stage.workspace.close()
            disk.heal()
            stage.open()
            stage.play(scene.step)
            stage.workspace.close()
        recorded = Recorded(disk, tuple(stage.acknowledged), stage.place)
        judge = Judge(scratch, stage.place)
        found += [judge.of(left, allowed) for _, _, left, allowed in cuts(recorded, PLAIN, stage.acknowledged[0].at)]
    assert [reason for reason in found if reason] == []
