"""What searching in everything and the palette's lines cost, against one scan of the same texts."""

from __future__ import annotations

from typing import Any

import pytest

from readiness.analysis import catalogue, search
from readiness.analysis.full_text import Index
from tests.answered import answered_body
from tests.bench.ratios import ratio

ANSWERS = 6250
TYPED = ("e", "files sampled", "prufbericht 7", "7.4.1", "nothing of this kind")
MOST_SHOWN = 60


@pytest.mark.parametrize("typed", TYPED)
def test_searching_6250_answers(benchmark: Any, typed: str) -> None:
    snapshot = answered_body(10)
    texts = [answer.note for answers in snapshot.answers.values() for answer in answers.values()]
    assert len(texts) == ANSWERS
    index = Index.of(snapshot)
    lines = [line.searchable for line in catalogue.lines(snapshot)]

    def scan(texts: list[str]) -> list[str]:
        return [text for text in texts if all(word in text.casefold() for word in typed.split())]

    shown = [line.text for line in lines]
    found = ratio(lambda: index.find(typed), lambda: scan(texts), rounds=15)
    ranked = ratio(lambda: search.rank(lines, typed, MOST_SHOWN), lambda: scan(shown), rounds=15)
    benchmark.extra_info["searched, against one scan of the notes"] = round(found, 2)
    benchmark.extra_info["ranked, against one scan of the lines"] = round(ranked, 2)
    benchmark.pedantic(lambda: index.find(typed), rounds=5)
    assert found <= 6
    assert ranked <= 10
