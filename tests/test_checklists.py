"""Every file in checklists/ is tested; a new one needs no code here."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest

from readiness import library, places
from readiness.analysis import wording
from readiness.model import checklist_file
from readiness.model.checklist import Checklist, Confirmation, Duty, Kind
from readiness.model.clauses import ClauseNumber
from readiness.model.crosswalk import Relation, Sharing
from tests.spelling import misspelt

INVENTORIES = {
    "iso-iec-17021-1-2015": (403, 399, 363),
    "iso-iec-17065-2012": (222, 221, 167),
}
FILES = library.shipped_files()


def _inventory(checklist: Checklist) -> list[dict[str, Any]]:
    path = Path(__file__).parent / "inventory" / f"clauses-{checklist.id}.json"
    clauses: list[dict[str, Any]] = json.loads(path.read_bytes())["clauses"]
    return clauses


@pytest.fixture(params=FILES, ids=[path.stem for path in FILES])
def checklist(request: pytest.FixtureRequest) -> Checklist:
    return msgspec.json.decode(request.param.read_bytes(), type=Checklist)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_file_has_no_defect_and_is_named_by_its_id(path: Path) -> None:
    checklist, problems = checklist_file.check(path.read_bytes())
    assert problems == ()
    assert checklist is not None
    assert path.stem == checklist.id
    assert checklist_file.to_bytes(checklist) == path.read_bytes()


def test_numbers_titles_kinds_letters_and_marks_are_those_of_the_inventory(checklist: Checklist) -> None:
    listed = _inventory(checklist)
    assert [clause.number for clause in checklist.clauses] == [item["id"] for item in listed]
    for clause, item in zip(checklist.clauses, listed, strict=True):
        assert clause.title == item["title"]
        assert (clause.kind is Kind.REQUIREMENT) == (item["kind"] == "leaf")
        if clause.kind is Kind.REQUIREMENT:
            assert [letter.letter for letter in clause.letters] == item.get("letters", [])
        assert clause.option == item.get("option", "")
        assert clause.numbering == item["numbering"]
        assert clause.letter_count == (Confirmation(item["letter_count"]) if "letter_count" in item else None)
        assert (clause.duty is Duty.GUIDANCE) == bool(item.get("assessable"))


def test_counts_in_all_and_per_option(checklist: Checklist) -> None:
    whole, option_a, option_b = INVENTORIES[checklist.id]
    leaves = checklist.requirements.values()
    assert len(leaves) == whole
    assert sum(leaf.applies_under("A") for leaf in leaves) == option_a
    assert sum(leaf.applies_under("B") for leaf in leaves) == option_b


def test_ids_are_unique_and_in_order(checklist: Checklist) -> None:
    numbers = [leaf.number for leaf in checklist.requirements.values()]
    assert numbers == sorted(set(numbers))


def test_its_texts_are_short_unlike_and_in_the_standards_own_terms(checklist: Checklist) -> None:
    assert [str(remark) for remark in wording.remarks(checklist, library.wording())] == []


def test_its_texts_are_spelt_right(checklist: Checklist) -> None:
    assert misspelt(wording.words_of(checklist)) == []


def test_every_text_of_the_pane_is_there(checklist: Checklist) -> None:
    """Every clause says why, what to look for in documents and in records, how it is checked, and what goes wrong."""
    lacking = [
        (clause.number, field)
        for clause in checklist.clauses
        if clause.kind is Kind.REQUIREMENT
        for field in ("why", "laid_down", "shown_by", "checked_by", "pitfall", "beside", "see", "keywords")
        if not getattr(clause, field)
    ]
    assert lacking == []


def test_what_to_look_for_is_two_to_five_things_a_clause(checklist: Checklist) -> None:
    for clause in checklist.clauses:
        if clause.kind is Kind.REQUIREMENT:
            assert 2 <= len(clause.laid_down) + len(clause.shown_by) <= 5, clause.number


def test_it_says_that_it_is_a_paraphrase_nobody_accredited_has_reviewed(checklist: Checklist) -> None:
    assert "in our own words" in checklist.notice
    assert "Not reviewed by an accreditation assessor" in checklist.notice


@pytest.fixture
def by_standard() -> dict[str, Checklist]:
    return {item.checklist.short: item.checklist for item in library.shipped()}


def test_crosswalk_names_clauses_that_exist(by_standard: dict[str, Checklist]) -> None:
    for topic in library.crosswalk().topics:
        for standard, clauses in topic.clauses.items():
            for clause in clauses:
                assert clause in by_standard[standard].by_number, (topic.topic, clause)


def test_every_requirement_is_in_at_least_one_crosswalk_row(by_standard: dict[str, Checklist]) -> None:
    topics = library.crosswalk().topics
    missing = [
        f"{standard}:{leaf.id}"
        for standard, checklist in by_standard.items()
        for leaf in checklist.requirements.values()
        if not any(topic.covers(standard, leaf.number) for topic in topics)
    ]
    assert missing == []


def test_crosswalk_says_in_a_sentence_what_differs() -> None:
    for topic in library.crosswalk().topics:
        assert bool(topic.difference) == (topic.relation is not Relation.EQUAL), topic.topic
        for text in (topic.difference, topic.sharing_reason):
            assert len(text.split()) <= 30, topic.topic


def test_crosswalk_says_of_every_two_sided_topic_whether_it_may_be_shared_and_why() -> None:
    for topic in library.crosswalk().topics:
        two_sided = topic.relation is not Relation.ONLY_HERE
        assert two_sided == (len(topic.clauses) == 2), topic.topic
        assert two_sided == (topic.sharing is not Sharing.ONE_SIDE), topic.topic
        assert two_sided == bool(topic.sharing_reason), topic.topic


def test_shipped_data_is_found_in_the_source_tree() -> None:
    assert places.checklists_folder().name == "checklists"
    assert {item.checklist.id for item in library.shipped()} == set(INVENTORIES)


def test_numbers_of_clauses_parse(checklist: Checklist) -> None:
    for clause in checklist.clauses:
        assert ClauseNumber.parse(clause.number).id == clause.number
