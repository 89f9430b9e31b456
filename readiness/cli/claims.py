"""The claims checker on the command line: it can stand in front of publication."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from readiness import words
from readiness.analysis.claim_findings import CheckedDocument, DocumentFinding
from readiness.cli.given import Arguments, Outcome, author, today, told_on_stderr
from readiness.errors import UsageError
from readiness.model.certificates import Stated
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
    progress = told_on_stderr if given.progress else None
    checked = claims.check_files(given.files, allowed, progress, Stated(given.certificate))
    lines = [line for document in checked for line in _lines(document)]
    if given.report is not None:
        claims.write_report(checked, given.report, today(given))
        lines.append(tr("{path} was written.", path=given.report))
    if given.marked is not None:
        lines += _marked(checked, given.marked)
    if workspace is not None and given.allow is not None:
        for document in checked:
            for item in document.findings:
                claims.allow(workspace, item, given.allow)
    if workspace is not None and given.keep:
        lines.append(_kept(workspace, checked, given))
    wrong = given.allow is None and any(document.errors for document in checked)
    unread = any(document.problem for document in checked)
    return [claims.values(document) for document in checked], lines, 1 if wrong or unread else 0


def _marked(checked: tuple[CheckedDocument, ...], target: Path) -> list[str]:
    """Write the marked copy of the one document.

    Raises:
        UsageError: there are several.
    """
    if len(checked) != 1:
        raise UsageError(tr("A marked copy is made of one file."), tr("Name the Word file alone."))
    done = claims.write_marked(checked[0], target)
    return [line for line in (tr("{path} was written.", path=done.path), done.note) if line]


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
    count = len(document.findings)
    kind = f" ({words.certificate(document.certificate)})" if document.certificate else ""
    found = trn("{n} finding", "{n} findings", count) if count else tr("nothing found")
    yield f"{document.name}{kind}: {found}"
    for item in document.findings:
        yield from _of(item)


def _of(item: DocumentFinding) -> Iterator[str]:
    look = tr("to be looked at") if item.certificate else tr("look at the certificate")
    yield f"  {item.place}: {tr('wrong') if item.is_error else look}: {item.title} ({item.rule})"
    if item.words:
        yield f"    … {item.words.before}[{item.words.text}]{item.words.after} …"
    yield f"    {item.why} ({', '.join(words.clause(clause) for clause in item.clauses)})"
    yield "    " + tr("Write: {text}", text=item.correct_wording)


VERBS: dict[str, Callable[[Arguments], Outcome]] = {"claims": check}
