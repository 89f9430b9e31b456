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
from openpyxl.worksheet.worksheet import Worksheet

from readiness.errors import Cancelled
from readiness.report.blocks import (
    Bar,
    Block,
    Bullets,
    Callout,
    Cell,
    Chart,
    Column,
    Document,
    Entry,
    Face,
    Heading,
    KeyValues,
    LineChart,
    Numbers,
    PageBreak,
    PaperSize,
    Paragraph,
    Row,
    Table,
    Text,
)
from readiness.report.signs import SIGN_CHARACTERS, TONE_SIGNS, storable
from readiness.report.zipped import write_settled
from readiness.texts import tr

Progress = Callable[[int, int], bool]
_LONGEST = 32_767
"""Characters that a cell of Excel holds."""
_LONGEST_NAME = 31
_FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))
_BEGINS_FORMULA = ("=", "+", "-", "@")
_SHEET_WIDTH = 150.0
"""Of all columns of a table together, in characters."""
_LEAST_WIDTH = 9.0
_LETTER = 1.08
"""How wide a letter is at most, on average, in the unit of column widths."""
_LINE_HEIGHT, _HIGHEST = 15.0, 409.0
"""In points; Excel has no higher rows."""
_ACCENT, _TINT, _LINE = "1A475C", "EBF1F4", "C7D1D6"
_HEAD = Font(bold=True, color=_ACCENT)
_HEADING = {1: Font(bold=True, size=15, color=_ACCENT), 2: Font(bold=True, size=12, color=_ACCENT),
            3: Font(bold=True, size=11)}  # fmt: skip
_WRAPPED = Alignment(wrap_text=True, vertical="top")
_UNDER = Border(bottom=Side(style="thin", color=_LINE))
_FILL = PatternFill("solid", fgColor=_TINT)
_PAPERS = {PaperSize.A4: 9, PaperSize.LETTER: 1}


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
    names = _Names()
    links: list[tuple[Any, str]] = []
    anchors: dict[str, str] = {}
    total = len(document.sections) + 1
    cover = _Drawing(_sheet(book, document, names.unique(tr("Cover"))), links, anchors)
    cover.draw(tuple(_cover_blocks(document)))
    for done, section in enumerate(document.sections, start=1):
        if progress is not None and not progress(done, total):
            raise Cancelled(tr("The report was stopped."), tr("Nothing was written."))
        titles = [block.title for block in section.blocks if isinstance(block, Table) and block.title]
        name = section.title if section.level == 1 or not titles else f"{section.title} {titles[0]}"
        drawing = _Drawing(_sheet(book, document, names.unique(name)), links, anchors)
        anchors[section.anchor] = drawing.place(1)
        drawing.draw((Heading(1, section.title, ""), *section.blocks))
    for cell, target in links:
        if target in anchors:
            cell.hyperlink = f"#{anchors[target]}"
            cell.font = Font(bold=cell.font.bold, underline="single")
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


def _sheet(book: Any, document: Document, name: str) -> Worksheet:
    """Make a sheet that prints as wide as the page, with head, marking and page numbers."""
    sheet: Worksheet = book.create_sheet(name)
    sheet.page_setup.orientation = "landscape" if document.paper.landscape else "portrait"
    sheet.page_setup.paperSize = _PAPERS[document.paper.size]
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.oddHeader.left.text = _plain(document.head)
    sheet.oddHeader.right.text = _plain(document.marking)
    sheet.oddFooter.left.text = _plain(document.foot)
    sheet.oddFooter.right.text = "&P / &N"
    sheet.sheet_view.showGridLines = False
    return sheet


def _plain(text: str) -> str:
    """Give a text for a sheet's head or foot, where '&' begins a code."""
    return storable(text).replace("&", "&&")[:200]


