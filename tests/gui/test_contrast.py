"""Contrast, computed after WCAG 2.2: text 4.5 to 1, signs and focus marks 3 to 1, in both palettes."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

from readiness.analysis.findings import Severity
from readiness.gui import theme
from readiness.model.records import Rating

TEXT, SIGN = 4.5, 3.0
Role = QPalette.ColorRole
GROUNDS = (Role.Window, Role.Base, Role.AlternateBase)


@pytest.fixture(params=["light", "dark"])
def palette(request: pytest.FixtureRequest, qapp: QApplication) -> Iterator[QPalette]:
    theme.apply(qapp, request.param)
    yield qapp.palette()
    theme.apply(qapp, "light")


def _luminance(colour: QColor) -> float:
    parts = (colour.redF(), colour.greenF(), colour.blueF())
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: QColor, other: QColor) -> float:
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_the_measure_itself_is_right() -> None:
    assert contrast(QColor("#000"), QColor("#fff")) == pytest.approx(21)
    assert contrast(QColor("#777777"), QColor("#ffffff")) == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize(
    ("text", "ground"),
    [
        *((Role.WindowText, ground) for ground in GROUNDS),
        *((Role.Text, ground) for ground in GROUNDS),
        *((Role.PlaceholderText, ground) for ground in GROUNDS),
        *((Role.Link, ground) for ground in GROUNDS),
        (Role.ButtonText, Role.Button),
        (Role.HighlightedText, Role.Highlight),
        (Role.ToolTipText, Role.ToolTipBase),
    ],
)
def test_text_can_be_read(palette: QPalette, text: Role, ground: Role) -> None:
    assert contrast(palette.color(text), palette.color(ground)) >= TEXT


@pytest.mark.parametrize("ground", GROUNDS)
def test_ratings_severities_and_standards_can_be_read_as_text(palette: QPalette, ground: Role) -> None:
    colours = {
        **{rating.value: theme.rating_colour(rating) for rating in Rating},
        **{severity.value: theme.severity_colour(severity) for severity in Severity},
        **{f"standard {position}": theme.standard_colour(position) for position in range(3)},
    }
    signs_only = {Rating.NOT_ASSESSED.value, Rating.NOT_APPLICABLE.value}
    weak = {
        name: round(contrast(colour, palette.color(ground)), 2)
        for name, colour in colours.items()
        if contrast(colour, palette.color(ground)) < (SIGN if name in signs_only else TEXT)
    }
    assert weak == {}


@pytest.mark.parametrize("ground", [*GROUNDS, Role.Button])
def test_the_mark_of_the_focus_and_of_what_is_chosen_stands_out(palette: QPalette, ground: Role) -> None:
    """Borders of what has the focus or is checked have the colour of links."""
    assert contrast(palette.color(Role.Link), palette.color(ground)) >= SIGN
