"""The place 'Claims': documents dropped and text pasted, hits marked, allowed, kept and written to a file."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QInputDialog, QPushButton
from pytestqt.qtbot import QtBot

from readiness.gui.bridge import Bridge, Place
from readiness.gui.claims import ClaimsView
from readiness.gui.desk import Desk

WRONG = "We are ISO 9001 accredited."
CERTIFICATES = Path(__file__).parent.parent / "certificates"


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


def test_what_a_certificate_lacks_has_no_passage_but_a_sentence(
    view: ClaimsView, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = (CERTIFICATES / "en-system-without-expiry.txt").read_text(encoding="utf-8")
    wrong = "We are an ISO certified company."
    _paste(view, f"{said}\n{wrong}")
    assert "certificate of a management system" in view.said.text()
    assert view.table.rowCount() == 2
    assert view.what.text() == "The expiry or recertification due date is missing"
    assert view.passage.toPlainText() == ""
    assert view.passage.placeholderText().startswith("No words")
    links = [item.text() for item in view.links.findChildren(QPushButton)]
    assert "17021-1, 8.2.2 c)" in links
    view.table.setCurrentCell(1, 0)
    assert view.passage.toPlainText() == wrong
    view.table.setCurrentCell(0, 0)
    monkeypatch.setattr(QInputDialog, "getText", lambda *_: ("The directory shows it.", True))
    view.allow_button.click()
    assert view.table.rowCount() == 1
    assert view.said.text().splitlines()[0].endswith("1 allowed")


def test_a_link_of_a_letter_leads_to_it(view: ClaimsView) -> None:
    went: list[Place] = []
    view.bridge.went.connect(went.append)
    _paste(view, (CERTIFICATES / "en-system-without-expiry.txt").read_text(encoding="utf-8"))
    view.links.findChildren(QPushButton)[0].click()
    assert went[-1].requirement == "8.2.2.c"


def test_one_may_say_what_the_documents_are(view: ClaimsView) -> None:
    assert [view.stated.itemText(row) for row in range(view.stated.count())] == [
        "recognize certificates", "certificate of a management system", "certificate of a product, process or service",
        "no certificate",
    ]  # fmt: skip
    _paste(view, (CERTIFICATES / "en-system-without-expiry.txt").read_text(encoding="utf-8"))
    assert view.table.rowCount() == 1
    for row, found in ((3, 0), (1, 1)):
        view.stated.setCurrentIndex(row)
        view.stated.activated.emit(row)
        assert view.table.rowCount() == found
    view.stated.setCurrentIndex(2)
    view.stated.activated.emit(2)
    assert view.table.rowCount() > 3


def test_a_marked_copy_is_made_of_a_word_file(
    view: ClaimsView, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    made = docx.Document()
    made.add_paragraph(WRONG)
    made.save(str(tmp_path / "letter.docx"))
    _paste(view, WRONG)
    assert not view.marked_button.isEnabled()
    view.check_files([tmp_path / "letter.docx"])
    assert view.marked_button.isEnabled()
    asked: list[str] = []

    def choose(_parent: object, _title: str, suggested: str, _kinds: str) -> tuple[str, str]:
        asked.append(suggested)
        return suggested, ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", choose)
    view.marked_button.click()
    assert asked == [str(tmp_path / "letter (marked).docx")]
    assert len(list(docx.Document(asked[0]).comments)) == 1
