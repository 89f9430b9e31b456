"""Draws a document as PDF: all pages are laid out first, once, so that every page number is known."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import BinaryIO

from readiness.errors import Cancelled
from readiness.report.blocks import Cover, Document, Heading
from readiness.report.pdf_blocks import set_block, set_heading
from readiness.report.pdf_canvas import attach, draw_outline, draw_page, open_canvas
from readiness.report.pdf_fonts import Typesetter
from readiness.report.pdf_page import Box, Entry, Flow, Link, Page, Picture, Rule
from readiness.report.pdf_style import (
    ACCENT,
    BOTTOM,
    CONTENTS,
    COVER_KIND,
    COVER_SUBTITLE,
    COVER_TITLE,
    HAIRLINE,
    HEADINGS,
    LEFT,
    MARKING,
    RUNNING,
    UNDERLINE,
    WHITE,
    Sheet,
    Style,
)
from readiness.report.pdf_tags import FOOT, HEAD, Element, Tags
from readiness.texts import tr

Progress = Callable[[int, int], bool]
_CONTENTS_ANCHOR = "contents"
_MARKING_SHARE = 0.3
"""Of the width: the rest of the foot holds the date and the number of the page."""
_LOGO_WIDTH, _LOGO_HEIGHT = 146.0, 84.0
_ROOM_UPRIGHT, _ROOM_ACROSS = (66.0, 64.0), (32.0, 42.0)
"""Above the words on the coloured field of the cover, and between and below them; less where the sheet is low."""


@dataclass(frozen=True)
class Drawn:
    """What was drawn: its pages, each section's first and last page (from 0), and what no font has.

    `unshaped` tells that letters written from right to left were printed as they are stored.
    """

    pages: int
    spans: Mapping[str, tuple[int, int]]
    missing: str
    unshaped: bool = False


def draw(document: Document, file: BinaryIO, progress: Progress | None = None, *, tagged: bool = True) -> Drawn:
    """Lay a document out and write it; `progress` gets pages drawn and pages in all.

    A tagged file also says what is a heading, a cell, a figure, to who hears it read.

    Raises:
        Cancelled: `progress` returned False; what was written so far is of no use.
        DiskFault: a font is missing.
        OSError: the disk refused.
    """
    typesetter, sheet = Typesetter(), Sheet.of(document.paper)
    begin, listed, body = (Flow(typesetter, sheet) for _ in range(3))
    cover = [] if document.cover is None else _cover(begin, document.cover)
    spans = _body(body, document)
    wants_contents = document.cover is not None and document.contents
    headings = [entry for entry in body.entries if entry.listed]
    front = _contents(listed, headings, len(cover)) if wants_contents else []
    ahead = len(cover) + len(front)
    pages = [*cover, *front, *body.pages]
    for number, page in enumerate(pages, start=1):
        if number > len(cover):
            _running(typesetter, document, sheet, page, (number, len(pages)))
        _mark(typesetter, document.marking, sheet, page)
    canvas = open_canvas(document, file, typesetter.faces[False].name)
    contents = [Entry(1, tr("Contents"), _CONTENTS_ANCHOR, len(cover))] if front else []
    draw_outline(canvas, [*contents, *body.entries])
    for attachment in document.attachments:
        attach(canvas, attachment)
    _settle_links(pages)
    tags = Tags(len(pages)) if tagged else None
    for done, page in enumerate(pages):
        if progress is not None and not progress(done, len(pages)):
            raise Cancelled(tr("The report was stopped."), tr("Nothing was written."))
        if tags is not None:
            tags.begin_page(done)
        draw_page(canvas, page, typesetter, tags)
        page.clear()
    if tags is not None:
        whole = Element("Document")
        whole.kids += [flow.root for flow in (begin, listed, body)]
        tags.write(canvas, whole, document)
    canvas.save()
    return Drawn(
        pages=len(pages),
        spans={anchor: (ahead + first, ahead + last) for anchor, (first, last) in spans.items()},
        missing="".join(sorted(typesetter.missing)),
        unshaped=typesetter.unshaped,
    )


def _body(flow: Flow, document: Document) -> dict[str, tuple[int, int]]:
    """Set the sections; gives each one's first and last page, from 0."""
    spans: dict[str, tuple[int, int]] = {}
    for section in document.sections:
        flow.section = section.running or section.title
        if section.new_page:
            flow.end_page()
        if flow.fresh:
            flow.page.section = flow.section
        set_heading(flow, Heading(section.level, section.title, section.anchor))
        for block in section.blocks:
            set_block(flow, block)
        flow.flush()
        first = next(entry.page for entry in reversed(flow.entries) if entry.anchor == section.anchor)
        spans[section.anchor] = (first, len(flow.pages) - 1)
    return spans


def _cover(flow: Flow, cover: Cover) -> list[Page]:
    """Set the cover: a coloured field with the title, then what it consists of."""
    wrap, inset, sheet = flow.typesetter.wrap, LEFT + 8.0, flow.sheet
    room = sheet.page_width - inset - LEFT
    beside = room - (_LOGO_WIDTH + 24.0) if cover.logo else room
    title = wrap(cover.title, COVER_TITLE, beside)[:8]
    subtitle = wrap(cover.subtitle, COVER_SUBTITLE, beside)[:8]
    above, below = _ROOM_ACROSS if sheet.page_width > sheet.page_height else _ROOM_UPRIGHT
    height = above + below + COVER_TITLE.leading * len(title) + COVER_SUBTITLE.leading * len(subtitle)
    page = flow.page
    page.boxes.append(Box(0.0, sheet.page_height - height, sheet.page_width, height, ACCENT))
    if cover.logo:
        _set_logo(flow, cover, sheet.page_width - LEFT, sheet.page_height - height / 2)
    y = sheet.page_height - above
    y -= page.text(inset, y, COVER_KIND, wrap(cover.kind, COVER_KIND, beside)[:2], Element("P", flow.root)) + 8.0
    y -= page.text(inset, y, COVER_TITLE, title, Element("H1", flow.root)) + 6.0
    page.text(inset, y, COVER_SUBTITLE, subtitle, Element("P", flow.root))
    flow.y = sheet.page_height - height - 26.0
    flow.left, flow.width = inset, room
    for block in cover.blocks:
        set_block(flow, block)
    return flow.pages


