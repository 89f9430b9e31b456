"""Text that was being typed when the program last ended unexpectedly: take it back, or drop it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from readiness import words
from readiness.gui.bridge import Bridge
from readiness.texts import tr
from readiness.workspace import Draft

_SHOWN_LETTERS = 60


class Leftovers(QWidget):
    """A line per draft left over; looked for once, when the view is first shown."""

    restore = Signal(object, str, str)

    def __init__(self, bridge: Bridge, assessment: str, parent: QWidget | None = None) -> None:
        """Show nothing yet."""
        super().__init__(parent)
        self._bridge = bridge
        self._assessment = assessment
        self._looked = False
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self.hide()

    def show_drafts(self) -> None:
        """Look for drafts of this assessment, once."""
        if self._looked or self._bridge.workspace.read_only:
            return
        self._looked = True
        for draft in self._bridge.workspace.drafts.all():
            if len(draft.key) == 3 and draft.key[0] == self._assessment:
                self._add(draft)

    def _add(self, draft: Draft) -> None:
        requirements = tuple(draft.key[1].split(","))
        number = words.requirement(requirements[0])
        more = " ..." if len(requirements) > 1 else ""
        beginning = " ".join(draft.text.split())[:_SHOWN_LETTERS]
        row = QWidget()
        across = QHBoxLayout(row)
        across.setContentsMargins(0, 0, 0, 0)
        label = QLabel(tr("Not saved last time, {number}: {text}", number=number + more, text=beginning))
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        across.addWidget(label, 1)
        for text, act in ((tr("Restore"), self._restore), (tr("Drop"), self._drop)):
            button = QPushButton(text)
            button.setAccessibleName(tr("{what} the text for {number}", what=text, number=number))
            button.clicked.connect(lambda _=False, act=act: act(draft, requirements, row))
            across.addWidget(button)
        self._column.addWidget(row)
        self.show()

    def _restore(self, draft: Draft, requirements: tuple[str, ...], row: QWidget) -> None:
        self.restore.emit(requirements, draft.key[2], draft.text)
        self._remove(row)

    def _drop(self, draft: Draft, requirements: tuple[str, ...], row: QWidget) -> None:
        self._bridge.workspace.drafts.drop(draft.key)
        self._remove(row)

    def _remove(self, row: QWidget) -> None:
        self._column.removeWidget(row)
        row.deleteLater()
        self.setVisible(self._column.count() > 0)
