"""What a list of documents changes in the register, what it does not, and what is not taken."""

from __future__ import annotations

import datetime as dt

from readiness.analysis.list_columns import guess
from readiness.analysis.list_values import DateOrder
from readiness.analysis.register import Fate, Plan, plan
from readiness.model.records import Evidence, EvidenceKind, Organization
from readiness.model.snapshot import Snapshot
from tests.analysis.test_list_columns import sheet


def _snapshot(*evidence: Evidence) -> Snapshot:
    return Snapshot(organization=Organization(id="o", name="Body"), evidence={item.id: item for item in evidence})


def _plan(text: str, *evidence: Evidence, order: DateOrder | None = None) -> Plan:
    table = sheet(text)
    return plan(table, guess(table), _snapshot(*evidence), order)


MANUAL = Evidence(id="m", title="Quality manual", reference="QM-01", revision="7", owner="QM", note="mine")


def test_a_row_is_the_evidence_with_its_number_whatever_the_spelling() -> None:
    made = _plan("No|Title|Rev|Owner\nqm - 01|Quality manual|8|", MANUAL)
    (change,) = made.changes
    assert change.fate is Fate.UPDATED
    assert change.after == Evidence(
        id="m", title="Quality manual", reference="QM-01", revision="8", owner="QM", note="mine"
    )
    assert [part.value for part in change.parts] == ["revision"]


def test_without_a_number_the_title_tells() -> None:
    made = _plan("Title|Rev\nquality  MANUAL|8", MANUAL)
    assert made.changes[0].before == MANUAL


def test_the_same_title_under_another_number_is_another_document() -> None:
    made = _plan("No|Title\nQM-02|Quality manual", MANUAL)
    assert [change.fate for change in made.changes] == [Fate.ADDED]


def test_evidence_without_a_number_gets_it_from_the_list() -> None:
    made = _plan("No|Title\nP-9|Audits", Evidence(id="a", title="Audits"))
    assert made.changes[0].after == Evidence(id="a", title="Audits", reference="P-9")


def test_what_is_as_it_was_is_left_alone() -> None:
    made = _plan("No|Title|Rev\nQM-01|Quality manual|7", MANUAL)
    assert [change.fate for change in made.changes] == [Fate.SAME]


def test_a_new_row_takes_all_it_has() -> None:
    made = _plan(
        "No|Title|Rev|Issued|Valid until|Owner|Type|Link\nF-1|Form|2|1.2.2026|2027-01-31|QM|Formblatt|https://x"
    )
    assert made.changes[0].after == Evidence(
        id="", title="Form", reference="F-1", revision="2", date=dt.date(2026, 2, 1), valid_until=dt.date(2027, 1, 31),
        owner="QM", kind=EvidenceKind.FORM, link="https://x",
    )  # fmt: skip
    assert made.rejected == ()


def test_a_bad_cell_is_named_and_its_row_still_comes_in() -> None:
    made = _plan("No|Title|Issued|Type\nP-1|Audits|31.02.2026|magic")
    assert made.changes[0].after == Evidence(id="", title="Audits", reference="P-1")
    assert [(item.row, item.column, item.value) for item in made.rejected] == [
        (2, "Issued", "31.02.2026"),
        (2, "Type", "magic"),
    ]
    assert made.rejected_rows == 0


def test_ambiguous_dates_ask_what_comes_first() -> None:
    text = "No|Title|Issued\nP-1|Audits|03/04/2026\nP-2|Reviews|05/04/2026"
    made = _plan(text)
    assert made.is_slash_ambiguous
    assert [change.after.date for change in made.changes] == [None, None]
    assert _plan(text, order=DateOrder.DAY).changes[0].after.date == dt.date(2026, 4, 3)
    settled = _plan(text + "\nP-3|Forms|04/30/2026")
    assert settled.rejected == ()
    assert settled.changes[0].after.date == dt.date(2026, 3, 4)


def test_rows_that_say_too_little_or_the_same_twice_are_rejected_whole() -> None:
    made = _plan("No|Title|Rev\nP-1|Audits|1\np-1|Audits|2\nX-9||1\n||5")
    assert [change.row for change in made.changes] == [2]
    assert [(item.row, item.column) for item in made.rejected] == [(3, ""), (4, ""), (5, "")]
    assert "row 2" in made.rejected[0].reason
    assert made.rejected_rows == 3


def test_a_number_that_two_have_is_not_guessed() -> None:
    twins = (Evidence(id="a", title="A", reference="P-1"), Evidence(id="b", title="B", reference="p-1"))
    made = _plan("No|Title|Rev\nP-1|C|1", *twins)
    assert "several" in made.rejected[0].reason
    assert _plan("No|Title|Rev\nP-1|B|1", *twins).changes[0].before == twins[1]


def test_an_end_before_the_beginning_is_not_taken() -> None:
    made = _plan("No|Title|Issued|Valid until\nP-1|Audits|2026-02-01|2026-01-01")
    assert made.changes[0].after.valid_until is None
    assert "before" in made.rejected[0].reason
    ends = Evidence(id="e", title="Audits", reference="P-1", valid_until=dt.date(2026, 1, 1))
    later = _plan("No|Title|Issued\nP-1|Audits|2026-02-01", ends)
    assert later.changes[0].fate is Fate.SAME
    assert later.rejected[0].column == "Issued"
