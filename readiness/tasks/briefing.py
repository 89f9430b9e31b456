"""Brief staff: the course and quiz of a service, results as evidence of competence, and who is due."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import quote

import msgspec

from readiness import library, words
from readiness.analysis import briefing, services
from readiness.analysis.briefing import Course, Question, Standing
from readiness.errors import NotAllowed, UnknownName
from readiness.model.briefing import Briefing, Person
from readiness.model.history import Commit
from readiness.model.record import new_id
from readiness.model.records import Evidence, EvidenceKind, Service
from readiness.model.snapshot import Snapshot
from readiness.report.request import Request
from readiness.tasks import report
from readiness.tasks.evidence import shown_at
from readiness.texts import language, tr, trn
from readiness.workspace import Workspace

_SIGNS = re.compile(r"([\\`*_{}\[\]<>()#+.!|&~-])")
N = TypeVar("N", Service, Person)
_SHOWS = {"17021-1": ("17021-1:7.2.7", "17021-1:7.4"), "17065": ("17065:6.1.2.2 d)", "17065:6.1.2.2 e)")}
"""Training needs, and records on training and competence: what results of briefings show the practice of."""


def course(service: Service) -> Course:
    """Give the course on a service."""
    return briefing.course(services.of(service, library.schemes()), library.briefing(language()))


def quiz(service: Service, seed: str) -> tuple[Question, ...]:
    """Give the quiz on a service; the same seed gives the same questions."""
    return briefing.quiz(services.of(service, library.schemes()), library.briefing(language()), seed)


def topic(key: str) -> str:
    """Name what a question was about, by its key."""
    return briefing.topic(key, library.briefing(language()))


def course_markdown(service: Service) -> str:
    """Give the course as Markdown, with links to clauses (`clause:17065:7.7.1`) and guides (`guide:NAME#heading`)."""
    found = course(service)
    parts = [f"# {_plain(service.name)}", f"**{found.leads_to}**", *map(_plain, found.reasons)]
    parts.append("\n".join(f"- {name}: {_plain(text)}" for name, text in found.facts))
    guides = {guide.name: guide.title for guide in library.guides()}
    for lesson in found.lessons:
        clauses = "; ".join(f"[{clause.replace(':', ', ')}](clause:{clause})" for clause in lesson.clauses)
        more = f"[{guides[lesson.guide]}: {lesson.heading}](guide:{lesson.guide}#{quote(lesson.heading)})"
        parts += [f"## {lesson.title}", lesson.text, "\n".join(f"- {point}" for point in lesson.points)]
        parts.append(tr("Clauses: {clauses}. More: {guide}", clauses=clauses, guide=more))
    rows = "\n".join(f"| {wrong} | {right} |" for wrong, right in found.pairs)
    parts += [f"## {tr('Wording')}", f"| {tr('Do not write')} | {tr('Write')} |\n| --- | --- |\n{rows}"]
    return "\n\n".join(parts)


def _plain(text: str) -> str:
    """Keep signs of a text that somebody typed from being read as Markdown."""
    return _SIGNS.sub(r"\\\1", " ".join(text.split()))


def find_service(snapshot: Snapshot, name: str) -> Service:
    """Find a service by its id or name.

    Raises:
        UnknownName: none, or more than one, is called that.
    """
    return _find(snapshot.services, name, tr("service"), tr("List them: readiness scope list"))


def find_person(snapshot: Snapshot, name: str) -> Person:
    """Find a person by id or name.

    Raises:
        UnknownName: nobody, or more than one, is called that.
    """
    return _find(snapshot.personnel, name, tr("person"), tr("List them: readiness briefing list"))


def _find(records: Mapping[str, N], name: str, what: str, hint: str) -> N:
    wanted = name.strip().casefold()
    found = [item for item in records.values() if wanted in (item.id, item.name.casefold())]
    if len(found) == 1:
        return found[0]
    if found:
        raise UnknownName(tr("More than one {what} is called '{name}'.", what=what, name=name), tr("Give its id."))
    raise UnknownName(tr("No {what} is called '{name}'.", what=what, name=name), hint)


def add_people(workspace: Workspace, names: Iterable[str], function: str = "") -> Commit | None:
    """Add those who are to be briefed, by name or role, each once; who is there already is left alone."""
    known = {person.name.casefold() for person in workspace.snapshot.personnel.values()}
    wanted = dict.fromkeys(" ".join(name.split()) for name in names)
    people = [Person(id=new_id(), name=name, function=function) for name in wanted
              if name and name.casefold() not in known]  # fmt: skip
    if not people:
        return None
    return workspace.put(
        *people, sentence=trn("Added {n} person to be briefed", "Added {n} people to be briefed", len(people))
    )


def kept_under(snapshot: Snapshot, service: Service) -> Evidence | None:
    """Find the evidence that the results of a service are kept under; None where there is none (any more)."""
    for item in snapshot.briefings.values():
        if item.service == service.id and item.evidence in snapshot.evidence:
            return snapshot.evidence[item.evidence]
    title = _title(service)
    return next((item for item in snapshot.evidence.values() if item.title == title), None)


def _title(service: Service) -> str:
    return tr("Staff briefing: {service}", service=service.name)


def record(
    workspace: Workspace, person: Person, service: Service, day: dt.date, right: int, asked: int,
    missed: tuple[str, ...] = (), today: dt.date | None = None,
) -> Commit | None:  # fmt: skip
    """Record a result with its day, in one commit with the evidence of competence that the service's results make.

    The first result of a service adds that evidence and cites it where competence is asked for. `today` is the
    computer's date where none is given.

    Raises:
        NotAllowed: more answers were right than asked, or the day is still to come.
        UnknownName: person or service does not exist any more.
    """
    if day > (today or dt.datetime.now().astimezone().date()):
        raise NotAllowed(tr("{day} is still to come.", day=words.date(day)), tr("Give the day of the briefing."))
    snapshot = workspace.snapshot
    kept = kept_under(snapshot, service)
    evidence = kept or Evidence(id=new_id(), title="", kind=EvidenceKind.RECORD)
    earlier = [item.date for item in snapshot.briefings.values() if item.service == service.id]
    evidence = msgspec.structs.replace(
        evidence,
        title=_title(service),
        date=max([day, *earlier]),
        note=evidence.note or tr("Who was briefed when, and with what result, stands under Briefing."),
    )
    result = Briefing(
        id=new_id(), person=person.id, service=service.id, date=day, asked=asked, right=right, missed=missed,
        evidence=evidence.id,
    )  # fmt: skip
    standards = services.of(service, library.schemes()).advice.standards
    shown = () if kept else (clause for standard in standards for clause in _SHOWS[standard])
    sentence = tr("Briefed {person} on '{service}': {right} of {asked} right", person=person.name,
                  service=service.name, right=right, asked=asked)  # fmt: skip
    return workspace.put(evidence, result, sentence=sentence, uses=tuple(shown_at(snapshot, evidence, shown)))


def write_results(
    snapshot: Snapshot, service: Service, target: Path, today: dt.date, progress: report.Progress | None = None
) -> None:
    """Write who was briefed on a service as PDF. Changes nothing, so it may run beside the window.

    Raises:
        DiskFault: the disk refused.
        Cancelled: `progress` returned False.
    """
    report.make(snapshot, target, today, Request(kind="briefings", service=service.id), progress)


def attach(workspace: Workspace, service: Service, results: Path, today: dt.date) -> Commit | None:
    """Attach the results of a service to their evidence; what was attached before stays as an earlier revision.

    Raises:
        NotAllowed: there is no evidence of briefings on the service.
        DiskFault: the disk refused.
    """
    kept = kept_under(workspace.snapshot, service)
    if kept is None:
        raise NotAllowed(
            tr("There is no evidence of briefings on '{service}'.", service=service.name),
            tr("The next result that is recorded makes it."),
        )
    return workspace.put(kept.with_file(workspace.stage(results), "", today))


def standing_values(item: Standing, since: dt.date) -> dict[str, Any]:
    """Give where a person stands with a service as JSON values; `readiness/COMMANDS.md` shows the shape."""
    service = item.service
    return {
        "person": item.person.name,
        "person_id": item.person.id,
        "function": item.person.function,
        "service": service.name if service else "",
        "service_id": service.id if service else "",
        "last": item.last.date.isoformat() if item.last else "",
        "right": item.last.right if item.last else 0,
        "asked": item.last.asked if item.last else 0,
        "passed": item.passed.date.isoformat() if item.passed else "",
        "due": item.is_due(since),
    }
