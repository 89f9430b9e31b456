"""A page of text to read: lines of a readable length, links that lead to clauses and guides."""

from __future__ import annotations

from PySide6.QtCore import QUrl
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QTextBrowser, QWidget

from readiness.gui import theme
from readiness.gui.bridge import Bridge, Place
from readiness.texts import tr

_LINE_LETTERS = 92


class Reading(QTextBrowser):
    """Shows Markdown whose links `clause:17065:7.6.2` name clauses and `guide:NAME` guides, and goes there."""

    def __init__(self, bridge: Bridge, name: str, parent: QWidget | None = None) -> None:
        """Show nothing yet; `name` is what assistive technology calls the page."""
        super().__init__(parent)
        self._bridge = bridge
        self.setAccessibleName(name)
        self.setOpenLinks(False)
        self.anchorClicked.connect(self._follow)
        self.document().setDocumentMargin(theme.SPACING * 3)

    def read(self, markdown: str) -> None:
        """Show a text from its top."""
        self.setMarkdown(markdown)
        self._set_width()
        self.verticalScrollBar().setValue(0)

    def _set_width(self) -> None:
        """Keep lines readable: no longer than some ninety letters, but tables may take the whole width."""
        most = self.fontMetrics().averageCharWidth() * _LINE_LETTERS
        beside = theme.SPACING * 3
        margin = max(beside, self.viewport().width() - most - beside)
        frame = self.document().rootFrame()
        form = frame.frameFormat()
        form.setRightMargin(margin)
        frame.setFrameFormat(form)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Keep the length of the lines when the window changes."""
        super().resizeEvent(event)
        self._set_width()

    def _follow(self, url: QUrl) -> None:
        """Go to the clause, in the assessment to its standard, or to the guide that a link names."""
        kind, _, rest = url.toString().partition(":")
        if kind == "guide":
            name, _, heading = rest.partition("#")
            self._bridge.go(Place("guides", record=name, filter=QUrl.fromPercentEncoding(heading.encode())))
            return
        standard, _, number = rest.partition(":")
        assessments = self._bridge.snapshot.assessments_of(standard)
        if assessments:
            self._bridge.go(Place("assessment", assessment=assessments[0].id, requirement=number))
        else:
            self._bridge.said.emit(tr("This workspace has no assessment to ISO/IEC {standard}.", standard=standard))
