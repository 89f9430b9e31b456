"""The text of Word files: body, tables, text boxes, alternative texts, notes, headers and footers.

Left out is what a reader does not see: deleted and moved text, comments, hidden text, field codes.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from readiness.exchange.document_passages import Passages
from readiness.exchange.documents_office import (
    Package,
    add_drawing,
    attribute,
    child,
    is_other_choice,
    is_set,
    local,
    walk,
)
from readiness.model.passages import Kind
from readiness.texts import tr

_LEFT_OUT = frozenset({
    "del", "moveFrom", "delText", "delInstrText", "instrText", "rPr", "sectPr", "sdtPr", "sdtEndPr", "tblPr", "tcPr",
    "tblGrid", "rt", "fldData", "pPr", "trPr", "tblPrEx", "ffData",
})  # fmt: skip
_SIGNS = {"tab": " ", "ptab": " ", "cr": "\n", "br": "\n", "noBreakHyphen": "-", "softHyphen": "\u00ad"}
_MOST_STYLES_ABOVE = 50


@dataclass
class _Paragraph:
    """A paragraph that is being read."""

    kind: Kind
    part: str
    page: int
    joins_next: bool = False
    has_text: bool = False
    pieces: list[str] = field(default_factory=list)
    inside: list[_Taken] = field(default_factory=list)


@dataclass(frozen=True)
class _Taken:
    text: str
    kind: Kind
    part: str
    page: int


@dataclass
class _Table:
    number: int
    row: int = 0
    column: int = 0


def read(package: Package, into: Passages) -> None:
    """Read a Word file: title, body in its order, notes, headers, footers; text of diagrams and charts after the body.

    Raises:
        BadFile: it has no body, or a part of it is damaged.
    """
    main = package.main_part("word/document.xml")
    root = package.root(main)
    if root is None:
        raise into.refused_as_damaged()
    package.add_title()
    relations = package.relations(main)
    styles = _styles(next((package.root(found.target) for found in relations if found.kind == "styles"), None))
    _Story(into, styles, root, has_pages=True).read()
    seen: set[tuple[str, str]] = set()
    parts = {"footnotes": tr("footnote"), "endnotes": tr("endnote"), "header": tr("header"), "footer": tr("footer")}
    for kind, part in parts.items():
        for target in sorted({found.target for found in relations if found.kind == kind}):
            story = package.root(target)
            said = (kind, "" if story is None else "".join(story.itertext()))
            # Sections repeat their headers; those with the same words are one.
            if story is not None and said not in seen:
                seen.add(said)
                _Story(into, styles, story, part=part).read()
    for found in relations:
        if found.kind in ("diagramData", "chart"):
            drawing = package.root(found.target)
            if drawing is not None:
                part = tr("diagram")
                add_drawing(drawing, into, part=part, counted=part)


# Styles


def _styles(root: Any) -> dict[str, Kind]:
    """Find which styles make a heading or an item of a list, by id; what one does not say, the one below it says."""
    if root is None:
        return {}
    below: dict[str, str] = {}
    own: dict[str, Kind | None] = {}
    for style in root:
        if local(style) == "style" and attribute(style, "type") == "paragraph":
            name = attribute(style, "styleId")
            based = child(style, "basedOn")
            below[name] = "" if based is None else attribute(based, "val")
            called = child(style, "name")
            own[name] = _kind_of_style(style, "" if called is None else attribute(called, "val").lower())
    found: dict[str, Kind] = {}
    for name, said in own.items():
        at, kind = name, said
        for _ in range(_MOST_STYLES_ABOVE):
            if kind is not None or at not in below:
                break
            at = below[at]
            kind = own.get(at)
        if kind is not None:
            found[name] = kind
    return found


def _kind_of_style(style: Any, name: str) -> Kind | None:
    if name.startswith("heading") or name in ("title", "subtitle"):
        return "heading"
    properties = child(style, "pPr")
    return _kind_of(properties) if properties is not None else None


def _kind_of(properties: Any) -> Kind | None:
    """Tell what the properties of a paragraph or style make it; None: they don't say."""
    level = child(properties, "outlineLvl")
    if level is not None:
        return "heading" if attribute(level, "val") in tuple("012345678") else "paragraph"
    number = child(properties, "numPr", "numId")
    if number is not None:
        return "paragraph" if attribute(number, "val") == "0" else "list"
    return None


# Stories


