"""The change log of a time: what became of answers, gaps, evidence and actions, then every change in order."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import Any

from readiness import words
from readiness.analysis.recent import What, recent
from readiness.model.history import Commit, CommitKind, RecordChange
from readiness.model.records import Answer, Rating, Weight
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
    """Tell the changes of the time asked for, the oldest first; what came of them is counted on top."""
    title, commits = tr("Changes"), matter.beside.commits
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
    rows = tuple(_row(matter, commit) for commit in reversed(commits))
    note = Paragraph(
        tr("The figures compare the end of the time with its begin: what was done and undone again counts as nothing."),
        Size.SMALL,
    )
    return Section(title, "changes", (*blocks, *_counts(commits, since), note, Table(columns, rows, title=title)))


def _counts(commits: tuple[Commit, ...], since: dt.date) -> tuple[Block, ...]:
    found = Counter(item.what for item in recent(commits, since))
    revised = trn("{n} revised", "{n} revised", found[What.EVIDENCE_REVISED])
    return (
        Numbers(
            (
                Number(str(found[What.RATED]), tr("answers rated anew"),
                       trn("in {n} change", "in {n} changes", len(commits))),
                Number(str(found[What.GAP_OPENED]), tr("gaps opened"),
                       tr("{n} closed", n=found[What.GAP_CLOSED])),
                Number(str(found[What.EVIDENCE_ADDED]), tr("pieces of evidence added"), revised),
                Number(str(found[What.ACTION_CLOSED]), tr("actions closed")),
            )
        ),
    )  # fmt: skip


def _row(matter: Matter, commit: Commit) -> Row:
    when = commit.time.astimezone(dt.UTC)
    what = [Text(commit.sentence)]
    if commit.kind is not CommitKind.CHANGE:
        what.insert(0, Text(words.commit_kind(commit.kind), Face.MUTED))
    return Row(
        (
            Cell((Text(f"{words.date(when.date())} {when:%H:%M}"), Text(tr("no. {n}", n=commit.sequence), Face.MUTED))),
            Cell((Text(str(commit.author)),)),
            Cell(tuple(what)),
            Cell(_details(matter, commit)),
        )
    )


def _details(matter: Matter, commit: Commit) -> tuple[Text, ...]:
    told = [text for change in commit.changes if (text := _detail(matter, change))]
    texts = [Text(text) for text in dict.fromkeys(told)]
    more = len(texts) - _MOST_DETAILS
    if more > 0:
        texts[_MOST_DETAILS:] = [Text(trn("and {n} more", "and {n} more", more), Face.MUTED)]
    return tuple(texts)


def _detail(matter: Matter, change: RecordChange) -> str:
    """Say how an answer was rated before and after; '' of other records, whose sentence says it all."""
    if change.table != Answer.table:
        return ""
    if change.is_purged:
        return tr("content purged")
    before, after = _state(change.before), _state(change.after)
    where = _where(matter, change.after or change.before or {})
    return tr("{where}: {before}, now {after}", where=where, before=before, after=after) if before != after else ""


def _where(matter: Matter, plain: dict[str, Any]) -> str:
    standard = cells.standard_of(matter, str(plain.get("assessment", "")))
    return f"{standard} {words.requirement(str(plain.get('requirement', '')))}".strip()


def _state(plain: dict[str, Any] | None) -> str:
    rating = Rating((plain or {}).get("rating", Rating.NOT_ASSESSED))
    weight = Weight((plain or {}).get("weight", Weight.UNSET))
    return f"{words.rating(rating)}, {words.weight(weight)}" if rating in cells.GAPS else words.rating(rating)
