"""A scripted run of a workspace: every verb once, as steps in a list, and what was acknowledged after each.

To put another verb under the power cut, the bad disk and the mutations, write one more function and list it in STEPS:
call the verb, then `stage.returned()`.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import io
import random
import secrets
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import msgspec
import pytest

from readiness import library
from readiness.cli import main as command_line
from readiness.model import checklist_file
from readiness.model.checklist import Checklist
from readiness.model.record import new_id
from readiness.model.records import Action, Citation, Evidence, Mark, Rating, Role, Target, Weight
from readiness.model.snapshot import Snapshot
from readiness.tasks import checklists, evidence
from readiness.workspace import Backups, Draft, Workspace
from tests.conftest import QUALITY_MANAGER
from tests.workspace.recording import RecordingDisk
from tests.workspace.test_sequences import _content

SYSTEMS = ("iso-iec-17021-1-2015", ("5", "5.1", "5.1.1", "9.4.8.2"))
PRODUCTS = ("iso-iec-17065-2012", ("4", "4.1", "4.1.1", "4.1.2.1", "4.1.2.2", "7.5.1", "7.6.1"))
KEY = ("assessment", "7.5.1", "note")
TO_BE_PURGED = "Attached by mistake, a stranger's list"
ATTACHED = random.Random(5).randbytes(3000)
"""A file that two pieces of evidence have: the one is removed, the other purged."""
SEGMENT_BYTES = 9000
"""So small that the run begins several segments; a size that no line of the run exceeds."""


@dataclass(frozen=True)
class Held:
    """All that a user has acknowledged: records, unsaved typing by its place, torn lines that were moved aside."""

    content: Snapshot
    drafts: dict[tuple[str, ...], str]
    asides: frozenset[bytes]


def held(workspace: Workspace) -> Held:
    """Look at what a workspace holds."""
    return Held(
        content=_content(workspace.snapshot),
        drafts={draft.key: draft.text for draft in workspace.drafts.all()},
        asides=frozenset(path.read_bytes() for path in (workspace.path / "journal").glob("torn-*.txt")),
    )


@dataclass(frozen=True)
class Acknowledged:
    """What was held when a verb returned, after `at` operations of the disk."""

    at: int
    verb: str
    held: Held


@cache
def small(which: tuple[str, tuple[str, ...]]) -> tuple[Checklist, bytes]:
    """Cut a shipped checklist down to some clauses, so that a run takes milliseconds."""
    whole = library.find(which[0]).checklist
    clauses = tuple(msgspec.structs.replace(clause, see=()) for clause in whole.clauses if clause.number in which[1])
    cut = msgspec.structs.replace(whole, clauses=clauses, id=f"{whole.id}-cut", based_on=whole.id)
    return cut, checklist_file.to_bytes(cut)


class Clock:
    """Goes on by a second every time it is asked."""

    def __init__(self) -> None:
        """Begin on the tests' day."""
        self._now = dt.datetime(2026, 3, 2, 9, 0, 0, 1, tzinfo=dt.UTC)

    def __call__(self) -> dt.datetime:
        """Give the time."""
        self._now += dt.timedelta(seconds=1)
        return self._now


@dataclass
class Stage:
    """Where a run plays: `outside` holds the user's own files, `root` is the disk that is watched."""

    outside: Path
    root: Path
    place: str = "body.readiness"
    disk: RecordingDisk | None = None
    clock: Clock = field(default_factory=Clock)
    acknowledged: list[Acknowledged] = field(default_factory=list)
    verb: str = ""
    _workspace: Workspace | None = None

    @property
    def path(self) -> Path:
        """Give the workspace's folder."""
        return self.root / self.place

    @property
    def workspace(self) -> Workspace:
        """Give the open workspace."""
        assert self._workspace is not None
        return self._workspace

    def take(self, workspace: Workspace) -> None:
        """Play with this workspace from here on."""
        self._workspace = workspace

    def open(self) -> None:
        """Open the workspace again."""
        self.take(Workspace.open(self.path, QUALITY_MANAGER, self.clock))

    def returned(self) -> None:
        """Keep what is acknowledged now that a verb has returned."""
        at = len(self.disk.log) if self.disk else 0
        self.acknowledged.append(Acknowledged(at, self.verb, held(self.workspace)))

    @contextlib.contextmanager
    def not_counted(self) -> Iterator[None]:
        """Let the disk record but neither count nor refuse: what is done is not the program's doing."""
        if self.disk:
            self.disk.paused = True
        yield
        if self.disk:
            self.disk.paused = False

    def play(self, step: Step) -> None:
        """Play one step."""
        self.verb = step.__name__
        step(self)


Step = Callable[[Stage], None]


def make_new_workspace(stage: Stage) -> None:
    stage.take(Workspace.create(stage.path, "Body", QUALITY_MANAGER, stage.clock))
    stage.returned()


