"""Claims: drop documents or paste text, see what misuses certification, why, and what to write instead."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QFont, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QInputDialog,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from readiness import words
from readiness.analysis.claim_findings import CheckedDocument, DocumentFinding, Words
from readiness.analysis.findings import Severity
from readiness.errors import Cancelled
from readiness.gui import theme
from readiness.gui.attaching import Progress, with_progress
from readiness.gui.bridge import Bridge, Place
from readiness.gui.flow import Flow, Halves, Link, Prose, Tall, clear, scrolled
from readiness.gui.forms import faint
from readiness.gui.tables import choosing_table
from readiness.gui.view import View
from readiness.model.certificates import Stated
from readiness.model.history import Commit
from readiness.tasks import claims
from readiness.texts import tr, trn

_MOST_KINDS = 3
"""Certificates that are named with their kind; more of them are counted."""


class ClaimsView(View):
    """What was checked last, found by found; nothing of it is kept unless asked for."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        """Show nothing checked yet."""
        super().__init__(bridge, parent)
        self.checked: tuple[CheckedDocument, ...] = ()
        self._shown: list[tuple[CheckedDocument, DocumentFinding]] = []
        self._again: Callable[[], None] | None = None
        self.setAcceptDrops(True)
        left = QWidget()
        column = QVBoxLayout(left)
        title = QLabel(tr("Claims"))
        title.setFont(theme.heading_font(title, 1.5))
        column.addWidget(title)
        column.addWidget(self._buttons())
        self.pasted = QPlainTextEdit()
        self.pasted.setPlaceholderText(tr("Paste wording here, or drop documents and folders anywhere on this page."))
        self.pasted.setAccessibleName(tr("Wording to check"))
        self.pasted.setTabChangesFocus(True)
        self.pasted.setMaximumHeight(self.fontMetrics().lineSpacing() * 6)
        column.addWidget(self.pasted)
        self.said = Prose("")
        column.addWidget(self.said)
        self.table = self._make_table()
        column.addWidget(self.table, 1)
        halves = Halves()
        halves.addWidget(left)
        halves.addWidget(self._details())
        halves.setStretchFactor(0, 3)
        halves.setStretchFactor(1, 2)
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.addWidget(halves)
        self._show()

    def _buttons(self) -> QWidget:
        around = QWidget()
        flow = Flow(theme.SPACING, around)
        self.files_button = QPushButton(tr("Check file&s ..."))
        self.files_button.clicked.connect(self.choose_files)
        self.folder_button = QPushButton(tr("Check a f&older ..."))
        self.folder_button.clicked.connect(self.choose_folder)
        self.text_button = QPushButton(tr("Check the te&xt"))
        self.text_button.clicked.connect(self.check_text)
        self.report_button = QPushButton(tr("Findings as a fi&le ..."))
        self.report_button.clicked.connect(self.save_report)
        self.marked_button = QPushButton(tr("&Marked copy ..."))
        self.marked_button.setToolTip(tr("A copy of the Word file that is chosen, with what was found marked in it"))
        self.marked_button.clicked.connect(self.save_marked)
        self.keep_button = QPushButton(tr("&Keep as evidence"))
        self.keep_button.clicked.connect(self.keep)
        self.stated = QComboBox()
        for stated in Stated:
            self.stated.addItem(words.stated(stated), stated)
        self.stated.setAccessibleName(tr("What the documents are"))
        described = tr("What the documents are: certificates are also checked as a whole")
        self.stated.setToolTip(described)
        self.stated.setAccessibleDescription(described)
        self.stated.activated.connect(lambda *_: self.check_again())
        for widget in (
            self.files_button, self.folder_button, self.text_button, self.stated, self.report_button,
            self.marked_button, self.keep_button,
        ):  # fmt: skip
            flow.addWidget(widget)
        return around

    def _make_table(self) -> QTableWidget:
        columns = ((tr("Document"), 20), (tr("Where"), 24), (tr("Words"), 32), (tr("What"), 20))
        table = choosing_table(tr("Findings of the check"), columns)
        table.currentCellChanged.connect(lambda row, *_: self._show_details(row))
        return table

    def _details(self) -> QWidget:
        page = Tall()
        scroll = scrolled(page, tr("{register}: what is chosen", register=tr("Claims")))
        column = QVBoxLayout(page)
        self.what = Prose("")
        self.what.setFont(theme.heading_font(self.what, 1.15))
        self.kind = faint("")
        self.passage = QPlainTextEdit()
        self.passage.setReadOnly(True)
        self.passage.setTabChangesFocus(True)
        self.passage.setAccessibleName(tr("The passage, with the words marked"))
        self.passage.setPlaceholderText(tr("No words: this is about the document as a whole."))
        self.passage.setMinimumHeight(self.fontMetrics().lineSpacing() * 7)
        self.why = Prose("")
        self.links = QWidget()
        self._links = Flow(theme.SPACING, self.links)
        self.instead_caption = QLabel(tr("Write instead"))
        self.instead_caption.setFont(theme.heading_font(self.instead_caption, 1.0))
        self.instead = Prose("")
        self.copy_button = QPushButton(tr("&Copy what to write"))
        self.copy_button.clicked.connect(lambda: QApplication.clipboard().setText(self.instead.text()))
        self.allow_button = QPushButton(tr("&Allow this ..."))
        self.allow_button.clicked.connect(self.allow)
        for widget in (self.what, self.kind, self.passage, self.why, self.links, self.instead_caption, self.instead):
            column.addWidget(widget)
        for button in (self.copy_button, self.allow_button):
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(
            faint(tr("A checker finds words, not intentions: it misses some and objects to some that are right. "
                     "Whoever publishes decides."))
        )  # fmt: skip
        column.addStretch()
        scroll.setMinimumWidth(self.fontMetrics().averageCharWidth() * 44)
        return scroll

    # Checking

    def choose_files(self) -> None:
        """Ask which documents to check."""
        endings = " ".join(f"*{ending}" for ending in claims.ENDINGS)
        names, _ = QFileDialog.getOpenFileNames(self, tr("Check files"), "", tr("Documents") + f" ({endings})")
        if names:
            self.check_files([Path(name) for name in names])

    def choose_folder(self) -> None:
        """Ask which folder to check."""
        name = QFileDialog.getExistingDirectory(self, tr("Check a folder"))
        if name:
            self.check_files([Path(name)])

    def check_files(self, paths: list[Path]) -> None:
        """Check documents and folders beside the window's thread."""
        allowed, stated = claims.allowed_keys(self.bridge.snapshot), self._stated()

        def work(progress: Progress) -> tuple[CheckedDocument, ...]:
            return claims.check_files(paths, allowed, progress, stated)

        def check() -> tuple[CheckedDocument, ...]:
            return with_progress(self, tr("Checking wording"), work)

        try:
            found = self.bridge.do(check)
        except Cancelled:
            return
        if found is not None:
            self._again = lambda: self.check_files(paths)
            self._take(found)

    def check_text(self) -> None:
        """Check what was pasted."""
        text = self.pasted.toPlainText()
        if text.strip():
            self._check_text(text)

    def _check_text(self, text: str) -> None:
        self._again = lambda: self._check_text(text)
        allowed, stated = claims.allowed_keys(self.bridge.snapshot), self._stated()
        # Beside the window's thread: the checks of certificates take a second or two to make, the first time.
        found = with_progress(self, tr("Checking wording"), lambda _: claims.check_text(text, allowed, stated))
        self._take((found,))

    def check_again(self) -> None:
        """Check what was checked last once more: it is taken for something else, or something was allowed."""
        if self._again is not None:
            self._again()

    def _stated(self) -> Stated:
        return Stated(self.stated.currentData())

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802 - Qt's name
        """Take documents and folders."""
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802 - Qt's name
        """Check what was dropped."""
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        event.acceptProposedAction()
        self.check_files(paths)

    def _take(self, found: tuple[CheckedDocument, ...]) -> None:
        self.checked = found
        self._show()
        self.bridge.said.emit(self.said.text())

    # Showing

    def show_place(self, place: Place) -> None:
        """Be ready for text."""
        (self.table if self._shown else self.pasted).setFocus()

    def refresh(self, commit: Commit | None) -> None:
        """Keep what was found: it is of the documents, not of the records; whoever checks again gets it anew."""
        self.keep_button.setEnabled(self._may_keep)

    @property
    def _may_keep(self) -> bool:
        """Tell whether there is a check to keep: of something that could be read."""
        return any(not item.problem for item in self.checked) and not self.bridge.workspace.read_only

    def _show(self) -> None:
        self._shown = [(document, item) for document in self.checked for item in document.findings]
        errors = sum(document.errors for document in self.checked)
        problems = [f"{document.name}: {document.problem}" for document in self.checked if document.problem]
        allowed = sum(len(document.allowed) for document in self.checked)
        told = [
            trn("{n} document checked", "{n} documents checked", len(self.checked) - len(problems)),
            trn("{n} wrong as it stands", "{n} wrong as they stand", errors),
            trn("{n} to be looked at", "{n} to be looked at", len(self._shown) - errors),
            trn("{n} allowed", "{n} allowed", allowed),
        ]
        kinds = [
            tr("{document}: {kind}", document=Path(document.name).name, kind=words.certificate(document.certificate))
            for document in self.checked if document.certificate
        ]  # fmt: skip
        if len(kinds) > _MOST_KINDS:
            kinds = [
                *kinds[:_MOST_KINDS],
                trn("{n} more certificate", "{n} more certificates", len(kinds) - _MOST_KINDS),
            ]
        self.said.setText("\n".join([", ".join(told), *problems, *kinds]) if self.checked else "")
        self.table.setRowCount(len(self._shown))
        for row, (document, item) in enumerate(self._shown):
            said = item.words.text if item.words else ""
            for column, text in enumerate((Path(document.name).name, item.place, said, item.title)):
                cell = QTableWidgetItem(text)
                cell.setToolTip(text)
                if column == 0:
                    cell.setIcon(theme.severity_icon(_severity(item)))
                self.table.setItem(row, column, cell)
        self.report_button.setEnabled(bool(self.checked))
        self.keep_button.setEnabled(self._may_keep)
        if self._shown:
            self.table.setCurrentCell(0, 0)
        self._show_details(self.table.currentRow())

    def _chosen(self) -> tuple[CheckedDocument, DocumentFinding] | None:
        row = self.table.currentRow()
        return self._shown[row] if 0 <= row < len(self._shown) else None

    def _show_details(self, row: int) -> None:
        chosen = self._shown[row] if 0 <= row < len(self._shown) else None
        self.marked_button.setEnabled(chosen is not None and chosen[0].name.lower().endswith(".docx"))
        for widget in (self.passage, self.instead_caption, self.copy_button, self.allow_button, self.links):
            widget.setVisible(chosen is not None)
        if chosen is None:
            for label in (self.what, self.kind, self.why, self.instead):
                label.setText("")
            return
        document, item = chosen
        self.what.setText(item.title)
        look = tr("to be looked at") if item.certificate else tr("to be looked at beside the certificate")
        self.kind.setText(tr("wrong as it stands") if item.is_error else look)
        self.why.setText(item.why)
        self.instead.setText(item.correct_wording)
        self.allow_button.setEnabled(not self.bridge.workspace.read_only)
        self.passage.clear()
        self.passage.setCurrentCharFormat(QTextCharFormat())
        if item.words:
            self.passage.setPlainText(document.passages[item.words.passage].text)
            self._mark(item.words, _severity(item))
        self._show_links(item)

    def _mark(self, said: Words, severity: Severity) -> None:
        cursor = QTextCursor(self.passage.document())
        cursor.setPosition(said.start)
        cursor.setPosition(said.end, QTextCursor.MoveMode.KeepAnchor)
        marked = QTextCharFormat()
        marked.setFontWeight(QFont.Weight.Bold)
        marked.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
        marked.setUnderlineColor(theme.severity_colour(severity))
        cursor.mergeCharFormat(marked)
        cursor.clearSelection()
        self.passage.setTextCursor(cursor)
        self.passage.ensureCursorVisible()
        QTimer.singleShot(0, self.passage.ensureCursorVisible)  # once it has its size

    def _show_links(self, item: DocumentFinding) -> None:
        clear(self._links)
        for clause in item.clauses:
            standard, _, number = clause.partition(":")
            assessments = self.bridge.snapshot.assessments_of(standard)
            shown = f"{standard}, {words.requirement(number)}"
            if not assessments:
                self._links.addWidget(faint(shown))
                continue
            link = Link(shown)
            place = Place("assessment", assessment=assessments[0].id, requirement=number)
            link.clicked.connect(lambda _=False, where=place: self.bridge.go(where))
            self._links.addWidget(link)

    # What follows

    def allow(self) -> None:
        """Ask why the words may stay, and remember it; they are not found again."""
        chosen = self._chosen()
        if chosen is None or self._again is None:
            return
        reason, given = QInputDialog.getText(self, tr("Allow this"), tr("Why is it right here?"))
        if given and self.bridge.do(lambda: claims.allow(self.bridge.workspace, chosen[1], reason)) is not None:
            self._again()

    def save_report(self) -> None:
        """Ask for a file and write the findings to it."""
        name, _ = QFileDialog.getSaveFileName(
            self, tr("Findings as a file"), tr("claims-check.pdf"), "PDF (*.pdf);;Excel (*.xlsx)"
        )
        if name and self.bridge.do(lambda: self._write_report(Path(name))) is not None:
            self.bridge.said.emit(tr("{path} was written.", path=name))

    def _write_report(self, target: Path) -> object:
        """Write the findings beside the window's thread."""
        checked, today = self.checked, self.bridge.context.today
        text = tr("Writing the findings")
        return with_progress(self, text, lambda _: claims.write_report(checked, target, today))

    def save_marked(self) -> None:
        """Ask for a file and write a marked copy of the Word file that is chosen."""
        chosen = self._chosen()
        if chosen is None:
            return
        path = Path(chosen[0].name)
        suggested = str(path.with_name(tr("{name} (marked).docx", name=path.stem)))
        name, _ = QFileDialog.getSaveFileName(self, tr("Marked copy"), suggested, "Word (*.docx)")
        if not name:
            return

        def write() -> claims.MarkedCopy:
            return with_progress(self, tr("Marking the copy"), lambda _: claims.write_marked(chosen[0], Path(name)))

        if (done := self.bridge.do(write)) is not None:
            self.bridge.said.emit(" ".join((tr("{path} was written.", path=name), done.note)).strip())

    def keep(self) -> None:
        """Keep the check as evidence: its findings attached, cited where it shows practice."""
        today = self.bridge.context.today

        def work() -> object:
            with tempfile.TemporaryDirectory() as folder:
                report = Path(folder) / tr("claims-check.pdf")
                self._write_report(report)
                return claims.keep(self.bridge.workspace, self.checked, report, today)

        if self.bridge.do(work) is not None:
            self.bridge.said.emit(tr("Kept as evidence"))


def _severity(item: DocumentFinding) -> Severity:
    return Severity.STOPS if item.is_error else Severity.WARNS
