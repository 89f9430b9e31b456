"""Asking what became of the original of evidence, beside the window's thread: a drive may not answer for a minute."""

from __future__ import annotations

import threading

from PySide6.QtCore import QObject, QTimer, Signal

from readiness.model.records import Evidence
from readiness.tasks import origins
from readiness.tasks.origins import Digests, Origin

_PAUSE_MILLISECONDS = 150
_BEAT_MILLISECONDS = 50


class _Question:
    """One look at an original, in a thread of its own. No Qt in there."""

    def __init__(self, evidence: Evidence, digests: Digests) -> None:
        """Begin to look."""
        self.evidence = evidence
        self.stopped = False
        self._digests = digests
        self._found: list[Origin] = []
        self._ended = threading.Event()
        threading.Thread(target=self._run, name="readiness origin", daemon=True).start()

    def _run(self) -> None:
        try:
            self._found.append(origins.look(self.evidence, self._digests, lambda: not self.stopped))
        finally:
            self._ended.set()

    @property
    def has_ended(self) -> bool:
        """Tell whether there is an answer, or never will be."""
        return self._ended.is_set()

    @property
    def answer(self) -> Origin:
        """Give what was found."""
        return self._found[0] if self._found else Origin(origins.Standing.UNKNOWN)


class OriginCheck(QObject):
    """Answers what became of the original of the evidence asked about last; earlier questions are dropped."""

    answered = Signal(object, object)
    """The Evidence asked about, and its Origin."""

    def __init__(self, parent: QObject | None = None) -> None:
        """Ask nothing yet."""
        super().__init__(parent)
        self._wanted: Evidence | None = None
        self._question: _Question | None = None
        self._digests: Digests = {}
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MILLISECONDS)
        self._pause.timeout.connect(self._begin)
        self._beat = QTimer(self)
        self._beat.setInterval(_BEAT_MILLISECONDS)
        self._beat.timeout.connect(self._look)

    def ask(self, evidence: Evidence | None) -> None:
        """Look at the original of evidence in a moment; None drops the question."""
        if self._question is not None:
            self._question.stopped = True
            self._question = None
        self._beat.stop()
        self._wanted = evidence
        if evidence is not None and (evidence.origin or evidence.link):
            self._pause.start()
        else:
            self._pause.stop()

    def _begin(self) -> None:
        if self._wanted is not None:
            self._question = _Question(self._wanted, self._digests)
            self._beat.start()

    def _look(self) -> None:
        question = self._question
        if question is not None and question.has_ended:
            self._beat.stop()
            self._question = None
            self.answered.emit(question.evidence, question.answer)
