"""Draws laid-out pages on a ReportLab canvas."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from typing import Any, BinaryIO

from reportlab.lib.utils import ImageReader, TimeStamp
from reportlab.pdfbase.pdfdoc import PDFArray, PDFDictionary, PDFName, PDFStream, PDFString, PDFZCompress
from reportlab.pdfgen.canvas import Canvas

from readiness.report.blocks import Attachment, Document, Sign
from readiness.report.pdf_fonts import Typesetter, storable
from readiness.report.pdf_page import Box, Entry, Link, Mark, Page, Path, Run, Spot
from readiness.report.pdf_style import SIGN_COLOURS, WHITE, Colour, Sheet, Style
from readiness.report.pdf_tags import Tags


def open_canvas(document: Document, file: BinaryIO, font: str) -> Any:
    """Make a canvas with the document's metadata; the same document always gives the same bytes.

    `font` is what a page begins with; ReportLab would name one there that is not embedded.
    """
    canvas = Canvas(
        file,
        pagesize=Sheet.of(document.paper),
        pageCompression=1,
        invariant=1,
        lang=document.language,
        initialFontName=font,
    )
    canvas.setTitle(storable(document.title))
    canvas.setAuthor(storable(document.author))
    canvas.setSubject(storable(document.subject))
    canvas.setKeywords(storable(", ".join(document.keywords)))
    canvas.setCreator(storable(document.creator))
    canvas.setViewerPreference("DisplayDocTitle", "true")
    canvas.showOutline()
    # ReportLab dates every invariant file 2000-01-01; the report's own date is just as constant, and true.
    stamp = TimeStamp(1)
    stamp.lt = document.made_on.timetuple()
    stamp.YMDhms = tuple(stamp.lt)[:6]
    canvas._doc._timeStamp = stamp  # noqa: SLF001 - ReportLab has no public way
    return canvas


def draw_outline(canvas: Any, entries: Sequence[Entry]) -> None:
    """Make the outline; a level that leaves one out is drawn one level up, as PDF wants it."""
    level = -1
    for entry in entries:
        level = min(entry.level - 1, level + 1)
        canvas.addOutlineEntry(storable(entry.text), entry.anchor, level, closed=level > 0)


def draw_page(canvas: Any, page: Page, typesetter: Typesetter, tags: Tags | None = None) -> None:
    """Draw one page and end it: surfaces first, then lines and signs, then text in reading order."""
    code = canvas._code  # noqa: SLF001 - ReportLab has no public way
    if tags is not None:
        tags.switch(code, None)
    for anchor, top in page.anchors:
        canvas.bookmarkHorizontal(anchor, 0, top + 8.0)
    _shapes(canvas, page)
    for picture in page.pictures:
        if tags is not None:
            tags.switch(code, picture.element)
        fitted = {"preserveAspectRatio": True, "anchor": "c", "mask": "auto"}
        canvas.drawImage(ImageReader(io.BytesIO(picture.content)), *picture[:4], **fitted)
    if tags is not None:
        tags.end(code)
    _texts(canvas, page.runs, typesetter, tags)
    for number, link in enumerate(page.links):
        _link(canvas, link, number, tags)
    canvas.showPage()
    if tags is not None:
        tags.end_page(canvas._doc.Pages.pages[-1])  # noqa: SLF001 - ReportLab has no public way


def _shapes(canvas: Any, page: Page) -> None:
    for box in page.boxes:
        _box(canvas, box)
    for rule in page.rules:
        canvas.setStrokeColorRGB(*rule.colour)
        canvas.setLineWidth(rule.weight)
        canvas.line(rule.x, rule.y, rule.x + rule.width, rule.y)
    for path in page.paths:
        _path(canvas, path)
    for spot in page.spots:
        _spot(canvas, spot)
    for mark in page.marks:
        _MARKS[mark.sign](canvas, mark, SIGN_COLOURS[mark.sign])


def _link(canvas: Any, link: Link, number: int, tags: Tags | None) -> None:
    """Lay a link over its words; ReportLab's own can hold no number of its element."""
    name = f"link{canvas.getPageNumber()}-{number}"
    annotation = PDFDictionary(
        {
            "Type": PDFName("Annot"),
            "Subtype": PDFName("Link"),
            "Rect": PDFArray([link.x, link.y, link.x + link.width, link.y + link.height]),
            "Border": PDFArray([0, 0, 0]),
            "Contents": PDFString(link.words),
            "Dest": canvas._bookmarkReference(link.anchor),  # noqa: SLF001 - ReportLab has no public way
            "F": 4,
        }
    )
    if tags is not None:
        annotation["StructParent"] = tags.link(link.element, name)
    canvas._addAnnotation(annotation, name)  # noqa: SLF001 - ReportLab has no public way


def _texts(canvas: Any, runs: Sequence[Run], typesetter: Typesetter, tags: Tags | None) -> None:
    """Print all runs as one text object; font and colour are only set where they change.

    A line ends with a space unless it ends within a word: who hears the page does not see where lines end.
    """
    text = canvas.beginText()
    code = text._code  # noqa: SLF001 - ReportLab has no public way
    style = colour = None
    faces = {bold: face.name for bold, face in typesetter.faces.items()}
    parted = typesetter.parted
    for run in runs:
        if tags is not None:
            tags.switch(code, run.element)
        if run.style is not style:
            style = run.style
            text.setFont(faces[style.bold], style.size, style.leading)
            if style.colour != colour:
                colour = style.colour
                text.setFillColorRGB(*colour)
        text.setTextOrigin(run.x, run.y)
        for line in run.lines:
            if typesetter.extra and not line.isascii():
                _mixed(text, typesetter, run.style, line)
            else:
                text.textLine(line if line in parted else line + " ")
    if tags is not None:
        tags.end(code)
    canvas.drawText(text)


