"""Older record formats are upgraded when a line is read, newer ones refused; the journal is never rewritten for it."""

from __future__ import annotations

from pathlib import Path

import pytest

from readiness.errors import Damage
from readiness.model.record import new_id
from readiness.model.records import Evidence
from readiness.workspace import Workspace, upgrades
from readiness.workspace.upgrades import Plain, Step
from tests.conftest import QUALITY_MANAGER


def _stamped(plain: Plain) -> Plain:
    return {**plain, "note": plain.get("note", "") + " (from format 1)"}


def _shouted(plain: Plain) -> Plain:
    return {**plain, "note": plain["note"].upper()}


STEPS = (
    Step(2, "0.2", "evidence", _stamped),
    Step(3, "0.3", "evidence", _shouted),
    Step(3, "0.3", "actions", _shouted),
)


def _journal(workspace: Path) -> bytes:
    return (workspace / "journal" / "000001.journal").read_bytes()


def test_old_lines_are_upgraded_step_by_step_and_undo_goes_across(
    both: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    evidence = Evidence(id=new_id(), title="Manual", note="old")
    both.put(evidence)
    both.close()
    written = _journal(both.path)
    monkeypatch.setattr(upgrades, "STEPS", STEPS)
    monkeypatch.setattr(upgrades, "RECORD_FORMAT", 3)
    with Workspace.open(both.path, QUALITY_MANAGER) as again:
        upgraded = again.snapshot.evidence[evidence.id]
        assert upgraded.note == "OLD (FROM FORMAT 1)"
        again.remove(upgraded)
        again.undo()
        assert again.snapshot.evidence[evidence.id] == upgraded
        again.undo()
        again.redo()
        assert again.snapshot.evidence[evidence.id] == upgraded
        assert again.verify() == ()
        again.checkpoint()
    assert _journal(both.path).startswith(written)
    with Workspace.open(both.path, QUALITY_MANAGER, read_only=True) as reader:
        assert reader.snapshot.evidence[evidence.id] == upgraded


def test_a_checkpoint_of_an_older_format_is_left_aside(both: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    both.put(Evidence(id=new_id(), title="Manual", note="old"))
    both.checkpoint()
    both.close()
    monkeypatch.setattr(upgrades, "STEPS", STEPS)
    monkeypatch.setattr(upgrades, "RECORD_FORMAT", 3)
    with Workspace.open(both.path, QUALITY_MANAGER, read_only=True) as reader:
        assert [item.note for item in reader.snapshot.evidence.values()] == ["OLD (FROM FORMAT 1)"]


def test_lines_of_a_newer_format_are_not_guessed_at(both: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as newer:
        newer.setattr(upgrades, "RECORD_FORMAT", 2)
        both.put(Evidence(id=new_id(), title="Manual"))
    both.close()
    with pytest.raises(Damage):
        Workspace.open(both.path, QUALITY_MANAGER)
