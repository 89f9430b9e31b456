"""The keyboard page: every shortcut, by menu and by view, with a line to look for one and a field to change it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QHeaderView,
    QKeySequenceEdit,
    QLabel,
    QLineEdit,
    QMenu,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from readiness.analysis.search import Query, Searchable
from readiness.gui import shortcuts, spoken, theme
from readiness.gui.forms import Sentence, let_clear
from readiness.texts import tr

if TYPE_CHECKING:
    from readiness.gui.window import MainWindow


class KeyLine(NamedTuple):
    """A key, what it does, and the command of a menu that it is of; '' for a view's, which stays as it is."""

    keys: str
    what: str
    command: str = ""


@dataclass(frozen=True)
class KeyGroup:
    """A menu's or a view's keys: each the key, as it is written on this system, and what it does."""

    title: str
    keys: tuple[KeyLine, ...]


def groups(window: MainWindow) -> list[KeyGroup]:
    """List the keys of the view in front, of every menu, and of the other views."""
    lines_of_views = window.desk.all_keyboard_help() if window.desk is not None else []
    views = [KeyGroup(title, _split(lines)) for title, lines in lines_of_views]
    menus = [KeyGroup(shortcuts.plain(menu.title()), tuple(_of_menu(menu, window))) for menu in _menus(window)]
    return [group for group in (*views[:1], *menus, *views[1:]) if group.keys]


def _menus(window: MainWindow) -> Iterator[QMenu]:
    for action in window.menuBar().actions():
        menu = action.menu()
        if isinstance(menu, QMenu):
            yield menu


def _of_menu(menu: QMenu, window: MainWindow) -> Iterator[KeyLine]:
    for action in menu.actions():
        below = action.menu()
        command = action.objectName()
        if isinstance(below, QMenu):
            yield from _of_menu(below, window)
        elif command in window.actions_by_key:
            yield KeyLine(
                shortcuts.shown(shortcuts.written(action.shortcut())), shortcuts.plain(action.text()), command
            )


def _split(lines: list[str]) -> tuple[KeyLine, ...]:
    found = []
    for line in lines:
        keys, _, what = line.partition("\t")
        found.append(KeyLine(keys, what[:1].upper() + what[1:]))
    return tuple(found)


class KeyEditor(QWidget):
    """A field for the key of the command that is chosen; a key that it can have is its own at once."""

    changed = Signal()

    def __init__(self, window: MainWindow, parent: QWidget | None = None) -> None:
        """Begin with no command."""
        super().__init__(parent)
        self._window = window
        self._command = ""
        self._caption = QLabel()
        self._caption.setWordWrap(True)
        self._caption.setTextFormat(Qt.TextFormat.PlainText)
        self.field = QKeySequenceEdit()
        self.field.setMaximumSequenceLength(1)
        self._name_field("")
        # Not keySequenceChanged, which comes with no key as soon as one is pressed.
        self.field.editingFinished.connect(lambda: self._give(shortcuts.written(self.field.keySequence())))
        self.none = QPushButton(tr("&No key"))
        self.none.setToolTip(tr("Take the key away from the chosen command"))
        self.none.clicked.connect(lambda: self._give_shown(""))
        self.usual = QPushButton(tr("&Usual key"))
        self.usual.setToolTip(tr("Give the chosen command the key that it has at first"))
        self.usual.clicked.connect(lambda: self._give_shown(shortcuts.usual_of(self._action())))
        self.all_usual = QPushButton(tr("&All usual keys"))
        self.all_usual.setToolTip(tr("Give every command the key that it has at first"))
        self.all_usual.clicked.connect(self._reset)
        self.problem = Sentence()
        policy = self.problem.sizePolicy()
        policy.setRetainSizeWhenHidden(True)  # the list above keeps its height, and its chosen row in sight
        self.problem.setSizePolicy(policy)
        row = QHBoxLayout()
        row.addWidget(self.field, 1)
        for button in (self.none, self.usual, self.all_usual):
            button.setAutoDefault(False)
            row.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._caption)
        layout.addLayout(row)
        layout.addWidget(self.problem)
        self.show_line(None)

    def show_line(self, line: KeyLine | None) -> None:
        """Show the key of a command; a view's own key is only said."""
        self.problem.say("")
        self._command = line.command if line is not None else ""
        if line is None:
            self._caption.setText(tr("Choose a command to give it another key."))
        elif self._command:
            self._caption.setText(tr("Press the new key of '{command}' in the field:", command=line.what))
        else:
            self._caption.setText(
                tr("'{command}' keeps its key; commands of the menus can have others.", command=line.what)
            )
        self._name_field(line.what if line is not None else "")
        self.field.setEnabled(bool(self._command))
        self._show_key()

    def _name_field(self, what: str) -> None:
        name = tr("New key of '{command}'", command=what) if what else tr("New key")
        self.field.setAccessibleName(name)
        inner = self.field.findChild(QLineEdit)
        if inner is not None:
            inner.setAccessibleName(tr("{name}: press it", name=name))
            inner.setPlaceholderText(tr("no key"))

    def _show_key(self) -> None:
        self.field.blockSignals(True)
        self.field.setKeySequence(self._action().shortcut() if self._command else QKeySequence())
        self.field.blockSignals(False)
        self._show_changes()

    def _show_changes(self) -> None:
        """Offer the usual keys where a key is another."""
        actions = self._window.actions_by_key
        self.none.setEnabled(bool(self._command) and not self._action().shortcut().isEmpty())
        self.usual.setEnabled(bool(self._command) and shortcuts.is_changed(self._action()))
        self.all_usual.setEnabled(any(shortcuts.is_changed(action) for action in actions.values()))

    def _action(self) -> QAction:
        return self._window.actions_by_key[self._command]

    def _give_shown(self, text: str) -> None:
        self._give(text)
        self._show_key()

    def _give(self, text: str) -> None:
        """Give the key to the command, or say beside the field why it cannot have it."""
        refusal = shortcuts.refusal(self._window, self._command, text) if self._command else ""
        self.problem.say(refusal)
        if self._command and not refusal:
            shortcuts.give(self._window.actions_by_key, self._command, text)
            self._show_changes()
            spoken.announce(self, shortcuts.shown(text) or tr("no key"))
            self.changed.emit()

    def _reset(self) -> None:
        shortcuts.reset(self._window.actions_by_key)
        self.problem.say("")
        self._show_key()
        self.changed.emit()


