"""What views share about evidence: how it is named, how it is found, how it is opened."""

from __future__ import annotations

import re

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from readiness.errors import UnknownName
from readiness.gui import attaching
from readiness.gui.bridge import Bridge
from readiness.model.records import Attachment, Evidence
from readiness.tasks import origins
from readiness.texts import tr

_MOST_SHOWN = 50
_ENDS_A_LINE = re.compile(r"[/\\_.-]|\w{24}")


def ranked(evidence: list[Evidence], text: str) -> list[Evidence]:
    """Order evidence by how well it fits: reference first, then the title's beginning, then anywhere in either."""
    wanted = text.casefold().split()
    if not wanted:
        return evidence[::-1][:_MOST_SHOWN]
    found = []
    for position, item in enumerate(evidence):
        reference, title = item.reference.casefold(), item.title.casefold()
        if all(word in reference or word in title for word in wanted):
            first = wanted[0]
            rank = 0 if reference.startswith(first) else 1 if title.startswith(first) else 2
            found.append((rank, position, item))
    return [item for _, _, item in sorted(found, key=lambda entry: entry[:2])][:_MOST_SHOWN]


def evidence_label(item: Evidence) -> str:
    """Name evidence as registers do: reference, title, revision."""
    revision = tr("rev. {revision}", revision=item.revision) if item.revision else ""
    return "  ".join(part for part in (item.reference, item.title, revision) if part)


def open_evidence(bridge: Bridge, evidence: Evidence, parent: QWidget) -> None:
    """Open a read-only copy of the attached file, or the link."""
    if evidence.file is not None:
        open_file(bridge, evidence.file, parent)
    elif evidence.link:
        address = bridge.do(lambda: _address(evidence.link))
        if address is not None:
            QDesktopServices.openUrl(address)


def _address(link: str) -> QUrl:
    """Make the address of a link.

    Raises:
        UnknownName: it leads to a file on this computer that is not there.
    """
    file = origins.local_file(link)
    if file is not None and not origins.is_there(file):
        raise UnknownName(
            tr("'{path}' is not there (any more).", path=file),
            tr("Correct the link, or attach the file so that it stays with the workspace."),
        )
    return QUrl.fromUserInput(link)


def open_file(bridge: Bridge, file: Attachment, parent: QWidget) -> None:
    """Open a read-only copy of an attached file."""
    path = bridge.do(lambda: attaching.view_copy(bridge, file, parent))
    if path is not None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))


def name_label(text: str = "") -> QLabel:
    """Make a wrapped label for names and paths: never read as markup, never wider than its form."""
    label = QLabel(breakable(text))
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
    return label


def breakable(text: str) -> str:
    """Let lines of a path or a long name end where it has no spaces, without a hyphen."""
    return _ENDS_A_LINE.sub(lambda found: found[0] + "\u200b", text)
