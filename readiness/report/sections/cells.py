"""Pieces that several sections share: how a clause, a rating, evidence and actions are put into cells."""

from __future__ import annotations

from collections.abc import Iterable

from readiness import words
from readiness.analysis.gaps import is_overdue
from readiness.analysis.rows import Row
from readiness.model.checklist import Checklist, Duty, Requirement
from readiness.model.clauses import fold_letters
from readiness.model.records import (
    Action,
    Answer,
    Assessment,
    Citation,
    Evidence,
    Rating,
    Role,
    Weight,
)
from readiness.report.blocks import Cell, Face, Sign, Text
from readiness.report.matter import Matter
from readiness.texts import tr

SIGNS = {
    Rating.CONFORMING: Sign.DISC,
    Rating.PARTLY: Sign.HALF,
    Rating.NONCONFORMING: Sign.CROSS,
    Rating.NOT_ASSESSED: Sign.RING,
    Rating.NOT_APPLICABLE: Sign.DASH,
}
GAPS = (Rating.PARTLY, Rating.NONCONFORMING)


def clause_anchor(assessment: Assessment, leaf: Requirement) -> str:
    """Name the row of the clause matrix that begins with a requirement."""
    return f"clause-{assessment.id}-{leaf.id}"


def gap_anchor(assessment: Assessment, leaf: Requirement) -> str:
    """Name the entry among the gaps that begins with a requirement."""
    return f"gap-{assessment.id}-{leaf.id}"


def evidence_anchor(identifier: str) -> str:
    """Name a row of the evidence register, by the evidence's id."""
    return f"evidence-{identifier}"


def action_anchor(identifier: str) -> str:
    """Name an action, by its id."""
    return f"action-{identifier}"


def label(leaves: tuple[Requirement, ...]) -> str:
    """Show leaves of one clause by number, the letters folded: '9.4.8.2 a) to r)'."""
    letters = [leaf.number.letter for leaf in leaves if leaf.number.letter]
    number = leaves[0].clause.number
    return f"{number} {fold_letters(letters)}" if letters else number


def title(row: Row) -> str:
    """Give the title of a row: the clause's, and a single letter's own."""
    return row.leaves[0].title if len(row.leaves) == 1 else row.clause.title


def clause_cell(row: Row, mark: str = "") -> Cell:
    """Show number and title of a row; `mark` is a sign after the number."""
    number = f"{label(row.leaves)} {mark}" if mark else label(row.leaves)
    return Cell((Text(number, Face.STRONG), Text(title(row))))


def rating_cell(answer: Answer, duties: Iterable[Duty] = (), target: str = "") -> Cell:
    """Show a rating by sign and word, with the weight of a gap and what is special about the duty."""
    texts = [Text(words.rating(answer.rating), Face.STRONG if answer.rating in GAPS else Face.PLAIN, target)]
    if answer.rating in GAPS:
        texts.append(Text(words.weight(answer.weight), Face.STRONG if answer.weight is Weight.MAJOR else Face.MUTED))
    texts += [Text(words.duty(duty), Face.MUTED) for duty in dict.fromkeys(duties) if duty is not Duty.REQUIRED]
    return Cell(tuple(texts), SIGNS[answer.rating])


def evidence_name(evidence: Evidence) -> str:
    """Name evidence by reference and title."""
    return f"{evidence.reference} {evidence.title}".strip()


def citation_text(matter: Matter, citation: Citation) -> str:
    """Show a citation: what, where in it, and whether it is no longer valid."""
    evidence = matter.snapshot.evidence[citation.evidence]
    shown = evidence_name(evidence)
    if citation.where:
        shown = tr("{evidence}, {where}", evidence=shown, where=citation.where)
    return f"{shown} ({expiry})" if (expiry := expired(matter, evidence)) else shown


def expired(matter: Matter, evidence: Evidence) -> str:
    """Say since when evidence is not valid any more; '' where it is, or where no end is known."""
    if evidence.valid_until is None or evidence.valid_until >= matter.context.today:
        return ""
    return tr("expired {date}", date=words.date(evidence.valid_until))


