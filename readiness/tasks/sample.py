"""Makes the sample: a certification body that holds both standards, and its gap report.

What the body has recorded lies in `resources/sample/sample.json`; dates in it are days relative to the sample's
today, so the sample never ages.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

import msgspec

from readiness import places
from readiness.model.checklist import Requirement
from readiness.model.clauses import ClauseNumber
from readiness.model.history import Author
from readiness.model.record import new_id
from readiness.model.records import (
    Action,
    ActionState,
    Assessment,
    Attested,
    Citation,
    Evaluated,
    Evidence,
    EvidenceKind,
    Mark,
    MarkPlace,
    Method,
    Rating,
    Role,
    Service,
    Target,
    Weight,
)
from readiness.tasks import begin, briefing, report, two_standards
from readiness.texts import tr
from readiness.workspace import AnswerFields, Workspace

DEFAULT_FOLDER = Path("readiness-sample")
_WORK_BEGAN_DAYS_AGO = 60


class _Strict(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Base of the sample's parts: a misspelt field is an error."""


class SampleOrganization(_Strict, frozen=True, kw_only=True):
    """The certification body; `target_in` is in days from today."""

    name: str
    accreditation_body: str
    target_in: int


class SampleAssessment(_Strict, frozen=True, kw_only=True):
    """An assessment to begin."""

    standard: str
    option: str
    scope: str


class SampleEvidence(_Strict, frozen=True, kw_only=True):
    """Evidence; `key` is what answers cite it by, dates are days from today, `file` lies in sample/files.

    The next revision, where there is one, comes after it was cited.
    """

    key: str
    title: str
    kind: EvidenceKind
    reference: str = ""
    revision: str = ""
    dated: int | None = None
    next_revision: str = ""
    next_dated: int | None = None
    valid_for: int | None = None
    owner: str = ""
    link: str = ""
    file: str = ""
    note: str = ""


class SampleAnswer(_Strict, frozen=True, kw_only=True):
    """The answer to a requirement, a stem or all below a heading ('17065:7.4'); citations are 'KEY@where'."""

    to: str
    rating: Rating
    weight: Weight = Weight.UNSET
    note: str = ""
    reason: str = ""
    responsible: str = ""
    due_in: int | None = None
    marks: tuple[Mark, ...] = ()
    laid_down: tuple[str, ...] = ()
    shown_by: tuple[str, ...] = ()


class SampleAction(_Strict, frozen=True, kw_only=True):
    """A corrective action."""

    title: str
    to: tuple[str, ...]
    correction: str = ""
    cause: str = ""
    corrective_action: str = ""
    owner: str = ""
    due_in: int | None = None
    state: ActionState = ActionState.OPEN
    effectiveness: str = ""


class SampleService(_Strict, frozen=True, kw_only=True):
    """A service of the schedule, as the interview about it was answered."""

    name: str
    planned: bool = False
    document: str
    evaluated: tuple[Evaluated, ...]
    methods: tuple[Method, ...]
    attested: Attested
    mark: MarkPlace
    procedures: tuple[str, ...] = ()
    note: str = ""


class SampleResult(_Strict, frozen=True, kw_only=True):
    """The result of a briefing on a service (by its name); `day` counts from today."""

    service: str
    day: int
    right: int
    asked: int
    missed: tuple[str, ...] = ()


class SamplePerson(_Strict, frozen=True, kw_only=True):
    """Somebody who is to be briefed, by role."""

    name: str
    function: str
    results: tuple[SampleResult, ...] = ()


class SampleBody(_Strict, frozen=True, kw_only=True):
    """The whole sample."""

    organization: SampleOrganization
    assessments: tuple[SampleAssessment, ...]
    evidence: tuple[SampleEvidence, ...]
    answers: tuple[SampleAnswer, ...]
    actions: tuple[SampleAction, ...]
    services: tuple[SampleService, ...]
    personnel: tuple[SamplePerson, ...]


@dataclass(frozen=True)
class MadeSample:
    """What was made, where, and lines that say what to look at first."""

    workspace: Path
    report: Path
    pages: int
    lines: list[str]


class _Clock:
    """Spreads the sample's commits over the weeks before its today."""

    def __init__(self, today: dt.date, steps: int) -> None:
        begin_at = dt.datetime.combine(today, dt.time(8), dt.UTC) - dt.timedelta(days=_WORK_BEGAN_DAYS_AGO)
        self._now = begin_at
        self._step = dt.timedelta(days=_WORK_BEGAN_DAYS_AGO) / (steps + 1)

    def __call__(self) -> dt.datetime:
        self._now += self._step
        return self._now.replace(microsecond=0)


def home() -> Path:
    """Give the folder of the sample that the window opens."""
    return places.settings_folder() / "sample.readiness"


def today() -> dt.date:
    """Give today's date where the user is."""
    return dt.datetime.now().astimezone().date()


def body() -> SampleBody:
    """Read the shipped sample."""
    path = places.resources_folder() / "sample" / "sample.json"
    return msgspec.json.decode(path.read_bytes(), type=SampleBody)


