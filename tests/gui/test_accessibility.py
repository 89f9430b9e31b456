"""What the window tells assistive technology, and that all of it is reached by the keyboard, in every place."""

from __future__ import annotations

import importlib
import pkgutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6 import QtGui
from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QAccessibleEvent, QAccessibleInterface
from PySide6.QtWidgets import QApplication, QComboBox, QDialog, QLabel, QMenuBar, QTextBrowser, QWidget
from pytestqt.qtbot import QtBot

from readiness import gui
from readiness.gui import spoken
from readiness.gui.assessment import AssessmentView
from readiness.gui.bridge import Place
from readiness.gui.child import ChildDialog
from readiness.gui.dialogs import Form
from readiness.gui.forms import DateField, Sentence
from readiness.gui.overview.pieces import Fold
from readiness.gui.reports import ReportsView
from readiness.gui.welcome import Welcome
from readiness.gui.window import MainWindow
from readiness.model.records import Rating
from readiness.tasks import settings
from tests.gui.everywhere import GAP, MET, describe, open_dialogs, settle, visit

Role = QAccessible.Role
CONTROLS = {
    Role.Button, Role.ButtonMenu, Role.ButtonDropDown, Role.CheckBox, Role.RadioButton, Role.EditableText,
    Role.ComboBox, Role.List, Role.Tree, Role.Table, Role.PageTab, Role.PageTabList, Role.Slider, Role.SpinBox,
    Role.Link, Role.ProgressBar,
}  # fmt: skip
WHOLE = {Role.List, Role.Tree, Role.Table}
"""Their cells and rows are data: the same word may stand in many of them."""
QT_OWN = {"QScrollBar", "QSizeGrip", "QSplitterHandle"}
"""Parts that Qt makes within its own widgets, worked through the widget they are in: its name says what they are of."""
MOST_STEPS = 400


# Names


def _walk(item: QAccessibleInterface) -> Iterator[QAccessibleInterface]:
    yield item
    if item.role() in WHOLE:
        return
    for position in range(item.childCount()):
        child = item.child(position)
        if child is not None and child.isValid():
            yield from _walk(child)


def _controls(window: QWidget) -> Iterator[tuple[QAccessible.Role, str, QObject | None]]:
    """List what is visible and can be worked: the usual controls, and our own widgets that take the keyboard.

    On Linux Qt gives what is chosen for the name of a choice, so its own name is asked for; see the test below.
    """
    for item in _walk(QAccessible.queryAccessibleInterface(window)):
        widget = item.object()
        if item.state().invisible or (widget is not None and widget.metaObject().className() in QT_OWN):
            continue
        takes_keys = isinstance(widget, QWidget) and _takes_tab(widget)
        if item.role() in CONTROLS or takes_keys:
            name = widget.accessibleName() if isinstance(widget, QComboBox) else item.text(QAccessible.Text.Name)
            yield item.role(), name, widget


def _takes_tab(widget: QWidget) -> bool:
    wants = widget.focusPolicy() & Qt.FocusPolicy.TabFocus
    return bool(wants) and not widget.focusProxy() and not isinstance(widget, QMenuBar)


def _faults(window: QWidget) -> list[str]:
    """List controls without a name, and names that two controls of a role have."""
    found = list(_controls(window))
    assert found
    nameless = [f"no name: {role.name} {widget}" for role, name, widget in found if not name.strip()]
    names = Counter((role, name) for role, name, _ in found if name.strip())
    return nameless + [f"{times} times: {role.name} {name!r}" for (role, name), times in names.items() if times > 1]


def test_every_control_of_every_place_has_a_name_of_its_own(qtbot: QtBot, full_window: MainWindow) -> None:
    faults = {}
    for place in visit(qtbot, full_window):
        for fold in full_window.findChildren(Fold):
            if fold.isVisible() and not fold.isChecked():
                fold.click()
        settle()
        faults[place] = _faults(full_window)
    assert len(faults) == 20
    assert {place: found for place, found in faults.items() if found} == {}


def test_every_control_of_every_dialog_has_a_name_of_its_own(qtbot: QtBot, full_window: MainWindow) -> None:
    faults = {name: _faults(dialog) for name, dialog in open_dialogs(full_window)}
    assert {name: found for name, found in faults.items() if found} == {}


