"""Above the tree: a text, the quick filters, those saved under a name, and what else the view can do."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMenu,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from readiness import words
from readiness.errors import UsageError
from readiness.gui import theme
from readiness.gui.assessment import nodes
from readiness.gui.bridge import Bridge
from readiness.gui.dialogs import Form
from readiness.gui.forms import DateField, add_row, faint, let_clear, name_choice
from readiness.tasks import settings
from readiness.tasks.settings import SavedFilter
from readiness.texts import tr

_DAYS_WITHOUT_A_REPORT = 30


class FilterBar(QWidget):
    """Says which requirements are wanted; `narrowed` comes whenever that changes."""

    narrowed = Signal()

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        """Want all."""
        super().__init__(parent)
        self._bridge = bridge
        self.text = QLineEdit()
        self.text.setPlaceholderText(tr("Filter: number, word, note  (Ctrl+F)"))
        self.text.setAccessibleName(tr("Filter requirements by text"))
        let_clear(self.text)
        self.quick = QComboBox()
        name_choice(self.quick, tr("Show requirements by their answer"))
        self.quick.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.quick.setMinimumContentsLength(16)
        self.quick.setMaxVisibleItems(30)
        self.next_button = QPushButton(tr("Ne&xt open"))
        self.next_button.setToolTip(tr("Next requirement that is not assessed (F8)"))
        self.more = QToolButton()
        self.more.setText("⋯")
        self.more.setToolTip(tr("Save this filter, and more"))
        self.more.setAccessibleName(tr("Filters and view"))
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.more.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        self._menu = QMenu(self.more)
        self.more.setMenu(self._menu)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        row = QHBoxLayout()
        row.addWidget(self.text, 1)
        for widget in (self.quick, self.more, self.next_button):
            row.addWidget(widget)
        column.addLayout(row)
        column.addWidget(self._build_since())
        self._build_saving()
        self.show_saved()
        self.text.textChanged.connect(lambda _: self.narrowed.emit())
        self.quick.currentIndexChanged.connect(lambda _: self._on_chosen())
        self.since.edited.connect(self.narrowed)

    def _build_since(self) -> QWidget:
        """Ask for a day where the filter needs one: that of the last report, unless another is entered."""
        self._since_row = QWidget()
        across = QHBoxLayout(self._since_row)
        across.setContentsMargins(0, 0, 0, 0)
        caption = QLabel(tr("Changed &since"))
        self.since = DateField(tr("Changed since"))
        self.since.setMaximumWidth(self.fontMetrics().averageCharWidth() * 22)
        caption.setBuddy(self.since)
        self._since_hint = faint("")
        across.addWidget(caption)
        across.addWidget(self.since)
        across.addWidget(self._since_hint, 1)
        self._since_row.hide()
        return self._since_row

    def _build_saving(self) -> None:
        self.save_action = QAction(tr("&Save this filter ..."), self)
        self.save_action.triggered.connect(lambda _=False: SaveFilterDialog(self, self).exec())
        self.remove_action = QAction("", self)
        self.remove_action.triggered.connect(lambda _=False: self.remove_chosen())
        self._menu.addAction(self.save_action)
        self._menu.addAction(self.remove_action)
        self._menu.addSeparator()
        self._menu.aboutToShow.connect(self._name_actions)

    def offer(self, actions: Sequence[QAction]) -> None:
        """Offer more of what the view can do in the menu."""
        for action in actions:
            self._menu.addAction(action)

    # What is wanted

    @property
    def key(self) -> str:
        """The quick filter in use, of a saved one the one it was saved with."""
        chosen = self.quick.currentData()
        return chosen.quick if isinstance(chosen, SavedFilter) else str(chosen)

    @property
    def day(self) -> dt.date | None:
        """The day that 'changed since' means."""
        return self.since.date

    @property
    def is_narrowing(self) -> bool:
        """Tell whether anything but all is wanted."""
        return bool(self.text.text().strip()) or self.key != "all"

    def want(self, key: str) -> None:
        """Want what a quick filter shows, whatever was typed before; '' leaves all as it is."""
        row = self.quick.findData(key) if key else -1
        if row >= 0:
            self.text.clear()
            self.quick.setCurrentIndex(row)

    def clear(self) -> None:
        """Want all again."""
        self.text.clear()
        self.quick.setCurrentIndex(0)

    def _on_chosen(self) -> None:
        chosen = self.quick.currentData()
        if isinstance(chosen, SavedFilter):
            self.text.blockSignals(True)
            self.text.setText(chosen.text)
            self.text.blockSignals(False)
        if self.key == "changed":
            self._propose_day(chosen.since if isinstance(chosen, SavedFilter) else None)
        self._since_row.setVisible(self.key == "changed")
        self.quick.setToolTip(self.quick.currentText())
        self.narrowed.emit()

    def _propose_day(self, saved: dt.date | None) -> None:
        reported = settings.load().last_reports.get(self._bridge.identity)
        told = tr("last report: {date}", date=words.date(reported)) if reported else tr("no report made here yet")
        self._since_hint.setText(told)
        today = self._bridge.context.today
        self.since.set_date(saved or reported or today - dt.timedelta(days=_DAYS_WITHOUT_A_REPORT))

    # Saved filters

    def saved(self) -> tuple[SavedFilter, ...]:
        """List the filters saved for this workspace."""
        return settings.load().filters.get(self._bridge.identity, ())

    def show_saved(self) -> None:
        """List the quick filters and, below a line, the saved ones; what is chosen stays chosen."""
        chosen, saved = self.quick.currentData(), self.saved()
        self.quick.blockSignals(True)
        self.quick.clear()
        for key, (text, _) in nodes.filters().items():
            self.quick.addItem(text, key)
        if saved:
            self.quick.insertSeparator(self.quick.count())
        for item in saved:
            self.quick.addItem(item.name, item)
        same = [row for row in range(self.quick.count()) if self.quick.itemData(row) == chosen]
        self.quick.setCurrentIndex(same[0] if same and chosen is not None else 0)
        self.quick.blockSignals(False)

    def save(self, name: str) -> None:
        """Save what is wanted now under a name, in place of one of that name.

        Raises:
            UsageError: the name is empty.
        """
        if not name.strip():
            raise UsageError(tr("The filter needs a name."), tr("Fill the field in."))
        day = self.day if self.key == "changed" else None
        made = SavedFilter(name.strip(), self.text.text().strip(), self.key, day)
        self._keep((*(item for item in self.saved() if item.name != made.name), made))
        self.show_saved()
        self.quick.setCurrentIndex(self.quick.count() - 1)

    def remove_chosen(self) -> None:
        """Forget the saved filter that is chosen; what it showed stays on the screen as long as the text does."""
        chosen = self.quick.currentData()
        if isinstance(chosen, SavedFilter):
            self._keep(tuple(item for item in self.saved() if item.name != chosen.name))
            self.show_saved()
            self.quick.setCurrentIndex(max(0, self.quick.findData(chosen.quick)))
            self.narrowed.emit()

    def _keep(self, saved: tuple[SavedFilter, ...]) -> None:
        settings.change(filters={**settings.load().filters, self._bridge.identity: saved})

    def _name_actions(self) -> None:
        chosen = self.quick.currentData()
        is_saved = isinstance(chosen, SavedFilter)
        self.save_action.setEnabled(self.is_narrowing)
        name = self.quick.currentText().replace("&", "&&")
        self.remove_action.setText(tr("&Remove the filter '{name}'", name=name) if is_saved else tr("&Remove a filter"))
        self.remove_action.setEnabled(is_saved)

    def proposed_name(self) -> str:
        """Propose a name for what is wanted now."""
        quick = nodes.filters()[self.key][0].rstrip(". ") if self.key != "all" else ""
        return ", ".join(part for part in (quick, self.text.text().strip()) if part)


class SaveFilterDialog(Form):
    """Asks under which name a filter is saved."""

    def __init__(self, bar: FilterBar, parent: QWidget | None = None) -> None:
        """Propose a name."""
        super().__init__(tr("Save this filter"), tr("Save"), parent)
        self._bar = bar
        form = QFormLayout()
        self.name = QLineEdit(bar.proposed_name())
        self.name.selectAll()
        add_row(form, tr("&Name"), self.name, hint=tr("It is listed below the others; a name used before is replaced."))
        self.body.addLayout(form)
        self.body.addSpacing(theme.SPACING)

    def work(self) -> None:
        """Save it.

        Raises:
            UsageError: the name is empty.
        """
        self._bar.save(self.name.text())
