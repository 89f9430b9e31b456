"""How each kind of block is set into a flow of pages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from readiness.report.blocks import (
    Block,
    Bullets,
    Callout,
    Chart,
    Entry,
    Field,
    Heading,
    KeyValues,
    LineChart,
    Numbers,
    PageBreak,
    Paragraph,
    Table,
    Text,
)
from readiness.report.pdf_chart import ChartSetter, set_line_chart
from readiness.report.pdf_page import Box, Flow, Page, Rule
from readiness.report.pdf_page import Entry as ContentsEntry
from readiness.report.pdf_rows import SIGN_INDENT, Group, Pads, Set, place
from readiness.report.pdf_style import (
    BODY,
    CALLOUT_HEAD,
    ENTRY_HEAD,
    FIELD_FACES,
    FIGURE,
    HAIRLINE,
    HEADINGS,
    INK,
    LABEL,
    SIZES,
    SMALL,
    SPACE_ABOVE,
    SPACE_BELOW,
    TINT,
    TONE_COLOURS,
)
from readiness.report.pdf_table import TableSetter, grouped
from readiness.report.pdf_tags import Element
from readiness.report.signs import TONE_SIGNS
from readiness.texts import tr

_LABEL_WIDTH = 78.0
_STATE_WIDTH = 158.0


def _plain(page: Page, top: float, height: float) -> None:
    """Decorate nothing."""


def set_heading(flow: Flow, heading: Heading) -> None:
    """Hold a heading back until what follows it is placed; then it gets its line in the contents."""
    style = HEADINGS[heading.level]
    lines = flow.typesetter.wrap(heading.text, style, flow.width)
    above = 0.0 if flow.fresh else SPACE_ABOVE[heading.level]
    height = above + style.leading * len(lines) + SPACE_BELOW[heading.level]
    flow.level = min(heading.level, flow.level + 1)
    element = Element(f"H{flow.level}", flow.root)

    def put(page: Page, top: float) -> None:
        page.anchors.append((heading.anchor, top))
        page.new_run = True
        page.text(flow.left, top - above, style, lines, element)
        flow.entries.append(ContentsEntry(heading.level, " ".join(lines), heading.anchor, len(flow.pages) - 1))

    flow.hold(height, put)


def _set_paragraph(flow: Flow, paragraph: Paragraph) -> None:
    style = SIZES[paragraph.size]
    lines = flow.typesetter.wrap(paragraph.text, style, flow.width)
    place(flow, [Set(flow.left, [Group(style, lines)], None, Element("P", flow.root))], Pads(0.0, 6.0), _plain)


def _set_bullets(flow: Flow, bullets: Bullets) -> None:
    whole = Element("L", flow.root)
    for item in bullets.items:
        lines = flow.typesetter.wrap(item, BODY, flow.width - 12.0)
        element = Element("LI", whole)
        dot = Set(flow.left + 1.0, [Group(BODY, ["–"])], None, Element("Lbl", element))
        text = Set(flow.left + 12.0, [Group(BODY, lines)], None, Element("LBody", element))
        place(flow, [dot, text], Pads(0.0, 3.5), _plain)
    flow.gap(4.0)


def _set_key_values(flow: Flow, block: KeyValues) -> None:
    wrap, indent = flow.typesetter.wrap, 118.0
    for name, value in block.pairs:
        element = Element("P", flow.root)
        label = Set(flow.left, [Group(LABEL, wrap(name, LABEL, indent - 8.0))], None, element)
        text = Set(flow.left + indent, [Group(BODY, wrap(value, BODY, flow.width - indent))], None, element)
        place(flow, [label, text], Pads(0.0, 2.5), _plain)
    flow.gap(8.0)


def _set_callout(flow: Flow, callout: Callout) -> None:
    left, width = flow.left + 12.0, flow.width - 24.0 - SIGN_INDENT
    wrap = flow.typesetter.wrap
    groups = [Group(CALLOUT_HEAD, wrap(callout.title, CALLOUT_HEAD, width))]
    groups += [Group(BODY, wrap(text, BODY, width)) for text in callout.texts]
    colour = TONE_COLOURS[callout.tone]

    def decorate(page: Page, top: float, height: float) -> None:
        page.boxes.append(Box(flow.left, top - height, flow.width, height, TINT))
        page.boxes.append(Box(flow.left, top - height, 3.0, height, colour))

    flow.gap(4.0)
    boxed = Set(left, groups, TONE_SIGNS[callout.tone], Element("P", flow.root))
    place(flow, [boxed], Pads(7.0, 8.0), decorate)
    flow.gap(10.0)


def _set_numbers(flow: Flow, block: Numbers) -> None:
    gap, wrap = 8.0, flow.typesetter.wrap
    width = (flow.width - gap * (len(block.items) - 1)) / len(block.items)
    room = width - 14.0
    strong = FIELD_FACES_LABEL
    tiles = [
        (item.value, wrap(item.label, strong, room), wrap(item.detail, SMALL, room) if item.detail else [])
        for item in block.items
    ]
    height = (
        12.0
        + FIGURE.leading
        + max(strong.leading * len(label) + SMALL.leading * len(detail) for _, label, detail in tiles)
    )
    flow.gap(2.0)
    top = flow.take(height)
    for number, (value, label, detail) in enumerate(tiles):
        x = flow.left + number * (width + gap)
        flow.page.boxes.append(Box(x, top - height, width, height, TINT))
        y = top - 5.0
        element = Element("P", flow.root)
        y -= flow.page.text(x + 7.0, y, FIGURE, [flow.typesetter.fit(value, FIGURE, room)], element)
        y -= flow.page.text(x + 7.0, y, strong, label, element)
        flow.page.text(x + 7.0, y, SMALL, detail, element)
    flow.gap(10.0)


FIELD_FACES_LABEL = LABEL._replace(bold=True, size=8.0, leading=10.6, colour=INK)


def _set_entry(flow: Flow, entry: Entry) -> None:
    """Set the head line with the state at its right, then every field beside its name."""
    wrap = flow.typesetter.wrap
    title = f"{entry.number}  {entry.title}" if entry.number else entry.title
    indent = SIGN_INDENT if entry.sign is not None else 0.0

    def note(page: Page, top: float, height: float) -> None:
        if entry.clause:
            page.note_clause(entry.clause)

    anchors = [entry.anchor] if entry.anchor else []

    def head(page: Page, top: float, height: float) -> None:
        if anchors:
            page.anchors.append((anchors.pop(), top))
            if entry.clause:
                flow.enter(title, entry.anchor)
        page.rules.append(Rule(flow.left, top, flow.width, HAIRLINE, 0.6))
        note(page, top, height)

    def again() -> None:
        style = FIELD_FACES_LABEL
        name = entry.number or entry.title
        text = flow.typesetter.fit(tr("{name} (continued)", name=name), style, flow.width)
        flow.y -= flow.page.text(flow.left, flow.y, style, [text]) + 2.0

    first = Set(
        flow.left,
        [Group(ENTRY_HEAD, wrap(title, ENTRY_HEAD, flow.width - indent - _STATE_WIDTH - 10))],
        entry.sign,
        Element("P", flow.root),
    )
    state = Set(
        flow.left + flow.width - _STATE_WIDTH,
        grouped(flow, entry.state, FIELD_FACES, _STATE_WIDTH),
        None,
        Element("P", flow.root),
    )
    fields = [_field(flow, field, indent) for field in entry.fields]
    pads, below = Pads(4.0, 2.0), Pads(0.0, 2.0)
    least = max(first.height, state.height) + 4 * BODY.leading
    whole = sum(max(cell.height for cell in row) + below.below for row in fields) + least
    flow.gap(3.0)
    flow.reserve(whole if entry.is_whole else least)
    place(flow, [first, state], pads, head, again)
    for row in fields:
        place(flow, row, below, note, again)
    flow.gap(6.0)


def _field(flow: Flow, field: Field, indent: float) -> list[Set]:
    """Set a field of an entry: its name, and what it says beside it."""
    wrap, element, left = flow.typesetter.wrap, Element("P", flow.root), flow.left + indent
    label = Set(left, [Group(LABEL, wrap(field.label, LABEL, _LABEL_WIDTH - 6.0))], None, element)
    room = flow.width - indent - _LABEL_WIDTH
    value = Set(left + _LABEL_WIDTH, grouped(flow, field.texts or (Text("–"),), FIELD_FACES, room), None, element)
    return [label, value]


def _set_table(flow: Flow, table: Table) -> None:
    TableSetter(flow, table).set()


def _set_chart(flow: Flow, chart: Chart) -> None:
    ChartSetter(flow, chart).set()


def _set_break(flow: Flow, _: PageBreak) -> None:
    flow.end_page()


_SETTERS: dict[type[Any], Callable[[Flow, Any], None]] = {
    Heading: set_heading,
    Paragraph: _set_paragraph,
    Bullets: _set_bullets,
    KeyValues: _set_key_values,
    Callout: _set_callout,
    Numbers: _set_numbers,
    Entry: _set_entry,
    Table: _set_table,
    Chart: _set_chart,
    LineChart: set_line_chart,
    PageBreak: _set_break,
}


def set_block(flow: Flow, block: Block) -> None:
    """Set one block into the flow."""
    _SETTERS[type(block)](flow, block)
