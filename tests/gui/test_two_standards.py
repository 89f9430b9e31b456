"""The place 'Two standards': looking through documents, the matrix, and the comparison chart."""

from __future__ import annotations

from pathlib import Path

import docx
import msgspec
import pytest
from PySide6.QtWidgets import QHeaderView, QPushButton, QTableWidget, QTableWidgetItem
from pytestqt.qtbot import QtBot

from readiness import library
from readiness.gui.bridge import Bridge, Place
from readiness.gui.desk import Desk
from readiness.gui.two_standards import TwoStandardsView
from readiness.model.record import new_id
from readiness.model.records import Citation, Evidence, Role


@pytest.fixture
def view(bridge: Bridge, desk: Desk, tmp_path: Path) -> TwoStandardsView:
    """Give the place; a procedure that speaks of stages is cited for 17065, and one for both."""
    made = docx.Document()
    made.add_paragraph("Stage 1 is held at the factory.")
    made.save(str(tmp_path / "P-1.docx"))
    file = bridge.workspace.stage(tmp_path / "P-1.docx")
    for title, uses, attached in (
        ("Products", ("17065:7.4.1",), file),
        ("Both", ("17021-1:8.2.2", "17065:7.7.1"), None),
        ("Manual", ("17021-1:5.1.1", "17065:4.1.1"), None),
    ):
        record = Evidence(id=new_id(), title=title, file=attached)
        citation = Citation(evidence=record.id, role=Role.LAID_DOWN)
        bridge.workspace.put(record, uses=[(*bridge.snapshot.locate(use), citation) for use in uses])
    bridge.go(Place("two-standards"))
    shown = desk.stack.currentWidget()
    assert isinstance(shown, TwoStandardsView)
    return shown


@pytest.fixture
def went(view: TwoStandardsView) -> list[Place]:
    """Give the places that are gone to from now on."""
    places: list[Place] = []
    view.bridge.went.connect(places.append)
    return places


def test_documents_are_looked_through_and_what_they_say_is_a_finding(qtbot: QtBot, view: TwoStandardsView) -> None:
    separation = view.separation
    assert separation.read_button.text().replace("&", "") == "Look through 1 document"
    separation.read_button.click()
    assert "All" in separation.read_button.text()
    assert not separation.read_button.isEnabled()
    (finding,) = [item for item in view.bridge.findings if item.rule == "system-terms"]
    assert "Stage 1 is held at the factory" in finding.sentence
    view.bridge.workspace.undo()
    separation.show_state()
    assert separation.read_button.isEnabled()


def test_the_matrix_shows_own_and_shared_documents_by_word_and_sign(view: TwoStandardsView, went: list[Place]) -> None:
    table = view.separation.table
    rows = {
        cells[0]: cells[1:]
        for row in range(table.rowCount())
        if (cells := [item.text() for column in range(5) if (item := table.item(row, column))])
    }
    assert rows["Certificate content"] == ["–", "Both", "–", "✕ mixed up"]
    assert rows["Legal entity"] == ["–", "Manual", "–", "● shared, as it may be"]
    row = list(rows).index("Certificate content")
    table.cellActivated.emit(row, 3)
    assert went[-1].requirement.startswith("7.7.1")


def test_a_report_is_one_click_away(view: TwoStandardsView, went: list[Place]) -> None:
    view.separation.report_button.click()
    assert went[-1] == Place("reports", record="separation")


def test_the_guide_on_which_standard_applies_is_one_click_away(view: TwoStandardsView, went: list[Place]) -> None:
    next(link for link in view.findChildren(QPushButton) if link.text() == "Guides").click()
    assert went[-1].view == "guides"
    assert went[-1].record in {guide.name for guide in library.guides()}


def test_the_comparison_chart_is_filtered_and_leads_to_clauses(
    bridge: Bridge, view: TwoStandardsView, went: list[Place]
) -> None:
    bridge.go(Place("two-standards", record="chart"))
    assert view.tabs.currentWidget() is view.chart
    everything = sum(widget.isVisibleTo(view.chart) for _, widget in view.chart.rows)
    assert everything == len(view.chart.rows) > 5
    view.chart.filter.setText("7.4.1")
    shown = [widget for _, widget in view.chart.rows if widget.isVisibleTo(view.chart)]
    assert 0 < len(shown) < everything
    assert view.chart.count.text().startswith(f"{len(shown)} ")
    next(link for link in shown[0].findChildren(QPushButton) if link.text() == "7.4.1").click()
    assert went[-1].requirement == "7.4.1"


def test_the_matrix_is_filled_only_where_it_differs_and_measured_once(
    view: TwoStandardsView, bridge: Bridge, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = view.separation.table
    header = table.verticalHeader()
    modes: list[QHeaderView.ResizeMode] = []
    set_item = QTableWidget.setItem

    def noted(self: QTableWidget, row: int, column: int, item: QTableWidgetItem) -> None:
        if self is table:
            modes.append(header.sectionResizeMode(row))
        set_item(self, row, column, item)

    monkeypatch.setattr(QTableWidget, "setItem", noted)
    assessment, leaves = bridge.snapshot.locate("17065:7.5.1")
    bridge.workspace.answer(assessment, leaves, note="What is in no cell.")
    assert modes == []
    manual = next(item for item in bridge.snapshot.evidence.values() if item.title == "Manual")
    bridge.workspace.put(msgspec.structs.replace(manual, title="Manual\nof both\nstandards"))
    assert set(modes) == {QHeaderView.ResizeMode.Fixed}
    assert header.sectionResizeMode(0) is QHeaderView.ResizeMode.ResizeToContents
    rows = {item.text(): row for row in range(table.rowCount()) if (item := table.item(row, 0)) is not None}
    assert table.rowHeight(rows["Legal entity"]) > table.rowHeight(rows["Certificate content"])
