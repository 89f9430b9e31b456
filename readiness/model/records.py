"""The records that a workspace holds. Each is a frozen value with a random id; a change makes a new value.

Field names are those that a person reads in workspace.json.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from enum import StrEnum
from typing import ClassVar

import msgspec

from readiness.model.briefing import Briefing, Person
from readiness.model.record import Record


class Rating(StrEnum):
    """How far a requirement is met."""

    NOT_ASSESSED = "not-assessed"
    CONFORMING = "conforming"
    PARTLY = "partly"
    NONCONFORMING = "nonconforming"
    NOT_APPLICABLE = "not-applicable"


class Weight(StrEnum):
    """Weight of a gap as an accreditation body would grade it."""

    UNSET = "unset"
    MINOR = "minor"
    MAJOR = "major"


class Mark(StrEnum):
    """A mark that the quality manager puts on a requirement for herself."""

    FOLLOW_UP = "follow-up"
    CHECK_ON_SITE = "check-on-site"


class Role(StrEnum):
    """What a cited piece of evidence proves: that a rule is laid down, or that it is practised."""

    LAID_DOWN = "laid-down"
    SHOWN_BY = "shown-by"


class EvidenceKind(StrEnum):
    """What sort of thing the evidence is."""

    MANUAL = "manual"
    POLICY = "policy"
    PROCEDURE = "procedure"
    FORM = "form"
    CONTRACT = "contract"
    RECORD = "record"
    REPORT = "report"
    TEST_REPORT = "test-report"
    MINUTES = "minutes"
    CERTIFICATE = "certificate"
    REGISTER = "register"
    INTERVIEW = "interview"
    OBSERVATION = "observation"
    OTHER = "other"


class ActionState(StrEnum):
    """Where a corrective action stands. 'Closed' means that its effect was checked."""

    OPEN = "open"
    IN_PROGRESS = "in-progress"
    DONE = "done"
    CLOSED = "closed"


class Attachment(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, kw_only=True):
    """A file kept inside the workspace. `name` is a label, never a path; `size` is in bytes.

    `modified` is when the file it was copied from was last changed, in UTC; None where that is not known.
    """

    name: str
    sha256: str
    size: int
    modified: dt.datetime | None = None


class Organization(Record, frozen=True, kw_only=True):
    """The certification body, as it appears on the cover of reports."""

    table: ClassVar[str] = "organization"
    name: str
    accreditation_body: str = ""
    target_date: dt.date | None = None
    logo: Attachment | None = None


class PinnedChecklist(Record, frozen=True, kw_only=True):
    """A checklist version that the workspace keeps a copy of, by the SHA-256 of its file."""

    table: ClassVar[str] = "checklists"
    sha256: str
    checklist: str
    standard: str
    edition: str
    version: str


class Assessment(Record, frozen=True, kw_only=True):
    """One checklist, in one pinned version, applied to one scope under a chosen option."""

    table: ClassVar[str] = "assessments"
    checklist: str
    standard: str
    scope: str
    option: str = ""


class Citation(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, kw_only=True):
    """Evidence cited for a requirement: its record id, its role, and where in it ('section 4.2, p. 7').

    `revision` is the revision of the evidence that the place was looked up in, '' where it had none, None where that
    is not known.
    """

    evidence: str
    role: Role
    where: str = ""
    revision: str | None = None

    @property
    def key(self) -> tuple[str, Role, str]:
        """Give what makes two citations the same, whatever the revision: evidence, role and place."""
        return (self.evidence, self.role, self.where)

    def must_be_confirmed(self, evidence: Evidence | None) -> bool:
        """Tell whether the place was looked up in another revision than the evidence has now."""
        known = evidence is not None and self.revision is not None and bool(self.where.strip())
        return known and evidence is not None and self.revision != evidence.revision


class Answer(Record, frozen=True, kw_only=True):
    """What is recorded for one requirement in one assessment. Who and when belong to the commit."""

    table: ClassVar[str] = "answers"
    assessment: str
    requirement: str
    rating: Rating = Rating.NOT_ASSESSED
    weight: Weight = Weight.UNSET
    note: str = ""
    reason: str = ""
    citations: tuple[Citation, ...] = ()
    responsible: str = ""
    due: dt.date | None = None
    marks: tuple[Mark, ...] = ()

    def citing(self, *citations: Citation) -> Answer:
        """Give the answer with citations added; those it has stay, none is there twice."""
        found: dict[tuple[str, Role, str], Citation] = {}
        for citation in (*self.citations, *citations):
            found.setdefault(citation.key, citation)
        return msgspec.structs.replace(self, citations=tuple(found.values()))

    def without(self, citation: Citation) -> Answer:
        """Give the answer without a citation."""
        left = tuple(item for item in self.citations if item.key != citation.key)
        return msgspec.structs.replace(self, citations=left)

    def confirming(self, evidence: Evidence, *only: Citation) -> Answer:
        """Give the answer with the places in a piece of evidence, or only those named, said of its revision now."""
        keys = {citation.key for citation in only}
        confirmed = tuple(
            msgspec.structs.replace(item, revision=evidence.revision)
            if item.evidence == evidence.id and (not only or item.key in keys)
            else item
            for item in self.citations
        )
        return msgspec.structs.replace(self, citations=confirmed)

    def marked(self, mark: Mark, *, on: bool) -> Answer:
        """Give the answer with a mark put on or taken off."""
        marks = tuple(item for item in Mark if (on if item is mark else item in self.marks))
        return msgspec.structs.replace(self, marks=marks)


class EarlierRevision(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, kw_only=True):
    """A file that a newer one took the place of: its revision, its own date, and the day it was replaced."""

    file: Attachment
    revision: str = ""
    date: dt.date | None = None
    replaced: dt.date


class Saying(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, kw_only=True):
    """A sentence of an attached document that belongs to one standard only: what it speaks of, and where."""

    what: str
    quoted: str
    where: str = ""


class DocumentRead(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, kw_only=True):
    """What was found in the text of an attached file, by its SHA-256.

    `sayings` belong to one standard only; `names` lists the standards ('17021-1', '17065') that the text names.
    `problem` says why it could not be read; '' where it was.
    """

    sha256: str
    sayings: tuple[Saying, ...] = ()
    names: tuple[str, ...] = ()
    problem: str = ""


class Evidence(Record, frozen=True, kw_only=True):
    """A document, record, test report, interview ...; `date` is its own date, not when it was attached.

    `origin` is the path that its file was copied from, '' where that is not known; `earlier` holds the files that
    newer revisions replaced, the oldest first. `read` is what its text says, None until it was read.
    """

    table: ClassVar[str] = "evidence"
    title: str
    kind: EvidenceKind = EvidenceKind.OTHER
    reference: str = ""
    revision: str = ""
    date: dt.date | None = None
    valid_until: dt.date | None = None
    owner: str = ""
    link: str = ""
    file: Attachment | None = None
    origin: str = ""
    earlier: tuple[EarlierRevision, ...] = ()
    note: str = ""
    read: DocumentRead | None = None

    @property
    def text_read(self) -> DocumentRead | None:
        """Give what the text of the file in use says; None where that file was not read yet."""
        return self.read if self.read and self.file and self.read.sha256 == self.file.sha256 else None

    @property
    def files(self) -> tuple[Attachment, ...]:
        """Give every file kept for it: the one in use first, then those of earlier revisions, the latest first."""
        return (*([self.file] if self.file else []), *(item.file for item in reversed(self.earlier)))

    def with_file(self, file: Attachment, origin: str, day: dt.date) -> Evidence:
        """Give the evidence with a file attached on a day.

        Where another content was attached, that stays among the earlier revisions with its revision and date, and
        both are emptied: what they are of the new file has to be said.
        """
        if self.file is None or self.file.sha256 == file.sha256:
            return msgspec.structs.replace(self, file=file, origin=origin)
        past = EarlierRevision(file=self.file, revision=self.revision, date=self.date, replaced=day)
        return msgspec.structs.replace(
            self, file=file, origin=origin, revision="", date=None, earlier=(*self.earlier, past)
        )


class Target(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A requirement in an assessment that an action answers."""

    assessment: str
    requirement: str


