"""Backups in a dialog: listed with what each holds, looked into, restored; and the second place."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QMessageBox,
    QPushButton,
    QSplitter,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from readiness.gui import theme
from readiness.gui.child import Child
from readiness.gui.forms import Sentence, faint
from readiness.gui.safekeeping import Safekeeping, local_time
from readiness.tasks import backups
from readiness.texts import tr, trn
from readiness.workspace import Backup, Backups

_PAUSE_MILLISECONDS = 150
_MOST_SHOWN = 500


def show(keeping: Safekeeping, parent: QWidget) -> None:
    """Show the backups of the open workspace."""
    dialog = BackupsDialog(keeping, parent)
    dialog.exec()
    dialog.deleteLater()


class BackupsDialog(QDialog):
    """The backups on the left, what restoring the chosen one would change on the right, the second place below."""

    def __init__(self, keeping: Safekeeping, parent: QWidget | None = None) -> None:
        """List the backups; the newest one is chosen."""
        super().__init__(parent)
        self.setWindowTitle(tr("Backups"))
        self._keeping = keeping
        self._bridge = keeping.bridge
        self._path = keeping.bridge.workspace.path
        self.list = self._make_list()
        self.preview = Preview(self._path)
        self.empty = faint(
            tr("No backups yet. One is made half an hour after a change, and when the workspace is closed.")
        )
        self.problem = Sentence()
        self.place = QLabel()
        self.place.setWordWrap(True)
        self.place.setTextFormat(Qt.TextFormat.PlainText)
        self._lay_out()
        keeping.failed.connect(self._on_failed)
        keeping.text_changed.connect(self._on_made)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MILLISECONDS)
        self._pause.timeout.connect(self._look_into)
        self.list.currentItemChanged.connect(lambda *_: self._pause.start())
        self._fill()
        self._show_place()

    def _make_list(self) -> QTreeWidget:
        tree = QTreeWidget()
        tree.setAccessibleName(tr("Backups, newest first"))
        tree.setHeaderLabels([tr("When"), tr("Change no."), tr("Rated"), tr("Evidence"), tr("Actions"), tr("By")])
        tree.setRootIsDecorated(False)
        tree.setUniformRowHeights(True)
        tree.setAlternatingRowColors(True)
        tree.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        tree.header().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        return tree

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        rule = tr("Each holds everything recorded until then. Kept are the last 10, then one a day for 14 days, then "
                  "one a week for 12 weeks.")  # fmt: skip
        layout.addWidget(faint(rule))
        layout.addWidget(self.empty)
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.addWidget(self.list)
        splitter.addWidget(self.preview)
        splitter.setChildrenCollapsible(False)
        splitter.setStretchFactor(1, 1)
        layout.addWidget(splitter, 1)
        layout.addLayout(self._place_row())
        layout.addWidget(self.problem)
        layout.addWidget(self._buttons())
        letter = self.fontMetrics().averageCharWidth()
        room = self.screen().availableGeometry().size()
        self.resize(min(letter * 150, room.width() - 60), min(letter * 88, room.height() - 80))
        splitter.setSizes([letter * 70, letter * 80])

    def _place_row(self) -> QHBoxLayout:
        self.choose_button = QPushButton(tr("&Second place ..."))
        self.choose_button.setToolTip(tr("A drive or share that backups and attached files are copied to"))
        self.choose_button.clicked.connect(self._choose_place)
        self.drop_button = QPushButton(tr("&No second place"))
        self.drop_button.clicked.connect(lambda: self._set_place(None))
        row = QHBoxLayout()
        row.addWidget(self.place, 1)
        row.addWidget(self.choose_button)
        row.addWidget(self.drop_button)
        for button in (self.choose_button, self.drop_button):
            button.setAutoDefault(False)
        return row

    def _buttons(self) -> QDialogButtonBox:
        box = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self.make_button = box.addButton(tr("&Make one now"), QDialogButtonBox.ButtonRole.ActionRole)
        self.make_button.clicked.connect(self._make)
        self.restore_button = box.addButton(tr("&Restore ..."), QDialogButtonBox.ButtonRole.ActionRole)
        self.restore_button.clicked.connect(self.restore)
        box.rejected.connect(self.reject)
        for button in box.buttons():
            if isinstance(button, QPushButton):
                button.setAutoDefault(False)
        return box

    # The list

    @property
    def chosen(self) -> Backup | None:
        """Give the backup that is chosen."""
        item = self.list.currentItem()
        return item.data(0, Qt.ItemDataRole.UserRole) if item is not None else None

    def _fill(self) -> None:
        """List the backups anew and keep the chosen one."""
        before = self.chosen.name if self.chosen else ""
        found = Backups(self._path).listed()
        self.list.blockSignals(True)
        self.list.clear()
        for backup in found:
            holds = backup.holds
            cells = (backup.sequence, holds.rated, holds.evidence, holds.actions, backup.author)
            item = QTreeWidgetItem([local_time(backup.time), *(str(cell) for cell in cells)])
            item.setData(0, Qt.ItemDataRole.UserRole, backup)
            item.setToolTip(5, str(backup.author))
            for column in range(1, 5):
                item.setTextAlignment(column, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            self.list.addTopLevelItem(item)
            if backup.name == before or self.list.topLevelItemCount() == 1:
                self.list.setCurrentItem(item)
        self.list.blockSignals(False)
        self.empty.setVisible(not found)
        self.list.setVisible(bool(found))
        self.preview.setVisible(bool(found))
        writable = not self._bridge.workspace.read_only
        self.restore_button.setEnabled(bool(found) and writable)
        self.make_button.setEnabled(writable and not self._keeping.is_busy)
        self._look_into()

    def _look_into(self) -> None:
        self.preview.look_into(self.chosen)

    # Making

    def _make(self) -> None:
        self.problem.say("")
        self._keeping.make()
        self.make_button.setEnabled(False)

    def _on_made(self, _: str) -> None:
        self._fill()
        self._show_place()

    def _on_failed(self, sentence: str) -> None:
        self.problem.say(sentence)

    # Restoring

    def restore(self) -> None:
        """Bring all records to what the chosen backup holds, after a question."""
        backup = self.chosen
        if backup is None:
            return
        question = tr(
            "All records go back to what they were on {when} (change no. {n}).\n\n"
            "This is one change in the history: Undo takes it back. Attached files stay.",
            when=local_time(backup.time),
            n=backup.sequence,
        )
        answer = QMessageBox.question(self, tr("Restore a backup"), question)
        if answer != QMessageBox.StandardButton.Yes:
            return
        commit = self._bridge.do(lambda: backups.restore(self._bridge.workspace, backup))
        if commit is not None:
            self.accept()

    # The second place

    def _show_place(self) -> None:
        place = self._bridge.do(lambda: backups.second_place(self._path))
        folder = place.folder if place else None
        if folder is None:
            text = tr("Backups lie in the workspace folder only. A second place keeps them, and the attached files, "
                      "when this disk fails.")  # fmt: skip
        else:
            text = tr("Second place: {folder} ({state})", folder=folder, state=self._keeping.text)
        self.place.setText(text)
        self.drop_button.setVisible(folder is not None)

    def _choose_place(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, tr("A drive or share for copies of the backups"))
        if chosen:
            self._set_place(Path(chosen))

    def _set_place(self, place: Path | None) -> None:
        self._bridge.do(lambda: backups.choose_second_place(self._path, place))
        self._show_place()
        self._keeping.text_changed.emit(self._keeping.text)
        if place is not None:
            self._make()

    def done(self, result: int) -> None:
        """Stop looking into backups when the dialog goes."""
        self._pause.stop()
        self.preview.stop()
        super().done(result)


class Preview(QWidget):
    """What restoring a backup would change, worked out in a child process: counts, then field by field."""

    def __init__(self, workspace: Path, parent: QWidget | None = None) -> None:
        """Start empty."""
        super().__init__(parent)
        self._path = workspace
        self._child: Child | None = None
        self.heading = QLabel(tr("What restoring would change"))
        self.heading.setFont(theme.heading_font(self.heading, 1.0))
        self.summary = QLabel()
        self.summary.setWordWrap(True)
        self.summary.setTextFormat(Qt.TextFormat.PlainText)
        self.summary.setAccessibleName(self.heading.text())
        self.tree = QTreeWidget()
        self.tree.setAccessibleName(tr("What restoring would change, field by field"))
        self.tree.setHeaderLabels([tr("What"), tr("Now"), tr("Then")])
        self.tree.setRootIsDecorated(False)
        self.tree.setUniformRowHeights(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.SPACING, 0, 0, 0)
        layout.addWidget(self.heading)
        layout.addWidget(self.summary)
        layout.addWidget(self.tree, 1)
        self.tree.header().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.setMinimumWidth(self.fontMetrics().averageCharWidth() * 50)

    def look_into(self, backup: Backup | None) -> None:
        """Show what a backup would change, once that is known."""
        self.stop()
        self.tree.clear()
        self.summary.setText(tr("Looking ...") if backup else "")
        if backup is None:
            return
        child = Child(["restore", str(self._path), backup.name, "--dry-run"], self)
        child.done.connect(self._show)
        child.failed.connect(self.summary.setText)
        child.ended.connect(lambda: self._forget(child))
        self._child = child
        child.start()

    def stop(self) -> None:
        """Give up what is being worked out."""
        if self._child is not None:
            self._child.done.disconnect(self._show)
            self._child.failed.disconnect(self.summary.setText)
            self._child.cancel()
            self._child = None

    def _forget(self, child: Child) -> None:
        if self._child is child:
            self._child = None
        child.deleteLater()

    def _show(self, value: dict[str, Any]) -> None:
        changes = value["changes"]
        lines = value["counts"] or [tr("Nothing: the records are as they were then.")]
        if len(changes) > _MOST_SHOWN:
            lines = [*lines, trn("Shown is the first of {n} field.", "Shown are the first {most} of {n} fields.",
                                 len(changes), most=_MOST_SHOWN)]  # fmt: skip
        self.summary.setText("\n".join([*lines, *value["notices"]]))
        self.tree.setVisible(bool(changes))
        nothing = tr("nothing")
        for change in changes[:_MOST_SHOWN]:
            what = tr("{record}, {field}", record=change["record"], field=change["field"])
            item = QTreeWidgetItem([what, change["now"] or nothing, change["then"] or nothing])
            for column in range(3):
                item.setToolTip(column, item.text(column))
            self.tree.addTopLevelItem(item)
