"""Draws a document as PDF: all pages are laid out first, once, so that every page number is known."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import BinaryIO

from readiness.errors import Cancelled
from readiness.report.blocks import Cover, Document, Heading
from readiness.report.pdf_blocks import set_block, set_heading
from readiness.report.pdf_canvas import draw_outline, draw_page, open_canvas
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
    PAGE_HEIGHT,
    PAGE_WIDTH,
    RUNNING,
    TOP,
    WHITE,
    WIDTH,
    Style,
)
from readiness.texts import tr

Progress = Callable[[int, int], bool]
_CONTENTS_ANCHOR = "contents"
_LOGO_WIDTH, _LOGO_HEIGHT = 146.0, 84.0


@dataclass(frozen=True)
class Drawn:
    """What was drawn: its pages, each section's first and last page (from 0), and what no font has."""

    pages: int
    spans: Mapping[str, tuple[int, int]]
    missing: str


def draw(document: Document, file: BinaryIO, progress: Progress | None = None) -> Drawn:
    """Lay a document out and write it; `progress` gets pages drawn and pages in all.

    Raises:
        Cancelled: `progress` returned False; what was written so far is of no use.
        DiskFault: a font is missing.
        OSError: the disk refused.
    """
    typesetter = Typesetter()
    cover = [] if document.cover is None else _cover(typesetter, document.cover)
    body, spans = _body(typesetter, document)
    front = [] if document.cover is None else _contents(typesetter, body.entries, len(cover))
    ahead = len(cover) + len(front)
    pages = [*cover, *front, *body.pages]
    for number, page in enumerate(pages[len(cover) :], start=len(cover) + 1):
        _running(typesetter, document, page, number, len(pages))
    names = {bold: face.name for bold, face in typesetter.faces.items()}
    canvas = open_canvas(document, file, names[False])
    contents = [Entry(1, tr("Contents"), _CONTENTS_ANCHOR, len(cover))] if front else []
    draw_outline(canvas, [*contents, *body.entries])
    for done, page in enumerate(pages):
        if progress is not None and not progress(done, len(pages)):
            raise Cancelled(tr("The report was stopped."), tr("Nothing was written."))
        draw_page(canvas, page, names)
    canvas.save()
    return Drawn(
        pages=len(pages),
        spans={anchor: (ahead + first, ahead + last) for anchor, (first, last) in spans.items()},
        missing="".join(sorted(typesetter.missing)),
    )


def _body(typesetter: Typesetter, document: Document) -> tuple[Flow, dict[str, tuple[int, int]]]:
    flow = Flow(typesetter)
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
    return flow, spans


def _cover(typesetter: Typesetter, cover: Cover) -> list[Page]:
    """Set the cover: a coloured field with the title, then what it consists of."""
    flow = Flow(typesetter)
    wrap, inset = typesetter.wrap, LEFT + 8.0
    room = PAGE_WIDTH - inset - LEFT
    beside = room - (_LOGO_WIDTH + 24.0) if cover.logo else room
    title = wrap(cover.title, COVER_TITLE, beside)[:8]
    subtitle = wrap(cover.subtitle, COVER_SUBTITLE, beside)[:8]
    height = 130.0 + COVER_TITLE.leading * len(title) + COVER_SUBTITLE.leading * len(subtitle)
    page = flow.page
    page.boxes.append(Box(0.0, PAGE_HEIGHT - height, PAGE_WIDTH, height, ACCENT))
    if cover.logo:
        _set_logo(page, cover.logo, PAGE_HEIGHT - height / 2)
    y = PAGE_HEIGHT - 66.0
    y -= page.text(inset, y, COVER_KIND, wrap(cover.kind, COVER_KIND, beside)[:2]) + 8.0
    y -= page.text(inset, y, COVER_TITLE, title) + 6.0
    page.text(inset, y, COVER_SUBTITLE, subtitle)
    flow.y = PAGE_HEIGHT - height - 26.0
    flow.left, flow.width = inset, room
    for block in cover.blocks:
        set_block(flow, block)
    return flow.pages


def _set_logo(page: Page, logo: bytes, middle: float) -> None:
    """Set the logo on a white plate at the right, around the height `middle`: few logos are made for a dark ground."""
    x, y, pad = PAGE_WIDTH - LEFT - _LOGO_WIDTH, middle - _LOGO_HEIGHT / 2, 8.0
    page.boxes.append(Box(x, y, _LOGO_WIDTH, _LOGO_HEIGHT, WHITE))
    page.pictures.append(Picture(x + pad, y + pad, _LOGO_WIDTH - 2 * pad, _LOGO_HEIGHT - 2 * pad, logo))


def _contents(typesetter: Typesetter, entries: list[Entry], ahead: int) -> list[Page]:
    """Set the contents. Its lines are as many as the entries, so its own length is known beforehand."""
    flow = Flow(typesetter)
    style = HEADINGS[1]
    flow.page.anchors.append((_CONTENTS_ANCHOR, flow.y))
    flow.y -= flow.page.text(LEFT, flow.y, style, [tr("Contents")]) + 10.0
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
        _contents_line(typesetter, page, top, kind, (entry, entry.page + offset))
    return flow.pages


def _contents_line(typesetter: Typesetter, page: Page, top: float, style: Style, line: tuple[Entry, int]) -> None:
    entry, number = line
    indent = 14.0 * (entry.level - 1)
    text = typesetter.fit(entry.text, style, WIDTH - indent - 40.0)
    page.text(LEFT + indent, top, style, [text])
    shown = str(number)
    page.text(LEFT + WIDTH - typesetter.width(shown, style), top, style, [shown])
    begin = LEFT + indent + typesetter.width(text, style) + 6.0
    end = LEFT + WIDTH - 26.0
    if begin < end:
        page.rules.append(Rule(begin, top - style.drop, end - begin, HAIRLINE, 0.4))
    page.links.append(Link(LEFT, top - style.leading, WIDTH, style.leading, entry.anchor))


def _run(clauses: tuple[str, str]) -> str:
    first, last = clauses
    return first if first == last else tr("{first} to {last}", first=first, last=last)


def _running(typesetter: Typesetter, document: Document, page: Page, number: int, total: int) -> None:
    """Set head (document; section and clauses of the page) and foot (date and journal; page x of y)."""
    top = PAGE_HEIGHT - 34.0
    right = page.section or tr("Contents")
    if page.clauses:
        right = tr("{section}, clauses {clauses}", section=right, clauses="; ".join(map(_run, page.clauses)))
    right = typesetter.fit(right, RUNNING, WIDTH * 0.62)
    taken = typesetter.width(right, RUNNING)
    page.text(LEFT, top, RUNNING, [typesetter.fit(document.head, RUNNING, WIDTH - taken - 14.0)])
    page.text(LEFT + WIDTH - taken, top, RUNNING, [right])
    page.rules.append(Rule(LEFT, TOP + 14.0, WIDTH, HAIRLINE, 0.5))
    foot = BOTTOM - 16.0
    place = tr("page {number} of {total}", number=number, total=total)
    page.text(LEFT, foot, RUNNING, [typesetter.fit(document.foot, RUNNING, WIDTH * 0.7)])
    page.text(LEFT + WIDTH - typesetter.width(place, RUNNING), foot, RUNNING, [place])
