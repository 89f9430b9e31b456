"""The pages of a PDF on a printer: drawn in a child process some pages at a time, painted band by band.

Neither is the window held up for long, nor does more than one band lie in its memory; what was painted is removed.
"""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QRect, QRectF, QSizeF, QTimer, Signal
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter

from readiness.gui.child import Child
from readiness.tasks import pages
from readiness.texts import tr

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

_FINEST = 300
"""Dots per inch; more takes longer and shows nothing new."""
_AT_ONCE = 6
"""Pages that one child draws; so many again wait on the disk while they are painted."""


def sheets(first: int, last: int, copies: int = 1, *, backwards: bool = False, collated: bool = True) -> list[int]:
    """List the pages in the order in which they leave the printer."""
    run = list(range(first, last + 1))[:: -1 if backwards else 1]
    return run * copies if collated else [number for number in run for _ in range(copies)]


def batches(order: Sequence[int], most: int = _AT_ONCE) -> Iterator[list[int]]:
    """Cut an order of pages into runs that can be drawn together: neighbours, and not too many."""
    run: list[int] = []
    for number in order:
        if run and (len(run) == most or abs(number - run[-1]) > 1):
            yield run
            run = []
        run.append(number)
    if run:
        yield run


def placed(page: QSizeF, paper: QRect, dpi: int) -> QRectF:
    """Place a page, in points, on paper, in dots: as large as it is, made smaller where it must be, in the middle."""
    scale = min(dpi / 72, paper.width() / page.width(), paper.height() / page.height())
    size = QSizeF(page.width() * scale, page.height() * scale)
    left, top = (paper.width() - size.width()) / 2, (paper.height() - size.height()) / 2
    return QRectF(left, top, size.width(), size.height())


def fit_paper(printer: QPrinter, first: QSizeF) -> None:
    """Have a printer take paper as large as the first page, whole: a report brings its own margins."""
    upright = QSizeF(min(first.width(), first.height()), max(first.width(), first.height()))
    printer.setFullPage(True)
    printer.setPageSize(QPageSize(upright, QPageSize.Unit.Point))
    printer.setPageOrientation(_orientation(first))


def _orientation(page: QSizeF) -> QPageLayout.Orientation:
    wide = page.width() > page.height()
    return QPageLayout.Orientation.Landscape if wide else QPageLayout.Orientation.Portrait


@dataclass(frozen=True)
class _Batch:
    """Pages that are to be painted, in their order, and the folder that their pictures lie in."""

    order: list[int]
    folder: Path
    drawn: dict[int, Any]


