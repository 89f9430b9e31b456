"""The claims checker: what each rule finds and leaves alone, where hits stand, and how texts are read."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest

from readiness import library
from readiness.analysis.claim_patterns import Pattern
from readiness.analysis.claims import Checker, Hit
from readiness.errors import UnknownName
from readiness.model.claims import ClaimRules

LANGUAGES = ("en", "de")
MADE: dict[str, Any] = {
    language: json.loads((Path(__file__).parent.parent / "claims" / f"made-{language}.json").read_text("utf-8"))
    for language in LANGUAGES
}
SIGNS = {"sign", "hard", "semicolon", "number", "year"}
"""Classes that tokens have by their form."""
RULES = [f"R{number:02}" for number in range(1, 37)]
ANOTHER_RULE = {
    "Our cooker hoods, made in Leeds and ISO 9001 certified, cut noise by half.",
    "The certified valve is due for recertification audit in June.",
    "The lab puts the ISO 9001 symbol in the header of its test certificates.",
    "Wir haben unser ISO-Zertifikat erhalten und sind stolz darauf.",
    "Unser Zertifikat hat die ISO selbst ausgestellt.",
    "Buchen Sie die ISO-14001-zertifizierte Abfallabholung online.",
}
"""Sentences that are found, but under a neighbouring rule."""


def check(text: str, language: str = "en", *, heading: bool = False) -> tuple[Hit, ...]:
    return Checker.of(library.claim_rules(language)).check(text, heading=heading)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("rule", RULES)
def test_each_rule_finds_its_misuse(language: str, rule: str) -> None:
    wrong = MADE[language]["rules"][rule]["wrong"]
    assert len(wrong) >= 3
    for text in wrong:
        found = {hit.rule for hit in check(text, language)}
        assert found, text
        assert rule in found or text in ANOTHER_RULE, (text, found)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("rule", RULES)
def test_each_rule_leaves_right_wording_alone(language: str, rule: str) -> None:
    right = MADE[language]["rules"][rule]["right"]
    assert len(right) >= 3
    for text in right:
        assert check(text, language) == (), text


@pytest.mark.parametrize("language", LANGUAGES)
def test_ordinary_business_sentences_are_left_alone(language: str) -> None:
    for text in MADE[language]["right"]:
        assert check(text, language) == (), text


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_rules_are_whole(language: str) -> None:
    rules = library.claim_rules(language)
    assert [rule.id for rule in rules.rules] == RULES
    assert sorted(rules.precedence) == RULES
    assert all(rule.patterns and rule.clauses and rule.why and rule.correct_wording for rule in rules.rules)
    given = {*rules.words, *rules.notions}
    for rule in rules.rules:
        for line in rule.patterns:
            for name in Pattern.of(line).classes():
                derived = any(sign in name for sign in "@:") or name.startswith(("std", "n1")) or name in SIGNS
                assert derived or name in given, f"{rule.id} names {name}, which is no class of words"


def test_both_languages_have_the_same_rules() -> None:
    english, german = (library.claim_rules(language) for language in LANGUAGES)
    for one, other in zip(english.rules, german.rules, strict=True):
        assert (one.id, one.severity, one.clauses, one.applies_to) == (
            other.id, other.severity, other.clauses, other.applies_to)  # fmt: skip
        assert one.title != other.title


def test_an_unknown_language_is_refused() -> None:
    with pytest.raises(UnknownName):
        library.claim_rules("fr")


def test_a_hit_says_where_its_words_stand() -> None:
    text = "We were founded in 1950. Our ISO 9001 certified pumps ship worldwide. Call us."
    (hit,) = check(text)
    assert hit.rule == "R01"
    assert hit.severity == "error"
    assert text[hit.start : hit.end] == hit.words == "ISO 9001 certified pumps"


@pytest.mark.parametrize(
    "text",
    [
        "Our ISO\u00a09001\u2011certified pumps.",
        "Our iso9001 certified pumps.",
        "OUR ISO 9001 CERTIFIED PUMPS.",
        "Our ISO 9001\ncertified\npumps.",
        "Our ISO 9001 certi\u00adfied pumps.",
        "Our ISO 9001 certi-\nfied pumps.",
        "Our BS EN ISO 9001:2015 certified pumps.",
        "Our ISO/IEC 27001 certified pumps.",
        "Our ISO 9001 and 14001 certified pumps.",
        "\u201cOur ISO 9001 certified pumps\u201d",
    ],
)
def test_typography_hides_nothing(text: str) -> None:
    (hit,) = check(text)
    assert hit.rule == "R01"
    assert "pumps" in text[hit.start : hit.end].lower()
    assert text[hit.start : hit.start + 1] in "IiB"


def test_offsets_count_characters_of_the_text_as_given() -> None:
    text = "Very\u00adlong words before it. Our ISO 9001 certi\u00adfied pumps."
    (hit,) = check(text)
    assert text[hit.start : hit.end] == "ISO 9001 certi\u00adfied pumps"
    assert hit.words == "ISO 9001 certified pumps"


def test_a_paragraph_is_read_sentence_by_sentence() -> None:
    text = (
        "Our company, est. 1950, makes pumps. We are an ISO certified company. The ISO 9001 logo is moulded into every"
        " pump. The quality management system of Alder Ltd. is certified to ISO 9001:2015 by Quartz Cert."
    )
    assert [hit.rule for hit in check(text)] == ["R03", "R10"]


def test_german_abbreviations_end_no_sentence() -> None:
    text = "Unsere Pumpen, z. B. Typ Nr. 4 bzw. 5, sind nach ISO 9001 zertifiziert."
    (hit,) = check(text, "de")
    assert hit.rule == "R01"


@pytest.mark.parametrize(
    "text",
    [
        'Never write "ISO 9001 certified pump" in a brochure.',
        'The auditor objected to the line "our ISO 9001 certified pumps".',
        'Replace "ISO 9001 accredited" by "certified to ISO 9001:2015".',
        "The supplier shall not call its pumps ISO 9001 certified.",
        "Are your pumps ISO 9001 certified? No, a pump cannot be.",
        "May we put the ISO 9001 mark on the pump?",
        "The web page showed the ISO logo. It was removed after the audit.",
    ],
)
def test_talk_about_misuse_is_no_misuse(text: str) -> None:
    assert check(text) == ()


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("The ISO 9001 mark can be cast into the pots, provided it is not smaller than 8 mm.", ["R10"]),
        ("Your certificate is granted by ISO itself, not by some local agency.", ["R04"]),
        ("Our pump is ISO 9001 certified, but this may not be printed on it.", []),
        ("The batch has ISO 22000, the next one hasn't got it yet.", ["R01"]),
    ],
)
def test_a_denial_reaches_its_clause(text: str, rules: list[str]) -> None:
    assert [hit.rule for hit in check(text)] == rules


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("Accreditations\n- ISO 9001\n- ISO 14001", ["R05", "R05"]),
        ("Article | Standard | Status\nForklift FL-25 | ISO 45001:2018 | certified", ["R01"]),
        ("Company | Standard | Status\nAlder Ltd | ISO 45001:2018 | certified", []),
        ("Insulation boards? Accredited since 2018.", ["R06"]),
        ("ISO 9000 explains the terms; certificates are issued to ISO 9001.", []),
        ("The wheelbarrow has passed ISO 14001.", ["R01"]),
    ],
)
def test_lists_rows_and_short_answers_are_read_whole(text: str, rules: list[str]) -> None:
    assert [hit.rule for hit in check(text)] == rules


@pytest.mark.parametrize(
    "text",
    [
        'Your signature says "ISO 9001 accredited". Please change that.',
        'We had "ISO 9001 certified pumps" on the vans. They now read: Alder Pumps.',
        "ISO mark removed from the letterhead",
        "The article said the toys were CE certified. That is not true.",
    ],
)
def test_what_is_put_right_is_no_misuse(text: str) -> None:
    assert check(text) == ()


def test_a_question_that_is_answered_with_yes_is_a_claim() -> None:
    assert [hit.rule for hit in check("Are your pumps ISO 9001 certified? Of course they are.")] == ["R01"]


def test_misuse_that_needs_a_denial_is_found_in_spite_of_it() -> None:
    assert [hit.rule for hit in check("The model is not listed, but it bears the certification mark.")] == ["R25"]


def test_a_heading_is_not_cut() -> None:
    assert [hit.rule for hit in check("Offer no. 4. ISO 9001 certified pumps", heading=True)] == ["R01"]


def test_the_more_telling_rule_is_reported_for_the_same_words() -> None:
    assert [hit.rule for hit in check("The rating plate of the pump shows the ISO 9001 mark.")] == ["R14"]


def test_words_apart_are_reported_apart() -> None:
    found = check("The ISO logo is on our website, and our drills are CE certified.")
    assert [hit.rule for hit in found] == ["R23", "R28"]


@pytest.mark.parametrize(
    ("line", "places", "span"),
    [
        ("a b", {"a": [(0, 0)], "b": [(4, 5)]}, (0, 5)),
        ("a > b", {"a": [(4, 4)], "b": [(0, 0)]}, None),
        ("a > b", {"a": [(1, 1)], "b": [(0, 0), (3, 3)]}, (1, 3)),
        ("a b /3", {"a": [(0, 0)], "b": [(4, 4)]}, None),
        ("a|c b", {"c": [(2, 2)], "b": [(3, 3)]}, (2, 3)),
        ("a -b", {"a": [(0, 0)], "b": [(9, 9)]}, None),
        ("a +b", {"a": [(0, 0)]}, None),
        ("a +b", {"a": [(0, 0)], "b": [(30, 30)]}, (0, 0)),
        ("a b", {"a": [(0, 0), (20, 20)], "b": [(21, 21)]}, (20, 21)),
    ],
)
def test_patterns(line: str, places: dict[str, list[tuple[int, int]]], span: tuple[int, int] | None) -> None:
    assert Pattern.of(line).find(places) == span


def test_a_rules_file_with_an_unknown_field_is_refused() -> None:
    raw = msgspec.json.encode(library.claim_rules("en"))
    assert msgspec.json.decode(raw, type=ClaimRules) == library.claim_rules("en")
    with pytest.raises(msgspec.ValidationError):
        msgspec.json.decode(raw.replace(b'"triggers"', b'"trigers"', 1), type=ClaimRules)


def test_an_empty_text_has_no_hits() -> None:
    assert check("") == check(" \n\n ") == ()
