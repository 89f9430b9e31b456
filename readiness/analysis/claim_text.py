"""A sentence as the claims checker sees it: tokens, each tagged with the classes of its word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from readiness.analysis.claim_patterns import Pattern, Places, Span
from readiness.model.claims import ClaimRules, ClaimStandard


@dataclass
class Token:
    """A word, a standard or a sign of a sentence, with the classes of its meaning; `line` says that it begins one."""

    word: str
    start: int
    end: int
    capital: bool
    line: bool = False
    tags: set[str] = field(default_factory=set)


_NUMBER = r"(?:\d{3,5}|(?<=\ben[ \-])\d{1,2}(?=[\-:]\d)|(?<=\ben[ \-])\d{2})(?:-\d{1,3}(?!\d))*"
_FOREIGN = (
    r"\b(?:nsf|ansi|csa|astm|un regulation|un ece|un|ece|as/nzs|gb/t|jis|sae|fips|nfpa|asme|bifma|oiml)"
    r"(?:/(?:ansi|can|astm))*"
    r"[ \-](?:no\. ?)?(?:[a-z]{1,2}[ .]?)?\d{1,5}(?:[.\-]\d{1,4})*"
)
"""Product standards of publishers whose numbers take other forms: 'NSF/ANSI 61', 'ASTM F963-17', 'UN ECE R129'."""
_YEAR = r"(?:\s?[:\-]\s?(?P<year>(?:19|20)\d\d)(?!\d)|\s?\((?P<year2>(?:19|20)\d\d)\))?"
_PUBLISHER = (
    r"(?:(?:din|en|bs|\u00f6norm|oenorm|sn|nf|uni|une|ansi|csa|ds|ss|jis|sans)[ /\-]{1,3})*"
    r"(?:(?:i\.s\.o\.|iso)(?:[ /]{1,3}(?:iec|ts|pas|tr|iec ts))?|iec|en|din|iatf|fssc|ohsas|bs|ul|astm|qs"
    r"|as/en|as|ts|vda|sn|\u00f6norm|oenorm)"
)
_TOKEN = re.compile(
    rf"(?P<standard>\b(?P<publisher>{_PUBLISHER})(?:[ \-]{{1,2}}(?:norm|standard))?(?: - |[ \-]{{0,2}})"
    rf"(?P<number>{_NUMBER}){_YEAR}(?!\d))"
    rf"|(?P<bare>\b\d{{4,5}}(?:-\d(?!\d))?)(?P<bare_year>:(?:19|20)\d\d)?(?:er)?\b"
    rf"|(?P<foreign>{_FOREIGN})\b"
    r"|(?P<word>i\.s\.o\.?|[^\W\d_]+(?:'[a-z]{1,2}\b)?|\d+(?:[.,]\d+)*)"
    r"|(?P<sign>[^\w\s])"
)
_CLAIMED_NEXT = re.compile(r"[\s\-]{0,2}(?:certif|accredit|cert\b|zertif|akkredit)")
_LEADING = ("to", "under", "against", "per", "nach")
_ENDED_NEXT = re.compile(r"\s*(?:[.,;:!?)\"]|$|(?:and|by|or|und|durch)\b)")
"""What after a number tells that it is a standard's."""
CLAIMS = frozenset({"certified", "accredited", "approved", "compliant", "certificate", "accreditation"})
"""Classes of words that claim something."""
TERMS = frozenset({"ab", "abmark", "cab", "isologo", "lab", "mark", "plate", "prodcert", "prodmark", "report",
                   "sysmark_any", "system", "testreport"})  # fmt: skip
"""Classes whose phrases are one term: 'certified' or 'certification' within them claims nothing by itself."""
_SWALLOWED = CLAIMS | {"outcome", "grade", "mark", "product", "issue"}
_UNBENT = {"not", "no", "and_word", "by", "clause", "condition"}
"""Classes whose words take no endings: 'notes' are no denial."""
_PLACES = {"facility", "org", "paper"}
_WARES = {"pack", "product", "plate", "mark"}
"""What a phrase for a company, place or paper does not stand for: 'packaging plant', 'product catalogue'."""
_IDIOM = "idiom"
"""Phrases of this class are read as one: 'no findings' denies and reports nothing, 'of course' is no course."""
_PUBLISHERS = frozenset({"iso", "iatf", "fssc"})
"""Publishers of standards for systems; of another one the same number is a product standard."""
_FIRM = "gmbh"
_FIRMS = frozenset({"AS", "SA", "AB", "OY", "NV", "BV"})
"""Endings of firms' names that would be other words if they were written small; each is as good as the first."""
_BEGINNING = 3
_KEY = 3
"""So many letters of their second word tell phrases apart that begin alike."""
_JOINING = ("and", "und", "/", ",", "&", "or", "oder", "sowie")
_HARD = frozenset(";:?!\u2013|\u2610\u2611\u2612")
_Begun = dict[str, list[tuple[tuple[str, ...], str]]]
_Notion = tuple[str, frozenset[str], list[Pattern]]
"""A notion with the classes of which a sentence must hold one to meet it."""


