"""What stands in the drawn file: text, outline, metadata, fonts, page numbers, and a few pixels."""

from __future__ import annotations

import dataclasses
import datetime as dt
import io
import re
from itertools import pairwise

import pypdfium2
import pytest
from pypdf import PdfReader

from readiness.errors import Cancelled
from readiness.model.records import Rating
from readiness.report.blocks import (
    Bar,
    Block,
    Callout,
    Cell,
    Chart,
    Column,
    Cover,
    Document,
    Entry,
    Field,
    Heading,
    KeyValues,
    Paragraph,
    Row,
    Section,
    Series,
    Sign,
    Table,
    Text,
    Tone,
)
from readiness.report.pdf import draw
from readiness.report.pdf_style import SIGN_COLOURS
from readiness.workspace import Workspace
from tests.report.samples import built, drawn, fill, headings, outline, page_texts, rate, read

HOSTILE = (
    '<b>&amp;<img src="/etc/passwd"> <para> a<b && c>d </font>',
    "שלום עולם مرحبا بالعالم",
    "\U0001f389\U0001f468\u200d\U0001f469\u200d\U0001f467 \x00\x01\x07\x1b[31m \ud83d \ufffe",
    "日本語のノート",
    "\\(unbalanced ) %PDF-1.7 endstream",
)


def _document(*blocks: Block, cover: tuple[Block, ...] = ()) -> Document:
    return Document(
        title="Title",
        subject="Subject",
        author="Author",
        creator="readiness 9.9",
        keywords=("one", "two"),
        language="en",
        made_on=dt.date(2026, 3, 2),
        head="Head",
        foot="Foot",
        cover=Cover("Kind", "Cover", "Subtitle", cover),
        sections=(Section("Chapter", "chapter", blocks),),
    )


def _table(rows: int, text: str = "cell", notes: tuple[str, ...] = ()) -> Table:
    columns = (Column("First head", 1), Column("Second head", 2))
    made = [Row((Cell((Text(f"{n}.1"),)), Cell((Text(text),))), clause=f"{n}.1") for n in range(1, rows + 1)]
    return Table(columns, tuple(made), notes)


def _titles(reader: PdfReader) -> list[str]:
    return [title for title, _ in outline(reader)]


def test_metadata_language_and_date() -> None:
    reader = read(_document(Paragraph("Text")))
    found = reader.metadata
    assert found is not None
    assert (found.title, found.author, found.subject, found.creator) == (
        "Title", "Author", "Subject", "readiness 9.9",
    )  # fmt: skip
    assert str(found["/Keywords"]) == "one, two"
    assert str(found["/CreationDate"]).startswith("D:20260302")
    assert reader.trailer["/Root"]["/Lang"] == "en"  # type: ignore[index]


def test_fonts_are_embedded_truetype_and_nothing_else_prints() -> None:
    reader = read(_document(Paragraph("Text Ενέργεια Оценка"), _table(3)))
    used = {
        str(font.get_object()["/BaseFont"]): font.get_object()
        for page in reader.pages
        for font in page["/Resources"]["/Font"].values()  # type: ignore[index]
    }
    assert used
    for font in used.values():
        assert font["/Subtype"] == "/TrueType"
        assert "/FontFile2" in font["/FontDescriptor"]


@pytest.mark.parametrize("text", ["Überprüfung", "Ενέργεια και αίτιο", "Оценка соответствия", "Thủ tục đánh giá"])
def test_scripts_can_be_copied_out_again(text: str) -> None:
    assert text in page_texts(_document(Paragraph(text)))[-1]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_printed_and_never_read(text: str) -> None:
    entry = Entry(text, text, (Text(text),), (Field(text, (Text(text),)),), Sign.CROSS, clause=text)
    document = _document(
        Paragraph(text),
        KeyValues(((text, text),)),
        Callout(Tone.STOPS, text, (text,)),
        entry,
        _table(2, text, (text,)),
    )
    document = dataclasses.replace(document, title=text, author=text, keywords=(text,), head=text, foot=text)
    shown = page_texts(document)
    assert len(shown) == 3


def test_markup_stands_in_the_text_as_typed() -> None:
    assert HOSTILE[0] in page_texts(_document(_table(1, HOSTILE[0])))[-1]


@pytest.mark.parametrize("text", ["long note. " * 1900, "x" * 20_000, "line\n" * 3000])
def test_a_very_long_cell_breaks_over_pages_and_loses_nothing(text: str) -> None:
    shown = page_texts(_document(_table(1, text), Paragraph("After.")))
    body = shown[2:]
    assert len(body) > 3
    assert all("First head" in page for page in body)
    assert "continued" in body[1]
    assert sum(page.count("x") for page in body) >= text.count("x")
    assert sum(page.count("note") for page in body) == text.count("note")
    assert "After." in body[-1]


def test_the_head_of_a_table_comes_again_and_its_notes_stand_on_every_page() -> None:
    pages = page_texts(_document(_table(200, notes=("* what the sign means",))))[2:]
    assert len(pages) > 3
    for page in pages:
        assert page.count("First head") == 1
        assert page.count("* what the sign means") == 1


def test_no_heading_and_no_table_head_stands_alone_at_the_foot() -> None:
    for filler in range(30, 60):
        lines = Paragraph("\n".join(["line"] * filler))
        pages = page_texts(_document(lines, Heading(2, "Section title", "s"), _table(3)))[2:]
        (page,) = [page for page in pages if "Section title" in page]
        assert "First head" in page
        assert "1.1 cell" in page


def test_rows_are_not_split_where_they_fit_on_a_page() -> None:
    text = "\n".join([f"line {n}" for n in range(12)])
    for page in page_texts(_document(_table(40, text)))[2:]:
        assert page.count("line 0 ") == page.count("line 11")


