"""What documents say, with places: every format, and files that are damaged or mean harm."""

from __future__ import annotations

import base64
import contextlib
import datetime as dt
import io
import os
import zipfile
import zlib
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from docx.oxml import parse_xml
from docx.shared import Mm
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import ListFlowable, PageBreak, Paragraph, SimpleDocTemplate

from readiness.errors import BadFile, DiskFault
from readiness.exchange import documents
from readiness.exchange.document_passages import clean, joined
from readiness.exchange.documents import Place


def _said(name: str, raw: bytes | str) -> list[tuple[str, str, str]]:
    """Give text, place and kind of every passage."""
    content = raw.encode() if isinstance(raw, str) else raw
    return [(found.text, found.place.text(), found.kind) for found in documents.read(name, content).passages]


def _texts(name: str, raw: bytes | str) -> list[str]:
    return [text for text, _, _ in _said(name, raw)]


def _packed(parts: dict[str, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", method) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return written.getvalue()


# Places


@pytest.mark.parametrize(
    ("place", "said"),
    [
        (Place(page=3, paragraph=7), "page 3, paragraph 7"),
        (Place(part="header", paragraph=1), "header, paragraph 1"),
        (Place(line=12, paragraph=4), "line 12"),
        (Place(part="sheet Prices, cell B4"), "sheet Prices, cell B4"),
        (Place(), ""),
    ],
)
def test_places_are_said_for_people(place: Place, said: str) -> None:
    assert place.text() == said


# Words that lines cut


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        (["certi-", "fication body"], "certification body"),
        (["certi\u00ad", "fication, Man\u00adagement"], "certification, Management"),
        (["a third-", "party body"], "a third-party body"),
        (["pre-", "and post-audit"], "pre- and post-audit"),
        (["ISO-", "zertifiziert"], "ISO-zertifiziert"),
        (["Zertifizierungs-", "Stelle"], "Zertifizierungs-Stelle"),
        (["ISO/IEC 17021-", "1 for all"], "ISO/IEC 17021-1 for all"),
        (["CERTI-", "FICATION"], "CERTIFICATION"),
        (["a dash -", "and more"], "a dash - and more"),
        (["two", "  ", "lines\u00a0here"], "two lines here"),
    ],
)
def test_words_cut_by_a_line_end_are_whole_again(lines: list[str], text: str) -> None:
    assert joined(lines) == text


def test_a_word_that_has_its_hyphen_elsewhere_keeps_it() -> None:
    text = "The follow-up audit.\n\nAfter that a follow-\nup is planned."
    assert _texts("a.txt", text)[1] == "After that a follow-up is planned."


def test_what_has_no_width_is_left_out() -> None:
    assert clean(" cer\u200bti\ufb01ca\u00adtion\t\x07of  all\u00a0") == "certification of all"


# TXT


def test_text_files_are_paragraphs_with_the_line_they_begin_in() -> None:
    text = "Our services\n============\n\nWe audit and\r\ncertify.\r\n\r\n- one\n- two\n  goes on\n1. first\n"
    assert _said("a.TXT", text) == [
        ("Our services", "line 1", "paragraph"),
        ("We audit and certify.", "line 4", "paragraph"),
        ("one", "line 7", "list"),
        ("two goes on", "line 8", "list"),
        ("1. first", "line 10", "list"),
    ]


