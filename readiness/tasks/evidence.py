"""Evidence comes in: a file is staged, the record made, and cited where it serves, in one commit; and is revised."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import msgspec

from readiness.errors import UnknownName, UsageError
from readiness.model.checklist import Requirement
from readiness.model.history import Commit
from readiness.model.records import Assessment, Citation, Evidence, Role
from readiness.model.snapshot import Snapshot
from readiness.tasks import origins
from readiness.texts import tr
from readiness.workspace import Workspace


def add(
    workspace: Workspace,
    evidence: Evidence,
    file: Path | None = None,
    laid_down: Sequence[str] = (),
    shown_by: Sequence[str] = (),
    assessment: str = "",
) -> Evidence:
    """Add evidence, attach its file, and cite it for requirements written REQUIREMENT[@WHERE].

    Raises:
        UnknownName: a requirement does not exist, or is ambiguous.
        UsageError: both a file and a link are given.
        NotAllowed: the title is empty, or dates contradict each other.
        DiskFault: the file cannot be read. In all cases nothing is recorded.
    """
    if file is not None and evidence.link:
        raise UsageError(tr("Give either a file or a link."), tr("Add the other one as evidence of its own."))
    uses = []
    for role, wanted in ((Role.LAID_DOWN, laid_down), (Role.SHOWN_BY, shown_by)):
        for text in wanted:
            requirement, _, where = text.partition("@")
            target, leaves = workspace.snapshot.locate(requirement, assessment)
            citation = Citation(evidence=evidence.id, role=role, where=where.strip())
            uses.append((target, leaves, citation))
    if file is not None:
        staged = workspace.stage(file)
        evidence = msgspec.structs.replace(evidence, file=staged, origin=origins.origin_text(file))
    workspace.put(evidence, uses=uses)
    return evidence


def shown_at(
    snapshot: Snapshot, evidence: Evidence, wanted: Iterable[str]
) -> Iterator[tuple[Assessment, tuple[Requirement, ...], Citation]]:
    """Say where evidence shows the practice of requirements written '17065:6.1.2.2 d)', in what is assessed here.

    A standard to which nothing is assessed is passed over; of several assessments to one the first is meant.
    """
    citation = Citation(evidence=evidence.id, role=Role.SHOWN_BY)
    for text in wanted:
        standard, _, number = text.partition(":")
        for assessment in snapshot.assessments_of(standard)[:1]:
            leaves = snapshot.checklist_of(assessment).leaves_of(number)
            yield assessment, tuple(leaf for leaf in leaves if leaf.applies_under(assessment.option)), citation


def find(snapshot: Snapshot, text: str) -> Evidence:
    """Find evidence by its id, or by a reference number that only it has.

    Raises:
        UnknownName: there is none, or several have the number.
    """
    if text in snapshot.evidence:
        return snapshot.evidence[text]
    wanted = text.strip().casefold()
    found = [item for item in snapshot.evidence.values() if wanted and item.reference.strip().casefold() == wanted]
    if len(found) == 1:
        return found[0]
    if found:
        raise UnknownName(
            tr("Several pieces of evidence have the number '{number}'.", number=text),
            tr("Name one by its id: {ids}.", ids=tr(" or ").join(item.id for item in found)),
        )
    raise UnknownName(
        tr("There is no evidence '{text}'.", text=text),
        tr("List the ids and numbers with 'readiness evidence list'."),
    )


def revise(
    workspace: Workspace,
    evidence: Evidence,
    file: Path,
    today: dt.date,
    *,
    revision: str | None = None,
    date: dt.date | None = None,
) -> Commit | None:
    """Attach a newer file in place of the one that evidence has, which is kept as an earlier revision.

    What is not said of the new file, its revision and its date, is empty afterwards. None where nothing differs.

    Raises:
        NotAllowed: dates contradict each other.
        DiskFault: the file cannot be read, or the disk refused. In both cases nothing is recorded.
    """
    revised = evidence.with_file(workspace.stage(file), origins.origin_text(file), today)
    if revision is not None:
        revised = msgspec.structs.replace(revised, revision=revision)
    if date is not None:
        revised = msgspec.structs.replace(revised, date=date)
    return workspace.put(revised)
