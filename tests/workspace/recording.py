"""A recording disk: every change below one folder goes through to the real disk and is kept in a log, in order.

It stands between Python and the operating system: `open` (as pathlib uses it), `os` functions and the methods of file
objects. From its log `power.py` works out what a power cut may leave. It can also be a bad disk: full, read-only,
failing to sync, writing short, or with a file that an antivirus program holds.
"""

# ruff: noqa: PTH100, PTH110, PTH112, PTH118, PTH202, PTH206, PTH208
# What stands below pathlib cannot use it.

from __future__ import annotations

import builtins
import io
import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, Self

import pytest

from tests.workspace.operations import (
    ERRORS,
    LASTING,
    REFUSED,
    Ask,
    Fault,
    Named,
    Operation,
    Renamed,
    Synced,
    Truncated,
    Unnamed,
    Written,
    calling_site,
    dressed,
)

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

_REAL_OPEN = io.open


class Base(NamedTuple):
    """What lay below the root when the recording began: entries by folder number, contents by file number."""

    folders: dict[int, dict[str, int]]
    contents: dict[int, bytes]


class RecordedFile(io.FileIO):
    """A raw file whose changes are recorded; buffers of the standard library may lie over it."""

    def __init__(self, disk: RecordingDisk, number: int, path: Any, mode: str, **more: Any) -> None:
        """Open as `io.FileIO` does; `number` is the log's, -1 for that of the descriptor."""
        super().__init__(path, mode, **more)
        self._disk = disk
        self.number = number if number >= 0 else disk.opened.get(self.fileno(), -1)
        self._appends = "a" in mode
        disk.opened[self.fileno()] = self.number
        disk.files.append(self)

    def write(self, data: ReadableBuffer, /) -> int:
        """Write as much as the disk takes."""
        content = bytes(data)
        offset = os.fstat(self.fileno()).st_size if self._appends else self.tell()
        return self._disk.write(self.number, offset, content, super().write)

    def truncate(self, size: int | None = None, /) -> int:
        """Change the size."""
        wanted = self.tell() if size is None else size
        self._disk.ask(Ask.TRUNCATE)
        super().truncate(wanted)
        self._disk.note(Truncated(self.number, wanted))
        return wanted

    def close(self) -> None:
        """Forget the descriptor."""
        if not self.closed:
            self._disk.opened.pop(self.fileno(), None)
        super().close()


