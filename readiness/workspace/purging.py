"""Purging: content leaves lines, files, backups and drafts for good; its digest and the reason stay.

A note of what is to go lies in the journal folder until all of it is gone, so that a purge cut short is finished at
the next opening.
"""

from __future__ import annotations

import contextlib

import msgspec

from readiness import places
from readiness.errors import Damage, DiskFault
from readiness.model.briefing import Briefing, Person
from readiness.model.history import PURGED, RecordChange, to_plain
from readiness.model.record import Record
from readiness.model.records import Action, Answer, Evidence, Service
from readiness.texts import tr
from readiness.workspace import attachments, legality, reading
from readiness.workspace.drafts import Drafts
from readiness.workspace.folder import Folder
from readiness.workspace.journal import Journal
from readiness.workspace.ledger import Ledger
from readiness.workspace.lines import digest_of

Purgeable = Evidence | Person | Answer | Action | Service


class Purge(msgspec.Struct, frozen=True):
    """What is to go: bodies and attached files by digest, and the records whose drafts go."""

    bodies: frozenset[str]
    files: frozenset[str]
    records: frozenset[str]


def planned(ledger: Ledger, record: Purgeable) -> tuple[tuple[RecordChange, ...], Purge]:
    """Work out what a purge changes now, and what it takes out of what was.

    Evidence is removed with its citations and its files, a person with all results of briefings; of other records,
    what they hold now stays.
    """
    if isinstance(record, Evidence):
        return _evidence(ledger, record)
    if isinstance(record, Person):
        return _person(ledger, record)
    names = (record.id, record.requirement) if isinstance(record, Answer) else (record.id,)
    return (), Purge(bodies=ledger.bodies_of([record.id]), files=frozenset(), records=frozenset(names))


def _evidence(ledger: Ledger, record: Evidence) -> tuple[tuple[RecordChange, ...], Purge]:
    snapshot = ledger.snapshot
    citations = [RecordChange.of(old, new) for old, new in legality.dependents(record, snapshot)]
    others = msgspec.structs.replace(
        snapshot, evidence={key: item for key, item in snapshot.evidence.items() if key != record.id}
    )
    files = ledger.files_of(record.id) - {item.sha256 for item in reading.attached(others)}
    bodies = ledger.bodies_of([record.id]) | {digest_of(to_plain(record))}
    purge = Purge(bodies=bodies, files=frozenset(files), records=frozenset((record.id,)))
    return (_removal(record), *citations), purge


def _person(ledger: Ledger, record: Person) -> tuple[tuple[RecordChange, ...], Purge]:
    """Take out results that were removed before, too."""
    gone: list[Person | Briefing] = [record]
    gone += [item for item in ledger.snapshot.briefings.values() if item.person == record.id]
    ids = {record.id, *ledger.briefings_of(record.id)}
    bodies = ledger.bodies_of(ids) | {digest_of(to_plain(item)) for item in gone}
    purge = Purge(bodies=bodies, files=frozenset(), records=frozenset(ids))
    return tuple(_removal(item) for item in gone), purge


def _removal(record: Record) -> RecordChange:
    """Give the removal of a record of which only the digest is said."""
    before = {"id": record.id, PURGED: digest_of(to_plain(record))}
    return RecordChange(table=record.table, record=record.id, before=before, after=None)


def announce(folder: Folder, purge: Purge) -> None:
    """Note what is to go, before the commit that says so.

    Raises:
        DiskFault: the disk refused; nothing goes.
    """
    places.write_whole(folder.purge_note, msgspec.json.encode(purge))


def carry_out(folder: Folder, journal: Journal, purge: Purge) -> None:
    """Take out everything, then the note.

    Raises:
        DiskFault: the disk refused; the rest goes at the next opening.
    """
    try:
        _take_out(folder, journal, purge)
    except DiskFault as error:
        raise DiskFault(
            tr("The purge is recorded, but not everything could be taken out yet. {reason}", reason=error.sentence),
            tr("Close the workspace; the rest is taken out when it is opened next."),
        ) from error


def _take_out(folder: Folder, journal: Journal, purge: Purge) -> None:
    journal.take_out(purge.bodies)
    from readiness.workspace import backups  # noqa: PLC0415 - late for start-up time

    backups.take_out(folder, purge.bodies)
    drafts = Drafts(folder.drafts)
    for draft in drafts.all():
        if purge.records.intersection(part for key in draft.key for part in key.split(",")):
            drafts.drop(draft.key)
    attachments.empty(folder.opened)
    try:
        for digest in purge.files:
            (folder.evidence / digest).unlink(missing_ok=True)
        places.sync_folder(folder.evidence)
        folder.purge_note.unlink(missing_ok=True)
    except OSError as error:
        raise places.disk_fault(error, folder.evidence) from error


def finish(folder: Folder, journal: Journal) -> str:
    """Finish a purge that was cut short, or drop its note where the commit never came; gives a sentence, or ''.

    Raises:
        Damage: the note cannot be read.
        DiskFault: the disk refused.
    """
    try:
        note = folder.purge_note.read_bytes()
    except OSError:
        return ""
    try:
        purge = msgspec.json.decode(note, type=Purge)
    except (ValueError, msgspec.DecodeError):
        raise Damage(
            tr("'{path}' is not what this program wrote.", path=folder.purge_note),
            tr("Delete it, then purge again what was to be purged."),
        ) from None
    if not any(purge.bodies <= frozenset(head.purged) for head in journal.heads() if head.purged):
        with contextlib.suppress(OSError):
            folder.purge_note.unlink()
        return ""
    carry_out(folder, journal, purge)
    return tr("A purge that was cut short has been finished.")
