"""What the report's tests share: filling a workspace, building, walking through blocks, drawing."""

from __future__ import annotations

import dataclasses
import datetime as dt
import io
import re
from collections.abc import Iterator
from typing import Any

import msgspec
from pypdf import PdfReader

from readiness.model.record import new_id
from readiness.model.records import (
    Action,
    ActionState,
    Attachment,
    Citation,
    Evidence,
    EvidenceKind,
    Mark,
    Rating,
    Role,
    Target,
    Weight,
)
from readiness.model.snapshot import Snapshot
from readiness.report.blocks import Cover, Document, Section
from readiness.report.kinds import KINDS
from readiness.report.pdf import Drawn, draw
from readiness.report.request import Request
from readiness.tasks.report import composed
from readiness.workspace import Workspace
from tests.conftest import TODAY


def built(snapshot: Snapshot, assessment: str = "") -> Document:
    """Build the gap report as of the tests' day."""
    return composed(snapshot, TODAY, Request(assessment=assessment), KINDS["gap"], "9.9")


def cover_of(document: Document) -> Cover:
    """Give the cover, which all but bare kinds have."""
    assert document.cover is not None
    return document.cover


def drawn(document: Document) -> tuple[bytes, Drawn]:
    """Draw a document in memory."""
    file = io.BytesIO()
    result = draw(document, file)
    return file.getvalue(), result


def read(document: Document) -> PdfReader:
    """Draw a document and open what was drawn."""
    return PdfReader(io.BytesIO(drawn(document)[0]))


def page_texts(document: Document) -> list[str]:
    """Draw a document and give the text of its pages, each with single spaces."""
    return [" ".join(page.extract_text().split()) for page in read(document).pages]


def outline(reader: PdfReader) -> list[tuple[str, int]]:
    """List the outline's titles with their pages, counted from 0."""

    def walk(items: Any) -> Iterator[tuple[str, int]]:
        for item in items:
            if isinstance(item, list):
                yield from walk(item)
            else:
                number = reader.get_destination_page_number(item)
                assert number is not None
                yield str(item.title), number

    return list(walk(reader.outline))


def headings(reader: PdfReader) -> list[tuple[str, int]]:
    """List the outline without the clauses in it."""
    return [entry for entry in outline(reader) if not re.match(r"(?:[A-Z]\.)?\d[\d.]* ", entry[0])]


def texts(value: Any) -> Iterator[str]:
    """Walk through all texts in a block, section or document."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from texts(item)
    elif dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            yield from texts(getattr(value, field.name))


def text_of(value: Document | Section | Cover) -> str:
    """Give all texts of a document or a part of it, one a line."""
    return "\n".join(texts(value))


def section(document: Document, start: str) -> Section:
    """Give the section whose anchor begins with `start`."""
    return next(item for item in document.sections if item.anchor.startswith(start))


def rate(workspace: Workspace, requirement: str, rating: Rating, **fields: Any) -> None:
    """Rate a requirement or a whole stem."""
    assessment, leaves = workspace.snapshot.locate(requirement)
    workspace.answer(assessment, leaves, rating=rating, **fields)


def evidence(workspace: Workspace, uses: dict[str, Role], **fields: Any) -> Evidence:
    """Add evidence that is cited where `uses` says."""
    record = Evidence(id=new_id(), **{"title": "Document", **fields})
    placed = []
    for requirement, role in uses.items():
        assessment, leaves = workspace.snapshot.locate(requirement)
        placed.append((assessment, leaves, Citation(evidence=record.id, role=role, where="section 4.2")))
    workspace.put(record, uses=placed)
    return record


def fill(workspace: Workspace) -> None:
    """Set every optional field of every record, and use every rating."""
    organization = workspace.snapshot.organization
    workspace.put(
        msgspec.structs.replace(organization, accreditation_body="National body", target_date=dt.date(2027, 1, 31))
    )
    rate(workspace, "17065:4.1.1", Rating.CONFORMING)
    rate(workspace, "17065:4.1.2.1", Rating.CONFORMING, note="The agreement is signed first.")
    rate(workspace, "17065:7.4.1", Rating.NONCONFORMING, weight=Weight.MAJOR, note="No plan for sampling.")
    rate(
        workspace,
        "17065:7.4.2",
        Rating.PARTLY,
        weight=Weight.MINOR,
        note="Two of eight files.",
        responsible="Head of evaluation",
        due=dt.date(2026, 5, 1),
        marks=tuple(Mark),
    )
    rate(workspace, "17021-1:9.1.5", Rating.NOT_APPLICABLE, reason="No client has several sites.")
    rate(workspace, "17021-1:5.1.1", Rating.CONFORMING)
    evidence(
        workspace,
        {"17065:4.1.2.1": Role.LAID_DOWN, "17065:7.4.2": Role.SHOWN_BY},
        title="Certification agreement",
        kind=EvidenceKind.CONTRACT,
        reference="F-04",
        revision="3",
        date=dt.date(2024, 2, 1),
        valid_until=dt.date(2026, 1, 31),
        owner="Legal adviser",
        file=Attachment(name="agreement.docx", sha256="ab" * 32, size=9),
        note="Two languages.",
    )
    evidence(workspace, {}, title="Uncited minutes", link="https://example.org/minutes")
    _add_actions(workspace)


def _add_actions(workspace: Workspace) -> None:
    assessment, leaves = workspace.snapshot.locate("17065:7.4.1")
    workspace.put(
        Action(
            id=new_id(),
            title="Write a sampling plan",
            targets=tuple(Target(assessment=assessment.id, requirement=leaf.id) for leaf in leaves),
            correction="Repeat the sampling.",
            cause="The form came from system audits.",
            corrective_action="Procedure of its own.",
            owner="Head of evaluation",
            due=dt.date(2026, 2, 1),
            state=ActionState.IN_PROGRESS,
            effectiveness="Five files in summer.",
        )
    )
    workspace.put(Action(id=new_id(), title="A bare action"))
