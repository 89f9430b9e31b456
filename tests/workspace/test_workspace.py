"""The verbs of a workspace, and that what they return is on the disk."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import msgspec
import pytest
from tinydb import Query, TinyDB

from readiness import library
from readiness.errors import (
    DiskFault,
    NotAllowed,
    UnknownName,
    WorkspaceExists,
    WorkspaceLocked,
    WorkspaceMissing,
    WorkspaceReadOnly,
    WorkspaceTooNew,
)
from readiness.model.history import Author, Commit
from readiness.model.record import new_id
from readiness.model.records import (
    Action,
    ActionState,
    Citation,
    Evidence,
    EvidenceKind,
    Organization,
    Rating,
    Role,
    Target,
    Weight,
)
from readiness.workspace import Draft, Workspace
from tests.conftest import QUALITY_MANAGER


def _reopened(workspace: Workspace) -> Workspace:
    workspace.close()
    return Workspace.open(workspace.path, QUALITY_MANAGER)


def _procedure(workspace: Workspace) -> Evidence:
    evidence = Evidence(id=new_id(), title="Application review", kind=EvidenceKind.PROCEDURE, reference="P-07")
    workspace.put(evidence)
    return evidence


def test_a_stem_is_answered_for_all_its_letters_in_one_commit(both: Workspace) -> None:
    assessment, leaves = both.snapshot.locate("4.1.2.2")
    commit = both.answer(assessment, leaves, rating=Rating.PARTLY, weight=Weight.MINOR, note="letters d and e open")
    assert commit is not None
    assert len(commit.changes) == 11
    assert commit.sentence == "Rated 4.1.2.2 of ISO/IEC 17065:2012 partly conforming"
    assert {both.snapshot.answer(assessment, leaf.id).note for leaf in leaves} == {"letters d and e open"}
    both.undo()
    assert both.snapshot.answers.get(assessment.id, {}) == {}


def test_a_change_touches_only_what_it_names(both: Workspace) -> None:
    assessment, leaves = both.snapshot.locate("9.1.2.1")
    both.answer(assessment, leaves, note="kept", responsible="lead auditor A", due=dt.date(2026, 5, 1))
    both.answer(assessment, leaves, rating=Rating.CONFORMING)
    answer = both.snapshot.answer(assessment, leaves[0].id)
    assert (answer.note, answer.responsible, answer.due) == ("kept", "lead auditor A", dt.date(2026, 5, 1))


def test_what_does_not_differ_makes_no_commit(both: Workspace) -> None:
    assessment, leaves = both.snapshot.locate("9.1.2.1")
    assert both.answer(assessment, leaves, rating=Rating.NOT_ASSESSED) is None
    both.answer(assessment, leaves, rating=Rating.CONFORMING)
    before = both.snapshot.sequence
    assert both.answer(assessment, leaves, rating=Rating.CONFORMING) is None
    assert both.snapshot.sequence == before


def test_not_applicable_needs_a_reason(both: Workspace) -> None:
    assessment, leaves = both.snapshot.locate("17065:6.2.2.2")
    with pytest.raises(NotAllowed, match="'not applicable' needs a reason"):
        both.answer(assessment, leaves, rating=Rating.NOT_APPLICABLE, reason="  ")
    assert both.answer(assessment, leaves, rating=Rating.NOT_APPLICABLE, reason="nothing is outsourced")
    with pytest.raises(NotAllowed, match="needs a reason"):
        both.answer(assessment, leaves, reason="")


def test_only_a_gap_has_a_weight(both: Workspace) -> None:
    assessment, leaves = both.snapshot.locate("17065:7.1.1")
    with pytest.raises(NotAllowed, match="only a gap has a weight"):
        both.answer(assessment, leaves, rating=Rating.CONFORMING, weight=Weight.MAJOR)
    both.answer(assessment, leaves, rating=Rating.NONCONFORMING, weight=Weight.MAJOR)
    both.answer(assessment, leaves, rating=Rating.CONFORMING)


def test_the_other_option_is_not_answered(both: Workspace) -> None:
    assessment, leaves = both.snapshot.locate("10.3.1")
    with pytest.raises(NotAllowed, match="belongs to option B"):
        both.answer(assessment, leaves, rating=Rating.CONFORMING)


def test_evidence_comes_with_its_citations_in_one_commit_and_goes_with_them(both: Workspace) -> None:
    before = both.snapshot
    systems, left = before.locate("9.1.2.1")
    products, right = before.locate("7.3.1")
    evidence = Evidence(id=new_id(), title="Application review", reference="P-07")
    rule = Citation(evidence=evidence.id, role=Role.LAID_DOWN, where="section 4", revision="")
    shown = Citation(evidence=evidence.id, role=Role.SHOWN_BY, revision="")
    both.put(evidence, uses=[(systems, left, rule), (systems, left, shown), (products, right, rule)])
    assert both.snapshot.sequence == before.sequence + 1
    assert both.snapshot.answer(systems, left[0].id).citations == (rule, shown)
    assert len(list(both.snapshot.uses_of(evidence.id))) == len(left) + len(right)
    both.remove(evidence)
    assert list(both.snapshot.uses_of(evidence.id)) == []
    assert not both.snapshot.evidence
    both.undo()
    assert both.snapshot.answer(systems, left[0].id).citations == (rule, shown)


def test_citing_adds_to_what_each_letter_has_and_not_twice(both: Workspace) -> None:
    assessment, leaves = both.snapshot.locate("4.1.2.2")
    evidence = _procedure(both)
    first = Citation(evidence=evidence.id, role=Role.LAID_DOWN, where="a", revision="")
    second = Citation(evidence=evidence.id, role=Role.LAID_DOWN, where="b", revision="")
    both.cite(assessment, leaves[:1], first)
    both.cite(assessment, leaves, second)
    assert both.snapshot.answer(assessment, leaves[0].id).citations == (first, second)
    assert both.snapshot.answer(assessment, leaves[1].id).citations == (second,)
    assert both.cite(assessment, leaves, second) is None


def test_what_is_cited_must_be_in_the_register(both: Workspace) -> None:
    assessment, leaves = both.snapshot.locate("4.1.2.2")
    with pytest.raises(UnknownName, match="not in the register"):
        both.cite(assessment, leaves, Citation(evidence="none", role=Role.LAID_DOWN))


def test_an_action_is_closed_only_when_its_effect_was_checked(both: Workspace) -> None:
    assessment, leaves = both.snapshot.locate("17065:7.5.1")
    target = Target(assessment=assessment.id, requirement=leaves[0].id)
    action = Action(id=new_id(), title="Name a second reviewer", targets=(target,), state=ActionState.CLOSED)
    with pytest.raises(NotAllowed, match="cannot be closed yet"):
        both.put(action)
    both.put(msgspec.structs.replace(action, effectiveness="ten files drawn, none reviewed by its evaluator"))
    assert both.snapshot.actions_for(assessment.id, leaves[0].id)


def test_removing_an_assessment_takes_its_answers_and_undo_brings_them_back(both: Workspace) -> None:
    assessment, leaves = both.snapshot.locate("17065:7.5.1")
    both.answer(assessment, leaves, rating=Rating.CONFORMING)
    target = Target(assessment=assessment.id, requirement=leaves[0].id)
    both.put(Action(id=new_id(), title="A", targets=(target,)))
    before = both.snapshot
    both.remove(assessment)
    assert assessment.id not in both.snapshot.assessments
    assert not both.snapshot.answers.get(assessment.id)
    assert next(iter(both.snapshot.actions.values())).targets == ()
    both.undo()
    assert both.snapshot.answers[assessment.id] == before.answers[assessment.id]
    assert both.snapshot.assessments.keys() == before.assessments.keys()
    assert both.snapshot.actions == before.actions


@pytest.mark.parametrize(
    ("evidence", "says"),
    [
        (Evidence(id="1", title=" "), "needs a title"),
        (
            Evidence(id="1", title="t", date=dt.date(2026, 2, 2), valid_until=dt.date(2026, 2, 1)),
            "lies before its date",
        ),
    ],
)
def test_evidence_is_checked(both: Workspace, evidence: Evidence, says: str) -> None:
    with pytest.raises(NotAllowed, match=says):
        both.put(evidence)


def test_undo_and_redo_live_on_over_restarts(both: Workspace) -> None:
    assessment, leaves = both.snapshot.locate("17065:7.5.1")
    both.answer(assessment, leaves, rating=Rating.CONFORMING)
    both.answer(assessment, leaves, note="second")
    workspace = _reopened(both)
    assert workspace.next_undo is not None
    assert workspace.next_undo.sentence == "Changed the note on 7.5.1 of ISO/IEC 17065:2012"
    assert workspace.next_undo.run != workspace.run
    workspace.undo()
    workspace = _reopened(workspace)
    assert workspace.snapshot.answer(assessment, leaves[0].id).note == ""
    assert workspace.next_redo is not None
    workspace.redo()
    assert workspace.snapshot.answer(assessment, leaves[0].id).note == "second"
    workspace.undo()
    workspace.answer(assessment, leaves, note="third")
    assert workspace.next_redo is None
    workspace.close()


def test_everything_can_be_undone_but_the_organization(both: Workspace) -> None:
    assessment, leaves = both.snapshot.locate("17065:7.5.1")
    both.answer(assessment, leaves, rating=Rating.CONFORMING)
    while both.undo():
        pass
    snapshot = both.snapshot
    assert snapshot.organization.name == "Sample certification body"
    assert not snapshot.assessments
    while both.redo():
        pass
    assert both.snapshot.answer(assessment, leaves[0].id).rating is Rating.CONFORMING


def test_reopening_gives_the_same_snapshot_with_and_without_checkpoint(both: Workspace) -> None:
    assessment, leaves = both.snapshot.locate("4.1.2.2")
    evidence = _procedure(both)
    both.cite(assessment, leaves, Citation(evidence=evidence.id, role=Role.LAID_DOWN))
    both.checkpoint()
    both.answer(assessment, leaves, rating=Rating.CONFORMING)
    workspace = _reopened(both)
    assert workspace.snapshot == both.snapshot
    workspace.close()
    (workspace.path / "workspace.json").unlink()
    workspace = Workspace.open(workspace.path, QUALITY_MANAGER)
    assert workspace.snapshot == both.snapshot
    assert workspace.notices == ()
    workspace.close()


def test_an_older_checkpoint_put_back_is_brought_up_to_date(both: Workspace) -> None:
    both.checkpoint()
    old = (both.path / "workspace.json").read_bytes()
    assessment, leaves = both.snapshot.locate("17065:7.5.1")
    both.answer(assessment, leaves, rating=Rating.CONFORMING)
    both.close()
    (both.path / "workspace.json").write_bytes(old)
    with Workspace.open(both.path, QUALITY_MANAGER) as workspace:
        assert workspace.snapshot.answer(assessment, leaves[0].id).rating is Rating.CONFORMING
        assert workspace.notices == ()


def test_somebody_elses_writes_to_the_checkpoint_are_not_taken_over(both: Workspace) -> None:
    assessment, leaves = both.snapshot.locate("17065:7.5.1")
    both.answer(assessment, leaves, rating=Rating.PARTLY)
    both.close()
    database = TinyDB(both.path / "workspace.json")
    database.table("answers").update({"rating": "conforming"})
    database.close()
    with Workspace.open(both.path, QUALITY_MANAGER, read_only=True) as reader:
        assert reader.snapshot.answer(assessment, leaves[0].id).rating is Rating.PARTLY
        assert "changed by another program" in reader.notices[0]
        assert [problem.where for problem in reader.verify()] == ["workspace.json"]


def test_plain_tinydb_reads_the_checkpoint(both: Workspace) -> None:
    assessment, leaves = both.snapshot.locate("4.1.2.2.a")
    both.answer(assessment, leaves, rating=Rating.PARTLY, note="Überprüfung — 审查")
    both.checkpoint()
    database = TinyDB(both.path / "workspace.json")
    found = database.table("answers").search(Query().requirement == "4.1.2.2.a")
    assert [item["note"] for item in found] == ["Überprüfung — 审查"]
    assert len(database.table("assessments").all()) == 2
    database.close()
    assert (both.path / "workspace.json").read_bytes().isascii()


def test_a_snapshot_never_changes_and_shares_what_did_not(both: Workspace) -> None:
    systems, left = both.snapshot.locate("9.1.2.1")
    products, right = both.snapshot.locate("7.3.1")
    both.answer(systems, left, rating=Rating.CONFORMING)
    old = both.snapshot
    both.answer(products, right, rating=Rating.PARTLY)
    new = both.snapshot
    assert products.id not in old.answers
    assert new.answers[systems.id] is old.answers[systems.id]
    assert new.evidence is old.evidence
    assert both.snapshot is new


def test_answers_looked_at_late_are_those_of_the_snapshot_s_moment(both: Workspace) -> None:
    path = both.path
    assessment = next(iter(both.snapshot.assessments.values()))
    leaf, other = list(both.snapshot.requirements(assessment))[:2]
    both.answer(assessment, (leaf,), rating=Rating.CONFORMING)
    both.close()
    with Workspace.open(path, QUALITY_MANAGER) as again:
        early = again.snapshot
        again.answer(assessment, (leaf,), rating=Rating.PARTLY)
        again.answer(assessment, (other,), rating=Rating.PARTLY)
        assert again.snapshot.answer(assessment, leaf.id).rating is Rating.PARTLY
        assert early.answer(assessment, leaf.id).rating is Rating.CONFORMING
        assert early.answer(assessment, other.id).rating is Rating.NOT_ASSESSED


def test_subscribers_hear_of_every_commit_after_it_is_on_the_disk(both: Workspace) -> None:
    heard: list[Commit] = []

    def listen(commit: Commit) -> None:
        assert next(iter(both.history())).sequence == commit.sequence
        heard.append(commit)

    end = both.subscribe(listen)
    assessment, leaves = both.snapshot.locate("17065:7.5.1")
    both.answer(assessment, leaves, rating=Rating.CONFORMING)
    both.undo()
    end()
    both.redo()
    assert [commit.sentence for commit in heard] == [
        "Rated 7.5.1 of ISO/IEC 17065:2012 conforming",
        "Undid: Rated 7.5.1 of ISO/IEC 17065:2012 conforming",
    ]


def test_commits_name_who_and_when(tmp_path: Path) -> None:
    moment = dt.datetime(2026, 3, 2, 9, 30, tzinfo=dt.UTC)
    with Workspace.create(tmp_path / "w", "Body", Author("auditor", "lead"), clock=lambda: moment) as workspace:
        commit = next(iter(workspace.history()))
    assert commit.author == Author("auditor", "lead")
    assert commit.time == moment
    assert [(name, new) for name, _, new in commit.changes[0].fields()] == [("name", "Body")]


def test_one_writer_and_readers_beside_it(both: Workspace) -> None:
    with pytest.raises(WorkspaceLocked, match="by quality manager \\(QM\\) since"):
        Workspace.open(both.path, QUALITY_MANAGER)
    assessment, leaves = both.snapshot.locate("17065:7.5.1")
    both.answer(assessment, leaves, rating=Rating.CONFORMING)
    with Workspace.open(both.path, QUALITY_MANAGER, read_only=True) as reader:
        assert reader.read_only
        assert reader.snapshot == both.snapshot
        with pytest.raises(WorkspaceReadOnly):
            reader.answer(assessment, leaves, rating=Rating.PARTLY)
        with pytest.raises(WorkspaceReadOnly):
            reader.undo()
        reader.checkpoint()
    both.answer(assessment, leaves, note="the writer goes on")


def test_a_reader_writes_nothing(both: Workspace) -> None:
    both.close()
    before = {path: path.read_bytes() for path in both.path.rglob("*") if path.is_file()}
    with Workspace.open(both.path, QUALITY_MANAGER, read_only=True) as reader:
        assert reader.verify() == ()
    after = {path: path.read_bytes() for path in both.path.rglob("*") if path.is_file()}
    assert after == before


def test_where_no_workspace_is(tmp_path: Path) -> None:
    with pytest.raises(WorkspaceMissing, match="There is no workspace"):
        Workspace.open(tmp_path / "nothing", QUALITY_MANAGER)
    (tmp_path / "file").write_text("x")
    with pytest.raises(WorkspaceMissing):
        Workspace.open(tmp_path / "file", QUALITY_MANAGER)


def test_nothing_is_overwritten_by_a_new_workspace(both: Workspace, tmp_path: Path) -> None:
    with pytest.raises(WorkspaceExists, match="exists already"):
        Workspace.create(both.path, "Other", QUALITY_MANAGER)
    with pytest.raises(NotAllowed, match="needs a name"):
        Workspace.create(tmp_path / "unnamed", " ", QUALITY_MANAGER)
    assert not (tmp_path / "unnamed.readiness").exists()


def test_a_newer_format_is_refused_untouched_with_both_versions(both: Workspace) -> None:
    both.close()
    mark = both.path / "open.readiness"
    mark.write_text(mark.read_text().replace('"format":1', '"format":7'))
    with pytest.raises(WorkspaceTooNew, match="has format 7; this version of the program knows formats up to 1"):
        Workspace.open(both.path, QUALITY_MANAGER)


def test_the_folder_is_found_by_its_name_its_type_file_and_without_ending(both: Workspace) -> None:
    both.close()
    for path in (both.path, both.path / "open.readiness", both.path.with_suffix("")):
        with Workspace.open(path, QUALITY_MANAGER, read_only=True) as reader:
            assert reader.path == both.path


def test_attached_files_are_kept_by_content_and_open_as_copies(both: Workspace, tmp_path: Path) -> None:
    source = tmp_path / "Prüfbericht 7.pdf"
    source.write_bytes(b"%PDF-report")
    first, second = both.stage(source), both.stage(source)
    assert first == second
    assert [path.name for path in (both.path / "evidence").iterdir()] == [first.sha256]
    both.put(Evidence(id=new_id(), title="Report", file=first))
    copy = both.view_copy(first)
    assert copy.name == "Prüfbericht 7.pdf"
    assert copy.read_bytes() == b"%PDF-report"
    assert both.view_copy(first) == copy
    stored = both.attachment_path(first)
    stored.write_bytes(b"%PDF-rep0rt")
    assert [problem.what for problem in both.verify()] == ["has changed content"]
    stored.unlink()
    assert [problem.what for problem in both.verify()] == ["is missing"]
    workspace = _reopened(both)
    assert not any((workspace.path / "open").iterdir())
    workspace.close()


def test_a_file_that_cannot_be_read_is_said_and_leaves_nothing(both: Workspace, tmp_path: Path) -> None:
    with pytest.raises(DiskFault, match="could not be read"):
        both.stage(tmp_path / "gone.pdf")
    assert not any((both.path / "evidence").iterdir())


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../etc/passwd", "_.._etc_passwd"),
        ("CON", "_CON"),
        ("a\\b:c?.pdf", "a_b_c_.pdf"),
        ("x" * 300 + ".docx", "x" * 80 + ".docx"),
        ("\n\t", "__"),
    ],
)
def test_a_name_is_a_label_never_a_path(name: str, safe: str) -> None:
    from readiness.workspace.attachments import safe_name

    assert safe_name(name) == safe


def test_a_copy_of_the_folder_opens_by_itself(both: Workspace, tmp_path: Path) -> None:
    both.close()
    shutil.copytree(both.path, tmp_path / "copy.readiness")
    with Workspace.open(tmp_path / "copy.readiness", QUALITY_MANAGER) as copy:
        assert copy.snapshot == both.snapshot


def test_drafts_outlive_the_program_until_dropped(both: Workspace) -> None:
    draft = Draft(("assessment", "7.5.1", "note"), "half a sen")
    both.drafts.save(Draft(draft.key, "half"))
    both.drafts.save(draft)
    workspace = _reopened(both)
    assert workspace.drafts.all() == (draft,)
    workspace.drafts.drop(draft.key)
    assert workspace.drafts.all() == ()
    workspace.close()


def test_a_checklist_version_is_pinned_by_its_content(both: Workspace) -> None:
    shipped = library.find("17065")
    changed = msgspec.structs.replace(shipped.checklist, version="9.9")
    from readiness.model import checklist_file

    both.keep_checklist(changed, checklist_file.to_bytes(changed))
    versions = sorted(item.version for item in both.snapshot.checklists.values() if item.short == "17065")
    assert versions == sorted([shipped.checklist.version, "9.9"])
    assessment = both.snapshot.assessments_of("17065")[0]
    assert both.snapshot.checklist_of(assessment).version == shipped.checklist.version
    assert both.keep_checklist(changed, checklist_file.to_bytes(changed)) is None


def test_verify_against_a_hash_kept_elsewhere(both: Workspace) -> None:
    printed = both.snapshot.head
    assessment, leaves = both.snapshot.locate("17065:7.5.1")
    both.answer(assessment, leaves, rating=Rating.CONFORMING)
    assert both.verify(printed) == ()
    assert [problem.where for problem in both.verify("ab" * 32)] == ["journal"]


def test_the_organization_is_described(both: Workspace) -> None:
    old = both.snapshot.organization
    both.put(msgspec.structs.replace(old, accreditation_body="national body", target_date=dt.date(2026, 9, 1)))
    assert both.snapshot.organization == Organization(
        id=old.id,
        name=old.name,
        accreditation_body="national body",
        target_date=dt.date(2026, 9, 1),
    )


def test_a_citation_knows_its_revision_and_is_the_same_whatever_the_revision(both: Workspace) -> None:
    evidence = Evidence(id=new_id(), title="Complaints", revision="4")
    both.put(evidence)
    assessment, leaves = both.snapshot.locate("17065:7.13.1")
    citation = Citation(evidence=evidence.id, role=Role.LAID_DOWN, where="section 4")

    def cited() -> list[str | None]:
        return [item.revision for item in both.snapshot.answer(assessment, leaves[0].id).citations]

    both.cite(assessment, leaves, citation)
    assert cited() == ["4"]
    both.put(msgspec.structs.replace(evidence, revision="5"))
    assert both.cite(assessment, leaves, citation) is None
    assert cited() == ["4"]
    with pytest.raises(NotAllowed, match="cited twice"):
        both.answer(assessment, leaves, citations=(citation, msgspec.structs.replace(citation, revision="5")))
    both.revise(assessment, leaves, lambda answer: answer.without(citation))
    assert cited() == []


def test_a_first_revision_is_learnt_by_citations_and_the_next_one_found(both: Workspace) -> None:
    evidence = Evidence(id=new_id(), title="Complaints")
    assessment, leaves = both.snapshot.locate("17065:7.13.1")
    citation = Citation(evidence=evidence.id, role=Role.LAID_DOWN, where="section 4")
    both.put(evidence, uses=[(assessment, leaves, citation)])
    for revision, is_old in (("1", False), ("2", True), ("1", False)):
        both.put(msgspec.structs.replace(evidence, revision=revision))
        (found,) = both.snapshot.answer(assessment, leaves[0].id).citations
        assert found.revision == "1"
        assert found.must_be_confirmed(both.snapshot.evidence[evidence.id]) is is_old
    for _ in range(3):
        both.undo()
    assert both.snapshot.answer(assessment, leaves[0].id).citations[0].revision == ""
