"""The work area: the side bar of places and the view that is in front, with back and forward."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from readiness.gui import theme
from readiness.gui.actions import ActionsView
from readiness.gui.assessment import AssessmentView
from readiness.gui.bridge import Bridge, Place
from readiness.gui.checking import Check
from readiness.gui.evidence import EvidenceView
from readiness.gui.guides import GuidesView
from readiness.gui.history import HistoryView
from readiness.gui.overview import OverviewView
from readiness.gui.reports import ReportsView
from readiness.gui.two_standards import TwoStandardsView
from readiness.gui.view import View
from readiness.model.history import Commit
from readiness.model.records import Assessment, Organization
from readiness.texts import tr

_MOST_BACK = 100


class Desk(QWidget):
    """Side bar and views of one open workspace. Views are made when first shown."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        """Lay out the side bar; `begin` shows the first view."""
        super().__init__(parent)
        self.bridge = bridge
        self._views: dict[tuple[str, str], View] = {}
        self._makers: dict[str, Callable[[Place], View]] = {
            "overview": lambda _: OverviewView(bridge),
            "assessment": lambda place: AssessmentView(bridge, place.assessment),
            "two-standards": lambda _: TwoStandardsView(bridge),
            "evidence": lambda _: EvidenceView(bridge),
            "actions": lambda _: ActionsView(bridge),
            "reports": lambda _: ReportsView(bridge),
            "history": lambda _: HistoryView(bridge),
            "guides": lambda _: GuidesView(bridge),
        }
        self._back: list[Place] = []
        self._forward: list[Place] = []
        self._here: Place | None = None
        self.places = QListWidget()
        self.places.setObjectName("places")
        self.places.setAccessibleName(tr("Places"))
        self.places.setIconSize(QSize(14, 14))
        self.places.currentItemChanged.connect(self._on_chosen)
        self.stack = QStackedWidget()
        self._notice = QLabel()
        self._notice.setWordWrap(True)
        self._notice.setTextFormat(Qt.TextFormat.PlainText)
        self._notice.setMargin(theme.SPACING)
        self._notice.setVisible(False)
        column = QVBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._notice)
        column.addWidget(self.stack)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.places)
        layout.addLayout(column, 1)
        self._notices: list[str] = []
        self.check = Check(bridge, self)
        self.check.found.connect(self._show_notices)
        self._fill_places()
        bridge.went.connect(self.go)
        bridge.changed.connect(self._on_changed)

    def begin(self) -> None:
        """Show the overview, and what was noticed while opening."""
        self._notices = list(self.bridge.workspace.notices)
        self._show_notices([])
        self.go(Place("overview"))

    def _show_notices(self, more: list[str]) -> None:
        self._notices += more
        self._notice.setText("\n".join(self._notices))
        self._notice.setVisible(bool(self._notices))

    # Places

    def _fill_places(self) -> None:
        self.places.blockSignals(True)
        self.places.clear()
        self._add_place(tr("Overview"), Place("overview"))
        assessments = list(self.bridge.snapshot.assessments.values())
        for position, assessment in enumerate(assessments):
            text = f"{self._short(assessment)}\n{self._elided(assessment.scope)}"
            self._add_place(
                text,
                Place("assessment", assessment=assessment.id),
                theme.standard_colour(position),
                f"{assessment.standard}: {assessment.scope}",
            )
        if len(assessments) > 1:
            self._add_place(tr("Two standards"), Place("two-standards"))
        for text, view in (
            (tr("Evidence"), "evidence"),
            (tr("Actions"), "actions"),
            (tr("Reports"), "reports"),
            (tr("History"), "history"),
            (tr("Guides"), "guides"),
        ):
            self._add_place(text, Place(view))
        self.places.setFixedWidth(self.fontMetrics().averageCharWidth() * 26)
        self.places.blockSignals(False)

    def _short(self, assessment: Assessment) -> str:
        return self.bridge.snapshot.checklist_of(assessment).standard

    def _elided(self, text: str) -> str:
        width = self.fontMetrics().averageCharWidth() * 20
        return self.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, width)

    def _add_place(self, text: str, place: Place, colour: QColor | None = None, tip: str = "") -> None:
        item = QListWidgetItem(text)
        lines = text.count("\n") + 1
        item.setSizeHint(QSize(0, self.fontMetrics().lineSpacing() * lines + theme.SPACING * 2))
        item.setData(Qt.ItemDataRole.UserRole, place)
        item.setToolTip(tip)
        item.setData(Qt.ItemDataRole.AccessibleTextRole, tip or text)
        if colour is not None:
            item.setIcon(_stripe(colour))
        self.places.addItem(item)

    def _on_chosen(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self.go(item.data(Qt.ItemDataRole.UserRole))

    def go_to_number(self, number: int) -> None:
        """Show the place with this number in the side bar, the first being 1."""
        item = self.places.item(number - 1)
        if item is not None:
            self.places.setCurrentItem(item)

    # Going

    def go(self, place: Place) -> None:
        """Show a place and remember where we came from."""
        if place == self._here:
            return
        if self._here is not None:
            self._back = [*self._back, self._here][-_MOST_BACK:]
            self._forward.clear()
        self._show(place)

    def back(self) -> None:
        """Go back to the place before."""
        if self._back and self._here is not None:
            self._forward.append(self._here)
            self._show(self._back.pop())

    def forward(self) -> None:
        """Go forward again."""
        if self._forward and self._here is not None:
            self._back.append(self._here)
            self._show(self._forward.pop())

    def _show(self, place: Place) -> None:
        if place.view == "assessment" and place.assessment not in self.bridge.snapshot.assessments:
            place = Place("overview")
        self.commit_typing()
        key = (place.view, place.assessment if place.view == "assessment" else "")
        view = self._views.get(key)
        if view is None:
            made = self.bridge.do(lambda: self._makers[place.view](place))
            if made is None:
                return
            view = self._views[key] = made
            self.stack.addWidget(view)
        self._here = place
        self.stack.setCurrentWidget(view)
        view.show_place(place)
        self._mark_place(key)

    def _mark_place(self, key: tuple[str, str]) -> None:
        self.places.blockSignals(True)
        for row in range(self.places.count()):
            item = self.places.item(row)
            place = item.data(Qt.ItemDataRole.UserRole)
            if (place.view, place.assessment) == key:
                self.places.setCurrentItem(item)
        self.places.blockSignals(False)

    # Changes

    def _on_changed(self, commit: Commit) -> None:
        tables = {change.table for change in commit.changes}
        if tables & {Assessment.table, Organization.table}:
            self._fill_places()
            self._drop_gone_views()
            if self._here is not None:
                self._show(self._here)

    def _drop_gone_views(self) -> None:
        for key in [key for key in self._views if key[0] == "assessment"]:
            if key[1] not in self.bridge.snapshot.assessments:
                view = self._views.pop(key)
                self.bridge.changed.disconnect(view.on_changed)
                self.stack.removeWidget(view)
                view.deleteLater()

    def commit_typing(self) -> None:
        """Save what is being typed in the view in front."""
        view = self.stack.currentWidget()
        if isinstance(view, View):
            view.commit_typing()

    def refresh_all(self) -> None:
        """Repaint everything, after the palette changed."""
        self._fill_places()
        for view in self._views.values():
            view.refresh(None)
        if self._here is not None:
            self._mark_place((self._here.view, self._here.assessment if self._here.view == "assessment" else ""))

    def keyboard_help(self) -> list[str]:
        """List the keys of the view in front, for the keyboard page."""
        view = self.stack.currentWidget()
        return view.keyboard_help() if isinstance(view, View) else []


def _stripe(colour: QColor) -> QIcon:
    pixmap = QPixmap(QSize(28, 28))
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawRoundedRect(QRectF(8, 2, 12, 24), 5, 5)
    painter.end()
    icon = QIcon(pixmap)
    icon.addPixmap(pixmap, QIcon.Mode.Selected)
    return icon
