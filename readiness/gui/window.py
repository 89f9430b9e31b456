"""The main window: side bar of places, one view at a time, menus, undo by name, and what the title says."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import QSize, QTimer, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QLabel, QMainWindow, QStackedWidget

from readiness import texts
from readiness.errors import Damage, ReadinessError, WorkspaceLocked
from readiness.gui import boxes, layout, menus, spoken, theme
from readiness.gui.bridge import Bridge
from readiness.gui.desk import Desk
from readiness.model.history import Author, Commit
from readiness.tasks import settings
from readiness.texts import tr
from readiness.workspace import Workspace

if TYPE_CHECKING:
    from PySide6.QtGui import QCloseEvent, QPaintEvent

    from readiness.gui.safekeeping import Safekeeping
    from readiness.gui.welcome import Welcome

_STATUS_MILLISECONDS = 6000


class MainWindow(QMainWindow):
    """One window, on one workspace at a time or on none."""

    bug_seen = Signal(object)
    painted = Signal()
    """The window was painted for the first time, side bar and all."""

    def __init__(self, *, paints_first: bool = False) -> None:
        """Show the welcome page; `begin` opens a workspace.

        Where it `paints_first`, its first page comes when side bar and title are painted: for start-up time.
        """
        super().__init__()
        self._paints_first = paints_first
        self._is_painted = False
        self.bridge: Bridge | None = None
        self.desk: Desk | None = None
        self.begins_again = False
        self._typing = False
        self._agreed_to_cross = False
        self.past: list[MainWindow] = []
        """Windows on earlier states that were opened from this one; some may be closed."""
        self._pages = QStackedWidget()
        self.setCentralWidget(self._pages)
        self._welcome: Welcome | None = None
        self.keeping: Safekeeping | None = None
        self._safety, self._state = QLabel(), QLabel()
        for label in (self._safety, self._state):
            self.statusBar().addPermanentWidget(label)
        self.statusBar().messageChanged.connect(lambda text: spoken.announce(self, text))
        self.actions_by_key: dict[str, QAction] = menus.build(self)
        self._show_state()
        self._stood_before = layout.restore_first(self)
        if not paints_first:
            self._fill_empty()
        self.painted.connect(self._fill_empty)

    @property
    def welcome(self) -> Welcome:
        """Give the page without a workspace, made when it is first needed."""
        if self._welcome is None:
            from readiness.gui.welcome import Welcome  # noqa: PLC0415 - late for start-up time

            self._welcome = Welcome()
            self._pages.addWidget(self._welcome)
            self._welcome.new_wanted.connect(self.new_workspace)
            self._welcome.open_wanted.connect(self.choose_workspace)
            self._welcome.sample_wanted.connect(self.open_sample)
            self._welcome.path_chosen.connect(self.open_workspace)
        return self._welcome

    def _fill_empty(self) -> None:
        if self.desk is None:
            self._pages.setCurrentWidget(self.welcome)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Say when the first painting is done; that of what is in the window goes with it."""
        super().paintEvent(event)
        if not self._is_painted:
            self._is_painted = True
            QTimer.singleShot(0, self, self.painted.emit)

    def wanted_size(self) -> QSize:
        """Give the size that the last window had, else the one it has at first."""
        return self.size() if self._stood_before else self.first_size()

    def first_size(self) -> QSize:
        """Give a size that shows tree and pane side by side and fits the screen."""
        available = self.screen().availableGeometry().size()
        letter = self.fontMetrics().averageCharWidth()
        return QSize(min(available.width(), letter * 190), min(available.height(), letter * 115))

    def on_desk(self, act: Callable[[Desk], object]) -> None:
        """Do something with the work area, where a workspace is open."""
        if self.desk is not None:
            act(self.desk)

    def with_bridge(self, act: Callable[[Bridge, MainWindow], object]) -> None:
        """Do something with the workspace that is open, where one is."""
        if self.bridge is not None:
            act(self.bridge, self)

    def set_appearance(self, appearance: str) -> None:
        """Switch to 'light', 'dark' or the system's palette, and remember it."""
        settings.save(msgspec.structs.replace(settings.load(), appearance=appearance))
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        theme.apply(app, appearance)
        self.on_desk(lambda desk: desk.refresh_all())

    def set_language(self, language: str) -> None:
        """Show the texts in a language, '' for the system's: the window closes, and the next one begins with it."""
        before = settings.load().language
        settings.change(language=language)
        texts.use(language)
        self.begins_again = language != before and self.close()
        if not self.begins_again:
            texts.use(before)

    def reset_layout(self) -> None:
        """Bring window, splitters and columns to what they are at first."""
        self.showNormal()
        self.resize(self.first_size())
        self.on_desk(lambda desk: desk.reset_layout())

    # Opening and closing

    def begin(self, workspace: Path | None) -> None:
        """Open what was asked for, else the last workspace, else stay on the welcome page."""
        if workspace is not None:
            self.open_workspace(workspace)
            return
        recent = settings.load().recent
        if recent and Path(recent[0]).is_dir():
            self.open_workspace(Path(recent[0]))

    def new_workspace(self) -> None:
        """Ask what a new workspace needs and open it."""
        self.ask_author_once()
        from readiness.gui.dialogs import NewWorkspaceDialog  # noqa: PLC0415 - late for start-up time

        dialog = NewWorkspaceDialog(settings.load().author, self)
        if dialog.exec() and dialog.workspace is not None:
            self.show_workspace(dialog.workspace)

    def choose_workspace(self) -> None:
        """Ask for a workspace folder and open it."""
        from PySide6.QtWidgets import QFileDialog  # noqa: PLC0415 - late for start-up time

        chosen = QFileDialog.getExistingDirectory(self, tr("Open a workspace (a folder ending in .readiness)"))
        if chosen:
            self.open_workspace(Path(chosen))

    def open_sample(self) -> None:
        """Make the sample beside the settings, once, and open it."""
        from readiness.tasks import sample  # noqa: PLC0415 - late for start-up time

        folder = sample.home()
        if not folder.exists():
            from PySide6.QtCore import Qt  # noqa: PLC0415 - late for start-up time

            QApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
            try:
                sample.make(folder, sample.today(), settings.load().author)
            except ReadinessError as error:
                self.show_error(error)
                return
            finally:
                QApplication.restoreOverrideCursor()
        self.open_workspace(folder)

    def open_workspace(self, path: Path) -> None:
        """Open a workspace for writing; where somebody else has it, offer to read it."""
        self.ask_author_once()
        author = settings.load().author
        try:
            workspace = Workspace.open(path, author)
        except WorkspaceLocked as error:
            readable = boxes.offer_reading(path, author, error, self)
            if readable is not None:
                self.show_workspace(readable)
        except Damage as error:
            from readiness.gui.recovering import offer  # noqa: PLC0415 - late for start-up time

            recovering = offer(path, error, self)
            if recovering is not None:
                recovering.recovered.connect(self.open_workspace)
                recovering.start()
        except ReadinessError as error:
            self.show_error(error)
        else:
            self.show_workspace(workspace)

    def show_state(self, sequence: int) -> None:
        """Open a window of its own, for reading only, on the state after an earlier change."""
        from readiness.gui import past_windows  # noqa: PLC0415 - late for start-up time

        self.with_bridge(lambda bridge, window: past_windows.open_one(window, bridge, sequence))

    def _close_past(self) -> None:
        from readiness.gui import past_windows  # noqa: PLC0415 - late for start-up time

        self.with_bridge(lambda bridge, window: past_windows.close_all(window, bridge))

    def show_workspace(self, workspace: Workspace) -> None:
        """Show an open workspace in place of the one before."""
        self.close_workspace()
        bridge = Bridge(workspace, self)
        bridge.failed.connect(self.show_error)
        bridge.crashed.connect(self.bug_seen)
        bridge.said.connect(lambda text: self.statusBar().showMessage(text, _STATUS_MILLISECONDS))
        bridge.changed.connect(self._on_changed)
        bridge.typing.connect(self._on_typing)
        bridge.state_wanted.connect(self.show_state)
        bridge.erased.connect(self._close_past)
        self.bridge = bridge
        self.desk = desk = Desk(bridge)
        self._pages.addWidget(self.desk)
        self._pages.setCurrentWidget(self.desk)
        self._show_state()
        if not workspace.at:
            layout.restore_window(self, bridge.identity)
        if self._paints_first and not self._is_painted:
            desk.mark_first()
            self.painted.connect(lambda: self._go_on(desk))
        else:
            self._go_on(desk)

    def _go_on(self, desk: Desk) -> None:
        """Show the first view, and begin to watch over the workspace, if it is still open."""
        if desk is self.desk:
            if not desk.bridge.workspace.read_only:
                settings.remember(desk.bridge.workspace.path)
            self._keep_safe(desk.bridge)
            desk.begin()

    def _keep_safe(self, bridge: Bridge) -> None:
        """Have backups made of the present, and say in the status bar when the last one was."""
        self._safety.setText("")
        if bridge.workspace.at:
            return
        from readiness.gui.safekeeping import Safekeeping  # noqa: PLC0415 - late for start-up time

        self.keeping = Safekeeping(bridge, self)
        self.keeping.said.connect(bridge.said)
        self.keeping.failed.connect(bridge.said)
        self.keeping.text_changed.connect(self._safety.setText)
        self._safety.setText(self.keeping.text)

    def show_backups(self) -> None:
        """List the backups; one can be looked into and gone back to."""
        if self.keeping is not None and self.desk is not None:
            from readiness.gui import backups  # noqa: PLC0415 - late for start-up time

            self.desk.commit_typing()
            backups.show(self.keeping, self)

    def close_workspace(self) -> None:
        """Save what is being typed, close the workspace and show the welcome page."""
        if self.bridge is None or self.desk is None:
            return
        self.desk.commit_typing()
        if not self.bridge.workspace.at:
            layout.keep_window(self, self.bridge.identity)
            self.desk.keep_layout()
        self.desk.stop_work()
        self._pages.setCurrentWidget(self.welcome)
        self._pages.removeWidget(self.desk)
        self.desk.deleteLater()
        self.bridge.close()
        if self.keeping is not None:
            self.keeping.finish()
            self.keeping.deleteLater()
            self.keeping = None
        self._safety.setText("")
        self.desk, self.bridge = None, None
        self._typing = False
        self.welcome.show_recent()
        self._show_state()

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        """Close the workspace before the window goes."""
        self.close_workspace()
        event.accept()

    # What the window says

    def _on_changed(self, commit: Commit) -> None:
        self._show_state()
        self.statusBar().showMessage(tr("Saved: {what}", what=commit.sentence), _STATUS_MILLISECONDS)

    def _on_typing(self, typing: bool) -> None:  # noqa: FBT001 - a Qt slot
        self._typing = typing
        self._show_state()

    def _show_state(self) -> None:
        for action in self.actions_by_key.values():
            if action.property("needs_workspace"):
                action.setEnabled(self.bridge is not None)
        if self.bridge is None:
            self.setWindowTitle(tr("Readiness"))
            self._state.setText("")
            return
        self._name_undo()
        if self.bridge.workspace.at:
            state = tr("as it was after change no. {n}, read only", n=self.bridge.workspace.at)
        elif self.bridge.workspace.read_only:
            state = tr("read only")
        elif self._typing:
            state = tr("not saved yet")
        else:
            state = tr("saved")
        name = self.bridge.snapshot.organization.name
        self.setWindowTitle(tr("{name} - {state}", name=name, state=state))
        self._state.setText(state)

    def _name_undo(self) -> None:
        if self.bridge is None:
            return
        workspace = self.bridge.workspace
        for key, commit, plain, named in (
            ("undo", workspace.next_undo, tr("&Undo"), tr("&Undo: {what}")),
            ("redo", workspace.next_redo, tr("&Redo"), tr("&Redo: {what}")),
        ):
            action = self.actions_by_key[key]
            action.setEnabled(commit is not None and not workspace.read_only)
            what = commit.sentence.replace("&", "&&") if commit else ""
            action.setText(named.format(what=what) if commit else plain)

    def undo(self) -> None:
        """Take back the last change; once per session, ask before going into an earlier one."""
        if self.bridge is None or self.desk is None:
            return
        self.desk.commit_typing()
        workspace = self.bridge.workspace
        commit = workspace.next_undo
        if commit is not None and self._may_cross(commit, workspace):
            self.bridge.do(workspace.undo)

    def redo(self) -> None:
        """Bring back what was undone last."""
        if self.bridge is not None and self.desk is not None:
            self.desk.commit_typing()
            self.bridge.do(self.bridge.workspace.redo)

    def _may_cross(self, commit: Commit, workspace: Workspace) -> bool:
        if commit.run != workspace.run and not self._agreed_to_cross:
            self._agreed_to_cross = boxes.agreed_to_cross(commit, self)
        return commit.run == workspace.run or self._agreed_to_cross

    def show_error(self, error: ReadinessError) -> None:
        """Show a refusal: what is wrong, and what to do."""
        boxes.show_error(error, self)

    # Once-only dialogs

    def ask_author_once(self) -> None:
        """Ask who works here where it is not known; leaving it empty is allowed, and not asked again today."""
        if not settings.load().name and not self.property("author_asked"):
            self.setProperty("author_asked", True)
            self.ask_author()

    def ask_author(self) -> None:
        """Ask who works here."""
        from readiness.gui.dialogs import AuthorDialog  # noqa: PLC0415 - late for start-up time

        AuthorDialog(self, on_saved=self._take_author).exec()

    def _take_author(self, author: Author) -> None:
        if self.bridge is not None:
            self.bridge.workspace.author = author

    def show_guide(self) -> None:
        """Open the guide for where we are."""
        from readiness.gui import guides  # noqa: PLC0415 - late for start-up time

        self.on_desk(lambda desk: desk.go(guides.about(desk.here())))

    def show_keys(self) -> None:
        """List the keyboard's commands, by menu and view."""
        from readiness.gui import keys  # noqa: PLC0415 - late for start-up time

        keys.KeysDialog(keys.groups(self), self).exec()
