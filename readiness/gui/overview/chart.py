"""Progress and conformity over the weeks: a small line chart, and its numbers as a table for who cannot see it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QHeaderView, QSizePolicy, QTableWidget, QTableWidgetItem, QWidget

from readiness import words
from readiness.analysis.trend import Point
from readiness.gui import theme
from readiness.report import line_chart
from readiness.report.blocks import Line
from readiness.report.line_chart import Dot, Ink, Label, Shape, Stroke
from readiness.texts import tr

_HEIGHT_IN_LINES = 6.5


class TrendChart(QWidget):
    """The weekly points of one assessment, per clause. The numbers are in the tool tip and the description."""

    def __init__(self, name: str, position: int, parent: QWidget | None = None) -> None:
        """Leave room for the chart; `position` is the assessment's in the side bar, for its colour."""
        super().__init__(parent)
        self._points: tuple[Point, ...] = ()
        self._position = position
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(tr("{name}: progress and conformity by week", name=name))

    def show_points(self, points: Sequence[Point]) -> None:
        """Draw the points, the oldest first."""
        self._points = tuple(points)
        self.setAccessibleDescription("; ".join(describe(point) for point in self._points))
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Take some lines of text."""
        metrics = self.fontMetrics()
        return QSize(metrics.averageCharWidth() * 50, round(metrics.height() * _HEIGHT_IN_LINES))

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Stay readable when narrow."""
        return QSize(self.fontMetrics().averageCharWidth() * 34, self.sizeHint().height())

    def shapes(self) -> tuple[Shape, ...]:
        """Give what is drawn."""
        if not self._points:
            return ()
        return line_chart.shapes(*self._matter())

    def _matter(
        self,
    ) -> tuple[list[dt.date], list[Line], tuple[float, float], float, line_chart.Measure]:
        metrics = self.fontMetrics()
        lines = [
            Line(tr("rated"), tuple(point.clauses.progress for point in self._points)),
            Line(tr("conforming"), tuple(point.clauses.conformity for point in self._points)),
        ]
        days = [point.day for point in self._points]
        size = (float(self.width()), float(self.height()))
        return days, lines, size, float(metrics.height()), lambda text: float(metrics.horizontalAdvance(text))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Draw the shapes."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for shape in self.shapes():
            self._draw(painter, shape)
        painter.end()

    def _colour(self, ink: Ink) -> QColor:
        if ink is Ink.FIRST:
            return theme.standard_colour(self._position)
        role = {
            Ink.GRID: QPalette.ColorRole.Mid,
            Ink.TEXT: QPalette.ColorRole.PlaceholderText,
            Ink.SECOND: QPalette.ColorRole.WindowText,
        }[ink]
        return self.palette().color(role)

    def _draw(self, painter: QPainter, shape: Shape) -> None:
        colour = self._colour(shape.ink)
        painter.setPen(QPen(colour, 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        match shape:
            case Stroke():
                pen = QPen(colour, shape.weight)
                pen.setStyle(Qt.PenStyle.DashLine if shape.dashed else Qt.PenStyle.SolidLine)
                painter.setPen(pen)
                painter.drawPolyline([QPointF(x, y) for x, y in shape.points])
            case Dot():
                painter.setBrush(colour)
                half = shape.size / 2
                square = QRectF(shape.x - half, shape.y - half, shape.size, shape.size)
                (painter.drawRect if shape.square else painter.drawEllipse)(square)
            case Label():
                painter.drawText(QPointF(shape.x, shape.y), shape.text)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Have the tip say the numbers of the week under the mouse."""
        if self._points:
            area = line_chart.frame(*self._matter())
            nearest = min(self._points, key=lambda point: abs(area.x(point.day) - event.position().x()))
            self.setToolTip(describe(nearest))


def describe(point: Point) -> str:
    """Say a point's numbers."""
    return tr(
        "{day}: {rated} of {applicable} clauses rated ({progress}), {conforming} of them conforming ({conformity})",
        day=words.date(point.day),
        rated=point.clauses.rated,
        applicable=point.clauses.applicable,
        progress=_percent(point.clauses.progress),
        conforming=point.clauses.duties_conforming,
        conformity=_percent(point.clauses.conformity),
    )


def numbers(name: str, points: Sequence[Point]) -> QTableWidget:
    """Make the chart's numbers a table, the latest first."""
    headings = (tr("Day (UTC)"), tr("Rated"), tr("Conforming"), tr("Major gaps"))
    table = QTableWidget(len(points), len(headings))
    table.setAccessibleName(tr("{name}: numbers of the weeks", name=name))
    table.setHorizontalHeaderLabels(list(headings))
    table.verticalHeader().hide()
    table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
    table.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
    table.setTabKeyNavigation(False)
    table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
    for row, point in enumerate(reversed(points)):
        tally = point.clauses
        cells = (
            words.date(point.day),
            tr("{n} of {all} ({percent})", n=tally.rated, all=tally.applicable, percent=_percent(tally.progress)),
            tr("{n} of {all} ({percent})", n=tally.duties_conforming, all=tally.duties_rated,
               percent=_percent(tally.conformity)),
            str(point.letters.majors),
        )  # fmt: skip
        for column, text in enumerate(cells):
            table.setItem(row, column, QTableWidgetItem(text))
    rows = min(len(points), 8)
    table.setFixedHeight(table.horizontalHeader().sizeHint().height() + table.rowHeight(0) * rows + 4)
    return table


def _percent(value: int | None) -> str:
    return tr("none rated") if value is None else f"{value} %"
