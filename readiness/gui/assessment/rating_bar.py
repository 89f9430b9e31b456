"""The rating of what is chosen: one click or one key, and the weight of a gap."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QLabel,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from readiness import words
from readiness.gui import theme
from readiness.gui.flow import Flow
from readiness.model.records import Rating, Weight
from readiness.texts import tr

KEYS: dict[str, Rating] = {
    "C": Rating.CONFORMING,
    "1": Rating.CONFORMING,
    "P": Rating.PARTLY,
    "2": Rating.PARTLY,
    "N": Rating.NONCONFORMING,
    "3": Rating.NONCONFORMING,
    "X": Rating.NOT_APPLICABLE,
    "4": Rating.NOT_APPLICABLE,
    "0": Rating.NOT_ASSESSED,
}
SHOWN_KEY = {
    Rating.CONFORMING: "C",
    Rating.PARTLY: "P",
    Rating.NONCONFORMING: "N",
    Rating.NOT_APPLICABLE: "X",
    Rating.NOT_ASSESSED: "0",
}


WEIGHT_KEYS = {"M": Weight.MAJOR, "I": Weight.MINOR, "U": Weight.UNSET}
"""The keys that weigh a gap; those of ratings are taken."""


class RatingBar(QWidget):
    """Five buttons, of which the current rating's is down; a gap has three more for its weight."""

    rated = Signal(object)
    weighed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Show no rating."""
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        ratings = Flow(theme.SPACING // 2)
        self._ratings = QButtonGroup(self)
        self.buttons: dict[Rating, QToolButton] = {}
        for rating, key in SHOWN_KEY.items():
            button = QToolButton()
            button.setText(f"{words.rating(rating)}  ({key})")
            button.setToolButtonStyle(button.toolButtonStyle().ToolButtonTextBesideIcon)
            button.setCheckable(True)
            button.setAccessibleName(tr("Rate: {rating}, key {key}", rating=words.rating(rating), key=key))
            button.clicked.connect(lambda _=False, chosen=rating: self.rated.emit(chosen))
            self._ratings.addButton(button)
            self.buttons[rating] = button
            ratings.addWidget(button)
        column.addLayout(ratings)
        self._weight_row = QWidget()
        row = Flow(theme.SPACING // 2, self._weight_row)
        row.addWidget(QLabel(tr("Weight of the gap:")))
        self._weights = QButtonGroup(self)
        self.weight_buttons: dict[Weight, QToolButton] = {}
        for key, weight in WEIGHT_KEYS.items():
            button = QToolButton()
            button.setText(f"{words.weight(weight)}  ({key})")
            button.setCheckable(True)
            button.setAccessibleName(tr("Weight of the gap: {weight}, key {key}", weight=words.weight(weight), key=key))
            button.clicked.connect(lambda _=False, chosen=weight: self.weighed.emit(chosen))
            self._weights.addButton(button)
            self.weight_buttons[weight] = button
            row.addWidget(button)
        column.addWidget(self._weight_row)

    def show_answer(self, rating: Rating | None, weight: Weight | None, *, enabled: bool) -> None:
        """Show a rating and weight; None where what is chosen differs."""
        for group in (self._ratings, self._weights):
            group.setExclusive(False)
            for button in group.buttons():
                button.setChecked(False)
            group.setExclusive(True)
        for each, button in self.buttons.items():
            button.setIcon(theme.rating_icon(each))
            button.setEnabled(enabled)
        if rating is not None:
            self.buttons[rating].setChecked(True)
        gap = rating in (Rating.PARTLY, Rating.NONCONFORMING)
        self._weight_row.setVisible(gap)
        for each_weight, button in self.weight_buttons.items():
            button.setEnabled(enabled)
            button.setChecked(gap and each_weight is weight)
