"""Laid-out pages: what stands where. Nothing here draws; `pdf_canvas` does."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from readiness.report.blocks import Sign
from readiness.report.pdf_fonts import Typesetter
from readiness.report.pdf_style import BOTTOM, LEFT, Colour, Sheet, Style
from readiness.report.pdf_tags import Element


class Run(NamedTuple):
    """Lines of text below each other; `y` is the base line of the first. Without an element they are an artifact."""

    x: float
    y: float
    style: Style
    lines: Sequence[str]
    element: Element | None = None


class Box(NamedTuple):
    """A filled rectangle, with an outline where `line` is given; `y` is its lower edge."""

    x: float
    y: float
    width: float
    height: float
    fill: Colour | None
    line: Colour | None = None


class Rule(NamedTuple):
    """A horizontal line."""

    x: float
    y: float
    width: float
    colour: Colour
    weight: float = 0.5


class Mark(NamedTuple):
    """A sign, by its centre and size."""

    sign: Sign
    x: float
    y: float
    size: float


class Link(NamedTuple):
    """A place that leads to an anchor; words in the text are underlined, so that they can be told from others."""

    x: float
    y: float
    width: float
    height: float
    anchor: str
    words: str
    element: Element
    underlined: bool = False


class Path(NamedTuple):
    """A line through points."""

    points: tuple[tuple[float, float], ...]
    colour: Colour
    weight: float
    dashed: bool = False


class Spot(NamedTuple):
    """A filled disc or square, by its centre and size."""

    x: float
    y: float
    size: float
    colour: Colour
    square: bool = False


class Picture(NamedTuple):
    """A PNG picture fitted into a rectangle; `y` is its lower edge."""

    x: float
    y: float
    width: float
    height: float
    content: bytes
    element: Element


@dataclass(slots=True)
class Page:
    """One page with all that stands on it."""

    runs: list[Run] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    paths: list[Path] = field(default_factory=list)
    spots: list[Spot] = field(default_factory=list)
    anchors: list[tuple[str, float]] = field(default_factory=list)
    section: str = ""
    clauses: list[tuple[str, str]] = field(default_factory=list)
    new_run: bool = True

    def text(self, x: float, top: float, style: Style, lines: Sequence[str], element: Element | None = None) -> float:
        """Set lines with their upper edge at `top`; gives the height taken."""
        self.runs.append(Run(x, top - style.drop, style, lines, element))
        return style.leading * len(lines)

    def clear(self) -> None:
        """Forget what stands on the page, once it is drawn: a long report would be in memory twice."""
        for placed in (
            self.runs,
            self.boxes,
            self.pictures,
            self.rules,
            self.marks,
            self.links,
            self.paths,
            self.spots,
        ):
            placed.clear()

    def note_clause(self, clause: str) -> None:
        """Remember a clause for the running head, as the end of the present run of clauses."""
        first = clause if self.new_run or not self.clauses else self.clauses.pop()[0]
        self.clauses.append((first, clause))
        self.new_run = False


class Entry(NamedTuple):
    """A line of the outline, and of the contents where it is `listed`; `page` counts from 0 within the flow."""

    level: int
    text: str
    anchor: str
    page: int
    listed: bool = True


class Piece(NamedTuple):
    """Text that waits to be placed as one with what follows: a heading."""

    height: float
    place: Callable[[Page, float], None]


class Flow:
    """Fills pages from top to bottom; a heading is only placed together with what follows it."""

    def __init__(self, typesetter: Typesetter, sheet: Sheet) -> None:
        """Begin with an empty page."""
        self.typesetter, self.sheet = typesetter, sheet
        self.root = Element("Sect")
        self.level = 0
        self.left, self.width = LEFT, sheet.width
        self.pages: list[Page] = []
        self.entries: list[Entry] = []
        self.section = ""
        self.foot = 0.0
        self.before_turn: Callable[[], None] | None = None
        self._waiting: list[Piece] = []
        self.page = Page()
        self.y = self.sheet.top
        self._begin()

    def _begin(self) -> None:
        self.page = Page(section=self.section)
        self.pages.append(self.page)
        self.y = self.sheet.top

    @property
    def room(self) -> float:
        """Give the height left on the page, less what is kept for notes under a table."""
        return self.y - BOTTOM - self.foot

    @property
    def fresh(self) -> bool:
        """Tell whether nothing stands on the page yet."""
        return self.y >= self.sheet.top

    @property
    def waits(self) -> bool:
        """Tell whether a heading waits to be placed."""
        return bool(self._waiting)

    def turn(self) -> None:
        """Go on at the top of a new page."""
        if self.before_turn is not None:
            self.before_turn()
        self._begin()

    def end_page(self) -> None:
        """Go on at a new page unless this one is empty; headings that wait go with what follows."""
        if not self.fresh:
            self.turn()

    def gap(self, height: float) -> None:
        """Leave white space, but none at the top of a page."""
        if not self.fresh and not self._waiting:
            self.y -= height

    def hold(self, height: float, place: Callable[[Page, float], None]) -> None:
        """Keep a piece back until what follows it is placed; `place` gets the page and the upper edge."""
        self._waiting.append(Piece(height, place))

    def reserve(self, height: float) -> None:
        """Turn the page unless `height` fits on it together with what waits, then place what waits."""
        waiting, self._waiting = self._waiting, []
        total = height + sum(piece.height for piece in waiting)
        if total > self.room and not self.fresh:
            self.turn()
        for piece in waiting:
            piece.place(self.page, self.y)
            self.y -= piece.height

    def take(self, height: float) -> float:
        """Take `height` in one piece; gives its upper edge."""
        self.reserve(height)
        top = self.y
        self.y -= height
        return top

    def enter(self, text: str, anchor: str) -> None:
        """Put what was placed just now into the outline, one level below the last heading."""
        self.entries.append(Entry(self.level + 1, text, anchor, len(self.pages) - 1, listed=False))

    def flush(self) -> None:
        """Place what still waits."""
        if self._waiting:
            self.reserve(0.0)
