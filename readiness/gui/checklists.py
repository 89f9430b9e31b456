"""Checklists in and out: export with a count, import with a preview, and every defect with its place."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QInputDialog,
    QLabel,
    QMessageBox,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from readiness import exchange
from readiness.gui.bridge import Bridge
from readiness.gui.child import ChildDialog
from readiness.gui.dialogs import known_checklists
from readiness.library import CheckedChecklist
from readiness.tasks import checklists
from readiness.texts import tr, trn


def _filter() -> str:
    """Give the file dialog's filter, worked out from the list of formats."""
    return ";;".join(f"{form.title()} (*{form.ending})" for form in exchange.FORMATS)


def export(bridge: Bridge, parent: QWidget) -> None:
    """Ask which checklist and where to, write it, and say how many requirements were read back."""
    known = known_checklists(bridge)
    names = [f"{item.designation}  ({item.id})" for item in known]
    name, chosen = QInputDialog.getItem(parent, tr("Export a checklist"), tr("Checklist"), names, 0, False)
    if not chosen:
        return
    checklist = known[names.index(name)]
    target, picked = QFileDialog.getSaveFileName(
        parent, tr("Export a checklist"), f"{checklist.id}{exchange.FORMATS[0].ending}", _filter()
    )
    if not target:
        return
    path = Path(target)
    if not path.suffix:
        form = next((form for form in exchange.FORMATS if f"*{form.ending}" in picked), exchange.FORMATS[0])
        path = path.with_suffix(form.ending)
    count = bridge.do(lambda: checklists.export(checklist, path))
    if count is not None:
        bridge.said.emit(
            trn("{n} requirement written to {path} and read back",
                "{n} requirements written to {path} and read back", count, path=path)
        )  # fmt: skip


def choose_and_import(bridge: Bridge, parent: QWidget) -> None:
    """Ask for a file and import it."""
    endings = " ".join(f"*{form.ending}" for form in exchange.FORMATS)
    source = QFileDialog.getOpenFileName(
        parent, tr("Import a checklist"), "", tr("Checklists ({endings})", endings=endings)
    )[0]
    if source:
        Import(bridge, Path(source), parent).start()


class Import(ChildDialog):
    """One import: checked in a child process first (a workbook can be made to hang its reader), then previewed."""

    def __init__(self, bridge: Bridge, source: Path, parent: QWidget) -> None:
        """Prepare the check of a file."""
        label = tr("Checking {name} ...", name=source.name)
        super().__init__(tr("Import a checklist"), label, ["checklist", "check", str(source)], parent)
        self._bridge = bridge
        self._source = source
        self.child.done.connect(self._on_checked)

    def _on_checked(self, value: list[dict[str, Any]]) -> None:
        self.reset()
        problems = value[0]["problems"]
        if problems:
            ProblemsDialog(self._source, problems, self.parentWidget()).exec()
            return
        checked = self._bridge.do(lambda: checklists.as_custom(checklists.read(self._source)))
        if checked is not None and self._agreed(checked, value[0]["remarks"]):
            self._bridge.do(lambda: self._bridge.workspace.keep_checklist(checked.checklist, checked.raw))
            self._bridge.said.emit(tr("Imported {id}", id=checked.checklist.id))

    def _agreed(self, checked: CheckedChecklist, remarks: list[dict[str, str]]) -> bool:
        item = checked.checklist
        what = tr(
            "{standard} {title}\nId: {id}, version {version}\n{clauses} clauses, {requirements} requirements",
            standard=item.designation,
            title=item.title,
            id=item.id,
            version=item.version,
            clauses=len(item.clauses),
            requirements=len(item.requirements),
        )
        kind = (
            tr("It differs from the shipped checklist and becomes one of your own beside it.")
            if item.based_on
            else tr("It is the shipped checklist, unchanged.")
        )
        question = f"{what}\n\n{kind}\n\n" + tr("Keep it in this workspace?")
        yes, no = QMessageBox.StandardButton.Yes, QMessageBox.StandardButton.No
        box = QMessageBox(QMessageBox.Icon.Question, tr("Import a checklist"), question, yes | no, self.parentWidget())
        if remarks:
            box.setInformativeText(trn("{n} remark on its wording.", "{n} remarks on its wording.", len(remarks)))
            box.setDetailedText("\n".join(f"{item['where']}: {item['what']}" for item in remarks))
        return box.exec() == yes


class ProblemsDialog(QDialog):
    """Every defect of a file with its place, to copy or save."""

    def __init__(self, source: Path, problems: list[dict[str, str]], parent: QWidget | None = None) -> None:
        """List the defects."""
        super().__init__(parent)
        self.setWindowTitle(tr("The checklist has defects"))
        layout = QVBoxLayout(self)
        head = QLabel(
            trn("{name}: {n} defect. Nothing was imported.", "{name}: {n} defects. Nothing was imported.",
                len(problems), name=source.name)
        )  # fmt: skip
        layout.addWidget(head)
        self.text = QPlainTextEdit("\n".join(f"{item['where']}: {item['what']}" for item in problems))
        self.text.setReadOnly(True)
        self.text.setAccessibleName(tr("Defects"))
        layout.addWidget(self.text)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        copy = buttons.addButton(tr("Copy"), QDialogButtonBox.ButtonRole.ActionRole)
        copy.clicked.connect(lambda: QApplication.clipboard().setText(self.text.toPlainText()))
        buttons.rejected.connect(self.reject)
        layout.addWidget(buttons)
        letter = self.fontMetrics().averageCharWidth()
        self.resize(letter * 90, letter * 50)
