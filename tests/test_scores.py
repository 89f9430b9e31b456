"""The window's scores name tests that exist, and count right."""

from __future__ import annotations

import re
from pathlib import Path

TESTS = Path(__file__).parent
SCORES = (TESTS / "gui" / "README.md").read_text(encoding="utf-8")


def test_every_test_named_exists() -> None:
    named = set(re.findall(r"`(test_\w+)`", SCORES))
    there = {
        name
        for path in TESTS.rglob("test_*.py")
        for name in re.findall(r"^def (test_\w+)", path.read_text(encoding="utf-8"), re.MULTILINE)
    }
    assert len(named) > 60
    assert named - there == set()


def test_the_points_are_counted_right() -> None:
    rows = re.findall(r"^\| (\d+) \| .* \| (yes|in part|no) \|", SCORES, re.MULTILINE)
    assert [int(number) for number, _ in rows] == list(range(1, 41))
    met = sum(said == "yes" for _, said in rows)
    assert f"**{met} of 40 are met**" in SCORES
