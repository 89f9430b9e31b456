"""The gap list: every gap of one standard in a row, with what was found and who does what about it by when."""

from __future__ import annotations

from collections.abc import Iterator

from readiness import words
from readiness.analysis.findings import Finding
from readiness.analysis.rows import Row as Folded
from readiness.model.records import Assessment
from readiness.report.blocks import Block, Cell, Column, Face, Paragraph, Row, Section, Table, Text
from readiness.report.matter import Matter
from readiness.report.request import Order
from readiness.report.sections import cells, gaps
from readiness.texts import tr, trn

_RATED = ("nonconforming", "partly-conforming")
_OF_EVIDENCE = ("expired-evidence", "place-to-confirm")
_RULES = (*_RATED, *gaps.ONE_SIDED, *_OF_EVIDENCE)


def section(matter: Matter, assessment: Assessment) -> Section:
    """List the gaps, those of the evidence too, in the order asked for; what nobody has assessed is only counted."""
    rows = list(_rows(matter, assessment))
    blocks: list[Block] = []
    unseen = len(matter.found(assessment, "not-assessed"))
    if unseen:
        blocks.append(
            Paragraph(
                trn(
                    "{n} clause more is not assessed yet; whether it has gaps is not known.",
                    "{n} clauses more are not assessed yet; whether they have gaps is not known.",
                    unseen,
                )
            )
        )
    columns = (
        Column(tr("Clause"), 20),
        Column(tr("Gap"), 17),
        Column(tr("Found"), 30),
        Column(tr("Action, responsible"), 23),
        Column(tr("Evidence cited"), 20),
    )
    table = Table(columns, tuple(rows), title=matter.title(assessment))
    blocks.append(table if rows else Paragraph(matter.none(tr("No gap is recorded."))))
    return Section(
        matter.title(assessment), f"gap-list-{assessment.id}", tuple(blocks), running=matter.title(assessment)
    )


def _rows(matter: Matter, assessment: Assessment) -> Iterator[Row]:
    """Put all that was found about a row of the checklist into one row."""
    order = {number: place for place, number in enumerate(matter.snapshot.checklist_of(assessment).letters_of)}
    found: dict[str, tuple[Folded, list[Finding]]] = {}
    for rule in _RULES:
        for finding, row in matter.found_rows(assessment, rule):
            found.setdefault(row.leaves[0].id, (row, []))[1].append(finding)
    listed = list(found.values())
    if matter.request.order is Order.CLAUSE:
        listed.sort(key=lambda item: order[item[0].clause.number])
    for row, findings in listed:
        answer = row.answer
        actions = cells.action_texts(matter, matter.actions(assessment, row.leaves))
        in_hand = cells.responsible(answer)
        cited = dict.fromkeys(item.evidence for item in answer.citations)
        yield Row(
            (
                cells.clause_cell(row),
                _gap(matter, row, findings),
                Cell(_found(row, findings)),
                Cell((*actions, *((Text(in_hand, Face.MUTED),) if in_hand else ()))),
                Cell(tuple(_evidence(matter, identifier) for identifier in cited)),
            ),
            clause=cells.label(row.leaves),
            anchor=cells.gap_anchor(assessment, row.leaves[0]),
        )


def _gap(matter: Matter, row: Folded, findings: list[Finding]) -> Cell:
    """Say what the gap is: its rating and weight, else what the evidence lacks."""
    if row.answer.rating in cells.GAPS:
        return cells.rating_cell(row.answer)
    names = {"expired-evidence": tr("evidence no longer valid"), "place-to-confirm": tr("place to be confirmed")}
    texts = [Text(names.get(item.rule) or gaps.lacks(item)) for item in findings]
    return Cell((Text(words.rating(row.answer.rating)), *texts), cells.SIGNS[row.answer.rating])


def _found(row: Folded, findings: list[Finding]) -> tuple[Text, ...]:
    texts = [Text(row.answer.note)] if row.answer.note else []
    texts += [Text(item.resolve, Face.MUTED) for item in findings if item.rule not in _RATED]
    return tuple(texts) or (Text(tr("no note recorded"), Face.MUTED),)


def _evidence(matter: Matter, identifier: str) -> Text:
    return Text(cells.evidence_name(matter.snapshot.evidence[identifier]), target=cells.evidence_anchor(identifier))
