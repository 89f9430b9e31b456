"""Tables: rows of wrapped cells; the head, and the notes under the table, come again on every page."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest

from readiness.report.blocks import Cell, Face, Row, Table, Text
from readiness.report.pdf_page import Box, Flow, Page, Rule
from readiness.report.pdf_rows import SIGN_INDENT, Group, Pads, Set, place
from readiness.report.pdf_style import (
    ACCENT,
    BAND,
    BODY,
    CELL_FACES,
    HAIRLINE,
    SMALL,
    TABLE_HEAD,
    TINT,
    Style,
)
from readiness.report.pdf_tags import Element
from readiness.texts import tr

_GUTTER = 7.0
_ROW_PADS = Pads(3.0, 4.0)
_BAND_PADS = Pads(2.5, 3.0)
_NOTE_SPACE = 5.0


class TableSetter:
    """Sets one table into a flow."""

    def __init__(self, flow: Flow, table: Table) -> None:
        """Work out the columns, the head and the notes, which are the same on every page."""
        self._flow = flow
        self._table = table
        unit = flow.width / sum(column.width for column in table.columns)
        self._widths = [column.width * unit - _GUTTER for column in table.columns]
        self._edges: list[float] = []
        x = flow.left
        for column in table.columns:
            self._edges.append(x)
            x += column.width * unit
        wrap = flow.typesetter.wrap
        self._head = [
            wrap(column.title, TABLE_HEAD, width) for column, width in zip(table.columns, self._widths, strict=True)
        ]
        self._head_height = TABLE_HEAD.leading * max(len(lines) for lines in self._head) + 6.0
        self._element = Element("Table", flow.root)
        self._body = self._element
        # Where a row is of a clause or led to, its first cell says what it is about. A small table has more heads than
        # cells then, and needs them least.
        rows = sum(not row.band for row in table.rows)
        self._names_rows = len(table.columns) > 2 and rows > 2
        self._notes = [line for note in table.notes for line in wrap(note, SMALL, flow.width)]

    def set(self) -> None:
        """Place head, rows and notes."""
        flow = self._flow
        flow.gap(4.0)
        flow.foot = SMALL.leading * len(self._notes) + _NOTE_SPACE if self._notes else 0.0
        flow.reserve(self._head_height + 4 * BODY.leading)
        flow.before_turn = self._place_notes
        head = Element("TR", Element("THead", self._element))
        self._place_head([Element("TH", head, scope="Column") for _ in self._table.columns])
        self._body = Element("TBody", self._element)
        for number, row in enumerate(self._table.rows):
            if row.band:
                following = self._table.rows[number + 1 : number + 2]
                self._place_band(row, more=bool(following and following[0].band))
            else:
                self._place_row(row)
        flow.before_turn = None
        flow.foot = 0.0
        self._place_notes(Element("P", flow.root) if self._notes else None)
        flow.gap(8.0)

    def _place_notes(self, element: Element | None = None) -> None:
        """Set the notes; only the last ones are part of the structure, those before are repeated."""
        flow = self._flow
        if self._notes:
            flow.page.text(flow.left, flow.y - _NOTE_SPACE, SMALL, self._notes, element)
            flow.y -= _NOTE_SPACE + SMALL.leading * len(self._notes)

    def _place_head(self, elements: Sequence[Element] = ()) -> None:
        """Set the head; only the first one is part of the structure."""
        flow = self._flow
        for x, lines, element in zip_longest(self._edges, self._head, elements):
            flow.page.text(x, flow.y - 1.0, TABLE_HEAD, lines, element)
        flow.y -= self._head_height
        flow.page.rules.append(Rule(flow.left, flow.y, flow.width, ACCENT, 0.9))

    def _place_band(self, row: Row, *, more: bool) -> None:
        """Set a heading across the table; it stays with what follows it."""
        flow = self._flow
        text = " ".join(piece.text for piece in row.cells[0].texts)
        style = CELL_FACES[Face.STRONG]
        lines = flow.typesetter.wrap(text, style, flow.width - 8.0)
        height = style.leading * len(lines) + _BAND_PADS.above + _BAND_PADS.below
        following = (2 if more else 1) * 4 * style.leading
        if height + following > flow.room and not flow.fresh:
            flow.turn()
            self._place_head()
        page, top = flow.page, flow.y
        page.boxes.append(Box(flow.left, top - height, flow.width, height, BAND))
        element = Element("TD", Element("TR", self._body), span=len(self._table.columns))
        page.text(flow.left + 4.0, top - _BAND_PADS.above, style, lines, element)
        flow.y -= height

    def _place_row(self, row: Row) -> None:
        element = Element("TR", self._body)
        elements = [Element("TD", element) for _ in row.cells]
        if self._names_rows and (row.clause or row.anchor):
            elements[0].kind, elements[0].scope = "TH", "Row"
        cells = [
            self._cell(cell, x, width, below)
            for cell, x, width, below in zip(row.cells, self._edges, self._widths, elements, strict=True)
        ]

        if (missing := self._table.lines - max(sum(len(group.lines) for group in cell.groups) for cell in cells)) > 0:
            cells[-1].groups.append(Group(CELL_FACES[Face.PLAIN], [""] * missing))
        anchors = [row.anchor] if row.anchor else []

        def decorate(page: Page, top: float, height: float) -> None:
            if anchors:
                page.anchors.append((anchors.pop(), top))
                if row.clause:
                    self._flow.enter(" ".join(text.text for text in row.cells[0].texts[:2]), row.anchor)
            page.rules.append(Rule(self._flow.left, top - height, self._flow.width, HAIRLINE, 0.4))
            if self._table.lines > 1:
                self._draw_fields(page, top, height, row)
            if row.clause:
                page.note_clause(row.clause)

        def continued() -> Set | None:
            first = row.cells[0].texts[:1]
            if not first:
                return None
            shown = Cell((first[0], Text(tr("continued"), Face.MUTED)), row.cells[0].sign)
            return self._cell(shown, self._edges[0], self._widths[0])

        place(self._flow, cells, _ROW_PADS, decorate, self._place_head, continued)

    def _draw_fields(self, page: Page, top: float, height: float, row: Row) -> None:
        """Show where to write by hand."""
        for cell, x, width in zip(row.cells, self._edges, self._widths, strict=True):
            if not cell.texts:
                page.boxes.append(Box(x, top - height + 2.0, width, height - 4.0, TINT))

    def _cell(self, cell: Cell, x: float, width: float, element: Element | None = None) -> Set:
        room = width - SIGN_INDENT if cell.sign is not None else width
        return Set(x, grouped(self._flow, cell.texts, CELL_FACES, room), cell.sign, element)


def grouped(flow: Flow, texts: tuple[Text, ...], faces: dict[Face, Style], width: float) -> list[Group]:
    """Wrap pieces of text, each on lines of its own."""
    wrap = flow.typesetter.wrap
    return [
        Group(faces[piece.face], wrap(piece.text, faces[piece.face], width), piece.target)
        for piece in texts
        if piece.text
    ]
