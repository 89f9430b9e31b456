"""The structure of the drawn PDF: what two checkers find, and what a reader for the blind would find in the tree."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import outloud
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
from readiness.tasks import report
from readiness.workspace import Workspace
from tests.conftest import TODAY
from tests.report.samples import fill

GUESSES = {
    "LNK-010": "an address in the text is no link: what somebody typed into a record is not made to be pressed",
    "TBL-012": "mostly empty cells: the assessor's columns of a form",
    "PAG-001": "the same words at the same place of three pages: rows of different clauses may say the same",
}
"""Warnings that guess at what a page means, and are wrong here; errors are never excused."""


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


def _findings(path: Path) -> list[str]:
    """List what the two checkers find, but for wrong guesses."""
    found = [item for item in outloud.check(str(path)).findings if item.severity != "info"]
    found = [item for item in found if item.rule not in GUESSES or item.severity == "error"]
    told = [f"{item.rule} p. {item.page}: {item.message} {item.evidence}" for item in found]
    return told + [f"{item.rule_id}: {item.message}" for item in pdfua.validate(str(path)).findings]


@pytest.mark.parametrize("paper", [Paper(), Paper(PaperSize.LETTER, landscape=True)], ids=["a4", "letter across"])
def test_the_checkers_find_nothing_in_any_block(paper: Paper, tmp_path: Path) -> None:
    assert _findings(_drawn(_document(paper), tmp_path / "blocks.pdf")) == []


@pytest.mark.parametrize("name", list(KINDS))
def test_the_checkers_find_nothing_in_any_kind(both: Workspace, tmp_path: Path, name: str) -> None:
    fill(both)
    target = tmp_path / "out.pdf"
    report.make(both.snapshot, target, TODAY, Request(kind=name), history=both.history)
    assert _findings(target) == []


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
    heads = _of(reader, "TH")
    assert len(heads) == 4
    assert all(item["/A"]["/Scope"] == "/Column" for item in heads)
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
