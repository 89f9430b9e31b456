"""Purging: content leaves lines, files, backups and drafts for good; its digest and the reason stay.

A note of what is to go lies in the journal folder until all of it is gone, so that a purge cut short is finished: by
the next one, or at the next opening. Nobody makes or rotates backups meanwhile.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable

import msgspec

from readiness import places
from readiness.errors import Damage, DiskFault, NotAllowed, Unfinished, UnknownName
from readiness.model.briefing import Person
from readiness.model.history import PURGED, Commit, RecordChange, to_plain
from readiness.model.record import Record
from readiness.model.records import Action, Answer, Evidence, Service
from readiness.texts import tr
from readiness.workspace import attachments, legality, reading, sentences, traces
from readiness.workspace.drafts import Drafts
from readiness.workspace.folder import Folder
from readiness.workspace.journal import Journal
from readiness.workspace.ledger import Ledger
from readiness.workspace.lines import digest_of

Purgeable = Evidence | Person | Answer | Action | Service
Write = Callable[[str, tuple[RecordChange, ...], frozenset[str]], Commit]
"""Records a purge: its sentence, what it changes now, the digests of what it takes out."""

_SET_ASIDE = ("workspace-not-ours*.json", "found-workspace*.json", "recovered*.txt")
"""What `ledger` and `recovery` keep beside the workspace's own files."""


class Purge(msgspec.Struct, frozen=True):
    """What is to go: bodies and attached files by digest, and the records whose drafts go."""

    bodies: frozenset[str]
    files: frozenset[str]
    records: frozenset[str]


def purge(
    folder: Folder, ledger: Ledger, record: Purgeable, reason: str, write: Write, checkpoint: Callable[[], None]
) -> Commit:
    """Take content out for good: note what goes, record that, take it out.

    Raises:
        NotAllowed: no reason is given.
        UnknownName: nothing is left of the record.
        DiskFault: the disk refused, or the backups are being worked on; nothing is recorded.
        Unfinished: it is recorded, but the disk refused to take everything out.
    """
    if not reason.strip():
        raise NotAllowed(tr("Erasing for good needs a reason."), tr("It stays in the history in place of the content."))
    from readiness.workspace import backups  # noqa: PLC0415 - late for start-up time

    with backups.locked(folder):
        _finish_earlier(folder, ledger.journal)
        changes, what = planned(ledger, record)
        _announce(folder, what)
        commit = write(
            sentences.purged(record, reason, len(what.files), there=ledger.is_held(record)), changes, what.bodies
        )
        try:
            _take_out(folder, ledger.journal, what)
            checkpoint()
        except DiskFault as error:
            raise Unfinished(
                tr("The purge is recorded, but not everything could be taken out yet. {reason}", reason=error.sentence),
                tr("Close the workspace; the rest is taken out when it is opened next."),
            ) from error
    return commit


def set_aside(folder: Folder, ledger: Ledger) -> tuple[str, ...]:
    """Name the files that a purge leaves alone: what somebody else wrote, and what a recovery found or told."""
    kept = {path.name for pattern in _SET_ASIDE for path in folder.path.glob(pattern)}
    if ledger.is_checkpoint_foreign:
        kept.add(folder.checkpoint.name)
    return tuple(sorted(kept))


def planned(ledger: Ledger, record: Purgeable) -> tuple[tuple[RecordChange, ...], Purge]:
    """Work out what a purge changes now, and what it takes out of what was.

    Evidence is removed with its citations and its files, a person with all results of briefings, also where they
    were removed before; of other records, what they hold now stays.

    Raises:
        UnknownName: nothing is left of the record.
    """
    if not ledger.is_held(record) and not traces.states_of(ledger.journal, record.id):
        raise UnknownName(
            tr("Nothing is left of it that could be erased."), tr("The history says what was erased, when and why.")
        )
    if isinstance(record, Evidence):
        return _evidence(ledger, record)
    if isinstance(record, Person):
        return _person(ledger, record)
    names = (record.id, record.requirement) if isinstance(record, Answer) else (record.id,)
    bodies = traces.bodies_of(ledger.journal, [record.id]) - ledger.present_bodies([record.id])
    return (), Purge(bodies=bodies, files=frozenset(), records=frozenset(names))


