"""The visible text of web pages. Style sheets are not applied: what only they hide is read too."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from readiness.exchange import tables
from readiness.exchange.document_passages import Passages
from readiness.exchange.documents_office import walk
from readiness.model.passages import Kind
from readiness.texts import tr

_MOST_MARKS, _MOST_ATTRIBUTES = 2_000_000, 300
_QUOTED = re.compile(r"=\s*+(?:\"[^\"]*+\"|'[^']*+')")
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?([\w.:-]{1,40})", re.IGNORECASE)
_HIDING = re.compile(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse))", re.IGNORECASE)
_LEFT_OUT = frozenset({
    "script", "style", "noscript", "template", "iframe", "object", "embed", "applet", "audio", "video", "canvas",
    "head", "datalist", "rp", "noframes", "noembed",
})  # fmt: skip
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_ITEMS = frozenset({"li", "dt", "dd"})
_CELLS = frozenset({"td", "th"})
_BLOCKS = _HEADINGS | _ITEMS | _CELLS | {
    "address", "article", "aside", "blockquote", "body", "button", "caption", "center", "details", "dialog", "dir",
    "div", "dl", "fieldset", "figcaption", "figure", "footer", "form", "header", "hgroup", "hr", "html", "legend",
    "main", "menu", "nav", "ol", "optgroup", "option", "p", "pre", "search", "section", "select", "summary", "table",
    "tbody", "textarea", "tfoot", "thead", "tr", "ul",
}  # fmt: skip
_BUTTONS = frozenset({"submit", "button", "reset"})
_DESCRIPTIONS = frozenset({"description", "og:description", "og:title", "twitter:title", "twitter:description"})


@dataclass
class _Table:
    number: int
    row: int = 0
    column: int = 0


@dataclass
class _Page:
    """What is being read of a page: the text since the last block began or ended, and the blocks that are open."""

    into: Passages
    pieces: list[str] = field(default_factory=list)
    beside: list[tuple[str, str]] = field(default_factory=list)
    open: list[str] = field(default_factory=list)
    tables: list[_Table] = field(default_factory=list)
    table_count: int = 0

    def finish(self) -> None:
        """Hand on the text of a block, then what its pictures and fields say beside it."""
        kind: Kind = "paragraph"
        part = ""
        for name in reversed(self.open):
            if name in _HEADINGS or name in _ITEMS or name in _CELLS:
                kind = "heading" if name in _HEADINGS else "list" if name in _ITEMS else "cell"
                break
        if self.tables and any(name in _CELLS for name in self.open):
            at = self.tables[-1]
            part = tr("table {table}, row {row}, column {column}", table=at.number, row=at.row, column=at.column)
        self.into.add("".join(self.pieces), kind, part=part)
        for text, where in self.beside:
            self.into.add(text, "alt", part=where)
        self.pieces.clear()
        self.beside.clear()


def read(raw: bytes, into: Passages) -> None:
    """Read a web page: title and description, then its blocks in their order, pictures by their alternative texts.

    Raises:
        BadFile: it is no text, or larger or deeper than pages are.
    """
    from lxml import etree, html

    text = _decoded(raw)
    if text is None:
        raise into.refused_as_damaged()
    if text.count("<") > _MOST_MARKS or _has_endless_tag(text):
        raise into.refused_as_too_large()
    if not text.strip():
        return
    parser = html.HTMLParser(
        encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True, remove_pis=True, recover=True
    )
    try:
        root = html.document_fromstring(text.encode("utf-8", "replace"), parser)
    except (etree.LxmlError, ValueError, AssertionError) as error:
        if "empty" in str(error):
            return
        raise into.refused_as_damaged(str(error)) from None
    if any("depth" in fault.message.lower() for fault in parser.error_log):
        raise into.refused_as_too_large()
    _read_head(root, into)
    _read_body(root, into)


def _decoded(raw: bytes) -> str | None:
    """Decode by a byte order mark, else by what the page says, else as any text."""
    if not raw.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")) and (said := _CHARSET.search(raw[:4096])):
        try:
            return raw.decode(said[1].decode("ascii")).replace("\x00", "")
        except (LookupError, ValueError):
            pass
    text = tables.decoded(raw)
    return None if text is None else text.removeprefix("\ufeff").replace("\x00", "")


def _has_endless_tag(text: str) -> bool:
    """Tell whether a tag has more attributes than any: what libxml2 needs for one grows with their square."""
    for piece in text.split("<"):
        if len(piece) > 2 * _MOST_ATTRIBUTES:
            tag = _QUOTED.sub(" ", piece).partition(">")[0]
            if len(tag.split()) > _MOST_ATTRIBUTES or tag.count("/") > _MOST_ATTRIBUTES:
                return True
    return False


def _read_head(root: Any, into: Passages) -> None:
    found = root.find(".//head/title")
    if found is not None:
        into.add(_flat("".join(found.itertext())), "title", part=tr("title"), counted=None)
    said = (
        _flat(meta.get("content", ""))
        for meta in root.iterfind(".//meta")
        if (meta.get("name") or meta.get("property") or "").strip().lower() in _DESCRIPTIONS
    )
    for text in dict.fromkeys(said):
        into.add(text, "title", part=tr("description"), counted=None)


def _flat(text: str) -> str:
    """Make line ends of the source blanks: only <br> ends a line for the reader."""
    return text.replace("\r", " ").replace("\n", " ")


def _read_body(root: Any, into: Passages) -> None:
    page = _Page(into)
    steps = walk(root)
    for event, element in steps:
        name = element.tag
        if not isinstance(name, str):
            continue
        if event == "end":
            if name in _BLOCKS and page.open and page.open[-1] == name:
                page.finish()
                page.open.pop()
                if name == "table":
                    page.tables.pop()
            if element.tail:
                page.pieces.append(_flat(element.tail))
            continue
        if name in _LEFT_OUT or _is_hidden(element):
            steps.skip_subtree()
            continue
        if name in _BLOCKS:
            page.finish()
            page.open.append(name)
            _enter(page, name)
        elif name in ("br", "input"):
            page.pieces.append("\n" if name == "br" else " ")
        _take_attributes(page, element, name)
        if element.text:
            page.pieces.append(_flat(element.text))
    page.finish()


def _enter(page: _Page, name: str) -> None:
    if name == "table":
        page.table_count += 1
        page.tables.append(_Table(page.table_count))
    elif name == "tr" and page.tables:
        page.tables[-1].row += 1
        page.tables[-1].column = 0
    elif name in _CELLS and page.tables:
        page.tables[-1].column += 1


def _is_hidden(element: Any) -> bool:
    return (
        "hidden" in element.attrib
        or element.get("aria-hidden", "").strip().lower() == "true"
        or (element.tag == "input" and element.get("type", "").strip().lower() == "hidden")
        or _HIDING.search(element.get("style", "")) is not None
    )


def _take_attributes(page: _Page, element: Any, name: str) -> None:
    """Take what attributes show: alternative texts, what appears under the mouse, fields and buttons."""
    kind = element.get("type", "").strip().lower() if name == "input" else ""
    if name in ("img", "area") or kind == "image":
        page.beside.append((_flat(element.get("alt", "")), tr("alt text")))
    if element.get("title"):
        page.beside.append((_flat(element.get("title")), tr("title attribute")))
    if name in ("input", "textarea") and element.get("placeholder"):
        page.beside.append((_flat(element.get("placeholder")), tr("form field")))
    if kind in _BUTTONS and element.get("value"):
        page.beside.append((_flat(element.get("value")), tr("button")))