def test_long_lines_are_a_paragraph_each() -> None:
    first = "We certify " + "all kinds of systems " * 8
    assert _said("a.txt", f"{first}\nAnother.\nThird.") == [
        (first.strip(), "line 1", "paragraph"),
        ("Another.", "line 2", "paragraph"),
        ("Third.", "line 3", "paragraph"),
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("ending", [".txt", ".md", ".csv", ".html"])
def test_every_usual_encoding_is_found_out(encoding: str, ending: str) -> None:
    assert _texts(f"a{ending}", "Prüfung für Geräte".encode(encoding)) == ["Prüfung für Geräte"]


# Markdown

MARKDOWN = r"""---
title: "Our page"
draft: true
---
# What *we* do ##

Text with **bold**, `code`, snake_case and a [link](https://a.example/(x) "tip")
that wraps, ![Our logo](logo.png) and <https://b.example>.

Underlined
----------
* item one
  goes on
2. second
- [x] done

```python
hidden = True
```
~~~
hidden too
~~~
| Name | Price |
|------|------:|
| A    | 5 \| 6 |

![Only a picture](x.png)

<!-- not
seen --> seen
> quoted
> twice

[ref]: https://c.example
See [there][ref]. \*Plain\* 2 * 3 &amp; [![badge](b.png)](https://d.example)
***
"""


def test_markdown_is_read_as_it_is_shown() -> None:
    assert _said("a.md", MARKDOWN) == [
        ("Our page", "line 2", "title"),
        ("What we do", "line 5", "heading"),
        (
            "Text with bold, code, snake_case and a link that wraps, Our logo and https://b.example.",
            "line 7",
            "paragraph",
        ),
        ("Underlined", "line 10", "heading"),
        ("item one goes on", "line 12", "list"),
        ("2. second", "line 14", "list"),
        ("done", "line 15", "list"),
        ("Name", "line 23", "cell"),
        ("Price", "line 23", "cell"),
        ("A", "line 25", "cell"),
        ("5 | 6", "line 25", "cell"),
        ("Only a picture", "line 27", "alt"),
        ("seen quoted twice", "line 30", "paragraph"),
        ("See there. *Plain* 2 * 3 & badge", "line 35", "paragraph"),
    ]


def test_a_rule_at_the_top_is_no_head_data() -> None:
    assert _texts("a.md", "---\nText\n") == ["Text"]


# CSV


@pytest.mark.parametrize("cut", [",", ";", "\t"])
def test_csv_files_are_cells_with_row_and_column(cut: str) -> None:
    raw = f'Name{cut}Claim\n"A\nB"{cut}\n{cut}"accredited{cut} we are"\n'
    assert _said("a.csv", raw) == [
        ("Name", "row 1, column A", "cell"),
        ("Claim", "row 1, column B", "cell"),
        ("A B", "row 2, column A", "cell"),
        (" ".join(f"accredited{cut} we are".split()), "row 3, column B", "cell"),
    ]


# HTML

PAGE = """<!DOCTYPE html><html><head><meta charset="utf-8"><title>Our
 body</title><meta name="description" content="We certify"><meta name="generator" content="no">
<style>p { color: red }</style><script>var no = 1</script></head><body>
<h2>Head <b>ing</b></h2>loose <em>text</em><div>in <p>one<br>two</p> after</div>
<ul><li>first<li>second</ul><table><tr><th>A</th><td>B<p>b2</p></td></tr></table>
<p>before <img src="http://127.0.0.1:9/x.png" alt="Logo of
 ours"> behind</p>
<noscript>no</noscript><template>no</template><p hidden>no</p><p style="color: red; DISPLAY : none">no</p>
<span aria-hidden="true">no</span><input type="hidden" value="no">
<form>Ask <input placeholder="Your name"><input type="submit" value="Send"><button>Go</button></form>
<a href="x" title="Tip">link</a><!-- no -->s &amp; cer&shy;ti&#64257;ed</body></html>"""


def test_pages_are_read_as_they_are_seen() -> None:
    assert _said("a.htm", PAGE) == [
        ("Our body", "title", "title"),
        ("We certify", "description", "title"),
        ("Head ing", "paragraph 1", "heading"),
        ("loose text", "paragraph 2", "paragraph"),
        ("in", "paragraph 3", "paragraph"),
        ("one two", "paragraph 4", "paragraph"),
        ("after", "paragraph 5", "paragraph"),
        ("first", "paragraph 6", "list"),
        ("second", "paragraph 7", "list"),
        ("A", "table 1, row 1, column 1, paragraph 8", "cell"),
        ("B", "table 1, row 1, column 2, paragraph 9", "cell"),
        ("b2", "table 1, row 1, column 2, paragraph 10", "cell"),
        ("before behind", "paragraph 11", "paragraph"),
        ("Logo of ours", "alt text, paragraph 12", "alt"),
        ("Ask", "paragraph 13", "paragraph"),
        ("Your name", "form field, paragraph 14", "alt"),
        ("Send", "button, paragraph 15", "alt"),
        ("Go", "paragraph 16", "paragraph"),
        ("links & certified", "paragraph 17", "paragraph"),
        ("Tip", "title attribute, paragraph 18", "alt"),
    ]


def test_the_encoding_that_a_page_names_counts() -> None:
    raw = '<meta charset="iso-8859-2"><p>Łódź</p>'.encode("iso-8859-2")
    assert _texts("a.html", raw) == ["Łódź"]


def test_empty_pages_and_files_say_nothing() -> None:
    assert [_said(f"a{ending}", b"") for ending in (".html", ".txt", ".md", ".csv")] == [[], [], [], []]
    assert _said("a.html", "<!-- only this -->") == []


# Word

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
DRAWING = f"""<w:p {W} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"
 xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
 xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
 xmlns:v="urn:schemas-microsoft-com:vml"><w:r><w:t>Anchor</w:t></w:r><w:r><mc:AlternateContent>
<mc:Choice Requires="wps"><w:drawing><wp:docPr id="1" name="Box" descr="A seal" title="Seal"/><wps:txbx><w:txbxContent>
<w:p><w:r><w:t>Boxed</w:t></w:r></w:p></w:txbxContent></wps:txbx></w:drawing></mc:Choice>
<mc:Fallback><w:pict><v:shape alt="A seal"><v:textbox><w:txbxContent><w:p><w:r><w:t>Boxed</w:t></w:r></w:p>
</w:txbxContent></v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"""
CHANGED = f"""<w:p {W}><w:r><w:t xml:space="preserve">We </w:t></w:r>
<w:del w:id="1"><w:r><w:delText>do not</w:delText></w:r></w:del><w:ins w:id="2"><w:r><w:t>certify</w:t></w:r></w:ins>
<w:moveFrom w:id="3"><w:r><w:t>gone</w:t></w:r></w:moveFrom>
<w:r><w:rPr><w:vanish/></w:rPr><w:t>hidden</w:t></w:r>
<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:tab/><w:t>shown</w:t></w:r>
<w:r><w:instrText>PAGE</w:instrText></w:r>
<w:r><w:t xml:space="preserve"> cer</w:t><w:softHyphen/><w:t>ti-</w:t><w:br/><w:t>fied</w:t>
<w:noBreakHyphen/><w:t>x</w:t></w:r></w:p>"""
CONTROL = f"""<w:sdt {W}><w:sdtPr><w:alias w:val="no"/></w:sdtPr><w:sdtContent>
<w:p><w:r><w:t>Controlled</w:t></w:r></w:p></w:sdtContent></w:sdt>"""
MERGED = [
    f'<w:p {W}><w:pPr><w:rPr><w:del w:id="5"/></w:rPr></w:pPr><w:r><w:t xml:space="preserve">One </w:t></w:r></w:p>',
    f"<w:p {W}><w:r><w:t>paragraph</w:t></w:r></w:p>",
]
OUTLINED = f'<w:p {W}><w:pPr><w:outlineLvl w:val="1"/></w:pPr><w:r><w:t>By level</w:t></w:r></w:p>'
NUMBERED = f'<w:p {W}><w:pPr><w:numPr><w:numId w:val="3"/></w:numPr></w:pPr><w:r><w:t>By number</w:t></w:r></w:p>'


def _word(*paragraphs: str) -> Any:
    book = docx.Document()
    for source in paragraphs:
        book.element.body.insert_element_before(parse_xml(source), "w:sectPr")
    return book


def _saved(book: Any) -> bytes:
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def test_word_files_in_order_with_tables_headers_and_footers() -> None:
    book = docx.Document()
    book.core_properties.title = "Brochure"
    book.add_heading("What we do", 1)
    paragraph = book.add_paragraph("We ")
    paragraph.add_run("certify").bold = True
    book.add_paragraph("point", style="List Bullet")
    table = book.add_table(2, 2)
    table.cell(0, 0).text, table.cell(1, 1).text = "first\nmore", "last"
    table.cell(0, 1).add_table(1, 1).cell(0, 0).text = "inner"
    section = book.sections[0]
    section.header.paragraphs[0].text, section.footer.paragraphs[0].text = "On top", "Below"
    section.header.add_table(1, 1, Mm(90)).cell(0, 0).text = "in a cell"
    second = book.add_section()
    second.header.is_linked_to_previous = False
    second.header.paragraphs[0].text = "On top of the rest"
    assert _said("a.docx", _saved(book)) == [
        ("Brochure", "title", "title"),
        ("What we do", "paragraph 1", "heading"),
        ("We certify", "paragraph 2", "paragraph"),
        ("point", "paragraph 3", "list"),
        ("first more", "table 1, row 1, column 1, paragraph 4", "cell"),
        ("inner", "table 2, row 1, column 1, paragraph 5", "cell"),
        ("last", "table 1, row 2, column 2, paragraph 6", "cell"),
        ("On top", "header, paragraph 1", "paragraph"),
        ("in a cell", "header, table 1, row 1, column 1, paragraph 2", "cell"),
        ("On top of the rest", "header, paragraph 3", "paragraph"),
        ("Below", "footer, paragraph 1", "paragraph"),
    ]


def test_word_files_give_what_is_seen_once() -> None:
    book = _word(DRAWING, CHANGED, CONTROL, *MERGED, OUTLINED, NUMBERED)
    book.add_comment(book.paragraphs[0].runs, text="a remark", author="reviewer", initials="r")
    assert _said("a.docx", _saved(book)) == [
        ("Anchor", "paragraph 1", "paragraph"),
        ("Seal", "alt text, paragraph 2", "alt"),
        ("A seal", "alt text, paragraph 3", "alt"),
        ("Boxed", "text box, paragraph 4", "paragraph"),
        ("We certify shown certified-x", "paragraph 5", "paragraph"),
        ("Controlled", "paragraph 6", "paragraph"),
        ("One paragraph", "paragraph 7", "paragraph"),
        ("By level", "paragraph 8", "heading"),
        ("By number", "paragraph 9", "list"),
    ]


def test_pages_of_word_files_are_counted_where_word_left_marks() -> None:
    rendered = f"<w:p {W}><w:r><w:lastRenderedPageBreak/><w:t>Second</w:t></w:r></w:p>"
    turned = f'<w:p {W}><w:r><w:br w:type="page"/></w:r></w:p>'
    first, last = f"<w:p {W}><w:r><w:t>First</w:t></w:r></w:p>", f"<w:p {W}><w:r><w:t>Last</w:t></w:r></w:p>"
    before = f"<w:p {W}><w:pPr><w:pageBreakBefore/></w:pPr><w:r><w:t>Third</w:t></w:r></w:p>"

    def pages(*paragraphs: str) -> list[tuple[str, int]]:
        found = documents.read("a.docx", _saved(_word(*paragraphs))).passages
        return [(passage.text, passage.place.page) for passage in found]

    assert pages(first, last) == [("First", 0), ("Last", 0)]
    assert pages(first, turned, rendered, last) == [("First", 1), ("Second", 2), ("Last", 2)]
    assert pages(first, turned, last, before) == [("First", 1), ("Last", 2), ("Third", 3)]


R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
P = "http://schemas.openxmlformats.org/package/2006/relationships"
A = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'


def _relations(**targets: tuple[str, str]) -> str:
    rows = "".join(
        f'<Relationship Id="{name}" Type="{R}/{kind}" Target="{target}"/>' for name, (kind, target) in targets.items()
    )
    return f'<Relationships xmlns="{P}">{rows}</Relationships>'


def test_notes_of_word_files() -> None:
    notes = (
        f'<w:footnotes {W}><w:footnote w:type="separator" w:id="0"><w:p><w:r><w:t>no</w:t></w:r></w:p></w:footnote>'
        f'<w:footnote w:id="2"><w:p><w:r><w:t>Small print</w:t></w:r></w:p></w:footnote></w:footnotes>'
    )
    raw = _packed(
        {
            "_rels/.rels": _relations(a=("officeDocument", "word/document.xml")),
            "word/document.xml": f"<w:document {W}><w:body><w:p><w:r><w:t>Body</w:t></w:r></w:p></w:body></w:document>",
            "word/_rels/document.xml.rels": _relations(
                n=("footnotes", "footnotes.xml"), e=("endnotes", "/word/end.xml")
            ),
            "word/footnotes.xml": notes,
            "word/end.xml": notes.replace("footnote", "endnote").replace("Small print", "At the end"),
        }
    )
    assert _said("a.docx", raw) == [
        ("Body", "paragraph 1", "paragraph"),
        ("Small print", "footnote, paragraph 1", "paragraph"),
        ("At the end", "endnote, paragraph 1", "paragraph"),
    ]


# Slides


def _shape(text: str, placeholder: str = "", properties: str = "", name: str = "") -> str:
    kind = f'<p:ph type="{placeholder}"/>' if placeholder else ""
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="2" name="x" descr="{name}"/><p:cNvSpPr/><p:nvPr>{kind}</p:nvPr></p:nvSpPr>'
        f"<p:txBody><a:p>{properties}<a:r><a:t>{text}</a:t></a:r></a:p></p:txBody></p:sp>"
    )


