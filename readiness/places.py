"""Where things lie: shipped data, the user's settings; and the file rules that differ between systems.

Everything that replaces, locks or syncs files goes through here, so that one file knows the differences.
"""

from __future__ import annotations

import contextlib
import ctypes
import datetime as dt
import os
import stat
import sys
import time
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import BinaryIO

from readiness.errors import DiskFault, NoDisplay
from readiness.texts import tr

_PACKAGE = Path(__file__).parent
_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_WAITS = (0.01, 0.02, 0.04, 0.08, 0.15, 0.2)
"""Seconds between tries to rename, half a second in all: an antivirus or indexer lets go of a file within that."""


SYSTEM_FONTS = (
    "C:/Windows/Fonts/msyh.ttc",
    "C:/Windows/Fonts/malgun.ttf",
    "C:/Windows/Fonts/msgothic.ttc",
    "/System/Library/Fonts/Supplemental/Arial Unicode.ttf",
    "/Library/Fonts/Arial Unicode.ttf",
    "/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc",
    "/usr/share/fonts/wqy-zenhei/wqy-zenhei.ttc",
    "/usr/share/fonts/truetype/arphic/uming.ttc",
)
"""Fonts with Chinese, Japanese and Korean letters as TrueType outlines."""


@cache
def _shipped(name: str) -> Path:
    """Find a shipped data folder: inside the wheel or frozen app, else at the top of the source tree."""
    inside = _PACKAGE / "_data" / name
    return inside if inside.is_dir() else _PACKAGE.parent / name


def checklists_folder() -> Path:
    """Give the folder of the shipped checklists and the crosswalk."""
    return _shipped("checklists")


def resources_folder() -> Path:
    """Give the folder of fonts, icons, guides and the sample certification body."""
    return _shipped("resources")


def settings_folder() -> Path:
    """Give the user's settings folder (not created); READINESS_SETTINGS overrides it."""
    override = os.environ.get("READINESS_SETTINGS")
    if override:
        return Path(override)
    from platformdirs import user_config_path  # noqa: PLC0415 - late for start-up time

    return user_config_path("readiness", appauthor=False)


def further_fonts() -> tuple[Path, ...]:
    """List fonts with letters that ours lack: the user's own first, then those that systems are known to have.

    Only fonts with TrueType outlines are of use; who loads them finds out.
    """
    own = settings_folder() / "fonts"
    found = sorted(path for ending in ("*.ttf", "*.ttc") for path in own.glob(ending)) if own.is_dir() else []
    return (*found, *(Path(text) for text in SYSTEM_FONTS if Path(text).is_file()))


def documents_folder() -> Path:
    """Give the folder where a user expects her documents."""
    from platformdirs import user_documents_path  # noqa: PLC0415 - late for start-up time

    return user_documents_path()