class Tagger:
    """Cuts a sentence into tokens and gives each its classes."""

    def __init__(self, rules: ClaimRules) -> None:
        """Take over the words and standards of a language."""
        self._exact: dict[str, set[str]] = {}
        self._prefixes: list[tuple[str, str]] = []
        self._suffixes: list[tuple[str, str]] = []
        self._phrases: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        self._open_phrases: list[tuple[tuple[str, ...], str]] = []
        self._starting: dict[str, _Begun] = {}
        self._compounds: dict[str, set[str]] = {}
        self._endings = ("", *sorted(rules.endings, key=len, reverse=True))
        self._shortest = 4 if rules.capital_nouns else 3
        self._known: dict[tuple[str, bool], frozenset[str]] = {}
        self._nouns = frozenset(rules.compounds if rules.capital_nouns else ())
        self._standards: dict[str, list[ClaimStandard]] = {}
        for standard in rules.standards:
            self._standards.setdefault(standard.number, []).append(standard)
        self._notions: list[_Notion] = []
        self._late: list[_Notion] = []
        for name, lines in rules.notions.items():
            patterns = [Pattern.of(line) for line in lines]
            late = {one for one, _, _ in self._late}
            rare = frozenset(one for pattern in patterns for one in pattern.needed[0])
            waits = any("@" in one or ":" in one or one in late for pattern in patterns for one in pattern.classes())
            (self._late if waits else self._notions).append((name, rare, patterns))
        for name, words in rules.words.items():
            for word in words:
                self._learn(name, word, compound=name in rules.compounds)

    def _learn(self, name: str, word: str, *, compound: bool) -> None:
        parts = tuple(re.findall(r"[^\W_]+(?:'[a-z]{1,2}\b)?\*?|\*[^\W_]+\*?|[^\w\s\-]", word))
        if len(parts) > 1:
            if "*" in parts[0]:
                self._open_phrases.append((parts, name))
            else:
                self._phrases.setdefault(parts[0], []).append((parts, name))
        elif word.endswith("*"):
            self._prefixes.append((word.strip("*"), name))
        elif word.startswith("*"):
            self._suffixes.append((word.strip("*"), name))
        else:
            self._exact.setdefault(word, set()).add(name)
            if compound and len(word) >= 3:
                self._compounds.setdefault(word, set()).add(name)

    def classes(self, word: str, *, noun: bool = True) -> frozenset[str]:
        """Give the classes of a single lower-case word; what cannot be a noun is no thing, place or person."""
        known = self._known.get((word, noun))
        if known is None:
            classes = frozenset(self._classes(word))
            known = self._known[word, noun] = classes if noun else classes - self._nouns
        return known

    def _takes(self, word: str, ending: str) -> bool:
        """Say whether a word can have an ending: in English only hissing sounds take 'es'."""
        return bool(self._nouns) or ending != "es" or word[-3] in "sxzho"

    def _stems(self, word: str) -> list[str]:
        stems = [word]
        stems.extend(
            word[: -len(ending)]
            for ending in self._endings[1:]
            if word.endswith(ending) and len(word) - len(ending) >= self._shortest and self._takes(word, ending)
        )
        if word.endswith("ies"):
            stems.append(word[:-3] + "y")
        return stems

    def _begun(self, word: str) -> _Begun:
        """Give the phrases that may begin with a word, by the first letters of their second word."""
        known = self._starting.get(word)
        if known is None:
            begun = [phrase for stem in self._stems(word) for phrase in self._phrases.get(stem, ())]
            begun += [phrase for phrase in self._open_phrases if self._fits_word(phrase[0][0], word)]
            known = self._starting[word] = {}
            for phrase in begun:
                second = phrase[0][1]
                known.setdefault("*" if "*" in second[:_KEY] else second[:_KEY], []).append(phrase)
        return known

    def _classes(self, word: str) -> Iterator[str]:
        stems = self._stems(word)
        found = False
        for stem in stems:
            if stem in self._exact:
                yield from self._exact[stem] if stem == word else self._exact[stem] - _UNBENT
                found = True
        for prefix, name in self._prefixes:
            if word.startswith(prefix):
                yield name
        for suffix, name in self._suffixes:
            if any(stem.endswith(suffix) for stem in stems):
                yield name
        if not found:
            yield from self._ends_with(stems)

    def _ends_with(self, stems: list[str]) -> set[str]:
        """Give the classes of the longest known word at the end of a compound."""
        for cut in range(1, len(stems[0]) - 2):
            for stem in stems:
                if stem[cut:] in self._compounds:
                    return self._compounds[stem[cut:]]
        return set()

    def tokens(self, text: str, lower: str, start: int, end: int) -> list[Token]:
        """Cut the sentence from `start` to `end` of a plain text into tagged tokens."""
        found: list[Token] = []
        before = start
        small = not self._nouns or text[start:end].islower()
        for match in _TOKEN.finditer(lower, start, end):
            begin = match.start()
            line = "\n" in lower[before:begin]
            before = match.end()
            token = Token(match.group(), begin, before, text[begin].isupper(), line)
            if match.lastgroup == "sign":
                token.tags |= {"sign", *self.classes(token.word)}
                if token.word in _HARD:
                    token.tags |= {"hard", "semicolon"} if token.word == ";" else {"hard"}
                if token.word in "-#":
                    continue
            elif match["standard"]:
                year = match["year"] or match["year2"] or ""
                token.tags |= self._standard(match["number"], year, match["publisher"])
            elif match["foreign"]:
                token.tags |= {"std", "std_product"}
            elif match["bare"]:
                claimed = _CLAIMED_NEXT.match(lower, before) is not None or (
                    bool(found) and found[-1].word in _LEADING and _ENDED_NEXT.match(lower, before) is not None
                )
                self._bare(token, match["bare"], (match["bare_year"] or "")[1:], found, claimed=claimed)
            else:
                if token.word[:2] == "i.":
                    token.word = "iso"
                firm = text[begin:before] in _FIRMS and not text[start:end].isupper()
                token.tags |= self.classes(_FIRM if firm else token.word, noun=small or token.capital)
                if token.word[0].isdigit():
                    token.tags |= {"number", *self.classes(token.word.rsplit(".", 1)[-1])}
            found.append(token)
            if token.word[0].isdigit():
                _count(found)
            if "cab_name" in token.tags and token.capital and len(found) > 1 and _is_name(found[-2]):
                token.tags -= CLAIMS | {"institution"}
                token.tags.add("cab")
        self._late_years(found)
        return found

    def _standard(self, number: str, year: str, publisher: str) -> set[str]:
        entries = self._standards.get(number) or self._standards.get(number.split("-", maxsplit=1)[0]) or []
        for entry in entries:
            before = re.split(r"[ /\-]+", publisher.replace(".", ""))
            if entry.only_after and not set(entry.only_after) & set(before):
                continue
            if entry.kind == "other":
                return {"std", "std_other", f"n{number}"}
            if not _PUBLISHERS & set(before) and not entry.only_after:
                continue
            ended = year in entry.ended or entry.kind == "withdrawn"
            kind = "system" if entry.kind == "withdrawn" else entry.kind
            return {"std", f"std_{kind}", f"n{number}", *(["std_old"] if ended else []), *(["dated"] if year else []),
                    *(["std_current"] if year and not ended and kind == "system" else [])}  # fmt: skip
        return {"std", "std_product", f"n{number}"}

    def _bare(self, token: Token, number: str, year: str, before: list[Token], *, claimed: bool) -> None:
        entries = self._standards.get(number, [])
        listed = any("std" in one.tags for one in before[-3:-1]) and before[-1].word in (
            "and",
            "und",
            "/",
            ",",
            "&",
            "or",
        )
        claimed = claimed or (len(before) > 1 and "glue" in before[-1].tags and "certified" in before[-2].tags)
        named = bool(before) and before[-1].word in ("norm", "normen", "standard", "standards")
        if entries and (entries[0].bare or listed or named or year or claimed):
            token.tags |= self._standard(number, year, "iso")
        elif len(number) == 4 and number[:2] in ("19", "20"):
            token.tags |= {"year", "number"}
        else:
            token.tags.add("number")

    def _late_years(self, tokens: list[Token]) -> None:
        """Take the year of 'the 2008 edition of ISO 9001' or 'ISO 9001, Ausgabe 2008' for that of the standard."""
        for place, token in enumerate(tokens):
            if "std" not in token.tags or "dated" in token.tags:
                continue
            near = tokens[max(0, place - 5) : place + 7]
            if not any("edition" in one.tags for one in near):
                continue
            for year in (one.word for one in near if "year" in one.tags):
                number = next(tag[1:] for tag in token.tags if tag[0] == "n" and tag[1:2].isdigit())
                token.tags |= self._standard(number, year, "iso")

    def places(self, tokens: list[Token]) -> Places:
        """Say where each class is met, phrases of several words too; 'start:x' says that it is met at the beginning."""
        found: Places = {}
        covered = self._phrase_places(tokens, found)
        if _IDIOM in found:
            _keep_idioms(tokens, found)
        for place, token in enumerate(tokens):
            for name in token.tags:
                spans = found.get(name)
                if spans is None:
                    found[name] = [(place, place)]
                elif (name, place) not in covered:
                    spans.append((place, place))
        for token in tokens[:_BEGINNING]:
            for name in token.tags:
                found.setdefault(f"start:{name}", [(0, 0)])
        for spans in found.values():
            spans.sort()
        for name, rare, patterns in self._notions:
            if not found.keys().isdisjoint(rare) and (met := _note(found, name, patterns)):
                _swallow(tokens, found, name, met)
        return found

    def note_late(self, places: Places) -> None:
        """Add the notions that rest on what the sentence says about whom, which others must have found before."""
        for name, rare, patterns in self._late:
            if not places.keys().isdisjoint(rare):
                _note(places, name, patterns)

    def _phrase_places(self, tokens: list[Token], found: Places) -> set[tuple[str, int]]:
        """Take down where phrases are met; give the tokens inside them with the class of the phrase."""
        covered: set[tuple[str, int]] = set()
        for place, token in enumerate(tokens[:-1]):
            begun = self._begun(token.word)
            if not begun:
                continue
            for parts, name in (*begun.get(tokens[place + 1].word[:_KEY], ()), *begun.get("*", ())):
                if not self._fits(tokens, place, parts):
                    continue
                last = place + len(parts) - 1
                found.setdefault(name, []).append((place, last))
                covered.update((name, inside) for inside in range(place, last + 1))
                for inner in tokens[place : last + 1] if name in TERMS or name in _PLACES else ():
                    inner.tags -= _SWALLOWED if name in TERMS else _WARES
                tokens[last].tags.add(name)
        return covered

    def _fits(self, tokens: list[Token], place: int, parts: tuple[str, ...]) -> bool:
        if place + len(parts) > len(tokens):
            return False
        for further in range(1, len(parts)):
            word = tokens[place + further].word
            if parts[further] != word and not self._fits_word(parts[further], word):
                return False
        return True

    def _fits_word(self, part: str, word: str) -> bool:
        if part == word:
            return True
        if "*" not in part:
            return word.startswith(part) and len(part) >= 3 and word[len(part) :] in self._endings
        bare = part.strip("*")
        if part.startswith("*") and part.endswith("*"):
            return bare in word
        return word.startswith(bare) if part.endswith("*") else word.endswith(bare)


