"""What is dropped or pasted: files, folders, links, a picture. Read at once: the source may be gone in a moment."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QObject, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication, QImage
from PySide6.QtWidgets import QWidget

from readiness import places
from readiness.errors import DiskFault
from readiness.gui import attaching, boxes
from readiness.gui.bridge import Bridge
from readiness.texts import tr

MOST_OF_A_FOLDER = 50
_SCHEMES = ("http", "https", "file")


@dataclass(frozen=True)
class Brought:
    """What was brought: files, folders and links in their order, a picture, and what of it cannot be taken."""

    files: tuple[Path, ...] = ()
    folders: tuple[Path, ...] = ()
    links: tuple[str, ...] = ()
    picture: QImage | None = None
    refused: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Tell whether there is nothing to take, nor to say."""
        return not (self.files or self.folders or self.links or self.picture or self.refused)


def is_takeable(data: QMimeData) -> bool:
    """Tell whether there is something to take, without touching the disk: this is asked while the mouse moves."""
    return bool(any(url.scheme() in _SCHEMES for url in _urls(data)) or data.hasImage())


def clipboard() -> QMimeData:
    """Give what was copied; nothing where the clipboard is empty, which Qt says by None."""
    return QGuiApplication.clipboard().mimeData() or QMimeData()


def read(data: QMimeData) -> Brought:
    """Read what was brought. A picture counts where no file on this computer comes with it."""
    files: list[Path] = []
    folders: list[Path] = []
    links: list[str] = []
    refused: list[str] = []
    for url in _urls(data):
        path = url.toLocalFile()
        if not path and url.scheme() not in _SCHEMES:
            refused.append(tr("'{link}' is neither a file nor an address of the web.", link=url.toString()[:80]))
        elif not path:
            links.append(url.toString())
        elif Path(path).is_dir():
            folders.append(Path(path))
        elif Path(path).exists():
            files.append(Path(path))
        else:
            refused.append(tr("'{path}' is not there (any more).", path=path))
    if data.hasImage() and not files and not folders:
        picture = QImage(data.imageData())
        if not picture.isNull():
            return Brought(picture=picture)
    return Brought(tuple(files), tuple(folders), tuple(links), None, tuple(refused))


def _urls(data: QMimeData) -> list[QUrl]:
    """List the addresses, also those that came as text, one a line."""
    if data.hasUrls():
        return list(data.urls())
    lines = [line.strip() for line in data.text().splitlines() if line.strip()] if data.hasText() else []
    urls = [QUrl(line) for line in lines if " " not in line]
    is_all = len(urls) == len(lines) and all(url.isValid() and url.scheme() in _SCHEMES for url in urls)
    return urls if is_all else []


def files_in(folder: Path, parent: QWidget) -> tuple[Path, ...]:
    """List the files in a folder that are not hidden, by name, if the user says that all of them are meant.

    Raises:
        DiskFault: the folder cannot be read.
    """
    found = attaching.with_progress(parent, tr("Looking into '{name}'", name=folder.name), lambda _: _listed(folder))
    count = len(found)
    if not found:
        boxes.show_error(DiskFault(tr("There are no files in '{name}'.", name=folder.name), ""), parent)
        return ()
    if count > MOST_OF_A_FOLDER:
        question = tr(
            "'{name}' has {n} files; at most {most} are attached at once. Attach the first {most} by name?",
            name=folder.name, n=count, most=MOST_OF_A_FOLDER,
        )  # fmt: skip
    else:
        question = tr("Attach all {n} files in the folder '{name}'?", name=folder.name, n=count)
    return found[:MOST_OF_A_FOLDER] if boxes.ask(tr("Attach a folder"), question, parent) else ()


def _listed(folder: Path) -> tuple[Path, ...]:
    try:
        found = [path for path in folder.iterdir() if not path.name.startswith(".") and path.is_file()]
    except OSError as error:
        raise places.disk_fault(error, folder) from error
    return tuple(sorted(found, key=lambda path: path.name.casefold()))


@contextmanager
def picture_file(bridge: Bridge, picture: QImage, now: dt.datetime, parent: QWidget) -> Iterator[Path]:
    """Save a picture as a PNG file in the workspace's folder for passing copies, and remove it afterwards.

    Raises:
        DiskFault: it cannot be written.
    """
    name = tr("Picture from the clipboard {date}", date=f"{now:%Y-%m-%d %H.%M}")
    path = bridge.workspace.path / "open" / f"{name.replace('/', '-')}.png"
    try:
        path.parent.mkdir(exist_ok=True)
        attaching.with_progress(parent, name, lambda _: _save(picture, path))
        yield path
    finally:
        with contextlib.suppress(OSError):
            path.unlink(missing_ok=True)


def _save(picture: QImage, path: Path) -> None:
    if not picture.save(str(path)):
        raise DiskFault(
            tr("The picture cannot be written to '{path}'.", path=path), tr("Make room on the disk and paste it again.")
        )


class LeavesFiles(QObject):
    """Keeps a text field from taking a dropped file as text: it goes to the view around it, which attaches it."""

    def eventFilter(self, watched: QObject, event: QEvent, /) -> bool:  # noqa: N802 - Qt's name
        """Pass files and pictures on."""
        moves = (QEvent.Type.DragEnter, QEvent.Type.DragMove, QEvent.Type.Drop)
        if event.type() in moves and isinstance(event, QDropEvent) and is_takeable(event.mimeData()):
            event.ignore()
            return True
        return super().eventFilter(watched, event)
