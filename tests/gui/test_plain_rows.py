"""The rows of the checklist that are painted by a painter of our own look, to the pixel, as Qt paints them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from readiness.gui import theme
from readiness.gui.assessment.plain_rows import PlainRows
from readiness.gui.assessment.tree import ClauseTree
from readiness.gui.assessment.view import AssessmentView
from readiness.gui.bridge import Bridge, Place
from readiness.workspace import Workspace
from tests.conftest import QUALITY_MANAGER


@pytest.fixture
def view(qtbot: QtBot, sample_folder: Path) -> Iterator[AssessmentView]:
    """Give the view of the sample's first assessment, shown."""
    bridge = Bridge(Workspace.open(sample_folder, QUALITY_MANAGER, read_only=True))
    assessment = next(iter(bridge.snapshot.assessments))
    shown = AssessmentView(bridge, assessment)
    qtbot.addWidget(shown)
    shown.resize(1400, 800)
    with qtbot.waitExposed(shown):
        shown.show()
    shown.show_place(Place("assessment", assessment=assessment))
    QApplication.processEvents()
    yield shown
    bridge.close()


@pytest.fixture
def tree(view: AssessmentView) -> ClauseTree:
    """Give its tree."""
    return view.tree


@pytest.fixture
def in_colours(request: pytest.FixtureRequest, qapp: QApplication) -> Iterator[None]:
    """Show everything in light or dark colours."""
    theme.apply(qapp, request.param)
    yield
    theme.apply(qapp, "light")


def _painted(tree: ClauseTree, scale: float) -> QImage:
    viewport = tree.viewport()
    picture = QPixmap(viewport.size() * scale)
    picture.setDevicePixelRatio(scale)
    viewport.render(picture, QPoint())
    return picture.toImage()


def _by_qt(tree: ClauseTree, scale: float, monkeypatch: pytest.MonkeyPatch) -> QImage:
    with monkeypatch.context() as patch:
        patch.setattr(tree, "isRightToLeft", lambda: True, raising=False)  # such rows are left to Qt
        return _painted(tree, scale)


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Count the rows that are painted by our own painter."""
    rows: list[int] = []
    paint = PlainRows.paint

    def counting(self: PlainRows, *arguments: object, **named: object) -> None:
        rows.append(1)
        paint(self, *arguments, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(PlainRows, "paint", counting)
    return rows


@pytest.mark.parametrize("in_colours", ["light", "dark"], indirect=True)
@pytest.mark.parametrize("scale", [1, 1.25, 1.5, 2])
def test_rows_look_as_qt_paints_them(
    in_colours: None, tree: ClauseTree, counted: list[int], scale: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    bar = tree.verticalScrollBar()
    for position in range(0, bar.maximum(), bar.pageStep()):
        bar.setValue(position)
        counted.clear()
        ours = _painted(tree, scale)
        assert len(counted) >= 20
        assert ours == _by_qt(tree, scale, monkeypatch), f"scrolled to {position}"


def test_so_do_letters_a_row_below_the_mouse_and_cut_texts(
    qtbot: QtBot, tree: ClauseTree, counted: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    tree.expandAll()
    tree.header().resizeSection(1, 60)
    tree.header().moveSection(3, 0)
    QTest.mouseMove(tree.viewport(), QPoint(120, 200))
    QApplication.processEvents()
    ours = _painted(tree, 1)
    assert len(counted) >= 20
    assert ours == _by_qt(tree, 1, monkeypatch)


def test_chosen_rows_are_left_to_qt_and_a_new_font_is_taken_over(
    tree: ClauseTree, counted: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    _painted(tree, 1)
    before = len(counted)
    assert before >= 20
    tree.selectAll()
    counted.clear()
    _painted(tree, 1)
    assert not counted
    tree.clearSelection()
    font = tree.font()
    font.setPointSizeF(font.pointSizeF() * 1.4)
    tree.setFont(font)
    QApplication.processEvents()
    ours = _painted(tree, 1)
    assert counted
    assert ours == _by_qt(tree, 1, monkeypatch)


def test_what_is_out_of_sight_is_unfolded_in_a_pause_of_typing(qtbot: QtBot, view: AssessmentView) -> None:
    tree = view.tree
    last = [node for node in view.model.clauses() if node.has_children and not node.has_letters][-1]
    number = last.clause.number
    view.filter.setText("a")
    assert not tree.isExpanded(view.model.index_of_requirement(number))
    qtbot.waitUntil(lambda: tree.isExpanded(view.model.index_of_requirement(number)))


def test_a_row_that_stays_chosen_stays_in_sight_while_the_rest_is_unfolded(view: AssessmentView) -> None:
    tree = view.tree
    far = [node for node in view.model.clauses() if node.is_ratable][-1]
    tree.setCurrentIndex(view.model.index_of_node(far))
    view.filter.setText("a")
    QApplication.processEvents()
    before = tree.visualRect(tree.currentIndex())
    assert tree.viewport().rect().contains(before)
    tree.unfold_rest()
    QApplication.processEvents()
    assert tree.visualRect(tree.currentIndex()) == before
    assert tree.currentIndex().data(Qt.ItemDataRole.DisplayRole) == far.label


def test_a_place_is_gone_to_with_all_above_it_unfolded(view: AssessmentView) -> None:
    tree = view.tree
    far = [node for node in view.model.clauses() if node.is_ratable][-1]
    number = far.clause.number
    view.filter.setText("a")
    view.show_place(Place("assessment", assessment=view.model.assessment.id, requirement=number))
    QApplication.processEvents()
    before = tree.visualRect(tree.currentIndex())
    assert tree.viewport().rect().contains(before)
    tree.unfold(narrowed=True)
    QApplication.processEvents()
    assert tree.visualRect(tree.currentIndex()) == before
