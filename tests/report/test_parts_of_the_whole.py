"""Reports on a part: of the time, of the assessments, of the clauses; and what they say of today and of the rest."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from readiness.errors import UsageError
from readiness.model.records import Rating, Role
from readiness.model.snapshot import Snapshot
from readiness.report.blocks import Document, LineChart, Numbers, Table
from readiness.report.kinds import KINDS
from readiness.report.request import Request
from readiness.tasks import begin
from readiness.tasks.report import composed
from readiness.workspace import Workspace
from tests.conftest import QUALITY_MANAGER
from tests.report.samples import cover_of, evidence, rate, text_of

BEGIN = dt.datetime(2026, 1, 5, 9, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)
TODAY = (BEGIN + 10 * DAY).date()


class _Calendar:
    """A clock that stands still until it is told to go on."""

    def __init__(self) -> None:
        self.now = BEGIN

    def __call__(self) -> dt.datetime:
        return self.now


@pytest.fixture
def calendar() -> _Calendar:
    return _Calendar()


@pytest.fixture
def body(tmp_path: Path, calendar: _Calendar) -> Iterator[Workspace]:
    """Give a body with both standards, on a clock of ours."""
    calendar.now = BEGIN - 30 * DAY
    workspace = begin.new_workspace(tmp_path / "body", "Body", ["17021-1", "17065"], QUALITY_MANAGER, clock=calendar)
    calendar.now = BEGIN
    yield workspace
    workspace.close()


def _made(workspace: Workspace, kind: str, *, snapshot: Snapshot | None = None, **asked: Any) -> Document:
    request = Request(kind=kind, since=asked.pop("since", BEGIN.date()), **asked)
    return composed(snapshot or workspace.snapshot, TODAY, request, KINDS[kind], "9.9", history=workspace.history)


def _table(document: Document) -> Table:
    return next(block for block in document.blocks() if isinstance(block, Table))


def _said(document: Document) -> list[str]:
    """Give what the rows of the change log say happened, the oldest first."""
    return [row.cells[2].texts[-1].text for row in _table(document).rows]


def _beside(document: Document) -> list[list[str]]:
    return [[text.text for text in row.cells[3].texts] for row in _table(document).rows]


def _numbers(document: Document) -> dict[str, str]:
    block = next(block for block in document.blocks() if isinstance(block, Numbers))
    return {item.label: item.value for item in block.items}


def test_a_change_log_tells_its_days_only(body: Workspace, calendar: _Calendar) -> None:
    for number, clause in enumerate(("4.1.1", "4.1.2.1", "4.2.2")):
        calendar.now = BEGIN + number * DAY
        rate(body, f"17065:{clause}", Rating.CONFORMING)
    second = (BEGIN + DAY).date()
    (told,) = _beside(_made(body, "changes", since=second, until=second))
    assert told[-1].startswith("4.1.2.1: ")
    past = second - 40 * DAY
    assert "Nothing was changed in this time." in text_of(_made(body, "changes", since=past, until=past))
    with pytest.raises(UsageError):
        _made(body, "changes", since=second, until=past)


def test_a_change_log_on_one_assessment_neither_tells_nor_counts_the_others_changes(body: Workspace) -> None:
    rate(body, "17065:4.1.1", Rating.NONCONFORMING)
    rate(body, "17021-1:5.1.1", Rating.NONCONFORMING)
    evidence(body, {"17021-1:5.1.1": Role.LAID_DOWN}, title="Statutes of the systems side")
    evidence(body, {"17065:4.1.1": Role.LAID_DOWN}, title="Statutes of the products side")
    document = _made(body, "changes", assessment="17065")
    assert "systems side" not in text_of(document)
    assert "5.1.1" not in text_of(document)
    assert len(_said(document)) == 2
    numbers = _numbers(document)
    assert (numbers["answers rated anew"], numbers["gaps opened"], numbers["pieces of evidence added"]) == (
        "1",
        "1",
        "1",
    )
    assert _numbers(_made(body, "changes"))["answers rated anew"] == "2"


def test_a_change_log_on_some_clauses_is_limited_too(body: Workspace) -> None:
    assessment, leaves = body.snapshot.locate("17065:4.1.2.2")
    body.answer(assessment, [*leaves, *body.snapshot.locate("17065:7.4.1")[1]], rating=Rating.PARTLY)
    rate(body, "17065:4.2.2", Rating.PARTLY)
    document = _made(body, "changes", clauses=("7.4",))
    ((_, line),) = _beside(document)
    assert line.startswith("7.4.1: ")
    assert f"{len(leaves)} records beside these are outside this report" in text_of(document)
    assert _numbers(document)["answers rated anew"] == "1"


def test_letters_that_changed_alike_are_one_line_below_their_standard(body: Workspace) -> None:
    assessment, leaves = body.snapshot.locate("17065:4.1.2.2")
    body.answer(assessment, leaves, rating=Rating.CONFORMING)
    (lines,) = _beside(_made(body, "changes"))
    assert lines == ["ISO/IEC 17065:2012", "4.1.2.2: not assessed, now conforming"]
    body.answer(assessment, leaves[:2], rating=Rating.PARTLY)
    assert _beside(_made(body, "changes"))[-1][-1].startswith("4.1.2.2 a), b): conforming, now partly")


def test_purged_changes_are_named_and_counted_apart(body: Workspace) -> None:
    rate(body, "17065:4.1.1", Rating.NONCONFORMING)
    rate(body, "17065:4.1.1", Rating.CONFORMING)
    rate(body, "17065:4.2.2", Rating.CONFORMING)
    assessment, (leaf,) = body.snapshot.locate("17065:4.1.1")
    body.purge(body.snapshot.answer(assessment, leaf.id), "Held a name.")
    document = _made(body, "changes", assessment="17065")
    assert "4.1.1: content purged" in [text for lines in _beside(document) for text in lines]
    assert "Of 1 record, content was purged" in text_of(document)
    assert "content was purged" not in text_of(_made(body, "changes", clauses=("4.2",)))


def test_days_to_come_are_not_told_of(body: Workspace) -> None:
    rate(body, "17065:4.1.1", Rating.CONFORMING)
    document = _made(body, "progress", until=TODAY + 60 * DAY)
    chart = next(block for block in document.blocks() if isinstance(block, LineChart))
    assert chart.days[-1] == TODAY
    assert f"to {TODAY}, both included" in text_of(_made(body, "changes", until=TODAY + 60 * DAY))


def test_an_earlier_state_is_drawn_up_to_its_last_change(body: Workspace, calendar: _Calendar) -> None:
    calendar.now = BEGIN + DAY
    rate(body, "17065:4.1.1", Rating.CONFORMING)
    then = body.snapshot
    calendar.now = BEGIN + 8 * DAY
    rate(body, "17065:4.1.2.1", Rating.CONFORMING)
    document = _made(body, "progress", snapshot=then)
    charts = [block for block in document.blocks() if isinstance(block, LineChart)]
    assert charts
    assert {chart.days[-1] for chart in charts} == {(BEGIN + DAY).date()}
    assert f"As of\n{(BEGIN + DAY).date()}" in text_of(document)


@pytest.mark.parametrize("kind", ["changes", "progress"])
def test_a_time_that_ended_has_no_verdict_of_today(body: Workspace, calendar: _Calendar, kind: str) -> None:
    rate(body, "17065:4.1.1", Rating.NONCONFORMING)
    ended = (BEGIN + DAY).date()
    assert "Not ready" in text_of(cover_of(_made(body, kind)))
    document = _made(body, kind, until=ended)
    assert "Not ready" not in text_of(cover_of(document))
    if kind == "progress":
        assert f"As of {TODAY}, after the time reported:" in text_of(document)
        assert f"as of {TODAY}" in text_of(document)


def test_one_day_alone_is_no_way_from_somewhere_to_somewhere(body: Workspace) -> None:
    document = _made(body, "progress", since=BEGIN.date(), until=BEGIN.date())
    assert "clauses rated," not in text_of(document)


def test_the_comparison_chart_has_no_verdict_and_no_limits(body: Workspace) -> None:
    assert "Not ready" not in text_of(cover_of(_made(body, "comparison")))
    with pytest.raises(UsageError, match="cannot be limited"):
        _made(body, "comparison", clauses=("7.4",))


def test_side_by_side_shows_the_topics_asked_for_and_counts_all(body: Workspace) -> None:
    whole, limited = _made(body, "side-by-side"), _made(body, "side-by-side", clauses=("17065:7.4",))
    assert 0 < len(_table(limited).rows) < len(_table(whole).rows)
    for row in _table(limited).rows:
        assert "7.4" in row.cells[2].texts[0].text
    assert _numbers(limited) == _numbers(whole)
    assert "all are counted" in text_of(limited)


def test_a_record_that_shows_both_practices_is_said_to(body: Workspace) -> None:
    evidence(body, {"17021-1:9.2.3.1": Role.SHOWN_BY, "17065:7.4.1": Role.SHOWN_BY}, title="Plans of one client")
    assert "shown by Plans of one client (for both)" in text_of(_made(body, "side-by-side"))


def test_a_limited_report_says_nothing_of_what_was_not_asked_for(body: Workspace) -> None:
    rate(body, "17065:4.1.1", Rating.NOT_APPLICABLE, reason="None.")
    limited = text_of(_made(body, "not-applicable", clauses=("17065:7.4",)))
    assert "No clause is rated not applicable." not in limited
    assert "Nothing of the kind in what this report is about." in limited
    assert [item.title for item in _made(body, "matrix", clauses=("17065:7.4",)).sections] == ["ISO/IEC 17065:2012"]
    assert "Every clause that is asked" not in text_of(_made(body, "matrix", clauses=("17065:7.4",)))
    assert "No corrective action is recorded." not in text_of(_made(body, "actions", assessment="17065"))


def test_many_assessments_are_a_table_on_the_cover(body: Workspace) -> None:
    assert not any(isinstance(block, Table) for block in cover_of(_made(body, "gap")).blocks)
    first = next(iter(body.snapshot.assessments.values()))
    body.put(msgspec.structs.replace(first, id="ab" * 8, scope="food"))
    (table,) = [block for block in cover_of(_made(body, "gap")).blocks if isinstance(block, Table)]
    assert len(table.rows) == 3
