"""Erasing for good, from the window: what goes is said before, and a reason is needed."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from filelock import FileLock
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from readiness.errors import DiskFault
from readiness.gui.bridge import Place
from readiness.gui.briefing import BriefingView
from readiness.gui.erasing import ErasingDialog
from readiness.gui.evidence import EvidenceView
from readiness.gui.history import HistoryView
from readiness.gui.window import MainWindow
from readiness.model.history import CommitKind
from readiness.workspace import backups as workspace_backups
from tests.gui.everywhere import go_to

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
    bridge, view = go_to(full_window, Place("briefing"), BriefingView)
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
    _, view = go_to(full_window, Place("evidence", record=record.id), EvidenceView)
    view.erase_button.click()
    assert len(answered) == 1
    assert record.id not in bridge.snapshot.evidence
    assert not any(bridge.snapshot.uses_of(record.id))
    assert not path.exists()
    assert bridge.workspace.next_undo is None


def test_the_dialog_closes_once_it_is_recorded_and_the_rest_is_said(
    qtbot: QtBot, full_window: MainWindow, no_boxes: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    bridge = full_window.bridge
    assert bridge is not None
    record = next(iter(bridge.snapshot.evidence.values()))
    dialog = ErasingDialog(bridge, record, full_window)
    dialog.reason.setText("belongs to another client")

    def refuse(*_: object) -> None:
        raise DiskFault("The disk refused.", "Try again.")

    monkeypatch.setattr(workspace_backups, "take_out", refuse)
    dialog._try()
    assert dialog.result() == ErasingDialog.DialogCode.Accepted
    qtbot.waitUntil(lambda: bool(no_boxes))
    assert "not everything could be taken out yet" in no_boxes[0]
    assert record.id not in bridge.snapshot.evidence


def test_while_the_backups_are_worked_on_the_dialog_says_so_soon(
    full_window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    bridge = full_window.bridge
    assert bridge is not None
    monkeypatch.setattr(workspace_backups, "_PURGE_PATIENCE_SECONDS", 0.05)
    record = next(iter(bridge.snapshot.evidence.values()))
    sequence = bridge.snapshot.sequence
    dialog = ErasingDialog(bridge, record, full_window)
    dialog.reason.setText("belongs to another client")
    with FileLock(bridge.workspace.path / "backups" / "lock"):
        dialog._try()
    assert "at work on the backups" in dialog.problem.text()
    assert (dialog.result(), bridge.snapshot.sequence) == (0, sequence)


def test_windows_on_earlier_states_close_when_something_is_erased(qtbot: QtBot, full_window: MainWindow) -> None:
    bridge = full_window.bridge
    assert bridge is not None
    bridge.state_wanted.emit(bridge.snapshot.sequence - 2)
    (past,) = full_window.past
    assert past.bridge is not None
    past.bridge.state_wanted.emit(1)
    (further,) = past.past
    gone: list[str] = []
    past.destroyed.connect(lambda: gone.append("past"))
    further.destroyed.connect(lambda: gone.append("further"))
    bridge.erase(next(iter(bridge.snapshot.evidence.values())), "belongs to another client")
    qtbot.waitUntil(lambda: len(gone) == 2)
    assert full_window.statusBar().currentMessage() == "2 windows on earlier states were closed."


def test_the_history_offers_to_erase_what_was_removed(full_window: MainWindow, answered: list[ErasingDialog]) -> None:
    bridge = full_window.bridge
    assert bridge is not None
    record = next(item for item in bridge.snapshot.evidence.values() if item.file)
    bridge.workspace.remove(record)
    _, view = go_to(full_window, Place("history"), HistoryView)
    view.tree.setCurrentIndex(view.tree.model().index(1, 0))
    assert not view.erase_button.isVisible()
    view.tree.setCurrentIndex(view.tree.model().index(0, 0))
    assert view.erase_button.isVisible()
    view.erase_button.click()
    assert len(answered) == 1
    assert _holding(bridge.workspace.path, f'"{record.title}"') == []
    listed = [view.tree.topLevelItem(row) for row in range(view.tree.topLevelItemCount())]
    assert not any(item is not None and f"'{record.title}'" in item.text(3) for item in listed)
    assert not view.erase_button.isVisible()


def test_the_dialog_names_what_was_set_aside(full_window: MainWindow) -> None:
    bridge = full_window.bridge
    assert bridge is not None
    (bridge.workspace.path / "workspace-not-ours.json").write_text("{}", encoding="utf-8")
    dialog = ErasingDialog(bridge, next(iter(bridge.snapshot.evidence.values())), full_window)
    assert any("workspace-not-ours.json" in label.text() for label in dialog.findChildren(QLabel))
