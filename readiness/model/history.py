"""Recorded changes: who did what and when, with the records before and after."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import Any

import msgspec

from readiness.model.record import Record
from readiness.model.records import RECORD_TYPES


class Author(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """The person at the keyboard, as entered once per computer or given by --by."""

    name: str
    role: str = ""

    def __str__(self) -> str:
        """Show the name, and the role where it is known."""
        return f"{self.name} ({self.role})" if self.role else self.name


class CommitKind(StrEnum):
    """How a commit came about."""

    CHANGE = "change"
    UNDO = "undo"
    REDO = "redo"
    PURGE = "purge"
    RECOVERY = "recovery"


PURGED = "purged"
"""The one field, beside the id, of what is left of a purged body: the digest that the journal's chain vouches for."""


class RecordChange(msgspec.Struct, frozen=True, kw_only=True):
    """One record before and after, as plain JSON values; None where it did not exist."""

    table: str
    record: str
    before: dict[str, Any] | None
    after: dict[str, Any] | None

    @classmethod
    def of(cls, old: Record | None, new: Record | None) -> RecordChange:
        """Make the change from one record value to another; one of them may be None, not both."""
        some = new or old
        assert some is not None
        return cls(
            table=some.table,
            record=some.id,
            before=to_plain(old) if old else None,
            after=to_plain(new) if new else None,
        )

    def reversed(self) -> RecordChange:
        """Give the change that takes this one back."""
        return RecordChange(table=self.table, record=self.record, before=self.after, after=self.before)

    @property
    def is_purged(self) -> bool:
        """Tell whether content of this change was purged, so that it can be neither undone nor shown."""
        return PURGED in (self.before or {}) or PURGED in (self.after or {})

    def fields(self) -> tuple[tuple[str, Any, Any], ...]:
        """List the fields that differ: name, old value, new value (None where unset)."""
        old, new = self.before or {}, self.after or {}
        names = [name for name in {**old, **new} if old.get(name) != new.get(name)]
        return tuple((name, old.get(name), new.get(name)) for name in names if name != "id")


class Commit(msgspec.Struct, frozen=True, kw_only=True):
    """One recorded change. `run` names the run of the program; `about` is the sequence an undo or redo concerns.

    `purged` lists the digests of the bodies that a purge took out of the journal.
    """

    sequence: int
    time: dt.datetime
    author: Author
    sentence: str
    kind: CommitKind = CommitKind.CHANGE
    about: int | None = None
    run: str = ""
    changes: tuple[RecordChange, ...] = ()
    purged: tuple[str, ...] = ()


def to_plain(record: Record) -> dict[str, Any]:
    """Turn a record into plain JSON values, equal to what is read back; fields at their default are left out."""
    plain: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(record))
    return plain


def from_plain(table: str, plain: dict[str, Any]) -> Record:
    """Turn plain JSON values back into a record.

    Raises:
        msgspec.ValidationError: a field has the wrong type or an unknown name.
    """
    return msgspec.convert(plain, RECORD_TYPES[table])
