"""Learns the weights of the claims checker's likelihood from judged sentences, and writes them to checklists/.

A logistic regression by stochastic gradient descent over the features of `readiness.analysis.claim_likelihood`, each
text divided by the root of their number. Beside the sentences of this folder it learns from the shipped texts, none
of which misuses a claim. What tells next to nothing is dropped.
"""

from __future__ import annotations

import hashlib
import json
import math
import random
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import msgspec

from readiness import library, places
from readiness.analysis.claim_denials import Sentence
from readiness.analysis.claim_likelihood import features, features_of_rule
from readiness.analysis.claims import Checker
from readiness.model.claims import ClaimWeights

FOLDER = Path(__file__).parent
EPOCHS, RATE, DECAY, SHRINKING = 40, 4.0, 0.3, 1e-5
BIAS_SHARE = 0.1
LEAST_TEXTS = 3
"""Texts in which a feature must be met."""
MOST_FEATURES = 60_000
MOST_OF_A_RULE = 250
RULE_EPOCHS, LEAST_STEP = 8, 0.02
CHOSEN = {"en": (0.3, 0.8), "de": (0.14, 0.78)}
"""Below which likelihood words are spared, and above which they are flagged: chosen on sentences that neither the
patterns nor the weights had seen then, for the most that is found with three in a hundred flagged falsely."""


class Judged(NamedTuple):
    """The features of a text with their shares, those that tell of a rule, and which rules it offends, if any."""

    shares: list[tuple[str, float]]
    of_rule: Counter[str]
    rules: frozenset[str]

    @property
    def wrong(self) -> bool:
        """Tell whether the text misuses a claim."""
        return bool(self.rules)


def digest(language: str) -> str:
    """Give the digest of what the weights of a language are learnt from."""
    rules = places.checklists_folder() / library.CLAIM_FILES[language]
    content = rules.read_bytes() + (FOLDER / f"sentences-{language}.json").read_bytes()
    return hashlib.sha256(content).hexdigest()


def judged(language: str) -> Iterator[Judged]:
    """Give every text that is learnt from."""
    checker = Checker(library.claim_patterns(language))
    for text, rules in told(language, checker):
        sentences = list(checker.sentences(text))
        yield Judged(_shares(sentences), Counter(f for one in sentences for f in features_of_rule(one)), rules)


def told(language: str, checker: Checker) -> Iterator[tuple[str, frozenset[str]]]:
    """Give every text with the rules that it offends; ours, which are looked at again and again, count twice."""
    for entry in json.loads((FOLDER / f"sentences-{language}.json").read_text(encoding="utf-8")):
        yield entry["text"], frozenset((entry["rule"], *entry["also"])) if entry["wrong"] else frozenset()
    yield from 2 * list(_ours(language))
    yield from ((text, frozenset[str]()) for text in _shipped(language))
    yield from ((text, frozenset[str]()) for text in _certificates(language) if not checker.check(text))


def _ours(language: str) -> Iterator[tuple[str, frozenset[str]]]:
    """Give the sentences that we made for the tests and for the briefing."""
    made = json.loads((FOLDER / f"made-{language}.json").read_text(encoding="utf-8"))
    examples = library.briefing(language).texts.claims
    for rule, sentences in made["rules"].items():
        yield from ((text, frozenset((rule,))) for text in sentences["wrong"])
        yield from ((text, frozenset[str]()) for text in sentences["right"])
    for example in examples:
        yield from ((text, frozenset((example.rule,))) for text in example.wrong)
        yield from ((text, frozenset[str]()) for text in example.right)
    yield from ((text, frozenset[str]()) for text in made["right"])


def _shipped(language: str) -> Iterator[str]:
    """Give sentences of guides, chart, briefing and checklists, which speak of claims and make none."""
    for lesson in library.briefing(language).texts.lessons:
        yield from (lesson.text, *lesson.points)
    for guide in library.guides(language):
        plain = re.sub(r"[*|#]", " ", re.sub(r"\[([^]]*)\]\([^)]*\)", r"\1", guide.markdown))
        yield from (line.strip() for line in plain.splitlines() if len(line.split()) > 3)
    for aspect in library.comparison(language).aspects:
        yield from (side.text for side in aspect.sides.values())
    if language == "en":
        for item in library.shipped():
            yield from (requirement.question for requirement in item.checklist.requirements.values())


def _certificates(language: str) -> Iterator[str]:
    for path in sorted((FOLDER.parent / "certificates").glob(f"{language}-*")):
        yield from (line for line in path.read_text(encoding="utf-8").splitlines() if line.strip())


