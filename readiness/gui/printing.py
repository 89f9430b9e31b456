"""Printing a report: made in a folder of ours, shown or painted on the printer that is asked for, and removed."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QSizeF, Qt, Signal
from PySide6.QtWidgets import QMessageBox, QProgressDialog, QWidget

from readiness.gui.bridge import Bridge
from readiness.gui.child import Child
from readiness.gui.painting import Painting, fit_paper, sheets
from readiness.tasks import pages
from readiness.texts import tr, trn

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

_FILE = "report.pdf"


def has_printer() -> bool:
    """Tell whether the system knows a printer."""
    from PySide6.QtPrintSupport import QPrinterInfo  # noqa: PLC0415 - late for start-up time

    return bool(QPrinterInfo.availablePrinterNames())


def new_printer() -> QPrinter:
    """Give the system's usual printer, at its own resolution."""
    from PySide6.QtPrintSupport import QPrinter  # noqa: PLC0415 - late for start-up time

    return QPrinter(QPrinter.PrinterMode.HighResolution)


def ask(printer: QPrinter, count: int, parent: QWidget) -> bool:
    """Ask for printer, pages and copies in the system's own dialog; False where it was closed."""
    from PySide6.QtPrintSupport import QAbstractPrintDialog, QPrintDialog  # noqa: PLC0415 - late for start-up time

    dialog = QPrintDialog(printer, parent)
    dialog.setOption(QAbstractPrintDialog.PrintDialogOption.PrintPageRange)
    dialog.setMinMax(1, count)
    return bool(dialog.exec())


def chosen_sheets(printer: QPrinter, count: int) -> list[int]:
    """List the pages that were asked for, in their order; copies that the printer makes itself are its own business."""
    first = max(1, min(printer.fromPage() or 1, count))
    last = max(first, min(printer.toPage() or count, count))
    copies = 1 if printer.supportsMultipleCopies() else max(1, printer.copyCount())
    backwards = printer.pageOrder() is type(printer).PageOrder.LastPageFirst
    return sheets(first, last, copies, backwards=backwards, collated=printer.collateCopies())


def wants_saving(parent: QWidget) -> bool:
    """Say that there is no printer, and ask whether the PDF is to be saved instead."""
    box = QMessageBox(
        QMessageBox.Icon.Information,
        tr("No printer"),
        tr("This computer knows no printer."),
        QMessageBox.StandardButton.Cancel,
        parent,
    )
    box.setInformativeText(tr("Set one up in the system's settings, or save the report as PDF and print it elsewhere."))
    save = box.addButton(tr("&Save the PDF ..."), QMessageBox.ButtonRole.AcceptRole)
    box.setDefaultButton(save)
    box.exec()
    return box.clickedButton() is save