def _set_logo(flow: Flow, cover: Cover, right: float, middle: float) -> None:
    """Set the logo on a white plate (few are made for a dark ground) that ends at `right`, around `middle`."""
    x, y, pad = right - _LOGO_WIDTH, middle - _LOGO_HEIGHT / 2, 8.0
    flow.page.boxes.append(Box(x, y, _LOGO_WIDTH, _LOGO_HEIGHT, WHITE))
    figure = Element("Figure", flow.root, alt=tr("Logo of {organization}", organization=cover.title))
    figure.box = (x + pad, y + pad, right - pad, y + _LOGO_HEIGHT - pad)
    size = (_LOGO_WIDTH - 2 * pad, _LOGO_HEIGHT - 2 * pad)
    flow.page.pictures.append(Picture(x + pad, y + pad, *size, cover.logo, figure))


def _contents(flow: Flow, entries: list[Entry], ahead: int) -> list[Page]:
    """Set the contents. Its lines are as many as the entries, so its own length is known beforehand."""
    style = HEADINGS[1]
    flow.page.anchors.append((_CONTENTS_ANCHOR, flow.y))
    flow.y -= flow.page.text(LEFT, flow.y, style, [tr("Contents")], Element("H1", flow.root)) + 10.0
    whole = Element("TOC", flow.root)
    lines = []
    for entry in entries:
        kind = CONTENTS[entry.level]
        if flow.room < kind.leading:
            flow.turn()
        lines.append((flow.page, flow.y, kind, entry))
        flow.y -= kind.leading
    offset = ahead + len(flow.pages) + 1
    for page, top, kind, entry in lines:
        page.section = tr("Contents")
        link = Element("Link", Element("TOCI", whole))
        _contents_line(flow, page, (top, kind), (entry, entry.page + offset), link)
    return flow.pages


def _contents_line(
    flow: Flow, page: Page, place: tuple[float, Style], line: tuple[Entry, int], element: Element
) -> None:
    top, style = place
    typesetter, width = flow.typesetter, flow.sheet.width
    entry, number = line
    indent = 14.0 * (entry.level - 1)
    text = typesetter.fit(entry.text, style, width - indent - 40.0)
    page.text(LEFT + indent, top, style, [text], element)
    shown = str(number)
    page.text(LEFT + width - typesetter.width(shown, style), top, style, [shown], element)
    begin = LEFT + indent + typesetter.width(text, style) + 6.0
    end = LEFT + width - 26.0
    if begin < end:
        page.rules.append(Rule(begin, top - style.drop, end - begin, HAIRLINE, 0.4))
    page.links.append(Link(LEFT, top - style.leading, width, style.leading, entry.anchor, text, element))


def _settle_links(pages: list[Page]) -> None:
    """Keep the links whose anchor is in the document, and underline those in the text; others are plain words."""
    anchors = {anchor for page in pages for anchor, _ in page.anchors}
    for page in pages:
        for link in page.links:
            if link.anchor not in anchors:
                link.element.kind = "Span"
        page.links = [link for link in page.links if link.anchor in anchors]
        for link in page.links:
            if link.underlined:
                page.rules.append(Rule(link.x, link.y + link.height * 0.17, link.width, UNDERLINE, 0.5))


def _mark(typesetter: Typesetter, marking: str, sheet: Sheet, page: Page) -> None:
    """Set the marking in the middle of the foot."""
    if marking:
        text = typesetter.fit(marking, MARKING, sheet.width * _MARKING_SHARE)
        x = (sheet.page_width - typesetter.width(text, MARKING)) / 2
        page.text(x, BOTTOM - 16.0, MARKING, [text], FOOT)


def _run(clauses: tuple[str, str]) -> str:
    first, last = clauses
    return first if first == last else tr("{first} to {last}", first=first, last=last)


def _running(typesetter: Typesetter, document: Document, sheet: Sheet, page: Page, numbers: tuple[int, int]) -> None:
    """Set head (document; section and clauses of the page) and foot (date and journal; marking; page x of y)."""
    number, total = numbers
    width, top = sheet.width, sheet.page_height - 28.0
    right = page.section or tr("Contents")
    if page.clauses:
        right = tr("{section}, clauses {clauses}", section=right, clauses="; ".join(map(_run, page.clauses)))
    right = typesetter.fit(right, RUNNING, width)
    page.text(LEFT, top, RUNNING, [typesetter.fit(document.head, RUNNING, width)], HEAD)
    page.text(LEFT + width - typesetter.width(right, RUNNING), top - RUNNING.leading, RUNNING, [right], HEAD)
    page.rules.append(Rule(LEFT, sheet.top + 14.0, width, HAIRLINE, 0.5))
    foot = BOTTOM - 16.0
    place = tr("page {number} of {total}", number=number, total=total)
    share = _MARKING_SHARE if document.marking else 0.7
    page.text(LEFT, foot, RUNNING, [typesetter.fit(document.foot, RUNNING, width * share)], FOOT)
    page.text(LEFT + width - typesetter.width(place, RUNNING), foot, RUNNING, [place], FOOT)
