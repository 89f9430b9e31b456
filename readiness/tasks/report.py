"""Reports: build the blocks, draw them to a draft, read that back, and only then give it its name."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from readiness import __version__, library, places
from readiness.analysis import gaps
from readiness.analysis.findings import Context, Finding
from readiness.errors import BadFile, Cancelled, DiskFault, UnknownName, UsageError
from readiness.model.snapshot import Snapshot
from readiness.report import gap
from readiness.report.blocks import Document, Proof
from readiness.texts import tr

if TYPE_CHECKING:
    from pypdf import PdfReader

    from readiness.report.pdf import Drawn

Progress = Callable[[int, int], bool]
"""Gets the steps done and the steps in all; False stops the task."""

Build = Callable[[Snapshot, tuple[Finding, ...], Context, dt.date, str, str, bytes], Document]


@dataclass(frozen=True)
class Kind:
    """A kind of report: its name for people, and what builds it."""

    title: Callable[[], str]
    build: Build


KINDS: dict[str, Kind] = {
    "gap": Kind(lambda: tr("gap report: verdict, figures, gaps, clause matrix, evidence register, actions"), gap.build),
}


@dataclass(frozen=True)
class Made:
    """A report that was written: its file, pages, size in bytes, and the signs that no embedded font has."""

    path: Path
    pages: int
    size: int
    missing: str = ""


def make(
    snapshot: Snapshot,
    target: Path,
    today: dt.date,
    kind: str = "gap",
    assessment: str = "",
    progress: Progress | None = None,
    program_version: str = __version__,
    logo: bytes = b"",
) -> Made:
    """Write a report as PDF. The file has its name only once it was read back and found complete.

    `today` is the day the report is made on, which evidence and actions are compared with; `assessment`
    (an id, or a standard) limits the report to a part; `logo` (PNG) goes on the cover.

    Raises:
        UnknownName: there is no such kind of report, or no such assessment.
        UsageError: the target is a folder.
        DiskFault: the target's folder is missing or cannot be written to.
        BadFile: what was drawn does not read back as it should be.
        Cancelled: `progress` returned False. In all cases an older file of that name stands.
    """
    chosen = KINDS.get(kind)
    if chosen is None:
        raise UnknownName(
            tr("There is no report '{kind}'.", kind=kind),
            tr("Known reports: {known}.", known=", ".join(KINDS)),
        )
    _check_target(target)
    context = Context(library.crosswalk(), today)
    found = gaps.find(snapshot, context)
    document = chosen.build(snapshot, found, context, today, program_version, assessment, logo)
    draft = draft_of(target)
    try:
        made = _drawn(document, draft, target, progress)
        places.rename_over(draft, target)
    except OSError as error:
        raise places.disk_fault(error, target) from error
    finally:
        with contextlib.suppress(OSError):
            draft.unlink()
    return made


def draft_of(target: Path) -> Path:
    """Give the file that a report is drawn to; whoever kills a process that makes one may remove it."""
    return target.with_name(f".{target.name}.part")


def _check_target(target: Path) -> None:
    if target.is_dir():
        raise UsageError(
            tr("'{path}' is a folder.", path=target), tr("Name the file, for example gap-report.pdf in it.")
        )
    if not target.parent.is_dir():
        raise DiskFault(
            tr("The folder '{path}' does not exist.", path=target.parent),
            tr("Make it, or choose another place for the report."),
        )


def _drawn(document: Document, draft: Path, target: Path, progress: Progress | None) -> Made:
    from readiness.report.pdf import draw  # noqa: PLC0415 - late for start-up time

    def half(done: int, total: int) -> bool:
        return progress is None or progress(done, 2 * total)

    with draft.open("wb") as file:
        drawn = draw(document, file, half)
        places.sync_file(file)

    def other_half(done: int) -> None:
        if progress is not None and not progress(drawn.pages + done, 2 * drawn.pages):
            raise Cancelled(tr("The report was stopped."), tr("Nothing was written."))

    _read_back(document, drawn, draft, target, other_half)
    return Made(target, drawn.pages, draft.stat().st_size, drawn.missing)


def _read_back(document: Document, drawn: Drawn, draft: Path, target: Path, progress: Callable[[int], None]) -> None:
    """Compare the file with what was drawn: its pages, and every requirement number in its place.

    Raises:
        BadFile: pages or numbers are missing.
        Cancelled: `progress` raised it.
    """
    from pypdf import PdfReader  # noqa: PLC0415 - late for start-up time

    with PdfReader(draft) as reader:
        if len(reader.pages) != drawn.pages:
            raise _incomplete(target, tr("{n} of {all} pages", n=len(reader.pages), all=drawn.pages))
        for proof in document.proofs:
            found = _found(reader, proof, drawn, progress)
            if found != len(proof.labels):
                raise _incomplete(target, tr("{n} of {all} requirement numbers", n=found, all=len(proof.labels)))
    progress(drawn.pages)


def _found(reader: PdfReader, proof: Proof, drawn: Drawn, progress: Callable[[int], None]) -> int:
    """Count the labels that stand in the text of their pages, in their order."""
    first, last = drawn.spans[proof.first][0], drawn.spans[proof.last][1]
    texts = []
    for number in range(first, last + 1):
        progress(number)
        texts.append(reader.pages[number].extract_text())
    text = f" {' '.join(' '.join(texts).split())} "
    place = 0
    for count, label in enumerate(proof.labels):
        place = text.find(f" {label} ", place)
        if place < 0:
            return count
    return len(proof.labels)


def _incomplete(target: Path, found: str) -> BadFile:
    return BadFile(
        tr("'{path}' was not written: only {found} could be read back.", path=target, found=found),
        tr("Please report this as a fault of the program."),
    )
