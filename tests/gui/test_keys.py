"""The keyboard page: every shortcut by menu and view, and a line to look for one."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QTreeWidgetItem
from pytestqt.qtbot import QtBot

from readiness.gui import keys
from readiness.gui.bridge import Bridge, Place
from readiness.gui.desk import Desk
from readiness.gui.keys import KeysDialog
from readiness.gui.window import MainWindow


def _all(window: MainWindow) -> dict[str, tuple[tuple[str, str], ...]]:
    return {group.title: group.keys for group in keys.groups(window)}


def _visible(dialog: KeysDialog) -> list[tuple[str, str]]:
    found = []
    for row in range(dialog.tree.topLevelItemCount()):
        head = dialog.tree.topLevelItem(row)
        assert isinstance(head, QTreeWidgetItem)
        items = [head.child(position) for position in range(head.childCount())]
        found += [(item.text(0), item.text(1)) for item in items if item is not None and not item.isHidden()]
    return found


def test_every_shortcut_of_a_menu_is_listed_under_its_menu(window: MainWindow) -> None:
    listed = _all(window)
    assert {"File", "Edit", "View", "Help"} <= set(listed)
    shown = {key for group in listed.values() for key, _ in group}
    for action in window.actions_by_key.values():
        if not action.shortcut().isEmpty():
            assert action.shortcut().toString(QKeySequence.SequenceFormat.NativeText) in shown
    assert ("Ctrl+Shift+F", "Find everywhere ...") in listed["Edit"]
    assert ("Ctrl+K", "Palette ...") in listed["View"]


def test_every_shortcut_of_a_view_is_listed(window: MainWindow, bridge: Bridge, desk: Desk) -> None:
    for view in ("find", "guides", "evidence", "actions", "two-standards", "history", "reports"):
        bridge.go(Place(view))
    bridge.go(Place("assessment", assessment=next(iter(bridge.snapshot.assessments))))
    shown = " ".join(key for group in keys.groups(window) for key, _ in group.keys)
    missing = [
        f"{type(view).__name__}: {shortcut.key().toString()}"
        for (_, view) in desk._views.items()
        for shortcut in view.findChildren(QShortcut)
        if shortcut.key().toString() not in shown
    ]
    assert missing == []


def test_the_view_in_front_comes_first(window: MainWindow, bridge: Bridge) -> None:
    bridge.go(Place("guides"))
    bridge.go(Place("find"))
    titles = list(_all(window))
    assert titles[0] == "Find everywhere"
    assert titles[-1] == "Guides"


@pytest.mark.parametrize(("typed", "found"), [("ctrl+k", "Palette ..."), ("undo", "Undo"), ("f1", "Guides")])
def test_a_shortcut_is_looked_for_by_key_or_word(qtbot: QtBot, window: MainWindow, typed: str, found: str) -> None:
    dialog = KeysDialog(keys.groups(window))
    qtbot.addWidget(dialog)
    everything = len(_visible(dialog))
    qtbot.keyClicks(dialog.filter, typed)
    assert any(what.startswith(found) for what, _ in _visible(dialog))
    assert len(_visible(dialog)) < 5 < everything
    dialog.filter.clear()
    assert len(_visible(dialog)) == everything


def test_it_opens_from_the_help_menu_and_closes_with_escape(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[KeysDialog] = []
    monkeypatch.setattr(KeysDialog, "exec", lambda dialog: shown.append(dialog))  # noqa: PLW0108 - a method needs self
    window.actions_by_key["keys"].trigger()
    (dialog,) = shown
    dialog.show()
    assert dialog.tree.accessibleName()
    assert dialog.filter.accessibleName()
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    window.close_workspace()
    assert "File" in _all(window)