def begin_assessments(stage: Stage) -> None:
    for which in (SYSTEMS, PRODUCTS):
        stage.workspace.add_assessment(*small(which), "all", "A")
        stage.returned()


def answer(stage: Stage) -> None:
    assessment, leaves = stage.workspace.snapshot.locate("17065:7.5.1")
    stage.workspace.answer(assessment, leaves, rating=Rating.CONFORMING)
    stage.returned()
    stage.workspace.answer(assessment, leaves, rating=Rating.PARTLY, weight=Weight.MINOR, note="Two of eight files.")
    stage.returned()


def answer_a_stem(stage: Stage) -> None:
    """One commit whose line is longer than a block of the disk."""
    assessment, leaves = stage.workspace.snapshot.locate("17065:4.1.2.2")
    stage.workspace.answer(assessment, leaves, rating=Rating.NONCONFORMING, note="Nothing of it is agreed. " * 12)
    stage.returned()


def attach_a_file_with_evidence(stage: Stage) -> None:
    source = stage.outside / "Überprüfung.pdf"
    source.write_bytes(ATTACHED)
    record = Evidence(id=new_id(), title="Review", reference="P-07")
    evidence.add(stage.workspace, record, source, laid_down=["17065:7.5.1@section 4"], shown_by=["17021-1:5.1.1"])
    stage.returned()


def attach_the_same_file_again(stage: Stage) -> None:
    evidence.add(stage.workspace, Evidence(id=new_id(), title=TO_BE_PURGED), stage.outside / "Überprüfung.pdf")
    stage.returned()


def checkpoint(stage: Stage) -> None:
    stage.workspace.checkpoint()
    stage.returned()


def undo(stage: Stage) -> None:
    for _ in range(2):
        stage.workspace.undo()
        stage.returned()


def redo(stage: Stage) -> None:
    stage.workspace.redo()
    stage.returned()


def edit_notes(stage: Stage) -> None:
    assessment, leaves = stage.workspace.snapshot.locate("17021-1:5.1.1")
    for note in ("first", "", "Überprüfung — 审查", "last"):
        stage.workspace.answer(assessment, leaves, note=note)
        stage.returned()
    stage.workspace.revise(assessment, leaves, lambda old: old.marked(Mark.FOLLOW_UP, on=True))
    stage.returned()


def save_drafts(stage: Stage) -> None:
    for text in ("half a sent", "half a sentence"):
        stage.workspace.drafts.save(Draft(KEY, text))
        stage.returned()
    stage.workspace.drafts.save(Draft((*KEY, "other"), "gone soon"))
    stage.returned()
    stage.workspace.drafts.drop((*KEY, "other"))
    stage.returned()


def import_a_checklist(stage: Stage) -> None:
    checklist, _ = small(("iso-iec-17065-2012", ("4", "4.1", "4.1.1")))
    source = stage.outside / "own.json"
    source.write_bytes(checklist_file.to_bytes(checklist))
    checklists.import_into(stage.workspace, source)
    stage.returned()


def close_and_reopen(stage: Stage) -> None:
    stage.workspace.close()
    stage.open()
    stage.returned()


def act_and_remove(stage: Stage) -> None:
    assessment, leaves = stage.workspace.snapshot.locate("17065:7.6.1")
    target = Target(assessment=assessment.id, requirement=leaves[0].id)
    stage.workspace.put(Action(id=new_id(), title="Name a second reviewer", targets=(target,)))
    stage.returned()
    organization = stage.workspace.snapshot.organization
    stage.workspace.put(msgspec.structs.replace(organization, accreditation_body="National body"))
    stage.returned()
    stage.workspace.remove(next(iter(stage.workspace.snapshot.evidence.values())))
    stage.returned()


def answer_from_the_command_line(stage: Stage) -> None:
    stage.workspace.close()
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()) as said:
        code = command_line(
            [*("answer", str(stage.path), "17065:7.6.1"), *("--rating", "conforming"), *("--by", "QM"), "--json"],
            lambda _: 1,
        )
    stage.open()
    if code:
        raise CommandRefused(said.getvalue())
    stage.returned()


class CommandRefused(Exception):
    """The command line answered with another exit code than 0."""


def find_a_torn_line(stage: Stage) -> None:
    """An earlier power cut left half a line; opening moves it aside."""
    stage.workspace.close()
    last = max((stage.path / "journal").glob("*.journal"))
    with stage.not_counted(), last.open("ab", buffering=0) as file:
        file.write(b'00000123 0123456789 half a line {"head":{"title":"' + TO_BE_PURGED.encode())
    stage.open()
    stage.returned()


