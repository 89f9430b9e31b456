"""The text of PDF files, page by page; paragraphs are rebuilt from where their lines stand."""

from __future__ import annotations

import io
import logging
import math
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median
from typing import Any

from readiness.errors import BadFile
from readiness.exchange.document_passages import BULLET, Passages, compounds, joined
from readiness.model.passages import Kind

_MOST_PAGES, _MOST_STEPS, _MOST_CONTENT = 5_000, 3_000_000, 100_000_000
_STEPS_OF_A_FORM = 200
"""What the drawing of a form or picture counts for: the fonts of a form are read each time."""
_REMOVE_SECURITY = 3  # FPDF_REMOVE_SECURITY


@dataclass(frozen=True)
class _Line:
    """A line of text: where it begins and how large it is, in points from the bottom left of the page."""

    text: str
    x: float
    y: float
    size: float
    is_bold: bool


class _TooLarge(Exception):
    """The file asks for more work than the text of a document."""


def read(raw: bytes, into: Passages) -> None:
    """Read a PDF file; one that is locked with an empty password is opened with it.

    Words that the end of a page cuts stay cut.

    Raises:
        BadFile: it is damaged, asks for a password, or asks for more work than a document does.
    """
    with _quiet():
        try:
            pages = _pages(raw, into)
        except BadFile:
            raise
        except _TooLarge:
            raise into.refused_as_too_large() from None
        except Exception as error:  # noqa: BLE001 - a damaged file makes pypdf raise nearly anything
            raise into.refused_as_damaged(str(error) or type(error).__name__) from None
    known = compounds(line.text for lines in pages for line in lines)
    body = _usual_size(pages)
    for number, lines in enumerate(pages, start=1):
        for paragraph in _paragraphs(lines):
            item = BULLET.match(paragraph[0].text)
            texts = [line.text for line in paragraph]
            if item and item["sign"]:
                texts[0] = texts[0][item.end() :]
            kind: Kind = "list" if item else "heading" if _is_heading(paragraph, body) else "paragraph"
            into.add(joined(texts, known), kind, page=number)


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep what pypdf says about odd files to itself off the user's terminal."""
    log = logging.getLogger("pypdf")
    level = log.level
    log.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        log.setLevel(level)


def _pages(raw: bytes, into: Passages) -> list[list[_Line]]:
    from pypdf import PdfReader
    from pypdf.errors import DependencyError, FileNotDecryptedError, WrongPasswordError

    reader: PdfReader | None = None
    try:
        reader = PdfReader(io.BytesIO(raw))
        if reader.is_encrypted and not reader.decrypt(""):
            raise into.refused_as_locked()
        return _lines_of(reader)
    except (FileNotDecryptedError, WrongPasswordError):
        raise into.refused_as_locked() from None
    except (DependencyError, NotImplementedError):
        # pypdf knows AES only with a further library.
        if reader is not None and not reader.is_encrypted:
            raise
        return _lines_of(PdfReader(io.BytesIO(_unlocked(raw, into))))


def _lines_of(reader: Any) -> list[list[_Line]]:
    if len(reader.pages) > _MOST_PAGES:
        raise _TooLarge
    work = _Work()
    return [work.lines(page) for page in reader.pages]


