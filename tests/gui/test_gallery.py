"""Pictures of every place in every look are made below build/pictures, for whoever looks at them before a release."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from tests.gallery import LOOKS

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("look", LOOKS)
def test_every_place_is_painted_in_every_look(look: str) -> None:
    folder = ROOT / "build" / "pictures" / look
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "LANGUAGE": "en"}
    done = subprocess.run(
        [sys.executable, "-m", "tests.gallery", look, str(folder)],
        cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    pictures = [Path(line) for line in done.stdout.splitlines()]
    assert len(pictures) >= 10
    for path in pictures:
        image = QImage(str(path)).scaled(160, 100)
        assert len({image.pixel(x, y) for x in range(160) for y in range(100)}) > 20, path.name
