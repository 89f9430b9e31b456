"""Both standards side by side: every topic with both answers, shared and own evidence, and what is mixed up."""

from __future__ import annotations

from itertools import product

from readiness import words
from readiness.analysis.separation import PRODUCTS, SYSTEMS
from readiness.analysis.side_by_side import Counts, Pair, Side, pairs, sides
from readiness.model.records import Assessment
from readiness.report.blocks import (
    Block,
    Cell,
    Column,
    Face,
    Heading,
    Number,
    Numbers,
    Paragraph,
    Row,
    Section,
    Sign,
    Size,
    Table,
    Text,
)
from readiness.report.matter import Matter
from readiness.report.sections import cells
from readiness.texts import tr, trn


def section(matter: Matter) -> Section:
    """Compare every assessment to ISO/IEC 17021-1 with every one to ISO/IEC 17065."""
    by_standard: dict[str, list[Assessment]] = {SYSTEMS: [], PRODUCTS: []}
    for assessment in matter.assessments:
        by_standard.setdefault(matter.snapshot.checklist_of(assessment).short, []).append(assessment)
    title = tr("Both standards, topic by topic")
    blocks: list[Block] = [Paragraph(matter.context.crosswalk.notice, Size.SMALL)]
    compared = list(product(by_standard[SYSTEMS], by_standard[PRODUCTS]))
    crosswalk = matter.context.crosswalk
    each = [*by_standard[SYSTEMS], *by_standard[PRODUCTS]] if compared else []
    known = {item.id: sides(matter.snapshot, crosswalk, item) for item in each}
    for left, right in compared:
        if len(compared) > 1:
            name = f"{matter.title(left)} · {matter.title(right)}"
            blocks.append(Heading(2, name, f"pair-{left.id}-{right.id}"))
        found = list(pairs(crosswalk, known[left.id], known[right.id]))
        asked = [pair for pair in found if _is_asked_for(matter, left, right, pair)]
        blocks += [_counts(Counts.of(found)), _table(matter, left, right, asked)]
    if not compared:
        blocks.append(Paragraph(tr("This comparison needs an assessment to each of the two standards.")))
    if matter.is_limited:
        blocks.insert(1, Paragraph(tr("Shown are the topics that hold a requirement asked for; all are counted.")))
    return Section(title, "side-by-side", tuple(blocks))


def _counts(counts: Counts) -> Block:
    return Numbers(
        (
            Number(str(counts.topics), trn("topic", "topics", counts.topics),
                   tr("{n} in both standards", n=counts.in_both)),
            Number(str(counts.own_document), tr("need a document of their own in each")),
            Number(str(counts.shared), tr("share a document, as they may")),
            Number(str(counts.mixed), tr("share one where each needs its own")),
        )
    )  # fmt: skip


def _is_asked_for(matter: Matter, left: Assessment, right: Assessment, pair: Pair) -> bool:
    """Tell whether a topic holds a requirement that the report is about."""
    found = ((left, pair.left), (right, pair.right))
    return any(matter.shows(item, leaf.id) for item, side in found if side for leaf in side.leaves)


def _table(matter: Matter, left: Assessment, right: Assessment, found: list[Pair]) -> Table:
    def head(assessment: Assessment) -> str:
        return matter.snapshot.checklist_of(assessment).designation

    columns = (
        Column(tr("Topic"), 20),
        Column(head(left), 27),
        Column(head(right), 27),
        Column(tr("One document for both?"), 26),
    )
    rows = tuple(_row(matter, (left, right), pair) for pair in found)
    return Table(columns, rows, title=f"{head(left)} · {head(right)}"[:31])


def _row(matter: Matter, assessments: tuple[Assessment, Assessment], pair: Pair) -> Row:
    return Row(
        (
            Cell((Text(pair.topic.topic, Face.STRONG), Text(words.relation(pair.topic.relation), Face.MUTED))),
            _side(matter, assessments[0], pair.left, pair),
            _side(matter, assessments[1], pair.right, pair),
            _sharing(matter, pair),
        )
    )


def _side(matter: Matter, assessment: Assessment, side: Side | None, pair: Pair) -> Cell:
    """Show clauses and rating, then the evidence: what both sides share is told from what is this side's own."""
    if side is None:
        return Cell((Text(tr("not treated, or asked under the other option only"), Face.MUTED),))
    checklist = matter.snapshot.checklist_of(assessment)
    texts = [Text(words.requirements(side.leaves, checklist)), Text(words.rating(side.rating), Face.STRONG)]
    roles = (
        (tr("laid down in {what}"), side.laid_down, pair.shared),
        (tr("shown by {what}"), side.shown_by, pair.shown_for_both),
    )
    for name, cited, for_both in roles:
        for identifier in cited:
            what = cells.evidence_name(matter.snapshot.evidence[identifier])
            if identifier in for_both:
                what = tr("{what} (for both)", what=what)
            texts.append(Text(name.format(what=what), Face.MUTED, cells.evidence_anchor(identifier)))
    return Cell(tuple(texts), cells.SIGNS[side.rating])


def _sharing(matter: Matter, pair: Pair) -> Cell:
    if pair.left is None or pair.right is None:
        return Cell((Text("–", Face.MUTED),))
    texts = [Text(words.sharing(pair.topic.sharing), Face.STRONG)]
    sign = None
    if pair.is_mixed:
        sign = Sign.CROSS
        names = ", ".join(cells.evidence_name(matter.snapshot.evidence[item]) for item in pair.shared)
        texts.append(Text(tr("mixed up: {what} lays it down for both", what=names), Face.STRONG))
    elif pair.shared:
        sign = Sign.DISC
        texts.append(Text(tr("shared, as it may be")))
    texts += [Text(text, Face.MUTED) for text in (pair.topic.sharing_reason, pair.topic.difference) if text]
    return Cell(tuple(texts), sign)
