"""The line chart as shapes: all within its size, and what is said by more than colour."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readiness.report.blocks import Line
from readiness.report.line_chart import Dot, Ink, Label, Stroke, shapes

DAYS = tuple(dt.date(2026, 1, 4) + dt.timedelta(weeks=number) for number in range(9))
SIZE = (400.0, 100.0)
EM = 14.0


def _width(text: str) -> float:
    return 7.0 * len(text)


_VALUES = st.lists(st.one_of(st.none(), st.integers(0, 100)), min_size=9, max_size=9).map(tuple)


@given(_VALUES, _VALUES)
def test_everything_lies_within_the_size(first: tuple[int | None, ...], second: tuple[int | None, ...]) -> None:
    for shape in shapes(DAYS, (Line("rated", first), Line("conforming", second)), SIZE, EM, _width):
        match shape:
            case Stroke():
                places = list(shape.points)
            case Dot():
                half = shape.size / 2
                places = [(shape.x - half, shape.y - half), (shape.x + half, shape.y + half)]
            case Label():
                places = [(shape.x, shape.y - EM * 0.8), (shape.x + _width(shape.text), shape.y)]
        for x, y in places:
            assert -1 <= x <= SIZE[0] + 1
            assert -1 <= y <= SIZE[1] + 1


def test_lines_differ_by_dashes_dots_and_names() -> None:
    lines = (Line("rated", (10,) * 9), Line("conforming", (10,) * 9))
    drawn = shapes(DAYS, lines, SIZE, EM, _width)
    strokes = {item.ink: item.dashed for item in drawn if isinstance(item, Stroke) and item.ink is not Ink.GRID}
    assert strokes == {Ink.FIRST: False, Ink.SECOND: True}
    assert {(item.ink, item.square) for item in drawn if isinstance(item, Dot)} == {
        (Ink.FIRST, False),
        (Ink.SECOND, True),
    }
    names = [item for item in drawn if isinstance(item, Label) and item.ink is not Ink.TEXT]
    assert {item.text for item in names} == {"rated 10 %", "conforming 10 %"}
    assert abs(names[0].y - names[1].y) >= EM, "names do not lie on each other"


def test_a_later_value_lies_further_right_and_a_higher_one_further_up() -> None:
    drawn = shapes(DAYS, (Line("rated", tuple(range(0, 90, 10))),), SIZE, EM, _width)
    (line,) = [item for item in drawn if isinstance(item, Stroke) and item.ink is Ink.FIRST]
    xs, ys = zip(*line.points, strict=True)
    assert list(xs) == sorted(xs)
    assert list(ys) == sorted(ys, reverse=True)


def test_what_does_not_fit_together_is_refused() -> None:
    with pytest.raises(ValueError, match="a value of each line"):
        shapes(DAYS, (Line("rated", (1, 2)),), SIZE, EM, _width)
    with pytest.raises(ValueError, match="needs days"):
        shapes((), (), SIZE, EM, _width)
