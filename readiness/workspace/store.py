"""TinyDB over the workspace's records: the only file that knows TinyDB.

`TreeStorage` is what the workspace reads through: the records live in memory, change by commits only, and are
written to workspace.json as a checkpoint that plain `TinyDB(path)` reads.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from tinydb import TinyDB
from tinydb.storages import Storage
from tinydb.table import Table

from readiness.model.history import RecordChange, from_plain
from readiness.model.records import RECORD_TYPES, Record

Tree = dict[str, dict[str, dict[str, Any]]]


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
        self._keys = {
            table: {document["id"]: int(key) for key, document in documents.items()}
            for table, documents in self._tree.items()
        }
        self._next = {table: max(keys.values(), default=0) + 1 for table, keys in self._keys.items()}

    @classmethod
    def from_bytes(cls, content: bytes) -> Store:
        """Read a checkpoint's bytes.

        Raises:
            ValueError: the bytes are not what `to_bytes` writes.
        """
        tree = json.loads(content)
        if not isinstance(tree, dict):
            raise ValueError("not a table of tables")  # noqa: TRY004 - bad data, not a bug of the caller
        return cls(tree)

    def to_bytes(self) -> bytes:
        """Write all records as plain TinyDB JSON, ASCII only, so that any locale's TinyDB opens it."""
        return json.dumps(self._tree, ensure_ascii=True).encode("ascii")

    def table(self, name: str) -> Table:
        """Give a TinyDB table for reading."""
        return self._database.table(name, cache_size=0)

    def apply(self, change: RecordChange) -> None:
        """Bring one record to its state after a change; cost does not depend on how many there are."""
        keys, documents = self._keys[change.table], self._tree[change.table]
        key = keys.get(change.record)
        if change.after is None:
            if key is not None:
                del keys[change.record], documents[str(key)]
            return
        if key is None:
            key = self._next[change.table]
            self._next[change.table] = key + 1
            keys[change.record] = key
        documents[str(key)] = change.after

    def record(self, table: str, record: str) -> Record | None:
        """Read one record by its id; None where there is none."""
        key = self._keys[table].get(record)
        if key is None:
            return None
        document = self.table(table).get(doc_id=key)
        return from_plain(table, dict(document)) if isinstance(document, dict) else None

    def records(self, table: str) -> Iterator[Record]:
        """Walk through a table's records in the order of creation."""
        for document in self.table(table):
            yield from_plain(table, dict(document))
