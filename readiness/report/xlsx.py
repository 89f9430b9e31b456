"""Draws a document as an Excel workbook: a sheet for every section, the cover's facts on the first.

What a user typed stays text, also where it begins like a formula.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from readiness.errors import Cancelled
from readiness.report.blocks import (
    Bar,
    Block,
    Bullets,
    Callout,
    Cell,
    Chart,
    Document,
    Entry,
    Face,
    Heading,
    KeyValues,
    LineChart,
    Numbers,
    PageBreak,
    Paragraph,
    Row,
    Table,
    Text,
)
from readiness.report.signs import SIGN_CHARACTERS, TONE_SIGNS, storable
from readiness.report.xlsx_parts import ACCENT, Names, font, lines_of, new_sheet
from readiness.report.zipped import write_settled
from readiness.texts import tr

Progress = Callable[[int, int], bool]
_LONGEST = 32_767
"""Characters that a cell of Excel holds."""
_BEGINS_FORMULA = ("=", "+", "-", "@")
_UPRIGHT_WIDTH, _ACROSS_WIDTH = 100.0, 150.0
"""Of all columns of a table together, in characters: printed across a sheet, letters are still 6 points high."""
_LEAST_WIDTH = 9.0
_LINE_HEIGHT, _HIGHEST = 15.0, 409.0
"""In points; Excel has no higher rows."""
_MOST_FROZEN = 240.0
"""Points: what is frozen above a table must leave room for its rows."""
_TINT, _LINE = "EBF1F4", "C7D1D6"
_PLAIN, _STRONG, _HEAD = font(), font(bold=True), font(bold=True, color=ACCENT)
_HEADING = {1: font(bold=True, size=15, color=ACCENT), 2: font(bold=True, size=12, color=ACCENT), 3: _STRONG}
_WRAPPED = Alignment(wrap_text=True, vertical="top")
_UNDER = Border(bottom=Side(style="thin", color=_LINE))
_FILL = PatternFill("solid", fgColor=_TINT)


@dataclass(frozen=True)
class Drawn:
    """What was drawn: how many sheets and rows."""

    sheets: int
    rows: int


def draw(document: Document, file: BinaryIO, progress: Progress | None = None) -> Drawn:
    """Write a document as a workbook; `progress` gets sheets drawn and sheets in all.

    Raises:
        Cancelled: `progress` returned False; nothing was written.
        OSError: the disk refused.
    """
    book = Workbook()
    book.remove(book.active)
    names = Names()
    links: list[tuple[Any, str]] = []
    anchors: dict[str, str] = {}
    total = len(document.sections) + 1
    cover = _Drawing(new_sheet(book, document, names.unique(tr("Cover"))), links, anchors)
    cover.draw(tuple(_cover_blocks(document)))
    for done, section in enumerate(document.sections, start=1):
        if progress is not None and not progress(done, total):
            raise Cancelled(tr("The report was stopped."), tr("Nothing was written."))
        titles = [block.title for block in section.blocks if isinstance(block, Table) and block.title]
        name = section.title if section.level == 1 or not titles else f"{section.title} {titles[0]}"
        drawing = _Drawing(new_sheet(book, document, names.unique(name)), links, anchors)
        anchors[section.anchor] = drawing.place(1)
        drawing.draw((Heading(1, section.title, ""), *section.blocks))
    for cell, target in links:
        if target in anchors:
            cell.hyperlink = Hyperlink(cell.coordinate, location=anchors[target])
            cell.font = font(bold=bool(cell.font.bold), color=ACCENT, underline="single")
    _describe(book, document)
    archive = io.BytesIO()
    book.save(archive)
    write_settled(archive, file, document.made_on)
    return Drawn(len(book.sheetnames), sum(sheet.max_row for sheet in book.worksheets))


def _cover_blocks(document: Document) -> Iterator[Block]:
    cover = document.cover
    yield Heading(1, document.title, "")
    if document.marking:
        yield Paragraph(document.marking)
    if cover is not None:
        yield Paragraph(cover.subtitle)
        yield from cover.blocks


def _describe(book: Any, document: Document) -> None:
    properties = book.properties
    properties.title, properties.subject = storable(document.title), storable(document.subject)
    properties.creator, properties.keywords = storable(document.author), storable(", ".join(document.keywords))
    properties.language = document.language
    properties.created = dt.datetime.combine(document.made_on, dt.time())


class _Drawing:
    """Fills one sheet from top to bottom; tables decide how wide its columns are."""

    def __init__(self, sheet: Worksheet, links: list[tuple[Any, str]], anchors: dict[str, str]) -> None:
        self._sheet, self._links, self._anchors = sheet, links, anchors
        self._row = 0
        self._widths: list[float] = []

    def place(self, row: int) -> str:
        """Name the first cell of a row, as a link wants it."""
        return f"'{self._sheet.title}'!A{row}"

    def draw(self, blocks: Sequence[Block]) -> None:
        """Draw the blocks; a table that ends the sheet, as most do, gets its head frozen and a filter."""
        tables = [block for block in blocks if isinstance(block, Table)]
        self._set_widths(tables, [block for block in blocks if isinstance(block, Entry)])
        waiting: list[Entry] = []
        for block in blocks:
            if isinstance(block, Entry):
                waiting.append(block)
                continue
            self._entries(waiting)
            waiting = []
            if not isinstance(block, PageBreak):
                _DRAWERS[type(block)](self, block)
        self._entries(waiting)
        if len(tables) == 1 and blocks[-1] is tables[0] and tables[0].rows:
            self._freeze(tables[0])

    def _set_widths(self, tables: Sequence[Table], entries: Sequence[Entry]) -> None:
        """Make the columns as wide as the widest table wants them."""
        described = [1.0, 3.0, 1.5, *[3.0] * len(_labels(entries))] if entries else [1.0, 3.0]
        wanted = max(([column.width for column in table.columns] for table in tables), key=len, default=[])
        wanted = max(wanted, described if entries or not tables else [], key=len)
        across = self._sheet.page_setup.orientation == "landscape"
        unit = (_ACROSS_WIDTH if across else _UPRIGHT_WIDTH) / sum(wanted)
        self._widths = [max(_LEAST_WIDTH, width * unit) for width in wanted]
        for number, width in enumerate(self._widths, start=1):
            self._sheet.column_dimensions[get_column_letter(number)].width = width

    def _freeze(self, table: Table) -> None:
        first = self._row - len(table.rows) - len(table.notes)
        last = get_column_letter(len(table.columns))
        above = (self._sheet.row_dimensions[row].height or _LINE_HEIGHT for row in range(1, first + 1))
        if sum(above) <= _MOST_FROZEN:
            self._sheet.freeze_panes = f"A{first + 1}"
        self._sheet.auto_filter.ref = f"A{first}:{last}{self._row - len(table.notes)}"
        self._sheet.print_title_rows = f"{first}:{first}"

    # Rows

    def write(self, texts: Sequence[str], face: Font | None = None, fill: PatternFill | None = None) -> list[Any]:
        """Write a row of plain texts below the last one; gives its cells."""
        self._row += 1
        cells = []
        for number, text in enumerate(texts, start=1):
            cell = self._sheet.cell(self._row, number)
            _put(cell, text)
            cell.font = face or _PLAIN
            if fill is not None:
                cell.fill = fill
            cells.append(cell)
        return cells

    def skip(self) -> None:
        """Leave a row empty."""
        self._row += 1

    def heading(self, block: Heading) -> None:
        """Write a heading, with a row above it unless it is the first."""
        if self._row:
            self.skip()
        self._line(block.text, _HEADING[block.level])
        if block.anchor:
            self._anchors[block.anchor] = self.place(self._row)

    def _line(self, text: str, face: Font | None = None) -> None:
        """Write a text across the sheet."""
        self.write([text], face)
        self._run_on(1, text)

    def _run_on(self, column: int, text: str) -> None:
        """Let a text go on over the cells beside it, and break where these end, so that the print stays as wide."""
        cell = self._sheet.cell(self._row, column)
        room = sum(self._widths[column - 1 :])
        needed = lines_of(text, room)
        if needed == 1:
            cell.alignment = Alignment(vertical="top")
            return
        self._sheet.merge_cells(None, self._row, column, self._row, max(column, len(self._widths)))
        self._sheet.row_dimensions[self._row].height = min(_HIGHEST, needed * _LINE_HEIGHT + 2)

    def paragraph(self, block: Paragraph) -> None:
        """Write running text, a row for each of its lines."""
        for line in block.text.split("\n"):
            self._line(line)

    def bullets(self, block: Bullets) -> None:
        """Write a list."""
        for item in block.items:
            self._line(f"– {item}")

    def key_values(self, block: KeyValues) -> None:
        """Write names and values in two columns."""
        for name, value in block.pairs:
            self.write([name, value])[0].font = _HEAD
            self._run_on(2, value)
        self.skip()

    def callout(self, block: Callout) -> None:
        """Write a statement in bold with its details."""
        self._line(f"{SIGN_CHARACTERS[TONE_SIGNS[block.tone]]} {block.title}", _STRONG)
        for text in block.texts:
            self._line(text)
        self.skip()

    def numbers(self, block: Numbers) -> None:
        """Write figures as value, what it counts, what it is made of."""
        for item in block.items:
            self.write([item.value, item.label, item.detail])[0].font = _STRONG
        self.skip()

    def table(self, block: Table) -> None:
        """Write head, rows and notes."""
        titles = [column.title for column in block.columns]
        self.write(titles, _HEAD, _FILL)
        self._fit(titles)
        for row in block.rows:
            self._table_row(row, len(block.columns))
        for note in block.notes:
            self._line(note)

    def _table_row(self, row: Row, count: int) -> None:
        texts = [_cell_text(cell) for cell in row.cells]
        cells = self.write([*texts, *[""] * (count - len(texts))], fill=_FILL if row.band else None)
        for cell, content in zip(cells, row.cells, strict=False):
            cell.border = _UNDER
            if row.band or (content.texts and content.texts[0].face is Face.STRONG and len(content.texts) == 1):
                cell.font = _STRONG
            self._link(cell, content.texts)
        if row.anchor:
            self._anchors[row.anchor] = self.place(self._row)
        if row.band and lines_of(texts[0], sum(self._widths)) == 1:
            cells[0].alignment = Alignment(vertical="top")
        else:
            self._fit(texts)

    def _link(self, cell: Any, texts: Sequence[Text]) -> None:
        """Remember where a cell leads: a cell has one link, so one whose texts lead to several places has none."""
        if len(targets := {text.target for text in texts if text.target}) == 1:
            self._links.append((cell, targets.pop()))

    def _fit(self, texts: Sequence[str]) -> None:
        """Make the last row as high as its wrapped texts need, which not every program does by itself."""
        needed = max(
            (lines_of(text, width) for text, width in zip(texts, self._widths, strict=False)),
            default=1,
        )
        self._sheet.row_dimensions[self._row].height = min(_HIGHEST, needed * _LINE_HEIGHT + 2)

    def _entries(self, entries: list[Entry]) -> None:
        """Write entries as a table whose columns are all the names that their fields have."""
        if not entries:
            return
        labels = _labels(entries)
        self.write([tr("Number"), tr("Title"), tr("State"), *labels], _HEAD, _FILL)
        for entry in entries:
            fields = {field.label: field.texts for field in entry.fields}
            sign = f"{SIGN_CHARACTERS[entry.sign]} " if entry.sign is not None else ""
            texts = [entry.number, entry.title, sign + _joined(entry.state)]
            texts += [_joined(fields.get(label, ())) for label in labels]
            cells = self.write(texts)
            for cell, pieces in zip(cells[3:], (fields.get(label, ()) for label in labels), strict=True):
                self._link(cell, pieces)
            self._fit(texts)
            if entry.anchor:
                self._anchors[entry.anchor] = self.place(self._row)
        self.skip()

    def chart(self, block: Chart) -> None:
        """Write the numbers of the bars."""
        head = ["", "", *(series.label for series in block.series), tr("all")]
        self.write(head, _HEAD, _FILL)
        for bar in block.bars:
            self._bar(bar)
        for cell in self._bar(block.total):
            cell.font = _STRONG
        self.skip()

    def _bar(self, bar: Bar) -> list[Any]:
        cells = self.write([bar.number, bar.label, *[""] * (len(bar.values) + 1)])
        for cell, value in zip(cells[2:], (*bar.values, sum(bar.values)), strict=True):
            cell.value = value
        return cells

    def line_chart(self, block: LineChart) -> None:
        """Write nothing: the numbers of the lines stand in the table beside them."""


def _put(cell: Any, text: str) -> None:
    """Put a text into a cell as a text, cut where Excel would not hold it."""
    kept = storable(text)
    if len(kept) > _LONGEST:
        ending = tr(" … (cut: a cell of a workbook holds no more)")
        kept = kept[: _LONGEST - len(ending)] + ending
    cell.value = kept or None
    cell.alignment = _WRAPPED
    if kept:
        cell.data_type = "s"
        cell.quotePrefix = kept.startswith(_BEGINS_FORMULA)


def _labels(entries: Sequence[Entry]) -> list[str]:
    """Name all fields that the entries have, in the order in which they come up."""
    return list(dict.fromkeys(field.label for entry in entries for field in entry.fields))


def _cell_text(cell: Cell) -> str:
    sign = f"{SIGN_CHARACTERS[cell.sign]} " if cell.sign is not None else ""
    return sign + _joined(cell.texts)


def _joined(texts: Sequence[Text]) -> str:
    return "\n".join(text.text for text in texts if text.text)


_DRAWERS: dict[type[Any], Callable[[_Drawing, Any], None]] = {
    Heading: _Drawing.heading,
    Paragraph: _Drawing.paragraph,
    Bullets: _Drawing.bullets,
    KeyValues: _Drawing.key_values,
    Callout: _Drawing.callout,
    Numbers: _Drawing.numbers,
    Table: _Drawing.table,
    Chart: _Drawing.chart,
    LineChart: _Drawing.line_chart,
}
