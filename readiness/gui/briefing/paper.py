"""Asks for the result of a sheet of questions that was filled in by hand."""

from __future__ import annotations

import datetime as dt

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFormLayout, QSpinBox, QVBoxLayout, QWidget

from readiness.gui.flow import Prose
from readiness.gui.forms import DateField, add_row
from readiness.texts import tr

_QUESTIONS = 10
_MOST = 100


class PaperResult(QDialog):
    """Day, right answers and questions."""

    def __init__(self, who: str, today: dt.date, parent: QWidget | None = None) -> None:
        """Offer today and the ten questions of a printed sheet."""
        super().__init__(parent)
        self.setWindowTitle(tr("Result from paper"))
        column = QVBoxLayout(self)
        column.addWidget(Prose(who))
        form = QFormLayout()
        self.day = DateField(tr("Day"))
        self.day.set_date(today)
        self._today = today
        self.right, self.asked = QSpinBox(), QSpinBox()
        self.asked.setRange(1, _MOST)
        self.asked.setValue(_QUESTIONS)
        self.right.setRange(0, _QUESTIONS)
        self.asked.valueChanged.connect(self.right.setMaximum)
        add_row(form, tr("&Day"), self.day)
        add_row(form, tr("&Right answers"), self.right)
        add_row(form, tr("&Questions"), self.asked)
        column.addLayout(form)
        buttons = QDialogButtonBox()
        record = buttons.addButton(tr("Record the result"), QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton(QDialogButtonBox.StandardButton.Cancel)
        record.clicked.connect(self._accept)
        buttons.rejected.connect(self.reject)
        column.addWidget(buttons)
        self.right.setFocus()
        self.right.selectAll()

    def _accept(self) -> None:
        """Close only where the day can be read."""
        if self.day.is_valid:
            self.accept()

    def result_given(self) -> tuple[dt.date, int, int]:
        """Give the day, how many answers were right, and how many questions were asked."""
        return self.day.date or self._today, self.right.value(), self.asked.value()
