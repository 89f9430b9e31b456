"""Finds wording that misuses certification, in sentences of brochures, contracts, web pages and certificates."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cache

from readiness.analysis.claim_bearers import Bearers
from readiness.analysis.claim_denials import Sentence, denied, lacking, mentioned, refuted
from readiness.analysis.claim_likelihood import Likelihood
from readiness.analysis.claim_patterns import Pattern, PatternIndex, Span
from readiness.analysis.claim_sentences import Normal, asks, normal, statements
from readiness.analysis.claim_text import Tagger, Token
from readiness.model.claims import ClaimRule, ClaimRules

_AT_ONCE = 3
"""A no among so few first tokens of an answer is an answer to the question as a whole."""
_OPENING = 4
"""A yes counts among so many first tokens of an answer."""
_SURELY = 0.5
"""How likely the rule that was learnt must be to go before that of a pattern."""
_PUT_RIGHT = 0.1
"""How likely misuse still is where the next sentence puts right what was surely misuse; a next sentence about something
else leaves more of it in nineteen of twenty."""
_REFUSALS = ("not", "no", "says_no", "forbidden")
"""Classes by which an answer says no."""

Statement = tuple[Span, ...]
"""The sentences of one statement: one, or a question and its answer."""


@dataclass(frozen=True)
class Hit:
    """Words that a rule objects to: `start` and `end` are character offsets in the text that was given."""

    rule: str
    severity: str
    start: int
    end: int
    words: str


@dataclass(frozen=True)
class _Text:
    """A text while it is checked: its statements, and those of them that were read."""

    plain: Normal
    stated: list[Statement]
    read: dict[int, Sentence] = field(default_factory=dict)


class Checker:
    """The claim rules of one language, made ready for use. It keeps nothing of the texts it checks."""

    def __init__(self, rules: ClaimRules) -> None:
        """Take the patterns apart once."""
        self._rules = rules
        self._tagger = Tagger(rules)
        self._bearers = Bearers(capital_nouns=rules.capital_nouns)
        patterns = [(Pattern.of(line), rule) for rule in rules.rules for line in rule.patterns]
        self._patterns = PatternIndex(patterns)
        self._wide_patterns = PatternIndex(entry for entry in patterns if entry[0].wide)
        self._guards = [Pattern.of(line) for line in rules.guards]
        self._rank = {name: place for place, name in enumerate(rules.precedence)}
        self._abbreviations = frozenset(rules.abbreviations)
        self._by_id = {rule.id: rule for rule in rules.rules}
        self._likelihood = Likelihood(rules.weights) if rules.weights is not None else None

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
        whole: Statement = ((0, len(plain.lower)),)
        stated = [whole] if heading else statements(plain.lower, self._abbreviations)
        told = [any(trigger in lower[one[0][0] : one[-1][1] + 2] for trigger in triggers) for one in stated]
        page = _Text(plain, stated)
        found: list[Hit] = []
        hits: list[Hit] = []
        for number, telling in enumerate(told):
            before, hits = hits, self._judged(page, number, list(self._hits(page, number))) if telling else []
            if number and not (hits or before) and (telling or told[number - 1]):
                hits = list(self._hits_over_two(page, number))
            found.extend(hits)
        return tuple(found)

    def sentences(self, text: str) -> Iterator[Sentence]:
        """Read a text without checking it."""
        plain = normal(text)
        stated = statements(plain.lower, self._abbreviations)
        page = _Text(plain, stated)
        return (self._sentence(page, number) for number in range(len(stated)))

    def _hits(self, text: _Text, number: int) -> Iterator[Hit]:
        sentence = self._sentence(text, number)
        matches = list(self._matches(sentence, self._patterns))
        met = [guard for guard in self._guards if guard.find(sentence.places)] if matches else []
        if not matches or any(guard.even_denied for guard in met):
            return
        spans = self._best(
            (span, rule)
            for span, pattern, rule in matches
            if (pattern.even_denied or not met) and not self._is_only_asked(text, number, span)
        )
        if spans and self._is_put_right(text, number):
            return
        for span, rule in spans:
            if not mentioned(sentence, span):
                yield self._hit(text.plain, sentence, span, rule)

    def _hits_over_two(self, text: _Text, number: int) -> Iterator[Hit]:
        """Find what a statement says only together with the one before, by the patterns that say so."""
        first = self._sentence(text, number - 1)
        both = first.joined(self._sentence(text, number))
        met = self._matches(both, self._wide_patterns)
        spans = self._best((span, rule) for span, _, rule in met if span[0] < len(first.tokens) <= span[1])
        if not spans or any(guard.even_denied and guard.find(both.places) for guard in self._guards):
            return
        if not self._is_put_right(text, number) and not self._is_spared(text, number - 1, number):
            for span, rule in spans:
                yield self._hit(text.plain, both, span, rule)

    def _judged(self, text: _Text, number: int, hits: list[Hit]) -> list[Hit]:
        """Have a second look at a statement: spare what is hardly misuse, flag what is although no pattern met it."""
        if self._likelihood is None:
            return hits
        if hits:
            return [] if self._is_spared(text, number) else self._named(text, number, hits)
        if not self._is_flagged(text, number):
            return []
        sentence = self._sentence(text, number)
        name, _ = self._likelihood.rule(sentence)
        if not name:
            return []
        return [self._hit(text.plain, sentence, self._likelihood.telling(sentence), self._by_id[name])]

    def _named(self, text: _Text, number: int, hits: list[Hit]) -> list[Hit]:
        """Take the rule that the whole statement surely offends for that of a pattern which met only some words."""
        assert self._likelihood is not None
        if len(hits) > 1:
            return hits
        name, surely = self._likelihood.rule(self._sentence(text, number))
        if surely < _SURELY:
            return hits
        return [replace(hit, rule=name, severity=self._by_id[name].severity) for hit in hits]

    def _is_flagged(self, text: _Text, number: int) -> bool:
        """Say whether a statement surely is misuse, and the next one does not put it right."""
        assert self._likelihood is not None
        if self._likely(text, number) <= self._likelihood.flagged_above or self._is_put_right(text, number):
            return False
        return number + 1 == len(text.stated) or self._likely(text, number, number + 1) >= _PUT_RIGHT

    def _is_spared(self, text: _Text, *numbers: int) -> bool:
        """Say whether statements, taken together, are hardly misuse."""
        return self._likelihood is not None and self._likely(text, *numbers) < self._likelihood.spared_below

    def _likely(self, text: _Text, *numbers: int) -> float:
        """Say how likely statements, taken together, misuse a claim."""
        assert self._likelihood is not None
        return self._likelihood.of([self._likelihood.weigh(self._sentence(text, number)) for number in numbers])

    def _sentence(self, text: _Text, number: int) -> Sentence:
        known = text.read.get(number)
        if known is None:
            known = text.read[number] = self._read(text.plain, text.stated[number])
        return known

    @staticmethod
    def _hit(plain: Normal, sentence: Sentence, span: Span, rule: ClaimRule) -> Hit:
        begin, stop = sentence.tokens[span[0]].start, sentence.tokens[span[1]].end
        start, end = plain.span(begin, stop)
        return Hit(rule.id, rule.severity, start, end, plain.text[begin:stop])

    def _read(self, plain: Normal, spans: Statement) -> Sentence:
        tokens: list[Token] = []
        for start, end in spans:
            if tokens:
                tokens[-1].tags.add("hard")
            tokens += self._tagger.tokens(plain.text, plain.lower, start, end)
        places = self._tagger.places(tokens)
        self._bearers.mark(tokens, places)
        self._tagger.note_late(places)
        return Sentence(tokens, places)

    @staticmethod
    def _matches(sentence: Sentence, patterns: PatternIndex[ClaimRule]) -> Iterator[tuple[Span, Pattern, ClaimRule]]:
        for pattern, rule in patterns.possible(sentence.places):
            span = pattern.find(sentence.places)
            if span and rule.in_one_clause and not pattern.wide and _is_parted(sentence.tokens, span):
                continue
            if span and not (lacking(sentence, span) if pattern.even_denied else denied(sentence, span)):
                yield span, pattern, rule

    def _best(self, matches: Iterable[tuple[Span, ClaimRule]]) -> list[tuple[Span, ClaimRule]]:
        """Keep of rules that object to the same words the first in precedence."""
        kept: list[tuple[Span, ClaimRule]] = []
        for match in sorted(matches, key=lambda item: (self._rank[item[1].id], item[0][1] - item[0][0])):
            if all(match[0][0] > other[0][1] or match[0][1] < other[0][0] for other in kept):
                kept.append(match)
        return sorted(kept, key=lambda item: item[0])

    def _is_only_asked(self, text: _Text, number: int, span: Span) -> bool:
        """Say whether the words are only asked: in a question answered with a no, or in one that asks for leave.

        A no to the question whether one must ("asks_duty") does not deny what the answer allows ("lets_off").
        """
        sentence, stated = self._sentence(text, number), text.stated[number]
        stop = stated[0][1]
        if not asks(text.plain.lower, stated[0]) or sentence.tokens[span[0]].start >= stop:
            return False
        if len(stated) == 1:
            return sentence.has("start:asks_leave") and not sentence.has("requests")
        goes_on = sentence.tokens[span[1]].start >= stop
        if sentence.has("start:asks_how") and not goes_on:
            return True
        begin = next((n for n, token in enumerate(sentence.tokens) if token.start >= stop), 0)
        no = [place[0] for name in _REFUSALS for place in sentence.places.get(name, ()) if place[0] >= begin]
        at_once = any(place < begin + _AT_ONCE for place in no)
        if not at_once and any(begin <= place[1] < begin + _OPENING for place in sentence.places.get("yes", ())):
            return False
        if goes_on:
            let_off = sentence.has("asks_duty") and any(
                place[0] >= begin for place in sentence.places.get("lets_off", ())
            )
            return at_once and not let_off
        return bool(no) or any(place[0] >= begin for place in sentence.places.get("corrects", ()))

    def _is_put_right(self, text: _Text, number: int) -> bool:
        """Say whether the next sentence objects to the words or has them taken away."""
        return number + 1 < len(text.stated) and refuted(self._sentence(text, number + 1))


def _is_parted(tokens: list[Token], span: Span) -> bool:
    return any("semicolon" in token.tags for token in tokens[span[0] : span[1]])


class _Same:
    """Rules compared by identity, so that they can be remembered although they hold a dictionary."""

    def __init__(self, rules: ClaimRules) -> None:
        self.rules = rules

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.rules is self.rules

    def __hash__(self) -> int:
        return id(self.rules)
