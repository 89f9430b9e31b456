"""A list of documents comes in as one commit; several documents are changed, merged, removed, confirmed as one."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import msgspec
import openpyxl
import pytest

from readiness.analysis.register import Plan, plan
from readiness.errors import BadFile, NotAllowed, UnknownName, UsageError
from readiness.model.record import new_id
from readiness.model.records import Citation, Evidence, EvidenceKind, Role
from readiness.tasks import register
from readiness.workspace import Workspace

LIST = "Nr.\tTitel\tRev.\tVerantwortlich\nP-01\tAudits\t2\tQM\nP-02\tReviews\t1\tQM\n"


def _planned(workspace: Workspace, text: str) -> Plan:
    sheet = register.chosen(register.pasted(text))
    return plan(sheet, register.layout_of(sheet), workspace.snapshot)


def test_a_list_is_one_commit_and_one_undo(both: Workspace) -> None:
    before = both.snapshot
    commit = register.carry_out(both, _planned(both, LIST))
    assert commit is not None
    assert commit.sentence == "Took over a list of documents: 2 added, 0 updated"
    assert both.snapshot.sequence == before.sequence + 1
    assert [item.reference for item in both.snapshot.evidence.values()] == ["P-01", "P-02"]
    assert len({item.id for item in both.snapshot.evidence.values()}) == 2
    both.undo()
    assert both.snapshot.evidence == before.evidence


def test_the_same_list_again_changes_nothing_and_a_newer_one_its_revisions(both: Workspace) -> None:
    register.carry_out(both, _planned(both, LIST))
    assert register.carry_out(both, _planned(both, LIST)) is None
    register.carry_out(both, _planned(both, LIST.replace("Audits\t2", "Audits\t3")))
    assert [item.revision for item in both.snapshot.evidence.values()] == ["3", "1"]


def test_what_changed_since_the_preview_is_kept(both: Workspace) -> None:
    register.carry_out(both, _planned(both, LIST))
    planned = _planned(both, LIST.replace("Audits\t2", "Audits\t3"))
    record = next(iter(both.snapshot.evidence.values()))
    both.put(msgspec.structs.replace(record, note="seen on site"))
    register.carry_out(both, planned)
    after = both.snapshot.evidence[record.id]
    assert (after.revision, after.note) == ("3", "seen on site")


def test_a_new_revision_turns_its_places_to_be_confirmed(both: Workspace) -> None:
    register.carry_out(both, _planned(both, LIST))
    record = next(iter(both.snapshot.evidence.values()))
    assessment, leaves = both.snapshot.locate("17065:7.5.1")
    both.cite(assessment, leaves, Citation(evidence=record.id, role=Role.LAID_DOWN, where="section 4"))
    register.carry_out(both, _planned(both, LIST.replace("Audits\t2", "Audits\t3")))
    (citation,) = both.snapshot.answer(assessment, "7.5.1").citations
    now = both.snapshot.evidence[record.id]
    assert citation.must_be_confirmed(now)
    register.confirm(both, [now])
    (citation,) = both.snapshot.answer(assessment, "7.5.1").citations
    assert citation.revision == "3"
    assert register.confirm(both, [now]) is None


def test_a_workbook_and_its_sheets(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.title = "Cover"
    book.active["A1"] = "Our body"
    sheet = book.create_sheet("Documents")
    sheet.append(["Doc. No.", "Title"])
    sheet.append(["P-01", "Audits"])
    path = tmp_path / "list.xlsx"
    book.save(path)
    sheets = register.read(path)
    assert register.chosen(sheets).name == "Documents"
    assert register.chosen(sheets, "cover").name == "Cover"
    with pytest.raises(UnknownName, match="no sheet 'x'"):
        register.chosen(sheets, "x")


def test_a_file_that_is_no_list_says_why(tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx"
    path.write_bytes(b"PK\x03\x04")
    with pytest.raises(BadFile) as refused:
        register.read(path)
    assert "damaged" in str(refused.value.problems[0])


def test_columns_are_named_by_letter_or_heading() -> None:
    sheet = register.chosen(register.pasted(LIST))
    assert register.layout_of(sheet, "number=a, title=titel").columns == {"number": 0, "title": 1}
    with pytest.raises(UsageError, match="no column 'Z'"):
        register.layout_of(sheet, "number=Z")
    with pytest.raises(UsageError, match="nothing that a list"):
        register.layout_of(sheet, "colour=A")


def test_several_documents_are_changed_in_one_commit_or_not_at_all(both: Workspace) -> None:
    records = [
        Evidence(id=new_id(), title="A", date=dt.date(2026, 1, 1)),
        Evidence(id=new_id(), title="B", date=dt.date(2026, 3, 1)),
    ]
    both.put(*records)
    sequence = both.snapshot.sequence
    register.edit(both, records, owner="QM", kind=EvidenceKind.FORM)
    assert both.snapshot.sequence == sequence + 1
    assert {(item.owner, item.kind) for item in both.snapshot.evidence.values()} == {("QM", EvidenceKind.FORM)}
    with pytest.raises(NotAllowed, match="lies before"):
        register.edit(both, records, valid_until=dt.date(2026, 2, 1))
    assert both.snapshot.sequence == sequence + 1


def test_merging_and_removing_are_one_commit_each(both: Workspace) -> None:
    one, two, three = (Evidence(id=new_id(), title=title) for title in "ABC")
    both.put(one, two, three)
    assessment, leaves = both.snapshot.locate("17065:7.5.1")
    for record in (one, two, three):
        both.cite(assessment, leaves, Citation(evidence=record.id, role=Role.LAID_DOWN))
    sequence = both.snapshot.sequence
    commit = register.merge(both, one, two)
    assert commit is not None
    assert commit.sentence == "Merged 'A' into 'B'"
    assert [item.evidence for item in both.snapshot.answer(assessment, "7.5.1").citations] == [two.id, three.id]
    register.remove(both, [two, three])
    assert both.snapshot.answer(assessment, "7.5.1").citations == ()
    assert both.snapshot.sequence == sequence + 2
    both.undo()
    both.undo()
    assert len(both.snapshot.answer(assessment, "7.5.1").citations) == 3
    with pytest.raises(UsageError, match="into itself"):
        register.merge(both, one, one)
