"""Reports: build the blocks, draw them to a draft, read that back, and only then give it its name."""

from __future__ import annotations

import contextlib
import dataclasses
import datetime as dt
import io
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from readiness import __version__, library, places
from readiness.analysis import briefing, gaps, recent, trend
from readiness.analysis.findings import Context
from readiness.errors import BadFile, Cancelled, UnknownName, UsageError
from readiness.model.briefing import Material
from readiness.model.history import Commit
from readiness.model.snapshot import Snapshot
from readiness.report.blocks import Attachment, Document, Proof
from readiness.report.document import build
from readiness.report.kinds import KINDS, Ask, Format, Kind
from readiness.report.matter import Beside, Matter
from readiness.report.request import Request
from readiness.tasks import targets
from readiness.texts import language, tr

if TYPE_CHECKING:
    from pypdf import PdfReader

    from readiness.report.pdf import Drawn

Progress = Callable[[int, int], bool]
"""Gets the steps done and the steps in all; False stops the task."""

History = Callable[[], Iterable[Commit]]
"""Gives all commits, newest first."""

_NO_HISTORY: tuple[Commit, ...] = ()
_MOST_SIGNS = 20
_DATA_NAME = "data.xlsx"
_DATA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class Made:
    """A report that was written: its file, pages (0 where only a reader makes them) and bytes.

    `notes` are sentences on what could not be printed as it should be.
    """

    path: Path
    pages: int
    size: int
    notes: tuple[str, ...] = ()


def make(
    snapshot: Snapshot,
    target: Path,
    today: dt.date,
    request: Request | None = None,
    progress: Progress | None = None,
    program_version: str = __version__,
    logo: bytes = b"",
    history: History = lambda: _NO_HISTORY,
) -> Made:
    """Write a report as PDF, XLSX or DOCX, by the target's ending. It has its name only once it was read back whole.

    `today` is the day the report is made on, which evidence and actions are compared with; `logo` (PNG) goes on the
    cover; `history` is asked by kinds that look back.

    Raises:
        UnknownName: there is no such kind of report, profile, assessment, requirement or part.
        UsageError: the target has no name, is a folder or in a workspace, the kind cannot be such a file, or needs both
            standards.
        DiskFault: the target's folder is missing or cannot be written to.
        BadFile: what was drawn does not read back as it should be.
        Cancelled: `progress` returned False. In all cases an older file of that name stands.
    """
    request = request or Request()
    kind = kind_of(request)
    _format(kind.title(), kind.formats, target)
    targets.check_file(target)
    document = composed(snapshot, today, request, kind, program_version, logo, history)
    return write(document, target, kind.formats, progress)


def write(document: Document, target: Path, formats: tuple[Format, ...], progress: Progress | None = None) -> Made:
    """Draw a document to a file of one of some formats, by the target's ending; it has its name only once it is whole.

    Raises:
        UsageError: the target has no name, is a folder or in a workspace, or its ending is that of another format.
        DiskFault: the target's folder is missing or cannot be written to.
        BadFile: what was drawn does not read back as it should be.
        Cancelled: `progress` returned False. In all cases an older file of that name stands.
    """
    file_format = _format(document.title, formats, target)
    targets.check_file(target)
    draft = draft_of(target)
    try:
        made = _DRAWERS[file_format](document, draft, target, progress)
        places.rename_over(draft, target)
    except OSError as error:
        raise places.disk_fault(error, target) from error
    finally:
        with contextlib.suppress(OSError):
            draft.unlink()
    return made


def composed(
    snapshot: Snapshot,
    today: dt.date,
    request: Request,
    kind: Kind,
    program_version: str = __version__,
    logo: bytes = b"",
    history: History = lambda: _NO_HISTORY,
) -> Document:
    """Work out what a report says, before anything is drawn.

    Raises:
        UnknownName: there is no such profile, assessment or requirement.
        UsageError: the kind needs both standards, or cannot be limited.
    """
    if kind.general and (request.only or request.clauses):
        raise UsageError(
            tr("'{kind}' is the same whatever is assessed: it cannot be limited.", kind=kind.title()),
            tr("Make it without limits, or choose another report."),
        )
    matter = matter_of(snapshot, today, request, kind, program_version, history)
    if kind.needs_both and len({snapshot.checklist_of(item).standard for item in matter.assessments}) < 2:
        raise UsageError(
            tr("'{kind}' compares the two standards, and only one is assessed here.", kind=kind.title()),
            tr("Add an assessment to the other standard, or choose another report."),
        )
    document = build(matter, kind, logo)
    return dataclasses.replace(document, attachments=(_data(document),)) if request.data else document


def matter_of(
    snapshot: Snapshot,
    today: dt.date,
    request: Request,
    kind: Kind,
    program_version: str = __version__,
    history: History = lambda: _NO_HISTORY,
) -> Matter:
    """Gather what a report of a kind is made from.

    Raises:
        UnknownName: there is no such profile, assessment or requirement.
    """
    context = Context(library.crosswalk(), library.schemes(), today)
    found = gaps.find(snapshot, context)
    beside = _beside(snapshot, today, request, kind, history)
    return Matter.of(snapshot, found, context, program_version, request, beside)


