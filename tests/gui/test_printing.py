"""Printing: made in a folder of ours, painted page by page, stopped at once; nothing of it stays behind."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from PySide6.QtCore import QRect, QSizeF, Qt
from PySide6.QtGui import QImage, QPageSize
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QFileDialog, QProgressDialog, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from readiness.gui import painting as painting_module
from readiness.gui import printing as module
from readiness.gui.bridge import Bridge, Place
from readiness.gui.desk import Desk
from readiness.gui.pages_pane import PagesPane
from readiness.gui.painting import Painting, batches, placed, sheets
from readiness.gui.reports import ReportsView
from readiness.gui.window import MainWindow
from readiness.tasks import pages

A4 = QSizeF(595.3, 841.9)


@pytest.fixture
def view(bridge: Bridge, desk: Desk) -> ReportsView:
    bridge.go(Place("reports"))
    shown = desk.stack.currentWidget()
    assert isinstance(shown, ReportsView)
    return shown


@pytest.fixture
def printed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Have a printer at hand that prints its pages 1 to 3 into a file, at few dots per inch."""
    target = tmp_path / "printed.pdf"

    def answer(printer: QPrinter, count: int, parent: QWidget) -> bool:
        assert count > 3
        printer.setOutputFileName(str(target))
        printer.setResolution(100)
        printer.setFromTo(1, 3)
        return True

    monkeypatch.setattr(module, "has_printer", lambda: True)
    monkeypatch.setattr(module, "ask", answer)
    return target


def _left(bridge: Bridge) -> list[Path]:
    return list(bridge.workspace.viewing_folder.iterdir())


def _stop(progress: QProgressDialog) -> None:
    button = progress.findChild(QPushButton)
    assert button is not None
    button.click()


def _dark(path: Path, number: int) -> float:
    """Give the share of pixels of a page that are not white."""
    document = pypdfium2.PdfDocument(path)
    picture = document[number - 1].render(scale=1).to_pil().convert("L")
    document.close()
    white: int = sum(picture.histogram()[250:])
    total: int = picture.width * picture.height
    return 1 - white / total


def test_the_report_is_printed_page_by_page_and_nothing_stays_behind(
    qtbot: QtBot, window: MainWindow, bridge: Bridge, view: ReportsView, printed: Path, tmp_path: Path
) -> None:
    said: list[str] = []
    bridge.said.connect(said.append)
    folders: list[list[str]] = []
    window.actions_by_key["print"].trigger()
    assert view.printing is not None
    qtbot.waitUntil(lambda: view.printing is not None and view.printing.painting is not None, timeout=60_000)
    painting = view.printing.painting
    assert painting is not None
    painting.progressed.connect(lambda *_: folders.append([path.name for path in _left(bridge)]))
    qtbot.waitUntil(lambda: view.printing is None, timeout=60_000)
    assert said == [f"3 pages printed: {printed}"]
    document = pypdfium2.PdfDocument(printed)
    assert len(document) == 3
    assert document[0].get_width() == pytest.approx(A4.width(), abs=2)
    assert document[0].get_height() == pytest.approx(A4.height(), abs=2)
    document.close()
    assert all(_dark(printed, number) > 0.005 for number in (1, 2, 3))
    assert len(folders) == 3
    assert all(len(names) == 1 for names in folders), "all that is written lies in one folder"
    assert _left(bridge) == []
    assert list(tmp_path.glob("*.pdf")) == [printed]


