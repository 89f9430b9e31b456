"""What a workspace holds, one line each, to be gone to by its number or title: clauses, letters, evidence, actions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from readiness import words
from readiness.analysis.rows import roll_up
from readiness.analysis.search import Searchable
from readiness.model.checklist import Checklist, Clause, Requirement
from readiness.model.clauses import ClauseNumber
from readiness.model.records import Assessment, Rating
from readiness.model.snapshot import Snapshot
from readiness.texts import tr


class Subject(StrEnum):
    """What a line stands for."""

    CLAUSE = "clause"
    EVIDENCE = "evidence"
    ACTION = "action"
    SERVICE = "service"


@dataclass(frozen=True, slots=True)
class Line:
    """One thing to go to.

    `requirement` is a clause number or a letter's id within `assessment`, `record` the id of another record;
    `detail` says where it stands; `rating` is None where nothing is rated (headings, the other option).
    """

    subject: Subject
    number: str
    title: str
    detail: str
    searchable: Searchable
    rating: Rating | None = None
    assessment: str = ""
    requirement: str = ""
    record: str = ""


def lines(snapshot: Snapshot) -> tuple[Line, ...]:
    """List every clause and letter of every assessment, all evidence, actions and services, in that order."""
    found: list[Line] = []
    for assessment in snapshot.assessments.values():
        found += _of_assessment(snapshot, assessment)
    return (*found, *_evidence(snapshot), *_actions(snapshot), *_services(snapshot))


def _of_assessment(snapshot: Snapshot, assessment: Assessment) -> Iterator[Line]:
    checklist = snapshot.checklist_of(assessment)
    known = _known(checklist)
    answers = snapshot.answers.get(assessment.id, {})
    several = len(snapshot.assessments_of(checklist.id)) > 1
    label = f"{checklist.short}, {assessment.scope}" if several else checklist.short
    for clause in checklist.clauses:
        leaves = checklist.letters_of.get(clause.number, ())
        asked = [leaf for leaf in leaves if leaf.applies_under(assessment.option)]
        ratings = [answers[leaf.id].rating if leaf.id in answers else Rating.NOT_ASSESSED for leaf in asked]
        rating = roll_up(ratings) if asked else None
        yield Line(
            subject=Subject.CLAUSE,
            number=clause.number,
            title=clause.title,
            detail=_standing(label, rating, other_option=bool(leaves) and not asked),
            searchable=known[clause.number],
            rating=rating,
            assessment=assessment.id,
            requirement=clause.number,
        )
        if clause.letters:
            for leaf, one in zip(asked, ratings, strict=True):
                yield _letter(leaf, one, label, assessment, known[leaf.id])


def _letter(leaf: Requirement, rating: Rating, label: str, assessment: Assessment, known: Searchable) -> Line:
    return Line(
        subject=Subject.CLAUSE,
        number=str(leaf.number),
        title=leaf.title,
        detail=_standing(label, rating, other_option=False),
        searchable=known,
        rating=rating,
        assessment=assessment.id,
        requirement=leaf.id,
    )


def _standing(label: str, rating: Rating | None, *, other_option: bool) -> str:
    if other_option:
        return f"{label}  {tr('other option')}"
    return f"{label}  {words.rating(rating)}" if rating else label


_KNOWN: dict[int, tuple[Checklist, dict[str, Searchable]]] = {}
_MOST_KNOWN = 16


def _known(checklist: Checklist) -> dict[str, Searchable]:
    """Fold a checklist's numbers and titles once: they are the same in every snapshot that pins it.

    Kept by identity, with the checklist itself so that its identity is not given to another.
    """
    kept = _KNOWN.get(id(checklist))
    if kept is None:
        if len(_KNOWN) >= _MOST_KNOWN:
            _KNOWN.clear()
        kept = _KNOWN[id(checklist)] = (checklist, dict(_folded(checklist)))
    return kept[1]


def _folded(checklist: Checklist) -> Iterator[tuple[str, Searchable]]:
    standard = f"{checklist.standard} {checklist.short}"
    for clause in checklist.clauses:
        yield clause.number, Searchable.of(clause.number, clause.title, f"{standard} {_keywords(clause)}")
    for leaf in checklist.requirements.values():
        if leaf.number.letter:
            yield leaf.id, Searchable.of(str(leaf.number), leaf.title, standard)


def _keywords(clause: Clause) -> str:
    return " ".join(clause.keywords)


def _evidence(snapshot: Snapshot) -> Iterator[Line]:
    for item in snapshot.evidence.values():
        kind = words.evidence_kind(item.kind)
        yield Line(
            subject=Subject.EVIDENCE,
            number=item.reference,
            title=item.title,
            detail=", ".join(part for part in (kind, item.revision and tr("rev. {n}", n=item.revision)) if part),
            searchable=Searchable.of(item.reference, item.title, f"{tr('Evidence')} {kind} {item.owner}"),
            record=item.id,
        )


def _actions(snapshot: Snapshot) -> Iterator[Line]:
    for item in snapshot.actions.values():
        state = words.action_state(item.state)
        targets = " ".join(sorted({ClauseNumber.parse(target.requirement).clause.id for target in item.targets}))
        yield Line(
            subject=Subject.ACTION,
            number="",
            title=item.title,
            detail=tr("{state}, due {date}", state=state, date=words.date(item.due)) if item.due else state,
            searchable=Searchable.of("", item.title, f"{tr('Actions')} {state} {item.owner} {targets}"),
            record=item.id,
        )


def _services(snapshot: Snapshot) -> Iterator[Line]:
    for item in snapshot.services.values():
        yield Line(
            subject=Subject.SERVICE,
            number="",
            title=item.name,
            detail=item.document,
            searchable=Searchable.of("", item.name, f"{tr('Services')} {item.document}"),
            record=item.id,
        )
