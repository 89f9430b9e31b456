"""Whether a document is a certificate, of what kind, and what it lacks or says that its kind must not.

What it must show: ISO/IEC 17021-1:2015, 8.2.2; ISO/IEC 17065:2012, 7.7.1 and 7.7.2.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

from readiness.analysis.certificate_fields import Fields, Reader
from readiness.analysis.certificate_text import Page, Shapes
from readiness.analysis.stretches import Stretches
from readiness.model.certificates import CertificateKind, CertificateRule, CertificateRules
from readiness.model.claims import ClaimClause, ClaimStandard
from readiness.model.passages import Document, Passage

_HEAD, _MOST = 6_000, 200_000
"""Letters by which a document is recognized, and letters above which none is a certificate unless somebody says so."""
_TITLE_LINES, _TITLE_WORDS = 12, 9
_TITLE, _STATEMENT, _NUMBER, _DATES, _EDITION, _AGAINST, _OTHER_TITLE = 3, 3, 2, 1, 1, 1, 5
_ENOUGH = 5
_SUBJECT = 150
"""Letters after a statement that say what is certified."""
_STATED, _LABELLED, _ALIKE = 3, 1, 0.5
"""What a sign of a kind counts; and above which share of the other kind's signs a certificate is of both."""
_CYCLE_YEARS, _EARLY_MONTHS = 3, 6
"""The cycle (17021-1, 9.1.3.2), and how long before its end recertification is usually decided (9.6.3.2.3)."""
_STANDARD_OF = {CertificateKind.SYSTEM: "ISO/IEC 17021-1", CertificateKind.PRODUCT: "ISO/IEC 17065"}


_WHOLE_CODE = re.compile(r"\S+(?: [\w./-]*\d[\w./-]*)*")
"""A code to its end, further groups of digits included: '04 100 2231'."""
_HINTS = re.compile("certif|zertifi|bescheinig|urkunde|attest|registered|registrier|licen[cs]e|zeichen", re.IGNORECASE)


def speaks_of_certificates(document: Document) -> bool:
    """Tell cheaply whether a document may be a certificate: it names one among its first letters."""
    letters = 0
    for passage in document.passages:
        if _HINTS.search(passage.text[:_HEAD]):
            return True
        letters += len(passage.text)
        if letters > _HEAD:
            break
    return False


@dataclass(frozen=True)
class Objection:
    """What a rule says of a certificate: `passage`, `start` and `end` of words, or -1 where something is missing.

    `begins` is the passage with which the certificate begins, where a file holds several; else -1.
    """

    rule: CertificateRule
    severity: Literal["error", "look"]
    clauses: tuple[ClaimClause, ...]
    passage: int = -1
    start: int = 0
    end: int = 0
    begins: int = -1


