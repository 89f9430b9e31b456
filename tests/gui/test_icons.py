"""Our own signs: drawn in the colours of the palette, sharp, readable, one for every place and main command."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QIcon, QImage
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication, QMenu

from readiness.gui import theme
from readiness.gui.bridge import Place
from readiness.gui.desk import Desk
from readiness.gui.window import MainWindow

FOLDER = Path(__file__).parents[2] / "resources" / "icons"
DRAWINGS = sorted(FOLDER.glob("*.svg"))
COLOURED = ("readiness", "workspace")
FEWEST = 20
SIZES = (16, 20, 24, 32, 48)


def _shades(icon: QIcon, mode: QIcon.Mode = QIcon.Mode.Normal, size: int = 48) -> set[str]:
    image = icon.pixmap(QSize(size, size), mode).toImage().convertToFormat(QImage.Format.Format_ARGB32)
    pixels = [image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height())]
    return {QColor(pixel.rgb()).name() for pixel in pixels if pixel.alpha() == 255}


@pytest.mark.parametrize("path", DRAWINGS, ids=lambda path: path.stem)
def test_every_drawing_can_be_drawn_and_has_no_colour_of_its_own(qapp: QApplication, path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert QSvgRenderer(str(path)).isValid()
    assert ("currentColor" in text) == (path.stem not in COLOURED)
    assert "http" not in text.replace("http://www.w3.org/2000/svg", "")
    if path.stem not in COLOURED:
        assert "#" not in text
        for size in SIZES:
            image = theme.icon(path.stem).pixmap(QSize(size, size)).toImage()
            assert not image.isNull()
            edge = [image.pixelColor(0, y).alpha() for y in range(size)]
            assert not any(edge), f"{path.stem} is cut off"


def test_there_are_enough_and_every_place_has_its_own(desk: Desk) -> None:
    assert len(DRAWINGS) >= FEWEST
    for row in range(desk.places.count()):
        item = desk.places.item(row)
        place = item.data(0x0100)
        assert isinstance(place, Place)
        assert theme.has_icon(place.view), place.view
        assert not item.icon().isNull()


def test_main_commands_have_signs(window: MainWindow) -> None:
    for key in ("new", "open", "undo", "redo", "find", "palette", "back", "forward", "guides", "keys", "quit"):
        action = window.actions_by_key[key]
        (menu,) = (item for item in action.associatedObjects() if isinstance(item, QMenu))
        menu.aboutToShow.emit()
        assert not action.icon().isNull(), key
    assert not window.windowIcon().isNull()


def test_signs_have_the_colours_of_text_selected_and_disabled(window: MainWindow) -> None:
    for appearance in ("light", "dark"):
        window.set_appearance(appearance)
        palette = window.palette()
        icon = theme.icon("evidence")
        assert _shades(icon) == {palette.windowText().color().name()}
        assert _shades(icon, QIcon.Mode.Selected) == {palette.highlightedText().color().name()}
        assert _shades(icon, QIcon.Mode.Disabled) == {
            palette.color(palette.ColorGroup.Disabled, palette.ColorRole.WindowText).name()
        }
        assert _shades(theme.icon("evidence", "#ff0000")) == {"#ff0000"}
    window.set_appearance("light")


def test_an_unknown_name_gives_the_plain_sign(qapp: QApplication) -> None:
    assert not theme.has_icon("no-such-place")
    unknown, plain = theme.icon("no-such-place"), theme.icon("place")
    assert unknown.pixmap(24).toImage() == plain.pixmap(24).toImage()
