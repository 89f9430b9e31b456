"""The text of plain files: TXT, Markdown, and CSV cell by cell."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from readiness.exchange import tables
from readiness.exchange.document_passages import BULLET, Passages, compounds, joined
from readiness.model.passages import Kind
from readiness.model.table import letters
from readiness.texts import tr

_LINE_END = re.compile(r"\r\n|\r|\n")
_WIDEST_WRAPPED = 120
"""Letters: where lines are longer, each is a paragraph that the editor wraps on screen."""
_MOST_CELLS = 1_000_000

_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_HEADING = re.compile(r" {0,3}#{1,6}(?:\s+|$)")
_UNDERLINE = re.compile(r" {0,3}(?:=+|-+)\s*$")
_RULE = re.compile(r" {0,3}(?:(?:\*\s*){3,}|(?:-\s*){3,}|(?:_\s*){3,})$")
_QUOTE = re.compile(r"^(?: {0,3}> ?)+")
_ITEM = re.compile(r"\s*(?:[-*+]|(?P<number>\d{1,9}[.)]))\s+(?:\[[ xX]\]\s+)?")
_TARGET = re.compile(r" {0,3}\[[^\[\]]+\]:\s")
_COLUMNS = re.compile(r"\s*+\|?\s*+:?-++:?\s*+(?:\|\s*+:?-++:?\s*+)*+\|?\s*+$")
_COMMENT_OPENS, _COMMENT_ENDS = "<!--", "-->"
_FRONT = re.compile(r"(?:title|description)\s*:\s*[\"']?([^\"']*+)", re.IGNORECASE)

_ADDRESS = r"\([^()]*+(?:\([^()]*+\)[^()]*+)*+\)"
_LINK = re.compile(r"!?\[([^\[\]]*+)\](?:" + _ADDRESS + r"|\[[^\[\]]*+\])")
_BARE = re.compile(r"<(?=[a-z]+:|[^<>\s@]++@)([^<>\s]++)>", re.IGNORECASE)
_TAG = re.compile(r"</?[a-zA-Z][^<>]*+>")
_SIGN = re.compile(r"\\([!-/:-@\[-`{-~])")
_EMPHASIS = re.compile(r"(?<![\w*])[*_]{1,3}(?=\S)|(?<=\S)[*_]{1,3}(?![\w*])|(?<=\w)\*{1,3}(?=\w)|~~|`+")
_KEPT = 0xE000
"""Signs that a backslash takes their meaning from wait in the private use area, where no mark is."""


def read_plain(text: str, into: Passages) -> None:
    """Read a text file: paragraphs stand between blank lines, their lines are joined."""
    lines = _LINE_END.split(text)
    known = compounds(lines)
    wide = any(len(line) > _WIDEST_WRAPPED for line in lines)
    held: list[str] = []
    start, kind = 0, "paragraph"

    def finish() -> None:
        into.add(joined(held, known), "list" if kind == "list" else "paragraph", line=start)
        held.clear()

    widest = 0
    for number, line in enumerate(lines, start=1):
        item = BULLET.match(line)
        # A line without a letter or digit draws a rule or separates; it says nothing.
        if not any(letter.isalnum() for letter in line) or "\f" in line or item or wide or _ends(held, widest, line):
            finish()
            start, kind, widest = number, "list" if item else "paragraph", 0
            if not any(letter.isalnum() for letter in line):
                continue
        if not held:
            start = number
        held.append(line[item.end() :] if item and item["sign"] else line)
        widest = max(widest, len(line.strip()))
    finish()


def _ends(held: list[str], widest: int, following: str) -> bool:
    """Tell whether a paragraph ended without a blank line: one line much shorter than those above, then a capital."""
    if len(held) < 2:
        return False
    last = held[-1].strip()
    return (
        len(last) < widest * 0.6
        and widest > 40
        and last.endswith((".", "!", "?", ":"))
        and not following.strip()[:1].islower()
    )


# Markdown


class _Block:
    """The lines of a paragraph so far, and what kind it is."""

    def __init__(self, into: Passages, known: frozenset[str]) -> None:
        self._into, self._known = into, known
        self._lines: list[str] = []
        self._kind: Kind = "paragraph"
        self._start = 0

    def begin(self, kind: Kind, number: int) -> None:
        self.finish()
        self._kind, self._start = kind, number

    def take(self, line: str, number: int) -> None:
        if not self._lines and self._kind == "paragraph":
            self._start = number
        self._lines.append(line)

    @property
    def is_plain(self) -> bool:
        """Tell whether it is a paragraph with something in it, which an underline makes a heading."""
        return bool(self._lines) and self._kind == "paragraph"

    def finish(self, kind: Kind | None = None) -> None:
        source = joined(self._lines, self._known)
        said = kind or self._kind
        only_picture = source.startswith("![") and (found := _LINK.match(source)) and found.end() == len(source)
        self._into.add(_without_marks(source), "alt" if only_picture else said, line=self._start)
        self._lines.clear()
        self._kind, self._start = "paragraph", 0


def read_markdown(text: str, into: Passages) -> None:
    """Read Markdown: no code fences, addresses of links, marks of emphasis, comments or head data but its title."""
    lines = _LINE_END.split(text)
    block = _Block(into, compounds(lines))
    for number, source in _shown(lines, into):
        line = _QUOTE.sub("", source, count=1)
        if not line.strip() or _TARGET.match(line):
            block.finish()
        elif (heading := _HEADING.match(line)) is not None:
            block.begin("heading", number)
            block.take(line[heading.end() :].rstrip().rstrip("#"), number)
            block.finish()
        elif block.is_plain and _UNDERLINE.match(line):
            block.finish("heading")
        elif _RULE.match(line) or (_COLUMNS.match(line) and "-" in line):
            block.finish()
        elif line.strip().startswith("|") or line.rstrip().endswith("|"):
            block.finish()
            for cell in _cells(line):
                into.add(_without_marks(cell), "cell", line=number)
        else:
            item = _ITEM.match(line)
            if item is None:
                block.take(line, number)
            else:
                block.begin("list", number)
                block.take(f"{item['number'] or ''} {line[item.end() :]}", number)
    block.finish()


def _cells(line: str) -> list[str]:
    return re.split(r"(?<!\\)\|", line.strip().strip("|"))


def _shown(lines: list[str], into: Passages) -> Iterator[tuple[int, str]]:
    """Walk through the numbered lines that are shown; what is left out between two paragraphs leaves a blank line."""
    fence = ""
    commented = False
    front = bool(lines) and lines[0].rstrip() == "---" and any(line.rstrip() in ("---", "...") for line in lines[1:200])
    for number, line in enumerate(lines, start=1):
        if front:
            front = number == 1 or line.rstrip() not in ("---", "...")
            if (named := _FRONT.match(line)) is not None:
                into.add(named[1], "title", line=number)
            continue
        opens = _FENCE.match(line)
        if fence:
            if opens and opens[1].startswith(fence) and not line.strip().strip(fence[0]):
                fence = ""
            continue
        if opens and not commented:
            fence = opens[1]
            yield number, ""
            continue
        shown, commented = _uncommented(line, commented=commented)
        yield number, shown


def _uncommented(line: str, *, commented: bool) -> tuple[str, bool]:
    """Take comments out of a line, which may begin or end inside one."""
    kept = []
    while line:
        if commented:
            _, found, line = line.partition(_COMMENT_ENDS)
            commented = not found
        else:
            before, found, line = line.partition(_COMMENT_OPENS)
            kept.append(before)
            commented = bool(found)
    return " ".join(kept), commented


def _without_marks(source: str) -> str:
    """Give what a reader sees of a paragraph of Markdown."""
    source = _SIGN.sub(lambda found: chr(_KEPT + ord(found[1])), source)
    for _ in range(2):  # a picture may stand inside a link
        source = _LINK.sub(r"\1", source)
    source = _BARE.sub(r"\1", source)
    source = _EMPHASIS.sub("", _TAG.sub(" " if "<br" in source else "", source))
    source = "".join(chr(ord(sign) - _KEPT) if _KEPT < ord(sign) < _KEPT + 128 else sign for sign in source)
    return html.unescape(source)


# CSV


def read_csv(text: str, into: Passages) -> None:
    """Read a text with delimiters: each cell that holds something is a passage."""
    found = list(tables.rows(text, _MOST_CELLS))
    if sum(len(cells) for _, cells in found) >= _MOST_CELLS:
        raise into.refused_as_too_large()
    for row, cells in found:
        for column, cell in enumerate(cells):
            if cell.strip():
                part = tr("row {row}, column {column}", row=row, column=letters(column))
                into.add(cell, "cell", part=part, counted=None)
