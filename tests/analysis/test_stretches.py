"""Stretches of a text are found by where they lie, as if each were compared with each."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from readiness.analysis.stretches import Stretches

_STRETCH = st.tuples(st.integers(0, 3000), st.integers(1, 900)).map(lambda given: (given[0], given[0] + given[1]))


@given(st.lists(_STRETCH, max_size=20), _STRETCH)
def test_overlaps_are_those_that_comparing_finds(stretches: list[tuple[int, int]], asked: tuple[int, int]) -> None:
    start, end = asked
    wanted = any(first < end and start < last for first, last in stretches)
    assert Stretches(stretches).overlap(start, end) == wanted
