"""The texts of the staff briefing: alike in both languages, resting on clauses that exist, fit for a quiz."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from readiness import library, places
from readiness.analysis.claims import Checker
from readiness.model.briefing import BriefingTexts
from readiness.model.checklist import Checklist
from tests.spelling import misspelt

STANDARDS = {"17021-1": "iso-iec-17021-1-2015", "17065": "iso-iec-17065-2012"}
LANGUAGES = ("en", "de")
MOST_WORDS = 22
"""In a sentence that is asked about; our own choice, so that a question is read at one glance."""


def _path(language: str) -> Path:
    return places.checklists_folder() / f"briefing-{language}.json"


TEXTS = {
    language: msgspec.json.decode(_path(language).read_bytes(), type=BriefingTexts, strict=True)
    for language in LANGUAGES
}
CHECKLISTS = {
    standard: msgspec.json.decode((places.checklists_folder() / f"{name}.json").read_bytes(), type=Checklist)
    for standard, name in STANDARDS.items()
}


@pytest.fixture(params=LANGUAGES)
def texts(request: pytest.FixtureRequest) -> BriefingTexts:
    return TEXTS[request.param]


def _short(texts: BriefingTexts) -> Iterator[str]:
    """Give all sentences that stand alone: those of the quiz, and what a lesson asks to keep in mind."""
    for lesson in texts.lessons:
        yield from lesson.points
    for example in texts.claims:
        yield from (*example.wrong, *example.right)
    for row in texts.chart:
        yield from (row.question, *row.sides.values())


def _all(texts: BriefingTexts) -> Iterator[str]:
    yield from _short(texts)
    for lesson in texts.lessons:
        yield from (lesson.title, lesson.text)
    yield from (row.mixed_up for row in texts.chart)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_file_says_what_it_is_and_is_laid_out_as_the_others(language: str) -> None:
    texts = TEXTS[language]
    assert (texts.format, texts.format_version, texts.language) == ("readiness-briefing", 1, language)
    raw = _path(language).read_text(encoding="utf-8")
    assert json.dumps(json.loads(raw), ensure_ascii=False, indent=1) + "\n" == raw


def test_both_languages_have_the_same_parts_in_the_same_order() -> None:
    english, german = (TEXTS[language] for language in LANGUAGES)
    for ours, theirs in zip(english.lessons, german.lessons, strict=True):
        assert (ours.key, ours.concerns, ours.guide, ours.heading, ours.clauses, len(ours.points)) == (
            theirs.key,
            theirs.concerns,
            theirs.guide,
            theirs.heading,
            theirs.clauses,
            len(theirs.points),
        )
    assert [(item.rule, item.concerns) for item in english.claims] == [
        (item.rule, item.concerns) for item in german.claims
    ]
    assert [row.aspect for row in english.chart] == [row.aspect for row in german.chart]


def test_lessons_rest_on_clauses_and_on_sections_of_guides(texts: BriefingTexts) -> None:
    headings = {guide.name: re.findall(r"^###? (.+)$", guide.markdown, re.MULTILINE) for guide in library.guides()}
    assert len({lesson.key for lesson in texts.lessons}) == len(texts.lessons)
    for lesson in texts.lessons:
        assert lesson.heading in headings[lesson.guide], lesson.key
        assert 2 <= len(lesson.clauses) <= 4, lesson.key
        named = [clause.split(":") for clause in lesson.clauses]
        assert {standard for standard, _ in named} == set(lesson.concerns), lesson.key
        assert [number for standard, number in named if number not in CHECKLISTS[standard].by_number] == [], lesson.key


def test_lessons_are_short(texts: BriefingTexts) -> None:
    assert 9 <= len(texts.lessons) <= 11
    for lesson in texts.lessons:
        assert 60 <= len(lesson.text.split()) <= 110, lesson.key
        assert len(lesson.points) in (3, 4), lesson.key


def test_every_claim_rule_has_its_sentences_once(texts: BriefingTexts) -> None:
    rules = [rule.id for rule in library.claim_rules(texts.language).rules]
    assert [example.rule for example in texts.claims] == rules
    assert len(rules) == 36
    for example in texts.claims:
        assert (len(example.wrong), len(example.right)) == (3, 3), example.rule


def test_rows_of_the_chart_are_those_whose_sides_differ(texts: BriefingTexts) -> None:
    known = {aspect.key: aspect for aspect in library.comparison().aspects}
    aspects = [row.aspect for row in texts.chart]
    assert 18 <= len(aspects) <= 22
    assert len(set(aspects)) == len(aspects)
    assert [aspect for aspect in aspects if aspect.startswith("example-")] == []
    for row in texts.chart:
        assert all(side.clauses for side in known[row.aspect].sides.values()), f"{row.aspect}: one side is silent"
        assert list(row.sides) == list(STANDARDS), row.aspect
        assert row.question.endswith("?"), row.aspect
        assert [side for side in row.sides.values() if re.search(r"17021|17065", side)] == [], row.aspect
        assert len(re.findall(r"[.!?](?=\s|$)", row.mixed_up)) in (1, 2), row.aspect


def test_everything_concerns_one_standard_or_both(texts: BriefingTexts) -> None:
    concerned = {item.concerns for item in texts.lessons} | {item.concerns for item in texts.claims}
    assert concerned == {("17021-1",), ("17065",), ("17021-1", "17065")}


def test_sentences_are_short_and_none_comes_twice(texts: BriefingTexts) -> None:
    sentences = list(_short(texts))
    assert [sentence for sentence in sentences if len(sentence.split()) > MOST_WORDS] == []
    assert [sentence for sentence, times in Counter(sentences).items() if times > 1] == []
    assert [text for text in _all(texts) if text != text.strip() or "  " in text] == []


def test_each_wrong_sentence_has_its_right_one_beside_it(texts: BriefingTexts) -> None:
    """Printed side by side, and told to whoever chose the wrong one: a pair shares its subject and is about as long."""
    for example in texts.claims:
        for wrong, right in zip(example.wrong, example.right, strict=True):
            shared = _stems(wrong) & _stems(right)
            assert shared, f"{example.rule}: {wrong} / {right}"
            assert 0.6 < len(right) / len(wrong) < 1.67, f"{example.rule}: {wrong} / {right}"


def _stems(sentence: str) -> set[str]:
    """Give the beginnings of the longer words, so that 'test' and 'tested' count as one."""
    return {word[:4].casefold() for word in re.findall(r"[^\W\d_]{4,}", sentence)}


def test_right_and_wrong_sentences_cannot_be_told_by_their_length(texts: BriefingTexts) -> None:
    """Within a third on average: whoever always takes the longest one learns nothing."""
    wrong = sum(len(text) for example in texts.claims for text in example.wrong)
    right = sum(len(text) for example in texts.claims for text in example.right)
    assert 0.75 < wrong / right < 1.33


def test_the_checker_objects_to_no_right_sentence_and_to_most_wrong_ones(texts: BriefingTexts) -> None:
    checker = Checker.of(library.claim_rules(texts.language))
    assert [text for example in texts.claims for text in example.right if checker.check(text)] == []
    found = [
        example.rule in {hit.rule for hit in checker.check(text)} for example in texts.claims for text in example.wrong
    ]
    assert sum(found) > 0.9 * len(found)


def test_the_examples_are_not_those_the_checker_is_tested_with(texts: BriefingTexts) -> None:
    folder = Path(__file__).parents[1] / "claims"
    known = "".join(path.read_text(encoding="utf-8") for path in folder.glob(f"*-{texts.language}.json"))
    own = [text for example in texts.claims for text in (*example.wrong, *example.right)]
    assert [text for text in own if json.dumps(text, ensure_ascii=False)[1:-1] in known] == []


def test_the_english_texts_are_spelt_right() -> None:
    words = re.findall(r"[A-Za-z](?:[A-Za-z]|['’](?=[a-z]))+", " ".join(_all(TEXTS["en"])))
    assert misspelt(words) == []
