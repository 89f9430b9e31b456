"""Recover: a new workspace from one that does not open, with all that this computer knows of it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from readiness import library
from readiness.model.history import Author
from readiness.tasks import settings
from readiness.workspace import Recovered, default_target
from readiness.workspace import recover as recover_into


def recover(path: Path, target: Path | None, author: Author, now: dt.datetime) -> Recovered:
    """Make a new workspace of a damaged one, its backups, its second place, and the shipped checklists.

    `path` may also be the folder of backups at a second place. Where no target is named, the new folder lies beside
    it, as NAME-recovered.readiness.

    Raises:
        WorkspaceExists: something lies at the target.
        WorkspaceMissing: nothing of a workspace lies at the path.
        WorkspaceTooNew: a newer version of the program wrote it.
        DiskFault: the disk refused; nothing is left at the target.
    """
    return recover_into(
        path,
        target or default_target(path),
        author,
        now,
        {identity: Path(place) for identity, place in settings.load().backup_places.items()},
        [item.raw for item in library.shipped()],
    )
