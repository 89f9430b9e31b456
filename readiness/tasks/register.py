"""The evidence register as a whole: a list of documents comes in, several documents are changed, merged or removed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TypedDict, Unpack

import msgspec

from readiness import places
from readiness.analysis import duplicates
from readiness.analysis.list_columns import Layout, Part, guess
from readiness.analysis.register import Fate, Plan, column_named
from readiness.errors import BadFile, UnknownName, UsageError
from readiness.exchange import tables
from readiness.model.history import Commit
from readiness.model.record import new_id
from readiness.model.records import Evidence, EvidenceKind
from readiness.model.table import Sheet
from readiness.texts import tr, trn
from readiness.workspace import Workspace

_LARGEST_FILE = 20_000_000


def read(source: Path) -> tuple[Sheet, ...]:
    """Read the sheets of a list: XLSX, or text with delimiters in any usual encoding.

    Raises:
        BadFile: it is too large, or nothing that can be read as a table.
        DiskFault: it cannot be read.
    """
    try:
        size = source.stat().st_size
        raw = source.read_bytes() if size <= _LARGEST_FILE else b""
    except OSError as error:
        raise places.disk_fault(error, source) from error
    if size > _LARGEST_FILE:
        raise BadFile(
            tr("'{path}' is too large for a list of documents ({size} MB).", path=source, size=size // 1_000_000),
            tr("Save only the list in a file of its own."),
        )
    sheets, problems = tables.read(raw)
    if problems:
        raise BadFile(
            tr("'{path}' cannot be read as a list of documents.", path=source),
            tr("Mend what is named, or copy the rows and paste them; nothing was changed."),
            problems,
        )
    return sheets


def pasted(text: str) -> tuple[Sheet, ...]:
    """Read what was copied from a spreadsheet or a document.

    Raises:
        BadFile: it is no table.
    """
    sheets, problems = tables.of_text(text)
    if problems:
        raise BadFile(
            tr("The clipboard holds no list that can be read: {reason}.", reason=problems[0].what),
            tr("Select the rows in Excel or Word, copy them, and paste again."),
        )
    return sheets


def chosen(sheets: Sequence[Sheet], name: str = "") -> Sheet:
    """Choose a sheet by name; without a name, the one in which most columns are understood, the longest of these.

    Raises:
        UnknownName: there is none of that name.
    """
    if not name:
        return max(sheets, key=lambda sheet: (len(guess(sheet).columns), len(sheet.lines)))
    for sheet in sheets:
        if sheet.name.casefold() == name.strip().casefold():
            return sheet
    raise UnknownName(
        tr("There is no sheet '{name}'.", name=name),
        tr("It has: {names}.", names=", ".join(f"'{sheet.name}'" for sheet in sheets)),
    )


def layout_of(sheet: Sheet, mapping: str = "", headings: int | None = None) -> Layout:
    """Say what the columns hold: guessed, or as 'number=A,title=Document' names them by letter or heading.

    `headings` is the number of the line with headings, 0 for none; None leaves that to the guess.

    Raises:
        UsageError: a part is not known, or a column is not there.
    """
    guessed = guess(sheet)
    layout = guessed if headings is None else Layout(headings, guessed.columns)
    if not mapping:
        return layout
    columns: dict[Part, int] = {}
    for item in mapping.split(","):
        name, _, wanted = (piece.strip() for piece in item.partition("="))
        if name not in list(Part):
            raise UsageError(
                tr("'{name}' is nothing that a list of documents holds.", name=name),
                tr("Use: {names}.", names=", ".join(Part)),
            )
        column = column_named(wanted, sheet, layout)
        if column < 0:
            raise UsageError(
                tr("The list has no column '{column}'.", column=wanted),
                tr("Name a column by its letter or its heading, like number=A,title=Document."),
            )
        columns[Part(name)] = column
    return Layout(layout.headings, columns)


def carry_out(workspace: Workspace, plan: Plan) -> Commit | None:
    """Add and update what a plan says, in one commit; None where nothing differs.

    Raises:
        NotAllowed: a record is refused; nothing is recorded then.
        DiskFault: the disk refused.
    """
    added, updated = plan.of(Fate.ADDED), plan.of(Fate.UPDATED)
    records = [msgspec.structs.replace(change.after, id=new_id()) for change in added]
    records += [_as_now(workspace, change.before, change.after) for change in updated if change.before]
    if not records:
        return None
    sentence = tr(
        "Took over a list of documents: {added} added, {updated} updated", added=len(added), updated=len(updated)
    )
    return workspace.put(*records, sentence=sentence)


def _as_now(workspace: Workspace, before: Evidence, after: Evidence) -> Evidence:
    """Bring what the plan changes onto the record as it is by now; something else may have changed since."""
    now = workspace.snapshot.evidence.get(before.id, before)
    changed = {
        name: getattr(after, name) for name in after.__struct_fields__ if getattr(after, name) != getattr(before, name)
    }
    return msgspec.structs.replace(now, **changed)


class Edits(TypedDict, total=False):
    """The fields that are changed for several documents at once."""

    owner: str
    kind: EvidenceKind
    valid_until: dt.date | None


def edit(workspace: Workspace, records: Sequence[Evidence], **fields: Unpack[Edits]) -> Commit | None:
    """Change fields of several documents in one commit; None where nothing differs.

    Raises:
        NotAllowed: 'valid until' lies before the date of one of them; nothing is recorded then.
    """
    changed: list[Evidence] = [msgspec.structs.replace(record, **fields) for record in records]
    sentence = trn("Changed {n} document at once", "Changed {n} documents at once", len(records))
    return workspace.put(*changed, sentence=sentence) if changed else None


def remove(workspace: Workspace, records: Sequence[Evidence]) -> Commit | None:
    """Remove several documents with their citations in one commit."""
    wanted = duplicates.without(workspace.snapshot, {record.id for record in records})
    sentence = trn("Removed {n} document and its citations", "Removed {n} documents and their citations", len(records))
    return workspace.restore(wanted, sentence)


def merge(workspace: Workspace, gone: Evidence, kept: Evidence) -> Commit | None:
    """Move the citations of one piece of evidence to another and remove the first, in one commit.

    Raises:
        UsageError: they are the same.
    """
    if gone.id == kept.id:
        raise UsageError(tr("Evidence cannot be merged into itself."), tr("Choose another one."))
    wanted = duplicates.merged(workspace.snapshot, gone, kept)
    return workspace.restore(wanted, tr("Merged '{gone}' into '{kept}'", gone=gone.title, kept=kept.title))


def confirm(workspace: Workspace, records: Sequence[Evidence]) -> Commit | None:
    """Say that every place in some documents was looked up in the revision that they have now, in one commit."""
    wanted = duplicates.confirmed(workspace.snapshot, {record.id for record in records})
    if len(records) == 1:
        sentence = tr("Confirmed the places in '{title}'", title=records[0].title)
    else:
        sentence = trn("Confirmed the places in {n} document", "Confirmed the places in {n} documents", len(records))
    return workspace.restore(wanted, sentence)


def plan_values(plan: Plan) -> Mapping[str, object]:
    """Give a plan as --json prints it."""
    return {
        **{fate.value: len(plan.of(fate)) for fate in Fate},
        "rows": [
            {
                "row": change.row,
                "fate": change.fate.value,
                "number": change.after.reference,
                "title": change.after.title,
                "parts": [part.value for part in change.parts],
            }
            for change in plan.changes
        ],
        "rejected": [
            {"row": item.row, "column": item.column, "value": item.value, "reason": item.reason}
            for item in plan.rejected
        ],
    }
