"""Gathers the passages of a document, whatever its format: white space, hyphens at line ends, limits."""

from __future__ import annotations

import re
from collections.abc import Iterable

from readiness.errors import BadFile
from readiness.model.passages import Document, Kind, Passage, Place
from readiness.texts import tr

MOST_LETTERS, _MOST_PASSAGES = 20_000_000, 500_000

_SOFT_HYPHEN = "\u00ad"
_INVISIBLE = dict.fromkeys([*range(9), *range(14, 28), 0x7F, 0xAD, 0x200B, 0x2060, 0xFEFF])
_LIGATURES = {0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB05: "st", 0xFB06: "st"}
_PLAIN: dict[int, str | None] = {**_INVISIBLE, **_LIGATURES}

_CUT = re.compile(r"(\w+)[-\u2010]$")
_COMPOUND = re.compile(r"(?=\b([^\W\d_]+[-\u2010][^\W\d_]+))")
_WORD = re.compile(r"\w+")
_SUSPENDED = frozenset({"and", "or", "to", "nor", "und", "oder", "bzw", "sowie", "bis"})
"""After 'pre-' at a line's end these go on with a list ('pre- and post-audit'), not with the word."""
_ALWAYS_HYPHENATED = frozenset({"first", "second", "third", "self"})
BULLET = re.compile(r"\s*(?:(?P<sign>[-*+•‣▪●◦·■□➢✓\x7f\uf0b7\uf0a7–—])\s|\(?\d{1,3}[.)]\s|\(?[a-z]\)\s)")
"""How an item of a list begins: a sign, which is no text of its own, or a number or letter, which is."""


class Passages:
    """Takes the passages of one document in reading order, numbers them, and stops where no document ends."""

    def __init__(self, name: str) -> None:
        """`name` is what refusals call the document."""
        self.name = name
        self._found: list[Passage] = []
        self._numbers: dict[tuple[int, str], int] = {}
        self._letters = 0

    def add(
        self,
        text: str,
        kind: Kind = "paragraph",
        *,
        page: int = 0,
        part: str = "",
        line: int = 0,
        counted: str | None = "",
    ) -> None:
        """Take a passage, whose line breaks may cut words; nothing is taken of one without visible text.

        `counted` names what its number counts within, beside the page; None: it has no number.

        Raises:
            BadFile: there is more text than in any document that people write.
        """
        self._letters += len(text)
        if self._letters > MOST_LETTERS or len(self._found) >= _MOST_PASSAGES:
            raise self.refused_as_too_large()
        text = joined(text.split("\n")) if "\n" in text else clean(text)
        if not text:
            return
        number = 0
        if counted is not None:
            key = (page if not counted else 0, counted)
            number = self._numbers[key] = self._numbers.get(key, 0) + 1
        self._found.append(Passage(text, Place(page, part, number, line), kind))

    def document(self) -> Document:
        """Give what was gathered."""
        return Document(self.name, tuple(self._found))

    def refused_as_too_large(self) -> BadFile:
        """Make the refusal of a document that holds more than documents do."""
        return BadFile(
            tr("'{name}' is far larger inside than documents are; it was not read to its end.", name=self.name),
            tr("Take out what is not meant to be read, or split the file."),
        )

    def refused_as_damaged(self, reason: str = "") -> BadFile:
        """Make the refusal of a file that its format does not allow; `reason` is in the words of a library."""
        if reason:
            sentence = tr(
                "'{name}' is damaged and cannot be read: {reason}.", name=self.name, reason=reason[:200].rstrip(".")
            )
        else:
            sentence = tr("'{name}' is damaged and cannot be read.", name=self.name)
        return BadFile(sentence, tr("Open it in the program that made it and save it anew."))

    def refused_as_locked(self) -> BadFile:
        """Make the refusal of a file that asks for a password."""
        return BadFile(
            tr("'{name}' has a password, or an old format that is not read.", name=self.name),
            tr("Save it without a password, in a current format."),
        )


def clean(text: str) -> str:
    """Make white space single blanks, take out soft hyphens and what has no width, take ligatures apart."""
    return " ".join(text.translate(_PLAIN).split())


def compounds(lines: Iterable[str]) -> frozenset[str]:
    """Find the words that carry a hyphen inside a line: 'third-party', in small letters."""
    return frozenset(
        found.lower().replace("\u2010", "-") for line in lines if "-" in line or "\u2010" in line
        for found in _COMPOUND.findall(line)
    )  # fmt: skip


def joined(lines: Iterable[str], known: frozenset[str] = frozenset()) -> str:
    """Join the lines of a paragraph, and the words that their ends cut; `known` words keep their hyphen."""
    pieces: list[str] = []
    for line in (" ".join(line.split()) for line in lines):
        if not line:
            continue
        if pieces:
            last = pieces[-1]
            if last.endswith(_SOFT_HYPHEN):
                pieces[-1] = last[:-1]
            elif (left := _cut_off(last, line, known)) is None:
                pieces.append(" ")
            else:
                pieces[-1] = left
        pieces.append(line)
    return clean("".join(pieces))


def _cut_off(before: str, after: str, known: frozenset[str]) -> str | None:
    """Give a line without the hyphen that cuts its last word, or with it where it is the word's own.

    None: no word is cut.
    """
    cut, follows = _CUT.search(before[-60:]), _WORD.match(after[:60])
    if cut is None or follows is None or follows[0].lower() in _SUSPENDED:
        return None
    head, tail = cut[1], follows[0]
    if f"{head}-{tail}".lower() in known or head.lower() in _ALWAYS_HYPHENATED:
        return before
    if head.isupper() and tail.isupper() and len(head) + len(tail) > 8 and head.isalpha() and tail.isalpha():
        return before[:-1]
    if (head.isupper() and len(head) > 1) or not head.isalpha() or not tail[0].islower():
        return before
    return before[:-1]
