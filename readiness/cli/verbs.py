"""What each verb does: a task, then the value that --json prints, the lines a person reads, and the exit code."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import msgspec

from readiness import library, words
from readiness.cli import briefing, claims, keeping, lists, past, reports, shown, two_standards
from readiness.cli.given import (
    Arguments,
    Outcome,
    author,
    committed,
    looked_at,
    reading,
    today,
    writing,
)
from readiness.errors import UsageError
from readiness.model.record import new_id
from readiness.model.records import Action, ActionState, Evidence, EvidenceKind, Rating, Target, Weight
from readiness.tasks import begin, checklists, evidence, sample, status
from readiness.texts import tr, trn
from readiness.workspace import AnswerFields, Workspace


def demo(given: Arguments) -> Outcome:
    """Make the sample workspace and its gap report."""
    made = sample.make(given.dir, today(given), author(given))
    value = {"workspace": str(made.workspace), "report": str(made.report), "pages": made.pages}
    return value, made.lines, 0


def new(given: Arguments) -> Outcome:
    """Make a workspace with an assessment per standard."""
    with begin.new_workspace(
        given.dir, given.organization, given.standard, author(given), given.option, given.scope
    ) as workspace:
        snapshot = workspace.snapshot
        value = {
            "workspace": str(workspace.path),
            "assessments": [shown.assessment(item) for item in snapshot.assessments.values()],
        }
        lines = [tr("Made {path}", path=workspace.path)]
        for item in snapshot.assessments.values():
            count = sum(1 for _ in snapshot.requirements(item))
            lines.append(tr("  {standard}: {n} requirements to assess", standard=item.standard, n=count))
    return value, lines, 0


def assessment_add(given: Arguments) -> Outcome:
    """Begin one more assessment."""
    with writing(given) as workspace:
        item = begin.add_assessment(workspace, given.standard, given.scope, given.option)
    line = tr("Began {standard}: {scope} ({id})", standard=item.standard, scope=item.scope, id=item.id)
    return shown.assessment(item), [line], 0


def assessment_list(given: Arguments) -> Outcome:
    """List the assessments."""
    with reading(given) as workspace:
        items = list(workspace.snapshot.assessments.values())
    lines = [f"{item.id}  {item.standard}  {item.option or '-'}  {item.scope}" for item in items]
    return [shown.assessment(item) for item in items], lines or [tr("No assessments yet.")], 0


def checklist_list(given: Arguments) -> Outcome:
    """List the shipped checklists."""
    found = [item.checklist for item in library.shipped()]
    value = [shown.checklist(item) for item in found]
    lines = [
        tr("{id}  version {version}  {n} requirements  {standard} {title}",
           id=item.id, version=item.version, n=len(item.requirements),
           standard=item.designation, title=item.title)
        for item in found
    ]  # fmt: skip
    return value, lines, 0


def checklist_check(given: Arguments) -> Outcome:
    """List every defect of checklist files, and remarks on their wording; exit 1 where there is a defect."""
    value: list[dict[str, Any]] = []
    lines: list[str] = []
    for path in given.files:
        checked = checklists.check(path)
        defects, remarks = shown.problems(checked.defects), shown.problems(checked.remarks)
        value.append({"file": str(path), "problems": defects, "remarks": remarks})
        lines += [f"{path}: {problem}" for problem in checked.defects] or [tr("{path}: no defects", path=path)]
        lines += [tr("{path}: remark: {remark}", path=path, remark=remark) for remark in checked.remarks]
    return value, lines, 1 if any(item["problems"] for item in value) else 0


def checklist_export(given: Arguments) -> Outcome:
    """Write a checklist to a file."""
    if given.origin is not None:
        with Workspace.open(given.origin, author(given), read_only=True) as workspace:
            found = checklists.exportable(given.id, workspace)
    else:
        found = checklists.exportable(given.id)
    count = checklists.export(found, given.file)
    line = trn("{n} requirement written to {path} and read back.",
               "{n} requirements written to {path} and read back.", count, path=given.file)  # fmt: skip
    return {"file": str(given.file), "id": found.id, "requirements": count}, [line], 0


def checklist_import(given: Arguments) -> Outcome:
    """Keep a checklist file in a workspace."""
    with writing(given, given.into) as workspace:
        checked = checklists.import_into(workspace, given.file)
    item = checked.checklist
    line = tr("Imported {id}: {n} requirements. Begin an assessment with --standard {id}.",
              id=item.id, n=len(item.requirements))  # fmt: skip
    return shown.checklist(item), [line], 0


def answer(given: Arguments) -> Outcome:
    """Record the answer to a requirement, or to all letters of a stem.

    Raises:
        UsageError: nothing to record was given.
    """
    fields: AnswerFields = {}
    if given.rating:
        fields["rating"] = Rating(given.rating)
    if given.weight:
        fields["weight"] = Weight(given.weight)
    if given.note is not None:
        fields["note"] = given.note
    if given.reason is not None:
        fields["reason"] = given.reason
    if given.responsible is not None:
        fields["responsible"] = given.responsible
    if given.due is not None:
        fields["due"] = given.due
    if not fields:
        raise UsageError(tr("Nothing to record was given."), tr("Give at least one of --rating, --weight, --note ..."))
    with writing(given) as workspace:
        assessment, leaves = workspace.snapshot.locate(given.requirement, given.assessment)
        commit = workspace.answer(assessment, leaves, **fields)
    return committed(commit, standard=assessment.standard, requirements=[leaf.id for leaf in leaves])


def evidence_add(given: Arguments) -> Outcome:
    """Add evidence, attach its file and cite it."""
    record = Evidence(
        id=new_id(),
        title=given.title,
        kind=EvidenceKind(given.kind),
        reference=given.reference,
        revision=given.revision,
        date=given.date,
        valid_until=given.valid_until,
        owner=given.owner,
        link=given.link,
    )
    with writing(given) as workspace:
        added = evidence.add(workspace, record, given.file, given.laid_down, given.shown_by, given.assessment)
        uses = list(workspace.snapshot.uses_of(added.id))
    line = tr("Added '{title}' ({id}), cited for {n} requirements.",
              title=added.title, id=added.id, n=len(uses))  # fmt: skip
    return {**msgspec.to_builtins(added), "cited_for": [use.requirement for use in uses]}, [line], 0


def evidence_revise(given: Arguments) -> Outcome:
    """Replace the file of evidence by a newer one; the old one is kept as an earlier revision."""
    with writing(given) as workspace:
        found = evidence.find(workspace.snapshot, given.evidence)
        today = dt.datetime.now().astimezone().date()
        commit = evidence.revise(workspace, found, given.file, today, revision=given.revision, date=given.date)
        value, lines, code = committed(commit, evidence=msgspec.to_builtins(workspace.snapshot.evidence[found.id]))
        kept = len(workspace.snapshot.evidence[found.id].earlier)
    if commit is not None:
        lines.append(trn("{n} earlier revision is kept.", "{n} earlier revisions are kept.", kept))
    return value, lines, code


def evidence_list(given: Arguments) -> Outcome:
    """List the evidence with its uses."""
    with reading(given) as workspace:
        snapshot = workspace.snapshot
    value = [shown.evidence(item, snapshot) for item in snapshot.evidence.values()]
    lines = [shown.evidence_line(item, snapshot) for item in snapshot.evidence.values()]
    return value, lines or [tr("No evidence yet.")], 0


def action_add(given: Arguments) -> Outcome:
    """Add a corrective action."""
    with writing(given) as workspace:
        targets = []
        for text in given.requirements:
            assessment, leaves = workspace.snapshot.locate(text, given.assessment)
            targets += [Target(assessment=assessment.id, requirement=leaf.id) for leaf in leaves]
        record = Action(
            id=new_id(),
            title=given.title,
            targets=tuple(targets),
            correction=given.correction,
            cause=given.cause,
            corrective_action=given.corrective_action,
            owner=given.owner,
            due=given.due,
            state=ActionState(given.state),
            effectiveness=given.effectiveness,
        )
        commit = workspace.put(record)
    return committed(commit, action=msgspec.to_builtins(record))


def action_list(given: Arguments) -> Outcome:
    """List the corrective actions."""
    with reading(given) as workspace:
        items = list(workspace.snapshot.actions.values())
    lines = [
        f"{item.id}  {words.date(item.due) or '-'}  {words.action_state(item.state)}  {item.title}" for item in items
    ]
    return [msgspec.to_builtins(item) for item in items], lines or [tr("No actions yet.")], 0


def show_status(given: Arguments) -> Outcome:
    """Give figures, findings and what stops the application."""
    with reading(given) as workspace:
        snapshot, notices = looked_at(given, workspace), workspace.notices
    found = status.findings(snapshot, today(given))
    value = {"workspace": str(workspace.path), **status.status(snapshot, found), "notices": list(notices)}
    return value, [*shown.status_lines(snapshot, found), *notices], 0


VERBS: dict[str, Callable[[Arguments], Outcome]] = {
    "demo": demo,
    "new": new,
    "assessment add": assessment_add,
    "assessment list": assessment_list,
    "checklist list": checklist_list,
    "checklist check": checklist_check,
    "checklist export": checklist_export,
    "checklist import": checklist_import,
    "answer": answer,
    "evidence add": evidence_add,
    "evidence revise": evidence_revise,
    "evidence list": evidence_list,
    "action add": action_add,
    "action list": action_list,
    "status": show_status,
    **two_standards.VERBS,
    **claims.VERBS,
    **briefing.VERBS,
    **reports.VERBS,
    **lists.VERBS,
    **past.VERBS,
    **keeping.VERBS,
}
