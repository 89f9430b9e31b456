"""What is done with several documents of the register at once: fields changed, places confirmed, merged, removed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QGridLayout,
    QInputDialog,
    QLabel,
    QLineEdit,
    QMessageBox,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from readiness import words
from readiness.analysis import duplicates
from readiness.errors import ReadinessError
from readiness.gui import theme
from readiness.gui.bridge import Bridge
from readiness.gui.citable import evidence_label
from readiness.gui.forms import DateField, Sentence, faint, name_choice
from readiness.model.records import Evidence, EvidenceKind
from readiness.tasks import register
from readiness.texts import tr, trn


class SeveralDocuments(QWidget):
    """Takes the place of the form while more than one row is selected. Only the ticked fields are changed."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        """Wait for the first selection."""
        super().__init__(parent)
        self._bridge = bridge
        self.records: list[Evidence] = []
        column = QVBoxLayout(self)
        self.caption = QLabel()
        self.caption.setFont(theme.heading_font(self.caption, 1.1))
        column.addWidget(self.caption)
        column.addWidget(faint(tr("Tick what is to be changed; the rest stays as it is.")))
        column.addLayout(self._build_fields())
        self.problem = Sentence()
        column.addWidget(self.problem)
        self.change_button = self._button(tr("Change them"), self.change)
        self.confirm_button = self._button(tr("Confirm all places in them"), self.confirm)
        self.merge_button = self._button(tr("Merge the two ..."), self.merge)
        self.remove_button = self._button(tr("Remove them ..."), self.remove)
        column.addWidget(self.change_button)
        column.addSpacing(theme.SPACING)
        for button in (self.confirm_button, self.merge_button, self.remove_button):
            column.addWidget(button)
        column.addStretch()
        self._on_ticked()

    def _build_fields(self) -> QGridLayout:
        grid = QGridLayout()
        self.owner = QLineEdit()
        self.owner.setAccessibleName(tr("Owner of all selected"))
        self.kind = QComboBox()
        name_choice(self.kind, tr("Kind of all selected"))
        for kind in EvidenceKind:
            self.kind.addItem(words.evidence_kind(kind), kind)
        self.valid_until = DateField(tr("Valid until, of all selected"))
        self.ticks = {
            "owner": QCheckBox(tr("Owner")),
            "kind": QCheckBox(tr("Kind")),
            "valid_until": QCheckBox(tr("Valid until")),
        }
        fields: tuple[QWidget, ...] = (self.owner, self.kind, self.valid_until)
        for row, (tick, field) in enumerate(zip(self.ticks.values(), fields, strict=True)):
            tick.setAccessibleName(tr("Change: {field}", field=tick.text()))
            tick.toggled.connect(field.setEnabled)
            tick.toggled.connect(lambda _: self._on_ticked())
            field.setEnabled(False)
            grid.addWidget(tick, row, 0)
            grid.addWidget(field, row, 1)
        grid.setColumnStretch(1, 1)
        return grid

    def _button(self, text: str, act: object) -> QPushButton:
        assert callable(act)
        button = QPushButton(text)
        button.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        button.clicked.connect(lambda _=False: act())
        return button

    def _on_ticked(self) -> None:
        self.change_button.setEnabled(any(tick.isChecked() for tick in self.ticks.values()))

    def show_records(self, records: list[Evidence]) -> None:
        """Show how many are selected; what was ticked for others is forgotten."""
        if {item.id for item in records} != {item.id for item in self.records}:
            for tick in self.ticks.values():
                tick.setChecked(False)
            self.problem.say("")
        self.records = records
        self.caption.setText(trn("{n} document selected", "{n} documents selected", len(records)))
        places = duplicates.places_to_confirm(self._bridge.snapshot)
        self.confirm_button.setVisible(any(item.id in places for item in records))
        self.merge_button.setVisible(len(records) == 2)
        self.setEnabled(not self._bridge.workspace.read_only)

    # Doing

    def change(self) -> None:
        """Change the ticked fields of all selected, in one commit; a refusal is shown beside them."""
        fields: register.Edits = {}
        if self.ticks["owner"].isChecked():
            fields["owner"] = self.owner.text().strip()
        if self.ticks["kind"].isChecked():
            fields["kind"] = EvidenceKind(self.kind.currentData())
        if self.ticks["valid_until"].isChecked():
            if not self.valid_until.is_valid:
                return
            fields["valid_until"] = self.valid_until.date
        try:
            register.edit(self._bridge.workspace, self.records, **fields)
        except ReadinessError as error:
            self.problem.say(str(error))
        else:
            self.problem.say("")

    def confirm(self) -> None:
        """Confirm every place in all selected."""
        self._bridge.do(lambda: register.confirm(self._bridge.workspace, self.records))

    def merge(self) -> None:
        """Merge the two selected, after asking which one stays."""
        if len(self.records) == 2:
            kept = _asked(tr("Which one stays?"), self.records, self)
            if kept is not None:
                gone = next(item for item in self.records if item.id != kept.id)
                _merge(self._bridge, gone, kept, self)

    def remove(self) -> None:
        """Remove all selected, after one question that says what goes with them."""
        records = self.records
        if agreed_to_remove(self._bridge, records, self):
            self._bridge.do(lambda: register.remove(self._bridge.workspace, records))


def agreed_to_remove(bridge: Bridge, records: Sequence[Evidence], parent: QWidget) -> bool:
    """Ask once whether several documents are to go, with the citations in so many clauses."""
    clauses = {
        (answer.assessment, answer.requirement) for record in records for answer in bridge.snapshot.uses_of(record.id)
    }
    what = trn("Remove {n} document?", "Remove {n} documents?", len(records))
    uses = trn(
        "They are cited for {n} requirement; these citations go with them.",
        "They are cited for {n} requirements; these citations go with them.",
        len(clauses),
    )
    question = " ".join((what, *([uses] if clauses else []), tr("Undo brings all back.")))
    return QMessageBox.question(parent, tr("Remove evidence"), question) == QMessageBox.StandardButton.Yes


def merge_into(bridge: Bridge, gone: Evidence, likely: Sequence[str], parent: QWidget) -> None:
    """Ask what evidence is to be merged into, the likely ones first, and do it."""
    others = [item for item in bridge.snapshot.evidence.values() if item.id != gone.id]
    others.sort(key=lambda item: (item.id not in likely, item.reference.casefold(), item.title.casefold()))
    title = tr("Merge '{title}' into", title=gone.title)
    kept = _asked(title, others, parent) if others else None
    if kept is not None:
        _merge(bridge, gone, kept, parent)


def _asked(question: str, records: Sequence[Evidence], parent: QWidget) -> Evidence | None:
    names: dict[str, Evidence] = {}
    for item in records:
        name = evidence_label(item)
        names[f"{name} ({item.id})" if name in names else name] = item
    name, chosen = QInputDialog.getItem(parent, tr("Merge evidence"), question, list(names), 0, False)
    return names.get(name) if chosen else None


def _merge(bridge: Bridge, gone: Evidence, kept: Evidence, parent: QWidget) -> None:
    count = sum(1 for _ in bridge.snapshot.uses_of(gone.id))
    question = trn(
        "'{gone}' is removed; its citation for {n} requirement goes to '{kept}'. Undo brings all back.",
        "'{gone}' is removed; its citations for {n} requirements go to '{kept}'. Undo brings all back.",
        count,
        gone=evidence_label(gone),
        kept=evidence_label(kept),
    )
    if QMessageBox.question(parent, tr("Merge evidence"), question) == QMessageBox.StandardButton.Yes:
        bridge.do(lambda: register.merge(bridge.workspace, gone, kept))
