"""How benches compare: medians of the ratios of neighbouring runs, which the drift of a machine does not touch."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from typing import Any


def seconds(work: Callable[[], Any]) -> float:
    """Time one run."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def ratio(work: Callable[[], Any], limit: Callable[[], Any], rounds: int = 5) -> float:
    """Give how many times as long as `limit` `work` takes; each is run once beforehand."""
    work()
    limit()
    return statistics.median(seconds(work) / seconds(limit) for _ in range(rounds))
