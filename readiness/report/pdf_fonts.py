"""The embedded fonts and what is measured with them. Text is never parsed: it is cleaned and wrapped."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFError, TTFont

from readiness import places
from readiness.errors import DiskFault
from readiness.report.pdf_style import Style
from readiness.texts import tr

REGULAR, BOLD = "NotoSans-Regular", "NotoSans-Bold"

_SPACES = re.compile(r"[^\S\n\xa0]+")
_DASHES = {0x2010: "-", 0x2011: "-"}


class _Font(TTFont):  # type: ignore[misc]  # ReportLab has no types
    """A TrueType font whose map from codes to letters names only codes that stand for one.

    ReportLab's maps the others to U+0000, which readers of tagged files may not meet.
    """

    def addObjects(self, doc: Any) -> None:  # noqa: N802 - ReportLab's name
        """Write the font's subsets into a file, each with its map."""
        state = self.state[doc]
        super().addObjects(doc)
        for number, subset in enumerate(state.subsets):
            font = doc.idToObject[f"{state.internalName}+{number}"]
            doc.idToObject[font.ToUnicode.name].content = _unicode_map(font.BaseFont, subset)


def _unicode_map(name: str, subset: Sequence[int]) -> str:
    """Map the codes of a subset to letters, by 100 as the format has it."""
    known = [f"<{code:02X}> <{letter:04X}>" for code, letter in enumerate(subset) if letter]
    blocks = [known[start : start + 100] for start in range(0, len(known), 100)]
    return "\n".join(
        [
            "/CIDInit /ProcSet findresource begin 12 dict begin begincmap",
            f"/CIDSystemInfo << /Registry ({name}) /Ordering ({name}) /Supplement 0 >> def",
            f"/CMapName /{name} def /CMapType 2 def",
            "1 begincodespacerange <00> <FF> endcodespacerange",
            *[line for block in blocks for line in (f"{len(block)} beginbfchar", *block, "endbfchar")],
            "endcmap CMapName currentdict /CMap defineresource pop end end",
        ]
    )


@cache
def _registered(folder: Path, name: str) -> Any:
    """Load a font once in a process.

    Raises:
        DiskFault: the font is missing or is no TrueType font.
    """
    try:
        font = _Font(f"readiness-{name}", str(folder / f"{name}.ttf"))
    except (OSError, TTFError) as error:
        raise DiskFault(
            tr("The font '{path}' cannot be used: {reason}.", path=folder / f"{name}.ttf", reason=error),
            tr("Install the program again."),
        ) from error
    pdfmetrics.registerFont(font)
    return font


@cache
def _extra(paths: tuple[Path, ...]) -> Any:
    """Load the first font that can be used; None where there is none.

    ReportLab takes TrueType outlines only, so fonts with PostScript outlines (.otf, Noto CJK) are passed over.
    """
    for path in paths:
        try:
            font = _Font("readiness-extra", str(path))
        except (OSError, TTFError, ValueError, AssertionError):
            continue
        pdfmetrics.registerFont(font)
        return font
    return None


class Face:
    """One font cut: its name for the canvas, and widths in 1/1000 of the type size.

    `lend` lets it measure characters of another font, which are then drawn in that one.
    """

    def __init__(self, name: str) -> None:
        """Load the cut from the shipped fonts."""
        font = _registered(places.resources_folder() / "fonts", name)
        self.name: str = font.fontName
        self.glyphs: dict[int, int] = font.face.charToGlyph
        self._characters: dict[int, float] = font.face.charWidths
        self._default: float = font.face.defaultWidth
        self._words: dict[str, float] = {}
        self.space = self.word(" ")

    def lend(self, widths: dict[int, float]) -> None:
        """Measure characters that the cut lacks by the widths of another font."""
        self._characters = {**widths, **self._characters}
        self._words.clear()

    def word(self, text: str) -> float:
        """Measure a text without line ends, in 1/1000 of the type size; it remembers, as words come back."""
        width = self._words.get(text)
        if width is None:
            get, default = self._characters.get, self._default
            width = self._words[text] = sum([get(code, default) for code in map(ord, text)])
        return width


