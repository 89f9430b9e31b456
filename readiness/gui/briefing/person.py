"""What is known of somebody who is to be briefed: name or role, function, services, day of leaving."""

from __future__ import annotations

import msgspec
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QFormLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from readiness.errors import ReadinessError
from readiness.gui import theme
from readiness.gui.bridge import Bridge
from readiness.gui.flow import Flow, clear
from readiness.gui.forms import DateField, Sentence, add_row
from readiness.model.briefing import Person
from readiness.texts import tr


class PersonForm(QWidget):
    """The form for one person; what is typed is recorded when a field is left."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        """Show nobody."""
        super().__init__(parent)
        self._bridge = bridge
        self._person: Person | None = None
        self._service_boxes: dict[str, QCheckBox] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        caption = QLabel(tr("Person"))
        caption.setFont(theme.heading_font(caption, 1.0))
        column.addWidget(caption)
        form = QFormLayout()
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)
        self.name, self.function = QLineEdit(), QLineEdit()
        self.function.setPlaceholderText(tr("for example sales"))
        for field, text in ((self.name, tr("&Name or role")), (self.function, tr("Functi&on"))):
            field.editingFinished.connect(self.commit)
            add_row(form, text, field)
        self.services = QWidget()
        self.services.setAccessibleName(tr("Works with"))
        self._service_flow = Flow(theme.SPACING, self.services)
        form.addRow(QLabel(tr("Works with (none ticked: with all)")))
        form.addRow(self.services)
        self.left_on = DateField(tr("Left on"))
        self.left_on.edited.connect(self.commit)
        add_row(form, tr("Lef&t on"), self.left_on)
        column.addLayout(form)
        self.problem = Sentence()
        column.addWidget(self.problem)
        self.remove_button = QPushButton(tr("Re&move with all results"))
        column.addWidget(self.remove_button, 0, Qt.AlignmentFlag.AlignLeft)

    def show_person(self, person: Person | None) -> None:
        """Fill the form; text that is being typed stays where it is the same person's."""
        same = person is not None and self._person is not None and person.id == self._person.id
        self._person = person
        may_write = person is not None and not self._bridge.workspace.read_only
        if not same:
            self.problem.say("")
        shown = person or Person(id="", name="")
        for field, text in ((self.name, shown.name), (self.function, shown.function)):
            field.setReadOnly(not may_write)
            if not (same and field.hasFocus() and field.isModified()):
                field.setText(text)
                field.setCursorPosition(0)
        self.left_on.set_date(shown.left)
        self.left_on.set_read_only(on=not may_write)
        self.remove_button.setEnabled(may_write)
        self._show_services(person, may_write=may_write)

    def _show_services(self, person: Person | None, *, may_write: bool) -> None:
        services = self._bridge.snapshot.services
        services_of = person.services if person else ()
        if list(self._service_boxes) != list(services):
            clear(self._service_flow)
            self._service_boxes = {key: QCheckBox() for key in services}
            for box in self._service_boxes.values():
                box.clicked.connect(lambda _: self.commit())
                self._service_flow.addWidget(box)
        for key, box in self._service_boxes.items():
            box.setText(services[key].name.replace("&", "&&"))
            box.setAccessibleName(tr("Works with {service}", service=services[key].name))
            box.setChecked(key in services_of)
            box.setEnabled(may_write)

    def commit(self) -> None:
        """Record what differs; a refusal is shown below."""
        person = self._bridge.snapshot.personnel.get(self._person.id) if self._person else None
        if person is None or self._bridge.workspace.read_only:
            return
        typed = msgspec.structs.replace(
            person,
            name=" ".join(self.name.text().split()),
            function=self.function.text().strip(),
            services=tuple(key for key, box in self._service_boxes.items() if box.isChecked()),
            left=self.left_on.date,
        )
        try:
            if typed != person:
                self._bridge.workspace.put(typed)
        except ReadinessError as error:
            self.problem.say(str(error))
        else:
            self.problem.say("")