def make(folder: Path | None, today: dt.date, author: Author) -> MadeSample:
    """Make the sample workspace and its gap report beside it.

    Raises:
        WorkspaceExists: a sample made earlier lies there.
        DiskFault: the disk refused.
    """
    target = folder or DEFAULT_FOLDER
    sample = body()
    parts = (sample.evidence, sample.answers, sample.actions, sample.services, sample.personnel)
    steps = sum(map(len, parts)) + 10
    clock = _Clock(today, 2 * steps)
    standards = [item.standard for item in sample.assessments]
    workspace = begin.new_workspace(
        target, sample.organization.name, standards, author, sample.assessments[0].option, clock=clock
    )
    with workspace:
        _Filling(workspace, today).fill(sample)
        snapshot = workspace.snapshot
    made = report.make(snapshot, workspace.path.parent / tr("gap-report.pdf"), today)
    return MadeSample(
        workspace=workspace.path,
        report=made.path,
        pages=made.pages,
        lines=[
            tr("Made the sample certification body '{name}':", name=sample.organization.name),
            tr("  workspace   {path}", path=workspace.path),
            tr("  gap report  {path} ({pages} pages)", path=made.path, pages=made.pages),
            tr("Look first at the report's page 'What is mixed up between the two standards',"),
            tr("then run: readiness status {path}", path=workspace.path),
        ],
    )


class _Filling:
    """Records the sample's content through the same verbs that a user has."""

    def __init__(self, workspace: Workspace, today: dt.date) -> None:
        self._workspace = workspace
        self._today = today
        self._evidence: dict[str, str] = {}

    def fill(self, sample: SampleBody) -> None:
        workspace = self._workspace
        organization = msgspec.structs.replace(
            workspace.snapshot.organization,
            accreditation_body=sample.organization.accreditation_body,
            target_date=self._day(sample.organization.target_in),
        )
        workspace.put(organization)
        for assessment, wanted in zip(workspace.snapshot.assessments.values(), sample.assessments, strict=True):
            workspace.put(msgspec.structs.replace(assessment, scope=wanted.scope, option=wanted.option))
        for evidence in sample.evidence:
            self._add_evidence(evidence)
        for answer in sample.answers:
            self._answer(answer)
        for action in sample.actions:
            self._add_action(action)
        for evidence in sample.evidence:
            if evidence.next_revision:
                self._renew(evidence)
        for service in sample.services:
            self._workspace.put(Service(id=new_id(), **msgspec.structs.asdict(service)))
        two_standards.read_documents(self._workspace)
        for person in sample.personnel:
            self._brief(person)

    def _brief(self, wanted: SamplePerson) -> None:
        briefing.add_people(self._workspace, (wanted.name,), wanted.function)
        person = briefing.find_person(self._workspace.snapshot, wanted.name)
        for item in wanted.results:
            service = briefing.find_service(self._workspace.snapshot, item.service)
            day = self._today + dt.timedelta(days=item.day)
            briefing.record(self._workspace, person, service, day, item.right, item.asked, item.missed, self._today)

    def _day(self, offset: int | None) -> dt.date | None:
        return None if offset is None else self._today + dt.timedelta(days=offset)

    def _add_evidence(self, wanted: SampleEvidence) -> None:
        source = places.resources_folder() / "sample" / "files" / wanted.file
        record = Evidence(
            id=new_id(),
            title=wanted.title,
            kind=wanted.kind,
            reference=wanted.reference,
            revision=wanted.revision,
            date=self._day(wanted.dated),
            valid_until=self._day(wanted.valid_for),
            owner=wanted.owner,
            link=wanted.link,
            file=self._workspace.stage(source) if wanted.file else None,
            note=wanted.note,
        )
        self._workspace.put(record)
        self._evidence[wanted.key] = record.id

    def _renew(self, wanted: SampleEvidence) -> None:
        record = self._workspace.snapshot.evidence[self._evidence[wanted.key]]
        date = self._day(wanted.next_dated)
        self._workspace.put(msgspec.structs.replace(record, revision=wanted.next_revision, date=date))

    def _answer(self, wanted: SampleAnswer) -> None:
        assessment, leaves = self._leaves(wanted.to)
        fields: AnswerFields = {"rating": wanted.rating}
        if wanted.note:
            fields["note"] = wanted.note
        if wanted.reason:
            fields["reason"] = wanted.reason
        if wanted.responsible:
            fields["responsible"] = wanted.responsible
        if wanted.due_in is not None:
            fields["due"] = self._day(wanted.due_in)
        if wanted.marks:
            fields["marks"] = wanted.marks
        if wanted.weight is not Weight.UNSET:
            fields["weight"] = wanted.weight
        fields["citations"] = self._citations(Role.LAID_DOWN, wanted.laid_down) + self._citations(
            Role.SHOWN_BY, wanted.shown_by
        )
        self._workspace.answer(assessment, leaves, **fields)

    def _citations(self, role: Role, cited: tuple[str, ...]) -> tuple[Citation, ...]:
        found = []
        for text in cited:
            key, _, where = text.partition("@")
            found.append(Citation(evidence=self._evidence[key], role=role, where=where))
        return tuple(found)

    def _leaves(self, text: str) -> tuple[Assessment, tuple[Requirement, ...]]:
        """Find what an answer is given to; other than on the command line, a heading means all below it."""
        snapshot = self._workspace.snapshot
        standard, _, number = text.partition(":")
        assessment = snapshot.assessments_of(standard)[0]
        checklist = snapshot.checklist_of(assessment)
        below = tuple(
            leaf for leaf in checklist.below(ClauseNumber.parse(number)) if leaf.applies_under(assessment.option)
        )
        return assessment, below or checklist.leaves_of(number)

    def _add_action(self, wanted: SampleAction) -> None:
        targets = []
        for text in wanted.to:
            assessment, leaves = self._leaves(text)
            targets += [Target(assessment=assessment.id, requirement=leaf.id) for leaf in leaves]
        self._workspace.put(
            Action(
                id=new_id(),
                title=wanted.title,
                targets=tuple(targets),
                correction=wanted.correction,
                cause=wanted.cause,
                corrective_action=wanted.corrective_action,
                owner=wanted.owner,
                due=self._day(wanted.due_in),
                state=wanted.state,
                effectiveness=wanted.effectiveness,
            )
        )
