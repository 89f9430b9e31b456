"""Erasing for good, from the window: what goes is said before, and a reason is needed."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from readiness.gui.bridge import Place
from readiness.gui.briefing import BriefingView
from readiness.gui.erasing import ErasingDialog
from readiness.gui.evidence import EvidenceView
from readiness.gui.window import MainWindow
from readiness.model.history import CommitKind

_SLOW_DISK_SECONDS = 0.2


@pytest.fixture
def answered(monkeypatch: pytest.MonkeyPatch) -> list[ErasingDialog]:
    """Give a reason in the dialog instead of waiting for somebody, and press its button."""
    seen: list[ErasingDialog] = []

    def run(dialog: ErasingDialog) -> int:
        seen.append(dialog)
        dialog._try()
        assert "needs a reason" in dialog.problem.text()
        dialog.reason.setText("asked for by the person")
        dialog._try()
        return dialog.result()

    monkeypatch.setattr(ErasingDialog, "exec", run)
    return seen


def _holding(folder: Path, text: str) -> list[str]:
    return [path.name for path in folder.rglob("*") if path.is_file() and text.encode() in path.read_bytes()]


def test_a_person_is_erased_also_while_a_checkpoint_waits_to_be_written(
    qtbot: QtBot, full_window: MainWindow, answered: list[ErasingDialog]
) -> None:
    bridge = full_window.bridge
    assert bridge is not None
    bridge.go(Place("briefing"))
    view = full_window.findChild(BriefingView)
    assert view is not None
    view.people.table.selectRow(0)
    chosen = view.people.chosen
    assert chosen is not None
    name = chosen.person.name
    view.person.function.setText("telephone")
    view.person.commit()
    write = bridge.workspace.prepare_checkpoint()
    bridge.later(lambda: time.sleep(_SLOW_DISK_SECONDS))
    bridge.later(write)
    view.person.erase_button.click()
    assert len(answered) == 1
    assert any(name in label.text() for label in answered[0].findChildren(QLabel))
    qtbot.waitUntil(lambda: bridge.is_idle)
    assert next(iter(bridge.workspace.history())).kind is CommitKind.PURGE
    assert chosen.person.id not in bridge.snapshot.personnel
    assert _holding(bridge.workspace.path, f'"{name}"') == []
    assert bridge.workspace.verify() == ()


def test_a_document_is_erased_with_its_citations(full_window: MainWindow, answered: list[ErasingDialog]) -> None:
    bridge = full_window.bridge
    assert bridge is not None
    record = next(
        item for item in bridge.snapshot.evidence.values() if item.file and any(bridge.snapshot.uses_of(item.id))
    )
    assert record.file is not None
    path = bridge.workspace.attachment_path(record.file)
    bridge.go(Place("evidence", record=record.id))
    view = full_window.findChild(EvidenceView)
    assert view is not None
    view.erase_button.click()
    assert len(answered) == 1
    assert record.id not in bridge.snapshot.evidence
    assert not any(bridge.snapshot.uses_of(record.id))
    assert not path.exists()
    assert bridge.workspace.next_undo is None
