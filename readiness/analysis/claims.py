"""Finds wording that misuses certification, in sentences of brochures, contracts, web pages and certificates."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from readiness.analysis.claim_bearers import Bearers
from readiness.analysis.claim_patterns import Pattern, Span
from readiness.analysis.claim_text import CLAIMS, TERMS, Normal, Places, Tagger, Token, normal, sentences
from readiness.model.claims import ClaimRules

_BEFORE, _AFTER = 8, 3
"""How many tokens before and after the words a denial still reaches them."""
_OPENING = 4
"""A yes counts among so many first tokens of an answer."""
_CLAIMED = CLAIMS | TERMS | {"guarantee", "promise", "recert", "stage", "selfcert", "virtue", "consult"}
"""What 'no' or 'without' denies when it stands before it."""


@dataclass(frozen=True)
class Hit:
    """Words that a rule objects to: `start` and `end` are character offsets in the text that was given."""

    rule: str
    severity: str
    start: int
    end: int
    words: str


@dataclass(frozen=True)
class _Sentence:
    tokens: list[Token]
    places: Places

    def has(self, name: str) -> bool:
        return name in self.places


class Checker:
    """The claim rules of one language, made ready for use. It keeps nothing of the texts it checks."""

    def __init__(self, rules: ClaimRules) -> None:
        """Take the patterns apart once."""
        self._rules = rules
        self._tagger = Tagger(rules)
        self._bearers = Bearers(capital_nouns=rules.capital_nouns)
        self._patterns = [(Pattern.of(line), rule.id, rule.severity) for rule in rules.rules for line in rule.patterns]
        self._guards = [Pattern.of(line) for line in rules.guards]
        self._rank = {name: place for place, name in enumerate(rules.precedence)}
        self._abbreviations = frozenset(rules.abbreviations)

    @staticmethod
    @cache
    def _made(rules_of: _Same) -> Checker:
        return Checker(rules_of.rules)

    @classmethod
    def of(cls, rules: ClaimRules) -> Checker:
        """Make a checker, or give the one made before for the same rules."""
        return cls._made(_Same(rules))

    def check(self, text: str, *, heading: bool = False) -> tuple[Hit, ...]:
        """Find the misused words of a text of one or several sentences, in the order of the text.

        `heading` says that the text is a heading or a line of its own, which is not cut into sentences.
        """
        plain = normal(text)
        lower = " " + plain.lower.replace("\n", " ") + " "
        triggers = [trigger for trigger in self._rules.triggers if trigger in lower]
        if not triggers:
            return ()
        cut = [(0, len(plain.lower))] if heading else sentences(plain.lower, self._abbreviations)
        found: list[Hit] = []
        for number, (start, end) in enumerate(cut):
            sentence = lower[start : end + 2]
            for trigger in triggers:
                if trigger in sentence:
                    found.extend(self._hits(plain, cut, number))
                    break
        return tuple(found)

    def _hits(self, plain: Normal, cut: list[Span], number: int) -> Iterator[Hit]:
        sentence = self._read(plain, *cut[number])
        met = [guard for guard in self._guards if guard.find(sentence.places)]
        if any(guard.even_denied for guard in met):
            return
        spans = self._best(self._matches(sentence, guarded=bool(met)))
        if spans and (self._is_answered(plain, cut, number, sentence) or self._is_put_right(plain, cut, number)):
            return
        for (first, last), rule, severity in spans:
            start, end = plain.span(sentence.tokens[first].start, sentence.tokens[last].end)
            yield Hit(rule, severity, start, end, plain.text[sentence.tokens[first].start : sentence.tokens[last].end])

    def _read(self, plain: Normal, start: int, end: int) -> _Sentence:
        tokens = self._tagger.tokens(plain.text, plain.lower, start, end)
        places = self._tagger.places(tokens)
        self._bearers.mark(tokens, places)
        return _Sentence(tokens, places)

    def _matches(self, sentence: _Sentence, *, guarded: bool) -> Iterator[tuple[Span, str, str]]:
        for pattern, rule, severity in self._patterns:
            span = pattern.find(sentence.places)
            if span and (pattern.even_denied or not (guarded or _denied(sentence, span))):
                yield span, rule, severity

    def _best(self, matches: Iterable[tuple[Span, str, str]]) -> list[tuple[Span, str, str]]:
        """Keep of rules that object to the same words the first in precedence."""
        kept: list[tuple[Span, str, str]] = []
        for match in sorted(matches, key=lambda item: (self._rank[item[1]], item[0][1] - item[0][0])):
            if all(match[0][0] > other[0][1] or match[0][1] < other[0][0] for other in kept):
                kept.append(match)
        return sorted(kept)

    def _is_answered(self, plain: Normal, cut: list[Span], number: int, sentence: _Sentence) -> bool:
        """Say whether the sentence only asks: a question that is answered with a no, or one that asks for leave."""
        if not plain.lower[slice(*cut[number])].rstrip("\"') ").endswith("?"):
            return False
        if number + 1 == len(cut):
            return sentence.has("start:asks_leave")
        answer = self._read(plain, cut[number + 1][0], cut[-1][1])
        agreed = any(span[1] < _OPENING for span in answer.places.get("yes", ()))
        return not agreed and any(answer.has(name) for name in ("not", "no", "corrects", "forbidden"))

    def _is_put_right(self, plain: Normal, cut: list[Span], number: int) -> bool:
        """Say whether the next sentence reports that the words were objected to or taken away."""
        return number + 1 < len(cut) and self._read(plain, *cut[number + 1]).has("reported")


class _Same:
    """Rules compared by identity, so that they can be remembered although they hold a dictionary."""

    def __init__(self, rules: ClaimRules) -> None:
        self.rules = rules

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.rules is self.rules

    def __hash__(self) -> int:
        return id(self.rules)


def _denied(sentence: _Sentence, span: Span) -> bool:
    """Say whether a denial reaches the words: it stands among or near them, with no semicolon or colon between."""
    tokens = sentence.tokens
    for first, last in sentence.places.get("not", ()):
        if span[0] - _BEFORE <= last and first <= span[1] + _AFTER:
            between = tokens[min(last, span[1]) : max(first, span[0]) + 1]
            if not any("hard" in token.tags for token in between):
                return True
    for _, last in sentence.places.get("no", ()):
        after = tokens[last + 1].word if last + 1 < len(tokens) else ""
        if after == "." or after.isdigit():
            continue
        if last == span[1] + 1 or (last == 0 and not any(token.tags & {"sign"} for token in tokens[: span[0]])):
            return True
        if span[0] - 3 <= last <= span[1]:
            nouns = tokens[last + 1 : last + 4]
            if any(token.tags & _CLAIMED and token.start <= tokens[span[1]].start for token in nouns):
                return True
    return False
