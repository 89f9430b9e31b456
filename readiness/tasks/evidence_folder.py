"""Evidence files beside a report: what its requirements cite, copied into a folder, each with its clause in front."""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from readiness import places
from readiness.errors import UsageError
from readiness.model.records import Attachment, Evidence
from readiness.model.snapshot import Snapshot
from readiness.report.kinds import KINDS, Ask
from readiness.report.matter import Matter
from readiness.report.request import Request
from readiness.tasks import targets
from readiness.tasks.report import kind_of, matter_of
from readiness.texts import tr
from readiness.workspace import Workspace

_DRAFT_ENDING = ".part"


@dataclass(frozen=True)
class Copied:
    """A folder with evidence files: its path, their names in the order of clauses, and what is cited without a file.

    Without files, there is no folder.
    """

    path: Path
    files: tuple[str, ...]
    without_file: tuple[Evidence, ...]


@contextlib.contextmanager
def beside(
    workspace: Workspace, snapshot: Snapshot, today: dt.date, request: Request, folder: Path
) -> Iterator[Copied]:
    """Copy the files that a report's requirements cite; the folder gets its name when the block ends without a fault.

    Make the report inside the block: where that fails, any file is missing or changed, or nothing that is cited has a
    file, no folder is left.

    Raises:
        UsageError: something lies at the folder's path, it is in a workspace, or the kind of report has no such folder.
        UnknownName: there is no such kind of report, assessment or requirement.
        Damage: a file is missing from the workspace, or not what was attached.
        DiskFault: the folder cannot be made or filled.
    """
    kind = kind_of(request)
    if Ask.EVIDENCE_FOLDER not in kind.asks:
        able = ", ".join(item.name for item in KINDS.values() if Ask.EVIDENCE_FOLDER in item.asks)
        raise UsageError(
            tr("'{kind}' has no folder of evidence beside it.", kind=kind.title()),
            tr("These kinds can have one: {kinds}.", kinds=able),
        )
    matter = matter_of(snapshot, today, request, kind)
    _check(folder)
    draft = folder.with_name(f"{_draft_prefix(folder)}{os.urandom(4).hex()}{_DRAFT_ENDING}")
    try:
        with _disk_faults(folder):
            draft.mkdir()
        copied = _filled(workspace, matter, draft, folder)
        yield copied
        if copied.files:
            with _disk_faults(folder):
                places.rename_over(draft, folder)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def remove_drafts(folder: Path) -> None:
    """Remove what a run that was killed left of a folder."""
    with contextlib.suppress(OSError):
        for path in folder.parent.iterdir():
            if path.name.startswith(_draft_prefix(folder)) and path.name.endswith(_DRAFT_ENDING):
                shutil.rmtree(path, ignore_errors=True)


def _draft_prefix(folder: Path) -> str:
    return f".{folder.name}."


@contextlib.contextmanager
def _disk_faults(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise places.disk_fault(error, folder) from error


def _check(folder: Path) -> None:
    if os.path.lexists(folder):
        raise UsageError(
            tr("'{path}' is there already.", path=folder),
            tr("Name a folder that does not exist yet: nothing is copied into one that does."),
        )
    targets.check_place(folder)


def _filled(workspace: Workspace, matter: Matter, draft: Path, folder: Path) -> Copied:
    names, without = [], []
    for front, evidence in _cited(matter):
        if evidence.file is None:
            without.append(evidence)
            continue
        reference = "" if _begins_with(evidence.file, evidence.reference) else f" {evidence.reference}"
        names.append(workspace.copy_out(evidence.file, draft, front + reference).name)
    return Copied(folder, tuple(names), tuple(without))


def _cited(matter: Matter) -> Iterator[tuple[str, Evidence]]:
    """Walk through what is cited, each once, in the order of clauses; with the standard and clause that comes first."""
    seen = set()
    for assessment in matter.assessments:
        short = matter.snapshot.checklist_of(assessment).short
        for row in matter.rows(assessment):
            for citation in row.answer.citations:
                if citation.evidence not in seen:
                    seen.add(citation.evidence)
                    yield f"{short} {row.leaves[0].clause.number}", matter.snapshot.evidence[citation.evidence]


def _begins_with(file: Attachment, reference: str) -> bool:
    """Tell whether a file's name says the reference number itself, however it writes what stands between."""
    return _letters(file.name).startswith(_letters(reference))


def _letters(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isalnum())
