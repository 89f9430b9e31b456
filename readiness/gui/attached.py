"""The file of evidence in its form: what it is, whether its original is still the same, and what it replaced."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from readiness import words
from readiness.analysis.findings import Severity
from readiness.gui import theme
from readiness.gui.attaching import file_size
from readiness.gui.bridge import Bridge
from readiness.gui.citable import breakable, name_label, open_file
from readiness.gui.flow import Link
from readiness.gui.forms import faint
from readiness.gui.origin_check import OriginCheck
from readiness.model.records import Attachment, EarlierRevision, Evidence
from readiness.tasks.origins import Origin, Standing
from readiness.texts import tr


class AttachedFile(QWidget):
    """Name and size of the file in use, a word on its original, and the earlier revisions, each of which opens."""

    take_wanted = Signal(object)
    """The Path of an original that has changed, to be taken as a revision."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        """Show no file."""
        super().__init__(parent)
        self._bridge = bridge
        self._evidence: Evidence | None = None
        self._origin = Origin(Standing.UNKNOWN)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACING // 2)
        self.name = name_label()
        self.hint = faint(tr("The new file has no revision and no date yet: enter them above."))
        self.word = name_label()
        self.take_button = QPushButton(tr("Take the new one as a revision"))
        self.take_button.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.take_button.clicked.connect(self._take)
        self.caption = QLabel(tr("Earlier revisions, kept in the workspace"))
        self.revisions = QVBoxLayout()
        self.revisions.setSpacing(0)
        for widget in (self.name, self.hint, self.word, self.take_button, self.caption):
            column.addWidget(widget)
        column.addLayout(self.revisions)
        self._check = OriginCheck(self)
        self._check.answered.connect(self._on_answered)
        self.show_evidence(None)

    def show_evidence(self, evidence: Evidence | None) -> None:
        """Show the file of evidence; what became of its original is asked anew and follows in a moment."""
        if _source(evidence) != _source(self._evidence):
            self._origin = Origin(Standing.UNKNOWN)
        self._evidence = evidence
        file = evidence.file if evidence else None
        self.name.setText(f"{breakable(file.name)} ({file_size(file.size)})" if file else "")
        self.name.setToolTip(_tip(file, evidence.origin if evidence else "") if file else "")
        self.name.setVisible(file is not None)
        self.hint.setVisible(
            evidence is not None and bool(evidence.earlier) and not evidence.revision and evidence.date is None
        )
        self._show_origin()
        self._show_earlier(evidence)
        self.ask()

    def ask(self) -> None:
        """Look again what became of the original."""
        self._check.ask(self._evidence)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Look again when the window is come back to: the original may have been worked on meanwhile."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange and self.isVisible() and self.isActiveWindow():
            self.ask()

    def _on_answered(self, evidence: Evidence, origin: Origin) -> None:
        if _source(evidence) == _source(self._evidence):
            self._origin = origin
            self._show_origin()

    def _show_origin(self) -> None:
        path = breakable(str(self._origin.path or ""))
        text = {
            Standing.CHANGED: tr("The original has changed since it was attached: {path}", path=path),
            Standing.GONE: tr("The original is no longer at {path}", path=path),
            Standing.LINK_MISSING: tr("The link leads to a file that is not there: {path}", path=path),
        }.get(self._origin.standing, "")
        is_lost = self._origin.standing is Standing.LINK_MISSING
        colour = theme.severity_colour(Severity.STOPS if is_lost else Severity.WARNS)
        if self._origin.standing is Standing.GONE:
            colour = theme.severity_colour(Severity.NOTES)
        self.word.setText(text)
        self.word.setStyleSheet(f"color: {colour.name()};")
        self.word.setVisible(bool(text))
        self.take_button.setVisible(self._origin.standing is Standing.CHANGED)

    def _show_earlier(self, evidence: Evidence | None) -> None:
        while (item := self.revisions.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.caption.setVisible(evidence is not None and bool(evidence.earlier))
        for past in reversed(evidence.earlier if evidence else ()):
            what = _described(past, evidence)
            link = Link(what, tr("Open the earlier revision {what}", what=what))
            link.setToolTip(_tip(past.file, ""))
            link.clicked.connect(lambda _=False, file=past.file: open_file(self._bridge, file, self))
            self.revisions.addWidget(link)

    def _take(self) -> None:
        if self._origin.path is not None:
            self.take_wanted.emit(self._origin.path)


def _source(evidence: Evidence | None) -> tuple[str, Attachment | None, str, str]:
    return (evidence.id, evidence.file, evidence.origin, evidence.link) if evidence else ("", None, "", "")


def _tip(file: Attachment, origin: str) -> str:
    """Tell where a file came from, and its hash, for whoever has to prove which one it was."""
    told = [f"{file.name} ({file_size(file.size)})", tr("SHA-256 {digest}", digest=file.sha256)]
    if origin:
        told.append(tr("Attached from {path}", path=origin))
    return "\n".join(told)


def _described(past: EarlierRevision, evidence: Evidence | None) -> str:
    """Describe an earlier revision: what it was, from when, until when; its file where that has another name now."""
    known = [tr("rev. {revision}", revision=past.revision)] if past.revision else []
    known += [tr("of {date}", date=words.date(past.date))] if past.date else []
    parts = [" ".join(known), tr("replaced {date}", date=words.date(past.replaced))]
    if not known or evidence is None or evidence.file is None or evidence.file.name != past.file.name:
        parts.append(past.file.name)
    return ", ".join(part for part in parts if part)
