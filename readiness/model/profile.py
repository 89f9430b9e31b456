"""Profiles of accreditation bodies' forms: how they grade, which columns they ask for, what stands at their head."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum

import msgspec


class Grade(StrEnum):
    """What a grade of a form can stand for; several may share a letter."""

    CONFORMING = "conforming"
    MINOR = "minor"
    MAJOR = "major"
    UNWEIGHED = "unweighed"
    NOT_APPLICABLE = "not-applicable"
    NOT_ASSESSED = "not-assessed"
    ON_SITE = "on-site"


_NEEDED = tuple(item for item in Grade if item is not Grade.ON_SITE)
_MOST_COLUMNS = 12
_NARROWEST = 30
"""A column narrower than this part of the sheet holds no word."""
_MOST_LINES = 20


class Holds(StrEnum):
    """What a column of a form holds; blank ones are the assessor's to fill in by hand."""

    CLAUSE = "clause"
    QUESTION = "question"
    LAID_DOWN = "laid-down"
    SHOWN_BY = "shown-by"
    DOCUMENTS = "documents"
    GRADE = "grade"
    REASON = "reason"
    REMARKS = "remarks"
    OWNER = "owner"
    BLANK = "blank"


ByLanguage = dict[str, str]
"""A text in other languages than English, by their codes."""


class GradeWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """How a form writes a grade: a letter or figure, and what it means in words."""

    letter: str
    meaning: str
    letters: ByLanguage = {}
    meanings: ByLanguage = {}

    def written(self, language: str) -> str:
        """Give the letter, or the word that stands for one, in a language; in English where it has none there."""
        return self.letters.get(language, self.letter)

    def meant(self, language: str) -> str:
        """Say what it means in a language, in English where it is not said there."""
        return self.meanings.get(language, self.meaning)


class FormColumn(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A column of a form; widths are relative to each other."""

    title: str
    holds: Holds
    width: float
    titles: ByLanguage = {}


class HeadField(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """Something at the head of a form that is filled in by hand."""

    title: str
    titles: ByLanguage = {}


class Profile(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, kw_only=True):
    """A form: its grades (all but 'on-site' are needed), its columns and the fields at its head.

    `grades` says how the body's own ratings are written. What an assessor alone gives, as an observation is, stands in
    `assessor_grades`: it is explained and never filled in. `source` says where the form was seen; a row of the matrix
    is at least `lines` lines high.
    """

    id: str
    name: str
    names: ByLanguage = {}
    source: str = ""
    sources: ByLanguage = {}
    grades: dict[Grade, GradeWords]
    assessor_grades: tuple[GradeWords, ...] = ()
    columns: tuple[FormColumn, ...]
    head: tuple[HeadField, ...] = ()
    lines: int = 1

    def __post_init__(self) -> None:
        """Check what decoding by types alone does not.

        Raises:
            ValueError: something is missing or too much for a sheet; it says what.
        """
        for fault in (*self._faults_of_grades(), *self._faults_of_columns()):
            raise ValueError(fault)
        if not self.id.strip():
            raise ValueError("id is empty")
        if not 1 <= self.lines <= _MOST_LINES:
            raise ValueError(f"lines is {self.lines}, and must be 1 to {_MOST_LINES}")

    def _faults_of_grades(self) -> Iterator[str]:
        if missing := [item.value for item in _NEEDED if item not in self.grades]:
            yield f"grades lacks {', '.join(missing)}"
        for name, words in self.grades.items():
            if not words.letter.strip():
                yield f"grades.{name}.letter is empty"

    def _faults_of_columns(self) -> Iterator[str]:
        if not 1 <= len(self.columns) <= _MOST_COLUMNS:
            yield f"columns needs at least one column, and at most {_MOST_COLUMNS}"
            return
        if all(column.holds is not Holds.CLAUSE for column in self.columns):
            yield "columns needs one that holds 'clause', for the number leads to the standard"
        whole = sum(column.width for column in self.columns)
        for place, column in enumerate(self.columns):
            if not column.title.strip():
                yield f"columns[{place}].title is empty"
            if column.width <= 0:
                yield f"columns[{place}].width needs a width above 0"
            elif column.width * _NARROWEST < whole:
                yield f"columns[{place}].width is less than 1/{_NARROWEST} of all widths together"

    def named(self, language: str) -> str:
        """Name the form in a language, in English where it has no name there."""
        return self.names.get(language, self.name)

    def sourced(self, language: str) -> str:
        """Say where the form was seen, in a language, in English where it is not said there."""
        return self.sources.get(language, self.source)

    def titled(self, column: FormColumn, language: str) -> str:
        """Give the title of one of its columns in a language, in English where it has none there."""
        return column.titles.get(language, column.title)

    def heads(self, language: str) -> tuple[str, ...]:
        """Name the fields at its head in a language."""
        return tuple(item.titles.get(language, item.title) for item in self.head)
