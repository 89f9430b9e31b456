"""The place 'Claims': documents dropped and text pasted, hits marked, allowed, kept and written to a file."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QInputDialog, QPushButton
from pytestqt.qtbot import QtBot

from readiness.gui.bridge import Bridge, Place
from readiness.gui.claims import ClaimsView
from readiness.gui.desk import Desk

WRONG = "We are ISO 9001 accredited."


@pytest.fixture
def view(bridge: Bridge, desk: Desk) -> ClaimsView:
    """Give the place."""
    bridge.go(Place("claims"))
    shown = desk.stack.currentWidget()
    assert isinstance(shown, ClaimsView)
    return shown


def _paste(view: ClaimsView, text: str) -> None:
    view.pasted.setPlainText(text)
    view.text_button.click()


def _marked(view: ClaimsView) -> str:
    block, found = view.passage.document().begin(), ""
    pieces = block.begin()
    while not pieces.atEnd():
        if pieces.fragment().charFormat().fontWeight() > 500:
            found += pieces.fragment().text()
        pieces += 1
    return found


def test_pasted_text_is_checked_and_the_words_are_marked(view: ClaimsView) -> None:
    assert not view.report_button.isEnabled()
    _paste(view, f"All is well.\n{WRONG}\nWe are an ISO certified company.")
    assert view.table.rowCount() == 2
    assert view.said.text().startswith("1 document checked, 1 wrong as it stands, 1 to be looked at")
    assert view.passage.toPlainText() == WRONG
    assert _marked(view) == "ISO 9001 accredited"
    assert view.what.text() == "'Accredited' for a certified company"
    view.copy_button.click()
    assert QApplication.clipboard().text() == view.instead.text()
    view.table.setCurrentCell(1, 0)
    assert "ISO certified" in _marked(view)
    assert "ISO certified" in view.passage.toPlainText()


def test_the_words_of_a_long_passage_are_in_sight(qtbot: QtBot, view: ClaimsView) -> None:
    _paste(view, f"{'We have a long history. ' * 300}{WRONG}")
    area = view.passage.viewport().rect()
    qtbot.waitUntil(lambda: area.contains(view.passage.cursorRect().center()), timeout=5_000)


def test_a_hit_leads_to_its_clause(view: ClaimsView) -> None:
    went: list[Place] = []
    view.bridge.went.connect(went.append)
    _paste(view, WRONG)
    buttons = [item for item in view.links.findChildren(QPushButton) if item.text() == "17021-1, 8.3.4"]
    buttons[0].click()
    assert went[-1].requirement == "8.3.4"


def test_dropped_documents_are_checked(qtbot: QtBot, view: ClaimsView, tmp_path: Path) -> None:
    path = tmp_path / "brochure.txt"
    path.write_text(WRONG, encoding="utf-8")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    event = QDropEvent(
        QPointF(5, 5), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    view.dropEvent(event)
    qtbot.waitUntil(lambda: view.table.rowCount() == 1)
    cell = view.table.item(0, 0)
    assert cell is not None
    assert cell.text() == "brochure.txt"


def test_allowed_words_are_not_found_again(view: ClaimsView, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QInputDialog, "getText", lambda *_: ("A quotation.", True))
    _paste(view, WRONG)
    view.allow_button.click()
    assert view.table.rowCount() == 0
    assert view.said.text().endswith("1 allowed")
    assert not view.passage.isVisibleTo(view)
    view.bridge.workspace.undo()
    view.text_button.click()
    assert view.table.rowCount() == 1


def test_findings_are_written_and_kept(view: ClaimsView, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "found.pdf"), ""))
    _paste(view, WRONG)
    view.report_button.click()
    assert (tmp_path / "found.pdf").read_bytes().startswith(b"%PDF")
    view.keep_button.click()
    (record,) = view.bridge.snapshot.evidence.values()
    assert record.title == "Check of wording in 1 document"


def test_a_folder_is_chosen_and_checked(
    qtbot: QtBot, view: ClaimsView, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.md").write_text(f"# {WRONG}\n", encoding="utf-8")
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path))
    view.folder_button.click()
    qtbot.waitUntil(lambda: view.table.rowCount() == 1)
