"""Citing evidence: find it by typing part of its title or number, or describe it new, in one dialog."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QFormLayout, QLineEdit, QListWidget, QListWidgetItem, QWidget

from readiness import words
from readiness.errors import UsageError
from readiness.gui import attaching
from readiness.gui.bridge import Bridge
from readiness.gui.citable import evidence_label, name_label, ranked
from readiness.gui.dialogs import Form
from readiness.gui.forms import add_row
from readiness.model.checklist import Requirement
from readiness.model.record import new_id
from readiness.model.records import Assessment, Citation, Evidence, EvidenceKind, Role
from readiness.tasks.origins import origin_text
from readiness.texts import tr


class CiteDialog(Form):
    """Chooses evidence, role and place for one or more requirements; a file or link makes new evidence."""

    def __init__(
        self,
        bridge: Bridge,
        assessment: Assessment,
        leaves: tuple[Requirement, ...],
        file: Path | None = None,
        link: str = "",
        parent: QWidget | None = None,
        *,
        passing: bool = False,
    ) -> None:
        """Offer the register; with a file or link, describe the new evidence. A `passing` file is gone afterwards."""
        checklist = bridge.snapshot.checklist_of(assessment)
        title = tr("Cite evidence for {requirements}", requirements=words.requirements(leaves, checklist))
        super().__init__(title, tr("Cite"), parent)
        self._bridge, self._assessment, self._leaves = bridge, assessment, leaves
        self._file, self._link, self._passing = file, link, passing
        self._known = list(bridge.snapshot.evidence.values())
        form = QFormLayout()
        is_new = file is not None or bool(link)
        self._build_search(form, shown=not is_new)
        self._build_new(form)
        self._build_citation(form)
        self.body.addLayout(form)
        self.search.textChanged.connect(lambda _: self._show_found())
        self._show_found()
        (self.title if is_new else self.search).setFocus()

    def _build_search(self, form: QFormLayout, *, shown: bool) -> None:
        self.search = QLineEdit(self)
        self.search.setPlaceholderText(tr("Part of the title or the number"))
        self.found = QListWidget(self)
        self.found.setAccessibleName(tr("Evidence found"))
        self.found.setMaximumHeight(self.fontMetrics().lineSpacing() * 9)
        self.search.setVisible(shown)
        self.found.setVisible(shown)
        if shown:
            add_row(form, tr("&Find"), self.search)
            form.addRow("", self.found)

    def _build_new(self, form: QFormLayout) -> None:
        """Describe new evidence; a file proposes its name as the title."""
        form.addRow("", name_label(tr("Attached: {name}", name=self._file.name) if self._file else self._link))
        self.title = QLineEdit(self._file.stem.replace("_", " ") if self._file else "")
        self.reference = QLineEdit()
        self.kind = QComboBox()
        for kind in EvidenceKind:
            self.kind.addItem(words.evidence_kind(kind), kind)
        add_row(form, tr("New: &title"), self.title)
        add_row(form, tr("New: n&umber"), self.reference)
        add_row(form, tr("New: &kind"), self.kind)

    def _build_citation(self, form: QFormLayout) -> None:
        self.role = QComboBox()
        for role in Role:
            self.role.addItem(words.role(role), role)
        hint = tr("Laid down: the rule. Shown by: the record that it is followed.")
        add_row(form, tr("&Role"), self.role, hint=hint)
        self.where = QLineEdit()
        self.where.setPlaceholderText(tr("for example: section 4.2, p. 7"))
        add_row(form, tr("&Where in it"), self.where)

    def _show_found(self) -> None:
        self.found.clear()
        for item in ranked(self._known, self.search.text()):
            entry = QListWidgetItem(evidence_label(item))
            entry.setData(Qt.ItemDataRole.UserRole, item.id)
            self.found.addItem(entry)
        if self.search.text().strip() and self.found.count():
            self.found.setCurrentRow(0)

    def work(self) -> None:
        """Cite what is chosen, or add the new evidence with its citation, in one commit.

        Raises:
            UsageError: nothing is chosen and no title is given.
            ReadinessError: the record is refused, or the disk is.
        """
        role, where = Role(self.role.currentData()), self.where.text().strip()
        workspace = self._bridge.workspace
        if self.title.text().strip() or self._file is not None or self._link:
            record = self._new()
            citation = Citation(evidence=record.id, role=role, where=where)
            workspace.put(record, uses=[(self._assessment, self._leaves, citation)])
            return
        chosen = self.found.currentItem()
        if chosen is None:
            raise UsageError(
                tr("Nothing is chosen."), tr("Choose evidence from the list, or give the title of a new one.")
            )
        citation = Citation(evidence=chosen.data(Qt.ItemDataRole.UserRole), role=role, where=where)
        workspace.cite(self._assessment, self._leaves, citation)

    def _new(self) -> Evidence:
        """Make the evidence described, its file copied into the workspace.

        Raises:
            UsageError: it has no title; said before a large file is copied for nothing.
            ReadinessError: the file cannot be read, the disk refused, or the copying was stopped.
        """
        title = self.title.text().strip()
        if not title:
            raise UsageError(tr("Evidence needs a title."), tr("Fill the field in."))
        return Evidence(
            id=new_id(),
            title=title,
            reference=self.reference.text().strip(),
            kind=EvidenceKind(self.kind.currentData()),
            link=self._link,
            file=attaching.stage(self._bridge, self._file, self) if self._file else None,
            origin=origin_text(self._file) if self._file and not self._passing else "",
        )
