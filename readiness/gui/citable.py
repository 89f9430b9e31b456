"""What views share about evidence: how it is named, how it is found, how it is opened."""

from __future__ import annotations

import re

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from readiness import words
from readiness.errors import UnknownName
from readiness.gui import attaching
from readiness.gui.bridge import Bridge, Place
from readiness.model.checklist import Requirement
from readiness.model.records import Attachment, Citation, Evidence, Role
from readiness.model.snapshot import Snapshot
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


def to_confirm_text(citation: Citation, evidence: Evidence) -> str:
    """Say which revision a place was looked up in, and which one there is now."""
    before = tr("rev. {revision}", revision=citation.revision) if citation.revision else tr("an earlier file")
    now = tr("rev. {revision}", revision=evidence.revision) if evidence.revision else tr("a newer file")
    return tr("place to be confirmed: looked up in {before}, now {now}", before=before, now=now)


def used_in(snapshot: Snapshot, evidence: Evidence) -> list[tuple[str, Place, bool]]:
    """Say where evidence is cited, clause by clause, with the place to go to, and whether its place is to be confirmed.

    Those to be confirmed come first.
    """
    grouped: dict[tuple[str, Role, str, bool], list[Requirement]] = {}
    for answer in snapshot.uses_of(evidence.id):
        checklist = snapshot.checklist_of(snapshot.assessments[answer.assessment])
        for citation in answer.citations:
            if citation.evidence == evidence.id:
                old = citation.must_be_confirmed(evidence)
                where = f"{citation.where} ({to_confirm_text(citation, evidence)})" if old else citation.where
                key = (answer.assessment, citation.role, where, old)
                grouped.setdefault(key, []).append(checklist.requirements[answer.requirement])
    uses: list[tuple[str, Place, bool]] = []
    for (assessment, role, where, old), leaves in grouped.items():
        checklist = snapshot.checklist_of(snapshot.assessments[assessment])
        for number in dict.fromkeys(leaf.clause.number for leaf in leaves):
            of_clause = tuple(leaf for leaf in leaves if leaf.clause.number == number)
            text = f"{checklist.short}  {words.requirements(of_clause, checklist)}: {words.role(role)}"
            place = Place("assessment", assessment=assessment, requirement=of_clause[0].id)
            uses.append((f"{text}, {where}" if where else text, place, old))
    return sorted(uses, key=lambda use: not use[2])


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
