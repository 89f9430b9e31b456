"""Recovering: a new workspace from what can still be read of one that does not open, and of its backups.

The damaged folder is only read. The new journal is the old one byte for byte as far as its chain holds, then one
commit that brings the records to the best state found: that of a checkpoint which a sound line vouches for, and of
sound lines behind the damage. What was found and what could not be had is told in sentences.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import shutil
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import msgspec

from readiness import places
from readiness.errors import DiskFault, WorkspaceExists, WorkspaceLocked
from readiness.model.history import Author, Commit, CommitKind
from readiness.model.record import new_id
from readiness.texts import tr, trn
from readiness.workspace import upgrades
from readiness.workspace.carrying import carry_checklists, carry_drafts, carry_evidence
from readiness.workspace.folder import SUFFIX, Folder, Lock, TypeFile, named, resolve
from readiness.workspace.journal import Journal
from readiness.workspace.ledger import Ledger
from readiness.workspace.lines import SegmentHead, decode_commit
from readiness.workspace.mending import mended
from readiness.workspace.reading import Reading
from readiness.workspace.recovery_report import Account, ranges
from readiness.workspace.salvage import Hole, Salvage, SoundLine, segments_of
from readiness.workspace.second_place import SUFFIX as BACKUPS_SUFFIX
from readiness.workspace.segments import segment_path
from readiness.workspace.shelf import Shelf
from readiness.workspace.sources import Sources
from readiness.workspace.store import Store

REPORT = "recovered.txt"
_FOREIGN = "found-workspace.json"


@dataclass(frozen=True)
class Recovered:
    """A workspace recovered into a new folder; `lost` is empty where everything was had.

    `lines` are what the report file says, without a list of single changes.
    """

    path: Path
    report: Path
    lines: tuple[str, ...]
    found: tuple[str, ...]
    lost: tuple[str, ...]
    commits: int


def default_target(path: Path) -> Path:
    """Give the folder that is made where none is named: NAME-recovered.readiness, beside the damaged one."""
    folder = resolve(path).path
    name = folder.name.removesuffix(BACKUPS_SUFFIX).removesuffix(SUFFIX)
    return folder.with_name(f"{name}-recovered{SUFFIX}")


def recover(
    path: Path,
    target: Path,
    author: Author,
    now: dt.datetime,
    second_places: Mapping[str, Path] | None = None,
    checklists: Iterable[bytes] = (),
) -> Recovered:
    """Make a new workspace at `target` of what can be read of the one at `path`; `recovered.txt` in it tells.

    `second_places` are those known, by workspace id; `checklists` the contents of checklist files known otherwise.

    Raises:
        WorkspaceExists: something lies at the target.
        WorkspaceMissing: nothing of a workspace lies at the path.
        WorkspaceTooNew: a newer version of the program wrote it.
        DiskFault: the disk refused; nothing is left at the target.
    """
    sources = Sources.at(path, second_places or {}, checklists)
    new = named(target)
    if new.path.exists():
        raise WorkspaceExists(tr("'{path}' exists already.", path=new.path), tr("Name another folder with --to."))
    account = Account()
    building = Folder(new.path.with_name(f"{new.path.name}.part"))
    shutil.rmtree(building.path, ignore_errors=True)
    with _held(sources.folder, author, now, account):
        try:
            commits = _Recovery(sources, building, account).run(author, now)
            places.write_whole(building.path / REPORT, account.text(sources.folder.path, author, now).encode())
            places.rename_over(building.path, new.path)
        finally:
            shutil.rmtree(building.path, ignore_errors=True)
    lines = account.head(sources.folder.path, author, now)
    return Recovered(new.path, new.path / REPORT, lines, tuple(account.found), tuple(account.lost), commits)


@contextlib.contextmanager
def _held(folder: Folder, author: Author, now: dt.datetime, account: Account) -> Iterator[None]:
    """Keep writers away while reading, where that can be had; leave nothing behind."""
    lock, file = Lock(folder), folder.path / "lock"
    was_there = file.exists()
    taken = False
    try:
        if folder.journal.is_dir():
            lock.take(str(author), now)
            taken = True
    except WorkspaceLocked as error:
        account.found.append(tr("It was read beside another program; what that wrote meanwhile may be missing."))
        account.found.append(error.sentence)
    except DiskFault:
        account.found.append(tr("It was read without its lock, since the folder cannot be written."))
    try:
        yield
    finally:
        if taken:
            lock.release()
            if not was_there:
                with contextlib.suppress(OSError):
                    file.unlink()


class _Recovery:
    """One run: reads the sources, fills the new folder, keeps account."""

    def __init__(self, sources: Sources, new: Folder, account: Account) -> None:
        self._sources = sources
        self._new = new
        self._account = account
        self._found = account.found.append
        self._lost = account.lost.append
        self._listed = account.listed.append
        self._salvage = Salvage()
        self._lengths: dict[int, int] = {}
        self._holes: list[Hole] = []
        self._most_segments = 0

    def run(self, author: Author, now: dt.datetime) -> int:
        """Do all of it; gives the number of commits of the new journal."""
        self._look_at_type_file()
        self._read_lines()
        chain = self._salvage.chain()
        self._begin(chain)
        self._account_for_segments(chain)
        wanted, said = mended(self._best_state(chain), self._sources.checklist)
        for sentence in said:
            self._lost(sentence)
        carry_checklists(self._sources, self._new, wanted, self._account)
        commits = self._record(wanted, author, now)
        carry_evidence(self._sources, self._new, wanted, self._account)
        carry_drafts(self._sources.folder.drafts, self._new)
        return commits

    # Lines

    def _look_at_type_file(self) -> None:
        """Leave a newer format alone; a type file that is missing or damaged is made anew."""
        file = self._sources.folder.type_file
        if self._sources.only_backups:
            self._found(tr("There is no journal; everything comes from backups."))
            return
        try:
            msgspec.json.decode(file.read_bytes(), type=TypeFile)
        except (OSError, ValueError, msgspec.DecodeError):
            self._found(tr("{file} is missing or damaged; it was made anew.", file=file.name))
        else:
            self._sources.folder.check_type()

    def _read_lines(self) -> None:
        for number, content in self._sources.segments():
            self._lengths[number] = len(content)
            self._holes += self._salvage.take(content, number)
        numbers = [*self._lengths]
        for number, content in self._sources.kept_segments():
            self._salvage.take(content, number)
            numbers.append(number)
        self._most_segments = max(numbers, default=0)

    def _begin(self, chain: list[SoundLine]) -> None:
        """Make the new folder and write the chain into it, byte for byte."""
        first = chain[0].entry.head if chain else None
        stated = first.workspace if isinstance(first, SegmentHead) else self._sources.identity
        identity = stated or new_id()
        self._new.create(identity)
        for number, content in segments_of(chain).items():
            places.write_whole(segment_path(self._new.journal, number), content)
        if not chain:
            journal = Journal(self._new.journal)
            journal.begin(identity, new_id())
            journal.close()

    def _account_for_segments(self, chain: list[SoundLine]) -> None:
        """Say of every damaged place of the journal whether a backup had the same lines."""
        had = {number: len(content) for number, content in segments_of(chain).items()}
        for hole in self._holes:
            where = {"file": f"journal/{hole.segment:06d}.journal", "first": hole.offset, "end": hole.end}
            if had.get(hole.segment, 0) >= hole.end:
                self._found(tr("{file}, bytes {first} to {end}: damaged; a backup had the same lines.", **where))
            elif hole.torn and hole.segment == self._most_segments:
                self._found(tr("{file}, from byte {first}: an incomplete last line, as after a power cut. "
                               "It was not saved when the program stopped.", **where))  # fmt: skip
            else:
                self._lost(tr("{file}, bytes {first} to {end}: cannot be read.", **where))
        for number in range(1, 0 if self._sources.only_backups else self._most_segments + 1):
            file = f"journal/{number:06d}.journal"
            if number not in self._lengths and number in had:
                self._found(tr("{file} is missing; a backup had it.", file=file))
            elif number not in self._lengths:
                self._lost(tr("{file} is missing.", file=file))
            elif self._lengths[number] < had.get(number, 0):
                self._found(tr("{file} ends too early; a backup had the rest.", file=file))

    # Records

    def _best_state(self, chain: list[SoundLine]) -> Store:
        store, sequence = Store(), 0
        for line in chain:
            if line.commit is not None:
                _apply(line, store)
                sequence = line.commit.sequence
        beyond = self._salvage.commits_beyond(chain)
        base, at = self._checkpointed(store, sequence, has_lines=bool(chain or beyond))
        for number, line in beyond.items():
            if number > at:
                _apply(line, base)
        self._account_for_commits(sequence, at, beyond)
        return base

    def _checkpointed(self, store: Store, sequence: int, *, has_lines: bool) -> tuple[Store, int]:
        """Give the state of the newest checkpoint that goes beyond the chain, else of the chain, and its sequence."""
        marks = self._salvage.marks()
        best, at = store, sequence
        own = self._sources.folder.checkpoint
        for content in self._sources.checkpoints():
            mark = marks.get(hashlib.sha256(content).hexdigest())
            if mark is not None and mark.format == upgrades.RECORD_FORMAT and mark.sequence > at:
                best, at = Store.from_bytes(content), mark.sequence
            elif mark is None and not has_lines:
                with contextlib.suppress(ValueError, KeyError, TypeError, AttributeError):
                    best, has_lines = Store.from_bytes(content), True
                    self._lost(tr("No line of the journal was left. The records are those of workspace.json, for "
                                  "which nothing vouches; who changed what and when is lost."))  # fmt: skip
            elif mark is None and own.is_file() and own.read_bytes() == content:
                places.write_whole(self._new.path / _FOREIGN, content)
                self._found(tr("workspace.json is not one that the journal names. Its records were not taken over; "
                               "it is kept as {file}.", file=_FOREIGN))  # fmt: skip
        return best, at

    def _account_for_commits(self, chained: int, at: int, beyond: dict[int, SoundLine]) -> None:
        marked = max((mark.sequence for mark in self._salvage.marks().values()), default=0)
        known = max(chained, at, marked, self._sources.newest_backup(), *beyond)
        missing = [number for number in range(chained + 1, known + 1) if number not in beyond]
        self._found(trn("{n} change was read in an unbroken chain.", "{n} changes were read in an unbroken chain.",
                        chained))  # fmt: skip
        if at > chained:
            self._found(tr("The records up to change no. {n} come from workspace.json, which a sound line vouches for.",
                           n=at))  # fmt: skip
        kept = [number for number in missing if number <= at]
        if kept:
            self._lost(tr("Who made changes no. {numbers}, and when, could not be had; what they led to is in the "
                          "records.", numbers=ranges(kept)))  # fmt: skip
        gone = [number for number in missing if number > at]
        if gone:
            self._lost(tr("Changes no. {numbers} could not be had.", numbers=ranges(gone)))
        if beyond:
            self._lost(tr("Changes no. {numbers} were read one by one behind the damage; they are listed below and no "
                          "longer part of the chain.", numbers=ranges(list(beyond))))  # fmt: skip
        for number, line in beyond.items():
            commit = decode_commit(line.entry)
            self._listed(f"{number}  {commit.time:%Y-%m-%d %H:%M}  {commit.author}  {commit.sentence}")

    def _record(self, wanted: Store, author: Author, now: dt.datetime) -> int:
        """Bring the new journal's records to the best state, in one commit, and write its checkpoint.

        What came before cannot be undone then: what it refers to may be among what could not be had.
        """
        found = Reading.of(self._new)
        found.journal.open_for_writing()
        try:
            ledger = Ledger(found, Shelf(self._new.checklists))
            changes = ledger.difference(wanted)
            if changes:
                name = self._sources.folder.path.name
                sentence = trn("Recovered {n} record from '{name}'", "Recovered {n} records from '{name}'",
                               len(changes), name=name)  # fmt: skip
                ledger.record(
                    Commit(
                        sequence=0,
                        time=now,
                        author=author,
                        sentence=sentence,
                        kind=CommitKind.RECOVERY,
                        run=new_id(),
                        changes=changes,
                    )
                )
            ledger.checkpoint(self._new.checkpoint)()
            return ledger.sequence
        finally:
            found.journal.close()


def _apply(line: SoundLine, store: Store) -> None:
    for change in decode_commit(line.entry).changes:
        store.apply(change)
