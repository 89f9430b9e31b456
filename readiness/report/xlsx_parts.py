"""What sheets of a workbook need beneath openpyxl: names, paper, fonts, and how many lines a text takes."""

from __future__ import annotations

import re
import textwrap
from typing import Any

from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from readiness.report.blocks import Document, PaperSize
from readiness.report.signs import storable
from readiness.texts import tr

ACCENT = "1A475C"
_LONGEST_NAME, _LONGEST_HEAD = 31, 100
_FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))
_WIDE = re.compile("[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60]")
_PAPERS = {PaperSize.A4: 9, PaperSize.LETTER: 1}
_FONT = "Calibri"


def font(*, bold: bool = False, size: int = 11, color: str = "000000", underline: str | None = None) -> Font:
    """Give a font by name: without one, some programs take one with serifs."""
    return Font(name=_FONT, bold=bold, size=size, color=color, underline=underline)


def new_sheet(book: Any, document: Document, name: str) -> Worksheet:
    """Make a sheet that prints as wide as the page, with head, marking and page numbers."""
    sheet: Worksheet = book.create_sheet(name)
    sheet.page_setup.orientation = "landscape" if document.paper.landscape else "portrait"
    sheet.page_setup.paperSize = _PAPERS[document.paper.size]
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.oddHeader.left.text = _plain(document.head)
    sheet.oddHeader.right.text = _plain(document.marking)
    sheet.oddFooter.left.text = _plain(document.foot)
    sheet.oddFooter.right.text = "&P / &N"
    sheet.sheet_view.showGridLines = False
    return sheet


def _plain(text: str) -> str:
    """Give a text for a sheet's head or foot, where '&' begins a code."""
    return storable(text)[:_LONGEST_HEAD].replace("&", "&&")


class Names:
    """Names of sheets: short enough, without forbidden signs, none twice."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def unique(self, wanted: str) -> str:
        """Give a name that no other sheet has."""
        base = " ".join(storable(wanted).translate(_FORBIDDEN).split()) or tr("Sheet")
        name, number = base[:_LONGEST_NAME].strip(), 1
        while name.casefold() in self._taken:
            number += 1
            ending = f" ({number})"
            name = base[: _LONGEST_NAME - len(ending)].strip() + ending
        self._taken.add(name.casefold())
        return name


def lines_of(text: str, width: float) -> int:
    """Work out on how many lines a text stands in a column; letters of East Asia are twice as wide."""
    wide = text if text.isascii() else _WIDE.sub("xx", text)
    return sum((len(textwrap.wrap(line, int(width))) or 1) if len(line) > width else 1 for line in wide.split("\n"))
