"""How fast reports are drawn, against wrapping and drawing the same strings on a bare canvas."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence
from typing import Any

import pytest
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from readiness.model.records import Citation, Evidence, Rating, Role, Weight, new_id
from readiness.report.blocks import Cell, Column, Cover, Document, Paper, Paragraph, Row, Section, Table, Text
from readiness.report.pdf import draw
from readiness.report.pdf_fonts import Typesetter
from readiness.report.pdf_style import BOTTOM, Sheet
from readiness.workspace import Workspace
from tests.bench.ratios import ratio
from tests.report.samples import built, texts

SENTENCE = (
    "The procedure names the duty, but the form in use lacks the field for it; "
    "three of eight files sampled had no entry, and the record was written later. "
)


def _document(rows: int) -> Document:
    cells = [Cell((Text(SENTENCE * count),)) for count in (1, 1, 2, 1)]
    made = tuple(Row((Cell((Text(f"{n}.1 Title"),)), *cells[1:]), clause=f"{n}.1") for n in range(1, rows + 1))
    table = Table(tuple(Column(title, 1) for title in ("One", "Two", "Three", "Four")), made)
    cover = Cover("Bench", "Bench", "", (Paragraph("Text"),))
    section = Section("Rows", "rows", (table,))
    return Document("t", "s", "a", "c", (), "en", dt.date(2026, 3, 2), "head", "foot", cover, (section,))


def _strings(document: Document) -> list[str]:
    return [text for section in document.sections for block in section.blocks for text in texts(block) if " " in text]


def _bare(strings: Sequence[str], width: float) -> None:
    """Wrap greedily and draw line by line, four columns side by side."""
    font, size = Typesetter().faces[False].name, 8.2
    canvas = Canvas(io.BytesIO(), pageCompression=1, invariant=1)
    canvas.setFont(font, size)
    top = Sheet.of(Paper()).top
    y, lowest = top, top
    for number, text in enumerate(strings):
        column = number % 4
        if column == 0:
            y = lowest
            if y < BOTTOM + 60:
                canvas.showPage()
                canvas.setFont(font, size)
                y = lowest = top
        line, used, at = "", 0.0, y
        for word in text.split():
            taken = stringWidth(f"{word} ", font, size)
            if line and used + taken > width:
                canvas.drawString(50 + column * 125, at, line)
                line, used, at = "", 0.0, at - 10.8
            line, used = f"{line}{word} ", used + taken
        canvas.drawString(50 + column * 125, at, line)
        lowest = min(lowest, at - 18)
    canvas.save()


@pytest.mark.parametrize("rows", [450, 4500])
def test_a_table_costs_at_most_six_times_a_bare_canvas(benchmark: Any, rows: int) -> None:
    document = _document(rows)
    strings = _strings(document)
    found = ratio(lambda: draw(document, io.BytesIO()), lambda: _bare(strings, 118.0))
    benchmark.extra_info["against a bare canvas"] = round(found, 2)
    benchmark.pedantic(lambda: draw(document, io.BytesIO()), rounds=3)
    assert found <= 6


def test_ten_times_the_rows_take_ten_times_as_long(benchmark: Any) -> None:
    small, large = _document(450), _document(4500)
    share = 10 / ratio(lambda: draw(large, io.BytesIO()), lambda: draw(small, io.BytesIO()))
    benchmark.extra_info["rows per second at ten times the rows"] = round(share, 2)
    benchmark.pedantic(lambda: draw(large, io.BytesIO()), rounds=1)
    assert share >= 0.7


def test_the_gap_report_costs_at_most_six_times_a_bare_canvas(benchmark: Any, both: Workspace) -> None:
    _answer_all(both)
    snapshot = both.snapshot
    strings = _strings(built(snapshot))

    def report() -> None:
        draw(built(snapshot), io.BytesIO())

    found = ratio(report, lambda: _bare(strings, 100.0))
    benchmark.extra_info["against a bare canvas"] = round(found, 2)
    benchmark.pedantic(report, rounds=3)
    assert found <= 6


def _answer_all(workspace: Workspace) -> None:
    evidence = Evidence(id=new_id(), title="Audit procedure", reference="P-07")
    workspace.put(evidence)
    citations = tuple(Citation(evidence=evidence.id, role=role, where="section 4.2") for role in Role)
    ratings = (Rating.CONFORMING, Rating.PARTLY, Rating.CONFORMING, Rating.NONCONFORMING)
    for assessment in workspace.snapshot.assessments.values():
        checklist = workspace.snapshot.checklist_of(assessment)
        for number, leaves in enumerate(checklist.letters_of.values()):
            rating = ratings[number % 4]
            weight = Weight.UNSET if rating is Rating.CONFORMING else Weight.MINOR
            if leaves[0].applies_under(assessment.option):
                workspace.answer(
                    assessment, leaves, rating=rating, weight=weight, note=SENTENCE * 2, citations=citations
                )
