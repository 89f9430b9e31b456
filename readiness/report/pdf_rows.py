"""Rows of text columns that break over pages line by line: what tables, entries and callouts are set with."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from readiness.report.blocks import Sign
from readiness.report.pdf_page import Flow, Link, Mark, Page
from readiness.report.pdf_style import Style
from readiness.report.pdf_tags import Element

Decorate = Callable[[Page, float, float], None]
_SIGN_SIZE = 6.6
SIGN_INDENT = 11.0
_LEAST_LINES = 3


class Group(NamedTuple):
    """Lines of one style, which may lead to an anchor."""

    style: Style
    lines: list[str]
    target: str = ""

    @property
    def height(self) -> float:
        """Give the height of all lines."""
        return self.style.leading * len(self.lines)


class Set(NamedTuple):
    """A cell ready to be placed: its left edge, its lines, a sign before the first one, and the element it is."""

    x: float
    groups: list[Group]
    sign: Sign | None = None
    element: Element | None = None

    @property
    def height(self) -> float:
        """Give the height of all lines."""
        return sum([group.style.leading * len(group.lines) for group in self.groups])


class Pads(NamedTuple):
    """White space above and below the text of a row."""

    above: float
    below: float


def place(
    flow: Flow,
    cells: Sequence[Set],
    pads: Pads,
    decorate: Decorate,
    again: Callable[[], None] | None = None,
    continued: Callable[[], Set | None] | None = None,
) -> None:
    """Place a row of cells. A row that does not fit goes to the next page, a very tall one breaks.

    `decorate` gets page, upper edge and height of each piece; `again` repeats a head on a new page;
    `continued` gives the text that names the row once more where it goes on.
    """
    pad = pads.above + pads.below
    height = max(cell.height for cell in cells) + pad
    least = min(height, _least(cells) + pad)
    if flow.waits:
        flow.reserve(least)
    elif flow.room < (height if height <= flow.sheet.tallest_whole_row else least) and not flow.fresh:
        _turn(flow, again)
    while height > flow.room:
        taken, rest = _split(cells, flow.room - pad)
        if not any(cell.groups for cell in taken):
            if flow.fresh:
                # Not a line fits on an empty page: print it past the edge rather than never end.
                break
            _turn(flow, again)
            continue
        _piece(flow, taken, flow.room, pads, decorate)
        _turn(flow, again)
        if continued is not None and not rest[0].groups and (name := continued()) is not None:
            rest = [name, *rest[1:]]
        cells = rest
        height = max(cell.height for cell in cells) + pad
    _piece(flow, cells, height, pads, decorate)


def _turn(flow: Flow, again: Callable[[], None] | None) -> None:
    flow.turn()
    if again is not None:
        again()


def _least(cells: Sequence[Set]) -> float:
    """Give the height of the first lines, which must not stand alone at the foot of a page."""
    return max(min(cell.height, _LEAST_LINES * cell.groups[0].style.leading) if cell.groups else 0.0 for cell in cells)


def _piece(flow: Flow, cells: Sequence[Set], height: float, pads: Pads, decorate: Decorate) -> None:
    top = flow.y
    page = flow.page
    decorate(page, top, height)
    for cell in cells:
        y = top - pads.above
        x = cell.x
        # The name repeated where a row goes on is no part of the structure, and leads nowhere.
        linked = cell.element is not None and any(group.target for group in cell.groups)
        if cell.sign is not None and cell.groups:
            style = cell.groups[0].style
            page.marks.append(Mark(cell.sign, x + _SIGN_SIZE / 2, y - style.drop + style.size * 0.34, _SIGN_SIZE))
        if cell.sign is not None:
            x += SIGN_INDENT
        for style, lines, target in cell.groups:
            element = Element("Link" if target else "Span", cell.element) if linked else cell.element
            if target and element is not None:
                _link(flow, (x, y), style, lines, (target, element))
            y -= page.text(x, y, style, lines, element)
    flow.y = top - height


def _link(
    flow: Flow, corner: tuple[float, float], style: Style, lines: Sequence[str], leads: tuple[str, Element]
) -> None:
    """Let every line lead to an anchor, as one element."""
    x, top = corner
    for number, line in enumerate(lines):
        width, y = flow.typesetter.width(line, style), top - style.leading * (number + 1)
        flow.page.links.append(Link(x, y, width, style.leading, leads[0], line, leads[1], underlined=True))


def _split(cells: Sequence[Set], room: float) -> tuple[list[Set], list[Set]]:
    """Cut every cell where the room ends."""
    taken, rest = [], []
    for cell in cells:
        left = room
        first: list[Group] = []
        second: list[Group] = []
        for style, lines, target in cell.groups:
            count = 0 if second else min(len(lines), max(int(left // style.leading), 0))
            left -= count * style.leading
            if count:
                first.append(Group(style, lines[:count], target))
            if count < len(lines):
                second.append(Group(style, lines[count:], target))
        taken.append(Set(cell.x, first, cell.sign, cell.element))
        begun = cell.sign is not None and bool(first)
        rest.append(Set(cell.x + SIGN_INDENT * begun, second, None if begun else cell.sign, cell.element))
    return taken, rest
