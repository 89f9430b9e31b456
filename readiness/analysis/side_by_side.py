"""Both standards topic by topic: how each side stands, what lays it down, and whether one document serves both."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from readiness.analysis.rows import roll_up
from readiness.analysis.separation import has_own_parts
from readiness.model.checklist import Requirement
from readiness.model.crosswalk import Crosswalk, Sharing, Topic
from readiness.model.records import Assessment, Rating, Role
from readiness.model.snapshot import Snapshot
from readiness.texts import tr


@dataclass(frozen=True)
class Side:
    """One standard's side of a topic: its requirements, their rating together, and the evidence (ids) by role."""

    leaves: tuple[Requirement, ...]
    rating: Rating
    laid_down: tuple[str, ...]
    shown_by: tuple[str, ...]


@dataclass(frozen=True)
class Pair:
    """A topic of two assessments to different standards. A side is None where its standard does not treat the topic.

    `shared` is what lays the topic down on both sides (evidence ids); `is_mixed` tells that each needs its own.
    `shown_for_both` is what shows the practice of both; that may be a finding of neither.
    """

    topic: Topic
    left: Side | None
    right: Side | None
    shared: tuple[str, ...]
    shown_for_both: tuple[str, ...] = ()

    @property
    def apart(self) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
        """What lays it down only on the left, on both sides, and only on the right (evidence ids)."""
        left, right = (side.laid_down if side else () for side in (self.left, self.right))
        return (
            tuple(item for item in left if item not in self.shared),
            self.shared,
            tuple(item for item in right if item not in self.shared),
        )

    @property
    def is_mixed(self) -> bool:
        """Tell whether one document lays down for both what each needs for itself."""
        return bool(self.shared) and self.topic.sharing is Sharing.OWN_DOCUMENT


class Kept(StrEnum):
    """How the documents of a topic stand: own ones, a shared one that may be, or that has own parts, or mixed up."""

    OWN = "own"
    SHARED = "shared"
    PARTS = "parts"
    MIXED = "mixed"
    OPEN = "open"


def kept_name(how: Kept) -> str:
    """Say how the documents of a topic stand."""
    return {
        Kept.OWN: tr("own documents"),
        Kept.SHARED: tr("shared, as it may be"),
        Kept.PARTS: tr("one document with own parts"),
        Kept.MIXED: tr("mixed up"),
        Kept.OPEN: tr("not laid down on both sides"),
    }[how]


def kept(snapshot: Snapshot, left: Assessment, right: Assessment, pair: Pair) -> Kept:
    """Say how a topic of two assessments stands; open where one side does not lay it down yet."""
    if not pair.left or not pair.right or not pair.left.laid_down or not pair.right.laid_down:
        return Kept.OPEN
    if not pair.shared:
        return Kept.OWN
    if pair.topic.sharing is not Sharing.OWN_DOCUMENT:
        return Kept.SHARED
    parts = all(has_own_parts(snapshot, item, left, right) for item in pair.shared)
    return Kept.PARTS if parts else Kept.MIXED


@dataclass(frozen=True)
class Counts:
    """Topics of a comparison: all, those in both standards, and of these how documents are shared."""

    topics: int
    in_both: int
    own_document: int
    shared: int
    mixed: int

    @classmethod
    def of(cls, found: Sequence[Pair]) -> Counts:
        """Count the topics of two assessments."""
        both = [pair for pair in found if pair.left and pair.right]
        return cls(
            topics=len(found),
            in_both=len(both),
            own_document=sum(pair.topic.sharing is Sharing.OWN_DOCUMENT for pair in both),
            shared=sum(bool(pair.shared) and not pair.is_mixed for pair in found),
            mixed=sum(pair.is_mixed for pair in found),
        )


def sides(snapshot: Snapshot, crosswalk: Crosswalk, assessment: Assessment) -> tuple[Side | None, ...]:
    """Give an assessment's side of every topic of the crosswalk, in its order."""
    return tuple(_side(snapshot, assessment, topic) for topic in crosswalk.topics)


def pairs(crosswalk: Crosswalk, left: Sequence[Side | None], right: Sequence[Side | None]) -> Iterator[Pair]:
    """Walk through the topics of the crosswalk, in its order; those that neither assessment asks are left out."""
    for topic, one, other in zip(crosswalk.topics, left, right, strict=True):
        if one is None and other is None:
            continue
        shared = _in_both(one.laid_down, other.laid_down) if one and other else ()
        shown = _in_both(one.shown_by, other.shown_by) if one and other else ()
        yield Pair(topic, one, other, shared, shown)


def _in_both(left: tuple[str, ...], right: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(item for item in left if item in right)


def _side(snapshot: Snapshot, assessment: Assessment, topic: Topic) -> Side | None:
    short = snapshot.checklist_of(assessment).short
    if short not in topic.clauses:
        return None
    leaves = tuple(leaf for leaf in snapshot.requirements(assessment) if topic.covers(short, leaf.number))
    if not leaves:
        return None
    answers = [snapshot.answer(assessment, leaf.id) for leaf in leaves]
    cited: dict[Role, dict[str, None]] = {role: {} for role in Role}
    for answer in answers:
        for citation in answer.citations:
            cited[citation.role][citation.evidence] = None
    rating = roll_up([answer.rating for answer in answers])
    return Side(leaves, rating, tuple(cited[Role.LAID_DOWN]), tuple(cited[Role.SHOWN_BY]))
