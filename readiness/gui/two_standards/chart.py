"""The comparison chart in the window: aspect by aspect, searchable, each side with links to its clauses."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from readiness import library
from readiness.analysis.separation import PRODUCTS, SYSTEMS
from readiness.gui import theme
from readiness.gui.bridge import Bridge, Place
from readiness.gui.flow import Flow, Link, Prose, Tall
from readiness.gui.forms import faint, let_clear
from readiness.model.comparison import Aspect, Side
from readiness.texts import tr, trn


class Chart(QWidget):
    """All aspects, one below the other; the line above filters them by word or clause."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        """Show the whole chart."""
        super().__init__(parent)
        self._bridge = bridge
        layout = QVBoxLayout(self)
        row = QHBoxLayout()
        self.filter = QLineEdit()
        self.filter.setPlaceholderText(tr("Filter aspects by word or clause"))
        self.filter.setAccessibleName(tr("Filter aspects"))
        let_clear(self.filter)
        self.filter.textChanged.connect(lambda _: self._apply_filter())
        self.count = faint("")
        row.addWidget(self.filter, 1)
        row.addWidget(self.count)
        layout.addLayout(row)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setAccessibleName(tr("Comparison chart"))
        page = Tall()
        scroll.setWidget(page)
        column = QVBoxLayout(page)
        chart = library.comparison()
        self.rows = [(aspect, self._row(aspect)) for aspect in chart.aspects]
        for _, widget in self.rows:
            column.addWidget(widget)
        column.addWidget(faint(chart.notice))
        column.addStretch()
        layout.addWidget(scroll, 1)
        self._apply_filter()

    def _row(self, aspect: Aspect) -> QWidget:
        row = QWidget()
        grid = QGridLayout(row)
        title = QLabel(aspect.title)
        title.setFont(theme.heading_font(title, 1.15))
        title.setWordWrap(True)
        grid.addWidget(title, 0, 0, 1, 2)
        for place, standard in enumerate((SYSTEMS, PRODUCTS)):
            side = aspect.sides.get(standard)
            head = QLabel(f"ISO/IEC {standard}")
            head.setFont(theme.heading_font(head, 1.0))
            grid.addWidget(head, 1, place)
            grid.addWidget(Prose(side.text if side else tr("says nothing of it")), 2, place)
            if side is not None:
                grid.addWidget(self._links(standard, side, aspect.title), 3, place)
            grid.setColumnStretch(place, 1)
        mixed = Prose(tr("Where it gets mixed up: {what}", what=aspect.mixed_up))
        if aspect.mixed_up:
            grid.addWidget(mixed, 4, 0, 1, 2)
        return row

    def _links(self, standard: str, side: Side, about: str) -> QWidget:
        around = QWidget()
        row = Flow(theme.SPACING, around)
        assessments = self._bridge.snapshot.assessments_of(standard)
        for clause in side.clauses:
            if not assessments:
                row.addWidget(faint(clause))
                continue
            link = Link(clause, tr("{standard}, {clause}: {aspect}", standard=standard, clause=clause, aspect=about))
            place = Place("assessment", assessment=assessments[0].id, requirement=clause)
            link.clicked.connect(lambda _=False, where=place: self._bridge.go(where))
            row.addWidget(link)
        return around

    def _apply_filter(self) -> None:
        wanted = self.filter.text().casefold().split()
        shown = 0
        for aspect, widget in self.rows:
            fits = all(word in _searchable(aspect) for word in wanted)
            widget.setVisible(fits)
            shown += fits
        self.count.setText(trn("{n} aspect", "{n} aspects", shown))


def _searchable(aspect: Aspect) -> str:
    sides = " ".join(f"{side.text} {' '.join(side.clauses)}" for side in aspect.sides.values())
    return f"{aspect.title} {sides} {aspect.mixed_up}".casefold()
