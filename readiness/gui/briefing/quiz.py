"""A quiz, one question at a time: whoever answers wrongly reads at once why, and which answer is right."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QRadioButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from readiness.analysis.briefing import Option, Question
from readiness.analysis.findings import Severity
from readiness.gui import spoken, theme
from readiness.gui.flow import Prose, Tall, clear, scrolled
from readiness.gui.forms import faint
from readiness.model.briefing import PASS_PERCENT
from readiness.texts import tr, trn


class Answer(QWidget):
    """An answer to choose: a button, and beside it its text, which wraps and can be clicked too."""

    def __init__(self, option: Option, parent: QWidget | None = None) -> None:
        """Show an answer that is not chosen."""
        super().__init__(parent)
        self.option = option
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        self.button = QRadioButton()
        self.button.setAccessibleName(option.text)
        self.button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.text = Prose(option.text)
        self.text.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        row.addWidget(self.button, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.text, 1)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Choose it by a click on its text."""
        if self.button.isEnabled():
            self.button.setChecked(True)
            self.button.setFocus()
        super().mousePressEvent(event)

    def judge(self) -> None:
        """Take no more clicks, and show by word whether it is right."""
        self.button.setEnabled(False)
        if self.option.right:
            self.text.setText(tr("{answer} (right)", answer=self.option.text))
        elif self.button.isChecked():
            self.text.setText(tr("{answer} (wrong)", answer=self.option.text))


class Quiz(QWidget):
    """Asks the questions of one quiz, and gives the result."""

    finished = Signal(bool)
    """The end was reached, and the result is to be recorded (True) or not."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Wait for questions; `begin` asks them."""
        super().__init__(parent)
        self._questions: tuple[Question, ...] = ()
        self._number = 0
        self._group = QButtonGroup(self)
        self.answers: list[Answer] = []
        self.missed: tuple[str, ...] = ()
        self.may_record = True
        column = QVBoxLayout(self)
        self.title = QLabel()
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        self.title.setWordWrap(True)
        self.title.setFont(theme.heading_font(self.title, 1.5))
        column.addWidget(self.title)
        self.bar = QProgressBar()
        self.bar.setAccessibleName(tr("Questions answered"))
        self.bar.setFormat(tr("%v of %m"))
        column.addWidget(self.bar)
        column.addWidget(self._page(), 1)
        column.addLayout(self._buttons())

    def _page(self) -> QScrollArea:
        page = Tall()
        scroll = scrolled(page, tr("Question"))
        column = QVBoxLayout(page)
        column.setSpacing(theme.SPACING * 2)
        self.question = Prose("")
        self.question.setFont(theme.heading_font(self.question, 1.15))
        column.addWidget(self.question)
        self._choices = QVBoxLayout()
        self._choices.setSpacing(theme.SPACING * 2)
        column.addLayout(self._choices)
        self.verdict = Prose("")
        self.verdict.setFont(theme.heading_font(self.verdict, 1.0))
        self.why = Prose("")
        self.clauses = faint("")
        for label in (self.verdict, self.why, self.clauses):
            column.addWidget(label)
        column.addStretch()
        return scroll

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self.answer_button = QPushButton(tr("A&nswer"))
        self.answer_button.clicked.connect(self.answer)
        self.next_button = QPushButton(tr("Ne&xt question"))
        self.next_button.clicked.connect(self.go_on)
        self.record_button = QPushButton(tr("Reco&rd the result"))
        self.record_button.clicked.connect(lambda: self.finished.emit(True))
        self.leave_button = QPushButton(tr("Leave without recordin&g"))
        self.leave_button.clicked.connect(lambda: self.finished.emit(False))
        for button in (self.answer_button, self.next_button, self.record_button, self.leave_button):
            button.setAutoDefault(True)
            row.addWidget(button)
        row.addStretch()
        return row

    # Asking

    def begin(self, title: str, questions: tuple[Question, ...], *, may_record: bool) -> None:
        """Ask questions from the first one; `may_record` tells whether the result can be kept."""
        self._questions, self.missed, self._number = questions, (), -1
        self.may_record = may_record
        self.title.setText(title)
        self.bar.setRange(0, len(questions))
        self.go_on()

    @property
    def asked(self) -> int:
        """Count the questions."""
        return len(self._questions)

    @property
    def right(self) -> int:
        """Count the questions answered rightly, once all are answered."""
        return len(self._questions) - len(self.missed)

    def go_on(self) -> None:
        """Ask the next question, or show the result after the last."""
        self._number += 1
        self.bar.setValue(self._number)
        clear(self._choices)
        for answer in self.answers:
            self._group.removeButton(answer.button)
        self.answers = []
        for label in (self.verdict, self.why, self.clauses):
            label.setText("")
        ended = self._number >= len(self._questions)
        self.answer_button.setVisible(not ended)
        self.next_button.hide()
        self.record_button.setVisible(ended and self.may_record)
        if ended:
            self._show_result()
            return
        question = self._questions[self._number]
        self.question.setText(question.text)
        for option in question.options:
            answer = Answer(option)
            self._group.addButton(answer.button)
            answer.button.toggled.connect(lambda _: self.answer_button.setEnabled(True))
            self._choices.addWidget(answer)
            self.answers.append(answer)
        self.answer_button.setEnabled(False)
        self.answers[0].button.setFocus()
        spoken.announce(self, question.text)

    def answer(self) -> None:
        """Judge the answer that is chosen, and explain it."""
        chosen = next((answer for answer in self.answers if answer.button.isChecked()), None)
        if chosen is None:
            return
        question = self._questions[self._number]
        for answer in self.answers:
            answer.judge()
        if not chosen.option.right:
            self.missed = (*self.missed, question.key)
        self.verdict.setText(tr("Right.") if chosen.option.right else tr("Wrong."))
        severity = Severity.NOTES if chosen.option.right else Severity.STOPS
        self.verdict.setStyleSheet(f"color: {theme.severity_colour(severity).name()};")
        self.why.setText(chosen.option.why)
        clauses = "; ".join(clause.replace(":", ", ") for clause in chosen.option.clauses)
        self.clauses.setText(tr("Clauses: {clauses}", clauses=clauses) if clauses else "")
        self.bar.setValue(self._number + 1)
        last = self._number + 1 == len(self._questions)
        self.next_button.setText(tr("See the &result") if last else tr("Ne&xt question"))
        self.answer_button.hide()
        self.next_button.show()
        self.next_button.setFocus()
        spoken.announce(self, f"{self.verdict.text()} {chosen.option.why}")

    def _show_result(self) -> None:
        passed = self.right * 100 >= self.asked * PASS_PERCENT
        self.question.setText(tr("{right} of {asked} right", right=self.right, asked=self.asked))
        self.verdict.setText(tr("Passed.") if passed else tr("Not passed."))
        severity = Severity.NOTES if passed else Severity.WARNS
        self.verdict.setStyleSheet(f"color: {theme.severity_colour(severity).name()};")
        self.why.setText(
            tr("{percent} % are needed.", percent=PASS_PERCENT)
            if passed
            else trn("{percent} % are needed. Read the course again; {n} question was answered wrongly.",
                     "{percent} % are needed. Read the course again; {n} questions were answered wrongly.",
                     len(self.missed), percent=PASS_PERCENT)
        )  # fmt: skip
        (self.record_button if self.may_record else self.leave_button).setFocus()
        spoken.announce(self, f"{self.question.text()}. {self.verdict.text()}")