def _evidence(ledger: Ledger, record: Evidence) -> tuple[tuple[RecordChange, ...], Purge]:
    """Take out what it was, where it was cited from, and the sentences that quote a title it had."""
    journal, snapshot = ledger.journal, ledger.snapshot
    others = msgspec.structs.replace(
        snapshot, evidence={key: item for key, item in snapshot.evidence.items() if key != record.id}
    )
    titles = {str(state["title"]) for state in traces.states_of(journal, record.id)}
    bodies = traces.bodies_of(journal, [record.id]) | traces.answers_with_places(journal, record.id)
    bodies |= traces.sentences_with(journal, (traces.quoted(title) for title in titles))
    files = traces.files_of(journal, record.id) - {item.sha256 for item in reading.attached(others)}
    there = snapshot.evidence.get(record.id)
    pairs = [(there, None), *legality.dependents(there, snapshot)] if there else []
    purge = Purge(bodies=bodies, files=files, records=frozenset((record.id,)))
    return tuple(_change(old, new, bodies) for old, new in pairs), purge


def _person(ledger: Ledger, record: Person) -> tuple[tuple[RecordChange, ...], Purge]:
    """Take out results that were removed before, too, and every sentence that names the person."""
    journal, snapshot = ledger.journal, ledger.snapshot
    gone: list[Record] = [snapshot.personnel[record.id]] if record.id in snapshot.personnel else []
    gone += [item for item in snapshot.briefings.values() if item.person == record.id]
    ids = {record.id, *traces.briefings_of(journal, record.id)}
    names = {str(state["name"]) for state in traces.states_of(journal, record.id)}
    bodies = traces.bodies_of(journal, ids) | traces.sentences_with(journal, (traces.named(name) for name in names))
    purge = Purge(bodies=bodies, files=frozenset(), records=frozenset(ids))
    return tuple(_change(item, None, bodies) for item in gone), purge


def _change(old: Record | None, new: Record | None, bodies: frozenset[str]) -> RecordChange:
    """Give a change of which only the digest is said where the record before it goes."""
    change = RecordChange.of(old, new)
    if old is None or (digest := digest_of(to_plain(old))) not in bodies:
        return change
    return msgspec.structs.replace(change, before={"id": old.id, PURGED: digest})


def _announce(folder: Folder, purge: Purge) -> None:
    """Note what is to go, before the commit that says so.

    Raises:
        DiskFault: the disk refused; nothing goes.
    """
    places.write_whole(folder.purge_note, msgspec.json.encode(purge))


def _take_out(folder: Folder, journal: Journal, purge: Purge) -> None:
    _drop_torn_lines(folder)
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


def _drop_torn_lines(folder: Folder) -> None:
    """Delete what crashes left of lines: nobody was told that it was saved, and what it holds cannot be told.

    Rewriting the journal next makes that durable.
    """
    try:
        for path in folder.journal.glob("torn-*.txt"):
            path.unlink()
    except OSError as error:
        raise places.disk_fault(error, folder.journal) from error


def finish(folder: Folder, journal: Journal) -> str:
    """Finish a purge that was cut short, or drop its note where the commit never came; gives a sentence, or ''.

    Raises:
        Damage: the note cannot be read.
        DiskFault: the disk refused.
    """
    if not folder.purge_note.exists():
        return ""
    from readiness.workspace import backups  # noqa: PLC0415 - late for start-up time

    with contextlib.ExitStack() as held:
        try:
            held.enter_context(backups.locked(folder))
        except DiskFault as error:
            return tr("A purge that was cut short could not be finished yet. {reason}", reason=error.sentence)
        return tr("A purge that was cut short has been finished.") if _finish_earlier(folder, journal) else ""


def _finish_earlier(folder: Folder, journal: Journal) -> bool:
    """Take out what the note of an earlier purge names, if that was recorded; tells whether it was.

    Raises:
        Damage: the note cannot be read.
        DiskFault: the disk refused; the note stays.
    """
    try:
        note = folder.purge_note.read_bytes()
    except OSError:
        return False
    try:
        what = msgspec.json.decode(note, type=Purge)
    except (ValueError, msgspec.DecodeError):
        raise Damage(
            tr("'{path}' is not what this program wrote.", path=folder.purge_note),
            tr("Delete it, then purge again what was to be purged."),
        ) from None
    if not any(what.bodies <= frozenset(head.purged) for head in journal.heads() if head.purged):
        with contextlib.suppress(OSError):
            folder.purge_note.unlink()
        return False
    try:
        _take_out(folder, journal, what)
    except DiskFault as error:
        raise DiskFault(
            tr(
                "An earlier purge is recorded, but not everything could be taken out yet. {reason}",
                reason=error.sentence,
            ),
            error.next_step,
        ) from error
    return True
