"""Charts as vectors: stacked horizontal bars with every number beside them, and lines over days."""

from __future__ import annotations

from readiness.report import line_chart
from readiness.report.blocks import Bar, Chart, Face, LineChart
from readiness.report.line_chart import Dot, Ink, Label, Shape, Stroke
from readiness.report.pdf_page import Box, Flow, Mark, Path, Rule, Spot
from readiness.report.pdf_style import (
    ACCENT,
    BAR_FILLS,
    BAR_NUMBER,
    CELL_FACES,
    HAIRLINE,
    INK,
    MUTED,
    ON_BAR,
    Colour,
)
from readiness.report.pdf_tags import Element
from readiness.texts import tr

_ROW = 13.0
_THICK = 9.0
_COUNT_WIDTH = 21.0
_LABEL_WIDTH = 186.0
_LEAST_SEGMENT = 3.0
_SIGN = 6.6


class ChartSetter:
    """Sets one chart into a flow; it may break between two bars, and its legend comes again."""

    def __init__(self, flow: Flow, chart: Chart) -> None:
        """Work out the scale: one clause has the same length in every bar."""
        self._flow = flow
        self._chart = chart
        self._figure = Element("Figure", flow.root, alt=described(chart))
        self._counts_at = flow.left + flow.width - _COUNT_WIDTH * (len(chart.series) + 1)
        self._bars_at = flow.left + _LABEL_WIDTH
        longest = max((sum(bar.values) for bar in chart.bars), default=0)
        room = self._counts_at - self._bars_at - 8.0 - _LEAST_SEGMENT * len(chart.series)
        self._unit = room / longest if longest else 0.0

    def set(self) -> None:
        """Place legend, bars and the line of sums."""
        flow = self._flow
        flow.gap(4.0)
        flow.reserve(_ROW * (3 + min(len(self._chart.bars), 4)))
        page, top = flow.page, flow.y
        self._legend()
        for bar in self._chart.bars:
            if flow.room < 2 * _ROW:
                flow.turn()
                self._legend()
            self._bar(bar)
        flow.page.rules.append(Rule(flow.left, flow.y - 1.0, flow.width, ACCENT, 0.7))
        flow.y -= 2.0
        self._labels(self._chart.total, bold=True)
        flow.y -= _ROW
        if flow.page is page:
            self._figure.box = (flow.left, flow.y, flow.left + flow.width, top)
        flow.gap(8.0)

    def _legend(self) -> None:
        """Name the signs over the bars, and put them over the columns of numbers."""
        flow, style = self._flow, CELL_FACES[Face.MUTED]
        x = flow.left
        for series in self._chart.series:
            flow.page.marks.append(Mark(series.sign, x + _SIGN / 2, flow.y - 5.0, _SIGN))
            flow.page.text(x + 10.0, flow.y, style, [series.label], self._figure)
            x += 10.0 + flow.typesetter.width(series.label, style) + 14.0
        flow.y -= _ROW + 2.0
        for place, series in enumerate(self._chart.series):
            x = self._counts_at + _COUNT_WIDTH * (place + 1) - 7.0
            flow.page.marks.append(Mark(series.sign, x, flow.y - 5.0, _SIGN))
        self._right(tr("all"), self._counts_at + _COUNT_WIDTH * (len(self._chart.series) + 1), bold=False)
        flow.y -= _ROW - 1.0
        flow.page.rules.append(Rule(flow.left, flow.y, flow.width, ACCENT, 0.7))

    def _bar(self, bar: Bar) -> None:
        flow = self._flow
        self._labels(bar, bold=False)
        x, y = self._bars_at, flow.y - (_ROW + _THICK) / 2
        for series, value in zip(self._chart.series, bar.values, strict=True):
            if not value:
                continue
            width = self._unit * value + _LEAST_SEGMENT
            flow.page.boxes.append(Box(x, y, width, _THICK, BAR_FILLS[series.sign], MUTED))
            number = str(value)
            style = BAR_NUMBER._replace(colour=ON_BAR[series.sign])
            taken = flow.typesetter.width(number, style)
            if taken + 3.0 <= width:
                flow.page.text(x + (width - taken) / 2, y + _THICK, style, [number], self._figure)
            x += width
        flow.y -= _ROW
        flow.page.rules.append(Rule(flow.left, flow.y, flow.width, HAIRLINE, 0.3))

    def _labels(self, bar: Bar, *, bold: bool) -> None:
        flow = self._flow
        strong, plain = CELL_FACES[Face.STRONG], CELL_FACES[Face.STRONG if bold else Face.PLAIN]
        top = flow.y - (_ROW - plain.leading) / 2
        indent = 0.0
        if bar.number:
            indent = 26.0
            flow.page.text(flow.left, top, strong, [bar.number], self._figure)
        label = flow.typesetter.fit(bar.label, plain, _LABEL_WIDTH - indent - 8.0)
        flow.page.text(flow.left + indent, top, plain, [label], self._figure)
        for place, value in enumerate((*bar.values, sum(bar.values)), start=1):
            last = place > len(bar.values)
            self._right(str(value) if value else "–", self._counts_at + _COUNT_WIDTH * place, bold=bold or last)

    def _right(self, text: str, x: float, *, bold: bool) -> None:
        flow = self._flow
        style = CELL_FACES[Face.STRONG if bold else Face.PLAIN]
        top = flow.y - (_ROW - style.leading) / 2
        flow.page.text(x - flow.typesetter.width(text, style) - 3.0, top, style, [text], self._figure)


