"""Opens strangers' workbooks: what could harm is refused before openpyxl sees it; what cannot be read, is said."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Iterable
from typing import Any, TypeAlias

from readiness.errors import Problem
from readiness.texts import tr

Rows: TypeAlias = Iterable[tuple[int, tuple[Any, ...]]]  # row numbers from 1 with the values of the cells

_OLE = bytes.fromhex("d0cf11e0a1b11ae1")  # old .xls, and every workbook with a password
_MOST_PARTS, _LARGEST, _MOST_ROWS, _MOST_COLUMNS, _MOST_CELLS = 500, 50_000_000, 20_000, 60, 400_000
_NEEDED = ("[Content_Types].xml", "xl/workbook.xml")
_DECLARATION = re.compile("|".join(
    re.escape(word.encode(code).decode("latin-1"))
    for word in ("<!DOCTYPE", "<!ENTITY")
    for code in ("ascii", "utf-16-le", "utf-16-be")
).encode("latin-1"), re.IGNORECASE)  # fmt: skip
_REFERENCE = re.compile(rb"""\br\s*=\s*["']([A-Z]{0,9})(\d{1,19})["']""")
_CELL = re.compile(rb"<(?:\w+:)?c[\s/>]")


class Unreadable(Exception):
    """The file is not a workbook that can be read; says why."""


class Formula:
    """Stands for a cell that holds a formula."""


def refusal(raw: bytes) -> Problem | None:
    """Say why a file must not be opened: no workbook, a password, a bomb, declarations that no workbook has."""
    if raw.startswith(_OLE):
        what = tr("is an old .xls file or has a password; save it in Excel as .xlsx without one")
        return Problem(tr("file"), what)
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as packed:
            return _refusal_of_parts(packed)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError):
        return Problem(tr("file"), tr("is not an Excel workbook, or it is damaged"))
    except zipfile.zlib.error:  # type: ignore[attr-defined]  # zipfile lets its faults through
        return Problem(tr("file"), tr("is a damaged workbook"))


def _refusal_of_parts(packed: zipfile.ZipFile) -> Problem | None:
    parts = packed.infolist()
    names = {part.filename for part in parts}
    if any(name not in names for name in _NEEDED):
        return Problem(tr("file"), tr("is not an Excel workbook"))
    if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > _LARGEST:
        return Problem(tr("file"), tr("is far larger inside than any checklist; it was not opened"))
    for part in parts:
        if not part.filename.lower().endswith((".xml", ".rels", ".vml")):
            continue
        content = packed.read(part)
        if _DECLARATION.search(content):
            return Problem(tr("part {name}", name=part.filename), tr("holds declarations that no workbook has"))
        if part.filename.startswith("xl/worksheets/"):
            refused = _refusal_of_cells(content)
            if refused:
                return Problem(tr("part {name}", name=part.filename), refused)
    return None


def _refusal_of_cells(content: bytes) -> str:
    if sum(1 for _ in _CELL.finditer(content)) > _MOST_CELLS:
        return tr("has more than {n} cells", n=_MOST_CELLS)
    for reference in _REFERENCE.finditer(content):
        letters, digits = reference.groups()
        column = 0
        for letter in letters:
            column = column * 26 + letter - 64
        if int(digits) > _MOST_ROWS or column > _MOST_COLUMNS:
            cell = (letters + digits).decode("ascii")
            return tr("has something at {cell}, outside {rows} rows and {columns} columns; delete it", cell=cell,
                      rows=_MOST_ROWS, columns=_MOST_COLUMNS)  # fmt: skip
    return ""


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