class KeysDialog(QDialog):
    """The shortcuts in groups, narrowed by what is typed: a key or a word; a command of the window can get another."""

    def __init__(self, shown: list[KeyGroup], window: MainWindow | None = None) -> None:
        """Show the groups, unfolded; without a window there is nothing to change."""
        super().__init__(window)
        self._window = window
        self.editor = KeyEditor(window) if window is not None else None
        self.setWindowTitle(tr("Keyboard"))
        self.filter = QLineEdit()
        self.filter.setPlaceholderText(tr("Filter: a key or a word"))
        self.filter.setAccessibleName(tr("Filter the shortcuts"))
        let_clear(self.filter)
        self.filter.textChanged.connect(self._narrow)
        self.tree = QTreeWidget()
        self.tree.setAccessibleName(tr("Shortcuts"))
        self.tree.setHeaderLabels([tr("What it does"), tr("Keys")])
        self.tree.setAlternatingRowColors(True)
        self.tree.setRootIsDecorated(False)
        self.tree.setIndentation(theme.SPACING * 2)
        for group in shown:
            self._add(group)
        header = self.tree.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(self.filter)
        layout.addWidget(self.tree, 1)
        if self.editor is not None:
            self.editor.changed.connect(self._show_changed)
            self.tree.currentItemChanged.connect(self._on_chosen)
            layout.addWidget(self.editor)
        layout.addWidget(buttons)
        letter = self.fontMetrics().averageCharWidth()
        room = self.screen().availableGeometry().size() * 0.9
        self.resize(min(letter * 96, room.width()), min(self.fontMetrics().lineSpacing() * 34, room.height()))

    def _add(self, group: KeyGroup) -> None:
        head = QTreeWidgetItem(self.tree, [group.title])
        head.setFont(0, theme.heading_font(self.tree, 1.0))
        head.setFirstColumnSpanned(True)
        for line in group.keys:
            item = QTreeWidgetItem(head)
            item.setData(0, Qt.ItemDataRole.UserRole, line)
            self._show_line(item, line)
        head.setExpanded(True)

    def _show_line(self, item: QTreeWidgetItem, line: KeyLine) -> None:
        """Show a key; beside one that was changed, the usual one."""
        keys = line.keys
        if self._window is not None and line.command:
            action = self._window.actions_by_key[line.command]
            keys = shortcuts.shown(shortcuts.written(action.shortcut()))
            if shortcuts.is_changed(action):
                usual = shortcuts.shown(shortcuts.usual_of(action)) or tr("no key")
                keys = tr("{key} (usual: {usual})", key=keys or tr("no key"), usual=usual)
        item.setText(0, line.what)
        item.setText(1, keys)
        item.setData(0, Qt.ItemDataRole.AccessibleTextRole, f"{line.what}: {keys}")
        item.setToolTip(0, line.what)

    def _show_changed(self) -> None:
        for row in range(self.tree.topLevelItemCount()):
            head = self.tree.topLevelItem(row)
            for position in range(head.childCount() if head is not None else 0):
                item = head.child(position) if head is not None else None
                if item is not None:
                    self._show_line(item, item.data(0, Qt.ItemDataRole.UserRole))

    def _on_chosen(self, item: QTreeWidgetItem | None, _: QTreeWidgetItem | None) -> None:
        if self.editor is not None:
            self.editor.show_line(item.data(0, Qt.ItemDataRole.UserRole) if item is not None else None)

    def _narrow(self, typed: str) -> None:
        query = Query.of(typed)
        for row in range(self.tree.topLevelItemCount()):
            head = self.tree.topLevelItem(row)
            assert head is not None
            any_fits = False
            for position in range(head.childCount()):
                item = head.child(position)
                assert item is not None
                known = Searchable.of("", item.text(0), item.text(1))
                fits = not query.words or known.level(query) is not None
                item.setHidden(not fits)
                any_fits = any_fits or fits
            head.setHidden(not any_fits)
