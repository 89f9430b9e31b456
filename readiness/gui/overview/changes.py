"""What changed in 30 days: how much of each kind, by whom, and links to the latest of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from readiness import words
from readiness.analysis import recent
from readiness.analysis.recent import Happening, What
from readiness.gui import theme
from readiness.gui.bridge import Bridge, Place
from readiness.gui.flow import Link
from readiness.gui.forms import faint
from readiness.gui.overview.pieces import Wrapped, heading, hint, link
from readiness.model.checklist import Requirement
from readiness.texts import tr, trn

_LINKS = 4
_LONGEST = 60


class Changes(QWidget):
    """The changes of the last 30 days; filled once the journal was looked through."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        """Say that it is being looked up."""
        super().__init__(parent)
        self._bridge = bridge
        self._filled = False
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.SPACING // 4)
        self._column.addWidget(heading(tr("Changed in the last {n} days", n=recent.DAYS)))
        self._state = faint(tr("Looking through the history ..."))
        self._column.addWidget(self._state)

    def say(self, text: str) -> None:
        """Say why there is no list."""
        self._state.setText(text)
        self._state.show()

    def show_happenings(self, happenings: Sequence[Happening]) -> None:
        """Show what happened, the latest first; once."""
        if self._filled:
            return
        self._filled = True
        self._state.setVisible(not happenings)
        self._state.setText(
            tr("Nothing yet. What was rated, gaps opened and closed, evidence and actions, and by whom, comes here.")
        )
        by_kind: dict[What, list[Happening]] = {}
        for item in happenings:
            by_kind.setdefault(item.what, []).append(item)
        for what in What:
            if what in by_kind:
                self._column.addWidget(hint(_line(what, by_kind[what])))
                self._column.addWidget(Wrapped(self._links(what, by_kind[what])))
        self._column.addWidget(link(self._bridge, tr("The whole history"), Place("history")))

    def _links(self, what: What, items: list[Happening]) -> list[QWidget]:
        kind = _kind(what, len(items))
        named = [(f"{kind}: {text}", text, place) for text, place in self._named(items)]
        links: list[QWidget] = [link(self._bridge, _short(text), place, name) for name, text, place in named[:_LINKS]]
        if len(named) > _LINKS:
            links.append(self._more(what, kind, len(named) - _LINKS, items[0]))
        return links

    def _more(self, what: What, kind: str, count: int, first: Happening) -> Link:
        wanted = {
            What.RATED: Place("assessment", assessment=first.assessment, filter="rated"),
            What.GAP_OPENED: Place("assessment", assessment=first.assessment, filter="gaps"),
            What.EVIDENCE_ADDED: Place("evidence"),
            What.EVIDENCE_REVISED: Place("evidence"),
            What.ACTION_CLOSED: Place("actions"),
        }.get(what, Place("history"))
        text = trn("{n} more", "{n} more", count)
        return link(self._bridge, text, wanted, f"{kind}: {text}")

    def _named(self, items: list[Happening]) -> list[tuple[str, Place]]:
        """Name what happened to: clauses with their letters together, evidence and actions by title."""
        snapshot = self._bridge.snapshot
        clauses: dict[tuple[str, str], list[Requirement]] = {}
        named: list[tuple[str, Place]] = []
        for item in items:
            if item.requirement:
                assessment = snapshot.assessments.get(item.assessment)
                leaf = snapshot.checklist_of(assessment).requirements.get(item.requirement) if assessment else None
                if leaf is not None:
                    clauses.setdefault((item.assessment, leaf.clause.number), []).append(leaf)
            elif item.record in snapshot.evidence:
                evidence = snapshot.evidence[item.record]
                named.append((evidence.reference or evidence.title, Place("evidence", record=item.record)))
            elif item.record in snapshot.actions:
                named.append((snapshot.actions[item.record].title, Place("actions", record=item.record)))
        for (key, _), leaves in clauses.items():
            checklist = snapshot.checklist_of(snapshot.assessments[key])
            text = f"{checklist.short} {words.requirements(tuple(leaves), checklist)}"
            named.append((text, Place("assessment", assessment=key, requirement=leaves[0].id)))
        return named


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def _line(what: What, items: list[Happening]) -> str:
    """Say how many of a kind, and by whom."""
    people = Counter(item.author for item in items)
    if len(people) == 1:
        return tr("{what}, by {who}", what=_kind(what, len(items)), who=next(iter(people)))
    who = ", ".join(f"{name} {count}" for name, count in people.most_common())
    return tr("{what}: {who}", what=_kind(what, len(items)), who=who)


def _kind(what: What, count: int) -> str:
    return {
        What.RATED: trn("{n} requirement rated", "{n} requirements rated", count),
        What.GAP_OPENED: trn("{n} gap opened", "{n} gaps opened", count),
        What.GAP_CLOSED: trn("{n} gap closed", "{n} gaps closed", count),
        What.EVIDENCE_ADDED: trn("{n} piece of evidence added", "{n} pieces of evidence added", count),
        What.EVIDENCE_REVISED: trn("{n} piece of evidence revised", "{n} pieces of evidence revised", count),
        What.ACTION_CLOSED: trn("{n} action closed", "{n} actions closed", count),
    }[what]