def cite_and_answer_more(stage: Stage) -> None:
    record = Evidence(id=new_id(), title="Minutes", link="https://example.org/minutes")
    stage.workspace.put(record)
    stage.returned()
    assessment, leaves = stage.workspace.snapshot.locate("17021-1:9.4.8.2")
    stage.workspace.cite(assessment, leaves, Citation(evidence=record.id, role=Role.SHOWN_BY))
    stage.returned()
    for number in range(4):
        stage.workspace.answer(assessment, leaves[:1], note=f"number {number}")
        stage.returned()


def back_up(stage: Stage) -> None:
    """Twice: the second one shares what the first one holds; a third finds nothing new."""
    for minute in range(3):
        if minute == 1:
            answer_once_more(stage)
        Backups(stage.path).make(dt.datetime(2026, 3, 2, 12, minute, tzinfo=dt.UTC), QUALITY_MANAGER)
        stage.returned()


def answer_once_more(stage: Stage) -> None:
    assessment, leaves = stage.workspace.snapshot.locate("17021-1:9.4.8.2")
    stage.workspace.answer(assessment, leaves[:1], note="once more")
    stage.returned()


def go_back_to_a_backup(stage: Stage) -> None:
    backups = Backups(stage.path)
    stage.workspace.restore(backups.state(backups.listed()[-1]), "Restored a backup")
    stage.returned()
    stage.workspace.undo()
    stage.returned()


def purge_evidence(stage: Stage) -> None:
    """Takes lines of several segments, a file and what the backups hold of it."""
    attached = next(item for item in stage.workspace.snapshot.evidence.values() if item.file is not None)
    stage.workspace.purge(attached, "attached by mistake")
    stage.returned()


def purge_an_answer(stage: Stage) -> None:
    """Its note of what is to go takes the place of the earlier one."""
    snapshot = stage.workspace.snapshot
    assessment, leaves = snapshot.locate("17021-1:9.4.8.2")
    stage.workspace.purge(snapshot.answer(assessment, leaves[0].id), "a person's name")
    stage.returned()


def close(stage: Stage) -> None:
    stage.returned()
    stage.workspace.close()


STEPS: tuple[Step, ...] = (
    make_new_workspace,
    begin_assessments,
    answer,
    attach_a_file_with_evidence,
    checkpoint,
    answer_a_stem,
    undo,
    redo,
    edit_notes,
    save_drafts,
    import_a_checklist,
    close_and_reopen,
    answer_from_the_command_line,
    act_and_remove,
    attach_the_same_file_again,
    checkpoint,
    find_a_torn_line,
    cite_and_answer_more,
    back_up,
    go_back_to_a_backup,
    purge_evidence,
    purge_an_answer,
    answer_once_more,
    close,
)


def _patch_segments(patch: pytest.MonkeyPatch) -> None:
    """Make segments small, wherever the workspace's rooms keep their size."""
    rooms = [room for name, room in sys.modules.items() if name.startswith("readiness.workspace.")]
    named = [room for room in rooms if hasattr(room, "SEGMENT_BYTES")]
    assert named, "no room of the workspace names the size of a segment"
    for room in named:
        patch.setattr(room, "SEGMENT_BYTES", SEGMENT_BYTES)


@contextlib.contextmanager
def settled(seed: int = 11, *, rotating: bool = False) -> Iterator[None]:
    """Make ids repeatable, and segments small where asked."""
    source = random.Random(seed)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(secrets, "token_hex", lambda size=32: source.randbytes(size).hex())
        if rotating:
            _patch_segments(patch)
        yield


@dataclass(frozen=True)
class Recorded:
    """A whole run: the disk that recorded it and what was acknowledged when."""

    disk: RecordingDisk
    acknowledged: tuple[Acknowledged, ...]
    place: str

    def allowed_at(self, at: int) -> tuple[Held, ...]:
        """Give what may be found after `at` operations: the last acknowledged state, or the one of the next verb."""
        done = [item for item in self.acknowledged if item.at <= at]
        after = [item for item in self.acknowledged if item.at > at]
        return tuple(item.held for item in (*done[-1:], *after[:1])) if done else ()


def record(
    folder: Path, steps: tuple[Step, ...] = STEPS, place: str = "body.readiness", *, rotating: bool = False
) -> Recorded:
    """Play the run on a recording disk."""
    root, outside = folder / "disk", folder / "outside"
    root.mkdir()
    outside.mkdir()
    with settled(rotating=rotating), RecordingDisk(root) as disk:
        stage = Stage(outside, root, place, disk)
        for step in steps:
            stage.play(step)
        played = len(disk.log)
        stage.workspace.close()
        del disk.log[played:]
    segments = list((stage.path / "journal").glob("*.journal"))
    assert len(segments) > 1 if rotating else len(segments) == 1
    return Recorded(disk, tuple(stage.acknowledged), stage.place)
