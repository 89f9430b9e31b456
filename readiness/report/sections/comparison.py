"""The comparison chart: ISO/IEC 17021-1 beside ISO/IEC 17065, aspect by aspect, and what goes wrong where they mix."""

from __future__ import annotations

from readiness.model.comparison import Aspect, Side
from readiness.report.blocks import Cell, Column, Face, Paragraph, Row, Section, Size, Table, Text
from readiness.report.matter import Matter
from readiness.texts import tr

SYSTEMS, PRODUCTS = "17021-1", "17065"


def section(matter: Matter) -> Section:
    """Set the two standards side by side; the text is the program's own, the clause numbers lead to theirs."""
    chart = matter.beside.comparison
    held = {matter.snapshot.checklist_of(item).short for item in matter.assessments}
    title = tr("The two standards side by side")
    columns = (
        Column(tr("Aspect"), 16),
        Column(_head("ISO/IEC 17021-1", SYSTEMS in held, tr("management systems")), 30),
        Column(_head("ISO/IEC 17065", PRODUCTS in held, tr("products, processes, services")), 30),
        Column(tr("Where it gets mixed up"), 24),
    )
    rows = tuple(_row(aspect) for aspect in chart.aspects)
    intro = tr(
        "Which standard applies depends on what is certified: how an organization manages, or whether a product, "
        "process or service meets defined specifications."
    )
    blocks = (Paragraph(intro), Paragraph(chart.notice, Size.SMALL), Table(columns, rows, title=title))
    return Section(title, "comparison", blocks)


def _head(standard: str, is_held: bool, what: str) -> str:  # noqa: FBT001 - said of the standard before it
    return tr("{standard}: {what} (assessed here)", standard=standard, what=what) if is_held else f"{standard}: {what}"


def _row(aspect: Aspect) -> Row:
    return Row(
        (
            Cell((Text(aspect.title, Face.STRONG),)),
            _side(aspect.sides.get(SYSTEMS)),
            _side(aspect.sides.get(PRODUCTS)),
            Cell((Text(aspect.mixed_up),)),
        )
    )


def _side(side: Side | None) -> Cell:
    if side is None:
        return Cell((Text(tr("not treated"), Face.MUTED),))
    clauses = (Text(", ".join(side.clauses), Face.MUTED),) if side.clauses else ()
    return Cell((Text(side.text), *clauses))
