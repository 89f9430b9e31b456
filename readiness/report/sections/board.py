"""The management summary: two pages for whoever decides, and not more, however large the workspace is."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from readiness import words
from readiness.analysis import gaps
from readiness.analysis.findings import Finding
from readiness.analysis.gaps import is_overdue
from readiness.model.clauses import ClauseNumber
from readiness.model.records import Action, ActionState, Assessment
from readiness.report.blocks import (
    Bar,
    Block,
    Bullets,
    Cell,
    Chart,
    Column,
    Face,
    Heading,
    KeyValues,
    PageBreak,
    Paragraph,
    Row,
    Section,
    Sign,
    Size,
    Table,
    Text,
)
from readiness.report.matter import Matter
from readiness.report.sections import actions, cells, mixups
from readiness.report.sections.cover import limitation, state, verdict, version
from readiness.report.sections.summary import chart, numbers
from readiness.texts import tr, trn

_MOST_CHARTS = 2
"""Assessments whose bars have room on the second page; of more, the figures stand in a table."""
_MOST_ASSESSMENTS = 8
_MOST_STOPS, _FEWER_STOPS = 9, 4
_MOST_ACTIONS = 6


def section(matter: Matter) -> Section:
    """Say whether the body is ready, what stops it, how far it is, and what is to be decided."""
    few = len(matter.assessments) <= _MOST_CHARTS
    blocks: list[Block] = [KeyValues(tuple(_facts(matter))), verdict(matter), *limitation(matter)]
    if few:
        for assessment in matter.assessments:
            name = matter.title(assessment)
            blocks += [Heading(3, name, f"figures-{assessment.id}"), numbers(matter.figures[assessment.id])]
    else:
        blocks.append(_table(matter))
    blocks += _stops(matter, _MOST_STOPS if few else _FEWER_STOPS)
    blocks.append(PageBreak())
    if few:
        for assessment in matter.assessments:
            heading = tr("{standard}: clauses per chapter", standard=matter.title(assessment))
            blocks += [Heading(3, heading, f"chapters-{assessment.id}"), _chapters(matter, assessment)]
    blocks += _actions(matter)
    blocks += [Heading(2, tr("To be decided"), "decide"), Bullets(tuple(_decisions(matter)))]
    blocks += [Paragraph(notice, Size.SMALL) for notice in _notices(matter)]
    title = tr("Management summary of {organization}", organization=matter.snapshot.organization.name)
    return Section(title, "board", tuple(blocks), running=tr("Management summary"))


def _facts(matter: Matter) -> list[tuple[str, str]]:
    versions = dict.fromkeys(version(matter, assessment.checklist) for assessment in matter.assessments)
    return [*state(matter), *([(tr("Checklists"), "; ".join(versions))] if versions else [])]


def _chapters(matter: Matter, assessment: Assessment) -> Chart:
    """Add the bars of the clause groups up, chapter by chapter."""
    drawn = chart(matter.figures[assessment.id])
    titles = matter.snapshot.checklist_of(assessment).by_number
    added: dict[str, tuple[int, ...]] = {}
    for bar in drawn.bars:
        chapter = ClauseNumber.parse(bar.number).chapter
        before = added.get(chapter, (0,) * len(bar.values))
        added[chapter] = tuple(map(sum, zip(before, bar.values, strict=True)))
    bars = (Bar(number, titles[number].title if number in titles else "", counts) for number, counts in added.items())
    return replace(drawn, bars=tuple(bars))


def _table(matter: Matter) -> Table:
    """Show the figures of many assessments in a row each."""
    columns = (
        Column(tr("Standard and scope"), 40),
        Column(tr("Rated"), 20),
        Column(tr("Conforming"), 20),
        Column(tr("Major gaps"), 10),
        Column(tr("Not assessed"), 10),
    )
    rows = [_figures_row(matter, item) for item in matter.assessments[:_MOST_ASSESSMENTS]]
    return Table(columns, (*rows, *_more(len(matter.assessments) - len(rows))), title=tr("Figures"))


def _figures_row(matter: Matter, assessment: Assessment) -> Row:
    counted = matter.figures[assessment.id]
    clauses = counted.clauses
    rated = tr("{n} of {all} ({percent})", n=clauses.rated, all=clauses.applicable,
               percent=cells.percent(clauses.progress))  # fmt: skip
    conforming = tr("{n} of {all} ({percent})", n=clauses.duties_conforming, all=clauses.duties_rated,
                    percent=cells.percent(clauses.conformity))  # fmt: skip
    scope = assessment.scope if len(assessment.scope) <= 40 else f"{assessment.scope[:39]}…"
    standard = matter.snapshot.checklist_of(assessment).designation
    left = clauses.applicable - clauses.rated
    texts = (f"{standard}: {scope}", rated, conforming, str(clauses.majors), str(left))
    return Row(tuple(Cell((Text(text),)) for text in texts))


def _more(count: int) -> list[Row]:
    if count <= 0:
        return []
    text = Text(trn("and {n} more", "and {n} more", count), Face.MUTED)
    return [Row((Cell((text,)),), band=True)]


def _stops(matter: Matter, most: int) -> list[Block]:
    """List what stops the application: mix-ups and weighed gaps one by one, what nobody has assessed as a count."""
    stops = [item for item in matter.verdict.stops if item.rule != "not-assessed"]
    unseen = Counter(item.assessment for item in matter.verdict.stops if item.rule == "not-assessed")
    if not stops and not unseen:
        return []
    rows = [_stop(matter, finding) for finding in stops[:most]]
    rows += _more(len(stops) - len(rows))
    for identifier, count in unseen.most_common(most):
        text = trn("{n} clause with a duty is not assessed", "{n} clauses with a duty are not assessed", count)
        name = _short(cells.standard_of(matter, identifier))
        rows.append(Row((Cell((Text(name, Face.STRONG),)), Cell((Text(text),), Sign.RING))))
    rows += _more(len(unseen) - most)
    columns = (Column(tr("Where"), 34), Column(tr("What"), 66))
    heading = Heading(2, tr("What stops the application"), "board-stops")
    return [heading, Table(columns, tuple(rows), title=heading.text)]


def _stop(matter: Matter, finding: Finding) -> Row:
    if finding.rule in gaps.MIX_UPS:
        number, title = mixups.place(matter, finding)
        return Row((_one_line(f"{number} {title}"), Cell((Text(mixups.rule(finding)),), Sign.CROSS)))
    assessment = matter.snapshot.assessments[finding.assessment]
    checklist = matter.snapshot.checklist_of(assessment)
    leaves = tuple(checklist.requirements[item] for item in finding.requirements)
    answer = matter.snapshot.answer(assessment, leaves[0].id)
    what = f"{leaves[0].clause.title}: {words.rating(answer.rating)}, {words.weight(answer.weight)}"
    where = f"{checklist.short} {words.requirements(leaves, checklist)}"
    return Row((_one_line(where), Cell((Text(_short(what)),), cells.SIGNS[answer.rating])))


def _one_line(text: str) -> Cell:
    return Cell((Text(_short(text, 44), Face.STRONG),))


def _short(text: str, most: int = 90) -> str:
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[: most - 1].rstrip()}…"


def _actions(matter: Matter) -> list[Block]:
    open_ones = [
        item for item in actions.listed_in(matter) if item.state in (ActionState.OPEN, ActionState.IN_PROGRESS)
    ]
    heading = Heading(2, tr("Corrective actions"), "board-actions")
    if not open_ones:
        return [heading, Paragraph(tr("No action is open."))]
    dated = sorted((item for item in open_ones if item.due), key=lambda item: (item.due, item.title))
    listed = [*dated, *(item for item in open_ones if not item.due)]
    rows = [_action(matter, item) for item in listed[:_MOST_ACTIONS]]
    columns = (Column(tr("Action"), 52), Column(tr("Owner"), 20), Column(tr("Due"), 28))
    table = Table(columns, (*rows, *_more(len(listed) - len(rows))), title=heading.text)
    return [heading, table]


def _action(matter: Matter, action: Action) -> Row:
    late = is_overdue(action, matter.context.today)
    due = words.date(action.due) or tr("no date")
    when = tr("{date}, overdue", date=due) if late else due
    return Row(
        (
            Cell((Text(_short(action.title)),), Sign.CROSS if late else Sign.RING),
            Cell((Text(_short(action.owner, 30) or tr("no owner")),)),
            Cell((Text(when, Face.STRONG if late else Face.PLAIN),)),
        )
    )


def _decisions(matter: Matter) -> list[str]:
    """Say what only management can settle, from what was found."""
    counted = Counter(item.rule for item in matter.findings)
    mixed = sum(counted[rule] for rule in gaps.MIX_UPS)
    unseen = counted["not-assessed"]
    decisions = []
    if mixed:
        decisions.append(
            trn(
                "{n} mix-up of the two standards: who separates the documents, by when?",
                "{n} mix-ups of the two standards: who separates the documents, by when?",
                mixed,
            )
        )
    if counted["gap-without-action"]:
        decisions.append(
            trn(
                "{n} gap has no action: name an owner and a date.",
                "{n} gaps have no action: name owners and dates.",
                counted["gap-without-action"],
            )
        )
    if counted["overdue-action"]:
        decisions.append(
            trn(
                "{n} action is overdue: more means, or another date?",
                "{n} actions are overdue: more means, or other dates?",
                counted["overdue-action"],
            )
        )
    if unseen:
        decisions.append(
            trn(
                "{n} clause is not assessed yet: does the date of the application hold?",
                "{n} clauses are not assessed yet: does the date of the application hold?",
                unseen,
            )
        )
    if not decisions and matter.assessments:
        decisions.append(tr("Nothing found stands against the application: may it be handed in?"))
    return decisions or [tr("Which standards the body wants to be accredited to: nothing is assessed yet.")]


def _notices(matter: Matter) -> list[str]:
    return list(dict.fromkeys(matter.snapshot.checklist_of(item).notice for item in matter.assessments))[:1]
