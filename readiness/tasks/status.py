"""Where a workspace stands: figures per assessment, findings, what stops the application, as plain values."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from readiness import library
from readiness.analysis import gaps
from readiness.analysis.figures import Figures, Tally, figures
from readiness.analysis.findings import Context, Finding
from readiness.model.records import Rating
from readiness.model.snapshot import Snapshot


def context(today: dt.date) -> Context:
    """Give what the rules need: the shipped crosswalk and schemes, and the day to judge as of."""
    return Context(library.crosswalk(), library.schemes(), today)


def findings(snapshot: Snapshot, today: dt.date) -> tuple[Finding, ...]:
    """Apply all rules with the shipped crosswalk, as of `today`."""
    return gaps.find(snapshot, context(today))


def status(snapshot: Snapshot, found: tuple[Finding, ...]) -> dict[str, Any]:
    """Give the whole state as JSON values; `readiness/COMMANDS.md` shows the shape."""
    verdict = gaps.verdict(found)
    organization = snapshot.organization
    return {
        "organization": organization.name,
        "accreditation_body": organization.accreditation_body,
        "target_date": organization.target_date.isoformat() if organization.target_date else None,
        "sequence": snapshot.sequence,
        "head": snapshot.head,
        "assessments": [
            {
                "id": assessment.id,
                "standard": assessment.standard,
                "checklist": snapshot.checklist_of(assessment).id,
                "checklist_version": snapshot.checklist_of(assessment).version,
                "scope": assessment.scope,
                "option": assessment.option,
                **_figures(figures(snapshot, assessment)),
            }
            for assessment in snapshot.assessments.values()
        ],
        "evidence": len(snapshot.evidence),
        "actions": len(snapshot.actions),
        "verdict": {
            "ready": verdict.ready,
            "stops": len(verdict.stops),
            "warns": len(verdict.warns),
            "notes": len(verdict.notes),
        },
        "findings": [finding_values(item, snapshot) for item in found],
    }


def finding_values(finding: Finding, snapshot: Snapshot) -> Mapping[str, Any]:
    """Give one finding as JSON values."""

    def standard(assessment: str) -> str:
        return snapshot.assessments[assessment].standard if assessment else ""

    return {
        "key": finding.key,
        "rule": finding.rule,
        "severity": finding.severity.value,
        "sentence": finding.sentence,
        "resolve": finding.resolve,
        "assessment": finding.assessment,
        "standard": standard(finding.assessment),
        "requirements": list(finding.requirements),
        "other_assessment": finding.other_assessment,
        "other_standard": standard(finding.other_assessment),
        "other_requirements": list(finding.other_requirements),
        "evidence": list(finding.evidence),
        "action": finding.action,
        "service": finding.record,
    }


def _figures(counted: Figures) -> dict[str, Any]:
    return {
        "clauses": _tally(counted.clauses),
        "letters": _tally(counted.letters),
        "groups": [
            {
                "number": group.number,
                "title": group.title,
                "clauses": _tally(group.clauses),
                "letters": _tally(group.letters),
            }
            for group in counted.groups
        ],
    }


def _tally(tally: Tally) -> dict[str, Any]:
    return {
        "applicable": tally.applicable,
        "rated": tally.rated,
        "progress_percent": tally.progress,
        "duties_rated": tally.duties_rated,
        "duties_conforming": tally.duties_conforming,
        "conformity_percent": tally.conformity,
        "majors": tally.majors,
        "ratings": {rating.value: tally.ratings[rating] for rating in Rating},
    }
