"""Corrective actions: correction, cause, action on the cause, and the check of its effect."""

from __future__ import annotations

from readiness import words
from readiness.analysis.gaps import is_overdue
from readiness.model.records import Action, ActionState
from readiness.report.blocks import (
    Block,
    Entry,
    Face,
    Field,
    Paragraph,
    Section,
    Sign,
    Text,
)
from readiness.report.matter import Matter
from readiness.report.sections import cells
from readiness.texts import tr

SIGNS = {
    ActionState.OPEN: Sign.RING,
    ActionState.IN_PROGRESS: Sign.HALF,
    ActionState.DONE: Sign.HALF,
    ActionState.CLOSED: Sign.DISC,
}


def section(matter: Matter) -> Section:
    """Describe the actions in the order of creation; in a report on a part, those that answer it."""
    blocks: list[Block] = [_entry(matter, action) for action in listed_in(matter)]
    return Section(
        tr("Corrective actions"),
        "actions",
        tuple(blocks or [Paragraph(matter.none(tr("No corrective action is recorded."), of_all=True))]),
    )


def listed_in(matter: Matter) -> list[Action]:
    """List the actions that the report is about: all, or those that answer its part."""
    everything = matter.is_whole and not matter.is_limited
    chosen = {assessment.id: assessment for assessment in matter.assessments}
    return [
        action
        for action in matter.snapshot.actions.values()
        if everything
        or any(
            target.assessment in chosen and matter.shows(chosen[target.assessment], target.requirement)
            for target in action.targets
        )
    ]


def _entry(matter: Matter, action: Action) -> Entry:
    state = [Text(words.action_state(action.state), Face.STRONG)]
    if is_overdue(action, matter.context.today):
        state.append(Text(tr("overdue"), Face.STRONG))
    due = words.date(action.due)
    fields = (
        (tr("Answers"), targets(matter, action)),
        (tr("Correction"), _said(action.correction)),
        (tr("Cause"), _said(action.cause)),
        (tr("Action"), _said(action.corrective_action)),
        (tr("Owner"), _said(action.owner)),
        (tr("Due"), _said(due)),
        (tr("Effect checked"), _said(action.effectiveness)),
    )
    return Entry(
        number="",
        title=action.title,
        state=tuple(state),
        fields=tuple(Field(name, texts) for name, texts in fields if texts)
        or (Field(tr("Answers"), (Text(tr("no requirement yet"), Face.MUTED),)),),
        sign=SIGNS[action.state],
        anchor=cells.action_anchor(action.id),
    )


def _said(text: str) -> tuple[Text, ...]:
    return (Text(text),) if text else ()


def targets(matter: Matter, action: Action) -> tuple[Text, ...]:
    """Name the requirements that an action answers, standard by standard; each leads to the clause matrix."""
    shown = []
    for assessment in matter.snapshot.assessments.values():
        checklist = matter.snapshot.checklist_of(assessment)
        leaves = tuple(
            checklist.requirements[target.requirement]
            for target in action.targets
            if target.assessment == assessment.id and target.requirement in checklist.requirements
        )
        if leaves:
            target = cells.clause_anchor(assessment, matter.row_of(assessment, leaves[0]))
            shown.append(Text(f"{checklist.designation} {words.requirements(leaves, checklist)}", target=target))
    return tuple(shown)
