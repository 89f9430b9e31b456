"""How the window looks: a calm palette of our own, light and dark, rating signs that differ by shape and colour.

`QStyleHints.setColorScheme` does nothing on bare X11 and offscreen, so the palette is set by hand over Fusion.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QColor, QFont, QGuiApplication, QIcon, QPainter, QPalette, QPen, QPixmap, QPolygonF
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication, QWidget

from readiness import places
from readiness.model.records import Rating

if TYPE_CHECKING:
    from PySide6.QtCore import Qt

    from readiness.analysis.findings import Severity

SPACING = 8
_SIGN_SIZES = (16, 20, 24, 32, 48)
_TRANSPARENT = QColor(0, 0, 0, 0)

_LIGHT = {
    QPalette.ColorRole.Window: "#f4f5f7",
    QPalette.ColorRole.WindowText: "#1f2733",
    QPalette.ColorRole.Base: "#ffffff",
    QPalette.ColorRole.AlternateBase: "#f7f8fa",
    QPalette.ColorRole.Text: "#1f2733",
    QPalette.ColorRole.PlaceholderText: "#5f6a7b",
    QPalette.ColorRole.Button: "#eceef1",
    QPalette.ColorRole.ButtonText: "#1f2733",
    QPalette.ColorRole.ToolTipBase: "#ffffff",
    QPalette.ColorRole.ToolTipText: "#1f2733",
    QPalette.ColorRole.Highlight: "#2a5f9e",
    QPalette.ColorRole.HighlightedText: "#ffffff",
    QPalette.ColorRole.Link: "#1d5a9c",
    QPalette.ColorRole.LinkVisited: "#1d5a9c",
    QPalette.ColorRole.Light: "#ffffff",
    QPalette.ColorRole.Midlight: "#e3e6ea",
    QPalette.ColorRole.Mid: "#c3c9d1",
    QPalette.ColorRole.Dark: "#9aa3af",
    QPalette.ColorRole.Shadow: "#5c6675",
}
_DARK = {
    QPalette.ColorRole.Window: "#1f2329",
    QPalette.ColorRole.WindowText: "#e2e6ec",
    QPalette.ColorRole.Base: "#272c33",
    QPalette.ColorRole.AlternateBase: "#2b3138",
    QPalette.ColorRole.Text: "#e2e6ec",
    QPalette.ColorRole.PlaceholderText: "#98a2b1",
    QPalette.ColorRole.Button: "#313740",
    QPalette.ColorRole.ButtonText: "#e2e6ec",
    QPalette.ColorRole.ToolTipBase: "#313740",
    QPalette.ColorRole.ToolTipText: "#e2e6ec",
    QPalette.ColorRole.Highlight: "#3f78b8",
    QPalette.ColorRole.HighlightedText: "#ffffff",
    QPalette.ColorRole.Link: "#84b6ec",
    QPalette.ColorRole.LinkVisited: "#84b6ec",
    QPalette.ColorRole.Light: "#3a414b",
    QPalette.ColorRole.Midlight: "#343b44",
    QPalette.ColorRole.Mid: "#4a525d",
    QPalette.ColorRole.Dark: "#171a1f",
    QPalette.ColorRole.Shadow: "#0f1114",
}
_RATING_COLOURS = {
    Rating.CONFORMING: ("#2e7d4f", "#63bd88"),
    Rating.PARTLY: ("#8f5a00", "#e0ad4e"),
    Rating.NONCONFORMING: ("#b3342f", "#ef8079"),
    Rating.NOT_ASSESSED: ("#7b8593", "#8f99a8"),
    Rating.NOT_APPLICABLE: ("#7b8593", "#8f99a8"),
}
_SEVERITY_COLOURS = {
    "stops": ("#b3342f", "#ef8079"),
    "warns": ("#8f5a00", "#e0ad4e"),
    "notes": ("#4b6075", "#a3b4c6"),
}
_STANDARD_COLOURS = (("#2a5f9e", "#7fb0e6"), ("#7a4a8c", "#c79bd8"), ("#2f6f6b", "#7cc5bf"))


def is_dark() -> bool:
    """Tell whether the palette in use is the dark one."""
    return QGuiApplication.palette().color(QPalette.ColorRole.Window).lightness() < 128


def apply(app: QApplication, appearance: str) -> None:
    """Set palette and style sheet over the style Fusion; `appearance` is 'system', 'light' or 'dark'."""
    app.setPalette(QPalette())  # the system's again
    dark = appearance == "dark" or (appearance == "system" and is_dark())
    palette = QPalette()
    for role, colour in (_DARK if dark else _LIGHT).items():
        palette.setColor(role, QColor(colour))
    faint = QColor("#727c8a" if dark else "#8b95a3")
    for role in (QPalette.ColorRole.Text, QPalette.ColorRole.WindowText, QPalette.ColorRole.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, faint)
    rating_icon.cache_clear()
    severity_icon.cache_clear()
    icon.cache_clear()
    app.setPalette(palette)
    app.setStyleSheet(_style_sheet(palette))


def _style_sheet(palette: QPalette) -> str:
    line = palette.color(QPalette.ColorRole.Mid).name()
    focus = palette.color(QPalette.ColorRole.Link).name()
    base = palette.color(QPalette.ColorRole.Base).name()
    edge = palette.color(QPalette.ColorRole.PlaceholderText).name()
    chosen = palette.color(QPalette.ColorRole.Highlight).name()
    mark = (places.resources_folder() / "icons" / "marks" / "checked.svg").as_posix()
    return f"""
        QCheckBox::indicator {{
            width: 14px; height: 14px; border: 1px solid {edge}; border-radius: 3px; background: {base}; }}
        QCheckBox::indicator:checked {{ background: {chosen}; border-color: {chosen}; image: url("{mark}"); }}
        QCheckBox::indicator:disabled {{ border-color: {line}; background: transparent; }}
        QCheckBox::indicator:focus {{ border: 2px solid {focus}; }}
        QToolTip {{ border: 1px solid {line}; padding: 4px; }}
        QTreeView, QTableView, QListWidget, QScrollArea {{ border: 1px solid {line}; border-radius: 4px; }}
        QTreeView::item, QTableView::item {{ padding: 3px 2px; }}
        QLineEdit, QPlainTextEdit, QTextEdit {{
            border: 1px solid {line}; border-radius: 4px; padding: 4px; background: {base}; }}
        QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus {{ border: 2px solid {focus}; padding: 3px; }}
        QHeaderView::section {{ border: 0; border-bottom: 1px solid {line}; padding: 5px 6px; }}
        QListWidget#places {{ border: 0; border-right: 1px solid {line}; border-radius: 0; }}
        QListWidget#places::item {{ padding-left: 8px; }}
        QToolButton:checked {{
            border: 2px solid {focus}; border-radius: 4px; background: {base}; padding: 2px 4px; }}
        QToolButton#fold, QToolButton#fold:checked {{ border: 0; background: transparent; padding: 3px 2px; }}
        QToolButton#fold:focus {{ border: 1px solid {focus}; border-radius: 3px; }}
        QSplitter::handle {{ background: transparent; }}
        QStatusBar::item {{ border: 0; }}
    """


def _shade(pair: tuple[str, str]) -> QColor:
    return QColor(pair[1] if is_dark() else pair[0])


def rating_colour(rating: Rating) -> QColor:
    """Give the colour of a rating in the palette in use, readable as text on Base."""
    return _shade(_RATING_COLOURS[rating])


def severity_colour(severity: Severity) -> QColor:
    """Give the colour of a finding's severity in the palette in use, readable as text on Base."""
    return _shade(_SEVERITY_COLOURS[severity])


