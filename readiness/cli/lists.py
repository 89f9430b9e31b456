"""Verbs on the evidence register as a whole: taking over a list of documents, and a look at a file."""

from __future__ import annotations

import base64
from collections.abc import Callable

import msgspec

from readiness.analysis.list_values import DateOrder
from readiness.analysis.register import Fate, Plan, plan
from readiness.cli.given import Arguments, Outcome, reading, writing
from readiness.tasks import pages, past, preview, register
from readiness.texts import tr, trn

_SHOWN_REJECTED = 20


def evidence_import(given: Arguments) -> Outcome:
    """Take a list of documents over into the register, or say what that would change."""
    sheets = register.read(given.file)
    if given.rows:
        every = [line for item in sheets for line in item.lines]
        lines = [f"{line.number}  {' | '.join(cell.text for cell in line.cells)}" for line in every]
        return [msgspec.to_builtins(sheet) for sheet in sheets], lines, 0
    sheet = register.chosen(sheets, given.sheet)
    layout = register.layout_of(sheet, given.map, given.headings)
    order = DateOrder(given.dates) if given.dates else None
    columns = {part.value: layout.heading(sheet, column) for part, column in layout.columns.items()}
    with reading(given) if given.dry_run else writing(given) as workspace:
        planned = plan(sheet, layout, workspace.snapshot, order)
        commit = None if given.dry_run else register.carry_out(workspace, planned)
    value = {
        "changed": commit is not None,
        "commit": past.commit_values(commit) if commit else None,
        "sheet": sheet.name,
        "headings": layout.headings,
        "columns": columns,
        **register.plan_values(planned),
    }
    return value, _lines(planned, columns, dry_run=given.dry_run), 0


def _lines(planned: Plan, columns: dict[str, str], *, dry_run: bool) -> list[str]:
    lines = [tr("Columns: {columns}", columns=", ".join(f"{part}={name}" for part, name in columns.items()))]
    counts = {fate: len(planned.of(fate)) for fate in Fate}
    numbers = {"added": counts[Fate.ADDED], "updated": counts[Fate.UPDATED], "same": counts[Fate.SAME]}
    if dry_run:
        lines.append(tr("Would add {added}, update {updated}, leave {same} as they are.", **numbers))
    else:
        lines.append(tr("Added {added}, updated {updated}, left {same} as they are.", **numbers))
    if planned.rejected:
        count = len(planned.rejected)
        lines.append(trn("{n} cell or row was not taken:", "{n} cells or rows were not taken:", count))
    for item in planned.rejected[:_SHOWN_REJECTED]:
        where = (
            tr("row {row}, {column}", row=item.row, column=item.column)
            if item.column
            else tr("row {row}", row=item.row)
        )
        lines.append(f"  {where}: '{item.value}' {item.reason}")
    if len(planned.rejected) > _SHOWN_REJECTED:
        lines.append(tr("  ... and {n} more; --json lists all", n=len(planned.rejected) - _SHOWN_REJECTED))
    return lines


def evidence_preview(given: Arguments) -> Outcome:
    """Give a page of a PDF or a picture as PNG, or the beginning of a text."""
    if given.memory:
        preview.limit_memory(given.memory)
    made = preview.make(given.file, given.page, given.width)
    value = {
        "look": made.look.value,
        "page": made.page,
        "pages": made.pages,
        "png": base64.b64encode(made.png).decode("ascii"),
        "lines": list(made.lines),
        "note": made.note,
    }
    drawn = trn("page {page} of {n}", "page {page} of {n}", made.pages, page=made.page)
    lines = [*made.lines, *([drawn] if made.png else []), *([made.note] if made.note else [])]
    return value, lines, 0


_FINEST = 300
"""Dots per inch: what office printers print; more only takes longer."""


def show_pages(given: Arguments) -> Outcome:
    """Give the sizes of the pages of a PDF, where a text stands, or pictures in bands as files in a folder."""
    if given.find:
        hits = pages.find(given.file, given.find)
        lines = [trn("'{text}': {n} time.", "'{text}': {n} times.", len(hits), text=given.find)]
        return msgspec.to_builtins(hits), lines, 0
    sizes = pages.sizes(given.file)
    if given.folder is None:
        lines = [trn("{path}: {n} page.", "{path}: {n} pages.", len(sizes), path=given.file)]
        return msgspec.to_builtins(sizes), lines, 0
    numbers = range(given.first, (given.last or len(sizes)) + 1)
    drawn = pages.draw(given.file, given.folder, numbers, max(10, min(given.dpi, _FINEST)))
    value = [
        {
            "page": sheet.number,
            "width": sheet.width,
            "height": sheet.height,
            "bands": [{"top": top, "file": str(path)} for top, path in sheet.bands],
        }
        for sheet in drawn
    ]
    return value, [trn("Drew {n} page.", "Drew {n} pages.", len(drawn))], 0


VERBS: dict[str, Callable[[Arguments], Outcome]] = {
    "evidence import": evidence_import,
    "evidence preview": evidence_preview,
    "pages": show_pages,
}