def _slide(*shapes: str, show: str = "1", tag: str = "sld") -> str:
    space = 'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
    return f'<p:{tag} {space} {A} show="{show}"><p:cSld><p:spTree>{"".join(shapes)}</p:spTree></p:cSld></p:{tag}>'


def test_slides_in_their_order_with_notes_and_pictures() -> None:
    cell = "<a:tc><a:txBody><a:p><a:r><a:t>cell</a:t></a:r></a:p></a:txBody></a:tc>"
    table = f"<p:graphicFrame><a:tbl><a:tr>{cell}</a:tr></a:tbl></p:graphicFrame>"
    ids = "".join(f'<p:sldId id="{256 + n}" r:id="s{n}"/>' for n in (2, 1, 3))
    raw = _packed(
        {
            "_rels/.rels": _relations(a=("officeDocument", "ppt/presentation.xml")),
            "ppt/presentation.xml": f'<p:show xmlns:p="x" xmlns:r="{R}"><p:sldIdLst>{ids}</p:sldIdLst></p:show>',
            "ppt/_rels/presentation.xml.rels": _relations(
                s1=("slide", "slides/slide1.xml"), s2=("slide", "slides/slide2.xml"), s3=("slide", "slides/slide3.xml")
            ),
            "ppt/slides/slide1.xml": _slide(_shape("Later", name="A chart"), table),
            "ppt/slides/slide2.xml": _slide(
                _shape("Welcome", "title"), _shape("point", "body", '<a:pPr><a:buChar char="•"/></a:pPr>')
            ),
            "ppt/slides/slide3.xml": _slide(_shape("hidden"), show="0"),
            "ppt/slides/_rels/slide2.xml.rels": _relations(
                n=("notesSlide", "../notesSlides/n.xml"), l=("slideLayout", "../slideLayouts/l.xml")
            ),
            "ppt/notesSlides/n.xml": _slide(_shape("Say this", "body"), _shape("7", "sldNum"), tag="notes"),
            "ppt/slideLayouts/l.xml": _slide(_shape("Click here", "body"), _shape("On every slide"), tag="sldLayout"),
        }
    )
    assert _said("a.pptx", raw) == [
        ("Welcome", "slide 1, paragraph 1", "heading"),
        ("point", "slide 1, paragraph 2", "list"),
        ("Say this", "slide 1, notes, paragraph 1", "paragraph"),
        ("A chart", "slide 2, alt text, paragraph 1", "alt"),
        ("Later", "slide 2, paragraph 2", "paragraph"),
        ("cell", "slide 2, table 1, row 1, column 1, paragraph 3", "cell"),
        ("On every slide", "slide layout, paragraph 1", "paragraph"),
    ]


