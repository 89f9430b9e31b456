"""Attached files: whole or not at all, once by content, under names that no system minds, for their owner alone."""

from __future__ import annotations

import errno
import os
import shutil
import stat
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any, BinaryIO

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from readiness import places
from readiness.errors import Cancelled, Damage, DiskFault, UsageError
from readiness.model.record import new_id
from readiness.model.records import Attachment, Evidence
from readiness.workspace import Workspace, attachments
from readiness.workspace.attachments import safe_name
from tests.conftest import QUALITY_MANAGER

_RESERVED = {"CON", "PRN", "AUX", "NUL"} | {f"{port}{n}" for port in ("COM", "LPT") for n in range(1, 10)}


@pytest.fixture
def store(tmp_path: Path) -> Path:
    folder = tmp_path / "evidence"
    folder.mkdir()
    return folder


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "Prüfbericht 7.pdf"
    path.write_bytes(b"%PDF" * 1_000_000)
    return path


def test_a_large_file_is_copied_in_pieces_and_says_how_far_it_is(store: Path, source: Path) -> None:
    seen: list[tuple[int, int]] = []

    def take_note(done: int, total: int) -> bool:
        seen.append((done, total))
        return True

    kept = attachments.stage(store, source, take_note)
    assert [done for done, _ in seen] == [1 << 20, 2 << 20, 3 << 20, 4_000_000]
    assert {total for _, total in seen} == {4_000_000}
    assert (kept.name, kept.size) == ("Prüfbericht 7.pdf", 4_000_000)
    assert kept.modified == places.changed_at(source.stat())
    assert [path.name for path in store.iterdir()] == [kept.sha256]


def test_two_gigabytes_take_no_more_memory_than_a_piece(store: Path, tmp_path: Path, request: Any) -> None:
    """The file is sparse; in the quick set it is smaller."""
    size = 2_000_000_000 if request.config.getoption("--full") else 50_000_000
    path = tmp_path / "film.mp4"
    with path.open("wb") as file:
        file.truncate(size)
    if shutil.disk_usage(store).free < size * 2:
        pytest.skip("no room on this disk")
    longest: list[int] = []
    read = attachments._chunks

    def watched(reader: BinaryIO, origin: Path) -> Any:
        for chunk in read(reader, origin):
            longest.append(len(chunk))
            yield chunk

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(attachments, "_chunks", watched)
        assert attachments.stage(store, path).size == size
    assert max(longest) <= 1 << 20


def test_stopping_leaves_nothing_behind(store: Path, source: Path) -> None:
    with pytest.raises(Cancelled, match="nothing was kept"):
        attachments.stage(store, source, lambda done, total: done < 2_000_000)
    assert list(store.iterdir()) == []


def test_a_full_disk_is_said_before_it_is_filled(store: Path, source: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=1))
    with pytest.raises(DiskFault, match=r"has no room for 'Prüfbericht 7.pdf'\. Make room"):
        attachments.stage(store, source)
    assert list(store.iterdir()) == []


@pytest.mark.parametrize(("number", "says"), [(errno.ENOSPC, "has no room"), (errno.EIO, "could not be read or")])
def test_a_disk_that_refuses_midway_leaves_nothing_behind(
    store: Path, source: Path, monkeypatch: pytest.MonkeyPatch, number: int, says: str
) -> None:
    def refuse(_: BinaryIO) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(places, "sync_file", refuse)
    with pytest.raises(DiskFault, match=says):
        attachments.stage(store, source)
    assert list(store.iterdir()) == []