def _mixed(text: Any, typesetter: Typesetter, style: Style, line: str) -> None:
    """Print a line in the fonts that its letters are in, and leave the usual one set."""
    for font, words in typesetter.pieces(line, bold=style.bold):
        text.setFont(font, style.size, style.leading)
        text.textOut(words)
    text.setFont(typesetter.faces[style.bold].name, style.size, style.leading)
    text.textLine("" if line in typesetter.parted else " ")


def _path(canvas: Any, path: Path) -> None:
    canvas.setStrokeColorRGB(*path.colour)
    canvas.setLineWidth(path.weight)
    canvas.setDash([4 * path.weight, 3 * path.weight] if path.dashed else [])
    drawn = canvas.beginPath()
    drawn.moveTo(*path.points[0])
    for point in path.points[1:]:
        drawn.lineTo(*point)
    canvas.drawPath(drawn, stroke=1, fill=0)
    canvas.setDash([])


def _spot(canvas: Any, spot: Spot) -> None:
    canvas.setFillColorRGB(*spot.colour)
    half = spot.size / 2
    if spot.square:
        canvas.rect(spot.x - half, spot.y - half, spot.size, spot.size, stroke=0, fill=1)
    else:
        canvas.circle(spot.x, spot.y, half, stroke=0, fill=1)


def attach(canvas: Any, attachment: Attachment) -> None:
    """Put a file into the document, as one that belongs to the whole of it.

    ReportLab has no way of its own; its catalog takes the objects as they are.
    """
    document = canvas._doc  # noqa: SLF001 - ReportLab has no public way
    kind = "/" + attachment.media_type.replace("/", "#2F")  # PDFName leaves the slash in
    size = PDFDictionary({"Size": len(attachment.content)})
    content = PDFStream(
        PDFDictionary({"Type": PDFName("EmbeddedFile"), "Subtype": kind, "Params": size}),
        attachment.content,
        filters=[PDFZCompress],
    )
    name = PDFString(attachment.name)
    file = PDFDictionary(
        {
            "Type": PDFName("Filespec"),
            "F": name,
            "UF": name,
            "Desc": PDFString(storable(attachment.description)),
            "AFRelationship": PDFName("Data"),
            "EF": PDFDictionary({"F": document.Reference(content, f"attached-{attachment.name}")}),
        }
    )
    reference = document.Reference(file, f"file-{attachment.name}")
    document.Catalog.Names = PDFDictionary({"EmbeddedFiles": PDFDictionary({"Names": PDFArray([name, reference])})})
    document.Catalog.AF = PDFArray([reference])
    document.Catalog.__NoDefault__ = [*document.Catalog.__NoDefault__, "AF"]


def _box(canvas: Any, box: Box) -> None:
    if box.fill is not None:
        canvas.setFillColorRGB(*box.fill)
    if box.line is not None:
        canvas.setStrokeColorRGB(*box.line)
        canvas.setLineWidth(0.4)
    canvas.rect(box.x, box.y, box.width, box.height, stroke=box.line is not None, fill=box.fill is not None)


def _disc(canvas: Any, mark: Mark, colour: Colour) -> None:
    canvas.setFillColorRGB(*colour)
    canvas.circle(mark.x, mark.y, mark.size / 2, stroke=0, fill=1)


def _ring(canvas: Any, mark: Mark, colour: Colour) -> None:
    canvas.setStrokeColorRGB(*colour)
    canvas.setFillColorRGB(*WHITE)
    canvas.setLineWidth(0.9)
    canvas.circle(mark.x, mark.y, mark.size / 2 - 0.4, stroke=1, fill=1)


def _half(canvas: Any, mark: Mark, colour: Colour) -> None:
    _ring(canvas, mark, (colour[0] * 0.75, colour[1] * 0.7, colour[2] * 0.5))
    canvas.setFillColorRGB(colour[0] * 0.85, colour[1] * 0.8, colour[2] * 0.6)
    half = mark.size / 2 - 0.4
    canvas.wedge(mark.x - half, mark.y - half, mark.x + half, mark.y + half, 90, 180, stroke=0, fill=1)


def _cross(canvas: Any, mark: Mark, colour: Colour) -> None:
    canvas.setStrokeColorRGB(*colour)
    canvas.setLineWidth(1.6)
    half = mark.size / 2 - 0.7
    canvas.line(mark.x - half, mark.y - half, mark.x + half, mark.y + half)
    canvas.line(mark.x - half, mark.y + half, mark.x + half, mark.y - half)


def _dash(canvas: Any, mark: Mark, colour: Colour) -> None:
    canvas.setStrokeColorRGB(*colour)
    canvas.setLineWidth(1.2)
    half = mark.size / 2 - 0.6
    canvas.line(mark.x - half, mark.y, mark.x + half, mark.y)


_MARKS: dict[Sign, Callable[[Any, Mark, Colour], None]] = {
    Sign.DISC: _disc,
    Sign.HALF: _half,
    Sign.CROSS: _cross,
    Sign.RING: _ring,
    Sign.DASH: _dash,
}
