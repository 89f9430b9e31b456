"""The evidence register as a report of its own: what is kept of each piece, the unused and the shared apart."""

from __future__ import annotations

import datetime as dt
from typing import Any

import msgspec
import pytest

from readiness import library
from readiness.analysis.findings import Context
from readiness.analysis.separation import own_document
from readiness.model.crosswalk import Sharing
from readiness.model.records import Attachment, EarlierRevision, Rating, Role
from readiness.report.blocks import Document, Numbers, Row, Sign, Table
from readiness.report.kinds import KINDS
from readiness.report.request import Request
from readiness.tasks.report import composed
from readiness.workspace import Workspace
from tests.conftest import TODAY
from tests.report.samples import evidence, rate, section, text_of


def _made(workspace: Workspace, **asked: Any) -> Document:
    return composed(workspace.snapshot, TODAY, Request(kind="evidence", **asked), KINDS["evidence"], "9.9")


def _row(document: Document, part: str, words: str) -> Row:
    """Find the one row of a part that says something."""
    tables = [block for block in section(document, part).blocks if isinstance(block, Table)]
    (found,) = [row for table in tables for row in table.rows if words in "\n".join(_cell_texts(row))]
    return found


def _cell_texts(row: Row) -> list[str]:
    return [text.text for cell in row.cells for text in cell.texts]


def _has(document: Document, part: str) -> bool:
    return any(item.anchor == part for item in document.sections)


def _topic(sharing: Sharing) -> tuple[str, str]:
    """Pick a pair of clauses, one of each standard, whose only topic in common may be shared as wanted."""
    topics = library.crosswalk().topics
    for topic in topics:
        if topic.sharing is not sharing:
            continue
        left, right = topic.clauses["17021-1"][0], topic.clauses["17065"][0]
        touching = [item for item in topics if left in item.clauses.get("17021-1", ())
                    and right in item.clauses.get("17065", ())]  # fmt: skip
        if len(touching) == 1:
            return left, right
    raise AssertionError(sharing)


def _leaf(workspace: Workspace, standard: str, clause: str) -> str:
    (assessment,) = workspace.snapshot.assessments_of(standard)
    leaves = [leaf for leaf in workspace.snapshot.requirements(assessment) if leaf.id == clause]
    return f"{standard}:{(leaves or _below(workspace, standard, clause))[0].id}"


def _below(workspace: Workspace, standard: str, clause: str) -> list[Any]:
    (assessment,) = workspace.snapshot.assessments_of(standard)
    return [leaf for leaf in workspace.snapshot.requirements(assessment) if leaf.id.startswith(f"{clause}.")]


def test_all_that_is_kept_of_a_piece_is_in_its_row(both: Workspace) -> None:
    file = Attachment(name="agreement.docx", sha256="ab" * 32, size=12_345)
    past = EarlierRevision(
        file=Attachment(name="old.docx", sha256="cd" * 32, size=1), revision="2", replaced=dt.date(2026, 1, 5)
    )
    record = evidence(
        both, {"17065:7.5.1": Role.LAID_DOWN, "17021-1:5.1.1": Role.SHOWN_BY}, title="Agreement", reference="F-04",
        revision="3", owner="Legal adviser", date=dt.date(2025, 2, 1), valid_until=TODAY - dt.timedelta(days=1),
        file=file, earlier=(past,), note="Two languages.",
    )  # fmt: skip
    row = _row(_made(both), "register", "F-04")
    said = "\n".join(_cell_texts(row))
    for wanted in (
        "rev. 3", "Agreement", "Legal adviser", "Two languages.", "of 2025-02-01", "expired 2026-03-01",
        "agreement.docx, 12345 bytes", "ab" * 32, "Earlier: rev. 2, replaced 2026-01-05", "old.docx, 1 byte",
        "cd" * 32, "17065: 7.5.1", "17021-1: 5.1.1",
    ):  # fmt: skip
        assert wanted in said
    assert row.cells[2].sign is Sign.CROSS
    assert row.anchor == f"evidence-{record.id}"
    both.put(msgspec.structs.replace(record, valid_until=TODAY))
    assert _row(_made(both), "register", "F-04").cells[2].sign is None


