"""What a recorded change and an opening cost as a workspace grows; each against its limit in the same run."""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
import statistics
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from tinydb import TinyDB, where

from readiness import library, places
from readiness.model.history import Author
from readiness.model.records import Rating
from readiness.tasks import begin
from readiness.workspace import Workspace, segments
from readiness.workspace.folder import Folder
from readiness.workspace.journal import Journal
from readiness.workspace.reading import Reading
from tests.bench.ratios import ratio, seconds

AUTHOR = Author("quality manager")
NOTE = "Three of eight files sampled had no entry, and the record was written later. " * 4
TIMES = 40
ROUNDS = 9


def _note(number: int) -> str:
    return f"{NOTE}{number}"


@pytest.fixture(
    scope="module", params=[(1, 900), (10, 900), (10, 90_000), (100, 900)], ids=lambda size: f"{size[0]}x625-{size[1]}"
)
def grown(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """Give a workspace of one of the sizes, made without waiting for the disk."""
    bodies, commits = request.param
    with pytest.MonkeyPatch.context() as quick:
        quick.setattr(places, "sync_file", lambda file: file.flush())
        quick.setattr(places, "sync_folder", lambda _: None)
        workspace = begin.new_workspace(tmp_path_factory.mktemp("grown") / "body", "Body", ["17021-1", "17065"], AUTHOR)
        for _ in range(bodies - 1):
            for standard in ("17021-1", "17065"):
                item = library.find(standard)
                workspace.add_assessment(item.checklist, item.raw, "further", "A")
        for assessment in workspace.snapshot.assessments.values():
            leaves = tuple(workspace.snapshot.requirements(assessment))
            workspace.answer(assessment, leaves, rating=Rating.CONFORMING, note=NOTE)
        assessment, leaves = workspace.snapshot.locate("7.5.1", next(iter(workspace.snapshot.assessments)))
        number = 0
        while workspace.snapshot.sequence < commits:
            number += 1
            workspace.answer(assessment, leaves, note=_note(number))
        workspace.checkpoint()
    yield workspace
    workspace.close()


def _numbers() -> Iterator[int]:
    number = 10_000_000
    while True:
        number += 1
        yield number


def _change(workspace: Workspace, numbers: Iterator[int]) -> Callable[[], None]:
    assessment, leaves = workspace.snapshot.locate("7.5.1", next(iter(workspace.snapshot.assessments)))

    def change() -> None:
        for _ in range(TIMES):
            workspace.answer(assessment, leaves, note=_note(next(numbers)))

    return change


def _bare(path: Path, line: bytes) -> Callable[[], None]:
    def append() -> None:
        with path.open("ab", buffering=0) as file:
            for _ in range(TIMES):
                file.write(line)
                os.fsync(file.fileno())

    return append


def _line_of(workspace: Workspace, change: Callable[[], None]) -> bytes:
    size = sum(length for _, length in Journal(workspace.path / "journal").prefix())
    change()
    after = sum(length for _, length in Journal(workspace.path / "journal").prefix())
    return bytes((after - size) // TIMES)


def test_a_change_with_its_audit_entry_costs_at_most_three_appends(
    benchmark: Any, grown: Workspace, tmp_path: Path
) -> None:
    heard: list[object] = []
    unsubscribe = grown.subscribe(heard.append)
    change = _change(grown, _numbers())
    bare = _bare(tmp_path / "bare", _line_of(grown, change))
    found = ratio(change, bare, ROUNDS)
    unsubscribe()
    benchmark.extra_info["against append and fsync of the same bytes"] = round(found, 2)
    benchmark.pedantic(change, rounds=3)
    assert len(heard) > TIMES
    assert found <= 3


def test_the_journal_alone_costs_at_most_one_and_a_half_appends(
    benchmark: Any, grown: Workspace, tmp_path: Path
) -> None:
    change = _change(grown, _numbers())
    bare = _bare(tmp_path / "bare", _line_of(grown, change))
    last = grown._ledger.journal.commit(grown.snapshot.sequence)

    def append() -> None:
        for _ in range(TIMES):
            grown._ledger.journal.append_commit(msgspec.structs.replace(last, sequence=grown.snapshot.sequence + 1))

    found = ratio(append, bare, ROUNDS)
    benchmark.extra_info["against append and fsync of the same bytes"] = round(found, 2)
    benchmark.pedantic(append, rounds=3)
    assert found <= 1.5


def test_beside_it_tinydbs_own_storage_and_sqlite(benchmark: Any, grown: Workspace, tmp_path: Path) -> None:
    """No bound: what others cost for one changed answer and its audit entry, in the same run."""
    change = _change(grown, _numbers())
    bare = _bare(tmp_path / "bare", _line_of(grown, change))
    answers = [msgspec.to_builtins(answer) for found in grown.snapshot.answers.values() for answer in found.values()]
    database = TinyDB(tmp_path / "stock.json")
    database.table("answers").insert_multiple(answers)
    lite = sqlite3.connect(tmp_path / "lite.db", isolation_level=None)
    lite.execute("pragma journal_mode=wal")
    lite.execute("pragma synchronous=full")
    lite.execute("create table answers (id text primary key, body text)")
    lite.execute("create table audit (body text)")
    lite.executemany("insert into answers values (?, ?)", [(item["id"], json.dumps(item)) for item in answers])
    numbers = _numbers()

    def stock() -> None:
        database.table("answers").update({"note": _note(next(numbers))}, where("id") == answers[0]["id"])
        database.table("audit").insert({"note": NOTE})

    def wal() -> None:
        for _ in range(TIMES):
            text = json.dumps({**answers[0], "note": _note(next(numbers))})
            lite.execute("begin")
            lite.execute("update answers set body = ? where id = ?", (text, answers[0]["id"]))
            lite.execute("insert into audit values (?)", (text,))
            lite.execute("commit")

    once = statistics.median(seconds(bare) for _ in range(5)) / TIMES
    benchmark.extra_info["TinyDB's JSONStorage, times"] = round(
        statistics.median(seconds(stock) for _ in range(5)) / once
    )
    benchmark.extra_info["SQLite WAL FULL, times"] = round(ratio(wal, bare), 2)
    benchmark.pedantic(stock, rounds=3)
    database.close()
    lite.close()


def test_opening_costs_at_most_one_and_a_half_times_what_must_be_read(benchmark: Any, grown: Workspace) -> None:
    """What must be read: all segments hashed, the lines of the last one hashed and parsed, the checkpoint parsed."""
    grown.checkpoint()
    folder = Folder(grown.path)
    paths = [path for path, _ in Journal(folder.journal).prefix()]

    def limit() -> None:
        for path in paths:
            content = path.read_bytes()
            hashlib.sha256(content).hexdigest()
        for line in content.splitlines():
            json.loads(line.split(b" ", 4)[4])
        json.loads(folder.checkpoint.read_bytes())

    found = ratio(lambda: Reading.of(folder), limit, ROUNDS)
    benchmark.extra_info["against hashing the journal, parsing its last segment and the checkpoint"] = round(found, 2)
    benchmark.extra_info["commits"] = grown.snapshot.sequence
    benchmark.pedantic(lambda: Reading.of(folder), rounds=3)
    assert found <= 1.5


def test_a_replayed_commit_costs_at_most_twice_hashing_and_parsing_its_line(benchmark: Any, tmp_path: Path) -> None:
    with pytest.MonkeyPatch.context() as quick:
        quick.setattr(places, "sync_file", lambda file: file.flush())
        quick.setattr(segments, "SEGMENT_BYTES", 10**9)
        with begin.new_workspace(tmp_path / "body", "Body", ["17065"], AUTHOR) as workspace:
            change, commits = _change(workspace, _numbers()), 100 * TIMES
            for _ in range(100):
                change()
            folder = Folder(workspace.path)
            lines = (folder.journal / "000001.journal").read_bytes().splitlines()

            def limit() -> None:
                for line in lines:
                    content = line.split(b" ", 4)[4]
                    hashlib.sha256(content).hexdigest()
                    json.loads(content)

            found = ratio(lambda: Reading.of(folder), limit, ROUNDS)
            taken = statistics.median(seconds(lambda: Reading.of(folder)) for _ in range(5))
    benchmark.extra_info["against hashing and parsing the line"] = round(found, 2)
    benchmark.extra_info["microseconds a commit"] = round(taken / commits * 1e6, 1)
    benchmark.pedantic(limit, rounds=2)
    assert found <= 2


MEMORY = """
import sys
from pathlib import Path
if len(sys.argv) > 1:
    from readiness.model.history import Author
    from readiness.workspace import Workspace
    workspace = Workspace.open(Path(sys.argv[1]), Author("x"), read_only=True)
    workspace.snapshot
status = Path("/proc/self/status").read_text()
print(int(status.split("VmHWM:")[1].split()[0]) // 1024)
"""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="asks Linux how much memory was used")
def test_memory_stays_within_150_megabytes(benchmark: Any, grown: Workspace) -> None:
    grown.checkpoint()

    def measured(*arguments: str) -> int:
        done = subprocess.run([sys.executable, "-c", MEMORY, *arguments], check=True, capture_output=True, text=True)
        return int(done.stdout)

    taken = measured(str(grown.path)) - measured()
    benchmark.extra_info["megabytes above an empty Python"] = taken
    benchmark.pedantic(lambda: None, rounds=1)
    assert taken <= 150
