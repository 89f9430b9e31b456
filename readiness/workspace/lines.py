"""One line of the journal: what it holds, how it is written, how it is checked.

A line is `LENGTH HASH PREVIOUS FORMAT JSON`: the length of the JSON in bytes (8 hexadecimal digits), the hash of
this line, the hash of the line before, the record format number. The JSON holds a head and the record bodies that
the head names by their SHA-256. The chain hashes the head only, so a purged body (null) leaves a chain that still
verifies.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType
from typing import Any

import msgspec

from readiness.errors import Damage
from readiness.model.history import PURGED, Author, Commit, CommitKind, RecordChange
from readiness.texts import tr
from readiness.workspace import upgrades

FIRST_HASH = "0" * 64
_HASH_FIELD = slice(74, 138)


class CheckpointMark(msgspec.Struct, frozen=True, tag="checkpoint"):
    """Says that workspace.json with this hash and size (bytes) holds the state after commit `sequence`.

    `format` is the record format that its records are in.
    """

    sha256: str
    size: int
    sequence: int
    format: int = 1


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
    purged: tuple[str, ...] = ()


Head = SegmentHead | CommitHead | CheckpointMark


class _Content(msgspec.Struct, frozen=True):
    head: msgspec.Raw
    bodies: dict[str, msgspec.Raw]


_FRAME = len(b'{"head":,"bodies":{}}')
"""The bytes of a line's JSON beside its head and its bodies: all bytes are accounted for, or the line is damaged."""
_decode_content = msgspec.json.Decoder(_Content).decode
_decode_head = msgspec.json.Decoder(Head).decode
_encode = msgspec.json.Encoder().encode


class Place(msgspec.Struct, frozen=True):
    """Where a line lies: segment file, offset of its first byte, its length in bytes with the newline."""

    segment: Path
    offset: int
    length: int


class Entry(msgspec.Struct, frozen=True):
    """A line read back and found sound."""

    place: Place
    hash: str
    format: int
    head: Head
    bodies: dict[str, bytes]


def encode_commit(commit: Commit) -> tuple[CommitHead, dict[str, bytes]]:
    """Split a commit into the head that is chained and the bodies it names."""
    bodies: dict[str, bytes] = {}

    def keep(value: Any) -> str:
        if value is None:
            return ""
        if isinstance(value, dict) and PURGED in value:
            return str(value[PURGED])
        body = _encode(value)
        digest = sha256(body).hexdigest()
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
        purged=commit.purged,
    )
    return head, bodies


def digest_of(body: dict[str, Any]) -> str:
    """Give the digest by which a record's body is named."""
    return sha256(_encode(body)).hexdigest()


def last_states(entries: Iterable[Entry]) -> Iterator[tuple[str, str, dict[str, Any] | None]]:
    """Walk through what commits left behind in the end, records in the order of creation.

    A record that was removed comes first, as None, also where it was made again afterwards.
    """
    last: dict[tuple[str, str], tuple[Entry, ChangeHead]] = {}
    for entry in entries:
        head = entry.head
        assert isinstance(head, CommitHead)
        for change in head.changes:
            if change.after:
                last[change.table, change.record] = entry, change
            else:
                last.pop((change.table, change.record), None)
                yield change.table, change.record, None
    for (table, record), (entry, change) in last.items():
        yield table, record, _record(entry, change, change.after)


def named_states(entry: Entry) -> Iterator[tuple[str, str, str, dict[str, Any] | None]]:
    """Walk through what a commit found and left: table, record id, digest and the record, None where it was purged."""
    head = entry.head
    assert isinstance(head, CommitHead)
    for change in head.changes:
        for digest in (change.before, change.after):
            if digest:
                state = _record(entry, change, digest) if digest in entry.bodies else None
                yield change.table, change.record, digest, state


def _record(entry: Entry, change: ChangeHead, digest: str) -> dict[str, Any] | None:
    if not digest:
        return None
    raw = entry.bodies.get(digest)
    if raw is None:
        return {"id": change.record, PURGED: digest}
    return upgrades.upgraded(change.table, msgspec.json.decode(raw), entry.format)


