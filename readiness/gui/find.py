"""Find everywhere (Ctrl+Shift+F): one line, and what was found in answers, evidence, actions, checklists and guides."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, QTimer
from PySide6.QtGui import QIcon, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QLabel, QLineEdit, QVBoxLayout, QWidget

from readiness import library
from readiness.analysis import search
from readiness.analysis.full_text import Document, Group, Hit, Index, Kind, Page
from readiness.gui import spoken, theme
from readiness.gui.bridge import Bridge, Place
from readiness.gui.forms import faint, let_clear
from readiness.gui.marked import MarkedRows, Row
from readiness.gui.view import View
from readiness.model.comparison import Comparison
from readiness.model.history import Commit
from readiness.model.snapshot import Snapshot
from readiness.texts import tr, trn

if TYPE_CHECKING:
    from readiness.gui.desk import Desk

MOST_OF_A_KIND = 50
_PAUSE_MILLISECONDS = 60


def show(desk: Desk) -> None:
    """Go to the search, and put the keyboard into its line, also where it is in front already."""
    view = desk.stack.currentWidget()
    if isinstance(view, FindView):
        view.focus_line()
    else:
        desk.go(Place("find"))


_VIEWS = {Kind.EVIDENCE: "evidence", Kind.ACTION: "actions", Kind.SERVICE: "services"}
"""The view that shows a record."""


class FindView(View):
    """A line to type in and what was found, the best first, by kind."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        """Show nothing found; the texts are folded meanwhile."""
        super().__init__(bridge, parent)
        self._index: Index | None = None
        title = QLabel(tr("Find everywhere"))
        title.setFont(theme.heading_font(title, 1.5))
        self.line = QLineEdit()
        self.line.setPlaceholderText(tr("Words or a number, in everything"))
        self.line.setAccessibleName(tr("Find everywhere"))
        let_clear(self.line)
        self.line.installEventFilter(self)
        self.count = faint("")
        self.list = MarkedRows(tr("Found"))
        self.list.activated.connect(self._go)
        self.list.clicked.connect(self._go)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*([theme.SPACING * 2] * 4))
        layout.addWidget(title)
        layout.addWidget(self.line)
        layout.addWidget(self.count)
        layout.addWidget(self.list, 1)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MILLISECONDS)
        self._pause.timeout.connect(self.search)
        self.line.textChanged.connect(lambda _: self._pause.start())
        shortcut = QShortcut(QKeySequence("Ctrl+F"), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(self.focus_line)
        self.search()
        QTimer.singleShot(0, self, self._fold_ahead)

    # Following

    def refresh(self, commit: Commit | None) -> None:
        """Search again in what is recorded now, where it is looked at; else when it is shown next."""
        if self.isVisible():
            self.search()

    def show_place(self, place: Place) -> None:
        """Look for the text that the place's record holds; without one, keep what was found last, up to date."""
        if place.record and place.record != self.line.text():
            self.line.setText(place.record)
        self.search()
        self.focus_line()

    def place(self, shown: Place) -> Place:
        """Come back to the text looked for."""
        return Place("find", record=self.line.text())

    def focus_line(self) -> None:
        """Put the keyboard into the line, all of it chosen."""
        self.line.setFocus()
        self.line.selectAll()

    def keyboard_help(self) -> list[str]:
        """Name the keys of the search."""
        return [
            tr("Enter\tin the search: go to what is chosen"),
            tr("Up, Down\tin the search: choose what was found"),
            tr("Ctrl+F\tin the search: type other words"),
        ]

    # Searching

    def _fold_ahead(self) -> None:
        """Fold the texts before the first word is typed, one assessment's answers at a time: nothing is held up."""
        snapshot = self.bridge.snapshot
        done = self._index.snapshot.answers if self._index is not None else {}
        left = [key for key, answers in snapshot.answers.items() if done.get(key) is not answers]
        later = left[1:]
        now = {key: answers for key, answers in snapshot.answers.items() if key not in later}
        self._index = self._folded(msgspec.structs.replace(snapshot, answers=now) if later else snapshot)
        if later:
            QTimer.singleShot(0, self, self._fold_ahead)

    def _folded(self, snapshot: Snapshot) -> Index:
        return Index.of(snapshot, _pages() if self._index is None else (), self._index)

    def search(self) -> None:
        """Search for what is typed, and show what was found; the row chosen stays chosen where it is found again."""
        self._pause.stop()
        typed = self.line.text()
        words = search.Query.of(typed).words
        if not words:
            self.list.show_rows([])
            self.count.setText(
                tr("Looks in notes and reasons, places in the evidence, the register of evidence with its files, "
                   "actions, the checklists' questions and helping texts, and the guides. Every word must be there; "
                   "accents and capitals do not matter.")
            )  # fmt: skip
            return
        self._index = self._folded(self.bridge.snapshot)
        groups = self._index.find(typed, MOST_OF_A_KIND)
        chosen = self.list.chosen()
        rows = [row for group in groups for row in self._rows_of(group, words)]
        self.list.show_rows(rows)
        if chosen is not None:
            self._choose_again(rows, chosen.goal)
        total = sum(group.count for group in groups)
        text = trn("{n} found", "{n} found", total) if total else tr("Nothing found. Try fewer letters.")
        if text != self.count.text():
            spoken.announce(self.count, text)
        self.count.setText(text)

    def _choose_again(self, rows: list[Row], goal: object) -> None:
        for position, row in enumerate(rows):
            if row.goal is not None and row.goal == goal:
                self.list.setCurrentIndex(self.list.rows.index(position))
                return

    def _rows_of(self, group: Group, words: tuple[str, ...]) -> list[Row]:
        shown = len(group.hits)
        name = _kind(group.kind)
        if shown < group.count:
            heading = tr("{kind}: the best {n} of {total}", kind=name, n=shown, total=group.count)
        else:
            heading = tr("{kind}: {total}", kind=name, total=group.count)
        return [Row(title=heading), *(self._row(hit, words) for hit in group.hits)]

    def _row(self, hit: Hit, words: tuple[str, ...]) -> Row:
        document = hit.document
        title = f"{document.number}  {document.title}" if document.number else document.title
        label = f"{hit.label}: " if hit.excerpt else ""
        return Row(
            title=title,
            detail=document.of,
            excerpt=f"{label}{hit.excerpt}",
            icon=self._sign(document),
            spans=search.spans(title, words),
            marks=tuple((start + len(label), length) for start, length in hit.spans),
            goal=_place(document, self.line.text()),
        )

    def _sign(self, document: Document) -> QIcon:
        if document.kind is Kind.ANSWER:
            snapshot = self.bridge.snapshot
            assessment = snapshot.assessments[document.assessment]
            leaves = snapshot.checklist_of(assessment).leaves_of(document.requirement)
            return theme.rating_icon(snapshot.answer(assessment, leaves[0].id).rating)
        return theme.icon({**_VIEWS, Kind.CLAUSE: "assessment"}.get(document.kind, "guides"))

    # Going

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Let the line's Up and Down choose, and Enter go there."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
                self.list.keyPressEvent(event)
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                if self._pause.isActive():
                    self.search()
                self._go(self.list.currentIndex())
                return True
        return super().eventFilter(watched, event)

    def _go(self, index: QModelIndex) -> None:
        row = self.list.rows.row(index)
        if row is not None and isinstance(row.goal, Place):
            self.bridge.go(row.goal)


