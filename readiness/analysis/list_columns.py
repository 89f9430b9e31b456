"""Which column of somebody's list of documents holds what: by headings in English or German, else by its content."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from readiness.analysis import list_values
from readiness.model.table import Cell, Line, Sheet, letters


class Part(StrEnum):
    """What a column may hold. The values are the names that the command line takes."""

    NUMBER = "number"
    TITLE = "title"
    REVISION = "revision"
    DATE = "date"
    VALID_UNTIL = "valid-until"
    OWNER = "owner"
    KIND = "kind"
    LINK = "link"


@dataclass(frozen=True)
class Layout:
    """Where in a sheet what stands: the number of the line with headings (0 for none), and the columns by part."""

    headings: int = 0
    columns: Mapping[Part, int] = field(default_factory=dict)

    def rows(self, sheet: Sheet) -> tuple[Line, ...]:
        """Give the lines below the headings."""
        return tuple(line for line in sheet.lines if line.number > self.headings)

    def heading(self, sheet: Sheet, column: int) -> str:
        """Name a column: by its heading, else by its letter."""
        text = next((line.cell(column).text for line in sheet.lines if line.number == self.headings), "")
        return " ".join(text.split()) or letters(column)


_SEARCHED_LINES = 20
_LOOKED_AT = 100
_WORDS: dict[Part, tuple[str, ...]] = {
    Part.VALID_UNTIL: (
        "valid until", "valid to", "validity", "expires", "expiry", "expiry date", "expiration date", "next review",
        "review due", "review date", "due for review", "gültig bis", "gueltig bis", "gültigkeit", "ablauf",
        "ablaufdatum",
        "läuft ab", "nächste prüfung", "nächste überprüfung", "überprüfung bis", "wiedervorlage",
    ),
    Part.DATE: (
        "date", "issue date", "issued", "issued on", "date of issue", "revision date", "rev date", "version date",
        "effective", "effective date", "effective from", "valid from", "approved", "approved on", "approval date",
        "release date", "released", "dated", "as of", "datum", "ausgabedatum", "freigabedatum", "freigabe",
        "freigegeben am", "gültig ab", "gueltig ab", "stand", "in kraft seit", "in kraft ab", "vom", "erstellt am",
    ),
    Part.NUMBER: (
        "number", "no", "nr", "num", "#", "id", "code", "reference", "ref", "reference number", "ref no", "doc no",
        "doc number", "doc id", "document no", "document number", "document id", "document code", "identification",
        "identifier", "nummer", "dok nr", "dok no", "doknr", "dokumentnummer", "dokumentennummer", "dokument nr",
        "dokumenten nr", "dokument id", "kennung", "kennzeichen", "kennzeichnung", "kurzzeichen", "kürzel",
    ),
    Part.TITLE: (
        "title", "name", "document", "document title", "document name", "doc title", "description", "designation",
        "subject", "titel", "bezeichnung", "benennung", "dokument", "dokumenttitel", "dokumententitel", "dokumentname",
        "dokumentenname", "beschreibung", "thema",
    ),
    Part.REVISION: (
        "revision", "rev", "rev no", "revision no", "revision number", "version", "ver", "version no",
        "version number", "issue", "issue no", "edition", "index", "ausgabe", "revisionsstand", "änderungsstand",
        "änderungsindex", "rev stand", "rev nr", "versionsnummer", "revisionsnummer", "fassung",
    ),
    Part.OWNER: (
        "owner", "document owner", "process owner", "responsible", "responsible person", "responsibility", "author",
        "prepared by", "maintained by", "in charge", "verantwortlich", "verantwortliche", "verantwortlicher",
        "verantwortung", "eigner", "eigentümer", "inhaber", "zuständig", "zuständigkeit", "ersteller", "verfasser",
        "dokumentenverantwortlicher", "prozesseigner", "bearbeiter",
    ),
    Part.KIND: (
        "kind", "type", "document type", "doc type", "type of document", "category", "class", "level", "art",
        "dokumentart", "dokumententyp", "dokumenttyp", "dokumentenart", "typ", "kategorie", "klasse",
    ),
    Part.LINK: (
        "link", "url", "address", "path", "location", "hyperlink", "file", "file name", "where", "storage", "adresse",
        "pfad", "ablage", "ablageort", "speicherort", "datei", "dateiname", "fundstelle",
    ),
}  # fmt: skip
_BY_WORD = {word: part for part, words in _WORDS.items() for word in words}
_ENDS_DATE = re.compile(r"\b(?:until|expir\w*|bis|ablauf\w*|next review|review due|nächste\w*)\b")
_ANY_DATE = re.compile(r"\b(?:date|datum|\w*datum|am|ab|on)\b")


def _plain(heading: str) -> str:
    return " ".join(re.sub(r"[^\w#]+", " ", heading.casefold()).split())


def part_of(heading: str) -> Part | None:
    """Tell what a heading announces; None where it is not known."""
    plain = _plain(heading)
    if not plain or len(plain) > 60:
        return None
    if plain in _BY_WORD:
        return _BY_WORD[plain]
    if _ENDS_DATE.search(plain):
        return Part.VALID_UNTIL
    if _ANY_DATE.search(plain):
        return Part.DATE
    found = [(len(word), part) for word, part in _BY_WORD.items() if re.search(rf"\b{re.escape(word)}\b", plain)]
    return max(found, key=lambda pair: pair[0])[1] if found else None


def guess(sheet: Sheet) -> Layout:
    """Guess which line holds the headings and what each column holds."""
    best, found = 0, dict[Part, int]()
    for line in sheet.lines[:_SEARCHED_LINES]:
        columns = _by_headings(line)
        if len(columns) > len(found):
            best, found = line.number, columns
    if len(found) >= 2 or (found and sheet.width == 1):
        return Layout(best, found)
    return Layout(0, _by_content(sheet))


def _by_headings(line: Line) -> dict[Part, int]:
    """Take each column by its heading; one whose whole heading is known goes before one that only contains the word."""
    named = [(column, part_of(cell.text), _is_exact(cell)) for column, cell in enumerate(line.cells)]
    columns: dict[Part, int] = {}
    for column, part, _ in sorted(named, key=lambda entry: (not entry[2], entry[0])):
        if part is not None:
            columns.setdefault(part, column)
    return columns


def _is_exact(cell: Cell) -> bool:
    return _plain(cell.text) in _BY_WORD


def _by_content(sheet: Sheet) -> dict[Part, int]:
    """Guess columns without headings by what stands in them, each part once."""
    columns = {column: _filled(sheet.lines[:_LOOKED_AT], column) for column in range(sheet.width)}
    columns = {column: cells for column, cells in columns.items() if cells}
    found: dict[Part, int] = {}

    def take(part: Part, candidates: Sequence[int]) -> None:
        if candidates:
            found[part] = candidates[0]
            del columns[candidates[0]]

    for part in (Part.DATE, Part.VALID_UNTIL):
        take(part, [column for column, cells in columns.items() if _share(cells, _is_date) > 0.6])
    take(Part.LINK, [column for column, cells in columns.items() if _share(cells, _is_link) > 0.6])
    take(Part.KIND, [column for column, cells in columns.items() if _share(cells, _is_kind) > 0.6])
    take(Part.NUMBER, [column for column, cells in columns.items() if _share(cells, _is_number) > 0.6
                       and len({cell.text for cell in cells}) > len(cells) * 0.8])  # fmt: skip
    take(Part.REVISION, [column for column, cells in columns.items() if _share(cells, _is_revision) > 0.8])
    take(Part.TITLE, sorted(columns, key=lambda column: -sum(len(cell.text) for cell in columns[column])))
    take(Part.OWNER, sorted(columns))
    return found


def _filled(lines: Sequence[Line], column: int) -> list[Cell]:
    return [cell for line in lines if not (cell := line.cell(column)).is_empty]


def _share(cells: Sequence[Cell], test: object) -> float:
    assert callable(test)
    return sum(1 for cell in cells if test(cell)) / len(cells)


def _is_date(cell: Cell) -> bool:
    return cell.date is not None or list_values.looks_like_date(cell.text)


def _is_link(cell: Cell) -> bool:
    return bool(re.match(r"(?:https?|file|ftp)://|\\\\|[a-z]:[\\/]|www\.", cell.text, re.IGNORECASE))


def _is_kind(cell: Cell) -> bool:
    return list_values.kind(cell.text) is not None


def _is_number(cell: Cell) -> bool:
    text = cell.text
    is_short = len(text) < 25 and text.count(" ") < 3
    return is_short and bool(re.search(r"\d", text)) and not list_values.looks_like_date(text)


def _is_revision(cell: Cell) -> bool:
    return bool(re.fullmatch(r"(?:rev|v|ver)?[\s.]*(?:\d{1,3}(?:\.\d{1,3})*|[a-z]{1,2}\d?)", cell.text, re.IGNORECASE))
