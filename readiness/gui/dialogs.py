"""Dialogs for what is described once: the workspace, the organization, an assessment, who sits here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import msgspec
from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QGroupBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from readiness import library, places
from readiness.errors import ReadinessError
from readiness.gui.bridge import Bridge
from readiness.gui.forms import DateField, Sentence, add_row, faint, let_shrink
from readiness.model.checklist import Checklist
from readiness.model.history import Author
from readiness.model.records import Organization
from readiness.tasks import begin, logo, settings
from readiness.texts import tr
from readiness.workspace import Workspace


class Form(QDialog):
    """A dialog with fields, a sentence for what is wrong, and two buttons; `accept_with` does the work."""

    def __init__(self, title: str, button: str, parent: QWidget | None = None) -> None:
        """Prepare an empty form."""
        super().__init__(parent)
        self.setWindowTitle(title)
        layout = QVBoxLayout(self)
        self.body = QVBoxLayout()
        layout.addLayout(self.body)
        self.problem = Sentence()
        layout.addWidget(self.problem)
        self._buttons = buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.button = buttons.addButton(button, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.accepted.connect(self._try)
        buttons.rejected.connect(self.reject)
        layout.addWidget(buttons)
        self.button.setDefault(True)  # only once it is in the dialog: before, Qt makes Cancel the default
        self.setMinimumWidth(self.fontMetrics().averageCharWidth() * 72)

    def _begin_with_fields(self) -> None:
        """Begin in the first field and end with the buttons: left to itself, Qt begins with what was made first."""
        fields = self._fields()
        if fields:
            QWidget.setTabOrder(fields[-1], self.button)
            QWidget.setTabOrder(self.button, self._buttons.button(QDialogButtonBox.StandardButton.Cancel))
        if fields and self.focusWidget() is None:
            fields[0].setFocus()

    def _fields(self) -> list[QWidget]:
        """List what Tab reaches beside the buttons, in its order."""
        found: list[QWidget] = []
        at = self.nextInFocusChain()
        while at is not None and at is not self:
            is_reached = bool(at.focusPolicy() & Qt.FocusPolicy.TabFocus) and at.isVisibleTo(self) and at.isEnabled()
            if is_reached and not self._buttons.isAncestorOf(at):
                found.append(at)
            at = at.nextInFocusChain()
        return found

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """Begin as high as the fields need: Qt itself goes no further than two thirds of the screen."""
        self._begin_with_fields()
        super().showEvent(event)
        room = self.screen().availableGeometry().height()
        needed = self.heightForWidth(self.width())
        self.resize(self.width(), min(max(needed, self.height()), room))

    def _try(self) -> None:
        """Do the work; a refusal stays in the dialog, beside what was typed."""
        try:
            self.work()
        except ReadinessError as error:
            self.problem.say(str(error))
            return
        self.accept()

    def work(self) -> None:
        """Do what the dialog is for.

        Raises:
            ReadinessError: the sentence is shown and the dialog stays open.
        """
        raise NotImplementedError


@dataclass
class _StandardChoice:
    """The fields of one standard in the new-workspace dialog."""

    checklist: Checklist
    box: QGroupBox
    scope: QLineEdit
    option: QComboBox


def _purpose(checklist: Checklist) -> str:
    """Say in a sentence whom a standard concerns."""
    return {
        "17021-1": tr("You audit and certify how organizations manage: ISO 9001, ISO 14001, ISO/IEC 27001 ..."),
        "17065": tr("You certify that a product, process or service meets defined requirements under a scheme."),
    }.get(checklist.short, checklist.title)


def _option_box(checklist: Checklist) -> QComboBox:
    box = QComboBox()
    for option, text in checklist.options.items():
        box.addItem(f"{option}: {text}", option)
    let_shrink(box)
    box.setAccessibleName(tr("Management-system option for {standard}", standard=checklist.designation))
    return box


class NewWorkspaceDialog(Form):
    """Asks what a new workspace needs; after `exec`, `workspace` is open for writing."""

    def __init__(self, author: Author, parent: QWidget | None = None) -> None:
        """Offer the shipped standards."""
        super().__init__(tr("New workspace"), tr("Make the workspace"), parent)
        self.workspace: Workspace | None = None
        self._author = author
        form = QFormLayout()
        self.organization = QLineEdit()
        self.organization.textEdited.connect(self._propose_folder)
        add_row(form, tr("&Certification body"), self.organization)
        self.folder = QLineEdit()
        self.folder.textEdited.connect(lambda _: setattr(self, "_folder_typed", True))
        self._folder_typed = False
        choose = QPushButton(tr("Choose ..."))
        choose.setAccessibleName(tr("Choose the folder"))
        choose.clicked.connect(self._choose)
        row = QWidget()
        across = QHBoxLayout(row)
        across.setContentsMargins(0, 0, 0, 0)
        across.addWidget(self.folder)
        across.addWidget(choose)
        self.folder.setAccessibleName(tr("Folder"))
        add_row(form, tr("&Folder"), row, hint=tr("Everything is kept in this folder, on this computer only."))
        self.body.addLayout(form)
        self.body.addWidget(QLabel(tr("Which standards must you meet?")))
        self.choices = [self._add_choice(item.checklist) for item in library.shipped()]
        self.body.addWidget(
            faint(tr("Many bodies hold both. Each standard then gets its own assessment, kept apart from the other."))
        )
        self._propose_folder("")

    def _add_choice(self, checklist: Checklist) -> _StandardChoice:
        box = QGroupBox(checklist.designation)
        box.setCheckable(True)
        box.setChecked(False)
        box.setAccessibleName(checklist.designation)
        inner = QFormLayout(box)
        inner.addRow(faint(_purpose(checklist)))
        scope = QLineEdit()
        scope.setPlaceholderText(tr("for example: quality and environmental management systems in construction"))
        add_row(inner, tr("Scope"), scope)
        scope.setAccessibleName(tr("Scope for {standard}", standard=checklist.designation))
        option = _option_box(checklist)
        add_row(inner, tr("Own management system"), option)
        self.body.addWidget(box)
        return _StandardChoice(checklist, box, scope, option)

    def _propose_folder(self, _: str) -> None:
        if not self._folder_typed:
            name = "".join(char for char in self.organization.text() if char.isalnum() or char in " -_").strip()
            self.folder.setText(str(places.documents_folder() / (name or tr("My certification body"))))

    def _choose(self) -> None:
        chosen = QFileDialog.getSaveFileName(self, tr("Folder of the new workspace"), self.folder.text())[0]
        if chosen:
            self._folder_typed = True
            self.folder.setText(chosen)

    def work(self) -> None:
        """Make the workspace with an assessment per chosen standard.

        Raises:
            ReadinessError: a field is missing or the folder cannot be made.
        """
        chosen = [item for item in self.choices if item.box.isChecked()]
        workspace = begin.new_workspace(
            Path(self.folder.text().strip()),
            self.organization.text().strip(),
            [item.checklist.id for item in chosen],
            self._author,
        )
        for assessment, choice in zip(list(workspace.snapshot.assessments.values()), chosen, strict=True):
            workspace.put(
                msgspec.structs.replace(
                    assessment,
                    scope=choice.scope.text().strip() or assessment.scope,
                    option=choice.option.currentData() or "",
                )
            )
        self.workspace = workspace


class OrganizationDialog(Form):
    """Edits the organization's profile."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        """Show the profile as it is."""
        super().__init__(tr("Organization"), tr("Save"), parent)
        self._bridge = bridge
        self._old: Organization = bridge.snapshot.organization
        self._logo = self._old.logo
        form = QFormLayout()
        self.name = QLineEdit(self._old.name)
        add_row(form, tr("&Name"), self.name)
        self.accreditation_body = QLineEdit(self._old.accreditation_body)
        add_row(form, tr("&Accreditation body"), self.accreditation_body)
        self.target = DateField(tr("Target date"))
        self.target.set_date(self._old.target_date)
        add_row(form, tr("&Target date"), self.target, hint=tr("The day by which the application goes out."))
        self.logo = QPushButton(self._old.logo.name if self._old.logo else tr("Choose a picture ..."))
        self.logo.clicked.connect(self._choose_logo)
        add_row(form, tr("&Logo"), self.logo, hint=tr("PNG or JPEG, printed on the cover of reports."))
        self.body.addLayout(form)

    def _choose_logo(self) -> None:
        chosen = QFileDialog.getOpenFileName(self, tr("Logo"), "", tr("Pictures (*.png *.jpg *.jpeg)"))[0]
        if chosen:
            self._logo = self._bridge.do(lambda: logo.stage(self._bridge.workspace, Path(chosen))) or self._logo
            self.logo.setText(self._logo.name if self._logo else tr("Choose a picture ..."))

    def work(self) -> None:
        """Record the profile.

        Raises:
            ReadinessError: the name is empty, or the disk refused.
        """
        self._bridge.workspace.put(
            msgspec.structs.replace(
                self._old,
                name=self.name.text().strip(),
                accreditation_body=self.accreditation_body.text().strip(),
                target_date=self.target.date,
                logo=self._logo,
            )
        )


