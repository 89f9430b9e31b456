"""What all tests share: where settings go, which long tests run, and a workspace to work on."""

from __future__ import annotations

import datetime as dt
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["READINESS_LANGUAGE"] = "en"

from readiness import places
from readiness.model.history import Author
from readiness.tasks import begin
from readiness.workspace import Workspace

collect_ignore = [] if any("bench" in argument for argument in sys.argv) else ["bench"]
"""Benches run on demand: `dev.py bench`, or `pytest tests/bench`."""

QUALITY_MANAGER = Author("quality manager", "QM")
TODAY = dt.date(2026, 3, 2)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add --full, which runs the long tests whole."""
    parser.addoption("--full", action="store_true", help="run the long tests whole, not sampled")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave tests marked `full` out unless asked for."""
    if config.getoption("--full"):
        return
    for item in items:
        if "full" in item.keywords:
            item.add_marker(pytest.mark.skip(reason="long; runs with --full"))


@pytest.fixture(autouse=True)
def own_settings(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the tests away from the user's own settings, and from fonts that only some systems have."""
    monkeypatch.setenv("READINESS_SETTINGS", str(tmp_path_factory.mktemp("settings")))
    monkeypatch.setattr(places, "SYSTEM_FONTS", ())


@pytest.fixture
def both(tmp_path: Path) -> Iterator[Workspace]:
    """Give a workspace of a body that holds both standards, under option A, with nothing answered."""
    workspace = begin.new_workspace(
        tmp_path / "body", "Sample certification body", ["17021-1", "17065"], QUALITY_MANAGER
    )
    yield workspace
    workspace.close()
