"""The findings of a claims check as a document: what is wrong where, why, and what to write instead."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from pathlib import PurePath

from readiness import words
from readiness.analysis.claim_findings import CheckedDocument, DocumentFinding, by_rule
from readiness.model.certificates import CertificateKind
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
    looks = sum(len(item.findings) for item in checked) - errors
    unread = [item for item in checked if item.problem]
    told = trn("{n} document checked", "{n} documents checked", len(checked) - len(unread))
    more = trn("{n} more to be looked at", "{n} more to be looked at", looks)
    wrong = trn("{n} finding is wrong as it stands.", "{n} findings are wrong as they stand.", errors)
    good = tr("Nothing is wrong as it stands.")
    verdict = Callout(Tone.STOPS, wrong, (more,)) if errors else Callout(Tone.GOOD, good, (more,))
    rows = tuple(
        Row(
            (
                Cell((Text(item.title, Face.STRONG), Text(item.rule, Face.MUTED)), _sign(item)),
                Cell((Text(str(count)),)),
                Cell((Text(item.why), Text(_clauses(item), Face.MUTED))),
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
        if not (item.findings or item.certificate):
            continue
        name = PurePath(item.name).name
        blocks: list[Block] = []
        if item.certificate:
            blocks.append(Paragraph(_checked_as(item.certificate, found=bool(item.findings))))
        if item.findings:
            columns = (Column(tr("Where"), 18), Column(tr("Words"), 50), Column(tr("What"), 32))
            blocks.append(Table(columns, tuple(_row(found) for found in item.findings), title=name[:31]))
        yield Section(name, f"document-{number}", tuple(blocks), new_page=False)


def _checked_as(kind: CertificateKind, *, found: bool) -> str:
    """Say as what a certificate was checked, and by which clauses."""
    clauses = {
        CertificateKind.SYSTEM: "17021-1, 8.2.2",
        CertificateKind.PRODUCT: "17065, 7.7.1, 7.7.2",
        CertificateKind.UNCLEAR: "17021-1, 8.2.2; 17065, 7.7.1, 7.7.2",
    }[kind]
    told = tr("Checked as {kind}, against {clauses}.", kind=words.certificate(kind), clauses=clauses)
    return told if found else f"{told} {tr('Nothing found.')}"


def _row(item: DocumentFinding) -> Row:
    if item.words:
        before, after = Text(f"… {item.words.before}", Face.MUTED), Text(f"{item.words.after} …", Face.MUTED)
        said: tuple[Text, ...] = (before, Text(item.words.text, Face.STRONG), after)
    else:
        said = (Text(tr("no words: it is about the document as a whole"), Face.MUTED),)
    what = (Text(item.title), Text(_clauses(item), Face.MUTED))
    return Row((Cell((Text(item.place),)), Cell(said), Cell(what, _sign(item))))


def _clauses(item: DocumentFinding) -> str:
    return ", ".join(words.clause(clause) for clause in item.clauses)


def _sign(item: DocumentFinding) -> Sign:
    return Sign.CROSS if item.is_error else Sign.HALF
