"""Profiles of accreditation bodies' forms: how they grade, which columns they ask for, what stands at their head."""

from __future__ import annotations

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
    meanings: ByLanguage = {}

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

    `source` says where the form was seen; a row of the matrix is at least `lines` lines high.
    """

    id: str
    name: str
    names: ByLanguage = {}
    source: str = ""
    grades: dict[Grade, GradeWords]
    columns: tuple[FormColumn, ...]
    head: tuple[HeadField, ...] = ()
    lines: int = 1

    def __post_init__(self) -> None:
        """Check what decoding by types alone does not.

        Raises:
            ValueError: a grade or every column is missing, or a width is not above 0; msgspec says where.
        """
        if missing := [item.value for item in _NEEDED if item not in self.grades]:
            raise ValueError(f"grades lacks {', '.join(missing)}")
        if not self.columns or min(column.width for column in self.columns) <= 0:
            raise ValueError("columns needs at least one column, each with a width above 0")
        if not self.id.strip():
            raise ValueError("id is empty")

    def named(self, language: str) -> str:
        """Name the form in a language, in English where it has no name there."""
        return self.names.get(language, self.name)

    def titled(self, column: FormColumn, language: str) -> str:
        """Give the title of one of its columns in a language, in English where it has none there."""
        return column.titles.get(language, column.title)

    def heads(self, language: str) -> tuple[str, ...]:
        """Name the fields at its head in a language."""
        return tuple(item.titles.get(language, item.title) for item in self.head)
