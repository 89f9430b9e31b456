"""Workbooks as people and strangers hand them in: each defect has its place, nothing dangerous is opened."""

from __future__ import annotations

import datetime as dt
import io
import os
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import openpyxl
import pytest

from readiness import library
from readiness.errors import BadFile
from readiness.exchange.xlsx import XLSX
from readiness.model.checklist import Checklist

SAMPLES = Path(os.environ.get("READINESS_SAMPLES", Path(__file__).parents[3] / "shared" / "samples"))


@pytest.fixture(scope="module")
def original() -> Checklist:
    return library.find("17065").checklist


@pytest.fixture(scope="module")
def raw(original: Checklist) -> bytes:
    return XLSX.write(original)


def _edited(raw: bytes, edit: Callable[[Any], None]) -> tuple[Checklist | None, list[str]]:
    """Change the workbook as a person would and read it; gives the checklist and the problems as lines."""
    book = openpyxl.load_workbook(io.BytesIO(raw))
    edit(book)
    written = io.BytesIO()
    book.save(written)
    checklist, problems = XLSX.read(written.getvalue())
    return checklist, [str(problem) for problem in problems]


def _column(sheet: Any, heading: str) -> int:
    found: int = next(cell.column for cell in sheet[1] if cell.value == heading)
    return found


def _row(sheet: Any, number: str, letter: str | None = None) -> int:
    found: int = next(row[0].row for row in sheet.iter_rows() if (row[0].value, row[1].value) == (number, letter))
    return found


class _Set:
    """Writes a value into one cell, found by clause, letter and heading."""

    def __init__(self, number: str, heading: str, value: object, letter: str | None = None) -> None:
        self.number, self.heading, self.value, self.letter = number, heading, value, letter

    def __call__(self, book: Any) -> None:
        sheet = book["Checklist"]
        sheet.cell(self.row(sheet), _column(sheet, self.heading)).value = self.value

    def row(self, sheet: Any) -> int:
        return _row(sheet, self.number, self.letter)


def test_the_sheet_is_made_to_be_read(raw: bytes) -> None:
    book = openpyxl.load_workbook(io.BytesIO(raw))
    sheet = book["Checklist"]
    assert sheet.freeze_panes == "D2"
    assert sheet.auto_filter.ref.startswith("A1:R")
    assert sheet["A1"].font.bold
    assert sheet["H5"].alignment.wrap_text
    assert len(sheet.data_validations.dataValidation) == 4
    about = {row[0].value: row[1].value for row in book["About"].iter_rows()}
    assert about["Standard"] == "ISO/IEC 17065"
    assert "in our own words" in about["Notice"]


def test_an_edit_arrives_and_nothing_else_changes(raw: bytes, original: Checklist) -> None:
    checklist, problems = _edited(raw, _Set("4.1.1", "Pitfall", "Ours:\n=SUMME"))
    assert problems == []
    assert checklist is not None
    changed = [new.number for new, old in zip(checklist.clauses, original.clauses, strict=True) if new != old]
    assert changed == ["4.1.1"]
    assert checklist.by_number["4.1.1"].pitfall == "Ours:\n=SUMME"


def test_columns_may_stand_in_any_order(raw: bytes, original: Checklist) -> None:
    def turn(book: Any) -> None:
        sheet = book["Checklist"]
        rows = [[cell.value for cell in row][::-1] for row in sheet.iter_rows()]
        for row, values in enumerate(rows, start=1):
            for column, value in enumerate(values, start=1):
                sheet.cell(row, column).value = value

    assert _edited(raw, turn) == (original, [])


def test_empty_rows_and_a_chapter_typed_as_a_number_do_no_harm(raw: bytes, original: Checklist) -> None:
    def edit(book: Any) -> None:
        book["Checklist"].insert_rows(4, 3)
        _Set("4", "Number", 4)(book)

    assert _edited(raw, edit) == (original, [])


@pytest.mark.parametrize(
    ("edit", "place", "said"),
    [
        (_Set("4.1.1", "Number", 4.1), "column Number", "stored as the number 4.1"),
        (_Set("4.1.1", "Question", "=1+1"), "column Question", "is a formula"),
        (_Set("4.1.1", "Question", dt.date(2026, 1, 1)), "column Question", "stored as a date"),
        (_Set("4.1.1", "Question", True), "column Question", "truth value"),
        (_Set("4.1.1", "Question", None), "(clause 4.1.1)", "has no question"),
        (_Set("4.1.1", "Kind", "Duty"), "column Kind", "'duty' is none of: heading"),
        (_Set("4.1.1", "Kind", None), "column Kind", "is empty"),
        (_Set("4.1.1", "Number is", "perhaps"), "column Number is", "'perhaps' is none of"),
        (_Set("4.1.1", "See also", "4.99"), "(clause 4.1.1)", "refers to 4.99"),
        (_Set("4.1.2.2", "Title", None, letter="c"), "(clause 4.1.2.2 c)", "has no title"),
        (_Set("4.1.2.2", "Why it matters", "x", letter="c"), "column Why it matters", "clause's row"),
        (_Set("4.1.2.2", "Number", "4.1.2.9", letter="c"), "column Letter", "directly below its clause"),
        (_Set("4.1.2.2", "Title", "\x7f", letter="c"), "(clause 4.1.2.2 c)", "no document can hold"),
    ],
)
def test_a_defect_is_named_with_its_place(raw: bytes, edit: _Set, place: str, said: str) -> None:
    row = edit.row(openpyxl.load_workbook(io.BytesIO(raw))["Checklist"])
    checklist, problems = _edited(raw, edit)
    assert checklist is None
    assert any(f"row {row}" in line and place in line and said in line for line in problems), problems