def _place(document: Document, words: str) -> Place:
    """Say where a document opens; a guide where the words stand."""
    if document.kind in (Kind.ANSWER, Kind.CLAUSE):
        return Place("assessment", assessment=document.assessment, requirement=document.requirement)
    view = _VIEWS.get(document.kind, "guides")
    return Place(view, record=document.record, filter=words if view == "guides" else "")


def _kind(kind: Kind) -> str:
    return {
        Kind.ANSWER: tr("Answers"),
        Kind.EVIDENCE: tr("Evidence"),
        Kind.ACTION: tr("Actions"),
        Kind.SERVICE: tr("Services"),
        Kind.CLAUSE: tr("Checklists"),
        Kind.GUIDE: tr("Guides"),
    }[kind]


def _pages() -> list[Page]:
    guides = [Page(guide.name, guide.title, guide.markdown) for guide in library.guides()]
    return [*guides, *_aspects(library.comparison())]


def _aspects(comparison: Comparison) -> list[Page]:
    """Make a page of each aspect of the comparison chart; all are opened by the chart's name."""
    return [
        Page(
            "comparison",
            tr("Comparison chart: {aspect}", aspect=aspect.title),
            " ".join([*(f"{standard}: {side.text}" for standard, side in aspect.sides.items()), aspect.mixed_up]),
        )
        for aspect in comparison.aspects
    ]
