"""TinyDB's contract for a storage, kept by ours; with --full, TinyDB's own tests run against it."""

from __future__ import annotations

import re
import subprocess
import sys
import tarfile
import threading
from importlib.metadata import version
from pathlib import Path

import pytest
from tinydb import Query, TinyDB, where

from readiness import places
from readiness.errors import DiskFault
from readiness.workspace.store import CheckpointStorage

LEFT_OUT = {
    "test_table_repr": "compares with a pattern that names the storages of TinyDB itself",
    "test_caching_json_write": "looks at a private file handle; ours holds no file open",
}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "records.json"


def test_what_is_written_is_read_and_plain_tinydb_reads_it_too(path: Path) -> None:
    with TinyDB(path, storage=CheckpointStorage) as database:
        database.table("answers").insert({"requirement": "7.5.1", "note": "Prüfung ✓"})
        database.table("evidence").insert({"title": "Manual"})
    assert path.read_bytes().isascii()
    with TinyDB(path) as plain:
        assert plain.tables() == {"answers", "evidence"}
        assert plain.table("answers").get(where("requirement") == "7.5.1") == {
            "requirement": "7.5.1",
            "note": "Prüfung ✓",
        }


def test_an_empty_file_is_an_empty_database_and_a_foreign_one_is_refused(path: Path) -> None:
    path.write_bytes(b"")
    assert CheckpointStorage(path).read() is None
    path.write_bytes(b"{torn")
    with pytest.raises(ValueError, match="Expecting"):
        CheckpointStorage(path).read()


def test_reading_mode_writes_nothing(path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        CheckpointStorage(path, access_mode="r")
    CheckpointStorage(path).write({"t": {"1": {"a": 1}}})
    with TinyDB(path, storage=CheckpointStorage, access_mode="r") as database, pytest.raises(OSError, match="reading"):
        database.table("t").insert({"b": 1})


def test_a_failed_write_is_never_read_back(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with TinyDB(path, storage=CheckpointStorage) as database:
        database.insert({"a": 1})
        before = path.read_bytes()

        def refuse(*_: object) -> None:
            raise DiskFault("full", "")

        for name in ("write_beside", "rename_over"):
            with monkeypatch.context() as patched:
                patched.setattr(places, name, refuse)
                with pytest.raises(DiskFault):
                    database.update({"a": 2})
            assert database.all() == [{"a": 1}]
            assert path.read_bytes() == before
            assert [item.name for item in path.parent.iterdir()] == [path.name]


def test_the_query_cache_and_tables_are_kept_apart(path: Path) -> None:
    with TinyDB(path, storage=CheckpointStorage) as database:
        one, two = database.table("one"), database.table("two")
        one.insert({"a": 1})
        assert one.count(Query().a == 1) == 1
        assert two.count(Query().a == 1) == 0
        one.update({"a": 2})
        assert one.count(Query().a == 1) == 0


def test_readers_beside_a_writer_see_whole_states_only(path: Path) -> None:
    storage = CheckpointStorage(path)
    states: list[dict[str, dict[str, dict[str, int]]]] = [
        {"t": {str(key): {"n": number} for key in range(200)}} for number in range(20)
    ]
    storage.write(states[0])
    seen: list[object] = []
    done = threading.Event()

    def read() -> None:
        while not done.is_set():
            seen.append(storage.read())

    reader = threading.Thread(target=read)
    reader.start()
    for state in states:
        storage.write(state)
    done.set()
    reader.join()
    assert seen
    assert all(state in states for state in seen)


def _suite(folder: Path) -> Path:
    """Fetch TinyDB's tests of the installed version."""
    named = f"tinydb=={version('tinydb')}"
    pip = [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "--no-binary", ":all:"]
    done = subprocess.run([*pip, "-d", str(folder), named], capture_output=True, text=True, check=False, timeout=300)
    archives = list(folder.glob("*.tar.gz"))
    if done.returncode or not archives:
        pytest.skip(f"TinyDB's source distribution could not be fetched: {done.stderr[-200:]}")
    with tarfile.open(archives[0]) as archive:
        archive.extractall(folder, filter="data")
    return next(folder.glob("tinydb-*/tests"))


@pytest.mark.full
def test_tinydbs_own_tests_pass_with_our_storage(tmp_path: Path) -> None:
    tests = _suite(tmp_path)
    root = Path(__file__).parents[2]
    ini = tmp_path / "pytest.ini"
    ini.write_text("[pytest]\n", encoding="utf-8")
    arguments = ["-p", "tests.workspace.tinydb_swap", "-p", "no:cacheprovider", "-q", "-rf", "-c", str(ini)]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *arguments, "--rootdir", str(tmp_path), "--import-mode=importlib", str(tests)],
        cwd=root,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    failed = set(re.findall(r"^FAILED \S+::(\w+)", done.stdout, re.MULTILINE))
    passed = re.search(r"(\d+) passed", done.stdout)
    assert passed is not None, done.stdout[-2000:]
    assert failed <= set(LEFT_OUT), done.stdout[-2000:]
    assert int(passed[1]) >= 216, done.stdout[-2000:]
