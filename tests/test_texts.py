"""Every text that a person reads can be translated, and the template is fresh."""

from __future__ import annotations

import pytest

from readiness import texts
from readiness.texts import LOCALE_FOLDER, tr, trn
from tests import texts_catalogue


def test_the_template_for_translators_is_fresh() -> None:
    assert texts_catalogue.TEMPLATE.read_bytes() == texts_catalogue.template(), "run: python3 dev.py texts"


@pytest.mark.parametrize("source", sorted(LOCALE_FOLDER.glob("*/LC_MESSAGES/*.po")))
def test_catalogues_are_compiled(source: object) -> None:
    from pathlib import Path

    path = Path(str(source))
    assert path.with_suffix(".mo").read_bytes() == texts_catalogue.compiled(path)


def test_places_are_filled_and_users_text_is_never_read_as_one() -> None:
    assert tr("'{title}' cannot be closed yet.", title="{x} 100 %") == "'{x} 100 %' cannot be closed yet."
    assert trn("{n} finding", "{n} findings", 1) == "1 finding"
    assert trn("{n} finding", "{n} findings", 0) == "0 findings"


@pytest.mark.parametrize(
    ("environment", "chosen", "expected"),
    [
        ({}, "", "en"),
        ({"LANG": "de_DE.UTF-8"}, "", "de"),
        ({"LANGUAGE": "xx:de:en", "LANG": "en_GB.UTF-8"}, "", "de"),
        ({"LANG": "C.UTF-8"}, "", "en"),
        ({"LANG": "de_DE.UTF-8"}, "en", "en"),
        ({"LANG": "en_GB.UTF-8"}, "de", "de"),
        ({"READINESS_LANGUAGE": "de-AT", "LANG": "en_GB"}, "en", "de"),
    ],
)
def test_the_language_is_the_one_chosen_else_the_systems(
    monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], chosen: str, expected: str
) -> None:
    for name in ("READINESS_LANGUAGE", "LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(texts, "languages", lambda: ("en", "de"))
    monkeypatch.setattr("locale.getlocale", lambda: (None, None))
    texts.use(chosen)
    assert texts.language() == expected
    texts.use("")
