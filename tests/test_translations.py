"""Every shipped catalogue is complete, and its texts fit where the English ones stand."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po

from readiness.texts import LOCALE_FOLDER

CATALOGUES = sorted(LOCALE_FOLDER.glob("*/LC_MESSAGES/*.po"))
PLACE = re.compile(r"\{\w+[^}]*\}")
TAG = re.compile(r"</?\w+[^>]*>")


def _messages(path: Path) -> Iterator[Message]:
    with path.open("rb") as file:
        yield from (message for message in read_po(file, locale=path.parent.parent.name) if message.id)


def _pairs(message: Message) -> Iterator[tuple[str, str]]:
    """Walk through a message's texts, each with its translation; the plural's translations belong to the plural."""
    if isinstance(message.id, str):
        yield message.id, str(message.string)
        return
    for number, text in enumerate(message.string or ()):
        yield message.id[min(number, 1)], text


def _wrong(source: str, text: str) -> str:
    if not text.strip():
        return "is not translated"
    if Counter(PLACE.findall(source)) != Counter(PLACE.findall(text)):
        return "has other places to fill"
    if TAG.findall(source) != TAG.findall(text):
        return "has other marks"
    if (source.count("&") == 1) != (text.count("&") == 1):
        return "has another access key"
    if [source.startswith(" "), source.endswith(" ")] != [text.startswith(" "), text.endswith(" ")]:
        return "begins or ends with another space"
    if source.count("\n") != text.count("\n") or source.count("\t") != text.count("\t"):
        return "has other lines"
    if source.endswith(".") and not text.endswith((".", "!")):
        return "lacks its full stop"
    return ""


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parent.parent.name)
def test_a_catalogue_is_complete_and_its_texts_fit(path: Path) -> None:
    found = {
        f"{text!r} {wrong}"
        for message in _messages(path)
        for source, text in _pairs(message)
        if (wrong := _wrong(source, text)) or (message.fuzzy and (wrong := "is only guessed"))
    }
    assert not found


def test_german_is_shipped() -> None:
    assert "de" in [path.parent.parent.name for path in CATALOGUES]
