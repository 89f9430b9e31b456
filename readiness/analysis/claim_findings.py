"""What the claims checker says of a document: misused words, what a certificate lacks, why, and what to write."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from readiness.analysis.certificates import Certificates, Objection
from readiness.analysis.claims import Checker, Hit
from readiness.analysis.stretches import Stretches
from readiness.model.certificates import CertificateKind, Stated
from readiness.model.claims import ClaimClause, ClaimRule, ClaimRules
from readiness.model.passages import Document, Passage
from readiness.texts import tr

_LONGEST_PIECE = 4_000
"""Letters that are checked at once: longer than paragraphs are, so that only lines without end are cut."""
_SENTENCE_ENDS = (". ", "! ", "? ", "\n")
_CONTEXT = 80
"""Letters shown before and after the words."""
_WORDS = re.compile(r"[^\W\d_]+")
_COMMON = {
    "de": frozenset(
        [
            "der",
            "die",
            "das",
            "und",
            "ist",
            "nicht",
            "wir",
            "ein",
            "eine",
            "nach",
            "mit",
            "für",
            "von",
            "zu",
            "auf",
            "im",
            "den",
            "des",
            "dem",
            "sind",
            "werden",
            "wird",
        ]
    ),
    "en": frozenset(
        [
            "the",
            "and",
            "is",
            "not",
            "we",
            "a",
            "an",
            "to",
            "with",
            "for",
            "of",
            "on",
            "in",
            "are",
            "be",
            "our",
            "your",
            "by",
            "this",
            "that",
            "it",
            "or",
            "from",
        ]
    ),
}


@dataclass(frozen=True)
class Words:
    """Words that a rule objects to: where they stand in a passage, and what stands before and after them."""

    passage: int
    start: int
    end: int
    before: str
    text: str
    after: str

    @property
    def spot(self) -> tuple[int, int, int]:
        """Where they are: the number of the passage, the first letter, and the one after the last."""
        return self.passage, self.start, self.end


@dataclass(frozen=True)
class DocumentFinding:
    """What a rule says of a document: of words in it, or of the document as a whole, such as what it lacks.

    Clauses are '17065:7.7.1' or, with a letter, '17065:7.7.1.a'. `certificate` says of which kind of certificate it is
    found, where it is a rule for certificates.
    """

    rule: str
    title: str
    severity: str
    place: str
    why: str
    correct_wording: str
    clauses: tuple[str, ...]
    words: Words | None = None
    certificate: CertificateKind | None = None

    @property
    def is_error(self) -> bool:
        """Tell whether it is wrong as it stands; else somebody has to look."""
        return self.severity == "error"

    @property
    def subject(self) -> str:
        """What is allowed where it is allowed: the words, or what is found of the whole document."""
        return self.words.text if self.words else self.title

    @property
    def key(self) -> str:
        """What an allowance is remembered by: the rule, with the words whatever their case and spaces.

        Of a whole document, with the kind of certificate: what may be missing in one may be in all of its kind.
        """
        about = " ".join(self.words.text.casefold().split()) if self.words else self.certificate or ""
        return f"{self.rule}:{about}"


@dataclass(frozen=True)
class CheckedDocument:
    """A document that was checked: its passages, what was found, and what was allowed before.

    `certificate` says what kind of certificate it was checked as; None: as none. `problem` says why it could not be
    read; '' where it was.
    """

    name: str
    passages: tuple[Passage, ...] = ()
    findings: tuple[DocumentFinding, ...] = ()
    allowed: tuple[DocumentFinding, ...] = ()
    problem: str = ""
    certificate: CertificateKind | None = None

    @property
    def errors(self) -> int:
        """Count what is wrong as it stands."""
        return sum(item.is_error for item in self.findings)


def language_of(texts: Iterable[str], languages: Collection[str]) -> str:
    """Tell which of some languages texts are in, by their commonest words; the first where none shows."""
    counts = dict.fromkeys(languages, 0)
    for text in texts:
        for word in _WORDS.findall(text.casefold()):
            for language in counts:
                counts[language] += word in _COMMON.get(language, ())
    return max(counts, key=lambda language: counts[language])


def check(
    document: Document,
    rules: Mapping[str, ClaimRules],
    allowed: Collection[str] = (),
    certificates: Certificates | None = None,
    stated: Stated = Stated.RECOGNIZE,
) -> CheckedDocument:
    """Check every passage by the rules of the document's language, and the whole by those for certificates.

    `allowed` holds the keys of what was allowed; `stated` is what somebody says that the document is.
    """
    language = language_of((passage.text for passage in document.passages), list(rules))
    checker, by_id = Checker.of(rules[language]), {rule.id: rule for rule in rules[language].rules}
    found = [
        _of_words(number, passage, hit, by_id[hit.rule])
        for number, passage in enumerate(document.passages)
        for hit in _hits(checker, passage)
    ]
    kind = _kind(document, language, certificates, stated)
    if certificates is not None and kind is not None:
        several = _of_several(document, language, certificates, stated)
        found = list(_without_own_wording(found, document, language, certificates))
        found = _together(found, [_of_certificate(document, item, one) for one, item in several])
    return CheckedDocument(
        name=document.name,
        passages=document.passages,
        findings=tuple(item for item in found if item.key not in allowed),
        allowed=tuple(item for item in found if item.key in allowed),
        certificate=kind,
    )


def _hits(checker: Checker, passage: Passage) -> Iterator[Hit]:
    """Check a passage; a very long one piece by piece, as one sentence costs by the square of its length."""
    heading = passage.kind in ("heading", "title", "cell", "alt")
    for begin, piece in _pieces(passage.text):
        for hit in checker.check(piece, heading=heading):
            yield replace(hit, start=hit.start + begin, end=hit.end + begin)


def _pieces(text: str) -> Iterator[tuple[int, str]]:
    """Cut a text longer than any paragraph behind a sentence, else between words, else where it must be."""
    begin = 0
    while len(text) - begin > _LONGEST_PIECE:
        least, most = begin + _LONGEST_PIECE // 2, begin + _LONGEST_PIECE
        stop = max(text.rfind(sign, least, most) + len(sign) for sign in _SENTENCE_ENDS)
        if stop <= least:
            stop = text.rfind(" ", least, most) + 1
        stop = stop if stop > least else most
        yield begin, text[begin:stop]
        begin = stop
    yield begin, text[begin:]


def _without_own_wording(
    found: Iterable[DocumentFinding], document: Document, language: str, certificates: Certificates
) -> Iterator[DocumentFinding]:
    """Leave out what claim rules object to in what certificates must say."""
    own: dict[int, Stretches] = {}
    for item in found:
        if item.words is None or certificates.is_not_asked(language, item.rule):
            continue
        number, start, end = item.words.spot
        if number not in own:
            own[number] = certificates.own_wording(document.passages[number])
        if not own[number].overlap(start, end):
            yield item


def _kind(
    document: Document, language: str, certificates: Certificates | None, stated: Stated
) -> CertificateKind | None:
    match stated:
        case Stated.SYSTEM:
            return CertificateKind.SYSTEM
        case Stated.PRODUCT:
            return CertificateKind.PRODUCT
        case Stated.RECOGNIZE if certificates is not None:
            return certificates.recognize(document, language)
        case _:
            return None


def _of_several(
    document: Document, language: str, certificates: Certificates, stated: Stated
) -> Iterator[tuple[CertificateKind, Objection]]:
    """Check each certificate of a file for itself: walk through objections with the kind of what they are about."""
    parts = certificates.parts(document, language)
    for part in parts:
        one = Document(document.name, document.passages[part.start : part.stop])
        kind = _kind(one, language, certificates, stated)
        if kind is not None:
            for item in certificates.check(one, language, kind):
                passage = item.passage + part.start if item.passage >= 0 else -1
                yield kind, replace(item, passage=passage, begins=part.start if len(parts) > 1 else -1)


def _together(wording: list[DocumentFinding], certificate: list[DocumentFinding]) -> list[DocumentFinding]:
    """Put findings together: of two about the same words the graver, else that of the rule for certificates."""

    def beaten(item: DocumentFinding, by: Mapping[tuple[int, bool], Stretches], *, also_by_equal: bool) -> bool:
        if item.words is None:
            return False
        number, start, end = item.words.spot
        graver = {(number, True)} if not item.is_error else set()
        equal = {(number, item.is_error)} if also_by_equal else set()
        return any(key in by and by[key].overlap(start, end) for key in graver | equal)

    by_wording, by_certificate = _spots(wording), _spots(certificate)
    kept = [item for item in certificate if not beaten(item, by_wording, also_by_equal=False)]
    kept += [item for item in wording if not beaten(item, by_certificate, also_by_equal=True)]
    return sorted(kept, key=lambda item: (item.words.passage, item.words.start) if item.words else (-1, 0))


def _spots(found: Iterable[DocumentFinding]) -> dict[tuple[int, bool], Stretches]:
    """Say by passage where words are that are wrong as they stand (True), or to be looked at (False)."""
    spots: dict[tuple[int, bool], Stretches] = {}
    for item in found:
        if item.words is not None:
            number, start, end = item.words.spot
            spots.setdefault((number, item.is_error), Stretches()).add(start, end)
    return spots


def _words(passage: Passage, number: int, start: int, end: int) -> Words:
    text = passage.text
    return Words(
        number, start, end, text[max(0, start - _CONTEXT) : start], text[start:end], text[end : end + _CONTEXT]
    )


def _of_words(number: int, passage: Passage, hit: Hit, rule: ClaimRule) -> DocumentFinding:
    return DocumentFinding(
        rule=rule.id,
        title=rule.title,
        severity=hit.severity,
        place=passage.place.text(),
        why=rule.why,
        correct_wording=rule.correct_wording,
        clauses=_clauses(rule.clauses),
        words=_words(passage, number, hit.start, hit.end),
    )


def _of_certificate(document: Document, item: Objection, kind: CertificateKind) -> DocumentFinding:
    passage = document.passages[item.passage] if item.passage >= 0 else None
    return DocumentFinding(
        rule=item.rule.id,
        title=item.rule.title,
        severity=item.severity,
        place=passage.place.text() if passage else _whole(document, item.begins),
        why=item.rule.why,
        correct_wording=item.rule.correct_wording,
        clauses=_clauses(item.clauses),
        words=_words(passage, item.passage, item.start, item.end) if passage else None,
        certificate=kind,
    )


def _whole(document: Document, begins: int) -> str:
    """Say that something is of no words: of the document, or of the certificate in it that begins somewhere."""
    if begins < 0:
        return tr("the whole document")
    return tr("the certificate that begins at {place}", place=document.passages[begins].place.text())


def _clauses(clauses: Iterable[ClaimClause]) -> tuple[str, ...]:
    return tuple(f"{_short(clause.standard)}:{clause.clause}" for clause in clauses)


def _short(standard: str) -> str:
    return standard.removeprefix("ISO/IEC ").partition(":")[0]


def by_rule(checked: Iterable[CheckedDocument]) -> Iterator[tuple[DocumentFinding, int]]:
    """Walk through the rules that were broken, each with a first example and how often."""
    counts: dict[str, int] = {}
    first: dict[str, DocumentFinding] = {}
    for document in checked:
        for item in document.findings:
            counts[item.rule] = counts.get(item.rule, 0) + 1
            first.setdefault(item.rule, item)
    for rule in sorted(counts, key=lambda rule: (-counts[rule], rule)):
        yield first[rule], counts[rule]
