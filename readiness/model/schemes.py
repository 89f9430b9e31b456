"""Known standards and certification schemes: which accreditation standard a certification body works under for each."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum
from functools import cache, lru_cache
from itertools import pairwise

import msgspec


class SchemeObject(StrEnum):
    """What is evaluated, and so what the certificate, report or statement speaks of."""

    MANAGEMENT_SYSTEM = "management-system"
    PRODUCT = "product"
    PROCESS = "process"
    SERVICE = "service"
    PERSON = "person"
    LABORATORY = "laboratory"
    INSPECTION = "inspection"
    STATEMENT = "statement"
    REFERENCE_MATERIAL = "reference-material"
    PROFICIENCY_TESTING = "proficiency-testing"
    GUIDANCE = "guidance"
    DEPENDS = "depends"


class Scheme(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A standard or scheme that people say they certify to.

    `standards` are the bare numbers of the accreditation standards ('17021-1'); none means that it cannot be certified,
    is awarded without accreditation, or depends on what `ask` asks. `with_` (in the file `with`) is what accreditation
    bodies assess beside them. `names` are other ways to name it: one with a digit, or a capital beyond its first
    letter, is a designation, others are descriptions. `confirmed` says that the standards, or that there are none, or
    that it depends, were seen at `source` on the day `checked` (ISO 8601); it does not speak of `editions`.
    """

    id: str
    designation: str
    title: str
    editions: tuple[str, ...]
    object: SchemeObject
    standards: tuple[str, ...]
    with_: tuple[str, ...] = msgspec.field(name="with")
    names: tuple[str, ...]
    remark: str
    ask: str
    source: str
    checked: str
    confirmed: bool

    @property
    def all_names(self) -> tuple[str, ...]:
        """Give its designation and then its other names."""
        return (self.designation, *self.names)


class SchemeWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The texts of one scheme in another language."""

    title: str
    remark: str
    ask: str


class SchemeTexts(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The texts of the catalogue in another language, by the ids of its schemes."""

    format: str
    format_version: int
    language: str
    notice: str
    schemes: dict[str, SchemeWords]


class SchemeCatalogue(msgspec.Struct, frozen=True, cache_hash=True, forbid_unknown_fields=True, kw_only=True):
    """The known schemes, in the order of the file; `version` is the month of its making."""

    format: str
    format_version: int
    version: str
    language: str
    notice: str
    schemes: tuple[Scheme, ...]

    def told(self, texts: SchemeTexts) -> SchemeCatalogue:
        """Give the same schemes with texts in another language; what has none keeps its own."""

        def told(scheme: Scheme) -> Scheme:
            words = texts.schemes.get(scheme.id)
            return msgspec.structs.replace(scheme, **msgspec.structs.asdict(words)) if words else scheme

        schemes = tuple(told(scheme) for scheme in self.schemes)
        return msgspec.structs.replace(self, language=texts.language, notice=texts.notice, schemes=schemes)

    def find(self, id: str) -> Scheme | None:  # noqa: A002 - the field's own name
        """Find a scheme by its id."""
        return next((item for item in self.schemes if item.id == id), None)

    def named(self, text: str) -> Scheme | None:
        """Recognize the scheme that a free text names, as 'DIN EN ISO 9001:2015' does, or none.

        Designations go before descriptions, for 'quality management system to ISO 13485' means ISO 13485; then the
        longest name wins; of equally long ones, the first in the text. What might be another word or number counts
        only where nothing else is said: round numbers ('22000'), and abbreviations in lower case ('mid').
        """
        best = max(self._found_in(text), key=lambda found: found[0], default=None)
        return None if best is None else best[1]

    def _found_in(self, text: str) -> Iterator[tuple[tuple[bool, int, int], Scheme]]:
        words = words_of(text)
        for scheme in self.schemes:
            for name in scheme.all_names:
                named = words_of(name)
                place = 0 if named == words else _place(name, text)
                if place is not None:
                    yield (_is_designation(name), sum(map(len, named)), -place), scheme


_LETTER = r"[^\W\d_]"
_WORD = re.compile(rf"\d+|{_LETTER}+")
_GAP = r"[\W_]{0,3}"
"""What may stand between the words of a name: nothing, a space, a slash, a dash, a dot and a space."""
_GAP_OF_NUMBERS = r"\s?[-/.\u2010-\u2013]\s?"
"""What must stand between two numbers of a name: '2018/848' is no '2018, 848'."""
_ROUND = "000"
_LONGEST_ABBREVIATION = 4


@lru_cache(maxsize=2048)
def words_of(name: str) -> tuple[str, ...]:
    """Split a name into its words and numbers, in lower case: 'ISO/IEC 27001' into 'iso', 'iec', '27001'."""
    return tuple(_WORD.findall(name.lower()))


def _is_designation(name: str) -> bool:
    """Tell 'ISO 9001', 'PEFC' and 'Blue Angel' from 'Food packaging', which is capital only because it begins."""
    return any(letter.isdigit() for letter in name) or any(letter.isupper() for letter in name[1:])


def _place(name: str, text: str) -> int | None:
    """Say where a name begins in a longer text."""
    if name.isdigit() and name.endswith(_ROUND):
        return None
    match = _pattern(name).search(text)
    return match.start() if match else None


@cache
def _pattern(name: str) -> re.Pattern[str]:
    """Make a pattern that finds a name however it is punctuated, but not inside longer words or numbers."""
    words = words_of(name)
    core = re.escape(words[0])
    for word, follower in pairwise(words):
        core += (_GAP_OF_NUMBERS if word.isdigit() and follower.isdigit() else _GAP) + re.escape(follower)
    if name.isdigit():
        return re.compile(rf"(?<![^\W_])(?<!\d[.]){core}(?![^\W_]|[.]\d)")
    if name.isalpha() and name.isupper() and len(name) <= _LONGEST_ABBREVIATION:
        return re.compile(rf"(?<!{_LETTER}){name}(?!{_LETTER})")
    before, after = (r"\d" if word.isdigit() else _LETTER for word in (words[0], words[-1]))
    return re.compile(f"(?<!{before}){core}(?!{after})", re.IGNORECASE)