class Certificates:
    """The checks of certificates, made ready for use: texts of one language, labels of all, since many have two."""

    def __init__(self, known: Mapping[str, CertificateRules], standards: Sequence[ClaimStandard]) -> None:
        """Take the patterns apart once. `known` holds the rules by language."""
        every = tuple(known.values())
        self._shapes = shapes = Shapes([rules.vocabulary for rules in every], standards)
        signs = [rules.signs for rules in every]
        self._titles = shapes.pattern(line for sign in signs for line in sign.titles)
        self._other_titles = shapes.pattern(line for sign in signs for line in sign.other_titles)
        self._annexes = shapes.pattern(line for sign in signs for line in sign.annexes)
        self._other_certificates = shapes.pattern(line for sign in signs for line in sign.other_certificates)
        self._statements = shapes.pattern(line for sign in signs for line in sign.statements)
        self._numbers = shapes.pattern(line for sign in signs for line in sign.numbers)
        self._edition = shapes.shape("edition")
        self._against = {name: shapes.pattern(rules.signs.against) for name, rules in known.items()}
        self._kinds = {
            CertificateKind.SYSTEM: (
                shapes.pattern(line for sign in signs for line in sign.system),
                [shapes.pattern([line]) for sign in signs for line in sign.system_labels],
                self._against_standards(every, "<system standard>"),
            ),
            CertificateKind.PRODUCT: (
                shapes.pattern(line for sign in signs for line in sign.product),
                [shapes.pattern([line]) for sign in signs for line in sign.product_labels],
                self._against_standards(every, "<product standard>"),
            ),
        }
        self._renewed = shapes.pattern(line for sign in signs for line in sign.renewed)
        self._not_asked = {name: frozenset(rules.wording_not_asked) for name, rules in known.items()}
        self._rules = {name: rules.rules for name, rules in known.items()}
        self._reader = Reader(shapes, every)
        self._words: dict[tuple[str, str], tuple[list[re.Pattern[str]], re.Pattern[str]]] = {}

    def _against_standards(self, every: Sequence[CertificateRules], standard: str) -> re.Pattern[str]:
        """Give what is met where a label names a standard of a kind: the shape of both kinds' rules tells them."""
        labels = {line for rules in every for rule in rules.rules if rule.shape == "standard" for line in rule.labels}
        return self._shapes.pattern(f"{line} {standard}" for line in labels)

    # Recognizing

    def parts(self, document: Document, language: str) -> tuple[range, ...]:
        """Tell which passages are a certificate each, where a file holds several; else one range of all.

        Another begins where a title comes again and a number with it that none before had; the letterhead above the
        first title is above each. A second page, or language, of the same certificate has the number of the first.
        """
        passages, page = document.passages, Page.of(document.passages)
        starts = self._starts(page) if len(page.text) <= _MOST else []
        made = [range(*pair) for pair in pairwise([0, *starts[1:], len(passages)])]
        if all(self.recognize(Document(document.name, passages[part.start : part.stop]), language) for part in made):
            return tuple(made)
        return (range(len(passages)),)

    def _starts(self, page: Page) -> list[int]:
        """Give the passages with which certificates begin."""
        lines = [page.text[slice(*page.line(number))] for number in range(len(page.starts))]
        titles = [number for number, line in enumerate(lines) if self._is_title(line)]
        # 'Certificate no. 12' is a title where the first one is such a line.
        numbered = bool(titles) and bool(self._numbers.search(lines[titles[0]]))
        titles = [number for number in titles if numbered or not self._numbers.search(lines[number])]
        letterhead = page.text[: page.starts[titles[0]]] if titles else ""
        starts: list[int] = []
        codes: set[str] = set()
        for title, following in pairwise([*titles, len(lines)]):
            text = page.text[page.starts[title] : page.line(following - 1)[1]]
            met = self._numbers.search(text)
            begin = re.search(r"\S+$", met[0]) if met else None
            code = _WHOLE_CODE.match(text, met.start() + begin.start()) if met and begin else None
            if code is None or code[0] in codes:
                continue
            codes.add(code[0])
            start = title
            while starts and start - 1 > starts[-1] and lines[start - 1] in letterhead:
                start -= 1
            starts.append(start)
        return starts

    def _is_title(self, line: str) -> bool:
        if (
            len(line.split()) > _TITLE_WORDS
            or ":" in line
            or self._annexes.search(line)
            or self._shapes.day.search(line)
        ):
            return False
        return bool(self._titles.search(line)) and not self._other_titles.search(line)

    def recognize(self, document: Document, language: str) -> CertificateKind | None:
        """Tell whether a document is a certificate or a template of one, and of what; None: it is none."""
        if sum(len(passage.text) for passage in document.passages) > _MOST:
            return None
        page = Page.of(document.passages)
        return self.kind(page) if self._is_certificate(document, page, language) else None

    def _is_certificate(self, document: Document, page: Page, language: str) -> bool:
        head = page.text[:_HEAD]
        stated = bool(self._statements.search(head))
        titles, otherwise = self._title(document, page)
        if otherwise is None or not (stated or titles):
            return False
        titled = bool(titles)
        points = _TITLE * titled + _STATEMENT * stated - _OTHER_TITLE * otherwise
        points += _NUMBER * bool(self._numbers.search(head))
        points += _DATES * min(2, sum(1 for _ in self._shapes.day.finditer(head)))
        points += _EDITION * bool(self._edition.search(head))
        points -= _AGAINST * sum(1 for _ in self._against[language].finditer(head))
        return points >= _ENOUGH

    def _title(self, document: Document, page: Page) -> tuple[list[tuple[int, int]], bool | None]:
        """Give where the first lines have a certificate's title, and whether the first is another document's.

        None instead: it is what is called a certificate, and is none of a system, product, process or service.
        """
        titles: list[tuple[int, int]] = []
        otherwise = False
        for number, passage in enumerate(document.passages[:_TITLE_LINES]):
            start, end = page.line(number)
            line = page.text[start:end]
            short = len(line.split()) <= _TITLE_WORDS or passage.kind in ("heading", "title")
            if short and self._other_certificates.search(line):
                return [], None
            other = bool(self._other_titles.search(line)) and not self._statements.search(line)
            otherwise |= other and short and number < 4
            # In a text file the title may be joined with the lines below it.
            found = self._titles.match(line, len(line) - len(line.lstrip("# ")))
            found = found or (self._titles.search(line) if short else None)
            if found and not (short and other):
                titles.append((start + found.start(), end if short else start + found.end()))
        return titles, otherwise

    def kind(self, page: Page) -> CertificateKind:
        """Tell what a certificate is of, by its titles and statements first, its labels second."""
        stated = [page.text[: min(len(page.text), 160)]]
        stated += [
            page.sentence(found.start(), found.start()) + page.text[found.start() : found.end() + _SUBJECT]
            for found in self._statements.finditer(page.text[:_HEAD])
        ]
        points = {}
        for kind, (statements, labels, standards) in self._kinds.items():
            points[kind] = _STATED * sum(bool(statements.search(text)) for text in stated[:3])
            points[kind] += _STATED * bool(standards.search(page.text))
            points[kind] += _LABELLED * sum(bool(label.search(page.text)) for label in labels)
        system, product = points[CertificateKind.SYSTEM], points[CertificateKind.PRODUCT]
        if min(system, product) >= _STATED and min(system, product) > _ALIKE * max(system, product):
            return CertificateKind.UNCLEAR
        if system == product:
            return CertificateKind.UNCLEAR
        return CertificateKind.SYSTEM if system > product else CertificateKind.PRODUCT

    # Checking

    def own_wording(self, passage: Passage) -> Stretches:
        """Find what a passage says as certificates do ('hereby certifies'), which no claim rule is to object to."""
        said = Page.of((passage,)).text
        return Stretches(found.span() for found in self._statements.finditer(said))

    def is_not_asked(self, language: str, rule: str) -> bool:
        """Tell whether a claim rule has no say in certificates."""
        return rule in self._not_asked[language]

    def check(self, document: Document, language: str, kind: CertificateKind) -> tuple[Objection, ...]:
        """List what a certificate of a kind lacks, then what it says that it must not."""
        page = Page.of(document.passages)
        rules, unclear = self._rules[language], kind is CertificateKind.UNCLEAR
        asked = [rule for rule in rules if rule.kind in (kind, "any") or (unclear and rule.finds == "missing")]
        titles, _ = self._title(document, page)
        fields = self._reader.read(page, [rule for rule in asked if rule.finds == "missing"], titles)
        found: list[Objection] = []
        for rule in asked:
            if rule.finds == "missing":
                same = [other for other in asked if other.same_as == rule.id]
                asked_before = unclear and rule.same_as
                if not asked_before and all(fields.lacks(one) for one in (rule, *same)):
                    found.append(_objection(rule, kind, same))
            elif rule.finds == "words":
                found.extend(self._misworded(page, rule, fields, _objection(rule, kind), language))
            else:
                found.extend(self._judged(page, kind, fields, _objection(rule, kind)))
        return tuple(_without_repeats(found))

    def _judged(self, page: Page, kind: CertificateKind, fields: Fields, objection: Objection) -> Iterator[Objection]:
        """Judge the document as a whole: its kind, its dates."""
        finds = objection.rule.finds
        if finds in ("both kinds", "no kind"):
            both = all(statements.search(page.text) for statements, _, _ in self._kinds.values())
            if kind is CertificateKind.UNCLEAR and both == (finds == "both kinds"):
                yield objection
            return
        if not fields.ends or not fields.begins:
            return
        end, begin = max(fields.ends), max(fields.begins)
        if finds == "end before start":
            if end < min(fields.begins):
                yield objection
        elif begin <= end and end > _later(begin, _CYCLE_YEARS * 12):
            early = end <= _later(begin, _CYCLE_YEARS * 12 + _EARLY_MONTHS) and self._renewed.search(page.text)
            yield replace(objection, severity="look") if early else objection

    def _misworded(
        self, page: Page, rule: CertificateRule, fields: Fields, objection: Objection, language: str
    ) -> Iterator[Objection]:
        patterns, unless = self._patterns_of(rule, language)
        start, end = fields.scope if rule.inside == "scope" else (0, len(page.text))
        for pattern in patterns:
            for found in pattern.finditer(page.text, start, end):
                number = page.passage(found.start())
                if not unless.search(page.sentence(found.start(), found.end())):
                    first, last = page.line(number)
                    at = found.start() - first
                    yield replace(objection, passage=number, start=at, end=min(found.end(), last) - first)

    def _patterns_of(self, rule: CertificateRule, language: str) -> tuple[list[re.Pattern[str]], re.Pattern[str]]:
        """Give the patterns of a rule and of what takes its objection away, made when first needed."""
        key = language, rule.id
        if key not in self._words:
            lines = [self._shapes.pattern([line]) for line in rule.patterns]
            self._words[key] = lines, self._shapes.pattern(rule.unless)
        return self._words[key]


