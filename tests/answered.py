"""A body whose every requirement has a note, for what searches and lists."""

from __future__ import annotations

import hashlib

from readiness import library
from readiness.model.record import new_id
from readiness.model.records import Answer, Assessment, Organization
from readiness.model.snapshot import Snapshot


def answered_body(copies: int = 1) -> Snapshot:
    """Give a body with `copies` assessments to each standard, every requirement of which has a note."""
    checklists = {}
    assessments = {}
    answers: dict[str, dict[str, Answer]] = {}
    for item in library.shipped():
        sha256 = hashlib.sha256(item.raw).hexdigest()
        checklists[sha256] = item.checklist
        for number in range(copies):
            assessment = Assessment(
                id=new_id(),
                checklist=sha256,
                standard=item.checklist.designation,
                scope=f"scope {number}",
                option="A" if item.checklist.options else "",
            )
            assessments[assessment.id] = assessment
            answers[assessment.id] = {
                leaf.id: Answer(id=new_id(), assessment=assessment.id, requirement=leaf.id, note=_note(leaf.id, number))
                for leaf in item.checklist.requirements.values()
            }
    return Snapshot(
        organization=Organization(id=new_id(), name="Body"),
        assessments=assessments,
        answers=answers,
        checklists=checklists,
    )


def _note(requirement: str, number: int) -> str:
    return f"Three of eight files sampled had no entry for {requirement}; Prüfbericht {number} was late. " * 3
