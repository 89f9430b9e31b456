"""The binding must not lose references: PySide6 6.12.0 on Python 3.11 gives one of None away per void call."""

from __future__ import annotations

import sys
from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPlainTextEdit, QPushButton, QTreeView, QWidget
from pytestqt.qtbot import QtBot

CALLS = 20_000


def _calls(qtbot: QtBot) -> dict[str, Callable[[], object]]:
    label, line, button, text, tree = QLabel(), QLineEdit(), QPushButton(), QPlainTextEdit(), QTreeView()
    for widget in (label, line, button, text, tree):
        qtbot.addWidget(widget)
    return {
        "QLabel.setText": lambda: label.setText("x"),
        "QLabel.setToolTip": lambda: label.setToolTip("x"),
        "QLineEdit.setText": lambda: line.setText("x"),
        "QLineEdit.setReadOnly": lambda: line.setReadOnly(True),
        "QPushButton.setEnabled": lambda: button.setEnabled(True),
        "QPushButton.setChecked": lambda: button.setChecked(False),
        "QWidget.setVisible": lambda: button.setVisible(False),
        "QWidget.setStyleSheet": lambda: QWidget.setAccessibleName(button, "x"),
        "QPlainTextEdit.setReadOnly": lambda: text.setReadOnly(True),
        "QTreeView.setUpdatesEnabled": lambda: tree.setUpdatesEnabled(True),
        "QObject.blockSignals": lambda: line.blockSignals(False),
    }


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="None is immortal from Python 3.12 on")
def test_void_calls_leave_the_references_to_none_alone(qtbot: QtBot, qapp: QApplication) -> None:
    for name, call in _calls(qtbot).items():
        before = sys.getrefcount(None)
        for _ in range(CALLS):
            call()
        assert abs(sys.getrefcount(None) - before) <= 50, name
