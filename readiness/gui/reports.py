"""Reports: choose what and where, see it being made, open it."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from readiness.gui import theme
from readiness.gui.bridge import Bridge, Place
from readiness.gui.child import Child
from readiness.gui.flow import Link
from readiness.gui.forms import Sentence, add_row, faint, let_shrink
from readiness.gui.view import View
from readiness.model.history import Commit
from readiness.report.kinds import KINDS
from readiness.tasks import report, settings
from readiness.texts import tr, trn

if TYPE_CHECKING:
    from readiness.gui.printing import Printing

_PATIENCE_MILLISECONDS = 1000
"""What takes longer shows how far it is."""


class ReportsView(View):
    """Makes reports in a child process, so that the window stays quick."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        """Offer every kind of report, for all assessments or one."""
        super().__init__(bridge, parent)
        self._child: Child | None = None
        self.printing: Printing | None = None
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(_PATIENCE_MILLISECONDS)
        self._patience.timeout.connect(self._show_progress)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*([theme.SPACING * 3] * 4))
        layout.setSpacing(theme.SPACING * 2)
        title = QLabel(tr("Reports"))
        title.setFont(theme.heading_font(title, 1.5))
        layout.addWidget(title)
        form = QFormLayout()
        self.kind = QComboBox()
        let_shrink(self.kind)
        for name, kind in KINDS.items():
            self.kind.addItem(kind.title(), name)
        add_row(form, tr("&Report"), self.kind)
        self.assessment = QComboBox()
        let_shrink(self.assessment)
        add_row(form, tr("&For"), self.assessment)
        self.target = QLineEdit(str(bridge.workspace.path.parent / tr("gap-report.pdf")))
        choose = QPushButton(tr("Choose ..."))
        choose.setAccessibleName(tr("Choose the file of the report"))
        choose.clicked.connect(self._choose)
        row = QWidget()
        across = QHBoxLayout(row)
        across.setContentsMargins(0, 0, 0, 0)
        across.addWidget(self.target)
        across.addWidget(choose)
        self.target.setAccessibleName(tr("File of the report"))
        add_row(form, tr("F&ile"), row)
        layout.addLayout(form)
        layout.addLayout(self._buttons())
        self.problem = Sentence()
        layout.addWidget(self.problem)
        self._made_caption = QLabel(tr("Made since the window was opened"))
        self._made_caption.setFont(theme.heading_font(self._made_caption, 1.0))
        layout.addWidget(self._made_caption)
        self._nothing = faint(tr("None yet. The gap report takes some seconds."))
        layout.addWidget(self._nothing)
        self.made = QVBoxLayout()
        layout.addLayout(self.made)
        layout.addStretch()
        self.refresh(None)

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self.make_button = QPushButton(tr("&Make the report"))
        self.make_button.setAutoDefault(True)  # outside a dialog, Enter does nothing on a button without it
        self.make_button.clicked.connect(self.make)
        self.cancel_button = QPushButton(tr("&Stop"))
        self.cancel_button.clicked.connect(self._cancel)
        self.progress = QProgressBar()
        self.progress.setRange(0, 0)
        self.progress.setTextVisible(False)
        self.progress.setAccessibleName(tr("The report is being made"))
        self.pages = faint("")
        self.pages.setWordWrap(False)
        self.print_button = QPushButton(tr("&Print ..."))
        self.print_button.clicked.connect(self.print_out)
        self.preview_button = QPushButton(tr("Print pre&view ..."))
        self.preview_button.clicked.connect(self.preview)
        paper = (self.print_button, self.preview_button)
        for button in paper:
            button.setAutoDefault(True)
        for widget in (self.make_button, *paper, self.cancel_button, self.progress, self.pages):
            row.addWidget(widget)
        row.addStretch()
        for widget in (self.progress, self.pages, self.cancel_button):
            widget.hide()
        return row

    def refresh(self, commit: Commit | None) -> None:
        """Offer the assessments that there are."""
        chosen = self.assessment.currentData()
        self.assessment.clear()
        self.assessment.addItem(tr("all assessments"), "")
        for item in self.bridge.snapshot.assessments.values():
            self.assessment.addItem(f"{item.standard}: {item.scope}", item.id)
        self.assessment.setCurrentIndex(max(0, self.assessment.findData(chosen)))

    def show_place(self, place: Place) -> None:
        """Be ready to make a report by Enter."""
        self.make_button.setFocus()

    def _choose(self) -> bool:
        """Ask for the file of the report; False where none was chosen."""
        chosen = QFileDialog.getSaveFileName(self, tr("File of the report"), self.target.text(), "PDF (*.pdf)")[0]
        if chosen:
            self.target.setText(chosen)
        return bool(chosen)

    def make(self) -> None:
        """Begin making the report that is chosen."""
        if self._child is not None:
            return
        self.problem.say("")
        self.bridge.do(self.bridge.workspace.checkpoint)
        child = Child(self._arguments(self.target.text().strip()), self)
        child.progressed.connect(self._on_progress)
        child.done.connect(self._on_done)
        child.failed.connect(self._on_failed)
        child.ended.connect(self._on_ended)
        self._child = child
        self._show_busy(busy=True)
        child.start()

    def _arguments(self, target: str) -> list[str]:
        """Give the command line that makes the chosen report in a file, of the state that is looked at."""
        workspace = self.bridge.workspace
        arguments = ["report", str(workspace.path), target, "--kind", self.kind.currentData(), "--progress"]
        if self.assessment.currentData():
            arguments += ["--assessment", self.assessment.currentData()]
        return [*arguments, "--at", str(workspace.at)] if workspace.at else arguments

    def print_out(self) -> None:
        """Make the chosen report and print it; no file of it is kept."""
        self._to_paper(look=False)

    def preview(self) -> None:
        """Make the chosen report and show how it will lie on paper; no file of it is kept."""
        self._to_paper(look=True)

    def _to_paper(self, *, look: bool) -> None:
        if self._child is not None or self.printing is not None:
            return
        from readiness.gui.printing import Printing  # noqa: PLC0415 - late for start-up time

        self.problem.say("")
        self.printing = Printing(self.bridge, self._arguments, self._save_instead, self)
        self.printing.failed.connect(self.problem.say)
        self.printing.ended.connect(self._on_printed)
        if look:
            self.printing.preview()
        else:
            self.printing.print_out()

    def _on_printed(self) -> None:
        if self.printing is not None:
            self.printing.deleteLater()
            self.printing = None

    def _save_instead(self) -> None:
        """Ask for the file and make the report there."""
        if self._choose():
            self.make()

    def _cancel(self) -> None:
        if self._child is not None:
            self._child.cancel()

    def _on_ended(self) -> None:
        """Tidy up; a child that was stopped may have left its unfinished file beside the target."""
        with contextlib.suppress(OSError):
            report.draft_of(Path(self.target.text().strip())).unlink(missing_ok=True)
        if self._child is not None:
            self._child.deleteLater()
            self._child = None
        self._show_busy(busy=False)

    def _show_busy(self, *, busy: bool) -> None:
        """Offer to stop it at once; how far it is comes after a second, if it takes that long."""
        had_keyboard = self.make_button.hasFocus() or self.cancel_button.hasFocus()
        for button in (self.make_button, self.print_button, self.preview_button):
            button.setEnabled(not busy)
        self.cancel_button.setVisible(busy)
        if had_keyboard:
            (self.cancel_button if busy else self.make_button).setFocus()
        if busy:
            self.progress.setRange(0, 0)
            self.pages.setText("")
            self._patience.start()
        else:
            self._patience.stop()
            self.progress.hide()
            self.pages.hide()

    def _show_progress(self) -> None:
        self.progress.show()
        self.pages.show()

    def _on_progress(self, done: int, total: int) -> None:
        """Show how far it is: each page is drawn, then read back."""
        self.progress.setRange(0, total)
        self.progress.setValue(done)
        pages = total // 2
        drawing = tr("page {n} of {all}", n=min(done + 1, pages), all=pages)
        reading = tr("read back: page {n} of {all}", n=min(done - pages + 1, pages), all=pages)
        self.pages.setText(drawing if done < pages else reading)

    def _on_failed(self, problem: str) -> None:
        self.problem.say(problem)
        self.bridge.said.emit(tr("The report was not made."))
        self._call()

    def _call(self) -> None:
        """Have the taskbar say that something came to its end, where another window is in front."""
        window = self.window()
        if not window.isActiveWindow():
            QApplication.alert(window)

    def _on_done(self, value: dict[str, Any]) -> None:
        path = Path(value["file"])
        settings.remember_report(self.bridge.identity, self.bridge.context.today)
        self._nothing.hide()
        row = QHBoxLayout()
        pages = trn("{n} page", "{n} pages", value["pages"])
        open_button = Link(f"{path.name} ({pages})", tr("Open {name}", name=path.name))
        open_button.clicked.connect(lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))))
        folder_button = Link(tr("Show in folder"), tr("Show the folder of {name}", name=path.name))
        folder_button.clicked.connect(lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(path.parent))))
        row.addWidget(open_button)
        row.addWidget(folder_button)
        row.addStretch()
        self.made.insertLayout(0, row)
        if self.isVisible():
            open_button.setFocus()
        settings.remember_report(self.bridge.identity, self.bridge.context.today)
        self.bridge.said.emit(tr("Made {path}", path=path))
        self._call()
