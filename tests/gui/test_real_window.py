"""The program as a user starts it: a real window under Xvfb, driven by real keys, without a window manager."""

from __future__ import annotations

from pathlib import Path

import pytest

from readiness.model.records import Rating
from readiness.tasks import begin
from readiness.workspace import Workspace
from tests.conftest import QUALITY_MANAGER
from tests.gui import display

pytestmark = [pytest.mark.xvfb, display.needs("Xvfb", "xdotool", "import")]


def test_a_requirement_is_rated_by_keys_in_a_real_window(tmp_path: Path) -> None:
    workspace = begin.new_workspace(tmp_path / "body", "Body", ["17065"], QUALITY_MANAGER)
    path = workspace.path
    workspace.close()

    def rated() -> str:
        with Workspace.open(path, QUALITY_MANAGER, read_only=True) as reader:
            (assessment,) = reader.snapshot.assessments.values()
            rating = reader.snapshot.answer(assessment, "7.5.1").rating
            return rating if rating is not Rating.NOT_ASSESSED else ""

    with display.screen(tmp_path) as screen:
        program = screen.readiness("open", str(path))
        window = screen.window("^Body - saved$")
        screen.said("xdotool", "windowfocus", "--sync", window)
        screen.keys("ctrl+2", "ctrl+f")
        screen.type("7.5.1")
        screen.keys("F8", "shift+Tab", "Tab", "Return", "p")
        assert display.wait(rated, "the answer") == Rating.PARTLY
        screen.picture("rated")
        screen.keys("ctrl+q")
        assert program.wait(30) == 0
    with Workspace.open(path, QUALITY_MANAGER) as again:
        assert again.verify() == ()
