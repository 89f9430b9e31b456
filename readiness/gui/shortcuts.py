"""Which key each command of the menus has: its usual one, or one that was given to it; and what no command may have."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence, QShortcut

from readiness.tasks import settings
from readiness.texts import tr

if TYPE_CHECKING:
    from readiness.gui.window import MainWindow

_USUAL = "usual_key"
"""The property of an action that holds the key it has at first."""
_FUNCTION_KEYS = range(Qt.Key.Key_F1.value, Qt.Key.Key_F35.value + 1)
_FIRST_NAMED = 0x01000000
"""From here on keys have names (Left, Esc); those before are signs that can be typed."""


def apply(actions: Mapping[str, QAction]) -> None:
    """Give every command its key: the one kept in the settings, where it can have it, else the usual one."""
    for action in actions.values():
        if action.property(_USUAL) is None:
            action.setProperty(_USUAL, written(action.shortcut()))
    given = settings.load().keys
    usual = {key: usual_of(action) for key, action in actions.items()}
    if given:
        usual = settled(usual, {key: portable(text) for key, text in given.items() if not text or portable(text)})
    for key, text in usual.items():
        if written(actions[key].shortcut()) != text:
            actions[key].setShortcut(QKeySequence(text))


def settled(usual: Mapping[str, str], given: Mapping[str, str]) -> dict[str, str]:
    """Say which key each command has; what is given to an unknown command, twice, or against the rules is passed over.

    A key that was given to a command is no longer another's usual one.
    """
    found: dict[str, str] = {}
    for command, text in given.items():
        if command in usual and (not text or (not misfit(text) and text not in found.values())):
            found[command] = text
    for command, text in usual.items():
        found.setdefault(command, "" if text in found.values() else text)
    return {command: found[command] for command in usual}


def usual_of(action: QAction) -> str:
    """Give the key that a command has at first; '' for none."""
    return str(action.property(_USUAL) or "")


def is_changed(action: QAction) -> bool:
    """Tell whether a command has another key than at first."""
    return written(action.shortcut()) != usual_of(action)


def written(keys: QKeySequence) -> str:
    """Write a key as it is kept: the same on every system."""
    return keys.toString(QKeySequence.SequenceFormat.PortableText)


def shown(text: str) -> str:
    """Write a key as this system does."""
    return QKeySequence(text).toString(QKeySequence.SequenceFormat.NativeText)


def portable(text: str) -> str:
    """Bring a written key into one form; '' where it is none, or more than one after the other."""
    keys = QKeySequence.fromString(text, QKeySequence.SequenceFormat.PortableText)
    return written(keys) if keys.count() == 1 else ""


# What no command may have


def misfit(text: str) -> str:
    """Say why no command can have a key, whatever else has it; '' where it can."""
    combination = QKeySequence(text)[0]  # type: ignore[index]  # its types leave out that it can
    key, modifiers = combination.key().value, combination.keyboardModifiers()
    control = bool(modifiers & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.MetaModifier))
    alt = bool(modifiers & Qt.KeyboardModifier.AltModifier)
    if alt and key < _FIRST_NAMED:
        return tr("{key} cannot be taken: Alt opens menus, presses buttons or types signs.", key=shown(text))
    if not control and not alt and key not in _FUNCTION_KEYS:
        return tr("{key} cannot be taken: it types or moves. Take F1 to F12, or add Ctrl.", key=shown(text))
    if text in fixed():
        return taken(text, fixed()[text])
    return ""


def taken(text: str, what: str) -> str:
    """Say what has a key."""
    return tr("{key} belongs to '{command}'.", key=shown(text), command=what)


def fixed() -> dict[str, str]:
    """Give the keys of the views, of texts and of the system, each with what has it; they stay as they are."""

    def checklist(what: str) -> str:
        return tr("Checklist: {what}", what=what)

    return {
        "F8": checklist(tr("next that is not assessed")),
        "Shift+F8": checklist(tr("previous that is not assessed")),
        "Ctrl+E": checklist(tr("cite evidence")),
        "Ctrl+Shift+A": checklist(tr("attach files")),
        "Ctrl+Shift+R": checklist(tr("report on what is shown")),
        "Ctrl+Shift+G": checklist(tr("give to somebody")),
        "Ctrl+Shift+C": checklist(tr("copy the answer")),
        "Ctrl+Shift+V": checklist(tr("take the copied answer over")),
        "Ctrl+Shift+P": checklist(tr("show or fold the pane")),
        "Ctrl+Home": tr("Pages of a report: {what}", what=tr("first page")),
        "Ctrl+End": tr("Pages of a report: {what}", what=tr("last page")),
        "Ctrl+F": tr("to the filter or the search"),
        "Ctrl+A": tr("select all"),
        "Ctrl+C": tr("copy"),
        "Ctrl+V": tr("paste"),
        "Ctrl+X": tr("cut"),
        "F10": tr("open the menus"),
        "Shift+F10": tr("open the context menu"),
        "Alt+F4": tr("close the window"),
        "Ctrl+F4": tr("close the window"),
    }


def refusal(window: MainWindow, command: str, text: str) -> str:
    """Say why a command of the window cannot have a key, naming what has it; '' where it can."""
    if not text:
        return ""
    for key, action in window.actions_by_key.items():
        if key != command and written(action.shortcut()) == text:
            return taken(text, plain(action.text()))
    of_views = dict(keys_of_views(window, window.actions_by_key.values()))
    return misfit(text) or (taken(text, of_views[text]) if text in of_views else "")


def keys_of_views(window: MainWindow, menus: Collection[QAction]) -> Iterator[tuple[str, str]]:
    """Walk through the keys that the views made so far listen to, each with what it does."""
    ours = {id(action) for action in menus}
    for action in window.findChildren(QAction):
        if id(action) not in ours and not action.shortcut().isEmpty():
            yield written(action.shortcut()), plain(action.text())
    for shortcut in window.findChildren(QShortcut):
        yield written(shortcut.key()), shortcut.whatsThis() or tr("another key of the window")


def plain(text: str) -> str:
    """Give a command's text without the marks of its letters."""
    return text.replace("&&", "\0").replace("&", "").replace("\0", "&").partition("\t")[0]


# Changing


def give(actions: Mapping[str, QAction], command: str, text: str) -> None:
    """Give a command a key, '' for none, and keep it; its usual key needs no keeping."""
    kept = {key: kept for key, kept in settings.load().keys.items() if key != command}
    settings.change(keys=kept if text == usual_of(actions[command]) else {**kept, command: text})
    apply(actions)


def reset(actions: Mapping[str, QAction]) -> None:
    """Give all commands their usual keys."""
    settings.change(keys={})
    apply(actions)