# Workbooks


def _book() -> Any:
    book = openpyxl.Workbook()
    book.active.title = "Prices"
    book.active["B4"], book.active["C5"], book.active["D5"], book.active["E5"] = "We\ncertify", 1.5, "=1+1", True
    book.active["F9"], book.active["XFD9"] = dt.date(2026, 3, 1), "far"
    book.create_sheet("Hidden").sheet_state = "hidden"
    book["Hidden"]["A1"] = "no"
    return book


def test_workbooks_are_cells_of_the_sheets_in_sight() -> None:
    assert _said("a.xlsx", _saved(_book())) == [
        ("We certify", "sheet Prices, cell B4", "cell"),
        ("1.5", "sheet Prices, cell C5", "cell"),
        ("TRUE", "sheet Prices, cell E5", "cell"),
        ("2026-03-01", "sheet Prices, cell F9", "cell"),
        ("far", "sheet Prices, cell XFD9", "cell"),
    ]


# PDF

BODY = "We certify management systems of every kind for clients in all sectors of trade and industry, everywhere. "


def test_paragraphs_of_pdf_files_are_rebuilt() -> None:
    look = getSampleStyleSheet()
    written = io.BytesIO()
    SimpleDocTemplate(written).build(
        [
            Paragraph("Our services", look["Heading1"]),
            Paragraph(BODY * 3, look["BodyText"]),
            Paragraph(BODY * 2, look["BodyText"]),
            ListFlowable(
                [Paragraph(BODY * 2, look["BodyText"]), Paragraph("two", look["BodyText"])], bulletType="bullet"
            ),
            PageBreak(),
            Paragraph("On the <b>second</b> page", look["BodyText"]),
        ]
    )
    assert _said("a.pdf", written.getvalue()) == [
        ("Our services", "page 1, paragraph 1", "heading"),
        ((BODY * 3).strip(), "page 1, paragraph 2", "paragraph"),
        ((BODY * 2).strip(), "page 1, paragraph 3", "paragraph"),
        ((BODY * 2).strip(), "page 1, paragraph 4", "list"),
        ("two", "page 1, paragraph 5", "list"),
        ("On the second page", "page 2, paragraph 1", "paragraph"),
    ]


