"""The figures, each made here and nowhere else: progress and conformity, per clause first, per letter second.

Progress is rated of applicable, conformity is conforming of rated; they are never mixed. What the other option asks
and what is not applicable count in neither; guidance without a duty counts in progress only.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from readiness.analysis.rows import roll_up
from readiness.model.checklist import Duty, Requirement
from readiness.model.records import Answer, Assessment, Rating, Weight
from readiness.model.snapshot import Snapshot

GAPS = (Rating.PARTLY, Rating.NONCONFORMING)


def percent(part: int, whole: int) -> int | None:
    """Give a share in percent, 0 to 100, rounded down; None of nothing.

    Never 100 while something is missing, never 0 where there is something.
    """
    if whole == 0:
        return None
    return max(100 * part // whole, 1 if part else 0)


@dataclass(frozen=True)
class Tally:
    """Counts over clauses or over letters. `ratings` holds every rating; majors are gaps of weight major."""

    ratings: dict[Rating, int]
    duties_rated: int
    duties_conforming: int
    majors: int

    @property
    def applicable(self) -> int:
        """Count what is asked and not rated 'not applicable'."""
        return sum(self.ratings.values()) - self.ratings[Rating.NOT_APPLICABLE]

    @property
    def rated(self) -> int:
        """Count the applicable ones that have a rating."""
        return self.applicable - self.ratings[Rating.NOT_ASSESSED]

    @property
    def progress(self) -> int | None:
        """Rated of applicable, in percent 0 to 100."""
        return percent(self.rated, self.applicable)

    @property
    def conformity(self) -> int | None:
        """Conforming of rated, duties only, in percent 0 to 100; None while nothing is rated."""
        return percent(self.duties_conforming, self.duties_rated)


@dataclass(frozen=True)
class Group:
    """A clause group (second level, or an annex chapter) with its counts per clause and per letter."""

    number: str
    title: str
    clauses: Tally
    letters: Tally


@dataclass(frozen=True)
class Figures:
    """The figures of one assessment, in all and per clause group."""

    clauses: Tally
    letters: Tally
    groups: tuple[Group, ...]


def figures(snapshot: Snapshot, assessment: Assessment) -> Figures:
    """Count an assessment in all, and per clause group in order."""
    checklist = snapshot.checklist_of(assessment)
    leaves = list(snapshot.requirements(assessment))
    grouped: dict[str, list[Requirement]] = {}
    for leaf in leaves:
        grouped.setdefault(".".join(leaf.number.parts[:2]), []).append(leaf)
    groups = []
    for number, members in grouped.items():
        clause = checklist.by_number.get(number)
        groups.append(
            Group(
                number=number,
                title=clause.title if clause else "",
                clauses=tally_clauses(snapshot, assessment, members),
                letters=tally_letters(snapshot, assessment, members),
            )
        )
    return Figures(
        clauses=tally_clauses(snapshot, assessment, leaves),
        letters=tally_letters(snapshot, assessment, leaves),
        groups=tuple(groups),
    )


def tally_letters(snapshot: Snapshot, assessment: Assessment, leaves: Iterable[Requirement]) -> Tally:
    """Count requirements one by one, each letter on its own."""
    return _tally([(leaf, [snapshot.answer(assessment, leaf.id)]) for leaf in leaves])


def tally_clauses(snapshot: Snapshot, assessment: Assessment, leaves: Iterable[Requirement]) -> Tally:
    """Count clauses; a stem counts once, rated by its letters together."""
    clauses: dict[str, tuple[Requirement, list[Answer]]] = {}
    for leaf in leaves:
        entry = clauses.setdefault(leaf.clause.number, (leaf, []))
        entry[1].append(snapshot.answer(assessment, leaf.id))
    return _tally(list(clauses.values()))


def _tally(items: list[tuple[Requirement, list[Answer]]]) -> Tally:
    ratings: Counter[Rating] = Counter(dict.fromkeys(Rating, 0))
    duties_rated = duties_conforming = majors = 0
    for leaf, answers in items:
        rating = roll_up([answer.rating for answer in answers])
        ratings[rating] += 1
        majors += any(answer.weight is Weight.MAJOR and answer.rating in GAPS for answer in answers)
        if leaf.duty is Duty.GUIDANCE or rating in (Rating.NOT_ASSESSED, Rating.NOT_APPLICABLE):
            continue
        duties_rated += 1
        duties_conforming += rating is Rating.CONFORMING
    return Tally(dict(ratings), duties_rated, duties_conforming, majors)
