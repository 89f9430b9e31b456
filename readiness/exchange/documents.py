"""The text of documents, passage by passage with its place: Word files, PDF, plain text.

Only text is read: nothing that a document names is fetched or opened.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from readiness.errors import BadFile
from readiness.exchange.tables import decoded
from readiness.texts import tr

if TYPE_CHECKING:
    from lxml.etree import _Element

READABLE = (".docx", ".pdf", ".txt", ".md")
_MOST_BYTES = 50_000_000
"""Of a file, and of a part of a Word file when it is unpacked."""
_MOST_PAGES = 3_000
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_PARTS = re.compile(r"word/(document|header\d*|footer\d*|footnotes|endnotes)\.xml")
_HYPHENATED = re.compile(r"(\w)[-\N{SOFT HYPHEN}\N{HYPHEN}]\n(?=[a-zäöüß])")
_BULLET = re.compile(r"[•●▪–\-*]\s|\d{1,2}[.)]\s|[a-z][.)]\s")


@dataclass(frozen=True)
class Place:
    """Where a passage stands: its page and paragraph on it, or a line, counted from 1; 0 where that is not known."""

    page: int = 0
    part: str = ""
    paragraph: int = 0
    line: int = 0

    def text(self) -> str:
        """Say it: 'page 3, paragraph 7', 'header, paragraph 1', 'line 12'."""
        pieces = [self.part] if self.part else []
        if self.page:
            pieces.append(tr("page {n}", n=self.page))
        if self.line:
            pieces.append(tr("line {n}", n=self.line))
        elif self.paragraph:
            pieces.append(tr("paragraph {n}", n=self.paragraph))
        return ", ".join(pieces)


@dataclass(frozen=True)
class Passage:
    """A paragraph, heading, list item or cell; blanks are single, words that a line break parted are whole again."""

    text: str
    place: Place


@dataclass(frozen=True)
class Document:
    """A document's text in the order in which it is read."""

    name: str
    passages: tuple[Passage, ...]


