"""The plan of corrective actions: what is overdue first, then what is due, then what is done and closed."""

from __future__ import annotations

import datetime as dt

from readiness import words
from readiness.analysis.gaps import is_overdue
from readiness.model.records import Action, ActionState
from readiness.report.blocks import (
    Block,
    Cell,
    Column,
    Face,
    Number,
    Numbers,
    Paragraph,
    Row,
    Section,
    Sign,
    Table,
    Text,
)
from readiness.report.matter import Matter
from readiness.report.sections import actions, cells
from readiness.texts import tr, trn

_LAST = dt.date.max


def section(matter: Matter) -> Section:
    """List the actions with their counts on top; each requirement leads to its row where that is in the report."""
    title = tr("Corrective actions")
    listed = sorted(actions.listed_in(matter), key=lambda action: _urgency(matter, action))
    if not listed:
        return Section(
            title, "action-plan", (Paragraph(matter.none(tr("No corrective action is recorded."), of_all=True)),)
        )
    columns = (
        Column(tr("Action"), 22),
        Column(tr("State"), 14),
        Column(tr("Correction"), 16),
        Column(tr("Cause"), 16),
        Column(tr("Corrective action"), 18),
        Column(tr("Effect checked"), 14),
    )
    table = Table(columns, tuple(_row(matter, action) for action in listed), title=title)
    return Section(title, "action-plan", (counts(matter, listed), table))


def _urgency(matter: Matter, action: Action) -> tuple[bool, bool, dt.date, str]:
    is_over = action.state in (ActionState.DONE, ActionState.CLOSED)
    return not is_overdue(action, matter.context.today), is_over, action.due or _LAST, action.title


def counts(matter: Matter, listed: list[Action]) -> Block:
    """Count the actions by what has to happen with them next."""
    overdue = sum(is_overdue(action, matter.context.today) for action in listed)
    under_way = sum(action.state in (ActionState.OPEN, ActionState.IN_PROGRESS) for action in listed)
    done = sum(action.state is ActionState.DONE for action in listed)
    closed = sum(action.state is ActionState.CLOSED for action in listed)
    return Numbers(
        (
            Number(str(under_way), trn("action open", "actions open", under_way), tr("of {n} in all", n=len(listed))),
            Number(str(overdue), tr("of them overdue"), tr("as of {date}", date=words.date(matter.context.today))),
            Number(str(done), tr("done, effect to be checked")),
            Number(str(closed), tr("closed, effect checked")),
        )
    )


def _row(matter: Matter, action: Action) -> Row:
    answers = actions.targets(matter, action) or (Text(tr("no requirement yet"), Face.MUTED),)
    return Row(
        (
            Cell((Text(action.title, Face.STRONG), *answers)),
            _state(matter, action),
            _said(action.correction),
            _said(action.cause),
            _said(action.corrective_action),
            _said(action.effectiveness),
        ),
        anchor=cells.action_anchor(action.id),
    )


def _state(matter: Matter, action: Action) -> Cell:
    """Say state, date and owner; what is overdue by word and sign, and what lacks date or owner too."""
    late = is_overdue(action, matter.context.today)
    texts = [Text(words.action_state(action.state), Face.STRONG)]
    if late:
        texts.append(Text(tr("overdue"), Face.STRONG))
    due = tr("due {date}", date=words.date(action.due)) if action.due else tr("no date")
    texts += [Text(due), Text(action.owner or tr("no owner"), Face.PLAIN if action.owner else Face.MUTED)]
    return Cell(tuple(texts), Sign.CROSS if late else actions.SIGNS[action.state])


def _said(text: str) -> Cell:
    return Cell((Text(text),) if text else (Text("–", Face.MUTED),))
