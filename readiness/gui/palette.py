"""The palette (Ctrl+K): one line to go anywhere or do anything by typing part of its name or number."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPoint, Qt
from PySide6.QtGui import QAction, QIcon, QKeyEvent, QKeySequence, QPalette
from PySide6.QtWidgets import QDialog, QFrame, QLineEdit, QMenu, QVBoxLayout

from readiness import library
from readiness.analysis import catalogue, search
from readiness.analysis.catalogue import Line, Subject
from readiness.analysis.search import Searchable
from readiness.gui import spoken, theme
from readiness.gui.bridge import Place
from readiness.gui.forms import faint, let_clear
from readiness.gui.marked import MarkedRows, Row
from readiness.model.snapshot import Snapshot
from readiness.texts import tr, trn

if TYPE_CHECKING:
    from readiness.gui.window import MainWindow

MOST_SHOWN = 60
_MOVES = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)
_NAMED_AFTER_A_CHANGE = ("undo", "redo")
"""Not found by what was changed: whoever types the name of a record means the record."""
_LETTERS = 92
_LINES = 30


@dataclass(frozen=True, slots=True)
class Choice:
    """Something to go to or to do."""

    title: str
    detail: str
    sign: Callable[[], QIcon]
    searchable: Searchable
    run: Callable[[], object]
    typed: str = ""
    """What is not looked for in the title, because it stands there as typed."""


def show(window: MainWindow) -> None:
    """Show the palette over a window."""
    (window.findChild(Palette) or Palette(window)).begin()


_VIEWS = {Subject.EVIDENCE: "evidence", Subject.ACTION: "actions", Subject.SERVICE: "services"}
"""The view that shows a record, which its icon is named after too."""


class Palette(QDialog):
    """A line and a list over the window. What the workspace holds is folded once per snapshot."""

    def __init__(self, window: MainWindow) -> None:
        """Lay out; `begin` shows it."""
        super().__init__(window, Qt.WindowType.Dialog | Qt.WindowType.FramelessWindowHint)
        self._window = window
        self._choices: list[Choice] = []
        self._lines: tuple[Snapshot | None, tuple[Line, ...]] = (None, ())
        self.setWindowTitle(tr("Palette"))
        self.setModal(True)
        self.line = QLineEdit()
        self.line.setPlaceholderText(tr("Command, place, clause number, evidence, action, guide"))
        self.line.setAccessibleName(tr("Go to, or do"))
        let_clear(self.line)
        self.line.textChanged.connect(lambda _: self.fill())
        self.line.installEventFilter(self)
        self.list = MarkedRows(tr("Found"))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.clicked.connect(self._on_clicked)
        self.list.selectionModel().currentChanged.connect(self._on_moved)
        self.hint = faint("")
        self.hint.setWordWrap(False)
        frame = QFrame()
        frame.setFrameStyle(QFrame.Shape.Box | QFrame.Shadow.Plain)
        frame.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(frame)
        layout = QVBoxLayout(frame)
        layout.setContentsMargins(*([theme.SPACING] * 4))
        layout.addWidget(self.line)
        layout.addWidget(self.list, 1)
        layout.addWidget(self.hint)

    # Showing

    def begin(self) -> None:
        """Show it, empty, over the window's upper part."""
        self._choices = [*self._places(), *self._commands(), *self._records(), *self._guides()]
        self.line.blockSignals(True)
        self.line.clear()
        self.line.blockSignals(False)
        self.fill()
        self._take_place()
        self.show()
        self.line.setFocus()

    def _take_place(self) -> None:
        window = self._window
        width = min(int(window.width() * 0.92), self.fontMetrics().averageCharWidth() * _LETTERS)
        height = min(int(window.height() * 0.8), self.fontMetrics().lineSpacing() * _LINES)
        self.resize(width, height)
        self.move(window.mapToGlobal(QPoint((window.width() - width) // 2, (window.height() - height) // 4)))

    def fill(self) -> None:
        """Show what fits what is typed."""
        typed = self.line.text()
        positions = search.rank([choice.searchable for choice in self._choices], typed, MOST_SHOWN + 1)
        words = search.Query.of(typed).words
        shown = [self._choices[position] for position in positions[:MOST_SHOWN]]
        if words and self._window.desk is not None:
            shown.append(self._find_everywhere(typed))
        self.list.show_rows([_row(choice, words) for choice in shown])
        self._say_count(len(positions), typed=bool(words))

    def _say_count(self, count: int, *, typed: bool) -> None:
        if not typed:
            said = trn("{n} thing to go to or to do", "{n} things to go to or to do", len(self._choices))
        elif count > MOST_SHOWN:
            said = tr("the best {n}; type more to narrow", n=MOST_SHOWN)
        else:
            said = trn("{n} found", "{n} found", count)
        self.hint.setText(tr("{said}   ↑ ↓ choose, Enter goes there, Esc closes", said=said))

    # What there is

    def _commands(self) -> Iterator[Choice]:
        for key, action in self._window.actions_by_key.items():
            if not action.isEnabled() or key == "palette" or key.startswith("place"):
                continue
            title = _name(action)
            shortcut = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
            name = title.split(": ")[0] if key in _NAMED_AFTER_A_CHANGE else title
            known = Searchable.of("", name, f"{tr('Commands')} {shortcut}")
            yield Choice(title, shortcut, partial(_sign_of_command, key), known, action.trigger)

    def _places(self) -> Iterator[Choice]:
        desk = self._window.desk
        if desk is None:
            return
        for row in range(desk.places.count()):
            item = desk.places.item(row)
            place = item.data(Qt.ItemDataRole.UserRole)
            title = item.toolTip() or item.text().replace("\n", ", ")
            action = self._window.actions_by_key.get(f"place{row + 1}")
            shortcut = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText) if action else ""
            known = Searchable.of("", title, f"{tr('Places')} {shortcut}")
            yield Choice(title, shortcut, item.icon, known, partial(desk.go, place))

    def _records(self) -> Iterator[Choice]:
        bridge = self._window.bridge
        if bridge is None:
            return
        snapshot = bridge.snapshot
        if self._lines[0] is not snapshot:
            self._lines = (snapshot, catalogue.lines(snapshot))
        for line in self._lines[1]:
            title = f"{line.number}  {line.title}" if line.number else line.title
            run = partial(bridge.go, _place(line))
            yield Choice(title, line.detail, partial(_sign_of, line), line.searchable, run)

    def _guides(self) -> Iterator[Choice]:
        bridge = self._window.bridge
        if bridge is None:
            return
        pages = [(guide.name, guide.title) for guide in library.guides()]
        for name, title in (*pages, ("comparison", tr("Comparison chart"))):
            known = Searchable.of("", title, tr("Guides"))
            run = partial(bridge.go, Place("guides", record=name))
            yield Choice(title, tr("Guide"), partial(theme.icon, "guides"), known, run)

    def _find_everywhere(self, typed: str) -> Choice:
        title = tr("Find '{text}' everywhere", text=typed.strip())
        run = partial(self._window.on_desk, lambda desk: desk.go(Place("find", record=typed.strip())))
        return Choice(title, "", partial(theme.icon, "find"), Searchable.of("", ""), run, typed=typed)

    # Keys and the mouse

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Let the keys that move go to the list while the line is typed in."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in _MOVES:
                self.list.keyPressEvent(event)
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.run()
                return True
        return super().eventFilter(watched, event)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Go away when another window is looked at."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange and self.isVisible() and not self.isActiveWindow():
            self.reject()

    def _on_clicked(self, _: QModelIndex) -> None:
        self.run()

    def _on_moved(self, index: QModelIndex, _: QModelIndex) -> None:
        """Tell a screen reader what is chosen: the keyboard stays in the line."""
        row = self.list.rows.row(index)
        if row is not None:
            spoken.announce(self.list, row.whole)

    def run(self) -> None:
        """Close, and go to or do what is chosen."""
        row = self.list.chosen()
        if row is not None and isinstance(row.goal, Choice):
            self.accept()
            row.goal.run()


def _name(action: QAction) -> str:
    """Give a command's text, after the name of its menu where that is one within another: 'Appearance: Dark'."""
    within = [menu for menu in action.associatedObjects() if isinstance(menu, QMenu)]
    names = [menu.title() for menu in within if isinstance(menu.parent(), QMenu)]
    texts = [text.replace("&&", "\0").replace("&", "").replace("\0", "&") for text in (*names, action.text())]
    return ": ".join(texts)


def _row(choice: Choice, words: tuple[str, ...]) -> Row:
    spans = () if choice.typed else search.spans(choice.title, words)
    return Row(title=choice.title, detail=choice.detail, icon=choice.sign(), spans=spans, goal=choice)


def _place(line: Line) -> Place:
    if line.subject is Subject.CLAUSE:
        return Place("assessment", assessment=line.assessment, requirement=line.requirement)
    return Place(_VIEWS[line.subject], record=line.record)


def _sign_of(line: Line) -> QIcon:
    if line.subject is Subject.CLAUSE:
        return theme.rating_icon(line.rating) if line.rating else theme.icon("place")
    return theme.icon(_VIEWS[line.subject])


def _sign_of_command(key: str) -> QIcon:
    return theme.icon(key if theme.has_icon(key) else "palette")
