"""The place 'Two standards': separation, topics and the comparison chart, each on a page of its own."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QLabel, QTabWidget, QVBoxLayout, QWidget

from readiness.gui import theme
from readiness.gui.bridge import Bridge, Place
from readiness.gui.flow import Link
from readiness.gui.two_standards.chart import Chart
from readiness.gui.two_standards.separation import Separation
from readiness.gui.two_standards.topics import Topics
from readiness.gui.view import View
from readiness.model.history import Commit
from readiness.texts import tr


class TwoStandardsView(View):
    """What is mixed up comes first; what the standards ask, and where they differ, is beside it."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        """Show the state as it is."""
        super().__init__(bridge, parent)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*([theme.SPACING * 2] * 4))
        row = QHBoxLayout()
        title = QLabel(tr("Two standards under one roof"))
        title.setFont(theme.heading_font(title, 1.5))
        row.addWidget(title, 1)
        for text, place in (
            (tr("Services: which standard applies?"), Place("services")),
            (tr("Guides"), Place("guides", record="which-one")),
        ):
            link = Link(text)
            link.clicked.connect(lambda _=False, where=place: bridge.go(where))
            row.addWidget(link)
        layout.addLayout(row)
        self.tabs = QTabWidget()
        self.tabs.setAccessibleName(tr("Two standards"))
        self.separation = Separation(bridge)
        self.topics = Topics(bridge)
        self.chart = Chart(bridge)
        self.tabs.addTab(self.separation, tr("&Separation"))
        self.tabs.addTab(self.topics, tr("&Topics"))
        self.tabs.addTab(self.chart, tr("&Comparison chart"))
        layout.addWidget(self.tabs, 1)

    def show_place(self, place: Place) -> None:
        """Bring what was found up to date, and show the page that the place names."""
        pages = {"separation": self.separation, "topics": self.topics, "chart": self.chart}
        self.tabs.setCurrentWidget(pages.get(place.record, self.separation))
        if place.filter == "own":
            self.topics.own_only.setChecked(True)
        self.separation.show_state()

    def refresh(self, commit: Commit | None) -> None:
        """Repaint what was found where it is looked at."""
        if self.isVisible():
            self.separation.show_state()
