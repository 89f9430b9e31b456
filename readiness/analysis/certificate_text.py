"""A certificate as one text, and the patterns that are looked for in it; see `readiness.model.certificates`."""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from readiness.model.certificates import Vocabulary
from readiness.model.claims import ClaimStandard
from readiness.model.passages import Passage

_PLAIN = str.maketrans("\u00a0\u2007\u202f\u2009\t\u2010\u2011\u2012\u2013\u2014\u2212\u2019", "     ------'")
BETWEEN = r"[\s:.,;/()|'\"*\u201e\u201c\u201d_-]{0,4}"
"""What may stand between the words of a pattern: a blank, a colon, a line's end; nothing in 'ValidUntil'."""
_BESIDE = BETWEEN.replace(r"\s", " ")
_BEGIN, _END = r"(?<![^\W_])", r"(?![^\W_])"
_GAP = r"[^\n]{0,80}?"
_TOKEN = re.compile(r"<[^>]+>|\S+")
_PUBLISHERS = (
    r"(?:ISO|IEC|EN|DIN|BS|IATF|UL|ASTM|ANSI|NF|UNI|\u00d6NORM|SN|AS|JIS|GB|CSA|NFPA|SA|OHSAS|ETSI|VDE|VDI|TS|prEN)"
)
_BODIES = r"(?!1702[01457]\b|1704\d\b|1706\d\b|17011\b)"
"""Standards for bodies: who certifies fulfils them, nobody is certified to them."""
_YEAR = r"(?:\+A\d+)?[\s:(-]{1,3}(?:19|20)\d\d(?!\d)"
_LAW = r"\(?(?:EU|EC|EG|EWG|EEC)\)?\s?(?:No\.?\s?|Nr\.?\s?)?\d{2,4}/\d{2,4}|\d{2,4}/\d{2,4}/(?:EU|EC|EG|EWG|EEC)"
_NO_TYPE = r"(?!(?:ISO|IEC|EN|DIN|BS|TS|NACE|WZ|EA|EAC|IAF|SIC|NAICS|PO|IATF|UL|EU|EG|EC)\b)"
_POSTAL = r"[A-Z]{1,2}\d[\dA-Z]? \d[A-Z]{2}\b"
_TYPE = rf"{_NO_TYPE}(?!{_POSTAL})(?!(?:D|A|CH|L|B|F|NL)-\d{{4,5}}\b)[A-Z]{{1,5}}[ -]?\d{{2,5}}[A-Z0-9-]*"
_UNITS = r"(?:kV|V|mA|kW|MW|kVA|bar|mm|kPa|MPa|Hz|\u00b0C|l/min|m\u00b3/h|kN|lm)"
_RATING = rf"\d+(?:[.,]\d+)?\s?{_UNITS}|IP ?\d\d|PN ?\d+|DN ?\d+"
_CODE = rf"(?!{_PUBLISHERS}\b)(?:[A-Z]{{1,5}}[ -]){{0,2}}(?=[\w./-]{{0,30}}\d)[A-Z0-9][\w./-]{{0,30}}"
_BLANK = r"_{3,}|\.{5,}|\u2026{2,}|\[[ ._\u2026-]{1,40}\]"
_NAMED = (
    r"\[(?=[^\]\n]*[^\W\d_])[^\[\]\n]{1,60}\]|<{1,2}[^<>\n]{1,60}>{1,2}|[\u00ab\u2039][^\u00bb\u203a\n]{1,60}[\u00bb\u203a]"
    r"|\{\{[^{}\n]{1,60}\}\}|\$?\{[^{}\n]{1,60}\}|%\w{2,40}%|#\w{2,40}#"
    r"|(?-i:\bX{2,}(?:[-./ ]X{2,})*\b|\b(?:DD|TT|dd|tt)[./-](?:MM|mm)[./-](?:YYYY|JJJJ|yyyy|jjjj)\b"
    r"|\b(?:YYYY|JJJJ)-MM-(?:DD|TT)\b)"
)
_NUMERIC = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})|(\d{1,2})([./])\s?(\d{1,2})[./]\s?(\d{4})")


@dataclass(frozen=True)
class Page:
    """The passages of a document as one text, a passage a line; typography is made plain, letter for letter."""

    text: str
    starts: tuple[int, ...]

    @classmethod
    def of(cls, passages: Iterable[Passage]) -> Page:
        """Join passages."""
        starts, pieces, at = [], [], 0
        for passage in passages:
            starts.append(at)
            pieces.append(passage.text.replace("\n", " ").translate(_PLAIN))
            at += len(passage.text) + 1
        return cls("\n".join(pieces), tuple(starts))

    def passage(self, place: int) -> int:
        """Give the number of the passage at a place of the text."""
        return bisect_right(self.starts, place) - 1

    def line(self, number: int) -> tuple[int, int]:
        """Give where a passage begins and ends."""
        last = number + 1 == len(self.starts)
        return self.starts[number], len(self.text) if last else self.starts[number + 1] - 1

    def sentence(self, start: int, end: int) -> str:
        """Give the sentence around a stretch, as far as its passage."""
        first, last = self.line(self.passage(start))
        ends = [found.end() for found in re.finditer(r"[.!?;]\s", self.text[first:start])]
        after = re.compile(r"[.!?;](?:\s|$)").search(self.text, end, max(last, end))
        return self.text[first + (ends[-1] if ends else 0) : after.end() if after else max(last, end)]