class Typesetter:
    """Cleans, measures and wraps text; `missing` collects the characters that the fonts do not have.

    What ours lack (Chinese, Japanese, Korean) comes from a font of the user's or the system's, where there is one.
    `unshaped` tells that letters written from right to left were met, which are printed one by one as they are stored.
    `parted` holds the lines that end within a word, as far as any did.
    """

    def __init__(self) -> None:
        """Load the two cuts."""
        self.faces = {False: Face(REGULAR), True: Face(BOLD)}
        self.missing: set[str] = set()
        self.unshaped = False
        self.parted: set[str] = set()
        self.extra = ""
        self._extra_glyphs: dict[int, int] | None = None
        self._substitute = "\ufffd" if 0xFFFD in self.faces[False].glyphs else "?"

    def width(self, text: str, style: Style) -> float:
        """Measure a cleaned line, in points."""
        return self.faces[style.bold].word(text) * style.size / 1000

    def wrap(self, text: str, style: Style, width: float) -> list[str]:
        """Break a text into lines no wider than `width` points; a word longer than that is broken too."""
        face = self.faces[style.bold]
        room = width * 1000 / style.size
        lines: list[str] = []
        for paragraph in self.clean(text, style).split("\n"):
            lines += _fill(paragraph.split(" "), face, room, self.parted)
        return lines

    def fit(self, text: str, style: Style, width: float) -> str:
        """Cut a text to one line of at most `width` points, with an ellipsis where it is cut."""
        line = self.clean(text, style).replace("\n", " ")
        if self.width(line, style) <= width:
            return line
        room = (width - self.width("…", style)) * 1000 / style.size
        return line[: _longest(line, self.faces[style.bold], room)].rstrip() + "…"

    def clean(self, text: str, style: Style) -> str:
        """Make a text printable: letters composed, control characters out, a sign for what the font lacks."""
        if text.isascii() and text.isprintable() and "  " not in text:
            return text.strip(" ")
        composed = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
        glyphs = self.faces[style.bold].glyphs
        kept = "".join([self._printable(character, glyphs) for character in composed])
        return "\n".join([_SPACES.sub(" ", line).strip(" ") for line in kept.strip("\n ").split("\n")])

    def _printable(self, character: str, glyphs: dict[int, int]) -> str:
        code = ord(character)
        if character == "\n" or (code in glyphs and 0x20 <= code < 0x7F):
            return character
        if character.isspace():
            # A no-break space keeps its neighbours together: wrapping looks for plain spaces only.
            return character if code == 0xA0 else (" " if code not in (0x0B, 0x0C, 0x85, 0x2028, 0x2029) else "\n")
        if unicodedata.category(character) in ("Cc", "Cf", "Cs"):
            return ""
        if code in glyphs and code <= 0xFFFF:
            return character
        if code in _DASHES:
            return _DASHES[code]
        self.unshaped = self.unshaped or unicodedata.bidirectional(character) in ("R", "AL")
        if code <= 0xFFFF and code in self._borrowed():
            return character
        self.missing.add(character)
        return self._substitute

    def _borrowed(self) -> dict[int, int]:
        """Give the characters of the font beside ours, which is looked for when the first one is needed."""
        if self._extra_glyphs is None:
            font = _extra(places.further_fonts())
            self._extra_glyphs = {} if font is None else font.face.charToGlyph
            if font is not None:
                self.extra = font.fontName
                for face in self.faces.values():
                    face.lend(font.face.charWidths)
        return self._extra_glyphs

    def pieces(self, line: str, *, bold: bool) -> list[tuple[str, str]]:
        """Part a line by the font that each piece is drawn in: its name, and the words."""
        face = self.faces[bold]
        if not self.extra or line.isascii():
            return [(face.name, line)]
        fonts = [face.name if ord(letter) in face.glyphs else self.extra for letter in line]
        found: list[tuple[str, str]] = []
        for font, group in groupby(zip(fonts, line, strict=True), key=lambda pair: pair[0]):
            found.append((font, "".join(letter for _, letter in group)))
        return found


def storable(text: str) -> str:
    """Take out of a text what must not stand in a file's metadata: control characters and lone surrogates."""
    return " ".join("".join([" " if _is_control(character) else character for character in text]).split())


def _is_control(character: str) -> bool:
    return unicodedata.category(character) in ("Cc", "Cs", "Cn")


def _fill(words: list[str], face: Face, room: float, parted: set[str]) -> list[str]:
    """Fill lines greedily; lines that end within a word are added to `parted`."""
    lines: list[str] = []
    line: list[str] = []
    used = 0.0
    measure, space = face.word, face.space
    for word in words:
        width = measure(word)
        if line and used + space + width <= room:
            line.append(word)
            used += space + width
            continue
        if line:
            lines.append(" ".join(line))
        if width > room:
            *whole, rest = _broken(word, face, room)
            lines += whole
            parted.update(whole)
            line, used = [rest], measure(rest)
        else:
            line, used = [word], width
    lines.append(" ".join(line))
    return lines


def _broken(word: str, face: Face, room: float) -> list[str]:
    """Break a word that is longer than a line, after a hyphen or slash where there is one, else anywhere."""
    pieces: list[str] = []
    start = 0
    while True:
        count = _longest(word, face, room, start)
        end = start + count
        if end >= len(word):
            return [*pieces, word[start:]]
        for cut in range(end, start + count // 2, -1):
            if word[cut - 1] in "-/\\_.,;&?=":
                end = cut
                break
        pieces.append(word[start:end])
        start = end


def _longest(text: str, face: Face, room: float, start: int = 0) -> int:
    """Count the characters from `start` that fit into `room`, at least one."""
    used = 0.0
    for place in range(start, len(text)):
        used += face.word(text[place])
        if used > room:
            return max(place - start, 1)
    return max(len(text) - start, 1)
