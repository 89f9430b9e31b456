"""The window's commands: every menu entry with its text and shortcut, one list per menu."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu

from readiness import texts
from readiness.gui import about, checklists, find, palette, register_import, theme
from readiness.gui.recent import RecentMenu
from readiness.texts import tr

if TYPE_CHECKING:
    from readiness.gui.window import MainWindow


@dataclass(frozen=True)
class Command:
    """One command: a key to find it by, its text, its shortcut ('' for none) and what it does."""

    key: str
    text: str
    shortcut: str
    run: Callable[[], object]
    needs_workspace: bool = True


Commands = list[Command | None]
"""The entries of a menu; None makes a separator."""


def build(window: MainWindow) -> dict[str, QAction]:
    """Make the menu bar; gives all actions by the keys of their commands."""
    actions: dict[str, QAction] = {}
    for title, commands in (
        (tr("&File"), _file(window)),
        (tr("&Edit"), _edit(window)),
        (tr("Evi&dence"), _evidence(window)),
        (tr("&Checklists"), _checklists(window)),
        (tr("&View"), _view(window)),
        (tr("&Help"), _help(window)),
    ):
        menu = window.menuBar().addMenu(title)
        _fill(menu, commands, window, actions)
        if commands and commands[0] is not None and commands[0].key == "back":
            _fill(menu.addMenu(tr("&Appearance")), _appearance(window), window, actions)
            _fill(menu.addMenu(tr("&Language")), _language(window), window, actions)
        if commands and commands[0] is not None and commands[0].key == "new":
            menu.insertMenu(actions["sample"], RecentMenu(window.open_workspace, menu))
    return actions


def _dress(menu: QMenu) -> None:
    """Give commands their signs, in the colours of the palette in use, when they are first seen."""
    for action in menu.actions():
        if theme.has_icon(action.objectName()):
            action.setIcon(theme.icon(action.objectName()))


def _fill(menu: QMenu, commands: Commands, window: MainWindow, actions: dict[str, QAction]) -> None:
    menu.aboutToShow.connect(lambda: _dress(menu))
    for command in commands:
        if command is None:
            menu.addSeparator()
            continue
        action = QAction(command.text, window)
        action.setObjectName(command.key)
        if command.shortcut:
            action.setShortcut(QKeySequence(command.shortcut))
        action.triggered.connect(lambda _=False, run=command.run: run())
        action.setProperty("needs_workspace", command.needs_workspace)
        menu.addAction(action)
        actions[command.key] = action


def _file(window: MainWindow) -> Commands:
    return [
        Command("new", tr("&New workspace ..."), "Ctrl+Shift+N", window.new_workspace, False),
        Command("open", tr("&Open workspace ..."), "Ctrl+O", window.choose_workspace, False),
        Command("sample", tr("Open the &sample"), "", window.open_sample, False),
        None,
        Command("organization", tr("Or&ganization ..."), "", window.edit_organization),
        Command("assessment", tr("New &assessment ..."), "", window.add_assessment),
        None,
        Command("backups", tr("&Backups ..."), "", window.show_backups),
        Command("close", tr("&Close workspace"), "Ctrl+W", window.close_workspace),
        Command("quit", tr("&Quit"), "Ctrl+Q", window.close, False),
    ]


def _edit(window: MainWindow) -> Commands:
    return [
        Command("undo", tr("&Undo"), "Ctrl+Z", window.undo),
        Command("redo", tr("&Redo"), "Ctrl+Shift+Z", window.redo),
        None,
        Command("find", tr("&Find everywhere ..."), "Ctrl+Shift+F", lambda: window.on_desk(find.show)),
    ]


def _evidence(window: MainWindow) -> Commands:
    importing = lambda: window.with_bridge(register_import.begin)  # noqa: E731 - reads as one line
    return [Command("import-list", tr("&Import a list of documents ..."), "", importing)]


def _checklists(window: MainWindow) -> Commands:
    importing = lambda: window.with_bridge(checklists.choose_and_import)  # noqa: E731 - reads as one line
    return [
        Command("export", tr("&Export a checklist ..."), "", lambda: window.with_bridge(checklists.export)),
        Command("import", tr("&Import a checklist ..."), "", importing),
    ]


def _view(window: MainWindow) -> Commands:
    def place(number: int) -> Callable[[], object]:
        return lambda: window.on_desk(lambda desk: desk.go_to_number(number))

    return [
        Command("back", tr("&Back"), "Alt+Left", lambda: window.on_desk(lambda desk: desk.back())),
        Command("forward", tr("&Forward"), "Alt+Right", lambda: window.on_desk(lambda desk: desk.forward())),
        Command("palette", tr("&Palette ..."), "Ctrl+K", lambda: palette.show(window), False),
        None,
        Command("reset-layout", tr("&Reset the window's layout"), "", window.reset_layout, False),
        None,
        *(Command(f"place{n}", tr("Place {n} of the side bar", n=n), f"Ctrl+{n}", place(n)) for n in range(1, 10)),
    ]


def _appearance(window: MainWindow) -> Commands:
    def look(appearance: str) -> Callable[[], object]:
        return lambda: window.set_appearance(appearance)

    return [
        Command("appearance-system", tr("As the &system"), "", look("system"), False),
        Command("appearance-light", tr("&Light"), "", look("light"), False),
        Command("appearance-dark", tr("&Dark"), "", look("dark"), False),
    ]


_OWN_NAMES = {"en": "English", "de": "Deutsch"}
"""Languages by what those who speak them call them."""


def _language(window: MainWindow) -> Commands:
    def speak(language: str) -> Callable[[], object]:
        return lambda: window.set_language(language)

    return [
        Command("language-system", tr("Language of the &system"), "", speak(""), False),
        *(
            Command(f"language-{code}", _OWN_NAMES.get(code, code), "", speak(code), False)
            for code in texts.languages()
        ),
    ]


def _help(window: MainWindow) -> Commands:
    return [
        Command("guides", tr("&Guides"), "F1", window.show_guides),
        Command("keys", tr("&Keyboard"), "Ctrl+F1", window.show_keys, False),
        Command("author", tr("&Who works here ..."), "", window.ask_author, False),
        Command("about", tr("&About"), "", lambda: about.show(window), False),
    ]
