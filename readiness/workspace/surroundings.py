"""Where a workspace lies: on a network drive, in a folder that a program synchronizes, beside conflict copies.

None of this stops the opening; each finding is a sentence that says what is the matter and what to do. What depends
on the system comes in as a `System`, so that all of them are tested on one.
"""

from __future__ import annotations

import ctypes
import os
import re
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path, PurePath, PurePosixPath

from readiness.texts import tr, trn

_MOST_NAMES = 3
_REMOTE_DRIVE = 4
"""What GetDriveTypeW says of a drive on the network."""

_NETWORK_SYSTEM = re.compile(
    r"(fuse\.)?(9p|afs|beegfs|ceph|cifs|coda|davfs2?|glusterfs|gpfs|lustre|ncpfs|nfs4?|smb[23]|smbfs|smbnetfs|sshfs"
    r"|gvfsd-fuse|kio-fuse|google-drive-ocamlfuse|pcloud|rclone|s3fs)"
)
"""Linux's names of file systems whose files lie on another computer."""

_PROGRAMS = {
    "OneDrive": r"onedrive( [-–] .+)?",
    "Dropbox": r"(.+ )?dropbox( \(.+\))?",
    "Google Drive": r"google ?drive|my drive|meine ablage|mon drive|mi unidad|il mio drive|mijn drive|meu drive",
    "iCloud Drive": r"icloud ?drive( \(.+\))?|com~apple~clouddocs|mobile documents",
    "Nextcloud": r"nextcloud\d*",
    "ownCloud": r"owncloud\d*",
    "Syncthing": r"syncthing",
    "Box": r"box( sync)?",
    "pCloud": r"p ?cloud ?(drive|sync)?",
    "Seafile": r"seafile",
    "Synology Drive": r"synology ?drive",
    "MEGA": r"mega|megasync( downloads)?",
    "Proton Drive": r"proton ?drive",
}
"""How programs name the folder that they keep, by the program."""

_MARKERS = {
    "Dropbox": r"\.dropbox(\.cache)?",
    "ownCloud": r"\.owncloudsync\.log(\.\d+)?",
    "Nextcloud": r"\.nextcloudsync\.log(\.\d+)?",
    "Nextcloud/ownCloud": r"(\.sync_|\._sync_).*\.db",
    "Syncthing": r"\.stfolder",
    "Google Drive": r"\.tmp\.drive(down|up)load",
    "Synology Drive": r"\.synologyworkingdirectory",
}
"""What programs leave at the top of the folder that they keep, by the program."""

_VARIABLES = ("OneDrive", "OneDriveCommercial", "OneDriveConsumer")

_HASHED = r"[0-9a-f]{64}"
_OURS = {
    "": r"workspace|open|journal|checklists|evidence",
    "journal": r"\d{6}",
    "checklists": _HASHED,
    "evidence": _HASHED,
}
"""How our own names begin, by folder: only a copy of one of them can be a conflict copy, whatever else lies there."""

_CONFLICT = r".*(conflict|konflikt|conflit|конфликт|競合|冲突|衝突|충돌).*"
_NUMBERED = r" ?\(\d{1,3}\)(\..*)?| \d{1,2}(\..*)?"
_COMPUTER = r"-[^.]+\.(json|journal)"
_AFTER_OURS = re.compile(f"{_CONFLICT}|{_NUMBERED}|{_COMPUTER}", re.IGNORECASE | re.DOTALL)
"""What follows our own name in a conflict copy: a word for conflict (Dropbox, Nextcloud, Syncthing and most others, in
the user's language), a number (Google Drive, iCloud), or after a hyphen the computer's name (OneDrive)."""

_HELD = ("~$", ".~lock.")
"""How the files begin that office programs lay beside a file while they have it open."""


