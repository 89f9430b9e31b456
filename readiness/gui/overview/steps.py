"""The first three steps in a workspace that is still empty; each is a link, and says when it is done."""

from __future__ import annotations

from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from readiness.gui import theme
from readiness.gui.bridge import Bridge, Place
from readiness.gui.dialogs import AssessmentDialog
from readiness.gui.forms import faint
from readiness.gui.overview.pieces import heading, link
from readiness.model.records import Rating
from readiness.model.snapshot import Snapshot
from readiness.texts import tr


def rated(snapshot: Snapshot) -> bool:
    """Tell whether anything is rated."""
    answers = (answer for by_requirement in snapshot.answers.values() for answer in by_requirement.values())
    return any(answer.rating is not Rating.NOT_ASSESSED for answer in answers)


def cited(snapshot: Snapshot) -> bool:
    """Tell whether any evidence is cited."""
    return any(answer.citations for by_requirement in snapshot.answers.values() for answer in by_requirement.values())


class Steps(QWidget):
    """Choose a clause, cite evidence, print the report."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        """Show the steps for the first assessment."""
        super().__init__(parent)
        snapshot = bridge.snapshot
        first = next(iter(snapshot.assessments))
        asked = next(iter(snapshot.requirements(snapshot.assessments[first])), None)
        clause = Place("assessment", assessment=first, requirement=asked.id if asked else "")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, theme.SPACING)
        column.setSpacing(theme.SPACING // 4)
        column.addWidget(heading(tr("Three steps to begin with"), 1.15))
        for number, (done, text, place, hint) in enumerate(
            (
                (
                    rated(snapshot),
                    tr("Choose a clause and rate it"),
                    clause,
                    tr("The keys C, P, N and X rate what is chosen; Enter leads to the note."),
                ),
                (
                    cited(snapshot),
                    tr("Cite the evidence"),
                    clause,
                    tr("Ctrl+E: the document that lays it down, and the record that shows it practised."),
                ),
                (False, tr("Print the gap report"), Place("reports"), tr("It shows what is missing, at any time.")),
            ),
            start=1,
        ):
            sign = "✓" if done else f"{number}."
            name = tr("{text}, done", text=text) if done else text
            column.addWidget(link(bridge, f"{sign} {text}", place, name))
            shown = faint(hint)
            shown.setIndent(theme.SPACING * 3)
            column.addWidget(shown)


class NoAssessment(QWidget):
    """What goes here while there is no assessment, and a button that begins one."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        """Offer to begin an assessment."""
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(
            faint(
                tr("No assessment yet: the figures of each standard come here, what stops the application and what is "
                   "due. 'New assessment' in the File menu begins one for a standard, as does this button.")
            )
        )  # fmt: skip
        begin = QPushButton(tr("New assessment ..."))
        begin.setEnabled(not bridge.workspace.read_only)
        begin.clicked.connect(lambda: AssessmentDialog(bridge, self).exec())
        column.addWidget(begin)
        begin.setMaximumWidth(begin.sizeHint().width())
