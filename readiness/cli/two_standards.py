"""Verbs about the two standards: which one a service falls under, and whether they are kept apart."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from readiness import library
from readiness.analysis.findings import Severity, severity_name
from readiness.analysis.scope import Reason, route_name
from readiness.analysis.separation import nothing_found
from readiness.analysis.services import Advised
from readiness.cli.given import Arguments, Outcome, author, committed, reading, today, told_on_stderr, writing
from readiness.errors import UnknownName
from readiness.model.record import new_id
from readiness.model.records import Attested, Evaluated, MarkPlace, Method, Service
from readiness.tasks import status, two_standards
from readiness.texts import tr
from readiness.workspace import Workspace


def _service(given: Arguments) -> Service:
    """Put a service together from the words given.

    Raises:
        UnknownName: the catalogue has no such scheme.
    """
    if given.scheme and library.schemes().find(given.scheme) is None:
        raise UnknownName(
            tr("The catalogue has no scheme '{id}'.", id=given.scheme),
            tr("Look for it: readiness scope schemes WORD"),
        )
    return Service(
        id=new_id(),
        name=given.name or given.document,
        planned=given.planned,
        document=given.document,
        scheme=given.scheme,
        evaluated=tuple(Evaluated(item) for item in dict.fromkeys(given.evaluates)),
        methods=tuple(Method(item) for item in dict.fromkeys(given.by_means_of)),
        attested=Attested(given.attests),
        mark=MarkPlace(given.mark),
        answered=given.answered,
        answer_source=given.answer_source,
        procedures=tuple(given.procedure),
    )


def scope_advise(given: Arguments) -> Outcome:
    """Say where a service leads, without recording it."""
    found = two_standards.advised(_service(given))
    return two_standards.values(found), _lines(found), 1 if found.advice.contradictions else 0


def scope_add(given: Arguments) -> Outcome:
    """Record a service in the schedule."""
    record = _service(given)
    with writing(given) as workspace:
        commit = workspace.put(record)
    value, lines, code = committed(commit)
    found = two_standards.advised(record)
    return {**value, **two_standards.values(found)}, [*lines, *_lines(found)], code


def scope_list(given: Arguments) -> Outcome:
    """List the schedule of services, each with where it leads."""
    with reading(given) as workspace:
        snapshot = workspace.snapshot
    lines = []
    for item in snapshot.services.values():
        lines += [f"{item.id}  {item.name}", *(f"  {line}" for line in _lines(two_standards.advised(item)))]
    return two_standards.schedule_values(snapshot), lines or [tr("No services yet.")], 0


def scope_schemes(given: Arguments) -> Outcome:
    """List known standards and schemes, those whose names hold all words given."""
    wanted = [word.casefold() for word in given.words]
    found = [
        scheme
        for scheme in library.schemes().schemes
        if all(word in f"{scheme.designation} {scheme.title} {' '.join(scheme.names)}".casefold() for word in wanted)
    ]
    lines = [
        f"{scheme.id}  {scheme.designation}  {', '.join(scheme.standards) or '-'}  {scheme.title}" for scheme in found
    ]
    return [msgspec.to_builtins(scheme) for scheme in found], lines or [tr("No such scheme is known.")], 0


def separation(given: Arguments) -> Outcome:
    """Look through the documents that were not yet, then say whether the two standards are kept apart."""
    if given.no_reading:
        with reading(given) as workspace:
            return _judged(workspace, given)
    with Workspace.open(given.dir, author(given)) as workspace:
        two_standards.read_documents(workspace, told_on_stderr if given.progress else None)
        return _judged(workspace, given)


def _judged(workspace: Workspace, given: Arguments) -> Outcome:
    snapshot = workspace.snapshot
    found = two_standards.findings(status.findings(snapshot, today(given)))
    lines = []
    for item in found:
        lines += [f"{severity_name(item.severity)}: {item.sentence}", f"  {item.resolve}"]
    unread = [
        tr("Could not be read: {title}: {problem}", title=item.reference or item.title, problem=item.text_read.problem)
        for item in snapshot.evidence.values()
        if item.text_read and item.text_read.problem
    ]
    value = {"findings": [status.finding_values(item, snapshot) for item in found], "not_read": unread}
    stops = any(item.severity is Severity.STOPS for item in found)
    return value, [*(lines or [nothing_found(snapshot, snapshot.assessments.values())]), *unread], 1 if stops else 0


def _lines(found: Advised) -> list[str]:
    advice = found.advice
    lines = [route_name(advice.route)]
    lines += [f"  {_shown(reason)}" for reason in (*advice.contradictions, *advice.reasons)]
    lines += [f"  {tr('Ask your accreditation body:')} {question}" for question in advice.questions]
    return lines


def _shown(reason: Reason) -> str:
    return f"{reason.text} ({', '.join(reason.clauses)})" if reason.clauses else reason.text


VERBS: dict[str, Callable[[Arguments], Outcome]] = {
    "scope advise": scope_advise,
    "scope add": scope_add,
    "scope list": scope_list,
    "scope schemes": scope_schemes,
    "separation": separation,
}
