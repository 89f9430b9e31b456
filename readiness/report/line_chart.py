"""A line chart as plain shapes: where each stroke, dot and label goes. Whoever has a pen can draw them.

Lengths are in the unit of the text measure, y grows downwards. A line is told from another by its dashes, its dots
and its name at its end, not by colour alone.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from readiness import words
from readiness.report.blocks import Line

Measure = Callable[[str], float]
"""Gives the width of a text in the label's font."""


class Ink(StrEnum):
    """What a shape is drawn with; whoever draws picks the colours."""

    GRID = "grid"
    TEXT = "text"
    FIRST = "first"
    SECOND = "second"


@dataclass(frozen=True, slots=True)
class Stroke:
    """An open line through points."""

    points: tuple[tuple[float, float], ...]
    ink: Ink
    weight: float
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class Dot:
    """A mark at a point, by its centre and size: a disc, or a square."""

    x: float
    y: float
    size: float
    ink: Ink
    square: bool = False


@dataclass(frozen=True, slots=True)
class Label:
    """A text; `x` is its left edge and `y` its base line."""

    x: float
    y: float
    text: str
    ink: Ink


Shape = Stroke | Dot | Label


@dataclass(frozen=True, slots=True)
class Frame:
    """Where the lines run: the rectangle of 0 to 100 percent, from the first day to the last."""

    left: float
    top: float
    width: float
    height: float
    first: dt.date
    last: dt.date

    def x(self, day: dt.date) -> float:
        """Give where a day lies."""
        span = (self.last - self.first).days
        return self.left + (self.width * (day - self.first).days / span if span else self.width)

    def y(self, percent: float) -> float:
        """Give where a percentage lies."""
        return self.top + self.height * (1 - percent / 100)


def frame(
    days: Sequence[dt.date], lines: Sequence[Line], size: tuple[float, float], em: float, width: Measure
) -> Frame:
    """Leave room for the scale at the left, the names at the right and the days below; `em` is a text's height."""
    scale = width("100") + em / 2
    names = max((width(_ending(line)) for line in lines), default=0.0) + em
    return Frame(scale, em / 2, max(em, size[0] - scale - names), max(em, size[1] - em * 2.2), days[0], days[-1])


def shapes(
    days: Sequence[dt.date], lines: Sequence[Line], size: tuple[float, float], em: float, width: Measure
) -> tuple[Shape, ...]:
    """Draw up to two lines over days (oldest first) into a size; `em` is the height of the label's font.

    Raises:
        ValueError: there are no days, or a line has not a value for each.
    """
    if not days or any(len(line.values) != len(days) for line in lines):
        raise ValueError("a line chart needs days, and a value of each line for each of them")
    area = frame(days, lines, size, em, width)
    drawn: list[Shape] = [*_scale(area, em, width), *_days(area, em, width)]
    ends: list[tuple[float, str, Ink]] = []
    for line, ink in zip(lines, (Ink.FIRST, Ink.SECOND), strict=False):
        points = [
            (area.x(day), area.y(value)) for day, value in zip(days, line.values, strict=True) if value is not None
        ]
        if not points:
            continue
        second = ink is Ink.SECOND
        if len(points) > 1:
            drawn.append(Stroke(tuple(points), ink, em / 7, dashed=second))
        if len(days) <= 1 + area.width / (2 * em):
            drawn += [Dot(x, y, em * 0.42, ink, square=second) for x, y in points[:-1]]
        drawn.append(Dot(*points[-1], em * 0.5, ink, square=second))
        ends.append((points[-1][1], _ending(line), ink))
    return (*drawn, *_names(area, ends, em))


def _ending(line: Line) -> str:
    known = [value for value in line.values if value is not None]
    return f"{line.name} {known[-1]} %" if known else line.name


def _scale(area: Frame, em: float, width: Measure) -> list[Shape]:
    drawn: list[Shape] = []
    for percent in (0, 50, 100):
        y = area.y(percent)
        drawn.append(Stroke(((area.left, y), (area.left + area.width, y)), Ink.GRID, em / 14))
        text = str(percent)
        drawn.append(Label(area.left - em / 3 - width(text), y + em * 0.3, text, Ink.TEXT))
    return drawn


def _days(area: Frame, em: float, width: Measure) -> list[Shape]:
    """Name the first day and the last, the last one only where there is room."""
    y = area.y(0) + em * 1.4
    first, last = words.date(area.first), words.date(area.last)
    if area.first == area.last:
        return [Label(area.left, y, last, Ink.TEXT)]
    drawn: list[Shape] = [Label(area.left, y, first, Ink.TEXT)]
    left = area.left + area.width - width(last)
    if left > area.left + width(first) + em:
        drawn.append(Label(left, y, last, Ink.TEXT))
    return drawn


def _names(area: Frame, ends: list[tuple[float, str, Ink]], em: float) -> list[Shape]:
    """Write each line's name at its end, moved apart where they would overlap."""
    drawn: list[Shape] = []
    free = area.top - em
    for y, text, ink in sorted(ends):
        place = max(y + em * 0.35, free + em * 1.15)
        drawn.append(Label(area.left + area.width + em * 0.6, place, text, ink))
        free = place
    return drawn
