"""What a document says, piece by piece, and where each piece stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from readiness.texts import tr

Kind: TypeAlias = Literal["paragraph", "heading", "list", "cell", "alt", "title"]


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands in a document, as far as its format lets one know; numbers are from 1, 0 is unknown.

    `part` is in the language in use when the document was read: 'header', 'slide 3, notes', 'sheet Prices, cell B4'.
    `paragraph` counts within the page where pages are certain (PDF), else within the slide, the headers, the footers,
    the notes, or the body of the document. `line` is that of a text file in which the piece begins.
    """

    page: int = 0
    part: str = ""
    paragraph: int = 0
    line: int = 0

    def text(self) -> str:
        """Say the place for people: 'page 3, paragraph 7', 'header, paragraph 1', 'line 12'."""
        said = []
        if self.page:
            said.append(tr("page {page}", page=self.page))
        if self.part:
            said.append(self.part)
        if self.line:
            said.append(tr("line {line}", line=self.line))
        elif self.paragraph:
            said.append(tr("paragraph {paragraph}", paragraph=self.paragraph))
        return ", ".join(said)


@dataclass(frozen=True, slots=True)
class Passage:
    """One paragraph, heading, list item, cell or alternative text, its white space being single blanks."""

    text: str
    place: Place
    kind: Kind = "paragraph"


@dataclass(frozen=True, slots=True)
class Document:
    """The visible text of a file, in reading order."""

    name: str
    passages: tuple[Passage, ...] = ()