def _note(found: Places, name: str, patterns: list[Pattern]) -> set[Span]:
    met = {span for pattern in patterns for span in pattern.every(found)}
    if met:
        found[name] = sorted({*found.get(name, ()), *met})
    return met


def _keep_idioms(tokens: list[Token], found: Places) -> None:
    """Take from the words inside idioms what they mean by themselves, and drop the phrases there."""
    for first, last in found[_IDIOM]:
        for inner in tokens[first : last + 1]:
            inner.tags &= {_IDIOM, "hard", "semicolon"}
    for name, spans in list(found.items()):
        left = [
            (first, last)
            for first, last in spans
            if not any(a <= first and last <= b and (a, b) != (first, last) for a, b in found[_IDIOM])
        ]
        if left:
            found[name] = left
        elif name != _IDIOM:
            del found[name]


def _count(tokens: list[Token]) -> None:
    """Take 'no.' before a number for what it is: no denial."""
    before = tokens[-3:-1]
    if before[-1:] and before[-1].word == ".":
        before.pop()
    if before[-1:] and before[-1].word in ("no", "nos"):
        before[-1].tags.clear()


def _is_name(token: Token) -> bool:
    """Say whether a word is a name: a capital, and nothing that is known."""
    return token.capital and not token.tags


def _swallow(tokens: list[Token], found: Places, name: str, met: set[Span]) -> None:
    """Give the last token of each stretch the class; within a term the other words claim nothing by themselves."""
    for first, last in met:
        tokens[last].tags.add(name)
        for inner in tokens[first : last + 1] if name in TERMS else ():
            inner.tags -= _SWALLOWED
    for gone in _SWALLOWED if name in TERMS else ():
        left = [span for span in found.get(gone, ()) if not any(a <= span[0] <= span[1] <= b for a, b in met)]
        if left:
            found[gone] = left
        else:
            found.pop(gone, None)
