"""The crosswalk: which clauses of two standards treat the same topic, and whether one document may serve both."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from readiness.model.clauses import ClauseNumber


class Relation(StrEnum):
    """How the two sides of a topic compare. 'Equal' means the same duty, not the same wording."""

    EQUAL = "equal"
    SIMILAR = "similar"
    ONLY_HERE = "only-here"


class Sharing(StrEnum):
    """Whether one document may lay a topic down for both standards; '' where only one side has it."""

    MAY_SHARE = "may share"
    OWN_DOCUMENT = "own document"
    ONE_SIDE = ""


class Topic(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One row of the crosswalk. `clauses` maps a standard's short number to clauses, each standing for all below."""

    topic: str
    clauses: dict[str, tuple[str, ...]]
    relation: Relation
    difference: str = ""
    sharing: Sharing = Sharing.ONE_SIDE
    sharing_reason: str = ""

    def covers(self, standard: str, number: ClauseNumber) -> bool:
        """Tell whether a requirement of `standard` ('17021-1', '17065') belongs to the topic."""
        return any(ClauseNumber.parse(clause).covers(number) for clause in self.clauses.get(standard, ()))


class Crosswalk(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """All topics of two standards, in the order of the first."""

    format: str
    format_version: int
    version: str
    notice: str
    topics: tuple[Topic, ...]