def _pdf(lines: list[str]) -> bytes:
    written = io.BytesIO()
    canvas = Canvas(written)
    text = canvas.beginText(72, 700)
    for line in lines:
        text.textLine(line)
    canvas.drawText(text)
    canvas.save()
    return written.getvalue()


def test_words_cut_by_lines_of_a_pdf_file_are_whole_again() -> None:
    raw = _pdf(
        ["We are a certi-", "fication body for third-", "party work of all kinds,", "everywhere.", "", "After a gap"]
    )
    assert _texts("a.pdf", raw) == [
        "We are a certification body for third-party work of all kinds, everywhere.",
        "After a gap",
    ]


OPEN_PDF = (
    b"c-"
    b"oCry=xRf6h}djNg*k$EF3?A5HLI6I}67_KJHXBCge1Yq?p}(lbj^GVQ(%Zf?#1`W1)?$UBpHk8`DI4iDF}I{sDW7IJ<Yr9iD~D&N"
    b"A;ezc;`4=FQuQ#kuBnI>ph%&%=Z7h+=~C_#vv*P;hT&6L2tVoLSFTQLt!Mp@W$xETMWGL6(+8HsVn6P%xW!GlwY(Znx78et>!Dh*"
    b"ySO`9EDzumqjFTO?krTxsThn`%PwfLWp_Xmw*(nI-"
    b"6@W=sbvesB}kx4^X%Q|k5JU>?%8naQ_(Fl35UgAszMA1h^g1$fV1em?rld9#DXU-^ompzlDo>ejFl<$A{zU^dXf-"
    b"Q@kby`!T`=F_z=<4?YRoV;>);oJW2Q{$7be!RZ?ZfX8T`1I=D{;$)!&z`>+8$0v%L;d{4vn!83AHB41mUl~?{#JcOIi$E)<Y_m70"
    b"@tLGT!dhhP6V|{916ynjuWj7iPI>OL<>QQh?P~KtrZ%mh-"
    b"9plR>sPtK9rLhQdq{qSD^g#v!hIVT`X86A{DZT`AW3cosS`CIg_QPNKvqWYf9P}APyA>7120M6A_yjWE@eNfDUP-ERRx>*whe9NW"
    b"_TdnzK+)ZbB-2f$rlPr8<rkjX_bFMvyQK5tkz5nvgW))~9F%NDvT8Z3I<<5N|7Mts#_Xzsqd1x+g7{_Gi;wx7OGyiyO@4$-"
    b"*XNC21Z9(~Z_L8zicZFG|a8G;wc((kM=h!I5njU=hI~A}0@4QgVqcKEbFjUA2-"
    b"8FeOGX%J>Mz$tX`yJ%UN92AC^MdmW0Zj;;11@ZkkZdG5Qgcd2h>Hpj9*pYv@{<HB%}5)}eXIGB*LC>4T4pokH~K>dFxzIhs1QtWI"
    b"xtd6^-<4obIL(<IuTP7L{P4oxuUo<)"
)
LOCKED_PDF = (
    b"c-oCry=xRf6ff+i5EVg)AcGLB%+A-&&cbn+k2?%8B;+(8qB5V!>18+U&4t853-"
    b"J#StgLLb5qkrcq7npA(Z)hi1WOxRadvab9iD~D&NA=K@4esqn78ALGtJX@f`aj{-"
    b"`>0j7$TUfYoJyG(fO@)3!`c2WhY+&(V|?jT}T383DoPrW~Ky^5rYZ`qUpSsd5A$Y*EU^v3DVLKULG=~|1<^BlI`ZbLI<+)q?rdd)"
    b"ds@>vebg8)l<F_OJ$&%l3iQjqqDZNVSQW6l5h8o=B;VVseCg8gC<b52tp8tb-7Hhu)%USzYu-qgV=@auYB21(C2Kn;#VPO<$2c^R"
    b"<407pKk74Ke0VlKRJ18mK_<peQ*2a()}mD(~r*^pAQ`R@Z<1{gPp5qjy~Oa`?~n@;Mwn=kMF)ab^QCqxnmDsJ-YL&<mtQWGsZ)Vi"
    b"$!jF+7_^8iQ|?iC8?!`Qms;jxiAD#8mErO2**TI<xH9=#N*gWg|#r02!VxFNqs0MKE$vLS?ECd>1T(D2)vMyl%+f&DG8lucYKH;Y"
    b"I&I%Sr`y4z#6p#Ynmz+vxHI>V!*LfnrkhkRKg`GPBc$7wn}0rtul%*EE%yHS<Fdj&;?l2l36EHBSb<Sl5t2=E25+}0y88e5y~+eT"
    b"V|73NQOB>D9GG7ClN*>c$sci_oU@be>d6ltBsAaxzS9n7uIc7g63f~*=Q}3L85%`qO|;46Ye@Fg<@YAlx(xG4j`BSwEw_RWg0^V_"
    b"jNe5t~$vEI?hIPn9va&MWZ-|#fUD(e4z7%Y<Fx?^|95yVMBP)Ql5t?+`ZJZnag3^-"
    b"_L|Gs3Bq$MS@yKQ=({+3QXcqeWDGqG9~r@frQ~{WV+Z|_mJ;ROV`W7S49#e{9DEw3r+9`8y7it"
)


