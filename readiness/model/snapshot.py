"""An immutable view of a whole workspace at one moment; what analysis, report and exchange read."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from threading import Lock
from typing import TypeVar

import msgspec

from readiness.errors import UnknownName
from readiness.model.briefing import Briefing, Person
from readiness.model.checklist import Checklist, Requirement
from readiness.model.records import (
    Action,
    AllowedWording,
    Answer,
    Assessment,
    Evidence,
    Organization,
    PinnedChecklist,
    Service,
)
from readiness.texts import tr

K = TypeVar("K")
V = TypeVar("V")


class Later(Mapping[K, V]):
    """A mapping that is made when it is first looked into: the window is painted before it needs every record.

    Threads may look into it at the same time.
    """

    def __init__(self, make: Callable[[], Mapping[K, V]]) -> None:
        """Have it made by a function, which is called once and let go with what it was made from."""
        self._make: Callable[[], Mapping[K, V]] | None = make
        self._made: Mapping[K, V] = {}
        self._lock = Lock()

    def _mapping(self) -> Mapping[K, V]:
        if self._make is not None:
            with self._lock:
                if self._make is not None:
                    self._made = self._make()
                    self._make = None
        return self._made

    def __getitem__(self, key: K) -> V:
        """Give a value."""
        return self._mapping()[key]

    def __iter__(self) -> Iterator[K]:
        """Walk through the keys."""
        return iter(self._mapping())

    def __len__(self) -> int:
        """Count the keys."""
        return len(self._mapping())


class Snapshot(msgspec.Struct, frozen=True):
    """All records at one moment.

    Mappings are by record id, in the order of creation; `answers` by assessment id and then requirement id;
    `checklists` by the SHA-256 that an assessment names. `head` is the hash of the last commit.
    """

    organization: Organization
    assessments: Mapping[str, Assessment] = {}
    answers: Mapping[str, Mapping[str, Answer]] = {}
    evidence: Mapping[str, Evidence] = {}
    actions: Mapping[str, Action] = {}
    services: Mapping[str, Service] = {}
    allowed: Mapping[str, AllowedWording] = {}
    personnel: Mapping[str, Person] = {}
    briefings: Mapping[str, Briefing] = {}
    pinned: Mapping[str, PinnedChecklist] = {}
    checklists: Mapping[str, Checklist] = {}
    sequence: int = 0
    head: str = ""

    def checklist_of(self, assessment: Assessment) -> Checklist:
        """Give the checklist version that the assessment is pinned to."""
        return self.checklists[assessment.checklist]

    def answer(self, assessment: Assessment, requirement: str) -> Answer:
        """Give the answer to a requirement; an empty one (id '') where nothing is recorded yet."""
        found = self.answers.get(assessment.id, {}).get(requirement)
        return found or Answer(id="", assessment=assessment.id, requirement=requirement)

    def requirements(self, assessment: Assessment) -> Iterator[Requirement]:
        """Walk through the requirements asked under the assessment's option, in order."""
        for leaf in self.checklist_of(assessment).requirements.values():
            if leaf.applies_under(assessment.option):
                yield leaf

    def uses_of(self, evidence: str) -> Iterator[Answer]:
        """Walk through the answers that cite a piece of evidence."""
        for by_requirement in self.answers.values():
            for answer in by_requirement.values():
                if any(citation.evidence == evidence for citation in answer.citations):
                    yield answer

    def actions_for(self, assessment: str, requirement: str) -> tuple[Action, ...]:
        """List the actions that answer a requirement of an assessment."""
        return tuple(
            action
            for action in self.actions.values()
            if any(target.assessment == assessment and target.requirement == requirement for target in action.targets)
        )

    def assessments_of(self, standard: str) -> tuple[Assessment, ...]:
        """List the assessments to a standard, by short number ('17065') or checklist id."""
        return tuple(
            item
            for item in self.assessments.values()
            if standard in (self.checklist_of(item).short, self.checklist_of(item).id, item.standard)
        )

    def locate(self, text: str, assessment: str = "") -> tuple[Assessment, tuple[Requirement, ...]]:
        """Find what '17065:5.1.1', '9.4.8.2' or '4.1.2.2 a)' means: the assessment and its leaves.

        `assessment` is an assessment id that settles doubts.

        Raises:
            UnknownName: no assessment asks it, or several do.
        """
        if assessment and assessment not in self.assessments:
            raise UnknownName(
                tr("There is no assessment '{id}'.", id=assessment),
                tr("List the assessments with 'readiness assessment list'."),
            )
        standard, colon, number = (part.strip() for part in text.rpartition(":"))
        candidates = self.assessments_of(standard) if colon else tuple(self.assessments.values())
        candidates = tuple(item for item in candidates if not assessment or item.id == assessment)
        if not candidates:
            raise UnknownName(
                tr("No assessment matches '{text}'.", text=text),
                tr("List the assessments with 'readiness assessment list'."),
            )
        found: list[tuple[Assessment, tuple[Requirement, ...]]] = []
        refusals: list[UnknownName] = []
        for item in candidates:
            try:
                found.append((item, self.checklist_of(item).leaves_of(number)))
            except UnknownName as error:
                refusals.append(error)
        if len(found) == 1:
            return found[0]
        if found:
            raise _ambiguous(number, [self.checklist_of(item) for item, _ in found])
        if len(refusals) == 1:
            raise refusals[0]
        raise UnknownName(
            tr("No assessment of this workspace has a requirement '{text}'.", text=text),
            refusals[0].next_step,
        )


def _ambiguous(number: str, checklists: list[Checklist]) -> UnknownName:
    if len({checklist.designation for checklist in checklists}) < len(checklists):
        return UnknownName(
            tr(
                "'{number}' is asked in several assessments to {standard}.",
                number=number,
                standard=checklists[0].designation,
            ),
            tr("Name one with --assessment (see 'readiness assessment list')."),
        )
    return UnknownName(
        tr(
            "'{number}' exists in {standards}.",
            number=number,
            standards=tr(" and ").join(checklist.designation for checklist in checklists),
        ),
        tr("Write {forms}.", forms=tr(" or ").join(f"{item.short}:{number}" for item in checklists)),
    )
