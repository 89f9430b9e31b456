"""What the claims checker says of a document: each misuse with its place, its words in context, and what to write."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from readiness.analysis.claims import Checker, Hit
from readiness.model.claims import ClaimRule, ClaimRules
from readiness.model.passages import Document, Passage

_CONTEXT = 80
"""Letters shown before and after the words."""
_WORDS = re.compile(r"[^\W\d_]+")
_COMMON = {
    "de": frozenset(
        [
            "der",
            "die",
            "das",
            "und",
            "ist",
            "nicht",
            "wir",
            "ein",
            "eine",
            "nach",
            "mit",
            "für",
            "von",
            "zu",
            "auf",
            "im",
            "den",
            "des",
            "dem",
            "sind",
            "werden",
            "wird",
        ]
    ),
    "en": frozenset(
        [
            "the",
            "and",
            "is",
            "not",
            "we",
            "a",
            "an",
            "to",
            "with",
            "for",
            "of",
            "on",
            "in",
            "are",
            "be",
            "our",
            "your",
            "by",
            "this",
            "that",
            "it",
            "or",
            "from",
        ]
    ),
}


@dataclass(frozen=True)
class Misuse:
    """Words that a rule objects to. `before` and `after` are what stands around them; clauses are '17065:7.7.1'."""

    rule: str
    title: str
    severity: str
    place: str
    before: str
    words: str
    after: str
    why: str
    correct_wording: str
    clauses: tuple[str, ...]
    passage: int
    start: int
    end: int

    @property
    def is_error(self) -> bool:
        """Tell whether it is wrong as it stands; else it has to be looked at beside the certificate."""
        return self.severity == "error"

    @property
    def key(self) -> str:
        """What an allowance is remembered by: the rule, and the words whatever their case and spaces."""
        return f"{self.rule}:{' '.join(self.words.casefold().split())}"


@dataclass(frozen=True)
class CheckedDocument:
    """A document that was checked: its passages, what is misused in it, and what was allowed before.

    `problem` says why it could not be read; '' where it was.
    """

    name: str
    passages: tuple[Passage, ...] = ()
    misuses: tuple[Misuse, ...] = ()
    allowed: tuple[Misuse, ...] = ()
    problem: str = ""

    @property
    def errors(self) -> int:
        """Count what is wrong as it stands."""
        return sum(item.is_error for item in self.misuses)


def language_of(texts: Iterable[str], languages: Collection[str]) -> str:
    """Tell which of some languages texts are in, by their commonest words; the first where none shows."""
    counts = dict.fromkeys(languages, 0)
    for text in texts:
        for word in _WORDS.findall(text.casefold()):
            for language in counts:
                counts[language] += word in _COMMON.get(language, ())
    return max(counts, key=lambda language: counts[language])


def check(document: Document, rules: Mapping[str, ClaimRules], allowed: Collection[str] = ()) -> CheckedDocument:
    """Check every passage by the rules of the document's language; `allowed` holds the keys of allowed wording."""
    language = language_of((passage.text for passage in document.passages), list(rules))
    checker, by_id = Checker.of(rules[language]), {rule.id: rule for rule in rules[language].rules}
    found = [
        _misuse(number, passage, hit, by_id[hit.rule])
        for number, passage in enumerate(document.passages)
        for hit in checker.check(passage.text, heading=passage.kind in ("heading", "title", "cell", "alt"))
    ]
    return CheckedDocument(
        name=document.name,
        passages=document.passages,
        misuses=tuple(item for item in found if item.key not in allowed),
        allowed=tuple(item for item in found if item.key in allowed),
    )


def _misuse(number: int, passage: Passage, hit: Hit, rule: ClaimRule) -> Misuse:
    return Misuse(
        rule=rule.id,
        title=rule.title,
        severity=hit.severity,
        place=passage.place.text(),
        before=passage.text[max(0, hit.start - _CONTEXT) : hit.start],
        words=passage.text[hit.start : hit.end],
        after=passage.text[hit.end : hit.end + _CONTEXT],
        why=rule.why,
        correct_wording=rule.correct_wording,
        clauses=tuple(f"{_short(clause.standard)}:{clause.clause}" for clause in rule.clauses),
        passage=number,
        start=hit.start,
        end=hit.end,
    )


def _short(standard: str) -> str:
    return standard.removeprefix("ISO/IEC ").partition(":")[0]


def by_rule(checked: Iterable[CheckedDocument]) -> Iterator[tuple[Misuse, int]]:
    """Walk through the rules that were broken, each with a first example and how often."""
    counts: dict[str, int] = {}
    first: dict[str, Misuse] = {}
    for document in checked:
        for item in document.misuses:
            counts[item.rule] = counts.get(item.rule, 0) + 1
            first.setdefault(item.rule, item)
    for rule in sorted(counts, key=lambda rule: (-counts[rule], rule)):
        yield first[rule], counts[rule]
