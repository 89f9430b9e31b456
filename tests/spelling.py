"""British spelling with -ize, by Hunspell; its American dictionary is the one that comes along."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any


@cache
def _listed(name: str) -> frozenset[str]:
    return frozenset(Path(__file__).with_name(name).read_text(encoding="utf-8").split())


@cache
def _dictionary() -> Any:
    from hunspell import Hunspell

    return Hunspell("en_US")


def misspelt(words: Iterable[str]) -> list[str]:
    """List the words that are spelt wrong, each once: unknown, or American where British differs.

    'license' passes: it is right as a verb.
    """
    known, american, dictionary = _listed("spelling-known.txt"), _listed("spelling-american.txt"), _dictionary()

    def wrong(word: str) -> bool:
        word = word.replace("\u2019", "'").removesuffix("'s")
        plain = word.lower()
        return plain in american or not (plain in known or dictionary.spell(word) or dictionary.spell(plain))

    return sorted({word for word in words if wrong(word)})
