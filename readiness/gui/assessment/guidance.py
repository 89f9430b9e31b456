"""What helps with the chosen clause: what to look for, why, how it is checked, what goes wrong, what is beside it."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QToolButton, QVBoxLayout, QWidget

from readiness.gui import theme
from readiness.gui.assessment.related import RelatedClause, others, sharing_text, topics_beside
from readiness.gui.bridge import Bridge
from readiness.gui.flow import Flow, Link, Prose
from readiness.gui.forms import faint
from readiness.model.checklist import Clause, Requirement
from readiness.model.records import Assessment
from readiness.texts import tr

_unfolded: dict[str, bool] = {"look": True, "other": True}


class Section(QWidget):
    """A heading that folds what is under it away; remembered by its key while the program runs."""

    def __init__(self, key: str, title: str, parent: QWidget | None = None) -> None:
        """Start as it was left."""
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACING // 2)
        self._key = key
        self.button = QToolButton()
        self.button.setText(title)
        self.button.setCheckable(True)
        self.button.setObjectName("fold")
        self.button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.button.setFont(theme.heading_font(self.button, 1.0))
        self.button.setAccessibleName(tr("Section: {title}", title=title))
        self.button.toggled.connect(self._fold)
        column.addWidget(self.button)
        self._body = QWidget()
        self.body = QVBoxLayout(self._body)
        self.body.setContentsMargins(self.fontMetrics().averageCharWidth() * 2, 0, 0, 0)
        column.addWidget(self._body)
        unfolded = _unfolded.get(key, False)
        self.button.setChecked(unfolded)
        self._fold(unfolded)

    def _fold(self, unfolded: bool) -> None:  # noqa: FBT001 - a Qt slot
        _unfolded[self._key] = unfolded
        self._body.setVisible(unfolded)
        self.button.setArrowType(theme.fold_arrow(self, opened=unfolded))


class Guidance(QWidget):
    """The helping texts of one clause, and the other standard's clauses on the same topics."""

    see = Signal(str)

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        """Show nothing."""
        super().__init__(parent)
        self._bridge = bridge
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)

    def clear(self) -> None:
        """Show nothing."""
        while (item := self._column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()

    def show_clause(self, assessment: Assessment, clause: Clause, leaves: tuple[Requirement, ...]) -> None:
        """Show what helps with a clause; with one letter chosen, its own things to look for come first."""
        self.clear()
        single = leaves[0] if len(leaves) == 1 else None
        laid_down = single.laid_down if single else clause.laid_down
        shown_by = single.shown_by if single else clause.shown_by
        self._lists("look", tr("What to look for"), ((tr("Laid down in"), laid_down), (tr("Shown by"), shown_by)))
        if single is None and len(leaves) > 1:
            self._letters(leaves)
        pitfall = (single.letter.pitfall if single and single.letter else "") or clause.pitfall
        for key, title, text in (
            ("why", tr("Why it matters"), clause.why),
            ("checked", tr("How an assessor checks it"), clause.checked_by),
            ("pitfall", tr("Where it goes wrong in practice"), pitfall),
            ("beside", tr("Beside the other standard"), clause.beside),
        ):
            if text:
                section = Section(key, title)
                section.body.addWidget(Prose(text))
                self._column.addWidget(section)
        self._other_standard(assessment, leaves)
        if clause.see:
            holder = QWidget()
            row = Flow(theme.SPACING, holder)
            row.addWidget(QLabel(tr("See also")))
            for number in clause.see:
                button = Link(number)
                button.clicked.connect(lambda _=False, chosen=number: self.see.emit(chosen))
                row.addWidget(button)
            self._column.addWidget(holder)

    def _lists(self, key: str, title: str, parts: Iterable[tuple[str, tuple[str, ...]]]) -> None:
        section = Section(key, title)
        for caption, items in parts:
            if items:
                section.body.addWidget(faint(caption))
            for item in items:
                section.body.addWidget(Prose(f"•  {item}"))
        self._column.addWidget(section)

    def _letters(self, leaves: tuple[Requirement, ...]) -> None:
        section = Section("letters", tr("The letters"))
        for leaf in leaves:
            section.body.addWidget(Prose(f"{leaf.number.letter})  {leaf.question}"))
        self._column.addWidget(section)

    def _other_standard(self, assessment: Assessment, leaves: tuple[Requirement, ...]) -> None:
        """Show the other standard's clauses on the same topics, with their answers and whether to share."""
        snapshot = self._bridge.snapshot
        topics, beside = topics_beside(snapshot, assessment, leaves), others(snapshot, assessment)
        if not topics or not beside:
            return
        section = Section("other", tr("The same topic in the other standard"))
        for topic in topics:
            section.body.addWidget(Prose(sharing_text(topic)))
            for other in beside:
                checklist = snapshot.checklist_of(other)
                for number in topic.clauses.get(checklist.short, ()):
                    if number in checklist.by_number:
                        clause = RelatedClause(self._bridge, (assessment, leaves), (other, number), topic)
                        section.body.addWidget(clause)
        self._column.addWidget(section)
