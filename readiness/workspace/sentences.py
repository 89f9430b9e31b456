"""The sentence that a commit carries: what was done, in words that history and undo show."""

from __future__ import annotations

from readiness import words
from readiness.model.checklist import Checklist, Requirement
from readiness.model.records import Action, Answer, Assessment, Evidence, Organization, Record
from readiness.texts import tr


def answered(
    leaves: tuple[Requirement, ...], checklist: Checklist, fields: frozenset[str], sample: Answer
) -> str:
    """Say which fields of which answers were changed; `sample` is one of the new answers."""
    where = tr(
        "{requirements} of {standard}",
        requirements=words.requirements(leaves, checklist),
        standard=checklist.designation,
    )
    if "rating" in fields:
        return tr("Rated {where} {rating}", where=where, rating=words.rating(sample.rating))
    if fields == {"note"}:
        return tr("Changed the note on {where}", where=where)
    if fields == {"weight"}:
        return tr("Set the weight of {where} to {weight}", where=where, weight=words.weight(sample.weight))
    if fields == {"reason"}:
        return tr("Changed the reason for {where}", where=where)
    if fields == {"marks"}:
        return tr("Changed the marks on {where}", where=where)
    if fields == {"citations"}:
        return tr("Changed the citations for {where}", where=where)
    if fields <= {"responsible", "due"}:
        return tr("Changed who answers for {where}, or by when", where=where)
    return tr("Changed the answer to {where}", where=where)


def cited(evidence: Evidence, leaves: tuple[Requirement, ...], checklist: Checklist) -> str:
    """Say that evidence was cited."""
    return tr(
        "Cited '{title}' for {requirements} of {standard}",
        title=evidence.title,
        requirements=words.requirements(leaves, checklist),
        standard=checklist.designation,
    )


def put(record: Record, *, new: bool) -> str:
    """Say which record was added or changed."""
    match record:
        case Organization():
            return tr("Described the organization {name}", name=record.name)
        case Evidence():
            return (
                tr("Added evidence '{title}'", title=record.title)
                if new
                else tr("Changed evidence '{title}'", title=record.title)
            )
        case Action():
            return (
                tr("Added action '{title}'", title=record.title)
                if new
                else tr("Changed action '{title}'", title=record.title)
            )
        case Assessment():
            return (
                tr("Began the assessment '{scope}'", scope=record.scope)
                if new
                else tr("Changed the assessment '{scope}'", scope=record.scope)
            )
        case _:
            return tr("Changed a record")


def removed(record: Record) -> str:
    """Say which record was removed."""
    match record:
        case Evidence():
            return tr("Removed evidence '{title}' and its citations", title=record.title)
        case Action():
            return tr("Removed action '{title}'", title=record.title)
        case Assessment():
            return tr("Removed the assessment '{scope}' with its answers", scope=record.scope)
        case _:
            return tr("Removed a record")
