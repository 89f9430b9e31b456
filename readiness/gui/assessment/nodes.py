"""The rows of the clause tree as plain values: headings, clauses, letters."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from readiness.analysis.figures import tally_letters
from readiness.analysis.rows import roll_up
from readiness.model.checklist import Checklist, Clause, Kind, Requirement
from readiness.model.clauses import ClauseNumber, fold_letters
from readiness.model.records import Answer, Assessment, Mark, Rating, Role, Weight
from readiness.model.snapshot import Snapshot
from readiness.texts import tr


@dataclass(eq=False)
class Node:
    """A row of the tree. `leaves` are the requirements it stands for: all below a heading, all letters of a stem.

    A stem's letters are its children; while they are folded away, the stem's row stands for them all.
    """

    clause: Clause
    leaves: tuple[Requirement, ...]
    parent: Node | None
    children: list[Node] = field(default_factory=list)
    row: int = 0

    @property
    def is_ratable(self) -> bool:
        """Tell whether the row stands for requirements of one clause."""
        return self.clause.kind is Kind.REQUIREMENT

    @property
    def is_letter(self) -> bool:
        """Tell whether the row is one letter of the stem above it."""
        return self.parent is not None and self.parent.clause is self.clause

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


def build(checklist: Checklist, wanted: Callable[[Requirement], bool]) -> list[Node]:
    """Make the tree of the clauses that hold a wanted requirement, with the headings above them.

    What the other option asks is there too, so that nobody looks for it in vain; it is shown as such.
    """
    roots: list[Node] = []
    by_number: dict[str, Node] = {}
    kept = _kept(checklist, wanted)
    for clause in checklist.clauses:
        if clause.number not in kept:
            continue
        parent = _nearest(by_number, ClauseNumber.parse(clause.number))
        node = Node(clause, kept[clause.number], parent)
        by_number[clause.number] = node
        siblings = parent.children if parent else roots
        node.row = len(siblings)
        siblings.append(node)
        if clause.is_stem:
            node.children = [Node(clause, (leaf,), node, row=row) for row, leaf in enumerate(node.leaves)]
    return roots


def _kept(checklist: Checklist, wanted: Callable[[Requirement], bool]) -> dict[str, tuple[Requirement, ...]]:
    """Give the clauses to show with the requirements at or below each."""
    kept: dict[str, list[Requirement]] = {}
    for number, leaves in checklist.letters_of.items():
        if any(wanted(leaf) for leaf in leaves):
            place: ClauseNumber | None = ClauseNumber.parse(number)
            while place is not None:
                kept.setdefault(place.id, []).extend(leaves)
                place = place.parent
    return {number: tuple(leaves) for number, leaves in kept.items()}


def _nearest(by_number: dict[str, Node], number: ClauseNumber) -> Node | None:
    place = number.parent
    while place is not None and place.id not in by_number:
        place = place.parent
    return by_number[place.id] if place is not None else None


@dataclass(frozen=True)
class Standing:
    """What the columns of a row say."""

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
    tally = tally_letters(snapshot, assessment, asked)
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
        rated=tally.rated,
        applicable=tally.applicable,
    )


Test = Callable[[Answer], bool]


def _roles(answer: Answer) -> set[Role]:
    return {citation.role for citation in answer.citations}


def filters() -> dict[str, tuple[str, Test]]:
    """Give the quick filters by key: their words, and the test on an answer."""
    gaps = (Rating.PARTLY, Rating.NONCONFORMING)
    return {
        "all": (tr("all"), lambda _: True),
        "open": (tr("not assessed"), lambda answer: answer.rating is Rating.NOT_ASSESSED),
        "gaps": (tr("gaps"), lambda answer: answer.rating in gaps),
        "conforming": (tr("conforming"), lambda answer: answer.rating is Rating.CONFORMING),
        "not-applicable": (tr("not applicable"), lambda answer: answer.rating is Rating.NOT_APPLICABLE),
        "no-evidence": (
            tr("no evidence"),
            lambda answer: answer.rating is not Rating.NOT_APPLICABLE and not answer.citations,
        ),
        "only-laid-down": (tr("only laid down"), lambda answer: _roles(answer) == {Role.LAID_DOWN}),
        "only-shown": (tr("only practised"), lambda answer: _roles(answer) == {Role.SHOWN_BY}),
        "follow-up": (tr("follow up"), lambda answer: Mark.FOLLOW_UP in answer.marks),
        "on-site": (tr("to be checked on site"), lambda answer: Mark.CHECK_ON_SITE in answer.marks),
    }


def searchable(leaf: Requirement, answer: Answer) -> str:
    """Give the text that the filter looks in, in lower case."""
    clause = leaf.clause
    parts = (
        str(leaf.number),
        leaf.id,
        leaf.title,
        clause.question,
        leaf.question,
        answer.note,
        answer.responsible,
    )
    return " ".join((*parts, *clause.keywords)).casefold()
