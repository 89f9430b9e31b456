"""The crosswalk of the two standards, topic by topic: what differs, and whether one document may serve both."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from readiness import words
from readiness.analysis.separation import PRODUCTS, SYSTEMS
from readiness.gui.bridge import Bridge, Place
from readiness.gui.forms import faint, let_clear
from readiness.gui.tables import line_table
from readiness.library import crosswalk
from readiness.model.crosswalk import Sharing, Topic
from readiness.texts import tr

_LEAST_LINES = 12


class Topics(QWidget):
    """The crosswalk: each topic with the clauses on both sides, filtered by word or clause."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        """Show all topics."""
        super().__init__(parent)
        self.bridge = bridge
        layout = QVBoxLayout(self)
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
        table = line_table(tr("Topics of both standards"), headings, len(self._topics))
        table.setWordWrap(True)
        for row, topic in enumerate(self._topics):
            for column, text in enumerate(_cells(topic)):
                item = QTableWidgetItem(text)
                item.setToolTip(topic.sharing_reason if column == 3 else text)
                item.setTextAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
                table.setItem(row, column, item)
        header = table.horizontalHeader()
        letter = self.fontMetrics().averageCharWidth()
        for column, letters in enumerate((26, 17, 17)):
            table.setColumnWidth(column, letter * letters)
        header.setMinimumSectionSize(letter * 17)
        for column in (3, 4):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
        table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        table.cellActivated.connect(self._open_row)
        return table

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
