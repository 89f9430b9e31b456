"""Every text that a person reads can be translated, and the template is fresh."""

from __future__ import annotations

import pytest

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
