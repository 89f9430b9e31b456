"""Finds out what the quick filters need to know: who sits here, what is due, what the rules found, what changed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

from readiness.analysis import gaps
from readiness.gui.assessment.nodes import Facts
from readiness.gui.assessment.notices import SAID_ELSEWHERE
from readiness.gui.bridge import Bridge
from readiness.model.history import Author, Commit, to_plain
from readiness.model.records import Answer


def names_of(author: Author) -> frozenset[str]:
    """Give the names under which an author's answers stand: name, role, and both together, in lower case."""
    return frozenset(name.casefold() for name in (author.name, author.role, str(author)) if name)


def changed_since(
    commits: Iterable[Commit], since: dt.date, assessment: str, answers: Mapping[str, Answer]
) -> frozenset[str]:
    """Give the requirements whose answers now differ from what they were when a day began, in local time.

    `commits` come newest first and are read no further than the day before; what was changed and taken back again
    since is the same as it was.
    """
    before: dict[str, dict[str, object] | None] = {}
    for commit in commits:
        if commit.time.astimezone().date() < since:
            break
        for change in commit.changes:
            plain = change.after or change.before or {}
            if change.table == Answer.table and (change.is_purged or plain.get("assessment") == assessment):
                before[str(plain.get("requirement", ""))] = change.before
    now = {item: to_plain(answers[item]) if item in answers else None for item in before}
    return frozenset(item for item, was in before.items() if was != now[item])


class FactsOf:
    """The facts about one assessment; what costs more than a moment is worked out when a filter asks for it, once."""

    def __init__(self, bridge: Bridge, assessment: str) -> None:
        """Know nothing yet."""
        self._bridge = bridge
        self._assessment = assessment
        self._changed: tuple[tuple[int, dt.date], frozenset[str]] | None = None

    def gather(self, quick: str, since: dt.date | None) -> Facts:
        """Give the facts that a quick filter needs."""
        bridge, snapshot = self._bridge, self._bridge.snapshot
        today = bridge.context.today
        return Facts(
            today=today,
            names=names_of(bridge.workspace.author),
            expired=frozenset(
                item.id for item in snapshot.evidence.values() if item.valid_until and item.valid_until < today
            ),
            late=frozenset(
                target.requirement
                for action in snapshot.actions.values()
                if gaps.is_overdue(action, today)
                for target in action.targets
                if target.assessment == self._assessment
            ),
            found=self._found() if quick == "findings" else frozenset(),
            to_confirm=self._to_confirm() if quick == "to-confirm" else frozenset(),
            changed=self._since(since) if quick == "changed" and since else frozenset(),
        )

    def _found(self) -> frozenset[str]:
        found: set[str] = set()
        for finding in self._bridge.findings:
            if finding.rule not in SAID_ELSEWHERE:
                found.update(finding.requirements if finding.assessment == self._assessment else ())
                found.update(finding.other_requirements if finding.other_assessment == self._assessment else ())
        return frozenset(found)

    def _to_confirm(self) -> frozenset[str]:
        found = [item for item in self._bridge.findings if item.rule == "place-to-confirm"]
        return frozenset(
            requirement for item in found if item.assessment == self._assessment for requirement in item.requirements
        )

    def _since(self, since: dt.date) -> frozenset[str]:
        snapshot = self._bridge.snapshot
        key = (snapshot.sequence, since)
        if self._changed is None or self._changed[0] != key:
            history = self._bridge.workspace.history()
            answers = snapshot.answers.get(self._assessment, {})
            found = self._bridge.do(lambda: changed_since(history, since, self._assessment, answers))
            self._changed = (key, found or frozenset())
        return self._changed[1]
