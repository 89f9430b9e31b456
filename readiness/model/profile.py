"""Profiles of accreditation bodies' forms: how they grade, which columns they ask for, what stands at their head."""

from __future__ import annotations

from enum import StrEnum

import msgspec


class Grade(StrEnum):
    """What a grade of a form can stand for; the two of a gap may share one."""

    CONFORMING = "conforming"
    MINOR = "minor"
    MAJOR = "major"
    UNWEIGHED = "unweighed"
    NOT_APPLICABLE = "not-applicable"
    NOT_ASSESSED = "not-assessed"
    ON_SITE = "on-site"


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


class GradeWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How a form writes a grade: a letter or figure, and what it means in words."""

    letter: str
    meaning: str


class FormColumn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A column of a form; widths are relative to each other."""

    title: str
    holds: Holds
    width: float


class Profile(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A form: its grades, its columns and the fields at its head, which are printed empty to be filled in.

    `source` says where the form was seen, `landscape` how it lies, `lines` how high its rows are at least.
    """

    id: str
    name: str
    source: str = ""
    grades: dict[Grade, GradeWords]
    columns: tuple[FormColumn, ...]
    head: tuple[str, ...] = ()
    landscape: bool = True
    lines: int = 1