def _objection(rule: CertificateRule, kind: CertificateKind, same: Sequence[CertificateRule] = ()) -> Objection:
    """Object by a rule: with the clauses of the kind's standard, or of both."""
    clauses = tuple(clause for one in (rule, *same) for clause in one.clauses)
    if kind is not CertificateKind.UNCLEAR:
        clauses = tuple(clause for clause in clauses if clause.standard.startswith(_STANDARD_OF[kind])) or clauses
    return Objection(rule, rule.severity, clauses)


def _later(day: dt.date, months: int) -> dt.date:
    """Give the day so many months later, or the next where that month is too short."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    try:
        return day.replace(year=year, month=month + 1)
    except ValueError:
        return dt.date(year, month + 1, 28) + dt.timedelta(days=4)


def _without_repeats(found: Sequence[Objection]) -> Iterator[Objection]:
    """Leave out words that an objection as grave or graver already holds; the rest in the order of the text."""
    kept: list[Objection] = []
    for item in sorted(found, key=lambda item: (item.severity != "error", item.start - item.end)):
        if item.passage < 0 or not any(
            item.passage == other.passage and item.start < other.end and other.start < item.end for other in kept
        ):
            kept.append(item)
    yield from sorted(kept, key=lambda item: (item.passage, item.start, item.rule.id))
