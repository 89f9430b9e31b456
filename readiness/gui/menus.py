"""The window's commands: every menu entry with its text and shortcut, one list per menu."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import msgspec
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from readiness import texts
from readiness.gui import theme
from readiness.gui.bridge import Place
from readiness.gui.recent import RecentMenu
from readiness.tasks import settings
from readiness.texts import tr

if TYPE_CHECKING:
    from readiness.gui.desk import Desk
    from readiness.gui.reports import ReportsView
    from readiness.gui.window import MainWindow


class Command(msgspec.Struct, frozen=True):
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
    if settings.load().keys:
        from readiness.gui import shortcuts  # noqa: PLC0415 - late for start-up time

        shortcuts.apply(actions)
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
        action.setProperty("usual_key", command.shortcut)
        if command.shortcut:
            action.setProperty("shortcut", command.shortcut)  # setShortcut loads all of Qt's enumerations, 17 ms
        action.triggered.connect(lambda _=False, run=command.run: run())
        action.setProperty("needs_workspace", command.needs_workspace)
        menu.addAction(action)
        actions[command.key] = action


def _file(window: MainWindow) -> Commands:
    def organization() -> None:
        from readiness.gui.dialogs import OrganizationDialog  # noqa: PLC0415 - late for start-up time

        window.with_bridge(lambda bridge, over: OrganizationDialog(bridge, over).exec())

    def assessment() -> None:
        from readiness.gui.dialogs import AssessmentDialog  # noqa: PLC0415 - late for start-up time

        window.with_bridge(lambda bridge, over: AssessmentDialog(bridge, over).exec())

    return [
        Command("new", tr("&New workspace ..."), "Ctrl+Shift+N", window.new_workspace, False),
        Command("open", tr("&Open workspace ..."), "Ctrl+O", window.choose_workspace, False),
        Command("sample", tr("Open the &sample"), "", window.open_sample, False),
        None,
        Command("organization", tr("Or&ganization ..."), "", organization),
        Command("assessment", tr("New &assessment ..."), "", assessment),
        None,
        Command("print", tr("&Print the report ..."), "Ctrl+P", lambda: window.on_desk(_print)),
        Command("print-preview", tr("Print pre&view ..."), "", lambda: window.on_desk(_preview)),
        None,
        Command("backups", tr("&Backups ..."), "", window.show_backups),
        Command("close", tr("&Close workspace"), "Ctrl+W", window.close_workspace),
        Command("quit", tr("&Quit"), "Ctrl+Q", window.close, False),
    ]


def _print(desk: Desk) -> None:
    """Print the report that is chosen under Reports."""
    view = _reports(desk)
    if view is not None:
        view.print_out()


def _preview(desk: Desk) -> None:
    """Show the pages of the report that is chosen under Reports."""
    view = _reports(desk)
    if view is not None:
        view.look()


def _reports(desk: Desk) -> ReportsView | None:
    from readiness.gui.reports import ReportsView  # noqa: PLC0415 - late for start-up time

    desk.go(Place("reports"))
    view = desk.stack.currentWidget()
    return view if isinstance(view, ReportsView) else None


def _edit(window: MainWindow) -> Commands:
    def search() -> None:
        from readiness.gui import find  # noqa: PLC0415 - late for start-up time

        window.on_desk(find.show)

    return [
        Command("undo", tr("&Undo"), "Ctrl+Z", window.undo),
        Command("redo", tr("&Redo"), "Ctrl+Shift+Z", window.redo),
        None,
        Command("find", tr("&Find everywhere ..."), "Ctrl+Shift+F", search),
    ]


def _evidence(window: MainWindow) -> Commands:
    def importing() -> None:
        from readiness.gui import register_import  # noqa: PLC0415 - late for start-up time

        window.with_bridge(register_import.begin)

    return [Command("import-list", tr("&Import a list of documents ..."), "", importing)]


def _checklists(window: MainWindow) -> Commands:
    def exporting() -> None:
        from readiness.gui import checklists  # noqa: PLC0415 - late for start-up time

        window.with_bridge(checklists.export)

    def importing() -> None:
        from readiness.gui import checklists  # noqa: PLC0415 - late for start-up time

        window.with_bridge(checklists.choose_and_import)

    return [
        Command("export", tr("&Export a checklist ..."), "", exporting),
        Command("import", tr("&Import a checklist ..."), "", importing),
    ]


def _view(window: MainWindow) -> Commands:
    def place(number: int) -> Callable[[], object]:
        return lambda: window.on_desk(lambda desk: desk.go_to_number(number))

    def show_palette() -> None:
        from readiness.gui import palette  # noqa: PLC0415 - late for start-up time

        palette.show(window)

    return [
        Command("back", tr("&Back"), "Alt+Left", lambda: window.on_desk(lambda desk: desk.back())),
        Command("forward", tr("&Forward"), "Alt+Right", lambda: window.on_desk(lambda desk: desk.forward())),
        Command("palette", tr("&Palette ..."), "Ctrl+K", show_palette, False),
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
    def show_about() -> None:
        from readiness.gui import about  # noqa: PLC0415 - late for start-up time

        about.show(window)

    return [
        Command("guides", tr("&Guide to this place"), "F1", window.show_guide),
        Command("keys", tr("&Keyboard"), "Ctrl+F1", window.show_keys, False),
        Command("author", tr("&Who works here ..."), "", window.ask_author, False),
        Command("about", tr("&About"), "", show_about, False),
    ]
