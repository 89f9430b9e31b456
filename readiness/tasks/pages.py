"""The pages of a PDF as pictures, on their way to a printer; made in a child process, some pages at a time.

A page is cut into bands, so that whoever paints it holds a small part of it at a time and is never long at it. All that
is written lies in one folder, for its owner only, that is removed when the printing ends: what a report says is nobody
else's business.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from readiness import places
from readiness.errors import BadFile
from readiness.tasks import targets
from readiness.texts import tr
from readiness.workspace import Workspace

_MOST_PIXELS = 20_000_000
"""Of a page; a larger one (A2 at 300 dots per inch) is drawn coarser."""
_BAND = 240
_OVERLAP = 2
"""Rows that a band shares with the next: a printer that rounds leaves no white line between them."""
_PREFIX = "printing"
_MOST_HITS = 1000


@dataclass(frozen=True)
class Size:
    """How large a page is on paper, in points."""

    width: float
    height: float


@dataclass(frozen=True)
class Sheet:
    """A page as pictures: its number, its pixels, and the first row and the file of each band."""

    number: int
    width: int
    height: int
    bands: tuple[tuple[int, Path], ...]


def sizes(source: Path) -> tuple[Size, ...]:
    """Give the size of every page.

    Raises:
        BadFile: it is no PDF that can be read.
        DiskFault: it cannot be read.
    """
    document = _opened(source)
    return tuple(Size(page.get_width(), page.get_height()) for page in document)


@dataclass(frozen=True)
class Hit:
    """Where a text stands: its page, and rectangles in points from the page's upper left corner.

    Each rectangle is left, top, width, height; a text that goes on in the next line has several.
    """

    page: int
    places: tuple[tuple[float, float, float, float], ...]


def find(source: Path, text: str, most: int = _MOST_HITS) -> tuple[Hit, ...]:
    """Find a text on all pages, large and small letters alike, in the order of the pages; `most` hits at most.

    Raises:
        BadFile: it is no PDF that can be read.
        DiskFault: it cannot be read.
    """
    found: list[Hit] = []
    if not text.strip():
        return ()
    for number, page in enumerate(_opened(source), 1):
        height, words = page.get_height(), page.get_textpage()
        searcher = words.search(text.strip())
        while len(found) < most and (match := searcher.get_next()) is not None:
            count = words.count_rects(*match)
            rects = [words.get_rect(place) for place in range(count)]
            shown = tuple((left, height - top, right - left, top - bottom) for left, bottom, right, top in rects)
            found.append(Hit(number, shown))
        if len(found) >= most:
            break
    return tuple(found)


def draw(
    source: Path, folder: Path, numbers: range, dpi: int, progress: Callable[[int, int], bool] | None = None
) -> tuple[Sheet, ...]:
    """Draw pages, the first being 1, into PNG files in a folder, one page in memory at a time.

    Raises:
        BadFile: it is no PDF that can be read, or has no such page.
        UsageError: the folder lies in a workspace.
        DiskFault: the folder is missing, or the disk refused.
    """
    targets.check_place(folder / "page.png")
    document = _opened(source)
    if not 1 <= numbers.start < numbers.stop <= len(document) + 1:
        raise BadFile(
            tr("'{path}' has pages 1 to {n}.", path=source, n=len(document)), tr("Ask for pages that there are.")
        )
    drawn = []
    for count, number in enumerate(numbers, 1):
        page = document[number - 1]
        across, down = max(1.0, page.get_width()), max(1.0, page.get_height())
        picture = page.render(scale=min(dpi / 72, (_MOST_PIXELS / (across * down)) ** 0.5)).to_pil()
        try:
            bands = _bands(picture, folder, number)
        except OSError as error:
            raise places.disk_fault(error, folder) from error
        drawn.append(Sheet(number, picture.width, picture.height, bands))
        page.close()
        if progress is not None:
            progress(count, len(numbers))
    return tuple(drawn)


def _bands(picture: Any, folder: Path, number: int) -> tuple[tuple[int, Path], ...]:
    found = []
    for top in range(0, picture.height, _BAND):
        path = folder / f"{number:05}-{top:05}.png"
        bottom = min(picture.height, top + _BAND + _OVERLAP)
        picture.crop((0, top, picture.width, bottom)).save(path, "PNG", compress_level=1)
        found.append((top, path))
    return tuple(found)


def _opened(source: Path) -> Any:
    import pypdfium2  # noqa: PLC0415 - late for start-up time

    try:
        with source.open("rb"):
            return pypdfium2.PdfDocument(source)
    except OSError as error:
        raise places.disk_fault(error, source) from error
    except (pypdfium2.PdfiumError, ValueError) as error:
        raise BadFile(
            tr("'{path}' is no PDF that can be read.", path=source), tr("Open it in another program to look at it.")
        ) from error


def make_folder(workspace: Workspace) -> Path:
    """Make a folder, for its owner only, for a report on its way to paper; `remove_folder` takes it away.

    It lies inside the workspace, among the copies made for viewing, which opening the workspace clears away after a
    crash; where the workspace is only read, beside the settings, where what a crash left goes now.

    Raises:
        DiskFault: the disk refused.
    """
    above = places.settings_folder() if workspace.read_only else workspace.viewing_folder
    if workspace.read_only:
        _sweep(above)
    try:
        above.mkdir(parents=True, exist_ok=True)
        return Path(tempfile.mkdtemp(prefix=f"{_PREFIX}-{os.getpid()}-", dir=above))
    except OSError as error:
        raise places.disk_fault(error, above) from error


def remove_folder(folder: Path) -> None:
    """Remove a folder that `make_folder` made, with all in it."""
    shutil.rmtree(folder, ignore_errors=True)


def _sweep(above: Path) -> None:
    """Remove what an earlier run left; this one may be printing from another window."""
    with contextlib.suppress(OSError):
        for path in above.glob(f"{_PREFIX}-*"):
            if not path.name.startswith(f"{_PREFIX}-{os.getpid()}-"):
                remove_folder(path)
