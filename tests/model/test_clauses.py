"""Clause numbers: parsing, order, showing, folding."""

from __future__ import annotations

import itertools
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readiness.errors import UnknownName
from readiness.model.clauses import ClauseNumber, fold_letters


@pytest.mark.parametrize("text", ["4.1.2.2.a", "4.1.2.2 a)", "4.1.2.2(a)", "4.1.2.2a", " 4.1.2.2 (a) ", "4.1.2.2 a"])
def test_every_way_to_write_a_letter_means_the_same(text: str) -> None:
    assert ClauseNumber.parse(text).id == "4.1.2.2.a"
    assert str(ClauseNumber.parse(text)) == "4.1.2.2 a)"


@pytest.mark.parametrize("text", ["", "a", "4..1", "4.1.", ".4", "four", "4.1 a b", "4.1.2.2 a))", "4,1", "A.b.1"])
def test_what_is_no_clause_number_is_refused_in_a_sentence(text: str) -> None:
    with pytest.raises(UnknownName, match="is not a clause number"):
        ClauseNumber.parse(text)


def test_order_is_that_of_the_standards_contents() -> None:
    ordered = [
        "4",
        "7.2.9",
        "7.2.9.a",
        "7.2.9.b",
        "7.2.10",
        "9",
        "9.1",
        "10",
        "10.2.5.1",
        "A.2.2",
        "A.2.10",
        "B.1",
    ]
    numbers = [ClauseNumber.parse(text) for text in ordered]
    shuffled = numbers.copy()
    random.Random(1).shuffle(shuffled)
    assert sorted(shuffled) == numbers
    for before, after in itertools.pairwise(numbers):
        assert before < after
        assert after > before
        assert before <= after
        assert after >= before


_numbers = st.builds(
    lambda head, rest, letter: ClauseNumber((head, *map(str, rest)), letter),
    st.sampled_from(["4", "9", "10", "A", "B"]),
    st.lists(st.integers(1, 30), max_size=4),
    st.sampled_from(["", "a", "b", "z"]),
)


@given(_numbers)
def test_stored_and_shown_forms_read_back(number: ClauseNumber) -> None:
    assert ClauseNumber.parse(number.id) == number
    assert ClauseNumber.parse(str(number)) == number


@given(_numbers, _numbers)
def test_a_number_covers_what_starts_with_it(left: ClauseNumber, right: ClauseNumber) -> None:
    expected = right.parts[: len(left.parts)] == left.parts if not left.letter else left == right
    assert left.covers(right) is expected


def test_parents_lead_to_the_chapter() -> None:
    number = ClauseNumber.parse("9.4.8.2 b)")
    chain = []
    while number.parent is not None:
        number = number.parent
        chain.append(number.id)
    assert chain == ["9.4.8.2", "9.4.8", "9.4", "9"]
    assert number.chapter == "9"


@pytest.mark.parametrize(
    ("letters", "shown"),
    [
        ("a", "a)"),
        ("ab", "a), b)"),
        ("abc", "a) to c)"),
        ("acd", "a), c), d)"),
        ("abcf", "a) to c), f)"),
        ("", ""),
    ],
)
def test_letters_fold_into_ranges(letters: str, shown: str) -> None:
    assert fold_letters(list(letters)) == shown
