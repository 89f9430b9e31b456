"""Sheets, links, markings, room to write, line charts and attached files in the drawn PDF."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest
from pypdf import PdfReader

from readiness.report.blocks import (
    Attachment,
    Block,
    Cell,
    Column,
    Cover,
    Document,
    Entry,
    Face,
    Line,
    LineChart,
    Paper,
    PaperSize,
    Row,
    Section,
    Table,
    Text,
)
from tests.report.samples import drawn, read

LONG = "The form in use lacks the field for it, and three of eight files had no entry. " * 130


def _document(*blocks: Block, paper: Paper | None = None, marking: str = "") -> Document:
    return Document(
        title="Title", subject="", author="", creator="", keywords=(), language="en", made_on=dt.date(2026, 3, 2),
        head="Head", foot="Foot", cover=Cover("Kind", "Cover", "Subtitle", ()),
        sections=(Section("Chapter", "chapter", blocks),), paper=paper or Paper(), marking=marking,
    )  # fmt: skip


def _links(reader: PdfReader) -> list[tuple[int, int, float]]:
    """List the links by page, the page they lead to (both from 0), and the height there."""
    pages = {page.indirect_reference.idnum: number for number, page in enumerate(reader.pages)}  # type: ignore[union-attr]
    found = []
    for number, page in enumerate(reader.pages):
        for reference in page.get("/Annots") or ():
            target, _, _, top, _ = reference.get_object()["/Dest"]
            found.append((number, pages[target.idnum], float(top)))
    return found


@pytest.mark.parametrize("size", list(PaperSize))
@pytest.mark.parametrize("landscape", [False, True])
def test_every_sheet_holds_all_of_its_text(size: PaperSize, landscape: bool) -> None:
    columns = (Column("First", 1), Column("Second", 3))
    rows = tuple(Row((Cell((Text(f"{n}.1"),)), Cell((Text(LONG if n == 2 else "text"),)))) for n in range(1, 40))
    reader = read(_document(Table(columns, rows), paper=Paper(size, landscape)))
    width, height = {PaperSize.A4: (595.28, 841.89), PaperSize.LETTER: (612.0, 792.0)}[size]
    for page in reader.pages:
        shape = float(page.mediabox.width), float(page.mediabox.height)
        assert shape == pytest.approx((height, width) if landscape else (width, height), abs=0.01)
        for x, y in _places(page):
            assert 40 <= x <= shape[0] - 40
            assert 30 <= y <= shape[1] - 20
    text = " ".join(" ".join(page.extract_text().split()) for page in reader.pages)
    assert text.count("entry.") == 130, "one word of each sentence: a page may end between others"


def _places(page: object) -> list[tuple[float, float]]:
    found: list[tuple[float, float]] = []

    def see(text: str, _: object, matrix: list[float], *__: object) -> None:
        if text.strip():
            found.append((matrix[4], matrix[5]))

    page.extract_text(visitor_text=see)  # type: ignore[attr-defined]
    return found


def test_words_lead_to_the_row_or_entry_they_name_and_nowhere_else() -> None:
    head = (Column("First", 1),)
    table = Table(
        head,
        (
            Row((Cell((Text("to the entry", target="entry-1"), Text("to nothing", target="gone"))),)),
            Row((Cell((Text("to a row far below", target="row-90"),)),)),
            *(Row((Cell((Text(f"row {n}"),)),), anchor=f"row-{n}") for n in range(1, 100)),
        ),
    )
    entry = Entry("4.1", "Legal matters", (Text("conforming", Face.STRONG),), (), anchor="entry-1")
    reader = read(_document(table, entry))
    (to_entry, to_row) = (target for page, target, _ in _links(reader) if page == 2)
    assert "row 90" in reader.pages[to_row].extract_text()
    assert "Legal matters" in reader.pages[to_entry].extract_text()
    assert to_row > 2


def test_a_link_that_breaks_over_a_page_leads_from_both() -> None:
    table = Table((Column("First", 1),), (Row((Cell((Text(LONG, target="chapter"),)),)),))
    reader = read(_document(table))
    assert len({page for page, _, _ in _links(reader) if page > 1}) >= 2


@pytest.mark.parametrize("marking", ["Confidential", "For the accreditation body and nobody else " * 9])
def test_a_marking_stands_on_every_page_and_runs_into_nothing(marking: str) -> None:
    document = dataclasses.replace(_document(Table((Column("A", 1),), ()), marking=marking), foot="Foot " * 60)
    reader = read(document)
    begin = marking[:12]
    for page in reader.pages:
        lines = [line for line in page.extract_text().splitlines() if begin in line or "Foot Foot" in line]
        assert any(begin in line for line in lines)
    assert sum("Confidential" in page.extract_text() for page in read(_document()).pages) == 0


def test_rows_leave_room_to_write_by_hand() -> None:
    def pages(lines: int) -> int:
        rows = tuple(Row((Cell((Text(f"{n}.1"),)), Cell())) for n in range(60))
        return len(read(_document(Table((Column("A", 1), Column("Assessor", 1)), rows, lines=lines))).pages)

    assert pages(6) > pages(1)


def test_a_line_chart_says_its_names_and_days() -> None:
    days = tuple(dt.date(2026, 1, 4) + dt.timedelta(weeks=n) for n in range(9))
    lines = (Line("rated", tuple(range(0, 90, 10))), Line("conforming", (None, *range(0, 80, 10))))
    page = read(_document(LineChart("Progress", days, lines))).pages[-1]
    text = page.extract_text()
    assert "rated 80 %" in text
    assert "conforming 70 %" in text
    assert "2026-01-04" in text
    assert "2026-03-01" in text
    contents = page.get_contents()
    assert contents is not None
    assert contents.get_data().count(b" l") >= 8 + 3, "the weeks of the longer line, and the grid"
    assert len(read(_document(LineChart("Empty", (), ()))).pages) == 3


def test_a_file_is_attached_with_its_type_and_nothing_is_by_itself() -> None:
    content = b"PK workbook \x00\xff" * 50
    attachment = Attachment("data.xlsx", "application/vnd.ms-excel", "What is printed", content)
    reader = read(dataclasses.replace(_document(), attachments=(attachment,)))
    assert reader.attachments == {"data.xlsx": [content]}
    (file,) = reader.trailer["/Root"]["/AF"]  # type: ignore[index]
    described = file.get_object()
    assert described["/Desc"] == "What is printed"
    assert described["/AFRelationship"] == "/Data"
    assert described["/EF"]["/F"]["/Subtype"] == "/application/vnd.ms-excel"
    assert dict(read(_document()).attachments) == {}
    plain = drawn(_document())[0]
    assert b"EmbeddedFile" not in plain
