"""What is typed: text fields whose sitting is one commit, saved when left, drafts meanwhile; lines beside a record."""

from __future__ import annotations

from typing import TypeVar

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from readiness.gui.bridge import Bridge
from readiness.workspace import Draft

T = TypeVar("T")
_DRAFT_MILLISECONDS = 1500


def typed_in(line: QLineEdit, recorded: str) -> str:
    """Give what stands in a line, without blanks around it; what is recorded, to the letter, where that is unchanged.

    So that who only looks at a record with blanks at an end, or with more letters than a line has, changes nothing.
    """
    text = line.text()
    return recorded if text == recorded[: line.maxLength()] else text.strip()


def chosen_of(ticked: tuple[T, ...], recorded: tuple[T, ...]) -> tuple[T, ...]:
    """Give what is ticked, in the order recorded where that is the same: the order of boxes is not the user's."""
    return recorded if set(ticked) == set(recorded) else ticked


class TextField(QPlainTextEdit):
    """A text over several lines. `left` comes with the text when it was changed and the field is left.

    Within two seconds of typing the text is kept as a draft under `key`, so that a crash does not lose it.
    """

    left = Signal(str)
    escaped = Signal()

    def __init__(self, bridge: Bridge, lines: int, parent: QWidget | None = None) -> None:
        """Show about `lines` lines."""
        super().__init__(parent)
        self._bridge = bridge
        self._saved = self._shown = ""
        self._key: tuple[str, ...] = ()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_DRAFT_MILLISECONDS)
        self._timer.timeout.connect(self._keep_draft)
        self.setTabChangesFocus(True)
        self.setFixedHeight(round(self.fontMetrics().lineSpacing() * (lines + 1)))
        self.textChanged.connect(self._on_typed)

    @property
    def is_changed(self) -> bool:
        """Tell whether what stands here differs from what is saved."""
        return self.toPlainText() != self._shown

    @property
    def text(self) -> str:
        """Give what stands here; to the letter what is saved where nothing was typed.

        The field itself has only one kind of line end and of blank.
        """
        return self.toPlainText() if self.is_changed else self._saved

    def show_text(self, text: str, key: tuple[str, ...], *, read_only: bool) -> None:
        """Show a saved text; `key` names its place for drafts."""
        self._timer.stop()
        self._key = key
        if text != self.text:
            self.blockSignals(True)
            self.setPlainText(text)
            self.blockSignals(False)
        self._saved, self._shown = text, self.toPlainText()
        self.setReadOnly(read_only)

    def restore(self, text: str) -> None:
        """Show text from a draft, as if it had been typed."""
        self.setPlainText(text)

    def _on_typed(self) -> None:
        self._bridge.typing.emit(self.is_changed)
        if self.is_changed and self._key and not self._timer.isActive():
            self._timer.start()

    def _keep_draft(self) -> None:
        if self.is_changed and self._key and not self._bridge.workspace.read_only:
            draft = Draft(self._key, self.toPlainText())
            self._bridge.later(lambda: self._bridge.workspace.drafts.save(draft))

    def commit(self) -> None:
        """Hand the text on if it was changed."""
        self._timer.stop()
        if self.is_changed:
            self.left.emit(self.toPlainText())

    def saved(self) -> None:
        """Take note that what stands here is saved: the draft goes."""
        if self.is_changed:
            self._saved = self._shown = self.toPlainText()
        if self._key:
            key = self._key
            self._bridge.later(lambda: self._bridge.workspace.drafts.drop(key))
        self._bridge.typing.emit(False)

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """Hand the text on when the field is left, but not for a menu or another window."""
        super().focusOutEvent(event)
        if event.reason() not in (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason):
            self.commit()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Leave the field with Escape."""
        if event.key() == Qt.Key.Key_Escape:
            self.escaped.emit()
            return
        super().keyPressEvent(event)
