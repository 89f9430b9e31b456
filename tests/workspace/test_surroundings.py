"""Where a workspace lies is noticed and explained, on all three systems, and nothing is touched."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path, PurePath, PurePosixPath, PureWindowsPath

import pytest

from readiness.workspace import Workspace, surroundings
from readiness.workspace.surroundings import System

_HASH = "0123456789abcdef" * 4
_MOUNTS = r"""22 1 254:0 / / rw,relatime - ext4 /dev/vda rw
30 22 0:40 / /mnt/share rw,relatime shared:7 master:1 - nfs4 server:/export rw,vers=4.2
31 22 0:41 / /mnt/share/local rw - ext4 /dev/vdb rw
32 22 0:42 / /mnt/with\040blank rw - cifs //server/with\040blank rw
33 22 0:43 / /mnt/ssh rw - fuse.sshfs me@server: rw
34 22 0:44 / /mnt/dav rw - fuse https://cloud.example/dav rw
35 22 0:45 / /mnt/ntfs rw - fuseblk /dev/sdb1 rw
36 22 0:46 / /mnt/auto rw - autofs auto.home rw
37 36 0:47 / /mnt/auto rw - nfs server:/home rw
38 22 0:48 / /mnt/hidden rw - nfs server:/old rw
39 38 0:49 / /mnt/hidden rw - tmpfs tmpfs rw
a line that is cut"""


_NOT_ON_WINDOWS = pytest.mark.skipif(sys.platform == "win32", reason="Windows takes no such name, or asks for rights")


def _system(
    platform: str = "linux",
    environment: dict[str, str] | None = None,
    mounts: str = "22 1 254:0 / / rw - ext4 /dev/vda rw",
    drive_type: Callable[[str], int] = lambda root: 3,
) -> System:
    return System(platform, environment or {}, mounts, drive_type)


def _on_share() -> System:
    return _system("win32", drive_type=lambda root: 4)


@pytest.fixture
def body(tmp_path: Path) -> Path:
    folder = tmp_path / "plain.readiness"
    for part in ("journal", "checklists", "evidence", "drafts", "open", "backups"):
        (folder / part).mkdir(parents=True)
    for name in ("open.readiness", "workspace.json", "workspace.json.new", "lock", "lock.holder"):
        (folder / name).touch()
    for name in ("journal/000001.journal", "journal/000002.journal", "journal/torn-000001-77.txt"):
        (folder / name).touch()
    (folder / "checklists" / f"{_HASH}.json").touch()
    (folder / "evidence" / _HASH).touch()
    (folder / "evidence" / "incoming-0123456789abcdef").touch()
    return folder


def test_nothing_is_said_of_a_workspace_on_a_local_disk(both: Workspace, body: Path) -> None:
    assert surroundings.notices(both.path, _system()) == ()
    assert surroundings.notices(body, _system()) == ()
    assert surroundings.notices(body / "not there", _system()) == ()


def test_the_system_itself_is_asked(body: Path) -> None:
    here = System.here()
    assert here.drive_type("C:\\") in range(7)
    assert isinstance(surroundings.notices(body), tuple)


# Network drives


@pytest.mark.parametrize(
    ("place", "remote"),
    [
        ("/home/anna/body.readiness", False),
        ("/mnt/share/body.readiness", True),
        ("/mnt/share/local/body.readiness", False),
        ("/mnt/shared/body.readiness", False),
        ("/mnt/with blank/body.readiness", True),
        ("/mnt/ssh/deep/down/body.readiness", True),
        ("/mnt/dav/body.readiness", True),
        ("/mnt/ntfs/body.readiness", False),
        ("/mnt/auto/body.readiness", True),
        ("/mnt/hidden/body.readiness", False),
    ],
)
def test_a_network_drive_is_known_by_its_file_system_on_linux(place: str, remote: bool) -> None:
    assert surroundings.on_network_drive(PurePosixPath(place), _system(mounts=_MOUNTS)) is remote


@pytest.mark.parametrize(
    ("place", "remote"),
    [
        (r"C:\Users\anna\body.readiness", False),
        (r"Z:\body.readiness", True),
        (r"\\server\share\body.readiness", True),
        ("//server/share/body.readiness", True),
        (r"\\?\UNC\server\share\body.readiness", True),
        (r"\\?\C:\Users\anna\body.readiness", False),
        (r"\\?\Z:\body.readiness", True),
    ],
)
def test_a_network_drive_is_known_by_its_drive_or_share_on_windows(place: str, remote: bool) -> None:
    system = _system("win32", drive_type=lambda root: 4 if root == "Z:\\" else 3)
    assert surroundings.on_network_drive(PureWindowsPath(place), system) is remote


def test_nothing_is_claimed_of_drives_on_macos() -> None:
    assert not surroundings.on_network_drive(PurePosixPath("/Volumes/share/b"), _system("darwin", mounts=_MOUNTS))


def test_no_list_of_mounts_is_no_network_drive() -> None:
    assert not surroundings.on_network_drive(PurePosixPath("/mnt/share/b"), _system(mounts=""))


def test_a_network_drive_is_explained(body: Path) -> None:
    (notice,) = surroundings.notices(body, _on_share())
    assert "lies on a network drive" in notice
    assert "move its folder to a disk of this computer" in notice


# Synchronizing programs


@pytest.mark.parametrize(
    ("place", "program"),
    [
        (PureWindowsPath(r"C:\Users\anna\OneDrive\Documents\b.readiness"), "OneDrive"),
        (PureWindowsPath(r"C:\Users\anna\ONEDRIVE - Sample Body\b.readiness"), "OneDrive"),
        (PureWindowsPath(r"C:\Users\anna\Dropbox (Sample Body)\b.readiness"), "Dropbox"),
        (PureWindowsPath(r"C:\Users\anna\Sample Body Dropbox\Anna\b.readiness"), "Dropbox"),
        (PureWindowsPath(r"G:\My Drive\b.readiness"), "Google Drive"),
        (PureWindowsPath(r"G:\Meine Ablage\b.readiness"), "Google Drive"),
        (PureWindowsPath(r"C:\Users\anna\iCloudDrive\b.readiness"), "iCloud Drive"),
        (PureWindowsPath(r"C:\Users\anna\Box\b.readiness"), "Box"),
        (PurePosixPath("/Users/anna/Library/Mobile Documents/com~apple~CloudDocs/b.readiness"), "iCloud Drive"),
        (PurePosixPath("/Users/anna/Library/CloudStorage/OneDrive-SampleBody/b.readiness"), "OneDrive"),
        (PurePosixPath("/Users/anna/Library/CloudStorage/GoogleDrive-a@b.example/b.readiness"), "Google Drive"),
        (PurePosixPath("/Users/anna/Library/CloudStorage/NewCloud-Anna/b.readiness"), "NewCloud"),
        (PurePosixPath("/home/anna/Nextcloud2/b.readiness"), "Nextcloud"),
        (PurePosixPath("/home/anna/ownCloud/b.readiness"), "ownCloud"),
        (PurePosixPath("/home/anna/pCloudDrive/b.readiness"), "pCloud"),
        (PurePosixPath("/home/anna/Syncthing/b.readiness"), "Syncthing"),
        (PurePosixPath("/home/anna/onedrive-replacement/b.readiness"), ""),
        (PurePosixPath("/home/anna/Boxes/b.readiness"), ""),
        (PurePosixPath("/home/anna/Dropbox"), ""),
    ],
)
def test_a_synchronizing_program_is_known_by_its_folders_name(place: PurePath, program: str) -> None:
    assert surroundings.kept_by(place, _system()) == program


@pytest.mark.parametrize("variable", ["OneDrive", "OneDriveCommercial"])
def test_onedrive_is_known_by_the_environment(variable: str) -> None:
    system = _system("win32", {variable: r"D:\Company files", "OneDriveConsumer": ""})
    assert surroundings.kept_by(PureWindowsPath(r"d:\company FILES\QM\b.readiness"), system) == "OneDrive"
    assert surroundings.kept_by(PureWindowsPath(r"D:\Company files 2\b.readiness"), system) == ""


@pytest.mark.parametrize(
    ("marker", "program"),
    [
        (".dropbox", "Dropbox"),
        (".dropbox.cache", "Dropbox"),
        (".nextcloudsync.log", "Nextcloud"),
        (".owncloudsync.log", "ownCloud"),
        (".sync_0a1b2c3d4e5f.db", "Nextcloud/ownCloud"),
        (".stfolder", "Syncthing"),
        (".SynologyWorkingDirectory", "Synology Drive"),
        (".synced", ""),
        ("stfolder", ""),
    ],
)
def test_a_synchronizing_program_is_known_by_what_it_leaves_above(tmp_path: Path, marker: str, program: str) -> None:
    folder = tmp_path / "kept" / "deeper" / "body.readiness"
    folder.mkdir(parents=True)
    (tmp_path / "kept" / marker).touch()
    assert surroundings.marked_by(folder) == program


def test_a_workspace_that_is_synchronized_by_itself_is_known(body: Path) -> None:
    (body / ".stfolder").mkdir()
    assert surroundings.marked_by(body) == "Syncthing"


def test_dropboxs_settings_in_the_home_are_no_mark(body: Path) -> None:
    (body.parent / ".dropbox").mkdir()
    assert surroundings.marked_by(body) == ""


def test_a_synchronized_folder_is_explained(body: Path) -> None:
    (body.parent / ".dropbox").touch()
    (notice,) = surroundings.notices(body, _system())
    assert "as if Dropbox synchronizes the folder" in notice
    assert "move its folder to a place that Dropbox does not synchronize" in notice


@_NOT_ON_WINDOWS
def test_a_link_into_a_synchronized_folder_is_followed(body: Path, tmp_path: Path) -> None:
    kept = tmp_path / "Nextcloud" / "body.readiness"
    kept.parent.mkdir()
    body.rename(kept)
    body.symlink_to(kept, target_is_directory=True)
    assert "Nextcloud" in surroundings.notices(body, _system())[0]


# Conflict copies


@pytest.mark.parametrize(
    "name",
    [
        "workspace (conflicted copy 2026-01-02 101112).json",
        "workspace (Anna's conflicted copy 2026-01-02).json",
        "workspace (In Konflikt stehende Kopie von Anna 2026-01-02).json",
        "workspace (Copie en conflit de Anna 2026-01-02).json",
        "workspace (Conflict 2026-01-02).json",
        "workspace (SFConflict anna@body.example 2026-01-02-10-11-12).json",
        "workspace [conflicted].json",
        "workspace_conflict-20260102-101112.json",
        "workspace_PC7_Jan-02-101112-2026_Conflict.json",
        "workspace.sync-conflict-20260102-101112-ABCDEFG.json",
        "workspace-OFFICE-PC7.json",
        "workspace (1).json",
        "workspace 2.json",
        "WORKSPACE (Conflicted copy).JSON",
        "open (conflicted copy 2026-01-02 101112).readiness",
        "journal/000002-OFFICE-PC7.journal",
        "journal/000002.sync-conflict-20260102-101112-ABCDEFG.journal",
        "journal/000002 (Anna's conflicted copy 2026-01-02).journal",
        f"checklists/{_HASH} (Anna's conflicted copy 2026-01-02).json",
        f"evidence/{_HASH} (conflicted copy 2026-01-02 101112)",
        f"evidence/{_HASH}.sync-conflict-20260102-101112-ABCDEFG",
    ],
)
def test_a_conflict_copy_is_known_by_its_name(body: Path, name: str) -> None:
    (body / name).touch()
    assert surroundings.conflict_copies(body) == [name]


@pytest.mark.parametrize(
    "name",
    [
        "Conflict of interest (2026).pdf",
        "evidence/Conflict of interest.pdf",
        "evidence/Declaration (conflict).pdf",
        "journal/conflict.txt",
        "notes (1).json",
        "workspace.txt",
        "workspaces.json",
        "journal/000003.journal",
        f"evidence/{_HASH[::-1]}",
    ],
)
def test_what_is_no_copy_of_our_files_is_none(body: Path, name: str) -> None:
    (body / name).touch()
    assert surroundings.notices(body, _system()) == ()


def test_one_conflict_copy_is_explained(body: Path) -> None:
    (body / "workspace (conflicted copy 2026-01-02 101112).json").touch()
    (notice,) = surroundings.notices(body, _system())
    assert "files: 'workspace (conflicted copy 2026-01-02 101112).json'. It holds what the other" in notice
    assert "nothing was taken over from it" in notice
    assert "keep the copy until it is clear which is the right one" in notice


def test_three_of_many_conflict_copies_are_named(body: Path) -> None:
    for number in range(1, 6):
        (body / "journal" / f"000002 ({number}).journal").touch()
    (notice,) = surroundings.notices(body, _system())
    assert notice.startswith("5 conflict copies lie")
    first = "'journal/000002 (1).journal', 'journal/000002 (2).journal', 'journal/000002 (3).journal'"
    assert f"{first} and others. They hold" in notice
    assert "(4)" not in notice


@_NOT_ON_WINDOWS
def test_a_name_cannot_break_the_sentence(body: Path) -> None:
    (body / "workspace (conflict \n\x1b[31m{n}).json").touch()
    (notice,) = surroundings.notices(body, _system())
    assert "'workspace (conflict ��[31m{n}).json'" in notice


def test_what_office_programs_hold_open_is_no_conflict_copy(body: Path) -> None:
    (body / "evidence" / "~$ocedure.docx").touch()
    (notice,) = surroundings.notices(body, _system())
    assert "An office program has a file" in notice
    assert "'evidence/~$ocedure.docx'" in notice
    (body / ".~lock.workspace.json#").touch()
    assert "have 2 files" in surroundings.notices(body, _system())[0]


def test_everything_is_said_in_one_order(body: Path) -> None:
    (body.parent / ".dropbox").touch()
    (body / "workspace (1).json").touch()
    (body / "~$workspace.json").touch()
    found = surroundings.notices(body, _on_share())
    words = ("network drive", "Dropbox", "conflict copy", "office program")
    assert [word in notice for word, notice in zip(words, found, strict=True)] == [True] * 4


# What it costs


def test_each_folder_is_listed_once_and_nothing_is_changed(body: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(500):
        (body / "evidence" / f"{number:064x}").touch()
    before = {path: path.stat().st_mtime_ns for path in [body, *body.rglob("*")]}
    listed: list[str] = []
    scandir = os.scandir

    def count(path: str) -> object:
        listed.append(os.fspath(path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", count)
    assert surroundings.notices(body, _system()) == ()
    monkeypatch.undo()
    assert len(listed) == len(set(listed))
    real = Path(os.path.realpath(body))
    inside = {os.fspath(real / part) for part in ("", "journal", "checklists", "evidence")}
    assert set(listed) == inside | {os.fspath(parent) for parent in real.parents}
    assert {path: path.stat().st_mtime_ns for path in [body, *body.rglob("*")]} == before


def test_a_folder_that_cannot_be_listed_is_passed_over(body: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: str) -> object:
        raise PermissionError(13, "Permission denied", path)

    monkeypatch.setattr(os, "scandir", refuse)
    assert surroundings.notices(body, _system()) == ()
