"""The organization's logo: checked when it is chosen, brought into one form when a report is made."""

from __future__ import annotations

import io
from pathlib import Path

from readiness import places
from readiness.errors import BadFile, Damage
from readiness.model.records import Attachment
from readiness.texts import tr
from readiness.workspace import Workspace

_LARGEST_BYTES = 5_000_000
_MOST_PIXELS = 25_000_000
_LONGEST_EDGE = 900
"""Pixels; on the cover a logo is at most 130 points wide, so this prints at 500 dots per inch."""


def stage(workspace: Workspace, source: Path) -> Attachment:
    """Copy a picture into the workspace, to be named by the organization that is put next.

    Raises:
        BadFile: it is not a PNG or JPEG picture that can be read, or too large.
        DiskFault: it cannot be read, or the disk refused.
    """
    try:
        size = source.stat().st_size
        content = source.read_bytes() if size <= _LARGEST_BYTES else b""
    except OSError as error:
        raise places.disk_fault(error, source) from error
    if not content or picture(content) is None:
        raise BadFile(
            tr("'{path}' cannot be used as a logo.", path=source),
            tr("Choose a PNG or JPEG picture of at most 5 MB and 25 million pixels."),
        )
    return workspace.stage(source)


def of(workspace: Workspace) -> bytes:
    """Give the logo as PNG for printing; b'' where there is none.

    Raises:
        Damage: the stored picture is missing or cannot be read.
    """
    attachment = workspace.snapshot.organization.logo
    if attachment is None:
        return b""
    try:
        content = workspace.attachment_path(attachment).read_bytes()
    except OSError:
        content = b""
    made = picture(content)
    if made is None:
        raise Damage(
            tr("The logo '{name}' in the workspace cannot be read.", name=attachment.name),
            tr("Choose it again under File, Organization; 'readiness verify' says what else is wrong."),
        )
    return made


def picture(content: bytes) -> bytes | None:
    """Bring a PNG or JPEG into one form: PNG, 8 bits a colour, at most 900 pixels an edge; None if it is neither."""
    from PIL import Image, UnidentifiedImageError  # noqa: PLC0415 - late for start-up time

    try:
        with Image.open(io.BytesIO(content), formats=("PNG", "JPEG")) as opened:
            if opened.width * opened.height > _MOST_PIXELS:
                return None
            made = opened.convert("RGBA")
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError, SyntaxError):
        return None
    made.thumbnail((_LONGEST_EDGE, _LONGEST_EDGE))
    written = io.BytesIO()
    made.save(written, "PNG")
    return written.getvalue()