def decode_commit(entry: Entry) -> Commit:
    """Put a commit together again from its line, its records in today's format; of what was purged, the digest."""
    head = entry.head
    assert isinstance(head, CommitHead)

    said = entry.bodies.get(head.sentence)
    return Commit(
        sequence=head.sequence,
        time=head.time,
        author=head.author,
        sentence=msgspec.json.decode(said, type=str) if said is not None else tr("(purged)"),
        kind=head.kind,
        about=head.about,
        run=head.run,
        changes=tuple(
            RecordChange(
                table=change.table,
                record=change.record,
                before=_record(entry, change, change.before),
                after=_record(entry, change, change.after),
            )
            for change in head.changes
        ),
        purged=head.purged,
    )


def format_line(previous: str, head: bytes, bodies: dict[str, bytes]) -> tuple[bytes, str]:
    """Make one line after the line with hash `previous`; gives the line and its hash."""
    number = upgrades.RECORD_FORMAT
    digest = _chain_hash(previous.encode(), b"%d" % number, head)
    return _formatted(digest.encode(), previous.encode(), b"%d" % number, head, bodies), digest


def _formatted(digest: bytes, previous: bytes, number: bytes, head: bytes, bodies: dict[str, bytes]) -> bytes:
    content = _content_of(head, bodies)
    return b"%08x %s %s %s %s\n" % (len(content), digest, previous, number, content)


def without_bodies(line: bytes, digests: frozenset[str]) -> bytes:
    """Give a sound line without the bodies of these digests: null stands for them, its hash stays the same."""
    _, digest, previous, number, content = line[:-1].split(b" ", 4)
    decoded = _decode_content(content)
    bodies = {key: b"null" if key in digests else bytes(raw) for key, raw in decoded.bodies.items()}
    return _formatted(digest, previous, number, bytes(decoded.head), bodies)


_NONE: Mapping[str, bytes] = MappingProxyType({})


def parse_line(line: bytes, previous: str, place: Place, known: Mapping[str, bytes] = _NONE) -> Entry:
    """Check one complete line against the chain and decode it.

    `known` are bodies found sound before: what a change found is often what the line before left, and is not hashed
    again.

    Raises:
        Damage: length, hash, chain or a body's digest does not fit.
    """
    try:
        length, digest, before, number, content = line[:-1].split(b" ", 4)
        decoded = _decode_content(content)
        head = bytes(decoded.head)
        bodies, rest = _sound_bodies(decoded.bodies, known)
        sound = (
            b"%08x" % len(content) == length
            and len(content) == len(head) + rest + _FRAME
            and before == previous.encode()
            and b"%d" % (version := int(number)) == number
            and version <= upgrades.RECORD_FORMAT
            and (said := digest.decode()) == _chain_hash(before, number, head)
        )
        decoded_head = _decode_head(head)
    except (ValueError, msgspec.DecodeError):
        sound = False
    if not sound:
        raise Damage(
            tr(
                "The journal is damaged: {file}, byte {offset}.",
                file=place.segment.name,
                offset=place.offset,
            ),
            tr("Nothing was changed. Run 'readiness recover', or restore the last backup into a new folder."),
        )
    return Entry(place, said, version, decoded_head, bodies)


def _sound_bodies(bodies: dict[str, msgspec.Raw], known: Mapping[str, bytes]) -> tuple[dict[str, bytes], int]:
    """Give the bodies that are not purged, each of which must have its digest, and the bytes that all take in a line.

    Raises:
        ValueError: a body does not have its digest.
    """
    kept: dict[str, bytes] = {}
    taken = max(0, len(bodies) - 1)
    for key, raw in bodies.items():
        body = bytes(raw)
        taken += len(key) + len(body) + 3
        if known.get(key) == body or sha256(body).hexdigest() == key:
            kept[key] = body
        elif body != b"null":
            raise ValueError(key)
    return kept, taken


def _content_of(head: bytes, bodies: dict[str, bytes]) -> bytes:
    """Write the JSON of a line."""
    listed = b",".join(b'"%s":%s' % (key.encode(), body) for key, body in bodies.items())
    return b'{"head":%s,"bodies":{%s}}' % (head, listed)


def _chain_hash(previous: bytes, number: bytes, head: bytes) -> str:
    return sha256(b"%s %s %s" % (previous, number, head)).hexdigest()


def previous_hash(line: bytes) -> str:
    """Give the hash that a line names as the one before it; nonsense where the line is damaged."""
    return line[_HASH_FIELD].decode("ascii", "replace")


def encode_head(head: Head) -> bytes:
    """Write a head as the JSON that the chain hashes."""
    return _encode(head)
