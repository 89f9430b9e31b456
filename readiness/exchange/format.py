"""What a format is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from readiness.errors import Problem
from readiness.model.checklist import Checklist


@dataclass(frozen=True)
class Format:
    """A file format for checklists. `read` gives None where there are problems; `title` names it for a dialog."""

    name: str
    ending: str
    title: Callable[[], str]
    read: Callable[[bytes], tuple[Checklist | None, tuple[Problem, ...]]]
    write: Callable[[Checklist], bytes]