def test_what_nothing_cites_stands_apart_and_is_counted(both: Workspace) -> None:
    evidence(both, {"17065:7.5.1": Role.LAID_DOWN}, title="Used")
    assert "Everything in the register is cited." in text_of(section(_made(both), "unused"))
    evidence(both, {}, title="Forgotten minutes", link="https://example.org/minutes")
    document = _made(both)
    assert "https://example.org/minutes" in _cell_texts(_row(document, "unused", "Forgotten minutes"))
    assert "Forgotten minutes" not in text_of(section(document, "register"))
    numbers = next(block for block in document.blocks() if isinstance(block, Numbers))
    assert {item.label: item.value for item in numbers.items} == {
        "documents and records": "2", "not cited anywhere": "1", "no longer valid": "0",
        "rule for both, where each needs its own": "0",
    }  # fmt: skip


@pytest.mark.parametrize("asked", [{"only": ("17065:7.5.1",)}, {"assessment": "17065"}])
def test_a_part_says_nothing_of_what_is_unused(both: Workspace, asked: dict[str, Any]) -> None:
    evidence(both, {"17065:7.5.1": Role.LAID_DOWN}, title="Used here")
    evidence(both, {"17021-1:5.1.1": Role.LAID_DOWN}, title="Used elsewhere")
    document = _made(both, **asked)
    said = text_of(document)
    assert "Used here" in said
    assert "Used elsewhere" not in said
    assert "not cited" not in said.lower()


@pytest.mark.parametrize(
    ("sharing", "sign", "said"),
    [
        (Sharing.OWN_DOCUMENT, Sign.CROSS, "each standard needs its own document"),
        (Sharing.MAY_SHARE, Sign.DISC, "one document may serve both"),
    ],
)
def test_the_crosswalk_says_whether_one_document_may_serve_both(
    both: Workspace, sharing: Sharing, sign: Sign, said: str
) -> None:
    left, right = _topic(sharing)
    uses = {_leaf(both, "17021-1", left): Role.LAID_DOWN, _leaf(both, "17065", right): Role.LAID_DOWN}
    evidence(both, uses, title="One for both")
    row = _row(_made(both), "shared", "One for both")
    assert row.cells[3].sign is sign
    assert row.cells[3].texts[0].text == said
    found = list(own_document(both.snapshot, Context(library.crosswalk(), library.schemes(), TODAY)))
    assert bool(found) == (sharing is Sharing.OWN_DOCUMENT)
    register = _row(_made(both), "register", "One for both")
    assert ("where each needs its own" in "\n".join(_cell_texts(register))) == bool(found)


def test_a_record_for_both_and_a_rule_without_a_topic_in_common_are_no_fault(both: Workspace) -> None:
    evidence(both, {"17021-1:5.1.1": Role.LAID_DOWN, "17065:4.1.1": Role.SHOWN_BY}, title="A register extract")
    evidence(both, {"17021-1:5.1.1": Role.LAID_DOWN, "17065:7.8": Role.LAID_DOWN}, title="The manual")
    document = _made(both)
    assert _row(document, "shared", "A register extract").cells[3].sign is Sign.DASH
    assert "nothing speaks against one document" in "\n".join(_cell_texts(_row(document, "shared", "The manual")))


def test_nothing_shared_and_nothing_recorded_make_no_chapter(both: Workspace) -> None:
    assert not _has(_made(both), "unused")
    evidence(both, {"17065:7.5.1": Role.LAID_DOWN})
    rate(both, "17065:7.5.1", Rating.CONFORMING)
    assert not _has(_made(both), "shared")
