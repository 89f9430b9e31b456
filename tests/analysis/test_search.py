"""Finding and ranking: by number, title and word, in the palette's lines and in everything that was written."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from readiness.analysis import catalogue, search
from readiness.analysis.catalogue import Subject
from readiness.analysis.full_text import Group, Index, Kind, Page
from readiness.analysis.search import Level, Query, Searchable
from readiness.model.record import new_id
from readiness.model.records import Action, Answer, Attachment, Citation, Evidence, EvidenceKind, Rating, Role, Target
from readiness.model.snapshot import Snapshot
from tests.answered import answered_body


def _with(snapshot: Snapshot, *records: Evidence | Action) -> Snapshot:
    return replace(
        snapshot,
        evidence={item.id: item for item in records if isinstance(item, Evidence)},
        actions={item.id: item for item in records if isinstance(item, Action)},
    )


@pytest.fixture(scope="module")
def body() -> Snapshot:
    return answered_body()


def _titles(snapshot: Snapshot, typed: str, most: int = 60) -> list[tuple[str, str]]:
    lines = catalogue.lines(snapshot)
    return [
        (lines[at].number, lines[at].detail) for at in search.rank([line.searchable for line in lines], typed, most)
    ]


# Folding and numbers


def test_accents_capitals_quotes_and_dashes_do_not_matter() -> None:
    assert search.fold("Prüfer’s Œuvre – ÅØ, Straße") == "prufer's oeuvre - ao, strasse"
    assert search.fold("Stage 1") == "stage 1"
    assert search.fold("İstanbul") == "istanbul"


@given(st.text())
def test_folding_is_done_once_and_for_each_letter_alike(text: str) -> None:
    folded = search.fold(text)
    assert search.fold(folded) == folded
    assert "".join(search.fold(letter) for letter in text) == folded


@pytest.mark.parametrize("typed", ["4.1.2.2 a)", "4.1.2.2(a)", "4.1.2.2.a", "4.1.2.2a", "4.1.2.2 A"])
def test_a_letter_is_found_however_it_is_written(body: Snapshot, typed: str) -> None:
    assert _titles(body, typed)[0][0] == "4.1.2.2 a)"


def test_numbers_come_first_the_number_itself_before_those_that_begin_with_it(body: Snapshot) -> None:
    numbers = [number for number, _ in _titles(body, "7.4")]
    assert numbers[:2] == ["7.4", "7.4"]
    assert numbers[2] == "7.4.1"
    assert numbers.index("7.4.1") < numbers.index("7.4.9")


def test_the_standard_narrows_a_number_before_or_after_it(body: Snapshot) -> None:
    assert _titles(body, "17065 4.1.2.2 a")[0] == ("4.1.2.2 a)", "17065  not assessed")
    for typed in ("17065:7.4", "17065 7.4", "7.4 17065", "iso 17065 7.4"):
        assert _titles(body, typed)[0] == ("7.4", "17065"), typed
        assert all("17065" in detail for _, detail in _titles(body, typed)), typed


def test_an_annex_is_found_in_small_letters(body: Snapshot) -> None:
    assert _titles(body, "a.2")[0][0] == "A.2"


def test_ranks_go_from_number_to_title_to_words_to_anywhere() -> None:
    things = [
        Searchable.of("", "unreviewed"),
        Searchable.of("", "Management review"),
        Searchable.of("", "Review of the application"),
        Searchable.of("review-1", "Form"),
        Searchable.of("", "Form", "kept by the reviewer"),
        Searchable.of("", "Form", "unreviewed"),
        Searchable.of("", "Decision"),
    ]
    assert search.rank(things, "review", 60) == [2, 1, 3, 0, 4, 5]
    assert search.rank(things, "review", 2) == [2, 1]
    assert things[3].level(Query.of("review 1")) is Level.NUMBER


def test_a_number_among_words_counts_less_than_a_title_with_them(body: Snapshot) -> None:
    assert [number for number, _ in _titles(body, "stage 1")][:2] == ["9.3.1.2", "9.6.3.1.3"]
    assert [number for number, _ in _titles(body, "17065 7.4")][1] == "7.4.1"
    things = [
        Searchable.of("", "Two stages, 1"),
        Searchable.of("", "Objectives of stage 1"),
        Searchable.of("1", "Stage"),
    ]
    assert search.rank(things, "stage 1", 3) == [2, 1, 0]
    index = Index.of(
        _with(body, Evidence(id=new_id(), title="Plan", note="of stage 1"), Evidence(id=new_id(), title="1 x"))
    )
    assert [number for number, _ in _found(index.find("stage 1"), Kind.EVIDENCE)] == ["Plan"]


def test_several_words_must_all_be_there_in_any_order(body: Snapshot) -> None:
    found = [number for number, _ in _titles(body, "agree legal")]
    assert "4.1.2.1" in found
    assert _titles(body, "agree nonsense") == []
    assert _titles(body, "  ", 5) == _titles(body, "", 5)


def test_a_reference_number_is_found_without_its_dash() -> None:
    thing = Searchable.of("P-07", "Application review")
    assert {thing.level(Query.of(typed)) for typed in ("p-07", "P07", "p 07")} == {Level.NUMBER}
    assert thing.level(Query.of("p-0")) is Level.NUMBER_BEGINS


@given(st.text(max_size=300))
def test_anything_may_be_typed(typed: str) -> None:
    things = [Searchable.of("4.1.2.2 a)", "Certification agreement", "ISO/IEC 17065")]
    assert search.rank(things, typed, 60) in ([], [0])


# Showing


def test_found_words_are_marked_in_the_text_as_it_is_written() -> None:
    text = "Die Prüfer prüfen die STRASSE und Straßen"
    marked = [text[start : start + length] for start, length in search.spans(text, ["pruf", "strass"])]
    assert marked == ["Prüf", "prüf", "STRASS", "Straß"]
    assert search.spans("9.3.1.2  Stage 1", ["1"]) == ((15, 1),)
    assert search.spans("8.4.1  Enforceable", ["4.1"]) == ((2, 3),)


@given(st.text(), st.lists(st.text(min_size=1, max_size=3), max_size=3))
def test_marks_lie_in_the_text_and_apart(text: str, typed: list[str]) -> None:
    words = [search.fold(word) for word in typed]
    end = -1
    for start, length in search.spans(text, words):
        assert start > end
        assert length > 0
        end = start + length
    assert end <= len(text)


def test_an_excerpt_shows_the_first_found_word_near_its_beginning() -> None:
    text = "word " * 60 + "needle\n\nin the middle " + "word " * 60
    shown = search.excerpt(text, ["needle"], 100)
    assert 0 < shown.index("needle") < 60
    assert shown.startswith("… word")
    assert shown.endswith("…")
    assert len(shown) < 110
    assert "\n" not in shown
    assert search.excerpt("short, needle", ["needle"], 100) == "short, needle"
    assert search.excerpt("", ["needle"], 100) == ""


# The palette's lines


def test_lines_say_where_a_clause_stands(body: Snapshot) -> None:
    first = next(iter(body.assessments.values()))
    answers = {**body.answers[first.id]}
    for leaf in body.checklist_of(first).letters_of["9.4.8.2"]:
        answers[leaf.id] = Answer(id=new_id(), assessment=first.id, requirement=leaf.id, rating=Rating.PARTLY)
    changed = replace(body, answers={**body.answers, first.id: answers})
    lines = {line.requirement: line for line in catalogue.lines(changed) if line.assessment == first.id}
    assert lines["9.4.8.2"].rating is Rating.PARTLY
    assert lines["9.4.8.2.a"].rating is Rating.PARTLY
    assert lines["9.4.8.2"].detail == "17021-1  partly conforming"
    assert lines["9"].rating is None
    assert any(line.detail == "17021-1  other option" for line in lines.values())


def test_every_clause_letter_evidence_and_action_has_a_line(body: Snapshot) -> None:
    evidence = Evidence(
        id=new_id(), title="Application review", reference="P-07", kind=EvidenceKind.PROCEDURE, revision="2"
    )
    (assessment, leaves) = body.locate("17065:7.5.1")
    action = Action(
        id=new_id(),
        title="Amend",
        targets=(Target(assessment=assessment.id, requirement=leaves[0].id),),
        owner="deputy",
    )
    full = _with(body, evidence, action)
    lines = catalogue.lines(full)
    for item in full.assessments.values():
        there = {line.requirement for line in lines if line.assessment == item.id}
        checklist = full.checklist_of(item)
        asked = {leaf.id for leaf in full.requirements(item)}
        assert there == {clause.number for clause in checklist.clauses} | asked
    assert not {line.assessment for line in lines} - {*full.assessments, ""}
    assert [line.detail for line in lines if line.subject is Subject.EVIDENCE] == ["procedure, rev. 2"]
    assert [line.record for line in lines if line.subject is Subject.ACTION] == [action.id]
    assert [number for number, _ in _titles(full, "p07")] == ["P-07"]
    assert len(_titles(full, "amend 7.5.1")) == 1


def test_assessments_to_one_standard_are_told_apart_by_their_scope() -> None:
    details = {detail for number, detail in _titles(answered_body(2), "7.4.1")}
    assert "17065, scope 0  not assessed" in details
    assert "17065, scope 1  not assessed" in details


# Everything that was written


def _found(groups: tuple[Group, ...], kind: Kind) -> list[tuple[str, str]]:
    return [
        (hit.document.number or hit.document.title, f"{hit.label}: {hit.excerpt}")
        for group in groups
        if group.kind is kind
        for hit in group.hits
    ]


def _answered(body: Snapshot, **fields: object) -> Snapshot:
    assessment, leaves = body.locate("17065:4.1.2.2")
    answers = {
        leaf.id: Answer(id=new_id(), assessment=assessment.id, requirement=leaf.id, **fields)  # type: ignore[arg-type]
        for leaf in leaves
    }
    return replace(body, answers={assessment.id: answers})


def test_notes_reasons_places_and_names_are_found_once_for_equal_letters(body: Snapshot) -> None:
    citation = Citation(evidence=new_id(), role=Role.LAID_DOWN, where="section 4.2, p. 7")
    index = Index.of(
        _answered(body, note="Muster der Verträge", reason="not offered", citations=(citation,), responsible="deputy")
    )
    for typed, shown in (
        ("vertrage", "Note: Muster der Verträge"),
        ("offered", "Reason: not offered"),
        ("4.2, p.", "Place in the evidence: section 4.2, p. 7"),
        ("deputy", "Responsible: deputy"),
    ):
        assert _found(index.find(typed), Kind.ANSWER) == [("4.1.2.2", shown)], typed


def test_letters_that_differ_are_found_apart(body: Snapshot) -> None:
    same = _answered(body, note="needle")
    (assessment,) = same.answers
    answers = {**same.answers[assessment]}
    answers["4.1.2.2.b"] = msgspec.structs.replace(answers["4.1.2.2.b"], note="needle, but only one")
    index = Index.of(replace(same, answers={assessment: answers}))
    assert [number for number, _ in _found(index.find("needle"), Kind.ANSWER)] == ["4.1.2.2 a), c) to k)", "4.1.2.2 b)"]


def test_an_answer_is_not_found_for_its_clauses_title_alone(body: Snapshot) -> None:
    index = Index.of(_answered(body, note="needle"))
    assert _found(index.find("agreement"), Kind.ANSWER) == []
    assert _found(index.find("agreement needle"), Kind.ANSWER) == [("4.1.2.2", "Note: needle")]
    for typed in ("4.1.2.2", "4.1.2.2 needle", "17065:4.1.2.2"):
        assert _found(index.find(typed), Kind.ANSWER) == [("4.1.2.2", "Note: needle")], typed


def test_evidence_actions_questions_and_guides_are_found(body: Snapshot) -> None:
    evidence = Evidence(
        id=new_id(),
        title="Manual",
        reference="M-01",
        note="kept by the deputy",
        file=Attachment(name="Handbuch 2026.pdf", sha256="0" * 64, size=1),
    )
    action = Action(id=new_id(), title="Amend", cause="template of 2019", correction="letters sent")
    pages = [Page("both", "Holding both", "## Holding both\n\nSee [7.6.2](clause:17065:7.6.2) | **twice** |")]
    index = Index.of(_with(body, evidence, action), pages)
    assert _found(index.find("m01"), Kind.EVIDENCE)[0][0] == "M-01"
    assert _found(index.find("handbuch 2026"), Kind.EVIDENCE) == [("M-01", "File: Handbuch 2026.pdf")]
    assert _found(index.find("template 2019"), Kind.ACTION) == [("Amend", "Cause: template of 2019")]
    assert _found(index.find("see 7.6.2 twice"), Kind.GUIDE) == [
        ("Holding both", "Guide: Holding both See 7.6.2 twice")
    ]
    pitfalls = [shown for _, shown in _found(index.find("goes"), Kind.CLAUSE)]
    assert pitfalls
    assert _found(index.find("certification agreement"), Kind.CLAUSE)[0][0] == "5.1.2"


def test_groups_are_ordered_by_their_best_and_say_how_many_there_are(body: Snapshot) -> None:
    index = Index.of(_with(body, Evidence(id=new_id(), title="Files sampled")))
    groups = index.find("files sampled", most=5)
    assert groups[0].kind is Kind.EVIDENCE
    (answers,) = (group for group in groups if group.kind is Kind.ANSWER)
    assert len(answers.hits) == 5
    assert answers.count > 300
    assert all(
        hit.excerpt[start : start + length].lower() in ("files", "sampled")
        for hit in answers.hits
        for start, length in hit.spans
    )
    assert index.find("") == ()


def test_a_further_index_folds_only_what_changed(body: Snapshot) -> None:
    first = Index.of(body, [Page("a", "A", "text")])
    assert Index.of(body, before=first) is first
    one, other = body.assessments
    changed = replace(body, answers={**body.answers, one: {}})
    second = Index.of(changed, before=first)
    assert second.answers[other] is first.answers[other]
    assert second.answers[one] == ()
    assert all(second.clauses[key] is first.clauses[key] for key in first.clauses)
    assert second.evidence is first.evidence
    assert second.guides is first.guides