def cited(matter: Matter, answer: Answer, role: Role) -> tuple[Text, ...]:
    """List what an answer cites in one role."""
    return tuple(
        Text(citation_text(matter, item), target=evidence_anchor(item.evidence))
        for item in answer.citations
        if item.role is role
    )


def remarks(answer: Answer) -> tuple[Text, ...]:
    """List note, reason, who has it in hand by when, and marks."""
    texts = [Text(answer.note)] if answer.note else []
    if answer.reason:
        texts.append(Text(tr("Reason: {reason}", reason=answer.reason)))
    if in_hand := responsible(answer):
        texts.append(Text(in_hand, Face.MUTED))
    if answer.marks:
        texts.append(Text(", ".join(words.mark(mark) for mark in answer.marks), Face.MUTED))
    return tuple(texts)


def responsible(answer: Answer) -> str:
    """Say who has an answer in hand, and until when; '' where neither is recorded."""
    if answer.responsible and answer.due:
        return tr("{person}, by {date}", person=answer.responsible, date=words.date(answer.due))
    return answer.responsible or (tr("by {date}", date=words.date(answer.due)) if answer.due else "")


def action_texts(matter: Matter, actions: tuple[Action, ...]) -> tuple[Text, ...]:
    """Show actions in a line each: title, state, owner, due date."""
    return tuple(
        Text(f"{action.title} ({action_state(matter, action)})", target=action_anchor(action.id)) for action in actions
    )


def action_state(matter: Matter, action: Action) -> str:
    """Say in what state an action is, whose it is, and when it is due."""
    parts = [words.action_state(action.state)]
    if action.owner:
        parts.append(action.owner)
    if action.due:
        parts.append(tr("due {date}", date=words.date(action.due)))
    if is_overdue(action, matter.context.today):
        parts.append(tr("overdue"))
    return ", ".join(parts)


def questions(row: Row) -> tuple[Text, ...]:
    """Give what was asked: the clause's question, or those of the letters where only some are meant."""
    if row.whole:
        return (Text(row.clause.question),) if row.clause.question else ()
    return tuple(Text(f"{leaf.number.letter}) {leaf.question}") for leaf in row.leaves)


def look_for(row: Row, role: Role) -> str:
    """Name what an assessor looks for, in one line; '' where the checklist names nothing."""
    if row.whole and row.clause.is_stem:
        own = row.clause.laid_down if role is Role.LAID_DOWN else row.clause.shown_by
        if own:
            return "; ".join(own)
    wanted = [leaf.laid_down if role is Role.LAID_DOWN else leaf.shown_by for leaf in row.leaves]
    return "; ".join(dict.fromkeys(item for items in wanted for item in items))


def looked_for(row: Row) -> tuple[Text, ...]:
    """Name what to look for in both roles."""
    return tuple(
        Text(f"{name}: {what}", Face.MUTED)
        for name, what in (
            (tr("Laid down"), look_for(row, Role.LAID_DOWN)),
            (tr("Shown by"), look_for(row, Role.SHOWN_BY)),
        )
        if what
    )


def checked_by(row: Row) -> tuple[Text, ...]:
    """Say how an assessor checks the clause; nothing where the checklist does not say."""
    return (Text(row.clause.checked_by, Face.MUTED),) if row.clause.checked_by else ()


def percent(share: int | None) -> str:
    """Show a share of 0 to 100 percent; a dash where there is nothing to take a share of."""
    return "–" if share is None else tr("{share} %", share=share)


def standard_of(matter: Matter, assessment: str) -> str:
    """Give the designation of an assessment's standard, by the assessment's id; '' where there is none."""
    found = matter.snapshot.assessments.get(assessment)
    return matter.snapshot.checklist_of(found).designation if found else ""


def option_text(assessment: Assessment, checklist: Checklist) -> str:
    """Name the management-system option chosen; '' where the standard has none."""
    if not assessment.option:
        return ""
    return tr("{letter}: {what}", letter=assessment.option, what=checklist.options.get(assessment.option, ""))
