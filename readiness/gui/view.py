"""What the window expects of a view. Views never import each other; they meet at the bridge."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from readiness.gui.bridge import Bridge, Place
from readiness.model.history import Commit


class View(QWidget):
    """A page of the window, reached from the side bar or by a Place."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        """Show what the bridge has open, and follow its changes."""
        super().__init__(parent)
        self.bridge = bridge
        bridge.changed.connect(self.on_changed)

    def on_changed(self, commit: Commit) -> None:
        """Take note of a commit."""
        self.refresh(commit)

    def refresh(self, commit: Commit | None) -> None:
        """Repaint what a commit touches; everything where `commit` is None."""
        raise NotImplementedError

    def show_place(self, place: Place) -> None:
        """Select what a place names; the window calls it after bringing the view to the front."""

    def place(self, shown: Place) -> Place:
        """Give the place that leads back to what is chosen now; `shown` is the one that was gone to."""
        return shown

    def commit_typing(self) -> None:
        """Save what is being typed; called before the view is left, on undo, and before the window closes."""

    def stop_work(self) -> None:
        """End what runs beside the window; called before the workspace is closed, or the view is thrown away."""

    def keyboard_help(self) -> list[str]:
        """List the view's own keys, each line a key, a tab and what it does."""
        return []
