"""Measures, colours and type of the printed page, in points (1/72 inch) and RGB from 0 to 1."""

from __future__ import annotations

from typing import NamedTuple

from readiness.report.blocks import Face, Paper, PaperSize, Sign, Size, Tone

Colour = tuple[float, float, float]

LEFT = 51.0
BOTTOM = 58.0
_HEAD_ROOM = 66.0
_SIZES = {PaperSize.A4: (595.28, 841.89), PaperSize.LETTER: (612.0, 792.0)}


class Sheet(NamedTuple):
    """A sheet of paper, and where text stands on it."""

    page_width: float
    page_height: float

    @classmethod
    def of(cls, paper: Paper) -> Sheet:
        """Lay a sheet upright or across."""
        width, height = _SIZES[paper.size]
        return cls(height, width) if paper.landscape else cls(width, height)

    @property
    def width(self) -> float:
        """Give the width of the text."""
        return self.page_width - 2 * LEFT

    @property
    def top(self) -> float:
        """Give where the text begins."""
        return self.page_height - _HEAD_ROOM

    @property
    def tallest_whole_row(self) -> float:
        """Give the height up to which a row goes to the next page rather than break."""
        return (self.top - BOTTOM) * 0.4


INK: Colour = (0.11, 0.15, 0.19)
MUTED: Colour = (0.35, 0.40, 0.44)
ACCENT: Colour = (0.10, 0.28, 0.36)
WHITE: Colour = (1.0, 1.0, 1.0)
HAIRLINE: Colour = (0.78, 0.82, 0.84)
UNDERLINE: Colour = (0.62, 0.68, 0.71)
"""Under words that lead somewhere: seen beside plain ones, and no net of lines over a page full of them."""
BAND: Colour = (0.92, 0.945, 0.955)
TINT: Colour = (0.96, 0.97, 0.975)

# The lightness of these differs enough to tell them apart in grey print: 0.50, 0.80, 0.27, white, 0.93.
SIGN_COLOURS: dict[Sign, Colour] = {
    Sign.DISC: (0.25, 0.55, 0.53),
    Sign.HALF: (0.91, 0.71, 0.32),
    Sign.CROSS: (0.58, 0.11, 0.17),
    Sign.RING: (0.42, 0.47, 0.51),
    Sign.DASH: (0.42, 0.47, 0.51),
}
BAR_FILLS: dict[Sign, Colour] = {
    **SIGN_COLOURS,
    Sign.RING: WHITE,
    Sign.DASH: (0.90, 0.92, 0.93),
}
ON_BAR: dict[Sign, Colour] = {
    Sign.DISC: WHITE,
    Sign.HALF: INK,
    Sign.CROSS: WHITE,
    Sign.RING: MUTED,
    Sign.DASH: MUTED,
}
TONE_COLOURS: dict[Tone, Colour] = {
    Tone.STOPS: SIGN_COLOURS[Sign.CROSS],
    Tone.WARNS: (0.80, 0.56, 0.12),
    Tone.GOOD: SIGN_COLOURS[Sign.DISC],
    Tone.NOTES: MUTED,
}


class Style(NamedTuple):
    """How text is set; size and leading in points, `drop` from the top of a line to its base line."""

    bold: bool
    size: float
    leading: float
    colour: Colour

    @property
    def drop(self) -> float:
        """Give the distance from the top of a line to its base line."""
        return self.leading * 0.5 + self.size * 0.32


BODY = Style(False, 9.2, 13.0, INK)
LEAD = Style(False, 11.0, 15.5, INK)
SMALL = Style(False, 7.8, 10.6, MUTED)
LABEL = Style(False, 8.2, 11.2, MUTED)
TABLE_HEAD = Style(True, 7.8, 10.4, ACCENT)
RUNNING = Style(False, 7.6, 10.0, MUTED)
MARKING = Style(True, 7.6, 10.0, INK)
CONTENTS = {
    1: Style(True, 9.6, 18.0, INK),
    2: Style(False, 9.2, 14.0, INK),
    3: Style(False, 8.6, 12.6, MUTED),
}
HEADINGS = {
    1: Style(True, 17.0, 22.0, ACCENT),
    2: Style(True, 12.5, 17.0, ACCENT),
    3: Style(True, 10.2, 14.0, INK),
}
SPACE_ABOVE = {1: 0.0, 2: 16.0, 3: 13.0}
SPACE_BELOW = {1: 8.0, 2: 5.0, 3: 4.0}
SIZES = {Size.BODY: BODY, Size.LEAD: LEAD, Size.SMALL: SMALL}
CELL_FACES = {
    Face.PLAIN: Style(False, 8.2, 10.8, INK),
    Face.STRONG: Style(True, 8.2, 10.8, INK),
    Face.MUTED: Style(False, 7.6, 10.2, MUTED),
}
FIELD_FACES = {
    Face.PLAIN: Style(False, 8.8, 12.0, INK),
    Face.STRONG: Style(True, 8.8, 12.0, INK),
    Face.MUTED: Style(False, 8.2, 11.4, MUTED),
}
ENTRY_HEAD = Style(True, 9.6, 13.0, INK)
CALLOUT_HEAD = Style(True, 10.2, 14.0, INK)
FIGURE = Style(True, 19.0, 24.0, ACCENT)
COVER_KIND = Style(True, 11.0, 14.0, WHITE)
COVER_TITLE = Style(True, 27.0, 34.0, WHITE)
COVER_SUBTITLE = Style(False, 13.0, 18.0, WHITE)
BAR_NUMBER = Style(True, 7.0, 9.0, INK)
