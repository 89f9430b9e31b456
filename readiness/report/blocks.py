"""What a report consists of: frozen values that say nothing of pages, fonts or colours.

All texts are plain: whatever stands in them is printed as it is and never read as markup.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum


class Sign(StrEnum):
    """A shape that stands for a state, so that nothing is said by colour alone."""

    DISC = "disc"
    HALF = "half"
    CROSS = "cross"
    RING = "ring"
    DASH = "dash"


class Face(StrEnum):
    """How a piece of text stands out from its neighbours."""

    PLAIN = "plain"
    STRONG = "strong"
    MUTED = "muted"


class Tone(StrEnum):
    """What a callout means: it stops something, warns of it, is as it should be, or is worth knowing."""

    STOPS = "stops"
    WARNS = "warns"
    GOOD = "good"
    NOTES = "notes"


class Size(StrEnum):
    """How large a paragraph is set."""

    LEAD = "lead"
    BODY = "body"
    SMALL = "small"


@dataclass(frozen=True, slots=True)
class Text:
    """A piece of text that starts on a line of its own; line ends inside it are kept.

    `target` is an anchor that it leads to.
    """

    text: str
    face: Face = Face.PLAIN
    target: str = ""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading. Level 1 is a chapter; `anchor` is unique and leads there from the contents."""

    level: int
    text: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text."""

    text: str
    size: Size = Size.BODY


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list of short texts."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class KeyValues:
    """Named values, one below the other."""

    pairs: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Callout:
    """A boxed statement with its details."""

    tone: Tone
    title: str
    texts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Number:
    """A figure as it is shown ('71 %'), what it counts, and what it is made of."""

    value: str
    label: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Numbers:
    """Up to four figures side by side."""

    items: tuple[Number, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """A table cell: pieces of text below each other, and a sign before the first one."""

    texts: tuple[Text, ...] = ()
    sign: Sign | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """A table row. `clause` is what the running head says of it; a band is one cell across all columns.

    `anchor` is unique in the document and leads to the row.
    """

    cells: tuple[Cell, ...]
    clause: str = ""
    band: bool = False
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """A table column; widths are relative to each other."""

    title: str
    width: float


@dataclass(frozen=True, slots=True)
class Table:
    """A table whose head, and the notes under it, are repeated on every page.

    `title` names it to who cannot see it, and names its sheet in a workbook. A row is at least `lines` lines high:
    room to write by hand.
    """

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    notes: tuple[str, ...] = ()
    title: str = ""
    lines: int = 1


@dataclass(frozen=True, slots=True)
class Field:
    """A named part of an entry."""

    label: str
    texts: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing described in full: its number and title, its state, and named fields. `anchor` leads to it.

    One that `is_whole` stands on one page, where a page has room for it.
    """

    number: str
    title: str
    state: tuple[Text, ...]
    fields: tuple[Field, ...]
    sign: Sign | None = None
    clause: str = ""
    anchor: str = ""
    is_whole: bool = False


@dataclass(frozen=True, slots=True)
class Series:
    """What one colour of a chart stands for."""

    sign: Sign
    label: str


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of a chart: a count for each series."""

    number: str
    label: str
    values: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """Stacked horizontal bars with their numbers beside them; `total` is the sum, shown without a bar."""

    series: tuple[Series, ...]
    bars: tuple[Bar, ...]
    total: Bar
    title: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a line chart: its name, and a percentage (0 to 100) for each day, None where there is none."""

    name: str
    values: tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class LineChart:
    """Up to two lines over days, the oldest first; the numbers belong into a table beside it."""

    title: str
    days: tuple[dt.date, ...]
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class PageBreak:
    """What follows starts on a new page."""


Block = Heading | Paragraph | Bullets | KeyValues | Callout | Numbers | Table | Entry | Chart | LineChart | PageBreak


@dataclass(frozen=True, slots=True)
class Section:
    """A chapter, or (level 2) a section of one. `running` is what the running head says on its pages."""

    title: str
    anchor: str
    blocks: tuple[Block, ...]
    level: int = 1
    running: str = ""
    new_page: bool = True


@dataclass(frozen=True, slots=True)
class Cover:
    """The first page; `logo` is a PNG picture, b'' for none, described by `title` to those who cannot see it."""

    kind: str
    title: str
    subtitle: str
    blocks: tuple[Block, ...]
    logo: bytes = b""


@dataclass(frozen=True, slots=True)
class Proof:
    """What must be read back in this order, from the page of section `first` to that of `last` (anchors)."""

    first: str
    last: str
    labels: tuple[str, ...]


class PaperSize(StrEnum):
    """A sheet of paper."""

    A4 = "a4"
    LETTER = "letter"


@dataclass(frozen=True, slots=True)
class Paper:
    """The sheet that a report is laid out for."""

    size: PaperSize = PaperSize.A4
    landscape: bool = False


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file inside the report; `description` says what it is."""

    name: str
    media_type: str
    description: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Document:
    """A whole report. `head` and `foot` run along on every page; `made_on` is its date.

    `marking` ('Confidential') stands on every page. `contents` asks for a list of the headings after the cover;
    without a cover there is none.
    """

    title: str
    subject: str
    author: str
    creator: str
    keywords: tuple[str, ...]
    language: str
    made_on: dt.date
    head: str
    foot: str
    cover: Cover | None
    sections: tuple[Section, ...]
    proofs: tuple[Proof, ...] = ()
    paper: Paper = Paper()
    marking: str = ""
    contents: bool = True
    attachments: tuple[Attachment, ...] = ()

    def blocks(self) -> tuple[Block, ...]:
        """List the blocks of all sections, in order."""
        return tuple(block for section in self.sections for block in section.blocks)
