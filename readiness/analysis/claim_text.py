"""Text as the claims checker sees it: sentences of tokens, each token tagged with the classes of its word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from readiness.analysis.claim_patterns import Pattern, Places, Span
from readiness.model.claims import ClaimRules, ClaimStandard

_PLAIN = (
    *((sign, " ") for sign in "\u00a0\u2007\u202f\u2009\t\r"),
    *((sign, "-") for sign in "\u2010\u2011\u2012\u2212"),
    *((sign, '"') for sign in "\u201c\u201d\u201e\u201f\u00ab\u00bb\u2033\u2039\u203a"),
    *((sign, "'") for sign in "\u2018\u2019\u201a\u201b\u2032"),
    ("\u2014", "\u2013"),
    ("\u1e9e", "\u00df"),
)
"""Signs and their plain form, one character for one."""
_DROPPED_SIGNS = ("\u00ad", "\u200b", "\u200c", "\u200d", "\u2060", "\ufeff", "-\n")
_LETTER = "[a-z\u00e4\u00f6\u00fc\u00df]"
_DROPPED = re.compile(rf"[\u00ad\u200b-\u200d\u2060\ufeff]+\n?|(?<={_LETTER})-\n(?={_LETTER})")
_BREAK = re.compile(r'[.!?]+["\')\]]*(?=\s)|\n\s*\n|\n(?=\s*(?:[\u2022*\u25aa\u25cf\u00b7]|-\s|\d+[.)]\s))')
_LONGEST_QUOTE = 240
_SHORT_ANSWER = 3
"""So few words ("Yes, gladly.") only open an answer."""
_SHORT_CALL = 4
"""A call of so few words ("Stage 1 passed!") belongs to what follows."""


@dataclass(frozen=True)
class Normal:
    """A text with its typography made plain; `origins[i]` is where character i stood (None: where it stands)."""

    text: str
    lower: str
    origins: tuple[int, ...] | None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Give the place of a stretch in the text as it was given."""
        if self.origins is None or end <= start:
            return start, end
        return self.origins[start], self.origins[end - 1] + 1


def normal(text: str) -> Normal:
    """Make blanks, hyphens, quotes and broken words plain, keeping where each character came from."""
    plain = text
    for sign, instead in _PLAIN:
        if sign in plain:
            plain = plain.replace(sign, instead)
    origins: tuple[int, ...] | None = None
    if any(sign in plain for sign in _DROPPED_SIGNS) and _DROPPED.search(plain):
        gone = {place for found in _DROPPED.finditer(plain) for place in range(*found.span())}
        origins = tuple(place for place in range(len(plain)) if place not in gone)
        plain = "".join(plain[place] for place in origins)
    lower = plain.lower()
    if len(lower) != len(plain):
        lower = "".join(one.lower() if len(one.lower()) == 1 else one for one in plain)
    return Normal(plain, lower, origins)


def sentences(lower: str, abbreviations: frozenset[str]) -> list[tuple[int, int]]:
    """Give where the sentences of a plain lower-case text begin and end. A short quotation is not cut."""
    found, start = [], 0
    for match in _BREAK.finditer(lower):
        place = match.start()
        if lower[place] != "\n" and _goes_on(lower, start, place, match.end(), abbreviations):
            continue
        found.append((start, match.end()))
        start = match.end()
    if start < len(lower):
        found.append((start, len(lower)))
    return found


def statements(lower: str, abbreviations: frozenset[str]) -> list[tuple[Span, ...]]:
    """Give the sentences of a plain lower-case text, a question together with the answer that follows it."""
    found: list[tuple[Span, ...]] = []
    for start, end in sentences(lower, abbreviations):
        before = found[-1] if found else ()
        if before and asks(lower, before[0]) and not asks(lower, (start, end)):
            short = len(before) == 2 and len(lower[slice(*before[1])].split()) <= _SHORT_ANSWER
            if len(before) == 1 or short:
                found[-1] = (*before, (start, end))
                continue
        found.append(((start, end),))
    return found


def asks(lower: str, span: Span) -> bool:
    """Tell whether a sentence ends with a question mark."""
    return lower[slice(*span)].rstrip("\"') ").endswith("?")


