"""Taking an answer over to other requirements: by the clipboard, field by field, in one commit."""

from __future__ import annotations

from collections.abc import Collection

import msgspec
from PySide6.QtCore import QMimeData
from PySide6.QtWidgets import QCheckBox, QLabel, QWidget

from readiness import library, words
from readiness.analysis.figures import GAPS
from readiness.analysis.sharing import own_document_topics
from readiness.errors import UsageError
from readiness.gui.bridge import Bridge
from readiness.gui.citable import evidence_label
from readiness.gui.dialogs import Form
from readiness.gui.forms import Sentence, faint
from readiness.model.checklist import Requirement
from readiness.model.records import Answer, Assessment, Citation
from readiness.tasks import settings
from readiness.texts import tr, trn

FIELDS = ("rating", "weight", "note", "reason", "citations", "responsible", "due", "marks")
"""What of an answer can be taken over, in the order shown."""
_MIME = "application/x-readiness-answer"
_MOST_LETTERS = 52


class CopiedAnswer(msgspec.Struct, frozen=True):
    """An answer on the clipboard: of which workspace, where it stood, and what it says."""

    workspace: str
    where: str
    answer: Answer


def to_clipboard(copied: CopiedAnswer) -> QMimeData:
    """Put an answer into a form for the clipboard; other programs get its text."""
    data = QMimeData()
    data.setData(_MIME, msgspec.json.encode(copied))
    answer = copied.answer
    told = (words.rating(answer.rating), answer.note, answer.reason)
    data.setText("\n".join((copied.where, *(text for text in told if text))))
    return data


def from_clipboard(data: QMimeData) -> CopiedAnswer | None:
    """Read an answer from the clipboard; None where there is none, or another version of the program wrote it."""
    if not data.hasFormat(_MIME):
        return None
    try:
        return msgspec.json.decode(data.data(_MIME).data(), type=CopiedAnswer)
    except msgspec.DecodeError:
        return None


def said_by(answer: Answer) -> tuple[str, ...]:
    """List the fields in which an answer says something; the others are never taken over."""
    empty = Answer(id="", assessment="", requirement="")
    return tuple(name for name in FIELDS if getattr(answer, name) != getattr(empty, name))


def taking_over(old: Answer, copied: Answer, fields: Collection[str]) -> Answer:
    """Give an answer with fields of another: citations are added to those there, a weight goes to gaps only."""
    replaced = {name: getattr(copied, name) for name in fields if name != "citations"}
    new = msgspec.structs.replace(old, **replaced)
    if "weight" in fields and new.rating not in GAPS:
        new = msgspec.structs.replace(new, weight=old.weight)
    return new.citing(*copied.citations) if "citations" in fields else new


def is_copyable(answers: Collection[Answer]) -> bool:
    """Tell whether answers say the same, and anything at all, so that one copy stands for all of them."""
    said = {tuple(repr(getattr(answer, name)) for name in FIELDS) for answer in answers}
    return len(said) == 1 and any(said_by(answer) for answer in answers)


