"""The one class through which a workspace is read and changed."""

from __future__ import annotations

import contextlib
import dataclasses
import datetime as dt
import hashlib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Self, Unpack

from readiness.errors import DiskFault, Problem, WorkspaceReadOnly
from readiness.model.checklist import Checklist, Requirement
from readiness.model.history import Author, Commit, CommitKind, RecordChange
from readiness.model.records import (
    Action,
    Answer,
    Assessment,
    Attachment,
    Citation,
    Evidence,
    Organization,
    new_id,
)
from readiness.model.snapshot import Snapshot
from readiness.texts import tr
from readiness.workspace import answers, attachments, legality, sentences
from readiness.workspace.answers import AnswerFields, Pair
from readiness.workspace.drafts import Drafts
from readiness.workspace.folder import Folder, Lock, named, resolve
from readiness.workspace.journal import Journal
from readiness.workspace.reading import Reading, SnapshotCache
from readiness.workspace.shelf import Shelf
from readiness.workspace.undo import UndoStack

Subscriber = Callable[[Commit], None]


def utc_now() -> dt.datetime:
    """Give the time now, in UTC."""
    return dt.datetime.now(dt.UTC)


class Workspace:
    """Everything of one certification body: read as snapshots, changed by verbs, each one commit.

    Every verb that changes something gives the Commit, or None where nothing differed; when it returns, the change
    is on the disk. All of them raise WorkspaceReadOnly where the workspace is open for reading only, and DiskFault
    where the disk refuses; the workspace is then as it was before.
    """

    def __init__(
        self,
        folder: Folder,
        reading: Reading,
        lock: Lock | None,
        author: Author,
        clock: Callable[[], dt.datetime],
    ) -> None:
        """Join the parts; use `create` or `open`."""
        self._folder = folder
        self._lock = lock
        self._journal = reading.journal
        self._store = reading.store
        self._shelf = Shelf(folder.checklists)
        self._cache = SnapshotCache(reading.store, self._shelf)
        self._undo = UndoStack(reading.journal.outline)
        self._saved_sequence = reading.checkpoint_sequence
        self._clock = clock
        self._run = new_id()
        self._subscribers: list[Subscriber] = []
        self.drafts = Drafts(folder.drafts)
        self.author = author
        self.notices: tuple[str, ...] = reading.notices

    @classmethod
    def create(
        cls,
        path: Path,
        organization: str,
        author: Author,
        clock: Callable[[], dt.datetime] = utc_now,
    ) -> Workspace:
        """Make a new workspace folder for an organization and open it for writing.

        Raises:
            WorkspaceExists: something lies at the path.
            NotAllowed: the organization has no name.
            DiskFault: the disk refused.
        """
        record = Organization(id=new_id(), name=organization)
        legality.check(record, Snapshot(organization=record))
        folder = named(path)
        identity = new_id()
        folder.create(identity)
        journal = Journal(folder.journal)
        journal.begin(identity, new_id())
        journal.close()
        workspace = cls.open(folder.path, author, clock)
        workspace.put(record)
        workspace.checkpoint()
        return workspace

    @classmethod
    def open(
        cls,
        path: Path,
        author: Author,
        clock: Callable[[], dt.datetime] = utc_now,
        *,
        read_only: bool = False,
    ) -> Workspace:
        """Open a workspace. Reading takes no lock and writes nothing, so it works beside a writer.

        Raises:
            WorkspaceMissing: no workspace lies at the path.
            WorkspaceTooNew: a newer version of the program wrote it.
            WorkspaceLocked: another process has it open for writing.
            Damage: journal or a checklist is not what was written.
            DiskFault: the disk refused.
        """
        folder = resolve(path)
        folder.check_type()
        if read_only:
            return cls(folder, Reading.of(folder), None, author, clock)
        lock = Lock(folder)
        lock.take(str(author), clock())
        try:
            reading = Reading.of(folder)
            moved = reading.journal.open_for_writing()
            if moved:
                reading.add_notice(
                    tr(
                        "The last line of the journal was incomplete, as after a power cut. "
                        "It was moved to journal/{file}; all saved changes are there.",
                        file=moved,
                    )
                )
            attachments.empty(folder.opened)
            return cls(folder, reading, lock, author, clock)
        except BaseException:
            lock.release()
            raise

    # Reading

    @property
    def path(self) -> Path:
        """Give the workspace folder."""
        return self._folder.path

    @property
    def read_only(self) -> bool:
        """Tell whether changes are refused."""
        return not self._journal.writable

    @property
    def snapshot(self) -> Snapshot:
        """Give an immutable view of everything as it is now."""
        return self._cache.snapshot(len(self._journal.commits), self._journal.commit_hash)

    @property
    def run(self) -> str:
        """Give the id of this run of the program, which its commits carry."""
        return self._run

    def history(self) -> Iterator[Commit]:
        """Walk through all commits, newest first."""
        for sequence in range(len(self._journal.commits), 0, -1):
            yield self._journal.commit(sequence)

    @property
    def next_undo(self) -> Commit | None:
        """Give the commit that `undo` would take back; None where there is none."""
        sequence = self._undo.undoable
        return self._journal.commit(sequence) if sequence else None

    @property
    def next_redo(self) -> Commit | None:
        """Give the commit that `redo` would bring back; None where there is none."""
        sequence = self._undo.redoable
        return self._journal.commit(sequence) if sequence else None

    def verify(self, against: str = "") -> tuple[Problem, ...]:
        """Read everything again and list what is wrong; nothing is changed.

        `against` is a head hash kept elsewhere, such as the one printed on a report: it is a problem if no line of
        the journal has it. Without one, only accidents are found, not tampering.
        """
        fresh = Reading.check(self._folder, self.snapshot)
        if against and against.lower() not in self._journal.hashes:
            fresh += (Problem(tr("journal"), tr("no line has the hash {hash}", hash=against)),)
        return fresh

    def view_copy(self, attachment: Attachment) -> Path:
        """Make a read-only copy of an attached file for opening in another program.

        Raises:
            Damage: the stored file is missing.
            DiskFault: the copy cannot be written.
        """
        return attachments.view_copy(self._folder.evidence, self._folder.opened, attachment)

    def attachment_path(self, attachment: Attachment) -> Path:
        """Give the stored file of an attachment, for reading only."""
        return self._folder.evidence / attachment.sha256

    def checklist_bytes(self, digest: str) -> bytes:
        """Give the file content of a checklist kept in the workspace, by its SHA-256."""
        return self._shelf.read(digest)

    def subscribe(self, subscriber: Subscriber) -> Callable[[], None]:
        """Have `subscriber` called after every commit; gives a function that ends it."""
        self._subscribers.append(subscriber)
        return lambda: self._subscribers.remove(subscriber)

    # Changing

    def add_assessment(self, checklist: Checklist, raw: bytes, scope: str, option: str = "") -> Assessment:
        """Begin an assessment; the checklist's file content `raw` is kept in the workspace by its hash.

        Raises:
            NotAllowed: the scope is empty, or the option is missing or unknown.
        """
        digest = hashlib.sha256(raw).hexdigest()
        record = Assessment(id=new_id(), checklist=digest, standard=checklist.designation, scope=scope, option=option)
        known = {**self.snapshot.checklists, digest: checklist}
        legality.check(record, dataclasses.replace(self.snapshot, checklists=known))
        self._need_writable()
        pin = self._shelf.put(checklist, raw, self.snapshot)
        self._commit(sentences.begun(record), [(None, item) for item in (pin, record) if item])
        return record

    def keep_checklist(self, checklist: Checklist, raw: bytes) -> Commit | None:
        """Keep a checklist in the workspace, so that assessments can be made with it; None if it is there."""
        self._need_writable()
        pin = self._shelf.put(checklist, raw, self.snapshot)
        return self._commit(sentences.imported(checklist), [(None, pin)]) if pin else None

    def answer(
        self, assessment: Assessment, leaves: Sequence[Requirement], **fields: Unpack[AnswerFields]
    ) -> Commit | None:
        """Change the named fields of the answers to one or more requirements, in one commit.

        Raises:
            NotAllowed: 'not applicable' without a reason, a weight where there is no gap, another option's clause.
            UnknownName: a piece of evidence is not in the register.
        """
        return self.revise(assessment, leaves, answers.setting(dict(fields)))

    def cite(self, assessment: Assessment, leaves: Sequence[Requirement], citation: Citation) -> Commit | None:
        """Add a citation to the answers of one or more requirements; where it stands already, it stays.

        Raises:
            NotAllowed: a requirement belongs to the other option.
            UnknownName: the evidence is not in the register.
        """
        return self.revise(assessment, leaves, lambda answer: answer.citing(citation))

    def revise(
        self, assessment: Assessment, leaves: Sequence[Requirement], edit: Callable[[Answer], Answer]
    ) -> Commit | None:
        """Edit the answers to one or more requirements, each from what it is, in one commit.

        Raises:
            NotAllowed: 'not applicable' without a reason, or another option's clause.
            UnknownName: a piece of evidence is not in the register.
        """
        pairs = answers.revised(self.snapshot, assessment, leaves, edit)
        return self._commit(sentences.answered(tuple(leaves), self.snapshot, pairs), pairs) if pairs else None

    def put(self, *records: Organization | Evidence | Action | Assessment) -> Commit | None:
        """Add records, or replace those of the same id, in one commit; the first one gives the sentence.

        Raises:
            NotAllowed: a needed field is empty or fields contradict each other.
            UnknownName: a record refers to one that does not exist.
        """
        pairs: list[Pair] = []
        for record in records:
            legality.check(record, self.snapshot)
            pairs.append((self._store.record(record.table, record.id), record))
        return self._commit(sentences.put(records[0], new=pairs[0][0] is None), pairs)

    def add_evidence(self, evidence: Evidence, uses: Sequence[answers.Use] = ()) -> Commit | None:
        """Add evidence and cite it where it serves, in one commit.

        Raises:
            NotAllowed: the title is empty, dates contradict each other, or another option's clause is named.
        """
        legality.check(evidence, self.snapshot)
        known = {**self.snapshot.evidence, evidence.id: evidence}
        pairs: list[Pair] = [(self._store.record(evidence.table, evidence.id), evidence)]
        pairs += answers.used(dataclasses.replace(self.snapshot, evidence=known), uses)
        return self._commit(sentences.put(evidence, new=pairs[0][0] is None), pairs)

    def remove(self, record: Evidence | Action | Assessment) -> Commit | None:
        """Remove a record with what depends on it (citations of evidence, answers of an assessment), in one commit."""
        pairs: list[Pair] = [(record, None)]
        pairs += legality.dependents(record, self.snapshot)
        return self._commit(sentences.removed(record), pairs)

    def stage(self, source: Path, progress: Callable[[int, int], bool] | None = None) -> Attachment:
        """Copy a file into the workspace, to be named by the evidence that is put next.

        Raises:
            DiskFault: the source cannot be read or the disk refused.
            Cancelled: `progress` returned False.
        """
        self._need_writable()
        return attachments.stage(self._folder.evidence, source, progress)

    def undo(self) -> Commit | None:
        """Take back the last commit that is not taken back yet; None where there is none."""
        return self._take_back(self._undo.undoable, CommitKind.UNDO)

    def redo(self) -> Commit | None:
        """Bring back what the last undo took back; None where there is nothing."""
        return self._take_back(self._undo.redoable, CommitKind.REDO)

    def _take_back(self, sequence: int, kind: CommitKind) -> Commit | None:
        if not sequence:
            return None
        old = self._journal.commit(sequence)
        undo = kind is CommitKind.UNDO
        changes = [change.reversed() for change in reversed(old.changes)] if undo else list(old.changes)
        sentence = tr("Undid: {what}", what=old.sentence) if undo else tr("Redid: {what}", what=old.sentence)
        return self._record(sentence, changes, kind, sequence)

    def _commit(self, sentence: str, pairs: Sequence[Pair]) -> Commit | None:
        changes = [RecordChange.of(old, new) for old, new in pairs if old != new]
        return self._record(sentence, changes, CommitKind.CHANGE, None) if changes else None

    def _record(self, sentence: str, changes: list[RecordChange], kind: CommitKind, about: int | None) -> Commit:
        """Disk first: journal, then memory, then subscribers."""
        self._need_writable()
        commit = Commit(
            sequence=len(self._journal.commits) + 1,
            time=self._clock(),
            author=self.author,
            sentence=sentence,
            kind=kind,
            about=about,
            run=self._run,
            changes=tuple(changes),
        )
        self._journal.append_commit(commit)
        for change in changes:
            self._store.apply(change)
        self._cache.forget(changes)
        self._undo.take(kind, about)
        for subscriber in tuple(self._subscribers):
            subscriber(commit)
        return commit

    def _need_writable(self) -> None:
        if self.read_only:
            raise WorkspaceReadOnly(
                tr("The workspace is open for reading only."),
                tr("Close it and open it again to make changes."),
            )

    # Keeping

    @property
    def has_unsaved_checkpoint(self) -> bool:
        """Tell whether workspace.json lags behind the journal (which loses nothing: the journal is the truth)."""
        return not self.read_only and len(self._journal.commits) > self._saved_sequence

    def checkpoint(self) -> None:
        """Bring workspace.json up to date, for whoever reads it with plain TinyDB and for a quick next start.

        Raises:
            DiskFault: the disk refused; the old file stands.
        """
        if self.has_unsaved_checkpoint:
            Reading.write_checkpoint(self._folder, self._journal, self._store)
            self._saved_sequence = len(self._journal.commits)

    def close(self) -> None:
        """Write the checkpoint and give the lock back. A checkpoint that fails costs only time at the next start."""
        with contextlib.suppress(DiskFault, WorkspaceReadOnly):
            self.checkpoint()
        self._journal.close()
        if self._lock is not None:
            self._lock.release()
            self._lock = None

    def __enter__(self) -> Self:
        """Use as a context manager that closes the workspace."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the workspace."""
        self.close()