def _goes_on(lower: str, start: int, place: int, end: int, abbreviations: frozenset[str]) -> bool:
    quotes = lower.count('"', start, place)
    if quotes % 2 and '"' in lower[place : place + _LONGEST_QUOTE] and '"' not in lower[place:end]:
        return True
    if lower[place] == "!" and len(lower[start:place].split()) <= _SHORT_CALL:
        return True
    if lower[place] != ".":
        return False
    word = (lower[max(start, place - 14) : place].split()[-1:] or [""])[0].lstrip("(\"'")
    return word in abbreviations or (len(word) == 1 and word.isalpha()) or (word.isdigit() and len(word) <= 2)


@dataclass
class Token:
    """A word, a standard or a sign of a sentence, with the classes of its meaning; `line` says that it begins one."""

    word: str
    start: int
    end: int
    capital: bool
    line: bool = False
    tags: set[str] = field(default_factory=set)


_NUMBER = r"\d{3,5}(?:-\d{1,3}(?!\d))*"
_YEAR = r"(?:\s?[:\-]\s?(?P<year>(?:19|20)\d\d)(?!\d)|\s?\((?P<year2>(?:19|20)\d\d)\))?"
_PUBLISHER = (
    r"(?:(?:din|en|bs|\u00f6norm|oenorm|sn|nf|uni|une|ansi|csa|ds|ss|jis|sans)[ /\-]{1,3})*"
    r"(?:iso(?:[ /]{1,3}(?:iec|ts|pas|tr|iec ts))?|iec|en|din|iatf|ohsas|bs|ul|astm|qs|as/en|as|ts|vda|sn"
    r"|\u00f6norm|oenorm)"
)
_TOKEN = re.compile(
    rf"(?P<standard>\b(?P<publisher>{_PUBLISHER})(?:[ \-]{{1,2}}(?:norm|standard))?[ \-]{{0,2}}"
    rf"(?P<number>{_NUMBER}){_YEAR}(?!\d))"
    rf"|(?P<bare>\b\d{{4,5}}(?:-\d(?!\d))?)(?P<bare_year>:(?:19|20)\d\d)?(?:er)?\b"
    r"|(?P<word>[^\W\d_]+(?:'[a-z]{1,2}\b)?|\d+(?:[.,]\d+)*)"
    r"|(?P<sign>[^\w\s])"
)
CLAIMS = frozenset({"certified", "accredited", "approved", "compliant", "certificate", "accreditation"})
"""Classes of words that claim something."""
TERMS = frozenset(
    [
        "ab",
        "abmark",
        "cab",
        "isologo",
        "lab",
        "mark",
        "plate",
        "prodcert",
        "prodmark",
        "report",
        "sysmark_any",
        "system",
        "testreport",
    ]
)
"""Classes whose phrases are one term: 'certified' or 'certification' within them claims nothing by itself."""
_SWALLOWED = CLAIMS | {"outcome", "grade", "mark", "product", "issue"}
_IDIOM = "idiom"
"""Phrases of this class are read as one: 'no findings' denies and reports nothing, 'of course' is no course."""
_BEGINNING = 3
_JOINING = ("and", "und", "/", ",", "&", "or", "oder", "sowie")
_HARD = frozenset(";:?!\u2013|")


