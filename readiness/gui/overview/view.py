"""The overview's page: what is on it and in which order; the past is looked up in slices once it is shown."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Generator, Iterator
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from readiness import words
from readiness.analysis import gaps
from readiness.errors import ReadinessError
from readiness.gui import theme
from readiness.gui.bridge import Bridge, Place
from readiness.gui.flow import Link
from readiness.gui.overview import due_list, steps
from readiness.gui.overview.card import Card, Cards
from readiness.gui.overview.changes import Changes
from readiness.gui.overview.findings import Rule, Verdict
from readiness.gui.overview.pieces import hint
from readiness.gui.overview.slices import Slices
from readiness.gui.view import View
from readiness.model.history import Commit, CommitKind
from readiness.model.records import Assessment
from readiness.tasks import trend
from readiness.texts import tr, trn

_AT_ONCE_SECONDS = 0.08
"""How long the window may wait for a page that takes the place of another; the rest is made in slices."""

Moment = tuple[int, dt.date]


class OverviewView(View):
    """One scrolling page, made anew when something changed, or a day began, and it is looked at."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        """Show the state as it is."""
        super().__init__(bridge, parent)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setAccessibleName(tr("Overview"))
        layout.addWidget(self._scroll)
        self._shown: Moment | None = None
        self._opened: set[str] = set()
        self._known = trend.Known()
        self._past: tuple[Moment, trend.Past] | None = None
        self._slices: Slices[trend.Past] = Slices(self._on_past, self._on_no_past, self)
        self._building: Slices[None] = Slices(lambda _: self._look_back(), bridge.crashed.emit, self)
        self.cards: dict[str, Card] = {}
        self.changes: Changes | None = None
        self.due: due_list.DueList | None = None

    # When to show what

    def refresh(self, commit: Commit | None) -> None:
        """Make the page anew, now if it is looked at, else when it is shown next."""
        if commit is None:
            self._shown = None
        elif commit.kind is CommitKind.PURGE:
            self._known = trend.Known()
        if self.isVisible():
            self._show()

    def show_place(self, place: Place) -> None:
        """Bring the page up to date."""
        self._show()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """Go on looking up the past."""
        super().showEvent(event)
        if self._shown == self._moment():
            self._look_back()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 - Qt's name
        """Leave the past, and a page that is not complete, alone while nobody looks."""
        super().hideEvent(event)
        self._slices.stop()
        if not event.spontaneous() and not self._building.is_idle:
            self._building.stop()
            self._shown = None

    @property
    def is_idle(self) -> bool:
        """Tell whether the page is complete and the past is looked up."""
        return self._building.is_idle and self._slices.is_idle

    def _moment(self) -> Moment:
        return self.bridge.snapshot.sequence, self.bridge.context.today

    def _show(self) -> None:
        """Make the page: the first one piece by piece, so that the window is painted at once, a later one at once."""
        moment = self._moment()
        if moment == self._shown:
            return
        self._shown = moment
        self._slices.stop()
        self._building.start(self._build(), 0 if self._scroll.widget() is None else _AT_ONCE_SECONDS)

    def _build(self) -> Generator[None, None, None]:
        """Make the page in steps. One that takes the place of another does so complete, where it was scrolled to."""
        page = QWidget()
        is_first = self._scroll.widget() is None
        if is_first:
            self._scroll.setWidget(page)
        for step in self._steps(page):
            step()
            yield
        if not is_first:
            self._replace(page)

    def _replace(self, page: QWidget) -> None:
        """Show another page where the last one was scrolled to, with the keyboard on what it was on."""
        old, focused = self._scroll.widget(), QApplication.focusWidget()
        inside = focused is not None and old is not None and old.isAncestorOf(focused)
        name = focused.accessibleName() if inside and focused is not None else ""
        position = self._scroll.verticalScrollBar().value()
        self._scroll.setWidget(page)
        self._scroll.verticalScrollBar().setValue(position)
        again = [item for item in page.findChildren(QWidget) if name and item.accessibleName() == name]
        if again:
            again[0].setFocus()

    # The past

    def _look_back(self) -> None:
        """Show the past where it is known for this state, else look it up."""
        if self._past is not None and self._past[0] == self._shown:
            self._show_past(self._past[1])
        elif self.bridge.snapshot.assessments and self.isVisible():
            today = dt.datetime.now(dt.UTC).date()
            self._slices.start(trend.look_back(self.bridge.workspace, today, self._known))

    def _on_past(self, past: trend.Past) -> None:
        if self._shown is not None:
            self._past = (self._shown, past)
            self._show_past(past)

    def _show_past(self, past: trend.Past) -> None:
        for key, card in self.cards.items():
            card.show_points(past.points.get(key, ()))
        if self.changes is not None:
            self.changes.show_happenings(past.happenings)

    def _on_no_past(self, error: Exception) -> None:
        """Say what keeps the journal from being read; anything else is a bug."""
        if not isinstance(error, ReadinessError):
            self.bridge.crashed.emit(error)
        elif self.changes is not None:
            self.changes.say(str(error))

    # The page

    def _steps(self, page: QWidget) -> Iterator[Callable[[], object]]:
        """List the steps that fill a page from top to bottom."""
        column = QVBoxLayout(page)
        column.setContentsMargins(*([theme.SPACING * 3] * 4))
        column.setSpacing(theme.SPACING)
        self.cards, self.changes, self.due = {}, None, None
        yield lambda: self._add_head(column)
        if self.bridge.snapshot.assessments:
            yield from self._contents(column)
        else:
            yield lambda: column.addWidget(steps.NoAssessment(self.bridge))
        yield column.addStretch

    def _contents(self, column: QVBoxLayout) -> Iterator[Callable[[], object]]:
        snapshot = self.bridge.snapshot
        if not (steps.rated(snapshot) and steps.cited(snapshot)):
            yield lambda: column.addWidget(steps.Steps(self.bridge))
        verdict = gaps.verdict(self.bridge.findings)
        yield lambda: column.addWidget(Verdict(self.bridge, verdict, self._opened))
        yield lambda: self._add_stops(column, verdict, mixed_up=True)
        cards = Cards()
        column.addWidget(cards)
        yield from self._cards(cards)
        yield lambda: self._add_due(column)
        yield lambda: self._add_stops(column, verdict, mixed_up=False)
        yield lambda: column.addWidget(due_list.Actions(self.bridge))

    def _add_due(self, column: QVBoxLayout) -> None:
        self.due = due_list.DueList(self.bridge, due_list.due(self.bridge), self._opened)
        self.changes = Changes(self.bridge)
        column.addWidget(self.due)
        column.addWidget(self.changes)

    def _add_head(self, column: QVBoxLayout) -> None:
        organization = self.bridge.snapshot.organization
        title = QLabel(organization.name)
        title.setFont(theme.heading_font(title, 1.7))
        title.setWordWrap(True)
        title.setTextFormat(Qt.TextFormat.PlainText)
        column.addWidget(title)
        facts = [organization.accreditation_body] if organization.accreditation_body else []
        if organization.target_date:
            days = (organization.target_date - self.bridge.context.today).days
            facts.append(
                trn("target date {date}, {n} day to go", "target date {date}, {n} days to go", days,
                    date=words.date(organization.target_date))
                if days >= 0
                else tr("the target date {date} has passed", date=words.date(organization.target_date))
            )  # fmt: skip
        if facts:
            column.addWidget(hint(" · ".join(facts)))
        due = due_list.due(self.bridge)
        if due:
            self.due_link = Link(due_list.summary(due))
            self.due_link.clicked.connect(self._go_to_due)
            column.addWidget(self.due_link)

    def _go_to_due(self) -> None:
        if self.due is not None:
            self._scroll.ensureWidgetVisible(self.due, 0, theme.SPACING * 3)
            self.due.only_mine.setFocus()

    def _add_stops(self, column: QVBoxLayout, verdict: gaps.Verdict, *, mixed_up: bool) -> None:
        """List what stops the application, rule by rule, the first few of each; mix-ups apart from the rest."""
        for rule in gaps.RULES:
            found = [item for item in verdict.stops if item.rule == rule.key]
            if found and (rule.key in gaps.MIX_UPS) == mixed_up:
                column.addWidget(Rule(self.bridge, rule.title(), found))

    def _cards(self, cards: Cards) -> Iterator[Callable[[], object]]:
        assessments = list(self.bridge.snapshot.assessments.values())
        standards = [item.standard for item in assessments]
        for position, item in enumerate(assessments):
            name = item.standard if standards.count(item.standard) == 1 else f"{item.standard}, {item.scope}"
            yield partial(self._add_card, cards, item, position, name)

    def _add_card(self, cards: Cards, item: Assessment, position: int, name: str) -> None:
        card = self.cards[item.id] = Card(self.bridge, item, position, name)
        cards.add(card)