def standard_colour(position: int) -> QColor:
    """Give the accent of the assessment at a position in the side bar, so that standards are told apart."""
    return _shade(_STANDARD_COLOURS[position % len(_STANDARD_COLOURS)])


@cache
def rating_icon(rating: Rating) -> QIcon:
    """Give the sign of a rating: disc, half disc, cross, ring or dash, in its colour."""
    icon = QIcon()
    for size in _SIGN_SIZES:
        pixmap = _blank(size)
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_sign(painter, rating, QRectF(0, 0, size, size))
        painter.end()
        icon.addPixmap(pixmap)
        icon.addPixmap(pixmap, QIcon.Mode.Selected)
    return icon


def paint_sign(painter: QPainter, rating: Rating, square: QRectF) -> None:
    """Paint the sign of a rating into a square."""
    from PySide6.QtCore import Qt  # noqa: PLC0415 - late for start-up time

    inner = square.adjusted(
        square.width() * 0.14, square.height() * 0.14, -square.width() * 0.14, -square.height() * 0.14
    )
    colour = rating_colour(rating)
    pen = QPen(colour, max(1.4, square.width() * 0.1))
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if rating is Rating.CONFORMING:
        painter.setBrush(colour)
        painter.drawEllipse(inner)
    elif rating is Rating.PARTLY:
        painter.drawEllipse(inner)
        painter.setBrush(colour)
        painter.drawChord(inner, 90 * 16, 180 * 16)
    elif rating is Rating.NONCONFORMING:
        painter.drawLine(inner.topLeft(), inner.bottomRight())
        painter.drawLine(inner.topRight(), inner.bottomLeft())
    elif rating is Rating.NOT_ASSESSED:
        painter.drawEllipse(inner)
    else:
        middle = inner.center().y()
        painter.drawLine(QPointF(inner.left(), middle), QPointF(inner.right(), middle))


