"""One line of the journal: what it holds, how it is written, how it is checked.

A line is `LENGTH HASH PREVIOUS FORMAT JSON`: the length of the JSON in bytes (8 hexadecimal digits), the hash of
this line, the hash of the line before, the record format number. The JSON holds a head and the record bodies that
the head names by their SHA-256. The chain hashes the head only, so a purged body (null) leaves a chain that still
verifies.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from readiness.errors import Damage
from readiness.model.history import Author, Commit, CommitKind, RecordChange
from readiness.texts import tr

RECORD_FORMAT = 1
FIRST_HASH = "0" * 64
_HASH_FIELD = slice(74, 138)


class CheckpointMark(msgspec.Struct, frozen=True, tag="checkpoint"):
    """Says that workspace.json with this hash and size (bytes) holds the state after commit `sequence`."""

    sha256: str
    size: int
    sequence: int


class SegmentHead(msgspec.Struct, frozen=True, tag="segment"):
    """First line of a segment: whose journal it is and which checkpoint was the latest when it began."""

    workspace: str
    replica: str
    number: int
    checkpoint: CheckpointMark | None = None


class ChangeHead(msgspec.Struct, frozen=True, array_like=True):
    """One record's change: table, record id, digests of the bodies before and after ('' for none)."""

    table: str
    record: str
    before: str
    after: str


class CommitHead(msgspec.Struct, frozen=True, tag="commit", omit_defaults=True):
    """What the chain vouches for of a commit; the sentence and the records are named by digest."""

    sequence: int
    time: dt.datetime
    author: Author
    sentence: str
    run: str
    changes: tuple[ChangeHead, ...]
    kind: CommitKind = CommitKind.CHANGE
    about: int | None = None


Head = SegmentHead | CommitHead | CheckpointMark


class _Content(msgspec.Struct, frozen=True):
    head: msgspec.Raw
    bodies: dict[str, msgspec.Raw]


_decode_content = msgspec.json.Decoder(_Content).decode
_decode_head = msgspec.json.Decoder(Head).decode
_encode = msgspec.json.Encoder().encode


@dataclass(frozen=True)
class Place:
    """Where a line lies: segment file, offset of its first byte, its length in bytes with the newline."""

    segment: Path
    offset: int
    length: int


@dataclass(frozen=True)
class Entry:
    """A line read back and found sound."""

    place: Place
    hash: str
    head: Head
    bodies: dict[str, msgspec.Raw]


def encode_commit(commit: Commit) -> tuple[CommitHead, dict[str, bytes]]:
    """Split a commit into the head that is chained and the bodies it names."""
    bodies: dict[str, bytes] = {}

    def keep(value: object) -> str:
        if value is None:
            return ""
        body = _encode(value)
        digest = hashlib.sha256(body).hexdigest()
        bodies[digest] = body
        return digest

    head = CommitHead(
        sequence=commit.sequence,
        time=commit.time,
        author=commit.author,
        sentence=keep(commit.sentence),
        run=commit.run,
        changes=tuple(
            ChangeHead(change.table, change.record, keep(change.before), keep(change.after))
            for change in commit.changes
        ),
        kind=commit.kind,
        about=commit.about,
    )
    return head, bodies


def decode_commit(entry: Entry) -> Commit:
    """Put a commit together again from its line; what was purged comes back as None or ''."""
    head = entry.head
    assert isinstance(head, CommitHead)

    def body(digest: str) -> Any:
        raw = entry.bodies.get(digest)
        return msgspec.json.decode(raw) if raw is not None else None

    return Commit(
        sequence=head.sequence,
        time=head.time,
        author=head.author,
        sentence=body(head.sentence) or "",
        kind=head.kind,
        about=head.about,
        run=head.run,
        changes=tuple(
            RecordChange(
                table=change.table,
                record=change.record,
                before=body(change.before),
                after=body(change.after),
            )
            for change in head.changes
        ),
    )


def format_line(previous: str, head: bytes, bodies: dict[str, bytes]) -> tuple[bytes, str]:
    """Make one line after the line with hash `previous`; gives the line and its hash."""
    digest = _chain_hash(previous, RECORD_FORMAT, head)
    listed = b",".join(b'"%s":%s' % (key.encode(), body) for key, body in bodies.items())
    content = b'{"head":%s,"bodies":{%s}}' % (head, listed)
    return b"%08x %s %s %d %s\n" % (
        len(content),
        digest.encode(),
        previous.encode(),
        RECORD_FORMAT,
        content,
    ), digest


def parse_line(line: bytes, previous: str, place: Place) -> Entry:
    """Check one complete line against the chain and decode it.

    Raises:
        Damage: length, hash, chain or a body's digest does not fit.
    """
    try:
        length, digest, before, number, content = line[:-1].split(b" ", 4)
        decoded = _decode_content(content)
        sound = (
            int(length, 16) == len(content)
            and b"%08x" % len(content) == length
            and before == previous.encode()
            and int(number) <= RECORD_FORMAT
            and digest == _chain_hash(previous, int(number), bytes(decoded.head)).encode()
            and content == _content_of(decoded)
            and all(_fits(key, raw) for key, raw in decoded.bodies.items())
        )
        head = _decode_head(decoded.head)
    except (ValueError, msgspec.DecodeError):
        sound = False
    if not sound:
        raise Damage(
            tr(
                "The journal is damaged: {file}, byte {offset}.",
                file=place.segment.name,
                offset=place.offset,
            ),
            tr("Do not work in this folder; make a copy of it and restore the last backup."),
        )
    bodies = {key: raw for key, raw in decoded.bodies.items() if bytes(raw) != b"null"}
    return Entry(place, digest.decode(), head, bodies)


def _content_of(content: _Content) -> bytes:
    """Write the JSON as `format_line` does: every byte of a line is accounted for, or it is damage."""
    listed = b",".join(b'"%s":%s' % (key.encode(), bytes(raw)) for key, raw in content.bodies.items())
    return b'{"head":%s,"bodies":{%s}}' % (bytes(content.head), listed)


def _fits(digest: str, raw: msgspec.Raw) -> bool:
    body = bytes(raw)
    return body == b"null" or hashlib.sha256(body).hexdigest() == digest


def _chain_hash(previous: str, number: int, head: bytes) -> str:
    return hashlib.sha256(b"%s %d %s" % (previous.encode(), number, head)).hexdigest()


def previous_hash(line: bytes) -> str:
    """Give the hash that a line names as the one before it; nonsense where the line is damaged."""
    return line[_HASH_FIELD].decode("ascii", "replace")


def encode_head(head: Head) -> bytes:
    """Write a head as the JSON that the chain hashes."""
    return _encode(head)
