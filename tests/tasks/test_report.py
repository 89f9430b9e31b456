"""The report task: complete or nothing, and nothing heavy before it runs."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from pypdf import PdfReader

from readiness.errors import BadFile, Cancelled, DiskFault, UnknownName, UsageError
from readiness.model.clauses import ClauseNumber
from readiness.report import blocks, pdf
from readiness.report.kinds import KINDS
from readiness.report.pdf import Drawn
from readiness.report.request import Request
from readiness.tasks import report
from readiness.workspace import Workspace
from tests.conftest import QUALITY_MANAGER, TODAY
from tests.report.samples import built, fill, headings


def _numbers(text: str) -> set[str]:
    """Read the requirement ids out of a text, with folded letters unfolded."""
    found: set[str] = set()
    pattern = r"(?<![\w.])((?:[A-Z]|\d{1,2})(?:\.\d{1,2})+)((?: [a-z]\)(?: to [a-z]\))?(?:,(?= [a-z]\)))?)*)"
    for number, letters in re.findall(pattern, text):
        found.add(number)
        for first, last in re.findall(r"([a-z])\)(?: to ([a-z])\))?", letters):
            found |= {f"{number}.{chr(code)}" for code in range(ord(first), ord(last or first) + 1)}
    return found


def test_a_report_is_written_whole_and_reads_back(both: Workspace, tmp_path: Path) -> None:
    fill(both)
    target = tmp_path / "gap.pdf"
    seen: list[tuple[int, int]] = []

    def progress(done: int, total: int) -> bool:
        seen.append((done, total))
        return True

    made = report.make(both.snapshot, target, TODAY, progress=progress)
    assert made == report.Made(target, len(PdfReader(target).pages), target.stat().st_size)
    assert seen == sorted(seen)
    assert seen[-1] == (2 * made.pages, 2 * made.pages)
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["gap.pdf"]


def test_every_requirement_number_of_both_standards_is_in_its_part(both: Workspace, tmp_path: Path) -> None:
    fill(both)
    report.make(both.snapshot, tmp_path / "gap.pdf", TODAY)
    reader = PdfReader(tmp_path / "gap.pdf")
    entries = headings(reader)
    begins = [place for place, (title, _) in enumerate(entries) if title == "Clause matrix"]
    for place, assessment in zip(begins, both.snapshot.assessments.values(), strict=True):
        # the matrix, then the clauses of the other option, then what follows on a new page
        begin, end = entries[place][1], entries[place + 2][1]
        text = " ".join(" ".join(reader.pages[number].extract_text() for number in range(begin, end)).split())
        wanted = set(both.snapshot.checklist_of(assessment).requirements)
        assert wanted - _numbers(text) == set()
        assert all(str(ClauseNumber.parse(item).clause) in text for item in wanted)


def test_the_same_records_give_the_same_file(both: Workspace, tmp_path: Path) -> None:
    report.make(both.snapshot, tmp_path / "one.pdf", TODAY)
    report.make(both.snapshot, tmp_path / "two.pdf", TODAY)
    assert (tmp_path / "one.pdf").read_bytes() == (tmp_path / "two.pdf").read_bytes()


def test_one_assessment_alone(both: Workspace, tmp_path: Path) -> None:
    whole = report.make(both.snapshot, tmp_path / "whole.pdf", TODAY)
    part = report.make(both.snapshot, tmp_path / "part.pdf", TODAY, Request(assessment="17065"))
    assert part.pages < whole.pages


def test_an_empty_workspace_can_be_reported_on(tmp_path: Path) -> None:
    with Workspace.create(tmp_path / "empty", "Body", QUALITY_MANAGER) as workspace:
        assert report.make(workspace.snapshot, tmp_path / "gap.pdf", TODAY).pages >= 5


@pytest.mark.parametrize("stop_at", [0, 3, 100])
def test_stopping_leaves_nothing_and_the_old_file_stands(both: Workspace, tmp_path: Path, stop_at: int) -> None:
    fill(both)
    target = tmp_path / "gap.pdf"
    target.write_bytes(b"old")
    with pytest.raises(Cancelled):
        report.make(both.snapshot, target, TODAY, progress=lambda done, _: done < stop_at)
    assert target.read_bytes() == b"old"
    assert not report.draft_of(target).exists()


def test_an_unknown_kind_names_the_known_ones(both: Workspace, tmp_path: Path) -> None:
    with pytest.raises(UnknownName) as error:
        report.make(both.snapshot, tmp_path / "x.pdf", TODAY, Request(kind="poster"))
    assert "gap" in error.value.next_step


def test_an_unknown_assessment_writes_nothing(both: Workspace, tmp_path: Path) -> None:
    with pytest.raises(UnknownName):
        report.make(both.snapshot, tmp_path / "x.pdf", TODAY, Request(assessment="99999"))
    assert not (tmp_path / "x.pdf").exists()


def test_a_missing_folder_is_named(both: Workspace, tmp_path: Path) -> None:
    with pytest.raises(DiskFault, match="does not exist") as error:
        report.make(both.snapshot, tmp_path / "nowhere" / "gap.pdf", TODAY)
    assert error.value.next_step


def test_a_folder_as_target_is_refused(both: Workspace, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="is a folder") as error:
        report.make(both.snapshot, tmp_path, TODAY)
    assert error.value.next_step


def test_a_disk_that_refuses_leaves_the_old_file(
    both: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "gap.pdf"
    target.write_bytes(b"old")

    def full(file: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("readiness.places.sync_file", full)
    with pytest.raises(DiskFault, match="No space left") as error:
        report.make(both.snapshot, target, TODAY)
    assert error.value.next_step
    assert target.read_bytes() == b"old"
    assert not report.draft_of(target).exists()


@pytest.mark.parametrize("fault", ["pages", "numbers"])
def test_a_file_that_does_not_read_back_is_not_given_its_name(
    both: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: str
) -> None:
    real = pdf.draw

    def draw(document: blocks.Document, *rest: object) -> Drawn:
        result = real(document, *rest)  # type: ignore[arg-type]
        if fault == "pages":
            return Drawn(result.pages + 1, result.spans, "")
        elsewhere = dict.fromkeys(result.spans, (0, 0))
        return Drawn(result.pages, elsewhere, "")

    monkeypatch.setattr(pdf, "draw", draw)
    with pytest.raises(BadFile, match="could be read back"):
        report.make(both.snapshot, tmp_path / "gap.pdf", TODAY)
    assert not (tmp_path / "gap.pdf").exists()


def test_the_proofs_together_hold_every_requirement(both: Workspace) -> None:
    proofs = built(both.snapshot).proofs
    for proof, assessment in zip(proofs, both.snapshot.assessments.values(), strict=True):
        listed = _numbers(" ".join(proof.labels))
        assert set(both.snapshot.checklist_of(assessment).requirements) <= listed


def test_kinds_are_named() -> None:
    assert {name: kind.title() for name, kind in KINDS.items()}["gap"] == "Gap report"


def test_importing_the_task_loads_nothing_heavy() -> None:
    code = (
        "import sys, readiness.tasks.report; "
        "print([name for name in ('reportlab', 'pypdf', 'PIL') if name in sys.modules])"
    )
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == "[]"
