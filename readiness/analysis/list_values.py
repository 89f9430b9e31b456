"""What stands in the cells of somebody's list: dates as people write them, kinds in their words."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from enum import StrEnum

from readiness.model.records import EvidenceKind
from readiness.model.table import Cell
from readiness.texts import tr


class DateOrder(StrEnum):
    """What comes first in a date with slashes."""

    DAY = "day"
    MONTH = "month"


_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
_DOTTED = re.compile(r"(\d{1,2})\.\s*(\d{1,2})\.\s*(\d{4}|\d{2})")
_SLASHED = re.compile(r"(\d{1,2})[/-](\d{1,2})[/-](\d{4}|\d{2})")
_DAY_FIRST = re.compile(r"(\d{1,2})\.?[\s-]+([^\W\d_]{3,9})\.?,?[\s-]+(\d{4})")
_MONTH_FIRST = re.compile(r"([^\W\d_]{3,9})\.?\s+(\d{1,2}),?\s+(\d{4})")
_TIME = re.compile(r"[T\s]\s*\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:\s*[ap]m)?Z?$", re.IGNORECASE)
_MONTHS = {
    "jan": 1, "feb": 2, "mar": 3, "mär": 3, "mrz": 3, "mae": 3, "apr": 4, "may": 5, "mai": 5, "jun": 6, "jul": 7,
    "aug": 8, "sep": 9, "oct": 10, "okt": 10, "nov": 11, "dec": 12, "dez": 12,
}  # fmt: skip
_EXCEL_BEGAN = dt.date(1899, 12, 30)
_EXCEL_DAYS = (20_000, 80_000)
"""Excel's count of days from 1954 to 2119: a number in a column of dates is such a count, not a year."""
_CENTURY_TURNS = 70


def order_of(cells: Iterable[Cell]) -> DateOrder | None:
    """Find out from a whole column what comes first in its dates with slashes; None where nothing settles it."""
    day = month = False
    for cell in cells:
        match = _SLASHED.fullmatch(_TIME.sub("", cell.text.strip()))
        if cell.date is None and match:
            day |= int(match[1]) > 12
            month |= int(match[2]) > 12
    if day == month:
        return None
    return DateOrder.DAY if day else DateOrder.MONTH


def date(cell: Cell, order: DateOrder | None = None) -> tuple[dt.date | None, str]:
    """Read a date; gives it, or None and the reason why it cannot be one."""
    if cell.date is not None:
        return cell.date, ""
    if cell.number is not None and cell.number.is_integer() and _EXCEL_DAYS[0] < cell.number < _EXCEL_DAYS[1]:
        return _EXCEL_BEGAN + dt.timedelta(days=int(cell.number)), ""
    text = _TIME.sub("", cell.text.strip()).strip()
    if match := _ISO.fullmatch(text):
        return _made(int(match[1]), int(match[2]), int(match[3]))
    if match := _DOTTED.fullmatch(text):
        return _made(_year(match[3]), int(match[2]), int(match[1]))
    if match := _SLASHED.fullmatch(text):
        return _slashed(int(match[1]), int(match[2]), _year(match[3]), order)
    if match := _DAY_FIRST.fullmatch(text):
        return _named(match[2], int(match[1]), int(match[3]))
    if match := _MONTH_FIRST.fullmatch(text):
        return _named(match[1], int(match[2]), int(match[3]))
    if re.fullmatch(r"\d{4}|\d{1,2}[./-]\d{4}|[^\W\d_]+\.?\s+\d{4}", text):
        return None, tr("is a month or a year, not a day")
    return None, tr("is not a date")


def _year(text: str) -> int:
    year = int(text)
    if len(text) == 4:
        return year
    return year + (2000 if year < _CENTURY_TURNS else 1900)


def _slashed(first: int, second: int, year: int, order: DateOrder | None) -> tuple[dt.date | None, str]:
    if order is None and first <= 12 and second <= 12 and first != second:
        return None, tr("may be day/month or month/day; say which comes first")
    day_first = second <= 12 if order is None else order is DateOrder.DAY
    return _made(year, second, first) if day_first else _made(year, first, second)


def _named(month: str, day: int, year: int) -> tuple[dt.date | None, str]:
    number = _MONTHS.get(month.casefold()[:3])
    return _made(year, number, day) if number else (None, tr("is not a date"))


def _made(year: int, month: int, day: int) -> tuple[dt.date | None, str]:
    try:
        return dt.date(year, month, day), ""
    except ValueError:
        return None, tr("is a day that does not exist")


def looks_like_date(text: str) -> bool:
    """Tell whether a text is meant as a date, also where it is an ambiguous one."""
    text = _TIME.sub("", text.strip()).strip()
    return any(form.fullmatch(text) for form in (_ISO, _DOTTED, _SLASHED, _DAY_FIRST, _MONTH_FIRST))


_KINDS: dict[EvidenceKind, tuple[str, ...]] = {
    EvidenceKind.MANUAL: ("manual", "handbook", "quality manual", "handbuch", "qmh", "managementhandbuch"),
    EvidenceKind.POLICY: ("policy", "policies", "politik", "richtlinie", "leitlinie", "grundsatz"),
    EvidenceKind.PROCEDURE: (
        "procedure", "process", "sop", "instruction", "work instruction", "wi", "guideline", "scheme", "programme",
        "verfahren", "verfahrensanweisung", "va", "arbeitsanweisung", "aa", "anweisung", "prozess",
        "prozessbeschreibung", "programm",
    ),
    EvidenceKind.FORM: (
        "form", "template", "checklist", "formular", "formblatt", "fb", "vorlage", "muster", "checkliste",
    ),
    EvidenceKind.CONTRACT: ("contract", "agreement", "vertrag", "vereinbarung"),
    EvidenceKind.RECORD: ("record", "records", "aufzeichnung", "aufzeichnungen", "nachweis"),
    EvidenceKind.REPORT: ("report", "audit report", "bericht", "auditbericht"),
    EvidenceKind.TEST_REPORT: ("test report", "test-report", "prüfbericht", "pruefbericht"),
    EvidenceKind.MINUTES: ("minutes", "protokoll", "niederschrift", "besprechungsprotokoll"),
    EvidenceKind.CERTIFICATE: ("certificate", "accreditation", "zertifikat", "bescheinigung", "urkunde"),
    EvidenceKind.REGISTER: ("register", "list", "log", "index", "matrix", "liste", "verzeichnis", "übersicht"),
    EvidenceKind.INTERVIEW: ("interview", "gespräch", "befragung"),
    EvidenceKind.OBSERVATION: ("observation", "witness", "beobachtung", "witnessaudit"),
    EvidenceKind.OTHER: ("other", "external", "external document", "sonstige", "sonstiges", "andere", "extern"),
}  # fmt: skip
_BY_WORD = {word: kind for kind, words in _KINDS.items() for word in (*words, kind.value)}


def kind(text: str) -> EvidenceKind | None:
    """Tell what kind of document a word means, in English, German or the program's language; None if unknown."""
    plain = " ".join(re.sub(r"[^\w\s-]+", " ", text.casefold()).split())
    return _BY_WORD.get(plain) or _BY_WORD.get(plain.rstrip("s"))
