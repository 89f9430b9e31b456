"""The figures: what counts in which, per clause and per letter, under each option."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readiness.analysis.figures import figures, percent
from readiness.analysis.rows import folded, folded_clause, other_option, roll_up
from readiness.model.records import Rating, Weight
from readiness.tasks import begin
from readiness.workspace import Workspace
from tests.conftest import QUALITY_MANAGER


@given(st.integers(0, 500), st.integers(0, 500))
def test_percent_is_hundred_only_when_whole_and_zero_only_when_none(part: int, whole: int) -> None:
    part = min(part, whole)
    share = percent(part, whole)
    if whole == 0:
        assert share is None
        return
    assert share is not None
    assert (share == 100) == (part == whole)
    assert (share == 0) == (part == 0)
    assert 0 <= share <= 100


def test_an_empty_assessment_counts_what_its_option_asks(both: Workspace) -> None:
    snapshot = both.snapshot
    counted = {item.standard: figures(snapshot, item) for item in snapshot.assessments.values()}
    systems, products = counted["ISO/IEC 17021-1:2015"], counted["ISO/IEC 17065:2012"]
    assert (systems.letters.applicable, systems.letters.rated) == (399, 0)
    assert (products.letters.applicable, products.letters.progress) == (221, 0)
    assert products.letters.conformity is None
    assert systems.clauses.applicable == 208
    assert products.clauses.applicable == 127
    assert sum(group.letters.applicable for group in systems.groups) == 399


def test_option_b_asks_for_less(tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("b") / "b"
    with begin.new_workspace(path, "Body", ["17021-1", "17065"], QUALITY_MANAGER, "B") as workspace:
        snapshot = workspace.snapshot
        applicable = [figures(snapshot, item).letters.applicable for item in snapshot.assessments.values()]
        hidden = [len(other_option(snapshot, item)) for item in snapshot.assessments.values()]
    assert applicable == [363, 167]
    assert hidden == [40, 55]


def test_not_applicable_leaves_the_whole_and_majors_are_counted(both: Workspace) -> None:
    assessment, stem = both.snapshot.locate("4.1.2.2")
    both.answer(assessment, stem, rating=Rating.CONFORMING)
    both.answer(assessment, stem[:1], rating=Rating.NONCONFORMING, weight=Weight.MAJOR)
    both.answer(assessment, stem[1:2], rating=Rating.NOT_APPLICABLE, reason="no ongoing production")
    counted = figures(both.snapshot, assessment)
    assert (counted.letters.applicable, counted.letters.rated) == (220, 10)
    assert (counted.letters.duties_conforming, counted.letters.duties_rated) == (9, 10)
    assert counted.letters.conformity == 90
    assert (counted.clauses.rated, counted.clauses.duties_conforming) == (1, 0)
    assert counted.letters.majors == counted.clauses.majors == 1
    both.answer(assessment, stem[:1], rating=Rating.CONFORMING)
    assert figures(both.snapshot, assessment).letters.majors == 0, "a weight left over is no gap"


def test_guidance_counts_in_progress_and_not_in_conformity(both: Workspace) -> None:
    assessment, leaves = both.snapshot.locate("A.2.1")
    both.answer(assessment, leaves, rating=Rating.NONCONFORMING)
    counted = figures(both.snapshot, assessment).letters
    assert counted.rated == 1
    assert counted.duties_rated == 0
    assert counted.conformity is None


@given(st.lists(st.sampled_from(list(Rating)), max_size=6))
def test_a_stem_is_rated_by_the_worst_of_its_letters_once_all_are(ratings: list[Rating]) -> None:
    rolled = roll_up(ratings)
    asked = [item for item in ratings if item is not Rating.NOT_APPLICABLE]
    if not ratings:
        assert rolled is Rating.NOT_ASSESSED
    elif not asked:
        assert rolled is Rating.NOT_APPLICABLE
    else:
        assert rolled in asked
        assert (rolled is Rating.CONFORMING) == (set(asked) == {Rating.CONFORMING})
        assert (rolled is Rating.NOT_ASSESSED) == (Rating.NOT_ASSESSED in asked)


def test_letters_with_equal_answers_fold_into_one_row(both: Workspace) -> None:
    assessment, stem = both.snapshot.locate("9.4.8.2")
    assert len(list(folded_clause(both.snapshot, assessment, "9.4.8.2"))) == 1
    both.answer(assessment, stem, rating=Rating.CONFORMING, note="same")
    both.answer(assessment, stem[3:5], rating=Rating.PARTLY)
    rows = list(folded_clause(both.snapshot, assessment, "9.4.8.2"))
    assert [len(row.leaves) for row in rows] == [16, 2]
    assert not any(row.whole for row in rows)
    assert [leaf.number.letter for leaf in rows[1].leaves] == ["d", "e"]


def test_rows_hold_every_requirement_asked_exactly_once(both: Workspace) -> None:
    for assessment in both.snapshot.assessments.values():
        shown = [leaf.id for row in folded(both.snapshot, assessment) for leaf in row.leaves]
        asked = [leaf.id for leaf in both.snapshot.requirements(assessment)]
        assert sorted(shown) == sorted(asked)
