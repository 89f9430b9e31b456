"""The rules over answers. To add one: a function here and its entry in RULES."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from readiness import words
from readiness.analysis.apart import manual_names_both, one_record, system_terms, unread_documents
from readiness.analysis.findings import Context, Finding, Severity
from readiness.analysis.separation import own_document, stage_wording
from readiness.analysis.services import (
    assessments_without_service,
    contradictory_services,
    services_without_assessment,
    shared_procedures,
    unsettled_services,
)
from readiness.model.checklist import Duty, Requirement
from readiness.model.records import Action, ActionState, Answer, Assessment, Rating, Role, Weight
from readiness.model.snapshot import Snapshot
from readiness.texts import tr

Judge = Callable[[Requirement, Answer], bool]
_Pair = tuple[Requirement, Answer]


def _by_clause(snapshot: Snapshot, assessment: Assessment, judge: Judge) -> Iterator[list[_Pair]]:
    """Group the leaves that a judge picks by clause, in order."""
    groups: dict[str, list[_Pair]] = defaultdict(list)
    for leaf in snapshot.requirements(assessment):
        answer = snapshot.answer(assessment, leaf.id)
        if judge(leaf, answer):
            groups[leaf.clause.number].append((leaf, answer))
    yield from groups.values()


def _finding(
    rule: str,
    snapshot: Snapshot,
    assessment: Assessment,
    pairs: list[_Pair],
    severity: Severity,
    sentence: str,
    resolve: str,
) -> Finding:
    leaves = tuple(leaf for leaf, _ in pairs)
    where = words.requirements(leaves, snapshot.checklist_of(assessment))
    return Finding(
        key=f"{rule}:{assessment.id}:{leaves[0].clause.number}",
        rule=rule,
        severity=severity,
        sentence=f"{where} {leaves[0].clause.title}: {sentence}",
        resolve=resolve,
        assessment=assessment.id,
        requirements=tuple(leaf.id for leaf in leaves),
        evidence=tuple(dict.fromkeys(item.evidence for _, answer in pairs for item in answer.citations)),
    )


def _gap_severity(pairs: list[_Pair]) -> Severity:
    """A major gap stops an application, and so does a nonconformity nobody has weighed."""
    if all(leaf.duty is Duty.GUIDANCE for leaf, _ in pairs):
        return Severity.NOTES
    for _, answer in pairs:
        unweighed = answer.weight is Weight.UNSET and answer.rating is Rating.NONCONFORMING
        if answer.weight is Weight.MAJOR or unweighed:
            return Severity.STOPS
    return Severity.WARNS


def _heaviest(pairs: list[_Pair]) -> Weight:
    weights = {answer.weight for _, answer in pairs}
    return next(item for item in (Weight.MAJOR, Weight.UNSET, Weight.MINOR) if item in weights)


def _rated(rule: str, rating: Rating, snapshot: Snapshot) -> Iterator[Finding]:
    for assessment in snapshot.assessments.values():
        for pairs in _by_clause(snapshot, assessment, lambda _, answer: answer.rating is rating):
            yield _finding(
                rule,
                snapshot,
                assessment,
                pairs,
                _gap_severity(pairs),
                f"{words.rating(rating)}, {words.weight(_heaviest(pairs))}",
                tr("Correct it, find its cause, act on the cause and show the effect."),
            )


def nonconforming(snapshot: Snapshot, context: Context) -> Iterator[Finding]:
    """Clauses rated nonconforming."""
    yield from _rated("nonconforming", Rating.NONCONFORMING, snapshot)


def partly_conforming(snapshot: Snapshot, context: Context) -> Iterator[Finding]:
    """Clauses rated partly conforming."""
    yield from _rated("partly-conforming", Rating.PARTLY, snapshot)


def not_assessed(snapshot: Snapshot, context: Context) -> Iterator[Finding]:
    """Clauses without a rating: what nobody has looked at may hold anything."""
    for assessment in snapshot.assessments.values():
        for pairs in _by_clause(snapshot, assessment, lambda _, answer: answer.rating is Rating.NOT_ASSESSED):
            guidance = all(leaf.duty is Duty.GUIDANCE for leaf, _ in pairs)
            yield _finding(
                "not-assessed",
                snapshot,
                assessment,
                pairs,
                Severity.NOTES if guidance else Severity.STOPS,
                tr("not assessed"),
                tr("Rate it, or say why it does not apply."),
            )


def _roles(answer: Answer) -> set[Role]:
    return {citation.role for citation in answer.citations}


def without_evidence(snapshot: Snapshot, context: Context) -> Iterator[Finding]:
    """Conforming answers that cite nothing."""
    for assessment in snapshot.assessments.values():
        for pairs in _by_clause(
            snapshot,
            assessment,
            lambda _, answer: answer.rating is Rating.CONFORMING and not answer.citations,
        ):
            yield _finding(
                "without-evidence",
                snapshot,
                assessment,
                pairs,
                Severity.WARNS,
                tr("rated conforming without any evidence"),
                tr("Cite the document that lays it down and a record that shows it practised."),
            )


def one_role_only(snapshot: Snapshot, context: Context) -> Iterator[Finding]:
    """Conforming answers with evidence of one kind only: laid down but not shown, or shown but not laid down."""
    lacking = {
        Role.LAID_DOWN: (
            tr("laid down, but nothing shows that it is practised"),
            tr("Cite a record that shows it practised."),
        ),
        Role.SHOWN_BY: (
            tr("practised, but no document is cited that lays it down"),
            tr("Cite the document and section that lay it down."),
        ),
    }
    for assessment in snapshot.assessments.values():
        for role, (sentence, resolve) in lacking.items():
            only = {role}
            for pairs in _by_clause(
                snapshot,
                assessment,
                lambda _, answer, only=only: answer.rating is Rating.CONFORMING and _roles(answer) == only,  # type: ignore[misc]
            ):
                rule = f"only-{role.value}"
                yield _finding(rule, snapshot, assessment, pairs, Severity.WARNS, sentence, resolve)


def expired_evidence(snapshot: Snapshot, context: Context) -> Iterator[Finding]:
    """Cited evidence whose validity has ended."""
    for evidence in snapshot.evidence.values():
        if evidence.valid_until is None or evidence.valid_until >= context.today:
            continue
        uses = list(snapshot.uses_of(evidence.id))
        for assessment_id in dict.fromkeys(answer.assessment for answer in uses):
            assessment = snapshot.assessments[assessment_id]
            ids = {answer.requirement for answer in uses if answer.assessment == assessment_id}
            leaves = tuple(leaf for leaf in snapshot.requirements(assessment) if leaf.id in ids)
            if not leaves:
                continue
            checklist = snapshot.checklist_of(assessment)
            yield Finding(
                key=f"expired-evidence:{assessment_id}:{evidence.id}",
                rule="expired-evidence",
                severity=Severity.WARNS,
                sentence=tr(
                    "{requirements}: '{title}' was valid until {date}",
                    requirements=words.requirements(leaves, checklist),
                    title=evidence.title,
                    date=words.date(evidence.valid_until),
                ),
                resolve=tr("Cite the current issue, or correct the date."),
                assessment=assessment_id,
                requirements=tuple(leaf.id for leaf in leaves),
                evidence=(evidence.id,),
            )


def is_overdue(action: Action, today: dt.date) -> bool:
    """Tell whether an action is neither done nor closed after its due date."""
    unfinished = action.state in (ActionState.OPEN, ActionState.IN_PROGRESS)
    return unfinished and action.due is not None and action.due < today


def place_to_confirm(snapshot: Snapshot, context: Context) -> Iterator[Finding]:
    """Places in evidence that were looked up in another revision than it has now: the section may have moved."""
    old: dict[tuple[str, str], list[Requirement]] = {}
    for assessment in snapshot.assessments.values():
        for leaf in snapshot.requirements(assessment):
            for citation in snapshot.answer(assessment, leaf.id).citations:
                if citation.must_be_confirmed(snapshot.evidence.get(citation.evidence)):
                    leaves = old.setdefault((assessment.id, citation.evidence), [])
                    if leaf not in leaves:
                        leaves.append(leaf)
    for (assessment_id, identifier), leaves in old.items():
        evidence, checklist = snapshot.evidence[identifier], snapshot.checklist_of(snapshot.assessments[assessment_id])
        now = tr("revision {revision}", revision=evidence.revision) if evidence.revision else tr("a newer file")
        yield Finding(
            key=f"place-to-confirm:{assessment_id}:{identifier}",
            rule="place-to-confirm",
            severity=Severity.WARNS,
            sentence=tr(
                "{requirements}: the place cited in '{title}' was looked up in another revision; it has {now} now",
                requirements=words.requirements(tuple(leaves), checklist),
                title=evidence.title,
                now=now,
            ),
            resolve=tr("Look the place up in what it is now, correct it where it moved, and confirm it."),
            assessment=assessment_id,
            requirements=tuple(leaf.id for leaf in leaves),
            evidence=(identifier,),
        )


def overdue_actions(snapshot: Snapshot, context: Context) -> Iterator[Finding]:
    """Corrective actions that are neither done nor closed after their due date."""
    for action in snapshot.actions.values():
        if is_overdue(action, context.today):
            target = action.targets[0] if action.targets else None
            yield Finding(
                key=f"overdue-action:{action.id}",
                rule="overdue-action",
                severity=Severity.WARNS,
                sentence=tr("Action '{title}' was due on {date}", title=action.title, date=words.date(action.due)),
                resolve=tr("Finish it, or agree on a new date and say why."),
                assessment=target.assessment if target else "",
                requirements=tuple(
                    item.requirement for item in action.targets if target and item.assessment == target.assessment
                ),
                action=action.id,
            )


def gap_without_action(snapshot: Snapshot, context: Context) -> Iterator[Finding]:
    """Gaps that no corrective action answers."""
    covered = {
        (target.assessment, target.requirement) for action in snapshot.actions.values() for target in action.targets
    }
    for assessment in snapshot.assessments.values():

        def alone(leaf: Requirement, answer: Answer, assessment: Assessment = assessment) -> bool:
            gap = answer.rating in (Rating.PARTLY, Rating.NONCONFORMING)
            return gap and (assessment.id, leaf.id) not in covered

        for pairs in _by_clause(snapshot, assessment, alone):
            yield _finding(
                "gap-without-action",
                snapshot,
                assessment,
                pairs,
                Severity.NOTES,
                tr("a gap that no action answers"),
                tr("Add a corrective action with an owner and a date."),
            )


@dataclass(frozen=True)
class Rule:
    """A rule with its name for people."""

    key: str
    title: Callable[[], str]
    find: Callable[[Snapshot, Context], Iterable[Finding]]


RULES: tuple[Rule, ...] = (
    Rule("own-document", lambda: tr("One document for both standards"), own_document),
    Rule("stage-wording", lambda: tr("Stage 1 / Stage 2 in product certification"), stage_wording),
    Rule("system-terms", lambda: tr("Terms of system audits in product certification"), system_terms),
    Rule("one-record", lambda: tr("One record for both standards"), one_record),
    Rule("manual-names-both", lambda: tr("A manual for both that does not name both"), manual_names_both),
    Rule("shared-procedure", lambda: tr("One procedure for services of both standards"), shared_procedures),
    Rule("contradictory-service", lambda: tr("Services that contradict themselves"), contradictory_services),
    Rule("service-without-assessment", lambda: tr("Services without an assessment"), services_without_assessment),
    Rule("unsettled-service", lambda: tr("Services to ask about"), unsettled_services),
    Rule("nonconforming", lambda: tr("Nonconforming"), nonconforming),
    Rule("partly-conforming", lambda: tr("Partly conforming"), partly_conforming),
    Rule("not-assessed", lambda: tr("Not assessed"), not_assessed),
    Rule("without-evidence", lambda: tr("Conforming without evidence"), without_evidence),
    Rule("one-role-only", lambda: tr("Only laid down, or only practised"), one_role_only),
    Rule("expired-evidence", lambda: tr("Evidence no longer valid"), expired_evidence),
    Rule("place-to-confirm", lambda: tr("Place to be confirmed"), place_to_confirm),
    Rule("overdue-action", lambda: tr("Actions overdue"), overdue_actions),
    Rule("gap-without-action", lambda: tr("Gaps without an action"), gap_without_action),
    Rule("assessment-without-service", lambda: tr("Assessments without a service"), assessments_without_service),
    Rule("unread-documents", lambda: tr("Documents not looked through"), unread_documents),
)

MIX_UPS = (
    "own-document",
    "stage-wording",
    "system-terms",
    "one-record",
    "manual-names-both",
    "shared-procedure",
    "contradictory-service",
    "service-without-assessment",
    "unsettled-service",
)
"""The rules about two standards mixed up; window and report show what they find apart from the rest."""


def find(snapshot: Snapshot, context: Context) -> tuple[Finding, ...]:
    """Apply all rules; the findings come in the order of RULES, and within a rule in the order of clauses."""
    return tuple(finding for rule in RULES for finding in rule.find(snapshot, context))


@dataclass(frozen=True)
class Verdict:
    """Whether an application could be handed in, and what stops it: a list, never a percentage."""

    stops: tuple[Finding, ...]
    warns: tuple[Finding, ...]
    notes: tuple[Finding, ...]

    @property
    def ready(self) -> bool:
        """Tell whether nothing stops the application."""
        return not self.stops


def verdict(findings: Iterable[Finding]) -> Verdict:
    """Sort findings by what they mean for the application."""
    found = tuple(findings)
    return Verdict(*(tuple(item for item in found if item.severity is level) for level in Severity))
