"""One standard on the overview: its figures, the way here, and a bar per clause group."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from readiness.analysis.figures import Figures, Tally, figures
from readiness.analysis.findings import Severity
from readiness.analysis.trend import Point
from readiness.gui import theme
from readiness.gui.bars import RATED, GroupBars
from readiness.gui.bridge import Bridge, Place
from readiness.gui.flow import Link
from readiness.gui.forms import faint
from readiness.gui.overview import chart
from readiness.gui.overview.pieces import Fold, hint, link
from readiness.model.records import Assessment
from readiness.texts import tr, trn


class Card(QWidget):
    """The state of one assessment; every figure comes from `analysis.figures`."""

    def __init__(
        self, bridge: Bridge, assessment: Assessment, position: int, name: str, parent: QWidget | None = None
    ) -> None:
        """Show an assessment; `position` is its place in the side bar, `name` tells it from the others."""
        super().__init__(parent)
        self._bridge, self._assessment, self._name = bridge, assessment, name
        counted = figures(bridge.snapshot, assessment)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACING // 2)
        column.addWidget(self._title(position))
        option = tr("option {option}", option=assessment.option) if assessment.option else ""
        column.addWidget(hint(" · ".join(part for part in (assessment.scope, option) if part)))
        column.addLayout(self._figures(counted))
        column.addWidget(self._way_here(position))
        self.bars = GroupBars(counted.groups, name)
        self.bars.chosen.connect(self._open_group)
        column.addWidget(self.bars)
        column.addStretch()

    def _place(self, wanted: str, requirement: str = "") -> Place:
        return Place("assessment", assessment=self._assessment.id, requirement=requirement, filter=wanted)

    def _open_group(self, number: str, wanted: str) -> None:
        self._bridge.go(self._place(wanted, number))

    def _title(self, position: int) -> Link:
        title = link(self._bridge, self._assessment.standard, self._place(""), self._name)
        title.setFont(theme.heading_font(title, 1.25))
        colour = theme.standard_colour(position).name()
        title.setStyleSheet(f"QPushButton {{ text-align: left; padding: 2px 0; color: {colour}; }}")
        return title

    # Figures

    def _figures(self, counted: Figures) -> QGridLayout:
        """Lay the figures out per clause first, per letter second; each is a link to the rows it counts."""
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.SPACING * 2)
        grid.setVerticalSpacing(0)
        for place, text in enumerate((tr("Rated"), tr("Conforming")), start=1):
            if place == 1 or counted.letters.conformity is not None:
                grid.addWidget(faint(text), 0, place)
        for row, (caption, tally) in enumerate(_tallies(counted), start=1):
            grid.addWidget(QLabel(caption), row, 0)
            for place, (text, spoken, wanted) in enumerate(_parts(tally), start=1):
                grid.addWidget(self._number(text, f"{caption}: {spoken}", wanted), row, place)
        if counted.letters.majors:
            text = trn("{n} major gap", "{n} major gaps", counted.letters.majors)
            majors = self._number(text, text, "major")
            colour = theme.severity_colour(Severity.STOPS).name()
            majors.setStyleSheet(
                f"QPushButton {{ text-align: left; padding: 2px 0; color: {colour}; font-weight: bold; }}"
            )
            grid.addWidget(majors, 3, 1, 1, 2)
        grid.setColumnStretch(3, 1)
        return grid

    def _number(self, text: str, spoken: str, wanted: str) -> Link:
        """Make a link that is never shortened: a number with its end cut off says something else."""
        made = link(self._bridge, text, self._place(wanted), tr("{name}, {what}", name=self._name, what=spoken))
        made.setMinimumWidth(made.sizeHint().width())
        return made

    # The way here

    def _way_here(self, position: int) -> QWidget:
        whole = QWidget()
        self._way = QVBoxLayout(whole)
        self._way.setContentsMargins(0, theme.SPACING // 2, 0, theme.SPACING // 2)
        self._way.setSpacing(0)
        self.chart = chart.TrendChart(self._name, position)
        self._no_chart = faint(tr("The way here is drawn from the second week on."))
        self._no_chart.hide()
        self.numbers_fold = Fold(tr("Numbers of the weeks"), lambda: chart.numbers(self._name, self._points))
        self.numbers_fold.setAccessibleName(tr("{name}: numbers of the weeks, as a table", name=self._name))
        self._points: Sequence[Point] = ()
        for widget in (self.chart, self._no_chart, self.numbers_fold, self.numbers_fold.body):
            self._way.addWidget(widget)
        return whole

    def show_points(self, points: Sequence[Point]) -> None:
        """Draw the way here, once it is known."""
        self._points = points
        enough = len(points) > 1
        self.chart.setVisible(enough)
        self.numbers_fold.setVisible(enough)
        self._no_chart.setVisible(not enough)
        self.chart.show_points(points)


class Cards(QWidget):
    """The cards two in a row; in a narrow window, or with large letters, one below the other."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Start empty."""
        super().__init__(parent)
        self._cards: list[Card] = []
        self._columns = 0
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(theme.SPACING * 3)

    def add(self, card: Card) -> None:
        """Add a card."""
        self._cards.append(card)
        self._columns = 0
        self._arrange(self.width())

    def _least(self) -> int:
        return max((card.minimumSizeHint().width() for card in self._cards), default=0)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Do with the width of one card."""
        return QSize(self._least(), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Line the cards up anew where there is room for more or fewer in a row."""
        self._arrange(event.size().width())
        super().resizeEvent(event)

    def _arrange(self, width: int) -> None:
        columns = 2 if width >= self._least() * 2 + self._grid.spacing() else 1
        if columns == self._columns:
            return
        self._columns = columns
        for position, card in enumerate(self._cards):
            self._grid.addWidget(card, position // columns, position % columns, Qt.AlignmentFlag.AlignTop)
        self._grid.setColumnStretch(0, 1)
        self._grid.setColumnStretch(1, columns - 1)


def _tallies(counted: Figures) -> tuple[tuple[str, Tally], ...]:
    return (tr("Clauses"), counted.clauses), (tr("Single requirements"), counted.letters)


def _parts(tally: Tally) -> list[tuple[str, str, str]]:
    """Give progress and conformity: as shown, as spoken, and the quick filter that shows what is counted."""
    progress = _share(tally.rated, tally.applicable, tally.progress)
    conformity = _share(tally.duties_conforming, tally.duties_rated, tally.conformity)
    rated = (progress, tr("{share} rated", share=progress), RATED if tally.rated else "open")
    if tally.conformity is None:
        return [rated]
    return [rated, (conformity, tr("{share} conforming", share=conformity), "conforming")]


def _share(part: int, whole: int, percent: int | None) -> str:
    return tr("{part} of {whole} ({percent} %)", part=part, whole=whole, percent=percent or 0)


def figure_lines(counted: Figures) -> list[str]:
    """Say progress and conformity as they are shown, per clause first and per letter second."""
    return [text for _, tally in _tallies(counted) for text, _, _ in _parts(tally)]
