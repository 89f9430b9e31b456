"""The schedule of services: a short interview about each, and where its answers lead, with reasons and wording."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import TypeVar

import msgspec
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QCompleter,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from readiness import library, words
from readiness.analysis import services
from readiness.analysis.scope import PRODUCTS, SYSTEMS, Reason, Route, route_name, route_short
from readiness.gui import theme
from readiness.gui.boxes import ask
from readiness.gui.bridge import Bridge, Place
from readiness.gui.flow import Flow, Link, Prose, clear
from readiness.gui.forms import add_row, faint, let_shrink, name_choice
from readiness.gui.register import Register
from readiness.gui.tables import Column
from readiness.gui.typing import TextField, chosen_of, typed_in
from readiness.model.record import new_id
from readiness.model.records import Attested, Evaluated, MarkPlace, Method, Service
from readiness.texts import tr, trn

_OPEN = (Route.ASK, Route.CONTRADICTION)
E = TypeVar("E", bound=StrEnum)


class ServicesView(Register[Service]):
    """All services offered or planned, the interview about the one chosen, and what follows from it."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        """Show the schedule."""
        super().__init__(
            bridge,
            tr("Services"),
            (
                Column(tr("Service"), lambda item: item.name, letters=30),
                Column(tr("Certified against"), lambda item: item.document, letters=26),
                Column(tr("Where it leads"), lambda item: route_short(self._advised(item).advice.route), letters=22),
                Column(tr("State"), _state, letters=12),
            ),
            {
                "all": (tr("all"), lambda _: True),
                "open": (tr("not settled"), lambda item: self._advised(item).advice.route in _OPEN),
                "systems": (tr("ISO/IEC 17021-1"), lambda item: SYSTEMS in self._advised(item).advice.standards),
                "products": (tr("ISO/IEC 17065"), lambda item: PRODUCTS in self._advised(item).advice.standards),
            },
            tr("Nothing here yet. Add each certification that you offer or plan: a few questions tell which standard "
               "applies to it, why, and what has to be kept apart."),
            tr("&New service"),
            parent,
        )  # fmt: skip
        self._known: dict[Service, services.Advised] = {}
        self._build_form()
        self.refresh(None)

    def _advised(self, item: Service) -> services.Advised:
        if item not in self._known:
            self._known[item] = services.of(item, library.schemes())
        return self._known[item]

    def records(self) -> list[Service]:
        """List all services."""
        return list(self.bridge.snapshot.services.values())

    def searchable(self, record: Service) -> str:
        """Look in name, document, note and where it leads."""
        return " ".join((record.name, record.document, record.note, route_name(self._advised(record).advice.route)))

    # The interview

    def _build_form(self) -> None:
        self.route = QLabel()
        self.route.setFont(theme.heading_font(self.route, 1.15))
        self.route.setWordWrap(True)
        self.form_column.addWidget(self.route)
        form = self.interview = QFormLayout()
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)
        self.name = QLineEdit()
        self.name.editingFinished.connect(self.commit_typing)
        add_row(form, tr("&Service, as you call it"), self.name)
        self.planned = QCheckBox(tr("p&lanned, not offered yet"))
        self.planned.clicked.connect(lambda _: self.commit_typing())
        form.addRow("", self.planned)
        self.document = QLineEdit()
        self.document.setPlaceholderText(tr("ISO 9001:2015, or the scheme and its edition"))
        self.document.setCompleter(_completer(scheme.designation for scheme in library.schemes().schemes))
        self.document.editingFinished.connect(self.commit_typing)
        add_row(form, tr("Certified a&gainst"), self.document)
        self.evaluated = self._boxes(form, tr("What is evaluated?"), list(Evaluated), words.evaluated)
        self.methods = self._boxes(form, tr("How is it evaluated?"), list(Method), words.method)
        self.attested = self._choice(form, tr("What does the certificate sa&y is conforming?"),
                                     [(words.attested(item), item.value) for item in Attested])  # fmt: skip
        self.mark = self._choice(form, tr("Where may the client show the mar&k?"),
                                 [(words.mark_place(item), item.value) for item in MarkPlace])  # fmt: skip
        self.answered = self._choice(
            form,
            tr("Ans&wer of the accreditation body, where it was asked"),
            [(tr("not asked, or no answer yet"), ""), ("ISO/IEC 17021-1", SYSTEMS), ("ISO/IEC 17065", PRODUCTS),
             (tr("both, apart"), "both")],
        )  # fmt: skip
        self.answer_source = QLineEdit()
        self.answer_source.editingFinished.connect(self.commit_typing)
        add_row(form, tr("Where its answer stands (le&tter, date)"), self.answer_source)
        self.procedures = QLineEdit()
        self.procedures.setPlaceholderText(tr("P-201, S-210"))
        self.procedures.editingFinished.connect(self.commit_typing)
        add_row(form, tr("Procedures, by their n&umbers in the register"), self.procedures)
        self.note = TextField(self.bridge, 3)
        self.note.left.connect(lambda _: self.commit_typing())
        add_row(form, tr("N&ote"), self.note)
        self.form_column.addLayout(form)
        self._build_below()

    def _build_below(self) -> None:
        self.form_column.addWidget(self.problem)
        self.advice = QVBoxLayout()
        self.form_column.addLayout(self.advice)
        row = QHBoxLayout()
        self.map_button = QPushButton(tr("Scope ma&p ..."))
        self.map_button.clicked.connect(lambda: self.bridge.go(Place("reports", record="scope")))
        self.remove_button = QPushButton(tr("Re&move the service"))
        self.remove_button.clicked.connect(self.remove)
        row.addWidget(self.map_button)
        row.addWidget(self.remove_button)
        row.addStretch()
        self.form_column.addLayout(row)
        self.form_column.addStretch()

    def _boxes(self, form: QFormLayout, caption: str, values: list[E], name: object) -> dict[E, QCheckBox]:
        assert callable(name)
        around = QWidget()
        around.setAccessibleName(caption)
        flow = Flow(theme.SPACING, around)
        found: dict[E, QCheckBox] = {}
        for value in values:
            box = found[value] = QCheckBox(name(value))
            box.setAccessibleName(f"{caption} {name(value)}")
            box.clicked.connect(lambda _: self.commit_typing())
            flow.addWidget(box)
        form.addRow(QLabel(caption))
        form.addRow(around)
        return found

    def _choice(self, form: QFormLayout, caption: str, values: list[tuple[str, str]]) -> QComboBox:
        box = QComboBox()
        for text, value in values:
            box.addItem(text, value)
        name_choice(box, caption.replace("&", ""))
        let_shrink(box)
        box.activated.connect(lambda _: self.commit_typing())
        add_row(form, caption, box)
        return box

    def show_record(self, record: Service | None) -> None:
        """Fill the interview with a service; text that is being typed stays."""
        shown = record or Service(id="", name="")
        self.form.setEnabled(record is not None and not self.bridge.workspace.read_only)
        for field, text in (
            (self.name, shown.name),
            (self.document, shown.document),
            (self.answer_source, shown.answer_source),
            (self.procedures, ", ".join(shown.procedures)),
        ):
            if not (field.hasFocus() and field.isModified()):
                field.setText(text)
                field.setCursorPosition(0)
        self.planned.setChecked(shown.planned)
        for what, box in self.evaluated.items():
            box.setChecked(what in shown.evaluated)
        for how, box in self.methods.items():
            box.setChecked(how in shown.methods)
        for choice, value in (
            (self.attested, shown.attested),
            (self.mark, shown.mark),
            (self.answered, shown.answered),
        ):
            choice.setCurrentIndex(choice.findData(str(value)))
        if record is None or not self.note.is_changed:
            key = ("services", record.id, "note") if record else ()
            self.note.show_text(shown.note, key, read_only=record is None)
        self._show_advice(record)

    # What follows

    def _show_advice(self, record: Service | None) -> None:
        clear(self.advice)
        found = self._advised(record) if record else None
        asks = found is not None and (found.advice.route is Route.ASK or bool(found.service.answered))
        for field in (self.answered, self.answer_source):
            self.interview.setRowVisible(field, asks)
        self.route.setText(route_name(found.advice.route) if found else "")
        if record is None or found is None:
            return
        if found.scheme is not None:
            self.advice.addWidget(faint(tr("Recognized: {scheme}, {title}", scheme=found.scheme.designation,
                                           title=found.scheme.title)))  # fmt: skip
        known = {item.reference for item in record.documents(self.bridge.snapshot.evidence.values())}
        if len(known) < len(set(record.procedures)):
            self.advice.addWidget(Prose(tr("Not every procedure named is in the register of evidence by that number.")))
        self._add_reasons(tr("Contradictions"), found.advice.contradictions)
        self._add_reasons(tr("Why"), found.advice.reasons)
        if found.advice.questions:
            self._add_caption(tr("Ask your accreditation body"))
            for question in found.advice.questions:
                self.advice.addWidget(Prose(question))
            copy = QPushButton(tr("Copy the &questions"))
            copy.clicked.connect(lambda: self._copy("\n".join(found.advice.questions)))
            self.advice.addWidget(copy, 0, Qt.AlignmentFlag.AlignLeft)
        self._add_reasons(tr("Who must be competent"), services.competence(found))
        self._add_separation(found)
        self._add_wording(found)

    def _add_separation(self, found: services.Advised) -> None:
        """Say what must be kept apart, where the schedule has services under both standards."""
        listed = services.schedule(self.bridge.snapshot, library.schemes())
        if not found.advice.standards or not services.needs_separation(listed):
            return
        self._add_caption(tr("What must be kept apart"))
        count = len(services.apart(library.crosswalk()))
        link = Link(trn("{n} topic needs a document of its own in each.",
                        "{n} topics need a document of their own in each.", count))  # fmt: skip
        link.clicked.connect(lambda: self.bridge.go(Place("two-standards", record="topics", filter="own")))
        self.advice.addWidget(link)

    def _add_caption(self, text: str) -> None:
        caption = QLabel(text)
        caption.setFont(theme.heading_font(caption, 1.0))
        self.advice.addWidget(caption)

    def _add_reasons(self, caption: str, reasons: Iterable[Reason]) -> None:
        for number, reason in enumerate(reasons):
            if number == 0:
                self._add_caption(caption)
            self.advice.addWidget(Prose(reason.text))
            row = QHBoxLayout()
            for clause in reason.clauses:
                if (link := self._clause_link(clause, reason.text)) is not None:
                    row.addWidget(link)
            row.addStretch()
            if row.count() > 1:
                self.advice.addLayout(row)

    def _clause_link(self, clause: str, reason: str) -> QWidget | None:
        standard, _, number = clause.partition(":")
        text = f"{standard}, {number}"
        assessments = self.bridge.snapshot.assessments_of(standard)
        if not assessments:
            return faint(text)
        link = Link(text, f"{text}: {reason}")
        place = Place("assessment", assessment=assessments[0].id, requirement=number)
        link.clicked.connect(lambda: self.bridge.go(place))
        return link

    def _add_wording(self, found: services.Advised) -> None:
        names = {
            services.Use.PROPOSAL: tr("Wording for the proposal, ISO/IEC {standard}"),
            services.Use.CONTRACT: tr("Wording for the contract, ISO/IEC {standard}"),
            services.Use.CERTIFICATE: tr("Wording for the certificate, ISO/IEC {standard}"),
        }
        for suggested in services.wording(found):
            caption = names[suggested.use].format(standard=suggested.standard)
            self._add_caption(caption)
            self.advice.addWidget(Prose(suggested.text))
            copy = QPushButton(tr("Copy"))
            copy.setAccessibleName(tr("Copy: {what}", what=caption))
            copy.clicked.connect(lambda _=False, text=suggested.text: self._copy(text))
            self.advice.addWidget(copy, 0, Qt.AlignmentFlag.AlignLeft)

    def _copy(self, text: str) -> None:
        QApplication.clipboard().setText(text)
        self.bridge.said.emit(tr("Copied"))

    # Changing

    def commit_typing(self) -> None:
        """Record what differs in the interview; a refusal is shown beside it."""
        if self.chosen is None or self.bridge.workspace.read_only:
            return
        chosen = self.chosen
        typed = msgspec.structs.replace(
            chosen,
            name=typed_in(self.name, chosen.name),
            planned=self.planned.isChecked(),
            document=typed_in(self.document, chosen.document),
            evaluated=chosen_of(_ticked(self.evaluated), chosen.evaluated),
            methods=chosen_of(_ticked(self.methods), chosen.methods),
            attested=Attested(self.attested.currentData()),
            mark=MarkPlace(self.mark.currentData()),
            answered=self.answered.currentData(),
            answer_source=typed_in(self.answer_source, chosen.answer_source),
            procedures=self._procedures(chosen.procedures),
            note=self.note.text,
        )
        self.record_typed(typed, (self.note,))

    def _procedures(self, recorded: tuple[str, ...]) -> tuple[str, ...]:
        """Give the numbers that are typed between commas; those recorded where the line shows just these."""
        joined = ", ".join(recorded)
        numbers = typed_in(self.procedures, joined)
        return recorded if numbers == joined else tuple(part.strip() for part in numbers.split(",") if part.strip())

    def add(self) -> None:
        """Add a service with a name to be overwritten."""
        self.commit_typing()
        record = Service(id=new_id(), name=tr("New service"))
        if self.bridge.do(lambda: self.bridge.workspace.put(record)):
            self.show_place(Place("services", record=record.id))
            self.name.setFocus()
            self.name.selectAll()

    def remove(self) -> None:
        """Remove the chosen service, after asking where staff was briefed on it; undo brings it back."""
        record = self.chosen
        if record is None:
            return
        results = sum(item.service == record.id for item in self.bridge.snapshot.briefings.values())
        question = trn(
            "{n} result of a briefing on '{name}' goes with it. Remove it?",
            "{n} results of briefings on '{name}' go with it. Remove it?",
            results,
            name=record.name,
        )
        if not results or ask(tr("Remove the service"), question, self):
            self.bridge.do(lambda: self.bridge.workspace.remove(record))


def _state(item: Service) -> str:
    return tr("planned") if item.planned else tr("offered")


def _completer(names: Iterable[str]) -> QCompleter:
    completer = QCompleter(list(names))
    completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
    completer.setFilterMode(Qt.MatchFlag.MatchContains)
    return completer


def _ticked(boxes: dict[E, QCheckBox]) -> tuple[E, ...]:
    return tuple(what for what, box in boxes.items() if box.isChecked())
