"""The scope map: every service, the standard it falls under and why, who must be competent, and wording to copy."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from readiness import words
from readiness.analysis.scope import PRODUCTS, SYSTEMS, Reason, Route, route_name
from readiness.analysis.services import Advised, Use, apart, competence, needs_separation, schedule, wording
from readiness.report.blocks import (
    Block,
    Callout,
    Cell,
    Column,
    Entry,
    Face,
    Field,
    Heading,
    Paragraph,
    Row,
    Section,
    Sign,
    Size,
    Table,
    Text,
    Tone,
)
from readiness.report.matter import Matter
from readiness.texts import tr, trn


def section(matter: Matter) -> Section:
    """Draw the map: a row for each service, a column for each standard, marked by sign and word."""
    found = schedule(matter.snapshot, matter.context.schemes)
    blocks: list[Block] = [
        Paragraph(
            tr(
                "What is certified decides which standard applies: how an organization manages (ISO/IEC 17021-1), or "
                "whether a product, process or service meets defined specifications (ISO/IEC 17065)."
            )
        )
    ]
    if not found:
        blocks.append(Paragraph(tr("No service is recorded yet.")))
        return Section(tr("Scope map"), "scope-map", tuple(blocks))
    columns = (
        Column(tr("Service"), 30),
        Column(tr("Certified against"), 22),
        Column("ISO/IEC 17021-1", 13),
        Column("ISO/IEC 17065", 13),
        Column(tr("Where it leads"), 22),
    )
    blocks.append(Table(columns, tuple(_row(item) for item in found), title=tr("Scope map")))
    if needs_separation(found):
        told = trn(
            "{n} topic needs a document of its own in each.",
            "{n} topics need a document of their own in each.",
            len(apart(matter.context.crosswalk)),
        )
        blocks.append(
            Callout(
                Tone.NOTES,
                tr("Services fall under both standards: they must be kept apart."),
                (told,),
            )
        )
    blocks.append(Paragraph(matter.context.schemes.notice, Size.SMALL))
    return Section(tr("Scope map"), "scope-map", tuple(blocks))


def _row(item: Advised) -> Row:
    service, advice = item.service, item.advice
    name = [Text(service.name, Face.STRONG, f"service-{service.id}")]
    if service.planned:
        name.append(Text(tr("planned"), Face.MUTED))
    unclear = {Route.CONTRADICTION: Sign.CROSS, Route.ASK: Sign.RING}.get(advice.route, Sign.DASH)

    def column(standard: str) -> Cell:
        if standard in advice.standards:
            return Cell((Text(tr("applies")),), Sign.DISC)
        return Cell((Text(tr("does not apply") if unclear is Sign.DASH else tr("open")),), unclear)

    where = Cell((Text(route_name(advice.route)),))
    return Row((Cell(tuple(name)), Cell((Text(service.document or "–"),)), column(SYSTEMS), column(PRODUCTS), where))


def services(matter: Matter) -> Section | None:
    """Tell of each service how it was answered, where it leads and why, and who must be competent."""
    found = schedule(matter.snapshot, matter.context.schemes)
    if not found:
        return None
    return Section(tr("Services"), "services", tuple(_entry(item) for item in found))


def _entry(item: Advised) -> Entry:
    service, advice = item.service, item.advice
    fields = (
        (tr("Certified against"), (Text(service.document),) if service.document else ()),
        (tr("Evaluated"), _listed(words.evaluated(what) for what in service.evaluated)),
        (tr("By means of"), _listed(words.method(what) for what in service.methods)),
        (tr("The certificate attests"), (Text(words.attested(service.attested)),)),
        (tr("Mark"), (Text(words.mark_place(service.mark)),)),
        (tr("Procedures"), _listed(service.procedures)),
        (tr("Contradictions"), tuple(Text(_reason(reason)) for reason in advice.contradictions)),
        (tr("Why"), tuple(Text(_reason(reason)) for reason in advice.reasons)),
        (tr("Ask the accreditation body"), tuple(Text(question) for question in advice.questions)),
        (tr("Competence"), tuple(Text(_reason(reason)) for reason in competence(item))),
        (tr("Note"), (Text(service.note),) if service.note else ()),
    )
    sign = {Route.CONTRADICTION: Sign.CROSS, Route.ASK: Sign.RING}.get(advice.route, Sign.DISC)
    return Entry(
        number="",
        title=service.name,
        state=(
            Text(route_name(advice.route), Face.STRONG),
            Text(tr("planned") if service.planned else tr("offered"), Face.MUTED),
        ),
        fields=tuple(Field(name, texts) for name, texts in fields if texts),
        sign=sign,
        anchor=f"service-{service.id}",
    )


def _listed(names: Iterable[str]) -> tuple[Text, ...]:
    joined = ", ".join(names)
    return (Text(joined),) if joined else ()


def _reason(reason: Reason) -> str:
    return f"{reason.text} ({', '.join(reason.clauses)})" if reason.clauses else reason.text


def texts(matter: Matter) -> Section | None:
    """Give wording for proposal, contract and certificate of each service that leads to a standard."""
    blocks: list[Block] = []
    for item in schedule(matter.snapshot, matter.context.schemes):
        suggested = wording(item)
        if suggested:
            blocks.append(Heading(2, item.service.name, f"wording-{item.service.id}"))
        for standard, group in groupby(suggested, key=lambda found: found.standard):
            fields = tuple(Field(_use(found.use), (Text(found.text),)) for found in group)
            blocks.append(Entry(f"ISO/IEC {standard}", item.service.document, (), fields))
    if not blocks:
        return None
    intro = Paragraph(tr("Suggestions in our own words; what stands in square brackets is to be filled in."))
    return Section(tr("Wording for proposal, contract and certificate"), "wording", (intro, *blocks))


def kept_apart(matter: Matter) -> Section | None:
    """List what must be separate where services fall under both standards: topics, clauses on both sides, reasons."""
    if not needs_separation(schedule(matter.snapshot, matter.context.schemes)):
        return None
    columns = (
        Column(tr("Topic"), 28),
        Column("ISO/IEC 17021-1", 16),
        Column("ISO/IEC 17065", 16),
        Column(tr("Why each needs its own"), 40),
    )
    rows = tuple(
        Row(
            (
                Cell((Text(topic.topic, Face.STRONG),)),
                *(Cell((Text(", ".join(topic.clauses.get(standard, ()))),)) for standard in (SYSTEMS, PRODUCTS)),
                Cell((Text(topic.sharing_reason),)),
            )
        )
        for topic in apart(matter.context.crosswalk)
    )
    title = tr("What must be kept apart")
    return Section(title, "kept-apart", (Table(columns, rows, title=title),))


def _use(use: Use) -> str:
    return {
        Use.PROPOSAL: tr("For the proposal"),
        Use.CONTRACT: tr("For the contract"),
        Use.CERTIFICATE: tr("For the certificate"),
    }[use]
