"""Two standards under one roof: read what the separation check needs to have read, and say where services lead."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec

from readiness import library
from readiness.analysis import apart, services
from readiness.analysis.findings import Finding
from readiness.analysis.gaps import MIX_UPS
from readiness.errors import Cancelled, ReadinessError
from readiness.model.history import Commit
from readiness.model.records import DocumentRead, Evidence, Service
from readiness.model.snapshot import Snapshot
from readiness.texts import tr, trn
from readiness.workspace import Workspace

Progress = Callable[[int, int], bool]
"""Gets the documents read and those to read; False stops."""


def read_documents(workspace: Workspace, progress: Progress | None = None) -> Commit | None:
    """Look through the documents that were not yet, and keep what was found; None where there are none.

    Raises:
        Cancelled: `progress` returned False; nothing is kept.
    """
    return keep(workspace, look_through(workspace, progress))


def look_through(workspace: Workspace, progress: Progress | None = None) -> tuple[Evidence, ...]:
    """Read the attached documents that lay down 17065 and were not read yet; gives the evidence with what they say.

    Changes nothing, so it may run beside the window. Of a file that cannot be read, the reason is given.

    Raises:
        Cancelled: `progress` returned False.
    """
    wanted = apart.to_read(workspace.snapshot)
    found = []
    for done, evidence in enumerate(wanted):
        if progress is not None and not progress(done, len(wanted)):
            raise Cancelled(tr("The check was stopped."), tr("Nothing was kept; start it again when you like."))
        found.append(msgspec.structs.replace(evidence, read=_read(workspace, evidence)))
    return tuple(found)


def keep(workspace: Workspace, found: tuple[Evidence, ...]) -> Commit | None:
    """Keep what documents say beside them, in one commit, so that everything concludes the same from then on."""
    if not found:
        return None
    sentence = trn(
        "Looked through {n} document for terms of system audits",
        "Looked through {n} documents for terms of system audits",
        len(found),
    )
    return workspace.put(*found, sentence=sentence)


def _read(workspace: Workspace, evidence: Evidence) -> DocumentRead:
    from readiness.exchange.documents import read  # noqa: PLC0415 - late for start-up time

    file = evidence.file
    assert file is not None
    try:
        found = read(file.name, workspace.attachment_path(file).read_bytes())
    except (ReadinessError, OSError) as error:
        return DocumentRead(sha256=file.sha256, problem=str(error))
    passages = [(passage.text, passage.place.text()) for passage in found.passages]
    texts = [text for text, _ in passages]
    return DocumentRead(sha256=file.sha256, sayings=apart.sayings(passages), names=apart.named(texts))


def findings(found: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Pick what is about the two standards: mix-ups, unclear services, and what was not looked through."""
    rules = (*MIX_UPS, "assessment-without-service", "unread-documents")
    return tuple(item for item in found if item.rule in rules)


def schedule_values(snapshot: Snapshot) -> list[dict[str, Any]]:
    """Give the schedule of services as JSON values; `readiness/COMMANDS.md` shows the shape."""
    return [values(item) for item in services.schedule(snapshot, library.schemes())]


def values(item: services.Advised) -> dict[str, Any]:
    """Give a service with its advice as JSON values."""
    advice = item.advice
    return {
        "service": msgspec.to_builtins(item.service),
        "scheme": item.scheme.id if item.scheme else "",
        "route": advice.route.value,
        "standards": list(advice.standards),
        "reasons": [{"text": reason.text, "clauses": list(reason.clauses)} for reason in advice.reasons],
        "contradictions": [{"text": reason.text, "clauses": list(reason.clauses)} for reason in advice.contradictions],
        "questions": list(advice.questions),
        "competence": [{"text": reason.text, "clauses": list(reason.clauses)} for reason in services.competence(item)],
        "wording": [
            {"use": suggested.use.value, "standard": suggested.standard, "text": suggested.text}
            for suggested in services.wording(item)
        ],
    }


def advised(service: Service) -> services.Advised:
    """Work out one service by the shipped catalogue."""
    return services.of(service, library.schemes())
