"""What attached documents and shared records say about keeping the two standards apart.

Texts are read once (`DocumentRead`), so that window, command line and report conclude the same from the same records.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from readiness import words
from readiness.analysis.findings import Context, Finding, Severity
from readiness.analysis.separation import (
    PRODUCTS,
    SYSTEMS,
    has_own_parts,
    laid_down_for_both,
    speaks_of,
)
from readiness.model.checklist import Checklist, Requirement
from readiness.model.clauses import ClauseNumber
from readiness.model.records import Assessment, Attested, Evidence, EvidenceKind, Role, Saying
from readiness.model.snapshot import Snapshot
from readiness.texts import tr, trn

STAGES, AUDIT_DAYS, SURVEILLANCE_AUDIT = "stages", "audit-days", "surveillance-audit"
_TERMS: dict[str, re.Pattern[str]] = {
    AUDIT_DAYS: re.compile(
        r"\b(?:audit(?:or)?[\s-]*(?:man[\s-]*)?days?|man[\s-]*days?\s+(?:of|per)\s+audits?"
        r"|audit(?:oren)?tage?[ns]?|auditdauer|auditzeit(?:en)?)\b", re.IGNORECASE),
    SURVEILLANCE_AUDIT: re.compile(
        r"\b(?:surveillance[\s-]+audits?|re-?certification[\s-]+audits?"
        r"|überwachungsaudits?|ueberwachungsaudits?|re-?zertifizierungsaudits?)\b", re.IGNORECASE),
}  # fmt: skip
_MOST_SAYINGS = 20
_MOST_QUOTED = 200
_MOST_CLAUSES = 6
_NAMED = {SYSTEMS: re.compile(r"\b17021(?:-1)?\b"), PRODUCTS: re.compile(r"\b17065\b")}


def sayings(passages: Iterable[tuple[str, str]]) -> tuple[Saying, ...]:
    """Pick what belongs to audits of management systems from the passages of a text, each with the place it stands at.

    A sentence that denies it, or says that it belongs to management systems, is left out. No more than twenty.
    """
    found: list[Saying] = []
    for text, where in passages:
        for what, pattern in ((STAGES, None), *_TERMS.items()):
            if quoted := speaks_of(text, pattern):
                found.append(Saying(what=what, quoted=quoted[:_MOST_QUOTED], where=where))
                if len(found) == _MOST_SAYINGS:
                    return tuple(found)
    return tuple(found)


def named(texts: Iterable[str]) -> tuple[str, ...]:
    """List which of the two standards some texts name, by their short numbers."""
    found = {short for text in texts for short, pattern in _NAMED.items() if pattern.search(text)}
    return tuple(short for short in _NAMED if short in found)


def to_read(snapshot: Snapshot) -> tuple[Evidence, ...]:
    """List the evidence whose attached file the rules would need to have read, and have not: what 17065 rests on.

    That is what is cited as laying it down, and the procedures of services whose certificate names a product.
    """
    found: dict[str, Evidence] = {}
    for assessment in snapshot.assessments_of(PRODUCTS):
        for leaf in snapshot.requirements(assessment):
            for citation in snapshot.answer(assessment, leaf.id).citations:
                evidence = snapshot.evidence.get(citation.evidence)
                if evidence and evidence.file and evidence.text_read is None and citation.role is Role.LAID_DOWN:
                    found[evidence.id] = evidence
    for service in snapshot.services.values():
        if service.attested in _OF_PRODUCTS:
            for evidence in service.documents(snapshot.evidence.values()):
                if evidence.file and evidence.text_read is None:
                    found[evidence.id] = evidence
    return tuple(found.values())


_OF_PRODUCTS = (Attested.PRODUCT, Attested.BOTH)


# Rules


def system_terms(snapshot: Snapshot, context: Context) -> Iterator[Finding]:
    """Terms of management-system audits in the text of what lays down product certification.

    Stages, audit days and surveillance audits belong to ISO/IEC 17021-1 (9.3.1.1, 9.1.4, 9.6.2); a product scheme has
    evaluation, review, decision and surveillance as the scheme asks (17065, 7.4 to 7.9). In a document that serves both
    standards by parts of their own the words are expected, and nothing is said.
    """
    systems = snapshot.assessments_of(SYSTEMS)
    for products in snapshot.assessments_of(PRODUCTS):
        for evidence, leaves in _laid_down_by(snapshot, products):
            read = evidence.text_read
            if read is None or not read.sayings:
                continue
            sharing = [item for item in systems if any(_cites(snapshot, item, evidence.id))]
            if sharing and all(has_own_parts(snapshot, evidence.id, item, products) for item in sharing):
                continue
            yield _terms_finding(snapshot, products, evidence, leaves, read.sayings, is_shared=bool(sharing))
    yield from _terms_in_procedures(snapshot)


def _terms_in_procedures(snapshot: Snapshot) -> Iterator[Finding]:
    """Look into procedures of product services that no clause of 17065 cites."""
    cited = {
        citation.evidence
        for assessment in snapshot.assessments.values()
        for answer in snapshot.answers.get(assessment.id, {}).values()
        for citation in answer.citations
        if citation.role is Role.LAID_DOWN
    }
    for service in snapshot.services.values():
        for evidence in service.documents(snapshot.evidence.values()) if service.attested is Attested.PRODUCT else ():
            read = evidence.text_read
            if read is None or not read.sayings or evidence.id in cited:
                continue
            first = next((item for item in read.sayings if item.what == STAGES), read.sayings[0])
            stops = first.what == STAGES and not service.planned
            yield Finding(
                key=f"system-terms:{service.id}:{evidence.id}",
                rule="system-terms",
                severity=Severity.STOPS if stops else Severity.WARNS,
                sentence=tr(
                    "'{title}' says how the service '{name}' is done and speaks of {what}: '{quoted}' ({where}). That "
                    "belongs to audits of management systems.",
                    title=f"{evidence.reference} {evidence.title}".strip(),
                    name=service.name,
                    what=", ".join(dict.fromkeys(_term(item.what) for item in read.sayings)),
                    quoted=first.quoted,
                    where=first.where or tr("place not known"),
                ),
                resolve=tr("Describe evaluation and surveillance as the scheme has them, in a procedure of its own."),
                evidence=(evidence.id,),
                record=service.id,
            )


def _terms_finding(
    snapshot: Snapshot,
    products: Assessment,
    evidence: Evidence,
    leaves: tuple[Requirement, ...],
    said: tuple[Saying, ...],
    *,
    is_shared: bool,
) -> Finding:
    first = next((item for item in said if item.what == STAGES), said[0])
    stops = first.what == STAGES and not is_shared
    return Finding(
        key=f"system-terms:{products.id}:{evidence.id}",
        rule="system-terms",
        severity=Severity.STOPS if stops else Severity.WARNS,
        sentence=tr(
            "'{title}' lays down ISO/IEC 17065 {clauses} and speaks of {what}: '{quoted}' ({where}). That belongs to "
            "audits of management systems.",
            title=f"{evidence.reference} {evidence.title}".strip(),
            clauses=_clauses(leaves, snapshot.checklist_of(products)),
            what=", ".join(dict.fromkeys(_term(item.what) for item in said)),
            quoted=first.quoted,
            where=first.where or tr("place not known"),
        ),
        resolve=tr("Make sure that these sentences are only in the part for management systems.")
        if is_shared
        else tr("Describe evaluation and surveillance as the scheme has them, in a procedure of its own."),
        assessment=products.id,
        requirements=tuple(leaf.id for leaf in leaves),
        evidence=(evidence.id,),
    )


def _clauses(leaves: tuple[Requirement, ...], checklist: Checklist) -> str:
    """Name clauses; of many the first few, and how many more there are."""
    numbers = list(dict.fromkeys(leaf.clause.number for leaf in leaves))
    if len(numbers) <= _MOST_CLAUSES:
        return words.requirements(leaves, checklist)
    more = len(numbers) - _MOST_CLAUSES
    return trn("{clauses} and {n} more", "{clauses} and {n} more", more, clauses=", ".join(numbers[:_MOST_CLAUSES]))


def _term(what: str) -> str:
    return {
        STAGES: tr("Stage 1 / Stage 2"),
        AUDIT_DAYS: tr("audit days"),
        SURVEILLANCE_AUDIT: tr("surveillance or recertification audits"),
    }.get(what, what)


def manual_names_both(snapshot: Snapshot, context: Context) -> Iterator[Finding]:
    """A manual that lays down requirements of both standards, yet whose text does not name both."""
    for found in laid_down_for_both(snapshot, context.crosswalk, ()):  # whatever the topic is
        manual = snapshot.evidence[found.evidence]
        read = manual.text_read
        if manual.kind is not EvidenceKind.MANUAL or read is None or read.problem:
            continue
        missing = [short for short in (SYSTEMS, PRODUCTS) if short not in read.names]
        if missing:
            yield Finding(
                key=f"manual-names-both:{found.systems.id}:{found.products.id}:{manual.id}",
                rule="manual-names-both",
                severity=Severity.WARNS,
                sentence=tr(
                    "The manual '{title}' is cited for both standards, yet its text does not name {missing}.",
                    title=f"{manual.reference} {manual.title}".strip(),
                    missing=tr(" and ").join(f"ISO/IEC {short}" for short in missing),
                ),
                resolve=tr("Name both standards in the manual, with the procedures and the scope of each."),
                assessment=found.systems.id,
                requirements=tuple(leaf.id for leaf in found.left),
                other_assessment=found.products.id,
                other_requirements=tuple(leaf.id for leaf in found.right),
                evidence=(manual.id,),
            )


@dataclass(frozen=True)
class _Record:
    """Records that each standard needs for itself: the clauses on both sides, and what would end a finding."""

    key: str
    systems: tuple[str, ...]
    products: tuple[str, ...]


_RECORDS = (
    _Record("impartiality", ("5.2.3",), ("4.2.3", "4.2.4")),
    _Record("competence", ("7.1.2", "7.1.3", "7.2.3", "7.2.4", "7.2.8", "A.1", "A.2", "A.3", "A.4"), ("6.1.2.1",)),
    _Record("certificate", ("8.2.2",), ("7.7.1", "7.7.2")),
    _Record("mark", ("8.3.1",), ("4.1.3.1",)),
)


def _said_of(key: str) -> tuple[str, str]:
    return {
        "impartiality": (
            tr("one impartiality risk assessment for both"),
            tr("Assess the risks of each activity: selling audits threatens impartiality otherwise than testing does."),
        ),
        "competence": (
            tr("one competence record for auditors and evaluators"),
            tr("Authorize for each function of each standard, by criteria of its own."),
        ),
        "certificate": (
            tr("one certificate template for both"),
            tr("Use a template for each: one names the management system, the other the product, process or service."),
        ),
        "mark": (
            tr("one set of mark rules for both"),
            tr("Write mark rules for each: a mark of a system is never shown on a product."),
        ),
    }[key]


def one_record(snapshot: Snapshot, context: Context) -> Iterator[Finding]:
    """One record that shows the practice of both standards where the risks, functions or forms differ.

    As a rule in writing this is `own-document`; here it is what practice is shown by. Different places in one file
    (a sheet for each) are fine.
    """
    for systems in snapshot.assessments_of(SYSTEMS):
        for products in snapshot.assessments_of(PRODUCTS):
            for record in _RECORDS:
                left = _shown(snapshot, systems, record.systems)
                right = _shown(snapshot, products, record.products)
                for evidence in left.keys() & right.keys():
                    places = left[evidence][1], right[evidence][1]
                    if all(places) and not places[0] & places[1]:
                        continue
                    yield _one_record(snapshot, record, (systems, left[evidence][0]), (products, right[evidence][0]),
                                      evidence)  # fmt: skip


_Side = tuple[Assessment, tuple[Requirement, ...]]


def _one_record(snapshot: Snapshot, record: _Record, left: _Side, right: _Side, evidence: str) -> Finding:
    found = snapshot.evidence[evidence]
    what, resolve = _said_of(record.key)
    return Finding(
        key=f"one-record:{record.key}:{left[0].id}:{right[0].id}:{evidence}",
        rule="one-record",
        severity=Severity.WARNS,
        sentence=tr(
            "'{title}' shows the practice of ISO/IEC 17021-1 {left} and ISO/IEC 17065 {right}: {what}.",
            title=f"{found.reference} {found.title}".strip(),
            left=words.requirements(left[1], snapshot.checklist_of(left[0])),
            right=words.requirements(right[1], snapshot.checklist_of(right[0])),
            what=what,
        ),
        resolve=tr("{what} Cite the place of each in it, where it has one.", what=resolve),
        assessment=left[0].id,
        requirements=tuple(leaf.id for leaf in left[1]),
        other_assessment=right[0].id,
        other_requirements=tuple(leaf.id for leaf in right[1]),
        evidence=(evidence,),
    )


def unread_documents(snapshot: Snapshot, context: Context) -> Iterator[Finding]:
    """Attached documents that lay down 17065 and whose text nobody has looked through yet, while both are held."""
    unread = to_read(snapshot) if snapshot.assessments_of(SYSTEMS) else ()
    if unread:
        yield Finding(
            key="unread-documents",
            rule="unread-documents",
            severity=Severity.NOTES,
            sentence=tr("Not looked through for terms of system audits: {titles}",
                        titles=", ".join(item.reference or item.title for item in unread)),
            resolve=tr("Run the separation check: place 'Two standards', or 'readiness separation'."),
            evidence=tuple(item.id for item in unread),
        )  # fmt: skip


def _laid_down_by(snapshot: Snapshot, assessment: Assessment) -> Iterator[tuple[Evidence, tuple[Requirement, ...]]]:
    found: dict[str, list[Requirement]] = {}
    for leaf in snapshot.requirements(assessment):
        for citation in snapshot.answer(assessment, leaf.id).citations:
            if citation.role is Role.LAID_DOWN:
                found.setdefault(citation.evidence, []).append(leaf)
    for evidence, leaves in found.items():
        yield snapshot.evidence[evidence], tuple(dict.fromkeys(leaves))


def _cites(snapshot: Snapshot, assessment: Assessment, evidence: str) -> Iterator[bool]:
    for answer in snapshot.answers.get(assessment.id, {}).values():
        for citation in answer.citations:
            yield citation.evidence == evidence and citation.role is Role.LAID_DOWN


_Shown = dict[str, tuple[tuple[Requirement, ...], set[str]]]


def _shown(snapshot: Snapshot, assessment: Assessment, clauses: tuple[str, ...]) -> _Shown:
    """Give what shows the practice of some clauses: by evidence id the requirements and the places cited."""
    numbers = [ClauseNumber.parse(clause) for clause in clauses]
    found: _Shown = {}
    for leaf in snapshot.requirements(assessment):
        if any(number.covers(leaf.number) for number in numbers):
            for citation in snapshot.answer(assessment, leaf.id).citations:
                if citation.role is Role.SHOWN_BY:
                    leaves, places = found.get(citation.evidence, ((), set()))
                    where = {citation.where.strip()} - {""}
                    found[citation.evidence] = (tuple(dict.fromkeys((*leaves, leaf))), places | where)
    return found
