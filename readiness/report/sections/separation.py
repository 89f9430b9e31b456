"""The separation of the two standards as a matrix: topics by standards, with own and shared documents."""

from __future__ import annotations

from itertools import product

from readiness.analysis.separation import PRODUCTS, SYSTEMS
from readiness.analysis.side_by_side import Kept, Pair, kept, kept_name, pairs, sides
from readiness.model.records import Assessment
from readiness.report.blocks import Block, Cell, Column, Face, Heading, Paragraph, Row, Section, Sign, Table, Text
from readiness.report.matter import Matter
from readiness.report.sections import cells
from readiness.texts import tr

_SIGNS = {
    Kept.OWN: Sign.DISC,
    Kept.SHARED: Sign.DISC,
    Kept.PARTS: Sign.HALF,
    Kept.MIXED: Sign.CROSS,
    Kept.OPEN: Sign.RING,
}


def matrix(matter: Matter) -> Section:
    """Show of every topic in both standards which documents lay it down: for one, for the other, for both."""
    title = tr("Documents by topic")
    systems, products = (
        [item for item in matter.assessments if matter.snapshot.checklist_of(item).short == short]
        for short in (SYSTEMS, PRODUCTS)
    )
    blocks: list[Block] = [
        Paragraph(
            tr(
                "Shared documents are fine where both standards ask the same; where they differ, each needs its own, "
                "or a part of its own that names its standard."
            )
        )
    ]
    crosswalk = matter.context.crosswalk
    known = {item.id: sides(matter.snapshot, crosswalk, item) for item in (*systems, *products)}
    compared = list(product(systems, products))
    for left, right in compared:
        if len(compared) > 1:
            name = f"{matter.title(left)} · {matter.title(right)}"
            blocks.append(Heading(2, name, f"separation-{left.id}-{right.id}"))
        found = [pair for pair in pairs(crosswalk, known[left.id], known[right.id]) if pair.left and pair.right]
        blocks.append(_table(matter, left, right, found))
    return Section(title, "separation", tuple(blocks))


def _table(matter: Matter, left: Assessment, right: Assessment, found: list[Pair]) -> Table:
    columns = (
        Column(tr("Topic"), 22),
        Column(tr("Only for {standard}", standard="17021-1"), 21),
        Column(tr("For both"), 21),
        Column(tr("Only for {standard}", standard="17065"), 21),
        Column(tr("Kept apart?"), 15),
    )
    return Table(columns, tuple(_row(matter, left, right, pair) for pair in found), title=tr("Documents by topic"))


def _row(matter: Matter, left: Assessment, right: Assessment, pair: Pair) -> Row:
    def documents(identifiers: tuple[str, ...]) -> Cell:
        names = [cells.evidence_name(matter.snapshot.evidence[item]) for item in identifiers]
        return Cell(tuple(Text(name) for name in names) or (Text("–", Face.MUTED),))

    how = kept(matter.snapshot, left, right, pair)
    state = Cell((Text(kept_name(how), Face.STRONG if how is Kept.MIXED else Face.PLAIN),), _SIGNS[how])
    return Row((Cell((Text(pair.topic.topic, Face.STRONG),)), *map(documents, pair.apart), state))
