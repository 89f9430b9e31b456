"""Record formats: small tagged steps that bring a record from an older format to today's.

A step is written when a released format changes; lines of the journal are never rewritten for it, but upgraded each
time they are read, undo included. workspace.json of an older format is left aside and made anew from the journal.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec

Plain = dict[str, Any]


class Step(msgspec.Struct, frozen=True):
    """Brings the records of one table from format `to - 1` to `to`; `since` is the version that brought the format."""

    to: int
    since: str
    table: str
    upgrade: Callable[[Plain], Plain]


RECORD_FORMAT = 1
STEPS: tuple[Step, ...] = ()


def upgraded(table: str, plain: Plain, written: int) -> Plain:
    """Give a record, written in format `written`, in today's format."""
    for step in STEPS:
        if step.to > written and step.table == table:
            plain = step.upgrade(plain)
    return plain