class AssessmentDialog(Form):
    """Begins one more assessment, also with a checklist imported into the workspace."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        """Offer the shipped checklists and the workspace's own."""
        super().__init__(tr("New assessment"), tr("Begin"), parent)
        self._bridge = bridge
        form = QFormLayout()
        self.checklist = QComboBox()
        let_shrink(self.checklist)
        self._checklists = known_checklists(bridge)
        for item in self._checklists:
            self.checklist.addItem(f"{item.designation}  ({item.id}, {item.version})", item.id)
        add_row(form, tr("&Checklist"), self.checklist)
        self.scope = QLineEdit()
        add_row(form, tr("&Scope"), self.scope)
        self.option = QComboBox()
        let_shrink(self.option)
        add_row(form, tr("&Own management system"), self.option)
        self.body.addLayout(form)
        self.checklist.currentIndexChanged.connect(self._show_options)
        self._show_options(0)

    def _show_options(self, position: int) -> None:
        self.option.clear()
        for option, text in self._checklists[position].options.items():
            self.option.addItem(f"{option}: {text}", option)
        self.option.setEnabled(self.option.count() > 0)

    def work(self) -> None:
        """Begin the assessment.

        Raises:
            ReadinessError: the scope is empty, or the disk refused.
        """
        begin.add_assessment(
            self._bridge.workspace,
            self.checklist.currentData(),
            self.scope.text().strip(),
            self.option.currentData() or "",
        )


