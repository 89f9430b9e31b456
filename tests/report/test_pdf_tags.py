"""The structure of the drawn PDF: what three checkers find, and what a reader for the blind would find in the tree."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import outloud
import page as page_validation
import pdfua
import pytest
from pypdf import PdfReader
from pypdf.generic import ContentStream

from readiness.report.blocks import (
    Bar,
    Block,
    Bullets,
    Callout,
    Cell,
    Chart,
    Column,
    Cover,
    Document,
    Entry,
    Face,
    Field,
    Heading,
    KeyValues,
    Line,
    LineChart,
    Number,
    Numbers,
    Paper,
    PaperSize,
    Paragraph,
    Row,
    Section,
    Series,
    Sign,
    Table,
    Text,
    Tone,
)
from readiness.report.kinds import KINDS
from readiness.report.pdf import draw
from readiness.report.request import Request
from readiness.tasks import report, sample
from readiness.workspace import Workspace
from tests.conftest import QUALITY_MANAGER, TODAY
from tests.report.samples import built, fill

GUESSES = {
    "LNK-010": "an address in the text is no link: what somebody typed into a record is not made to be pressed",
    "TBL-012": "mostly empty cells: the assessor's columns of a form",
    "PAG-001": "the same words at the same place of three pages: rows of different clauses may say the same",
}
"""Warnings that guess at what a page means, and are wrong here."""

LOST_TEXT = "TAG-002"
"""An error that guesses: text that is no part of the structure must not be read. It takes a head of many words that is
repeated on one or two pages only for such text (on three it knows better), and is excused for nothing else."""


def _every_block() -> tuple[Block, ...]:
    head = (Column("First", 1), Column("Second", 2))
    long = "A note that goes on and on, over the end of the page and the next one. " * 120
    rows = (
        Row((Cell((Text("4 General", Face.STRONG),)),), band=True),
        Row((Cell((Text("4.1"),)), Cell((Text("one"), Text("to the entry", target="entry")), Sign.CROSS))),
        Row(
            (Cell((Text("4.2", target="entry"),)), Cell((Text("to nothing", target="gone"), Text(long)))), anchor="row"
        ),
        Row((Cell((Text("4.3"),)), Cell())),
    )
    bars = (Bar("4.1", "Legal", (3, 1)), Bar("4.2", "Impartiality", (0, 2)))
    chart = Chart((Series(Sign.DISC, "conforming"), Series(Sign.CROSS, "nonconforming")), bars, Bar("", "All", (3, 3)))
    days = tuple(TODAY.replace(day=day) for day in (1, 8, 15))
    return (
        Heading(3, "Two levels down", "deep"), Paragraph("Running text."), Bullets(("one", "two")),
        KeyValues((("Name", "Value"),)), Callout(Tone.STOPS, "Not ready", ("Because.",)),
        Numbers((Number("71 %", "progress", "of all"),)), Table(head, rows, ("A note below.",), "Rows"),
        Table(head, rows[1:2], lines=4),
        Entry("4.4", "Thing", (Text("open"),), (Field("Found", (Text("x", target="row"),)),), anchor="entry"),
        chart, LineChart("Trend", days, (Line("rated", (1, 20, 30)), Line("conforming", (None, 5, 9)))),
    )  # fmt: skip


def _with(*blocks: Block) -> Document:
    sections = (Section("Chapter", "chapter", blocks),)
    return Document("T", "S", "A", "C", (), "en", TODAY, "Head", "Foot", Cover("Kind", "T", "S", ()), sections)


def _document(paper: Paper) -> Document:
    return Document(
        "A title", "Subject", "Author", "readiness", (), "en", TODAY, "A title", "Foot",
        Cover("Kind", "Body", "Subtitle", (Paragraph("Cover text"),), logo=_png()),
        (Section("Chapter", "chapter", _every_block()), Section("Next", "next", (Paragraph("x"),))),
        paper=paper, marking="Confidential",
    )  # fmt: skip


def _png() -> bytes:
    from PIL import Image

    file = io.BytesIO()
    Image.new("RGB", (40, 20), (20, 80, 120)).save(file, "PNG")
    return file.getvalue()


def _drawn(document: Document, path: Path) -> Path:
    with path.open("wb") as file:
        draw(document, file)
    return path


def _findings(path: Path, document: Document) -> list[str]:
    """List what the three checkers find, but for wrong guesses."""
    found = [item for item in outloud.check(str(path)).findings if item.severity != "info"]
    found = [item for item in found if item.rule not in GUESSES or item.severity == "error"]
    found = [item for item in found if item.rule != LOST_TEXT or not _is_of_a_head(item.evidence, document)]
    told = [f"{item.rule} p. {item.page}: {item.message} {item.evidence}" for item in found]
    told += [f"{item.rule_id}: {item.message}" for item in pdfua.validate(str(path)).findings]
    failed = page_validation.validate_pdf(str(path), profile="ua1").failures
    return told + [f"{item.rule_id}: {item.message}" for item in failed]


def _is_of_a_head(evidence: str, document: Document) -> bool:
    """Tell whether all that is said to be lost is the head of one table, as it would be repeated."""
    tables = [block for block in document.blocks() if isinstance(block, Table)]
    heads = [" ".join(column.title for column in table.columns).split() for table in tables]
    return any(set(evidence.split()) <= set(head) for head in heads)


@pytest.mark.parametrize("paper", [Paper(), Paper(PaperSize.LETTER, landscape=True)], ids=["a4", "letter across"])
def test_the_checkers_find_nothing_in_any_block(paper: Paper, tmp_path: Path) -> None:
    document = _document(paper)
    assert _findings(_drawn(document, tmp_path / "blocks.pdf"), document) == []


@pytest.mark.parametrize("name", list(KINDS))
def test_the_checkers_find_nothing_in_any_kind(both: Workspace, tmp_path: Path, name: str) -> None:
    fill(both)
    target = tmp_path / "out.pdf"
    report.make(both.snapshot, target, TODAY, Request(kind=name), history=both.history)
    document = report.composed(both.snapshot, TODAY, Request(kind=name), KINDS[name], history=both.history)
    assert _findings(target, document) == []


def test_the_checkers_find_nothing_in_the_sample(tmp_path: Path) -> None:
    path = sample.make(tmp_path / "sample", TODAY, QUALITY_MANAGER).workspace
    with Workspace.open(path, QUALITY_MANAGER, read_only=True) as workspace:
        document = built(workspace.snapshot)
    assert _findings(_drawn(document, tmp_path / "sample.pdf"), document) == []


def test_lost_text_is_excused_for_a_repeated_head_alone(tmp_path: Path) -> None:
    columns = tuple(Column(f"{first} and its further word", 1) for first in ("Thing", "Owner", "Place"))
    rows = tuple(Row(tuple(Cell((Text(f"{row} {name}"),)) for name in "abc")) for row in range(40))
    document = _with(Table(columns, rows))
    path = _drawn(document, tmp_path / "head.pdf")
    found = [item for item in outloud.check(str(path)).findings if item.rule == LOST_TEXT]
    assert found, "otherwise the excuse is needed no longer"
    assert all(_is_of_a_head(item.evidence, document) for item in found)
    assert not any(_is_of_a_head(item.evidence + " lost", document) for item in found)


# The tree, read with another library


def _elements(node: Any) -> Iterator[Any]:
    node = node.get_object()
    yield node
    kids = node.get("/K", [])
    for kid in kids if isinstance(kids, list) else [kids]:
        below = kid.get_object()
        if isinstance(below, dict) and "/S" in below:
            yield from _elements(below)


def _of(reader: PdfReader, kind: str) -> list[Any]:
    root = reader.trailer["/Root"]["/StructTreeRoot"]  # type: ignore[index]
    return [item for item in _elements(root["/K"]) if item["/S"] == f"/{kind}"]


@pytest.fixture
def reader(tmp_path: Path) -> PdfReader:
    """Give a document with every kind of block."""
    return PdfReader(_drawn(_document(Paper()), tmp_path / "blocks.pdf"))


def test_headings_skip_no_level_and_tables_have_head_cells(reader: PdfReader) -> None:
    assert [len(_of(reader, f"H{level}")) for level in (1, 2, 3)] == [4, 1, 0], (
        "cover, contents, two chapters; one below"
    )
    scopes = [str(item["/A"]["/Scope"]) for item in _of(reader, "TH")]
    assert scopes == ["/Column"] * 2 + ["/Column"] * 2, "two columns need no names of rows"
    bands = [item for item in _of(reader, "TD") if "/A" in item]
    assert [item["/A"]["/ColSpan"] for item in bands] == [2]
    assert len(_of(reader, "TR")) == 2 + 4 + 1


def test_a_row_over_several_pages_is_one_row(reader: PdfReader) -> None:
    pages = {span["/Pg"].get_object()["/StructParents"] for item in _of(reader, "TD") for span in _below(item)}
    assert len(pages) >= 2, "the long note goes on on other pages, in the same cell"


def _below(item: Any) -> list[Any]:
    kids = (kid.get_object() for kid in item["/K"])
    return [kid for kid in kids if isinstance(kid, dict) and "/Pg" in kid]


def test_figures_say_their_numbers_and_the_logo_whose_it_is(reader: PdfReader) -> None:
    texts = [str(item["/Alt"]) for item in _of(reader, "Figure")]
    assert texts[0] == "Logo of Body"
    assert "4.1 Legal: 3 conforming, 1 nonconforming" in texts[1]
    assert "rated: from 1 % to 30 %" in texts[2]


def test_links_are_elements_with_their_words_and_dead_ones_are_none(reader: PdfReader) -> None:
    links = _of(reader, "Link")
    said = [kid.get_object()["/Obj"].get_object()["/Contents"] for item in links for kid in item["/K"] if _is_link(kid)]
    assert "to the entry" in said
    assert "x" in said
    assert "to nothing" not in said
    assert len(_of(reader, "TOCI")) == 3
    assert len(_of(reader, "LI")) == 2


def _is_link(kid: Any) -> bool:
    found = kid.get_object()
    return isinstance(found, dict) and found.get("/Type") == "/OBJR"


def test_everything_painted_is_tagged_or_an_artifact_and_every_mark_is_in_the_tree(reader: PdfReader) -> None:
    parents = reader.trailer["/Root"]["/StructTreeRoot"]["/ParentTree"]["/Nums"]  # type: ignore[index]
    by_key = {int(parents[place]): parents[place + 1].get_object() for place in range(0, len(parents), 2)}
    paints = {b"Tj", b"TJ", b"'", b"T*", b"f", b"S", b"B", b"b", b"f*", b"B*", b"Do", b"s"}
    for number, page in enumerate(reader.pages):
        assert str(page["/StructParents"]) == str(number)
        assert str(page["/Tabs"]) == "/S"
        contents = page.get_contents()
        assert contents is not None
        depth, marks = 0, []
        for operands, operator in ContentStream(contents, reader).operations:
            if operator in (b"BDC", b"BMC"):
                depth += 1
                if operator == b"BDC" and "/MCID" in operands[1]:
                    marks.append(int(operands[1]["/MCID"]))
            elif operator == b"EMC":
                depth -= 1
            elif operator in paints:
                assert depth == 1, f"{operator!r} on page {number + 1} is outside"
        assert depth == 0
        assert marks == list(range(len(marks)))
        assert len(by_key[number]) == len(marks)


def test_the_file_says_that_it_is_tagged_and_in_what_language(reader: PdfReader) -> None:
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] is True or str(root["/MarkInfo"]["/Marked"]) == "True"  # type: ignore[index]
    assert root["/Lang"] == "en"  # type: ignore[index]
    xmp = root["/Metadata"].get_object().get_data().decode()  # type: ignore[index]
    assert "<pdfuaid:part>1</pdfuaid:part>" in xmp
    assert "A title" in xmp


def test_a_bare_file_has_no_structure() -> None:
    file = io.BytesIO()
    draw(_document(Paper()), file, tagged=False)
    root = PdfReader(file).trailer["/Root"]
    assert "/StructTreeRoot" not in root  # type: ignore[operator]


# The words of each element, as a reader for the blind puts them together: codes and maps only, no places on the page


def _maps(reader: PdfReader, page: Any) -> dict[str, dict[int, str]]:
    maps = {}
    for name, font in page["/Resources"]["/Font"].items():
        text = font.get_object()["/ToUnicode"].get_object().get_data().decode("ascii")
        pairs = re.findall(r"<(\w\w)> <(\w{4})>", text)
        maps[str(name)] = {int(code, 16): chr(int(letter, 16)) for code, letter in pairs}
    return maps


def _words(reader: PdfReader) -> dict[tuple[int, int], str]:
    """Give the text of every marked piece by page (from 0) and number."""
    words: dict[tuple[int, int], str] = {}
    for number, page in enumerate(reader.pages):
        maps, font, here = _maps(reader, page), "", None
        contents = page.get_contents()
        assert contents is not None
        for operands, operator in ContentStream(contents, reader).operations:
            if operator == b"BDC":
                here = (number, int(operands[1]["/MCID"])) if "/MCID" in operands[1] else None
            elif operator in (b"BMC", b"EMC"):
                here = None
            elif operator == b"Tf":
                font = str(operands[0])
            elif operator == b"Tj" and here is not None:
                piece = "".join(maps[font][code] for code in operands[0].original_bytes)
                words[here] = words.get(here, "") + piece
    return words


def _said(item: Any, words: dict[tuple[int, int], str]) -> str:
    """Give all that is below an element, in order."""
    node = item.get_object()
    said = []
    for kid in node["/K"]:
        below = kid.get_object()
        if isinstance(below, int):
            said.append(words[int(node["/Pg"].get_object()["/StructParents"]), int(below)])
        elif below.get("/Type") == "/MCR":
            said.append(words[int(below["/Pg"].get_object()["/StructParents"]), int(below["/MCID"])])
        elif "/S" in below:
            said.append(_said(below, words))
    return "".join(said)


def _names_its_row(cell: Any) -> bool:
    return bool(cell["/S"] == "/TH" and cell["/A"]["/Scope"] == "/Row")


def test_the_gap_report_read_by_its_structure_has_every_requirement_and_heading(
    both: Workspace, tmp_path: Path
) -> None:
    fill(both)
    document = built(both.snapshot)
    reader = PdfReader(_drawn(document, tmp_path / "gap.pdf"))
    words = _words(reader)
    names = [_said(row["/K"][0], words) for row in _of(reader, "TR") if _names_its_row(row["/K"][0].get_object())]
    numbers = [label for proof in document.proofs for label in proof.labels]
    assert len(numbers) > 200
    assert [number for number in numbers if not any(name.startswith(f"{number} ") for name in names)] == []
    headings = {_said(item, words).strip() for level in (1, 2, 3) for item in _of(reader, f"H{level}")}
    assert {section.title for section in document.sections} <= headings


def test_words_at_the_end_of_a_line_are_apart_and_parted_words_are_whole(tmp_path: Path) -> None:
    text, address = "Some words that go on over several lines. " * 8, "0123456789abcdef" * 20
    reader = PdfReader(_drawn(_with(Paragraph(text), Paragraph(address)), tmp_path / "lines.pdf"))
    words = _words(reader)
    said = [_said(item, words).strip() for item in _of(reader, "P")]
    assert text.strip() in said
    assert address in said


def test_a_figure_on_one_page_says_where_it_is(reader: PdfReader) -> None:
    boxes = [[float(edge) for edge in item["/A"]["/BBox"]] for item in _of(reader, "Figure")]
    assert len(boxes) == 3
    assert all(0 <= left < right <= 596 and 0 <= below < above <= 842 for left, below, right, above in boxes)
