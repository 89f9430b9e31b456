"""Pages as pictures: sizes, bands, what is wrong with a file; and the folder that holds them for a while."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path

import pytest
from PIL import Image

from readiness import places
from readiness.errors import BadFile, DiskFault
from readiness.tasks import pages
from readiness.workspace import Workspace
from tests.conftest import QUALITY_MANAGER


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """Make a PDF of an upright page and one on its side."""
    from reportlab.pdfgen.canvas import Canvas

    path = tmp_path / "source.pdf"
    canvas = Canvas(str(path))
    for width, height in ((200, 400), (400, 200)):
        canvas.setPageSize((width, height))
        canvas.rect(0, 0, width, height / 2, fill=1)
        canvas.showPage()
    canvas.save()
    return path


def test_sizes_are_in_points(source: Path) -> None:
    assert pages.sizes(source) == (pages.Size(200, 400), pages.Size(400, 200))


def test_a_page_is_the_sum_of_its_bands(source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "_BAND", 100)
    steps: list[tuple[int, int]] = []

    def note(done: int, total: int) -> bool:
        steps.append((done, total))
        return True

    first, second = pages.draw(source, tmp_path, range(1, 3), 72, note)
    assert steps == [(1, 2), (2, 2)]
    assert (first.number, first.width, first.height) == (1, 200, 400)
    assert (second.number, second.width, second.height) == (2, 400, 200)
    assert [top for top, _ in first.bands] == [0, 100, 200, 300]
    heights = []
    for _, path in first.bands:
        with Image.open(path) as band:
            heights.append(band.height)
            assert band.width == 200
    assert heights == [102, 102, 102, 100], "each but the last holds the first rows of the next"
    with Image.open(first.bands[0][1]) as white, Image.open(first.bands[3][1]) as black:
        assert (white.getpixel((50, 50)), black.getpixel((50, 50))) == ((255, 255, 255), (0, 0, 0))


def test_a_huge_page_is_drawn_coarser(source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "_MOST_PIXELS", 20_000)
    (sheet,) = pages.draw(source, tmp_path, range(1, 2), 300)
    assert sheet.width * sheet.height < 21_000
    assert sheet.height == pytest.approx(2 * sheet.width, abs=2)


def test_faults_of_the_file_are_said(source: Path, tmp_path: Path) -> None:
    (tmp_path / "no.pdf").write_bytes(b"no")
    with pytest.raises(BadFile, match="is no PDF"):
        pages.sizes(tmp_path / "no.pdf")
    with pytest.raises(DiskFault):
        pages.sizes(tmp_path / "gone.pdf")
    for wrong in (range(1, 4), range(2), range(2, 2)):
        with pytest.raises(BadFile, match="has pages 1 to 2"):
            pages.draw(source, tmp_path, wrong, 72)
    with pytest.raises(DiskFault):
        pages.draw(source, tmp_path / "gone", range(1, 2), 72)


def test_the_folder_is_its_owner_s_and_inside_the_workspace(both: Workspace) -> None:
    folder = pages.make_folder(both)
    assert folder.is_relative_to(both.path)
    if sys.platform != "win32":
        assert stat.S_IMODE(folder.stat().st_mode) == stat.S_IRWXU
    (folder / "report.pdf").write_bytes(b"secret")
    pages.remove_folder(folder)
    assert list(both.viewing_folder.iterdir()) == []


def test_what_a_crash_left_goes_when_the_workspace_is_opened(both: Workspace) -> None:
    (pages.make_folder(both) / "report.pdf").write_bytes(b"secret")
    both.close()
    with Workspace.open(both.path, QUALITY_MANAGER) as again:
        assert list(again.viewing_folder.iterdir()) == []


def test_a_workspace_that_is_only_read_is_not_written_to(both: Workspace) -> None:
    with Workspace.open(both.path, QUALITY_MANAGER, read_only=True) as read:
        folder = pages.make_folder(read)
        assert folder.parent == places.settings_folder()
        assert f"-{os.getpid()}-" in folder.name
        stale = folder.with_name("printing-1-left")
        stale.mkdir()
        again = pages.make_folder(read)
        assert folder.exists()
        assert not stale.exists(), "what an earlier run left goes"
        for path in (folder, again):
            pages.remove_folder(path)
    assert list(both.viewing_folder.iterdir()) == []


def test_a_text_is_found_on_its_pages_with_its_places(tmp_path: Path) -> None:
    from reportlab.pdfgen.canvas import Canvas

    path = tmp_path / "words.pdf"
    canvas = Canvas(str(path), pagesize=(200, 400))
    canvas.drawString(50, 300, "Impartiality and impartiality")
    canvas.showPage()
    canvas.showPage()
    canvas.drawString(20, 100, "the impartiality risk")
    canvas.save()
    found = pages.find(path, " impartiality ")
    assert [hit.page for hit in found] == [1, 1, 3]
    (left, top, width, height) = found[0].places[0]
    assert 49 <= left <= 52
    assert 85 <= top <= 100, "from the upper edge: the base line stands at 100"
    assert 40 <= width <= 80
    assert 5 <= height <= 15
    assert pages.find(path, "  ") == ()
    assert pages.find(path, "nowhere") == ()
    assert len(pages.find(path, "impartiality", most=2)) == 2
