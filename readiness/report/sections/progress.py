"""Progress and trend: how far each assessment is, the way here week by week, what is left, and the days to go."""

from __future__ import annotations

from readiness import words
from readiness.analysis.trend import Point
from readiness.model.records import Assessment
from readiness.report.blocks import (
    Block,
    Cell,
    Column,
    Face,
    Heading,
    KeyValues,
    Line,
    LineChart,
    Paragraph,
    Row,
    Section,
    Table,
    Text,
)
from readiness.report.matter import Matter
from readiness.report.sections import action_plan, actions, cells
from readiness.report.sections.summary import chart, numbers
from readiness.texts import tr, trn


def section(matter: Matter) -> Section:
    """Say how much time is left and how the actions stand; each standard follows."""
    pairs = [(tr("As of"), words.date(matter.beside.as_of))]
    target = matter.snapshot.organization.target_date
    if target is not None:
        pairs.append((tr("Application planned for"), f"{words.date(target)} ({_left((target - matter.made_on).days)})"))
    listed = actions.listed_in(matter)
    blocks: list[Block] = [KeyValues(tuple(pairs))]
    if listed:
        blocks += [Heading(3, tr("Corrective actions"), "progress-actions"), action_plan.counts(matter, listed)]
    return Section(tr("Where we stand"), "progress", tuple(blocks))


def _left(days: int) -> str:
    if days < 0:
        return trn("{n} day ago", "{n} days ago", -days)
    return trn("{n} day left", "{n} days left", days)


def each(matter: Matter, assessment: Assessment) -> Section:
    """Show figures, the lines of the weeks with their numbers, and what is left per clause group."""
    name, points = matter.title(assessment), matter.beside.points.get(assessment.id, ())
    as_of = words.date(matter.beside.as_of)
    blocks: list[Block] = [numbers(matter.figures[assessment.id])]
    if matter.beside.ends_earlier:
        blocks.insert(0, Paragraph(tr("As of {date}, after the time reported:", date=as_of)))
    blocks += _way(matter, assessment, points)
    heading = Heading(3, tr("Clauses per clause group, as of {date}", date=as_of), f"left-{assessment.id}")
    blocks += [heading, chart(matter.figures[assessment.id])]
    return Section(name, f"progress-{assessment.id}", tuple(blocks), running=name)


def _way(matter: Matter, assessment: Assessment, points: tuple[Point, ...]) -> list[Block]:
    heading = Heading(3, tr("The way here, week by week"), f"way-{assessment.id}")
    if not points:
        return [heading, Paragraph(tr("There was no such assessment in this time."))]
    name = matter.title(assessment)
    lines = (
        Line(tr("rated"), tuple(point.clauses.progress for point in points)),
        Line(tr("conforming"), tuple(point.clauses.conformity for point in points)),
    )
    drawn = LineChart(
        tr("{name}: progress and conformity by week", name=name), tuple(point.day for point in points), lines
    )
    columns = (
        Column(tr("Day (UTC)"), 20),
        Column(tr("Rated"), 28),
        Column(tr("Conforming"), 28),
        Column(tr("Major gaps"), 24),
    )
    rows = tuple(_row(point) for point in reversed(points))
    table = Table(columns, rows, title=tr("{name} by week", name=matter.snapshot.checklist_of(assessment).short))
    return [heading, *([drawn] if len(points) > 1 else []), *_change(points), table]


def _change(points: tuple[Point, ...]) -> list[Block]:
    """Say in a sentence what the time brought; nothing where there is but one day to tell of."""
    if len(points) == 1:
        return []
    first, last = points[0].clauses, points[-1].clauses
    return [
        Paragraph(
            tr(
                "From {begin} to {end}: {first} to {last} clauses rated, {before} to {after} of them conforming.",
                begin=words.date(points[0].day),
                end=words.date(points[-1].day),
                first=first.rated,
                last=last.rated,
                before=first.duties_conforming,
                after=last.duties_conforming,
            )
        )
    ]


def _row(point: Point) -> Row:
    clauses = point.clauses
    texts = (
        tr("{n} of {all} ({percent})", n=clauses.rated, all=clauses.applicable,
           percent=cells.percent(clauses.progress)),
        tr("{n} of {all} ({percent})", n=clauses.duties_conforming, all=clauses.duties_rated,
           percent=cells.percent(clauses.conformity)),
        str(point.letters.majors),
    )  # fmt: skip
    first = Cell((Text(words.date(point.day), Face.STRONG),))
    return Row((first, *(Cell((Text(text),)) for text in texts)))