def test_every_choice_has_a_label_or_is_described(qtbot: QtBot, full_window: MainWindow) -> None:
    """For a screen reader on Linux, which learns from Qt what is chosen, but not the name."""
    mute = [f"{place}: {box.accessibleName()}" for place in visit(qtbot, full_window) for box in _mute(full_window)]
    mute += [f"{name}: {box.accessibleName()}" for name, dialog in open_dialogs(full_window) for box in _mute(dialog)]
    assert mute == []


def _mute(window: QWidget) -> list[QComboBox]:
    told = {label.buddy() for label in window.findChildren(QLabel)}
    boxes = [box for box in window.findChildren(QComboBox) if box.isVisible() and box.window() is window]
    return [box for box in boxes if box not in told and not box.accessibleDescription()]


def test_no_dialog_is_left_out(qtbot: QtBot, full_window: MainWindow) -> None:
    for module in pkgutil.walk_packages(gui.__path__, "readiness.gui."):
        importlib.import_module(module.name)
    known = {type(dialog) for _, dialog in open_dialogs(full_window)}
    bases = {Form, ChildDialog}
    assert all(kind.__subclasses__() for kind in bases)
    assert {kind.__name__ for kind in _kinds(QDialog) if kind not in known | bases} == set()


def _kinds(kind: type[QDialog]) -> Iterator[type[QDialog]]:
    """List the dialogs of our own that are a kind of another."""
    for below in kind.__subclasses__():
        if below.__module__.startswith("readiness."):
            yield below
        yield from _kinds(below)


def test_the_welcome_page_has_a_name_for_every_control(qtbot: QtBot, welcome: Welcome) -> None:
    assert _faults(welcome) == []


@pytest.fixture
def welcome(qtbot: QtBot, tmp_path: Path) -> Welcome:
    """Give the page without a workspace, with two that were open before."""
    for name in ("One", "Other"):
        (tmp_path / f"{name}.readiness").mkdir()
        settings.remember(tmp_path / f"{name}.readiness")
    page = Welcome()
    qtbot.addWidget(page)
    page.resize(1024, 768)
    page.show()
    page.activateWindow()
    return page


# The keyboard


def _round(qtbot: QtBot, window: QWidget, key: Qt.Key) -> tuple[list[QWidget], bool]:
    """Press a key from where the keyboard is until it is there again; gives what was reached, and whether it came."""
    first = QApplication.focusWidget()
    assert first is not None
    reached = [first]
    for _ in range(MOST_STEPS):
        qtbot.keyClick(reached[-1], key)
        now = QApplication.focusWidget()
        if now is None or (now is first and (reached[-1] is not first or not isinstance(now, QTextBrowser))):
            return reached, now is first  # within a text, Tab goes from link to link before it leaves
        if now is not reached[-1]:
            reached.append(now)
    return reached, False


def _reachable(window: QWidget) -> set[QWidget]:
    """Find what Tab is to reach: all that takes the keyboard, is visible and can be worked."""
    return {
        widget
        for widget in window.findChildren(QWidget)
        if widget.isVisible() and widget.isEnabled() and widget.window() is window and _takes_tab(widget)
    }


def _tab_faults(qtbot: QtBot, window: QWidget) -> list[str]:
    window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is window)
    if QApplication.focusWidget() is None:
        return ["the keyboard is nowhere"]
    there, came_round = _round(qtbot, window, Qt.Key.Key_Tab)
    assert len(there) > 1 or len(_reachable(window)) == 1
    faults = [] if came_round else [f"Tab does not come round: {describe(there[-1])}"]
    faults += [f"not reached: {describe(widget)}" for widget in _reachable(window) - set(there)]
    back, came_back = _round(qtbot, window, Qt.Key.Key_Backtab)
    faults += [] if came_back else [f"Shift+Tab does not come round: {describe(back[-1])}"]
    if [there[0], *reversed(there[1:])] != back:
        faults.append("Shift+Tab goes another way than Tab")
    return faults


def test_tab_reaches_everything_and_comes_round_in_every_place(qtbot: QtBot, full_window: MainWindow) -> None:
    """Buttons of a group, and the bars, are reached by arrows from the one that Tab reaches: Qt's own rule."""
    faults = {place: _tab_faults(qtbot, full_window) for place in visit(qtbot, full_window)}
    assert {place: found for place, found in faults.items() if found} == {}


