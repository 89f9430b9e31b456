"""The guides and the comparison chart: their links lead somewhere, and they say what they are."""

from __future__ import annotations

import re

import pytest

from readiness import library
from readiness.library import Guide
from tests.spelling import misspelt

GUIDES = library.guides()
NAMES = {guide.name for guide in GUIDES} | {"comparison"}
_LINK = re.compile(r"\]\((\w+):([^)]+)\)")
_SENTENCE = re.compile(r"(?<=[.!?])\s+")


@pytest.fixture(params=GUIDES, ids=[guide.name for guide in GUIDES])
def guide(request: pytest.FixtureRequest) -> Guide:
    found: Guide = request.param
    return found


def _clause_exists(standard: str, number: str) -> bool:
    return number in library.find(standard).checklist.by_number


def test_all_guides_are_there() -> None:
    assert {"standards", "which-one", "accreditation", "both", "questions", "app", "comparison"} == NAMES


def test_every_link_leads_somewhere(guide: Guide) -> None:
    for kind, target in _LINK.findall(guide.markdown):
        if kind == "clause":
            assert _clause_exists(*target.split(":")), target
        else:
            assert (kind, target in NAMES) == ("guide", True), target


def test_a_guide_says_what_it_is_and_can_be_read(guide: Guide) -> None:
    assert guide.title
    assert "not reviewed by an accreditation assessor" in guide.markdown
    plain = re.sub(r"[*`>|]", "", re.sub(r"\[([^]]*)\]\([^)]*\)", r"\1", guide.markdown))
    sentences = [part for line in plain.splitlines() for part in _SENTENCE.split(line.strip().removeprefix("- "))]
    long = [sentence for sentence in sentences if len(sentence.split()) > 35]
    assert long == []
    words = re.findall(r"[A-Za-z](?:[A-Za-z]|['’](?=[a-z]))+", plain)
    assert misspelt(words) == []


def test_the_chart_compares_both_sides_of_every_aspect() -> None:
    aspects = library.comparison().aspects
    assert len(aspects) >= 18
    assert len({aspect.key for aspect in aspects}) == len(aspects)
    for aspect in aspects:
        assert list(aspect.sides) == ["17021-1", "17065"], aspect.key
        for standard, side in aspect.sides.items():
            assert side.text.strip(), aspect.key
            assert [number for number in side.clauses if not _clause_exists(standard, number)] == [], aspect.key
