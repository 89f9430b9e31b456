"""The file rules that differ between systems: durable, whole, patient, private."""

from __future__ import annotations

import errno
import io
import os
import stat
import sys
from pathlib import Path
from typing import Any

import pytest

from readiness import places
from readiness.errors import DiskFault

_NO_RIGHTS = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such rights, and syncs no folders")


def _refuse(*_: object, **__: object) -> Any:
    raise OSError(errno.ENOSPC, "No space left on device")


class _Full(io.FileIO):
    """A file on a disk that is full."""

    def write(self, content: object) -> int:
        _refuse()
        return 0


def _open_full(path: Path, mode: str) -> _Full:
    return _Full(path, mode)


def _hold(monkeypatch: pytest.MonkeyPatch, tries: int) -> list[Path]:
    """Let another program hold the file for the first few tries to rename; gives the list of all tries."""
    done: list[Path] = []

    def replace(source: Path, target: Path) -> None:
        done.append(target)
        if len(done) <= tries:
            raise PermissionError(errno.EACCES, "The process cannot access the file")
        os.replace(source, target)  # noqa: PTH105 - Path.replace is what this stands for

    monkeypatch.setattr(Path, "replace", replace)
    return done


@pytest.fixture
def pair(tmp_path: Path) -> tuple[Path, Path]:
    source, target = tmp_path / "source", tmp_path / "target"
    source.write_bytes(b"new")
    target.write_bytes(b"old")
    return source, target


# Renaming


def test_renaming_over_is_durable(pair: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    synced: list[Path] = []
    monkeypatch.setattr(places, "sync_folder", synced.append)
    source, target = pair
    places.rename_over(source, target)
    assert target.read_bytes() == b"new"
    assert not source.exists()
    assert synced == [target.parent]


def test_a_file_held_for_a_moment_on_windows_is_waited_for(
    pair: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    held = _hold(monkeypatch, 3)
    waited: list[float] = []
    places._replace_patiently(*pair, "win32", waited.append)
    assert pair[1].read_bytes() == b"new"
    assert len(held) == 4
    assert waited == sorted(waited)
    assert len(waited) == 3


def test_a_file_held_for_long_on_windows_is_given_up_after_half_a_second(
    pair: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    _hold(monkeypatch, 1000)
    waited: list[float] = []
    with pytest.raises(PermissionError):
        places._replace_patiently(*pair, "win32", waited.append)
    assert sum(waited) == pytest.approx(0.5)
    assert pair[1].read_bytes() == b"old"


@pytest.mark.parametrize("platform", ["linux", "darwin"])
def test_elsewhere_a_refusal_is_final(pair: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch, platform: str) -> None:
    held = _hold(monkeypatch, 1)
    with pytest.raises(PermissionError):
        places._replace_patiently(*pair, platform, lambda _: pytest.fail("waited"))
    assert len(held) == 1


def test_another_refusal_on_windows_is_not_waited_for(pair: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Path, "replace", _refuse)
    with pytest.raises(OSError, match="No space left"):
        places._replace_patiently(*pair, "win32", lambda _: pytest.fail("waited"))


def test_a_rename_that_stays_refused_is_a_disk_fault(pair: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(places, "_WAITS", (0.0,))
    _hold(monkeypatch, 1000)
    with pytest.raises(DiskFault, match="target' could not be read or written: The process cannot access"):
        places.rename_over(*pair)
    assert [path.read_bytes() for path in pair] == [b"new", b"old"]


# Syncing


def test_a_file_is_flushed_before_it_is_synced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sizes: list[int] = []
    monkeypatch.setattr(os, "fsync", lambda handle: sizes.append(os.fstat(handle).st_size))
    with (tmp_path / "file").open("wb") as file:
        file.write(b"12345")
        places.sync_file(file)
    assert sizes == [5]


@_NO_RIGHTS
def test_a_folder_is_synced_itself_and_its_handle_given_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    handles: list[int] = []

    def sync(handle: int) -> None:
        assert os.path.samestat(os.fstat(handle), tmp_path.stat())
        handles.append(handle)

    monkeypatch.setattr(os, "fsync", sync)
    places.sync_folder(tmp_path)
    monkeypatch.setattr(os, "fsync", _refuse)
    with pytest.raises(OSError, match="No space left"):
        places.sync_folder(tmp_path)
    with pytest.raises(OSError, match="Bad file descriptor"):
        os.fstat(handles[0])


def test_no_folder_is_synced_on_windows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(os, "fsync", _refuse)
    places.sync_folder(tmp_path / "not there")


# Writing whole


def test_a_file_is_written_whole(tmp_path: Path) -> None:
    target = tmp_path / "file"
    for content in (b"first", b"", b"third" * 100_000):
        places.write_whole(target, content)
        assert target.read_bytes() == content
        assert list(tmp_path.iterdir()) == [target]


def test_content_is_synced_before_it_gets_its_name_and_the_name_after(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "file"
    target.write_bytes(b"old")
    steps: list[tuple[str, bytes]] = []
    monkeypatch.setattr(places, "sync_file", lambda file: steps.append(("file", target.read_bytes())))
    monkeypatch.setattr(places, "sync_folder", lambda folder: steps.append(("folder", target.read_bytes())))
    places.write_whole(target, b"new")
    assert steps == [("file", b"old"), ("folder", b"new")]


@pytest.mark.parametrize("step", ["open", "write", "sync", "rename"])
@pytest.mark.parametrize("old", [b"old", None])
def test_the_old_content_stands_whatever_the_disk_refuses(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str, old: bytes | None
) -> None:
    target = tmp_path / "file"
    if old is not None:
        target.write_bytes(old)
    with monkeypatch.context() as patch:
        match step:
            case "open":
                patch.setattr(Path, "open", _refuse)
            case "write":
                patch.setattr(Path, "open", _open_full)
            case "sync":
                patch.setattr(os, "fsync", _refuse)
            case _:
                patch.setattr(Path, "replace", _refuse)
        with pytest.raises(DiskFault, match="file' could not be read or written: No space left on device"):
            places.write_whole(target, b"new")
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == ({"file": old} if old else {})


def test_a_folder_that_could_not_be_synced_holds_the_new_file_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "file"
    target.write_bytes(b"old")
    monkeypatch.setattr(places, "sync_folder", _refuse)
    with pytest.raises(DiskFault):
        places.write_whole(target, b"new")
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"file": b"new"}


# Rights


@_NO_RIGHTS
def test_a_private_folder_is_its_owners_alone(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    places.make_private(tmp_path)
    assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o700


@pytest.mark.parametrize("code", [errno.EPERM, errno.ENOTSUP, errno.EROFS])
def test_where_there_are_no_rights_none_are_set(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int) -> None:
    def refuse(path: Path, mode: int) -> None:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(Path, "chmod", refuse)
    places.make_private(tmp_path)


def test_no_rights_are_set_on_windows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Path, "chmod", lambda path, mode: pytest.fail("set rights"))
    monkeypatch.setattr(sys, "platform", "win32")
    places.make_private(tmp_path)


# What is said


def test_a_disk_fault_says_where_what_and_what_to_do() -> None:
    fault = places.disk_fault(OSError(errno.EROFS, "Read-only file system"), Path("folder", "file"))
    assert fault.sentence == f"'{Path('folder', 'file')}' could not be read or written: Read-only file system."
    assert fault.next_step.startswith("Check that the disk is there, has room, lets you write")
    assert fault.exit_code == 3


def test_a_disk_fault_without_the_systems_words_says_what_there_is() -> None:
    assert "written: unexpected end." in places.disk_fault(OSError("unexpected end"), Path("x")).sentence
