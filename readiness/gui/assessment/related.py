"""The other standard's clauses on the same topics with their answers; the same evidence is cited there in a click."""

from __future__ import annotations

from PySide6.QtWidgets import QMessageBox, QSizePolicy, QToolButton, QWidget

from readiness import library, words
from readiness.analysis.rows import roll_up
from readiness.analysis.sharing import own_document_topics
from readiness.gui import theme
from readiness.gui.bridge import Bridge, Place
from readiness.gui.flow import Flow, Link
from readiness.model.checklist import Requirement
from readiness.model.clauses import ClauseNumber
from readiness.model.crosswalk import Sharing, Topic
from readiness.model.records import Answer, Assessment, Citation
from readiness.model.snapshot import Snapshot
from readiness.texts import tr


def topics_beside(snapshot: Snapshot, assessment: Assessment, leaves: tuple[Requirement, ...]) -> list[Topic]:
    """List the topics of the chosen requirements that another standard treats too."""
    short = snapshot.checklist_of(assessment).short
    return [
        topic
        for topic in library.crosswalk().topics
        if len(topic.clauses) > 1 and any(topic.covers(short, leaf.number) for leaf in leaves)
    ]


def others(snapshot: Snapshot, assessment: Assessment) -> list[Assessment]:
    """List the assessments to other standards."""
    short = snapshot.checklist_of(assessment).short
    return [item for item in snapshot.assessments.values() if snapshot.checklist_of(item).short != short]


def sharing_text(topic: Topic) -> str:
    """Say whether one document may serve both standards, and why."""
    if topic.sharing is Sharing.ONE_SIDE:
        return topic.topic
    return f"{topic.topic}: {words.sharing(topic.sharing)}. {topic.sharing_reason}".strip()


def cited_by(snapshot: Snapshot, assessment: Assessment, leaves: tuple[Requirement, ...]) -> tuple[Citation, ...]:
    """List what the chosen requirements cite, each piece of evidence once in a role, without its place."""
    return tuple(
        dict.fromkeys(
            Citation(evidence=citation.evidence, role=citation.role)
            for leaf in leaves
            for citation in snapshot.answer(assessment, leaf.id).citations
        )
    )


def with_lacking(answer: Answer, citations: tuple[Citation, ...]) -> Answer:
    """Give the answer with those citations whose evidence it does not cite yet in that role."""
    known = {(item.evidence, item.role) for item in answer.citations}
    return answer.citing(*(item for item in citations if (item.evidence, item.role) not in known))


class RelatedClause(QWidget):
    """A link to a clause of the other standard, and beside it the button that cites the same evidence there."""

    def __init__(
        self,
        bridge: Bridge,
        chosen: tuple[Assessment, tuple[Requirement, ...]],
        there: tuple[Assessment, str],
        topic: Topic,
        parent: QWidget | None = None,
    ) -> None:
        """Show the clause `there`, an assessment and a number, beside what is chosen."""
        super().__init__(parent)
        self._bridge = bridge
        self._assessment, self._leaves = chosen
        self._other, self._number = there
        snapshot = bridge.snapshot
        checklist = snapshot.checklist_of(self._other)
        below = checklist.below(ClauseNumber.parse(self._number))
        self._targets = tuple(leaf for leaf in below if leaf.applies_under(self._other.option))
        self._name = f"{checklist.short}  {self._number} {checklist.by_number[self._number].title}"
        rating = roll_up([snapshot.answer(self._other, leaf.id).rating for leaf in self._targets])
        row = Flow(theme.SPACING, self)
        link = Link(f"{self._name}: {words.rating(rating)}")
        link.setIcon(theme.rating_icon(rating))
        place = Place("assessment", assessment=self._other.id, requirement=self._number)
        link.clicked.connect(lambda: bridge.go(place))
        row.addWidget(link)
        self.button = QToolButton()
        self.button.setText(tr("Cite the same evidence there"))
        self.button.setAccessibleName(
            tr("Cite the same evidence for {clause} ({topic})", clause=self._name, topic=topic.topic)
        )
        self.button.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.button.clicked.connect(self.cite_there)
        row.addWidget(self.button)
        self._say_why_not()

    def _citations(self) -> tuple[Citation, ...]:
        return cited_by(self._bridge.snapshot, self._assessment, self._leaves)

    def _lacks(self, citations: tuple[Citation, ...]) -> bool:
        answers = [self._bridge.snapshot.answer(self._other, leaf.id) for leaf in self._targets]
        return any(with_lacking(answer, citations) != answer for answer in answers)

    def _say_why_not(self) -> None:
        """Give the button where it has something to do; where not, its tip says why."""
        citations = self._citations()
        if self._bridge.workspace.read_only:
            reason = tr("The workspace is open for reading only.")
        elif not citations:
            reason = tr("Nothing is cited here yet.")
        elif not self._targets:
            reason = tr("The assessment there does not ask this: other option.")
        elif not self._lacks(citations):
            reason = tr("All of it is cited there.")
        else:
            reason = ""
        self.button.setEnabled(not reason)
        self.button.setToolTip(reason or tr("In the same roles, the place left empty; one step back undoes it"))

    def cite_there(self) -> None:
        """Cite there what is cited here, in one commit; asks first where each standard needs its own document."""
        snapshot, citations = self._bridge.snapshot, self._citations()
        topics = own_document_topics(snapshot, library.crosswalk(), self._other, self._targets, citations)
        if topics and not _agreed(topics, self._name, self):
            return
        workspace = self._bridge.workspace
        self._bridge.do(
            lambda: workspace.revise(self._other, self._targets, lambda answer: with_lacking(answer, citations))
        )


def _agreed(topics: tuple[Topic, ...], where: str, parent: QWidget) -> bool:
    """Ask whether to cite in spite of what the crosswalk says; no is what Enter and Escape mean."""
    box = QMessageBox(QMessageBox.Icon.Warning, tr("Each standard needs its own document"), "", parent=parent)
    box.setText(
        tr("One document would lay this down for both standards. Cite it for {clause} all the same?", clause=where)
    )
    box.setInformativeText("\n\n".join(f"{topic.topic}: {topic.sharing_reason}" for topic in topics))
    box.setStandardButtons(QMessageBox.StandardButton.Yes | QMessageBox.StandardButton.No)
    box.button(QMessageBox.StandardButton.Yes).setText(tr("Cite it there"))
    box.button(QMessageBox.StandardButton.No).setText(tr("Leave it"))
    box.setDefaultButton(QMessageBox.StandardButton.No)
    box.setEscapeButton(QMessageBox.StandardButton.No)
    return box.exec() == QMessageBox.StandardButton.Yes
