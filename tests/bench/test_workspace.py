"""What one recorded answer costs, against appending and syncing the same bytes; and where start-up time goes."""

from __future__ import annotations

import itertools
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from readiness.model.records import Rating
from readiness.tasks import sample
from readiness.workspace import Workspace
from tests.bench.ratios import ratio
from tests.conftest import QUALITY_MANAGER, TODAY

TIMES = 50


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return sample.make(tmp_path_factory.mktemp("bench") / "sample", TODAY, QUALITY_MANAGER).workspace


def test_an_answer_costs_at_most_five_times_a_bare_append_of_its_bytes(
    benchmark: Any, made: Path, tmp_path: Path
) -> None:
    with Workspace.open(made, QUALITY_MANAGER) as workspace:
        assessment, leaves = workspace.snapshot.locate("17065:7.5.1")
        notes = (f"Three of eight files sampled had no entry; seen in round {n}. " * 5 for n in itertools.count())
        segment = max((made / "journal").glob("*.journal"))

        def answer() -> None:
            for note in itertools.islice(notes, TIMES):
                workspace.answer(assessment, leaves, rating=Rating.PARTLY, note=note)

        before = segment.stat().st_size
        answer()
        line = bytes((segment.stat().st_size - before) // TIMES)
        with (tmp_path / "bare").open("ab", buffering=0) as bare:

            def append() -> None:
                for _ in range(TIMES):
                    bare.write(line)
                    os.fsync(bare.fileno())

            found = ratio(answer, append)
        benchmark.extra_info["against a bare append and fsync"] = round(found, 2)
        benchmark.pedantic(answer, rounds=5)
    assert found <= 5


WINDOW = """
import sys
from pathlib import Path
from readiness.gui.app import application
from readiness.gui.window import MainWindow
app = application()
window = MainWindow()
window.setProperty("author_asked", True)
window.show()
window.open_workspace(Path(sys.argv[1]))
app.processEvents()
window.close()
"""
EMPTY_WINDOW = """
from PySide6.QtWidgets import QApplication, QTreeView
app = QApplication([])
view = QTreeView()
view.show()
app.processEvents()
"""
STARTS = {
    "version": ["-m", "readiness", "--version"],
    "status": ["-m", "readiness", "status", "{made}", "--json"],
    "window": ["-c", WINDOW, "{made}"],
    "empty window": ["-c", EMPTY_WINDOW],
}


@pytest.mark.parametrize("name", STARTS)
def test_start_up_against_an_empty_python(benchmark: Any, made: Path, name: str) -> None:
    """No bound: the figures say where start-up time goes."""
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}

    def run(*arguments: str) -> None:
        subprocess.run([sys.executable, *arguments], env=environment, check=True, capture_output=True, timeout=60)

    given = [item.format(made=made) for item in STARTS[name]]
    benchmark.extra_info["against an empty Python"] = round(ratio(lambda: run(*given), lambda: run("-c", "pass")), 1)
    benchmark.pedantic(lambda: run(*given), rounds=5)
