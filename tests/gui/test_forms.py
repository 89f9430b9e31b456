"""Forms begin in their first field, and Enter does what the form is for; what is dropped on a field is attached."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from readiness.gui.assessment.view import AssessmentView
from readiness.gui.bridge import Bridge, Place
from readiness.gui.desk import Desk
from readiness.gui.dialogs import Form
from readiness.gui.reports import ReportsView
from readiness.gui.window import MainWindow
from tests.gui.everywhere import open_dialogs


class _Asked(Form):
    """A form of one field that counts how often it was done."""

    def __init__(self) -> None:
        super().__init__("Asked", "&Do it")
        self.field = QLineEdit()
        self.body.addWidget(self.field)
        self.done_times = 0

    def work(self) -> None:
        self.done_times += 1


def test_enter_in_a_field_does_it_and_does_not_cancel(qtbot: QtBot) -> None:
    form = _Asked()
    qtbot.addWidget(form)
    form.show()
    qtbot.waitUntil(form.isVisible)
    assert form.focusWidget() is form.field
    qtbot.keyClick(form.field, Qt.Key.Key_Return)
    assert form.done_times == 1
    assert form.result() == form.DialogCode.Accepted.value


def test_every_form_begins_in_a_field(full_window: MainWindow) -> None:
    forms = 0
    for name, dialog in open_dialogs(full_window):
        if isinstance(dialog, Form):
            QApplication.processEvents()
            forms += 1
            assert dialog.button.isDefault(), name
            if dialog._fields():
                assert not isinstance(dialog.focusWidget(), QPushButton) or dialog.focusWidget() in dialog._fields(), (
                    name
                )
    assert forms >= 5


def test_enter_makes_the_report_that_is_chosen(qtbot: QtBot, bridge: Bridge, desk: Desk) -> None:
    bridge.go(Place("reports"))
    view = desk.stack.currentWidget()
    assert isinstance(view, ReportsView)
    made: list[bool] = []
    view.make_button.clicked.disconnect()
    view.make_button.clicked.connect(lambda: made.append(True))
    assert view.focusWidget() is view.make_button
    qtbot.keyClick(view.make_button, Qt.Key.Key_Return)
    assert made == [True]


def test_a_file_dropped_on_the_due_date_is_no_text_for_it(view: AssessmentView) -> None:
    field = view.pane.due.text
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile("/there/audit-plan.pdf")])
    data.setText("file:///there/audit-plan.pdf")
    place, buttons, keys = QPoint(5, 5), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(place, Qt.DropAction.CopyAction, data, buttons, keys)
    QApplication.sendEvent(field, enter)
    drop = QDropEvent(place, Qt.DropAction.CopyAction, data, buttons, keys)
    QApplication.sendEvent(field, drop)
    assert field.text() == ""
