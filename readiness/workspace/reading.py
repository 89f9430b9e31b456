"""Opening: journal, checkpoint, replay of what the checkpoint lacks; and the snapshot made from the store."""

from __future__ import annotations

import contextlib
import gc
import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import TypeVar

from readiness import places
from readiness.errors import Damage, Problem
from readiness.model.briefing import Briefing, Person
from readiness.model.history import PURGED, RecordChange
from readiness.model.record import Record
from readiness.model.records import (
    Action,
    AllowedWording,
    Answer,
    Assessment,
    Attachment,
    Evidence,
    Organization,
    PinnedChecklist,
    Service,
)
from readiness.model.snapshot import Later, Snapshot
from readiness.texts import tr
from readiness.workspace import attachments, segments, upgrades, wholeness
from readiness.workspace.drafts import Drafts
from readiness.workspace.folder import Folder
from readiness.workspace.journal import Journal
from readiness.workspace.lines import last_states
from readiness.workspace.shelf import Shelf
from readiness.workspace.store import Store

_TRIES = 5
R = TypeVar("R", bound=Record)


class Reading:
    """A workspace as it was found on the disk."""

    def __init__(self, journal: Journal, store: Store, checkpoint_sequence: int, *, foreign: bool) -> None:
        """Join what was read; use `of`. `foreign` tells that somebody else wrote workspace.json."""
        self.journal = journal
        self.store = store
        self.checkpoint_sequence = checkpoint_sequence
        self.foreign = foreign
        self.notices: tuple[str, ...] = (_foreign_checkpoint(),) if foreign else ()

    @classmethod
    def of(cls, folder: Folder) -> Reading:
        """Read journal and checkpoint; where a writer moved the checkpoint meanwhile, read again.

        Raises:
            Damage: the journal's chain is broken, or there is no journal.
            DiskFault: a file cannot be read.
        """
        with _no_garbage_collection():
            return cls._of(folder)

    @classmethod
    def _of(cls, folder: Folder) -> Reading:
        for _ in range(_TRIES):
            found = Journal(folder.journal)
            content = _checkpoint_bytes(folder)
            mark = found.mark_of(hashlib.sha256(content).hexdigest()) if content else None
            if mark is not None or not content:
                break
        if not found.prefix():
            raise Damage(
                tr("There is no journal in '{path}'.", path=folder.journal),
                tr("Nothing was changed. Run 'readiness recover', or restore the last backup into a new folder."),
            )
        store, sequence = Store(), 0
        if mark is not None and mark.format == upgrades.RECORD_FORMAT:
            store, sequence = Store.from_bytes(content), mark.sequence
        for table, record, state in last_states(found.entries_after(sequence)):
            store.put(table, record, state)
        found.forget_lines()
        return cls(found, store, sequence, foreign=mark is None and bool(content))

    def add_notice(self, sentence: str) -> None:
        """Remember something that the user is told once the workspace is open."""
        self.notices = (*self.notices, sentence)


