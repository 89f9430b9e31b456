"""How much the claims checker finds in sentences of many kinds, and how often it is wrong."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from readiness import library
from readiness.analysis.claims import Checker

FOLDER = Path(__file__).parent.parent / "claims"


@pytest.mark.parametrize(
    ("language", "found_at_least", "right_rule_at_least", "false_at_most"),
    [("en", 0.985, 0.97, 0.012), ("de", 0.985, 0.98, 0.012)],
)
def test_wrong_sentences_are_found_and_right_ones_left_alone(
    language: str, found_at_least: float, right_rule_at_least: float, false_at_most: float
) -> None:
    checker = Checker.of(library.claim_rules(language))
    sentences = json.loads((FOLDER / f"sentences-{language}.json").read_text(encoding="utf-8"))
    wrong = [entry for entry in sentences if entry["wrong"]]
    rules = [{hit.rule for hit in checker.check(entry["text"])} for entry in wrong]
    missed = [entry["text"] for entry, found in zip(wrong, rules, strict=True) if not found]
    fitting = [bool(found & {entry["rule"], *entry["also"]}) for entry, found in zip(wrong, rules, strict=True)]
    right = [entry["text"] for entry in sentences if not entry["wrong"]]
    false = [text for text in right if checker.check(text)]
    assert 1 - len(missed) / len(wrong) >= found_at_least, missed
    assert sum(fitting) / len(wrong) >= right_rule_at_least
    assert len(false) / len(right) <= false_at_most, false
