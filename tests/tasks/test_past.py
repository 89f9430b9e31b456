"""The past: filters, the audit trail as a file, and the state after any change."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from readiness.errors import NotAllowed, UnknownName, UsageError
from readiness.model.briefing import Person
from readiness.model.history import Author
from readiness.model.record import new_id
from readiness.model.records import Evidence, Rating
from readiness.tasks import briefing, evidence, past
from readiness.tasks.past import Wanted
from readiness.workspace import Workspace

AUDITOR = Author("lead auditor A", "auditor")


@pytest.fixture
def dated(both: Workspace) -> Workspace:
    """Give a workspace with one change a day from 2026-03-01 on."""
    days = (dt.datetime(2026, 3, day, 23, 30, tzinfo=dt.UTC) for day in range(1, 29))
    both._clock = lambda: next(days)
    for number, rating in (("17065:7.5.1", Rating.PARTLY), ("17065:4.1.2.2", Rating.CONFORMING)):
        assessment, leaves = both.snapshot.locate(number)
        both.answer(assessment, leaves, rating=rating)
    both.author = AUDITOR
    both.put(Evidence(id=new_id(), title="=Manual;\nsecond line"))
    return both


def _sequences(workspace: Workspace, wanted: Wanted) -> list[int]:
    return [commit.sequence for commit in past.find(workspace, wanted)]


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (Wanted(), [6, 5, 4, 3, 2, 1]),
        (Wanted(person="AUDITOR a"), [6]),
        (Wanted(requirement="7.5"), [4]),
        (Wanted(requirement="4.1.2.2 c)"), [5]),
        (Wanted(requirement="4"), [5]),
        (Wanted(since=dt.date(2026, 3, 2), until=dt.date(2026, 3, 2)), [5]),
        (Wanted(words="Evidence auditor"), [6]),
        (Wanted(words="7.5.1 partly"), [4]),
        (Wanted(words="4.1.2.2"), [5]),
        (Wanted(person="nobody"), []),
    ],
)
def test_changes_are_found_by_person_requirement_time_and_word(
    dated: Workspace, wanted: Wanted, expected: list[int]
) -> None:
    assert _sequences(dated, wanted) == expected


def test_a_requirement_that_is_no_number_is_said(dated: Workspace) -> None:
    with pytest.raises(UnknownName, match="not a clause number"):
        list(past.find(dated, Wanted(requirement="seven")))


@pytest.mark.parametrize(("text", "sequence"), [("4", 4), ("2026-03-01", 4), ("2026-03-02", 5), ("2027-01-01", 6)])
def test_a_day_means_the_last_change_made_until_its_end(dated: Workspace, text: str, sequence: int) -> None:
    dated._clock = lambda: dt.datetime(2026, 3, 9, tzinfo=dt.UTC)
    assert past.sequence_of(dated, text) == sequence


@pytest.mark.parametrize("text", ["yesterday", "1999-01-01", ""])
def test_a_moment_that_cannot_be_meant_is_said(dated: Workspace, text: str) -> None:
    with pytest.raises(UsageError):
        past.sequence_of(dated, text)


def test_the_state_after_every_change_is_what_it_was_then(both: Workspace) -> None:
    states = {both.snapshot.sequence: both.snapshot}
    assessment, leaves = both.snapshot.locate("17065:4.1.2.2")
    evidence = Evidence(id=new_id(), title="Agreement")
    for change in _changes(both, evidence):
        change()
        states[both.snapshot.sequence] = both.snapshot
    assert len(states) == 8
    for sequence, expected in states.items():
        found = both.snapshot_at(sequence)
        assert found.evidence == expected.evidence
        assert found.assessments == expected.assessments
        for leaf in leaves:
            assert found.answer(assessment, leaf.id) == expected.answer(assessment, leaf.id)
    with pytest.raises(NotAllowed, match=r"no change no\. 99"):
        both.snapshot_at(99)


def _changes(workspace: Workspace, evidence: Evidence) -> Iterator[Callable[[], object]]:
    assessment, leaves = workspace.snapshot.locate("17065:4.1.2.2")
    yield lambda: workspace.answer(assessment, leaves, rating=Rating.PARTLY)
    yield lambda: workspace.put(evidence)
    yield lambda: workspace.answer(assessment, leaves[:3], note="three")
    yield workspace.undo
    yield workspace.redo
    yield lambda: workspace.remove(evidence)
    yield lambda: workspace.answer(assessment, leaves, rating=Rating.CONFORMING)


def test_an_earlier_state_is_restored_in_one_step_that_can_be_undone(dated: Workspace) -> None:
    now, then = dated.snapshot, dated.snapshot_at(4)
    assert len(dated.changes_to(then)) == 12
    assert dated.restore(then, "Restored the state after change no. 4") is not None
    assert dated.snapshot.answers == then.answers
    assert dated.restore(then, "again") is None
    dated.undo()
    assert dated.snapshot.answers == now.answers
    assert dated.snapshot.evidence == now.evidence


def test_the_trail_is_written_field_by_field_oldest_first(dated: Workspace, tmp_path: Path) -> None:
    target = tmp_path / "trail.csv"
    assert past.export(dated.history(), target) == 6
    raw = target.read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    head, *rows = csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline=""))
    assert head[:4] == ["No.", "Time (UTC)", "Who", "What"]
    numbers = [int(row[0]) for row in rows]
    assert numbers == sorted(numbers)
    assert rows[numbers.index(4)][:2] == ["4", "2026-03-01 23:30:00"]
    assert any(row[4:] == ["7.5.1", "rating", "", "partly"] for row in rows)
    assert any(row[2] == "lead auditor A (auditor)" for row in rows)
    assert any(row[7] == "'=Manual;\nsecond line" for row in rows), "a spreadsheet must not read it as a formula"


def test_the_trail_as_json_holds_every_field(dated: Workspace, tmp_path: Path) -> None:
    target = tmp_path / "trail.json"
    past.export(dated.history(), target)
    plain = json.loads(target.read_bytes())
    assert [item["sequence"] for item in plain] == [1, 2, 3, 4, 5, 6]
    assert plain == [past.commit_values(commit) for commit in reversed(list(dated.history()))]


def test_another_ending_is_refused(dated: Workspace, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"\.csv or \.json"):
        past.export(dated.history(), tmp_path / "trail.pdf")


def test_what_was_removed_is_found_to_be_erased_by_id_number_or_title(both: Workspace) -> None:
    gone = Evidence(id=new_id(), title="Contract ZETACORP", reference="Z-1")
    both.put(gone)
    both.remove(gone)
    for text in (gone.id, "z-1", "contract zetacorp"):
        assert past.to_erase(both, Evidence, text, evidence.find) == gone
    namesake = Evidence(id=new_id(), title="Another one", reference="Z-1")
    both.put(namesake)
    assert past.to_erase(both, Evidence, "Z-1", evidence.find) == namesake
    both.remove(namesake)
    with pytest.raises(UnknownName, match="Several that were removed are called 'Z-1'"):
        past.to_erase(both, Evidence, "Z-1", evidence.find)
    both.purge(namesake, "belongs to another client")
    assert past.to_erase(both, Evidence, "Z-1", evidence.find) == gone
    both.purge(gone, "belongs to another client")
    with pytest.raises(UnknownName, match="There is no evidence 'Z-1'"):
        past.to_erase(both, Evidence, "Z-1", evidence.find)


def test_who_was_removed_is_found_to_be_erased_by_name(both: Workspace) -> None:
    person = Person(id=new_id(), name="Annabella Quux")
    both.put(person)
    both.remove(person)
    assert past.to_erase(both, Person, "annabella quux", briefing.find_person) == person