@contextlib.contextmanager
def _no_garbage_collection() -> Iterator[None]:
    """Read without the cyclic collector, which would look through all that is read again and again."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def check(folder: Folder, snapshot: Snapshot) -> tuple[Problem, ...]:
    """Read everything again and list what differs from what was recorded."""
    problems = segments.check(folder.journal)
    if not problems:
        content = _checkpoint_bytes(folder)
        known = Journal(folder.journal).mark_of(hashlib.sha256(content).hexdigest())
        if content and known is None:
            problems.append(Problem("workspace.json", _foreign_checkpoint()))
    for pin in snapshot.pinned.values():
        path = folder.checklists / f"{pin.sha256}.json"
        if not path.exists() or hashlib.sha256(path.read_bytes()).hexdigest() != pin.sha256:
            problems.append(Problem(f"checklists/{path.name}", tr("is missing or has changed content")))
    for attachment in attached(snapshot):
        problem = attachments.check_content(folder.evidence, attachment)
        if problem is not None:
            problems.append(problem)
    return (*problems, *wholeness.problems(snapshot))


def first_look(folder: Folder, snapshot: Snapshot) -> tuple[str, ...]:
    """Say which attached files are missing or have another size, and which drafts are damaged; `check` looks closer."""
    found = [attachments.check_presence(folder.evidence, attachment) for attachment in attached(snapshot)]
    said = [f"{problem}." for problem in found if problem is not None]
    return (*said, *(tr("The draft drafts/{name} is damaged; it is not offered.", name=name)
                     for name in Drafts(folder.drafts).damaged()))  # fmt: skip


def _checkpoint_bytes(folder: Folder) -> bytes:
    try:
        return folder.checkpoint.read_bytes()
    except FileNotFoundError:
        return b""
    except OSError as error:
        raise places.disk_fault(error, folder.checkpoint) from error


def _foreign_checkpoint() -> str:
    return tr(
        "workspace.json was changed by another program. Its changes were not taken over; "
        "the records come from the journal. With the next change it is kept beside under another name."
    )


def attached(snapshot: Snapshot) -> Iterator[Attachment]:
    """Walk through all attached files, those of earlier revisions too."""
    if snapshot.organization.logo:
        yield snapshot.organization.logo
    for evidence in snapshot.evidence.values():
        yield from evidence.files


class SnapshotCache:
    """Makes snapshots from the store; each shares what did not change with the one before."""

    def __init__(self, store: Store, shelf: Shelf) -> None:
        """Read records through `store` and checklist versions from `shelf`."""
        self._store = store
        self._shelf = shelf
        self._stale: dict[str, dict[str, RecordChange]] = defaultdict(dict)
        self._latest: Snapshot | None = None

    def forget(self, changes: Iterable[RecordChange]) -> None:
        """Note which records the next snapshot has to read again."""
        for change in changes:
            self._stale[change.table].setdefault(change.record, change)

    def snapshot(self, sequence: int, head: str) -> Snapshot:
        """Give the snapshot after commit `sequence`, whose hash is `head`."""
        if self._latest is None:
            self._latest = self._read_all(sequence, head)
        elif self._stale or self._latest.sequence != sequence:
            self._latest = self._refresh(self._latest, sequence, head)
        self._stale.clear()
        return self._latest

    def _read_all(self, sequence: int, head: str) -> Snapshot:
        organization = next(iter(_all(self._store, Organization)), Organization(id="", name=""))
        pinned = {pin.id: pin for pin in _all(self._store, PinnedChecklist)}
        return Snapshot(
            organization=organization,
            assessments={item.id: item for item in _all(self._store, Assessment)},
            answers=self._answers(),
            evidence={item.id: item for item in _all(self._store, Evidence)},
            actions={item.id: item for item in _all(self._store, Action)},
            services={item.id: item for item in _all(self._store, Service)},
            allowed={item.id: item for item in _all(self._store, AllowedWording)},
            personnel={item.id: item for item in _all(self._store, Person)},
            briefings={item.id: item for item in _all(self._store, Briefing)},
            pinned=pinned,
            checklists=self._shelf.checklists(pin.sha256 for pin in pinned.values()),
            sequence=sequence,
            head=head,
        )

    def _answers(self) -> Mapping[str, Mapping[str, Answer]]:
        """Give the answers as they are now, decoded when they are first looked at."""
        now = self._store.copy()

        def decoded() -> Mapping[str, Mapping[str, Answer]]:
            found: dict[str, dict[str, Answer]] = defaultdict(dict)
            for answer in _all(now, Answer):
                found[answer.assessment][answer.requirement] = answer
            return dict(found)

        return Later(decoded)

    def _refresh(self, old: Snapshot, sequence: int, head: str) -> Snapshot:
        organization = old.organization
        for record in self._stale.get(Organization.table, ()):
            found = self._store.record(Organization.table, record)
            if isinstance(found, Organization):
                organization = found
        pinned = self._patched(old.pinned, PinnedChecklist)
        return Snapshot(
            organization=organization,
            assessments=self._patched(old.assessments, Assessment),
            answers=self._patched_answers(old.answers),
            evidence=self._patched(old.evidence, Evidence),
            actions=self._patched(old.actions, Action),
            services=self._patched(old.services, Service),
            allowed=self._patched(old.allowed, AllowedWording),
            personnel=self._patched(old.personnel, Person),
            briefings=self._patched(old.briefings, Briefing),
            pinned=pinned,
            checklists=(
                old.checklists
                if pinned is old.pinned
                else self._shelf.checklists(pin.sha256 for pin in pinned.values())
            ),
            sequence=sequence,
            head=head,
        )

    def _patched(self, old: Mapping[str, R], kind: type[R]) -> Mapping[str, R]:
        stale = self._stale.get(kind.table)
        if not stale:
            return old
        new = dict(old)
        for record in stale:
            found = self._store.record(kind.table, record)
            if isinstance(found, kind):
                new[record] = found
            else:
                new.pop(record, None)
        return new

    def _patched_answers(self, old: Mapping[str, Mapping[str, Answer]]) -> Mapping[str, Mapping[str, Answer]]:
        stale = self._stale.get(Answer.table)
        if not stale:
            return old
        copies: dict[str, dict[str, Answer]] = {}
        for record, change in stale.items():
            plain = next(state for state in (change.before, change.after) if state and PURGED not in state)
            assessment, requirement = str(plain["assessment"]), str(plain["requirement"])
            if assessment not in copies:
                copies[assessment] = dict(old.get(assessment, {}))
            found = self._store.record(Answer.table, record)
            if isinstance(found, Answer):
                copies[assessment][requirement] = found
            else:
                copies[assessment].pop(requirement, None)
        return {**old, **copies}


def _all(store: Store, kind: type[R]) -> Iterator[R]:
    for record in store.records(kind.table):
        assert isinstance(record, kind)
        yield record
