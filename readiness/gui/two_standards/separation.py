"""What keeps the two standards apart here, and what mixes them up: findings, then the documents by topic."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QScrollArea,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from readiness import library, words
from readiness.analysis import apart
from readiness.analysis.findings import Finding, severity_name
from readiness.analysis.separation import PRODUCTS, SYSTEMS, nothing_found
from readiness.analysis.side_by_side import Kept, Pair, kept, kept_name, pairs, sides
from readiness.errors import Cancelled
from readiness.gui import theme
from readiness.gui.attaching import with_progress
from readiness.gui.bridge import Bridge, Place
from readiness.gui.flow import Link, Prose, Tall, clear
from readiness.gui.forms import faint
from readiness.gui.tables import line_table
from readiness.model.records import Assessment
from readiness.tasks import two_standards
from readiness.texts import tr, trn

_Row = tuple[tuple[str, str], ...]
"""The cells of a row: what each shows, and its tip."""
_SIGNS = {Kept.OWN: "●", Kept.SHARED: "●", Kept.PARTS: "◐", Kept.MIXED: "✕", Kept.OPEN: "○"}


class Separation(QScrollArea):
    """The findings about the two standards, the button that looks through documents, and the matrix of documents."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        """Lay out; `show_state` fills it."""
        super().__init__(parent)
        self.bridge = bridge
        self._rows: list[_Row] = []
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName(tr("Separation"))
        page = Tall()
        self.setWidget(page)
        layout = QVBoxLayout(page)
        row = QHBoxLayout()
        self.read_button = QPushButton()
        self.read_button.clicked.connect(self.read)
        self.report_button = QPushButton(tr("Separation report ..."))
        self.report_button.clicked.connect(lambda: bridge.go(Place("reports", record="separation")))
        row.addWidget(self.read_button)
        row.addWidget(self.report_button)
        row.addStretch()
        layout.addLayout(row)
        self._mixed = QVBoxLayout()
        layout.addLayout(self._mixed)
        caption = QLabel(tr("Documents by topic"))
        caption.setFont(theme.heading_font(caption, 1.15))
        layout.addWidget(caption)
        self.table = self._make_table()
        layout.addWidget(self.table, 1)

    def _make_table(self) -> QTableWidget:
        headings = [
            tr("Topic"),
            tr("Only for {standard}", standard=SYSTEMS),
            tr("For both"),
            tr("Only for {standard}", standard=PRODUCTS),
            tr("Kept apart?"),
        ]
        table = line_table(tr("Documents by topic"), headings)
        table.setWordWrap(True)
        header = table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        table.cellActivated.connect(self._open_row)
        return table

    def show_state(self) -> None:
        """Show findings and documents as they are now."""
        unread = len(apart.to_read(self.bridge.snapshot))
        self.read_button.setText(
            trn("Look through {n} &document", "Look through {n} &documents", unread)
            if unread
            else tr("All &documents are looked through")
        )
        self.read_button.setEnabled(unread > 0 and not self.bridge.workspace.read_only)
        self._show_mixed()
        self._show_matrix()

    def read(self) -> None:
        """Read the documents that were not looked through yet, beside the window's thread; keep what was found."""
        workspace = self.bridge.workspace
        try:
            found = with_progress(self, tr("Looking through documents"),
                                  lambda progress: two_standards.look_through(workspace, progress))  # fmt: skip
        except Cancelled:
            return
        self.bridge.do(lambda: two_standards.keep(workspace, found))
        self.show_state()

    def _show_mixed(self) -> None:
        clear(self._mixed)
        found, snapshot = two_standards.findings(tuple(self.bridge.findings)), self.bridge.snapshot
        caption = Prose(
            trn("{n} finding", "{n} findings", len(found))
            if found
            else nothing_found(snapshot, snapshot.assessments.values())
        )
        caption.setFont(theme.heading_font(caption, 1.15))
        self._mixed.addWidget(caption)
        if not found:
            self._mixed.addWidget(
                faint(tr("Looked for: one document or record where each standard needs its own, terms of system audits "
                         "in what lays down product certification, manuals that do not name both, unclear services."))
            )  # fmt: skip
        for item in found:
            self._add_finding(item)

    def _add_finding(self, finding: Finding) -> None:
        text = QLabel(finding.sentence)
        text.setWordWrap(True)
        text.setTextFormat(Qt.TextFormat.PlainText)
        text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        row = QHBoxLayout()
        sign = QLabel()
        side = self.fontMetrics().height()
        sign.setPixmap(theme.severity_icon(finding.severity).pixmap(side, side))
        sign.setAccessibleName(severity_name(finding.severity))
        row.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(text, 1)
        self._mixed.addLayout(row)
        resolve = faint(finding.resolve)
        resolve.setIndent(side + theme.SPACING)
        self._mixed.addWidget(resolve)
        links = QHBoxLayout()
        links.addSpacing(side + theme.SPACING)
        for assessment, requirements in (
            (finding.assessment, finding.requirements),
            (finding.other_assessment, finding.other_requirements),
        ):
            if assessment and requirements:
                links.addWidget(self._link(assessment, requirements[0]))
        if finding.record:
            service = Link(tr("Service: {name}", name=self.bridge.snapshot.services[finding.record].name))
            service.clicked.connect(lambda: self.bridge.go(Place("services", record=finding.record)))
            links.addWidget(service)
        for evidence in finding.evidence[:2]:
            record = self.bridge.snapshot.evidence.get(evidence)
            if record is not None:
                button = Link(tr("Evidence: {title}", title=record.title))
                button.clicked.connect(lambda _=False, key=evidence: self.bridge.go(Place("evidence", record=key)))
                links.addWidget(button)
        links.addStretch()
        self._mixed.addLayout(links)

    def _link(self, assessment: str, requirement: str) -> QWidget:
        snapshot = self.bridge.snapshot
        standard = snapshot.assessments[assessment].standard
        button = Link(f"{standard}, {words.requirement(requirement)}")
        place = Place("assessment", assessment=assessment, requirement=requirement)
        button.clicked.connect(lambda: self.bridge.go(place))
        return button

    # The matrix

    def _compared(self) -> tuple[Assessment, Assessment] | None:
        """Give the first assessment to each standard; None where one is missing."""
        sides_of = [self.bridge.snapshot.assessments_of(standard) for standard in (SYSTEMS, PRODUCTS)]
        return (sides_of[0][0], sides_of[1][0]) if all(sides_of) else None

    def _pairs(self) -> list[Pair]:
        compared, crosswalk, snapshot = self._compared(), library.crosswalk(), self.bridge.snapshot
        if compared is None:
            return []
        left, right = (sides(snapshot, crosswalk, item) for item in compared)
        return [pair for pair in pairs(crosswalk, left, right) if pair.left and pair.right]

    def _show_matrix(self) -> None:
        compared = self._compared()
        rows = [self._row(compared, pair) for pair in self._pairs()] if compared else []
        if rows == self._rows:
            return
        self._rows = rows
        header = self.table.verticalHeader()
        # A header that follows the contents would measure every row again at each cell that is set.
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.table.setRowCount(len(rows))
        for row, cells in enumerate(rows):
            for column, (text, tip) in enumerate(cells):
                item = QTableWidgetItem(text)
                item.setToolTip(tip)
                item.setTextAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
                self.table.setItem(row, column, item)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)

    def _row(self, compared: tuple[Assessment, Assessment], pair: Pair) -> _Row:
        how = kept(self.bridge.snapshot, *compared, pair)
        texts = (pair.topic.topic, *map(self._names, pair.apart))
        return (*((text, text) for text in texts), (f"{_SIGNS[how]} {kept_name(how)}", pair.topic.sharing_reason))

    def _names(self, evidence: tuple[str, ...]) -> str:
        records = (self.bridge.snapshot.evidence[item] for item in evidence)
        return "\n".join(f"{item.reference} {item.title}".strip() for item in records) or "–"

    def _open_row(self, row: int, column: int) -> None:
        compared, found = self._compared(), self._pairs()
        if compared is None or row >= len(found):
            return
        pair = found[row]
        assessment, side = (compared[1], pair.right) if column == 3 else (compared[0], pair.left)
        if side is not None:
            self.bridge.go(Place("assessment", assessment=assessment.id, requirement=side.leaves[0].id))
