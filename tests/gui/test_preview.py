"""The preview below the form of evidence: drawn in a child process, stopped when no longer wanted."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from readiness import places
from readiness.gui import preview as module
from readiness.gui.bridge import Bridge, Place
from readiness.gui.child import Child
from readiness.gui.desk import Desk
from readiness.gui.evidence import EvidenceView
from readiness.gui.preview import Preview
from readiness.model.record import new_id
from readiness.model.records import Evidence

FILES = places.resources_folder() / "sample" / "files"


@pytest.fixture(autouse=True)
def folded() -> Iterator[None]:
    module._unfolded["preview"] = False
    yield
    module._unfolded["preview"] = False


@pytest.fixture
def evidence(bridge: Bridge, desk: Desk, tmp_path: Path) -> EvidenceView:
    bad = tmp_path / "bad.pdf"
    bad.write_bytes(b"%PDF-1.7\n" + b"\x00\xff" * 500)
    word = next(FILES.glob("*.docx"))
    for number, path in enumerate((FILES / "P-318-06 Test report.pdf", next(FILES.glob("*.csv")), bad, word)):
        record = Evidence(id=new_id(), title=path.name, reference=str(number), file=bridge.workspace.stage(path))
        bridge.workspace.put(record)
    bridge.workspace.put(Evidence(id=new_id(), title="interview", reference="9"))
    bridge.go(Place("evidence"))
    view = desk.stack.currentWidget()
    assert isinstance(view, EvidenceView)
    return view


def _shown(qtbot: QtBot, evidence: EvidenceView, row: int) -> Preview:
    evidence.table.selectRow(row)
    pane = evidence.preview
    qtbot.waitUntil(lambda: pane._child is None and not pane._pause.isActive(), timeout=20_000)
    return pane


def test_nothing_is_read_while_it_is_folded(qtbot: QtBot, evidence: EvidenceView) -> None:
    evidence.table.selectRow(1)
    qtbot.wait(300)
    assert evidence.preview._child is None
    assert not evidence.preview.body.isVisible()


def test_pages_texts_and_what_cannot_be_shown(qtbot: QtBot, evidence: EvidenceView) -> None:
    evidence.preview.fold.click()
    pane = _shown(qtbot, evidence, 0)
    assert pane.pages.currentWidget() is pane.page_area
    assert not pane.sheet.pixmap().isNull()
    assert pane.sheet.accessibleName() == "Page 1 of P-318-06 Test report.pdf"
    assert not pane.page_area.horizontalScrollBar().isVisible()
    pane.wide.click()
    assert pane.sheet.pixmap().height() <= pane.page_area.viewport().height()
    pane = _shown(qtbot, evidence, 1)
    assert pane.pages.currentWidget() is pane.text
    assert pane.text.toPlainText().count("\n") > 1
    assert "The PDF cannot be read." in _shown(qtbot, evidence, 2).message.text()
    assert ".docx: Nothing to show" in _shown(qtbot, evidence, 3).message.text()
    assert pane.open_button.isVisible()
    assert _shown(qtbot, evidence, 4).message.text() == "No file is attached."
    assert not pane.open_button.isVisible()


def test_pages_are_turned(qtbot: QtBot, evidence: EvidenceView, bridge: Bridge, tmp_path: Path) -> None:
    import pypdfium2

    document = pypdfium2.PdfDocument.new()
    for _ in range(3):
        document.new_page(200, 300)
    document.save(tmp_path / "three.pdf")
    record = Evidence(id=new_id(), title="three", reference="00", file=bridge.workspace.stage(tmp_path / "three.pdf"))
    bridge.workspace.put(record)
    evidence.preview.fold.click()
    pane = _shown(qtbot, evidence, 1)
    assert pane.where.text() == "Page 1 of 3"
    assert not pane.previous.isEnabled()
    pane.next.click()
    assert pane.where.text() == "Page 2 of 3"
    qtbot.waitUntil(lambda: pane._child is None and not pane._pause.isActive(), timeout=20_000)
    pane.next.click()
    qtbot.waitUntil(lambda: pane._child is None and not pane._pause.isActive(), timeout=20_000)
    assert pane.where.text() == "Page 3 of 3"
    assert not pane.next.isEnabled()


def test_another_row_stops_what_is_being_drawn(qtbot: QtBot, evidence: EvidenceView) -> None:
    evidence.preview.fold.click()
    evidence.table.selectRow(0)
    qtbot.waitUntil(lambda: evidence.preview._child is not None, timeout=5000)
    child = evidence.preview._child
    assert isinstance(child, Child)
    evidence.table.selectRow(1)
    assert evidence.preview._child is not child
    pane = _shown(qtbot, evidence, 1)
    assert pane.pages.currentWidget() is pane.text


def test_leaving_the_view_stops_the_child(qtbot: QtBot, evidence: EvidenceView, bridge: Bridge) -> None:
    evidence.preview.fold.click()
    qtbot.waitUntil(lambda: evidence.preview._child is not None, timeout=5000)
    bridge.go(Place("actions"))
    assert evidence.preview._child is None


def test_a_child_that_dies_or_hangs_takes_nothing_with_it(qtbot: QtBot, evidence: EvidenceView) -> None:
    pane = evidence.preview
    pane.fold.click()
    qtbot.waitUntil(lambda: pane._child is not None, timeout=5000)
    assert pane._child is not None
    pane._child._process.kill()
    qtbot.waitUntil(lambda: "gave up" in pane.message.text(), timeout=5000)
    pane._ask()
    qtbot.waitUntil(lambda: pane._child is not None, timeout=5000)
    pane._give_up()
    assert "takes too long" in pane.message.text()
    assert pane._child is None


def test_controls_have_names(evidence: EvidenceView) -> None:
    pane = evidence.preview
    names = [widget.accessibleName() for widget in (pane.previous, pane.next, pane.wide, pane.page_area, pane.text)]
    assert all(names)
    assert len(set(names)) == len(names)
