"""Where a task may write what it makes for others: a file or folder with a name, in a folder that is there.

Never in a workspace: one file written over there, and its journal or what was attached is gone.
"""

from __future__ import annotations

from pathlib import Path

from readiness import places
from readiness.errors import DiskFault, UsageError
from readiness.texts import tr
from readiness.workspace import workspace_around


def check_file(target: Path) -> None:
    """Make sure that a file can be written where somebody wants it, as far as that shows beforehand.

    Raises:
        UsageError: it has no name, is a folder, or lies in a workspace.
        DiskFault: the folder that it is to be in is missing, or its name is none that the system knows.
    """
    if not target.name or "\0" in str(target):
        raise UsageError(tr("The file has no name."), tr("Name it, for example gap-report.pdf in a folder of yours."))
    if _is_folder(target):
        raise UsageError(
            tr("'{path}' is a folder.", path=target), tr("Name the file, for example gap-report.pdf in it.")
        )
    check_place(target)


def check_place(target: Path) -> None:
    """Make sure that a file or folder may be made at a path.

    Raises:
        UsageError: it lies in a workspace.
        DiskFault: the folder that it is to be in is missing, or its name is none that the system knows.
    """
    if not _is_folder(target.parent):
        raise DiskFault(
            tr("The folder '{path}' does not exist.", path=target.parent), tr("Make it, or choose another place.")
        )
    try:
        workspace = workspace_around(target)
    except OSError as error:
        raise places.disk_fault(error, target) from error
    if workspace is not None:
        raise UsageError(
            tr("'{path}' lies in the workspace '{workspace}'.", path=target, workspace=workspace),
            tr("Choose a place outside: what is written over in a workspace is lost."),
        )


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError as error:  # a name that is too long, a folder that may not be looked into
        raise places.disk_fault(error, path) from error
