"""The guides and the comparison chart: their links lead somewhere, and they say what they are."""

from __future__ import annotations

import re

import pytest

from readiness import library, places, texts
from readiness.gui.bridge import Place
from readiness.gui.guides import about
from readiness.library import Guide
from readiness.texts import tr
from tests.spelling import misspelt

GUIDES = library.guides("en")
LANGUAGES = sorted(path.name for path in (places.resources_folder() / "guides").iterdir() if path.name != "en")
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


def _outline(guide: Guide) -> list[str]:
    """Give what must be the same in every language: levels of headings, rows of tables, links, in order."""
    return [
        match.group() for match in re.finditer(r"^#+(?= )|^\|(?= )|^- |\]\(\w+:[^)#]+", guide.markdown, re.MULTILINE)
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_has_the_same_sections_lists_and_links(language: str) -> None:
    told = library.guides(language)
    assert [guide.name for guide in told] == [guide.name for guide in GUIDES]
    for theirs, ours in zip(told, GUIDES, strict=True):
        assert _outline(theirs) == _outline(ours), ours.name
        assert theirs.title != ours.title
        assert len(set(theirs.headings)) == len(theirs.headings) == len(ours.headings)
        assert library.heading(ours.name, ours.headings[-1], language) == theirs.headings[-1]


def test_the_german_guide_to_the_app_has_the_names_of_the_window(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("READINESS_LANGUAGE", "de")
    texts.use("")
    try:
        names = [tr("Overview"), tr("Checklist"), tr("Two standards"), tr("Evidence"), tr("Actions"), tr("Reports")]
        names += [tr("Services"), tr("Claims"), tr("Briefing"), tr("History"), tr("Guides"), tr("Find everywhere")]
        told = next(guide for guide in library.guides() if guide.name == "app")
        assert list(told.headings) == names
        place = about(Place("evidence"))
        assert place.filter == tr("Evidence")
    finally:
        monkeypatch.setenv("READINESS_LANGUAGE", "en")
        texts.use("")


def test_a_language_without_guides_has_the_english_ones() -> None:
    assert library.guides("fr") == GUIDES


def test_the_chart_compares_both_sides_of_every_aspect() -> None:
    aspects = library.comparison().aspects
    assert len(aspects) >= 18
    assert len({aspect.key for aspect in aspects}) == len(aspects)
    for aspect in aspects:
        assert list(aspect.sides) == ["17021-1", "17065"], aspect.key
        for standard, side in aspect.sides.items():
            assert side.text.strip(), aspect.key
            assert [number for number in side.clauses if not _clause_exists(standard, number)] == [], aspect.key
