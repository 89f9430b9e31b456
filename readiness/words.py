"""The human word for every value that a person reads, the same in window, command line and reports."""

from __future__ import annotations

import datetime as dt

from readiness.model.certificates import CertificateKind, Stated
from readiness.model.checklist import Checklist, Confirmation, Duty, Requirement
from readiness.model.clauses import ClauseNumber, fold_letters
from readiness.model.crosswalk import Relation, Sharing
from readiness.model.history import CommitKind
from readiness.model.records import (
    ActionState,
    Attested,
    Evaluated,
    EvidenceKind,
    Mark,
    MarkPlace,
    Method,
    Rating,
    Role,
    Weight,
)
from readiness.texts import tr


def rating(value: Rating) -> str:
    """Name a rating."""
    return {
        Rating.NOT_ASSESSED: tr("not assessed"),
        Rating.CONFORMING: tr("conforming"),
        Rating.PARTLY: tr("partly conforming"),
        Rating.NONCONFORMING: tr("nonconforming"),
        Rating.NOT_APPLICABLE: tr("not applicable"),
    }[value]


def rating_sign(value: Rating) -> str:
    """Give the shape that stands for a rating, so that nothing is said by colour alone."""
    return {
        Rating.NOT_ASSESSED: "○",
        Rating.CONFORMING: "●",
        Rating.PARTLY: "◐",
        Rating.NONCONFORMING: "✕",
        Rating.NOT_APPLICABLE: "–",
    }[value]


def weight(value: Weight) -> str:
    """Name the weight of a gap."""
    return {Weight.UNSET: tr("weight not set"), Weight.MINOR: tr("minor"), Weight.MAJOR: tr("major")}[value]


def role(value: Role) -> str:
    """Name what a citation proves."""
    return {Role.LAID_DOWN: tr("laid down in"), Role.SHOWN_BY: tr("practised, shown by")}[value]


def mark(value: Mark) -> str:
    """Name a mark."""
    return {Mark.FOLLOW_UP: tr("follow up"), Mark.CHECK_ON_SITE: tr("to be checked on site")}[value]


def evidence_kind(value: EvidenceKind) -> str:
    """Name a kind of evidence."""
    return {
        EvidenceKind.MANUAL: tr("manual"),
        EvidenceKind.POLICY: tr("policy"),
        EvidenceKind.PROCEDURE: tr("procedure"),
        EvidenceKind.FORM: tr("form"),
        EvidenceKind.CONTRACT: tr("contract"),
        EvidenceKind.RECORD: tr("record"),
        EvidenceKind.REPORT: tr("report"),
        EvidenceKind.TEST_REPORT: tr("test report"),
        EvidenceKind.MINUTES: tr("minutes"),
        EvidenceKind.CERTIFICATE: tr("certificate"),
        EvidenceKind.REGISTER: tr("register"),
        EvidenceKind.INTERVIEW: tr("interview"),
        EvidenceKind.OBSERVATION: tr("observation"),
        EvidenceKind.OTHER: tr("other"),
    }[value]


def certificate(value: CertificateKind) -> str:
    """Name a certificate by what it is of."""
    return {
        CertificateKind.SYSTEM: tr("certificate of a management system"),
        CertificateKind.PRODUCT: tr("certificate of a product, process or service"),
        CertificateKind.UNCLEAR: tr("certificate of unclear kind"),
    }[value]


def stated(value: Stated) -> str:
    """Name what somebody says that a document is."""
    return {
        Stated.RECOGNIZE: tr("recognize certificates"),
        Stated.SYSTEM: tr("certificate of a management system"),
        Stated.PRODUCT: tr("certificate of a product, process or service"),
        Stated.NONE: tr("no certificate"),
    }[value]


def action_state(value: ActionState) -> str:
    """Name the state of a corrective action."""
    return {
        ActionState.OPEN: tr("open"),
        ActionState.IN_PROGRESS: tr("in progress"),
        ActionState.DONE: tr("done, effect not yet checked"),
        ActionState.CLOSED: tr("closed, effect checked"),
    }[value]


def duty(value: Duty) -> str:
    """Name how far a requirement binds."""
    return {
        Duty.REQUIRED: tr("required"),
        Duty.CONDITIONAL: tr("required under a condition"),
        Duty.GUIDANCE: tr("guidance, outside conformity"),
    }[value]


def confirmation(numbering: Confirmation, letters: Confirmation | None) -> str:
    """Say how far a clause's number and its count of letters are confirmed by a public source."""
    number_known = numbering is Confirmation.CONFIRMED
    if letters is None:
        return tr("number confirmed") if number_known else tr("number to be confirmed in your copy of the standard")
    letters_known = letters is Confirmation.CONFIRMED
    return {
        (True, True): tr("number and letters confirmed"),
        (True, False): tr("number confirmed, letters to be confirmed in your copy of the standard"),
        (False, True): tr("letters confirmed, number to be confirmed in your copy of the standard"),
        (False, False): tr("number and letters to be confirmed in your copy of the standard"),
    }[number_known, letters_known]


