"""Erasing for good: what was attached or recorded by mistake, or somebody who may ask for it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFormLayout, QLineEdit, QWidget

from readiness.gui.bridge import Bridge
from readiness.gui.dialogs import Form
from readiness.gui.forms import add_row, faint
from readiness.model.briefing import Person
from readiness.model.records import Evidence
from readiness.texts import tr


class ErasingDialog(Form):
    """Says what goes and that it does not come back, and asks for the reason, which stays in the history."""

    def __init__(self, bridge: Bridge, record: Evidence | Person, parent: QWidget | None = None) -> None:
        """Ask about one document, or one person."""
        super().__init__(tr("Erase for good"), tr("Erase"), parent)
        self._bridge, self._record = bridge, record
        if isinstance(record, Person):
            what = tr("{name} and all results of briefings go", name=record.name)
            beside = tr("Lists of results that were attached as files or printed still hold the name.")
            example = tr("for example: asked for by the person")
        else:
            what = tr("'{title}' goes, with its files and all citations", title=record.title)
            beside = tr("Copies outside this folder, as in reports made before, stay.")
            example = tr("for example: belongs to another client")
        self.body.addWidget(
            faint(
                tr("{what}: from records, history, drafts and backups, at a second place with the next copy. It "
                   "does not come back, and nothing done before can be undone any more. {beside}",
                   what=what, beside=beside)
            )
        )  # fmt: skip
        if left := bridge.workspace.set_aside():
            advice = tr("Files that were set aside stay as they are. Look into them, and delete them yourself: {names}",
                        names=", ".join(left))  # fmt: skip
            self.body.addWidget(faint(advice))
        form = QFormLayout()
        self.reason = QLineEdit()
        self.reason.setPlaceholderText(example)
        add_row(form, tr("&Reason"), self.reason, hint=tr("It stays in the history; name nobody in it."))
        self.body.addLayout(form)

    def work(self) -> None:
        """Erase it, with a waiting cursor: journal and backups are written anew."""
        QApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
        try:
            self._bridge.erase(self._record, self.reason.text())
        finally:
            QApplication.restoreOverrideCursor()
