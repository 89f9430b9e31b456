"""Values as --json prints them, and the lines of a status for a person."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec

from readiness import words
from readiness.analysis import gaps
from readiness.analysis.figures import figures
from readiness.analysis.findings import Finding
from readiness.errors import Problem
from readiness.model.checklist import Checklist
from readiness.model.records import Assessment, Evidence
from readiness.model.snapshot import Snapshot
from readiness.texts import tr, trn


def checklist(item: Checklist) -> dict[str, Any]:
    """Give the identity and size of a checklist."""
    return {
        "id": item.id,
        "standard": item.designation,
        "title": item.title,
        "version": item.version,
        "based_on": item.based_on,
        "requirements": len(item.requirements),
        "by_option": {
            option: sum(1 for leaf in item.requirements.values() if leaf.applies_under(option))
            for option in item.options
        },
    }


def assessment(item: Assessment) -> dict[str, Any]:
    """Give an assessment with all its fields."""
    return {"id": item.id, "standard": item.standard, "scope": item.scope, "option": item.option}


def evidence(item: Evidence, snapshot: Snapshot) -> dict[str, Any]:
    """Give evidence with where it is cited."""
    uses = [
        {
            "standard": snapshot.assessments[answer.assessment].standard,
            "requirement": answer.requirement,
            "role": citation.role.value,
            "where": citation.where,
        }
        for answer in snapshot.uses_of(item.id)
        for citation in answer.citations
        if citation.evidence == item.id
    ]
    return {**msgspec.to_builtins(item), "uses": uses}


def evidence_line(item: Evidence, snapshot: Snapshot) -> str:
    """Give evidence in a line: id, number, title, kind, how often it is used, what is kept of it."""
    told = [words.evidence_kind(item.kind)]
    told.append(trn("{n} use", "{n} uses", sum(1 for _ in snapshot.uses_of(item.id))))
    if item.earlier:
        told.append(trn("{n} earlier revision kept", "{n} earlier revisions kept", len(item.earlier)))
    return f"{item.id}  {item.reference or '-'}  {item.title}  ({', '.join(told)})"


def problems(found: Iterable[Problem]) -> list[dict[str, str]]:
    """Give problems with place and defect."""
    return [{"where": item.where, "what": item.what} for item in found]


def status_lines(snapshot: Snapshot, found: tuple[Finding, ...]) -> list[str]:
    """Say where the workspace stands, the verdict first."""
    verdict = gaps.verdict(found)
    lines = [snapshot.organization.name, ""]
    for item in snapshot.assessments.values():
        counted = figures(snapshot, item)
        lines.append(f"{item.standard}  {item.scope}")
        for name, tally in ((tr("clauses"), counted.clauses), (tr("requirements"), counted.letters)):
            lines.append(
                tr("  {name}: {rated} of {applicable} rated ({progress} %), {conforming} of {judged} conforming",
                   name=name, rated=tally.rated, applicable=tally.applicable, progress=tally.progress or 0,
                   conforming=tally.duties_conforming, judged=tally.duties_rated)
            )  # fmt: skip
        if counted.letters.majors:
            lines.append("  " + trn("{n} major gap", "{n} major gaps", counted.letters.majors))
    lines.append("")
    if verdict.ready:
        lines.append(tr("Nothing recorded stops the application."))
    else:
        lines.append(
            trn("{n} finding stops the application:", "{n} findings stop the application:", len(verdict.stops))
        )
        lines += _folded(verdict.stops)
    lines.append(
        trn("{n} more would be asked about", "{n} more would be asked about", len(verdict.warns))
        + ", "
        + trn("{n} is worth knowing.", "{n} are worth knowing.", len(verdict.notes))
    )
    return lines


_SHOWN_OF_A_RULE = 5


def _folded(stops: tuple[Finding, ...]) -> list[str]:
    """Show the first findings of each rule and count the rest; --json gives all."""
    lines: list[str] = []
    for rule in gaps.RULES:
        of_rule = [item for item in stops if item.rule == rule.key]
        lines += [f"  {item.sentence}" for item in of_rule[:_SHOWN_OF_A_RULE]]
        if len(of_rule) > _SHOWN_OF_A_RULE:
            lines.append(tr("  ... and {n} more: {title}", n=len(of_rule) - _SHOWN_OF_A_RULE, title=rule.title()))
    return lines
