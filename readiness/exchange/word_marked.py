"""A copy of a Word file in which words are highlighted and commented on; the file itself stays as it is."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from readiness.errors import BadFile
from readiness.exchange import workbook_guard
from readiness.exchange.document_passages import clean
from readiness.texts import tr

if TYPE_CHECKING:
    from docx.document import Document

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_NOT_SHOWN = (f"{_W}del", f"{_W}moveFrom", f"{_W}rt")
_LETTERS = tuple(f"{_W}{name}" for name in ("t", "tab", "ptab", "br", "cr", "noBreakHyphen"))


@dataclass(frozen=True)
class Mark:
    """Words to mark: from `start` to `end` in the text of a passage; `comment` is written beside them.

    Without a passage it is about the whole document, and is put to the first paragraph.
    """

    passage: str
    start: int
    end: int
    comment: str


@dataclass(frozen=True)
class Marked:
    """The copy, how many marks have a comment, how many are only highlighted, and how many have no place in it.

    Word takes no comments in headers, footers and text boxes. Notes, alternative texts and the title in the file's
    properties have no words that could be highlighted.
    """

    content: bytes
    commented: int
    highlighted: int
    left_out: int


def marked(name: str, raw: bytes, marks: Iterable[Mark], author: str) -> Marked:
    """Highlight and comment the words in a copy. Where a passage stands several times, it is marked in all places.

    Raises:
        BadFile: the file cannot be taken apart.
    """
    import docx

    wanted = list(marks)
    by_passage: dict[str, list[Mark]] = {}
    for mark in wanted:
        by_passage.setdefault(mark.passage, []).append(mark)
    try:
        document = docx.Document(io.BytesIO(raw))
    except (ValueError, KeyError):
        raise BadFile(
            tr("'{name}' is read, but cannot be marked: it is no document as Word writes it now.", name=name),
            tr("Save it in Word as a document (.docx), and check that."),
        ) from None
    except workbook_guard.DAMAGED as error:
        raise BadFile(
            tr("'{name}' is damaged and cannot be read: {reason}.", name=name, reason=error),
            tr("Open it in the program that made it and save it anew."),
        ) from error
    found: dict[Mark, bool] = {}
    about_all = by_passage.pop("", [])
    for root, is_body in _stories(document):
        for paragraph in list(root.iter(f"{_W}p")):
            text = _text(_pieces(paragraph))
            if text and is_body and about_all:
                found |= {mark: _put_to_all(document, paragraph, mark, author) for mark in about_all}
                about_all = []
            for mark in by_passage.get(text, ()):
                has_comment = _put(document, paragraph, mark, author if is_body else "")
                if has_comment is not None:
                    found[mark] = found.get(mark, False) or has_comment
    target = io.BytesIO()
    document.save(target)
    commented = sum(found.get(mark, False) for mark in wanted)
    placed = sum(mark in found for mark in wanted)
    return Marked(target.getvalue(), commented, placed - commented, len(wanted) - placed)


def _put(document: Document, paragraph: Any, mark: Mark, author: str) -> bool | None:
    """Mark words of a paragraph; tells whether they have a comment too, None where the words have no run.

    Without an `author`, and in text boxes, there is no comment.
    """
    letters = _letters(paragraph)
    runs = _runs(letters[mark.start : mark.end])
    if not runs:
        return None
    for run in runs:
        _highlight(run)
    if not author or any(item.tag == f"{_W}txbxContent" for item in paragraph.iterancestors()):
        return False
    _comment(document, runs, mark.comment, author)
    return True


def _put_to_all(document: Document, paragraph: Any, mark: Mark, author: str) -> bool:
    """Comment on the whole document at a paragraph; nothing is highlighted."""
    runs = list(dict.fromkeys(element.getparent() for _, element in _pieces(paragraph) if element is not None))
    if runs:
        _comment(document, runs, mark.comment, author)
    return bool(runs)


def _stories(document: Document) -> Iterator[tuple[Any, bool]]:
    """Give the body, then headers and footers."""
    yield document.element.body, True
    kinds = ("/header", "/footer")
    for relation in document.part.rels.values():
        if not relation.is_external and relation.reltype.endswith(kinds) and hasattr(relation.target_part, "element"):
            yield relation.target_part.element, False


@dataclass(frozen=True)
class _Letter:
    """Where a letter of a passage stands: its text element, None for a sign such as a tab, and its place in it."""

    text: Any
    place: int


def _pieces(paragraph: Any) -> list[tuple[str, Any]]:
    """Give the texts of a paragraph that are seen, each with its text element; None for a sign that is no text."""
    return [
        (element.text or "", element)
        if element.tag == f"{_W}t"
        else ("-" if element.tag == f"{_W}noBreakHyphen" else " ", None)
        for element in paragraph.iter(*_LETTERS)
        if _is_own(element, paragraph)
    ]


def _text(pieces: list[tuple[str, Any]]) -> str:
    """Give the text of a paragraph as the reader of documents gives it."""
    return clean("".join(text for text, _ in pieces))


def _letters(paragraph: Any) -> list[_Letter]:
    """Tell where each letter of a paragraph's text stands; nothing where the two cannot be brought together."""
    pieces = _pieces(paragraph)
    text = _text(pieces)
    letters: list[_Letter] = []
    for said, element in pieces:
        for place, letter in enumerate(said):
            for plain in clean(f"x{letter}x")[1:-1]:
                if len(letters) < len(text) and text[len(letters)] == plain:
                    letters.append(_Letter(element, place))
    return letters if len(letters) == len(text) else []