class _Story:
    """One run of text of a Word file, from its first paragraph to its last."""

    def __init__(
        self, into: Passages, styles: dict[str, Kind], root: Any, *, part: str = "", has_pages: bool = False
    ) -> None:
        self._into, self._styles, self._root = into, styles, root
        self._part = self._base = part
        self._page = 0
        self._rendered = False
        if has_pages:
            self._rendered = next(root.iter("{*}lastRenderedPageBreak"), None) is not None
            breaks = any(attribute(found, "type") == "page" for found in root.iter("{*}br")) or any(
                is_set(found) for found in root.iter("{*}pageBreakBefore")
            )
            self._page = 1 if self._rendered or breaks else 0
        self._open: list[_Paragraph] = []
        self._tables: list[_Table] = []
        self._boxes: list[tuple[str, list[_Table]]] = []
        self._table_count = 0
        self._left_over: list[str] = []

    def read(self) -> None:
        """Walk through the story once."""
        steps = walk(self._root)
        for event, element in steps:
            name = local(element)
            if event == "end":
                self._end(name)
            elif name in _LEFT_OUT or self._is_hidden(element, name):
                steps.skip_subtree()
            else:
                self._start(element, name)
        self._finished(_Taken("".join(self._left_over), "paragraph", self._part, self._page))

    def _is_hidden(self, element: Any, name: str) -> bool:
        if name == "r":
            return is_set(child(element, "rPr", "vanish"))
        if name == "tr":
            return child(element, "trPr", "del") is not None
        if name in ("footnote", "endnote"):
            return attribute(element, "type") not in ("", "normal")
        return is_other_choice(element)

    def _start(self, element: Any, name: str) -> None:
        if name == "p":
            self._open.append(self._paragraph(element))
        elif name == "tbl":
            self._table_count += 1
            self._tables.append(_Table(self._table_count))
        elif name == "tr" and self._tables:
            self._tables[-1].row += 1
            self._tables[-1].column = 0
        elif name == "tc" and self._tables:
            self._tables[-1].column += 1
        elif name == "txbxContent":
            self._boxes.append((self._base, self._tables))
            self._base, self._tables = self._named(tr("text box")), []
        elif name == "lastRenderedPageBreak":
            self._page += 1
        elif name in ("docPr", "cNvPr"):
            for said in dict.fromkeys((attribute(element, "title"), attribute(element, "descr"))):
                self._take_alt(said)
        elif name in ("shape", "rect", "roundrect", "oval", "image"):
            self._take_alt(element.get("alt", ""))
        elif self._open:
            self._take(element, name)

    def _take(self, element: Any, name: str) -> None:
        paragraph = self._open[-1]
        if name == "t":
            text = (element.text or "").replace("\n", " ")
            if text.strip() and not paragraph.has_text:
                paragraph.page, paragraph.has_text = self._page, True
            paragraph.pieces.append(text)
        elif name == "br" and attribute(element, "type") == "page":
            if not self._rendered and self._page:
                self._page += 1
            paragraph.pieces.append("\n")
        elif name in _SIGNS:
            paragraph.pieces.append(_SIGNS[name])

    def _take_alt(self, text: str) -> None:
        text = text.replace("\n", " ")
        known = self._open[-1].inside if self._open else ()
        if text.strip() and not any(text == before.text for before in known[-4:]):
            self._finished(_Taken(text, "alt", self._named(tr("alt text")), self._page))

    def _named(self, what: str) -> str:
        """Name a place inside a header or footer by both."""
        return tr("{part}, {inside}", part=self._part, inside=what) if self._part else what

    def _paragraph(self, element: Any) -> _Paragraph:
        properties = child(element, "pPr")
        kind: Kind = "paragraph"
        joins = False
        if properties is not None:
            style = child(properties, "pStyle")
            kind = "paragraph" if style is None else self._styles.get(attribute(style, "val"), "paragraph")
            own = _kind_of(properties)
            # A numbered heading is a heading.
            kind = own if own is not None and (kind, own) != ("heading", "list") else kind
            joins = child(properties, "rPr", "del") is not None
            if self._page and not self._rendered and is_set(child(properties, "pageBreakBefore")):
                self._page += 1
        part = self._base
        if self._tables:
            kind, at = "cell", self._tables[-1]
            cell = tr("table {table}, row {row}, column {column}", table=at.number, row=at.row, column=at.column)
            part = tr("{part}, {inside}", part=self._base, inside=cell) if self._base else cell
        paragraph = _Paragraph(kind, part, self._page, joins)
        if self._left_over and not self._boxes:
            paragraph.pieces, self._left_over = self._left_over, []
        return paragraph

    def _end(self, name: str) -> None:
        if name == "p" and self._open:
            done = self._open.pop()
            if done.joins_next and not self._open:
                self._left_over = done.pieces
            else:
                self._finished(_Taken("".join(done.pieces), done.kind, done.part, done.page))
            for taken in done.inside:
                self._finished(taken)
        elif name == "tbl" and self._tables:
            self._tables.pop()
        elif name == "txbxContent" and self._boxes:
            self._base, self._tables = self._boxes.pop()

    def _finished(self, taken: _Taken) -> None:
        """Hand on a passage, after the paragraph that it is anchored in."""
        if self._open:
            self._open[-1].inside.append(taken)
        else:
            self._into.add(taken.text, taken.kind, page=taken.page, part=taken.part, counted=self._part or "body")