def test_a_pdf_file_with_an_empty_password_is_opened() -> None:
    """Both are encrypted by AES, which pypdf has no means for of its own."""
    assert _said("a.pdf", zlib.decompress(base64.b85decode(OPEN_PDF))) == [
        ("Read me", "page 1, paragraph 1", "paragraph")
    ]


def test_a_pdf_file_with_a_password_is_refused_by_that_name() -> None:
    with pytest.raises(BadFile, match="has a password"):
        documents.read("a.pdf", zlib.decompress(base64.b85decode(LOCKED_PDF)))


@pytest.mark.parametrize(("password", "is_open"), [("", True), ("secret", False)])
def test_older_encryption(password: str, *, is_open: bool) -> None:
    from reportlab.lib.pdfencrypt import StandardEncryption

    written = io.BytesIO()
    canvas = Canvas(written, encrypt=StandardEncryption(password, ownerPassword="own", strength=128))
    canvas.drawString(72, 700, "Read me")
    canvas.save()
    if is_open:
        assert _texts("a.pdf", written.getvalue()) == ["Read me"]
    else:
        with pytest.raises(BadFile, match="has a password"):
            documents.read("a.pdf", written.getvalue())


# What cannot be read


def _refused(name: str, raw: bytes) -> str:
    with pytest.raises(BadFile) as refused:
        documents.read(name, raw)
    assert refused.value.next_step
    return refused.value.sentence


def test_other_endings_are_refused_naming_those_that_are_read() -> None:
    said = _refused("photo.jpeg", b"x")
    assert all(ending in said for ending in documents.ENDINGS)


def test_content_counts_more_than_the_name() -> None:
    assert _texts("really-pdf.docx", _pdf(["Hello there"])) == ["Hello there"]
    assert _texts("really-word.pdf", _saved(_word(OUTLINED))) == ["By level"]
    assert _texts("letters.txt", "PK is how it begins") == ["PK is how it begins"]


@pytest.mark.parametrize("ending", documents.ENDINGS)
def test_old_office_files_and_those_with_a_password_are_refused(ending: str) -> None:
    assert "has a password, or an old format" in _refused(f"a{ending}", bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600))


@pytest.mark.parametrize("ending", [".docx", ".pptx", ".xlsx", ".pdf"])
def test_text_under_another_name_is_damage(ending: str) -> None:
    assert "damaged" in _refused(f"a{ending}", b"only text")


