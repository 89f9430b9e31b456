"""What was learnt from judged sentences: weighed as it was learnt, fresh, and able to spare and to flag."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest
from msgspec.structs import replace

from readiness import library
from readiness.analysis.claim_likelihood import Likelihood, features
from readiness.analysis.claims import Checker
from readiness.model.claims import ClaimRules
from tests.claims import learn

LANGUAGES = ("en", "de")
MISUSE = "Our ISO 9001 certified pumps ship worldwide."
HARMLESS = "The audit report is sent to the client within two weeks."


def _with(rules: ClaimRules, *, bias: float) -> Checker:
    """Make a checker whose likelihood says the same of everything."""
    assert rules.weights is not None
    return Checker(replace(rules, weights=replace(rules.weights, bias=bias)))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sentence_is_weighed_by_all_its_features(language: str) -> None:
    rules = library.claim_rules(language)
    assert rules.weights is not None
    checker, likelihood = Checker(rules), Likelihood(rules.weights)
    path = Path(learn.__file__).with_name(f"sentences-{language}.json")
    for entry in json.loads(path.read_text(encoding="utf-8"))[::200]:
        for sentence in checker.sentences(entry["text"]):
            met = list(features(sentence))
            weighed = likelihood.weigh(sentence)
            assert weighed.features == len(met)
            assert weighed.weight == pytest.approx(sum(rules.weights.weights.get(feature, 0.0) for feature in met))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_weights_are_learnt_from_these_sentences_and_rules(language: str) -> None:
    weights = library.claim_rules(language).weights
    assert weights is not None
    assert weights.digest == learn.digest(language), "run: python3 dev.py learn"
    assert (weights.spared_below, weights.flagged_above) == learn.CHOSEN[language]
    assert len(weights.weights) <= learn.MOST_FEATURES
    assert set(weights.rules) == {rule.id for rule in library.claim_rules(language).rules}


def test_without_weights_the_patterns_alone_decide() -> None:
    checker = Checker(library.claim_patterns("en"))
    assert [hit.rule for hit in checker.check(MISUSE)] == ["R01"]
    assert checker.check(HARMLESS) == ()


def test_what_is_hardly_misuse_is_spared_and_what_surely_is_is_flagged_with_words_of_the_text() -> None:
    rules = library.claim_rules("en")
    assert _with(rules, bias=-100).check(MISUSE) == ()
    (hit,) = _with(rules, bias=100).check(HARMLESS)
    assert HARMLESS[hit.start : hit.end] == hit.words
    assert hit.severity == next(rule.severity for rule in rules.rules if rule.id == hit.rule)


def test_what_no_pattern_met_is_flagged_only_where_the_next_sentence_does_not_put_it_right() -> None:
    implied = "Every buyer of our ladders deals with a certified house from the warehouse to the invoice."
    assert Checker(library.claim_patterns("en")).check(implied) == ()
    checker = Checker.of(library.claim_rules("en"))
    assert [hit.rule for hit in checker.check(implied)] == ["R24"]
    assert [hit.rule for hit in checker.check(f"{implied} The invoice follows by post.")] == ["R24"]
    assert checker.check(f"{implied} The assessor objected, and the text was corrected the same day.") == ()


def test_a_sentence_without_fault_behind_it_spares_no_words_of_a_pattern() -> None:
    rest = "The quality management system of Alder Ltd is certified to ISO 9001:2015 by Quartz Cert."
    assert [hit.rule for hit in Checker.of(library.claim_rules("en")).check(f"{MISUSE} {rest}")] == ["R01"]


def test_words_never_met_are_not_flagged() -> None:
    assert _with(library.claim_rules("en"), bias=100).check("certifqxz") == ()


def test_learning_tells_two_kinds_of_texts_apart_and_is_the_same_each_time() -> None:
    wrong = frozenset(("R01",))
    texts = [
        learn.Judged([(word, 1.0)], Counter((word,)), wrong if word == "bad" else frozenset())
        for word in ("bad", "good") * 5
    ]
    bias, weights = learn.learn(texts)
    assert weights["bad"] > 0 > weights["good"]
    assert learn.learn(texts) == (bias, weights)
    assert learn.learn_rules(texts) == {"R01": {}}
