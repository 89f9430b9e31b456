"""What one document must not lay down for two standards: asked before something is cited, not after."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from readiness.model.checklist import Requirement
from readiness.model.crosswalk import Crosswalk, Sharing, Topic
from readiness.model.records import Assessment, Citation, Role
from readiness.model.snapshot import Snapshot


def own_document_topics(
    snapshot: Snapshot,
    crosswalk: Crosswalk,
    assessment: Assessment,
    leaves: Iterable[Requirement],
    citations: Iterable[Citation],
) -> tuple[Topic, ...]:
    """List the topics that one document would lay down for both standards if the leaves got the citations.

    Only topics where each standard needs its own document count; which these are stands in the crosswalk, with the
    reason. The rule `own-document` finds the same afterwards.
    """
    short = snapshot.checklist_of(assessment).short
    laid_down = {item.evidence for item in citations if item.role is Role.LAID_DOWN}
    targets = tuple(leaves)
    return tuple(
        topic
        for topic in crosswalk.topics
        if laid_down
        and topic.sharing is Sharing.OWN_DOCUMENT
        and any(topic.covers(short, leaf.number) for leaf in targets)
        and not laid_down.isdisjoint(_laid_down_elsewhere(snapshot, topic, short))
    )


def _laid_down_elsewhere(snapshot: Snapshot, topic: Topic, short: str) -> Iterator[str]:
    """Walk through the evidence that lays a topic down for other standards than `short`."""
    for other in snapshot.assessments.values():
        standard = snapshot.checklist_of(other).short
        if standard == short or standard not in topic.clauses:
            continue
        for leaf in snapshot.requirements(other):
            if topic.covers(standard, leaf.number):
                for citation in snapshot.answer(other, leaf.id).citations:
                    if citation.role is Role.LAID_DOWN:
                        yield citation.evidence