def test_large_files_are_refused_unread() -> None:
    assert "larger than 50 MB" in _refused("a.txt", b"a" * (documents.MOST_BYTES + 1))


def _word_parts(document: str | bytes) -> dict[str, str | bytes]:
    return {"_rels/.rels": _relations(a=("officeDocument", "word/document.xml")), "word/document.xml": document}


BOMB = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
FETCHING = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>'


@pytest.mark.parametrize("head", [BOMB, FETCHING])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_declarations_are_refused(head: str, encoding: str) -> None:
    document = f"{head}<w:document {W}><w:body><w:p><w:r><w:t>&a;</w:t></w:r></w:p></w:body></w:document>"
    assert "declarations" in _refused("a.docx", _packed(_word_parts(document.encode(encoding))))


def test_bombs_are_refused_before_they_are_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    raw = _packed(_word_parts(b"<a>" + b" " * 60_000_000 + b"</a>"))
    monkeypatch.setattr(zipfile.ZipFile, "read", lambda *_: pytest.fail("was unpacked"))
    assert "far larger inside" in _refused("a.docx", raw)


def test_other_methods_of_packing_are_not_unpacked() -> None:
    assert "damaged" in _refused("a.docx", _packed(_word_parts(f"<w:document {W}/>"), zipfile.ZIP_BZIP2))


def test_a_part_is_not_read_over_and_over() -> None:
    """Forty headers that are one part, and forty parts of two megabytes."""
    parts = _word_parts(f"<w:document {W}><w:body/></w:document>")
    parts["word/_rels/document.xml.rels"] = _relations(**{f"h{n}": ("header", f"x{n % 2}/../h.xml") for n in range(40)})
    parts["word/h.xml"] = f"<w:hdr {W}><w:p><w:r><w:t>{'a' * 2_000_000}</w:t></w:r></w:p></w:hdr>"
    assert len(_said("a.docx", _packed(parts))) == 1


def test_deep_nesting_is_refused() -> None:
    deep = f"<w:document {W}>" + "<w:sdt>" * 5000 + "</w:sdt>" * 5000 + "</w:document>"
    assert "damaged" in _refused("a.docx", _packed(_word_parts(deep)))


@pytest.mark.parametrize(("depth", "is_read"), [(200, True), (5_000, False), (200_000, False)])
def test_pages_are_read_as_deep_as_pages_are(depth: int, *, is_read: bool) -> None:
    page = ("<div>" * depth + "deep" + "</div>" * depth).encode()
    if is_read:
        assert _texts("a.html", page) == ["deep"]
    else:
        assert "far larger inside" in _refused("a.html", page)


def test_too_many_marks_are_refused() -> None:
    many = f"<w:document {W}>" + "<w:p/>" * 3_000_001 + "</w:document>"
    assert "far larger inside" in _refused("a.docx", _packed(_word_parts(many)))
    assert "far larger inside" in _refused("a.html", b"<p>a" * 2_000_001)


def test_endless_tags_are_refused() -> None:
    for separator in (" ", "/"):
        page = "<p " + separator.join(f"a{number}" for number in range(200_000)) + ">text"
        assert "far larger inside" in _refused("a.html", page.encode())
    picture = f'<p>text <img alt="seal" src="data:image/png;base64,{"a/ b" * 100_000}">'
    assert _texts("a.html", picture) == ["text", "seal"]


def test_too_many_cells_are_refused() -> None:
    assert "far larger inside" in _refused("a.csv", b"a;b\n" * 500_000)
    raw = _saved(_book())
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        parts: dict[str, str | bytes] = {name: archive.read(name) for name in archive.namelist()}
    cells = "".join("<row><c t='n'><v>1</v></c></row>" for _ in range(1_000_000))
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    parts["xl/worksheets/sheet1.xml"] = f'<worksheet xmlns="{space}"><sheetData>{cells}</sheetData></worksheet>'
    assert "400000 cells" in _refused("a.xlsx", _packed(parts))
    far = "".join(f'<row r="{row}"><c r="XFD{row}" t="n"><v>1</v></c></row>' for row in range(1, 3_000))
    parts["xl/worksheets/sheet1.xml"] = f'<worksheet xmlns="{space}"><sheetData>{far}</sheetData></worksheet>'
    assert "far larger inside" in _refused("a.xlsx", _packed(parts))


def test_one_text_shown_in_many_cells_ends_in_a_sentence() -> None:
    book = openpyxl.Workbook()
    for row in range(1, 1001):
        book.active.cell(row, 1, "a" * 32_000)
    assert "far larger inside" in _refused("a.xlsx", _saved(book))


def _stream(body: bytes, entries: bytes = b"") -> bytes:
    return b"<<" + entries + b"/Length %d>>stream\n" % len(body) + body + b"\nendstream"