class Action(Record, frozen=True, kw_only=True):
    """A corrective action. `effectiveness` says how and when its effect was checked."""

    table: ClassVar[str] = "actions"
    title: str
    targets: tuple[Target, ...] = ()
    correction: str = ""
    cause: str = ""
    corrective_action: str = ""
    owner: str = ""
    due: dt.date | None = None
    state: ActionState = ActionState.OPEN
    effectiveness: str = ""


class Evaluated(StrEnum):
    """What a certification service evaluates."""

    ORGANIZATION = "organization"
    PRODUCT = "product"
    PROCESS = "process"
    SERVICE = "service"
    PERSON = "person"
    ITEM = "item"
    SAMPLE = "sample"
    STATEMENT = "statement"
    UNSURE = "unsure"


class Method(StrEnum):
    """How it is evaluated."""

    AUDIT = "audit"
    TESTING = "testing"
    INSPECTION = "inspection"
    SAMPLING = "sampling"
    EXAMINATION = "examination"
    REVIEW = "review"


class Attested(StrEnum):
    """What the certificate says is conforming."""

    SYSTEM = "system"
    PRODUCT = "product"
    BOTH = "both"
    PERSON = "person"
    RESULTS = "results"
    STATEMENT = "statement"
    UNSURE = "unsure"


