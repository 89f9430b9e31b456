"""A writing process is killed at random moments: nothing unreadable, nothing acknowledged missing."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from readiness.workspace import Workspace
from tests.conftest import QUALITY_MANAGER
from tests.workspace.script import PRODUCTS, SYSTEMS, small

ROOT = Path(__file__).parent.parent.parent
IN_CI = 20
IN_FULL = 1980
LONGEST_LIFE = 0.06
ROUNDS_PER_WORKSPACE = 30

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="kill -9 and fork are not of this system")


NURSERY = """
import os, random, sys
from pathlib import Path
from readiness.model.record import new_id
from readiness.model.records import Citation, Evidence, Rating, Role
from readiness.tasks import evidence
from readiness.workspace import Draft, Workspace
from tests.conftest import QUALITY_MANAGER


def write(path, source, seed):
    draw = random.Random(seed)
    workspace = Workspace.open(path, QUALITY_MANAGER)
    say(workspace)
    numbers = ("17065:7.5.1", "17065:4.1.2.2", "17021-1:5.1.1", "17021-1:9.4.8.2")
    while True:
        assessment, leaves = workspace.snapshot.locate(draw.choice(numbers))
        verb = draw.randrange(12)
        if verb == 0:
            workspace.checkpoint()
        elif verb == 1:
            if workspace.next_undo.sequence > 3:
                workspace.undo()
        elif verb == 2:
            workspace.redo()
        elif verb == 3:
            workspace.drafts.save(Draft(("a", "b", "note"), "x" * draw.randrange(3000)))
        elif verb == 4:
            source.write_bytes(draw.randbytes(5000))
            evidence.add(workspace, Evidence(id=new_id(), title="E"), source, shown_by=["17065:7.5.1"])
        elif verb == 5:
            workspace.close()
            workspace = Workspace.open(path, QUALITY_MANAGER)
        else:
            rating = draw.choice((Rating.CONFORMING, Rating.PARTLY, Rating.NONCONFORMING))
            workspace.answer(assessment, leaves, rating=rating, note=draw.choice("xyz") * draw.randrange(800))
        say(workspace)


def say(workspace):
    os.write(1, f"{workspace.snapshot.sequence} {workspace.snapshot.head}\\n".encode())


for line in sys.stdin:
    path, source, seed = line.rstrip("\\n").split("\\t")
    child = os.fork()
    if not child:
        write(Path(path), Path(source), int(seed))
    os.write(1, f"pid {child}\\n".encode())
    os.waitpid(child, 0)
    os.write(1, b"end\\n")
"""
"""Starts once and forks a writer for every round: a thousand rounds need no thousand starts of Python."""


@pytest.fixture
def nursery() -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen(
        [sys.executable, "-c", NURSERY], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
    ) as process:
        yield process
        assert process.stdin is not None
        process.stdin.close()


def _new(folder: Path) -> Path:
    with Workspace.create(folder, "Body", QUALITY_MANAGER) as workspace:
        for which in (SYSTEMS, PRODUCTS):
            workspace.add_assessment(*small(which), "all", "A")
        return workspace.path


def _killed(nursery: subprocess.Popen[str], path: Path, source: Path, draw: random.Random) -> list[str]:
    """Let a writer live for a moment; gives what it acknowledged, line by line."""
    assert nursery.stdin is not None
    assert nursery.stdout is not None
    nursery.stdin.write(f"{path}\t{source}\t{draw.randrange(10**9)}\n")
    nursery.stdin.flush()
    said: list[str] = []
    killed = False
    for line in nursery.stdout:
        if line.startswith("pid "):
            time.sleep(draw.random() * LONGEST_LIFE)
            os.kill(int(line.split()[1]), signal.SIGKILL)
            killed = True
        elif line == "end\n":
            break
        else:
            said.append(line.rstrip("\n"))
    assert killed
    return said


def _check(path: Path, acknowledged: str) -> None:
    """Open what the dead writer left: nothing acknowledged is missing, and at most one commit more is there."""
    with Workspace.open(path, QUALITY_MANAGER) as workspace:
        if acknowledged:
            sequence, head = acknowledged.split()
            assert int(sequence) <= workspace.snapshot.sequence <= int(sequence) + 1
            assert workspace.verify(head) == ()
        assert len(list(workspace.history())) == workspace.snapshot.sequence
        assert all("moved to journal/" in notice for notice in workspace.notices)
        found = workspace.snapshot
    with Workspace.open(path, QUALITY_MANAGER, read_only=True) as workspace:
        assert workspace.snapshot == found


def _kill(nursery: subprocess.Popen[str], folder: Path, rounds: int, seed: int) -> int:
    """Kill that often; gives how many acknowledgements there were."""
    draw = random.Random(seed)
    heard = 0
    last = ""
    for number in range(rounds):
        if number % ROUNDS_PER_WORKSPACE == 0:
            path, last = _new(folder / str(number)), ""
        said = _killed(nursery, path, folder / "source.bin", draw)
        whole = [line for line in said if len(line.split()) == 2 and len(line.split()[1]) == 64]
        last = whole[-1] if whole else last
        _check(path, last if whole else "")
        heard += len(whole)
    return heard


def test_twenty_kills_lose_nothing(nursery: subprocess.Popen[str], tmp_path: Path) -> None:
    assert _kill(nursery, tmp_path, IN_CI, 4) > 0, "the writers wrote"


@pytest.mark.full
def test_two_thousand_kills_lose_nothing(nursery: subprocess.Popen[str], tmp_path: Path) -> None:
    assert _kill(nursery, tmp_path, IN_FULL, 5) > IN_FULL
