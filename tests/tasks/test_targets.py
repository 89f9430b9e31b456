"""Where tasks may write: never in a workspace, never without a name; refusals are sentences and change nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

import docx
import pytest

from readiness import library
from readiness.errors import DiskFault, ReadinessError, UsageError
from readiness.report.request import Request
from readiness.tasks import begin, checklists, claims, evidence_folder, pages, past, report, targets
from readiness.workspace import Backups, Workspace, utc_now
from tests.conftest import QUALITY_MANAGER, TODAY

Write = Callable[[Workspace, Path], object]


def _bytes_in(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*") if path.is_file() and path.name not in ("lock", "lock.holder")
    }  # fmt: skip


def _report(workspace: Workspace, target: Path) -> object:
    return report.make(workspace.snapshot, target, TODAY, Request(kind="actions"))


def _findings(_: Workspace, target: Path) -> object:
    return claims.write_report((claims.check_text("We are ISO certified."),), target, TODAY)


def _marked(workspace: Workspace, target: Path) -> object:
    source = workspace.path.parent / "brochure.docx"
    made = docx.Document()
    made.add_paragraph("Our product is ISO 9001 certified.")
    made.save(str(source))
    return claims.write_marked(claims.check_files([source])[0], target)


def _history(workspace: Workspace, target: Path) -> object:
    return past.export(workspace.history(), target)


def _checklist(_: Workspace, target: Path) -> object:
    return checklists.export(library.shipped()[0].checklist, target)


def _evidence(workspace: Workspace, target: Path) -> object:
    with evidence_folder.beside(workspace, workspace.snapshot, TODAY, Request(kind="day-pack"), target) as copied:
        return copied


_WRITERS: dict[str, tuple[Write, str]] = {
    "report": (_report, ".pdf"),
    "findings": (_findings, ".xlsx"),
    "marked copy": (_marked, ".docx"),
    "history": (_history, ".csv"),
    "checklist": (_checklist, ".json"),
    "evidence folder": (_evidence, ""),
}


@pytest.mark.parametrize("what", list(_WRITERS))
@pytest.mark.parametrize("place", ["", "journal", "evidence", "open"])
def test_no_task_writes_into_a_workspace(both: Workspace, what: str, place: str) -> None:
    write, ending = _WRITERS[what]
    before = _bytes_in(both.path)
    with pytest.raises(UsageError, match="lies in the workspace"):
        write(both, both.path / place / f"name{ending}")
    assert _bytes_in(both.path) == before


def test_a_report_does_not_replace_the_journal(both: Workspace, tmp_path: Path) -> None:
    journal = both.path / "journal" / "000001.journal"
    before = journal.read_bytes()
    beside = tmp_path / "link"
    beside.symlink_to(both.path / "journal")
    for target in (journal, beside / journal.name, both.path / ".." / both.path.name / "journal" / journal.name):
        with pytest.raises(UsageError, match="lies in the workspace"):
            _report(both, target)
    assert journal.read_bytes() == before


def test_neither_into_another_workspace_nor_into_a_copy_of_its_backups(both: Workspace, tmp_path: Path) -> None:
    other = begin.new_workspace(tmp_path / "other", "Other", ["17065"], QUALITY_MANAGER)
    other.close()
    place = tmp_path / "drive"
    place.mkdir()
    copied = Backups(other.path).copy_to(place, utc_now())
    for folder in (other.path, copied.folder):
        with pytest.raises(UsageError, match="lies in the workspace"):
            _report(both, folder / "gap.pdf")


def test_what_passes_through_on_its_way_to_paper_is_written(both: Workspace) -> None:
    folder = pages.make_folder(both)
    assert folder.is_relative_to(both.path)
    targets.check_file(folder / "report.pdf")


@pytest.mark.parametrize("name", ["", ".", "/", "a\0b.pdf"])
def test_a_file_without_a_name_is_refused(name: str) -> None:
    with pytest.raises(UsageError, match=r"has no name|is a folder"):
        targets.check_file(Path(name))


def test_missing_folders_and_impossible_names_are_sentences(both: Workspace, tmp_path: Path) -> None:
    for target in (tmp_path / "none" / "a.pdf", tmp_path / ("x" * 400 + ".pdf"), tmp_path / ("x" * 400) / "a.pdf"):
        with pytest.raises(ReadinessError) as refused:
            _report(both, target)
        assert isinstance(refused.value, DiskFault)
