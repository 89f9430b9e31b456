"""Chart and crosswalk in other languages: the same rows and clauses, every text translated."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from readiness import library
from readiness.model.comparison import Aspect
from readiness.model.crosswalk import Topic


def _bare_aspect(aspect: Aspect) -> Aspect:
    sides = {standard: replace(side, text="") for standard, side in aspect.sides.items()}
    return replace(aspect, title="", sides=sides, mixed_up="")


def _bare_topic(topic: Topic) -> Topic:
    return replace(topic, topic="", difference="", sharing_reason="")


@pytest.mark.parametrize("language", [language for language in library.COMPARISON_FILES if language != "en"])
def test_the_chart_says_the_same_of_the_same_aspects(language: str) -> None:
    ours, theirs = library.comparison("en"), library.comparison(language)
    assert theirs.language == language
    assert [_bare_aspect(aspect) for aspect in theirs.aspects] == [_bare_aspect(aspect) for aspect in ours.aspects]
    for told, aspect in zip(theirs.aspects, ours.aspects, strict=True):
        texts = [(told.mixed_up, aspect.mixed_up)]
        texts += [(told.sides[standard].text, side.text) for standard, side in aspect.sides.items()]
        assert [theirs for theirs, ours in texts if bool(theirs) != bool(ours) or (ours and theirs == ours)] == []
    assert theirs.notice != ours.notice


@pytest.mark.parametrize("language", [language for language in library.CROSSWALK_FILES if language != "en"])
def test_the_crosswalk_joins_the_same_clauses(language: str) -> None:
    ours, theirs = library.crosswalk("en"), library.crosswalk(language)
    assert [_bare_topic(topic) for topic in theirs.topics] == [_bare_topic(topic) for topic in ours.topics]
    for told, topic in zip(theirs.topics, ours.topics, strict=True):
        for theirs_text, ours_text in (
            (told.topic, topic.topic),
            (told.difference, topic.difference),
            (told.sharing_reason, topic.sharing_reason),
        ):
            assert bool(theirs_text) == bool(ours_text), topic.topic
    assert len({told.topic for told in theirs.topics}) == len({topic.topic for topic in ours.topics})
    assert (
        sum(
            told.sharing_reason == topic.sharing_reason != ""
            for told, topic in zip(theirs.topics, ours.topics, strict=True)
        )
        == 0
    )
    assert theirs.notice != ours.notice