def test_a_page_looks_on_paper_as_it_does_in_the_file(qtbot: QtBot, tmp_path: Path, qapp: object) -> None:
    source = _report(tmp_path, [(595, 842), (842, 595)])
    target = tmp_path / "printed.pdf"
    _paint(qtbot, source, target, [1, 2])
    document = pypdfium2.PdfDocument(target)
    assert [round(page.get_width() / page.get_height(), 1) for page in document] == [0.7, 1.4], "turned page by page"
    first = document[0].render(scale=1).to_pil().convert("L")
    meant = pypdfium2.PdfDocument(source)[0].render(scale=1).to_pil().convert("L").resize(first.size)
    apart = sum(abs(a - b) for a, b in zip(first.tobytes(), meant.tobytes(), strict=True)) / len(meant.tobytes())
    assert apart < 2
    column = [first.getpixel((first.width // 2, y)) for y in range(40, first.height - 40)]
    assert max(column) < 100, "no white line between two bands of a black page"
    document.close()


def _report(folder: Path, sizes: list[tuple[int, int]]) -> Path:
    """Make a PDF with pages of these sizes, each a black rectangle in white margins."""
    from reportlab.pdfgen.canvas import Canvas

    path = folder / "source.pdf"
    canvas = Canvas(str(path))
    for width, height in sizes:
        canvas.setPageSize((width, height))
        canvas.rect(30, 30, width - 60, height - 60, fill=1)
        canvas.showPage()
    canvas.save()
    return path


def _paint(qtbot: QtBot, source: Path, target: Path, order: list[int], dpi: int = 150) -> Painting:
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFileName(str(target))
    printer.setResolution(dpi)
    printer.setFullPage(True)
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    sizes = [QSizeF(size.width, size.height) for size in pages.sizes(source)]
    painting = Painting(source, sizes, order, printer, None)
    with qtbot.waitSignal(painting.ended, timeout=30_000):
        painting.start()
    return painting


def test_more_pages_than_are_drawn_at_once_come_in_their_order(
    qtbot: QtBot, tmp_path: Path, qapp: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = _report(tmp_path, [(300 + 20 * number, 842) for number in range(5)])
    target = tmp_path / "printed.pdf"
    monkeypatch.setattr(painting_module, "batches", lambda order: batches(order, 2))
    _paint(qtbot, source, target, [5, 4, 3, 2, 1], dpi=72)
    document = pypdfium2.PdfDocument(target)
    widths = []
    for page in document:
        picture = page.render(scale=1).to_pil().convert("L")
        row = picture.crop((0, picture.height // 2, picture.width, picture.height // 2 + 1)).tobytes()
        widths.append(sum(1 for value in row if value < 128))
    document.close()
    assert widths == sorted(widths, reverse=True)
    assert len(set(widths)) == 5
    assert [path for path in tmp_path.iterdir() if path.is_dir()] == []


def test_stopping_while_it_is_made_leaves_nothing(
    qtbot: QtBot, bridge: Bridge, view: ReportsView, printed: Path
) -> None:
    view.print_button.click()
    assert view.printing is not None
    progress = view.printing.progress
    assert progress is not None
    assert progress.isVisible()
    qtbot.waitUntil(lambda: progress.value() > 0, timeout=60_000)
    _stop(progress)
    qtbot.waitUntil(lambda: view.printing is None, timeout=5_000)
    assert _left(bridge) == []
    assert not printed.exists()
    assert view.problem.text() == ""


def test_stopping_while_it_is_painted_leaves_no_half_file(
    qtbot: QtBot, bridge: Bridge, view: ReportsView, printed: Path
) -> None:
    view.print_button.click()
    qtbot.waitUntil(lambda: view.printing is not None and view.printing.painting is not None, timeout=60_000)
    assert view.printing is not None
    painting, progress = view.printing.painting, view.printing.progress
    assert painting is not None
    assert progress is not None
    qtbot.waitUntil(painting._painter.isActive, timeout=30_000)
    assert printed.exists()
    _stop(progress)
    assert view.printing is None
    assert not printed.exists()
    assert _left(bridge) == []


def test_what_the_printer_refuses_is_said(
    qtbot: QtBot, bridge: Bridge, view: ReportsView, printed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "ask", lambda printer, *_: printer.setOutputFileName("/no/such/folder/a.pdf") or True)
    view.print_button.click()
    qtbot.waitUntil(lambda: view.printing is None, timeout=60_000)
    assert "The printer did not take the pages." in view.problem.text()
    assert _left(bridge) == []


def test_closing_the_system_s_dialog_ends_it(
    qtbot: QtBot, bridge: Bridge, view: ReportsView, printed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "ask", lambda *_: False)
    view.print_button.click()
    qtbot.waitUntil(lambda: view.printing is None, timeout=60_000)
    assert _left(bridge) == []


def test_without_a_printer_saving_is_offered(
    qtbot: QtBot, bridge: Bridge, view: ReportsView, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    no_boxes: list[str],
) -> None:  # fmt: skip
    monkeypatch.setattr(module, "has_printer", lambda: False)
    view.print_button.click()
    assert no_boxes == ["This computer knows no printer."]
    assert view.printing is None
    target = tmp_path / "kept.pdf"
    monkeypatch.setattr(module, "wants_saving", lambda _: True)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    view.print_button.click()
    qtbot.waitUntil(view.make_button.isEnabled, timeout=60_000)
    assert target.exists()
    assert view.printing is None


@pytest.fixture
def looked_at(qtbot: QtBot, view: ReportsView) -> PagesPane:
    """Show the pages of the gap report in the window."""
    view.preview_button.click()
    qtbot.waitUntil(view.back_button.isVisible, timeout=60_000)
    qtbot.waitUntil(lambda: 1 in view.pages_pane._drawn, timeout=30_000)
    return view.pages_pane


def _is_white(pane: PagesPane) -> bool:
    image = pane.sheet.pixmap().toImage().convertToFormat(QImage.Format.Format_RGB32)
    image = image.copy(image.rect().adjusted(4, 4, -4, -4))
    return min(bytes(image.constBits())) > 250


def test_the_pages_are_shown_in_the_window_and_nothing_stays_behind(
    qtbot: QtBot, bridge: Bridge, view: ReportsView, looked_at: PagesPane
) -> None:
    pane = looked_at
    assert not _is_white(pane)
    shape = pane.sheet.pixmap().size()
    assert shape.height() / shape.width() == pytest.approx(A4.height() / A4.width(), abs=0.01)
    assert shape.height() <= pane.area.viewport().height()
    assert not pane.previous.isEnabled()
    pane.next.click()
    assert pane.page == 2
    assert pane.sheet.accessibleName().startswith("Page 2 of ")
    assert _is_white(pane), "paper until the page is drawn, not the page before"
    qtbot.waitUntil(lambda: not _is_white(pane), timeout=30_000)
    pane.zoom.setCurrentIndex(pane.zoom.findData(2.0))
    assert pane.sheet.pixmap().width() > shape.width()
    qtbot.waitUntil(lambda: pane.area.verticalScrollBar().maximum() > 0, timeout=5_000)
    pane._leaf(1)
    assert pane.page == 2, "scrolls while there is more of the page"
    pane.area.verticalScrollBar().setValue(pane.area.verticalScrollBar().maximum())
    pane._leaf(1)
    assert pane.page == 3
    pane.turn(10_000)
    assert not pane.next.isEnabled()
    assert len(_left(bridge)) == 1
    view.back_button.click()
    assert view.printing is None
    assert view.stack.currentIndex() == 0
    assert _left(bridge) == []


def test_the_list_of_pages_has_pictures_and_leads_to_them(qtbot: QtBot, looked_at: PagesPane) -> None:
    qtbot.waitUntil(lambda: not looked_at.list.item(2).icon().isNull(), timeout=60_000)
    assert looked_at.list.count() == looked_at.number.maximum()
    looked_at.list.setCurrentRow(2)
    assert looked_at.page == 3


def test_a_text_is_found_in_the_pages(qtbot: QtBot, looked_at: PagesPane) -> None:
    looked_at.search_line.setText("Method and limits")
    qtbot.waitUntil(lambda: looked_at.hits.text().startswith("1 of "), timeout=30_000)
    first = looked_at.page
    assert first == 2, "the contents name it"
    qtbot.keyClick(looked_at.search_line, Qt.Key.Key_Return)
    assert looked_at.page > first
    looked_at.hit_before.click()
    assert looked_at.page == first
    looked_at.search_line.setText("no such words in it")
    qtbot.waitUntil(lambda: looked_at.hits.text() == "not found", timeout=30_000)
    assert not looked_at.hit_after.isEnabled()


def test_another_choice_or_a_change_takes_the_pages_away(
    qtbot: QtBot, bridge: Bridge, view: ReportsView, looked_at: PagesPane
) -> None:
    assert view.stack.currentWidget() is looked_at
    assessment = next(iter(bridge.snapshot.assessments.values()))
    bridge.workspace.answer(assessment, (next(bridge.snapshot.requirements(assessment)),), note="Another.")
    assert view.printing is None
    assert view.stack.currentWidget() is not looked_at
    assert _left(bridge) == []


def test_it_is_printed_from_its_pages(
    qtbot: QtBot, bridge: Bridge, view: ReportsView, looked_at: PagesPane, printed: Path
) -> None:
    view.print_button.click()
    qtbot.waitUntil(lambda: printed.exists() and view.printing.painting is None, timeout=60_000)  # type: ignore[union-attr]
    assert len(pypdfium2.PdfDocument(printed)) == 3
    assert view.stack.currentWidget() is looked_at, "it is looked at on"
    view.back_button.click()
    assert _left(bridge) == []


def test_stopping_a_print_goes_back_to_the_pages(
    qtbot: QtBot, bridge: Bridge, view: ReportsView, looked_at: PagesPane, printed: Path
) -> None:
    view.print_button.click()
    assert view.printing is not None
    progress = view.printing.progress
    assert progress is not None
    _stop(progress)
    assert view.stack.currentWidget() is looked_at
    view.print_button.click()
    qtbot.waitUntil(lambda: printed.exists() and view.printing.painting is None, timeout=60_000)  # type: ignore[union-attr]


def test_it_is_kept_from_its_pages(qtbot: QtBot, view: ReportsView, looked_at: PagesPane, tmp_path: Path) -> None:
    target = tmp_path / "kept.pdf"
    view.target.setText(str(target))
    view.make_button.click()
    qtbot.waitUntil(view.make_button.isEnabled, timeout=60_000)
    assert target.exists()


def test_closing_the_window_ends_it_too(qtbot: QtBot, window: MainWindow, bridge: Bridge, looked_at: PagesPane) -> None:
    folder = bridge.workspace.viewing_folder
    window.close()
    qtbot.waitUntil(lambda: list(folder.iterdir()) == [], timeout=5_000)


def test_controls_of_the_pages_have_names(looked_at: PagesPane) -> None:
    pane = looked_at
    parts = (
        pane.previous, pane.next, pane.number, pane.zoom, pane.area, pane.list, pane.search_line, pane.hit_before,
        pane.hit_after,
    )  # fmt: skip
    names = [part.accessibleName() for part in parts]
    assert all(names)
    assert len(set(names)) == len(names)


def test_a_past_state_is_what_is_printed(window: MainWindow, bridge: Bridge, view: ReportsView) -> None:
    bridge.state_wanted.emit(1)
    (other,) = window.past
    assert other.bridge is not None
    assert ReportsView(other.bridge)._arguments("a.pdf")[-2:] == ["--at", "1"]
    assert "--at" not in view._arguments("a.pdf")
    other.close()


@pytest.mark.parametrize(
    ("given", "order"),
    [
        ({"first": 2, "last": 4}, [2, 3, 4]),
        ({"first": 1, "last": 2, "copies": 2}, [1, 2, 1, 2]),
        ({"first": 1, "last": 2, "copies": 2, "collated": False}, [1, 1, 2, 2]),
        ({"first": 1, "last": 3, "backwards": True}, [3, 2, 1]),
    ],
)
def test_pages_leave_the_printer_in_the_order_asked_for(given: dict[str, Any], order: list[int]) -> None:
    assert sheets(**given) == order
    assert [number for run in batches(order, 2) for number in run] == order


def test_runs_hold_neighbours_only() -> None:
    assert list(batches([1, 2, 3, 1, 2, 3], 6)) == [[1, 2, 3], [1, 2, 3]]
    assert list(batches([1, 2, 1, 2], 3)) == [[1, 2, 1], [2]]
    assert list(batches([])) == []


def test_a_page_is_made_smaller_for_smaller_paper_never_larger() -> None:
    same = placed(QSizeF(595, 842), QRect(0, 0, 1190, 1684), 144)
    assert (same.left(), same.top(), same.width()) == (0, 0, 1190)
    letter = placed(QSizeF(595, 842), QRect(0, 0, 612, 792), 72)
    assert letter.height() == pytest.approx(792)
    assert letter.left() == pytest.approx((612 - letter.width()) / 2)
    large = placed(QSizeF(595, 842), QRect(0, 0, 1190, 1684), 72)
    assert (large.width(), large.top()) == (595, 421)


def test_temporary_files_of_the_system_s_printing_are_ours_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TMPDIR", raising=False)
    with painting_module._temporary_files_in(tmp_path):
        assert os.environ["TMPDIR"] == str(tmp_path)
    assert "TMPDIR" not in os.environ
    monkeypatch.setenv("TMPDIR", "/before")
    with painting_module._temporary_files_in(tmp_path):
        pass
    assert os.environ["TMPDIR"] == "/before"
