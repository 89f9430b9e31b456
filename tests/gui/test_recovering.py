"""A damaged workspace is offered to be recovered from the window; backups are listed from the menu."""

from __future__ import annotations

from pathlib import Path

from pytestqt.qtbot import QtBot

from readiness.gui.window import MainWindow
from readiness.model.record import new_id
from readiness.model.records import Evidence
from readiness.tasks import begin
from tests.conftest import QUALITY_MANAGER


def _damaged(folder: Path) -> Path:
    with begin.new_workspace(folder / "body", "Body", ["17065"], QUALITY_MANAGER) as workspace:
        workspace.put(Evidence(id=new_id(), title="Manual"))
    segment = workspace.path / "journal" / "000001.journal"
    content = bytearray(segment.read_bytes())
    content[len(content) // 2] ^= 1
    segment.write_bytes(content)
    return workspace.path


def test_what_can_be_had_of_a_damaged_workspace_opens_from_a_new_folder(
    qtbot: QtBot, tmp_path: Path, no_boxes: list[str]
) -> None:
    path = _damaged(tmp_path)
    before = {item.name: item.read_bytes() for item in (path / "journal").iterdir()}
    window = MainWindow()
    qtbot.addWidget(window)
    window.show()
    window.open_workspace(path)
    assert "000001.journal" in no_boxes[0]
    qtbot.waitUntil(lambda: window.bridge is not None, timeout=60_000)
    assert window.bridge is not None
    assert window.bridge.workspace.path.name == "body-recovered.readiness"
    assert [item.title for item in window.bridge.snapshot.evidence.values()] == ["Manual"]
    assert {item.name: item.read_bytes() for item in (path / "journal").iterdir()} == before
    window.close_workspace()


def test_the_status_bar_says_when_the_last_backup_was_made(window: MainWindow) -> None:
    assert window._safety.text() == "no backup yet"
