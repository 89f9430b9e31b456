"""What a record must be to be recorded. One function a rule, each raising a sentence."""

from __future__ import annotations

import msgspec

from readiness.errors import NotAllowed, UnknownName
from readiness.model.briefing import Briefing, Person
from readiness.model.checklist import Requirement
from readiness.model.record import Record
from readiness.model.records import (
    Action,
    ActionState,
    AllowedWording,
    Answer,
    Assessment,
    Citation,
    Evidence,
    Organization,
    PinnedChecklist,
    Rating,
    Service,
    Weight,
)
from readiness.model.snapshot import Snapshot
from readiness.texts import tr

_LONGEST_NAME = 200
GAPS = (Rating.PARTLY, Rating.NONCONFORMING)


def check(record: Record, snapshot: Snapshot) -> None:
    """Check a whole record before it replaces the one of the same id.

    Raises:
        NotAllowed: a needed field is empty, or fields contradict each other.
        UnknownName: it refers to a record that does not exist.
    """
    match record:
        case Organization():
            _need(record.name, tr("The organization needs a name."))
        case Evidence():
            _check_evidence(record)
        case Action():
            _check_action(record, snapshot)
        case Service():
            _check_service(record)
        case Person():
            _check_person(record, snapshot)
        case Briefing():
            _check_briefing(record, snapshot)
        case AllowedWording():
            _need(record.reason, tr("Allowed wording needs a reason."))
        case Assessment():
            _check_assessment(record, snapshot)
        case Answer():
            check_answer(record, snapshot)
        case PinnedChecklist():
            pass
        case _:
            raise TypeError(type(record).__name__)


def check_answer(answer: Answer, snapshot: Snapshot) -> None:
    """Check one answer against its checklist and the evidence it cites.

    Raises:
        NotAllowed: 'not applicable' without a reason, or a requirement of the other option.
        UnknownName: the requirement or a piece of evidence does not exist.
    """
    assessment = snapshot.assessments.get(answer.assessment)
    if assessment is None:
        raise UnknownName(tr("That assessment does not exist any more."), tr("Choose another one."))
    checklist = snapshot.checklist_of(assessment)
    leaf = checklist.requirements.get(answer.requirement)
    if leaf is None:
        checklist.leaves_of(answer.requirement)
        raise UnknownName(tr("{number} is not assessed as a whole.", number=answer.requirement))
    _check_option(leaf, assessment)
    if answer.rating is Rating.NOT_APPLICABLE and not answer.reason.strip():
        raise NotAllowed(
            tr("{number}: 'not applicable' needs a reason.", number=leaf.number),
            tr("Say why it does not apply; accreditation bodies ask for it."),
        )
    check_citations(answer.citations, snapshot)


def check_weight(answer: Answer) -> None:
    """Refuse a weight on an answer that is no gap.

    Raises:
        NotAllowed: the rating is neither partly conforming nor nonconforming.
    """
    if answer.weight is not Weight.UNSET and answer.rating not in GAPS:
        raise NotAllowed(
            tr("{number}: only a gap has a weight.", number=answer.requirement),
            tr("Rate it partly conforming or nonconforming first, or leave the weight unset."),
        )


def check_citations(citations: tuple[Citation, ...], snapshot: Snapshot) -> None:
    """Check that cited evidence exists and no citation is there twice.

    Raises:
        UnknownName: evidence that is not in the register is cited.
        NotAllowed: the same citation stands twice.
    """
    for citation in citations:
        if citation.evidence not in snapshot.evidence:
            raise UnknownName(tr("The evidence cited is not in the register (any more)."), tr("Add it there first."))
    if len({citation.key for citation in citations}) != len(citations):
        raise NotAllowed(
            tr("This evidence is cited twice with the same role and place."),
            tr("Give another place in the document, or leave one of them out."),
        )


def _check_option(leaf: Requirement, assessment: Assessment) -> None:
    if not leaf.applies_under(assessment.option):
        raise NotAllowed(
            tr(
                "{number} belongs to option {theirs}; this assessment is made under option {ours}.",
                number=leaf.number,
                theirs=leaf.clause.option,
                ours=assessment.option,
            ),
            tr("Nothing needs to be recorded for it."),
        )


def _check_evidence(evidence: Evidence) -> None:
    _need(evidence.title, tr("Evidence needs a title."))
    if evidence.date and evidence.valid_until and evidence.valid_until < evidence.date:
        raise NotAllowed(
            tr("'{title}': valid until {end} lies before its date {start}.",
               title=evidence.title, end=evidence.valid_until, start=evidence.date),
            tr("Correct one of the two dates."),
        )  # fmt: skip


