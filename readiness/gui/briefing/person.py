"""What is known of somebody who is to be briefed: name or role, function, services, day of leaving."""

from __future__ import annotations

import msgspec
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QFormLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from readiness.errors import ReadinessError
from readiness.gui import theme
from readiness.gui.bridge import Bridge
from readiness.gui.flow import WrappedBox, clear
from readiness.gui.forms import DateField, Sentence, add_row
from readiness.gui.typing import chosen_of, typed_in
from readiness.model.briefing import Person
from readiness.texts import tr


class PersonForm(QWidget):
    """The form for one person; what is typed is recorded when a field is left."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        """Show nobody."""
        super().__init__(parent)
        self._bridge = bridge
        self._person: Person | None = None
        self._service_boxes: dict[str, WrappedBox] = {}
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
        self.everything = QCheckBox(tr("wor&ks with all services"))
        self.everything.clicked.connect(lambda _: self.commit())
        form.addRow(self.everything)
        self.services = QWidget()
        self.services.setAccessibleName(tr("Works with"))
        self._service_column = QVBoxLayout(self.services)
        self._service_column.setContentsMargins(theme.SPACING * 2, 0, 0, 0)
        form.addRow(self.services)
        self.left_on = DateField(tr("Left on"))
        self.left_on.edited.connect(self.commit)
        add_row(form, tr("Lef&t on"), self.left_on)
        column.addLayout(form)
        self.problem = Sentence()
        column.addWidget(self.problem)
        self.remove_button = QPushButton(tr("Re&move with all results"))
        self.erase_button = QPushButton(tr("Erase for good ..."))
        for button in (self.remove_button, self.erase_button):
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)

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
        self.erase_button.setEnabled(may_write)
        self._show_services(person, may_write=may_write)

    def _show_services(self, person: Person | None, *, may_write: bool) -> None:
        """Offer the services that are offered, and those planned that are ticked."""
        ticked = (person.services if person else None) or ()
        services = {
            key: service
            for key, service in self._bridge.snapshot.services.items()
            if not service.planned or key in ticked
        }
        if list(self._service_boxes) != list(services):
            clear(self._service_column)
            self._service_boxes = {key: WrappedBox() for key in services}
            for box in self._service_boxes.values():
                box.box.clicked.connect(lambda _: self.commit())
                self._service_column.addWidget(box)
        is_all = person is not None and person.services is None
        self.everything.setChecked(is_all)
        self.everything.setEnabled(may_write)
        self.services.setVisible(not is_all)
        for key, box in self._service_boxes.items():
            box.show_text(services[key].name, tr("Works with {service}", service=services[key].name))
            box.box.setChecked(key in ticked)
            box.box.setEnabled(may_write)

    def commit(self) -> None:
        """Record what differs; a refusal is shown below."""
        person = self._bridge.snapshot.personnel.get(self._person.id) if self._person else None
        if person is None or self._bridge.workspace.read_only:
            return
        name = typed_in(self.name, person.name)
        typed = msgspec.structs.replace(
            person,
            name=" ".join(name.split()) if name != person.name else person.name,
            function=typed_in(self.function, person.function),
            services=None if self.everything.isChecked() else chosen_of(self._ticked(), person.services or ()),
            left=self.left_on.date,
        )
        try:
            if typed != person:
                self._bridge.workspace.put(typed)
        except ReadinessError as error:
            self.problem.say(str(error))
        else:
            self.problem.say("")

    def _ticked(self) -> tuple[str, ...]:
        return tuple(key for key, box in self._service_boxes.items() if box.box.isChecked())
