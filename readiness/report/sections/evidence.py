"""The evidence register: what is cited, where it lies, how long it is valid and what it serves."""

from __future__ import annotations

from readiness import words
from readiness.model.records import Evidence
from readiness.report.blocks import (
    Cell,
    Column,
    Face,
    Paragraph,
    Row,
    Section,
    Table,
    Text,
)
from readiness.report.matter import Matter
from readiness.report.sections import cells
from readiness.texts import tr, trn


def section(matter: Matter) -> Section:
    """List the evidence by reference and title; in a report on part of a workspace, what is cited there."""
    listed = listed_in(matter)
    if not listed:
        return Section(
            tr("Evidence register"), "evidence", (Paragraph(matter.none(tr("No evidence is recorded."), of_all=True)),)
        )
    columns = (
        Column(tr("Reference"), 14),
        Column(tr("Title and kind"), 24),
        Column(tr("Dates"), 14),
        Column(tr("Owner and place"), 18),
        Column(tr("Cited for"), 30),
    )
    table = Table(columns, tuple(_row(matter, item) for item in listed), title=tr("Evidence register"))
    return Section(tr("Evidence register"), "evidence", (table,))


def listed_in(matter: Matter) -> list[Evidence]:
    """List the evidence that the report is about, by reference and title: all, or what is cited in its part."""
    everything = matter.is_whole and not matter.is_limited
    listed = [item for item in matter.snapshot.evidence.values() if everything or item.id in matter.uses]
    return sorted(listed, key=lambda item: (not item.reference, item.reference.casefold(), item.title.casefold()))


def _row(matter: Matter, evidence: Evidence) -> Row:
    reference = [Text(evidence.reference, Face.STRONG)] if evidence.reference else []
    if evidence.revision:
        reference.append(Text(tr("rev. {revision}", revision=evidence.revision), Face.MUTED))
    title = [Text(evidence.title), Text(words.evidence_kind(evidence.kind), Face.MUTED)]
    if evidence.note:
        title.append(Text(evidence.note, Face.MUTED))
    return Row(
        (
            Cell(tuple(reference)),
            Cell(tuple(title)),
            dates(matter, evidence),
            _place(evidence),
            uses(matter, evidence),
        ),
        anchor=cells.evidence_anchor(evidence.id),
    )


def dates(matter: Matter, evidence: Evidence) -> Cell:
    """Show its own date, and how long it is valid."""
    texts = [Text(tr("of {date}", date=words.date(evidence.date)))] if evidence.date else []
    if expiry := cells.expired(matter, evidence):
        texts.append(Text(expiry, Face.STRONG))
    elif evidence.valid_until:
        texts.append(Text(tr("valid until {date}", date=words.date(evidence.valid_until))))
    return Cell(tuple(texts))


def _place(evidence: Evidence) -> Cell:
    texts = [Text(evidence.owner)] if evidence.owner else []
    if evidence.file:
        texts.append(Text(tr("file: {name}", name=evidence.file.name), Face.MUTED))
        texts.append(Text(tr("SHA-256 {digest}", digest=evidence.file.sha256[:16]), Face.MUTED))
    if kept := len(evidence.earlier):
        texts.append(Text(trn("{n} earlier revision kept", "{n} earlier revisions kept", kept), Face.MUTED))
    if evidence.link:
        texts.append(Text(evidence.link, Face.MUTED))
    return Cell(tuple(texts))


def uses(matter: Matter, evidence: Evidence) -> Cell:
    """Say what it is cited for, standard by standard."""
    texts = []
    for assessment in matter.assessments:
        leaves = matter.uses.get(evidence.id, {}).get(assessment.id)
        if leaves:
            checklist = matter.snapshot.checklist_of(assessment)
            first = matter.row_of(assessment, leaves[0])
            target = cells.clause_anchor(assessment, first)
            texts.append(Text(f"{checklist.short}: {words.requirements(leaves, checklist)}", target=target))
    return Cell(tuple(texts) or (Text(tr("nothing yet"), Face.MUTED),))
