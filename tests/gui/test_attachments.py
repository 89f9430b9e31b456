"""Attaching in the window: it stays alive, it can be stopped, and a changed original is offered as a revision."""

from __future__ import annotations

import datetime as dt
import itertools
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QAbstractButton, QApplication, QProgressDialog, QPushButton
from pytestqt.qtbot import QtBot

from readiness.errors import Cancelled, DiskFault
from readiness.gui import attaching
from readiness.gui.assessment import AssessmentView
from readiness.gui.assessment.citations import CitationList
from readiness.gui.assessment.citing import CiteDialog
from readiness.gui.assessment.dropping import Brought
from readiness.gui.bridge import Bridge, Place
from readiness.gui.desk import Desk
from readiness.gui.evidence import EvidenceView
from readiness.model.record import new_id
from readiness.model.records import Citation, Evidence, Role
from readiness.tasks import evidence as evidence_task


@pytest.fixture
def view(bridge: Bridge, desk: Desk) -> EvidenceView:
    bridge.go(Place("evidence"))
    found = desk.stack.currentWidget()
    assert isinstance(found, EvidenceView)
    return found


@pytest.fixture
def original(tmp_path: Path) -> Path:
    path = tmp_path / "P-07.docx"
    path.write_bytes(b"revision 3")
    return path


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[QUrl]:
    urls: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", urls.append)
    return urls


def _procedure(bridge: Bridge, original: Path) -> Evidence:
    record = Evidence(id=new_id(), title="Application review", reference="P-07", revision="3", date=dt.date(2025, 1, 5))
    return evidence_task.add(bridge.workspace, record, original)


def _dialogs() -> list[QProgressDialog]:
    return [item for item in QApplication.topLevelWidgets() if isinstance(item, QProgressDialog) and item.isVisible()]


def _slow(seconds: float) -> Callable[[attaching.Progress], str]:
    """Make work that takes a time and goes on saying its progress."""

    def work(progress: attaching.Progress) -> str:
        began = time.monotonic()
        while (passed := time.monotonic() - began) < seconds:
            if not progress(int(passed * 1_000_000), int(seconds * 1_000_000)):
                raise Cancelled("It was stopped; nothing was kept.")
            time.sleep(0.002)
        return "done"

    return work


# The dialog


def test_what_is_quick_shows_no_dialog(view: EvidenceView) -> None:
    assert attaching.with_progress(view, "Attaching", lambda _: 7) == 7
    shown: list[QProgressDialog] = []
    QTimer.singleShot(200, lambda: shown.extend(_dialogs()))
    assert attaching.with_progress(view, "Attaching", _slow(0.4)) == "done"
    assert shown == []


def test_after_a_second_a_dialog_says_how_far_it_is_and_the_window_lives(view: EvidenceView) -> None:
    texts: list[str] = []
    beats: list[float] = []
    timer = QTimer()
    timer.setInterval(10)
    timer.timeout.connect(lambda: beats.append(time.monotonic()))
    timer.timeout.connect(lambda: texts.extend(item.labelText() for item in _dialogs()))
    timer.start()
    assert attaching.with_progress(view, "Attaching 'film.mp4'", _slow(1.6)) == "done"
    timer.stop()
    assert "Attaching 'film.mp4'\n" in texts[-1]
    assert " of 1.6 MB" in texts[-1]
    assert len(set(texts)) <= 20
    assert max(later - earlier for earlier, later in itertools.pairwise(beats)) < 0.8
    assert _dialogs() == []


def test_the_dialog_stops_the_work(view: EvidenceView) -> None:
    def press() -> None:
        for dialog in _dialogs():
            for button in dialog.findChildren(QPushButton):
                button.click()

    timer = QTimer()
    timer.setInterval(50)
    timer.timeout.connect(press)
    timer.start()
    began = time.monotonic()
    with pytest.raises(Cancelled):
        attaching.with_progress(view, "Attaching", _slow(20))
    timer.stop()
    assert time.monotonic() - began < 5
    assert _dialogs() == []


def test_a_refusal_reaches_the_caller(view: EvidenceView) -> None:
    def refuse(_: attaching.Progress) -> None:
        time.sleep(0.2)
        raise DiskFault("The disk is full.")

    with pytest.raises(DiskFault, match="full"):
        attaching.with_progress(view, "Attaching", refuse)