def test_all_defects_are_listed_not_only_the_first(raw: bytes) -> None:
    def edit(book: Any) -> None:
        for number in ("4.1.1", "4.1.3.1", "4.2.1"):
            _Set(number, "Question", None)(book)
        _Set("4.3.1", "Duty", "sometimes")(book)

    assert len(_edited(raw, edit)[1]) == 4


def test_missing_and_foreign_columns_and_sheets_are_named(raw: bytes) -> None:
    def foreign(book: Any) -> None:
        book["Checklist"].cell(1, 19).value = "My notes"

    def without(book: Any) -> None:
        book["Checklist"].delete_cols(_column(book["Checklist"], "Kind"))

    def unnamed(book: Any) -> None:
        del book["About"]

    assert "'My notes'" in _edited(raw, foreign)[1][0].replace("column My notes", "'My notes'")
    assert "the column 'Kind' is missing" in _edited(raw, without)[1][0]
    assert "has no sheet 'About'" in _edited(raw, unnamed)[1][0]


def test_the_identity_is_checked(raw: bytes) -> None:
    def edit(book: Any) -> None:
        about = book["About"]
        for row in about.iter_rows():
            if row[0].value == "Format":
                row[1].value = "something else"
            if row[0].value == "Standard":
                row[1].value = None
        about.append(["Reviewed by", "x"])

    problems = _edited(raw, edit)[1]
    assert any("'Format' must be 'readiness-checklist'" in line for line in problems)
    assert any("'Reviewed by' is not known" in line for line in problems)
    assert any(line.startswith("standard: must not be empty") for line in problems)


def test_what_does_not_fit_into_a_cell_is_not_written(original: Checklist) -> None:
    clause = original.by_number["4.1.1"]
    long = msgspec.structs.replace(clause, laid_down=tuple(f"{n} " + "x" * 3_900 for n in range(9)))
    clauses = tuple(long if item is clause else item for item in original.clauses)
    with pytest.raises(BadFile) as caught:
        XLSX.write(msgspec.structs.replace(original, clauses=clauses))
    assert "clause 4.1.1: 'Laid down in' has 35" in str(caught.value.problems[0])


def _packed(raw: bytes, change: Callable[[str, bytes], bytes], extra: dict[str, bytes] | None = None) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
        for name, content in (extra or {}).items():
            new.writestr(name, content)
    return written.getvalue()


def _sheet_with(raw: bytes, old: bytes, new: bytes) -> bytes:
    return _packed(raw, lambda name, part: part.replace(old, new, 1) if name == "xl/worksheets/sheet1.xml" else part)


HOSTILE: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "encrypted": (lambda raw: bytes.fromhex("d0cf11e0a1b11ae1") + raw, "has a password"),
    "not a zip": (lambda raw: b"hello" * 99, "is not an Excel workbook"),
    "another zip": (lambda _: _packed(b"PK\x05\x06" + bytes(18), lambda *_: b"", {"a": b"x"}), "is not an Excel"),
    "bomb": (lambda raw: _packed(raw, lambda _, part: part, {"xl/b.xml": bytes(60_000_000)}), "far larger inside"),
    "entity": (lambda raw: _sheet_with(raw, b"<worksheet", b"<!DOCTYPE a><worksheet"), "declarations"),
    "entity utf-16": (
        lambda raw: _packed(raw, lambda _, part: part, {"xl/s.xml": '<!DOCTYPE a [<!ENTITY b "c">]>'.encode("utf-16")}),
        "declarations",
    ),
    "far row": (lambda raw: _sheet_with(raw, b'r="A5"', b'r="A1048576"'), "A1048576"),
    "no such row": (lambda raw: _sheet_with(raw, b'<row r="5"', b'<row r="999999999999"'), "outside 20000 rows"),
    "far column": (lambda raw: _sheet_with(raw, b'r="A5"', b'r="XFD5"'), "XFD5"),
    "many cells": (
        lambda raw: _sheet_with(raw, b"</sheetData>", b"<row>" + b"<c/>" * 500_000 + b"</row></sheetData>"),
        "more than 400000 cells",
    ),
    "broken sheet": (lambda raw: _sheet_with(raw, b"</sheetData>", b"<"), "cannot be read as a workbook"),
    "cut off": (lambda raw: raw[: len(raw) // 2], "is not an Excel workbook"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_are_refused_at_once_with_a_sentence(name: str, raw: bytes) -> None:
    make, said = HOSTILE[name]
    content = make(raw)
    began = time.monotonic()
    checklist, problems = XLSX.read(content)
    assert checklist is None
    assert said in str(problems[0])
    assert time.monotonic() - began < 20  # not a measure: these would take minutes or all memory


@pytest.mark.parametrize("position", range(0, 100, 7))
def test_a_flipped_byte_is_harmless_or_named(raw: bytes, original: Checklist, position: int) -> None:
    damaged = bytearray(raw)
    damaged[len(raw) * position // 100] ^= 0x10
    checklist, problems = XLSX.read(bytes(damaged))
    assert checklist == original or (checklist is None and problems)


@pytest.mark.skipif(not SAMPLES.is_dir(), reason=f"other people's workbooks are not here: {SAMPLES}")
@pytest.mark.parametrize("name", ["example_framework.xlsx", "iso22301-2019.xlsx"])
def test_other_programs_workbooks_are_refused_with_a_sentence(name: str) -> None:
    checklist, problems = XLSX.read((SAMPLES / "ciso-assistant" / name).read_bytes())
    assert checklist is None
    assert "has no sheet 'Checklist'" in str(problems[0])
