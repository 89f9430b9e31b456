"""What Word files need beneath python-docx: styles, fields, shaded cells and the lines of tables."""

from __future__ import annotations

from typing import Any

from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Inches, Pt, RGBColor

FONT = "Calibri"
"""On every PC with Word, and replaced by a font as wide (Carlito) elsewhere; ours are seldom installed."""
ACCENT = RGBColor(0x1A, 0x47, 0x5C)
BODY_POINTS = 10.0
_HEADINGS = {1: 18.0, 2: 13.0, 3: 11.0}
_LINE = "C7D1D6"
_AFTER_BORDERS = ("w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook", "w:tblCaption", "w:tblDescription")
_AFTER_UPDATE = (
    "w:hdrShapeDefaults", "w:footnotePr", "w:endnotePr", "w:compat", "w:docVars", "w:rsids", "m:mathPr",
    "w:themeFontLang", "w:clrSchemeMapping",
)  # fmt: skip


def prepare_styles(word: Any, language: str) -> None:
    """Set the fonts and headings, and the language that texts are checked in."""
    styles = word.styles
    for name in ("Normal", "Heading 1", "Heading 2", "Heading 3", "Title"):
        style = styles[name]
        style.font.name = FONT
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for part in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
            fonts.set(qn(part), FONT)
        for part in ("w:asciiTheme", "w:hAnsiTheme", "w:cstheme", "w:eastAsiaTheme"):
            fonts.attrib.pop(qn(part), None)
    styles["Normal"].font.size = Pt(BODY_POINTS)
    styles["Normal"].paragraph_format.space_after = Pt(4)
    for level, points in _HEADINGS.items():
        style = styles[f"Heading {level}"]
        style.font.size, style.font.bold, style.font.color.rgb = Pt(points), True, ACCENT
        style.paragraph_format.keep_with_next = True
        style.paragraph_format.space_after = Pt(4)
    spoken = OxmlElement("w:lang")
    spoken.set(qn("w:val"), language)
    styles["Normal"].element.get_or_add_rPr().append(spoken)


def field(paragraph: Any, code: str, shown: str = "1") -> None:
    """Put a field into a paragraph, which Word works out itself."""
    for kind, content in (("begin", ""), ("", code), ("separate", ""), ("text", shown), ("end", "")):
        element = paragraph.add_run()._r  # noqa: SLF001 - python-docx has no public way
        if kind == "text":
            part = OxmlElement("w:t")
            part.text = content
        elif content:
            part = OxmlElement("w:instrText")
            part.set(qn("xml:space"), "preserve")
            part.text = f" {content} "
        else:
            part = OxmlElement("w:fldChar")
            part.set(qn("w:fldCharType"), kind)
        element.append(part)


def shade(cell: Any, colour: str) -> None:
    """Fill a cell."""
    shade = OxmlElement("w:shd")
    shade.set(qn("w:val"), "clear")
    shade.set(qn("w:fill"), colour)
    cell._tc.get_or_add_tcPr().append(shade)  # noqa: SLF001 - python-docx has no public way


def rule(table: Any) -> None:
    """Draw thin lines between the rows, and none between the columns."""
    borders = OxmlElement("w:tblBorders")
    for side in ("top", "bottom", "insideH"):
        line = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", "4"), ("color", _LINE)):
            line.set(qn(f"w:{name}"), value)
        borders.append(line)
    _insert(table._tbl.tblPr, borders, _AFTER_BORDERS)  # noqa: SLF001 - python-docx has no public way


def name_table(table: Any, name: str) -> None:
    """Name a table to who cannot see it."""
    if name:
        caption = OxmlElement("w:tblCaption")
        caption.set(qn("w:val"), name)
        table._tbl.tblPr.append(caption)  # noqa: SLF001 - python-docx has no public way


def fill_in_fields(word: Any) -> None:
    """Have Word fill in the contents when the file is opened; it asks first."""
    update = OxmlElement("w:updateFields")
    update.set(qn("w:val"), "true")
    _insert(word.settings.element, update, _AFTER_UPDATE)


def end_at(paragraph: Any, inches: float) -> None:
    """Let what follows a tabulator end at the margin, in place of the two stops that heads and feet come with."""
    stops = paragraph.paragraph_format.tab_stops
    for stop in paragraph.style.paragraph_format.tab_stops:
        stops.add_tab_stop(stop.position, WD_TAB_ALIGNMENT.CLEAR)
    stops.add_tab_stop(Inches(inches), WD_TAB_ALIGNMENT.RIGHT)


def _insert(parent: Any, child: Any, successors: tuple[str, ...]) -> None:
    """Put an element where the schema wants it, which Word may insist on: before whatever must come after it."""
    parent.insert_element_before(child, *successors)
