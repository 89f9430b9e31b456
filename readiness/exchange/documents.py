"""Reads what documents say: the text that a reader sees, in passages with their places.

Which format a file is in, its content says where that is certain (PDF, Office), else its name. Nothing is ever fetched,
run or written; what is damaged, locked, or far larger inside than documents are ends in a sentence.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from readiness.errors import BadFile, DiskFault
from readiness.exchange import (
    documents_html,
    documents_office,
    documents_pdf,
    documents_text,
    documents_word,
    tables,
    workbook_guard,
)
from readiness.exchange.document_passages import MOST_LETTERS, Passages
from readiness.model.passages import Document, Passage, Place
from readiness.texts import tr

__all__ = ["ENDINGS", "MOST_BYTES", "Document", "Passage", "Place", "folder", "read"]

ENDINGS = (".txt", ".md", ".docx", ".pptx", ".xlsx", ".pdf", ".html", ".htm", ".csv")
MOST_BYTES = 50_000_000
_TEXTS = {".txt": documents_text.read_plain, ".md": documents_text.read_markdown, ".csv": documents_text.read_csv}
_OFFICE = (".docx", ".pptx", ".xlsx")
_PDF, _ZIP = b"%PDF-", b"PK"
_BEFORE_PDF = 1024
"""Bytes that may stand before the mark of a PDF file."""


def read(name: str, raw: bytes) -> Document:
    """Read the visible text of a file; `name` is its name or path, `raw` all its bytes, 50 MB at the most.

    Raises:
        BadFile: it has an ending that is not read, is damaged, locked, or too large.
    """
    ending = os.path.splitext(name)[1].lower()  # noqa: PTH122 - a name, maybe of another system
    into = Passages(name)
    if ending not in ENDINGS:
        raise BadFile(
            tr("'{name}' is not a document that can be read: {endings}.", name=name, endings=", ".join(ENDINGS)),
            tr("Save it in one of these formats."),
        )
    if len(raw) > MOST_BYTES:
        raise BadFile(
            tr("'{name}' is larger than {n} MB.", name=name, n=MOST_BYTES // 1_000_000),
            tr("Make the pictures in it smaller, or split it."),
        )
    if raw.startswith(workbook_guard.OLE):
        raise into.refused_as_locked()
    if _PDF in raw[:_BEFORE_PDF] and (ending == ".pdf" or raw.startswith(_PDF)):
        documents_pdf.read(raw, into)
    elif raw.startswith(_ZIP) and (ending in _OFFICE or b"\x00" in raw[:64]):
        _read_office(raw, into)
    elif ending in (".html", ".htm"):
        documents_html.read(raw, into)
    elif ending in _TEXTS:
        text = tables.decoded(raw)
        if text is None:
            raise into.refused_as_damaged()
        if len(text) > MOST_LETTERS:
            raise into.refused_as_too_large()
        _TEXTS[ending](text.removeprefix("\ufeff"), into)
    else:
        raise into.refused_as_damaged()
    return into.document()


def _read_office(raw: bytes, into: Passages) -> None:
    package = documents_office.Package(raw, into)
    main = package.main_part("")
    if main.startswith("word/") or (not main and "word/document.xml" in package.names):
        documents_word.read(package, into)
    elif main.startswith("ppt/") or (not main and "ppt/presentation.xml" in package.names):
        documents_office.read_slides(package, into)
    elif main.startswith("xl/"):
        documents_office.read_workbook(raw, package, into)
    else:
        raise into.refused_as_damaged()


def folder(path: Path) -> Iterator[Path]:
    """Walk through the readable files below a folder, by their names; a folder's own files come before those below it.

    Left out: what is hidden, what Office writes beside an open file, and links that lead out of the folder.
    Linked folders are not entered: what they lead to inside is found where it lies.

    Raises:
        DiskFault: a folder cannot be listed.
    """
    root = path.resolve()

    def refuse(error: OSError) -> None:
        raise DiskFault(
            tr("'{path}' cannot be read: {reason}.", path=error.filename or path, reason=error.strerror or error),
            tr("Check that the folder exists and that you may read it."),
        ) from error

    for place, below, names in os.walk(path, onerror=refuse):
        here = Path(place)
        below[:] = sorted(name for name in below if not _is_hidden(here / name) and _is_own(here / name, path, root))
        for name in sorted(names):
            found = here / name
            if found.suffix.lower() in ENDINGS and not _is_hidden(found) and _stays_inside(found, root):
                yield found


def _is_hidden(path: Path) -> bool:
    if path.name.startswith((".", "~$")):
        return True
    try:
        attributes = getattr(path.lstat(), "st_file_attributes", 0)
    except OSError:
        return True
    return bool(attributes & stat.FILE_ATTRIBUTE_HIDDEN)


def _is_own(path: Path, start: Path, root: Path) -> bool:
    """Tell whether a folder lies where it seems to: links and junctions lead elsewhere."""
    try:
        return path.resolve() == root / path.relative_to(start)
    except (OSError, RuntimeError):
        return False


def _stays_inside(path: Path, root: Path) -> bool:
    """Tell whether a file is one, and lies below the folder after all links."""
    try:
        return path.is_file() and path.resolve().is_relative_to(root)
    except (OSError, RuntimeError):
        return False
