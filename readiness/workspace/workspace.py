"""The one class through which a workspace is read and changed."""

from __future__ import annotations

import contextlib
import functools
import hashlib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Self, Unpack

import msgspec

from readiness.errors import DiskFault, Problem, WorkspaceReadOnly
from readiness.model.checklist import Checklist, Requirement
from readiness.model.history import Author, Commit, CommitKind, RecordChange
from readiness.model.record import new_id
from readiness.model.records import Answer, Assessment, Attachment, Citation, Described, Evidence, Organization
from readiness.model.snapshot import Snapshot
from readiness.texts import tr
from readiness.workspace import answers, attachments, legality, opening, purging, reading, sentences
from readiness.workspace.answers import AnswerFields, Pair
from readiness.workspace.drafts import Drafts
from readiness.workspace.folder import Folder, Lock, resolve
from readiness.workspace.ledger import Ledger
from readiness.workspace.opening import Clock, utc_now
from readiness.workspace.reading import Reading
from readiness.workspace.shelf import Shelf

Subscriber = Callable[[Commit], None]


class Workspace:
    """Everything of one certification body: read as snapshots, changed by verbs, each one commit.

    Every verb that changes something gives the Commit, or None where nothing differed; when it returns, the change
    is on the disk. All of them raise WorkspaceReadOnly where the workspace is open for reading only, and DiskFault
    where the disk refuses; the workspace is then as it was before.
    """

    def __init__(self, folder: Folder, found: Reading, lock: Lock | None, author: Author, clock: Clock) -> None:
        """Join the parts; use `create` or `open`."""
        self._folder = folder
        self.identity = folder.check_type().workspace
        """The id of the workspace, by which a computer's settings remember what is its own."""
        self.viewing_folder = folder.opened
        """Where copies made for viewing lie; it is emptied when the workspace is opened for changes."""
        self._lock = lock
        self._shelf = Shelf(folder.checklists)
        self._ledger = Ledger(found, self._shelf)
        self._clock = clock
        self._subscribers: list[Subscriber] = []
        self.run = new_id()
        """The id of this run of the program, which its commits carry."""
        self._past: Snapshot | None = None
        self.at = 0
        """The sequence of the commit whose state is shown; 0 for the present."""
        self.drafts = Drafts(folder.drafts)
        self.author = author
        self._noticed, _ = found.notices, self._ledger.snapshot  # damage to a checklist is found now

    @classmethod
    def create(cls, path: Path, organization: str, author: Author, clock: Clock = utc_now) -> Workspace:
        """Make a new workspace folder for an organization and open it for writing.

        Raises:
            WorkspaceExists: something lies at the path.
            NotAllowed: the organization has no name.
            DiskFault: the disk refused.
        """
        record = Organization(id=new_id(), name=organization)
        legality.check(record, Snapshot(organization=record))
        folder = opening.make(path)
        with opening.gone_if_refused(folder):
            workspace = cls.open(folder.path, author, clock)
            try:
                workspace.put(record)
                workspace.checkpoint()
            except BaseException:
                workspace.close()
                raise
        return workspace

    @classmethod
    def open(
        cls, path: Path, author: Author, clock: Clock = utc_now, *, read_only: bool = False, at: int = 0
    ) -> Workspace:
        """Open a workspace. Reading takes no lock and writes nothing, so it works beside a writer.

        With `at`, the sequence of a commit, a workspace opened for reading shows the state after it.

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
            reader = cls(folder, Reading.of(folder), None, author, clock)
            reader._past, reader.at = (reader.snapshot_at(at) if at else None), at
            return reader
        found, lock = opening.for_writing(folder, str(author), clock())
        with opening.let_go_if_refused(found, lock):
            return cls(folder, found, lock, author, clock)

    # Reading

    @functools.cached_property
    def notices(self) -> tuple[str, ...]:
        """List what the user is told once the workspace is open; looked for when first asked for."""
        from readiness.workspace import surroundings  # noqa: PLC0415 - late for start-up time

        looked = reading.first_look(self._folder, self._ledger.snapshot)
        return (*self._noticed, *surroundings.notices(self.path), *looked)

    @property
    def path(self) -> Path:
        """Give the workspace folder."""
        return self._folder.path

    @property
    def read_only(self) -> bool:
        """Tell whether changes are refused."""
        return not self._ledger.journal.writable

    @property
    def snapshot(self) -> Snapshot:
        """Give an immutable view of everything as it is now, or of the past state that was opened."""
        return self._past or self._ledger.snapshot

    def snapshot_at(self, sequence: int) -> Snapshot:
        """Give everything as it was after commit `sequence`; what was purged since is not in it.

        Raises:
            NotAllowed: there is no such commit.
        """
        return self._ledger.state_at(sequence)

    def history(self) -> Iterator[Commit]:
        """Walk through all commits, newest first."""
        return self._ledger.history()

    @property
    def next_undo(self) -> Commit | None:
        """Give the commit that `undo` would take back; None where there is none."""
        return self._ledger.next_undo

    @property
    def next_redo(self) -> Commit | None:
        """Give the commit that `redo` would bring back; None where there is none."""
        return self._ledger.next_redo

    def verify(self, against: str = "") -> tuple[Problem, ...]:
        """Read everything again and list what is wrong; nothing is changed.

        `against` is a head hash kept elsewhere, as printed on reports: without one, tampering is not found.
        """
        from readiness.workspace import backups  # noqa: PLC0415 - late for start-up time

        problems = (*reading.check(self._folder, self.snapshot), *backups.check(self._folder))
        if against and not self._ledger.journal.holds(against):
            problems += (Problem(tr("journal"), tr("no line has the hash {hash}", hash=against)),)
        return problems

    def view_copy(self, attachment: Attachment, progress: attachments.Progress | None = None) -> Path:
        """Make a read-only copy of an attached file for opening in another program.

        Raises:
            Damage: the stored file is missing, or not what was attached.
            Cancelled: `progress` returned False.
        """
        return attachments.view_copy(self._folder.evidence, self._folder.opened, attachment, progress)

    def copy_out(
        self, attachment: Attachment, into: Path, front: str, progress: attachments.Progress | None = None
    ) -> Path:
        """Copy an attached file into any folder, `front` before its name, and never over another file.

        Raises:
            Damage: the stored file is missing, or not what was attached.
        """
        return attachments.copy_out(self._folder.evidence, attachment, into, front, progress)

    def attachment_path(self, attachment: Attachment) -> Path:
        """Give the stored file of an attachment, for reading only."""
        return self._folder.evidence / attachment.sha256

    def checklist_bytes(self, digest: str) -> bytes:
        """Give the file of a checklist kept in the workspace, by its SHA-256."""
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
        legality.check(record, msgspec.structs.replace(self.snapshot, checklists=known))
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

    def put(
        self, *records: Organization | Described, sentence: str = "", uses: Sequence[answers.Use] = ()
    ) -> Commit | None:
        """Add records, or replace those of the same id, in one commit; without a sentence the first one gives it.

        `uses` says where evidence among them is cited too.

        Raises:
            NotAllowed: a needed field is empty or fields contradict each other.
            UnknownName: a record refers to one that does not exist.
        """
        for record in records:
            legality.check(record, self.snapshot)
        pairs: list[Pair] = [(self._ledger.find(record.table, record.id), record) for record in records]
        pairs += answers.settled(self.snapshot, records)
        pairs += answers.used(self.snapshot, uses, [item for item in records if isinstance(item, Evidence)])
        return self._commit(sentence or sentences.put_all(records, new=pairs[0][0] is None), pairs)

    def remove(self, record: Described) -> Commit | None:
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
        old = self.next_undo
        if old is None:
            return None
        changes = [change.reversed() for change in reversed(old.changes)]
        return self._record(tr("Undid: {what}", what=old.sentence), changes, CommitKind.UNDO, old.sequence)

    def redo(self) -> Commit | None:
        """Bring back what the last undo took back; None where there is nothing."""
        old = self.next_redo
        if old is None:
            return None
        return self._record(tr("Redid: {what}", what=old.sentence), old.changes, CommitKind.REDO, old.sequence)

    def restore(self, wanted: Snapshot, sentence: str) -> Commit | None:
        """Bring all records to the state of a snapshot, as one commit, which can be undone."""
        changes = self.changes_to(wanted)
        return self._record(sentence, changes, CommitKind.CHANGE, None) if changes else None

    def changes_to(self, wanted: Snapshot) -> tuple[RecordChange, ...]:
        """List what `restore` would change."""
        return self._ledger.difference(self._ledger.store_of(wanted))

    def purge(self, record: purging.Purgeable, reason: str) -> Commit:
        """Take content out of lines, files, backups and drafts for good; digests and reason stay, undo does not.

        Evidence goes with its file and citations, a person with all results of briefings, also where they were removed
        before; of an answer, an action or a service all that it held before, not what it holds.

        Raises:
            NotAllowed: no reason is given.
            UnknownName: nothing is left of it.
            Unfinished: it is recorded, but the disk refused to take everything out.
        """
        self._need_writable()

        def write(sentence: str, changes: Sequence[RecordChange], bodies: frozenset[str]) -> Commit:
            return self._record(sentence, changes, CommitKind.PURGE, None, bodies)

        return purging.purge(self._folder, self._ledger, record, reason, write, self.checkpoint)

    def set_aside(self) -> tuple[str, ...]:
        """Name the files in the folder that a purge leaves alone, since somebody else wrote or is to read them."""
        return purging.set_aside(self._folder, self._ledger)

    def _commit(self, sentence: str, pairs: Sequence[Pair]) -> Commit | None:
        changes = [RecordChange.of(old, new) for old, new in pairs if old != new]
        return self._record(sentence, changes, CommitKind.CHANGE, None) if changes else None

    def _record(
        self,
        sentence: str,
        changes: Sequence[RecordChange],
        kind: CommitKind,
        about: int | None,
        purged: frozenset[str] = frozenset(),
    ) -> Commit:
        """Disk first: journal, then memory, then subscribers."""
        self._need_writable()
        commit = self._ledger.record(
            Commit(
                sequence=0, time=self._clock(), author=self.author, sentence=sentence, kind=kind, about=about,
                run=self.run, changes=tuple(changes), purged=tuple(sorted(purged)),
            )
        )  # fmt: skip
        for subscriber in tuple(self._subscribers):
            subscriber(commit)
        return commit

    def _need_writable(self) -> None:
        if self.read_only:
            raise WorkspaceReadOnly(
                tr("The workspace is open for reading only."), tr("Close it and open it again to make changes.")
            )

    # Keeping

    @property
    def has_unsaved_checkpoint(self) -> bool:
        """Tell whether workspace.json lags behind the journal, which loses nothing."""
        return self._ledger.checkpoint_lags

    def prepare_checkpoint(self) -> Callable[[], None]:
        """Get ready to write workspace.json as of now; the function given does it, in any thread."""
        return self._ledger.checkpoint(self._folder.checkpoint)

    def checkpoint(self) -> None:
        """Bring workspace.json up to date, for whoever reads it with plain TinyDB and for a quick next start.

        Raises:
            DiskFault: the disk refused; the old file stands.
        """
        if self.has_unsaved_checkpoint:
            self.prepare_checkpoint()()

    def close(self) -> None:
        """Write the checkpoint and give the lock back. A checkpoint that fails costs only time at the next start."""
        with contextlib.suppress(DiskFault, WorkspaceReadOnly):
            self.checkpoint()
        self._ledger.journal.close()
        if self._lock is not None:
            self._lock.release()
            self._lock = None

    def __enter__(self) -> Self:
        """Use as a context manager that closes the workspace."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the workspace."""
        self.close()