@dataclass(frozen=True)
class System:
    """What the operating system tells of itself and of its drives."""

    platform: str
    environment: Mapping[str, str]
    mounts: str
    drive_type: Callable[[str], int]

    @classmethod
    def here(cls) -> System:
        """Ask the system that the program runs on."""
        return cls(sys.platform, os.environ, _mounts(), _drive_type)


def _mounts() -> str:
    """Read Linux's list of mounted file systems; '' elsewhere."""
    try:
        return os.fsdecode(Path("/proc/self/mountinfo").read_bytes())
    except OSError:
        return ""


def _drive_type(root: str) -> int:
    """Ask Windows what kind of drive `root` is; 0, unknown, elsewhere."""
    if sys.platform != "win32":
        return 0
    return int(ctypes.windll.kernel32.GetDriveTypeW(root))


def notices(folder: Path, system: System | None = None) -> tuple[str, ...]:
    """Say in sentences what is wrong with the place of a workspace, and what to do; none where all is well.

    Nothing is changed, and what cannot be read is passed over. Each folder looked at is listed once.
    """
    system = system or System.here()
    given, real = folder.absolute(), Path(os.path.realpath(folder))
    listing = cache(_names)
    found = []
    if on_network_drive(real, system):
        found.append(_of_network_drive())
    program = kept_by(given, system) or kept_by(real, system) or marked_by(real, listing)
    if program:
        found.append(_of_synchronizing(program))
    copies = conflict_copies(real, listing)
    if copies:
        found.append(_of_copies(copies))
    held = held_files(real, listing)
    if held:
        found.append(_of_held(held))
    return tuple(found)


def _names(folder: Path) -> tuple[str, ...]:
    """List a folder; nothing where it cannot be listed."""
    try:
        with os.scandir(folder) as entries:
            return tuple(entry.name for entry in entries)
    except OSError:
        return ()


# Network drives


def on_network_drive(place: PurePath, system: System) -> bool:
    """Tell whether a place lies on another computer's disk, as far as the system tells.

    On macOS this is not told: what Python can ask of a file system there does not say it, and what `mount` prints is
    made for people.
    """
    if system.platform == "win32":
        drive = place.drive.removeprefix("\\\\?\\")
        shared = drive.startswith("\\\\") or drive.upper().startswith("UNC\\")
        return shared or system.drive_type(f"{drive}\\") == _REMOTE_DRIVE
    if system.platform.startswith("linux"):
        kind, source = _file_system(place, system.mounts)
        by_web = kind == "fuse" and source.startswith(("http://", "https://"))
        return by_web or _NETWORK_SYSTEM.fullmatch(kind) is not None
    return False


def _file_system(place: PurePath, mounts: str) -> tuple[str, str]:
    """Find type and source of the file system under a place; of two at one mount point, the later hides the other."""
    deepest, found = 0, ("", "")
    for line in mounts.split("\n"):
        mount, _, file_system = line.partition(" - ")
        before, after = mount.split(" "), file_system.split(" ")
        if len(before) < 5 or len(after) < 2:
            continue
        point = PurePosixPath(_unescaped(before[4]))
        if len(point.parts) >= deepest and place.is_relative_to(point):
            deepest, found = len(point.parts), (after[0], _unescaped(after[1]))
    return found


def _unescaped(text: str) -> str:
    """Put back what the kernel writes as a backslash and three octal digits: blanks and backslashes."""
    return re.sub(r"\\([0-7]{3})", lambda match: chr(int(match[1], 8)), text)


def _of_network_drive() -> str:
    return tr(
        "The workspace lies on a network drive. Locks and the saving of files cannot be relied on there: two people "
        "could write at once, and what was said to be saved could be lost. Close the workspace, move its folder to a "
        "disk of this computer and work there; let the backups go to the network drive."
    )


# Synchronizing programs


