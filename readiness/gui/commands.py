"""The window's commands: every menu entry with its text and shortcut, in one table per menu."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu


@dataclass(frozen=True)
class Command:
    """One command: a key to find it by, its text, its shortcut ('' for none) and what it does."""

    key: str
    text: str
    shortcut: str
    run: Callable[[], object]
    needs_workspace: bool = True


def add_menu(window: QMainWindow, title: str, commands: list[Command | None]) -> tuple[QMenu, dict[str, QAction]]:
    """Add a menu; None makes a separator. Gives the menu and its actions by key."""
    menu = window.menuBar().addMenu(title)
    actions: dict[str, QAction] = {}
    for command in commands:
        if command is None:
            menu.addSeparator()
            continue
        action = QAction(command.text, window)
        if command.shortcut:
            action.setShortcut(QKeySequence(command.shortcut))
        action.triggered.connect(lambda _=False, run=command.run: run())
        action.setProperty("needs_workspace", command.needs_workspace)
        menu.addAction(action)
        actions[command.key] = action
    return menu, actions
