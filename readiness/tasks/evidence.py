"""Evidence comes in: a file is staged, the record made, and cited where it serves, in one commit."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import msgspec

from readiness.errors import UsageError
from readiness.model.records import Citation, Evidence, Role
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
        evidence = msgspec.structs.replace(evidence, file=workspace.stage(file))
    workspace.add_evidence(evidence, uses)
    return evidence
