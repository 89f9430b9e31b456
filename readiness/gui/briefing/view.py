"""Briefing: who works with which service and was briefed when; the course and the quiz are gone to from here."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QInputDialog,
    QLabel,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from readiness import words
from readiness.analysis import briefing as due
from readiness.analysis.briefing import Standing
from readiness.analysis.findings import Severity
from readiness.gui import theme
from readiness.gui.boxes import ask
from readiness.gui.bridge import Bridge, Place
from readiness.gui.briefing.paper import PaperResult
from readiness.gui.briefing.person import PersonForm
from readiness.gui.briefing.quiz import Quiz
from readiness.gui.flow import Flow, Halves, Prose, Tall, clear, scrolled
from readiness.gui.forms import DateField, faint, name_choice
from readiness.gui.reading import Reading
from readiness.gui.tables import choosing_table
from readiness.gui.view import View
from readiness.model.briefing import Briefing
from readiness.model.history import Commit
from readiness.model.records import Service
from readiness.tasks import briefing
from readiness.texts import tr, trn

_LEAST_LINES = 8
_PEOPLE, _COURSE, _QUIZ = range(3)


class BriefingView(View):
    """A list of people and services, the person chosen beside it; course and quiz take the whole page."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        """Show who is to be briefed."""
        super().__init__(bridge, parent)
        self._shown: list[Standing] = []
        self._attempt = 0
        self._in_quiz: Standing | None = None
        self.stack = QStackedWidget()
        self.stack.addWidget(self._people_page())
        self.stack.addWidget(self._course_page())
        self.quiz = Quiz()
        self.quiz.finished.connect(self._on_finished)
        self.stack.addWidget(self.quiz)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.stack)
        self.refresh(None)

    # Building

    def _people_page(self) -> QWidget:
        left = QWidget()
        column = QVBoxLayout(left)
        title = QLabel(tr("Briefing"))
        title.setFont(theme.heading_font(title, 1.5))
        column.addWidget(title)
        around = QWidget()
        flow = Flow(theme.SPACING, around)
        self.add_button = QPushButton(tr("Add peop&le ..."))
        self.add_button.clicked.connect(self.ask_for_people)
        self.set_button = QPushButton(tr("&Print course and quiz ..."))
        self.set_button.clicked.connect(lambda: self._report("briefing"))
        self.handout_button = QPushButton(tr("Hando&ut ..."))
        self.handout_button.clicked.connect(lambda: self._report("handout"))
        self.record_button = QPushButton(tr("Record of &briefings ..."))
        self.record_button.clicked.connect(lambda: self._report("briefings"))
        for button in (self.add_button, self.set_button, self.handout_button, self.record_button):
            flow.addWidget(button)
        column.addWidget(around)
        column.addLayout(self._filters())
        self.said = Prose("")
        column.addWidget(self.said)
        self.empty = Prose(tr("Nobody here yet. Add those in sales, customer service and operations, by name or role; "
                              "each is briefed on the services that are offered (place Services)."))  # fmt: skip
        column.addWidget(self.empty)
        self.table = self._make_table()
        column.addWidget(self.table, 1)
        halves = Halves()
        halves.addWidget(left)
        halves.addWidget(self._details())
        halves.setStretchFactor(0, 3)
        halves.setStretchFactor(1, 2)
        return halves

    def _filters(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self.which = QComboBox()
        name_choice(self.which, tr("Which to show: {register}", register=tr("Briefing")))
        self.which.addItem(tr("everybody"), "all")
        self.which.addItem(tr("not briefed since ..."), "due")
        self.which.addItem(tr("who left"), "left")
        self.which.currentIndexChanged.connect(lambda _: self._fill())
        self.since = DateField(tr("Not briefed since"))
        self.since.set_date(self.bridge.context.today - dt.timedelta(days=due.VALID_DAYS))
        self.since.edited.connect(self._fill)
        row.addWidget(self.which)
        row.addWidget(self.since)
        row.addStretch()
        return row

    def _make_table(self) -> QTableWidget:
        columns = ((tr("Person"), 18), (tr("Service"), 24), (tr("Last passed"), 19))
        table = choosing_table(tr("People and services"), columns)
        table.horizontalHeader().setStretchLastSection(False)
        table.horizontalHeader().setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        table.currentCellChanged.connect(lambda *_: self._show_details())
        return table

    def _details(self) -> QScrollArea:
        page = self.details = Tall()
        scroll = scrolled(page, tr("{register}: what is chosen", register=tr("Briefing")))
        column = QVBoxLayout(page)
        self.what = Prose("")
        self.what.setFont(theme.heading_font(self.what, 1.15))
        column.addWidget(self.what)
        buttons = QWidget()
        flow = Flow(theme.SPACING, buttons)
        self.course_button = QPushButton(tr("&Read the course"))
        self.course_button.clicked.connect(self.read_course)
        self.quiz_button = QPushButton(tr("Take the &quiz"))
        self.quiz_button.clicked.connect(self.take_quiz)
        self.paper_button = QPushButton(tr("Result from p&aper ..."))
        self.paper_button.clicked.connect(self.enter_result)
        self.attach_button = QPushButton(tr("Attach the re&sults to their evidence"))
        self.attach_button.clicked.connect(self.attach)
        for button in (self.course_button, self.quiz_button, self.paper_button, self.attach_button):
            flow.addWidget(button)
        column.addWidget(buttons)
        caption = QLabel(tr("Results"))
        caption.setFont(theme.heading_font(caption, 1.0))
        column.addWidget(caption)
        self.results = QVBoxLayout()
        column.addLayout(self.results)
        self.person = PersonForm(self.bridge)
        self.person.remove_button.clicked.connect(self.remove)
        column.addWidget(self.person)
        column.addStretch()
        scroll.setMinimumWidth(self.fontMetrics().averageCharWidth() * 44)
        return scroll

    def _course_page(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        row = QHBoxLayout()
        back = QPushButton(tr("&Back to the list"))
        back.clicked.connect(self.show_list)
        self.after_course = QPushButton(tr("Take the &quiz now"))
        self.after_course.clicked.connect(self.take_quiz)
        for button in (back, self.after_course):
            button.setAutoDefault(True)
            row.addWidget(button)
        row.addStretch()
        column.addLayout(row)
        self.page = Reading(self.bridge, tr("Course"))
        column.addWidget(self.page, 1)
        return page

    # Showing

    def refresh(self, commit: Commit | None) -> None:
        """Show who is recorded now, and keep the row chosen."""
        self._fill()

    def show_place(self, place: Place) -> None:
        """Show who is due where that is wanted, and choose a person."""
        if place.filter:
            self.which.setCurrentIndex(max(0, self.which.findData(place.filter)))
        for row, item in enumerate(self._shown):
            if place.record and item.person.id == place.record:
                self.table.setCurrentCell(row, 0)
                break
        (self.table if self._shown else self.add_button).setFocus()

    def place(self, shown: Place) -> Place:
        """Give the place with the person that is chosen now."""
        chosen = self.chosen
        return Place(shown.view, record=chosen.person.id if chosen else "")

    @property
    def chosen(self) -> Standing | None:
        """Give the row that is chosen."""
        row = self.table.currentRow()
        return self._shown[row] if 0 <= row < len(self._shown) else None

    def _day(self) -> dt.date:
        return self.since.date or self.bridge.context.today - dt.timedelta(days=due.VALID_DAYS)

    def _fill(self) -> None:
        chosen, since = self.chosen, self._day()
        everybody = due.standings(self.bridge.snapshot)
        self._shown = {
            "all": lambda: list(everybody),
            "due": lambda: [item for item in everybody if item.is_due(since)],
            "left": lambda: list(due.standings(self.bridge.snapshot, left=True)),
        }[self.which.currentData()]()
        waiting = sum(item.is_due(since) for item in everybody)
        self.empty.setVisible(not self.bridge.snapshot.personnel)
        self.said.setVisible(bool(everybody))
        self.said.setText(
            trn("{n} briefing is due: not passed since {day}.", "{n} briefings are due: not passed since {day}.",
                waiting, day=words.date(since)) if waiting
            else tr("Everybody has passed since {day}.", day=words.date(since))
        )  # fmt: skip
        self.table.blockSignals(True)
        self.table.setRowCount(len(self._shown))
        for row, item in enumerate(self._shown):
            for column, text in enumerate(_cells(item, since)):
                cell = QTableWidgetItem(text)
                cell.setToolTip(text)
                if column == 2 and item.is_due(since):
                    cell.setIcon(theme.severity_icon(Severity.WARNS))
                self.table.setItem(row, column, cell)
        rows = [row for row, item in enumerate(self._shown) if chosen and _same(item, chosen)]
        if self._shown:
            self.table.setCurrentCell(rows[0] if rows else 0, 0)
        self.table.blockSignals(False)
        self.add_button.setEnabled(not self.bridge.workspace.read_only)
        for button in (self.set_button, self.handout_button, self.record_button):
            button.setEnabled(bool(self.bridge.snapshot.services))
        self._show_details()

    def _show_details(self) -> None:
        chosen, may_write = self.chosen, not self.bridge.workspace.read_only
        self.details.setVisible(chosen is not None)
        self.paper_button.setEnabled(may_write)
        clear(self.results)
        self.what.setText(f"{chosen.person.name}: {chosen.service.name}" if chosen else "")
        self.person.show_person(chosen.person if chosen else None)
        if chosen is None:
            return
        found = self._results_of(chosen)
        self.attach_button.setEnabled(may_write and bool(self._results_on(chosen.service)))
        for item in found:
            self.results.addLayout(self._result_row(item, may_write=may_write))
        if not found:
            self.results.addWidget(faint(tr("No result yet.")))

    def _results_of(self, chosen: Standing) -> list[Briefing]:
        found = [item for item in self._results_on(chosen.service) if item.person == chosen.person.id]
        return sorted(found, key=lambda item: item.date, reverse=True)

    def _results_on(self, service: Service) -> list[Briefing]:
        return [item for item in self.bridge.snapshot.briefings.values() if item.service == service.id]

    def _result_row(self, item: Briefing, *, may_write: bool) -> QHBoxLayout:
        row = QHBoxLayout()
        text = tr("{day}: {right} of {asked}, {verdict}", day=words.date(item.date), right=item.right,
                  asked=item.asked, verdict=tr("passed") if item.passed else tr("not passed"))  # fmt: skip
        if item.missed:
            topics = "; ".join(briefing.topic(key) for key in item.missed)
            text += "\n" + tr("Wrong: {topics}", topics=topics)
        row.addWidget(Prose(text), 1)
        remove = QPushButton(tr("Remove"))
        remove.setAccessibleName(tr("Remove the result of {day}", day=words.date(item.date)))
        remove.setEnabled(may_write)
        remove.clicked.connect(lambda: self.bridge.do(lambda: self.bridge.workspace.remove(item)))
        row.addWidget(remove, 0, Qt.AlignmentFlag.AlignTop)
        return row

    # Course and quiz

    def show_list(self) -> None:
        """Go back from course or quiz to the list."""
        self.stack.setCurrentIndex(_PEOPLE)
        self.table.setFocus()

    def read_course(self) -> None:
        """Show the course on the service of the row chosen."""
        if (chosen := self.chosen) is not None:
            self.page.read(briefing.course_markdown(chosen.service))
            self.stack.setCurrentIndex(_COURSE)
            self.page.setFocus()

    def take_quiz(self) -> None:
        """Ask the person chosen, with other questions each time."""
        chosen = self.chosen
        if chosen is None:
            return
        self._attempt += 1
        self._in_quiz = chosen
        seed = f"{chosen.person.id} {self.bridge.context.today} {len(self._results_of(chosen))} {self._attempt}"
        title = f"{chosen.person.name}: {chosen.service.name}"
        questions = briefing.quiz(chosen.service, seed)
        self.quiz.begin(title, questions, may_record=not self.bridge.workspace.read_only)
        self.stack.setCurrentIndex(_QUIZ)
        self.quiz.answers[0].button.setFocus()

    def _on_finished(self, record: bool) -> None:  # noqa: FBT001 - a signal's value
        asked, quiz = self._in_quiz, self.quiz
        if record and asked is not None:
            today = self.bridge.context.today
            self.bridge.do(
                lambda: briefing.record(
                    self.bridge.workspace, asked.person, asked.service, today, quiz.right, quiz.asked, quiz.missed
                )
            )
        self.show_list()

    def enter_result(self) -> None:
        """Ask for the result of a sheet that was filled in by hand."""
        chosen = self.chosen
        if chosen is None:
            return
        dialog = PaperResult(f"{chosen.person.name}: {chosen.service.name}", self.bridge.context.today, self)
        if dialog.exec():
            day, right, asked = dialog.result_given()
            self.bridge.do(
                lambda: briefing.record(self.bridge.workspace, chosen.person, chosen.service, day, right, asked)
            )

    def attach(self) -> None:
        """Attach the results of the service as PDF to the evidence that they make."""
        if (chosen := self.chosen) is not None:
            today = self.bridge.context.today
            if self.bridge.do(lambda: briefing.attach(self.bridge.workspace, chosen.service, today)) is not None:
                self.bridge.said.emit(tr("Attached; cited where competence of personnel is asked for."))

    def _report(self, kind: str) -> None:
        service = self.chosen.service.id if self.chosen and kind != "briefings" else ""
        self.bridge.go(Place("reports", record=kind, filter=service))

    # Changing

    def ask_for_people(self) -> None:
        """Ask for names or roles, one a line."""
        text, given = QInputDialog.getMultiLineText(self, tr("Add people"), tr("Names or roles, one a line"))
        if given:
            self.bridge.do(lambda: briefing.add_people(self.bridge.workspace, text.splitlines()))

    def commit_typing(self) -> None:
        """Record what differs in the person's form; a refusal is shown beside it."""
        self.person.commit()

    def remove(self) -> None:
        """Remove the person with all results, after asking; it can be undone."""
        chosen = self.chosen
        question = tr("Remove {name} and all results? Enter the day of leaving instead to keep them.",
                      name=chosen.person.name if chosen else "")  # fmt: skip
        if chosen is not None and ask(tr("Remove a person"), question, self):
            self.bridge.do(lambda: self.bridge.workspace.remove(chosen.person))

    def keyboard_help(self) -> list[str]:
        """Name the keys of the quiz."""
        return [tr("Up, Down\tin the quiz: another answer"), tr("Enter\tin the quiz: answer, go on")]


def _cells(item: Standing, since: dt.date) -> tuple[str, ...]:
    passed = words.date(item.passed.date) if item.passed else tr("never")
    if item.is_due(since):
        passed = tr("{day} (due)", day=passed)
    return item.person.name, item.service.name, passed


def _same(item: Standing, other: Standing) -> bool:
    return item.person.id == other.person.id and item.service.id == other.service.id
