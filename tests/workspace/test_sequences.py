"""Any sequence of verbs: undone it leads back to the start, redone to the end, and opening again changes nothing."""

from __future__ import annotations

import tempfile
from pathlib import Path

import msgspec
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from readiness.errors import NotAllowed
from readiness.model.record import new_id
from readiness.model.records import Action, Citation, Evidence, Mark, Rating, Role, Target, Weight
from readiness.model.snapshot import Snapshot
from readiness.tasks import begin
from readiness.workspace import Workspace
from tests.conftest import QUALITY_MANAGER

NUMBERS = ("17065:7.5.1", "17065:4.1.2.2", "17065:4.1.2.2 c)", "17021-1:9.4.8.2", "17021-1:5.2.3")
TEXTS = st.text(max_size=20)
CHOICE = st.integers(min_value=0, max_value=1_000)


def _content(snapshot: Snapshot) -> Snapshot:
    """Give what a snapshot holds, apart from where in the journal it stands; empty tables are no difference."""
    answers = {key: value for key, value in snapshot.answers.items() if value}
    return msgspec.structs.replace(snapshot, answers=answers, sequence=0, head="")


class Sequences(RuleBasedStateMachine):
    """Drives one workspace with random verbs and keeps what it held after each commit that can be undone."""

    @initialize()
    def begin(self) -> None:
        self._folder = tempfile.TemporaryDirectory()
        path = Path(self._folder.name) / "body"
        self.workspace = begin.new_workspace(path, "Body", ["17021-1", "17065"], QUALITY_MANAGER)
        for kind in (Role.LAID_DOWN, Role.SHOWN_BY):
            self.workspace.put(Evidence(id=new_id(), title=kind.value))
        self.states = [_content(self.workspace.snapshot)]
        self.position = 0

    def teardown(self) -> None:
        if hasattr(self, "workspace"):
            while self.position > 0:
                self.undo()
            self.holds_what_it_should()
            self.workspace.close()
            self._folder.cleanup()

    def _took(self, commit: object) -> None:
        if commit is not None:
            self.states[self.position + 1 :] = [_content(self.workspace.snapshot)]
            self.position += 1

    @rule(number=st.sampled_from(NUMBERS), rating=st.sampled_from(Rating), note=TEXTS, reason=TEXTS)
    def rate(self, number: str, rating: Rating, note: str, reason: str) -> None:
        assessment, leaves = self.workspace.snapshot.locate(number)
        try:
            self._took(self.workspace.answer(assessment, leaves, rating=rating, note=note, reason=reason))
        except NotAllowed:
            assert rating is Rating.NOT_APPLICABLE
            assert not reason.strip()

    @rule(number=st.sampled_from(NUMBERS), weight=st.sampled_from(Weight), mark=st.sampled_from(Mark))
    def weigh_and_mark(self, number: str, weight: Weight, mark: Mark) -> None:
        assessment, leaves = self.workspace.snapshot.locate(number)
        try:
            self._took(self.workspace.answer(assessment, leaves, weight=weight))
        except NotAllowed:
            assert weight is not Weight.UNSET
        self._took(self.workspace.revise(assessment, leaves, lambda answer: answer.marked(mark, on=True)))

    @precondition(lambda self: self.workspace.snapshot.evidence)
    @rule(number=st.sampled_from(NUMBERS), role=st.sampled_from(Role), which=CHOICE, where=TEXTS)
    def cite(self, number: str, role: Role, which: int, where: str) -> None:
        assessment, leaves = self.workspace.snapshot.locate(number)
        evidence = list(self.workspace.snapshot.evidence)[which % len(self.workspace.snapshot.evidence)]
        self._took(self.workspace.cite(assessment, leaves, Citation(evidence=evidence, role=role, where=where)))

    @rule(title=TEXTS.filter(str.strip), number=st.sampled_from(NUMBERS))
    def act(self, title: str, number: str) -> None:
        assessment, leaves = self.workspace.snapshot.locate(number)
        targets = tuple(Target(assessment=assessment.id, requirement=leaf.id) for leaf in leaves)
        self._took(self.workspace.put(Action(id=new_id(), title=title, targets=targets)))

    @rule(name=TEXTS.filter(str.strip))
    def describe(self, name: str) -> None:
        organization = self.workspace.snapshot.organization
        self._took(self.workspace.put(msgspec.structs.replace(organization, name=name)))

    @precondition(lambda self: self.workspace.snapshot.evidence)
    @rule(which=CHOICE)
    def remove(self, which: int) -> None:
        records = list(self.workspace.snapshot.evidence.values())
        self._took(self.workspace.remove(records[which % len(records)]))

    @precondition(lambda self: self.position > 0)
    @rule()
    def undo(self) -> None:
        assert self.workspace.undo() is not None
        self.position -= 1

    @precondition(lambda self: self.position < len(self.states) - 1)
    @rule()
    def redo(self) -> None:
        assert self.workspace.redo() is not None
        self.position += 1

    @rule(checkpoint=st.booleans())
    def reopen(self, checkpoint: bool) -> None:
        if checkpoint:
            self.workspace.checkpoint()
        self.workspace.close()
        self.workspace = Workspace.open(self.workspace.path, QUALITY_MANAGER)

    @invariant()
    def holds_what_it_should(self) -> None:
        if hasattr(self, "workspace"):
            assert _content(self.workspace.snapshot) == self.states[self.position]


TestSequences = Sequences.TestCase
TestSequences.settings = settings(
    max_examples=25, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck)
)
