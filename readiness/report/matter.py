"""What all sections of a report are made from, with the look-ups that several of them need."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from readiness.analysis import gaps
from readiness.analysis.figures import Figures, figures
from readiness.analysis.findings import Context, Finding
from readiness.analysis.rows import Row, folded_clause
from readiness.model.checklist import Requirement
from readiness.model.records import Action, Assessment
from readiness.model.snapshot import Snapshot


@dataclass(frozen=True)
class Matter:
    """A snapshot, what was concluded from it, and the assessments that the report is about, in print order.

    `findings` are those that concern these assessments.
    """

    snapshot: Snapshot
    findings: tuple[Finding, ...]
    context: Context
    made_on: dt.date
    program_version: str
    assessments: tuple[Assessment, ...]

    @classmethod
    def of(
        cls,
        snapshot: Snapshot,
        findings: tuple[Finding, ...],
        context: Context,
        made_on: dt.date,
        program_version: str,
        assessments: tuple[Assessment, ...],
    ) -> Matter:
        """Order the assessments by standard, then by creation, and pick the findings about them."""
        ordered = tuple(sorted(assessments, key=lambda item: snapshot.checklist_of(item).designation))
        chosen = {assessment.id for assessment in assessments}
        everything = len(chosen) == len(snapshot.assessments)
        about = tuple(
            finding
            for finding in findings
            if everything or finding.assessment in chosen or finding.other_assessment in chosen
        )
        return cls(snapshot, about, context, made_on, program_version, ordered)

    @property
    def is_whole(self) -> bool:
        """Tell whether the report is about the whole workspace."""
        return len(self.assessments) == len(self.snapshot.assessments)

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

    def found_rows(self, assessment: Assessment, *rules: str) -> Iterator[tuple[Finding, Row]]:
        """Walk through the rows of those findings; letters with equal answers are one row."""
        for finding in self.found(assessment, *rules):
            wanted = set(finding.requirements)
            for number in dict.fromkeys(self._clause_of(assessment, item) for item in finding.requirements):
                for row in folded_clause(self.snapshot, assessment, number):
                    if row.leaves[0].id in wanted:
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
                cited = self.snapshot.answer(assessment, leaf.id).citations
                for evidence in dict.fromkeys(citation.evidence for citation in cited):
                    found.setdefault(evidence, {}).setdefault(assessment.id, []).append(leaf)
        return {key: {item: tuple(leaves) for item, leaves in value.items()} for key, value in found.items()}

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