class _Names:
    """Names of sheets: short enough, without forbidden signs, none twice."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def unique(self, wanted: str) -> str:
        """Give a name that no other sheet has."""
        base = " ".join(storable(wanted).translate(_FORBIDDEN).split()) or tr("Sheet")
        name, number = base[:_LONGEST_NAME].strip(), 1
        while name.casefold() in self._taken:
            number += 1
            ending = f" ({number})"
            name = base[: _LONGEST_NAME - len(ending)].strip() + ending
        self._taken.add(name.casefold())
        return name


class _Drawing:
    """Fills one sheet from top to bottom; tables decide how wide its columns are."""

    def __init__(self, sheet: Worksheet, links: list[tuple[Any, str]], anchors: dict[str, str]) -> None:
        self._sheet, self._links, self._anchors = sheet, links, anchors
        self._row = 0

    def place(self, row: int) -> str:
        """Name the first cell of a row, as a link wants it."""
        return f"'{self._sheet.title}'!A{row}"

    def draw(self, blocks: Sequence[Block]) -> None:
        """Draw the blocks; a table that ends the sheet, as most do, gets its head frozen and a filter."""
        tables = [block for block in blocks if isinstance(block, Table)]
        widest = max((table.columns for table in tables), key=len, default=(Column("", 1), Column("", 3)))
        unit = _SHEET_WIDTH / sum(column.width for column in widest)
        for number, column in enumerate(widest, start=1):
            self._sheet.column_dimensions[get_column_letter(number)].width = max(_LEAST_WIDTH, column.width * unit)
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

    def _freeze(self, table: Table) -> None:
        first = self._row - len(table.rows) - len(table.notes)
        last = get_column_letter(len(table.columns))
        self._sheet.freeze_panes = f"A{first + 1}"
        self._sheet.auto_filter.ref = f"A{first}:{last}{self._row - len(table.notes)}"
        self._sheet.print_title_rows = f"{first}:{first}"

    # Rows

    def write(self, texts: Sequence[str], font: Font | None = None, fill: PatternFill | None = None) -> list[Any]:
        """Write a row of plain texts below the last one; gives its cells."""
        self._row += 1
        cells = []
        for number, text in enumerate(texts, start=1):
            cell = self._sheet.cell(self._row, number)
            _put(cell, text)
            if font is not None:
                cell.font = font
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

    def _line(self, text: str, font: Font | None = None) -> None:
        """Write a text that may run on over the cells beside it."""
        (cell,) = self.write([text], font)
        cell.alignment = Alignment(vertical="top")

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
            name_cell, value_cell = self.write([name, value])
            name_cell.font = _HEAD
            value_cell.alignment = Alignment(vertical="top")
        self.skip()

    def callout(self, block: Callout) -> None:
        """Write a statement in bold with its details."""
        self._line(f"{SIGN_CHARACTERS[TONE_SIGNS[block.tone]]} {block.title}", Font(bold=True))
        for text in block.texts:
            self._line(text)
        self.skip()

    def numbers(self, block: Numbers) -> None:
        """Write figures as value, what it counts, what it is made of."""
        for item in block.items:
            self.write([item.value, item.label, item.detail])[0].font = Font(bold=True)
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
                cell.font = Font(bold=True)
            if target := next((text.target for text in content.texts if text.target), ""):
                self._links.append((cell, target))
        if row.anchor:
            self._anchors[row.anchor] = self.place(self._row)
        self._fit(texts)

    def _fit(self, texts: Sequence[str]) -> None:
        """Make the last row as high as its wrapped texts need, which not every program does by itself."""
        needed = 1
        for number, text in enumerate(texts, start=1):
            width = self._sheet.column_dimensions[get_column_letter(number)].width or _LEAST_WIDTH
            needed = max(needed, sum(1 + int(len(line) * _LETTER / width) for line in text.split("\n")))
        self._sheet.row_dimensions[self._row].height = min(_HIGHEST, needed * _LINE_HEIGHT + 2)

    def _entries(self, entries: list[Entry]) -> None:
        """Write entries as a table whose columns are all the names that their fields have."""
        if not entries:
            return
        labels = list(dict.fromkeys(field.label for entry in entries for field in entry.fields))
        self.write([tr("Number"), tr("Title"), tr("State"), *labels], _HEAD, _FILL)
        for entry in entries:
            fields = {field.label: field.texts for field in entry.fields}
            sign = f"{SIGN_CHARACTERS[entry.sign]} " if entry.sign is not None else ""
            texts = [entry.number, entry.title, sign + _joined(entry.state)]
            texts += [_joined(fields.get(label, ())) for label in labels]
            self.write(texts)
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
            cell.font = Font(bold=True)
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
