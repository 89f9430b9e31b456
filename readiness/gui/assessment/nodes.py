"""The rows of the clause tree as plain values: headings, clauses, letters."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial

from readiness.analysis.figures import tally_letters
from readiness.analysis.rows import roll_up
from readiness.model.checklist import Checklist, Clause, Kind, Requirement
from readiness.model.clauses import ClauseNumber, fold_letters
from readiness.model.records import Answer, Assessment, Mark, Rating, Role, Weight
from readiness.model.snapshot import Snapshot
from readiness.texts import tr


class Node:
    """A row of the tree. `leaves` are the requirements it stands for: all below a heading, all letters of a stem.

    The rows below are made when they are first asked for: at a key press in the filter few rows are. A stem's letters
    are its children; while they are folded away, the stem's row stands for them all.
    """

    __slots__ = ("_children", "_grow", "_leaves", "clause", "has_letters", "is_letter", "is_ratable", "parent", "row")

    def __init__(
        self,
        clause: Clause,
        leaves: tuple[Requirement, ...],
        parent: Node | None,
        row: int = 0,
        grow: Callable[[Node], None] | None = None,
    ) -> None:
        """Make a row; `grow` puts clauses below it, where there are any."""
        self.clause = clause
        self._leaves = leaves
        self.parent = parent
        self.row = row
        self._children: list[Node] | None = None
        self._grow = grow
        self.is_ratable = clause.kind is Kind.REQUIREMENT
        """Whether the row stands for requirements of one clause."""
        self.is_letter = parent is not None and parent.clause is clause
        """Whether the row is one letter of the stem above it."""
        self.has_letters = bool(clause.letters) and not self.is_letter
        """Whether the row is a stem, with its letters below it."""

    def _grown(self) -> list[Node] | None:
        """Give the clauses below, once they are there; None where there are none."""
        if self._grow is not None:
            grow, self._grow = self._grow, None
            grow(self)
        return self._children

    @property
    def leaves(self) -> tuple[Requirement, ...]:
        """The requirements that the row stands for, in order."""
        if not self._leaves:
            self._leaves = tuple(leaf for child in self._grown() or () for leaf in child.leaves)
        return self._leaves

    @property
    def children(self) -> list[Node]:
        """The rows below."""
        if self._children is None and self._grown() is None:
            letters = self.leaves if self.has_letters else ()
            self._children = [Node(self.clause, (leaf,), self, row) for row, leaf in enumerate(letters)]
        return self._children or []

    def take_in(self, child: Node) -> int:
        """Put a row at the end of those below; gives its place there."""
        if self._children is None:
            self._children = []
        self._children.append(child)
        return len(self._children) - 1

    @property
    def has_children(self) -> bool:
        """Tell whether there are rows below, without making them."""
        return self.has_letters or self._grow is not None or bool(self._children)

    @property
    def label(self) -> str:
        """The number and short title; of a stem with its letters; of a letter the letter and what it is about."""
        letter = self.leaves[0].letter if self.leaves else None
        if self.is_letter and letter is not None:
            return f"{letter.letter})  {letter.title}"
        if self.clause.is_stem:
            letters = fold_letters([leaf.number.letter for leaf in self.leaves])
            return f"{self.clause.number}  {self.clause.title}, {letters}"
        return f"{self.clause.number}  {self.clause.title}"


class Outline:
    """The clauses of a checklist in order, each with the place of the heading above it; worked out once."""

    def __init__(self, checklist: Checklist) -> None:
        """Find the heading above every clause, and the one at the top."""
        self.checklist = checklist
        self._places = {clause.number: place for place, clause in enumerate(checklist.clauses)}
        self._above = [self._nearest(ClauseNumber.parse(clause.number)) for clause in checklist.clauses]
        self._top = [self._way(place)[0] for place in range(len(self._above))]
        self._place_of = {leaf: self._places[leaf.clause.number] for leaf in checklist.requirements.values()}
        self._asked: dict[str, frozenset[Requirement]] = {}

    def asked(self, option: str) -> frozenset[Requirement]:
        """Give the requirements asked under an option."""
        if option not in self._asked:
            leaves = self.checklist.requirements.values()
            self._asked[option] = frozenset(leaf for leaf in leaves if leaf.applies_under(option))
        return self._asked[option]

    def _nearest(self, number: ClauseNumber) -> int:
        above = number.parent
        while above is not None and above.id not in self._places:
            above = above.parent
        return -1 if above is None else self._places[above.id]

    def _way(self, place: int) -> list[int]:
        way = [place]
        while self._above[way[-1]] >= 0:
            way.append(self._above[way[-1]])
        return way[::-1]

    def way_to(self, number: str) -> list[str]:
        """List the clauses from the top down to one, by their numbers; empty where there is no such clause."""
        place = self._places.get(number)
        return [] if place is None else [self.checklist.clauses[step].number for step in self._way(place)]

    def tree(self, wanted: Iterable[Requirement]) -> list[Node]:
        """Make the rows at the top of the tree of the clauses that hold a wanted requirement, in order.

        What the other option asks is there too, so that nobody looks for it in vain; it is shown as such.
        """
        below: dict[int, list[int]] = {}
        last, run = -1, []
        for place in sorted(set(map(self._place_of.__getitem__, wanted))):
            top = self._top[place]
            if top != last:
                last, run = top, below.setdefault(top, [])
            run.append(place)
        return [
            Node(
                self.checklist.clauses[top],
                self._own(top) if places[0] == top else (),
                None,
                row,
                partial(self._grow, places=places) if places != [top] else None,
            )
            for row, (top, places) in enumerate(below.items())
        ]

    def _own(self, place: int) -> tuple[Requirement, ...]:
        return self.checklist.letters_of[self.checklist.clauses[place].number]

    def _grow(self, top: Node, places: list[int]) -> None:
        """Put the clauses at some places, and the headings above them, below a row at the top."""
        own: dict[int, tuple[Requirement, ...]] = {}
        for place in places:
            own[place] = self._own(place)
            above = self._above[place]
            while above >= 0 and above not in own:
                own[above] = ()
                above = self._above[above]
        first, *rest = sorted(own)
        made = {first: top}
        for place in rest:
            parent = made[self._above[place]]
            node = made[place] = Node(self.checklist.clauses[place], own[place], parent)
            node.row = parent.take_in(node)


@dataclass(frozen=True)
class Standing:
    """What the columns of a row say; how many are rated of how many that apply is counted for headings only."""

    rating: Rating
    differs: bool
    evidence: int
    marks: tuple[Mark, ...]
    weight: Weight
    other_option: bool
    rated: int
    applicable: int


def standing(snapshot: Snapshot, assessment: Assessment, node: Node) -> Standing:
    """Work out what the columns of a row say."""
    asked = [leaf for leaf in node.leaves if leaf.applies_under(assessment.option)]
    answers = [snapshot.answer(assessment, leaf.id) for leaf in asked]
    ratings = [answer.rating for answer in answers]
    tally = None if node.is_ratable else tally_letters(snapshot, assessment, asked)
    cited = {citation.evidence for answer in answers for citation in answer.citations}
    gaps = [answer for answer in answers if answer.rating in (Rating.PARTLY, Rating.NONCONFORMING)]
    weights = {answer.weight for answer in gaps}
    return Standing(
        rating=roll_up(ratings),
        differs=node.is_ratable and len(set(ratings)) > 1,
        evidence=len(cited),
        marks=tuple(mark for mark in Mark if any(mark in answer.marks for answer in answers)),
        weight=next((item for item in (Weight.MAJOR, Weight.MINOR) if item in weights), Weight.UNSET),
        other_option=not asked,
        rated=tally.rated if tally else 0,
        applicable=tally.applicable if tally else 0,
    )


@dataclass(frozen=True)
class Facts:
    """What the quick filters know beside an answer.

    `names` are those under which one's own answers stand, in lower case; `expired` holds evidence ids; `late`, `found`,
    `to_confirm` and `changed` requirement ids: of overdue actions, of findings, of places to be confirmed, and of what
    changed since a day.
    """

    today: dt.date = dt.date.min
    names: frozenset[str] = frozenset()
    expired: frozenset[str] = frozenset()
    late: frozenset[str] = frozenset()
    found: frozenset[str] = frozenset()
    to_confirm: frozenset[str] = frozenset()
    changed: frozenset[str] = frozenset()


Test = Callable[[Answer], bool]
_NOTHING_KNOWN = Facts()
_PARTS = re.compile(r"[,;/&+\n]")
_SETTLED = (Rating.CONFORMING, Rating.NOT_APPLICABLE)


def _roles(answer: Answer) -> set[Role]:
    return {citation.role for citation in answer.citations}


def is_mine(answer: Answer, names: frozenset[str]) -> bool:
    """Tell whether one of the names is responsible: alone, or named among others ('QM, head of operations')."""
    responsible = answer.responsible.casefold().strip()
    return responsible in names or any(part.strip() in names for part in _PARTS.split(responsible))


def is_late(answer: Answer, facts: Facts) -> bool:
    """Tell whether an answer is not settled by its due date, or an action for it is overdue."""
    late = answer.due is not None and answer.due < facts.today and answer.rating not in _SETTLED
    return late or answer.requirement in facts.late


def filters(facts: Facts = _NOTHING_KNOWN) -> dict[str, tuple[str, Test]]:
    """Give the quick filters by key: their words, and the test on an answer."""
    gaps = (Rating.PARTLY, Rating.NONCONFORMING)
    return {
        "all": (tr("all"), lambda _: True),
        "open": (tr("not assessed"), lambda answer: answer.rating is Rating.NOT_ASSESSED),
        "mine": (tr("mine"), lambda answer: is_mine(answer, facts.names)),
        "gaps": (tr("gaps"), lambda answer: answer.rating in gaps),
        "major": (tr("major gaps"), lambda answer: answer.rating in gaps and answer.weight is Weight.MAJOR),
        "rated": (tr("rated"), lambda answer: answer.rating in (*gaps, Rating.CONFORMING)),
        "conforming": (tr("conforming"), lambda answer: answer.rating is Rating.CONFORMING),
        "not-applicable": (tr("not applicable"), lambda answer: answer.rating is Rating.NOT_APPLICABLE),
        "no-evidence": (
            tr("no evidence"),
            lambda answer: answer.rating is not Rating.NOT_APPLICABLE and not answer.citations,
        ),
        "only-laid-down": (tr("only laid down"), lambda answer: _roles(answer) == {Role.LAID_DOWN}),
        "only-shown": (tr("only practised"), lambda answer: _roles(answer) == {Role.SHOWN_BY}),
        "expired": (
            tr("expired evidence"),
            lambda answer: any(citation.evidence in facts.expired for citation in answer.citations),
        ),
        "to-confirm": (tr("place to be confirmed"), lambda answer: answer.requirement in facts.to_confirm),
        "marked": (tr("marked"), lambda answer: bool(answer.marks)),
        "follow-up": (tr("follow up"), lambda answer: Mark.FOLLOW_UP in answer.marks),
        "on-site": (tr("to be checked on site"), lambda answer: Mark.CHECK_ON_SITE in answer.marks),
        "overdue": (tr("overdue"), lambda answer: is_late(answer, facts)),
        "findings": (tr("with findings"), lambda answer: answer.requirement in facts.found),
        "changed": (tr("changed since ..."), lambda answer: answer.requirement in facts.changed),
    }