def kept_by(place: PurePath, system: System) -> str:
    """Name the program that seems to synchronize a place, by the names of the folders above; '' where none does."""
    for variable in _VARIABLES:
        kept = system.environment.get(variable)
        if kept and place.is_relative_to(type(place)(kept)):
            return "OneDrive"
    for above, part in pairwise(place.parent.parts):
        on_mac = above.lower() == "cloudstorage"  # macOS keeps all of them there, as PROGRAM-ACCOUNT
        name = part.partition("-")[0] if on_mac else part
        program = _first(_PROGRAMS, name) or (name if on_mac else "")
        if program:
            return program
    return ""


def marked_by(folder: Path, listing: Callable[[Path], Iterable[str]] = _names) -> str:
    """Name the program that seems to synchronize a folder, by what it left there or above; '' where none did."""
    for place in (folder, *folder.parents):
        for name in listing(place):
            program = _first(_MARKERS, name) if name.startswith(".") else ""
            if program and not _is_dropbox_settings(place / name):
                return program
    return ""


def _first(patterns: Mapping[str, str], name: str) -> str:
    return next((key for key, pattern in patterns.items() if re.fullmatch(pattern, name, re.IGNORECASE)), "")


def _is_dropbox_settings(path: Path) -> bool:
    """Tell Dropbox's settings, a folder in the user's home, from the file that marks what Dropbox keeps."""
    return path.name.lower() == ".dropbox" and path.is_dir()


def _of_synchronizing(program: str) -> str:
    return tr(
        "It looks as if {program} synchronizes the folder that the workspace lies in. Two computers could write at "
        "once, and {program} would make conflict copies that are not read. Close the workspace, move its folder to a "
        "place that {program} does not synchronize, and let only the backups go there.",
        program=program,
    )


# What lies beside our files


def conflict_copies(folder: Path, listing: Callable[[Path], Iterable[str]] = _names) -> list[str]:
    """List the copies of our files that synchronizing programs made, by their paths inside the workspace."""
    found = []
    for part, pattern in _OURS.items():
        ours = re.compile(pattern, re.IGNORECASE)
        for name in listing(folder / part):
            begins = ours.match(name)
            if begins and begins.end() < len(name) and _AFTER_OURS.fullmatch(name, begins.end()):
                found.append(_inside(part, name))
    return sorted(found)


def held_files(folder: Path, listing: Callable[[Path], Iterable[str]] = _names) -> list[str]:
    """List what office programs left beside files that they have open, by the paths inside the workspace."""
    return sorted(_inside(part, name) for part in _OURS for name in listing(folder / part) if name.startswith(_HELD))


def _inside(part: str, name: str) -> str:
    return f"{part}/{name}" if part else name


def _some(names: list[str]) -> str:
    """Write out the first few names, each on one line whatever is in it."""
    plain = ["".join(char if char.isprintable() else "�" for char in name) for name in names[:_MOST_NAMES]]
    shown = ", ".join(f"'{name}'" for name in plain)
    return tr("{names} and others", names=shown) if len(names) > _MOST_NAMES else shown


def _of_copies(copies: list[str]) -> str:
    return trn(
        "A conflict copy lies beside the workspace's files: {names}. It holds what the other of two computers "
        "recorded; nothing was taken over from it. Let only one computer write from now on, and keep the copy until "
        "it is clear which is the right one.",
        "{n} conflict copies lie beside the workspace's files: {names}. They hold what the other of two computers "
        "recorded; nothing was taken over from them. Let only one computer write from now on, and keep the copies "
        "until it is clear which is the right one.",
        len(copies),
        names=_some(copies),
    )


def _of_held(held: list[str]) -> str:
    return trn(
        "An office program has a file in the workspace's folder open, or broke off while it had: {names}. Close the "
        "file there, and open attached files from this program, which makes a copy for viewing.",
        "Office programs have {n} files in the workspace's folder open, or broke off while they had: {names}. Close "
        "the files there, and open attached files from this program, which makes copies for viewing.",
        len(held),
        names=_some(held),
    )