def test_the_copying_is_beside_the_windows_thread(
    view: EvidenceView, bridge: Bridge, original: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    threads: list[threading.Thread] = []
    stage = bridge.workspace.stage

    def watched(source: Path, progress: attaching.Progress) -> object:
        threads.append(threading.current_thread())
        return stage(source, progress)

    monkeypatch.setattr(bridge.workspace, "stage", watched)
    attaching.stage(bridge, original, view)
    assert threads[0] is not threading.main_thread()


@pytest.mark.parametrize(
    ("size", "text"),
    [(0, "0 KB"), (1, "1 KB"), (999_000, "999 KB"), (1_500_000, "1.5 MB"), (2_000_000_000, "2.00 GB")],
)
def test_sizes_are_said_as_file_windows_do(size: int, text: str) -> None:
    assert attaching.file_size(size) == text


# The form


def test_attaching_again_keeps_the_earlier_revision_and_asks_for_the_new_one(
    qtbot: QtBot,
    view: EvidenceView,
    bridge: Bridge,
    original: Path,
    opened: list[QUrl],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    record = _procedure(bridge, original)
    view.choose(record.id)
    assert view.attach_button.text() == "&Attach newer file ..."
    newer = original.with_name("P-07 rev 4.docx")
    newer.write_bytes(b"revision 4")
    monkeypatch.setattr("readiness.gui.evidence.QFileDialog.getOpenFileName", lambda *_: (str(newer), ""))
    view.attach_button.click()
    kept = bridge.snapshot.evidence[record.id]
    assert kept.origin == str(newer)
    assert kept.file is not None
    assert kept.file.name == "P-07 rev 4.docx"
    assert [past.revision for past in kept.earlier] == ["3"]
    assert view.fields["revision"].hasFocus()
    assert view.attached.hint.isVisible()
    view.fields["revision"].setText("4")
    view.commit_typing()
    assert bridge.snapshot.evidence[record.id].revision == "4"
    assert not view.attached.hint.isVisible()
    item = view.attached.revisions.itemAt(0)
    assert item is not None
    link = item.widget()
    assert isinstance(link, QAbstractButton)
    today = bridge.context.today.isoformat()
    assert link.text() == f"rev. 3 of 2025-01-05, replaced {today}, P-07.docx"
    link.click()
    assert Path(opened[0].toLocalFile()).read_bytes() == b"revision 3"
    assert Path(opened[0].toLocalFile()).is_relative_to(bridge.workspace.path / "open")


def test_a_changed_original_is_offered_and_taken_as_a_revision(
    qtbot: QtBot, view: EvidenceView, bridge: Bridge, original: Path
) -> None:
    record = _procedure(bridge, original)
    view.choose(record.id)
    assert not view.attached.take_button.isVisible()
    original.write_bytes(b"revision 4, with more in it")
    view.attached.ask()
    qtbot.waitUntil(view.attached.take_button.isVisible)
    assert view.attached.word.text().replace("\u200b", "") == (
        f"The original has changed since it was attached: {original}"
    )
    view.attached.take_button.click()
    kept = bridge.snapshot.evidence[record.id]
    assert (kept.revision, kept.date) == ("", None)
    assert len(kept.earlier) == 1
    assert not view.attached.take_button.isVisible()
    assert view.fields["revision"].hasFocus()
    bridge.workspace.undo()
    assert bridge.snapshot.evidence[record.id] == record
    qtbot.waitUntil(view.attached.take_button.isVisible)


def test_an_original_that_is_gone_and_a_link_that_leads_nowhere_are_said(
    qtbot: QtBot, view: EvidenceView, bridge: Bridge, original: Path, opened: list[QUrl], no_boxes: list[str]
) -> None:
    record = _procedure(bridge, original)
    linked = Evidence(id=new_id(), title="Linked", link=str(original))
    bridge.workspace.put(linked)
    original.unlink()
    view.choose(record.id)
    qtbot.waitUntil(lambda: "is no longer at" in view.attached.word.text())
    assert not view.attached.take_button.isVisible()
    view.choose(linked.id)
    assert not view.attached.word.isVisible()
    qtbot.waitUntil(lambda: "leads to a file that is not there" in view.attached.word.text())
    view.open_button.click()
    assert opened == []
    assert "is not there" in no_boxes[0]
    bridge.workspace.put(Evidence(id=linked.id, title="Linked", link="https://example.org/"))
    assert not view.attached.word.isVisible()
    view.open_button.click()
    assert opened == [QUrl("https://example.org/")]


def test_only_the_last_row_shown_is_looked_after(
    qtbot: QtBot, view: EvidenceView, bridge: Bridge, original: Path
) -> None:
    record = _procedure(bridge, original)
    other = Evidence(id=new_id(), title="Other", reference="A-01")
    bridge.workspace.put(other)
    original.unlink()
    view.choose(record.id)
    view.choose(other.id)
    qtbot.wait(400)
    assert not view.attached.word.isVisible()
    assert not view.attached._check._beat.isActive()


def test_a_stopped_attachment_changes_nothing(
    view: EvidenceView, bridge: Bridge, original: Path, no_boxes: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    record = _procedure(bridge, original)
    view.choose(record.id)

    def stop(*_: object) -> None:
        raise Cancelled("It was stopped; nothing was kept.")

    monkeypatch.setattr(bridge.workspace, "stage", stop)
    before = bridge.snapshot.sequence
    view._attach_path(original)
    assert bridge.snapshot.sequence == before
    assert no_boxes == ["It was stopped; nothing was kept."]


def test_a_refused_edit_is_mended_before_a_file_is_attached(view: EvidenceView, bridge: Bridge, original: Path) -> None:
    record = Evidence(id=new_id(), title="T")
    bridge.workspace.put(record)
    view.fields["title"].setText("")
    view._attach_path(original)
    assert "needs a title" in view.problem.text()
    assert bridge.snapshot.evidence[record.id].file is None


# Citing


@pytest.fixture
def assessment(bridge: Bridge, desk: Desk) -> AssessmentView:
    chosen, _ = bridge.snapshot.locate("17065:7.5.1")
    bridge.go(Place("assessment", assessment=chosen.id, requirement="7.5.1"))
    found = desk.stack.currentWidget()
    assert isinstance(found, AssessmentView)
    return found


def test_a_dropped_file_keeps_its_origin_and_an_empty_title_copies_nothing(
    assessment: AssessmentView, bridge: Bridge, original: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialogs: list[CiteDialog] = []

    def show(dialog: CiteDialog) -> None:
        dialogs.append(dialog)

    monkeypatch.setattr(CiteDialog, "exec", show)
    assessment.attaching.take(Brought(files=(original,)))
    (dialog,) = dialogs
    dialog.title.setText("  ")
    dialog.button.click()
    assert "needs a title" in dialog.problem.text()
    assert not any((bridge.workspace.path / "evidence").iterdir())
    dialog.title.setText("Application review")
    dialog.button.click()
    (record,) = bridge.snapshot.evidence.values()
    assert record.origin == str(original)
    assert record.file is not None


def _openers(citations: CitationList) -> list[QAbstractButton]:
    buttons = citations.findChildren(QAbstractButton)
    return [button for button in buttons if button.accessibleName().startswith("Open ") and button.isVisible()]


def test_opening_a_citation_says_when_its_original_has_changed(
    qtbot: QtBot, assessment: AssessmentView, bridge: Bridge, original: Path, opened: list[QUrl]
) -> None:
    record = _procedure(bridge, original)
    target, leaves = bridge.snapshot.locate("17065:7.5.1")
    bridge.workspace.cite(target, leaves, Citation(evidence=record.id, role=Role.LAID_DOWN))
    original.write_bytes(b"revision 4, with more in it")
    said: list[str] = []
    bridge.said.connect(said.append)
    (citations,) = assessment.findChildren(CitationList)
    qtbot.waitUntil(lambda: bool(_openers(citations)))
    _openers(citations)[0].click()
    qtbot.waitUntil(lambda: any("has changed since it was attached" in text for text in said))
    assert Path(opened[0].toLocalFile()).read_bytes() == b"revision 3"
