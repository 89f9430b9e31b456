"""The shipped schemes: unique, complete, sourced, short, and spelt right."""

from __future__ import annotations

import json
import re
from collections import Counter
from datetime import date
from typing import Any

import msgspec
import pytest

from readiness import library, places, texts
from readiness.model.schemes import Scheme, SchemeCatalogue, SchemeObject, words_of
from tests.spelling import misspelt

STANDARDS = {"17020", "17021-1", "17024", "17025", "17029", "17034", "17043", "17065", "15189", "20387"}
OUTSIDE_ACCREDITATION = {"tisax", "soc-2", "pci-dss", "ecovadis", "b-corp", "blue-angel"}
"""Neither guidance nor depending: they are awarded without any accreditation."""
MOST_WORDS_OF_A_REMARK = 60
MOST_SENTENCES = 3
CATALOGUE: SchemeCatalogue = library.schemes("en")


@pytest.fixture(params=CATALOGUE.schemes, ids=lambda item: item.id)
def scheme(request: pytest.FixtureRequest) -> Scheme:
    found: Scheme = request.param
    return found


def _raw() -> dict[str, Any]:
    text = (places.checklists_folder() / library.SCHEMES_FILE).read_text(encoding="utf-8")
    read: dict[str, Any] = json.loads(text)
    return read


def test_the_head_says_what_the_file_is() -> None:
    assert (CATALOGUE.format, CATALOGUE.format_version, CATALOGUE.language) == ("readiness-schemes", 1, "en")
    assert re.fullmatch(r"20\d\d-(0[1-9]|1[0-2])", CATALOGUE.version)
    assert CATALOGUE.notice.strip()


def test_it_is_no_checklist() -> None:
    assert library.SCHEMES_FILE not in [path.name for path in library.shipped_files()]


def test_there_are_many_and_a_good_part_is_confirmed() -> None:
    assert len(CATALOGUE.schemes) >= 70
    assert sum(item.confirmed for item in CATALOGUE.schemes) >= 30


def test_ids_are_unique_slugs() -> None:
    ids = [item.id for item in CATALOGUE.schemes]
    assert [slug for slug, count in Counter(ids).items() if count > 1] == []
    assert [slug for slug in ids if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug)] == []


def test_names_are_unique_over_all_schemes_however_punctuated() -> None:
    counted = Counter(words_of(name) for item in CATALOGUE.schemes for name in item.all_names)
    assert [words for words, count in counted.items() if count > 1] == []
    assert () not in counted


def test_every_name_leads_to_its_scheme(scheme: Scheme) -> None:
    for name in scheme.all_names:
        found = CATALOGUE.named(name)
        assert found is not None, name
        assert found.id == scheme.id, name


def test_a_bare_number_that_is_a_name_is_long_enough_to_mean_it(scheme: Scheme) -> None:
    assert [name for name in scheme.all_names if name.isdigit() and len(name) < 4] == []


def test_the_accreditation_standards_are_known(scheme: Scheme) -> None:
    assert set(scheme.standards) <= STANDARDS
    assert len(set(scheme.standards)) == len(scheme.standards)


def test_standards_are_lacking_only_where_there_are_none(scheme: Scheme) -> None:
    without = scheme.object in (SchemeObject.GUIDANCE, SchemeObject.DEPENDS) or scheme.id in OUTSIDE_ACCREDITATION
    assert (scheme.standards == ()) == without


def test_what_depends_says_what_to_ask(scheme: Scheme) -> None:
    if scheme.object is SchemeObject.DEPENDS:
        assert scheme.ask
    if scheme.ask:
        assert scheme.ask.endswith("?")
        assert scheme.ask.count("?") == 1


def test_the_object_fits_the_standard(scheme: Scheme) -> None:
    systems = scheme.object is SchemeObject.MANAGEMENT_SYSTEM
    assert not ("17021-1" in scheme.standards and not systems)
    assert not (systems and scheme.standards not in (("17021-1",), ()))
    if "17065" in scheme.standards:
        assert scheme.object in (SchemeObject.PRODUCT, SchemeObject.PROCESS, SchemeObject.SERVICE)


def test_the_source_is_an_address_or_knowledge_and_confirmed_needs_an_address(scheme: Scheme) -> None:
    assert scheme.source == "domain knowledge" or re.fullmatch(r"https://\S+", scheme.source)
    assert not (scheme.confirmed and scheme.source == "domain knowledge")


def test_the_day_is_a_date(scheme: Scheme) -> None:
    assert date.fromisoformat(scheme.checked).isoformat() == scheme.checked


def test_texts_are_there_and_short(scheme: Scheme) -> None:
    assert scheme.designation.strip()
    assert scheme.title.strip()
    assert 0 < len(scheme.remark.split()) <= MOST_WORDS_OF_A_REMARK
    assert len(re.findall(r"[.?!](?:\s|$)", scheme.remark)) <= MOST_SENTENCES
    assert scheme.remark.endswith(".")


def test_texts_are_spelt_right() -> None:
    """Names of their own are capitalized or hold digits, and are left alone."""
    texts = [text for item in CATALOGUE.schemes for text in (item.remark, item.ask, item.title)]
    words = [word for text in (*texts, CATALOGUE.notice) for word in re.findall(r"\b[a-z]+(?:'[a-z]+)?\b", text)]
    assert misspelt(words) == []


def test_the_file_has_every_field_in_order() -> None:
    fields = list(msgspec.to_builtins(CATALOGUE.schemes[0]))
    assert "with" in fields
    assert [item["id"] for item in _raw()["schemes"] if list(item) != fields] == []


@pytest.mark.parametrize("language", library.SCHEME_TEXT_FILES)
def test_another_language_has_every_text_and_changes_nothing_else(language: str) -> None:
    other = library.schemes(language)
    assert other.language == language
    assert other.notice != CATALOGUE.notice
    for told, scheme in zip(other.schemes, CATALOGUE.schemes, strict=True):
        same = {"title": scheme.title, "remark": scheme.remark, "ask": scheme.ask}
        assert msgspec.structs.replace(told, **same) == scheme
        assert told.remark.strip()
        assert told.remark != scheme.remark
        assert bool(told.ask) == bool(scheme.ask)
        assert len(told.remark.split()) <= MOST_WORDS_OF_A_REMARK
    raw = json.loads((places.checklists_folder() / library.SCHEME_TEXT_FILES[language]).read_text(encoding="utf-8"))
    assert list(raw["schemes"]) == [scheme.id for scheme in CATALOGUE.schemes]


def test_the_language_in_use_is_taken_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    assert library.schemes().language == "en"
    monkeypatch.setenv("READINESS_LANGUAGE", "de")
    texts.use("")
    try:
        assert library.schemes().language == "de"
    finally:
        monkeypatch.setenv("READINESS_LANGUAGE", "en")
        texts.use("")