class Painting(QObject):
    """One printing of a PDF: `done` says how many sheets, `failed` a sentence; stopped or not, it `ended`."""

    progressed = Signal(int, int)
    """Sheets painted and sheets in all."""
    done = Signal(int)
    failed = Signal(str)
    ended = Signal()

    def __init__(
        self, source: Path, sizes: Sequence[QSizeF], order: Sequence[int], printer: QPrinter, parent: QObject | None
    ) -> None:
        """Prepare to paint pages of `source` in an order; pictures are put beside it. `start` begins."""
        super().__init__(parent)
        self._source, self._sizes, self._printer = source, sizes, printer
        self._painter = QPainter()
        self._waiting = deque(batches(order))
        self._ready: deque[_Batch] = deque()
        self._folder = source.parent / "painting"
        self._count, self._all = 0, len(order)
        self._child: Child | None = None
        self._batch: _Batch | None = None
        self._strokes: Iterator[None] = iter(())
        self._steps = QTimer(self)
        self._steps.setInterval(0)
        self._steps.timeout.connect(self._step)

    def start(self) -> None:
        """Begin."""
        self._spool().mkdir(parents=True, exist_ok=True)
        self._feed()

    def cancel(self) -> None:
        """Stop at once; nothing is printed, or no more than the printer has already got, and no half file is left."""
        self._give_up()
        self.ended.emit()

    # Drawing, in the child

    def _feed(self) -> None:
        """Have the next pages drawn, where few are left to paint."""
        if self._child is not None or not self._waiting or self._ready:
            return
        order = self._waiting.popleft()
        try:
            folder = Path(tempfile.mkdtemp(prefix="batch-", dir=self._folder))
        except OSError as error:
            self._fail(tr("There is no room to draw the pages: {reason}", reason=error.strerror or str(error)))
            return
        span = ["--first", str(min(order)), "--last", str(max(order))]
        dots = str(min(_FINEST, self._printer.resolution()))
        child = self._child = Child(["pages", str(self._source), str(folder), *span, "--dpi", dots], self)
        child.done.connect(
            lambda value: self._take(child, _Batch(order, folder, {page["page"]: page for page in value}))
        )
        child.failed.connect(lambda problem: self._fail(problem) if child is self._child else None)
        child.ended.connect(child.deleteLater)
        child.start()

    def _take(self, child: Child, batch: _Batch) -> None:
        if child is self._child:
            self._child = None
            self._ready.append(batch)
            self._steps.start()

    # Painting, a band at a time

    def _step(self) -> None:
        """Paint a band; where a batch is through, go on to the next, or finish."""
        if self._batch is None:
            if not self._ready:
                self._steps.stop()
                return
            self._batch = self._ready.popleft()
            self._strokes = self._paint(self._batch)
            self._feed()
        try:
            next(self._strokes)
        except StopIteration:
            self._close_batch()
        except _Refused as refusal:
            self._fail(str(refusal))

    def _close_batch(self) -> None:
        assert self._batch is not None
        pages.remove_folder(self._batch.folder)
        self._batch = None
        self._feed()
        if not self._ready and self._child is None and not self._waiting:
            self._finish()

    def _finish(self) -> None:
        self._steps.stop()
        is_printed = self._painter.end()
        pages.remove_folder(self._folder)
        if is_printed:
            self.done.emit(self._count)
        else:
            self.failed.emit(_refused_text())
        self.ended.emit()

    def _paint(self, batch: _Batch) -> Iterator[None]:
        for number in batch.order:
            drawn = batch.drawn[number]
            target = self._next_sheet(self._sizes[number - 1])
            across, down = target.width() / drawn["width"], target.height() / drawn["height"]
            for band in drawn["bands"]:
                picture = QImage(band["file"])
                if picture.isNull():
                    raise _Refused(tr("A page could not be drawn."))
                top = target.top() + band["top"] * down
                place = QRectF(target.left(), top, picture.width() * across, picture.height() * down)
                self._painter.drawImage(place, picture)
                yield
            self._count += 1
            self.progressed.emit(self._count, self._all)

    def _next_sheet(self, size: QSizeF) -> QRectF:
        """Begin a sheet, turned as its page is; gives where the page goes."""
        printer = self._printer
        printer.setPageOrientation(_orientation(size))
        if not self._painter.isActive():
            with _temporary_files_in(self._spool()):
                begun = self._painter.begin(printer)
            self._painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            self._painter.setRenderHint(QPainter.RenderHint.LosslessImageRendering)  # text: sharper, and half as large
        else:
            begun = printer.newPage()
        if not begun:
            raise _Refused(_refused_text())
        return placed(size, printer.pageLayout().fullRectPixels(printer.resolution()), printer.resolution())

    # Ending early

    def _spool(self) -> Path:
        return self._folder / "spool"

    def _fail(self, problem: str) -> None:
        self._give_up()
        self.failed.emit(problem)
        self.ended.emit()

    def _give_up(self) -> None:
        self._steps.stop()
        self._waiting.clear()
        self._ready.clear()
        child, self._child = self._child, None
        if child is not None:
            child.stop()
        if self._painter.isActive():
            self._printer.abort()
            # With CUPS nothing aborts: Qt collects the job in a file and prints that at the end, if it is there.
            pages.remove_folder(self._spool())
            self._painter.end()
            if self._printer.outputFileName():
                with contextlib.suppress(OSError):
                    Path(self._printer.outputFileName()).unlink(missing_ok=True)
        pages.remove_folder(self._folder)


class _Refused(Exception):
    """The printer, or a picture, does not do what it must; carries the sentence."""


def _refused_text() -> str:
    return tr("The printer did not take the pages. See whether it is switched on and connected, or save the PDF.")


@contextlib.contextmanager
def _temporary_files_in(folder: Path) -> Iterator[None]:
    """Have libraries below Python put their temporary files into a folder of ours, where they are removed with it."""
    before = os.environ.get("TMPDIR")
    os.environ["TMPDIR"] = str(folder)
    try:
        yield
    finally:
        if before is None:
            del os.environ["TMPDIR"]
        else:
            os.environ["TMPDIR"] = before
