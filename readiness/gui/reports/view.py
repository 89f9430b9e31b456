"""Reports: choose what and how, look at its pages, keep or print it."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from readiness.errors import ReadinessError
from readiness.gui import boxes, theme
from readiness.gui.bridge import Bridge, Place
from readiness.gui.forms import Sentence, faint
from readiness.gui.pages_pane import PagesPane
from readiness.gui.reports.made import Made
from readiness.gui.reports.making import Making
from readiness.gui.reports.options import Options
from readiness.gui.view import View
from readiness.model.history import Commit
from readiness.report.kinds import KINDS, Format, Kind
from readiness.report.request import Request
from readiness.tasks import settings, targets
from readiness.texts import tr

if TYPE_CHECKING:
    from readiness.gui.printing import Printing

_PATIENCE_MILLISECONDS = 1000
"""What takes longer shows how far it is."""
_TARGET, _WITH_EVIDENCE = "target", "with_evidence"
"""What is kept beside the request of how a kind was asked for."""


class ReportsView(View):
    """Makes reports in a child process, so that the window stays quick."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        """Offer every kind of report; the one made last is chosen."""
        super().__init__(bridge, parent)
        self._making: Making | None = None
        self.printing: Printing | None = None
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(_PATIENCE_MILLISECONDS)
        self._patience.timeout.connect(self._show_progress)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*([theme.SPACING * 2] * 4))
        layout.setSpacing(theme.SPACING)
        title = QLabel(tr("Reports"))
        title.setFont(theme.heading_font(title, 1.5))
        layout.addWidget(title)
        self.split = QSplitter(Qt.Orientation.Horizontal)
        self.split.setChildrenCollapsible(False)
        self.kinds = self._chooser()
        self.split.addWidget(self.kinds)
        self.stack = QStackedWidget()
        self.options = Options(bridge)
        self.stack.addWidget(self._form_page())
        self.pages_pane = PagesPane()
        self.stack.addWidget(self.pages_pane)
        self.split.addWidget(self.stack)
        self.split.setStretchFactor(1, 1)
        self.split.setSizes([self.fontMetrics().averageCharWidth() * 26, 10_000])
        self.kinds.setMinimumWidth(self.fontMetrics().averageCharWidth() * 18)
        layout.addWidget(self.split, 1)
        self.problem = Sentence()
        layout.addWidget(self.problem)
        layout.addLayout(self._buttons())
        self.pages_pane.failed.connect(self.problem.say)
        self.options.changed.connect(self.look_no_more)
        last = settings.load().last_kinds.get(bridge.identity, "")
        self.kinds.setCurrentRow(max(0, list(KINDS).index(last) if last in KINDS else 0))
        self.kinds.currentRowChanged.connect(lambda _: self._show_kind())
        self._show_kind()

    @property
    def target(self) -> Any:
        """Give the field that holds the file's path."""
        return self.options.target

    def _chooser(self) -> QListWidget:
        """List the kinds; what each is for stands over its options, and in its tip."""
        kinds = QListWidget()
        kinds.setAccessibleName(tr("Kinds of report"))
        kinds.setWordWrap(True)
        kinds.setSpacing(1)
        for kind in KINDS.values():
            item = QListWidgetItem(kind.title())
            item.setToolTip(kind.purpose())
            item.setData(Qt.ItemDataRole.AccessibleDescriptionRole, kind.purpose())
            item.setSizeHint(item.sizeHint().expandedTo(self._line()))
            kinds.addItem(item)
        return kinds

    def _line(self) -> Any:
        size = self.fontMetrics().boundingRect("X").size()
        size.setHeight(self.fontMetrics().lineSpacing() + theme.SPACING)
        return size

    def _form_page(self) -> QScrollArea:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(theme.SPACING * 2, theme.SPACING, theme.SPACING, theme.SPACING)
        column.addWidget(self.options)
        self.made = Made()
        column.addWidget(self.made)
        column.addStretch()
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setAccessibleName(tr("Options of the report"))
        area.setWidget(page)
        return area

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self.back_button = QPushButton(tr("&Back to the options"))
        self.back_button.clicked.connect(self.look_no_more)
        self.make_button = QPushButton(tr("&Make the report"))
        self.make_button.clicked.connect(self.make)
        self.preview_button = QPushButton(tr("&Show its pages"))
        self.preview_button.clicked.connect(self.look)
        self.print_button = QPushButton(tr("&Print ..."))
        self.print_button.clicked.connect(self.print_out)
        self.cancel_button = QPushButton(tr("S&top"))
        self.cancel_button.clicked.connect(self._cancel)
        self.progress = QProgressBar()
        self.progress.setRange(0, 0)
        self.progress.setTextVisible(False)
        self.progress.setAccessibleName(tr("The report is being made"))
        self.pages = faint("")
        self.pages.setWordWrap(False)
        buttons = (self.back_button, self.make_button, self.preview_button, self.print_button)
        for button in buttons:
            button.setAutoDefault(True)  # outside a dialog, Enter does nothing on a button without it
        for widget in (*buttons, self.cancel_button, self.progress, self.pages):
            row.addWidget(widget)
        row.addStretch()
        for hidden in (self.progress, self.pages, self.cancel_button, self.back_button):
            hidden.hide()
        return row

    # What is chosen

    @property
    def kind(self) -> Kind:
        """Give the kind of report that is chosen."""
        return list(KINDS.values())[max(0, self.kinds.currentRow())]

    def _show_kind(self) -> None:
        """Show the options of the kind that is chosen, as it was asked for last."""
        self.look_no_more()
        kind = self.kind
        kept = dict(settings.load().reports.get(self.bridge.identity, {}).get(kind.name, {}))
        with_evidence = bool(kept.pop(_WITH_EVIDENCE, False))
        target = str(kept.pop(_TARGET, "")) or str(self.bridge.workspace.path.parent / f"{_slug(kind)}.pdf")
        try:
            request = msgspec.convert(kept, Request, strict=False)
        except msgspec.ValidationError:
            request = Request(kind=kind.name)
        self.options.show_kind(kind, request, target, with_evidence=with_evidence)
        self._offer_formats()

    def _offer_formats(self) -> None:
        """Offer to show and print what has pages of its own."""
        has_pages = self.options.file_format is Format.PDF
        for button in (self.preview_button, self.print_button):
            button.setEnabled(has_pages and self._making is None)

    def refresh(self, commit: Commit | None) -> None:
        """Offer the assessments that there are; pages made before no longer show what is recorded."""
        assessment, service = self.options.assessment.currentData(), self.options.service.currentData()
        self.options.offer_records(self.bridge.snapshot, assessment or "", service or "")
        self.look_no_more()

    def show_place(self, place: Place) -> None:
        """Be ready to make a report by Enter; limited to rows, where somebody comes from a filtered checklist."""
        if place.record in KINDS:
            self.kinds.setCurrentRow(list(KINDS).index(place.record))
        self.options.show_rows(place)
        self.make_button.setFocus()

    def keyboard_help(self) -> list[str]:
        """List the keys of the pages that are looked at."""
        return [
            f"PgDown, PgUp\t{tr('on and back in the pages')}",
            f"Ctrl+Home, Ctrl+End\t{tr('first and last page')}",
            f"Ctrl+F\t{tr('find in the pages')}",
        ]

    # Making

    def make(self) -> None:
        """Begin making the report that is chosen, unless its file is none that may be written, or may not go."""
        if self._making is not None:
            return
        self.options.settle_ending()
        target = self.options.file
        try:
            targets.check_file(target)
        except ReadinessError as error:
            self.problem.say(str(error))
            return
        self.problem.say("")
        if not self._may_replace(target):
            return
        self._remember()
        self.bridge.do(self.bridge.workspace.checkpoint)
        making = Making(self._arguments(str(target)), target, self.options.evidence_folder, self)
        making.progressed.connect(self._on_progress)
        making.done.connect(self._on_done)
        making.failed.connect(self._on_failed)
        making.ended.connect(self._on_ended)
        self._making = making
        self._show_busy(busy=True)
        making.start()

    def _may_replace(self, target: Path) -> bool:
        """Ask before a file is lost that was not made here; of one chosen in the dialog, that has asked."""
        known = self.made.has(target) or target == self.options.chosen or not os.path.lexists(target)
        return known or boxes.agreed_to_replace(target, self)

    def stop_work(self) -> None:
        """Stop the report that is being made, and leave nothing unfinished beside its file."""
        if self._making is not None:
            self._making.stop()

    def _remember(self) -> None:
        """Keep how this kind is asked for; a limit to rows on the screen is for this time only."""
        request = msgspec.structs.replace(self.options.request(), only=())
        beside = {_TARGET: str(self.options.file), _WITH_EVIDENCE: self.options.evidence.isChecked()}
        kept = {**msgspec.to_builtins(request), **beside}
        settings.remember_request(self.bridge.identity, self.kind.name, kept)

    def _arguments(self, target: str) -> list[str]:
        """Give the command line that makes the chosen report in a file, of the state that is looked at."""
        workspace = self.bridge.workspace
        request = json.dumps(msgspec.to_builtins(self.options.request()))
        arguments = ["report", str(workspace.path), target, "--request", request, "--progress"]
        return [*arguments, "--at", str(workspace.at)] if workspace.at else arguments

    def _cancel(self) -> None:
        if self._making is not None:
            self._making.cancel()

    def _on_ended(self) -> None:
        if self._making is not None:
            self._making.deleteLater()
            self._making = None
        self._show_busy(busy=False)

    def _show_busy(self, *, busy: bool) -> None:
        """Offer to stop it at once; how far it is comes after a second, if it takes that long."""
        had_keyboard = self.make_button.hasFocus() or self.cancel_button.hasFocus()
        self.make_button.setEnabled(not busy)
        self.kinds.setEnabled(not busy)
        self.options.setEnabled(not busy)
        self._offer_formats()
        self.cancel_button.setVisible(busy)
        if had_keyboard:
            (self.cancel_button if busy else self.make_button).setFocus()
        if busy:
            self.progress.setRange(0, 0)
            self.pages.setText("")
            self._patience.start()
        else:
            self._patience.stop()
            self.progress.hide()
            self.pages.hide()

    def _show_progress(self) -> None:
        self.progress.show()
        self.pages.show()

    def _on_progress(self, done: int, total: int) -> None:
        """Show how far it is: each page is drawn, then read back."""
        self.progress.setRange(0, total)
        self.progress.setValue(done)
        pages = total // 2
        drawing = tr("page {n} of {all}", n=min(done + 1, pages), all=pages)
        reading = tr("read back: page {n} of {all}", n=min(done - pages + 1, pages), all=pages)
        self.pages.setText(drawing if done < pages else reading)

    def _on_failed(self, problem: str) -> None:
        self.problem.say(problem)
        self.bridge.said.emit(tr("The report was not made."))
        self._call()

    def _call(self) -> None:
        """Have the taskbar say that something came to its end, where another window is in front."""
        window = self.window()
        if not window.isActiveWindow():
            QApplication.alert(window)

    def _on_done(self, value: dict[str, Any]) -> None:
        opening = self.made.add(value)
        if self.isVisible() and self.printing is None:
            opening.setFocus()
        self.bridge.said.emit(tr("Made {path}", path=Path(value["file"])))
        self._call()

    # Looking and printing

    def look(self) -> None:
        """Make the chosen report and show its pages here; no file of it is kept."""
        if self._may_print():
            self._prepare_printing().look()

    def look_no_more(self) -> None:
        """Show the options again, and remove the file that was looked at."""
        self._offer_formats()
        if self.printing is not None and self.printing.is_looked_at:
            self.pages_pane.stop()
            self.printing.end()

    def print_out(self) -> None:
        """Print the report that is looked at, or make the chosen one and print it; no file of it is kept."""
        if self.printing is not None and self.printing.is_looked_at:
            self.problem.say("")
            self.printing.print_out()
        elif self._may_print():
            self._prepare_printing().print_out()

    def _may_print(self) -> bool:
        return self._making is None and self.printing is None

    def _prepare_printing(self) -> Printing:
        from readiness.gui.printing import Printing  # noqa: PLC0415 - late for start-up time

        self.problem.say("")
        printing = self.printing = Printing(self.bridge, self._arguments, self._save_instead, self)
        printing.made.connect(self._show_pages)
        printing.failed.connect(self.problem.say)
        printing.ended.connect(self._on_printed)
        return printing

    def _show_pages(self, file: Path, sizes: list[Any]) -> None:
        self.pages_pane.show_pages(file, sizes, file.parent)
        self.stack.setCurrentIndex(1)
        self.back_button.show()
        self.preview_button.hide()
        self.pages_pane.area.setFocus()

    def _on_printed(self) -> None:
        self.stack.setCurrentIndex(0)
        self.preview_button.show()
        self.back_button.hide()
        if self.printing is not None:
            self.printing.deleteLater()
            self.printing = None

    def _save_instead(self) -> None:
        """Ask for the file and make the report there."""
        if self.options.choose_target():
            self.make()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 - Qt's name
        """Leave no file behind that is looked at no more."""
        super().hideEvent(event)
        if not event.spontaneous():
            self.look_no_more()


def _slug(kind: Kind) -> str:
    """Make a file name of a kind's title."""
    letters = "".join(letter if letter.isalnum() else "-" for letter in kind.title().casefold())
    return "-".join(part for part in letters.split("-") if part)