def test_a_fault_of_the_original_names_the_original(store: Path, source: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Broken:
        def read(self, _: int) -> bytes:
            raise OSError(errno.EIO, "Input/output error")

    with pytest.raises(DiskFault, match=r"Prüfbericht 7\.pdf"):
        list(attachments._chunks(Broken(), source))  # type: ignore[arg-type]


def test_only_files_are_attached(store: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="is not a file"):
        attachments.stage(store, tmp_path)
    if sys.platform != "win32":
        os.mkfifo(tmp_path / "pipe")
        with pytest.raises(UsageError, match="is not a file"):
            attachments.stage(store, tmp_path / "pipe")


def test_the_same_content_is_stored_once_whatever_its_name(store: Path, source: Path, tmp_path: Path) -> None:
    again = shutil.copyfile(source, tmp_path / "copy of it.pdf")
    first, second = attachments.stage(store, source), attachments.stage(store, again)
    assert first.sha256 == second.sha256
    assert (first.name, second.name) == ("Prüfbericht 7.pdf", "copy of it.pdf")
    assert len(list(store.iterdir())) == 1


def test_attaching_again_mends_a_stored_file_that_was_cut_short(store: Path, source: Path) -> None:
    kept = attachments.stage(store, source)
    (store / kept.sha256).write_bytes(b"%PDF")
    attachments.stage(store, source)
    assert attachments.check_content(store, kept) is None


def test_copies_that_a_crash_left_half_made_are_swept_away(store: Path, source: Path) -> None:
    kept = attachments.stage(store, source)
    (store / "incoming-0123456789abcdef").write_bytes(b"half")
    attachments.sweep(store)
    assert [path.name for path in store.iterdir()] == [kept.sha256]


NAMES = [
    ("../../etc/passwd", "_.._etc_passwd"),
    ("..\\..\\boot.ini", "_.._boot.ini"),
    ("/etc/passwd", "_etc_passwd"),
    ("CON", "_CON"),
    ("CON.txt", "_CON.txt"),
    ("con.tar.gz", "_con.tar.gz"),
    ("nul .txt", "_nul .txt"),
    ("COM1", "_COM1"),
    ("COM¹.log", "_COM¹.log"),
    ("COMPANY.pdf", "COMPANY.pdf"),
    ("LPT9.pdf", "_LPT9.pdf"),
    ("CONIN$", "_CONIN$"),
    ("trailing dots...", "trailing dots"),
    ("trailing spaces  ", "trailing spaces"),
    (".hidden", "hidden"),
    ("...", "_"),
    ("", "_"),
    ("   ", "_"),
    ("\n\t", "__"),
    ("nul\0byte.pdf", "nul_byte.pdf"),
    ('a<b>:"c|d?*.pdf', "a_b___c_d__.pdf"),
    ("report\u202efdp.exe", "report_fdp.exe"),
    ("half\udcff.pdf", "half_.pdf"),
    ("审核报告 第7号.docx", "审核报告 第7号.docx"),
    ("تقرير.pdf", "تقرير.pdf"),
    ("Zażółć gęślą 👩‍🔬.xlsx", "Zażółć gęślą 👩‍🔬.xlsx"),
    ("x" * 300 + ".docx", "x" * 80 + ".docx"),
    ("x" * 300, "x" * 80),
    ("审" * 300 + ".docx", "审" * 45 + ".docx"),
    ("Procedure 4.2 as of last year", "Procedure 4.2 as of last year"),
]


@pytest.mark.parametrize(("name", "safe"), NAMES)
def test_a_copy_for_viewing_gets_a_name_that_every_system_takes(name: str, safe: str) -> None:
    assert safe_name(name) == safe


@given(st.text(st.characters(exclude_categories=()), max_size=400))
@example("CON" + "." * 200)
@example("COM1." + "x" * 15)
@example("a" * 79 + " .pdf")
@example("." + "é" * 100)
def test_no_name_whatever_becomes_a_path_or_a_device(name: str) -> None:
    safe = safe_name(name)
    assert safe
    assert not set(safe) & set('/\\:*?"<>|\0')
    assert safe not in (".", "..")
    assert safe == safe.strip(" ")
    assert not safe.endswith(".")
    assert len(safe.encode("utf-8")) <= 255
    assert safe.partition(".")[0].strip().upper() not in _RESERVED
    assert Path("folder", safe).name == safe


@pytest.mark.parametrize("name", [name for name, _ in NAMES if name and "/" not in name and "\0" not in name])
def test_a_name_is_kept_as_a_label_and_opens_as_a_read_only_copy(both: Workspace, tmp_path: Path, name: str) -> None:
    source = tmp_path / "plain"
    source.write_bytes(b"content")
    label = name.encode("utf-8", "replace").decode("utf-8")
    file = Attachment(name=label, sha256=both.stage(source).sha256, size=7)
    record = Evidence(id=new_id(), title="T", file=file)
    both.put(record)
    both.close()
    with Workspace.open(both.path, QUALITY_MANAGER) as reopened:
        stored = reopened.snapshot.evidence[record.id].file
        assert stored == file
        copy = reopened.view_copy(file)
        assert copy.parent.parent == reopened.path / "open"
        assert copy.read_bytes() == b"content"
        assert stat.S_IMODE(copy.stat().st_mode) & 0o222 == 0


@pytest.mark.skipif(sys.platform == "win32", reason="rights of POSIX")
def test_a_copy_for_viewing_is_for_the_owner_alone(both: Workspace, source: Path) -> None:
    copy = both.view_copy(both.stage(source))
    assert stat.S_IMODE(copy.stat().st_mode) == 0o400
    assert stat.S_IMODE(copy.parent.stat().st_mode) == 0o700


def test_what_is_not_what_was_attached_is_not_opened(both: Workspace, source: Path) -> None:
    kept = both.stage(source)
    stored = both.attachment_path(kept)
    stored.write_bytes(b"%PDx" + stored.read_bytes()[4:])
    with pytest.raises(Damage, match="is not what was attached"):
        both.view_copy(kept)
    assert not [path for path in (both.path / "open").rglob("*") if path.is_file()]


@pytest.mark.skipif(sys.platform == "win32", reason="symbolic links need a right there")
def test_a_link_laid_in_the_folder_of_copies_leads_nowhere(both: Workspace, source: Path, tmp_path: Path) -> None:
    """Somebody who may write there must not have other files overwritten, or their rights changed."""
    other = tmp_path / "other.txt"
    other.write_text("mine")
    other.chmod(0o444)
    kept = both.stage(source)
    copy = both.view_copy(kept)
    copy.unlink()
    copy.symlink_to(other)
    assert both.view_copy(kept).read_bytes() == source.read_bytes()
    copy.unlink()
    copy.symlink_to(other)
    attachments.empty(both.path / "open")
    assert other.read_text() == "mine"
    assert stat.S_IMODE(other.stat().st_mode) == 0o444
    assert list((both.path / "open").iterdir()) == []


def test_a_copy_that_a_program_holds_open_serves_again(
    both: Workspace, source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on Windows, where a file that is shown cannot be removed."""
    kept = both.stage(source)
    copy = both.view_copy(kept)

    def held(path: Path, missing_ok: bool = False) -> None:
        raise PermissionError(errno.EACCES, "held", str(path))

    with monkeypatch.context() as patch:
        patch.setattr(Path, "unlink", held)
        assert both.view_copy(kept) == copy
    assert copy.read_bytes() == source.read_bytes()
    assert stat.S_IMODE(copy.stat().st_mode) & 0o222 == 0
