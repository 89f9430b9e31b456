"""Reports: choose what and where, see it being made, open it."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import Any

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
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
from readiness.gui.forms import Sentence, add_row, faint
from readiness.gui.view import View
from readiness.model.history import Commit
from readiness.tasks import report
from readiness.texts import tr, trn


class ReportsView(View):
    """Makes reports in a child process, so that the window stays quick."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        """Offer every kind of report, for all assessments or one."""
        super().__init__(bridge, parent)
        self._child: Child | None = None
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*([theme.SPACING * 3] * 4))
        layout.setSpacing(theme.SPACING * 2)
        title = QLabel(tr("Reports"))
        title.setFont(theme.heading_font(title, 1.5))
        layout.addWidget(title)
        form = QFormLayout()
        self.kind = QComboBox()
        for name, kind in report.KINDS.items():
            self.kind.addItem(kind.title(), name)
        add_row(form, tr("&Report"), self.kind)
        self.assessment = QComboBox()
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
        self.make_button.clicked.connect(self.make)
        self.cancel_button = QPushButton(tr("&Stop"))
        self.cancel_button.clicked.connect(self._cancel)
        self.progress = QProgressBar()
        self.progress.setRange(0, 0)
        self.progress.setAccessibleName(tr("The report is being made"))
        row.addWidget(self.make_button)
        row.addWidget(self.progress)
        row.addWidget(self.cancel_button)
        row.addStretch()
        self.progress.hide()
        self.cancel_button.hide()
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

    def _choose(self) -> None:
        chosen = QFileDialog.getSaveFileName(self, tr("File of the report"), self.target.text(), "PDF (*.pdf)")[0]
        if chosen:
            self.target.setText(chosen)

    def make(self) -> None:
        """Begin making the report that is chosen."""
        if self._child is not None:
            return
        self.problem.say("")
        self.bridge.do(self.bridge.workspace.checkpoint)
        arguments = [
            "report",
            str(self.bridge.workspace.path),
            self.target.text().strip(),
            "--kind",
            self.kind.currentData(),
        ]
        if self.assessment.currentData():
            arguments += ["--assessment", self.assessment.currentData()]
        child = Child(arguments, self)
        child.done.connect(self._on_done)
        child.failed.connect(self.problem.say)
        child.ended.connect(self._on_ended)
        self._child = child
        self._show_busy(busy=True)
        child.start()

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
        self.make_button.setEnabled(not busy)
        self.progress.setVisible(busy)
        self.cancel_button.setVisible(busy)

    def _on_done(self, value: dict[str, Any]) -> None:
        path = Path(value["file"])
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
        open_button.setFocus()
        self.bridge.said.emit(tr("Made {path}", path=path))
