"""What is dropped or pasted: files, folders, links, pictures; what the cursor says; what is recorded afterwards."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QColor, QDragEnterEvent, QDropEvent, QGuiApplication, QImage
from PySide6.QtWidgets import QApplication, QFileDialog, QMessageBox
from pytestqt.qtbot import QtBot

from readiness.gui.assessment import dropping
from readiness.gui.assessment.citing import CiteDialog
from readiness.gui.assessment.several import SeveralDialog
from readiness.gui.assessment.view import AssessmentView
from readiness.gui.bridge import Bridge
from readiness.gui.window import MainWindow
from readiness.model.records import Assessment, EvidenceKind, Role


def _data(*urls: str | Path, text: str = "", picture: bool = False) -> QMimeData:
    data = QMimeData()
    if urls:
        data.setUrls([QUrl.fromLocalFile(str(item)) if isinstance(item, Path) else QUrl(item) for item in urls])
    if text:
        data.setText(text)
    if picture:
        image = QImage(40, 30, QImage.Format.Format_RGB32)
        image.fill(QColor("#2a5f9e"))
        data.setImageData(image)
    return data


def test_what_is_brought_is_read_once_with_a_reason_for_what_is_refused(tmp_path: Path, qapp: QApplication) -> None:
    file, folder = tmp_path / "a.pdf", tmp_path / "records"
    file.touch()
    folder.mkdir()
    brought = dropping.read(_data(file, folder, "https://example.org/x", tmp_path / "gone.pdf", "javascript:alert(1)"))
    assert (brought.files, brought.folders, brought.links) == ((file,), (folder,), ("https://example.org/x",))
    assert len(brought.refused) == 2
    assert "gone.pdf" in brought.refused[0]
    assert "neither a file nor an address" in brought.refused[1]
    assert dropping.read(_data(text=" https://example.org/a \nhttps://example.org/b")).links == (
        "https://example.org/a",
        "https://example.org/b",
    )
    assert dropping.read(_data(text="see https://example.org/a")).is_empty
    assert dropping.read(_data("https://example.org/a.png", picture=True)).picture is not None
    assert dropping.read(_data(file, picture=True)).files == (file,), "a file is better than its picture"


@pytest.mark.parametrize(
    ("data", "takeable"),
    [
        (_data("https://example.org"), True),
        (_data("javascript:alert(1)"), False),
        (_data(text="https://example.org"), True),
        (_data(text="a sentence"), False),
        (_data(), False),
    ],
)
def test_what_can_be_taken_is_known_before_the_drop(data: QMimeData, takeable: bool) -> None:
    assert dropping.is_takeable(data) is takeable


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch, qtbot: QtBot) -> list[CiteDialog | SeveralDialog]:
    """Record the dialogs and agree to them as they are."""
    opened: list[CiteDialog | SeveralDialog] = []

    def accept(dialog: CiteDialog | SeveralDialog) -> int:
        qtbot.addWidget(dialog)
        opened.append(dialog)
        dialog.button.click()
        return dialog.result()

    monkeypatch.setattr(CiteDialog, "exec", accept)
    monkeypatch.setattr(SeveralDialog, "exec", accept)
    return opened


def _enter(data: QMimeData) -> QDragEnterEvent:
    copy = Qt.DropAction.CopyAction
    return QDragEnterEvent(QPoint(5, 5), copy, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)


def _drop(data: QMimeData) -> QDropEvent:
    copy = Qt.DropAction.CopyAction
    return QDropEvent(QPointF(5, 5), copy, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)


def test_a_dropped_file_becomes_evidence_with_a_citation(
    qtbot: QtBot, view: AssessmentView, bridge: Bridge, products: Assessment, tmp_path: Path,
    asked: list[CiteDialog | SeveralDialog],
) -> None:  # fmt: skip
    file = tmp_path / "Review_record 2026.pdf"
    file.write_bytes(b"%PDF")
    data = _data(file)
    before = bridge.snapshot.sequence
    view.dropEvent(_drop(data))
    assert asked == [], "the program that it comes from is let go first"
    qtbot.waitUntil(lambda: bool(asked))
    assert isinstance(asked[0], CiteDialog)
    assert asked[0].title.text() == "Review record 2026"
    assert bridge.snapshot.sequence == before + 1
    (evidence,) = bridge.snapshot.evidence.values()
    assert evidence.file is not None
    assert evidence.file.name == "Review_record 2026.pdf"
    assert evidence.origin == str(file)
    assert bridge.snapshot.answer(products, "7.5.1").citations[0].evidence == evidence.id


def test_several_files_and_links_are_asked_about_once_and_come_in_by_one_commit(
    qtbot: QtBot, window: MainWindow, view: AssessmentView, bridge: Bridge, products: Assessment, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    opened: list[SeveralDialog] = []
    monkeypatch.setattr(SeveralDialog, "exec", lambda dialog: opened.append(dialog) or 1)  # type: ignore[func-returns-value]
    files = [tmp_path / f"Minutes_{number}.txt" for number in range(3)]
    for number, file in enumerate(files):
        file.write_text(f"meeting {number}")
    view.attaching.take(dropping.read(_data(*files, "https://example.org/records/list.html?x=1")))
    (dialog,) = opened
    qtbot.addWidget(dialog)
    assert dialog.list.count() == 4
    dialog.role.setCurrentIndex(dialog.role.findData(Role.SHOWN_BY))
    dialog.kind.setCurrentIndex(dialog.kind.findData(EvidenceKind.MINUTES))
    dialog.list.item(1).setCheckState(Qt.CheckState.Unchecked)
    before = bridge.snapshot.sequence
    dialog.button.click()
    assert bridge.snapshot.sequence == before + 1
    records = list(bridge.snapshot.evidence.values())
    assert [record.title for record in records] == ["Minutes 0", "Minutes 2", "list.html"]
    assert [record.link for record in records] == ["", "", "https://example.org/records/list.html?x=1"]
    assert all(record.kind is EvidenceKind.MINUTES for record in records)
    cited = bridge.snapshot.answer(products, "7.5.1").citations
    assert [citation.key for citation in cited] == [(record.id, Role.SHOWN_BY, "") for record in records]
    window.undo()
    assert bridge.snapshot.evidence == {}
    for row in range(dialog.list.count()):
        dialog.list.item(row).setCheckState(Qt.CheckState.Unchecked)
    dialog.button.click()
    assert "Nothing is ticked" in dialog.problem.text()


def test_a_folder_is_asked_about_and_gives_its_files_at_most_fifty(
    view: AssessmentView, bridge: Bridge, tmp_path: Path, asked: list[CiteDialog | SeveralDialog], no_boxes: list[str]
) -> None:
    folder = tmp_path / "records"
    (folder / "below").mkdir(parents=True)
    (folder / ".hidden").touch()
    for number in range(53):
        (folder / f"{number:02}.txt").write_text(str(number))
    view.attaching.take(dropping.read(_data(folder)))
    assert no_boxes == ["'records' has 53 files; at most 50 are attached at once. Attach the first 50 by name?"]
    assert len(bridge.snapshot.evidence) == 50
    assert len(asked) == 1
    no_boxes.clear()
    for number in range(2, 53):
        (folder / f"{number:02}.txt").unlink()
    view.attaching.take(dropping.read(_data(folder)))
    assert no_boxes == ["Attach all 2 files in the folder 'records'?"]


def test_an_empty_folder_and_a_no_attach_nothing(
    view: AssessmentView, bridge: Bridge, tmp_path: Path, asked: list[CiteDialog | SeveralDialog],
    no_boxes: list[str], monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    view.attaching.take(dropping.read(_data(tmp_path / "body.readiness" / "drafts")))
    assert no_boxes == ["There are no files in 'drafts'."]
    monkeypatch.setattr(QMessageBox, "question", lambda *_: QMessageBox.StandardButton.No)
    (tmp_path / "one").mkdir()
    (tmp_path / "one" / "a.txt").touch()
    view.attaching.take(dropping.read(_data(tmp_path / "one")))
    assert asked == []


def test_a_picture_from_the_clipboard_is_kept_as_png_and_nothing_is_left_behind(
    qtbot: QtBot, view: AssessmentView, bridge: Bridge, products: Assessment, asked: list[CiteDialog | SeveralDialog]
) -> None:
    QGuiApplication.clipboard().setMimeData(_data(picture=True))
    view.tree.setFocus()
    qtbot.keyClick(view.tree, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    (evidence,) = bridge.snapshot.evidence.values()
    assert evidence.title.startswith("Picture from the clipboard 20")
    assert evidence.file is not None
    assert evidence.file.name == f"{evidence.title}.png"
    assert evidence.origin == "", "the passing copy is no original"
    stored = bridge.workspace.attachment_path(evidence.file)
    assert QImage(str(stored)).size().width() == 40
    assert list((bridge.workspace.path / "open").iterdir()) == []
    assert bridge.snapshot.answer(products, "7.5.1").citations[0].evidence == evidence.id


def test_a_link_is_pasted_with_its_title_to_be_given(
    qtbot: QtBot, view: AssessmentView, bridge: Bridge, asked: list[CiteDialog | SeveralDialog]
) -> None:
    QGuiApplication.clipboard().setMimeData(_data(text="https://example.org/record"))
    view.paste()
    assert isinstance(asked[0], CiteDialog)
    assert "needs a title" in asked[0].problem.text()
    asked[0].title.setText("Record")
    asked[0].button.click()
    (evidence,) = bridge.snapshot.evidence.values()
    assert evidence.link == "https://example.org/record"
    QGuiApplication.clipboard().setMimeData(_data(text="only a sentence"))
    with qtbot.waitSignal(bridge.said) as said:
        view.paste()
    assert "Nothing that could be attached" in said.args[0]


def test_the_cursor_says_whether_a_drop_is_taken(
    view: AssessmentView, bridge: Bridge, monkeypatch: pytest.MonkeyPatch
) -> None:
    def is_taken(data: QMimeData) -> bool:
        event = _enter(data)
        event.ignore()
        view.dragEnterEvent(event)
        return event.isAccepted()

    link, sentence = _data("https://example.org"), _data(text="a sentence")
    assert is_taken(link)
    assert not is_taken(sentence)
    view._select("7.5")
    assert not is_taken(link), "a heading is no requirement"
    view._select("8.1.3")
    assert not is_taken(link), "the other option is not asked"
    view._select("7.5.1")
    monkeypatch.setattr(type(bridge.workspace), "read_only", True)
    assert not is_taken(link), "nothing is attached to what is read only"


def test_a_file_dropped_on_the_note_is_attached_and_not_written_into_it(
    qtbot: QtBot, view: AssessmentView, bridge: Bridge, tmp_path: Path, asked: list[CiteDialog | SeveralDialog]
) -> None:
    for number, field in enumerate((view.pane.note.viewport(), view.pane.responsible, view.filter), 1):
        file = tmp_path / f"{number}.txt"
        file.write_text(str(number))
        data = _data(file)
        QApplication.sendEvent(field, _enter(data))
        QApplication.sendEvent(field, _drop(data))
        qtbot.waitUntil(lambda number=number: len(asked) == number)  # type: ignore[misc]
    assert len(bridge.snapshot.evidence) == 3
    assert (view.pane.note.toPlainText(), view.pane.responsible.text(), view.filter.text()) == ("", "", "")
    text = _data(text="a sentence")
    event = _enter(text)
    QApplication.sendEvent(view.pane.note.viewport(), event)
    assert event.isAccepted(), "text is still taken"


def test_chosen_files_are_attached_like_dropped_ones_and_only_where_something_is_chosen(
    qtbot: QtBot, view: AssessmentView, bridge: Bridge, tmp_path: Path, asked: list[CiteDialog | SeveralDialog],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    files = [tmp_path / "a.txt", tmp_path / "b.txt"]
    for file in files:
        file.write_text(file.name)
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: ([str(file) for file in files], ""))
    view.choose_files()
    assert len(bridge.snapshot.evidence) == 2
    view._select("7.5")
    with qtbot.waitSignal(bridge.said) as said:
        view.choose_files()
    assert "Choose a requirement" in said.args[0]
    assert len(asked) == 1