def _raw_pdf(*objects: bytes) -> bytes:
    """Write objects 1, 2 ... as a PDF file; the first is the catalogue."""
    parts, places = [b"%PDF-1.5\n"], []
    for number, body in enumerate(objects, start=1):
        places.append(sum(map(len, parts)))
        parts.append(b"%d 0 obj\n" % number + body + b"\nendobj\n")
    start = sum(map(len, parts))
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    parts.append(b"xref\n0 %d\n0000000000 65535 f \n" % size + table)
    parts.append(b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (size, start))
    return b"".join(parts)


def _one_page(content: bytes, resources: bytes = b"<<>>", *more: bytes) -> bytes:
    return _raw_pdf(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 100 100]/Contents 4 0 R/Resources " + resources + b">>",
        content,
        *more,
    )


FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"


def test_a_pdf_file_of_the_simplest_kind() -> None:
    raw = _one_page(_stream(b"BT /F 9 Tf 9 9 Td (plain) Tj ET"), b"<</Font<</F 5 0 R>>>>", FONT)
    assert _texts("a.pdf", raw) == ["plain"]


def test_pdf_streams_that_swell_are_refused() -> None:
    packed = zlib.compress(b" " * 150_000_000, 9)
    assert _refused("a.pdf", _one_page(_stream(packed, b"/Filter/FlateDecode"), b"<</Font<</F 5 0 R>>>>", FONT))


def test_pdf_forms_that_multiply_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("readiness.exchange.documents_pdf._MOST_STEPS", 20_000)
    forms = [
        _stream(
            b"/X Do " * 10,
            b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</Font<</F 5 0 R>>/XObject<</X %d 0 R>>>>" % number,
        )
        for number in range(7, 15)
    ]
    last = _stream(b"BT /F 9 Tf (a) Tj ET", b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</Font<</F 5 0 R>>>>")
    raw = _one_page(_stream(b"/X Do"), b"<</Font<</F 5 0 R>>/XObject<</X 6 0 R>>>>", FONT, *forms, last)
    assert "far larger inside" in _refused("a.pdf", raw)


def _tried(name: str, raw: bytes) -> tuple[documents.Passage, ...]:
    """Read a file; a refusal is no passages, anything else raised is a fault of the program."""
    with contextlib.suppress(BadFile):
        return documents.read(name, raw).passages
    return ()


def _samples() -> dict[str, bytes]:
    return {
        "a.docx": _saved(_word(DRAWING, CHANGED)),
        "a.xlsx": _saved(_book()),
        "a.pdf": _pdf(["One", "Two", "", "Three"]),
        "a.html": PAGE.encode(),
        "a.md": MARKDOWN.encode(),
    }


SAMPLES = _samples()


@pytest.mark.parametrize("name", SAMPLES)
@given(data=st.data())
@settings(max_examples=40, deadline=None)
def test_damage_ends_in_a_sentence(name: str, data: st.DataObject) -> None:
    raw = bytearray(SAMPLES[name])
    for _ in range(data.draw(st.integers(1, 6))):
        raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, len(raw)))
    _tried(name, bytes(raw))
    _tried(name, bytes(raw[:cut]))


@pytest.mark.parametrize("ending", documents.ENDINGS)
@given(head=st.sampled_from([b"", b"PK\x03\x04", b"%PDF-1.7\n", b"\xff\xfe", b"<html>"]), rest=st.binary(max_size=400))
@settings(max_examples=40, deadline=None)
def test_any_bytes_are_read_or_refused(ending: str, head: bytes, rest: bytes) -> None:
    _tried(f"a{ending}", head + rest)


@pytest.mark.parametrize("ending", [".txt", ".md", ".csv", ".html"])
@given(text=st.text(alphabet="ab \n\t#*_-`~[]()!<>&;|\\\"'=.:1\u00ad", max_size=200))
@settings(max_examples=100, deadline=None)
def test_any_text_is_read_into_clean_passages(ending: str, text: str) -> None:
    for passage in _tried(f"a{ending}", text.encode()):
        assert passage.text == clean(passage.text) != ""


# Folders


def test_folders_give_their_readable_files_in_stable_order(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    inside = tmp_path / "inside"
    for folder in (outside, inside / "b", inside / ".hidden", inside / "a"):
        folder.mkdir(parents=True)
    for name in ("z.TXT", "b/x.docx", "a/y.pdf", ".hidden/no.txt", ".no.md", "~$z.docx", "no.jpeg", "c.html"):
        (inside / name).write_text("x", encoding="utf-8")
    (outside / "no.txt").write_text("x", encoding="utf-8")
    if os.name != "nt":
        (inside / "link.txt").symlink_to(outside / "no.txt")
        (inside / "linked").symlink_to(outside)
        (inside / "loop").symlink_to(inside)
        (inside / "own.txt").symlink_to(inside / "z.TXT")
        (inside / "broken.txt").symlink_to(inside / "nowhere")
    found = [path.relative_to(inside).as_posix() for path in documents.folder(inside)]
    assert found == ["c.html", *(["own.txt"] if os.name != "nt" else []), "z.TXT", "a/y.pdf", "b/x.docx"]


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(DiskFault, match="cannot be read"):
        list(documents.folder(tmp_path / "none"))
