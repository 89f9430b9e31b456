"""Tables that others made, as plain cells: text as Excel and Word put it on the clipboard, CSV of any kind, XLSX.

Nothing is taken for granted: encoding and delimiter are found out, a workbook goes through the guard, a cell that
cannot be read says why. What the columns mean is for others to say.
"""

from __future__ import annotations

import contextlib
import csv
import datetime as dt
import io
from collections.abc import Iterable, Iterator
from typing import Any

from readiness.errors import Problem
from readiness.exchange import workbook_guard
from readiness.model.table import Cell, Line, Sheet
from readiness.texts import tr

_ZIP, _OLE, _PDF = b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF-"
_HEAD = 1024
"""A PDF says within so many bytes that it is one."""
_BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
_DELIMITERS = "\t;,|"
_MOST_LINES, _MOST_COLUMNS, _MOST_LETTERS = 10_000, 60, 5_000_000
_LONGEST_CELL = 4_000
_LOOKED_AT = 200
"""Lines that the delimiter is found out from."""
_TALLEST_CELL = 40
"""Lines in one cell: more come from a quotation mark that nobody closed."""
_END = "\x00"
"""A line behind the last one, which no text holds: where it is part of a cell, a quotation mark was not closed."""
_EXCEL_ERRORS = ("#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!", "#NV", "#BEZUG!", "#WERT!")

Found = tuple[tuple[Sheet, ...], tuple[Problem, ...]]
"""The sheets that hold anything, and what keeps a table from being read at all."""


class _Open(str):
    """A cell that a quotation mark opens which nobody closed, or one behind it in its line."""

    __slots__ = ()


def read(raw: bytes) -> Found:
    """Read a workbook or a text with delimiters; which of them it is, its content says, not its name."""
    if raw.startswith((_ZIP, _OLE)):
        return _workbook(raw)
    # The beginning of a PDF may be plain letters.
    text = None if _PDF in raw[:_HEAD] else decoded(raw)
    if text is None:
        return (), (Problem(tr("file"), tr("is neither an Excel workbook nor a text with delimiters")),)
    return of_text(text)


