"""Reports as workbooks and Word files: everything is in them, links and heads work, and text stays text."""

from __future__ import annotations

import dataclasses
import io
from typing import Any

import docx
import openpyxl
import pytest
from docx.oxml.ns import qn

from readiness.errors import Cancelled
from readiness.report import docx as docx_drawing
from readiness.report import xlsx as xlsx_drawing
from readiness.report.blocks import (
    Callout,
    Cell,
    Column,
    Cover,
    Document,
    Entry,
    Face,
    Field,
    Heading,
    KeyValues,
    Paper,
    PaperSize,
    Paragraph,
    Row,
    Section,
    Sign,
    Table,
    Text,
    Tone,
)
from readiness.report.signs import storable
from readiness.workspace import Workspace
from tests.conftest import TODAY
from tests.report.samples import built, fill, texts


def _document(*blocks: Any, landscape: bool = False) -> Document:
    return Document(
        "Title", "Subject", "Author", "readiness 9.9", ("one", "two"), "en", TODAY, "Head & tail", "Foot",
        Cover("Kind", "Body", "Subtitle", (Callout(Tone.STOPS, "Not ready", ("Because.",)),)),
        (Section("Chapter", "chapter", blocks),), paper=Paper(PaperSize.LETTER, landscape), marking="Confidential",
    )  # fmt: skip


def _book(document: Document) -> Any:
    file = io.BytesIO()
    xlsx_drawing.draw(document, file)
    return openpyxl.load_workbook(file)


def _word(document: Document) -> Any:
    file = io.BytesIO()
    docx_drawing.draw(document, file)
    return docx.Document(file)


def _word_text(word: Any) -> str:
    return "".join(part.text or "" for part in word.element.body.iter(qn("w:t")))


def _book_text(book: Any) -> str:
    return "\n".join(str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value)


TABLE = Table(
    (Column("Clause", 1), Column("Found", 3)),
    (
        Row((Cell((Text("4 General", Face.STRONG),)),), band=True),
        Row((Cell((Text("4.1", Face.STRONG),)), Cell((Text("one"), Text("two", target="row-2")), Sign.CROSS))),
        Row((Cell((Text("4.2"),)), Cell((Text("to nothing", target="gone"),))), anchor="row-2"),
    ),
    notes=("A note.",),
    title="Rows",
)


# Both


def test_the_same_document_gives_the_same_bytes(both: Workspace) -> None:
    fill(both)
    document = built(both.snapshot)
    for draw in (xlsx_drawing.draw, docx_drawing.draw):
        one, two = io.BytesIO(), io.BytesIO()
        draw(document, one)
        draw(document, two)
        assert one.getvalue() == two.getvalue()


def test_every_text_of_the_gap_report_is_in_both(both: Workspace) -> None:
    fill(both)
    document = built(both.snapshot)
    in_book, in_word = _book_text(_book(document)), _word_text(_word(document))
    skipped = {document.foot, document.head, document.creator, document.language}
    for block in document.blocks():
        for text in texts(block):
            if text in skipped or text.startswith(("gap-", "clause-")) or not _is_printed(block, text):
                continue
            for line in filter(str.strip, storable(text).split("\n")):
                assert line in in_book, line
                assert line in in_word, line


def _is_printed(block: Any, text: str) -> bool:
    """Leave out names that are never printed: of signs, of tones, of anchors, of tables."""
    hidden = {getattr(block, "anchor", ""), getattr(block, "title", "") if isinstance(block, Table) else ""}
    rows = getattr(block, "rows", ())
    hidden |= {row.anchor for row in rows} | {row.clause for row in rows} | {getattr(block, "clause", "")}
    hidden |= {str(kind) for kinds in (Sign, Tone, Face) for kind in kinds} | {"lead", "body", "small"}
    hidden |= {piece.target for row in rows for cell in row.cells for piece in cell.texts}
    hidden |= {piece.target for field in getattr(block, "fields", ()) for piece in field.texts}
    return text not in hidden


def test_stopping_is_heard_and_writes_nothing() -> None:
    for draw in (xlsx_drawing.draw, docx_drawing.draw):
        file = io.BytesIO()
        with pytest.raises(Cancelled):
            draw(_document(Paragraph("x")), file, lambda *_: False)
        assert file.getvalue() == b""