def _is_own(element: Any, paragraph: Any) -> bool:
    """Tell whether an element belongs to a paragraph and not to a text box inside it, and is shown."""
    for above in element.iterancestors():
        if above is paragraph:
            return True
        if above.tag == f"{_W}p" or above.tag in _NOT_SHOWN or _is_hidden(above):
            return False
    return False


def _is_hidden(run: Any) -> bool:
    vanish = run.find(f"{_W}rPr/{_W}vanish") if run.tag == f"{_W}r" else None
    return vanish is not None and vanish.get(f"{_W}val", "true").lower() not in ("0", "false", "off")


def _runs(letters: list[_Letter]) -> list[Any]:
    """Give the runs that hold some letters, cut so that they hold nothing else where that can be done."""
    spans: dict[int, tuple[Any, int, int]] = {}
    for letter in letters:
        if letter.text is not None:
            _, first, last = spans.get(id(letter.text), (None, letter.place, letter.place))
            spans[id(letter.text)] = (letter.text, min(first, letter.place), max(last, letter.place))
    return [_cut(text, first, last + 1) for text, first, last in spans.values()]


def _cut(text: Any, start: int, end: int) -> Any:
    """Give a run that holds some letters of a text element and nothing else, cutting the one that it stands in."""
    run = text.getparent()
    if run.tag != f"{_W}r":
        return run
    _move_out(list(text.itersiblings(preceding=True))[::-1], run, run.addprevious)
    _move_out(list(text.itersiblings()), run, run.addnext)
    content = text.text or ""
    if end < len(content):
        rest = deepcopy(run)
        _set(rest, content[end:])
        run.addnext(rest)
    if start:
        before = deepcopy(run)
        _set(before, content[:start])
        run.addprevious(before)
    _set(run, content[start:end])
    return run


def _move_out(beside: list[Any], run: Any, add: Callable[[Any], None]) -> None:
    """Move what stands beside a text into a run of its own that looks the same."""
    content = [item for item in beside if item.tag != f"{_W}rPr"]
    if not content:
        return
    other = deepcopy(run)
    for item in list(other):
        if item.tag != f"{_W}rPr":
            other.remove(item)
    for item in content:
        other.append(item)
    add(other)


def _set(run: Any, content: str) -> None:
    text = next(item for item in run if item.tag == f"{_W}t")
    text.text = content
    text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")


def _highlight(run: Any) -> None:
    from docx.enum.text import WD_COLOR_INDEX
    from docx.text.run import Run

    if run.tag == f"{_W}r":
        Run(run, None).font.highlight_color = WD_COLOR_INDEX.YELLOW  # type: ignore[arg-type]


def _comment(document: Document, runs: list[Any], comment: str, author: str) -> None:
    from docx.text.run import Run

    ends = [Run(run, None) for run in (runs[0], runs[-1])]  # type: ignore[arg-type]
    document.add_comment(ends, text=comment, author=author, initials=author[:1])
