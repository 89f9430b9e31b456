"""Check wording before it is published: files, folders or pasted text; allowances; a check kept as evidence."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from readiness import __version__, library, places, words
from readiness.analysis.certificates import Certificates, speaks_of_certificates
from readiness.analysis.claim_findings import CheckedDocument, DocumentFinding, check
from readiness.errors import Cancelled, NotAllowed, ReadinessError, UnknownName, UsageError
from readiness.exchange import documents
from readiness.model.certificates import CertificateKind, Stated
from readiness.model.history import Commit
from readiness.model.passages import Document, Passage, Place
from readiness.model.record import new_id
from readiness.model.records import AllowedWording, Evidence, EvidenceKind
from readiness.model.snapshot import Snapshot
from readiness.report import claims as claims_report
from readiness.report.kinds import Format
from readiness.tasks import report, targets
from readiness.tasks.evidence import shown_at
from readiness.texts import language, tr, trn
from readiness.workspace import Workspace

if TYPE_CHECKING:
    from readiness.exchange.word_marked import Marked

ENDINGS = documents.ENDINGS
Progress = Callable[[int, int], bool]
"""Gets the documents checked and those to check; False stops."""
_MOST_NAMED = 5
"""Documents that are named where none could be read."""
_KEPT_FOR = ("17021-1:8.1.3", "17021-1:8.3.4", "17021-1:8.3.5", "17065:4.1.3.1", "17065:4.1.3.2", "17065:4.6")
"""What a check shows the practice of, where the body is assessed to it."""
_KEPT_FOR_CERTIFICATES = {
    CertificateKind.SYSTEM: ("17021-1:8.2.2",),
    CertificateKind.PRODUCT: ("17065:7.7.1", "17065:7.7.2"),
    CertificateKind.UNCLEAR: ("17021-1:8.2.2", "17065:7.7.1", "17065:7.7.2"),
}
"""What a check of a certificate shows the practice of as well."""


def listed(paths: Iterable[Path]) -> tuple[Path, ...]:
    """List the files to check: those named, and the readable ones in folders named.

    Raises:
        UnknownName: a path leads nowhere, or a folder holds nothing that can be read.
        DiskFault: a folder cannot be listed.
    """
    found: dict[Path, None] = {}
    for path in paths:
        if path.is_dir():
            inside = list(documents.folder(path))
            if not inside:
                raise UnknownName(
                    tr("'{path}' holds no document that can be read.", path=path),
                    tr("Readable are: {endings}. Save it as one of these.", endings=", ".join(documents.ENDINGS)),
                )
            found.update(dict.fromkeys(inside))
        elif path.is_file():
            found[path] = None
        else:
            raise UnknownName(tr("There is no file '{path}'.", path=path), tr("Check how it is written."))
    return tuple(found)


def check_files(
    paths: Iterable[Path],
    allowed: frozenset[str] = frozenset(),
    progress: Progress | None = None,
    stated: Stated = Stated.RECOGNIZE,
) -> tuple[CheckedDocument, ...]:
    """Check files and folders; what cannot be read is among them with its problem.

    `stated` is what somebody says that all of them are.

    Raises:
        UnknownName: a path leads nowhere.
        Cancelled: `progress` returned False.
    """
    wanted = listed(paths)
    found = []
    for done, path in enumerate(wanted):
        if progress is not None and not progress(done, len(wanted)):
            raise Cancelled(tr("The check was stopped."), tr("Start it again when you like."))
        found.append(_checked(path, allowed, stated))
    return tuple(found)


def _checked(path: Path, allowed: frozenset[str], stated: Stated) -> CheckedDocument:
    try:
        raw = path.read_bytes()
        document = documents.read(path.name, raw)
    except OSError as error:
        return CheckedDocument(str(path), problem=str(places.disk_fault(error, path)))
    except ReadinessError as error:
        return CheckedDocument(str(path), problem=str(error))
    if not any(passage.text.strip() for passage in document.passages):
        # Nothing read is nothing found, but nobody may take that for a clean document.
        sentence, hint = (
            tr("It holds no text that can be read."),
            tr("A scan? Save it with its text, or read it yourself."),
        )
        return CheckedDocument(str(path), problem=f"{sentence} {hint}")
    return _check(Document(str(path), document.passages), allowed, stated)


def check_text(text: str, allowed: frozenset[str] = frozenset(), stated: Stated = Stated.RECOGNIZE) -> CheckedDocument:
    """Check pasted text, paragraph by paragraph."""
    passages = tuple(
        Passage(" ".join(line.split()), Place(0, "", 0, number), "paragraph")
        for number, line in enumerate(text.splitlines(), 1)
        if line.strip()
    )
    return _check(Document(tr("pasted text"), passages), allowed, stated)


def _check(document: Document, allowed: frozenset[str], stated: Stated) -> CheckedDocument:
    is_said = stated in (Stated.SYSTEM, Stated.PRODUCT)
    is_looked_at = is_said or (stated is Stated.RECOGNIZE and speaks_of_certificates(document))
    found = check(document, _rules(), allowed, _certificates() if is_looked_at else None, stated)
    said = _said(language())
    return dataclasses.replace(
        found,
        findings=tuple(_told(item, said) for item in found.findings),
        allowed=tuple(_told(item, said) for item in found.allowed),
    )


@cache
def _said(of_language: str) -> dict[str, tuple[str, str]]:
    """Give title and reason of every rule in a language; what to write instead stays in that of the document."""
    known = of_language if of_language in library.CLAIM_FILES else "en"
    wording, certificates = library.claim_rules(known).rules, library.certificate_rules()[known].rules
    said = {rule.id: (rule.title, rule.why) for rule in wording}
    return said | {rule.id: (rule.title, rule.why) for rule in certificates}


def _told(item: DocumentFinding, said: dict[str, tuple[str, str]]) -> DocumentFinding:
    title, why = said[item.rule]
    return dataclasses.replace(item, title=title, why=why)


@cache
def _certificates() -> Certificates:
    """Make the checks of certificates when the first document asks for them: it takes half a second."""
    return Certificates(library.certificate_rules(), library.claim_rules().standards)


def _rules() -> dict[str, Any]:
    return {language: library.claim_rules(language) for language in library.CLAIM_FILES}


def allowed_keys(snapshot: Snapshot) -> frozenset[str]:
    """Give the keys of what was allowed with a reason."""
    return frozenset(item.key for item in snapshot.allowed.values())


def allow(workspace: Workspace, found: DocumentFinding, reason: str) -> Commit | None:
    """Remember that what was found is allowed, and why; it is not found again.

    Raises:
        NotAllowed: no reason is given.
    """
    known = next((item for item in workspace.snapshot.allowed.values() if item.key == found.key), None)
    record = AllowedWording(
        id=known.id if known else new_id(), key=found.key, rule=found.rule, words=found.subject, reason=reason
    )
    return workspace.put(record)


def keep(workspace: Workspace, checked: tuple[CheckedDocument, ...], report: Path, today: dt.date) -> Commit | None:
    """Keep a check as evidence: its report attached, cited where it shows practice.

    That is 17021-1 8.1.3 and 8.3, 17065 4.1.3 and 4.6; of certificates also 17021-1 8.2.2, 17065 7.7.1 and 7.7.2.

    Raises:
        NotAllowed: none of the documents could be read, so that nothing was checked.
        DiskFault: the report cannot be read, or the disk refused.
    """
    read = [item for item in checked if not item.problem]
    if not read:
        raise NotAllowed(
            tr("Nothing was checked: no document could be read."),
            "\n".join(f"{item.name}: {item.problem}" for item in checked[:_MOST_NAMED]),
        )
    wrong, unread = sum(len(item.findings) for item in read), len(checked) - len(read)
    notes = [trn("{n} finding", "{n} findings", wrong)]
    if unread:
        notes.append(trn("{n} document could not be read", "{n} documents could not be read", unread))
    record = Evidence(
        id=new_id(),
        title=trn("Check of wording in {n} document", "Check of wording in {n} documents", len(read)),
        kind=EvidenceKind.RECORD,
        date=today,
        file=workspace.stage(report),
        note="; ".join(notes),
    )
    shown = dict.fromkeys(_KEPT_FOR)
    for item in read:
        shown |= dict.fromkeys(_KEPT_FOR_CERTIFICATES[item.certificate] if item.certificate else ())
    return workspace.put(record, uses=tuple(shown_at(workspace.snapshot, record, shown)))


def values(checked: CheckedDocument) -> dict[str, Any]:
    """Give a checked document as JSON values; `readiness/COMMANDS.md` shows the shape."""
    return {
        "document": checked.name,
        "problem": checked.problem,
        "certificate": checked.certificate,
        "errors": checked.errors,
        "misuses": [_values(item) for item in checked.findings],
        "allowed": [_values(item) for item in checked.allowed],
    }


def _values(item: DocumentFinding) -> dict[str, Any]:
    words = item.words
    return {
        "rule": item.rule,
        "title": item.title,
        "severity": item.severity,
        "place": item.place,
        "words": words.text if words else "",
        "context": f"{words.before}{words.text}{words.after}" if words else "",
        "why": item.why,
        "correct_wording": item.correct_wording,
        "clauses": list(item.clauses),
    }


@dataclass(frozen=True)
class MarkedCopy:
    """A marked copy of a Word file that was written, and a sentence on what is only highlighted or not in it."""

    path: Path
    note: str


def write_marked(checked: CheckedDocument, target: Path) -> MarkedCopy:
    """Write a copy of a Word file that was checked, with what was found highlighted and commented on.

    Raises:
        UsageError: what was checked or the target is no Word file, both are the same, or the target is in a workspace.
        BadFile: the file cannot be taken apart.
        DiskFault: it cannot be read any more, or the copy cannot be written.
    """
    from readiness.exchange.word_marked import Mark, marked  # noqa: PLC0415 - late for start-up time

    source = Path(checked.name)
    if source.suffix.lower() != ".docx" or target.suffix.lower() != ".docx":
        raise UsageError(
            tr("Only a Word file (.docx) has a marked copy."), tr("Write the findings of others as .pdf or .xlsx.")
        )
    targets.check_file(target)
    if target.exists() and source.exists() and target.samefile(source):
        raise UsageError(tr("'{path}' is the file that was checked.", path=target), tr("Give the copy another name."))
    try:
        raw = source.read_bytes()
    except OSError as error:
        raise places.disk_fault(error, source) from error
    marks = [
        Mark(checked.passages[item.words.passage].text, item.words.start, item.words.end, _comment(item))
        if item.words
        else Mark("", 0, 0, f"{item.place}: {_comment(item)}")
        for item in checked.findings
    ]
    done = marked(source.name, raw, marks, tr("Check of wording"))
    places.write_whole(target, done.content)
    return MarkedCopy(target, _note(done))


def _note(done: Marked) -> str:
    """Say what has no comment in a marked copy: headers, footers and text boxes take none."""
    notes = []
    if done.highlighted:
        notes.append(
            trn(
                "{n} is only highlighted: headers, footers and text boxes take no comments.",
                "{n} are only highlighted: headers, footers and text boxes take no comments.",
                done.highlighted,
            )
        )
    if done.left_out:
        notes.append(
            trn(
                "{n} has no words in the copy that could be marked; it stands in the findings.",
                "{n} have no words in the copy that could be marked; they stand in the findings.",
                done.left_out,
            )
        )
    return " ".join(notes)


def _comment(item: DocumentFinding) -> str:
    clauses = ", ".join(words.clause(clause) for clause in item.clauses)
    instead = tr("Write: {text}", text=item.correct_wording)
    return f"{item.title} ({item.rule}). {item.why} {instead} ({clauses})"


def write_report(checked: tuple[CheckedDocument, ...], target: Path, today: dt.date) -> report.Made:
    """Write the findings of a check as PDF or workbook, by the target's ending.

    Raises:
        UsageError: the target has another ending, is a folder, or lies in a workspace.
        DiskFault: its folder is missing or cannot be written to.
    """
    return report.write(claims_report.document(checked, today, __version__), target, (Format.PDF, Format.XLSX))
