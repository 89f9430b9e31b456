"""The assessment-day pack: per clause what is asked, answered and shown, with room for notes; what to lay ready."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from readiness.model.record import new_id
from readiness.model.records import Action, ActionState, Attachment, Rating, Role, Target, Weight
from readiness.report.blocks import Document, Entry, KeyValues, Table
from readiness.report.kinds import KINDS
from readiness.report.request import Request
from readiness.tasks.report import composed
from readiness.workspace import Workspace
from tests.conftest import TODAY
from tests.report.samples import evidence, fill, page_texts, rate, section, text_of


def _made(workspace: Workspace, *clauses: str, **asked: Any) -> Document:
    request = Request(kind="day-pack", clauses=clauses, **asked)
    return composed(workspace.snapshot, TODAY, request, KINDS["day-pack"], "9.9")


def _entry(document: Document, number: str) -> Entry:
    (found,) = [block for block in document.blocks() if isinstance(block, Entry) and block.number == number]
    return found


def _fields(entry: Entry) -> dict[str, str]:
    return {field.label: "\n".join(text.text for text in field.texts) for field in entry.fields}


def _action(workspace: Workspace, requirement: str, title: str, state: ActionState) -> None:
    assessment, leaves = workspace.snapshot.locate(requirement)
    targets = tuple(Target(assessment=assessment.id, requirement=leaf.id) for leaf in leaves)
    due = TODAY - dt.timedelta(days=1)
    workspace.put(Action(id=new_id(), title=title, targets=targets, state=state, due=due, effectiveness="Looked at."))


def test_all_that_is_said_of_a_clause_stands_together(both: Workspace) -> None:
    rate(both, "17065:7.4.2", Rating.PARTLY, weight=Weight.MINOR, note="Two of eight files.", responsible="evaluator C")
    evidence(both, {"17065:7.4.2": Role.LAID_DOWN}, title="Evaluation", reference="P-201")
    evidence(both, {"17065:7.4.2": Role.SHOWN_BY}, title="Appointments", valid_until=TODAY - dt.timedelta(days=1))
    _action(both, "17065:7.4.2", "Appoint in writing", ActionState.OPEN)
    _action(both, "17065:7.4.2", "Long done", ActionState.CLOSED)
    entry = _entry(_made(both, "17065:7.4"), "7.4.2")
    fields, (assessment,) = _fields(entry), both.snapshot.assessments_of("17065")
    clause = both.snapshot.checklist_of(assessment).requirements["7.4.2"].clause
    assert fields["Asked"] == clause.question
    assert fields["How it is checked"] == clause.checked_by
    assert "Laid down: " in fields["To look for"]
    assert "Shown by: " in fields["To look for"]
    assert fields["Our answer"].startswith("Two of eight files.")
    assert fields["Laid down in"] == "P-201 Evaluation, section 4.2"
    assert fields["Shown by"] == "Appointments, section 4.2 (expired 2026-03-01)"
    assert "Appoint in writing" in fields["Open actions"]
    assert "overdue" in fields["Open actions"]
    assert "Long done" not in fields["Open actions"]
    assert entry.state[0].text == "partly conforming, minor"


def test_every_clause_is_followed_by_room_for_notes(both: Workspace) -> None:
    fill(both)
    blocks = _made(both, "17065:7.4").blocks()
    entries = [place for place, block in enumerate(blocks) if isinstance(block, Entry)]
    assert len(entries) == 9
    for place in entries:
        notes = blocks[place + 1]
        assert isinstance(notes, Table)
        assert notes.lines >= 4
        assert all(cell.texts == () for row in notes.rows for cell in row.cells)


def test_who_when_and_where_are_written_on_top_of_each_standard(both: Workspace) -> None:
    document = _made(both, "17065:7.4", "17021-1:9.4")
    tops = [item.blocks[0] for item in document.sections if item.anchor.startswith("day-")]
    assert len(tops) == 2
    for top in tops:
        assert isinstance(top, KeyValues)
        assert [name for name, _ in top.pairs] == ["Day and place", "Assessor", "For the body"]
        assert all(set(line) == {"."} for _, line in top.pairs)


def test_only_the_standard_that_has_the_clauses_is_in_it_and_without_clauses_all_are(both: Workspace) -> None:
    assert [item.title for item in _made(both, "17065:7.4").sections][1:] == ["ISO/IEC 17065:2012"]
    numbers = {block.clause for block in _made(both).blocks() if isinstance(block, Entry)}
    assert {"5.1.1", "7.4.4"} <= numbers


def test_what_is_to_be_laid_ready_is_listed_once_with_all_its_clauses(both: Workspace) -> None:
    uses = {"17065:7.4.1": Role.LAID_DOWN, "17065:7.4.4": Role.SHOWN_BY, "17065:7.6.1": Role.LAID_DOWN}
    file = Attachment(name="evaluation.pdf", sha256="ab" * 32, size=9)
    evidence(both, uses, title="Evaluation", revision="5", date=dt.date(2026, 1, 2), file=file)
    ready = section(_made(both, "17065:7.4"), "lay-ready")
    (table,) = [block for block in ready.blocks if isinstance(block, Table)]
    (row,) = table.rows
    said = [text.text for cell in row.cells for text in cell.texts]
    assert said == ["Evaluation", "evaluation.pdf", "rev. 5", "2026-01-02", "17065: 7.4.1, 7.4.4"]
    assert "No evidence is cited for these clauses." in text_of(section(_made(both, "17065:7.8"), "lay-ready"))


@pytest.mark.parametrize("note", ["x" * 10_000, "One line.\n" * 1_000], ids=["one word", "many lines"])
def test_a_very_long_answer_comes_out_whole(both: Workspace, note: str) -> None:
    rate(both, "17065:7.4.2", Rating.CONFORMING, note=note)
    text = " ".join(page_texts(_made(both, "17065:7.4")))
    if note.startswith("x"):
        assert text.count("x") >= 10_000
    else:
        assert text.count("One line.") == 1_000
    assert "7.4.3" in text
