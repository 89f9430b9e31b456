"""TinyDB over the workspace's records: the only file that knows TinyDB.

`CheckpointStorage` keeps a whole database in one file, safely; workspace.json is written with it, and plain
`TinyDB(path)` reads that. `Store` holds the records in memory, read through TinyDB's tables, changed by commits only.
"""

from __future__ import annotations

import json
import os
import warnings
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

import msgspec
from tinydb import TinyDB
from tinydb.storages import Storage
from tinydb.table import Table

from readiness import places
from readiness.model.history import PURGED, RecordChange, from_plain
from readiness.model.record import Record
from readiness.model.records import RECORD_TYPES

Tree = dict[str, dict[str, dict[str, Any]]]
_READING, _CHANGING = ("r", "rb"), ("r+", "rb+")


class CheckpointStorage(Storage):
    """A TinyDB storage whose file holds either its old or its new content, whole, and is on the disk when `write` ends.

    What `write` could not bring to the disk is never read back: every `read` reads the file. It takes what TinyDB's
    own JSONStorage takes. `before_rename` gets the new content once it lies beside the file, before it gets its name.
    """

    def __init__(
        self,
        path: str | os.PathLike[str],
        create_dirs: bool = False,  # noqa: FBT001, FBT002 - as TinyDB passes it
        encoding: str | None = None,
        access_mode: str = "r+",
        before_rename: Callable[[bytes], None] | None = None,
        **kwargs: Any,
    ) -> None:
        """Name the file; it is made, empty, unless the mode only reads.

        Raises:
            OSError: the file, or the folder it is to be made in, does not exist or cannot be written.
        """
        super().__init__()
        if access_mode not in _READING + _CHANGING:
            warnings.warn(
                "Using an `access_mode` other than 'r', 'rb', 'r+' or 'rb+' can cause data loss or corruption",
                stacklevel=2,
            )
        self._path = Path(path)
        self._encoding = encoding or "utf-8"
        self._may_write = access_mode not in _READING
        self._before_rename = before_rename
        self._kwargs = kwargs
        if create_dirs:
            self._path.parent.mkdir(parents=True, exist_ok=True)
        with self._path.open("ab" if self._may_write else "rb"):
            pass

    def read(self) -> Tree | None:
        """Give the content; None where the file is empty.

        Raises:
            OSError: the file cannot be read.
            ValueError: it holds no JSON in this encoding.
        """
        raw = self._path.read_bytes()
        if not raw:
            return None
        tree: Tree = json.loads(raw.decode(self._encoding))
        return tree

    def write(self, data: Mapping[str, Mapping[str, Any]]) -> None:
        """Replace the content, whole and durably.

        Raises:
            OSError: the mode only reads.
            DiskFault: the disk refused; the old content stands.
        """
        if not self._may_write:
            raise OSError("Cannot write to the database. It was opened for reading.")
        text = json.dumps(data, **self._kwargs)
        content = text.encode(self._encoding)
        beside = places.write_beside(self._path, content)
        try:
            if self._before_rename is not None:
                self._before_rename(content)
            places.rename_over(beside, self._path)
        except BaseException:
            beside.unlink(missing_ok=True)
            raise


class TreeStorage(Storage):
    """A TinyDB storage over a tree in memory that only commits may change."""

    def __init__(self, tree: Tree) -> None:
        """Hold the tree: table name, document key as text, document."""
        self._tree = tree

    def read(self) -> Tree:
        """Give the tree; TinyDB's tables read in it."""
        return self._tree

    def write(self, data: Tree) -> None:
        """Refuse: a write that went past the journal would be lost.

        Raises:
            TypeError: always.
        """
        raise TypeError("records change through Workspace, never through TinyDB")


class Store:
    """The records of a workspace, read through TinyDB tables; commits are applied record by record."""

    def __init__(self, tree: Tree | None = None) -> None:
        """Hold a tree as it was read from a checkpoint, or start empty."""
        self._tree: Tree = tree if tree is not None else {}
        for table in RECORD_TYPES:
            self._tree.setdefault(table, {})
        self._database = TinyDB(storage=TreeStorage, tree=self._tree)
        self._next: dict[str, int] = {}
        """The key of the next document of each table, once there are keys."""

    @cached_property
    def _keys(self) -> dict[str, dict[str, int]]:
        """The keys of documents, by table and record id; made when the first record is looked up or changed."""
        found = {
            table: {document["id"]: int(key) for key, document in documents.items()}
            for table, documents in self._tree.items()
        }
        self._next = {table: max(keys.values(), default=0) + 1 for table, keys in found.items()}
        return found

    @classmethod
    def from_bytes(cls, content: bytes) -> Store:
        """Read a checkpoint's bytes.

        Raises:
            ValueError: the bytes are not what `CheckpointStorage` writes.
        """
        try:
            tree = msgspec.json.decode(content)
        except msgspec.DecodeError as error:
            raise ValueError(str(error)) from error
        if not isinstance(tree, dict):
            raise ValueError("not a table of tables")  # noqa: TRY004 - bad data, not a bug of the caller
        return cls(tree)

    def copy(self) -> Store:
        """Give a store that changes apart from this one."""
        return Store({table: dict(documents) for table, documents in self._tree.items()})

    def write_to(self, path: Path, before_rename: Callable[[bytes], None]) -> None:
        """Write all records as plain TinyDB JSON, ASCII only, so that any locale's TinyDB opens it.

        Raises:
            DiskFault: the disk refused; the old file stands.
        """
        try:
            CheckpointStorage(path, before_rename=before_rename).write(self._tree)
        except OSError as error:
            raise places.disk_fault(error, path) from error

    def table(self, name: str) -> Table:
        """Give a TinyDB table for reading."""
        return self._database.table(name, cache_size=0)

    def apply(self, change: RecordChange) -> None:
        """Bring one record to its state after a change; cost does not depend on how many there are."""
        self.put(change.table, change.record, change.after)

    def put(self, table: str, record: str, state: dict[str, Any] | None) -> None:
        """Bring one record to a state; None removes it. What was purged leaves a placeholder, for a later state."""
        keys, documents = self._keys[table], self._tree[table]
        key = keys.get(record)
        if state is None:
            if key is not None:
                del keys[record], documents[str(key)]
            return
        if key is None:
            key = self._next[table]
            self._next[table] = key + 1
            keys[record] = key
        documents[str(key)] = state

    def plain(self, table: str) -> dict[str, dict[str, Any]]:
        """Give a table's records as plain values by id, in the order of creation; without what was purged."""
        return {item["id"]: item for item in self._tree[table].values() if PURGED not in item}

    def purged(self) -> set[tuple[str, str]]:
        """List the records, by table and id, of which a placeholder alone is known."""
        return {(table, item["id"]) for table, items in self._tree.items() for item in items.values() if PURGED in item}

    def record(self, table: str, record: str) -> Record | None:
        """Read one record by its id; None where there is none."""
        key = self._keys[table].get(record)
        if key is None:
            return None
        document = self.table(table).get(doc_id=key)
        if not isinstance(document, dict) or PURGED in document:
            return None
        return from_plain(table, document)

    def records(self, table: str) -> Iterator[Record]:
        """Walk through a table's records in the order of creation."""
        for document in self.table(table):
            if PURGED not in document:
                yield from_plain(table, document)
