"""Looking through documents: read once, kept beside them, said where they cannot be read."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest

from readiness.errors import Cancelled
from readiness.model.record import new_id
from readiness.model.records import Citation, Evidence, Role
from readiness.tasks import two_standards
from readiness.workspace import Workspace


def _attach(workspace: Workspace, path: Path, requirement: str = "17065:7.4.1") -> Evidence:
    record = Evidence(id=new_id(), title=path.stem, file=workspace.stage(path))
    use = (*workspace.snapshot.locate(requirement), Citation(evidence=record.id, role=Role.LAID_DOWN))
    workspace.put(record, uses=[use])
    return record


def _procedure(folder: Path, text: str, name: str = "P-1.docx") -> Path:
    made = docx.Document()
    made.add_paragraph(text)
    made.save(str(folder / name))
    return folder / name


def test_documents_are_read_once_in_one_commit(both: Workspace, tmp_path: Path) -> None:
    record = _attach(both, _procedure(tmp_path, "Stage 1 is on site. ISO/IEC 17065 applies."))
    _attach(both, _procedure(tmp_path, "Samples are drawn.", "P-2.docx"))
    before = both.snapshot.sequence
    commit = two_standards.read_documents(both)
    assert commit is not None
    assert commit.sentence == "Looked through 2 documents for terms of system audits"
    assert both.snapshot.sequence == before + 1
    read = both.snapshot.evidence[record.id].text_read
    assert read is not None
    assert [item.what for item in read.sayings] == ["stages"]
    assert read.names == ("17065",)
    assert two_standards.read_documents(both) is None


def test_a_new_file_is_read_again(both: Workspace, tmp_path: Path) -> None:
    record = _attach(both, _procedure(tmp_path, "Stage 1 is on site."))
    two_standards.read_documents(both)
    newer = both.stage(_procedure(tmp_path, "Samples are drawn.", "P-1b.docx"))
    known = both.snapshot.evidence[record.id]
    both.put(known.with_file(newer, "", both.history().__next__().time.date()))
    assert two_standards.read_documents(both) is not None
    read = both.snapshot.evidence[record.id].text_read
    assert read is not None
    assert read.sayings == ()


def test_what_cannot_be_read_keeps_the_reason(both: Workspace, tmp_path: Path) -> None:
    picture = tmp_path / "scan.png"
    picture.write_bytes(b"\x89PNG")
    record = _attach(both, picture)
    two_standards.read_documents(both)
    read = both.snapshot.evidence[record.id].text_read
    assert read is not None
    assert "not a document that can be read" in read.problem


def test_stopping_keeps_nothing(both: Workspace, tmp_path: Path) -> None:
    _attach(both, _procedure(tmp_path, "Stage 1 is on site."))
    before = both.snapshot.sequence
    with pytest.raises(Cancelled):
        two_standards.read_documents(both, lambda done, total: False)
    assert both.snapshot.sequence == before


def test_what_a_purge_takes_out_takes_the_sayings_too(both: Workspace, tmp_path: Path) -> None:
    record = _attach(both, _procedure(tmp_path, "Stage 1 of a secret client is on site."))
    two_standards.read_documents(both)
    both.purge(both.snapshot.evidence[record.id], "Holds a client's name.")
    both.checkpoint()
    for path in (both.path / "journal").glob("*.journal"):
        assert b"secret client" not in path.read_bytes()
    assert b"secret client" not in (both.path / "workspace.json").read_bytes()
