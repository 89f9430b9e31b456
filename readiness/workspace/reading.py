"""Opening: journal, checkpoint, replay of what the checkpoint lacks; and the snapshot made from the store."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import TypeVar

from readiness import places
from readiness.errors import Problem
from readiness.model.history import RecordChange
from readiness.model.records import (
    Action,
    Answer,
    Assessment,
    Attachment,
    Evidence,
    Organization,
    PinnedChecklist,
    Record,
)
from readiness.model.snapshot import Snapshot
from readiness.texts import tr
from readiness.workspace import attachments
from readiness.workspace.folder import Folder
from readiness.workspace.journal import Journal, check
from readiness.workspace.lines import CheckpointMark
from readiness.workspace.shelf import Shelf
from readiness.workspace.store import Store

_TRIES = 5
R = TypeVar("R", bound=Record)


class Reading:
    """A workspace as it was found on the disk."""

    def __init__(self, journal: Journal, store: Store, checkpoint_sequence: int, notices: tuple[str, ...]) -> None:
        """Join what was read; use `of`."""
        self.journal = journal
        self.store = store
        self.checkpoint_sequence = checkpoint_sequence
        self.notices = notices

    @classmethod
    def of(cls, folder: Folder) -> Reading:
        """Read journal and checkpoint; where a writer moved the checkpoint meanwhile, read again.

        Raises:
            Damage: the journal's chain is broken.
            DiskFault: a file cannot be read.
        """
        for _ in range(_TRIES):
            journal = Journal(folder.journal)
            content = _checkpoint_bytes(folder)
            sequence = journal.checkpoints.get(hashlib.sha256(content).hexdigest())
            if sequence is not None or not content:
                break
        notices: tuple[str, ...] = ()
        if sequence is not None:
            store = Store.from_bytes(content)
        else:
            store, sequence = Store(), 0
            if content:
                notices = (_foreign_checkpoint(),)
        for number in range(sequence + 1, len(journal.commits) + 1):
            for change in journal.commit(number).changes:
                store.apply(change)
        return cls(journal, store, sequence, notices)

    def add_notice(self, sentence: str) -> None:
        """Remember something that the user is told once the workspace is open."""
        self.notices = (*self.notices, sentence)

    @staticmethod
    def check(folder: Folder, snapshot: Snapshot) -> tuple[Problem, ...]:
        """Read everything again and list what differs from what was recorded."""
        problems = check(folder.journal)
        if not problems:
            content = _checkpoint_bytes(folder)
            if content and hashlib.sha256(content).hexdigest() not in Journal(folder.journal).checkpoints:
                problems.append(Problem("workspace.json", _foreign_checkpoint()))
        for pin in snapshot.pinned.values():
            path = folder.checklists / f"{pin.sha256}.json"
            if not path.exists() or hashlib.sha256(path.read_bytes()).hexdigest() != pin.sha256:
                problems.append(Problem(f"checklists/{path.name}", tr("is missing or has changed content")))
        for attachment in attached(snapshot):
            problem = attachments.check_content(folder.evidence, attachment)
            if problem is not None:
                problems.append(problem)
        return tuple(problems)

    @staticmethod
    def write_checkpoint(folder: Folder, journal: Journal, store: Store) -> None:
        """Write workspace.json: beside it first, then named in the journal, then renamed into place.

        Raises:
            DiskFault: the disk refused; the old file stands.
        """
        content = store.to_bytes()
        beside = places.write_beside(folder.checkpoint, content)
        journal.append_checkpoint(
            CheckpointMark(sha256=hashlib.sha256(content).hexdigest(), size=len(content), sequence=len(journal.commits))
        )
        places.rename_over(beside, folder.checkpoint)


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
        "the records come from the journal."
    )


def attached(snapshot: Snapshot) -> Iterator[Attachment]:
    """Walk through all attached files."""
    if snapshot.organization.logo:
        yield snapshot.organization.logo
    for evidence in snapshot.evidence.values():
        if evidence.file:
            yield evidence.file


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
        answers: dict[str, dict[str, Answer]] = defaultdict(dict)
        for answer in self._all(Answer):
            answers[answer.assessment][answer.requirement] = answer
        organization = next(iter(self._all(Organization)), Organization(id="", name=""))
        pinned = {pin.id: pin for pin in self._all(PinnedChecklist)}
        return Snapshot(
            organization=organization,
            assessments={item.id: item for item in self._all(Assessment)},
            answers=dict(answers),
            evidence={item.id: item for item in self._all(Evidence)},
            actions={item.id: item for item in self._all(Action)},
            pinned=pinned,
            checklists={pin.sha256: self._shelf.checklist(pin.sha256) for pin in pinned.values()},
            sequence=sequence,
            head=head,
        )

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
            pinned=pinned,
            checklists={pin.sha256: self._shelf.checklist(pin.sha256) for pin in pinned.values()},
            sequence=sequence,
            head=head,
        )

    def _all(self, kind: type[R]) -> Iterator[R]:
        for record in self._store.records(kind.table):
            assert isinstance(record, kind)
            yield record

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
            plain = change.before or change.after or {}
            assessment, requirement = str(plain["assessment"]), str(plain["requirement"])
            if assessment not in copies:
                copies[assessment] = dict(old.get(assessment, {}))
            found = self._store.record(Answer.table, record)
            if isinstance(found, Answer):
                copies[assessment][requirement] = found
            else:
                copies[assessment].pop(requirement, None)
        return {**old, **copies}
