"""Begin: a new workspace with an assessment for each standard that the certification body must meet."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

from readiness import library
from readiness.errors import UsageError
from readiness.model.history import Author
from readiness.model.records import Assessment
from readiness.texts import tr
from readiness.workspace import Workspace, utc_now


def new_workspace(
    path: Path,
    organization: str,
    standards: Sequence[str],
    author: Author,
    option: str = "A",
    scope: str = "",
    clock: Callable[[], dt.datetime] = utc_now,
) -> Workspace:
    """Make a workspace and begin an assessment to each standard ('17021-1', '17065' or a checklist id).

    Raises:
        UnknownName: a standard is not known; nothing is made.
        UsageError: no standard is named, or one twice.
        WorkspaceExists: something lies at the path.
        DiskFault: the disk refused.
    """
    chosen = [library.find(standard) for standard in standards]
    if not chosen or len({item.checklist.id for item in chosen}) < len(chosen):
        raise UsageError(tr("Name each standard once."), tr("For example: --standard 17021-1 --standard 17065."))
    workspace = Workspace.create(path, organization, author, clock)
    try:
        for item in chosen:
            workspace.add_assessment(item.checklist, item.raw, scope or default_scope(), option)
        workspace.checkpoint()
    except BaseException:
        workspace.close()
        shutil.rmtree(workspace.path, ignore_errors=True)
        raise
    return workspace


def default_scope() -> str:
    """Give the scope of an assessment whose scope nobody has worded yet."""
    return tr("all certification activities")


def add_assessment(workspace: Workspace, standard: str, scope: str, option: str = "A") -> Assessment:
    """Begin one more assessment; the standard may name a checklist imported into the workspace.

    Raises:
        UnknownName: the standard is not known.
        NotAllowed: the scope is empty, or the option is missing or unknown.
    """
    checked = known_checklist(workspace, standard)
    return workspace.add_assessment(checked.checklist, checked.raw, scope, option if checked.checklist.options else "")


def known_checklist(workspace: Workspace, name: str) -> library.CheckedChecklist:
    """Find a checklist by name: one imported into the workspace by its id, else a shipped one.

    Raises:
        UnknownName: none is called that.
    """
    for digest, checklist in workspace.snapshot.checklists.items():
        if checklist.id == name and checklist.based_on:
            return library.CheckedChecklist(checklist, workspace.checklist_bytes(digest))
    return library.find(name)
