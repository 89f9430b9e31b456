"""Checklists go out as files for a person or a program to edit, and come in as custom checklists."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

import msgspec

from readiness import exchange, library, places
from readiness.analysis.wording import remarks
from readiness.errors import BadFile, Problem
from readiness.library import CheckedChecklist
from readiness.model import checklist_file
from readiness.model.checklist import Checklist
from readiness.tasks import targets
from readiness.texts import tr
from readiness.workspace import Workspace

_LARGEST_FILE = 20 * 1024 * 1024


def export(checklist: Checklist, target: Path) -> int:
    """Write a checklist as JSON or XLSX by the file's ending, read it back and count; gives the requirements written.

    Raises:
        UsageError: the ending is neither, or the file lies in a workspace.
        DiskFault: the disk refused; an older file of that name stands.
        BadFile: what was written does not read back as it was; an older file of that name stands.
    """
    form = exchange.by_ending(target)
    targets.check_file(target)
    content = form.write(checklist)
    again, problems = form.read(content)
    if problems or again != checklist:
        raise BadFile(
            tr("'{path}' would not read back as it was written; it was not made.", path=target),
            tr("Please report this as a fault of the program."),
            problems,
        )
    places.write_whole(target, content)
    if target.read_bytes() != content:
        raise BadFile(tr("'{path}' does not hold what was written to it.", path=target), tr("Check the disk."))
    return len(again.requirements)


def read(source: Path) -> CheckedChecklist:
    """Read a checklist from JSON or XLSX and check it in full.

    Raises:
        BadFile: with the list of all defects.
        UsageError: the ending is neither.
        DiskFault: the file cannot be read.
    """
    form = exchange.by_ending(source)
    checklist, problems = form.read(read_bytes(source))
    if checklist is None or problems:
        raise BadFile(
            tr("'{source}' cannot be used as a checklist: {n} defects.", source=source, n=len(problems)),
            tr("Mend the places named and try again; nothing was imported."),
            problems,
        )
    return CheckedChecklist(checklist, checklist_file.to_bytes(checklist))


def read_bytes(source: Path) -> bytes:
    """Read a file of at most 20 MB.

    Raises:
        BadFile: it is larger.
        DiskFault: it cannot be read.
    """
    try:
        size = source.stat().st_size
        if size > _LARGEST_FILE:
            raise BadFile(
                tr("'{path}' is too large for a checklist ({size} MB).", path=source, size=size // 1_000_000),
                tr("Choose a file that the checklist export wrote."),
            )
        return source.read_bytes()
    except OSError as error:
        raise places.disk_fault(error, source) from error


@dataclass(frozen=True)
class Checked:
    """What a check found: defects keep a file from being imported; remarks say what makes its texts hard to use."""

    defects: tuple[Problem, ...]
    remarks: tuple[Problem, ...] = ()


def check(source: Path) -> Checked:
    """List every defect of a checklist file, and where it has none, what is remarkable about its wording.

    Raises:
        UsageError: the ending is neither .json nor .xlsx.
        DiskFault: the file cannot be read.
    """
    try:
        checklist = read(source).checklist
    except BadFile as error:
        return Checked(error.problems or (Problem(str(source), error.sentence),))
    rules = library.wording()
    return Checked((), remarks(checklist, rules) if checklist.language == rules.language else ())


def import_into(workspace: Workspace, source: Path) -> CheckedChecklist:
    """Keep a checklist in a workspace. One that differs from the shipped one of its id becomes a custom one.

    Raises:
        BadFile: with the list of all defects; nothing is imported.
        UsageError: the ending is neither .json nor .xlsx.
        DiskFault: the disk refused.
    """
    checked = as_custom(read(source))
    workspace.keep_checklist(checked.checklist, checked.raw)
    return checked


def as_custom(checked: CheckedChecklist) -> CheckedChecklist:
    """Give a checklist that is not shipped an id of its own, so that it never replaces a shipped one.

    The id is the one in the file with 'custom' and eight digits of the content's hash; it says what it is based on.
    """
    for shipped in library.shipped():
        if shipped.checklist == checked.checklist:
            return shipped
    checklist = checked.checklist
    origin = checklist.based_on or checklist.id
    plain = msgspec.structs.replace(checklist, id=origin, based_on="")
    digest = hashlib.sha256(checklist_file.to_bytes(plain)).hexdigest()[:8]
    custom = msgspec.structs.replace(checklist, id=f"{origin}-custom-{digest}", based_on=origin)
    return CheckedChecklist(custom, checklist_file.to_bytes(custom))


def exportable(name: str, workspace: Workspace | None = None) -> Checklist:
    """Find a checklist to export: a custom one of the workspace by id, else a shipped one.

    Raises:
        UnknownName: none is called that.
    """
    if workspace is not None:
        for checklist in workspace.snapshot.checklists.values():
            if checklist.id == name:
                return checklist
    return library.find(name).checklist
