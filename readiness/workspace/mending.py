"""Mending records that were put together from remains, so that each refers only to what is there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec

from readiness.model.checklist import Checklist
from readiness.model.history import RecordChange, from_plain, to_plain
from readiness.model.record import new_id
from readiness.model.records import RECORD_TYPES, Action, Answer, Assessment, Evidence, Organization, PinnedChecklist
from readiness.texts import tr, trn
from readiness.workspace.store import Store

_Tables = dict[str, dict[str, dict[str, Any]]]


def mended(store: Store, checklist: Callable[[str], bytes | None]) -> tuple[Store, list[str]]:
    """Give the records without what hangs in the air, and sentences that say what that was.

    `checklist` finds a checklist's content by its hash.
    """
    tables: _Tables = {table: dict(store.plain(table)) for table in RECORD_TYPES}
    said = [*_without_unreadable(tables), *_with_checklists(tables, checklist), *_without_dangling(tables)]
    if not tables[Organization.table]:
        organization = Organization(id=new_id(), name=tr("(name not recovered)"))
        tables[Organization.table][organization.id] = to_plain(organization)
        said.append(tr("What the organization is called could not be had."))
    result = Store()
    for table, records in tables.items():
        for record, plain in records.items():
            result.apply(RecordChange(table=table, record=record, before=None, after=plain))
    return result, said


def _without_unreadable(tables: _Tables) -> list[str]:
    dropped = 0
    for table, records in tables.items():
        for record, plain in list(records.items()):
            try:
                from_plain(table, plain)
            except msgspec.ValidationError:
                del records[record]
                dropped += 1
    if not dropped:
        return []
    return [trn("{n} record could not be read.", "{n} records could not be read.", dropped)]


def _with_checklists(tables: _Tables, checklist: Callable[[str], bytes | None]) -> list[str]:
    """Pin every checklist that an assessment names; leave out those, with their assessments, that are nowhere."""
    said = []
    pins, assessments = tables[PinnedChecklist.table], tables[Assessment.table]
    for record, pin in list(pins.items()):
        if checklist(pin["sha256"]) is None:
            del pins[record]
            said.append(
                tr("The checklist {standard}, version {version}, could not be had.",
                   standard=pin["standard"], version=pin["version"])
            )  # fmt: skip
    pinned = {pin["sha256"] for pin in pins.values()}
    for record, assessment in list(assessments.items()):
        digest = assessment["checklist"]
        if digest in pinned:
            continue
        content = checklist(digest)
        if content is not None:
            pin = to_plain(_pin(content, digest))
            pins[pin["id"]] = pin
            pinned.add(digest)
            continue
        del assessments[record]
        said.append(
            tr("The assessment '{scope}' ({standard}) was left out, since its checklist could not be had.",
               scope=assessment["scope"], standard=assessment["standard"])
        )  # fmt: skip
    return said


def _pin(content: bytes, digest: str) -> PinnedChecklist:
    found = msgspec.json.decode(content, type=Checklist)
    return PinnedChecklist(
        id=new_id(),
        sha256=digest,
        checklist=found.id,
        standard=found.standard,
        edition=found.edition,
        version=found.version,
    )


def _without_dangling(tables: _Tables) -> list[str]:
    """Leave out answers and targets of assessments that are not there, and citations of such evidence."""
    assessments, evidence = tables[Assessment.table], tables[Evidence.table]
    answers, citations, targets = 0, 0, 0
    for record, plain in list(tables[Answer.table].items()):
        if plain["assessment"] not in assessments:
            del tables[Answer.table][record]
            answers += 1
            continue
        known = [item for item in plain.get("citations", ()) if item["evidence"] in evidence]
        citations += len(plain.get("citations", ())) - len(known)
        tables[Answer.table][record] = _with(plain, "citations", known)
    for record, plain in tables[Action.table].items():
        known = [item for item in plain.get("targets", ()) if item["assessment"] in assessments]
        targets += len(plain.get("targets", ())) - len(known)
        tables[Action.table][record] = _with(plain, "targets", known)
    said = []
    if answers:
        said.append(trn("{n} answer was left out, since its assessment could not be had.",
                        "{n} answers were left out, since their assessments could not be had.", answers))  # fmt: skip
    if citations:
        said.append(trn("{n} citation was left out, since its evidence could not be had.",
                        "{n} citations were left out, since their evidence could not be had.", citations))  # fmt: skip
    if targets:
        said.append(trn("{n} reference of an action to a requirement was left out.",
                        "{n} references of actions to requirements were left out.", targets))  # fmt: skip
    return said


def _with(plain: dict[str, Any], field: str, items: list[Any]) -> dict[str, Any]:
    """Give a record with other items in a list; where none are left the field is left out, as everywhere."""
    if items == plain.get(field, []):
        return plain
    rest = {name: value for name, value in plain.items() if name != field}
    return {**rest, field: items} if items else rest
