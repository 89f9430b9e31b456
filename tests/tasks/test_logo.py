"""A logo is checked when it is chosen, and stands on the cover."""

from __future__ import annotations

import io
from pathlib import Path

import msgspec
import pytest
from PIL import Image
from pypdf import PdfReader

from readiness.errors import BadFile, Damage
from readiness.tasks import logo, report
from readiness.workspace import Workspace
from tests.conftest import TODAY

MODES = ("RGB", "RGBA", "L", "LA", "P", "1", "CMYK", "I;16")


def _picture(mode: str, form: str = "PNG", size: tuple[int, int] = (60, 20)) -> bytes:
    written = io.BytesIO()
    Image.new(mode, size).save(written, form)
    return written.getvalue()


def _with_logo(workspace: Workspace, source: Path) -> None:
    organization = workspace.snapshot.organization
    workspace.put(msgspec.structs.replace(organization, logo=logo.stage(workspace, source)))


@pytest.mark.parametrize("mode", MODES)
def test_pictures_of_every_kind_stand_on_the_cover(both: Workspace, tmp_path: Path, mode: str) -> None:
    source = tmp_path / "logo"
    source.write_bytes(_picture(mode, "JPEG" if mode == "CMYK" else "PNG", (4000, 1000)))
    _with_logo(both, source)
    made = report.make(both.snapshot, tmp_path / "gap.pdf", TODAY, logo=logo.of(both))
    with PdfReader(made.path) as reader:
        (image,) = reader.pages[0].images
        assert image.image is not None
        assert max(image.image.size) == 900


def test_without_a_logo_there_is_none(both: Workspace) -> None:
    assert logo.of(both) == b""


@pytest.mark.parametrize(
    "content",
    [b"", b"hello", _picture("RGB", "GIF"), _picture("RGB")[:40], _picture("1", size=(9000, 9000)), bytes(5_000_001)],
    ids=["empty", "text", "gif", "cut off", "too many pixels", "too large"],
)
def test_what_is_no_usable_picture_is_refused_when_chosen(both: Workspace, tmp_path: Path, content: bytes) -> None:
    source = tmp_path / "logo.png"
    source.write_bytes(content)
    with pytest.raises(BadFile, match="cannot be used as a logo"):
        logo.stage(both, source)
    assert not any((both.path / "evidence").iterdir())


def test_a_logo_that_is_gone_is_said(both: Workspace, tmp_path: Path) -> None:
    source = tmp_path / "logo.png"
    source.write_bytes(_picture("RGB"))
    _with_logo(both, source)
    attachment = both.snapshot.organization.logo
    assert attachment is not None
    both.attachment_path(attachment).unlink()
    with pytest.raises(Damage, match=r"logo\.png"):
        logo.of(both)
