"""Everything of one certification body in one folder: records, journal, attached files.

One class with few verbs. The journal is the truth and is written first; TinyDB's file is its checkpoint. Nothing
outside this package reaches its inner files.
"""

from readiness.workspace.answers import AnswerFields
from readiness.workspace.backups import Backup, Backups, Copied
from readiness.workspace.drafts import Draft
from readiness.workspace.opening import utc_now
from readiness.workspace.recovery import Recovered, default_target, recover
from readiness.workspace.workspace import Workspace

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
]