def test_tab_reaches_everything_and_comes_round_in_every_dialog(qtbot: QtBot, full_window: MainWindow) -> None:
    """In the palette the line keeps the keyboard; its list is worked from there."""
    faults = {name: _tab_faults(qtbot, dialog) for name, dialog in open_dialogs(full_window) if name != "palette"}
    assert {name: found for name, found in faults.items() if found} == {}


def test_tab_reaches_everything_on_the_welcome_page(qtbot: QtBot, welcome: Welcome) -> None:
    assert _tab_faults(qtbot, welcome) == []


# What is said


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    """Listen as a screen reader does: each text that is announced, and how urgently."""
    heard: list[tuple[str, str]] = []

    def listen(event: QAccessibleEvent) -> None:
        if isinstance(event, QAccessibleAnnouncementEvent):
            heard.append((event.message(), event.politeness().name))

    class Listening:
        """Stands for QAccessible with a screen reader running."""

        isActive = staticmethod(lambda: True)  # noqa: N815 - Qt's name
        AnnouncementPoliteness = QAccessible.AnnouncementPoliteness
        updateAccessibility = staticmethod(listen)  # noqa: N815 - Qt's name

    monkeypatch.setattr(QtGui, "QAccessible", Listening)
    return heard


def _at(window: MainWindow, requirement: str) -> AssessmentView:
    assert window.bridge is not None
    assert window.desk is not None
    assessment, leaves = window.bridge.snapshot.locate(requirement)
    window.bridge.go(Place("assessment", assessment=assessment.id, requirement=leaves[0].clause.number))
    view = window.desk.stack.currentWidget()
    assert isinstance(view, AssessmentView)
    return view


def test_a_rating_is_said_with_what_was_recorded(full_window: MainWindow, said: list[tuple[str, str]]) -> None:
    _at(full_window, MET).pane.rate(Rating.PARTLY)
    assert said == [("Saved: Rated 5.2.1 of ISO/IEC 17021-1:2015 partly conforming", "Polite")]


def test_what_is_wrong_is_said_at_once(full_window: MainWindow, said: list[tuple[str, str]]) -> None:
    _at(full_window, GAP).pane.rate(Rating.NOT_APPLICABLE)
    assert said[-1] == ("Write the reason; 'not applicable' is recorded together with it.", "Assertive")


def test_a_wrong_date_is_said_and_describes_its_field(qtbot: QtBot, said: list[tuple[str, str]]) -> None:
    field = DateField("Due")
    qtbot.addWidget(field)
    field.text.setText("31.3.2026")
    field.text.editingFinished.emit()
    wanted = "Write the date like 2026-03-31, or leave it empty."
    assert said == [(wanted, "Assertive")]
    assert field.text.accessibleDescription() == wanted
    field.set_date(None)
    assert field.text.accessibleDescription() == ""


def test_the_same_sentence_is_said_once(qtbot: QtBot, said: list[tuple[str, str]]) -> None:
    sentence = Sentence()
    qtbot.addWidget(sentence)
    for text in ("The name is missing.", "The name is missing.", "", "The name is missing."):
        sentence.say(text)
    assert len(said) == 2


def test_a_report_that_was_made_or_not_is_said(full_window: MainWindow, said: list[tuple[str, str]]) -> None:
    assert full_window.bridge is not None
    assert full_window.desk is not None
    full_window.bridge.go(Place("reports"))
    view = full_window.desk.stack.currentWidget()
    assert isinstance(view, ReportsView)
    view._on_failed("The folder is missing.")
    view._on_done({"file": "/there/gap-report.pdf", "pages": 3})
    assert said == [
        ("The folder is missing.", "Assertive"),
        ("The report was not made.", "Polite"),
        (f"Made {Path('/there/gap-report.pdf')}", "Polite"),
    ]


def test_how_many_a_filter_leaves_is_said(qtbot: QtBot, full_window: MainWindow, said: list[tuple[str, str]]) -> None:
    view = _at(full_window, GAP)
    said.clear()
    view.filter.setText("7.4.4")
    assert said == [(view.count.text(), "Polite")]


def test_nothing_is_sent_where_nobody_listens(full_window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[object] = []

    class Silent:
        isActive = staticmethod(lambda: False)  # noqa: N815 - Qt's name
        updateAccessibility = staticmethod(sent.append)  # noqa: N815 - Qt's name

    monkeypatch.setattr(QtGui, "QAccessible", Silent)
    spoken.announce(full_window, "anything")
    assert sent == []
