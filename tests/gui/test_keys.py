"""The keyboard page: every shortcut by menu and view, a line to look for one, and a field to give a command another."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QTreeWidgetItem
from pytestqt.qtbot import QtBot

from readiness.gui import keys, shortcuts
from readiness.gui.bridge import Bridge, Place
from readiness.gui.desk import Desk
from readiness.gui.keys import KeyEditor, KeysDialog
from readiness.gui.palette import Palette
from readiness.gui.window import MainWindow
from readiness.tasks import settings


def _all(window: MainWindow) -> dict[str, tuple[tuple[str, str], ...]]:
    return {group.title: tuple((line.keys, line.what) for line in group.keys) for group in keys.groups(window)}


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
    for view in (
        "find",
        "guides",
        "evidence",
        "actions",
        "two-standards",
        "services",
        "claims",
        "briefing",
        "history",
        "reports",
    ):
        bridge.go(Place(view))
    bridge.go(Place("assessment", assessment=next(iter(bridge.snapshot.assessments))))
    shown = " ".join(key for group in keys.groups(window) for key, *_ in group.keys)
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


@pytest.mark.parametrize(("typed", "found"), [("ctrl+k", "Palette ..."), ("undo", "Undo"), ("f1", "Guide")])
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


# Other keys


def _sequence(text: str) -> QKeySequence:
    return QKeySequence(text)


@pytest.fixture
def page(qtbot: QtBot, window: MainWindow) -> KeysDialog:
    dialog = KeysDialog(keys.groups(window), window)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def _editor(page: KeysDialog) -> KeyEditor:
    assert page.editor is not None
    return page.editor


def _item(page: KeysDialog, what: str) -> QTreeWidgetItem:
    found = page.tree.findItems(what, Qt.MatchFlag.MatchStartsWith | Qt.MatchFlag.MatchRecursive)
    return next(item for item in found if item.parent() is not None)


def _choose(page: KeysDialog, what: str) -> QTreeWidgetItem:
    item = _item(page, what)
    page.tree.setCurrentItem(item)
    return item


CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def test_a_command_gets_another_key_at_once_and_keeps_it(
    qtbot: QtBot, window: MainWindow, page: KeysDialog, bridge: Bridge, desk: Desk
) -> None:
    item = _choose(page, "Reset the window's layout")
    editor = _editor(page)
    assert item.text(1) == ""
    qtbot.keyClick(editor.field, Qt.Key.Key_J, CONTROL)
    action = window.actions_by_key["reset-layout"]
    assert action.shortcut() == _sequence("Ctrl+J")
    assert item.text(1) == "Ctrl+J (usual: no key)"
    assert "Ctrl+J" in item.data(0, Qt.ItemDataRole.AccessibleTextRole)
    assert settings.load().keys == {"reset-layout": "Ctrl+J"}
    _choose(page, "Palette")
    assert editor.field.keySequence() == _sequence("Ctrl+K")
    qtbot.keyClick(editor.field, Qt.Key.Key_P, CONTROL | SHIFT | Qt.KeyboardModifier.MetaModifier)
    page.accept()
    again = MainWindow()
    qtbot.addWidget(again)
    assert again.actions_by_key["reset-layout"].shortcut() == _sequence("Ctrl+J")
    window.actions_by_key["palette"].trigger()
    palette = window.findChild(Palette)
    assert palette is not None
    qtbot.keyClicks(palette.line, "layout")
    row = palette.list.chosen()
    assert row is not None
    assert row.detail == "Ctrl+J", "the palette shows it too"
    palette.reject()


def test_the_key_works_and_the_old_one_does_not(qtbot: QtBot, window: MainWindow, page: KeysDialog, desk: Desk) -> None:
    _choose(page, "Place 5")
    qtbot.keyClick(_editor(page).field, Qt.Key.Key_F7)
    page.accept()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.keyClick(window, Qt.Key.Key_5, CONTROL)
    assert desk.here() == Place("overview")
    qtbot.keyClick(window, Qt.Key.Key_F7)
    assert desk.here() != Place("overview")


@pytest.mark.parametrize(
    ("key", "modifiers", "said"),
    [
        (Qt.Key.Key_Z, CONTROL, "Ctrl+Z belongs to 'Undo"),
        (Qt.Key.Key_E, CONTROL, "Ctrl+E belongs to 'Checklist: cite evidence'"),
        (Qt.Key.Key_F8, Qt.KeyboardModifier.NoModifier, "F8 belongs to 'Checklist: next that is not assessed'"),
        (Qt.Key.Key_V, CONTROL, "Ctrl+V belongs to 'paste'"),
        (Qt.Key.Key_J, Qt.KeyboardModifier.NoModifier, "J cannot be taken: it types or moves."),
        (Qt.Key.Key_Escape, Qt.KeyboardModifier.NoModifier, "Esc cannot be taken: it types or moves."),
        (Qt.Key.Key_F, Qt.KeyboardModifier.AltModifier, "Alt+F cannot be taken: Alt opens menus"),
    ],
)
def test_a_clash_is_refused_beside_the_field_by_name(
    qtbot: QtBot, window: MainWindow, page: KeysDialog, key: Qt.Key, modifiers: Qt.KeyboardModifier, said: str
) -> None:
    item = _choose(page, "Palette")
    qtbot.keyClick(_editor(page).field, key, modifiers)
    assert _editor(page).problem.text().startswith(said)
    assert window.actions_by_key["palette"].shortcut() == _sequence("Ctrl+K")
    assert item.text(1) == "Ctrl+K"
    assert settings.load().keys == {}
    assert page.isVisible()
    _choose(page, "Undo")
    assert _editor(page).problem.text() == ""


def test_a_key_of_a_view_that_was_made_is_refused_too(
    qtbot: QtBot, window: MainWindow, desk: Desk, page: KeysDialog
) -> None:
    shortcut = QShortcut(_sequence("Ctrl+J"), desk)
    shortcut.setWhatsThis("something of a view")
    _choose(page, "Palette")
    qtbot.keyClick(_editor(page).field, Qt.Key.Key_J, CONTROL)
    assert _editor(page).problem.text() == "Ctrl+J belongs to 'something of a view'."


def test_one_or_all_go_back_to_their_usual_keys(qtbot: QtBot, window: MainWindow, page: KeysDialog) -> None:
    editor = _editor(page)
    assert not editor.all_usual.isEnabled()
    for what, key in (("Palette", Qt.Key.Key_J), ("Guide to", Qt.Key.Key_M)):
        _choose(page, what)
        assert not editor.usual.isEnabled()
        qtbot.keyClick(editor.field, key, CONTROL)
        assert editor.usual.isEnabled()
    editor.usual.click()
    assert window.actions_by_key["guides"].shortcut() == _sequence("F1")
    assert editor.field.keySequence() == _sequence("F1")
    assert settings.load().keys == {"palette": "Ctrl+J"}
    editor.all_usual.click()
    assert window.actions_by_key["palette"].shortcut() == _sequence("Ctrl+K")
    assert settings.load().keys == {}
    assert not editor.all_usual.isEnabled()
    assert _item(page, "Palette").text(1) == "Ctrl+K"


def test_a_usual_key_that_another_has_by_now_is_not_taken_from_it(
    qtbot: QtBot, window: MainWindow, page: KeysDialog
) -> None:
    editor = _editor(page)
    _choose(page, "Palette")
    editor.none.click()
    assert window.actions_by_key["palette"].shortcut().isEmpty()
    assert settings.load().keys == {"palette": ""}
    _choose(page, "Reset the window's layout")
    qtbot.keyClick(editor.field, Qt.Key.Key_K, CONTROL)
    _choose(page, "Palette")
    editor.usual.click()
    assert editor.problem.text() == "Ctrl+K belongs to 'Reset the window's layout'."
    assert window.actions_by_key["palette"].shortcut().isEmpty()


def test_the_key_of_a_view_stays_as_it_is(window: MainWindow, bridge: Bridge, qtbot: QtBot) -> None:
    bridge.go(Place("find"))
    page = KeysDialog(keys.groups(window), window)
    qtbot.addWidget(page)
    _choose(page, "In the search: type other words")
    assert not _editor(page).field.isEnabled()
    head = page.tree.topLevelItem(0)
    assert head is not None
    page.tree.setCurrentItem(head)
    assert not _editor(page).field.isEnabled()


def test_tab_leaves_the_field(qtbot: QtBot, window: MainWindow, page: KeysDialog) -> None:
    _choose(page, "Palette")
    editor = _editor(page)
    editor.field.setFocus()
    qtbot.keyClick(editor.field, Qt.Key.Key_Tab)
    assert not editor.field.hasFocus()
    assert window.actions_by_key["palette"].shortcut() == _sequence("Ctrl+K")
    assert editor.field.accessibleName() == "New key of 'Palette ...'"


def test_settings_that_name_nonsense_are_passed_over(qtbot: QtBot) -> None:
    nonsense = {
        "no such command": "Ctrl+J", "undo": "hello", "redo": "Ctrl+K, Ctrl+L", "find": "Ctrl+E", "open": "A",
        "quit": "Ctrl+J", "close": "Ctrl+J",
    }  # fmt: skip
    settings.change(keys=nonsense)
    window = MainWindow()
    qtbot.addWidget(window)
    found = {key: action.shortcut().toString() for key, action in window.actions_by_key.items()}
    assert [found[key] for key in ("undo", "redo", "find", "open")] == [
        "Ctrl+Z",
        "Ctrl+Shift+Z",
        "Ctrl+Shift+F",
        "Ctrl+O",
    ]
    assert found["quit"] == "Ctrl+J"
    assert found["close"] == "Ctrl+W"


def test_a_given_key_is_no_longer_another_s_usual_one() -> None:
    usual = {"a": "Ctrl+A1", "b": "Ctrl+J", "c": ""}
    assert shortcuts.settled(usual, {"c": "Ctrl+J"}) == {"a": "Ctrl+A1", "b": "", "c": "Ctrl+J"}
    assert shortcuts.settled({"b": "F2", "c": "F3"}, {"b": "F3", "c": "F2"}) == {"b": "F3", "c": "F2"}


def test_no_key_means_two_things(window: MainWindow, bridge: Bridge, desk: Desk) -> None:
    """Walk the keys of menus and views: each once, and each that is a view's is known to be no command's."""
    for name in (
        "overview",
        "find",
        "guides",
        "evidence",
        "actions",
        "two-standards",
        "services",
        "history",
        "reports",
    ):
        bridge.go(Place(name))
    for assessment in bridge.snapshot.assessments:
        bridge.go(Place("assessment", assessment=assessment))
    menus = [shortcuts.written(action.shortcut()) for action in window.actions_by_key.values()]
    menus = [text for text in menus if text]
    assert len(menus) == len(set(menus))
    assert [text for text in menus if shortcuts.misfit(text)] == []
    assert window.actions_by_key["print"].shortcut().matches(_sequence("Ctrl+P"))
    for view in desk._views.values():
        actions = [action.shortcut() for action in view.findChildren(QAction)]
        listened = [*actions, *(shortcut.key() for shortcut in view.findChildren(QShortcut))]
        own = [text for text in map(shortcuts.written, listened) if text]
        assert len(own) == len(set(own)), type(view).__name__
        told = [key for line in view.keyboard_help() for key in line.partition("\t")[0].split(", ")]
        for text in {*own, *(shortcuts.portable(key) for key in told)}:
            assert text not in menus, type(view).__name__
            assert not text or shortcuts.misfit(text), f"{text} of {type(view).__name__} could be given away"
