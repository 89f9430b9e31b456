"""Letters pressed with Alt: each means one thing on the screen, and none takes a letter of the menu bar's."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog, QLabel, QWidget
from pytestqt.qtbot import QtBot

from readiness import texts
from readiness.gui.reports import ReportsView
from readiness.gui.window import MainWindow
from readiness.report.kinds import KINDS
from tests.gui.everywhere import open_dialogs, places, visit

LANGUAGES = ("en", "de")


@pytest.fixture(params=LANGUAGES)
def language(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Have the window speak a language."""
    monkeypatch.setenv("READINESS_LANGUAGE", request.param)
    texts.use("")
    yield request.param
    monkeypatch.setenv("READINESS_LANGUAGE", "en")
    texts.use("")


@pytest.fixture
def spoken(language: str, full_window: MainWindow) -> MainWindow:
    """Give the window in that language."""
    assert texts.language() == language
    return full_window


def _letters(widget: QWidget) -> Iterator[tuple[str, str]]:
    """Walk through the letters of what is on the screen and can be used: each with the text it stands in."""
    for part in widget.findChildren(QWidget):
        if not part.isVisible() or not part.isEnabled() or part.window() is not widget.window():
            continue
        if isinstance(part, QAbstractButton) or (isinstance(part, QLabel) and part.buddy() is not None):
            text = part.text()
        else:
            continue
        key = QKeySequence.mnemonic(text).toString()
        if key:
            yield key, text


def _clashes(letters: list[tuple[str, str]]) -> list[str]:
    by_key: dict[str, set[str]] = {}
    for key, text in letters:
        by_key.setdefault(key, set()).add(text)
    return [f"{key}: {' | '.join(sorted(found))}" for key, found in sorted(by_key.items()) if len(found) > 1]


def _states(view: QWidget) -> Iterator[str]:
    """Go through what a view can show at one place: the reports every kind's own options."""
    if not isinstance(view, ReportsView):
        yield ""
        return
    for row, kind in enumerate(KINDS):
        view.kinds.setCurrentRow(row)
        QApplication.processEvents()
        yield kind


def test_no_letter_of_a_place_means_two_things(qtbot: QtBot, spoken: MainWindow) -> None:
    menus = [
        (QKeySequence.mnemonic(item.text()).toString(), f"menu {item.text()}") for item in spoken.menuBar().actions()
    ]
    assert all(key for key, _ in menus)
    found = {}
    for name in visit(qtbot, spoken):
        assert spoken.desk is not None
        view = spoken.desk.stack.currentWidget()
        assert view is not None
        for shown in _states(view):
            if clashes := _clashes([*menus, *_letters(view)]):
                found[f"{name} {shown}"] = clashes
    assert found == {}, "\n".join(f"{name}: {'; '.join(clashes)}" for name, clashes in found.items())
    assert len(places(spoken)) > 8


def test_no_letter_of_a_dialog_means_two_things(spoken: MainWindow) -> None:
    found = {}
    for name, dialog in open_dialogs(spoken):
        assert isinstance(dialog, QDialog)
        QApplication.processEvents()
        if clashes := _clashes(list(_letters(dialog))):
            found[name] = clashes
    assert found == {}
