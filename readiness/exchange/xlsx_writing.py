"""Writes a checklist as a workbook, and says what its sheets look like; `xlsx` reads the same back."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from enum import StrEnum
from typing import Any

from readiness.errors import BadFile, Problem
from readiness.model.checklist import Checklist, Clause, Confirmation, Duty, Kind, Letter
from readiness.texts import tr

SHEET, ABOUT = "Checklist", "About"
_LONGEST_CELL = 32_767  # Excel cuts what is longer, without a word
OPTION = "Option "

# Field of Clause or Letter, heading, width in characters.
_COLUMNS = (
    ("number", "Number", 9),
    ("letter", "Letter", 7),
    ("title", "Title", 28),
    ("kind", "Kind", 13),
    ("duty", "Duty", 12),
    ("condition", "Condition", 24),
    ("option", "Option", 8),
    ("question", "Question", 52),
    ("why", "Why it matters", 44),
    ("laid_down", "Laid down in", 48),
    ("shown_by", "Shown by", 48),
    ("checked_by", "How an assessor checks it", 44),
    ("pitfall", "Pitfall", 40),
    ("beside", "Beside the other standard", 40),
    ("see", "See also", 11),
    ("keywords", "Keywords", 22),
    ("numbering", "Number is", 16),
    ("letter_count", "Count of letters is", 16),
)
HEADINGS = {field: heading for field, heading, _ in _COLUMNS}
LISTS = ("laid_down", "shown_by", "see", "keywords")
_CHOICES: dict[str, type[StrEnum]] = {
    "kind": Kind,
    "duty": Duty,
    "numbering": Confirmation,
    "letter_count": Confirmation,
}
HEAD = ("id", "standard", "edition", "title", "version", "notice", "language", "based_on")
HEAD_NAMES = {
    "format": "Format",
    "format_version": "Format version",
    "id": "Identity",
    "standard": "Standard",
    "edition": "Edition",
    "title": "Title",
    "version": "Version of the texts",
    "notice": "Notice",
    "language": "Language",
    "based_on": "Based on",
}
# Where text reads like Excel's own escape for a character, the underscore is escaped, or Excel would decode it.
_LIKE_AN_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
ESCAPED = re.compile(r"_x005F_(?=x[0-9A-Fa-f]{4}_)")


def write(checklist: Checklist) -> bytes:
    """Write a checklist as a workbook.

    Raises:
        BadFile: a text or list is too long for a cell.
    """
    from openpyxl import Workbook

    too_long = tuple(_too_long(checklist))
    if too_long:
        raise BadFile(
            tr("The checklist does not fit into a workbook."),
            tr("Export it as JSON, or shorten the texts named."),
            too_long,
        )
    book = Workbook()
    sheet, about = book.active, book.create_sheet(ABOUT)
    sheet.title = SHEET
    for column, (_, heading, _width) in enumerate(_COLUMNS, start=1):
        _put(sheet, 1, column, heading)
    row = 1
    for clause in checklist.clauses:
        for cells in (_cells(clause), *(_cells(letter, clause.number) for letter in clause.letters)):
            row += 1
            for column, (field, _, _width) in enumerate(_COLUMNS, start=1):
                _put(sheet, row, column, cells.get(field, ""))
    for position, (name, value) in enumerate([("Field", "Value"), *_about(checklist)], start=1):
        _put(about, position, 1, name)
        _put(about, position, 2, value)
    _dress(sheet, about, row)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def _cells(item: Clause | Letter, number: str = "") -> dict[str, str]:
    """Give the cells of a row by field; a letter's row repeats its clause's number."""
    cells = {"number": number}
    for field in item.__struct_fields__:
        value = getattr(item, field)
        if field in LISTS:
            cells[field] = "\n".join(value)
        elif field != "letters" and value is not None:
            cells[field] = str(value)
    return cells


def _about(checklist: Checklist) -> Iterator[tuple[str, str]]:
    yield HEAD_NAMES["format"], checklist.format
    yield HEAD_NAMES["format_version"], str(checklist.format_version)
    for field in HEAD:
        yield HEAD_NAMES[field], getattr(checklist, field)
    for name, text in checklist.options.items():
        yield OPTION + name, text


def _too_long(checklist: Checklist) -> Iterator[Problem]:
    for clause in checklist.clauses:
        items: tuple[Clause | Letter, ...] = (clause, *clause.letters)
        for item in items:
            for field, text in _cells(item).items():
                if len(text) > _LONGEST_CELL:
                    where = tr("clause {number} {letter}", number=clause.number, letter=getattr(item, "letter", ""))
                    what = tr("'{field}' has {n} characters; a cell holds {most}", field=HEADINGS[field], n=len(text),
                              most=_LONGEST_CELL)  # fmt: skip
                    yield Problem(where.strip(), what)


def _put(sheet: Any, row: int, column: int, text: str) -> None:
    """Write text as text, whatever it looks like: '=1' is no formula and '9.10' no number."""
    if text:
        cell = sheet.cell(row, column)
        cell.value = _LIKE_AN_ESCAPE.sub("_x005F_", text)
        cell.data_type = "s"
        cell.number_format = "@"


def _dress(sheet: Any, about: Any, last: int) -> None:
    """Make it readable: frozen head, widths, wrapped text, a filter, choices, headings that stand out, paper."""
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    bold, plain = Font(bold=True), Alignment(wrap_text=True, vertical="top")
    head, band = PatternFill("solid", start_color="D9E2EC"), PatternFill("solid", start_color="F0F3F6")
    for column, (field, _, width) in enumerate(_COLUMNS, start=1):
        name = get_column_letter(column)
        sheet.column_dimensions[name].width = width
        if field in _CHOICES:
            words = ",".join(_CHOICES[field])
            choice = DataValidation("list", formula1=f'"{words}"', allow_blank=True)
            choice.add(f"{name}2:{name}{last + 500}")
            sheet.add_data_validation(choice)
    kind = 1 + [field for field, _, _ in _COLUMNS].index("kind")
    for cells in sheet.iter_rows(min_row=1, max_row=last, max_col=len(_COLUMNS)):
        is_head, is_band = cells[0].row == 1, cells[kind - 1].value == Kind.HEADING
        for cell in cells:
            cell.alignment = plain
            if is_head or is_band:
                cell.font, cell.fill = bold, head if is_head else band
    sheet.freeze_panes = "D2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(_COLUMNS))}{last}"
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_setup.fitToHeight = 0
    about.column_dimensions["A"].width, about.column_dimensions["B"].width = 24, 100
    for cells in about.iter_rows():
        cells[0].font = bold
        for cell in cells:
            cell.alignment = plain
