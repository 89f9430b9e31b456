"""What can be done in the view, each with its key: in the context menu, in the list of keys, and by the key itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu

from readiness import words
from readiness.gui import theme
from readiness.gui.assessment.rating_bar import SHOWN_KEY
from readiness.model.records import Mark
from readiness.texts import tr

if TYPE_CHECKING:
    from readiness.gui.assessment.view import AssessmentView


@dataclass(frozen=True)
class Command:
    """One command: a key to find it by, its text, its shortcut, what it does, and when it can be done."""

    key: str
    text: str
    shortcut: str
    run: Callable[[], object]
    needs: str = ""
    """'change' where an answer can be recorded, 'block' where a heading will do, '' for always."""
    in_tree_only: bool = False
    """Its key is handled by the tree, since it means something else elsewhere."""


def commands(view: AssessmentView) -> tuple[tuple[Command, ...], ...]:
    """List the commands of the view, in the groups of its menu."""
    return (
        (
            Command("next", tr("&Next that is not assessed"), "F8", view.go_to_next_open),
            Command("previous", tr("&Previous that is not assessed"), "Shift+F8", view.go_to_previous_open),
            Command("filter", tr("&Filter"), "Ctrl+F", view.focus_filter),
            Command("report", tr("&Report on what is shown ..."), "Ctrl+Shift+R", view.report),
        ),
        (
            Command("note", tr("To the n&ote"), "Return", view.focus_note, "change", in_tree_only=True),
            Command("cite", tr("&Cite evidence ..."), "Ctrl+E", view.cite, "change"),
            Command("attach", tr("&Attach files ..."), "Ctrl+Shift+A", view.choose_files, "change"),
            Command(
                "paste", tr("&Paste files, a link or a picture"), "Ctrl+V", view.paste, "change", in_tree_only=True
            ),
            Command("give", tr("&Give to ..."), "Ctrl+Shift+G", view.give, "block"),
        ),
        (
            Command("copy-answer", tr("Cop&y the answer"), "Ctrl+Shift+C", view.copy_answer),
            Command(
                "paste-answer", tr("Take the copied answer o&ver ..."), "Ctrl+Shift+V", view.paste_answer, "change"
            ),
        ),
    )


class Commands:
    """The commands as actions of the view, and its context menu."""

    def __init__(self, view: AssessmentView) -> None:
        """Make the actions; their keys work wherever the focus is inside the view."""
        self._view = view
        self._groups = commands(view)
        self.actions: dict[str, QAction] = {}
        for command in (item for group in self._groups for item in group):
            action = QAction(command.text, view)
            action.triggered.connect(lambda _=False, run=command.run: run())
            if command.in_tree_only:
                key = QKeySequence(command.shortcut).toString(QKeySequence.SequenceFormat.NativeText)
                action.setText(f"{command.text}\t{key}")
            else:
                action.setShortcut(QKeySequence(command.shortcut))
                action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
                view.addAction(action)
            self.actions[command.key] = action
        self.goes_on = self._toggle(tr("Go &on after rating"), "", view.set_goes_on)
        self.pane_shown = self._toggle(tr("Show the pa&ne"), "Ctrl+Shift+P", view.show_pane)
        self.menu = self._build_menu()

    def _toggle(self, text: str, shortcut: str, act: Callable[[bool], object]) -> QAction:
        action = QAction(text, self._view)
        action.setCheckable(True)
        if shortcut:
            action.setShortcut(QKeySequence(shortcut))
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            self._view.addAction(action)
        action.triggered.connect(act)
        return action

    def _build_menu(self) -> QMenu:
        menu = QMenu(self._view)
        self.ratings = menu.addMenu(tr("&Rate"))
        for rating, key in SHOWN_KEY.items():
            action = self.ratings.addAction(theme.rating_icon(rating), f"{words.rating(rating)}\t{key}")
            action.triggered.connect(lambda _=False, chosen=rating: self._view.pane.rate(chosen))
        self.marks = menu.addMenu(tr("&Mark"))
        for mark in Mark:
            action = self.marks.addAction(words.mark(mark))
            action.setCheckable(True)
            action.setData(mark)
            action.triggered.connect(lambda on, chosen=mark: self._view.pane.set_mark(chosen, on=on))
        for group in self._groups:
            menu.addSeparator()
            for command in group:
                menu.addAction(self.actions[command.key])
        menu.addSeparator()
        menu.addAction(self.goes_on)
        menu.addAction(self.pane_shown)
        # An action that cannot be used must not keep its key from saying why.
        menu.aboutToHide.connect(lambda: self._enable(can_change=True, has_block=True))
        return menu

    def pop_up(self, place: QPoint) -> None:
        """Show the context menu at a place of the screen; what cannot be done now is grey."""
        self.prepare()
        self.menu.popup(place)

    def prepare(self) -> None:
        """Grey out what cannot be done with what is chosen, and tick the marks it has."""
        self._enable(can_change=self._view.pane.can_change, has_block=bool(self._view.block()))
        for action, rating in zip(self.ratings.actions(), SHOWN_KEY, strict=True):
            action.setIcon(theme.rating_icon(rating))
        for action in self.marks.actions():
            action.setChecked(self._view.pane.marks[action.data()].isChecked())

    def _enable(self, *, can_change: bool, has_block: bool) -> None:
        self.ratings.setEnabled(can_change)
        self.marks.setEnabled(can_change)
        for command in (item for group in self._groups for item in group):
            able = {"change": can_change, "block": has_block}.get(command.needs, True)
            self.actions[command.key].setEnabled(able)

    def help(self) -> Iterator[str]:
        """List the keys, each line a key, a tab and what it does."""
        yield tr("C, P, N, X, 0\tRate what is chosen: conforming, partly, nonconforming, not applicable, not assessed")
        yield tr("M, I, U\tWeigh the gaps that are chosen: major, minor, weight not set")
        for command in (item for group in self._groups for item in group):
            yield f"{command.shortcut}\t{command.text.replace('&', '')}"
        yield tr("Ctrl+Shift+P\tShow or fold the pane")
        yield tr("Esc\tBack to the tree")