def known_checklists(bridge: Bridge) -> list[Checklist]:
    """List the shipped checklists, then the custom ones that the workspace keeps."""
    shipped = [item.checklist for item in library.shipped()]
    return shipped + [item for item in bridge.snapshot.checklists.values() if item.based_on]


class AuthorDialog(Form):
    """Asks once per computer who makes the changes, so that the history names a person and a role."""

    def __init__(self, parent: QWidget | None = None, on_saved: Callable[[Author], None] | None = None) -> None:
        """Show what is known already."""
        super().__init__(tr("Who works here?"), tr("Save"), parent)
        self._on_saved = on_saved
        known = settings.load()
        self.body.addWidget(faint(tr("The history and the reports name who made a change. Asked once per computer.")))
        form = QFormLayout()
        self.name = QLineEdit(known.name)
        add_row(form, tr("&Name"), self.name)
        self.role = QLineEdit(known.role)
        self.role.setPlaceholderText(tr("for example: quality manager"))
        add_row(form, tr("&Role"), self.role)
        self.body.addLayout(form)

    def work(self) -> None:
        """Remember name and role."""
        changed = msgspec.structs.replace(settings.load(), name=self.name.text().strip(), role=self.role.text().strip())
        settings.save(changed)
        if self._on_saved is not None:
            self._on_saved(changed.author)
