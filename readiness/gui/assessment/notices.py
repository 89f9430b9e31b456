"""What concerns the clause that is chosen: findings of the rules, and corrective actions."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from readiness import words
from readiness.analysis.findings import Finding, Severity
from readiness.gui import theme
from readiness.gui.bridge import Bridge, Place
from readiness.gui.flow import Link
from readiness.model.checklist import Requirement
from readiness.model.records import Assessment
from readiness.texts import tr

SAID_ELSEWHERE = {
    "nonconforming",
    "partly-conforming",
    "not-assessed",
    "gap-without-action",
    "overdue-action",
}
"""Rules whose finding the pane shows anyway, by the rating and the actions."""


class Notices(QWidget):
    """A line per finding and per action; empty most of the time."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        """Show nothing."""
        super().__init__(parent)
        self._bridge = bridge
        self._found: tuple[tuple[Finding, ...], tuple[Finding, ...]] = ((), ())
        """All findings as of now, and those worth a line."""
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.SPACING // 2)

    def show_for(self, assessment: Assessment, leaves: tuple[Requirement, ...]) -> None:
        """Show what concerns the chosen requirements."""
        while (item := self._column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        wanted = {leaf.id for leaf in leaves}
        if self._found[0] is not self._bridge.findings:
            found = self._bridge.findings
            self._found = (found, tuple(item for item in found if item.rule not in SAID_ELSEWHERE))
        for finding in self._found[1]:
            if _concerns(finding, assessment, wanted):
                self._column.addWidget(self._line(finding))
        shown: set[str] = set()
        for leaf in leaves:
            for action in self._bridge.snapshot.actions_for(assessment.id, leaf.id):
                if action.id not in shown:
                    shown.add(action.id)
                    due = tr("due {date}", date=words.date(action.due)) if action.due else tr("no date")
                    state = words.action_state(action.state)
                    button = Link(tr("Action: {title} ({state}, {due})", title=action.title, state=state, due=due))
                    place = Place("actions", record=action.id)
                    button.clicked.connect(lambda _=False, chosen=place: self._bridge.go(chosen))
                    self._column.addWidget(button)
        self.setVisible(self._column.count() > 0)

    def _line(self, finding: Finding) -> QWidget:
        row = QWidget()
        across = QHBoxLayout(row)
        across.setContentsMargins(0, 0, 0, 0)
        sign = QLabel()
        side = self.fontMetrics().height()
        sign.setPixmap(theme.severity_icon(finding.severity).pixmap(side, side))
        sign.setAccessibleName(severity_word(finding.severity))
        across.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
        text = QLabel(f"{severity_word(finding.severity)}: {finding.sentence} {finding.resolve}")
        text.setWordWrap(True)
        text.setTextFormat(Qt.TextFormat.PlainText)
        text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        across.addWidget(text, 1)
        return row


def severity_word(severity: Severity) -> str:
    """Name a severity in a word or two."""
    return {
        Severity.STOPS: tr("Stops the application"),
        Severity.WARNS: tr("Would be asked about"),
        Severity.NOTES: tr("Worth knowing"),
    }[severity]


def _concerns(finding: Finding, assessment: Assessment, wanted: set[str]) -> bool:
    return (finding.assessment == assessment.id and bool(wanted & set(finding.requirements))) or (
        finding.other_assessment == assessment.id and bool(wanted & set(finding.other_requirements))
    )