class Tagger:
    """Cuts a sentence into tokens and gives each its classes."""

    def __init__(self, rules: ClaimRules) -> None:
        """Take over the words and standards of a language."""
        self._exact: dict[str, set[str]] = {}
        self._prefixes: list[tuple[str, str]] = []
        self._suffixes: list[tuple[str, str]] = []
        self._phrases: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        self._open_phrases: list[tuple[tuple[str, ...], str]] = []
        self._starting: dict[str, tuple[tuple[tuple[str, ...], str], ...]] = {}
        self._compounds: dict[str, set[str]] = {}
        self._endings = ("", *sorted(rules.endings, key=len, reverse=True))
        self._shortest = 4 if rules.capital_nouns else 3
        self._known: dict[tuple[str, bool], frozenset[str]] = {}
        self._nouns = frozenset(rules.compounds if rules.capital_nouns else ())
        self._standards: dict[str, list[ClaimStandard]] = {}
        for standard in rules.standards:
            self._standards.setdefault(standard.number, []).append(standard)
        self._notions = [(name, [Pattern.of(line) for line in lines]) for name, lines in rules.notions.items()]
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

    def _stems(self, word: str) -> list[str]:
        stems = [word]
        stems.extend(
            word[: -len(ending)]
            for ending in self._endings[1:]
            if word.endswith(ending) and len(word) - len(ending) >= self._shortest
        )
        if word.endswith("ies"):
            stems.append(word[:-3] + "y")
        return stems

    def _begun(self, word: str) -> tuple[tuple[tuple[str, ...], str], ...]:
        """Give the phrases that may begin with a word."""
        known = self._starting.get(word)
        if known is None:
            begun = [phrase for stem in self._stems(word) for phrase in self._phrases.get(stem, ())]
            begun += [phrase for phrase in self._open_phrases if self._fits_word(phrase[0][0], word)]
            known = self._starting[word] = tuple(begun)
        return known

    def _classes(self, word: str) -> Iterator[str]:
        stems = self._stems(word)
        found = False
        for stem in stems:
            if stem in self._exact:
                yield from self._exact[stem]
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
                token.tags.add("sign")
                if token.word in _HARD:
                    token.tags.add("hard")
                if token.word == "-":
                    continue
            elif match["standard"]:
                year = match["year"] or match["year2"] or ""
                token.tags |= self._standard(match["number"], year, match["publisher"])
            elif match["bare"]:
                self._bare(token, match["bare"], (match["bare_year"] or "")[1:], found)
            else:
                token.tags |= self.classes(token.word, noun=small or token.capital)
            found.append(token)
        self._late_years(found)
        return found

    def _standard(self, number: str, year: str, publisher: str) -> set[str]:
        entries = self._standards.get(number) or self._standards.get(number.split("-", maxsplit=1)[0]) or []
        for entry in entries:
            before = re.split(r"[ /\-]+", publisher)
            if entry.only_after and not set(entry.only_after) & set(before):
                continue
            if "iso" not in before and "iatf" not in before and not entry.only_after:
                continue
            ended = year in entry.ended or entry.kind == "withdrawn"
            kind = "system" if entry.kind == "withdrawn" else entry.kind
            return {"std", f"std_{kind}", f"n{number}", *(["std_old"] if ended else []), *(["dated"] if year else []),
                    *(["std_current"] if year and not ended and kind == "system" else [])}  # fmt: skip
        return {"std", "std_product", f"n{number}"}

    def _bare(self, token: Token, number: str, year: str, before: list[Token]) -> None:
        entries = self._standards.get(number, [])
        listed = any("std" in one.tags for one in before[-3:-1]) and before[-1].word in (
            "and",
            "und",
            "/",
            ",",
            "&",
            "or",
        )
        named = bool(before) and before[-1].word in ("norm", "normen", "standard", "standards")
        if entries and (entries[0].bare or listed or named or year):
            token.tags |= self._standard(number, year, "iso")
        elif len(number) == 4 and number[:2] in ("19", "20"):
            token.tags.add("year")

    def _late_years(self, tokens: list[Token]) -> None:
        """Take the year of 'the 2008 edition of ISO 9001' or 'ISO 9001, Ausgabe 2008' for that of the standard."""
        for place, token in enumerate(tokens):
            if "std" not in token.tags or "dated" in token.tags:
                continue
            near = tokens[max(0, place - 5) : place + 5]
            if not any("edition" in one.tags for one in near):
                continue
            for year in (one.word for one in near if "year" in one.tags):
                number = next(tag[1:] for tag in token.tags if tag[0] == "n" and tag[1:2].isdigit())
                token.tags |= self._standard(number, year, "iso")

    def places(self, tokens: list[Token]) -> Places:
        """Say where each class is met, phrases of several words too; 'start:x' says that it is met at the beginning."""
        found: Places = {}
        covered = self._phrase_places(tokens, found)
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
        for name, patterns in self._notions:
            met = {span for pattern in patterns for span in pattern.every(found)}
            if met:
                found[name] = sorted({*found.get(name, ()), *met})
                _swallow(tokens, found, name, met)
        return found

    def _phrase_places(self, tokens: list[Token], found: Places) -> set[tuple[str, int]]:
        """Take down where phrases are met; give the tokens inside them with the class of the phrase."""
        covered: set[tuple[str, int]] = set()
        for place, token in enumerate(tokens):
            second = tokens[place + 1].word if place + 1 < len(tokens) else ""
            for parts, name in self._begun(token.word):
                if parts[1][0] not in (second[:1], "*") or not self._fits(tokens, place, parts):
                    continue
                last = place + len(parts) - 1
                found.setdefault(name, []).append((place, last))
                covered.update((name, inside) for inside in range(place, last + 1))
                for inner in tokens[place : last + 1] if name in TERMS or name == _IDIOM else ():
                    inner.tags -= inner.tags - {"hard"} if name == _IDIOM else _SWALLOWED
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