class PasteDialog(Form):
    """Lets choose which fields of a copied answer are taken over, and warns before it is done."""

    def __init__(
        self,
        bridge: Bridge,
        assessment: Assessment,
        leaves: tuple[Requirement, ...],
        copied: CopiedAnswer,
        parent: QWidget | None = None,
    ) -> None:
        """Offer the fields in which the copied answer says something, ticked as last time."""
        super().__init__(tr("Take an answer over"), tr("Take over"), parent)
        self._bridge, self._assessment, self._leaves = bridge, assessment, leaves
        known = bridge.snapshot.evidence
        here = tuple(item for item in copied.answer.citations if item.evidence in known)
        self._missing = len(copied.answer.citations) - len(here)
        self._answer = msgspec.structs.replace(copied.answer, citations=here)
        self._show_way(copied)
        remembered = settings.load().paste_fields
        self.boxes: dict[str, QCheckBox] = {}
        for name in said_by(self._answer):
            told = self._told(name)
            line = told if len(told) <= _MOST_LETTERS else f"{told[:_MOST_LETTERS]} ..."
            box = QCheckBox(f"{_names()[name]}: {line}".replace("&", "&&"))
            box.setToolTip(told if line != told else "")
            box.setChecked(remembered is None or name in remembered)
            box.toggled.connect(lambda _: self._warn())
            self.boxes[name] = box
            self.body.addWidget(box)
        self.warning = Sentence()
        self.body.addWidget(self.warning)
        self.hint = faint("")
        self.body.addWidget(self.hint)
        self._warn()

    def _show_way(self, copied: CopiedAnswer) -> None:
        checklist = self._bridge.snapshot.checklist_of(self._assessment)
        there = f"{checklist.designation} {words.requirements(self._leaves, checklist)}"
        text = QLabel(tr("From {source} to {target}:", source=copied.where, target=there))
        text.setWordWrap(True)
        self.body.addWidget(text)

    def _told(self, name: str) -> str:
        """Show a field without its line breaks."""
        answer = self._answer
        told = {
            "rating": words.rating(answer.rating),
            "weight": words.weight(answer.weight),
            "note": answer.note,
            "reason": answer.reason,
            "citations": "; ".join(_cited(self._bridge, citation) for citation in answer.citations),
            "responsible": answer.responsible,
            "due": words.date(answer.due),
            "marks": ", ".join(words.mark(mark) for mark in answer.marks),
        }[name]
        return " ".join(told.split())

    @property
    def chosen(self) -> tuple[str, ...]:
        """The fields that are ticked."""
        return tuple(name for name, box in self.boxes.items() if box.isChecked())

    def _warn(self) -> None:
        """Say what taking over would mix up, what it replaces, and what cannot come."""
        snapshot, citations = self._bridge.snapshot, self._answer.citations
        topics = (
            own_document_topics(snapshot, library.crosswalk(), self._assessment, self._leaves, citations)
            if "citations" in self.chosen
            else ()
        )
        lines = [
            tr(
                "Each standard needs its own document for: {topic}. {reason}",
                topic=item.topic,
                reason=item.sharing_reason,
            )
            for item in topics
        ]
        self.warning.say("\n".join(lines))
        answers = [snapshot.answer(self._assessment, leaf.id) for leaf in self._leaves]
        hints = []
        replaced = sum(bool(item.note.strip()) and item.note != self._answer.note for item in answers)
        if "note" in self.chosen and replaced:
            hints.append(trn("{n} note there is replaced.", "{n} notes there are replaced.", replaced))
        if "citations" in self.chosen:
            hints.append(tr("Citations are added to those there."))
        if self._missing:
            missing = self._missing
            hints.append(
                trn("{n} citation stays behind: its evidence is not in this workspace.",
                    "{n} citations stay behind: their evidence is not in this workspace.", missing)
            )  # fmt: skip
        self.hint.setText(" ".join(hints))
        self.hint.setVisible(bool(hints))
        self.resize(self.width(), max(self.height(), self.heightForWidth(self.width())))

    def work(self) -> None:
        """Take the ticked fields over, in one commit, and remember which they were.

        Raises:
            UsageError: nothing is ticked.
            ReadinessError: an answer would not be legal, or the disk refused.
        """
        chosen = self.chosen
        if not chosen:
            raise UsageError(tr("Nothing is ticked."), tr("Tick what is to be taken over."))
        self._bridge.workspace.revise(
            self._assessment, self._leaves, lambda old: taking_over(old, self._answer, chosen)
        )
        before = settings.load().paste_fields
        kept = [name for name in (FIELDS if before is None else before) if name not in self.boxes]
        settings.change(paste_fields=tuple(name for name in FIELDS if name in kept or name in chosen))


def _names() -> dict[str, str]:
    return {
        "rating": tr("Rating"),
        "weight": tr("Weight of the gap"),
        "note": tr("Note"),
        "reason": tr("Reason why it does not apply"),
        "citations": tr("Evidence cited"),
        "responsible": tr("Responsible"),
        "due": tr("Due"),
        "marks": tr("Marks"),
    }


def _cited(bridge: Bridge, citation: Citation) -> str:
    evidence = bridge.snapshot.evidence[citation.evidence]
    return f"{evidence_label(evidence)} ({words.role(citation.role)})"