def described(chart: Chart) -> str:
    """Say in words what a chart of bars shows."""
    names = [series.label for series in chart.series]

    def said(bar: Bar) -> str:
        counts = ", ".join(f"{value} {name}" for value, name in zip(bar.values, names, strict=True) if value)
        return f"{bar.number} {bar.label}: {counts or '0'}".strip()

    title = chart.title or tr("Bars: {names}", names=", ".join(names))
    return ". ".join([title, *map(said, (*chart.bars, chart.total))])


def _lines_described(chart: LineChart) -> str:
    said = []
    for line in chart.lines:
        known = [value for value in line.values if value is not None]
        if known:
            said.append(tr("{name}: from {first} % to {last} %", name=line.name, first=known[0], last=known[-1]))
    return ". ".join([chart.title, *said])


_LINE_CHART_HEIGHT = 132.0


def set_line_chart(flow: Flow, chart: LineChart) -> None:
    """Set a line chart: the same shapes as in the window, in the colours of the page."""
    if not chart.days:
        return
    style = CELL_FACES[Face.MUTED]
    flow.gap(4.0)
    top = flow.take(_LINE_CHART_HEIGHT)
    size = (flow.width, _LINE_CHART_HEIGHT)

    def measure(text: str) -> float:
        return flow.typesetter.width(text, style)

    figure = Element("Figure", flow.root, alt=_lines_described(chart))
    figure.box = (flow.left, flow.y, flow.left + flow.width, top)
    for shape in line_chart.shapes(chart.days, chart.lines, size, style.size, measure):
        _draw(flow, shape, top, figure)
    flow.gap(8.0)


def _draw(flow: Flow, shape: Shape, top: float, figure: Element) -> None:
    """Put a shape on the page; its y grows downwards from `top`."""
    page, colour = flow.page, _INKS[shape.ink]
    match shape:
        case Stroke():
            points = tuple((flow.left + x, top - y) for x, y in shape.points)
            page.paths.append(Path(points, colour, shape.weight, shape.dashed))
        case Dot():
            page.spots.append(Spot(flow.left + shape.x, top - shape.y, shape.size, colour, shape.square))
        case Label():
            style = CELL_FACES[Face.MUTED]._replace(colour=MUTED if shape.ink is Ink.TEXT else colour)
            line = flow.typesetter.clean(shape.text, style)
            page.text(flow.left + shape.x, top - shape.y + style.drop, style, [line], figure)


_INKS: dict[Ink, Colour] = {Ink.GRID: HAIRLINE, Ink.TEXT: MUTED, Ink.FIRST: ACCENT, Ink.SECOND: INK}