class RecordingDisk:
    """Records what happens below `root` while it is used as a context manager."""

    def __init__(self, root: Path) -> None:
        """Watch `root`, which exists."""
        self.root = os.path.abspath(root)
        self.log: list[Operation] = []
        self.asked: list[Ask] = []
        self.opened: dict[int, int] = {}
        self.files: list[RecordedFile] = []
        self.fault: Fault | None = None
        self.fault_at = -1
        self.hit = False
        self.paused = False
        self.sync_seconds = 0.0
        self._paths: dict[int, str] = {}
        self._folders: dict[int, dict[str, int]] = {}
        self._next = 0
        self.base = Base({}, {})
        self._scan(self.root)
        self.base = Base({number: dict(entries) for number, entries in self._folders.items()}, self.base.contents)

    def _scan(self, path: str) -> int:
        number = self._new_number()
        if os.path.isdir(path):
            self._folders[number] = {}
            for name in sorted(os.listdir(path)):
                self._folders[number][name] = self._scan(os.path.join(path, name))
        else:
            self.base.contents[number] = Path(path).read_bytes()
        return number

    def _new_number(self) -> int:
        self._next += 1
        return self._next - 1

    # The gate: faults and the log

    def break_at(self, fault: Fault, at: int) -> None:
        """Refuse the `at`-th request from now (0 is the next one); a full or read-only disk then stays so."""
        self.fault, self.fault_at, self.hit = fault, len(self.asked) + at, False

    def heal(self) -> None:
        """Be a good disk again."""
        self.fault = None

    def close_files(self) -> list[str]:
        """Close the files that were left open; gives their names."""
        left = [file for file in self.files if not file.closed]
        for file in left:
            file.close()
        self.files.clear()
        return [Path(str(file.name)).name for file in left]

    def ask(self, what: Ask) -> None:
        """Count a request.

        Raises:
            OSError: the disk is to refuse it.
        """
        if self._refuses(what):
            assert self.fault is not None
            number = ERRORS[self.fault]
            raise OSError(number, os.strerror(number))

    def _refuses(self, what: Ask) -> bool:
        if self.paused:
            return False
        at = len(self.asked)
        self.asked.append(what)
        if self.fault is None or what not in REFUSED[self.fault]:
            return False
        refused = at >= self.fault_at if self.fault in LASTING else at == self.fault_at
        if self.fault is Fault.TORN and what is Ask.TRUNCATE:
            refused = refused or at == self.fault_at + 1
        self.hit = self.hit or refused
        return refused

    def note(self, operation: Operation) -> None:
        """Put an operation that happened into the log."""
        self.log.append(operation)

    def write(self, number: int, offset: int, content: bytes, real: Callable[[bytes], int]) -> int:
        """Write, or a half of it where the disk is to fill up or to write short."""
        first = not self.hit
        if self._refuses(Ask.WRITE):
            half = (
                content[: len(content) // 2] if first and self.fault in (Fault.FULL, Fault.SHORT, Fault.TORN) else b""
            )
            if half:
                real(half)
                self.note(Written(number, offset, half))
            if half and self.fault is Fault.SHORT:
                return len(half)
            assert self.fault is not None
            raise OSError(ERRORS[self.fault], os.strerror(ERRORS[self.fault]))
        done = real(content)
        self.note(Written(number, offset, content[:done]))
        return done

    # Names

    def _below(self, path: Any, folder: int | None = None) -> str | None:
        """Give the path relative to the root, None where it lies elsewhere."""
        if isinstance(path, int):
            return None
        text = os.fsdecode(path)
        if folder is not None:
            if folder not in self._paths:
                return None
            text = os.path.join(self._paths[folder], text)
        whole = os.path.abspath(text)
        if whole == self.root:
            return ""
        return whole[len(self.root) + 1 :] if whole.startswith(self.root + os.sep) else None

    def _number(self, below: str) -> int | None:
        number = 0
        for part in below.split(os.sep) if below else []:
            found = self._folders.get(number, {}).get(part)
            if found is None:
                return None
            number = found
        return number

    def _entry(self, below: str) -> tuple[int, str]:
        folder, _, name = below.rpartition(os.sep)
        number = self._number(folder)
        assert number is not None, f"{below}: its folder is not known"
        return number, name

    def _add(self, below: str, number: int, *, is_folder: bool = False) -> None:
        folder, name = self._entry(below)
        self._folders[folder][name] = number
        self.note(Named(folder, name, number, is_folder))

    def _lose(self, below: str) -> None:
        folder, name = self._entry(below)
        del self._folders[folder][name]
        self.note(Unnamed(folder, name))

    # What is put in the place of Python's own

    def _open(
        self,
        file: Any,
        mode: str = "r",
        buffering: int = -1,
        encoding: str | None = None,
        errors: str | None = None,
        newline: str | None = None,
        closefd: bool = True,
        opener: Any = None,
    ) -> Any:
        below = self._below(file)
        tracked = file in self.opened if isinstance(file, int) else below is not None
        if not tracked or (below is not None and os.path.isdir(file)):
            return _REAL_OPEN(file, mode, buffering, encoding, errors, newline, closefd, opener)
        plain = mode.replace("b", "").replace("t", "")
        number = -1
        if below is not None and opener is None:
            number = self._prepare(file, below, plain)
        raw = RecordedFile(self, number, file, plain, closefd=closefd, opener=opener)
        self._settle(below, number, plain)
        return dressed(raw, mode, buffering, encoding, errors, newline)

    def _prepare(self, file: Any, below: str, mode: str) -> int:
        """Ask for what opening does to the disk; gives the file's number, an old or a new one."""
        known = self._number(below)
        there = os.path.exists(file)
        if "r" not in mode and not there:
            self.ask(Ask.CREATE)
            return self._new_number()
        if "w" in mode and there and os.path.getsize(file):
            self.ask(Ask.TRUNCATE)
        return self._new_number() if known is None else known

    def _settle(self, below: str | None, number: int, mode: str) -> None:
        """Note what opening did to the disk."""
        if below is None or number < 0 or "r" in mode:
            return
        if self._number(below) is None:
            self._add(below, number)
        elif "w" in mode:
            self.note(Truncated(number, 0))

    def _os_open(self, path: Any, flags: int, mode: int = 0o777, *, dir_fd: int | None = None) -> int:
        below = self._below(path, dir_fd)
        if below is None:
            return _REAL["open"](path, flags, mode, dir_fd=dir_fd)  # type: ignore[no-any-return]
        new = bool(flags & os.O_CREAT) and self._number(below) is None
        if new:
            self.ask(Ask.CREATE)
        handle: int = _REAL["open"](path, flags, mode, dir_fd=dir_fd)
        if new:
            self._add(below, self._new_number())
        number = self._number(below)
        if number is not None:
            self.opened[handle] = number
            self._paths[handle] = os.path.join(self.root, below)
            if flags & os.O_TRUNC and not new:
                self.note(Truncated(number, 0))
        return handle

    def _os_close(self, handle: int) -> None:
        self.opened.pop(handle, None)
        self._paths.pop(handle, None)
        _REAL["close"](handle)

    def _os_write(self, handle: int, data: bytes) -> int:
        if handle not in self.opened:
            return _REAL["write"](handle, data)  # type: ignore[no-any-return]
        offset = os.lseek(handle, 0, os.SEEK_CUR)
        return self.write(self.opened[handle], offset, bytes(data), lambda part: _REAL["write"](handle, part))

    def _os_fsync(self, handle: int) -> None:
        if handle not in self.opened:
            _REAL["fsync"](handle)
            return
        time.sleep(self.sync_seconds)
        self.ask(Ask.SYNC)
        # The real disk need not sync: no power is cut here.
        self.note(Synced(self.opened[handle], calling_site()))

    def _os_truncate(self, path: Any, length: int) -> None:
        if isinstance(path, int):
            number = self.opened.get(path)
        else:
            below = self._below(path)
            number = None if below is None else self._number(below)
        if number is not None:
            self.ask(Ask.TRUNCATE)
        _REAL["truncate"](path, length)
        if number is not None:
            self.note(Truncated(number, length))

    def _os_rename(self, source: Any, target: Any, **more: Any) -> None:
        old, new = self._below(source), self._below(target)
        if old is None or new is None:
            assert old is None, "nothing is moved out of the folder that is watched"
            assert new is None, "nothing is moved into the folder that is watched"
            _REAL["replace"](source, target, **more)
            return
        self.ask(Ask.RENAME)
        _REAL["replace"](source, target, **more)
        (folder, name), (to_folder, to_name) = self._entry(old), self._entry(new)
        self._folders[to_folder][to_name] = self._folders[folder].pop(name)
        self.note(Renamed(folder, name, to_folder, to_name))

    def _os_link(self, source: Any, target: Any, **more: Any) -> None:
        old, new = self._below(source), self._below(target)
        if new is not None:
            self.ask(Ask.CREATE)
        _REAL["link"](source, target, **more)
        if new is not None:
            number = None if old is None else self._number(old)
            assert number is not None, "a link to something outside the folder that is watched"
            self._add(new, number)

    def _removing(self, name: str) -> Callable[..., None]:
        def remove(path: Any, *, dir_fd: int | None = None) -> None:
            below = self._below(path, dir_fd)
            if below is not None and self._number(below) is not None:
                self.ask(Ask.UNLINK)
                _REAL[name](path, dir_fd=dir_fd)
                self._lose(below)
            else:
                _REAL[name](path, dir_fd=dir_fd)

        return remove

    def _os_mkdir(self, path: Any, mode: int = 0o777, *, dir_fd: int | None = None) -> None:
        below = self._below(path, dir_fd)
        if below is None or os.path.exists(os.path.join(self.root, below)):
            _REAL["mkdir"](path, mode, dir_fd=dir_fd)
            return
        self.ask(Ask.CREATE)
        _REAL["mkdir"](path, mode, dir_fd=dir_fd)
        number = self._new_number()
        self._folders[number] = {}
        self._add(below, number, is_folder=True)

    def __enter__(self) -> Self:
        """Stand between Python and the system from here on."""
        self._patch = patch = pytest.MonkeyPatch()
        patch.setattr(io, "open", self._open)
        patch.setattr(builtins, "open", self._open)
        for name in ("unlink", "remove", "rmdir"):
            patch.setattr(os, name, self._removing(name))
        for name, own in (
            *(("open", self._os_open), ("close", self._os_close), ("write", self._os_write)),
            *(("fsync", self._os_fsync), ("fdatasync", self._os_fsync), ("mkdir", self._os_mkdir)),
            *(("truncate", self._os_truncate), ("ftruncate", self._os_truncate), ("link", self._os_link)),
            *(("rename", self._os_rename), ("replace", self._os_rename)),
        ):
            patch.setattr(os, name, own, raising=False)
        # Copies by the system would go past file objects.
        patch.setattr(shutil, "_USE_CP_SENDFILE", False, raising=False)
        patch.setattr(shutil, "_HAS_FCOPYFILE", False, raising=False)
        return self

    def __exit__(self, *_: object) -> None:
        """Give Python its own functions back."""
        self._patch.undo()


_REAL: dict[str, Any] = {
    name: getattr(os, name)
    for name in ("open", "close", "write", "fsync", "truncate", "replace", "link", "unlink", "remove", "rmdir", "mkdir")
}
