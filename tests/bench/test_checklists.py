"""What loading a checklist costs, against parsing its file as JSON."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest

from readiness import library
from readiness.model.checklist import Checklist
from tests.bench.ratios import ratio


@pytest.mark.parametrize("path", library.shipped_files(), ids=lambda path: path.stem)
def test_loading_a_checklist_costs_at_most_three_times_json_loads(benchmark: Any, path: Path) -> None:
    raw = path.read_bytes()

    def load() -> Checklist:
        checklist = msgspec.json.decode(raw, type=Checklist)
        assert checklist.requirements
        return checklist

    found = ratio(load, lambda: json.loads(raw), rounds=25)
    benchmark.extra_info["against json.loads"] = round(found, 2)
    benchmark.pedantic(load, rounds=10)
    assert found <= 3
