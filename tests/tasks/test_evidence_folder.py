"""The folder of evidence files beside a report: what is in it, under which names, and that it is all or nothing."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from readiness import places
from readiness.errors import Damage, DiskFault, UnknownName, UsageError
from readiness.model.record import new_id
from readiness.model.records import Evidence, Role
from readiness.report.kinds import KINDS, Ask
from readiness.report.request import Request
from readiness.tasks import evidence_folder, report
from readiness.workspace import Workspace
from tests.conftest import TODAY
from tests.report.samples import evidence

PACK = Request(kind="day-pack")


def _file(workspace: Workspace, name: str, content: bytes, *uses: str, reference: str = "") -> Evidence:
    """Attach a file of a name to evidence that requirements cite."""
    folder = workspace.path.parent / new_id()
    folder.mkdir()
    source = folder / name
    source.write_bytes(content)
    cited = dict.fromkeys(uses, Role.SHOWN_BY)
    return evidence(workspace, cited, title="x", reference=reference, file=workspace.stage(source))


def _copy(workspace: Workspace, folder: Path, request: Request = PACK) -> evidence_folder.Copied:
    with evidence_folder.beside(workspace, workspace.snapshot, TODAY, request, folder) as copied:
        pass
    return copied


def _names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def _left(folder: Path) -> list[str]:
    """List what lies beside a folder that was not made, but for the tests' own things."""
    return [path.name for path in folder.parent.iterdir() if folder.name in path.name]


def test_each_file_once_with_standard_and_first_clause_in_front(both: Workspace, tmp_path: Path) -> None:
    _file(both, "Agreement.docx", b"one", "17065:7.4.4", "17065:7.4.1", reference="F-04")
    _file(both, "P-318-06 Test report.pdf", b"two", "17065:7.4.5", reference="P-318/06")
    _file(both, "Both.txt", b"three", "17065:7.4.2", "17021-1:9.4.1")
    copied = _copy(both, tmp_path / "pack")
    wanted = [
        "17021-1 9.4.1 Both.txt", "17065 7.4.1 F-04 Agreement.docx", "17065 7.4.5 P-318-06 Test report.pdf",
    ]  # fmt: skip
    assert _names(tmp_path / "pack") == wanted
    assert list(copied.files) == wanted
    assert (tmp_path / "pack" / wanted[1]).read_bytes() == b"one"


def test_only_what_the_clauses_of_the_report_cite(both: Workspace, tmp_path: Path) -> None:
    _file(both, "in.txt", b"1", "17065:7.4.4", "17065:4.1.1")
    _file(both, "out.txt", b"2", "17065:7.6.1")
    _file(both, "uncited.txt", b"3")
    linked = evidence(both, {"17065:7.4.4": Role.LAID_DOWN}, title="Website", link="https://example.org/")
    copied = _copy(both, tmp_path / "pack", Request(kind="day-pack", clauses=("17065:7.4",)))
    assert copied.files == ("17065 7.4.4 in.txt",)
    assert copied.without_file == (linked,)


def test_no_folder_is_made_where_nothing_has_a_file(both: Workspace, tmp_path: Path) -> None:
    linked = evidence(both, {"17065:7.4.4": Role.LAID_DOWN}, title="Website", link="https://example.org/")
    copied = _copy(both, tmp_path / "pack")
    assert (copied.files, copied.without_file) == ((), (linked,))
    assert _left(tmp_path / "pack") == []


def test_names_are_safe_and_unique_even_where_case_does_not_count(both: Workspace, tmp_path: Path) -> None:
    long = "ü" * 110 + ".pdf"
    for number, name in enumerate(("a.txt", "A.TXT", "a.txt", long, long)):
        _file(both, name, b"%d" % number, "17065:7.4.4")
    _file(both, "b.txt", b"b", "17065:7.4.4", reference="../..\\ <x>:|?*\u202e" + "\U0001f389" * 90)
    _file(both, "b.txt", b"c", "17065:7.4.4", reference="../..\\ <x>:|?*\u202e" + "\U0001f389" * 90)
    copied = _copy(both, tmp_path / "pack")
    found = _names(tmp_path / "pack")
    assert len(found) == 7
    assert len({name.casefold() for name in found}) == 7
    assert {"17065 7.4.4 a.txt", "17065 7.4.4 (2) A.TXT", "17065 7.4.4 (3) a.txt"} <= set(found)
    assert all(len(name.encode()) <= 143 and not set(name) & set('<>:"/\\|?*\u202e') for name in found)
    assert sorted(copied.files) == found
    assert b"".join(sorted(path.read_bytes() for path in (tmp_path / "pack").iterdir())) == b"01234bc"


