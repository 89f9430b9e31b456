"""The register of corrective actions: what is done about gaps, by whom, until when, and whether it worked."""

from __future__ import annotations

import msgspec
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QInputDialog,
    QLabel,
    QLineEdit,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from readiness import words
from readiness.analysis import gaps
from readiness.gui import theme
from readiness.gui.bridge import Bridge, Place
from readiness.gui.flow import Link, clear
from readiness.gui.forms import DateField, add_row, faint
from readiness.gui.register import Register
from readiness.gui.tables import Column
from readiness.gui.typing import TextField, typed_in
from readiness.model.record import new_id
from readiness.model.records import Action, ActionState, Target
from readiness.texts import tr

_LONG_TEXTS = ("correction", "cause", "corrective_action", "effectiveness")


class ActionsView(Register[Action]):
    """All corrective actions, and the form of the one chosen."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        """Show the register."""
        unfinished = (ActionState.OPEN, ActionState.IN_PROGRESS)
        super().__init__(
            bridge,
            tr("Corrective actions"),
            (
                Column(tr("Due"), self._due_text, lambda item: words.date(item.due) or "9999", letters=20),
                Column(tr("State"), lambda item: words.action_state(item.state), letters=22),
                Column(tr("Action"), lambda item: item.title, letters=38),
                Column(tr("Owner"), lambda item: item.owner, letters=16),
                Column(tr("For"), self._targets_text, letters=18),
            ),
            {
                "all": (tr("all"), lambda _: True),
                "unfinished": (tr("unfinished"), lambda item: item.state in unfinished),
                "overdue": (tr("overdue"), self._is_overdue),
                "unchecked": (tr("effect not yet checked"), lambda item: item.state is ActionState.DONE),
            },
            tr("Nothing here yet. An action says what is done about a gap: correction, cause, remedy, owner, date."),
            tr("&New action"),
            parent,
        )
        self._build_form()
        self.refresh(None)

    def _is_overdue(self, item: Action) -> bool:
        return gaps.is_overdue(item, self.bridge.context.today)

    def _due_text(self, item: Action) -> str:
        date = words.date(item.due)
        return tr("{date} overdue", date=date) if self._is_overdue(item) else date

    def _targets_text(self, item: Action) -> str:
        return ", ".join(self._target_text(target) for target in item.targets)

    def _target_text(self, target: Target) -> str:
        assessment = self.bridge.snapshot.assessments.get(target.assessment)
        short = self.bridge.snapshot.checklist_of(assessment).short if assessment else ""
        return f"{short} {words.requirement(target.requirement)}".strip()

    def records(self) -> list[Action]:
        """List all actions."""
        return list(self.bridge.snapshot.actions.values())

    def searchable(self, record: Action) -> str:
        """Look in all texts and the requirements."""
        texts = (record.title, record.correction, record.cause, record.corrective_action, record.owner)
        return " ".join((*texts, record.effectiveness, self._targets_text(record)))

    # The form

    def _build_form(self) -> None:
        form = QFormLayout()
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        self.title = QLineEdit()
        self.title.editingFinished.connect(self.commit_typing)
        add_row(form, tr("&Action"), self.title)
        self.state = QComboBox()
        for state in ActionState:
            self.state.addItem(words.action_state(state), state)
        self.state.activated.connect(lambda _: self.commit_typing())
        add_row(form, tr("&State"), self.state)
        self.owner = QLineEdit()
        self.owner.editingFinished.connect(self.commit_typing)
        add_row(form, tr("&Owner"), self.owner)
        self.due = DateField(tr("Due"))
        self.due.edited.connect(self.commit_typing)
        add_row(form, tr("D&ue"), self.due)
        labels = {
            "correction": tr("Co&rrection: what was put right at once"),
            "cause": tr("Cause: &why it happened"),
            "corrective_action": tr("Corrective ac&tion: so that it does not happen again"),
            "effectiveness": tr("Effect: how and when it was chec&ked, with what result"),
        }
        self.texts = {name: TextField(self.bridge, 3) for name in _LONG_TEXTS}
        for name, field in self.texts.items():
            field.left.connect(lambda _: self.commit_typing())
            label = QLabel(labels[name])
            label.setBuddy(field)
            field.setAccessibleName(labels[name].replace("&", ""))
            form.addRow(label)
            form.addRow(field)
        self.form_column.addLayout(form)
        self.form_column.addWidget(self.problem)
        caption = QLabel(tr("For which requirements"))
        caption.setFont(theme.heading_font(caption, 1.0))
        self.form_column.addWidget(caption)
        self.targets = QVBoxLayout()
        self.form_column.addLayout(self.targets)
        row = QHBoxLayout()
        self.target_button = QPushButton(tr("Add re&quirement ..."))
        self.target_button.clicked.connect(self.add_target)
        self.remove_button = QPushButton(tr("Re&move the action"))
        self.remove_button.clicked.connect(self.remove)
        row.addWidget(self.target_button)
        row.addWidget(self.remove_button)
        row.addStretch()
        self.form_column.addLayout(row)
        self.form_column.addStretch()

    def show_record(self, record: Action | None) -> None:
        """Fill the form with a record; text that is being typed stays."""
        self.form.setEnabled(record is not None and not self.bridge.workspace.read_only)
        for field, text in (
            (self.title, record.title if record else ""),
            (self.owner, record.owner if record else ""),
        ):
            if not (field.hasFocus() and field.isModified()):
                field.setText(text)
                field.setCursorPosition(0)
        self.state.setCurrentIndex(self.state.findData(record.state if record else ActionState.OPEN))
        self.due.set_date(record.due if record else None)
        for name, area in self.texts.items():
            if record is None or not area.is_changed:
                key = ("actions", record.id, name) if record else ()
                area.show_text(getattr(record, name) if record else "", key, read_only=record is None)
        self._show_targets(record)

    def _show_targets(self, record: Action | None) -> None:
        clear(self.targets)
        for target in record.targets if record else ():
            self.targets.addWidget(self._target_row(target))
        if record is not None and not record.targets:
            self.targets.addWidget(faint(tr("None named yet.")))

    def _target_row(self, target: Target) -> QWidget:
        row = QWidget()
        across = QHBoxLayout(row)
        across.setContentsMargins(0, 0, 0, 0)
        text = self._target_text(target)
        button = Link(text)
        place = Place("assessment", assessment=target.assessment, requirement=target.requirement)
        button.clicked.connect(lambda: self.bridge.go(place))
        across.addWidget(button)
        remover = QToolButton()
        remover.setText("✕")
        remover.setAccessibleName(tr("Take out {requirement}", requirement=text))
        remover.clicked.connect(lambda: self._take_out(target))
        across.addWidget(remover)
        across.addStretch()
        return row

    # Changing

    def commit_typing(self) -> None:
        """Record what differs in the form; a refusal is shown beside it."""
        if self.chosen is None or self.bridge.workspace.read_only:
            return
        self._put(
            msgspec.structs.replace(
                self.chosen,
                title=typed_in(self.title, self.chosen.title),
                state=ActionState(self.state.currentData()),
                owner=typed_in(self.owner, self.chosen.owner),
                due=self.due.date,
                **{name: area.text for name, area in self.texts.items()},
            )
        )

    def _put(self, typed: Action) -> None:
        self.record_typed(typed, self.texts.values())

    def add(self) -> None:
        """Add an action with a title to be overwritten."""
        self.commit_typing()
        record = Action(id=new_id(), title=tr("New action"))
        if self.bridge.do(lambda: self.bridge.workspace.put(record)):
            self.show_place(Place("actions", record=record.id))
            self.title.setFocus()
            self.title.selectAll()

    def add_target(self) -> None:
        """Ask for a requirement ('7.5.1', '17065:5.1.1') and add it, or all letters of a stem."""
        text, given = QInputDialog.getText(self, tr("Add a requirement"), tr("Number, for example 17065:7.5.1"))
        if not given or self.chosen is None:
            return
        found = self.bridge.do(lambda: self.bridge.snapshot.locate(text))
        if found is not None and self.chosen is not None:
            assessment, leaves = found
            more = (Target(assessment=assessment.id, requirement=leaf.id) for leaf in leaves)
            targets = tuple(dict.fromkeys((*self.chosen.targets, *more)))
            self._put(msgspec.structs.replace(self.chosen, targets=targets))

    def _take_out(self, target: Target) -> None:
        if self.chosen is not None:
            left = tuple(item for item in self.chosen.targets if item != target)
            self._put(msgspec.structs.replace(self.chosen, targets=left))

    def remove(self) -> None:
        """Remove the chosen action; undo brings it back."""
        record = self.chosen
        if record is not None:
            self.bridge.do(lambda: self.bridge.workspace.remove(record))