def read(name: str, raw: bytes) -> Document:
    """Read a document by what it is: its content says so, for text its name.

    Raises:
        BadFile: it is too large, damaged, protected, or no kind that is read.
    """
    if len(raw) > _MOST_BYTES:
        raise _refused(name, tr("it has more than {n} MB", n=_MOST_BYTES // 1_000_000))
    if raw[:1024].lstrip().startswith(b"%PDF-"):
        found = _pdf(name, raw)
    elif raw.startswith(b"PK\x03\x04"):
        found = _word(name, raw)
    elif name.lower().endswith((".txt", ".md")):
        found = _plain(name, raw)
    else:
        raise BadFile(
            tr("'{name}' is no kind of document that is read here.", name=name),
            tr("Readable are: {endings}. Save it as one of these.", endings=", ".join(READABLE)),
        )
    return Document(name, tuple(found))


def _refused(name: str, why: str) -> BadFile:
    return BadFile(tr("'{name}' cannot be read: {why}.", name=name, why=why), tr("Open it, and save it again."))


def _whole(text: str) -> str:
    """Join the lines of a passage, and words parted at their ends."""
    return " ".join(_HYPHENATED.sub(r"\1", text).replace("\N{SOFT HYPHEN}", "").split())


# Plain text


def _plain(name: str, raw: bytes) -> Iterator[Passage]:
    text = decoded(raw)
    if text is None:
        raise _refused(name, tr("it is no text"))
    began, lines = 1, list[str]()
    for number, line in enumerate([*text.splitlines(), ""], 1):
        if line.strip() and not (lines and _BULLET.match(line.lstrip())):
            began = began if lines else number
            lines.append(line)
            continue
        if lines:
            yield Passage(_whole("\n".join(lines)), Place(line=began))
        began, lines = number, [line] if line.strip() else []


# PDF


def _pdf(name: str, raw: bytes) -> Iterator[Passage]:
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        reader = PdfReader(io.BytesIO(raw))
        if reader.is_encrypted and not reader.decrypt(""):
            raise _refused(name, tr("it is protected by a password"))
        pages = [page.extract_text() for page in reader.pages[:_MOST_PAGES]]
    except BadFile:
        raise
    except (PyPdfError, ValueError, KeyError, TypeError, IndexError, AttributeError, RecursionError, OSError) as fault:
        raise _refused(name, tr("its content is damaged")) from fault
    if not any(page.strip() for page in pages):
        raise _refused(name, tr("it holds pictures of pages, but no text"))
    for number, page in enumerate(pages, 1):
        for count, text in enumerate(_paragraphs(page), 1):
            yield Passage(text, Place(page=number, paragraph=count))


def _paragraphs(page: str) -> Iterator[str]:
    """Put the lines of a page together: a paragraph ends at an empty line, a full stop at a line's end, or a bullet."""
    lines: list[str] = []
    for line in [*page.splitlines(), ""]:
        if lines and (not line.strip() or _BULLET.match(line.lstrip()) or lines[-1].rstrip().endswith((".", ":", "?"))):
            yield _whole("\n".join(lines))
            lines = []
        if line.strip():
            lines.append(line)


# Word files


def _word(name: str, raw: bytes) -> Iterator[Passage]:
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as packed:
            parts = [item for item in packed.infolist() if _PARTS.fullmatch(item.filename)]
            if not any(item.filename == "word/document.xml" for item in parts):
                raise _refused(name, tr("it is no Word file"))
            if sum(item.file_size for item in parts) > _MOST_BYTES:
                raise _refused(name, tr("unpacked, it has more than {n} MB", n=_MOST_BYTES // 1_000_000))
            contents = {item.filename: packed.read(item) for item in parts}
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as fault:
        raise _refused(name, tr("its content is damaged")) from fault
    except zipfile.zlib.error as fault:  # type: ignore[attr-defined]  # zipfile lets its faults through
        raise _refused(name, tr("its content is damaged")) from fault
    for part in sorted(contents, key=lambda item: (item != "word/document.xml", item)):
        yield from _word_part(name, _title(part), contents[part])


def _title(part: str) -> str:
    names = {"header": tr("header"), "footer": tr("footer"), "footnotes": tr("footnotes"), "endnotes": tr("endnotes")}
    found = _PARTS.fullmatch(part)
    return names.get(found.group(1).rstrip("0123456789"), "") if found else ""


def _word_part(name: str, title: str, content: bytes) -> Iterator[Passage]:
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False)
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as fault:
        raise _refused(name, tr("its content is damaged")) from fault
    page, count = (0, 0) if title else (1, 0)
    for paragraph in _elements(root, f"{_WORD}p"):
        text = _whole("".join(_texts(paragraph)))
        if text:
            count += 1
            yield Passage(text, Place(page=page, part=title, paragraph=count))
        if page and any(True for _ in _elements(paragraph, f"{_WORD}lastRenderedPageBreak")):
            page, count = page + 1, 0


def _elements(root: _Element, tag: str) -> Iterator[_Element]:
    """Walk through elements, without those that stand for older readers."""
    for element in root.iter(tag):
        if not any(above.tag == _FALLBACK for above in element.iterancestors()):
            yield element


def _texts(paragraph: _Element) -> Iterable[str]:
    """Give the pieces of a paragraph's own text: what was deleted, and paragraphs in it (text boxes), are left out."""
    for element in paragraph.iter():
        if element.tag in (f"{_WORD}t", f"{_WORD}tab", f"{_WORD}br", f"{_WORD}noBreakHyphen"):
            own = next(above for above in element.iterancestors(f"{_WORD}p"))
            if own is paragraph and next(element.iterancestors(f"{_WORD}del"), None) is None:
                if element.tag == f"{_WORD}t":
                    yield element.text or ""
                else:
                    yield "-" if element.tag == f"{_WORD}noBreakHyphen" else " "