class MarkPlace(StrEnum):
    """Where the client may show the mark."""

    COMPANY = "company"
    PRODUCT = "product"
    NOWHERE = "nowhere"
    UNSURE = "unsure"


class Service(Record, frozen=True, kw_only=True):
    """A certification service that the body offers or plans, as the interview about it was answered.

    `procedures` are the numbers of the documents that say how it is done, as they stand in the register. `document` is
    what is certified against, as people write it; `scheme` the id of the catalogue's entry for it, ''
    where it has none. `answered` is the standard ('17021-1', '17065', 'both') that the accreditation body named where
    the interview alone does not settle it, and `answer_source` where that stands (letter, date).
    """

    table: ClassVar[str] = "services"
    name: str
    planned: bool = False
    document: str = ""
    scheme: str = ""
    evaluated: tuple[Evaluated, ...] = ()
    methods: tuple[Method, ...] = ()
    attested: Attested = Attested.UNSURE
    mark: MarkPlace = MarkPlace.UNSURE
    answered: str = ""
    answer_source: str = ""
    procedures: tuple[str, ...] = ()
    note: str = ""

    def documents(self, evidence: Iterable[Evidence]) -> tuple[Evidence, ...]:
        """Give the documents that its procedures are, of all evidence; numbers are compared without case and spaces."""
        wanted = {_folded(number) for number in self.procedures}
        return tuple(item for item in evidence if item.reference and _folded(item.reference) in wanted)


def _folded(number: str) -> str:
    return "".join(number.casefold().split())


class AllowedWording(Record, frozen=True, kw_only=True):
    """Words that the claims checker objects to and somebody allowed; `key` is the rule and the words, lower case."""

    table: ClassVar[str] = "allowed"
    key: str
    rule: str
    words: str
    reason: str


Described = Evidence | Action | Assessment | Service | AllowedWording | Person | Briefing
"""What a person describes, changes as a whole and removes."""

RECORD_TYPES: dict[str, type[Record]] = {
    kind.table: kind
    for kind in (
        Organization,
        PinnedChecklist,
        Assessment,
        Answer,
        Evidence,
        Action,
        Service,
        AllowedWording,
        Person,
        Briefing,
    )
}
