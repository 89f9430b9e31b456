"""Briefing: who works with which service and was briefed when; the course and the quiz are gone to from here."""

from __future__ import annotations

import tempfile
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QInputDialog,
    QLabel,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from readiness import words
from readiness.errors import Cancelled
from readiness.gui import theme
from readiness.gui.attaching import with_progress
from readiness.gui.boxes import ask
from readiness.gui.bridge import Bridge, Place
from readiness.gui.briefing.paper import PaperResult
from readiness.gui.briefing.people import PeopleList
from readiness.gui.briefing.person import PersonForm
from readiness.gui.briefing.quiz import Quiz
from readiness.gui.erasing import ErasingDialog
from readiness.gui.flow import Flow, Halves, Prose, Tall, clear, scrolled
from readiness.gui.forms import faint
from readiness.gui.reading import Reading
from readiness.gui.view import View
from readiness.model.briefing import Briefing, Person
from readiness.model.history import Commit
from readiness.model.records import Evidence, Service
from readiness.tasks import briefing
from readiness.texts import tr

_PEOPLE, _COURSE, _QUIZ = range(3)
_SHOWN = (Person.table, Briefing.table, Service.table, Evidence.table)
"""Tables whose changes the page shows."""


class BriefingView(View):
    """A list of people and services, the person chosen beside it; course and quiz take the whole page."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        """Show who is to be briefed."""
        super().__init__(bridge, parent)
        self._attempt = 0
        self._stale = False
        self._in_quiz: tuple[Person, Service] | None = None
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
        self.people = PeopleList(self.bridge)
        self.people.changed.connect(self._show_details)
        column.addWidget(self.people, 1)
        halves = Halves()
        halves.addWidget(left)
        halves.addWidget(self._details())
        halves.setStretchFactor(0, 3)
        halves.setStretchFactor(1, 2)
        return halves

    def _details(self) -> QScrollArea:
        page = self.details = Tall()
        scroll = scrolled(page, tr("{register}: what is chosen", register=tr("Briefing")))
        column = QVBoxLayout(page)
        self.what = Prose("")
        self.what.setFont(theme.heading_font(self.what, 1.15))
        column.addWidget(self.what)
        buttons = self.buttons = QWidget()
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
        self.results_caption = QLabel(tr("Results"))
        self.results_caption.setFont(theme.heading_font(self.results_caption, 1.0))
        column.addWidget(self.results_caption)
        self.results = QVBoxLayout()
        column.addLayout(self.results)
        self.person = PersonForm(self.bridge)
        self.person.remove_button.clicked.connect(self.remove)
        self.person.erase_button.clicked.connect(self.erase)
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
        """Show who is recorded now, once the page is in sight; a quiz ends whose person or service is gone."""
        if commit is not None and not any(change.table in _SHOWN for change in commit.changes):
            return
        if commit is not None and not self.isVisible():
            self._stale = True
            return
        self._stale = False
        snapshot, asked = self.bridge.snapshot, self._in_quiz
        if self.stack.currentIndex() == _QUIZ and asked is not None:
            person, service = asked
            if person.id not in snapshot.personnel or service.id not in snapshot.services:
                self.bridge.said.emit(tr("The quiz ended: its person or service was removed."))
                self.show_list()
        self.people.fill()
        self.add_button.setEnabled(not self.bridge.workspace.read_only)
        for button in (self.set_button, self.handout_button, self.record_button):
            button.setEnabled(bool(snapshot.services))

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """Show what changed meanwhile."""
        super().showEvent(event)
        if self._stale:
            self.refresh(None)

    def show_place(self, place: Place) -> None:
        """Show who is due where that is wanted, and choose a person."""
        if place.filter or place.record:
            self.stack.setCurrentIndex(_PEOPLE)
        if place.filter:
            self.people.which.setCurrentIndex(max(0, self.people.which.findData(place.filter)))
        self.people.choose(place.record)
        if self.stack.currentIndex() == _PEOPLE:
            (self.people.table if self.people.shown else self.add_button).setFocus()

    def place(self, shown: Place) -> Place:
        """Give the place with the person that is chosen now."""
        chosen = self.people.chosen
        return Place(shown.view, record=chosen.person.id if chosen and self.stack.currentIndex() == _PEOPLE else "")

    def _chosen(self) -> tuple[Person, Service] | None:
        """Give the person and the service of the row chosen; None where there is no service."""
        chosen = self.people.chosen
        return (chosen.person, chosen.service) if chosen and chosen.service else None

    def _show_details(self) -> None:
        row, chosen, may_write = self.people.chosen, self._chosen(), not self.bridge.workspace.read_only
        self.details.setVisible(row is not None)
        for widget in (self.buttons, self.results_caption):
            widget.setVisible(chosen is not None)
        clear(self.results)
        self.person.show_person(row.person if row else None)
        self.what.setText(f"{chosen[0].name}: {chosen[1].name}" if chosen else row.person.name if row else "")
        if chosen is None:
            return
        self.paper_button.setEnabled(may_write)
        has_results = any(item.service == chosen[1].id for item in self.bridge.snapshot.briefings.values())
        self.attach_button.setEnabled(
            may_write and has_results and briefing.kept_under(self.bridge.snapshot, chosen[1]) is not None
        )
        found = self._results_of(*chosen)
        for item in found:
            self.results.addLayout(self._result_row(item, may_write=may_write))
        if not found:
            self.results.addWidget(faint(tr("No result yet.")))

    def _results_of(self, person: Person, service: Service) -> list[Briefing]:
        every = self.bridge.snapshot.briefings.values()
        found = [item for item in every if (item.person, item.service) == (person.id, service.id)]
        return sorted(found, key=lambda item: item.date, reverse=True)

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
        self._in_quiz = None
        self.stack.setCurrentIndex(_PEOPLE)
        self.people.table.setFocus()

    def read_course(self) -> None:
        """Show the course on the service of the row chosen."""
        if (chosen := self._chosen()) is not None:
            self.page.read(briefing.course_markdown(chosen[1]))
            self.stack.setCurrentIndex(_COURSE)
            self.page.setFocus()

    def take_quiz(self) -> None:
        """Ask the person chosen, with other questions each time."""
        chosen = self._chosen()
        if chosen is None:
            return
        person, service = self._in_quiz = chosen
        self._attempt += 1
        seed = f"{person.id} {self.bridge.context.today} {len(self._results_of(person, service))} {self._attempt}"
        questions = briefing.quiz(service, seed)
        self.quiz.begin(f"{person.name}: {service.name}", questions, may_record=not self.bridge.workspace.read_only)
        self.stack.setCurrentIndex(_QUIZ)
        self.quiz.answers[0].button.setFocus()

    def _on_finished(self, record: bool) -> None:  # noqa: FBT001 - a signal's value
        asked, quiz = self._in_quiz, self.quiz
        self._in_quiz = None
        if record and asked is not None:
            today = self.bridge.context.today
            self.bridge.do(
                lambda: briefing.record(self.bridge.workspace, *asked, today, quiz.right, quiz.asked, quiz.missed)
            )
        self.show_list()

    def enter_result(self) -> None:
        """Ask for the result of a sheet that was filled in by hand."""
        chosen = self._chosen()
        if chosen is None:
            return
        dialog = PaperResult(f"{chosen[0].name}: {chosen[1].name}", self.bridge.context.today, self)
        if dialog.exec():
            day, right, asked = dialog.result_given()
            self.bridge.do(lambda: briefing.record(self.bridge.workspace, *chosen, day, right, asked))

    def attach(self) -> None:
        """Attach the results of the service as PDF to the evidence that they make."""
        chosen, workspace, today = self._chosen(), self.bridge.workspace, self.bridge.context.today
        if chosen is None:
            return
        snapshot, service = workspace.snapshot, chosen[1]

        def attach() -> object:
            with tempfile.TemporaryDirectory() as folder:
                target = Path(folder) / tr("briefings.pdf")
                with_progress(
                    self,
                    tr("Writing the results"),
                    lambda progress: briefing.write_results(snapshot, service, target, today, progress),
                )
                return briefing.attach(workspace, service, target, today)

        try:
            attached = self.bridge.do(attach)
        except Cancelled:
            return
        if attached is not None:
            self.bridge.said.emit(tr("Attached; cited where competence of personnel is asked for."))

    def _report(self, kind: str) -> None:
        chosen = self._chosen()
        service = chosen[1].id if chosen and kind != "briefings" else ""
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
        chosen = self.people.chosen
        question = tr("Remove {name} and all results? Enter the day of leaving instead to keep them.",
                      name=chosen.person.name if chosen else "")  # fmt: skip
        if chosen is not None and ask(tr("Remove a person"), question, self):
            self.bridge.do(lambda: self.bridge.workspace.remove(chosen.person))

    def erase(self) -> None:
        """Ask why the person is to be erased for good, and do it."""
        chosen = self.people.chosen
        if chosen is not None:
            ErasingDialog(self.bridge, chosen.person, self).exec()

    def keyboard_help(self) -> list[str]:
        """Name the keys of the quiz."""
        return [tr("Up, Down\tin the quiz: another answer"), tr("Enter\tin the quiz: answer, go on")]
