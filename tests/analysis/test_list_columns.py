"""What the columns of somebody's list hold, and how dates and kinds are read."""

from __future__ import annotations

import datetime as dt

import pytest

from readiness.analysis import list_values
from readiness.analysis.list_columns import Layout, Part, guess, part_of
from readiness.analysis.list_values import DateOrder
from readiness.model.records import EvidenceKind
from readiness.model.table import Cell, Line, Sheet


def sheet(text: str) -> Sheet:
    lines = [line.split("|") for line in text.strip("\n").split("\n")]
    return Sheet(tuple(Line(at, tuple(Cell(cell.strip()) for cell in row)) for at, row in enumerate(lines, start=1)))


@pytest.mark.parametrize(
    ("heading", "part"),
    [
        ("Doc. No.", Part.NUMBER), ("Document number", Part.NUMBER), ("Dok.-Nr.", Part.NUMBER), ("#", Part.NUMBER),
        ("Title of document", Part.TITLE), ("Bezeichnung", Part.TITLE), ("Dokumententitel", Part.TITLE),
        ("Rev.", Part.REVISION), ("Issue", Part.REVISION), ("Ausgabe", Part.REVISION), ("Version no.", Part.REVISION),
        ("Issue date", Part.DATE), ("Rev. date", Part.DATE), ("Stand", Part.DATE), ("Gültig ab", Part.DATE),
        ("Valid until", Part.VALID_UNTIL), ("Expiry date", Part.VALID_UNTIL), ("Gültig bis (Datum)", Part.VALID_UNTIL),
        ("Next review", Part.VALID_UNTIL), ("Nächste Prüfung am", Part.VALID_UNTIL),
        ("Process owner", Part.OWNER), ("Verantwortlich", Part.OWNER), ("Document type", Part.KIND), ("Art", Part.KIND),
        ("Ablageort", Part.LINK), ("URL", Part.LINK), ("Status", None), ("", None), ("Remarks", None),
    ],
)  # fmt: skip
def test_headings_in_english_and_german(heading: str, part: Part | None) -> None:
    assert part_of(heading) is part


def test_headings_are_found_below_a_title() -> None:
    found = guess(sheet("Master list||as of 2026\n\nNr.|Titel|Rev.|Stand|Bemerkung\nP-01|Audits|2|01.02.2026|new"))
    assert found == Layout(3, {Part.NUMBER: 0, Part.TITLE: 1, Part.REVISION: 2, Part.DATE: 3})


def test_a_whole_heading_goes_before_one_that_only_holds_the_word() -> None:
    found = guess(sheet("Title of the responsible unit|Title|Number\nQM|Audits|P-01"))
    assert found.columns[Part.TITLE] == 1


def test_columns_without_headings_are_known_by_what_stands_in_them() -> None:
    found = guess(
        sheet(
            "P-01|Control of documents|procedure|5|2025-01-02|QM|https://intranet/1\n"
            "P-02|Internal audits of all sites|procedure|4|03.02.2025|QM|https://intranet/2\n"
            "F-03|Audit plan|form|1|2025-07-01|lead auditor|https://intranet/3"
        )
    )
    assert found.headings == 0
    assert found.columns == {
        Part.NUMBER: 0, Part.TITLE: 1, Part.KIND: 2, Part.REVISION: 3, Part.DATE: 4, Part.OWNER: 5, Part.LINK: 6,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-03-04", (2026, 3, 4)), ("2026/3/4", (2026, 3, 4)), ("04.03.2026", (2026, 3, 4)),
        ("4. 3. 26", (2026, 3, 4)),
        ("1.2.98", (1998, 2, 1)), ("13/04/2026", (2026, 4, 13)), ("04/13/2026", (2026, 4, 13)),
        ("5/5/2026", (2026, 5, 5)),
        ("2026-03-04 00:00:00", (2026, 3, 4)), ("04.03.2026 12:30", (2026, 3, 4)), ("3 March 2026", (2026, 3, 3)),
        ("3. März 2026", (2026, 3, 3)), ("15-Dez-2026", (2026, 12, 15)), ("Oct 7, 2026", (2026, 10, 7)),
    ],
)  # fmt: skip
def test_dates_as_people_write_them(text: str, day: tuple[int, int, int]) -> None:
    assert list_values.date(Cell(text)) == (dt.date(*day), "")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("03/04/2026", "day/month or month/day"), ("31.02.2026", "does not exist"), ("2026", "month or a year"),
        ("03/2026", "month or a year"), ("March 2026", "month or a year"), ("soon", "not a date"),
        ("45000", "not a date"),
        ("13/13/2026", "does not exist"), ("3 Foo 2026", "not a date"),
    ],
)  # fmt: skip
def test_what_is_no_date_says_why(text: str, reason: str) -> None:
    day, why = list_values.date(Cell(text))
    assert day is None
    assert reason in why


def test_dates_of_spreadsheets() -> None:
    assert list_values.date(Cell("x", date=dt.date(2026, 1, 2)))[0] == dt.date(2026, 1, 2)
    assert list_values.date(Cell("45000", number=45000.0))[0] == dt.date(2023, 3, 15)
    assert list_values.date(Cell("2026", number=2026.0))[0] is None


def test_a_column_tells_what_comes_first_in_its_dates() -> None:
    assert list_values.order_of([Cell("03/04/2026"), Cell("13/04/2026")]) is DateOrder.DAY
    assert list_values.order_of([Cell("03/04/2026"), Cell("04/13/2026")]) is DateOrder.MONTH
    assert list_values.order_of([Cell("03/04/2026")]) is None
    assert list_values.order_of([Cell("13/04/2026"), Cell("04/13/2026")]) is None
    assert list_values.date(Cell("03/04/2026"), DateOrder.MONTH)[0] == dt.date(2026, 3, 4)


@pytest.mark.parametrize("kind", list(EvidenceKind))
def test_every_kind_is_known_by_its_own_word(kind: EvidenceKind) -> None:
    assert list_values.kind(kind.value) is kind


def test_kinds_in_german_and_in_the_plural() -> None:
    assert list_values.kind("Verfahrensanweisung") is EvidenceKind.PROCEDURE
    assert list_values.kind(" Procedures ") is EvidenceKind.PROCEDURE
    assert list_values.kind("witchcraft") is None