def test_running_head_names_the_clauses_of_the_page_and_the_foot_counts_pages() -> None:
    pages = page_texts(_document(_table(200)))
    assert all("page" not in text for text in pages[:1])
    for number, text in enumerate(pages[1:], start=2):
        assert f"page {number} of {len(pages)}" in text
    second = pages[3]
    found = re.search(r"Chapter, clauses (\S+) to (\S+)", second)
    assert found
    rows = re.findall(r"(\d+\.1) cell", second)
    assert (rows[0], rows[-1]) == found.groups()


def test_contents_name_every_heading_with_its_page(both: Workspace) -> None:
    fill(both)
    document = built(both.snapshot)
    reader = read(document)
    contents = " ".join(" ".join(reader.pages[number].extract_text().split()) for number in (1, 2))
    wanted: list[str] = []
    for item in document.sections:
        wanted += [item.title, *(block.text for block in item.blocks if isinstance(block, Heading))]
    entries = headings(reader)[1:]
    assert [title for title, _ in entries] == wanted
    for title, page in entries:
        assert f"{title} {page + 1}" in contents, title
        assert title in " ".join(reader.pages[page].extract_text().split())


def test_the_outline_holds_contents_and_every_chapter(both: Workspace) -> None:
    document = built(both.snapshot)
    titles = _titles(read(document))
    assert titles[0] == "Contents"
    wanted = [item.title for item in document.sections]
    assert [title for title in titles if title in wanted] == wanted


def test_a_heading_that_skips_a_level_does_not_break_the_outline() -> None:
    reader = read(_document(Heading(3, "Deep", "deep"), Paragraph("Text")))
    assert _titles(reader) == ["Contents", "Chapter", "Deep"]


def test_contents_longer_than_a_page_keep_page_numbers_right() -> None:
    blocks: list[Block] = []
    for number in range(120):
        blocks += [Heading(2, f"Heading number {number:03}.", f"h{number}"), Paragraph("Text.\n" * 8)]
    reader = read(_document(*blocks))
    texts = [" ".join(page.extract_text().split()) for page in reader.pages]
    for number in range(120):
        _, page = outline(reader)[number + 2]
        assert f"Heading number {number:03}." in texts[page]
        assert any(f"Heading number {number:03}. {page + 1}" in text for text in texts[1:5])


def test_every_page_of_the_report_is_counted_and_spans_follow_each_other(both: Workspace) -> None:
    fill(both)
    document = built(both.snapshot)
    content, result = drawn(document)
    assert len(PdfReader(io.BytesIO(content)).pages) == result.pages
    spans = [result.spans[item.anchor] for item in document.sections]
    assert all(first <= last < result.pages for first, last in spans)
    assert all(one[1] <= two[0] + 1 and one[0] <= two[0] for one, two in pairwise(spans))


def test_the_same_document_gives_the_same_bytes(both: Workspace) -> None:
    fill(both)
    document = built(both.snapshot)
    assert drawn(document)[0] == drawn(document)[0]


def test_signs_that_no_font_has_are_reported() -> None:
    assert drawn(_document(Paragraph("party \U0001f389")))[1].missing == "\U0001f389"


def test_stopping_is_heard() -> None:
    asked: list[tuple[int, int]] = []

    def progress(done: int, total: int) -> bool:
        asked.append((done, total))
        return done < 2

    with pytest.raises(Cancelled):
        draw(_document(_table(200)), io.BytesIO(), progress)
    assert [done for done, _ in asked] == [0, 1, 2]
    assert asked[0][1] > 3


def _pixels(content: bytes, page: int) -> set[tuple[int, ...]]:
    image = pypdfium2.PdfDocument(content)[page].render(scale=2).to_pil().convert("RGB")
    colours = image.getcolors(maxcolors=image.width * image.height)
    return {colour for count, colour in colours if count > 20}


def test_a_chart_paints_one_bar_segment_a_series_with_its_number_beside_it() -> None:
    series = tuple(Series(sign, sign.value) for sign in (Sign.DISC, Sign.HALF, Sign.CROSS))
    chart = Chart(series, (Bar("7.4", "Evaluation", (5, 3, 2)),), Bar("", "All", (5, 3, 2)))
    document = _document(chart)
    content, _ = drawn(document)
    painted = _pixels(content, 2)
    for sign in (Sign.DISC, Sign.HALF, Sign.CROSS):
        assert tuple(round(part * 255) for part in SIGN_COLOURS[sign]) in painted
    # the bar's numbers, then those beside it with their sum
    assert "7.4 Evaluation 5 3 2 10" in page_texts(document)[2]


def test_a_chart_longer_than_a_page_breaks_and_repeats_its_legend() -> None:
    bars = tuple(Bar(str(n), "Label", (n, 1)) for n in range(150))
    pages = page_texts(_document(Chart((Series(Sign.DISC, "good"), Series(Sign.RING, "open")), bars, bars[-1])))[2:]
    assert len(pages) > 2
    assert all("good" in page for page in pages)


def test_an_empty_chart_and_an_empty_table_are_drawn() -> None:
    empty = Chart((Series(Sign.DISC, "good"),), (), Bar("", "All", (0,)))
    assert "First head" in page_texts(_document(empty, _table(0)))[2]


def test_a_rating_is_never_shown_by_colour_alone(both: Workspace) -> None:
    rate(both, "17065:7.4.1", Rating.NONCONFORMING)
    shown = " ".join(page_texts(built(both.snapshot)))
    assert "nonconforming" in shown
    assert "not assessed" in shown
