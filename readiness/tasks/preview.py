"""A look at a file: a page of a PDF or a picture as PNG, the first lines of a text; made in a child process.

Strangers' files can make their readers crash or hang; the window asks our own command line and loses nothing then.
"""

from __future__ import annotations

import contextlib
import io
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from readiness import places
from readiness.exchange import tables
from readiness.texts import tr

_MOST_PIXELS = 12_000_000
"""Of a page as it is drawn; a page many times longer than wide is drawn smaller."""
_MOST_PICTURE_PIXELS = 60_000_000
_LARGEST_TEXT, _MOST_LINES, _LONGEST_LINE = 1_000_000, 200, 500


class Look(StrEnum):
    """What can be shown of a file."""

    PDF = "pdf"
    PICTURE = "picture"
    TEXT = "text"
    NOTHING = "nothing"


@dataclass(frozen=True)
class Preview:
    """What is shown: a PNG, or lines; `note` says what is not shown, and why."""

    look: Look
    page: int = 1
    pages: int = 1
    png: bytes = b""
    lines: tuple[str, ...] = ()
    note: str = ""


def make(source: Path, page: int = 1, width: int = 800) -> Preview:
    """Draw a page of a PDF or a picture `width` pixels wide, or give the first 200 lines of a text.

    What the file is, its content says, not its name.

    Raises:
        DiskFault: it cannot be read.
    """
    width = max(50, min(width, 4000))
    try:
        with source.open("rb") as file:
            head = file.read(_LARGEST_TEXT)
    except OSError as error:
        raise places.disk_fault(error, source) from error
    if b"%PDF-" in head[:1024]:
        return _pdf_page(source, page, width)
    if head.startswith((b"\x89PNG\r\n", b"\xff\xd8\xff")):
        return _picture(source, width)
    text = None if head.startswith((b"PK", b"\xd0\xcf\x11\xe0")) else tables.decoded(head)
    return Preview(Look.NOTHING, note=tr("Nothing to show here of this kind of file.")) if text is None else _text(text)


def _pdf_page(source: Path, page: int, width: int) -> Preview:
    import pypdfium2  # noqa: PLC0415 - late for start-up time

    try:
        document = pypdfium2.PdfDocument(source)
        pages = len(document)
        number = max(1, min(page, pages))
        drawn = document[number - 1]
        across, down = max(1.0, drawn.get_width()), max(1.0, drawn.get_height())
        scale = min(width / across, (_MOST_PIXELS / (across * down)) ** 0.5)
        png = _png(drawn.render(scale=scale).to_pil())
    except pypdfium2.PdfiumError as error:
        locked = "password" in str(error).casefold()
        return Preview(Look.NOTHING, note=tr("The PDF has a password.") if locked else tr("The PDF cannot be read."))
    except (ValueError, IndexError, MemoryError, OSError):
        return Preview(Look.NOTHING, note=tr("The PDF cannot be read."))
    return Preview(Look.PDF, number, pages, png)


def _picture(source: Path, width: int) -> Preview:
    from PIL import Image, ImageOps, UnidentifiedImageError  # noqa: PLC0415 - late for start-up time

    try:
        with Image.open(source, formats=("PNG", "JPEG")) as opened:
            if opened.width * opened.height > _MOST_PICTURE_PIXELS:
                note = tr("The picture has more than {n} million pixels.", n=_MOST_PICTURE_PIXELS // 1_000_000)
                return Preview(Look.NOTHING, note=note)
            opened.draft("RGB", (width, width))
            picture = ImageOps.exif_transpose(opened)
            picture.thumbnail((width, _MOST_PIXELS // width))
            plain = picture if picture.mode in ("RGB", "RGBA", "L") else picture.convert("RGBA")
            return Preview(Look.PICTURE, png=_png(plain))
    except (UnidentifiedImageError, Image.DecompressionBombError, MemoryError, OSError, ValueError, SyntaxError):
        return Preview(Look.NOTHING, note=tr("The picture cannot be read."))


def _png(picture: Any) -> bytes:
    written = io.BytesIO()
    picture.save(written, "PNG", compress_level=1)
    return written.getvalue()


def _text(text: str) -> Preview:
    lines = text.splitlines()
    shown = tuple(line[:_LONGEST_LINE].expandtabs(4) for line in lines[:_MOST_LINES])
    cut = len(lines) > _MOST_LINES or any(len(line) > _LONGEST_LINE for line in lines[:_MOST_LINES])
    return Preview(Look.TEXT, lines=shown, note=tr("Only its beginning is shown.") if cut else "")


def limit_memory(megabytes: int) -> None:
    """Give up beyond so much memory, where the system can see to it: for a process that does nothing else."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource  # noqa: PLC0415 - not there on Windows

        resource.setrlimit(resource.RLIMIT_AS, (megabytes * 1_000_000, megabytes * 1_000_000))
