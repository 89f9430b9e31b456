"""The citations of what is chosen: what lays it down, what shows it practised."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QToolButton, QVBoxLayout, QWidget

from readiness import words
from readiness.analysis.findings import Severity
from readiness.gui import theme
from readiness.gui.bridge import Bridge, Place
from readiness.gui.citable import evidence_label, open_evidence, to_confirm_text
from readiness.gui.flow import Link
from readiness.gui.forms import faint
from readiness.gui.origin_check import OriginCheck
from readiness.model.records import Citation, Evidence, Role
from readiness.tasks.origins import Origin, Standing
from readiness.texts import tr


class CitationList(QWidget):
    """Both roles with their citations; each opens, and can be taken out."""

    cite_wanted = Signal()
    attach_wanted = Signal()
    removed = Signal(object)
    confirmed = Signal(object)
    """A Citation whose place was looked up in the revision that its evidence has now."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        """Show nothing cited."""
        super().__init__(parent)
        self._bridge = bridge
        self._check = OriginCheck(self)
        self._check.answered.connect(self._on_answered)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(2)
        column.addLayout(self._rows)
        buttons = QHBoxLayout()
        self.cite_button = QPushButton(tr("Ci&te evidence ..."))
        self.cite_button.setToolTip("Ctrl+E")
        self.cite_button.clicked.connect(self.cite_wanted)
        self.attach_button = QPushButton(tr("&Attach file ..."))
        self.attach_button.setToolTip(tr("Ctrl+Shift+A, or drop files here"))
        self.attach_button.clicked.connect(self.attach_wanted)
        buttons.addWidget(self.cite_button)
        buttons.addWidget(self.attach_button)
        buttons.addStretch()
        column.addLayout(buttons)

    def show_citations(self, citations: tuple[Citation, ...], *, same: bool, enabled: bool) -> None:
        """Show citations; where what is chosen has different ones, those that all share, and say so."""
        while (item := self._rows.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for role in Role:
            caption = QLabel(words.role(role).capitalize())
            self._rows.addWidget(caption)
            of_role = [citation for citation in citations if citation.role is role]
            for citation in of_role:
                evidence = self._bridge.snapshot.evidence.get(citation.evidence)
                if evidence is not None:
                    self._rows.addWidget(self._row(citation, evidence, enabled=enabled))
            if not of_role:
                self._rows.addWidget(faint(tr("nothing cited yet")))
        if not same:
            self._rows.addWidget(faint(tr("The letters cite different evidence; what they share is listed.")))
        self.cite_button.setEnabled(enabled)
        self.attach_button.setEnabled(enabled)

    def _row(self, citation: Citation, evidence: Evidence, *, enabled: bool) -> QWidget:
        line = self._line(citation, evidence, enabled=enabled)
        if not citation.must_be_confirmed(evidence):
            return line
        both = QWidget()
        column = QVBoxLayout(both)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(line)
        column.addWidget(self._to_confirm(citation, evidence, enabled=enabled))
        return both

    def _to_confirm(self, citation: Citation, evidence: Evidence, *, enabled: bool) -> QWidget:
        """Say that the place belongs to another revision, beside the button that confirms it."""
        row = QWidget()
        column = QVBoxLayout(row)
        column.setContentsMargins(self.fontMetrics().averageCharWidth() * 2, 0, 0, theme.SPACING // 2)
        column.setSpacing(2)
        word = QLabel(to_confirm_text(citation, evidence))
        word.setTextFormat(Qt.TextFormat.PlainText)
        word.setWordWrap(True)
        word.setStyleSheet(f"color: {theme.severity_colour(Severity.WARNS).name()};")
        button = QPushButton(tr("Confirm place"))
        button.setToolTip(tr("You looked it up: the place is still right in what the document is now"))
        button.setAccessibleName(tr("Confirm the place in {title}", title=evidence_label(evidence)))
        button.setEnabled(enabled)
        button.clicked.connect(lambda: self.confirmed.emit(citation))
        column.addWidget(word)
        column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        return row

    def _line(self, citation: Citation, evidence: Evidence, *, enabled: bool) -> QWidget:
        row = QWidget()
        across = QHBoxLayout(row)
        across.setContentsMargins(self.fontMetrics().averageCharWidth() * 2, 0, 0, 0)
        text = evidence_label(evidence)
        button = Link(text, tr("Evidence {title}", title=text))
        button.clicked.connect(lambda: self._bridge.go(Place("evidence", record=evidence.id)))
        across.addWidget(button)
        if citation.where:
            across.addWidget(faint(citation.where), 1)
        else:
            across.addStretch(1)
        if evidence.file or evidence.link:
            opener = QToolButton()
            opener.setText(tr("Open"))
            opener.setAccessibleName(tr("Open {title}", title=text))
            opener.clicked.connect(lambda: self._open(evidence))
            across.addWidget(opener)
        remover = QToolButton()
        remover.setText("✕")
        remover.setToolTip(tr("Take this citation out"))
        remover.setAccessibleName(tr("Take out the citation of {title}", title=text))
        remover.setEnabled(enabled)
        remover.clicked.connect(lambda: self.removed.emit(citation))
        across.addWidget(remover)
        return row

    def _open(self, evidence: Evidence) -> None:
        open_evidence(self._bridge, evidence, self)
        self._check.ask(evidence)

    def _on_answered(self, evidence: Evidence, origin: Origin) -> None:
        """Say that what was opened is no longer the newest; its form takes the original as a revision."""
        if origin.standing is Standing.CHANGED:
            text = tr(
                "The original of '{title}' has changed since it was attached: see Evidence.", title=evidence.title
            )
            self._bridge.said.emit(text)


def shared(cited: Sequence[tuple[Citation, ...]], evidence: Mapping[str, Evidence]) -> tuple[Citation, ...]:
    """Give the citations that several answers share; of one whose place any of them has to confirm, that one's."""
    found: dict[tuple[str, Role, str], Citation] = {}
    for citation in (item for citations in cited for item in citations):
        if citation.key not in found or citation.must_be_confirmed(evidence.get(citation.evidence)):
            found[citation.key] = citation
    keys = set.intersection(*({item.key for item in citations} for citations in cited))
    return tuple(found[citation.key] for citation in cited[0] if citation.key in keys)
