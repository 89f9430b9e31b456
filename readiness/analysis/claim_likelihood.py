"""How likely a sentence misuses a claim, as learnt from thousands of sentences that people judged.

Patterns say which words are wrong and why, but meet only what somebody thought of. The likelihood has a second look: it
spares what a pattern objects to in a sentence that denies or reports it in a new way, and flags what none foresaw. It
is a logistic regression over plain features (words, pairs of words, parts of words, classes of words and pairs of
them), so that each feature's share in a judgement can be said. `dev.py learn` makes the weights.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from readiness.analysis.claim_denials import Sentence
from readiness.analysis.claim_patterns import Span
from readiness.analysis.claim_text import Token
from readiness.model.claims import ClaimWeights

_BEGIN, _END = "^", "$"
_PARTS = (4, 5)
"""Letters of the parts of a word that are looked at."""
_SHORTEST, _LONGEST = 5, 60
"""Letters of a word that is looked at in parts; a longer one is no word."""
_MOST_KEPT = 50_000
"""Words, or pairs of classes, whose weight is kept."""
_NO_CLASS = frozenset({"-"})


class Weighed(NamedTuple):
    """What speaks for misuse in a sentence, and how many features were looked at."""

    weight: float
    features: int


class Likelihood:
    """Judges sentences by weights; what it worked out for a word or a pair of classes is kept."""

    def __init__(self, weights: ClaimWeights) -> None:
        """Take over the weights of a language."""
        self._bias, self._weights = weights.bias, weights.weights
        self._names = list(weights.rules)
        self._rules: dict[str, list[tuple[int, float]]] = {}
        for place, own in enumerate(weights.rules.values()):
            for feature, weight in own.items():
                self._rules.setdefault(feature, []).append((place, weight))
        self.spared_below, self.flagged_above = weights.spared_below, weights.flagged_above
        self._words: dict[str, Weighed] = {}
        self._pairs: dict[tuple[frozenset[str], frozenset[str]], Weighed] = {}

    def weigh(self, sentence: Sentence) -> Weighed:
        """Weigh a sentence."""
        shares = self._shares(sentence)
        met = [name for name, spans in sentence.places.items() if spans]
        weight = sum(share.weight for share in shares) + sum(self._weights.get(_met(name), 0.0) for name in met)
        return Weighed(weight, sum(share.features for share in shares) + len(met))

    def of(self, weighed: Sequence[Weighed]) -> float:
        """Say how likely some sentences, taken for one text, misuse a claim: from 0 to 1."""
        count = sum(item.features for item in weighed)
        score = self._bias + sum(item.weight for item in weighed) / math.sqrt(max(count, 1))
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, score))))

    def telling(self, sentence: Sentence) -> Span:
        """Give the stretch of tokens that speaks most for misuse."""
        stretch, start, most, weight = (0, max(0, len(sentence.tokens) - 1)), 0, 0.0, 0.0
        for place, share in enumerate(self._shares(sentence)[: len(sentence.tokens)]):
            if weight <= 0:
                weight, start = 0.0, place
            weight += share.weight
            if weight > most:
                stretch, most = (start, place), weight
        return stretch

    def rule(self, sentence: Sentence) -> tuple[str, float]:
        """Give the rule that a sentence most likely offends if it misuses a claim, and how likely: from 0 to 1.

        '' where nothing in it was met before.
        """
        met = Counter(features_of_rule(sentence))
        length = math.sqrt(sum(count * count for count in met.values())) or 1.0
        scores = [0.0] * len(self._names)
        for feature in met.keys() & self._rules.keys():
            share = met[feature] / length
            for place, weight in self._rules[feature]:
                scores[place] += weight * share
        if not any(scores):
            return "", 0.0
        most = max(scores)
        return self._names[scores.index(most)], 1 / sum(math.exp(score - most) for score in scores)

    def _shares(self, sentence: Sentence) -> list[Weighed]:
        """Give the share of each token, with the pairs that it ends; last, that of the end."""
        shares, before, classes = [], _BEGIN, None
        for token in sentence.tokens:
            word = _normal(token)
            alone = self._words.get(word) or self._word(word)
            weight, count = alone.weight + self._weights.get(f"{before} {word}", 0.0), alone.features + 1
            own = frozenset(token.tags) or _NO_CLASS
            if classes is not None:
                pair = self._pairs.get((classes, own)) or self._pair(classes, own)
                weight, count = weight + pair.weight, count + pair.features
            shares.append(Weighed(weight, count))
            before, classes = word, own
        return [*shares, Weighed(self._weights.get(f"{before} {_END}", 0.0), 1)]

    def _word(self, word: str) -> Weighed:
        if len(self._words) >= _MOST_KEPT:
            self._words.clear()
        found = self._words[word] = self._summed([word, *_parts(word)])
        return found

    def _pair(self, first: frozenset[str], second: frozenset[str]) -> Weighed:
        if len(self._pairs) >= _MOST_KEPT:
            self._pairs.clear()
        found = self._pairs[first, second] = self._summed(_of_pair(first, second))
        return found

    def _summed(self, met: Iterable[str]) -> Weighed:
        weights = [self._weights.get(feature, 0.0) for feature in met]
        return Weighed(sum(weights), len(weights))


def features(sentence: Sentence) -> Iterator[str]:
    """List the features of a sentence, as often as they are met."""
    yield from features_of_rule(sentence)
    for token in sentence.tokens:
        yield from _parts(_normal(token))
    classes = [frozenset(token.tags) or _NO_CLASS for token in sentence.tokens]
    for before, after in pairwise(classes):
        yield from _of_pair(before, after)


def features_of_rule(sentence: Sentence) -> Iterator[str]:
    """List those features by which rules are told apart: words, pairs of words, and classes that are met."""
    words = [_BEGIN, *(_normal(token) for token in sentence.tokens), _END]
    yield from words[1:-1]
    for first, second in pairwise(words):
        yield f"{first} {second}"
    for name, spans in sentence.places.items():
        if spans:
            yield _met(name)


def _normal(token: Token) -> str:
    """Give a word; of a standard its kind, and of any other number only that it is one."""
    kinds = [name for name in token.tags if name.startswith("std_")]
    if kinds:
        return f"<{min(kinds)}>"
    return "0" if token.word[0].isdigit() else token.word


def _parts(word: str) -> Iterator[str]:
    if _SHORTEST <= len(word) <= _LONGEST and word[0].isalpha():
        whole = f"{_BEGIN}{word}{_END}"
        for length in _PARTS:
            for start in range(len(whole) - length + 1):
                yield f"{whole[start : start + length]}~"


def _of_pair(first: frozenset[str], second: frozenset[str]) -> Iterator[str]:
    for before in first:
        for after in second:
            yield f"{before}>{after}"


def _met(name: str) -> str:
    return f"+{name}"
