"""A checklist: one standard and edition as a list of clauses in order. Data, never code.

Checklist files are decoded straight into these values; `readiness.library` says what is wrong with a file.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from functools import cached_property

import msgspec

from readiness.errors import UnknownName
from readiness.model.clauses import ClauseNumber
from readiness.texts import tr

FORMAT = "readiness-checklist"
FORMAT_VERSION = 1


class Kind(StrEnum):
    """What a numbered clause is."""

    HEADING = "heading"
    INFORMATIVE = "informative"
    REQUIREMENT = "requirement"


class Duty(StrEnum):
    """How far a requirement binds. Guidance is assessed but stays outside conformity."""

    REQUIRED = "required"
    CONDITIONAL = "conditional"
    GUIDANCE = "guidance"


class Confirmation(StrEnum):
    """Whether a clause number, or a count of letters, was found in a public source."""

    CONFIRMED = "confirmed"
    UNCONFIRMED = "to be confirmed"


class Letter(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, kw_only=True):
    """One lettered item of a clause, with what is its own; what the letters share stands in the clause."""

    letter: str
    title: str
    question: str
    laid_down: tuple[str, ...] = ()
    shown_by: tuple[str, ...] = ()
    pitfall: str = ""
    duty: Duty = Duty.REQUIRED
    condition: str = ""


class Clause(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, kw_only=True):
    """A numbered clause. Texts are paraphrases in our own words; `number` and `title` are facts."""

    number: str
    title: str
    kind: Kind
    duty: Duty = Duty.REQUIRED
    condition: str = ""
    option: str = ""
    numbering: Confirmation = Confirmation.UNCONFIRMED
    letter_count: Confirmation | None = None
    question: str = ""
    why: str = ""
    laid_down: tuple[str, ...] = ()
    shown_by: tuple[str, ...] = ()
    checked_by: str = ""
    pitfall: str = ""
    beside: str = ""
    see: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    letters: tuple[Letter, ...] = ()

    @property
    def is_stem(self) -> bool:
        """Tell whether the clause's letters are what is assessed."""
        return bool(self.letters)


class Requirement:
    """An assessable leaf: a clause without letters, or one letter of a stem."""

    __slots__ = ("clause", "id", "letter", "number")

    def __init__(self, clause: Clause, letter: Letter | None = None) -> None:
        """Name the leaf by its clause and, in a stem, its letter."""
        self.clause = clause
        self.letter = letter
        whole = ClauseNumber.parse(clause.number)
        self.number = ClauseNumber(whole.parts, letter.letter) if letter else whole
        self.id = self.number.id

    @property
    def title(self) -> str:
        """The clause's short title, and the letter's where there is one."""
        return f"{self.clause.title}: {self.letter.title}" if self.letter else self.clause.title

    @property
    def question(self) -> str:
        """The question that the answer answers."""
        return self.letter.question if self.letter else self.clause.question

    @property
    def duty(self) -> Duty:
        """How far it binds."""
        return self.letter.duty if self.letter else self.clause.duty

    @property
    def condition(self) -> str:
        """The condition of a conditional duty, '' otherwise."""
        return self.letter.condition if self.letter else self.clause.condition

    @property
    def laid_down(self) -> tuple[str, ...]:
        """Documents to look for: its own, then those that the letters share."""
        return (self.letter.laid_down if self.letter else ()) + self.clause.laid_down

    @property
    def shown_by(self) -> tuple[str, ...]:
        """Records to look for: its own, then those that the letters share."""
        return (self.letter.shown_by if self.letter else ()) + self.clause.shown_by

    def applies_under(self, option: str) -> bool:
        """Tell whether the requirement is asked under management-system option `option` ('A', 'B', '')."""
        return not self.clause.option or not option or self.clause.option == option

    def __repr__(self) -> str:
        """Show the number."""
        return f"Requirement({self.id})"


class Checklist(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, kw_only=True, dict=True):
    """One standard and edition as a list of clauses, in the standard's order.

    `version` is the version of the texts; `notice` says that they are a paraphrase and who has not reviewed them;
    `options` maps 'A' and 'B' to a short description where the standard offers a choice of management system;
    `based_on` names the shipped checklist that a custom one was made from.
    """

    format: str = FORMAT
    format_version: int = FORMAT_VERSION
    id: str
    standard: str
    edition: str
    title: str
    version: str
    notice: str
    language: str = "en"
    based_on: str = ""
    options: dict[str, str] = {}
    clauses: tuple[Clause, ...]

    @property
    def designation(self) -> str:
        """The standard with its edition: 'ISO/IEC 17065:2012'."""
        return f"{self.standard}:{self.edition}"

    @property
    def short(self) -> str:
        """The bare number as it is typed on the command line: '17021-1'."""
        return self.standard.rsplit(" ", 1)[-1]

    @cached_property
    def requirements(self) -> dict[str, Requirement]:
        """All assessable leaves by id, in order, of both options."""
        return {leaf.id: leaf for clause in self.clauses for leaf in _leaves(clause)}

    @cached_property
    def by_number(self) -> dict[str, Clause]:
        """All clauses by number."""
        return {clause.number: clause for clause in self.clauses}

    @cached_property
    def letters_of(self) -> dict[str, tuple[Requirement, ...]]:
        """The leaves of every clause that is assessed, by clause number, in order."""
        found: dict[str, list[Requirement]] = {}
        for leaf in self.requirements.values():
            found.setdefault(leaf.clause.number, []).append(leaf)
        return {number: tuple(leaves) for number, leaves in found.items()}

    def leaves_of(self, text: str) -> tuple[Requirement, ...]:
        """Give the leaves that a requirement, or a stem standing for all its letters, means.

        Raises:
            UnknownName: no such requirement, or a heading.
        """
        number = ClauseNumber.parse(text)
        leaf = self.requirements.get(number.id)
        if leaf is not None:
            return (leaf,)
        if not number.letter and number.id in self.letters_of:
            return self.letters_of[number.id]
        if not number.letter and number.id in self.by_number:
            raise UnknownName(
                tr("{number} of {standard} is a heading.", number=number, standard=self.designation),
                tr("Name one of the clauses below it."),
            )
        raise UnknownName(
            tr("{standard} has no requirement {number}.", standard=self.designation, number=number),
            tr("Look the number up in the clause tree or in the exported checklist."),
        )

    def below(self, number: ClauseNumber) -> Iterator[Requirement]:
        """Walk through the leaves at and below a clause, in order."""
        return (leaf for leaf in self.requirements.values() if number.covers(leaf.number))


def _leaves(clause: Clause) -> Iterator[Requirement]:
    if clause.kind is not Kind.REQUIREMENT:
        return
    if clause.letters:
        yield from (Requirement(clause, letter) for letter in clause.letters)
    else:
        yield Requirement(clause)
