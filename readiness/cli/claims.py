"""The claims checker on the command line: it can stand in front of publication."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from readiness.analysis.claim_findings import CheckedDocument
from readiness.cli.given import Arguments, Outcome, author, today, told_on_stderr
from readiness.errors import UsageError
from readiness.tasks import claims
from readiness.texts import tr, trn
from readiness.workspace import Workspace


def check(given: Arguments) -> Outcome:
    """Check documents; exit 1 where something is wrong or could not be read, so that a publication can wait for 0.

    Raises:
        UsageError: something is to be kept or allowed, and no workspace is named.
    """
    changes = given.keep or given.allow is not None
    if changes and given.workspace is None:
        raise UsageError(
            tr("Keeping and allowing need a workspace."), tr("Name it: readiness claims FILE --workspace DIR")
        )
    if given.workspace is None:
        return _checked(given, None)
    with Workspace.open(given.workspace, author(given), read_only=not changes) as workspace:
        return _checked(given, workspace)


def _checked(given: Arguments, workspace: Workspace | None) -> Outcome:
    allowed = claims.allowed_keys(workspace.snapshot) if workspace else frozenset()
    checked = claims.check_files(given.files, allowed, told_on_stderr if given.progress else None)
    lines = [line for document in checked for line in _lines(document)]
    if given.report is not None:
        claims.write_report(checked, given.report, today(given))
        lines.append(tr("{path} was written.", path=given.report))
    if workspace is not None and given.allow is not None:
        for document in checked:
            for item in document.misuses:
                claims.allow(workspace, item, given.allow)
    if workspace is not None and given.keep:
        lines.append(_kept(workspace, checked, given))
    wrong = any(document.errors or document.problem for document in checked)
    return [claims.values(document) for document in checked], lines, 1 if wrong and given.allow is None else 0


def _kept(workspace: Workspace, checked: tuple[CheckedDocument, ...], given: Arguments) -> str:
    with tempfile.TemporaryDirectory() as folder:
        report = given.report or Path(folder) / tr("claims-check.pdf")
        if given.report is None:
            claims.write_report(checked, report, today(given))
        commit = claims.keep(workspace, checked, report, today(given))
    return f"{commit.sentence}." if commit else tr("Nothing differs from what is recorded.")


def _lines(document: CheckedDocument) -> Iterator[str]:
    if document.problem:
        yield f"{document.name}: {document.problem}"
        return
    count = len(document.misuses)
    yield f"{document.name}: " + (trn("{n} finding", "{n} findings", count) if count else tr("nothing found"))
    for item in document.misuses:
        kind = tr("wrong") if item.is_error else tr("look at the certificate")
        yield f"  {item.place}: {kind}: {item.title} ({item.rule})"
        yield f"    … {item.before}[{item.words}]{item.after} …"
        yield f"    {item.why} ({', '.join(item.clauses)})"
        yield "    " + tr("Write: {text}", text=item.correct_wording)


VERBS: dict[str, Callable[[Arguments], Outcome]] = {"claims": check}
