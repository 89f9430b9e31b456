"""Changes to answers worked out as records before and after; a stem's letters each keep what is their own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypedDict

import msgspec

from readiness.model.checklist import Requirement
from readiness.model.record import Record, new_id
from readiness.model.records import Answer, Assessment, Citation, Evidence, Mark, Rating, Weight
from readiness.model.snapshot import Snapshot
from readiness.workspace import legality

Pair = tuple[Record | None, Record | None]


Use = tuple[Assessment, tuple[Requirement, ...], Citation]
"""Where evidence serves: an assessment, requirements of it, and the citation they get."""


class AnswerFields(TypedDict, total=False):
    """The fields of an answer that a change may name; what it does not name stays as it is."""

    rating: Rating
    weight: Weight
    note: str
    reason: str
    citations: tuple[Citation, ...]
    responsible: str
    due: dt.date | None
    marks: tuple[Mark, ...]


AnswerPair = tuple[Answer | None, Answer]
"""An answer before (None where nothing was recorded) and after."""


def revised(
    snapshot: Snapshot,
    assessment: Assessment,
    leaves: Sequence[Requirement],
    edit: Callable[[Answer], Answer],
) -> list[AnswerPair]:
    """Work out the answers that differ after an edit, each leaf keeping what is its own.

    Raises:
        NotAllowed: 'not applicable' without a reason, or another option's clause.
        UnknownName: a piece of evidence is not in the register.
    """
    pairs: list[AnswerPair] = []
    for leaf in leaves:
        old = snapshot.answer(assessment, leaf.id)
        new = _dated(snapshot, old, edit(old))
        legality.check_answer(new, snapshot)
        if new != old:
            pairs.append(_named(old, new))
    return pairs


def setting(fields: Mapping[str, Any]) -> Callable[[Answer], Answer]:
    """Make the edit that sets the named fields.

    Raises (the edit):
        NotAllowed: a weight where there is no gap.
    """

    def edit(old: Answer) -> Answer:
        new = msgspec.structs.replace(old, **fields)
        if "weight" in fields:
            legality.check_weight(new)
        return new

    return edit


def used(snapshot: Snapshot, uses: Sequence[Use], added: Sequence[Evidence] = ()) -> list[AnswerPair]:
    """Work out the answers that get several citations at once, each answer once; `added` evidence is known as well.

    Raises:
        NotAllowed: a requirement belongs to the other option, or added evidence lacks its title.
    """
    for record in added:
        legality.check(record, snapshot)
    snapshot = msgspec.structs.replace(snapshot, evidence={**snapshot.evidence, **{item.id: item for item in added}})
    wanted: dict[tuple[str, str], list[Citation]] = {}
    for assessment, leaves, citation in uses:
        for leaf in leaves:
            wanted.setdefault((assessment.id, leaf.id), []).append(citation)
    pairs: list[AnswerPair] = []
    for (assessment_id, requirement), citations in wanted.items():
        old = snapshot.answer(snapshot.assessments[assessment_id], requirement)
        new = _dated(snapshot, old, old.citing(*citations))
        legality.check_answer(new, snapshot)
        if new != old:
            pairs.append(_named(old, new))
    return pairs


def _dated(snapshot: Snapshot, old: Answer, new: Answer) -> Answer:
    """Say of citations that are new in an answer which revision their evidence has now, unless they say it."""
    known = {citation.key for citation in old.citations}

    def dated(citation: Citation) -> Citation:
        evidence = snapshot.evidence.get(citation.evidence)
        if citation.revision is not None or citation.key in known or evidence is None:
            return citation
        return msgspec.structs.replace(citation, revision=evidence.revision)

    if new.citations == old.citations:
        return new
    return msgspec.structs.replace(new, citations=tuple(dated(citation) for citation in new.citations))


def settled(snapshot: Snapshot, records: Sequence[Record]) -> list[AnswerPair]:
    """Work out the answers whose citations learn their revision when that of their evidence changes.

    A place that was looked up while no revision was known belongs to the one that is entered first; one that does not
    say its revision belongs to the one before the change. So the next change finds all of them.
    """
    first: dict[str, str] = {}
    for record in records:
        before = snapshot.evidence.get(record.id)
        if isinstance(record, Evidence) and before is not None and before.revision != record.revision:
            first[record.id] = before.revision or record.revision

    def learnt(citation: Citation) -> Citation:
        if citation.revision or citation.evidence not in first:
            return citation
        return msgspec.structs.replace(citation, revision=first[citation.evidence])

    pairs: list[AnswerPair] = []
    for answer in (item for answers in snapshot.answers.values() for item in answers.values()) if first else ():
        citations = tuple(learnt(citation) for citation in answer.citations)
        if citations != answer.citations:
            pairs.append((answer, msgspec.structs.replace(answer, citations=citations)))
    return pairs


def _named(old: Answer, new: Answer) -> AnswerPair:
    """Give a first answer its id; what was not recorded before counts as nothing."""
    return (old, new) if old.id else (None, msgspec.structs.replace(new, id=new_id()))
