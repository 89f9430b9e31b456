"""Tables that others made: any delimiter, any usual encoding, workbooks through the guard."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from typing import Any

import msgspec
import openpyxl
import pytest

from readiness.exchange import tables
from readiness.model.table import Cell, Sheet, letters


def _texts(sheet: Sheet) -> list[list[str]]:
    return [[cell.text for cell in line.cells] for line in sheet.lines]


def _book(**sheets: list[list[Any]]) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


ROWS = [["Nr.", "Titel"], ["P-01", "Prüfung, Ablauf"], ["P-02", "Überwachung"]]


@pytest.mark.parametrize("cut", ["\t", ";", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_every_delimiter_in_every_encoding(cut: str, encoding: str) -> None:
    raw = "\r\n".join(cut.join(row) for row in ROWS).encode(encoding)
    (sheet,), problems = tables.read(raw)
    assert problems == ()
    assert _texts(sheet) == ROWS


def test_commas_and_quotation_marks() -> None:
    (sheet,), _ = tables.of_text('No,Title\nP-01,"Audits, ""internal""\nand external"\nP-02,Plain\n')
    assert _texts(sheet)[1:] == [["P-01", 'Audits, "internal"\nand external'], ["P-02", "Plain"]]


def test_a_quotation_mark_nobody_closed_swallows_nothing() -> None:
    text = "No\tTitle\n" + 'P-00\t"Quality first\n' + "".join(f"P-{row}\tTitle {row}\n" for row in range(1, 60))
    (sheet,), _ = tables.of_text(text)
    assert len(sheet.lines) == 61
    assert sheet.lines[1].cells[1].text == '"Quality first'
    assert "not closed" in sheet.lines[1].cells[1].problem


@pytest.mark.parametrize("end", ["\n", "\r\n", ""])
def test_a_quotation_mark_nobody_closed_is_said_in_a_short_list_too(end: str) -> None:
    lines = ["Number,Title,Valid until", '"P-2","Unclosed,2027-01-01', 'P-3,"Z, closed",01/02/2027', 'P-4,"Last,x']
    (sheet,), _ = tables.of_text((end or "\n").join(lines) + end)
    assert _texts(sheet)[1:] == [
        ["P-2", '"Unclosed', "2027-01-01"], ["P-3", "Z, closed", "01/02/2027"], ["P-4", '"Last', "x"],
    ]  # fmt: skip
    said = [[bool(cell.problem) for cell in line.cells] for line in sheet.lines]
    assert said[1:] == [[False, True, True], [False, False, False], [False, True, True]]


def test_many_quotation_marks_nobody_closed_cost_no_more_than_their_lines() -> None:
    (sheet,), _ = tables.of_text("No,Title\n" + 'P,"x\n' * 9_000)
    assert len(sheet.lines) == 9_001
    assert all(line.cells[1].problem for line in sheet.lines[1:])


def test_words_in_quotation_marks_at_the_beginning_are_words() -> None:
    (sheet,), _ = tables.of_text('No\tTitle\nP-01\t"Quality" manual\nP-02\tPipe 5" and 6"\n')
    assert _texts(sheet)[1:] == [["P-01", '"Quality" manual'], ["P-02", 'Pipe 5" and 6"']]
    assert not any(cell.problem for line in sheet.lines for cell in line.cells)


def test_a_pdf_is_no_list() -> None:
    sheets, (problem,) = tables.read(b"%PDF-1.7\n1 0 obj, a; b\n<< /Type /Catalog >>\nendobj\n")
    assert sheets == ()
    assert "neither an Excel workbook nor a text" in problem.what


def test_excel_names_its_delimiter() -> None:
    (sheet,), _ = tables.of_text("sep=;\nNo;Title, long\nP-01;A, b, c\n")
    assert _texts(sheet) == [["No", "Title, long"], ["P-01", "A, b, c"]]
    assert [line.number for line in sheet.lines] == [2, 3]


def test_empty_lines_keep_the_numbers_of_the_others() -> None:
    (sheet,), _ = tables.of_text("No\tTitle\n\n\t\nP-01\tA\n")
    assert [line.number for line in sheet.lines] == [1, 4]


def test_what_keeps_a_spreadsheet_from_a_formula_is_taken_off() -> None:
    (sheet,), _ = tables.of_text("No\tTitle\nP-01\t'-draft\nP-02\t'tis\n")
    assert [line.cells[1].text for line in sheet.lines] == ["Title", "-draft", "'tis"]


def test_a_workbook_gives_its_sheets_with_dates_numbers_and_formulas() -> None:
    day = dt.datetime(2026, 2, 1)  # noqa: DTZ001 - Excel knows no zones
    (first, second), problems = tables.read(_book(Cover=[["Body"]], List=[["P-01", 7, 1.5, day, "=A1", "#N/A", True]]))
    assert problems == ()
    assert (first.name, second.name) == ("Cover", "List")
    cells = second.lines[0].cells
    assert [cell.text for cell in cells] == ["P-01", "7", "1.5", "2026-02-01", "=", "#N/A", "TRUE"]
    assert cells[3].date == dt.date(2026, 2, 1)
    assert cells[1].number == 7
    assert "formula" in cells[4].problem
    assert "error" in cells[5].problem


def test_a_formula_is_worth_what_it_was_when_saved() -> None:
    raw = _book(List=[["P-01", "=A1"]])
    changed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(changed, "w") as new:
        for part in old.namelist():
            content = old.read(part)
            if part == "xl/worksheets/sheet1.xml":
                content = content.replace(b"<v></v>", b"<v>7</v>").replace(b"<v />", b"<v>7</v>")
            new.writestr(part, content)
    (sheet,), _ = tables.read(changed.getvalue())
    assert sheet.lines[0].cells[1].text == "7"


@pytest.mark.parametrize(
    ("raw", "what"),
    [
        (bytes(range(256)) * 8, "neither"),
        (b"", "holds nothing"),
        (b"PK\x03\x04 no zip", "damaged"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + b"old", "old .xls"),
        (b"a;b\n" * 10_001, "more than 10000 lines"),
        (b";".join([b"a"] * 61), "more than 60 columns"),
    ],
)
def test_what_is_no_list_is_refused_in_a_sentence(raw: bytes, what: str) -> None:
    sheets, problems = tables.read(raw)
    assert sheets == ()
    assert what in str(problems[0])


def test_a_sparse_workbook_is_refused_before_it_is_read() -> None:
    book = openpyxl.Workbook()
    book.active["A1048576"] = "far below"
    written = io.BytesIO()
    book.save(written)
    sheets, problems = tables.read(written.getvalue())
    assert sheets == ()
    assert "1048576" in str(problems[0])


def test_a_cell_that_is_far_too_long_says_so() -> None:
    (sheet,), _ = tables.of_text("No\tTitle\nP-01\t" + "x" * 5000)
    assert "longer than" in sheet.lines[1].cells[1].problem


def test_sheets_pass_through_json_unchanged() -> None:
    sheets, _ = tables.read(_book(List=[["P-01", 7, dt.datetime(2026, 2, 1), "=A1"]]))  # noqa: DTZ001
    plain = msgspec.json.decode(msgspec.json.encode(sheets))
    assert tuple(msgspec.convert(item, Sheet) for item in plain) == sheets


def test_columns_are_lettered_as_in_spreadsheets() -> None:
    assert [letters(column) for column in (0, 25, 26, 51, 52, 701, 702)] == ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]
    assert Cell().is_empty
