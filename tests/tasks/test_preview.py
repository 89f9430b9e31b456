"""A look at a file: pages, pictures and texts, told by content; what is hostile says so."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image

from readiness import places
from readiness.errors import DiskFault
from readiness.tasks import preview
from readiness.tasks.preview import Look

FILES = places.resources_folder() / "sample" / "files"


def _size(png: bytes) -> tuple[int, int]:
    with Image.open(io.BytesIO(png)) as picture:
        return picture.size


def test_a_page_of_a_pdf_is_as_wide_as_asked() -> None:
    made = preview.make(FILES / "P-318-06 Test report.pdf", page=9, width=500)
    assert (made.look, made.page, made.pages) == (Look.PDF, 1, 1)
    assert abs(_size(made.png)[0] - 500) <= 1


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_pictures_are_scaled_down_never_up(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "stored-under-its-hash"
    Image.new("RGB", (1200, 300), "red").save(path, kind)
    assert _size(preview.make(path, width=400).png) == (400, 100)
    assert _size(preview.make(path, width=2000).png) == (1200, 300)


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGBA", "I;16", "CMYK"])
def test_pictures_of_every_mode(tmp_path: Path, mode: str) -> None:
    path = tmp_path / "a"
    Image.new(mode, (40, 30)).save(path, "JPEG" if mode == "CMYK" else "PNG")
    assert preview.make(path).look is Look.PICTURE


def test_a_picture_of_far_too_many_pixels_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preview, "_MOST_PICTURE_PIXELS", 100)
    path = tmp_path / "a"
    Image.new("L", (50, 50)).save(path, "PNG")
    assert "million pixels" in preview.make(path).note


def test_texts_in_any_encoding_show_their_first_lines(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes("\n".join(f"Zeile {n}: Prüfung" for n in range(300)).encode("utf-16"))
    made = preview.make(path)
    assert made.look is Look.TEXT
    assert len(made.lines) == 200
    assert made.lines[0] == "Zeile 0: Prüfung"
    assert "beginning" in made.note
    path.write_bytes(b"Pr\xfcfung;1\n")
    assert preview.make(path).lines == ("Prüfung;1",)


@pytest.mark.parametrize(
    "content",
    [
        b"%PDF-1.7\n" + b"\x00\xff" * 500,
        b"\x89PNG\r\n\x1a\n" + b"\x00" * 40,
        b"\xff\xd8\xff" + b"\x00" * 40,
        b"PK\x03\x04 a document",
        bytes(range(256)) * 20,
    ],
)
def test_what_cannot_be_shown_says_so(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a"
    path.write_bytes(content)
    made = preview.make(path)
    assert (made.look, made.png) == (Look.NOTHING, b"")
    assert made.note


def test_an_empty_file_is_an_empty_text(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.touch()
    assert preview.make(path).lines == ()


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(DiskFault):
        preview.make(tmp_path / "gone")
