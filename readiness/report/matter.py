"""What all sections of a report are made from, with the look-ups that several of them need."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from readiness.analysis import gaps
from readiness.analysis.figures import Figures, figures
from readiness.analysis.findings import Context, Finding
from readiness.analysis.rows import Row, folded, folded_clause
from readiness.analysis.trend import Point
from readiness.errors import UnknownName
from readiness.model.briefing import Material
from readiness.model.checklist import Requirement
from readiness.model.clauses import ClauseNumber
from readiness.model.comparison import Comparison
from readiness.model.history import Commit
from readiness.model.profile import Profile
from readiness.model.records import Action, Answer, Assessment, Weight
from readiness.model.snapshot import Snapshot
from readiness.report.request import Order, Request
from readiness.texts import tr

_WEIGHTS = (Weight.MAJOR, Weight.UNSET, Weight.MINOR)
"""What weighs most first; a gap that nobody has weighed may be a major one."""


@dataclass(frozen=True)
class Beside:
    """What a report can need beside the snapshot.

    `as_of` is the last day of the state that is reported: today, or the day an earlier state was reached. `commits` are
    those of the time from `since` to `until` (UTC, both included), newest first; `points` the weekly figures of each
    assessment, by its id, the oldest first. Both are empty for a kind that does not look back. `material` fetches
    what briefings are made from.
    """

    profile: Profile
    comparison: Comparison
    material: Callable[[], Material]
    as_of: dt.date
    since: dt.date
    until: dt.date
    commits: tuple[Commit, ...] = ()
    points: Mapping[str, tuple[Point, ...]] = field(default_factory=dict)

    @property
    def ends_earlier(self) -> bool:
        """Tell whether the time ends before the state that figures and verdict are of."""
        return self.until < self.as_of


@dataclass(frozen=True)
class Matter:
    """A snapshot, what was concluded from it, what was asked for, and the assessments that the report is about.

    The assessments are in print order; `findings` are those that concern them. `limits` holds the requirement ids that
    the report is limited to, by assessment id; None where it is not. Figures and verdict are never limited.
    """

    snapshot: Snapshot
    findings: tuple[Finding, ...]
    context: Context
    made_on: dt.date
    program_version: str
    request: Request
    beside: Beside
    assessments: tuple[Assessment, ...]
    limits: Mapping[str, frozenset[str]] | None = None

    @classmethod
    def of(
        cls,
        snapshot: Snapshot,
        findings: tuple[Finding, ...],
        context: Context,
        program_version: str,
        request: Request,
        beside: Beside,
    ) -> Matter:
        """Find what the request names, order the assessments by standard, then by creation, and pick their findings.

        Raises:
            UnknownName: no assessment or requirement is called what the request says.
        """
        assessments = chosen(snapshot, request.assessment)
        ordered = tuple(sorted(assessments, key=lambda item: snapshot.checklist_of(item).designation))
        about = {assessment.id for assessment in assessments}
        everything = len(about) == len(snapshot.assessments)
        picked = tuple(
            finding
            for finding in findings
            if everything or finding.assessment in about or finding.other_assessment in about
        )
        limits = _limits(snapshot, request, ordered)
        return cls(snapshot, picked, context, context.today, program_version, request, beside, ordered, limits)

    @property
    def is_whole(self) -> bool:
        """Tell whether the report is about all assessments of the workspace."""
        return len(self.assessments) == len(self.snapshot.assessments)

    @property
    def is_limited(self) -> bool:
        """Tell whether only some requirements are shown."""
        return self.limits is not None

    def none(self, sentence: str, *, of_all: bool = False) -> str:
        """Say that there is nothing of a kind; of a part of an assessment, or of all, no more than that."""
        if not self.is_limited and (self.is_whole or not of_all):
            return sentence
        return tr("Nothing of the kind in what this report is about.")

    def shows(self, assessment: Assessment, requirement: str) -> bool:
        """Tell whether a requirement (by its id) is among those that the report is about."""
        return self.limits is None or requirement in self.limits.get(assessment.id, ())

    def rows(self, assessment: Assessment) -> Iterator[Row]:
        """Walk through the rows of an assessment that the report is about, in the order of the standard."""
        for row in folded(self.snapshot, assessment):
            if self.limits is None:
                yield row
                continue
            leaves = tuple(leaf for leaf in row.leaves if self.shows(assessment, leaf.id))
            if leaves:
                yield replace(row, leaves=leaves, whole=row.whole and leaves == row.leaves)

    @cached_property
    def verdict(self) -> gaps.Verdict:
        """What stops the application, what will be asked about, what is worth knowing."""
        return gaps.verdict(self.findings)

    @cached_property
    def figures(self) -> Mapping[str, Figures]:
        """The figures of each assessment, by its id."""
        return {item.id: figures(self.snapshot, item) for item in self.assessments}

    @cached_property
    def mix_ups(self) -> tuple[Finding, ...]:
        """What the two standards must not share, and does not belong to one of them."""
        return tuple(finding for finding in self.findings if finding.rule in gaps.MIX_UPS)

    def found(self, assessment: Assessment, *rules: str) -> tuple[Finding, ...]:
        """List the findings of some rules about an assessment, in the order of clauses."""
        return tuple(item for rule in rules for item in self._found.get((assessment.id, rule), ()))

    def found_rows(self, assessment: Assessment, *rules: str) -> list[tuple[Finding, Row]]:
        """List the rows of those findings, in the order asked for; letters with equal answers are one row."""
        found = list(self._found_rows(assessment, *rules))
        if self.request.order is Order.WEIGHT:
            found.sort(key=lambda pair: _WEIGHTS.index(pair[1].answer.weight))
        return found

    def row_of(self, assessment: Assessment, leaf: Requirement) -> Requirement:
        """Give the first requirement of the row that a requirement stands in."""
        return self._rows_of.get((assessment.id, leaf.id), leaf)

    @cached_property
    def _rows_of(self) -> Mapping[tuple[str, str], Requirement]:
        return {
            (assessment.id, leaf.id): row.leaves[0]
            for assessment in self.assessments
            for row in self.rows(assessment)
            for leaf in row.leaves
        }

    def _found_rows(self, assessment: Assessment, *rules: str) -> Iterator[tuple[Finding, Row]]:
        for finding in self.found(assessment, *rules):
            wanted = set(finding.requirements)
            for number in dict.fromkeys(self._clause_of(assessment, item) for item in finding.requirements):
                for row in folded_clause(self.snapshot, assessment, number):
                    if row.leaves[0].id in wanted and any(self.shows(assessment, leaf.id) for leaf in row.leaves):
                        yield finding, row

    def actions(self, assessment: Assessment, leaves: tuple[Requirement, ...]) -> tuple[Action, ...]:
        """List the actions that answer any of some requirements."""
        found = (action for leaf in leaves for action in self._actions.get((assessment.id, leaf.id), ()))
        return tuple({action.id: action for action in found}.values())

    @cached_property
    def uses(self) -> Mapping[str, Mapping[str, tuple[Requirement, ...]]]:
        """The requirements that each piece of evidence is cited for, by evidence id and assessment id."""
        found: dict[str, dict[str, list[Requirement]]] = {}
        for assessment in self.assessments:
            for leaf in self.snapshot.requirements(assessment):
                if not self.shows(assessment, leaf.id):
                    continue
                cited = self.snapshot.answer(assessment, leaf.id).citations
                for evidence in dict.fromkeys(citation.evidence for citation in cited):
                    found.setdefault(evidence, {}).setdefault(assessment.id, []).append(leaf)
        return {key: {item: tuple(leaves) for item, leaves in value.items()} for key, value in found.items()}

    @cached_property
    def answers_by_id(self) -> Mapping[str, Answer]:
        """The answers of all assessments as they are, by record id."""
        return {answer.id: answer for answers in self.snapshot.answers.values() for answer in answers.values()}

    def title(self, assessment: Assessment) -> str:
        """Name an assessment by its standard, and by its scope where there are several to one standard."""
        checklist = self.snapshot.checklist_of(assessment)
        twins = [item for item in self.assessments if item.standard == assessment.standard]
        return f"{checklist.designation} ({assessment.scope})" if len(twins) > 1 else checklist.designation

    def _clause_of(self, assessment: Assessment, requirement: str) -> str:
        return self.snapshot.checklist_of(assessment).requirements[requirement].clause.number

    @cached_property
    def _found(self) -> dict[tuple[str, str], list[Finding]]:
        found: dict[tuple[str, str], list[Finding]] = {}
        for finding in self.findings:
            found.setdefault((finding.assessment, finding.rule), []).append(finding)
        return found

    @cached_property
    def _actions(self) -> dict[tuple[str, str], list[Action]]:
        found: dict[tuple[str, str], list[Action]] = {}
        for action in self.snapshot.actions.values():
            for target in action.targets:
                found.setdefault((target.assessment, target.requirement), []).append(action)
        return found


def chosen(snapshot: Snapshot, name: str) -> tuple[Assessment, ...]:
    """Find the assessments that an id or a standard names; all where nothing is named.

    Raises:
        UnknownName: no assessment is called that.
    """
    if not name:
        return tuple(snapshot.assessments.values())
    found = (snapshot.assessments[name],) if name in snapshot.assessments else snapshot.assessments_of(name)
    if not found:
        raise UnknownName(
            tr("No assessment is called '{name}'.", name=name),
            tr("List the assessments with 'readiness assessment list'."),
        )
    return found


def _limits(
    snapshot: Snapshot, request: Request, assessments: tuple[Assessment, ...]
) -> Mapping[str, frozenset[str]] | None:
    """Work out which requirements a request is limited to: those named, and those below the clauses named.

    Raises:
        UnknownName: no assessment asks what is named.
    """
    if not request.only and not request.clauses:
        return None
    found: dict[str, set[str]] = {item.id: set() for item in assessments}
    for text in request.only:
        assessment, leaves = snapshot.locate(text, assessments[0].id if len(assessments) == 1 else "")
        found.setdefault(assessment.id, set()).update(leaf.id for leaf in leaves)
    for text in request.clauses:
        below = list(_below(snapshot, assessments, text))
        if not below:
            raise UnknownName(
                tr("No clause of these assessments is numbered '{number}'.", number=text),
                tr("Write it as 7.4, or 17065:7.4 where both standards have it."),
            )
        for assessment, requirement in below:
            found[assessment.id].add(requirement)
    return {key: frozenset(value) for key, value in found.items()}


def _below(snapshot: Snapshot, assessments: tuple[Assessment, ...], text: str) -> Iterator[tuple[Assessment, str]]:
    standard, colon, number = (part.strip() for part in text.rpartition(":"))
    wanted = ClauseNumber.parse(number)
    for assessment in assessments:
        if colon and assessment not in snapshot.assessments_of(standard):
            continue
        for leaf in snapshot.checklist_of(assessment).below(wanted):
            yield assessment, leaf.id
