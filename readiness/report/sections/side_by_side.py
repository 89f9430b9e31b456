"""Both standards side by side: every topic with both answers, shared and own evidence, and what is mixed up."""

from __future__ import annotations

from itertools import product

from readiness import words
from readiness.analysis.separation import PRODUCTS, SYSTEMS
from readiness.analysis.side_by_side import Pair, Side, pairs, sides
from readiness.model.crosswalk import Sharing
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
        blocks += [_counts(found), _table(matter, left, right, found)]
    if not compared:
        blocks.append(Paragraph(tr("This comparison needs an assessment to each of the two standards.")))
    return Section(title, "side-by-side", tuple(blocks))


def _counts(found: list[Pair]) -> Block:
    both = [pair for pair in found if pair.left and pair.right]
    mixed = sum(pair.is_mixed for pair in found)
    own = sum(pair.topic.sharing is Sharing.OWN_DOCUMENT for pair in both)
    shared = sum(bool(pair.shared) and not pair.is_mixed for pair in found)
    return Numbers(
        (
            Number(str(len(found)), trn("topic", "topics", len(found)), tr("{n} in both standards", n=len(both))),
            Number(str(own), tr("need a document of their own in each")),
            Number(str(shared), tr("share a document, as they may")),
            Number(str(mixed), tr("share one where each needs its own")),
        )
    )


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
            _side(matter, assessments[0], pair.left, pair.shared),
            _side(matter, assessments[1], pair.right, pair.shared),
            _sharing(matter, pair),
        )
    )


def _side(matter: Matter, assessment: Assessment, side: Side | None, shared: tuple[str, ...]) -> Cell:
    """Show clauses and rating, then the evidence: what both sides share is told from what is this side's own."""
    if side is None:
        return Cell((Text(tr("not treated, or asked under the other option only"), Face.MUTED),))
    checklist = matter.snapshot.checklist_of(assessment)
    texts = [Text(words.requirements(side.leaves, checklist)), Text(words.rating(side.rating), Face.STRONG)]
    for name, cited in ((tr("laid down in {what}"), side.laid_down), (tr("shown by {what}"), side.shown_by)):
        for identifier in cited:
            what = cells.evidence_name(matter.snapshot.evidence[identifier])
            if identifier in shared and cited is side.laid_down:
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