def of_text(text: str) -> Found:
    """Read a text with delimiters, as it is pasted or saved as CSV."""
    if len(text) > _MOST_LETTERS:
        return (), (Problem(tr("table"), tr("is longer than {n} million letters", n=_MOST_LETTERS // 1_000_000)),)
    return _checked(Sheet(_lines((number, tuple(_of_text(cell) for cell in row)) for number, row in rows(text))))


def rows(text: str, most: int = _MOST_LINES + 1) -> Iterable[tuple[int, list[str]]]:
    """Cut a text with delimiters, which Excel may have named, into numbered rows of cells, `most` at the most."""
    text = text.replace("\x00", "").removeprefix("\ufeff")
    first, _, rest = text.partition("\n")
    named = first.strip().casefold()
    if named.startswith("sep=") and len(named) == len("sep=") + 1:
        return enumerate(_rows(rest, first.strip()[-1], most), 2)
    return enumerate(_rows(text, delimiter(text), most), 1)


def decoded(raw: bytes) -> str | None:
    """Turn bytes into text: by their mark, else UTF-16 by its zeros, else UTF-8, else Windows-1252; None if binary."""
    for mark, encoding in _BOMS:
        if raw.startswith(mark):
            return raw[len(mark) :].decode(encoding, "replace")
    head = raw[:2000]
    if head and head.count(0) > len(head) // 4:
        odd = head[1::2].count(0) > head[::2].count(0)
        return _printable(raw.decode("utf-16-le" if odd else "utf-16-be", "replace"))
    try:
        return _printable(raw.decode("utf-8"))
    except UnicodeDecodeError:
        return _printable(raw.decode("cp1252", "replace"))


def _printable(text: str) -> str | None:
    odd = sum(1 for letter in text[:4000] if ord(letter) < 32 and letter not in "\t\n\r\f\v\x1a")
    return text if odd <= len(text[:4000]) // 50 else None


def delimiter(text: str) -> str:
    """Find out what stands between the cells: what cuts most lines into the same number of pieces, more than one."""
    best, best_worth = "\t", 0.0
    for candidate in _DELIMITERS:
        widths = [len(row) for row in _rows(text, candidate, most=_LOOKED_AT) if any(cell.strip() for cell in row)]
        if not widths or max(widths) < 2:
            continue
        usual = max(set(widths), key=widths.count)
        worth = widths.count(usual) / len(widths) * (usual > 1) + sum(width > 1 for width in widths) / len(widths) / 2
        if worth > best_worth:
            best, best_worth = candidate, worth
    return best


def _rows(text: str, cut: str, most: int = _MOST_LINES + 1) -> list[list[str]]:
    """Cut a text into rows of cells; a quotation mark that nobody closed swallows nothing of what follows."""
    lines = list(io.StringIO(text, newline=""))
    rows: list[list[str]] = []
    begin = 0
    while begin < len(lines) and len(rows) < most:
        begin = _read_on(lines, begin, cut, rows, most)
        if begin < len(lines) and len(rows) < most:
            rows.append(_unclosed(lines[begin], cut))
            begin += 1
    return rows


def _read_on(lines: list[str], begin: int, cut: str, rows: list[list[str]], most: int) -> int:
    """Add rows from a line on; gives the line in which a quotation mark is opened that nobody closes, or the end."""

    def fed() -> Iterator[str]:
        for number in range(start, len(lines)):
            if number - begin > _TALLEST_CELL:
                break
            yield lines[number]
        yield _END

    start = begin
    # Strict: where the next quotation mark closes it, letters follow that mark, and that is an error.
    reader = csv.reader(fed(), delimiter=cut, strict=True)
    with contextlib.suppress(csv.Error):
        for row in reader:
            if row and row[-1].endswith(_END):
                break
            rows.append(row)
            begin = start + reader.line_num
            if len(rows) >= most:
                break
    return begin


def _unclosed(line: str, cut: str) -> list[str]:
    """Cut a line in which a quotation mark stays open: from it on, nobody knows what belongs together."""
    found: list[str] = []
    is_open = False
    for cell in line.rstrip("\r\n").split(cut):
        is_closed = len(cell) > 1 and cell.startswith('"') and cell.endswith('"') and cell.count('"') % 2 == 0
        is_open = is_open or (cell.startswith('"') and cell.count('"') % 2 == 1)
        plain = cell[1:-1].replace('""', '"') if is_closed else cell
        found.append(_Open(cell) if is_open else plain)
    return found


def _lines(rows: Iterable[tuple[int, tuple[Cell, ...]]]) -> tuple[Line, ...]:
    """Leave out lines that hold nothing, and empty cells at their ends."""
    lines = []
    for number, cells in rows:
        filled = max((position for position, cell in enumerate(cells, start=1) if not cell.is_empty), default=0)
        if filled:
            lines.append(Line(number, cells[:filled]))
    return tuple(lines)


def _of_text(text: str) -> Cell:
    is_open = isinstance(text, _Open)
    text = text.replace("\xa0", " ").strip()
    if text[:1] == "'" and text[1:2] in ("=", "+", "-", "@"):
        text = text[1:]  # what keeps a spreadsheet from taking the cell for a formula
    if is_open and text:
        return Cell(text[:80], problem=tr("stands in a line whose quotation mark is not closed"))
    if text in _EXCEL_ERRORS:
        return Cell(text, problem=tr("is an error of the spreadsheet"))
    if len(text) > _LONGEST_CELL:
        return Cell(text[:80], problem=tr("is longer than {n} letters", n=_LONGEST_CELL))
    return Cell(text)


def _checked(*sheets: Sheet) -> Found:
    """Refuse what is larger than any list of documents: nothing is cut off in silence."""
    filled = tuple(sheet for sheet in sheets if sheet.lines)
    problems = []
    for sheet in filled:
        where = tr("sheet {sheet}", sheet=sheet.name) if sheet.name else tr("table")
        if len(sheet.lines) > _MOST_LINES:
            problems.append(Problem(where, tr("has more than {n} lines", n=_MOST_LINES)))
        if sheet.width > _MOST_COLUMNS:
            problems.append(Problem(where, tr("has more than {n} columns", n=_MOST_COLUMNS)))
    if not filled:
        problems.append(Problem(tr("table"), tr("holds nothing")))
    return (() if problems else filled), tuple(problems)


# Workbooks


def _workbook(raw: bytes) -> Found:
    refused = workbook_guard.refusal(raw)
    if refused is not None:
        return (), (refused,)
    try:
        found = workbook_guard.sheets(raw, None)
        if any(isinstance(cell, workbook_guard.Formula) for rows in found.values() for _, row in rows for cell in row):
            found = _with_values(found, workbook_guard.sheets(raw, None, values=True))
    except workbook_guard.Unreadable as error:
        return (), (Problem(tr("file"), str(error)),)
    sheets = (
        Sheet(_lines((number, tuple(_of_value(cell) for cell in row)) for number, row in rows), name)
        for name, rows in found.items()
    )
    return _checked(*sheets)


_Sheets = dict[str, list[tuple[int, tuple[Any, ...]]]]


def _with_values(found: _Sheets, values: _Sheets) -> _Sheets:
    """Put what formulas were worth when the workbook was saved in their place, where that is known."""
    filled: _Sheets = {}
    for name, rows in found.items():
        worth = dict(values.get(name, ()))
        filled[name] = [
            (number, tuple(_worth(cell, position, worth.get(number, ())) for position, cell in enumerate(row)))
            for number, row in rows
        ]
    return filled


def _worth(cell: Any, position: int, values: tuple[Any, ...]) -> Any:
    if not isinstance(cell, workbook_guard.Formula):
        return cell
    value = values[position] if position < len(values) else None
    return cell if value is None else value


def _of_value(value: Any) -> Cell:
    """Make a cell of what openpyxl gives for one."""
    if value is None:
        return Cell()
    if isinstance(value, workbook_guard.Formula):
        return Cell("=", problem=tr("is a formula whose value is not known; open and save the file in Excel once"))
    if isinstance(value, bool):
        return Cell(str(value).upper())
    if isinstance(value, dt.datetime | dt.date):
        day = value.date() if isinstance(value, dt.datetime) else value
        return Cell(day.isoformat(), date=day)
    if isinstance(value, int | float):
        return Cell(f"{value:.15g}", number=float(value))
    return _of_text(str(value))
