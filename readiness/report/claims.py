"""The findings of a claims check as a document: what is wrong where, why, and what to write instead."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from pathlib import PurePath

from readiness import words
from readiness.analysis.claim_findings import CheckedDocument, Misuse, by_rule
from readiness.report.blocks import (
    Block,
    Callout,
    Cell,
    Column,
    Document,
    Face,
    Paper,
    Paragraph,
    Row,
    Section,
    Sign,
    Size,
    Table,
    Text,
    Tone,
)
from readiness.texts import language, tr, trn


def document(checked: tuple[CheckedDocument, ...], made_on: dt.date, program_version: str) -> Document:
    """Build the report of a check: the rules broken, then every document with its findings."""
    title = tr("Check of wording")
    return Document(
        title=title,
        subject=tr("Wording that misuses certification"),
        author="",
        creator=tr("readiness {version}", version=program_version),
        keywords=(title,),
        language=language(),
        made_on=made_on,
        head=title,
        foot=words.date(made_on),
        cover=None,
        sections=(_summary(checked), *_documents(checked)),
        proofs=(),
        paper=Paper(landscape=True),
        contents=False,
    )


def _summary(checked: tuple[CheckedDocument, ...]) -> Section:
    errors = sum(item.errors for item in checked)
    looks = sum(len(item.misuses) for item in checked) - errors
    unread = [item for item in checked if item.problem]
    told = trn("{n} document checked", "{n} documents checked", len(checked) - len(unread))
    more = trn(
        "{n} more to be looked at beside the certificate", "{n} more to be looked at beside the certificate", looks
    )
    wrong = trn("{n} wording is wrong.", "{n} wordings are wrong.", errors)
    verdict = Callout(Tone.STOPS, wrong, (more,)) if errors else Callout(Tone.GOOD, tr("No wording is wrong."), (more,))
    rows = tuple(
        Row(
            (
                Cell((Text(item.title, Face.STRONG), Text(item.rule, Face.MUTED)), _sign(item)),
                Cell((Text(str(count)),)),
                Cell((Text(item.why), Text(", ".join(item.clauses), Face.MUTED))),
                Cell((Text(item.correct_wording),)),
            )
        )
        for item, count in by_rule(checked)
    )
    columns = (Column(tr("What"), 24), Column(tr("How often"), 8), Column(tr("Why"), 38), Column(tr("Write"), 30))
    blocks: list[Block] = [Paragraph(told), verdict]
    if rows:
        blocks.append(Table(columns, rows, title=tr("Rules broken")))
    blocks += [Paragraph(f"{item.name}: {item.problem}") for item in unread]
    blocks.append(
        Paragraph(
            tr("A checker finds words, not intentions: it misses some and objects to some that are right. Whoever "
               "publishes decides."), Size.SMALL,
        )
    )  # fmt: skip
    return Section(tr("Check of wording"), "claims", tuple(blocks))


def _documents(checked: Iterable[CheckedDocument]) -> Iterator[Section]:
    for number, item in enumerate(checked):
        if item.misuses:
            columns = (Column(tr("Where"), 18), Column(tr("Words"), 50), Column(tr("What"), 32))
            rows = tuple(_row(misuse) for misuse in item.misuses)
            name = PurePath(item.name).name
            yield Section(name, f"document-{number}", (Table(columns, rows, title=name[:31]),), new_page=False)


def _row(item: Misuse) -> Row:
    said = (Text(f"… {item.before}", Face.MUTED), Text(item.words, Face.STRONG), Text(f"{item.after} …", Face.MUTED))
    what = (Text(item.title), Text(", ".join(item.clauses), Face.MUTED))
    return Row((Cell((Text(item.place),)), Cell(said), Cell(what, _sign(item))))


def _sign(item: Misuse) -> Sign:
    return Sign.CROSS if item.is_error else Sign.HALF
