"""The briefing of staff who sell and plan certification: lessons, quiz texts, and the records of who was briefed."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import ClassVar

import msgspec

from readiness.model.claims import ClaimRules
from readiness.model.comparison import Comparison
from readiness.model.record import Record
from readiness.model.schemes import SchemeCatalogue

PASS_PERCENT = 80
"""What share of the questions must be answered rightly; our own choice, no standard sets one."""


class Lesson(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A part of the course. `concerns` lists the standards whose services it is for ('17021-1', '17065').

    `points` are what to keep in mind; `guide` and `heading` name the section of a guide that says more, in the file by
    its English heading; `clauses` ('17065:7.7.1') what it rests on.
    """

    key: str
    concerns: tuple[str, ...]
    title: str
    text: str
    points: tuple[str, ...]
    guide: str
    heading: str
    clauses: tuple[str, ...]


class ClaimExample(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Pairs on one subject: sentences that a claim rule (by its id) objects to, and what may be written instead.

    `wrong[i]` and `right[i]` belong together.
    """

    rule: str
    concerns: tuple[str, ...]
    wrong: tuple[str, ...]
    right: tuple[str, ...]


class ChartExample(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An aspect of the comparison chart (by its key) as a question, with one short sentence for each standard.

    `mixed_up` says what goes wrong where the two are confused, and what to do instead. Sentences of an `arguable`
    aspect are never offered as wrong answers: some of what one asks may hold under the other.
    """

    aspect: str
    question: str
    sides: dict[str, str]
    mixed_up: str
    arguable: bool = False


class BriefingTexts(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All that a briefing is made from in one language, beside claim rules and the catalogue of schemes."""

    format: str
    format_version: int
    language: str
    lessons: tuple[Lesson, ...]
    claims: tuple[ClaimExample, ...]
    chart: tuple[ChartExample, ...]


@dataclass(frozen=True)
class Material:
    """What course and quiz are made from, in one language."""

    texts: BriefingTexts
    rules: ClaimRules
    chart: Comparison
    schemes: SchemeCatalogue


class Person(Record, frozen=True, kw_only=True):
    """Somebody of the body's personnel who is to be briefed, by name or role.

    `services` are the ids of those that the person deals with, None means all. `left` is the last day at the body,
    None where none is known.
    """

    table: ClassVar[str] = "personnel"
    name: str
    function: str = ""
    services: tuple[str, ...] | None = None
    left: dt.date | None = None

    def deals_with(self, service: str) -> bool:
        """Tell whether a service (by its id) is among those that the person deals with."""
        return self.services is None or service in self.services

    def works_on(self, day: dt.date) -> bool:
        """Tell whether the person has not left before a day."""
        return self.left is None or self.left >= day


class Briefing(Record, frozen=True, kw_only=True):
    """The result of one briefing: of a person, on a service (record ids), how many questions were answered rightly.

    `missed` names what was answered wrongly, by the keys of the quiz's questions; `evidence` is the record in the
    register that the result is kept under.
    """

    table: ClassVar[str] = "briefings"
    person: str
    service: str
    date: dt.date
    asked: int
    right: int
    missed: tuple[str, ...] = ()
    evidence: str = ""

    @property
    def passed(self) -> bool:
        """Tell whether enough was answered rightly."""
        return self.right * 100 >= self.asked * PASS_PERCENT
