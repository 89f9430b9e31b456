"""Changes to answers worked out as records before and after; a stem's letters each keep what is their own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, TypedDict

import msgspec

from readiness.model.checklist import Requirement
from readiness.model.records import Answer, Assessment, Citation, Mark, Rating, Record, Weight, new_id
from readiness.model.snapshot import Snapshot
from readiness.workspace import legality

Pair = tuple[Record | None, Record | None]


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


def changed(
    snapshot: Snapshot, assessment: Assessment, leaves: Sequence[Requirement], fields: Mapping[str, Any]
) -> list[tuple[Answer | None, Answer]]:
    """Work out the answers that differ once the named fields are changed.

    Raises:
        NotAllowed: 'not applicable' without a reason, a weight where there is no gap, another option's clause.
        UnknownName: a piece of evidence is not in the register.
    """
    pairs: list[tuple[Answer | None, Answer]] = []
    for leaf in leaves:
        old = snapshot.answer(assessment, leaf.id)
        new = msgspec.structs.replace(old, **fields)
        legality.check_answer(new, snapshot)
        if "weight" in fields:
            legality.check_weight(new)
        if new != old:
            pairs.append(_named(old, new))
    return pairs


def cited(
    snapshot: Snapshot, assessment: Assessment, leaves: Sequence[Requirement], citation: Citation
) -> list[tuple[Answer | None, Answer]]:
    """Work out the answers that get a citation; where it stands already, nothing changes.

    Raises:
        NotAllowed: a requirement belongs to the other option.
        UnknownName: the evidence is not in the register.
    """
    pairs: list[tuple[Answer | None, Answer]] = []
    for leaf in leaves:
        old = snapshot.answer(assessment, leaf.id)
        if citation in old.citations:
            continue
        new = msgspec.structs.replace(old, citations=(*old.citations, citation))
        legality.check_answer(new, snapshot)
        pairs.append(_named(old, new))
    return pairs


def _named(old: Answer, new: Answer) -> tuple[Answer | None, Answer]:
    """Give a first answer its id; what was not recorded before counts as nothing."""
    if old.id:
        return old, new
    return None, msgspec.structs.replace(new, id=new_id())
