"""The files that recovering carries over into the new folder: checklists, attached files, unsaved typing."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from pathlib import Path

from readiness import places
from readiness.model.history import from_plain
from readiness.model.records import Attachment, Evidence, Organization, PinnedChecklist
from readiness.texts import tr
from readiness.workspace.folder import Folder
from readiness.workspace.recovery_report import Account
from readiness.workspace.second_place import copy_checked
from readiness.workspace.shelf import Shelf
from readiness.workspace.sources import Sources
from readiness.workspace.store import Store

_HASH = re.compile("[0-9a-f]{64}")


def carry_checklists(sources: Sources, new: Folder, wanted: Store, account: Account) -> None:
    """Copy the checklists that are pinned, and every other sound one.

    Raises:
        DiskFault: the disk refused.
    """
    pins = {pin["sha256"]: pin for pin in wanted.plain(PinnedChecklist.table).values()}
    for digest in sorted(pins.keys() | sources.checklist_digests()):
        content = sources.checklist(digest)
        if content is None:
            continue
        places.write_whole(Shelf(new.checklists).path(digest), content)
        if digest in pins and not sources.only_backups and not sources.has_own_checklist(digest):
            account.found.append(
                tr("The checklist {standard}, version {version}, was missing or damaged; a sound copy was found.",
                   standard=pins[digest]["standard"], version=pins[digest]["version"])
            )  # fmt: skip


def carry_evidence(sources: Sources, new: Folder, wanted: Store, account: Account) -> None:
    """Copy every attached file whose content is what its name says; say which of those in use could not be had.

    Raises:
        DiskFault: the disk refused.
    """
    lying = sources.evidence()
    had: set[str] = set()
    for path in lying:
        if path.name not in had and _HASH.fullmatch(path.name) and copy_checked(path, new.evidence / path.name):
            had.add(path.name)
    for attachment, title in _attached(wanted):
        if attachment.sha256 in had:
            continue
        values = {"name": attachment.name, "title": title}
        if any(path.name == attachment.sha256 for path in lying):
            account.lost.append(tr("The attached file '{name}' of '{title}' has changed content.", **values))
        else:
            account.lost.append(tr("The attached file '{name}' of '{title}' is missing.", **values))


def _attached(wanted: Store) -> Iterator[tuple[Attachment, str]]:
    for plain in wanted.plain(Organization.table).values():
        organization = from_plain(Organization.table, plain)
        if isinstance(organization, Organization) and organization.logo:
            yield organization.logo, organization.name
    for plain in wanted.plain(Evidence.table).values():
        evidence = from_plain(Evidence.table, plain)
        if isinstance(evidence, Evidence):
            for attachment in evidence.files:
                yield attachment, evidence.title


def carry_drafts(folder: Path, new: Folder) -> None:
    """Copy unsaved typing; what cannot be read is passed over.

    Raises:
        DiskFault: the disk refused.
    """
    for path in sorted(folder.glob("*.draft")):
        with contextlib.suppress(OSError):
            places.write_whole(new.drafts / path.name, path.read_bytes())
