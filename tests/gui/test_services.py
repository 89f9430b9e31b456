"""The schedule of services in the window: the interview, what follows from it, and what is copied."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from readiness.gui.bridge import Bridge, Place
from readiness.gui.desk import Desk
from readiness.gui.services import ServicesView
from readiness.model.records import Attested, Evaluated, MarkPlace, Method


@pytest.fixture
def view(bridge: Bridge, desk: Desk) -> ServicesView:
    """Give the place, with a service just added."""
    bridge.go(Place("services"))
    shown = desk.stack.currentWidget()
    assert isinstance(shown, ServicesView)
    shown.add_button.click()
    return shown


def _choose(view: ServicesView, what: Evaluated, how: Method, attested: Attested, mark: MarkPlace) -> None:
    view.evaluated[what].click()
    view.methods[how].click()
    for box, value in ((view.attested, attested), (view.mark, mark)):
        box.setCurrentIndex(box.findData(str(value)))
        box.activated.emit(box.currentIndex())


def _said(view: ServicesView) -> str:
    QApplication.processEvents()
    return "\n".join(label.text() for label in view.form.findChildren(QLabel) if label.isVisibleTo(view.form))


def _type_document(qtbot: QtBot, view: ServicesView, text: str) -> None:
    view.document.setFocus()
    qtbot.keyClicks(view.document, text)
    qtbot.keyClick(view.document, Qt.Key.Key_Return)


def test_answers_lead_to_a_standard_with_reasons_links_and_wording(qtbot: QtBot, view: ServicesView) -> None:
    _type_document(qtbot, view, "ISO 9001:2015")
    _choose(view, Evaluated.ORGANIZATION, Method.AUDIT, Attested.SYSTEM, MarkPlace.COMPANY)
    assert view.route.text() == "ISO/IEC 17021-1: certification of management systems"
    assert "Recognized: ISO 9001" in _said(view)
    (service,) = view.bridge.snapshot.services.values()
    assert service.evaluated == (Evaluated.ORGANIZATION,)
    assert service.document == "ISO 9001:2015"
    buttons = [item for item in view.form.findChildren(QPushButton) if item.isVisibleTo(view.form)]
    copies = [button for button in buttons if button.text() == "Copy"]
    assert len(copies) == 3
    copies[0].click()
    assert "ISO 9001:2015" in QApplication.clipboard().text()
    link = next(item for item in buttons if item.text() == "17021-1, 8.2.2")
    went: list[Place] = []
    view.bridge.went.connect(went.append)
    link.click()
    assert went[-1].requirement == "8.2.2"


def test_a_contradiction_is_named_at_once_and_gone_when_it_is_mended(qtbot: QtBot, view: ServicesView) -> None:
    _type_document(qtbot, view, "ISO 9001:2015")
    _choose(view, Evaluated.ORGANIZATION, Method.AUDIT, Attested.PRODUCT, MarkPlace.COMPANY)
    assert view.route.text() == "open: the answers contradict each other"
    assert "You call it ISO 9001, yet the certificate names a product" in _said(view)
    assert [item for item in view.bridge.findings if item.rule == "contradictory-service"]
    view.attested.setCurrentIndex(view.attested.findData("system"))
    view.attested.activated.emit(view.attested.currentIndex())
    assert not [item for item in view.bridge.findings if item.rule == "contradictory-service"]


def test_the_answer_of_the_accreditation_body_is_asked_for_only_where_it_is_needed(
    qtbot: QtBot, view: ServicesView
) -> None:
    _type_document(qtbot, view, "ISO 22716:2007")
    _choose(view, Evaluated.PROCESS, Method.AUDIT, Attested.PRODUCT, MarkPlace.COMPANY)
    assert view.answered.isVisibleTo(view)
    view.answered.setCurrentIndex(view.answered.findData("17065"))
    view.answered.activated.emit(view.answered.currentIndex())
    assert "needs its source" in view.problem.text()
    view.answer_source.setText("letter of 3 May")
    view.answer_source.editingFinished.emit()
    assert view.problem.text() == ""
    assert view.route.text().startswith("ISO/IEC 17065")
    view.document.setText("Scheme S-1")
    view.answered.setCurrentIndex(0)
    view.commit_typing()
    assert not view.answered.isVisibleTo(view)


def test_a_service_is_removed_and_comes_back(view: ServicesView) -> None:
    view.remove_button.click()
    assert view.bridge.snapshot.services == {}
    assert view.route.text() == ""
    view.bridge.workspace.undo()
    assert len(view.bridge.snapshot.services) == 1
