"""Two standards under one roof: what is mixed up, and topic by topic what may be shared."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QScrollArea,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from readiness import words
from readiness.analysis import gaps
from readiness.analysis.findings import Finding
from readiness.analysis.separation import PRODUCTS, SYSTEMS
from readiness.gui import theme
from readiness.gui.bridge import Bridge, Place
from readiness.gui.flow import Link
from readiness.gui.forms import faint, let_clear
from readiness.gui.view import View
from readiness.library import crosswalk
from readiness.model.crosswalk import Sharing, Topic
from readiness.model.history import Commit
from readiness.texts import tr, trn

_LEAST_LINES = 12


class TwoStandardsView(View):
    """Mix-ups first, each with links to both sides; below them the crosswalk."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        """Show the state as it is."""
        super().__init__(bridge, parent)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setAccessibleName(tr("Two standards"))
        page = QWidget()
        scroll.setWidget(page)
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(scroll)
        layout = QVBoxLayout(page)
        layout.setContentsMargins(*([theme.SPACING * 2] * 4))
        title = QLabel(tr("Two standards under one roof"))
        title.setFont(theme.heading_font(title, 1.5))
        layout.addWidget(title)
        self._mixed = QVBoxLayout()
        layout.addLayout(self._mixed)
        row = QHBoxLayout()
        self.filter = QLineEdit()
        self.filter.setPlaceholderText(tr("Filter topics by word or clause"))
        self.filter.setAccessibleName(tr("Filter topics"))
        let_clear(self.filter)
        self.filter.textChanged.connect(lambda _: self._apply_filter())
        self.own_only = QCheckBox(tr("Only where each standard needs its own document"))
        self.own_only.toggled.connect(lambda _: self._apply_filter())
        row.addWidget(self.filter)
        row.addWidget(self.own_only)
        layout.addLayout(row)
        self._topics = crosswalk().topics
        self.table = self._make_table()
        layout.addWidget(self.table, 1)
        layout.addWidget(faint(crosswalk().notice))

    def _make_table(self) -> QTableWidget:
        headings = [
            tr("Topic"),
            "ISO/IEC 17021-1",
            "ISO/IEC 17065",
            tr("One document for both?"),
            tr("What differs"),
        ]
        table = QTableWidget(len(self._topics), len(headings))
        table.setHorizontalHeaderLabels(headings)
        table.setMinimumHeight(self.fontMetrics().lineSpacing() * _LEAST_LINES)
        table.setAccessibleName(tr("Topics of both standards"))
        table.verticalHeader().hide()
        table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        table.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
        table.setTabKeyNavigation(False)
        table.setWordWrap(True)
        for row, topic in enumerate(self._topics):
            for column, text in enumerate(_cells(topic)):
                item = QTableWidgetItem(text)
                item.setToolTip(topic.sharing_reason if column == 3 else text)
                item.setTextAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
                table.setItem(row, column, item)
        header = table.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        letter = self.fontMetrics().averageCharWidth()
        for column, letters in enumerate((26, 17, 17)):
            table.setColumnWidth(column, letter * letters)
        header.setMinimumSectionSize(letter * 17)
        for column in (3, 4):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
        table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        table.cellActivated.connect(self._open_row)
        return table

    def show_place(self, place: Place) -> None:
        """Bring the mix-ups up to date."""
        self._show_mixed()

    def refresh(self, commit: Commit | None) -> None:
        """Repaint the mix-ups where they are looked at."""
        if self.isVisible():
            self._show_mixed()

    def _show_mixed(self) -> None:
        _clear(self._mixed)
        found = [item for item in self.bridge.findings if item.rule in gaps.MIX_UPS]
        caption = QLabel(trn("{n} mix-up found", "{n} mix-ups found", len(found)) if found else tr("No mix-up found"))
        caption.setFont(theme.heading_font(caption, 1.15))
        self._mixed.addWidget(caption)
        if not found:
            self._mixed.addWidget(
                faint(tr("Two rules look for one document cited where each standard needs its own, and for "
                         "Stage 1 / Stage 2 wording in product certification."))
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
        sign.setAccessibleName(tr("stops the application"))
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

    def _apply_filter(self) -> None:
        wanted = self.filter.text().casefold().split()
        for row, topic in enumerate(self._topics):
            text = " ".join(_cells(topic)).casefold()
            own = topic.sharing is Sharing.OWN_DOCUMENT or not self.own_only.isChecked()
            self.table.setRowHidden(row, not (own and all(word in text for word in wanted)))

    def _open_row(self, row: int, column: int) -> None:
        topic = self._topics[row]
        standard = PRODUCTS if column == 2 or SYSTEMS not in topic.clauses else SYSTEMS
        assessments = self.bridge.snapshot.assessments_of(standard)
        clauses = topic.clauses.get(standard, ())
        if assessments and clauses:
            self.bridge.go(Place("assessment", assessment=assessments[0].id, requirement=clauses[0]))


def _cells(topic: Topic) -> tuple[str, ...]:
    sharing = words.sharing(topic.sharing)
    if topic.sharing_reason:
        sharing = f"{sharing}. {topic.sharing_reason}"
    return (
        topic.topic,
        ", ".join(topic.clauses.get(SYSTEMS, ())) or "–",
        ", ".join(topic.clauses.get(PRODUCTS, ())) or "–",
        sharing,
        topic.difference or words.relation(topic.relation),
    )


def _clear(layout: QVBoxLayout | QHBoxLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            widget.deleteLater()
        elif isinstance(inner, QVBoxLayout | QHBoxLayout):
            _clear(inner)
