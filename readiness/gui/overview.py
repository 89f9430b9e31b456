"""The overview: the verdict, both standards side by side, what stops; each figure from `analysis.figures`."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from readiness import words
from readiness.analysis import gaps
from readiness.analysis.figures import Figures, Tally, figures
from readiness.analysis.findings import Finding, Severity
from readiness.gui import theme
from readiness.gui.bars import GroupBars
from readiness.gui.bridge import Bridge, Place
from readiness.gui.flow import Link
from readiness.gui.forms import faint
from readiness.gui.view import View
from readiness.model.history import Commit
from readiness.model.records import ActionState, Assessment
from readiness.texts import tr, trn

_SHOWN_OF_A_RULE = 3


class OverviewView(View):
    """One scrolling page, made anew when something changed and it is looked at."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        """Show the state as it is."""
        super().__init__(bridge, parent)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setAccessibleName(tr("Overview"))
        layout.addWidget(self._scroll)
        self._shown_sequence = -1

    def refresh(self, commit: Commit | None) -> None:
        """Make the page anew, now if it is looked at, else when it is shown next."""
        if commit is None:
            self._shown_sequence = -1
        if self.isVisible():
            self._show()

    def show_place(self, place: Place) -> None:
        """Bring the page up to date."""
        self._show()

    def _show(self) -> None:
        snapshot = self.bridge.snapshot
        if snapshot.sequence == self._shown_sequence:
            return
        self._shown_sequence = snapshot.sequence
        position = self._scroll.verticalScrollBar().value()
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(*([theme.SPACING * 3] * 4))
        column.setSpacing(theme.SPACING)
        self._add_head(column)
        if snapshot.assessments:
            verdict = gaps.verdict(self.bridge.findings)
            self._add_verdict(column, verdict)
            self._add_stops(column, verdict, mixed_up=True)
            self._add_assessments(column)
            self._add_stops(column, verdict, mixed_up=False)
            self._add_actions(column)
        else:
            column.addWidget(
                faint(tr("No assessment yet. 'New assessment' in the File menu begins one for a standard."))
            )
        column.addStretch()
        self._scroll.setWidget(page)
        self._scroll.verticalScrollBar().setValue(position)

    def _add_head(self, column: QVBoxLayout) -> None:
        organization = self.bridge.snapshot.organization
        title = QLabel(organization.name)
        title.setFont(theme.heading_font(title, 1.7))
        title.setWordWrap(True)
        title.setTextFormat(Qt.TextFormat.PlainText)
        column.addWidget(title)
        facts = [organization.accreditation_body] if organization.accreditation_body else []
        if organization.target_date:
            days = (organization.target_date - self.bridge.context.today).days
            facts.append(
                trn("target date {date}, {n} day to go", "target date {date}, {n} days to go", days,
                    date=words.date(organization.target_date))
                if days >= 0
                else tr("the target date {date} has passed", date=words.date(organization.target_date))
            )  # fmt: skip
        if facts:
            column.addWidget(faint(" · ".join(facts)))

    def _add_verdict(self, column: QVBoxLayout, verdict: gaps.Verdict) -> None:
        heading = QLabel(
            tr("Nothing recorded stops the application")
            if verdict.ready
            else trn("{n} finding stops the application", "{n} findings stop the application", len(verdict.stops))
        )
        heading.setFont(theme.heading_font(heading))
        if not verdict.ready:
            colour = theme.severity_colour(Severity.STOPS).name()
            heading.setStyleSheet(f"color: {colour};")
        column.addWidget(heading)
        column.addWidget(
            faint(
                trn("{n} more would be asked about", "{n} more would be asked about", len(verdict.warns))
                + "; "
                + trn("{n} is worth knowing.", "{n} are worth knowing.", len(verdict.notes))
            )
        )

    def _add_stops(self, column: QVBoxLayout, verdict: gaps.Verdict, *, mixed_up: bool) -> None:
        """List what stops the application, rule by rule, the first few of each; mix-ups apart from the rest."""
        for rule in gaps.RULES:
            of_rule = [item for item in verdict.stops if item.rule == rule.key]
            if of_rule and (rule.key in gaps.MIX_UPS) == mixed_up:
                column.addLayout(self._rule(rule.title(), of_rule))

    def _rule(self, title: str, found: list[Finding]) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(theme.SPACING // 4)
        caption = QLabel(f"{title} ({len(found)})")
        caption.setFont(theme.heading_font(caption, 1.0))
        column.addWidget(caption)
        for item in found[:_SHOWN_OF_A_RULE]:
            column.addWidget(self._finding_link(item))
        if len(found) > _SHOWN_OF_A_RULE:
            more = Link(
                trn("... and {n} more", "... and {n} more", len(found) - _SHOWN_OF_A_RULE),
                tr("More of: {title}", title=title),
            )
            more.clicked.connect(lambda _=False, item=found[_SHOWN_OF_A_RULE]: self.bridge.go(_place(item)))
            column.addWidget(more)
        return column

    def _finding_link(self, finding: Finding) -> QWidget:
        assessment = self.bridge.snapshot.assessments.get(finding.assessment)
        short = self.bridge.snapshot.checklist_of(assessment).short if assessment else ""
        text = finding.sentence if short in finding.sentence else f"{short}  {finding.sentence}"
        button = Link(text)
        button.setIcon(theme.severity_icon(finding.severity))
        button.setToolTip(f"{finding.sentence}\n{finding.resolve}")
        button.clicked.connect(lambda: self.bridge.go(_place(finding)))
        return button

    def _add_assessments(self, column: QVBoxLayout) -> None:
        grid = QGridLayout()
        grid.setSpacing(theme.SPACING * 3)
        for position, assessment in enumerate(self.bridge.snapshot.assessments.values()):
            card = self._card(assessment, position)
            grid.addWidget(card, position // 2, position % 2, Qt.AlignmentFlag.AlignTop)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        column.addLayout(grid)

    def _card(self, assessment: Assessment, position: int) -> QWidget:
        counted = figures(self.bridge.snapshot, assessment)
        card = QWidget()
        column = QVBoxLayout(card)
        column.setContentsMargins(0, 0, 0, 0)
        title = Link(assessment.standard)
        title.setFont(theme.heading_font(title, 1.25))
        colour = theme.standard_colour(position).name()
        title.setStyleSheet(f"QPushButton {{ text-align: left; padding: 2px 0; color: {colour}; }}")
        title.clicked.connect(lambda: self.bridge.go(Place("assessment", assessment=assessment.id)))
        column.addWidget(title)
        option = tr("option {option}", option=assessment.option) if assessment.option else ""
        column.addWidget(faint(" · ".join(part for part in (assessment.scope, option) if part)))
        for text in figure_lines(counted):
            label = QLabel(text)
            label.setWordWrap(True)
            column.addWidget(label)
        if counted.letters.majors:
            majors = QLabel(trn("{n} major gap", "{n} major gaps", counted.letters.majors))
            majors.setStyleSheet(f"color: {theme.severity_colour(Severity.STOPS).name()}; font-weight: bold;")
            column.addWidget(majors)
        bars = GroupBars(counted.groups, assessment.standard)
        bars.chosen.connect(
            lambda number: self.bridge.go(Place("assessment", assessment=assessment.id, requirement=number))
        )
        column.addWidget(bars)
        return card

    def _add_actions(self, column: QVBoxLayout) -> None:
        today = self.bridge.context.today
        unfinished = [
            item
            for item in self.bridge.snapshot.actions.values()
            if item.state in (ActionState.OPEN, ActionState.IN_PROGRESS)
        ]
        heading = QLabel(tr("Corrective actions"))
        heading.setFont(theme.heading_font(heading))
        column.addWidget(heading)
        if not unfinished:
            column.addWidget(faint(tr("None is open.")))
        listed = QVBoxLayout()
        listed.setSpacing(theme.SPACING // 4)
        column.addLayout(listed)
        for item in sorted(unfinished, key=lambda action: (action.due is None, action.due)):
            late = tr("overdue") if gaps.is_overdue(item, today) else ""
            due = tr("due {date}", date=words.date(item.due)) if item.due else tr("no date")
            parts = [part for part in (due, late, item.owner) if part]
            button = Link(f"{item.title}  ({', '.join(parts)})")
            button.clicked.connect(lambda _=False, key=item.id: self.bridge.go(Place("actions", record=key)))
            listed.addWidget(button)


def figure_lines(counted: Figures) -> list[str]:
    """Say progress and conformity, per clause first and per letter second."""
    return [_line(tr("Clauses"), counted.clauses), _line(tr("Single requirements"), counted.letters)]


def _line(name: str, tally: Tally) -> str:
    progress = tr(
        "{rated} of {applicable} rated ({percent} %)",
        rated=tally.rated,
        applicable=tally.applicable,
        percent=tally.progress if tally.progress is not None else 0,
    )
    if tally.conformity is None:
        return tr("{name}: {progress}", name=name, progress=progress)
    conformity = tr(
        "{conforming} of {rated} conforming ({percent} %)",
        conforming=tally.duties_conforming,
        rated=tally.duties_rated,
        percent=tally.conformity,
    )
    return tr("{name}: {progress}, {conformity}", name=name, progress=progress, conformity=conformity)


def _place(finding: Finding) -> Place:
    if finding.action:
        return Place("actions", record=finding.action)
    if finding.other_assessment:
        return Place("two-standards", record=finding.key)
    first = finding.requirements[0] if finding.requirements else ""
    return Place("assessment", assessment=finding.assessment, requirement=first)
