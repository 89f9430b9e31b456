"""The text of documents with its places; damaged, protected and hostile files end in a sentence."""

from __future__ import annotations

import contextlib
import io
import zipfile

import docx
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from hypothesis import example, given
from hypothesis import strategies as st
from pypdf import PdfReader, PdfWriter
from reportlab.pdfgen.canvas import Canvas

from readiness.errors import BadFile
from readiness.exchange.documents import Passage, read


def _texts(name: str, raw: bytes) -> list[str]:
    return [passage.text for passage in read(name, raw).passages]


def _places(name: str, raw: bytes) -> dict[str, str]:
    return {passage.text: passage.place.text() for passage in read(name, raw).passages}


def _word(*paragraphs: str) -> bytes:
    made, file = docx.Document(), io.BytesIO()
    for text in paragraphs:
        made.add_paragraph(text)
    made.save(file)
    return file.getvalue()


def _pdf(*pages: str) -> bytes:
    file = io.BytesIO()
    canvas = Canvas(file)
    for page in pages:
        for number, line in enumerate(page.splitlines()):
            canvas.drawString(72, 760 - 14 * number, line)
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def test_lines_of_a_paragraph_are_joined_and_parted_words_made_whole() -> None:
    raw = b"The surveil-\nlance audit\nof 2026.\n\n- first\n- second\n\nSelf-\nAssessment"
    assert _places("a.txt", raw) == {
        "The surveillance audit of 2026.": "line 1",
        "- first": "line 5",
        "- second": "line 6",
        "Self- Assessment": "line 8",
    }


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_text_is_read_in_the_encodings_of_offices(encoding: str) -> None:
    assert _texts("a.txt", "Prüfung".encode(encoding)) == ["Prüfung"]


def test_a_word_file_is_read_with_headers_tables_boxes_and_notes() -> None:
    made, file = docx.Document(), io.BytesIO()
    made.add_heading("5 Evaluation", 1)
    paragraph = made.add_paragraph("Stage 1")
    paragraph.add_run(" is on site.")
    table = made.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "left", "right"
    made.sections[0].header.paragraphs[0].text = "P-201"
    made.sections[0].footer.paragraphs[0].text = "page"
    made.save(file)
    assert _places("a.docx", file.getvalue()) == {
        "5 Evaluation": "page 1, paragraph 1",
        "Stage 1 is on site.": "page 1, paragraph 2",
        "left": "page 1, paragraph 3",
        "right": "page 1, paragraph 4",
        "page": "footer, paragraph 1",
        "P-201": "header, paragraph 1",
    }


def test_what_was_deleted_with_tracking_is_gone_and_what_was_inserted_is_there() -> None:
    made, file = docx.Document(), io.BytesIO()
    paragraph = made.add_paragraph()
    for tag, text in (("w:del", "old "), ("w:ins", "new ")):
        change, run = OxmlElement(tag), OxmlElement("w:r")
        words = OxmlElement("w:t")
        words.text = text
        words.set(qn("xml:space"), "preserve")
        run.append(words)
        change.append(run)
        paragraph._p.append(change)
    made.save(file)
    assert _texts("a.docx", file.getvalue()) == ["new"]


def test_pages_of_a_pdf_are_told_apart() -> None:
    raw = _pdf("Stage 1 is held\nat the client.", "The decision\nfollows.")
    assert _places("a.pdf", raw) == {
        "Stage 1 is held at the client.": "page 1, paragraph 1",
        "The decision follows.": "page 2, paragraph 1",
    }


def test_the_kind_is_known_by_the_content_not_by_the_name() -> None:
    assert _texts("wrong.docx", _pdf("Text.")) == ["Text."]
    assert _texts("wrong.pdf", _word("Text.")) == ["Text."]


def _protected() -> bytes:
    writer, file = PdfWriter(), io.BytesIO()
    writer.append(PdfReader(io.BytesIO(_pdf("secret"))))
    writer.encrypt("password")
    writer.write(file)
    return file.getvalue()


def _packed(**parts: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return file.getvalue()


ENTITIES = b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]><a>&x;</a>'


@pytest.mark.parametrize(
    ("name", "raw", "why"),
    [
        ("a.pdf", _protected(), "password"),
        ("a.pdf", b"%PDF-1.7\n" + b"\x00" * 100, "damaged"),
        ("a.pdf", _pdf(""), "no text"),
        ("a.docx", _word("Text.")[:-400], "damaged"),
        ("a.docx", b"PK\x03\x04" + b"\x01" * 200, "damaged"),
        ("a.docx", _packed(other=b"x"), "no Word file"),
        ("a.docx", _packed(word__document_xml=b"<a><b></a>"), "damaged"),
        ("a.docx", _packed(word__document_xml=b" " * 60_000_000), "MB"),
        ("a.txt", bytes(range(256)) * 40, "no text"),
        ("a.txt", b"x" * 50_000_001, "MB"),
        ("a.xyz", b"whatever", "no kind of document"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_cannot_be_read_is_said(name: str, raw: bytes, why: str) -> None:
    with pytest.raises(BadFile, match=why):
        read(name, raw)


def test_nothing_that_a_document_names_is_opened() -> None:
    found = read("a.docx", _packed(word__document_xml=ENTITIES))
    assert found.passages == ()


@given(
    st.binary(max_size=400),
    st.sampled_from(["a.pdf", "a.docx", "a.txt", "a.md"]),
    st.sampled_from([b"", b"%PDF-1.4\n", b"PK\x03\x04"]),
)
@example(b"", "a.txt", b"")
def test_any_bytes_are_read_or_refused(raw: bytes, name: str, head: bytes) -> None:
    with contextlib.suppress(BadFile):
        found = read(name, head + raw)
        assert all(isinstance(item, Passage) for item in found.passages)
