"""The sentence that a commit carries: what was done, in words that history and undo show."""

from __future__ import annotations

from collections.abc import Sequence

from readiness import words
from readiness.model.briefing import Briefing, Person
from readiness.model.checklist import Checklist, Requirement
from readiness.model.history import RecordChange
from readiness.model.record import Record
from readiness.model.records import Action, AllowedWording, Answer, Assessment, Evidence, Organization, Service
from readiness.model.snapshot import Snapshot
from readiness.texts import tr, trn
from readiness.workspace.answers import AnswerPair


def answered(leaves: tuple[Requirement, ...], snapshot: Snapshot, pairs: Sequence[AnswerPair]) -> str:
    """Say what was changed in the answers to some requirements."""
    new = pairs[0][1]
    checklist = snapshot.checklist_of(snapshot.assessments[new.assessment])
    where = tr(
        "{requirements} of {standard}",
        requirements=words.requirements(leaves, checklist),
        standard=checklist.designation,
    )
    fields = {name for old, after in pairs for name, _, _ in RecordChange.of(old, after).fields()}
    fields -= {"assessment", "requirement"}
    if "rating" in fields:
        return tr("Rated {where} {rating}", where=where, rating=words.rating(new.rating))
    if fields == {"note"}:
        return tr("Changed the note on {where}", where=where)
    if fields == {"weight"}:
        return tr("Set the weight of {where} to {weight}", where=where, weight=words.weight(new.weight))
    if fields == {"reason"}:
        return tr("Changed the reason for {where}", where=where)
    if fields == {"marks"}:
        return tr("Changed the marks on {where}", where=where)
    if fields == {"citations"}:
        return _cited(where, snapshot, pairs)
    if fields <= {"responsible", "due"}:
        return tr("Changed who answers for {where}, or by when", where=where)
    return tr("Changed the answer to {where}", where=where)


def _cited(where: str, snapshot: Snapshot, pairs: Sequence[AnswerPair]) -> str:
    before = {citation for old, _ in pairs if old for citation in old.citations}
    after = {citation for _, new in pairs for citation in new.citations}
    added = {citation.evidence for citation in after - before}
    if len(added) == 1 and after >= before:
        title = snapshot.evidence[next(iter(added))].title
        return tr("Cited '{title}' for {where}", title=title, where=where)
    if {citation.key for citation in before} == {citation.key for citation in after}:
        return tr("Confirmed places in what is cited for {where}", where=where)
    return tr("Changed the citations for {where}", where=where)


def imported(checklist: Checklist) -> str:
    """Say which checklist was imported."""
    return tr(
        "Imported the checklist {standard}, {id} version {version}",
        standard=checklist.designation,
        id=checklist.id,
        version=checklist.version,
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
        case AllowedWording():
            return tr("Allowed the wording '{words}'", words=record.words)
        case Service():
            return (
                tr("Added the service '{name}'", name=record.name)
                if new
                else tr("Changed the service '{name}'", name=record.name)
            )
        case Person():
            return (
                tr("Added {name} to those who are briefed", name=record.name)
                if new
                else tr("Changed what is known of {name}", name=record.name)
            )
        case Briefing():
            return tr("Recorded a briefing: {right} of {asked} right", right=record.right, asked=record.asked)
        case Assessment():
            return begun(record) if new else tr("Changed the assessment '{scope}'", scope=record.scope)
        case _:
            return tr("Changed a record")


def put_all(records: Sequence[Record], *, new: bool) -> str:
    """Say which record was added or changed, or how many pieces of evidence; else what was done to the first one."""
    if new and len(records) > 1 and all(isinstance(record, Evidence) for record in records):
        return trn("Added {n} piece of evidence", "Added {n} pieces of evidence", len(records))
    return put(records[0], new=new)


def begun(assessment: Assessment) -> str:
    """Say which assessment was begun."""
    return tr("Began the assessment '{scope}' ({standard})", scope=assessment.scope, standard=assessment.standard)


def purged(record: Record, reason: str, files: int, *, there: bool) -> str:
    """Say that content was purged, without saying what it was; `there` tells that it was not removed before."""
    match record:
        case Evidence() if there:
            what = trn("Purged evidence with {n} file", "Purged evidence with {n} files", files)
        case Evidence():
            what = trn("Purged evidence removed before, with {n} file",
                       "Purged evidence removed before, with {n} files", files)  # fmt: skip
        case Answer():
            what = tr("Purged earlier content of the answer to {number}", number=words.requirement(record.requirement))
        case Person() if there:
            what = tr("Purged a person with all results of briefings")
        case Person():
            what = tr("Purged a person removed before, with all results of briefings")
        case Service():
            what = tr("Purged earlier content of a service")
        case _:
            what = tr("Purged earlier content of an action")
    return tr("{what}: {reason}", what=what, reason=reason.strip())


def removed(record: Record) -> str:
    """Say which record was removed."""
    match record:
        case Evidence():
            return tr("Removed evidence '{title}' and its citations", title=record.title)
        case Action():
            return tr("Removed action '{title}'", title=record.title)
        case AllowedWording():
            return tr("No longer allowed the wording '{words}'", words=record.words)
        case Service():
            return tr("Removed the service '{name}'", name=record.name)
        case Person():
            return tr("Removed {name} and the results of briefings", name=record.name)
        case Briefing():
            return tr("Removed the result of a briefing")
        case Assessment():
            return tr("Removed the assessment '{scope}' with its answers", scope=record.scope)
        case _:
            return tr("Removed a record")