@cache
def severity_icon(severity: Severity) -> QIcon:
    """Give the sign of a severity: a filled triangle stops, a hollow one warns, a small ring notes."""
    pixmap = _blank(32)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    colour = severity_colour(severity)
    painter.setPen(QPen(colour, 3))
    if severity.value == "notes":
        painter.drawEllipse(QRectF(9, 9, 14, 14))
    else:
        if severity.value == "stops":
            painter.setBrush(colour)
        painter.drawPolygon(QPolygonF([QPointF(16, 5), QPointF(28, 27), QPointF(4, 27)]))
    painter.end()
    return QIcon(pixmap)


def fold_arrow(widget: QWidget, *, opened: bool) -> Qt.ArrowType:
    """Give the arrow of a button that unfolds something: closed, it points in the direction of writing."""
    from PySide6.QtCore import Qt  # noqa: PLC0415 - late for start-up time

    if opened:
        return Qt.ArrowType.DownArrow
    return Qt.ArrowType.LeftArrow if widget.isRightToLeft() else Qt.ArrowType.RightArrow


def heading_font(widget: QWidget, scale: float = 1.3) -> QFont:
    """Give the widget's font, larger by `scale` and bold."""
    font = QFont(widget.font())
    font.setPointSizeF(font.pointSizeF() * scale)
    font.setBold(True)
    return font


def _icon_file(name: str) -> Path:
    return places.resources_folder() / "icons" / f"{name}.svg"


def has_icon(name: str) -> bool:
    """Tell whether a line icon of this name is shipped; places and commands have theirs by their own names."""
    return _icon_file(name).is_file()


@cache
def icon(name: str, colour: str = "", sizes: tuple[int, ...] = _SIGN_SIZES) -> QIcon:
    """Give a line icon in the text's colour of the palette in use, or in `colour` ('#rrggbb').

    Selected and disabled ones have the colour of such text. An unknown name gives the plain sign of a place.
    """
    renderer = QSvgRenderer(str(_icon_file(name if has_icon(name) else "place")))
    palette = QGuiApplication.palette()
    shades = {
        QIcon.Mode.Normal: QColor(colour) if colour else palette.color(QPalette.ColorRole.WindowText),
        QIcon.Mode.Selected: palette.color(QPalette.ColorRole.HighlightedText),
        QIcon.Mode.Disabled: palette.color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.WindowText),
    }
    made = QIcon()
    for size in sizes:
        shape = _drawn(renderer, size)
        for mode, shade in shades.items():
            made.addPixmap(_tinted(shape, shade), mode)
    return made


def _tinted(shape: QPixmap, shade: QColor) -> QPixmap:
    pixmap = _blank(shape.width())  # filled with a colour at once, it would have no transparency
    pixmap.fill(shade)
    painter = QPainter(pixmap)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_DestinationIn)
    painter.drawPixmap(0, 0, shape)
    painter.end()
    return pixmap


def _blank(size: int) -> QPixmap:
    pixmap = QPixmap(QSize(size, size))
    pixmap.fill(_TRANSPARENT)
    return pixmap


def _drawn(renderer: QSvgRenderer, size: int) -> QPixmap:
    pixmap = _blank(size)
    painter = QPainter(pixmap)
    renderer.render(painter, QRectF(0, 0, size, size))
    painter.end()
    return pixmap


def app_icon() -> QIcon:
    """Give the program's own icon, sharp at every size."""
    renderer = QSvgRenderer(str(_icon_file("readiness")))
    made = QIcon()
    for size in (*_SIGN_SIZES, 64, 128, 256):
        made.addPixmap(_drawn(renderer, size))
    return made