class Printing(QObject):
    """One report on its way to paper, or to a look at it; when it `ended`, its files are gone."""

    made = Signal(object, object)
    """For a look: the file, and the sizes of its pages in points. Both are there until `end`."""
    failed = Signal(str)
    ended = Signal()

    def __init__(
        self, bridge: Bridge, arguments: Callable[[str], list[str]], save: Callable[[], object], parent: QWidget
    ) -> None:
        """Prepare; `arguments` gives the command line that makes the report in a file, `save` asks where to keep it."""
        super().__init__(parent)
        self._bridge, self._arguments, self._save, self._parent = bridge, arguments, save, parent
        self._folder: Path | None = None
        self._sizes: list[QSizeF] = []
        self._printer: QPrinter | None = None
        self.painting: Painting | None = None
        self.is_looked_at = False
        self.progress: QProgressDialog | None = None

    def print_out(self) -> None:
        """Make the report unless it is looked at, ask for the printer, print."""
        if not has_printer():
            self._offer_saving()
        elif self.is_looked_at:
            self._print_made()
        else:
            self._make(self._print_made)

    def look(self) -> None:
        """Make the report, say where it is, and keep it until `end`; from there it can be printed."""
        self._make(self._tell_made)

    def _tell_made(self) -> None:
        self.is_looked_at = True
        self.made.emit(self._file(), self._sizes)

    # Making the PDF

    def _make(self, then: Callable[[], None]) -> None:
        self._folder = self._bridge.do(lambda: pages.make_folder(self._bridge.workspace))
        if self._folder is None:
            self.ended.emit()
            return
        self.destroyed.connect(partial(pages.remove_folder, self._folder))  # where the window goes before it ended
        self._bridge.do(self._bridge.workspace.checkpoint)
        child = Child([*self._arguments(str(self._folder / _FILE)), "--passing"], self)
        progress = self._show_progress(tr("The report is being made ..."), self._parent, child.cancel)
        child.progressed.connect(lambda done, total: self._say_made(progress, done, total))
        self._run(child, lambda _: self._measure(then))

    def _say_made(self, progress: QProgressDialog, done: int, total: int) -> None:
        progress.setMaximum(total + 1)
        progress.setValue(done)
        text = tr("The report is being made: page {n} of {all}", n=min(done // 2 + 1, total // 2), all=total // 2)
        progress.setLabelText(text)

    def _measure(self, then: Callable[[], None]) -> None:
        """Ask how large its pages are."""
        child = Child(["pages", str(self._file())], self)
        assert self.progress is not None
        self.progress.canceled.connect(child.cancel)
        self._run(child, lambda value: self._take_sizes(value, then))

    def _take_sizes(self, value: list[dict[str, Any]], then: Callable[[], None]) -> None:
        self._sizes = [QSizeF(page["width"], page["height"]) for page in value]
        self._hide_progress()
        then()

    def _run(self, child: Child, then: Callable[[Any], None]) -> None:
        """Run a child; unless it gives a value, all ends with it."""
        given: list[Any] = []
        child.done.connect(given.append)
        child.failed.connect(self.failed)
        child.ended.connect(child.deleteLater)
        child.ended.connect(lambda: then(given[0]) if given else self.end())
        child.start()

    def _file(self) -> Path:
        assert self._folder is not None
        return self._folder / _FILE

    # Looking and printing

    def _print_made(self) -> None:
        """Ask for the printer and begin to print."""
        printer = self._printer = new_printer()
        fit_paper(printer, self._sizes[0])
        printer.setDocName(tr("Report"))
        if not ask(printer, len(self._sizes), self._parent):
            self._end_unless_looked_at()
            return
        printer.setFullPage(True)
        order = chosen_sheets(printer, len(self._sizes))
        painting = self.painting = Painting(self._file(), self._sizes, order, printer, self)
        progress = self._show_progress(tr("The pages are being drawn ..."), self._parent, painting.cancel)
        painting.progressed.connect(lambda done, total: self._say_painted(progress, done, total))
        painting.done.connect(self._say_done)
        painting.failed.connect(self.failed)
        painting.ended.connect(self._on_painted)
        painting.start()

    def _say_painted(self, progress: QProgressDialog, done: int, total: int) -> None:
        progress.setMaximum(total + 1)
        progress.setValue(done)
        progress.setLabelText(tr("Printing: page {n} of {all}", n=min(done + 1, total), all=total))

    def _say_done(self, count: int) -> None:
        assert self._printer is not None
        where = self._printer.outputFileName() or self._printer.printerName()
        self._bridge.said.emit(trn("{n} page printed: {where}", "{n} pages printed: {where}", count, where=where))

    def _on_painted(self) -> None:
        self._hide_progress()
        if self.painting is not None:
            self.painting.deleteLater()
            self.painting = None
        self._end_unless_looked_at()

    # Beside the way

    def _offer_saving(self) -> None:
        saves = wants_saving(self._parent)
        self._end_unless_looked_at()
        if saves:
            self._save()

    def _end_unless_looked_at(self) -> None:
        if not self.is_looked_at:
            self.end()

    def _show_progress(self, text: str, parent: QWidget, cancel: Callable[[], object]) -> QProgressDialog:
        progress = QProgressDialog(text, tr("&Stop"), 0, 0, parent)
        progress.setWindowTitle(tr("Printing"))
        progress.setAccessibleName(tr("Printing"))
        progress.setWindowModality(Qt.WindowModality.WindowModal)
        progress.setMinimumDuration(0)
        progress.setAutoClose(False)
        progress.setAutoReset(False)
        progress.setMinimumWidth(progress.fontMetrics().averageCharWidth() * 56)
        progress.canceled.connect(cancel)
        progress.show()
        self.progress = progress
        return progress

    def _hide_progress(self) -> None:
        if self.progress is not None:
            self.progress.canceled.disconnect()
            self.progress.close()
            self.progress.deleteLater()
            self.progress = None

    def end(self) -> None:
        """Remove the files."""
        self._hide_progress()
        if self._folder is not None:
            pages.remove_folder(self._folder)
            self._folder = None
        self.ended.emit()
