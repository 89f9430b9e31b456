"""What views share about evidence: how it is named, how it is found, how it is opened."""

from __future__ import annotations

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from readiness.gui.bridge import Bridge
from readiness.model.records import Evidence
from readiness.texts import tr

_MOST_SHOWN = 50


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


def open_evidence(bridge: Bridge, evidence: Evidence) -> None:
    """Open a read-only copy of the attached file, or the link."""
    if evidence.file is not None:
        file = evidence.file
        path = bridge.do(lambda: bridge.workspace.view_copy(file))
        if path is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
    elif evidence.link:
        QDesktopServices.openUrl(QUrl.fromUserInput(evidence.link))
