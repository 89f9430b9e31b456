"""The texts of a checklist and its answers as the filter searches them: put together and folded beforehand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from readiness.model.checklist import Checklist, Requirement
from readiness.model.records import Answer


class Texts:
    """What may be found of every requirement, in lower case. Answers are taken over as they change, never all again."""

    def __init__(self, checklist: Checklist) -> None:
        """Take the checklist's own texts."""
        self.checklist = checklist
        self._leaves = tuple(checklist.requirements.values())
        self._place = {leaf.id: place for place, leaf in enumerate(self._leaves)}
        self._fixed = [_fixed(leaf) for leaf in self._leaves]
        self._texts = list(self._fixed)
        self._seen: Mapping[str, Answer] = {}

    def take(self, answers: Mapping[str, Answer]) -> None:
        """Take over what answers say; those that are the same as before cost nothing."""
        if answers is self._seen:
            return
        seen, self._seen = self._seen, answers
        changed = [item for item, answer in answers.items() if seen.get(item) is not answer]
        changed += [item for item in seen if item not in answers]
        for item in changed:
            place = self._place.get(item)
            if place is not None:
                self._texts[place] = self._fixed[place] + _said(answers.get(item))

    def matching(self, wanted: Iterable[str]) -> list[Requirement]:
        """List the requirements whose texts hold all the words wanted, which are in lower case and have no spaces."""
        first, *others = sorted(wanted, key=len, reverse=True)
        found = [leaf for leaf, text in zip(self._leaves, self._texts, strict=True) if first in text]
        for word in others:
            found = [leaf for leaf in found if word in self._texts[self._place[leaf.id]]]
        return found


def _fixed(leaf: Requirement) -> str:
    clause = leaf.clause
    parts = (str(leaf.number), leaf.id, leaf.title, clause.question, leaf.question, *clause.keywords)
    return " ".join(parts).casefold()


def _said(answer: Answer | None) -> str:
    return f" {answer.note} {answer.responsible}".casefold() if answer else ""
