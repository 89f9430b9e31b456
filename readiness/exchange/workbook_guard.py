"""Opens strangers' workbooks: what could harm is refused before openpyxl sees it; what cannot be read, is said."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, TypeAlias

from readiness.errors import Problem
from readiness.texts import tr

Rows: TypeAlias = Iterable[tuple[int, tuple[Any, ...]]]  # row numbers from 1 with the values of the cells

OLE = bytes.fromhex("d0cf11e0a1b11ae1")  # old .xls, and every workbook with a password
DAMAGED = (
    zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError,
    ValueError, KeyError,
)  # fmt: skip
"""What zipfile raises over a damaged archive."""
_NEEDED = ("[Content_Types].xml", "xl/workbook.xml")
_DECLARATION = re.compile("|".join(
    re.escape(word.encode(code).decode("latin-1"))
    for word in ("<!DOCTYPE", "<!ENTITY")
    for code in ("ascii", "utf-16-le", "utf-16-be")
).encode("latin-1"), re.IGNORECASE)  # fmt: skip
_REFERENCE = re.compile(rb"""\br\s*=\s*["']([A-Z]{0,9})(\d{1,19})["']""")
_CELL = re.compile(rb"<(?:\w+:)?c[\s/>]")


@dataclass(frozen=True)
class Limits:
    """How much a workbook may hold.

    Parts of the archive, bytes in all of them, rows, columns and cells of a sheet, and places for cells that openpyxl
    goes through in all sheets: it fills a row up to its last cell.
    """

    parts: int = 500
    size: int = 50_000_000
    rows: int = 20_000
    columns: int = 60
    cells: int = 400_000
    places: int = 20_000_000


OF_LISTS = Limits()
"""For checklists and lists of documents."""
OF_DOCUMENTS = Limits(parts=20_000, size=200_000_000, rows=1_048_576, columns=16_384)
"""For workbooks of any kind that are read for their text."""


class Unreadable(Exception):
    """The file is not a workbook that can be read; says why."""


class Formula:
    """Stands for a cell that holds a formula."""


def declares(content: bytes) -> bool:
    """Tell whether XML declares anything: entities could swell or fetch, and no Office file has any."""
    return _DECLARATION.search(content) is not None


def refusal(raw: bytes, limits: Limits = OF_LISTS) -> Problem | None:
    """Say why a file must not be opened: no workbook, a password, a bomb, declarations that no workbook has."""
    if raw.startswith(OLE):
        what = tr("is an old .xls file or has a password; save it in Excel as .xlsx without one")
        return Problem(tr("file"), what)
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as packed:
            return _refusal_of_parts(packed, limits)
    except zlib.error:
        return Problem(tr("file"), tr("is a damaged workbook"))
    except DAMAGED:
        return Problem(tr("file"), tr("is not an Excel workbook, or it is damaged"))


def _refusal_of_parts(packed: zipfile.ZipFile, limits: Limits) -> Problem | None:
    parts = packed.infolist()
    names = {part.filename for part in parts}
    if any(name not in names for name in _NEEDED):
        return Problem(tr("file"), tr("is not an Excel workbook"))
    if len(parts) > limits.parts or sum(part.file_size for part in parts) > limits.size:
        return Problem(tr("file"), tr("is far larger inside than any checklist; it was not opened"))
    places = 0
    for part in parts:
        if not part.filename.lower().endswith((".xml", ".rels", ".vml")):
            continue
        content = packed.read(part)
        if declares(content):
            return Problem(tr("part {name}", name=part.filename), tr("holds declarations that no workbook has"))
        if part.filename.startswith("xl/worksheets/"):
            refused, spread = _refusal_of_cells(content, limits)
            places += spread
            if refused:
                return Problem(tr("part {name}", name=part.filename), refused)
    if places > limits.places:
        return Problem(tr("file"), tr("is far larger inside than any checklist; it was not opened"))
    return None


def _refusal_of_cells(content: bytes, limits: Limits) -> tuple[str, int]:
    """Say what is wrong with the cells of a sheet, and how many places for cells it has up to the last of each row."""
    if sum(1 for _ in _CELL.finditer(content)) > limits.cells:
        return tr("has more than {n} cells", n=limits.cells), 0
    places = row = width = 0
    for reference in _REFERENCE.finditer(content):
        letters, digits = reference.groups()
        column = 0
        for letter in letters:
            column = column * 26 + letter - 64
        if int(digits) > limits.rows or column > limits.columns:
            cell = (letters + digits).decode("ascii")
            said = tr("has something at {cell}, outside {rows} rows and {columns} columns; delete it", cell=cell,
                      rows=limits.rows, columns=limits.columns)  # fmt: skip
            return said, 0
        if int(digits) != row:
            places += width + max(int(digits) - row, 0)
            row, width = int(digits), 0
        width = max(width, column)
    return "", places + width


def sheets(
    raw: bytes, names: tuple[str, ...] | None, *, values: bool = False
) -> dict[str, list[tuple[int, tuple[Any, ...]]]]:
    """Read the sheets of these names, as far as they exist, from bytes that `refusal` let through.

    None stands for all sheets in sight. With `values`, a cell with a formula is what it was worth when the workbook was
    saved, None where that is not known.

    Raises:
        Unreadable: openpyxl cannot read the workbook.
    """
    from openpyxl import load_workbook

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # extensions it does not know are nothing a checklist needs
            book = load_workbook(io.BytesIO(raw), read_only=True, data_only=values, keep_links=False)
            visible = [sheet.title for sheet in book.worksheets if sheet.sheet_state == "visible"]
            wanted = visible if names is None else [name for name in names if name in book.sheetnames]
            found = {name: _rows(book[name]) for name in wanted}
            book.close()
    except Exception as error:  # noqa: BLE001 - a damaged workbook makes openpyxl raise nearly anything
        raise Unreadable(
            tr("cannot be read as a workbook: {reason}", reason=str(error) or type(error).__name__)
        ) from None
    return found


def _rows(sheet: Any) -> list[tuple[int, tuple[Any, ...]]]:
    sheet.reset_dimensions()  # what a file says of its size may be wrong
    rows = []
    for position, cells in enumerate(sheet.iter_rows(), start=1):
        rows.append((position, tuple(Formula() if cell.data_type == "f" else cell.value for cell in cells)))
    return rows


def cells(raw: bytes) -> Iterator[tuple[str, int, int, Any]]:
    """Walk through the cells that hold a value, of the sheets in sight: sheet, row and column from 1, value.

    For bytes that `refusal` let through. A formula is worth what it was when the workbook was saved.

    Raises:
        Unreadable: openpyxl cannot read the workbook.
    """
    from openpyxl import load_workbook

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = load_workbook(io.BytesIO(raw), read_only=True, data_only=True, keep_links=False)
            for sheet in book.worksheets:
                if sheet.sheet_state != "visible":
                    continue
                sheet.reset_dimensions()
                for row, values in enumerate(sheet.iter_rows(values_only=True), start=1):
                    for column, value in enumerate(values, start=1):
                        if value is not None:
                            yield sheet.title, row, column, value
            book.close()
    except Exception as error:  # noqa: BLE001 - a damaged workbook makes openpyxl raise nearly anything
        raise Unreadable(
            tr("cannot be read as a workbook: {reason}", reason=str(error) or type(error).__name__)
        ) from None
