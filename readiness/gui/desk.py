"""The work area: the side bar of places and the view that is in front, with back and forward."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from readiness.gui import layout, theme
from readiness.gui.bridge import Bridge, Place
from readiness.gui.checking import Check
from readiness.gui.view import View
from readiness.gui.views import MAKERS
from readiness.model.history import Commit
from readiness.model.records import Assessment, Organization
from readiness.tasks import settings
from readiness.texts import tr

if TYPE_CHECKING:
    from PySide6.QtGui import QColor, QHideEvent

_MOST_BACK = 100
_PLACE, _SPOKEN = 256, 11
"""ItemDataRole.UserRole and AccessibleTextRole: their names load all of Qt's enumerations, which start-up waits for."""
_ICON_PIXELS = 18


def _key(place: Place) -> tuple[str, str]:
    """Name the view that shows a place: each assessment has its own."""
    return place.view, place.assessment if place.view == "assessment" else ""


class Desk(QWidget):
    """Side bar and views of one open workspace. Views are made when first shown."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        """Lay out the side bar; `begin` shows the first view."""
        super().__init__(parent)
        self.bridge = bridge
        self._views: dict[tuple[str, str], View] = {}
        self._back: list[Place] = []
        self._forward: list[Place] = []
        self._here: Place | None = None
        self.places = QListWidget()
        self.places.setObjectName("places")
        self.places.setAccessibleName(tr("Places"))
        self.places.setIconSize(QSize(_ICON_PIXELS, _ICON_PIXELS))
        self.places.currentItemChanged.connect(self._on_chosen)
        self.places.itemClicked.connect(self._on_clicked)
        self.places.itemActivated.connect(self._on_clicked)
        self.stack = QStackedWidget()
        self._notice = QLabel()
        self._notice.setWordWrap(True)
        self._notice.setMargin(theme.SPACING)
        self._notice.setVisible(False)
        column = QVBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._notice)
        column.addWidget(self.stack)
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(0)
        across.addWidget(self.places)
        across.addLayout(column, 1)
        self._notices: list[str] = []
        self.check = Check(bridge, self)
        self.check.found.connect(self._show_notices)
        self._fill_places()
        bridge.went.connect(self.go)
        bridge.changed.connect(self._on_changed)

    def begin(self) -> None:
        """Show where the work was left last time, at first the overview, and what was noticed while opening."""
        self._notices = list(self.bridge.workspace.notices)
        self._show_notices([])
        if self._here is None:
            self.go(self._first_place())

    def _first_place(self) -> Place:
        last = None if self.bridge.workspace.at else settings.load().last_places.get(self.bridge.identity)
        place = Place(*last) if last else Place("overview")
        return place if place.view in MAKERS else Place("overview")

    def mark_first(self) -> None:
        """Mark the first place in the side bar, which `begin` is to show."""
        self._mark_place(_key(self._first_place()))

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 - Qt's name
        """Remember where the work is left, when the workspace is closed."""
        super().hideEvent(event)
        view = self.stack.currentWidget()
        workspace = self.bridge.workspace
        if not event.spontaneous() and isinstance(view, View) and self._here is not None and not workspace.read_only:
            place = view.place(self._here)
            left = (place.view, place.assessment, place.requirement, place.record)
            settings.change(last_places={**settings.load().last_places, self.bridge.identity: left})

    def _show_notices(self, more: list[str]) -> None:
        from PySide6.QtCore import Qt  # noqa: PLC0415 - late for start-up time

        self._notices += more
        self._notice.setTextFormat(Qt.TextFormat.PlainText)
        self._notice.setText("\n".join(self._notices))
        self._notice.setVisible(bool(self._notices))

    # Places

    def _fill_places(self) -> None:
        self.places.blockSignals(True)
        self.places.clear()
        self._add_place(tr("Overview"), Place("overview"))
        assessments = list(self.bridge.snapshot.assessments.values())
        standards = {pin.sha256: pin.standard for pin in self.bridge.snapshot.pinned.values()}
        for position, assessment in enumerate(assessments):
            text = f"{standards[assessment.checklist]}\n{assessment.scope}"
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
            (tr("Services"), "services"),
            (tr("Claims"), "claims"),
            (tr("Briefing"), "briefing"),
            (tr("History"), "history"),
            (tr("Guides"), "guides"),
        ):
            self._add_place(text, Place(view))
        self.places.setFixedWidth(self.fontMetrics().averageCharWidth() * 26)
        self.places.blockSignals(False)

    def _add_place(self, text: str, place: Place, colour: QColor | None = None, tip: str = "") -> None:
        item = QListWidgetItem(text)
        lines = text.count("\n") + 1
        item.setSizeHint(QSize(0, self.fontMetrics().lineSpacing() * lines + theme.SPACING * 2))
        item.setData(_PLACE, place)
        item.setToolTip(tip)
        item.setData(_SPOKEN, tip or text)
        sizes = (_ICON_PIXELS, _ICON_PIXELS * 2)
        item.setIcon(theme.icon(place.view, colour.name() if colour is not None else "", sizes))
        self.places.addItem(item)

    def _on_chosen(self, item: QListWidgetItem | None, before: QListWidgetItem | None) -> None:
        """Follow the keys; where none was marked (in the search), the first one that the focus marks is not meant."""
        if item is not None and before is not None:
            self.go(item.data(_PLACE))

    def _on_clicked(self, item: QListWidgetItem) -> None:
        place = item.data(_PLACE)
        if self._here is None or (place.view, place.assessment) != (self._here.view, self._here.assessment):
            self.go(place)

    def go_to_number(self, number: int) -> None:
        """Show the place with this number in the side bar, the first being 1."""
        item = self.places.item(number - 1)
        if item is not None:
            self.go(item.data(_PLACE))

    # Going

    def go(self, place: Place) -> None:
        """Show a place and remember where we came from."""
        here = self.here()
        if place == self._here and place == here:
            return
        if here is not None:
            self._back = [*self._back, here][-_MOST_BACK:]
            self._forward.clear()
        self._show(place)

    def here(self) -> Place | None:
        """Give the place that is shown, with what is chosen there now; None before the first."""
        view = self.stack.currentWidget()
        return view.place(self._here) if self._here is not None and isinstance(view, View) else self._here

    def back(self) -> None:
        """Go back to the place before."""
        here = self.here()
        if self._back and here is not None:
            self._forward.append(here)
            self._show(self._back.pop())

    def forward(self) -> None:
        """Go forward again."""
        here = self.here()
        if self._forward and here is not None:
            self._back.append(here)
            self._show(self._forward.pop())

    def _show(self, place: Place) -> None:
        if place.view == "assessment" and place.assessment not in self.bridge.snapshot.assessments:
            place = Place("overview")
        self.commit_typing()
        key = _key(place)
        view = self._views.get(key)
        if view is None:
            made = self.bridge.do(lambda: MAKERS[place.view](self.bridge, place))
            if made is None:
                return
            view = self._views[key] = made
            self.stack.addWidget(view)
            if key[0] != "assessment":  # keeps its own
                layout.restore_view(view, self.bridge.identity, key[0])
        self._here = place
        self.stack.setCurrentWidget(view)
        view.show_place(place)
        self._mark_place(key)

    def _mark_place(self, key: tuple[str, str]) -> None:
        self.places.blockSignals(True)
        self.places.setCurrentRow(-1)
        for row in range(self.places.count()):
            item = self.places.item(row)
            place = item.data(_PLACE)
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
                self._drop(key)

    def _drop(self, key: tuple[str, str]) -> None:
        view = self._views.pop(key)
        view.stop_work()
        self.bridge.changed.disconnect(view.on_changed)
        self.stack.removeWidget(view)
        view.deleteLater()

    def keep_layout(self) -> None:
        """Keep where splitters and columns stand."""
        views = {key[0]: view for key, view in self._views.items() if key[0] != "assessment"}
        layout.keep_views(self.bridge.identity, views)

    def reset_layout(self) -> None:
        """Make the views anew, as they are laid out at first."""
        here = self.here()
        self.commit_typing()
        for key in list(self._views):
            self._drop(key)
        layout.forget(self.bridge.identity)
        if here is not None:
            self._show(here)

    def commit_typing(self) -> None:
        """Save what is being typed in the view in front."""
        view = self.stack.currentWidget()
        if isinstance(view, View):
            view.commit_typing()

    def stop_work(self) -> None:
        """End what runs beside the window, before the workspace is closed."""
        self.check.stop()
        for view in self._views.values():
            view.stop_work()

    def refresh_all(self) -> None:
        """Repaint everything, after the palette changed."""
        self._fill_places()
        for view in self._views.values():
            view.refresh(None)
        if self._here is not None:
            self._mark_place(_key(self._here))

    def all_keyboard_help(self) -> list[tuple[str, list[str]]]:
        """List the keys of the view in front, then those of the other kinds of view, each under its name."""
        front = self.stack.currentWidget()
        names = {"assessment": tr("Checklist"), "find": tr("Find everywhere")}
        for row in range(self.places.count()):
            item = self.places.item(row)
            names.setdefault(item.data(_PLACE).view, item.text())
        found: dict[str, list[str]] = {}
        for (name, _), view in sorted(self._views.items(), key=lambda made: made[1] is not front):
            found.setdefault(names.get(name, name), view.keyboard_help())
        return list(found.items())
