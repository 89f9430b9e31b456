"""Draws a document as a Word file to be edited: real headings, lists and tables, fields for contents and page numbers.

Word lays it out, so nothing here knows of pages.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO

import docx
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Inches, Pt, RGBColor

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
    Size,
    Table,
    Text,
)
from readiness.report.docx_parts import (
    ACCENT,
    BODY_POINTS,
    end_at,
    field,
    fill_in_fields,
    name_table,
    prepare_styles,
    rule,
    shade,
)
from readiness.report.signs import SIGN_CHARACTERS, TONE_SIGNS, storable
from readiness.report.zipped import write_settled
from readiness.texts import tr

Progress = Callable[[int, int], bool]
_MUTED = RGBColor(0x59, 0x66, 0x70)
_TINT = "EBF1F4"
_SIZES = {PaperSize.A4: (8.27, 11.69), PaperSize.LETTER: (8.5, 11.0)}
_MARGIN = 0.8
_POINTS = {Size.LEAD: 12.0, Size.BODY: BODY_POINTS, Size.SMALL: 8.5}
_NUMBER_LETTERS, _LABEL_LETTERS, _LEAST_LETTERS = 6, 24, 8
"""Widths of the columns of a chart's numbers; heads of the others break between words only."""


@dataclass(frozen=True)
class Drawn:
    """What was drawn: how many paragraphs and tables the body has."""

    paragraphs: int
    tables: int


def draw(document: Document, file: BinaryIO, progress: Progress | None = None) -> Drawn:
    """Write a document as a Word file; `progress` gets sections drawn and sections in all.

    Raises:
        Cancelled: `progress` returned False; nothing was written.
        OSError: the disk refused.
    """
    drawing = _Drawing(document)
    drawing.cover()
    for done, section in enumerate(document.sections):
        if progress is not None and not progress(done, len(document.sections)):
            raise Cancelled(tr("The report was stopped."), tr("Nothing was written."))
        breaks = section.new_page and not (done == 0 and document.cover is None)
        drawing.heading(Heading(section.level, section.title, section.anchor), breaks=breaks)
        for block in section.blocks:
            drawing.block(block)
    drawing.settle_links()
    archive = io.BytesIO()
    drawing.word.save(archive)
    write_settled(archive, file, document.made_on)
    return Drawn(len(drawing.word.paragraphs), len(drawing.word.tables))


