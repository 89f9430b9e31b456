"""The pane for what is chosen in the tree: one requirement, a stem for all its letters, or several rows."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar, Unpack

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QFormLayout,
    QFrame,
    QLabel,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from readiness import words
from readiness.analysis.figures import GAPS
from readiness.errors import ReadinessError
from readiness.gui import theme
from readiness.gui.assessment.citations import CitationList, shared
from readiness.gui.assessment.dropping import LeavesFiles
from readiness.gui.assessment.guidance import Guidance
from readiness.gui.assessment.notices import Notices
from readiness.gui.assessment.rating_bar import RatingBar
from readiness.gui.bridge import Bridge
from readiness.gui.flow import Flow, Prose, Tall
from readiness.gui.forms import DateField, Sentence, add_row, faint
from readiness.gui.typing import TextField
from readiness.model.checklist import Clause, Requirement
from readiness.model.records import Answer, Assessment, Citation, Mark, Rating, Weight
from readiness.texts import tr, trn
from readiness.workspace import AnswerFields

T = TypeVar("T")
_LEAST_LETTERS = 40


class Pane(QScrollArea):
    """Shows and changes the answers of the chosen requirements; every change goes through the workspace."""

    cite_wanted = Signal()
    attach_wanted = Signal()
    see = Signal(str)
    back_to_tree = Signal()
    was_rated = Signal(object)
    """The Rating that was recorded for what is chosen."""
    reason_wanted = Signal()
    """'Not applicable' waits for its reason, which is to be typed here."""

    def __init__(self, bridge: Bridge, assessment: str, parent: QWidget | None = None) -> None:
        """Show nothing."""
        super().__init__(parent)
        self._bridge = bridge
        self._assessment_id = assessment
        self.leaves: tuple[Requirement, ...] = ()
        self._clause: Clause | None = None
        self._wants_not_applicable = False
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(tr("Requirement"))
        page = Tall()
        self._column = QVBoxLayout(page)
        self._column.setSpacing(theme.SPACING)
        self._build_head()
        self._build_answer()
        self.guidance = Guidance(bridge)
        self.guidance.see.connect(self.see)
        self._column.addWidget(self.guidance)
        self._column.addStretch()
        self.setWidget(page)
        self.setMinimumWidth(self.fontMetrics().averageCharWidth() * _LEAST_LETTERS)

    def _build_head(self) -> None:
        self.title = Prose("")
        self.title.setFont(theme.heading_font(self.title, 1.25))
        self.facts = faint("")
        self.question = Prose("")
        font = self.question.font()
        font.setPointSizeF(font.pointSizeF() * 1.1)
        self.question.setFont(font)
        self.notices = Notices(self._bridge)
        for widget in (self.title, self.facts, self.question, self.notices):
            self._column.addWidget(widget)

    def _build_answer(self) -> None:
        self._answer = QWidget()
        column = QVBoxLayout(self._answer)
        column.setContentsMargins(0, 0, 0, 0)
        self.rating = RatingBar()
        self.rating.rated.connect(self.rate)
        self.rating.weighed.connect(lambda weight: self.change(weight=weight))
        column.addWidget(self.rating)
        self.problem = Sentence()
        column.addWidget(self.problem)
        form = QFormLayout()
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)
        self.reason = TextField(self._bridge, 2)
        self.reason.left.connect(self._save_reason)
        self._reason_label = QLabel(tr("Reason why it does not apply"))
        self._reason_label.setBuddy(self.reason)
        self.reason.setAccessibleName(self._reason_label.text())
        form.addRow(self._reason_label, self.reason)
        self.note = TextField(self._bridge, 4)
        self.note.left.connect(self._save_note)
        add_row(form, tr("&Note: what you found"), self.note)
        column.addLayout(form)
        self._leaves_files = LeavesFiles(self)
        for field in (self.reason, self.note):
            field.escaped.connect(self.back_to_tree)
            field.viewport().installEventFilter(self._leaves_files)
        self.citations = CitationList(self._bridge)
        self.citations.cite_wanted.connect(self.cite_wanted)
        self.citations.attach_wanted.connect(self.attach_wanted)
        self.citations.removed.connect(self._take_out)
        self.citations.confirmed.connect(self._confirm)
        column.addWidget(self.citations)
        column.addLayout(self._build_details())
        self._column.addWidget(self._answer)

    def _build_details(self) -> QVBoxLayout:
        column = QVBoxLayout()
        form = QFormLayout()
        self.responsible = QLineEdit()
        self.responsible.editingFinished.connect(self._save_responsible)
        self.responsible.installEventFilter(self._leaves_files)
        add_row(form, tr("Respons&ible"), self.responsible)
        self.due = DateField(tr("Due"))
        self.due.text.installEventFilter(self._leaves_files)
        self.due.edited.connect(lambda: self.change(due=self.due.date))
        add_row(form, tr("D&ue"), self.due)
        column.addLayout(form)
        boxes = Flow(theme.SPACING * 2)
        self.marks: dict[Mark, QCheckBox] = {}
        for mark in Mark:
            box = QCheckBox(words.mark(mark))
            box.clicked.connect(lambda on, chosen=mark: self.set_mark(chosen, on=on))
            self.marks[mark] = box
            boxes.addWidget(box)
        column.addLayout(boxes)
        return column

    # Showing

    @property
    def assessment(self) -> Assessment:
        """Give the assessment as it is now."""
        return self._bridge.snapshot.assessments[self._assessment_id]

    @property
    def is_asked(self) -> bool:
        """Tell whether requirements are chosen, and none that only the other option asks."""
        return bool(self.leaves) and all(leaf.applies_under(self.assessment.option) for leaf in self.leaves)

    @property
    def can_change(self) -> bool:
        """Tell whether an answer to what is chosen can be recorded."""
        return self.is_asked and not self._bridge.workspace.read_only

    def show_chosen(self, clause: Clause | None, leaves: tuple[Requirement, ...]) -> None:
        """Show a clause with the leaves chosen in it; several clauses have None, a heading has no leaves."""
        self.commit_typing()
        if clause is self._clause and clause is not None and leaves == self.leaves:
            return
        self._clause, self.leaves = clause, leaves
        self._wants_not_applicable = False
        self.problem.say("")
        self.refresh()
        self.verticalScrollBar().setValue(0)

    def refresh(self) -> None:
        """Show what is recorded now; text that is being typed stays."""
        self._show_head()
        self._answer.setVisible(self.is_asked)
        self.notices.show_for(self.assessment, self.leaves)
        if self.is_asked:
            self._show_answers()
        if self._clause is not None and self.leaves:
            self.guidance.show_clause(self.assessment, self._clause, self.leaves)
        else:
            self.guidance.clear()

    def _show_head(self) -> None:
        clause, leaves = self._clause, self.leaves
        if clause is None:
            count = trn("{n} requirement chosen", "{n} requirements chosen", len(leaves))
            self.title.setText(count if leaves else tr("Choose a clause in the tree."))
            self.facts.setText(tr("What is set here is set for all of them, in one step.") if leaves else "")
            self.question.setText("")
            return
        number = words.requirements(leaves, self._bridge.snapshot.checklist_of(self.assessment))
        single = leaves[0] if len(leaves) == 1 else None
        self.title.setText(f"{number or clause.number}  {single.title if single else clause.title}")
        self.question.setText(single.question if single else clause.question)
        self.facts.setText(" · ".join(self._facts(clause, single)))

    def _facts(self, clause: Clause, single: Requirement | None) -> list[str]:
        facts = [self.assessment.standard]
        if not self.leaves:
            return facts
        facts.append(words.duty(single.duty if single else clause.duty))
        condition = single.condition if single else clause.condition
        if condition:
            facts.append(condition)
        if clause.option:
            facts.append(tr("option {option}", option=clause.option))
            if not self.leaves[0].applies_under(self.assessment.option):
                facts.append(tr("other option: not asked in this assessment"))
        facts.append(words.confirmation(clause.numbering, clause.letter_count))
        return facts

    def _answers(self) -> list[Answer]:
        return [self._bridge.snapshot.answer(self.assessment, leaf.id) for leaf in self.leaves]

    def _common(self, get: Callable[[Answer], T]) -> T | None:
        """Give what all chosen answers have; None where they differ."""
        values = [get(answer) for answer in self._answers()]
        return values[0] if all(value == values[0] for value in values) else None

    def _key(self, field: str) -> tuple[str, ...]:
        return (self._assessment_id, ",".join(leaf.id for leaf in self.leaves), field)

    def _show_answers(self) -> None:
        locked = self._bridge.workspace.read_only
        rating = self._common(lambda answer: answer.rating)
        if self._wants_not_applicable:
            rating = Rating.NOT_APPLICABLE
        self.rating.show_answer(rating, self._common(lambda answer: answer.weight), enabled=not locked)
        self._show_text(self.note, "note", self._common(lambda answer: answer.note), locked=locked)
        reason = self._common(lambda answer: answer.reason)
        self._show_text(self.reason, "reason", reason, locked=locked)
        wanted = rating is Rating.NOT_APPLICABLE or bool(reason)
        self.reason.setVisible(wanted)
        self._reason_label.setVisible(wanted)
        evidence = self._bridge.snapshot.evidence
        self.citations.show_citations(
            shared([answer.citations for answer in self._answers()], evidence),
            same=self._common(lambda answer: [citation.key for citation in answer.citations]) is not None,
            enabled=not locked,
        )
        responsible = self._common(lambda answer: answer.responsible)
        if not self.responsible.isModified():
            self.responsible.setText(responsible or "")
        self.responsible.setPlaceholderText(tr("differs") if responsible is None else "")
        self.responsible.setReadOnly(locked)
        self.due.set_date(self._common(lambda answer: answer.due))
        self.due.set_read_only(on=locked)
        for mark, box in self.marks.items():
            box.setEnabled(not locked)
            box.setChecked(all(mark in answer.marks for answer in self._answers()))

    def _show_text(self, field: TextField, name: str, text: str | None, *, locked: bool) -> None:
        field.setPlaceholderText(tr("The letters differ; what you write replaces all.") if text is None else "")
        if not field.is_changed:
            field.show_text(text or "", self._key(name), read_only=locked)

    # Changing

    def change(self, **fields: Unpack[AnswerFields]) -> bool:
        """Change the named fields of all chosen answers; a refusal is shown here. Gives whether it went through."""
        if not self.leaves:
            return False
        try:
            self._bridge.workspace.answer(self.assessment, self.leaves, **fields)
        except ReadinessError as error:
            self.problem.say(str(error))
            return False
        self.problem.say("")
        return True

    def rate(self, rating: Rating) -> None:
        """Rate what is chosen. 'Not applicable' waits for its reason, and says so."""
        if not self.can_change:
            return
        self.commit_typing()
        if rating is Rating.NOT_APPLICABLE and not all(answer.reason.strip() for answer in self._answers()):
            self._wants_not_applicable = True
            self._show_answers()
            self.problem.say(tr("Write the reason; 'not applicable' is recorded together with it."))
            self.reason_wanted.emit()
            self.reason.setFocus()
            self.ensureWidgetVisible(self.reason)
            return
        self._wants_not_applicable = False
        recorded = self.change(rating=rating)
        if not recorded or rating is self._common(lambda answer: answer.rating):
            self._show_answers()
        if recorded:
            self.was_rated.emit(rating)

    def weigh(self, weight: Weight) -> None:
        """Weigh the gaps that are chosen; anything else has no weight."""
        if not self.can_change:
            return
        if not all(answer.rating in GAPS for answer in self._answers()):
            self.problem.say(tr("Only a gap has a weight: rate it partly conforming or nonconforming first."))
            return
        self.commit_typing()
        self.change(weight=weight)

    def set_mark(self, mark: Mark, *, on: bool) -> None:
        """Put a mark on what is chosen, or take it off."""
        workspace = self._bridge.workspace
        self._bridge.do(
            lambda: workspace.revise(self.assessment, self.leaves, lambda answer: answer.marked(mark, on=on))
        )

    def _save_note(self, text: str) -> None:
        if self.change(note=text):
            self.note.saved()

    def _save_reason(self, text: str) -> None:
        if self._wants_not_applicable:
            if not text.strip():
                return
            saved = self.change(reason=text, rating=Rating.NOT_APPLICABLE)
        else:
            saved = self.change(reason=text)
        if saved:
            self._wants_not_applicable = False
            self.reason.saved()
            self._show_answers()

    def _save_responsible(self) -> None:
        if self.responsible.isModified():
            self.responsible.setModified(False)
            self.change(responsible=self.responsible.text().strip())

    def _take_out(self, citation: Citation) -> None:
        workspace = self._bridge.workspace
        self._bridge.do(lambda: workspace.revise(self.assessment, self.leaves, lambda answer: answer.without(citation)))

    def _confirm(self, citation: Citation) -> None:
        workspace, evidence = self._bridge.workspace, self._bridge.snapshot.evidence[citation.evidence]
        self._bridge.do(
            lambda: workspace.revise(self.assessment, self.leaves, lambda answer: answer.confirming(evidence, citation))
        )

    def commit_typing(self) -> None:
        """Save what is being typed, each field as one commit."""
        if self.leaves and not self._bridge.workspace.read_only:
            self.note.commit()
            self.reason.commit()
            self._save_responsible()