def changed_at(known: os.stat_result) -> dt.datetime | None:
    """Give when a file was last changed, in UTC to the microsecond; None where its clock tells no time."""
    try:
        return _EPOCH + dt.timedelta(microseconds=known.st_mtime_ns // 1000)
    except OverflowError:
        return None


def sync_file(file: BinaryIO) -> None:
    """Return when the file's bytes are on the disk, as far as the system tells.

    Raises:
        OSError: the disk refused.
    """
    file.flush()
    os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Make new names and renames in a folder durable; a no-op on Windows, where folders cannot be synced.

    Raises:
        OSError: the disk refused.
    """
    if sys.platform == "win32":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def rename_over(source: Path, target: Path) -> None:
    """Give `source` the name of `target`, replacing it in one step, durably.

    Raises:
        DiskFault: the target stays held open by another program (Windows), or the disk refused.
    """
    try:
        _replace_patiently(source, target, sys.platform)
        sync_folder(target.parent)
    except OSError as error:
        raise disk_fault(error, target) from error


def _replace_patiently(source: Path, target: Path, platform: str, pause: Callable[[float], None] = time.sleep) -> None:
    """Rename; on Windows, try again for a while where another program holds one of the files for a moment."""
    for wait in _WAITS if platform == "win32" else ():
        try:
            source.replace(target)
        except PermissionError:
            pause(wait)
        else:
            return
    source.replace(target)


def make_folder(folder: Path) -> None:
    """Make a folder, with those above it that are missing, so that a power cut leaves all of them.

    Raises:
        OSError: the disk refused.
    """
    missing = [folder, *folder.parents]
    for path in reversed([path for path in missing if not path.exists()]):
        path.mkdir(exist_ok=True)
        sync_folder(path.parent)


def free_name(path: Path) -> Path:
    """Give a name that no file has: the path itself, else with '-2', '-3' ... before its ending."""
    found, number = path, 1
    while found.exists():
        number += 1
        found = path.with_name(f"{path.stem}-{number}{path.suffix}")
    return found


def make_private(folder: Path) -> None:
    """Leave a folder to its owner alone; does nothing on Windows, or where the file system knows no such rights."""
    if sys.platform == "win32":
        return
    with contextlib.suppress(OSError):
        folder.chmod(stat.S_IRWXU)


def write_beside(target: Path, content: bytes) -> Path:
    """Write content durably to a new file beside `target`, to be renamed over it; gives the new file.

    Raises:
        DiskFault: the disk refused; nothing is left behind.
    """
    beside = target.with_name(target.name + ".new")
    try:
        with beside.open("wb") as file:
            file.write(content)
            sync_file(file)
    except OSError as error:
        with contextlib.suppress(OSError):
            beside.unlink()
        raise disk_fault(error, target) from error
    return beside


def write_whole(target: Path, content: bytes) -> None:
    """Write a file so that it holds either its old or its new content, never a part.

    Raises:
        DiskFault: the disk refused; the old content stands and nothing is left beside it. (Where the disk refused
            only to sync the folder, the new content stands, whole, and may be gone after a power cut.)
    """
    beside = write_beside(target, content)
    try:
        rename_over(beside, target)
    except DiskFault:
        with contextlib.suppress(OSError):
            beside.unlink()
        raise


def disk_fault(error: OSError, path: Path) -> DiskFault:
    """Say in a sentence what the system refused, and what to do."""
    reason = error.strerror or str(error)
    return DiskFault(
        tr("'{path}' could not be read or written: {reason}.", path=path, reason=reason),
        tr("Check that the disk is there, has room, lets you write, and that no other program holds the file."),
    )


def has_display() -> bool:
    """Tell whether a window can be shown (offscreen counts: tests and pictures use it)."""
    if sys.platform in ("win32", "darwin") or os.environ.get("QT_QPA_PLATFORM"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


_LINUX_LIBRARIES = {
    "libglib-2.0.so.0": "libglib2.0-0",
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libfontconfig.so.1": "libfontconfig1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libxkbcommon.so.0": "libxkbcommon0",
}
_X11_LIBRARIES = {
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
}


def missing_window_packages() -> list[str]:
    """List the Debian packages of libraries that Qt needs and the system lacks; none elsewhere than on Linux."""
    if not sys.platform.startswith("linux"):
        return []
    needed = dict(_LINUX_LIBRARIES)
    if os.environ.get("DISPLAY") and not os.environ.get("QT_QPA_PLATFORM"):
        needed |= _X11_LIBRARIES
    missing = []
    for library, package in needed.items():
        try:
            ctypes.CDLL(library)
        except OSError:
            missing.append(package)
    return missing


def _x11_answers() -> bool:
    """Tell whether an X server answers where DISPLAY says; True where that cannot be found out, or is not needed."""
    if os.environ.get("QT_QPA_PLATFORM") or os.environ.get("WAYLAND_DISPLAY") or not os.environ.get("DISPLAY"):
        return True
    try:
        xcb = ctypes.CDLL("libxcb.so.1")
    except OSError:
        return True
    xcb.xcb_connect.restype = ctypes.c_void_p
    connection = ctypes.c_void_p(xcb.xcb_connect(None, None))
    refused = bool(xcb.xcb_connection_has_error(connection))
    xcb.xcb_disconnect(connection)
    return not refused


def need_display() -> None:
    """Make sure that a window can be shown, before Qt is imported: Qt would abort the process.

    Raises:
        NoDisplay: there is no display, or a library is missing; the next step names the packages.
    """
    if not has_display() or not _x11_answers():
        raise NoDisplay(
            tr("There is no display to show a window on."),
            tr("Work from the command line: 'readiness --help' lists the verbs."),
        )
    missing = missing_window_packages()
    if missing:
        raise NoDisplay(
            tr("Libraries that the window needs are missing."),
            tr("On Debian or Ubuntu: apt-get install {packages}", packages=" ".join(missing)),
        )