def evaluated(value: Evaluated) -> str:
    """Name what a service evaluates."""
    return {
        Evaluated.ORGANIZATION: tr("how an organization manages"),
        Evaluated.PRODUCT: tr("a product"),
        Evaluated.PROCESS: tr("a process"),
        Evaluated.SERVICE: tr("a service"),
        Evaluated.PERSON: tr("a person's competence"),
        Evaluated.ITEM: tr("an item that is inspected"),
        Evaluated.SAMPLE: tr("a sample that is tested"),
        Evaluated.STATEMENT: tr("a statement (claim)"),
        Evaluated.UNSURE: tr("not sure"),
    }[value]


def method(value: Method) -> str:
    """Name how something is evaluated."""
    return {
        Method.AUDIT: tr("audit"),
        Method.TESTING: tr("testing"),
        Method.INSPECTION: tr("inspection"),
        Method.SAMPLING: tr("sampling"),
        Method.EXAMINATION: tr("examination of persons"),
        Method.REVIEW: tr("review of documents or data"),
    }[value]


def attested(value: Attested) -> str:
    """Name what a certificate says is conforming."""
    return {
        Attested.SYSTEM: tr("the management system of an organization"),
        Attested.PRODUCT: tr("a product, process or service"),
        Attested.BOTH: tr("a management system, and a product, process or service"),
        Attested.PERSON: tr("a person"),
        Attested.RESULTS: tr("results only: a report, no certificate"),
        Attested.STATEMENT: tr("a statement (claim)"),
        Attested.UNSURE: tr("not sure"),
    }[value]


def mark_place(value: MarkPlace) -> str:
    """Name where a client may show the mark."""
    return {
        MarkPlace.COMPANY: tr("on letters, web pages and advertising of the organization"),
        MarkPlace.PRODUCT: tr("on the product or its packaging"),
        MarkPlace.NOWHERE: tr("there is no mark"),
        MarkPlace.UNSURE: tr("not sure"),
    }[value]


def relation(value: Relation) -> str:
    """Name how two standards compare on a topic."""
    return {
        Relation.EQUAL: tr("same duty"),
        Relation.SIMILAR: tr("similar"),
        Relation.ONLY_HERE: tr("only in one standard"),
    }[value]


def sharing(value: Sharing) -> str:
    """Say whether one document may serve both standards."""
    return {
        Sharing.MAY_SHARE: tr("one document may serve both"),
        Sharing.OWN_DOCUMENT: tr("each standard needs its own document"),
        Sharing.ONE_SIDE: tr("asked by one standard only"),
    }[value]


def commit_kind(value: CommitKind) -> str:
    """Name how a commit came about."""
    return {
        CommitKind.CHANGE: tr("change"),
        CommitKind.UNDO: tr("undo"),
        CommitKind.REDO: tr("redo"),
        CommitKind.PURGE: tr("purge"),
        CommitKind.RECOVERY: tr("recovery"),
    }[value]


def date(value: dt.date | None) -> str:
    """Show a date as the language writes it, in English 2026-03-31; '' where there is none."""
    return value.strftime(tr("%Y-%m-%d")) if value else ""


def moment(value: dt.datetime) -> str:
    """Show date and time to the minute, in the time zone that the value has."""
    return f"{date(value.date())} {value:%H:%M}"


def read_date(text: str) -> dt.date:
    """Read a date, written as 2026-03-31 or as the language writes it.

    Raises:
        ValueError: it is neither.
    """
    try:
        return dt.date.fromisoformat(text.strip())
    except ValueError:
        return dt.datetime.strptime(text.strip(), tr("%Y-%m-%d")).date()  # noqa: DTZ007 - only the day is kept


def requirements(leaves: tuple[Requirement, ...], checklist: Checklist) -> str:
    """Show requirements in order with letters folded: '9.4.8.2, 9.5.1 a) to c)'; a whole stem by its number."""
    by_clause: dict[str, list[str]] = {}
    for leaf in sorted(leaves, key=lambda leaf: leaf.number):
        by_clause.setdefault(leaf.clause.number, []).append(leaf.number.letter)
    shown = []
    for number, letters in by_clause.items():
        whole = len(letters) == len(checklist.letters_of.get(number, ()))
        shown.append(number if whole or letters == [""] else f"{number} {fold_letters(letters)}")
    return ", ".join(shown)


def requirement(identifier: str) -> str:
    """Show a stored requirement id as the trade writes it: '4.1.2.2 a)'."""
    return str(ClauseNumber.parse(identifier))


def clause(cited: str) -> str:
    """Show a clause with its standard: '17021-1:8.2.2.a' as '17021-1:8.2.2 a)'."""
    standard, _, number = cited.partition(":")
    return f"{standard}:{requirement(number)}"
