"""Evidence and its file: where it came from, what replaced what, and what became of the original."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

import pytest

from readiness.errors import UnknownName
from readiness.model.history import from_plain, to_plain
from readiness.model.record import new_id
from readiness.model.records import Attachment, EarlierRevision, Evidence
from readiness.tasks import evidence, origins
from readiness.tasks.origins import Standing
from readiness.workspace import Workspace
from tests.conftest import QUALITY_MANAGER, TODAY

_PAST_NS = 1_700_000_000_123_456_789


@pytest.fixture
def original(tmp_path: Path) -> Path:
    path = tmp_path / "P-07 Application review.docx"
    path.write_bytes(b"revision 3")
    os.utime(path, ns=(_PAST_NS, _PAST_NS))
    return path


@pytest.fixture
def procedure(both: Workspace, original: Path) -> Evidence:
    record = Evidence(
        id=new_id(), title="Application review", reference="P-07", revision="3", date=dt.date(2025, 1, 15)
    )
    return evidence.add(both, record, original)


def _look(record: Evidence) -> Standing:
    return origins.look(record, {}).standing


def test_where_a_file_came_from_is_kept(both: Workspace, procedure: Evidence, original: Path) -> None:
    kept = both.snapshot.evidence[procedure.id]
    assert kept.origin == str(original)
    assert kept.file is not None
    assert kept.file.modified == dt.datetime(2023, 11, 14, 22, 13, 20, 123456, tzinfo=dt.UTC)


def test_a_newer_file_replaces_the_old_one_which_stays(both: Workspace, procedure: Evidence, original: Path) -> None:
    old = procedure.file
    assert old is not None
    original.write_bytes(b"revision 4")
    commit = evidence.revise(both, procedure, original, TODAY, revision="4", date=dt.date(2026, 2, 20))
    assert commit is not None
    assert len(commit.changes) == 1
    kept = both.snapshot.evidence[procedure.id]
    assert (kept.revision, kept.date) == ("4", dt.date(2026, 2, 20))
    assert kept.earlier == (EarlierRevision(file=old, revision="3", date=dt.date(2025, 1, 15), replaced=TODAY),)
    assert kept.files == (kept.file, old)
    assert both.view_copy(old).read_bytes() == b"revision 3"
    both.undo()
    assert both.snapshot.evidence[procedure.id] == procedure
    both.redo()
    both.close()
    with Workspace.open(both.path, QUALITY_MANAGER) as reopened:
        assert reopened.snapshot.evidence[procedure.id] == kept


def test_what_is_not_said_of_the_new_file_is_empty(both: Workspace, procedure: Evidence, original: Path) -> None:
    original.write_bytes(b"revision 4")
    evidence.revise(both, procedure, original, TODAY)
    kept = both.snapshot.evidence[procedure.id]
    assert (kept.revision, kept.date) == ("", None)


def test_the_same_content_is_no_revision(both: Workspace, procedure: Evidence, original: Path) -> None:
    assert evidence.revise(both, procedure, original, TODAY) is None
    moved = original.rename(original.with_name("moved.docx"))
    assert evidence.revise(both, procedure, moved, TODAY) is not None
    kept = both.snapshot.evidence[procedure.id]
    assert (kept.revision, kept.earlier, kept.origin) == ("3", (), str(moved))


def test_the_first_file_keeps_what_was_said_of_it(both: Workspace, original: Path) -> None:
    record = Evidence(id=new_id(), title="T", revision="1", date=TODAY)
    both.put(record)
    evidence.revise(both, record, original, TODAY)
    kept = both.snapshot.evidence[record.id]
    assert (kept.revision, kept.date, kept.earlier) == ("1", TODAY, ())


def test_a_record_with_all_its_revisions_comes_back_from_plain_json() -> None:
    file = Attachment(name="a.pdf", sha256="ab" * 32, size=3, modified=dt.datetime(2026, 1, 2, 3, 4, 5, 6, dt.UTC))
    past = EarlierRevision(file=file, revision="1", date=TODAY, replaced=TODAY)
    record = Evidence(id=new_id(), title="T", file=file, origin="/a.pdf", earlier=(past, past))
    assert from_plain("evidence", to_plain(record)) == record
    old = {"id": "0" * 16, "title": "T", "file": {"name": "a.pdf", "sha256": "ab" * 32, "size": 3}}
    assert to_plain(from_plain("evidence", old)) == old


# The original


def test_an_untouched_original_is_the_same_without_reading_it(
    procedure: Evidence, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(origins, "_digest", lambda *_: pytest.fail("was read"))
    assert _look(procedure) is Standing.SAME


def test_another_size_or_another_content_is_a_change(procedure: Evidence, original: Path) -> None:
    original.write_bytes(b"revision 4")
    assert _look(procedure) is Standing.CHANGED
    original.write_bytes(b"revision 4, longer")
    assert _look(procedure) is Standing.CHANGED


def test_saved_again_without_a_change_is_the_same_and_read_once(
    procedure: Evidence, original: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    os.utime(original)
    digests: origins.Digests = {}
    assert origins.look(procedure, digests).standing is Standing.SAME
    assert len(digests) == 1
    with monkeypatch.context() as patch:
        patch.setattr(Path, "open", lambda *_: pytest.fail("was read again"))
        assert origins.look(procedure, digests).standing is Standing.SAME


def test_reading_the_original_can_be_stopped(procedure: Evidence, original: Path) -> None:
    os.utime(original)
    digests: origins.Digests = {}
    assert origins.look(procedure, digests, lambda: False).standing is Standing.UNKNOWN
    assert digests == {}


def test_an_original_that_is_gone_is_said(procedure: Evidence, original: Path) -> None:
    original.unlink()
    found = origins.look(procedure, {})
    assert (found.standing, found.path) == (Standing.GONE, original)
    original.mkdir()
    assert _look(procedure) is Standing.GONE


def test_without_a_known_time_the_content_tells(procedure: Evidence, original: Path) -> None:
    assert procedure.file is not None
    file = Attachment(name="a", sha256=procedure.file.sha256, size=procedure.file.size)
    old = Evidence(id=new_id(), title="T", file=file, origin=str(original))
    assert _look(old) is Standing.SAME
    assert _look(Evidence(id=new_id(), title="T", file=file)) is Standing.UNKNOWN


def test_an_original_that_may_not_be_looked_at_is_not_called_gone(
    procedure: Evidence, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: Path) -> None:
        raise PermissionError

    with monkeypatch.context() as patch:
        patch.setattr(Path, "stat", refuse)
        assert _look(procedure) is Standing.UNKNOWN


def test_a_link_to_a_file_is_looked_after(tmp_path: Path) -> None:
    there = tmp_path / "a file.pdf"
    there.touch()
    for link in (str(there), there.as_uri(), f"file://localhost{there.as_posix()}", f"  {there} "):
        assert _look(Evidence(id=new_id(), title="T", link=link)) is Standing.LINK_FOUND, link
    there.unlink()
    for link in (str(there), there.as_uri()):
        assert _look(Evidence(id=new_id(), title="T", link=link)) is Standing.LINK_MISSING, link


@pytest.mark.parametrize(
    "link",
    ["", "https://example.org/a.pdf", "example.org/a.pdf", "mailto:a@example.org", "//server/share/a.pdf",
     "\\\\server\\share\\a.pdf", "file://server/share/a.pdf", "file:", "file://[", "notes, page 4"],
)  # fmt: skip
def test_what_lies_elsewhere_is_never_called_at(link: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Path, "stat", lambda *_: pytest.fail("was looked at"))
    assert origins.local_file(link) is None
    assert _look(Evidence(id=new_id(), title="T", link=link)) is Standing.UNKNOWN


def test_a_drive_letter_is_understood() -> None:
    assert origins.local_file("C:\\QM\\P-07.docx") == Path("C:\\QM\\P-07.docx")
    assert origins.local_file("file:///C:/QM/P%2007.docx") == Path("C:/QM/P 07.docx")


def test_a_path_that_is_no_text_is_not_kept(tmp_path: Path) -> None:
    assert origins.origin_text(tmp_path / "half\udcff.pdf") == ""


# By number


def test_evidence_is_found_by_id_and_by_a_number_of_its_own(both: Workspace, procedure: Evidence) -> None:
    snapshot = both.snapshot
    assert evidence.find(snapshot, procedure.id) == procedure
    assert evidence.find(snapshot, " p-07 ") == procedure
    with pytest.raises(UnknownName, match=r"There is no evidence 'P-08'\. List the ids"):
        evidence.find(snapshot, "P-08")
    with pytest.raises(UnknownName):
        evidence.find(snapshot, "")
    twin = Evidence(id=new_id(), title="Twin", reference="P-07")
    both.put(twin)
    with pytest.raises(UnknownName, match=f"Several .* {procedure.id} or {twin.id}"):
        evidence.find(both.snapshot, "P-07")