def test_the_copies_are_ones_own_to_change(both: Workspace, tmp_path: Path) -> None:
    kept = _file(both, "a.txt", b"content", "17065:7.4.4")
    _copy(both, tmp_path / "pack")
    (copy,) = (tmp_path / "pack").iterdir()
    copy.write_bytes(b"annotated")
    assert kept.file is not None
    assert both.attachment_path(kept.file).read_bytes() == b"content"


@pytest.mark.parametrize("harm", ["missing", "changed", "shortened"])
def test_one_bad_file_and_there_is_no_folder(both: Workspace, tmp_path: Path, harm: str) -> None:
    _file(both, "good.txt", b"good", "17065:7.4.1")
    bad = _file(both, "bad.txt", b"bad one", "17065:7.4.4")
    assert bad.file is not None
    stored = both.attachment_path(bad.file)
    stored.chmod(0o600)
    if harm == "missing":
        stored.unlink()
    else:
        stored.write_bytes(b"BAD one" if harm == "changed" else b"bad")
    with pytest.raises(Damage, match=r"bad\.txt") as refused:
        _copy(both, tmp_path / "pack")
    assert refused.value.next_step
    assert _left(tmp_path / "pack") == []


@pytest.mark.parametrize("there", ["file", "empty folder", "full folder", "dead link"])
def test_nothing_that_is_there_is_touched(both: Workspace, tmp_path: Path, there: str) -> None:
    _file(both, "a.txt", b"a", "17065:7.4.4")
    target = tmp_path / "pack"
    if there == "file":
        target.write_bytes(b"mine")
    elif there == "dead link":
        target.symlink_to(tmp_path / "nowhere")
    else:
        target.mkdir()
    if there == "full folder":
        (target / "mine.txt").write_bytes(b"mine")
    with pytest.raises(UsageError, match="is there already"):
        _copy(both, target)
    assert _left(target) == ["pack"]
    if there == "full folder":
        assert _names(target) == ["mine.txt"]


def test_a_report_that_fails_takes_the_folder_with_it(both: Workspace, tmp_path: Path) -> None:
    _file(both, "a.txt", b"a", "17065:7.4.4")
    with (
        pytest.raises(DiskFault),
        evidence_folder.beside(both, both.snapshot, TODAY, PACK, tmp_path / "pack"),
    ):
        report.make(both.snapshot, tmp_path / "nowhere" / "pack.pdf", TODAY, PACK)
    assert _left(tmp_path / "pack") == []


def test_a_folder_that_cannot_get_its_name_leaves_nothing(
    both: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _file(both, "a.txt", b"a", "17065:7.4.4")

    def refuse(*_: object) -> None:
        raise PermissionError(13, "held")

    monkeypatch.setattr(places, "rename_over", refuse)
    with pytest.raises(DiskFault):
        _copy(both, tmp_path / "pack")
    assert _left(tmp_path / "pack") == []


def test_what_is_asked_wrongly_is_said(both: Workspace, tmp_path: Path) -> None:
    with pytest.raises(DiskFault, match="does not exist"):
        _copy(both, tmp_path / "nowhere" / "pack")
    with pytest.raises(UsageError, match="no folder of evidence") as refused:
        _copy(both, tmp_path / "pack", Request(kind="summary"))
    assert "day-pack" in refused.value.next_step
    for request in (Request(kind="nothing"), Request(kind="day-pack", clauses=("99",))):
        with pytest.raises(UnknownName):
            _copy(both, tmp_path / "pack", request)
    assert _left(tmp_path / "pack") == []
    assert {name for name, kind in KINDS.items() if Ask.EVIDENCE_FOLDER in kind.asks} == {
        "cross-reference", "evidence", "day-pack",
    }  # fmt: skip


def test_it_can_be_read_from_a_workspace_that_another_window_has_open(both: Workspace, tmp_path: Path) -> None:
    kept = _file(both, "a.txt", b"a", "17065:7.4.4")
    assert kept.file is not None
    assert kept.file.sha256 == hashlib.sha256(b"a").hexdigest()
    with Workspace.open(both.path, both.author, read_only=True) as reader:
        assert _copy(reader, tmp_path / "pack").files == ("17065 7.4.4 a.txt",)
