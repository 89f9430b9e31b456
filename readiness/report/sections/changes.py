"""The change log of a time: what became of answers, gaps, evidence and actions, then every change in order."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from itertools import groupby
from typing import Any

import msgspec

from readiness import words
from readiness.analysis.recent import What, recent
from readiness.model.checklist import Requirement
from readiness.model.history import Commit, CommitKind, RecordChange
from readiness.model.records import Action, Answer, Assessment, Evidence, Rating, Weight
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
    Size,
    Table,
    Text,
)
from readiness.report.matter import Matter
from readiness.report.sections import cells
from readiness.texts import tr, trn

_MOST_DETAILS = 12
"""Answers told one by one of a change to many; the rest are counted."""


def section(matter: Matter) -> Section:
    """Tell the changes of the time asked for, the oldest first; what came of them is counted on top.

    Where the report is about a part, so are changes and counts: answers of that part, the actions that answer it, and
    the evidence cited for it.
    """
    title, commits = tr("Changes"), _concerned(matter)
    since, until = matter.beside.since, matter.beside.until
    span = tr(
        "From {since} to {until}, both included; times are UTC.", since=words.date(since), until=words.date(until)
    )
    blocks: list[Block] = [Paragraph(span)]
    if not commits:
        return Section(title, "changes", (*blocks, Paragraph(tr("Nothing was changed in this time."))))
    columns = (
        Column(tr("When (UTC)"), 14),
        Column(tr("Who"), 17),
        Column(tr("What"), 33),
        Column(tr("Before and after"), 36),
    )
    rows = tuple(_row(matter, commit, left_out) for commit, left_out in reversed(commits))
    counts = _counts(tuple(commit for commit, _ in commits), since)
    return Section(title, "changes", (*blocks, *counts, Table(columns, rows, title=title)))


def _concerned(matter: Matter) -> tuple[tuple[Commit, int], ...]:
    """Pick what the report is about: each commit with its changes that are, and how many others it has."""
    commits = matter.beside.commits
    if matter.is_whole and not matter.is_limited:
        return tuple((commit, 0) for commit in commits)
    about = _About(matter, commits)
    picked = ((commit, tuple(filter(about.concerns, commit.changes))) for commit in commits)
    return tuple(
        (msgspec.structs.replace(commit, changes=changes), len(commit.changes) - len(changes))
        for commit, changes in picked
        if changes
    )


class _About:
    """Knows which records belong to the part that a report is about."""

    def __init__(self, matter: Matter, commits: tuple[Commit, ...]) -> None:
        """Find the evidence cited for that part: now, before or after any of the changes."""
        self._matter = matter
        self._chosen = {assessment.id: assessment for assessment in matter.assessments}
        self._evidence = set(matter.uses)
        for change in (change for commit in commits for change in commit.changes):
            if change.table == Answer.table and self.concerns(change):
                for plain in _bodies(change):
                    self._evidence.update(citation["evidence"] for citation in plain.get("citations", ()))

    def concerns(self, change: RecordChange) -> bool:
        """Tell whether a change is about the part; one whose content was purged is, if its record still says so."""
        if change.table == Answer.table:
            answer = self._matter.answers_by_id.get(change.record) if change.is_purged else None
            places = [(answer.assessment, answer.requirement)] if answer else [*map(_place, _bodies(change))]
            return any(self._shows(*place) for place in places)
        if change.table == Evidence.table:
            return change.record in self._evidence
        if change.table == Action.table:
            return any(self._shows(*_place(target)) for plain in _bodies(change) for target in plain.get("targets", ()))
        return change.table == Assessment.table and change.record in self._chosen

    def _shows(self, assessment: str, requirement: str) -> bool:
        return assessment in self._chosen and self._matter.shows(self._chosen[assessment], requirement)


def _bodies(change: RecordChange) -> tuple[dict[str, Any], ...]:
    return tuple(plain for plain in (change.before, change.after) if plain)


def _place(plain: dict[str, Any]) -> tuple[str, str]:
    return str(plain.get("assessment", "")), str(plain.get("requirement", ""))


def _counts(commits: tuple[Commit, ...], since: dt.date) -> tuple[Block, ...]:
    found = Counter(item.what for item in recent(commits, since))
    revised = trn("{n} revised", "{n} revised", found[What.EVIDENCE_REVISED])
    numbers = Numbers(
        (
            Number(str(found[What.RATED]), tr("answers rated anew"),
                   trn("in {n} change", "in {n} changes", len(commits))),
            Number(str(found[What.GAP_OPENED]), tr("gaps opened"),
                   tr("{n} closed", n=found[What.GAP_CLOSED])),
            Number(str(found[What.EVIDENCE_ADDED]), tr("pieces of evidence added"), revised),
            Number(str(found[What.ACTION_CLOSED]), tr("actions closed")),
        )
    )  # fmt: skip
    notes = [
        tr("The figures compare the end of the time with its begin: what was done and undone again counts as nothing.")
    ]
    purged = {change.record for commit in commits for change in commit.changes if change.is_purged}
    if purged:
        told = trn(
            "Of {n} record, content was purged: what became of it meanwhile is not known and not counted.",
            "Of {n} records, content was purged: what became of them meanwhile is not known and not counted.",
            len(purged),
        )
        notes.append(told)
    return (numbers, *(Paragraph(note, Size.SMALL) for note in notes))


def _row(matter: Matter, commit: Commit, left_out: int) -> Row:
    when = commit.time.astimezone(dt.UTC)
    what = [Text(commit.sentence)]
    if commit.kind is not CommitKind.CHANGE:
        what.insert(0, Text(words.commit_kind(commit.kind), Face.MUTED))
    if left_out:
        told = trn(
            "{n} record beside these is outside this report", "{n} records beside these are outside this report",
            left_out,
        )  # fmt: skip
        what.append(Text(told, Face.MUTED))
    return Row(
        (
            Cell((Text(f"{words.date(when.date())} {when:%H:%M}"), Text(tr("no. {n}", n=commit.sequence), Face.MUTED))),
            Cell((Text(str(commit.author)),)),
            Cell(tuple(what)),
            Cell(_details(matter, commit)),
        )
    )


def _details(matter: Matter, commit: Commit) -> tuple[Text, ...]:
    """Say of each answer how it was rated before and after; the records of other tables are told by the sentence.

    A standard is named once, above its clauses; letters of a clause that changed alike are one line.
    """
    lines: list[Text] = []
    for assessment, group in groupby(sorted(_told(matter, commit), key=_by_assessment), key=_by_assessment):
        if len(matter.assessments) > 1:
            found = matter.snapshot.assessments.get(assessment)
            lines.append(Text(matter.title(found) if found else tr("an assessment that is gone"), Face.MUTED))
        clauses: dict[tuple[str, str], list[str]] = {}
        for _, requirement, change in group:
            clauses.setdefault((_clause(matter, assessment, requirement), change), []).append(requirement)
        lines += [
            Text(tr("{where}: {what}", where=_shown(matter, assessment, requirements), what=change))
            for (_, change), requirements in clauses.items()
        ]
    more = len(lines) - _MOST_DETAILS
    if more > 0:
        lines[_MOST_DETAILS:] = [Text(trn("and {n} more", "and {n} more", more), Face.MUTED)]
    return tuple(lines)


def _by_assessment(told: tuple[str, str, str]) -> str:
    return told[0]


def _told(matter: Matter, commit: Commit) -> Iterator[tuple[str, str, str]]:
    """Walk through what there is to tell of answers: assessment, requirement (both by id) and what changed."""
    for change in commit.changes:
        if change.table != Answer.table:
            continue
        if change.is_purged:
            answer = matter.answers_by_id.get(change.record)
            place = (answer.assessment, answer.requirement) if answer else ("", "")
            yield *place, tr("content purged")
            continue
        before, after = _state(change.before), _state(change.after)
        if before != after:
            yield *_place(change.after or change.before or {}), tr("{before}, now {after}", before=before, after=after)


def _leaf(matter: Matter, assessment: str, requirement: str) -> Requirement | None:
    found = matter.snapshot.assessments.get(assessment)
    return matter.snapshot.checklist_of(found).requirements.get(requirement) if found else None


def _clause(matter: Matter, assessment: str, requirement: str) -> str:
    leaf = _leaf(matter, assessment, requirement)
    return leaf.clause.number if leaf else requirement


def _shown(matter: Matter, assessment: str, requirements: list[str]) -> str:
    """Name requirements of one clause, letters folded; by their stored ids where the checklist has them no longer."""
    leaves = tuple(leaf for item in requirements if (leaf := _leaf(matter, assessment, item)))
    if len(leaves) == len(requirements):
        return words.requirements(leaves, matter.snapshot.checklist_of(matter.snapshot.assessments[assessment]))
    return ", ".join(words.requirement(item) for item in requirements if item) or tr("an answer that is gone")


def _state(plain: dict[str, Any] | None) -> str:
    rating = Rating((plain or {}).get("rating", Rating.NOT_ASSESSED))
    weight = Weight((plain or {}).get("weight", Weight.UNSET))
    return f"{words.rating(rating)}, {words.weight(weight)}" if rating in cells.GAPS else words.rating(rating)
