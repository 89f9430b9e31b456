"""What every verb needs of the words given: who works, which workspace, as of which day; and how a change is told."""

from __future__ import annotations

import argparse
import datetime as dt
import sys
from pathlib import Path
from typing import Any

from readiness.model.history import Author, Commit
from readiness.model.snapshot import Snapshot
from readiness.tasks import past, settings
from readiness.texts import tr
from readiness.workspace import Workspace

Outcome = tuple[Any, list[str], int]
"""The value that --json prints, the lines that a person reads, and the exit code."""
Arguments = argparse.Namespace


def author(given: Arguments) -> Author:
    """Give who works: named by --by, else as entered on this computer."""
    return Author(given.by) if given.by else settings.load().author


def writing(given: Arguments, path: Path | None = None) -> Workspace:
    """Open the workspace for changes."""
    return Workspace.open(path or given.dir, author(given))


def reading(given: Arguments) -> Workspace:
    """Open the workspace for reading, beside whoever writes."""
    return Workspace.open(given.dir, author(given), read_only=True)


def looked_at(given: Arguments, workspace: Workspace) -> Snapshot:
    """Give the state asked for: as it is now, or with --at as it was."""
    return workspace.snapshot_at(past.sequence_of(workspace, given.at)) if given.at else workspace.snapshot


def today(given: Arguments) -> dt.date:
    """Give the day to judge as of."""
    chosen: dt.date | None = getattr(given, "date", None)
    return chosen or dt.datetime.now().astimezone().date()


def committed(commit: Commit | None, **more: Any) -> Outcome:
    """Say what was recorded, or that nothing differed."""
    if commit is None:
        return {"changed": False, **more}, [tr("Nothing differs from what is recorded.")], 0
    return {"changed": True, "commit": past.commit_values(commit), **more}, [commit.sentence + "."], 0


def told_on_stderr(done: int, total: int) -> bool:
    """Say how far a task is, as a line 'done/all' on the error stream; never stops it."""
    print(f"{done}/{total}", file=sys.stderr, flush=True)
    return True