def _shares(sentences: Iterable[Sentence]) -> list[tuple[str, float]]:
    met = Counter(feature for sentence in sentences for feature in features(sentence))
    root = math.sqrt(max(1, met.total()))
    return sorted((feature, count / root) for feature, count in met.items())


def learn(texts: list[Judged]) -> tuple[float, dict[str, float]]:
    """Give the bias and the weight of each feature."""
    counted = Counter(feature for text in texts for feature, _ in text.shares)
    known = {feature: place for place, feature in enumerate(sorted(f for f, n in counted.items() if n >= LEAST_TEXTS))}
    vectors = [[(known[feature], share) for feature, share in text.shares if feature in known] for text in texts]
    weights, bias, scale, chance, order = [0.0] * len(known), 0.0, 1.0, random.Random(1), list(range(len(texts)))
    for epoch in range(EPOCHS):
        rate = RATE / (1 + epoch * DECAY)
        chance.shuffle(order)
        for number in order:
            vector = vectors[number]
            score = bias + scale * sum(weights[place] * share for place, share in vector)
            gradient = rate * (texts[number].wrong - 1 / (1 + math.exp(-max(-30.0, min(30.0, score)))))
            scale *= 1 - rate * SHRINKING
            step = gradient / scale
            for place, share in vector:
                weights[place] += step * share
            bias += BIAS_SHARE * gradient
    told = {feature: round(scale * weights[place], 2) for feature, place in known.items()}
    most = sorted(told, key=lambda feature: (-abs(told[feature]), feature))[:MOST_FEATURES]
    return round(bias, 3), {feature: told[feature] for feature in sorted(most) if told[feature]}


def learn_rules(texts: Iterable[Judged]) -> dict[str, dict[str, float]]:
    """Give for each rule the weights of what tells it from the others where something is wrong, by soft maximum.

    Words, pairs of words and classes are looked at; parts of words and pairs of classes tell little of the rule.
    """
    wrong = [text for text in texts if text.wrong]
    counted = Counter(feature for text in wrong for feature in text.of_rule)
    vectors = [_unit([(f, float(n)) for f, n in text.of_rule.items() if counted[f] >= LEAST_TEXTS]) for text in wrong]
    weights: dict[str, dict[str, float]] = {
        rule: {} for rule in sorted({name for text in wrong for name in text.rules})
    }
    chance, order = random.Random(1), list(range(len(wrong)))
    for epoch in range(RULE_EPOCHS):
        rate = RATE / (1 + epoch * DECAY)
        chance.shuffle(order)
        for number in order:
            _turn(weights, vectors[number], wrong[number].rules, rate)
    most = {rule: sorted(own, key=lambda f: (-abs(own[f]), f))[:MOST_OF_A_RULE] for rule, own in weights.items()}
    return {rule: {f: round(weights[rule][f], 1) for f in sorted(names)} for rule, names in most.items()}


def _turn(
    weights: dict[str, dict[str, float]], vector: list[tuple[str, float]], right: frozenset[str], rate: float
) -> None:
    """Turn the weights of all rules towards those that a text offends."""
    scores = {rule: sum(own.get(feature, 0.0) * share for feature, share in vector) for rule, own in weights.items()}
    most = max(scores.values())
    powers = {rule: math.exp(score - most) for rule, score in scores.items()}
    whole = sum(powers.values())
    for rule, own in weights.items():
        gradient = rate * ((rule in right) / len(right) - powers[rule] / whole)
        if abs(gradient) > LEAST_STEP:
            for feature, share in vector:
                own[feature] = own.get(feature, 0.0) + gradient * share


def _unit(shares: list[tuple[str, float]]) -> list[tuple[str, float]]:
    length = math.sqrt(sum(share * share for _, share in shares)) or 1.0
    return [(feature, share / length) for feature, share in shares]


def write(language: str) -> Path:
    """Learn a language and write its weights; gives the file."""
    texts = list(judged(language))
    bias, weights = learn(texts)
    spared, flagged = CHOSEN[language]
    made = ClaimWeights(
        format="readiness-claim-weights", format_version=1, language=language, learnt_from=len(texts),
        digest=digest(language), bias=bias, spared_below=spared, flagged_above=flagged, weights=weights,
        rules=learn_rules(texts),
    )  # fmt: skip
    path = places.checklists_folder() / library.CLAIM_WEIGHT_FILES[language]
    path.write_bytes(msgspec.json.encode(made) + b"\n")
    return path


def main() -> int:
    """Learn the languages that are named, or all; gives the exit code."""
    for language in sys.argv[1:] or library.CLAIM_FILES:
        print(write(language))
    return 0


if __name__ == "__main__":
    sys.exit(main())
