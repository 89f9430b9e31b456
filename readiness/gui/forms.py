"""Small pieces that forms share: labelled rows, sentences beside a field, a date that may be empty."""

from __future__ import annotations

import datetime as dt
import sys

from PySide6.QtCore import QDate, Signal
from PySide6.QtWidgets import (
    QCalendarWidget,
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMenu,
    QProgressBar,
    QProgressDialog,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
    QWidgetAction,
)

from readiness import words
from readiness.analysis.findings import Severity
from readiness.gui import spoken, theme
from readiness.texts import tr

_CHOICE_LETTERS = 11


class Sentence(QLabel):
    """A sentence beside a field: hidden while empty, in the colour of what stops, with a word before it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Start hidden."""
        super().__init__(parent)
        self.setWordWrap(True)
        self.hide()

    def say(self, text: str) -> None:
        """Show a sentence; '' hides it."""
        if text != self.text():
            spoken.announce(self, text, at_once=True)
        self.setText(text)
        colour = theme.severity_colour(Severity.STOPS).name()
        self.setStyleSheet(f"color: {colour};")
        self.setVisible(bool(text))


_EXAMPLE = dt.date(2026, 3, 31)


class DateField(QWidget):
    """A date typed as 2026-03-31 or in the language's own way, or picked from a calendar; empty means no date.

    `edited` comes when a valid date, or none, was entered and the field was left.
    """

    edited = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        """Show no date; `name` is what assistive technology calls the field."""
        super().__init__(parent)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        row = QHBoxLayout()
        self.text = QLineEdit()
        self.text.setPlaceholderText(tr("YYYY-MM-DD"))
        self.text.setAccessibleName(name)
        self.text.editingFinished.connect(self._leave)
        self.setFocusProxy(self.text)
        self._picker = QToolButton()
        self._picker.setText("▾")
        self._picker.setToolTip(tr("Pick a date"))
        self._picker.setAccessibleName(tr("{name}: pick from a calendar", name=name))
        self._picker.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._calendar = QCalendarWidget()
        self._calendar.clicked.connect(self._pick)
        menu = QMenu(self._picker)
        holder = QWidgetAction(menu)
        holder.setDefaultWidget(self._calendar)
        menu.addAction(holder)
        self._picker.setMenu(menu)
        row.addWidget(self.text)
        row.addWidget(self._picker)
        layout.addLayout(row)
        self._problem = Sentence()
        layout.addWidget(self._problem)
        self._date: dt.date | None = None

    @property
    def date(self) -> dt.date | None:
        """Give the last valid date entered; None for no date."""
        return self._date

    def set_date(self, date: dt.date | None) -> None:
        """Show a date without saying that it was edited."""
        self._date = date
        self.text.setText(words.date(date))
        self._say("")

    def set_read_only(self, *, on: bool) -> None:
        """Allow or refuse edits."""
        self.text.setReadOnly(on)
        self._picker.setEnabled(not on)

    @property
    def is_valid(self) -> bool:
        """Tell whether what stands in the field is a date or nothing."""
        return _parse(self.text.text())[1]

    def _leave(self) -> None:
        date, valid = _parse(self.text.text())
        self._say(
            "" if valid else tr("Write the date like {example}, or leave it empty.", example=words.date(_EXAMPLE))
        )
        if valid:
            self.text.setText(words.date(date))
        if valid and date != self._date:
            self._date = date
            self.edited.emit()

    def _say(self, problem: str) -> None:
        """Show what is wrong, also to who hears the field described."""
        self._problem.say(problem)
        self.text.setAccessibleDescription(problem)

    def _pick(self, day: QDate) -> None:
        menu = self._picker.menu()
        if menu is not None:
            menu.close()
        self.text.setText(words.date(dt.date(day.year(), day.month(), day.day())))
        self._leave()


def _parse(text: str) -> tuple[dt.date | None, bool]:
    if not text.strip():
        return None, True
    try:
        return words.read_date(text), True
    except ValueError:
        return None, False


def add_row(form: QFormLayout, label: str, field: QWidget, *, hint: str = "") -> None:
    """Add a labelled field to a form; the label's text is also its accessible name."""
    caption = QLabel(label)
    caption.setBuddy(field)
    if not field.accessibleName():
        field.setAccessibleName(label.replace("&", ""))
    form.addRow(caption, field)
    if hint:
        form.addRow("", faint(hint))


def let_clear(line: QLineEdit) -> None:
    """Give a line the button that empties it, with a name: Qt leaves it without one."""
    line.setClearButtonEnabled(True)
    for button in line.findChildren(QToolButton):
        button.setAccessibleName(tr("Clear: {name}", name=line.accessibleName()))


def name_progress(dialog: QProgressDialog) -> None:
    """Name the bar of a dialog after what is being done."""
    for bar in dialog.findChildren(QProgressBar):
        bar.setAccessibleName(dialog.labelText())


def name_choice(box: QComboBox, name: str) -> None:
    """Name a choice that has no label; Qt on Linux gives what is chosen for its name, so there it is described too."""
    box.setAccessibleName(name)
    if sys.platform not in ("win32", "darwin"):
        box.setAccessibleDescription(name)


def let_shrink(box: QComboBox) -> None:
    """Let a choice be narrower than its longest text, so that no label beside it is cut off."""
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(_CHOICE_LETTERS)
    box.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)


def faint(text: str) -> QLabel:
    """Make a wrapped label in the placeholder colour, for hints."""
    label = QLabel(text)
    label.setWordWrap(True)
    label.setForegroundRole(label.palette().ColorRole.PlaceholderText)
    return label
