"""Checklists as workbooks for a person to edit: one readable sheet, and one that says whose checklist it is.

Sheet 'Checklist' has one row per clause and per letter; lists stand one entry per line. Sheet 'About' holds the
identity. Headings and the words of Kind, Duty and the two marks are English in every language of the program, because
they are the format. Reading never stops at the first defect; each is named with sheet, row and column.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Any, TypeVar

import msgspec

from readiness.errors import Problem
from readiness.exchange import workbook_guard
from readiness.exchange.format import Format
from readiness.exchange.xlsx_writing import ABOUT, ESCAPED, HEAD, HEAD_NAMES, HEADINGS, LISTS, OPTION, SHEET, write
from readiness.model import checklist_file
from readiness.model.checklist import FORMAT, FORMAT_VERSION, Checklist, Clause, Confirmation, Duty, Kind, Letter
from readiness.texts import tr

_NEEDED = ("number", "letter", "title", "kind", "question")
_OF_LETTERS = {"number", *Letter.__struct_fields__}


def read(raw: bytes) -> tuple[Checklist | None, tuple[Problem, ...]]:
    """Read a workbook and list all its defects; the checklist is None where there are any."""
    refused = workbook_guard.refusal(raw)
    if refused is not None:
        return None, (refused,)
    try:
        sheets = workbook_guard.sheets(raw, (SHEET, ABOUT))
    except workbook_guard.Unreadable as error:
        return None, (Problem(tr("file"), str(error)),)
    problems = [
        Problem(tr("file"), tr("has no sheet '{name}'; take a workbook that the export wrote", name=name))
        for name in (SHEET, ABOUT)
        if name not in sheets
    ]
    if problems:
        return None, tuple(problems)
    head, options = _read_about(sheets[ABOUT], problems)
    reader = _Rows(problems)
    clauses = reader.clauses(sheets[SHEET])
    if not clauses and not problems:
        problems.append(Problem(tr("sheet {sheet}", sheet=SHEET), tr("holds no clause")))
    checklist = msgspec.convert({**head, "options": options, "clauses": ()}, Checklist)
    checklist = msgspec.structs.replace(checklist, clauses=clauses)
    problems.extend(
        Problem(reader.places.get(problem.where, problem.where), problem.what)
        for problem in checklist_file.defects(checklist, frozenset(reader.listed))
    )
    return (None if problems else checklist), tuple(problems)


def _read_about(sheet: workbook_guard.Rows, problems: list[Problem]) -> tuple[dict[str, str], dict[str, str]]:
    """Give the identity by field and the options by name."""
    fields = {name.lower(): field for field, name in HEAD_NAMES.items()}
    found: dict[str, str] = {}
    options: dict[str, str] = {}
    for row, cells in sheet:
        name = str((cells or (None,))[0] or "").strip()
        if row == 1 or not name:
            continue
        text = _text(cells[1] if len(cells) > 1 else None, _place(ABOUT, row, "Value"), problems)
        if name.startswith(OPTION):
            options[name.removeprefix(OPTION)] = text
        elif name.lower() not in fields:
            problems.append(Problem(_place(ABOUT, row, "Field"), tr("'{name}' is not known; delete it", name=name)))
        elif fields[name.lower()] in found:
            problems.append(Problem(_place(ABOUT, row, "Field"), tr("'{name}' stands twice", name=name)))
        else:
            found[fields[name.lower()]] = text
    where = tr("sheet {sheet}", sheet=ABOUT)
    wanted = {"format": FORMAT, "format_version": str(FORMAT_VERSION)}
    for field, value in wanted.items():
        if found.pop(field, "") != value:
            what = tr("'{name}' must be '{value}'", name=HEAD_NAMES[field], value=value)
            problems.append(Problem(where, what))
    return {field: found.get(field, "") for field in HEAD}, options


_Choice = TypeVar("_Choice", bound=StrEnum)


class _Rows:
    """Reads the rows of sheet 'Checklist'; `places` maps what the checklist's own check calls a place to a row."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        self.places: dict[str, str] = {}
        self.listed: set[str] = set()
        self._row = 0
        self._cells: dict[str, Any] = {}

    def clauses(self, sheet: workbook_guard.Rows) -> tuple[Clause, ...]:
        """Read all rows into clauses with their letters."""
        fields: dict[int, str] = {}
        found: list[Clause] = []
        letters: dict[int, list[Letter]] = {}
        for self._row, cells in sheet:
            if self._row == 1:
                fields = self._fields(cells)
                if not set(_NEEDED) <= set(fields.values()):
                    return ()
                continue
            self._cells = {fields[column]: cell for column, cell in enumerate(cells) if column in fields}
            if all(cell in (None, "") for cell in self._cells.values()):
                continue
            number = self._number()
            if self._text("letter"):
                if found and found[-1].number == number:
                    letters.setdefault(len(found) - 1, []).append(self._letter(number))
                else:
                    self._problem("letter", tr("a letter stands directly below its clause, with the clause's number"))
            else:
                found.append(self._clause(number))
        return tuple(
            msgspec.structs.replace(clause, letters=tuple(letters.get(position, ())))
            for position, clause in enumerate(found)
        )

    def _fields(self, cells: tuple[Any, ...]) -> dict[int, str]:
        """Find the columns by their headings, in any order."""
        known = {heading.lower(): field for field, heading in HEADINGS.items()}
        fields: dict[int, str] = {}
        for column, cell in enumerate(cells):
            heading = str(cell if cell is not None else "").strip()
            field = known.get(heading.lower())
            if field in fields.values():
                self.problems.append(Problem(_place(SHEET, 1, heading), tr("this column stands twice")))
            elif field is not None:
                fields[column] = field
            elif heading:
                what = tr("is not a column of a checklist and would be lost; delete it")
                self.problems.append(Problem(_place(SHEET, 1, heading), what))
        for field in _NEEDED:
            if field not in fields.values():
                what = tr("the column '{heading}' is missing", heading=HEADINGS[field])
                self.problems.append(Problem(tr("sheet {sheet}, row {row}", sheet=SHEET, row=1), what))
        return fields

    def _problem(self, field: str, what: str) -> None:
        self.problems.append(Problem(_place(SHEET, self._row, HEADINGS[field]), what))

    def _text(self, field: str) -> str:
        return _text(self._cells.get(field), _place(SHEET, self._row, HEADINGS[field]), self.problems)

    def _list(self, field: str) -> tuple[str, ...]:
        return tuple(line for line in self._text(field).split("\n") if line.strip())

    def _number(self) -> str:
        """Read the clause number: a number cell is taken for whole chapters only, since 9.1 and 9.10 look alike."""
        cell = self._cells.get("number")
        number = self._text("number")
        if cell is None:
            self._problem("number", tr("is empty"))
        return number

    def _choice(self, field: str, kind: type[_Choice], default: _Choice) -> _Choice:
        word = self._text(field).strip().lower()
        if not word:
            return default
        try:
            return kind(word)
        except ValueError:
            self._problem(field, tr("'{word}' is none of: {words}", word=word, words=", ".join(kind)))
            return default

    def _clause(self, number: str) -> Clause:
        self.listed.add(number)
        self.places[tr("clause {number}", number=number)] = tr(
            "sheet {sheet}, row {row} (clause {number})", sheet=SHEET, row=self._row, number=number
        )
        if not self._text("kind").strip():
            self._problem("kind", tr("is empty; write one of: {words}", words=", ".join(Kind)))
        counted = self._text("letter_count").strip()
        texts = ("title", "condition", "option", "question", "why", "checked_by", "pitfall", "beside")
        fields: dict[str, Any] = {field: self._text(field) for field in texts}
        fields |= {field: self._list(field) for field in LISTS}
        return Clause(
            number=number,
            kind=self._choice("kind", Kind, Kind.HEADING),
            duty=self._choice("duty", Duty, Duty.REQUIRED),
            numbering=self._choice("numbering", Confirmation, Confirmation.UNCONFIRMED),
            letter_count=self._choice("letter_count", Confirmation, Confirmation.UNCONFIRMED) if counted else None,
            **fields,
        )

    def _letter(self, number: str) -> Letter:
        letter = self._text("letter").strip()
        self.places[tr("clause {number} {letter})", number=number, letter=letter)] = tr(
            "sheet {sheet}, row {row} (clause {number} {letter})",
            sheet=SHEET,
            row=self._row,
            number=number,
            letter=letter,
        )
        for field in self._cells:
            if field not in _OF_LETTERS and self._text(field).strip():
                self._problem(field, tr("stands in the clause's row, not in a letter's; move or delete it"))
        return Letter(
            letter=letter,
            title=self._text("title"),
            question=self._text("question"),
            laid_down=self._list("laid_down"),
            shown_by=self._list("shown_by"),
            pitfall=self._text("pitfall"),
            duty=self._choice("duty", Duty, Duty.REQUIRED),
            condition=self._text("condition"),
        )


def _text(cell: Any, where: str, problems: list[Problem]) -> str:
    """Read a cell as text; anything that Excel turned into something else is a defect, not a guess."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        return ESCAPED.sub("_", cell)
    if isinstance(cell, int) and not isinstance(cell, bool):
        return str(cell)
    if isinstance(cell, workbook_guard.Formula):
        what = tr("is a formula; write the text itself")
    elif isinstance(cell, float):
        what = tr("is stored as the number {n:g}; format the cell as text and type it again", n=cell)
    else:
        what = tr("is stored as a date or a truth value; format the cell as text and type it again")
    if not any(problem == Problem(where, what) for problem in problems[-4:]):
        problems.append(Problem(where, what))
    return ""


def _place(sheet: str, row: int, column: str) -> str:
    return tr("sheet {sheet}, row {row}, column {column}", sheet=sheet, row=row, column=column)


XLSX = Format(
    name="xlsx",
    ending=".xlsx",
    title=lambda: tr("Checklist as Excel workbook (for people to edit)"),
    read=read,
    write=write,
)