def kind_of(request: Request) -> Kind:
    """Find the kind of report that is asked for.

    Raises:
        UnknownName: there is no such kind, or it has no such part.
    """
    kind = KINDS.get(request.kind)
    if kind is None:
        raise UnknownName(
            tr("There is no report '{kind}'.", kind=request.kind),
            tr("Known reports: {known}.", known=", ".join(KINDS)),
        )
    known = {part.name for part in kind.parts}
    if unknown := [name for name in request.without if name not in known]:
        raise UnknownName(
            tr("'{kind}' has no part '{part}'.", kind=kind.title(), part=unknown[0]),
            tr("Its parts: {known}.", known=", ".join(part.name for part in kind.parts)),
        )
    return kind


def _format(title: str, formats: tuple[Format, ...], target: Path) -> Format:
    """Tell the file format by the ending; PDF where it is none that is known."""
    ending = target.suffix.lower().removeprefix(".")
    file_format = Format(ending) if ending in set(Format) else Format.PDF
    if file_format not in formats:
        raise UsageError(
            tr("'{kind}' cannot be made as {format}.", kind=title, format=file_format.upper()),
            tr("It can be: {formats}.", formats=", ".join(item.upper() for item in formats)),
        )
    return file_format


def _beside(snapshot: Snapshot, today: dt.date, request: Request, kind: Kind, history: History) -> Beside:
    """Fetch what the kind needs beside the snapshot; the journal is only read for one that looks back.

    No day is reported that the state has not seen: the time ends today, or with the last change of an earlier state.
    """
    profile, comparison = library.profile(request.profile), library.comparison()

    def material() -> Material:
        return library.briefing(language())

    if Ask.PERIOD not in kind.asks:
        since = request.since or briefing.due_since(today) if Ask.SINCE in kind.asks else today
        return Beside(profile, comparison, material, today, since, today)
    everything = list(history())
    commits = [commit for commit in everything if commit.sequence <= snapshot.sequence]
    is_earlier = bool(commits) and len(commits) < len(everything)
    as_of = min(today, _day(commits[0])) if is_earlier else today
    until = min(request.until or as_of, as_of)
    since = request.since or until - dt.timedelta(days=recent.DAYS)
    if since > until:
        raise UsageError(
            tr("The time begins on {since} and ends on {until}.", since=since, until=until),
            tr("Let it begin first."),
        )
    weekly = (day for day in trend.days(until, (until - since).days // 7 + 1) if day > since)
    points: dict[str, list[trend.Point]] = {}
    for point in trend.walk(snapshot, commits, (*weekly, since)):
        if point is not None:
            points.setdefault(point.assessment, []).insert(0, point)
    within = tuple(item for item in commits if since <= _day(item) <= until)
    return Beside(
        profile, comparison, material, as_of, since, until, within, {key: tuple(found) for key, found in points.items()}
    )


def _day(commit: Commit) -> dt.date:
    return commit.time.astimezone(dt.UTC).date()


def _data(document: Document) -> Attachment:
    """Draw the same blocks as a workbook: no more than what is printed."""
    from readiness.report.xlsx import draw  # noqa: PLC0415 - late for start-up time

    file = io.BytesIO()
    draw(document, file)
    return Attachment(_DATA_NAME, _DATA_TYPE, tr("What this report shows, as a workbook"), file.getvalue())


def draft_of(target: Path) -> Path:
    """Give the file that a report is drawn to; whoever kills a process that makes one may remove it."""
    return target.with_name(f".{target.name}.part")


def _as_pdf(document: Document, draft: Path, target: Path, progress: Progress | None) -> Made:
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
    return Made(target, drawn.pages, draft.stat().st_size, _notes(drawn))


def _notes(drawn: Drawn) -> tuple[str, ...]:
    """Say which signs have no font, and that right-to-left letters are not joined and turned."""
    notes = []
    if drawn.missing:
        shown = " ".join(drawn.missing[:_MOST_SIGNS])
        folder = places.settings_folder() / "fonts"
        notes.append(
            tr(
                "No font has these signs, so a replacement sign was printed: {signs} Put a TrueType font (.ttf) that "
                "has them into {folder} and make the report again. Fonts with PostScript outlines (.otf) do not serve.",
                signs=shown,
                folder=folder,
            )
        )
    if drawn.unshaped:
        notes.append(
            tr(
                "The report holds letters that are written from right to left. They are printed one by one as they are "
                "stored, neither joined nor turned."
            )
        )
    return tuple(notes)


def _as_workbook(document: Document, draft: Path, target: Path, progress: Progress | None) -> Made:
    from readiness.report.xlsx import draw  # noqa: PLC0415 - late for start-up time

    return _in_one_go(draw, document, draft, target, progress)


def _as_text(document: Document, draft: Path, target: Path, progress: Progress | None) -> Made:
    from readiness.report.docx import draw  # noqa: PLC0415 - late for start-up time

    return _in_one_go(draw, document, draft, target, progress)


def _in_one_go(
    draw: Callable[[Document, BinaryIO, Progress | None], object],
    document: Document,
    draft: Path,
    target: Path,
    progress: Progress | None,
) -> Made:
    """Draw a file that has no pages of its own, and check that its parts read back.

    Raises:
        BadFile: a part of it does not have the checksum that it should have.
    """
    with draft.open("wb") as file:
        draw(document, file, progress)
        places.sync_file(file)
    with zipfile.ZipFile(draft) as parts:
        if (broken := parts.testzip()) is not None:
            raise _incomplete(target, tr("the parts before '{name}'", name=broken))
    return Made(target, 0, draft.stat().st_size)


_DRAWERS: dict[Format, Callable[[Document, Path, Path, Progress | None], Made]] = {
    Format.PDF: _as_pdf,
    Format.XLSX: _as_workbook,
    Format.DOCX: _as_text,
}


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
