"""What a key press in the filter costs until the rows are painted, against one scan of the same text.

Painting the window once takes longer than the scan, however little is painted anew, so the scan alone is reported and
the scan with one painting is the limit.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from PySide6.QtWidgets import QApplication

from readiness import library
from readiness.gui import app as gui_app
from readiness.gui.assessment.view import AssessmentView
from readiness.gui.bridge import Bridge, Place
from readiness.model.checklist import Checklist, Clause, Requirement
from readiness.model.records import Answer, Rating
from readiness.tasks import begin
from tests.bench.ratios import ratio
from tests.conftest import QUALITY_MANAGER

ROWS = 6250


def _repeated(base: Checklist) -> Checklist:
    """Make a checklist of at least ROWS requirements: the same clauses again and again, below a chapter each time."""
    copies = -(-ROWS // len(base.requirements))

    def copied(clause: Clause, chapter: int) -> Clause:
        first, dot, rest = clause.number.partition(".")
        number = f"{chapter}.{first if first.isdigit() else 90 + ord(first) - 65}{dot}{rest}"
        return msgspec.structs.replace(clause, number=number, see=())

    clauses = tuple(copied(clause, chapter) for chapter in range(1, copies + 1) for clause in base.clauses)
    return msgspec.structs.replace(base, id="repeated", clauses=clauses)


def _texts(leaf: Requirement, answer: Answer) -> tuple[str, ...]:
    clause = leaf.clause
    own = (str(leaf.number), leaf.id, leaf.title, clause.question, leaf.question, *clause.keywords)
    return (*own, answer.note, answer.responsible)


@pytest.fixture
def view(tmp_path: Path) -> Iterator[AssessmentView]:
    """Give the view, shown, on one of ten assessments: 6,250 requirements, of which every tenth is answered."""
    app = gui_app.application()
    workspace = begin.new_workspace(tmp_path / "body", "Body", ["17021-1", "17065"], QUALITY_MANAGER)
    checklist = _repeated(next(item.checklist for item in library.shipped() if item.checklist.short == "17065"))
    for number in range(8):
        assessment = workspace.add_assessment(checklist, msgspec.json.encode(checklist), f"scope {number}", "A")
    leaves = list(workspace.snapshot.requirements(assessment))
    workspace.answer(assessment, leaves[::10], rating=Rating.PARTLY, note="Seen in two of eight files.")
    bridge = Bridge(workspace)
    shown = AssessmentView(bridge, assessment.id)
    shown.resize(1280, 800)
    shown.show()
    shown.show_place(Place("assessment", assessment=assessment.id))
    app.processEvents()
    yield shown
    shown.close()
    bridge.close()
    shown.deleteLater()


@pytest.mark.parametrize(
    ("typed", "limit"),
    [("impartiality", 1.5), ("review record", 1.5), ("7.5.1", 1.5), ("re", 3)],
    ids=["one word", "two words", "a number", "what nearly all rows have"],
)
def test_a_key_press_in_the_filter_costs_little_more_than_one_scan_of_the_same_text_and_painting_once(
    benchmark: Any, view: AssessmentView, typed: str, limit: float
) -> None:
    snapshot, assessment = view.bridge.snapshot, view.model.assessment
    leaves = list(snapshot.checklist_of(assessment).requirements.values())
    assert len(leaves) >= ROWS
    texts = [_texts(leaf, snapshot.answer(assessment, leaf.id)) for leaf in leaves]
    wanted = typed.split()
    endings = itertools.cycle(("", " "))
    count = 0

    def scan() -> None:
        nonlocal count
        count = sum(all(word in " ".join(parts).casefold() for word in wanted) for parts in texts)

    def scan_and_paint() -> None:
        scan()
        view.repaint()

    def press() -> None:
        view.filter.setText(typed + next(endings))
        QApplication.processEvents()

    found, beside_painting = ratio(press, scan, rounds=15), ratio(press, scan_and_paint, rounds=15)
    assert view.count.text().startswith(f"{count} of")
    benchmark.extra_info["rows that match"] = count
    benchmark.extra_info["against one scan of the texts"] = round(found, 2)
    benchmark.extra_info["against one scan and painting the window once"] = round(beside_painting, 2)
    benchmark.pedantic(press, rounds=10)
    assert beside_painting <= limit