class Shapes:
    """What patterns are made of, in one or several languages: dates, names, addresses, standards, placeholders."""

    def __init__(self, vocabularies: Sequence[Vocabulary], standards: Iterable[ClaimStandard]) -> None:
        """Make the shapes from the words of languages and the standards known by number."""
        self._months = [tuple(words.months) for words in vocabularies]
        prompts = "|".join(self._line(line) for words in vocabularies for line in words.prompts)
        self.named = f"(?:{_NAMED}|{prompts})"
        self.placeholder = f"(?:{self.named}|{_BLANK})"
        known = tuple(standards)
        of_system = sorted({item.number for item in known if item.kind in ("system", "withdrawn")}, key=len)[::-1]
        of_none = sorted({item.number for item in known}, key=len)[::-1]
        before = rf"\b{_PUBLISHERS}(?:[/ -]{{1,2}}{_PUBLISHERS})*[ /-]{{0,2}}"
        number = r"[A-Z]{0,2}\d{2,6}(?:-\d{1,4}(?!\d))*"
        system = rf"{before}(?:{'|'.join(map(re.escape, of_system))})(?![\d-]\d)"
        product = rf"{before}{_BODIES}(?!(?:{'|'.join(map(re.escape, of_none))})(?!\d)){number}|{_LAW}"
        anyone = rf"{before}{_BODIES}{number}|{_LAW}"
        dated = f"(?:{_YEAR}|[:(-]\\s?{self.placeholder})"
        names = "|".join(
            sorted({re.escape(word) for words in vocabularies for word in (*words.generic, *words.countries)})
        )
        activities, no_activities, things, pointers, others = (
            self._words(word for words in vocabularies for word in getattr(words, field))
            for field in ("activities", "no_activities", "things", "pointers", "not_named")
        )
        self._of = {
            "activity": rf"(?:\b(?!{no_activities}{_END}){activities})",
            "thing": rf"\b{things}",
            "pointer": pointers,
            "year": r"(?:19|20)\d\d",
            "placeholder": self.placeholder,
            "date": f"(?:{self._dates(vocabularies)}|{self.placeholder})",
            "code": f"(?:(?-i:{_CODE})|{self.placeholder})",
            "name": rf"(?:(?!(?:{names}){_END})(?-i:[A-Z\u00c4\u00d6\u00dc][\w&'.-]+)(?![\w&'-]|\s\d+\w?,)"
            rf"|(?![^\w\n]{{1,2}}(?:[^\n\]}}>]{{0,30}}[\s_.-])?{others}s?[\s_.\]}}>])(?:{self.placeholder}))",
            "address": f"(?:{self._addresses(vocabularies)})",
            "standard": f"(?-i:{anyone})",
            "edition": f"(?-i:(?:{anyone}){dated}|{_LAW})",
            "system standard": f"(?-i:{system})",
            "product standard": f"(?-i:{product})",
            "product edition": f"(?-i:(?:{product}){dated}|{_LAW})",
            "type": f"(?-i:{_TYPE})",
            "rating": f"(?-i:{_RATING})",
            "legal form": r"(?:(?-i:(?=[A-Z]|[ae][./GKVg]|g?GmbH|mbH|plc|ltd|llc|inc))(?:"
            + "|".join(re.escape(form) for words in vocabularies for form in words.legal_forms)
            + "))",
        }

    def pattern(self, lines: Iterable[str], *, in_one_line: bool = False) -> re.Pattern[str]:
        """Make one expression of written patterns; the longer ones come first. Without any it is met nowhere.

        `in_one_line` says that its words stand in one passage.
        """
        made = sorted({self._line(line) for line in lines}, key=len, reverse=True)
        one = _BEGIN + "(?:" + "|".join(made) + ")" if made else r"(?!)"
        return re.compile(one.replace(BETWEEN, _BESIDE) if in_one_line else one, re.IGNORECASE)

    def shape(self, name: str) -> re.Pattern[str]:
        """Give the expression of a shape."""
        return re.compile(self._of[name], re.IGNORECASE)

    def _line(self, line: str) -> str:
        """Translate a written pattern."""
        words = _TOKEN.findall(line)
        needed = [place for place, word in enumerate(words) if not word.endswith("?")]
        made = ""
        for place, word in enumerate(words):
            if word == "...":
                made += _GAP + _BEGIN
                continue
            one = self._word(word.removesuffix("?"))
            if place > needed[-1]:
                made += f"(?:{BETWEEN}{one})?"
            elif word.endswith("?"):
                made += f"(?:{one}{BETWEEN})?"
            else:
                made += one
                made += "" if place == needed[-1] or words[place + 1] == "..." else BETWEEN
        return f"{made}{'' if words[-1].endswith(':') else _END}"

    @staticmethod
    def _words(written: Iterable[str]) -> str:
        """Give what meets any of some words, each with its alternatives."""
        words = sorted({one for word in written for one in word.split("|")}, key=len, reverse=True)
        return "(?:" + "|".join(re.escape(one).replace(r"\*", r"\w{0,30}") for one in words) + ")"

    def _word(self, word: str) -> str:
        if word.startswith("<") and word.endswith(">"):
            return self._of[word[1:-1]]
        if word == "*":
            return r"\b\w{1,30}\b"
        colon = r"\s?:" if word.endswith(":") else ""
        some = "|".join(re.escape(one).replace(r"\*", r"\w{0,30}") for one in word.removesuffix(":").split("|"))
        return f"(?:{some}){colon}"

    @staticmethod
    def _dates(vocabularies: Sequence[Vocabulary]) -> str:
        months = "|".join(
            f"{month}|{month[:3]}\\b\\.?|{month[:4]}\\b\\.?" for words in vocabularies for month in words.months
        )
        return (
            rf"\b\d{{4}}-\d\d-\d\d\b|\b\d{{1,2}}[./]\s?\d{{1,2}}[./]\s?\d{{4}}\b|\b\d\d?[./]\d{{4}}\b"
            rf"|(?:\b\d{{1,2}}(?:\.|st|nd|rd|th)?\s)?\b(?:{months})\s(?:\d{{1,2}},?\s)?\d{{4}}\b"
        )

    @staticmethod
    def _addresses(vocabularies: Sequence[Vocabulary]) -> str:
        words = {word for vocabulary in vocabularies for word in vocabulary.streets}
        inside = "|".join(sorted({word[1:] for word in words if word[0] == "*"}))
        alone = "|".join(sorted(word for word in words if word[0] != "*"))
        lands = "|".join(sorted(land for vocabulary in vocabularies for land in vocabulary.countries))
        named = "|".join(sorted({word for vocabulary in vocabularies for word in vocabulary.place_words}))
        town = r"[A-Z\u00c4\u00d6\u00dc][a-z\u00e4\u00f6\u00fc]\w*"
        return (
            rf"\b\d+[a-z]?,?\s(?:\w[\w'.-]*\s){{1,4}}(?:{alone})\b"
            rf"|(?-i:\b[A-Z\u00c4\u00d6\u00dc][\w.-]*)(?:{inside})\.?\s\d+|\b[\w-]+(?:\s|-)(?:{inside})\.?\s\d+"
            rf"|\b(?:am|im|an der|auf dem|zum|zur)\s(?-i:[A-Z\u00c4\u00d6\u00dc]\w+)\s\d+"
            rf"|(?-i:(?<!ISO )(?<!IEC )(?<!EN )(?<!DIN )(?<![\w/-])(?:(?:D|A|CH|L|B|F|NL|PL)[- ])?\d{{5}} {town})"
            rf"|(?-i:(?:(?m:^)|(?<=[,|]\s)|(?<![\w-])(?:A|CH|L|B|NL|DK|N)-)\d{{4}} (?:[A-Z]{{2}} )?{town})"
            rf"|(?-i:\b(?:{town} )?{_POSTAL})|\bp\.?\s?o\.?\s?box\s\d+|,\s(?:the\s)?(?:{lands})\b"
            rf"|[\[<{{\u00ab%#][^\]>}}\u00bb\n]{{0,40}}(?:{named})[^\]>}}\u00bb\n]{{0,40}}[\]>}}\u00bb%#]"
        )

    def dates(self, text: str) -> Iterator[dt.date]:
        """Walk through the dates of a text that can be read for certain; '03/04/2027' cannot."""
        for found in self.day.finditer(text):
            day = self._read(found[0])
            if day is not None:
                yield day

    @cached_property
    def day(self) -> re.Pattern[str]:
        """Give the expression of a date or a placeholder for one."""
        return self.shape("date")

    def _read(self, text: str) -> dt.date | None:
        numeric = _NUMERIC.fullmatch(text)
        try:
            if numeric is None:
                return self._in_words(text)
            if numeric[1]:
                return dt.date(int(numeric[1]), int(numeric[2]), int(numeric[3]))
            first, second, year = int(numeric[4]), int(numeric[6]), int(numeric[7])
            if numeric[5] == "." or first > 12 or first == second:
                return dt.date(year, second, first)
            return dt.date(year, first, second) if second > 12 else None
        except ValueError:
            return None

    def _in_words(self, text: str) -> dt.date | None:
        words = re.findall(r"\w+", text.casefold())
        numbers = [int(digits[0]) for word in words if (digits := re.match(r"\d+", word))]
        for months in self._months:
            for number, month in enumerate(months, start=1):
                if any(word in (month, month[:3], month[:4]) for word in words) and len(numbers) == 2:
                    day, year = sorted(numbers)
                    return dt.date(year, number, day)
        return None
