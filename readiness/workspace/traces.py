"""What the journal holds of a record: its bodies, the sentences that name it, its files, its places in answers.

Every question is one walk through all commits; only a purge asks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

import msgspec

from readiness.model.briefing import Briefing
from readiness.model.history import CommitKind, from_plain
from readiness.model.records import Answer, Evidence
from readiness.workspace.journal import Journal
from readiness.workspace.lines import CommitHead, named_states

_OPENING, _CLOSING = "'\"„“‚‘«»‹›", "'\"“”‘’«»‹›"
"""What stands around a title in sentences, in any language."""


def quoted(title: str) -> re.Pattern[str]:
    """Find a whole title as sentences quote it: other titles may begin with the same words."""
    return re.compile(f"(?<=[{_OPENING}]){re.escape(title)}(?=[{_CLOSING}])")


def named(name: str) -> re.Pattern[str]:
    """Find a name wherever it stands, in a title too, as words of its own."""
    return re.compile(rf"(?<!\w){re.escape(name)}(?!\w)", re.IGNORECASE)


def states_of(journal: Journal, record: str) -> list[dict[str, Any]]:
    """List all that a record ever was and that is still in the journal, also what an undo took away again."""
    return [
        state
        for entry in journal.entries_after(0)
        for _, found, _, state in named_states(entry)
        if found == record and state is not None
    ]


def bodies_of(journal: Journal, records: Iterable[str]) -> frozenset[str]:
    """List the digests of all bodies of some records, and of the sentences of commits that touched them.

    What a purge says of itself stays.
    """
    wanted = set(records)
    digests: set[str] = set()
    for head in journal.heads():
        touching = [change for change in head.changes if change.record in wanted]
        digests.update(digest for change in touching for digest in (change.before, change.after))
        if touching and head.kind is not CommitKind.PURGE:
            digests.add(head.sentence)
    return frozenset(digests - {""})


def sentences_with(journal: Journal, texts: Iterable[re.Pattern[str]]) -> frozenset[str]:
    """List the digests of the sentences in which a text stands: 'Cited ...', and the same undone or redone."""
    patterns = tuple(texts)
    found: set[str] = set()
    for entry in journal.entries_after(0):
        head = entry.head
        assert isinstance(head, CommitHead)
        raw = entry.bodies.get(head.sentence)
        if raw is not None and head.kind is not CommitKind.PURGE:
            sentence = msgspec.json.decode(raw, type=str)
            if any(pattern.search(sentence) for pattern in patterns):
                found.add(head.sentence)
    return frozenset(found)


def answers_with_places(journal: Journal, evidence: str) -> frozenset[str]:
    """List the digests of all answers that say where in a piece of evidence something stands."""

    def says_where(plain: dict[str, Any]) -> bool:
        return any(item["evidence"] == evidence and item.get("where") for item in plain.get("citations", ()))

    return frozenset(
        digest
        for entry in journal.entries_after(0)
        for table, _, digest, state in named_states(entry)
        if table == Answer.table and state is not None and says_where(state)
    )


def briefings_of(journal: Journal, person: str) -> frozenset[str]:
    """List the ids of all results that a person ever had, also of those removed since."""
    return frozenset(
        record
        for entry in journal.entries_after(0)
        for table, record, _, state in named_states(entry)
        if table == Briefing.table and state is not None and state.get("person") == person
    )


def files_of(journal: Journal, record: str) -> frozenset[str]:
    """List the SHA-256 of every file that evidence ever had, also what an undo took away again."""
    held = (from_plain(Evidence.table, state) for state in states_of(journal, record))
    return frozenset(file.sha256 for item in held if isinstance(item, Evidence) for file in item.files)
