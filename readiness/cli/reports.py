"""The verb that makes reports, and says which there are."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from typing import Any

import msgspec

from readiness import library
from readiness.cli.given import Arguments, Outcome, looked_at, reading, today, told_on_stderr
from readiness.errors import UsageError
from readiness.report.blocks import PaperSize
from readiness.report.kinds import KINDS
from readiness.report.request import Order, Request
from readiness.tasks import briefing, evidence_folder, logo, report, settings
from readiness.texts import language, tr, trn

_MOST_NAMED = 12
"""Documents without a file that are named; the evidence register lists them all."""


def make_report(given: Arguments) -> Outcome:
    """Write a report, or list the kinds or the profiles of forms.

    Raises:
        UsageError: workspace or file is missing, or what is asked for cannot be understood.
    """
    if given.kinds:
        return _kinds()
    if given.profiles:
        found = library.profiles()
        lines = [f"{item.id}  {item.named(language())}: {item.sourced(language())}" for item in found]
        return [msgspec.to_builtins(item) for item in found], lines, 0
    if given.dir is None or given.file is None:
        raise UsageError(tr("A report needs a workspace and a file."), tr("readiness report DIR FILE"))
    steps = told_on_stderr if given.progress else None
    request = _request(given)
    with reading(given) as workspace:
        snapshot, picture = looked_at(given, workspace), logo.of(workspace)
        if given.service:
            service = briefing.find_service(snapshot, given.service)
            request = msgspec.structs.replace(request, service=service.id)
        with contextlib.ExitStack() as stack:
            copied = None
            if given.evidence_folder is not None:
                folder = evidence_folder.beside(workspace, snapshot, today(given), request, given.evidence_folder)
                copied = stack.enter_context(folder)
            made = report.make(
                snapshot, given.file, today(given), request, steps, logo=picture, history=workspace.history
            )
        if not given.passing and not given.at:
            settings.remember_report(workspace.identity, today(given))
    if made.pages:
        line = trn("{path}: {n} page.", "{path}: {n} pages.", made.pages, path=made.path)
    else:
        line = tr("{path} was written.", path=made.path)
    notes = [*made.notes, *(_copied(copied) if copied else ())]
    value: dict[str, Any] = {"file": str(made.path), "pages": made.pages, "bytes": made.size, "notes": notes}
    if copied and copied.files:
        value["evidence"] = {"folder": str(copied.path), "files": list(copied.files)}
    return value, [line, *notes], 0


def _copied(copied: evidence_folder.Copied) -> list[str]:
    """Say what went into the folder of evidence, and what could not because it has no file."""
    count = len(copied.files)
    made = trn("{path}: {n} file.", "{path}: {n} files.", count, path=copied.path)
    lines = [made if count else tr("No folder of evidence was made: nothing that is cited has a file.")]
    if copied.without_file:
        names = "; ".join(f"{item.reference} {item.title}".strip() for item in copied.without_file[:_MOST_NAMED])
        more = len(copied.without_file) - _MOST_NAMED
        if more > 0:
            names = trn("{names}; and {n} more", "{names}; and {n} more", more, names=names)
        lines.append(tr("Cited without a file, so not in the folder: {names}.", names=names))
    return lines


def _kinds() -> Outcome:
    value = {
        kind.name: {
            "title": kind.title(),
            "purpose": kind.purpose(),
            "formats": list(kind.formats),
            "parts": {part.name: part.title() for part in kind.parts},
        }
        for kind in KINDS.values()
    }
    lines = [f"{kind.name}  {kind.title()}: {kind.purpose()} ({', '.join(kind.formats)})" for kind in KINDS.values()]
    return value, lines, 0


def _request(given: Arguments) -> Request:
    """Put what was asked for together: the window gives it whole, a person word by word.

    Raises:
        UsageError: what the window gave cannot be understood.
    """
    if given.request:
        try:
            return msgspec.json.decode(given.request, type=Request)
        except msgspec.DecodeError as error:
            raise UsageError(
                tr("The request is not understood: {reason}.", reason=error),
                tr("Name what is wanted by the other options; readiness report --help lists them."),
            ) from error
    return Request(
        kind=given.kind,
        assessment=given.assessment,
        clauses=tuple(given.clause),
        only=tuple(given.only),
        without=tuple(given.without),
        order=Order(given.order),
        paper=PaperSize(given.paper),
        landscape=given.landscape,
        marking=given.marking,
        profile=given.profile,
        logo=not given.no_logo,
        since=given.since,
        until=given.until,
        data=given.data,
    )


VERBS: dict[str, Callable[[Arguments], Outcome]] = {"report": make_report}
