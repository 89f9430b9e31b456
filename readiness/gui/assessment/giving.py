"""Giving a block of requirements to somebody, with a date, in one step."""

from __future__ import annotations

from collections import Counter

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCompleter, QFormLayout, QLineEdit, QWidget

from readiness import words
from readiness.errors import UsageError
from readiness.gui.bridge import Bridge
from readiness.gui.dialogs import Form
from readiness.gui.forms import DateField, add_row, faint
from readiness.model.checklist import Requirement
from readiness.model.history import Author
from readiness.model.records import Assessment
from readiness.model.snapshot import Snapshot
from readiness.texts import tr, trn
from readiness.workspace import AnswerFields


def names_used(snapshot: Snapshot, author: Author) -> list[str]:
    """List who was responsible before, the most frequent first: of answers, of actions, and who sits here."""
    used = Counter(answer.responsible.strip() for answers in snapshot.answers.values() for answer in answers.values())
    used.update(action.owner.strip() for action in snapshot.actions.values())
    used.update((author.role, author.name))
    return [name for name, _ in used.most_common() if name]


class GiveDialog(Form):
    """Asks who is responsible and until when, and sets that for all requirements in one commit."""

    def __init__(
        self, bridge: Bridge, assessment: Assessment, leaves: tuple[Requirement, ...], parent: QWidget | None = None
    ) -> None:
        """Show who has all of them now, if that is one person."""
        super().__init__(tr("Give to ..."), tr("Give"), parent)
        self._bridge, self._assessment, self._leaves = bridge, assessment, leaves
        snapshot = bridge.snapshot
        answers = [snapshot.answer(assessment, leaf.id) for leaf in leaves]
        count = trn("{n} requirement", "{n} requirements", len(leaves))
        numbers = words.requirements(leaves, snapshot.checklist_of(assessment))
        self.body.addWidget(faint(f"{count}: {numbers}"))
        form = QFormLayout()
        people = {answer.responsible for answer in answers}
        self.responsible = QLineEdit(people.pop() if len(people) == 1 else "")
        completer = QCompleter(names_used(snapshot, bridge.workspace.author), self.responsible)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self.responsible.setCompleter(completer)
        add_row(form, tr("&Responsible"), self.responsible, hint=tr("Names used before are offered as you type."))
        self.due = DateField(tr("Due"))
        days = {answer.due for answer in answers}
        self.due.set_date(days.pop() if len(days) == 1 else None)
        add_row(form, tr("D&ue"), self.due, hint=tr("Left empty, the dates stay as they are."))
        self.body.addLayout(form)
        self.responsible.setFocus()

    def work(self) -> None:
        """Give them.

        Raises:
            UsageError: nobody is named, or the date is none.
            ReadinessError: the disk refused.
        """
        name = self.responsible.text().strip()
        if not name:
            raise UsageError(tr("Nobody is named."), tr("Write a name or a function."))
        if not self.due.is_valid:
            raise UsageError(tr("The date is none."), tr("Correct it, or leave it empty."))
        fields: AnswerFields = {"responsible": name}
        if self.due.date is not None:
            fields["due"] = self.due.date
        self._bridge.workspace.answer(self._assessment, self._leaves, **fields)