# Workbooks


def test_a_sheet_has_its_head_frozen_a_filter_and_signs_with_words() -> None:
    sheet = _book(_document(Paragraph("Intro"), TABLE, landscape=True))["Chapter"]
    head = next(row[0].row for row in sheet.iter_rows() if row[0].value == "Clause")
    assert sheet.freeze_panes == f"A{head + 1}"
    assert sheet.auto_filter.ref == f"A{head}:B{head + 3}"
    assert sheet.print_title_rows == f"${head}:${head}"
    assert sheet.cell(head + 2, 2).value == "✕ one\ntwo"
    assert sheet.cell(head + 2, 2).hyperlink.location or sheet.cell(head + 2, 2).hyperlink.ref
    assert sheet.cell(head + 3, 2).hyperlink is None, "it leads to nothing that is there"
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.oddHeader.right.text == "Confidential"
    assert sheet.oddHeader.left.text == "Head && tail"


def test_what_begins_like_a_formula_stays_text() -> None:
    for text in ("=1+1", '=HYPERLINK("http://x")', "+1", "-1", "@SUM(A1)"):
        book = _book(_document(Table((Column("A", 1),), (Row((Cell((Text(text),)),)),))))
        (cell,) = (cell for row in book["Chapter"].iter_rows() for cell in row if cell.value == text)
        assert cell.data_type == "s"
        assert cell.quotePrefix


def test_a_cell_too_long_for_a_workbook_is_cut_and_says_so() -> None:
    book = _book(_document(Table((Column("A", 1),), (Row((Cell((Text("word " * 9000),)),)),))))
    longest = max((str(cell.value) for row in book["Chapter"].iter_rows() for cell in row), key=len)
    assert len(longest) == 32_767
    assert longest.endswith("(cut: a cell of a workbook holds no more)")


def test_names_of_sheets_are_short_unique_and_allowed() -> None:
    document = _document(Paragraph("x"))
    sections = tuple(Section("A/B: [very] long title of a chapter?", f"s{n}", ()) for n in range(3))
    names = _book(dataclasses.replace(document, sections=sections)).sheetnames
    assert len({name.casefold() for name in names}) == 4
    assert all(len(name) <= 31 and not set(name) & set("[]:*?/\\") for name in names)


# Word


def test_headings_heads_of_tables_and_links_are_real() -> None:
    entry = Entry("4.3", "Thing", (Text("open"),), (Field("Found", (Text("x"),)),))
    word = _word(_document(Heading(2, "Below", "below"), TABLE, entry, KeyValues((("Name", "Value"),))))
    headings = [
        (paragraph.style.name, paragraph.text) for paragraph in word.paragraphs if "Heading" in paragraph.style.name
    ]
    assert headings == [("Heading 1", "Chapter"), ("Heading 2", "Below")]
    body = word.element.body
    assert len(list(body.iter(qn("w:tblHeader")))) == 1
    marks = {mark.get(qn("w:name")) for mark in body.iter(qn("w:bookmarkStart"))}
    links = [link.get(qn("w:anchor")) for link in body.iter(qn("w:hyperlink"))]
    assert len(links) == 1
    assert links[0] in marks
    codes = "".join(code.text for code in body.iter(qn("w:instrText")))
    assert "TOC" in codes
    section = word.sections[0]
    assert "Confidential" in section.header.paragraphs[0].text
    assert "NUMPAGES" in "".join(code.text for code in section.footer._element.iter(qn("w:instrText")))


def test_properties_name_the_report_and_its_day() -> None:
    properties = _word(_document(Paragraph("x"))).core_properties
    assert (properties.title, properties.author, properties.language) == ("Title", "Author", "en")
    assert properties.created.date() == properties.modified.date() == TODAY
    assert properties.last_modified_by == ""


def test_markup_and_fields_in_a_note_are_words() -> None:
    note = '<w:p/> { TOC } &amp; \x00\x1f "quoted"'
    word = _word(_document(Paragraph(note)))
    assert '<w:p/> { TOC } &amp;  "quoted"' in _word_text(word)
