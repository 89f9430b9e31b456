"""Random sequences with crashes in between: a folder copied as it stands, without closing, opens as what it was."""

from __future__ import annotations

import shutil
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule

from readiness.model.record import new_id
from readiness.model.records import Evidence, Role
from readiness.tasks import evidence
from readiness.workspace import Draft, Workspace
from tests.conftest import QUALITY_MANAGER
from tests.workspace.test_sequences import NUMBERS, TEXTS, Sequences, _content


class Crashes(Sequences):
    """Adds crashes to the sequences, and what else must outlive one: attached files, drafts, undo, history."""

    def __init__(self) -> None:
        super().__init__()
        self.crashes = 0
        self.drafts: dict[tuple[str, ...], str] = {}

    @rule(content=st.binary(max_size=200), name=TEXTS.filter(str.isalnum), number=st.sampled_from(NUMBERS))
    def attach(self, content: bytes, name: str, number: str) -> None:
        source = Path(self._folder.name) / "source" / f"{name}.bin"
        source.parent.mkdir(exist_ok=True)
        source.write_bytes(content)
        before = self.workspace.snapshot
        record = Evidence(id=new_id(), title=Role.SHOWN_BY.value)
        added = evidence.add(self.workspace, record, source, shown_by=[number])
        assert self.workspace.snapshot.evidence == {**before.evidence, record.id: added}
        self._took(self.workspace.snapshot)

    @rule(number=st.sampled_from(NUMBERS), text=TEXTS)
    def draft(self, number: str, text: str) -> None:
        self.workspace.drafts.save(Draft(("assessment", number, "note"), text))
        self.drafts["assessment", number, "note"] = text

    @rule(number=st.sampled_from(NUMBERS))
    def drop_draft(self, number: str) -> None:
        self.workspace.drafts.drop(("assessment", number, "note"))
        self.drafts.pop(("assessment", number, "note"), None)

    @rule(half_a_line=st.binary(max_size=40).filter(lambda content: b"\n" not in content))
    def crash(self, half_a_line: bytes) -> None:
        """Go on in a copy of the folder, taken while it is open; perhaps with the beginning of a line more."""
        self.crashes += 1
        copy = Path(self._folder.name) / f"crash-{self.crashes}.readiness"
        shutil.copytree(self.workspace.path, copy)
        with max((copy / "journal").glob("*.journal")).open("ab") as file:
            file.write(half_a_line)
        crashed, self.workspace = self.workspace, Workspace.open(copy, QUALITY_MANAGER)
        self._is_the_same_as(crashed)
        assert len(self.workspace.notices) == bool(half_a_line)
        crashed.close()
        shutil.rmtree(crashed.path)

    def _is_the_same_as(self, crashed: Workspace) -> None:
        """Compare every field, the place in the journal and all that can be done next."""
        found, wanted = self.workspace.snapshot, crashed.snapshot
        assert _content(found) == _content(wanted)
        assert (found.sequence, found.head) == (wanted.sequence, wanted.head)
        assert list(self.workspace.history()) == list(crashed.history())
        assert self.workspace.next_undo == crashed.next_undo
        assert self.workspace.next_redo == crashed.next_redo
        assert self.workspace.verify(crashed.snapshot.head) == ()

    @invariant()
    def keeps_what_was_typed(self) -> None:
        if hasattr(self, "workspace"):
            assert {draft.key: draft.text for draft in self.workspace.drafts.all()} == self.drafts


TestCrashes = Crashes.TestCase
TestCrashes.settings = settings(
    max_examples=25,
    stateful_step_count=25,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)
