"""How fast reports are drawn, against wrapping and drawing the same strings on a bare canvas."""

from __future__ import annotations

import contextlib
import dataclasses
import datetime as dt
import io
import subprocess
import sys
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from readiness import library
from readiness.model.record import new_id
from readiness.model.records import Citation, Evidence, Rating, Role, Weight
from readiness.report.blocks import Cell, Column, Cover, Document, Paper, Paragraph, Row, Section, Table, Text
from readiness.report.pdf import draw
from readiness.report.pdf_fonts import Typesetter
from readiness.report.pdf_style import BOTTOM, Sheet
from readiness.tasks import begin
from readiness.tasks.report import make
from readiness.workspace import Workspace
from tests.bench.ratios import ratio, seconds
from tests.conftest import QUALITY_MANAGER, TODAY
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


@pytest.mark.parametrize(("rows", "limit"), [(450, 1.6), (45_000, 1.8)])
def test_a_clause_matrix_against_a_bare_canvas(benchmark: Any, rows: int, limit: float) -> None:
    document = _document(rows)
    strings = _strings(document)
    rounds = 5 if rows < 1000 else 1
    found = ratio(lambda: draw(document, io.BytesIO(), tagged=False), lambda: _bare(strings, 118.0), rounds)
    benchmark.extra_info["against a bare canvas"] = round(found, 2)
    benchmark.pedantic(lambda: draw(document, io.BytesIO(), tagged=False), rounds=1)
    assert found <= limit


def test_ten_times_the_rows_take_ten_times_as_long(benchmark: Any) -> None:
    small, large = _document(450), _document(4500)
    share = 10 / ratio(lambda: draw(large, io.BytesIO()), lambda: draw(small, io.BytesIO()))
    benchmark.extra_info["rows per second at ten times the rows"] = round(share, 2)
    benchmark.pedantic(lambda: draw(large, io.BytesIO()), rounds=1)
    assert share >= 0.7


def test_contents_with_right_page_numbers_cost_little(benchmark: Any) -> None:
    rows = _document(450).sections[0].blocks
    sections = tuple(Section(f"Chapter {n}", f"c{n}", rows if n == 1 else (Paragraph("x"),)) for n in range(1, 120))
    whole = dataclasses.replace(_document(1), sections=sections)
    without = dataclasses.replace(whole, contents=False)
    found = ratio(lambda: draw(whole, io.BytesIO()), lambda: draw(without, io.BytesIO()), 9)
    benchmark.extra_info["with contents against without"] = round(found, 2)
    benchmark.pedantic(lambda: draw(whole, io.BytesIO()), rounds=3)
    assert found <= 1.15


@pytest.mark.parametrize(("tagged", "limit"), [(False, 2.5), (True, 4.0)], ids=["untagged", "tagged"])
def test_the_gap_report_against_a_bare_canvas(benchmark: Any, both: Workspace, *, tagged: bool, limit: float) -> None:
    _answer_all(both)
    snapshot = both.snapshot
    strings = _strings(built(snapshot))

    def report() -> None:
        draw(built(snapshot), io.BytesIO(), tagged=tagged)

    found = ratio(report, lambda: _bare(strings, 100.0))
    benchmark.extra_info["against a bare canvas"] = round(found, 2)
    benchmark.pedantic(report, rounds=3)
    assert found <= limit


def test_reading_back_is_shown_apart(benchmark: Any, both: Workspace, tmp_path: Path) -> None:
    _answer_all(both)
    snapshot = both.snapshot
    made = ratio(
        lambda: make(snapshot, tmp_path / "a.pdf", TODAY), lambda: draw(built(snapshot), io.BytesIO()), rounds=3
    )
    benchmark.extra_info["drawn, read back and named against drawn"] = round(made, 2)
    benchmark.pedantic(lambda: make(snapshot, tmp_path / "a.pdf", TODAY), rounds=1)


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="asks Linux for the most memory taken")
def test_ten_times_the_sample_stays_under_300_mb_with_everything_on(benchmark: Any, tmp_path: Path) -> None:
    with begin.new_workspace(tmp_path / "ten", "Body", ["17021-1", "17065"], QUALITY_MANAGER) as workspace:
        for number in range(18):
            item = library.find(("17021-1", "17065")[number % 2])
            workspace.add_assessment(item.checklist, item.raw, f"scope {number}", "A")
        _answer_all(workspace)
        path = workspace.path
    program = (
        "import re, sys; from readiness.__main__ import main; main(sys.argv[1:]);"
        # not getrusage: what it gives includes what the process that began this one had taken
        "print(re.search(r'VmHWM:\\s+(\\d+)', open('/proc/self/status').read())[1])"
    )
    arguments = ["report", str(path), str(tmp_path / "ten.pdf"), "--data", "--marking", "Confidential"]

    def report() -> int:
        done = subprocess.run([sys.executable, "-c", program, *arguments], capture_output=True, text=True, check=True)
        return int(done.stdout.split()[-1])

    megabytes = benchmark.pedantic(report, rounds=1) / 1000
    benchmark.extra_info["megabytes"] = round(megabytes)
    assert megabytes <= 300


def test_other_libraries_beside_it(benchmark: Any) -> None:
    """Draw the same 450 rows with WeasyPrint and fpdf2, where they are installed; nothing here needs them."""
    document = _document(450)
    rows = [[cell.texts[0].text for cell in row.cells] for row in _table_of(document).rows]
    ours = seconds(lambda: draw(document, io.BytesIO()))
    for name, other in (("WeasyPrint", _weasyprint), ("fpdf2", _fpdf2)):
        with contextlib.suppress(ImportError, OSError), warnings.catch_warnings(action="ignore"):
            benchmark.extra_info[f"{name} against ours"] = round(seconds(lambda: other(rows)) / ours, 1)  # noqa: B023
    benchmark.pedantic(lambda: draw(document, io.BytesIO()), rounds=3)


def _table_of(document: Document) -> Table:
    (table,) = (block for block in document.blocks() if isinstance(block, Table))
    return table


def _weasyprint(rows: list[list[str]]) -> None:
    import weasyprint

    cells = "".join("<tr>" + "".join(f"<td>{text}</td>" for text in row) + "</tr>" for row in rows)
    weasyprint.HTML(string=f"<table>{cells}</table>").write_pdf()


def _fpdf2(rows: list[list[str]]) -> None:
    import fpdf

    pdf = fpdf.FPDF()
    pdf.add_page()
    pdf.set_font("helvetica", size=8)
    with pdf.table() as table:
        for row in rows:
            line = table.row()
            for text in row:
                line.cell(text)
    pdf.output()


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
