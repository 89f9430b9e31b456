"""Whether a path lies in a workspace or in a copy of its backups, where nothing but the program itself writes."""

from __future__ import annotations

from pathlib import Path

from readiness.workspace.folder import Folder

_COPY_MARKER = "backups-of"
"""What a copy of a workspace's backups at a second place holds; `second_place.py` writes it."""


def workspace_around(path: Path) -> Path | None:
    """Give the workspace, or the copy of a workspace's backups, that a path lies in; None where it lies in none.

    What is made for viewing or printing, in a folder of its own in `open/`, lies in none: opening clears it away.

    Raises:
        OSError: the system cannot follow the path.
    """
    found = path.absolute().resolve()
    for above in (found, *found.parents):
        folder = Folder(above)
        if folder.type_file.is_file() or (above / _COPY_MARKER).is_file():
            passing = folder.opened
            is_passing = found.is_relative_to(passing) and passing not in (found, found.parent)
            return None if is_passing else above
    return None
