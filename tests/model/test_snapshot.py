"""Finding what a requirement written by a person means; mappings that are made when they are first looked into."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from readiness.errors import UnknownName
from readiness.model.snapshot import Later
from readiness.workspace import Workspace


def test_a_letter_a_stem_and_a_standard_are_found(both: Workspace) -> None:
    snapshot = both.snapshot
    assessment, leaves = snapshot.locate("4.1.2.2 a)")
    assert assessment.standard == "ISO/IEC 17065:2012"
    assert [leaf.id for leaf in leaves] == ["4.1.2.2.a"]
    assessment, leaves = snapshot.locate("9.4.8.2")
    assert assessment.standard == "ISO/IEC 17021-1:2015"
    assert len(leaves) == 18
    assessment, leaves = snapshot.locate("17065:5.1.1")
    assert assessment.standard == "ISO/IEC 17065:2012"
    assert [leaf.id for leaf in leaves] == ["5.1.1"]
    assert snapshot.locate("iso-iec-17021-1-2015:5.1.1")[0].standard == "ISO/IEC 17021-1:2015"
    assert snapshot.locate("ISO/IEC 17065:2012:5.1.1")[0].standard == "ISO/IEC 17065:2012"


def test_an_id_of_both_standards_is_ambiguous_and_both_are_named(both: Workspace) -> None:
    with pytest.raises(UnknownName) as caught:
        both.snapshot.locate("5.1.1")
    assert "ISO/IEC 17021-1:2015" in caught.value.sentence
    assert "ISO/IEC 17065:2012" in caught.value.sentence
    assert caught.value.next_step == "Write 17021-1:5.1.1 or 17065:5.1.1."


def test_twenty_one_ids_exist_in_both_standards(both: Workspace) -> None:
    first, second = (both.snapshot.checklist_of(item).requirements for item in both.snapshot.assessments.values())
    assert len(first.keys() & second.keys()) == 21


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("99.9", "No assessment of this workspace has a requirement '99.9'."),
        ("17065:9.4.8.2", "has no requirement 9.4.8.2"),
        ("17065:7", "7 of ISO/IEC 17065:2012 is a heading."),
        ("17065:4.1.2.2 z)", "has no requirement 4.1.2.2 z)"),
        ("17025:4.1", "No assessment matches '17025:4.1'."),
        ("nonsense", "No assessment of this workspace has a requirement 'nonsense'."),
    ],
)
def test_what_does_not_exist_is_said(both: Workspace, text: str, says: str) -> None:
    with pytest.raises(UnknownName) as caught:
        both.snapshot.locate(text)
    assert says in caught.value.sentence
    assert caught.value.next_step


def test_a_mapping_is_made_once_when_it_is_first_looked_into() -> None:
    made: list[str] = []

    def make() -> dict[str, int]:
        made.append("made")
        return {"one": 1, "two": 2}

    later = Later(make)
    assert made == []
    assert later == {"one": 1, "two": 2}
    assert (len(later), list(later), later["two"], later.get("three")) == (2, ["one", "two"], 2, None)
    assert made == ["made"]


def test_threads_may_look_into_it_at_the_same_time() -> None:
    made: list[int] = []

    def make() -> dict[str, int]:
        made.append(1)
        time.sleep(0.05)
        return {"a": 1}

    later = Later(make)
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(lambda _: later["a"], range(8))) == [1] * 8
    assert made == [1]
