"""The evidence register in full: revision, validity, file and hash, where it is used, and what is unused."""

from __future__ import annotations

from readiness import words
from readiness.analysis.gaps import MIX_UPS
from readiness.model.records import Evidence
from readiness.report.blocks import (
    Block,
    Cell,
    Column,
    Face,
    Number,
    Numbers,
    Paragraph,
    Row,
    Section,
    Sign,
    Table,
    Text,
)
from readiness.report.matter import Matter
from readiness.report.sections import cells, evidence
from readiness.texts import tr, trn


def section(matter: Matter) -> Section:
    """List the evidence with its counts on top."""
    title = tr("Evidence register")
    listed = evidence.listed_in(matter)
    if not listed:
        return Section(title, "register", (Paragraph(tr("No evidence is recorded.")),))
    columns = (
        Column(tr("Reference"), 13),
        Column(tr("Title, kind, owner"), 22),
        Column(tr("Dates"), 13),
        Column(tr("File"), 27),
        Column(tr("Cited for"), 25),
    )
    rows = tuple(_row(matter, item) for item in listed)
    blocks: list[Block] = [_counts(matter, listed), Table(columns, rows, title=title)]
    return Section(title, "register", tuple(blocks))


def _counts(matter: Matter, listed: list[Evidence]) -> Block:
    unused = sum(item.id not in matter.uses for item in listed)
    expired = sum(bool(cells.expired(matter, item)) for item in listed)
    files = sum(item.file is not None for item in listed)
    mixed = len({key for finding in matter.mix_ups for key in finding.evidence})
    return Numbers(
        (
            Number(str(len(listed)), trn("document or record", "documents and records", len(listed)),
                   trn("{n} with a file", "{n} with a file", files)),
            Number(str(unused), tr("not cited anywhere")),
            Number(str(expired), tr("no longer valid"), tr("as of {date}", date=words.date(matter.context.today))),
            Number(str(mixed), tr("mixed up between the standards")),
        )
    )  # fmt: skip


def _row(matter: Matter, item: Evidence) -> Row:
    reference = [Text(item.reference, Face.STRONG)] if item.reference else []
    if item.revision:
        reference.append(Text(tr("rev. {revision}", revision=item.revision)))
    named = [Text(item.title), Text(words.evidence_kind(item.kind), Face.MUTED)]
    named += [Text(text, Face.MUTED) for text in (item.owner, item.note) if text]
    when = evidence.dates(matter, item)
    late = bool(cells.expired(matter, item))
    return Row(
        (
            Cell(tuple(reference)),
            Cell(tuple(named)),
            Cell(when.texts, Sign.CROSS if late else None),
            Cell(_file(item)),
            _uses(matter, item),
        ),
        anchor=cells.evidence_anchor(item.id),
    )


def _file(item: Evidence) -> tuple[Text, ...]:
    texts = []
    if item.file:
        size = max(1, round(item.file.size / 1000))
        texts += [
            Text(tr("{name}, {size} kB", name=item.file.name, size=size)),
            Text(tr("SHA-256 {digest}", digest=item.file.sha256), Face.MUTED),
        ]
    if kept := len(item.earlier):
        texts.append(Text(trn("{n} earlier revision kept", "{n} earlier revisions kept", kept), Face.MUTED))
    if item.link:
        texts.append(Text(item.link))
    return tuple(texts) or (Text(tr("neither file nor link"), Face.MUTED),)


def _uses(matter: Matter, item: Evidence) -> Cell:
    """Say what it is cited for; what lays down for both standards what each needs for itself is marked."""
    cell = evidence.uses(matter, item)
    if any(item.id in finding.evidence and finding.rule == MIX_UPS[0] for finding in matter.mix_ups):
        warning = Text(tr("laid down for both standards, where each needs its own"), Face.STRONG)
        return Cell((*cell.texts, warning), Sign.CROSS)
    return cell