def _check_action(action: Action, snapshot: Snapshot) -> None:
    _need(action.title, tr("An action needs a title."))
    for target in action.targets:
        assessment = snapshot.assessments.get(target.assessment)
        if assessment is None or target.requirement not in snapshot.checklist_of(assessment).requirements:
            raise UnknownName(tr("The action names a requirement that does not exist (any more)."))
    if action.state is ActionState.CLOSED and not action.effectiveness.strip():
        raise NotAllowed(
            tr("'{title}' cannot be closed yet.", title=action.title),
            tr("Say first how its effect was checked, and with what result."),
        )


def _check_service(service: Service) -> None:
    _need(service.name, tr("A service needs a name."))
    if service.answered and not service.answer_source.strip():
        raise NotAllowed(
            tr("'{name}': the accreditation body's answer needs its source.", name=service.name),
            tr("Say where it stands: letter or form, and its date."),
        )


def _check_person(person: Person, snapshot: Snapshot) -> None:
    _need(person.name, tr("Whoever is briefed needs a name, or the name of a role."))
    if len(person.name) > _LONGEST_NAME:
        raise NotAllowed(
            tr("The name has {n} letters; names have {most} at most.", n=len(person.name), most=_LONGEST_NAME),
            tr("Shorten it."),
        )
    for service in person.services or ():
        if service not in snapshot.services:
            raise UnknownName(tr("A service that {name} is to be briefed on does not exist (any more).",
                                 name=person.name), tr("Choose among those of the schedule."))  # fmt: skip


def _check_briefing(briefing: Briefing, snapshot: Snapshot) -> None:
    if briefing.person not in snapshot.personnel or briefing.service not in snapshot.services:
        raise UnknownName(tr("The person or the service of this briefing does not exist (any more)."))
    if not 0 <= briefing.right <= briefing.asked or briefing.asked == 0:
        raise NotAllowed(
            tr("{right} of {asked} cannot be answered rightly.", right=briefing.right, asked=briefing.asked),
            tr("Give first how many answers were right, then how many questions were asked."),
        )


def _check_assessment(assessment: Assessment, snapshot: Snapshot) -> None:
    checklist = snapshot.checklists.get(assessment.checklist)
    if checklist is None:
        raise UnknownName(tr("The assessment's checklist is not in this workspace."))
    if checklist.options and assessment.option not in checklist.options:
        raise NotAllowed(
            tr("{standard} asks for management-system option {options}.",
               standard=checklist.designation, options=tr(" or ").join(checklist.options)),
            tr("Choose one with --option, or in the dialog."),
        )  # fmt: skip
    if not checklist.options and assessment.option:
        raise NotAllowed(tr("{standard} has no options to choose.", standard=checklist.designation))
    if not assessment.scope.strip():
        raise NotAllowed(
            tr("An assessment needs a scope."),
            tr("Say which certification activities it covers, for example 'QMS in construction'."),
        )


def _need(text: str, sentence: str) -> None:
    if not text.strip():
        raise NotAllowed(sentence, tr("Fill the field in."))


def dependents(record: Record, snapshot: Snapshot) -> list[tuple[Record | None, Record | None]]:
    """List what changes when a record is removed, as records before and after (None for removed)."""
    pairs: list[tuple[Record | None, Record | None]] = []
    if isinstance(record, Evidence):
        for answer in snapshot.uses_of(record.id):
            left = tuple(item for item in answer.citations if item.evidence != record.id)
            pairs.append((answer, msgspec.structs.replace(answer, citations=left)))
    elif isinstance(record, Assessment):
        pairs += [(answer, None) for answer in snapshot.answers.get(record.id, {}).values()]
        for action in snapshot.actions.values():
            targets = tuple(item for item in action.targets if item.assessment != record.id)
            if targets != action.targets:
                pairs.append((action, msgspec.structs.replace(action, targets=targets)))
    elif isinstance(record, Person | Service):
        pairs += [(item, None) for item in snapshot.briefings.values() if record.id in (item.person, item.service)]
        for person in snapshot.personnel.values():
            if record.id in (person.services or ()):
                others = tuple(service for service in person.services or () if service != record.id)
                pairs.append((person, msgspec.structs.replace(person, services=others)))
    return pairs
