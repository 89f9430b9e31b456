"""Everything of one certification body in one folder: records, journal, attached files.

One class with few verbs. The journal is the truth and is written first; TinyDB's file is its checkpoint. Nothing
outside this package reaches its inner files.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from readiness.workspace.answers import AnswerFields
from readiness.workspace.around import workspace_around
from readiness.workspace.drafts import Draft
from readiness.workspace.opening import utc_now
from readiness.workspace.workspace import Workspace

if TYPE_CHECKING:
    from readiness.workspace.backups import Backup, Backups, Copied
    from readiness.workspace.recovery import Recovered, default_target, recover

__all__ = [
    "AnswerFields",
    "Backup",
    "Backups",
    "Copied",
    "Draft",
    "Recovered",
    "Workspace",
    "default_target",
    "recover",
    "utc_now",
    "workspace_around",
]


def __getattr__(name: str) -> Any:
    """Load backups and recovery when they are first asked for: opening needs neither."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from readiness.workspace import backups, recovery  # noqa: PLC0415 - late for start-up time

    return getattr(backups, name, None) or getattr(recovery, name)
