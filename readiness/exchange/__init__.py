"""Formats in which checklists are exchanged: bytes to a checklist and problems, a checklist to bytes.

To add one: a file here with one `Format`, and its entry in FORMATS; dialogs, command line and the round-trip test
follow.
"""

from __future__ import annotations

from pathlib import Path

from readiness.errors import UsageError
from readiness.exchange.format import Format
from readiness.exchange.json_file import JSON
from readiness.exchange.xlsx import XLSX
from readiness.texts import tr

FORMATS: tuple[Format, ...] = (JSON, XLSX)

__all__ = ["FORMATS", "Format", "by_ending"]


def by_ending(path: Path) -> Format:
    """Find the format that a file's ending names.

    Raises:
        UsageError: none has that ending.
    """
    for form in FORMATS:
        if path.suffix.lower() == form.ending:
            return form
    endings = tr(" or ").join(form.ending for form in FORMATS)
    raise UsageError(
        tr("'{path}' does not end in {endings}.", path=path, endings=endings),
        tr("Give the file a name with one of these endings."),
    )