def _unlocked(raw: bytes, into: Passages) -> bytes:
    """Write an encrypted file anew without its lock, if an empty password opens it."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(raw)
        try:
            written = io.BytesIO()
            document.save(written, flags=_REMOVE_SECURITY)
        finally:
            document.close()
    except pypdfium2.PdfiumError:
        raise into.refused_as_locked() from None
    return written.getvalue()


class _Work:
    """Takes the lines of pages, and counts what that asks for."""

    def __init__(self) -> None:
        self._steps = self._content = 0
        self._lines: list[_Line] = []
        self._held: list[str] = []
        self._at: tuple[float, float] | None = None
        self._sizes: Counter[float] = Counter()
        self._bold = 0

    def lines(self, page: Any) -> list[_Line]:
        """Give the lines of a page in the order in which it draws them; one without text is a gap between two."""
        contents = page.get_contents()
        self._content += 0 if contents is None else len(contents.get_data())
        if self._content > _MOST_CONTENT:
            raise _TooLarge
        self._lines = []
        page.extract_text(visitor_text=self._take, visitor_operand_before=self._count)
        self._finish()
        if self._steps > _MOST_STEPS:  # inside a form, pypdf goes on after a fault
            raise _TooLarge
        return self._lines

    def _count(self, operator: bytes, *_others: Any) -> None:
        self._steps += _STEPS_OF_A_FORM if operator == b"Do" else 1
        if self._steps > _MOST_STEPS:
            raise _TooLarge

    def _take(self, text: str, cm: list[float], tm: list[float], font: Any, size: float) -> None:
        pieces = text.split("\n")
        for number, piece in enumerate(pieces):
            if number:
                self._finish()
            if not piece:
                continue
            if piece.strip():
                if self._at is None:
                    self._at = (
                        tm[4] * cm[0] + tm[5] * cm[2] + cm[4],
                        tm[4] * cm[1] + tm[5] * cm[3] + cm[5],
                    )
                self._sizes[round(abs(size) * math.hypot(tm[2], tm[3]) * math.hypot(cm[2], cm[3]), 1)] += len(piece)
                self._bold += len(piece) if _is_bold(font) else 0
            self._held.append(piece)

    def _finish(self) -> None:
        text = "".join(self._held)
        if text.strip() and self._at is not None:
            size = self._sizes.most_common(1)[0][0]
            bold = self._bold * 2 > self._sizes.total()
            line = _Line(text.strip(), *self._at, size, bold)
            if self._lines and _stands_beside(self._lines[-1], line):
                line = _together(self._lines.pop(), line)
            self._lines.append(line)
        elif text and self._lines and self._lines[-1].text:
            self._lines.append(_Line("", 0, 0, 0, is_bold=False))
        self._held, self._at, self._bold = [], None, 0
        self._sizes.clear()


def _stands_beside(before: _Line, line: _Line) -> bool:
    """Tell whether two pieces are one line, such as a bullet and what it stands for, though they were drawn apart."""
    return bool(before.text) and line.x > before.x and abs(before.y - line.y) < 0.3 * max(before.size, line.size)


def _together(before: _Line, line: _Line) -> _Line:
    longer = max(before, line, key=lambda piece: len(piece.text))
    return replace(longer, text=f"{before.text} {line.text}", x=before.x)


def _is_bold(font: Any) -> bool:
    name = str(font.get("/BaseFont", "")).lower() if font is not None else ""
    return any(word in name for word in ("bold", "black", "heavy", "semibold"))


# Paragraphs


def _usual_size(pages: list[list[_Line]]) -> float:
    sizes: Counter[float] = Counter()
    for lines in pages:
        for line in lines:
            sizes[line.size] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def _is_heading(lines: list[_Line], body: float) -> bool:
    """Tell whether a short paragraph is set larger than the text, or bold without being a sentence."""
    letters = sum(len(line.text) for line in lines)
    if len(lines) > 3 or letters > 200:
        return False
    if all(line.size >= body * 1.12 for line in lines):
        return True
    return all(line.is_bold and line.size >= body * 0.95 for line in lines) and not lines[-1].text.endswith(
        (".", ";", ",")
    )


def _paragraphs(lines: list[_Line]) -> Iterator[list[_Line]]:
    """Put the lines of a page together to paragraphs."""
    leading = _leading(lines)
    longest = max((len(line.text) for line in lines), default=0)
    held: list[_Line] = []
    for line in lines:
        if held and (not line.text or _parts(held, line, leading, longest)):
            yield held
            held = []
        if line.text:
            held.append(line)
    if held:
        yield held


def _leading(lines: list[_Line]) -> float:
    """Measure how far lines usually stand below each other, in times of their size."""
    steps = [
        (before.y - line.y) / line.size
        for before, line in pairwise(lines)
        if before.size == line.size > 0 and 0.7 * line.size < before.y - line.y < 2.2 * line.size
    ]
    # The smaller half: gaps between paragraphs may be as many as lines.
    return median(sorted(steps)[: len(steps) // 2 + 1]) if steps else 1.2


def _parts(held: list[_Line], line: _Line, leading: float, longest: int) -> bool:
    """Tell whether a line begins a new paragraph."""
    before = held[-1]
    if BULLET.match(line.text):
        return True
    size = max(before.size, line.size)
    step = before.y - line.y
    goes_on = line.text[:1].islower() or before.text.endswith(("-", "\u2010", ","))
    if abs(step) < 0.3 * size:
        return False
    if step < 0 or step > 6 * size:  # a new column, or something else on the page
        return not (goes_on and before.size == line.size)
    if step > 1.3 * leading * size or (line.x > before.x + 5 * size and len(before.text) < 0.7 * longest):
        return True
    if abs(before.size - line.size) > 0.1 * size:
        return not goes_on
    if goes_on:
        return False
    short = len(before.text) < 0.7 * longest
    if before.is_bold != line.is_bold and short:
        return True
    ended = before.text.endswith((".", "!", "?", ":", ";"))
    indented = line.x > before.x + 0.8 * size and not BULLET.match(held[0].text)
    return ended and (short or indented)