class _Drawing:
    """A Word file under way."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self.word: Any = docx.Document()
        self._anchors: dict[str, str] = {}
        self._links: list[tuple[Any, str]] = []
        self._breaks = False
        prepare_styles(self.word, document.language)
        self._prepare_page()
        self._describe()

    # The file

    def _prepare_page(self) -> None:
        section, paper = self.word.sections[0], self._document.paper
        width, height = _SIZES[paper.size]
        if paper.landscape:
            section.orientation, width, height = WD_ORIENT.LANDSCAPE, height, width
        section.page_width, section.page_height = Inches(width), Inches(height)
        for side in ("left_margin", "right_margin", "top_margin", "bottom_margin"):
            setattr(section, side, Inches(_MARGIN))
        self._width = width - 2 * _MARGIN
        head, foot = section.header.paragraphs[0], section.footer.paragraphs[0]
        for paragraph in (head, foot):
            end_at(paragraph, self._width)
        self._run(head, self._document.head, muted=True)
        if self._document.marking:
            self._run(head, f"\t{self._document.marking}", bold=True)
        self._run(foot, f"{self._document.foot}\t", muted=True)
        field(foot, "PAGE")
        self._run(foot, " / ", muted=True)
        field(foot, "NUMPAGES")

    def _describe(self) -> None:
        document, properties = self._document, self.word.core_properties
        properties.title, properties.subject = storable(document.title)[:255], storable(document.subject)[:255]
        properties.author, properties.keywords = (
            storable(document.author)[:255],
            storable(", ".join(document.keywords))[:255],
        )
        properties.language, properties.comments = document.language, storable(document.creator)[:255]
        properties.last_modified_by = ""
        properties.created = properties.modified = dt.datetime.combine(document.made_on, dt.time())

    def cover(self) -> None:
        """Draw the title page and the contents, which Word fills in when the file is opened."""
        cover, document = self._document.cover, self._document
        if cover is None:
            return
        if cover.logo:
            paragraph = self.word.add_paragraph()
            shape = paragraph.add_run().add_picture(io.BytesIO(cover.logo), height=Inches(0.9))
            shape._inline.docPr.set("descr", storable(cover.title))  # noqa: SLF001 - python-docx has no public way
        self._run(self.word.add_paragraph(), cover.kind, bold=True, points=13.0)
        self._run(self.word.add_paragraph(), cover.title, bold=True, points=26.0)
        self._run(self.word.add_paragraph(), cover.subtitle, points=13.0)
        if document.marking:
            self._run(self.word.add_paragraph(), document.marking, bold=True)
        for block in cover.blocks:
            self.block(block)
        if document.contents:
            self._run(self.word.add_paragraph(), tr("Contents"), bold=True, points=13.0)
            field(self.word.add_paragraph(), r'TOC \o "1-3" \h \z \u', tr("Update this field to fill in the contents."))
            fill_in_fields(self.word)

    # Blocks

    def block(self, block: Block) -> None:
        """Draw one block."""
        _DRAWERS[type(block)](self, block)

    def heading(self, heading: Heading, *, breaks: bool = False) -> None:
        """Write a heading that Word's navigation knows."""
        paragraph = self.word.add_paragraph(style=f"Heading {heading.level}")
        paragraph.paragraph_format.page_break_before = breaks or self._breaks
        self._breaks = False
        self._run(paragraph, heading.text)
        self._bookmark(paragraph, heading.anchor)

    def _heading(self, heading: Heading) -> None:
        self.heading(heading)

    def paragraph(self, block: Paragraph) -> None:
        """Write running text."""
        small = block.size is Size.SMALL
        self._run(self._next_paragraph(), block.text, muted=small, points=_POINTS[block.size])

    def _next_paragraph(self, style: str | None = None) -> Any:
        paragraph = self.word.add_paragraph(style=style)
        if self._breaks:
            paragraph.paragraph_format.page_break_before = True
            self._breaks = False
        return paragraph

    def bullets(self, block: Bullets) -> None:
        """Write a list."""
        for item in block.items:
            self._run(self._next_paragraph("List Bullet"), item)

    def key_values(self, block: KeyValues) -> None:
        """Write names and values as a table without lines."""
        if not block.pairs:
            return
        table = self._table([1.0, 3.0], len(block.pairs), lines=False)
        for row, (name, value) in zip(table.rows, block.pairs, strict=True):
            self._run(row.cells[0].paragraphs[0], name, muted=True)
            self._run(row.cells[1].paragraphs[0], value)
        self._space()

    def callout(self, block: Callout) -> None:
        """Write a statement as a shaded cell."""
        table = self._table([1.0], 1)
        cell = table.rows[0].cells[0]
        shade(cell, _TINT)
        self._run(
            cell.paragraphs[0], f"{SIGN_CHARACTERS[TONE_SIGNS[block.tone]]} {block.title}", bold=True, points=11.0
        )
        for text in block.texts:
            self._run(cell.add_paragraph(), text)
        self._space()

    def numbers(self, block: Numbers) -> None:
        """Write figures side by side."""
        table = self._table([1.0] * len(block.items), 1)
        for cell, item in zip(table.rows[0].cells, block.items, strict=True):
            shade(cell, _TINT)
            self._run(cell.paragraphs[0], item.value, bold=True, points=18.0, colour=ACCENT)
            self._run(cell.add_paragraph(), item.label, bold=True)
            if item.detail:
                self._run(cell.add_paragraph(), item.detail, muted=True, points=_POINTS[Size.SMALL])
        self._space()

    def table(self, block: Table) -> None:
        """Write a table whose head comes again on every page."""
        table = self._table([column.width for column in block.columns], 1 + len(block.rows))
        name_table(table, storable(block.title))
        self._head_row(table.rows[0], block.columns)
        for row, content in zip(list(table.rows)[1:], block.rows, strict=True):
            self._table_row(row, content, block)
        for note in block.notes:
            self._run(self.word.add_paragraph(), note, muted=True, points=_POINTS[Size.SMALL])
        self._space()

    def _head_row(self, row: Any, columns: Sequence[Column]) -> None:
        properties = row._tr.get_or_add_trPr()  # noqa: SLF001 - python-docx has no public way
        properties.append(OxmlElement("w:tblHeader"))
        for cell, column in zip(row.cells, columns, strict=True):
            shade(cell, _TINT)
            self._run(cell.paragraphs[0], column.title, bold=True, points=9.0, colour=ACCENT)

    def _table_row(self, row: Any, content: Row, block: Table) -> None:
        cells = row.cells
        if content.band:
            cells[0].merge(cells[-1])
            shade(cells[0], _TINT)
            cells[0].paragraphs[0].paragraph_format.keep_with_next = True
        for cell, wanted in zip(cells, content.cells, strict=False):
            self._fill(cell, wanted.texts, SIGN_CHARACTERS[wanted.sign] if wanted.sign is not None else "")
        if content.anchor:
            self._bookmark(cells[0].paragraphs[0], content.anchor)
        if block.lines > 1:
            row.height = Pt(12.0 * block.lines)

    def _fill(self, cell: Any, texts: Sequence[Text], sign: str = "") -> None:
        """Write pieces of text below each other into a cell, the sign before the first."""
        paragraph = cell.paragraphs[0]
        if sign:
            self._run(paragraph, f"{sign} ", points=9.0)
        for number, text in enumerate(item for item in texts if item.text):
            if number:
                paragraph = cell.add_paragraph()
            paragraph.paragraph_format.space_after = Pt(1)
            self._piece(paragraph, text)

    def _piece(self, paragraph: Any, text: Text) -> None:
        run = self._run(paragraph, text.text, bold=text.face is Face.STRONG, muted=text.face is Face.MUTED, points=9.0)
        if text.target:
            self._links.append((run, text.target))

    def entry(self, entry: Entry) -> None:
        """Write an entry: its head line as a small heading, every field beside its name."""
        paragraph = self._next_paragraph()
        paragraph.paragraph_format.keep_with_next = True
        paragraph.paragraph_format.space_before = Pt(8)
        sign = f"{SIGN_CHARACTERS[entry.sign]} " if entry.sign is not None else ""
        self._run(paragraph, f"{sign}{entry.number}  {entry.title}".strip(), bold=True, points=11.0)
        self._bookmark(paragraph, entry.anchor)
        for text in entry.state:
            self._run(paragraph, f"   {text.text}", bold=text.face is Face.STRONG, muted=text.face is Face.MUTED)
        if not entry.fields:
            return
        table = self._table([1.0, 4.0], len(entry.fields), lines=False)
        for row, part in zip(table.rows, entry.fields, strict=True):
            self._run(row.cells[0].paragraphs[0], part.label, muted=True, points=9.0)
            self._fill(row.cells[1], part.texts or (Text("–"),))
            for cell in row.cells if entry.is_whole and part is not entry.fields[-1] else ():
                cell.paragraphs[0].paragraph_format.keep_with_next = True
        self._space()

    def chart(self, block: Chart) -> None:
        """Write the numbers of the bars as a table; a Word file is to be edited, and so are they."""
        heads = ["", "", *(f"{SIGN_CHARACTERS[series.sign]} {series.label}" for series in block.series), tr("all")]
        longest = (max(_LEAST_LETTERS, *map(len, series.label.split())) for series in block.series)
        widths = (_NUMBER_LETTERS, _LABEL_LETTERS, *longest, _NUMBER_LETTERS)
        columns = tuple(Column(title, width) for title, width in zip(heads, widths, strict=True))
        rows = tuple(_bar_row(bar) for bar in block.bars)
        self.table(Table(columns, (*rows, _bar_row(block.total)), title=block.title))

    def line_chart(self, block: LineChart) -> None:
        """Write nothing: the numbers of the lines stand in the table beside them."""

    def page_break(self, _: PageBreak) -> None:
        """Begin the next block on a new page."""
        self._breaks = True

    # Pieces

    def _table(self, widths: Sequence[float], rows: int, *, lines: bool = True) -> Any:
        if self._breaks:
            self._next_paragraph()
        table = self.word.add_table(rows, len(widths))
        table.alignment = WD_TABLE_ALIGNMENT.CENTER
        table.autofit = False
        unit = self._width / sum(widths)
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Inches(width * unit)
        for row in table.rows:
            for cell, width in zip(row.cells, widths, strict=True):
                cell.width = Inches(width * unit)
        if lines:
            rule(table)
        return table

    def _space(self) -> None:
        paragraph = self.word.add_paragraph()
        paragraph.paragraph_format.space_after = Pt(0)

    def _run(
        self,
        paragraph: Any,
        text: str,
        *,
        bold: bool = False,
        muted: bool = False,
        points: float = 0.0,
        colour: RGBColor | None = None,
    ) -> Any:
        run = paragraph.add_run(storable(text))
        run.bold = bold or None
        if points:
            run.font.size = Pt(points)
        if muted or colour is not None:
            run.font.color.rgb = colour or _MUTED
        return run

    def _bookmark(self, paragraph: Any, anchor: str) -> None:
        """Let links lead to a paragraph; Word wants short names of letters, digits and underscores."""
        if not anchor:
            return
        number = str(len(self._anchors))
        name = self._anchors[anchor] = f"r{number}"
        for tag in ("w:bookmarkStart", "w:bookmarkEnd"):
            mark = OxmlElement(tag)
            mark.set(qn("w:id"), number)
            if tag.endswith("Start"):
                mark.set(qn("w:name"), name)
            paragraph._p.append(mark)  # noqa: SLF001 - python-docx has no public way

    def settle_links(self) -> None:
        """Let words lead to their bookmarks, where these are in the document."""
        for run, target in self._links:
            if target in self._anchors:
                link = OxmlElement("w:hyperlink")
                link.set(qn("w:anchor"), self._anchors[target])
                element = run._r  # noqa: SLF001 - python-docx has no public way
                element.addprevious(link)
                link.append(element)
                run.underline = True


def _bar_row(bar: Bar) -> Row:
    texts = [bar.number, bar.label, *(str(value) if value else "–" for value in (*bar.values, sum(bar.values)))]
    return Row(tuple(Cell((Text(text),)) for text in texts))


_DRAWERS: dict[type[Any], Callable[[_Drawing, Any], None]] = {
    Heading: _Drawing._heading,  # noqa: SLF001 - of this file
    Paragraph: _Drawing.paragraph,
    Bullets: _Drawing.bullets,
    KeyValues: _Drawing.key_values,
    Callout: _Drawing.callout,
    Numbers: _Drawing.numbers,
    Table: _Drawing.table,
    Entry: _Drawing.entry,
    Chart: _Drawing.chart,
    LineChart: _Drawing.line_chart,
    PageBreak: _Drawing.page_break,
}
