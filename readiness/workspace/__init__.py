"""Everything of one certification body in one folder: records, journal, attached files.

One class with few verbs. The journal is the truth and is written first; TinyDB's file is its checkpoint. Nothing
outside this package reaches its inner files.
"""

from readiness.workspace.answers import AnswerFields
from readiness.workspace.drafts import Draft
from readiness.workspace.workspace import Workspace, utc_now

__all__ = ["AnswerFields", "Draft", "Workspace", "utc_now"]
