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
from readiness.texts import tr

_SIGNS = {
    ActionState.OPEN: Sign.RING,
    ActionState.IN_PROGRESS: Sign.HALF,
    ActionState.DONE: Sign.HALF,
    ActionState.CLOSED: Sign.DISC,
}


def section(matter: Matter) -> Section:
    """Describe the actions in the order of creation; in a report on a part, those that answer it."""
    chosen = {assessment.id for assessment in matter.assessments}
    listed = [
        action
        for action in matter.snapshot.actions.values()
        if matter.is_whole or any(target.assessment in chosen for target in action.targets)
    ]
    blocks: list[Block] = [_entry(matter, action) for action in listed]
    return Section(
        tr("Corrective actions"),
        "actions",
        tuple(blocks or [Paragraph(tr("No corrective action is recorded."))]),
    )


def _entry(matter: Matter, action: Action) -> Entry:
    state = [Text(words.action_state(action.state), Face.STRONG)]
    if is_overdue(action, matter.context.today):
        state.append(Text(tr("overdue"), Face.STRONG))
    due = words.date(action.due)
    fields = (
        (tr("Answers"), _targets(matter, action)),
        (tr("Correction"), action.correction),
        (tr("Cause"), action.cause),
        (tr("Action"), action.corrective_action),
        (tr("Owner"), action.owner),
        (tr("Due"), due),
        (tr("Effect checked"), action.effectiveness),
    )
    return Entry(
        number="",
        title=action.title,
        state=tuple(state),
        fields=tuple(Field(name, (Text(text),)) for name, text in fields if text)
        or (Field(tr("Answers"), (Text(tr("no requirement yet"), Face.MUTED),)),),
        sign=_SIGNS[action.state],
    )


def _targets(matter: Matter, action: Action) -> str:
    shown = []
    for assessment in matter.snapshot.assessments.values():
        checklist = matter.snapshot.checklist_of(assessment)
        leaves = tuple(
            checklist.requirements[target.requirement]
            for target in action.targets
            if target.assessment == assessment.id and target.requirement in checklist.requirements
        )
        if leaves:
            shown.append(f"{checklist.designation} {words.requirements(leaves, checklist)}")
    return "; ".join(shown)
