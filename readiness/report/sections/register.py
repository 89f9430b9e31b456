"""The evidence register in full: revision, validity, files and hashes; the unused and what serves both apart."""

from __future__ import annotations

from readiness import words
from readiness.analysis.separation import PRODUCTS, SYSTEMS, laid_down_for_both
from readiness.model.crosswalk import Sharing, Topic
from readiness.model.records import Attachment as AttachedFile
from readiness.model.records import EarlierRevision, Evidence
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
    Sign,
    Size,
    Table,
    Text,
)
from readiness.report.matter import Matter
from readiness.report.sections import cells, evidence
from readiness.texts import tr, trn

_OWN_DOCUMENT = "own-document"


def section(matter: Matter) -> Section:
    """List what is cited, with the counts of the whole register on top."""
    title = tr("Evidence register")
    listed = evidence.listed_in(matter)
    if not listed:
        return Section(title, "register", (Paragraph(matter.none(tr("No evidence is recorded."), of_all=True)),))
    used = [item for item in listed if item.id in matter.uses]
    blocks: list[Block] = [_counts(matter, listed, used)]
    if used:
        columns = (*_columns(), Column(tr("Cited for"), 25))
        mixed = _mixed(matter)
        rows = tuple(_row(matter, item, _uses(matter, item, mixed)) for item in used)
        blocks.append(Table(columns, rows, title=title))
    else:
        blocks.append(Paragraph(matter.none(tr("Nothing of it is cited yet."), of_all=True)))
    return Section(title, "register", tuple(blocks))


def unused(matter: Matter) -> Section | None:
    """List what is in the register and cited nowhere; None where only a part is looked at, or nothing is recorded."""
    if not matter.is_whole or matter.is_limited or not matter.snapshot.evidence:
        return None
    title = tr("Not cited anywhere")
    rows = tuple(_row(matter, item) for item in evidence.listed_in(matter) if item.id not in matter.uses)
    if not rows:
        said = Paragraph(tr("Everything in the register is cited."))
        return Section(title, "unused", (said,), level=2, new_page=False)
    said = Paragraph(
        tr("No requirement cites these: they show nothing until they are cited, or they can leave the register."),
        Size.SMALL,
    )
    return Section(title, "unused", (said, Table(_columns(), rows, title=title)), level=2, new_page=False)


def shared(matter: Matter) -> Section | None:
    """List what both standards cite, and whether one document may serve both by the crosswalk; None for nothing."""
    title = tr("Cited for both standards")
    topics = _topics(matter)
    rows = tuple(_shared_row(matter, item, topics.get(item.id)) for item in evidence.listed_in(matter)
                 if all(_standard_uses(matter, item, standard) for standard in (SYSTEMS, PRODUCTS)))  # fmt: skip
    if not rows:
        return None
    columns = (
        Column(tr("Document or record"), 20),
        Column("ISO/IEC 17021-1", 19),
        Column("ISO/IEC 17065", 19),
        Column(tr("One document for both?"), 42),
    )
    said = Paragraph(matter.context.crosswalk.notice, Size.SMALL)
    return Section(title, "shared", (said, Table(columns, rows, title=title)))


def _columns() -> tuple[Column, ...]:
    return (
        Column(tr("Reference"), 13),
        Column(tr("Title, kind, owner"), 22),
        Column(tr("Dates"), 13),
        Column(tr("File"), 27),
    )


def _counts(matter: Matter, listed: list[Evidence], used: list[Evidence]) -> Block:
    expired = sum(bool(cells.expired(matter, item)) for item in listed)
    files = sum(item.file is not None for item in listed)
    numbers = [
        Number(str(len(listed)), trn("document or record", "documents and records", len(listed)),
               trn("{n} with a file", "{n} with a file", files)),
        Number(str(expired), tr("no longer valid"), tr("as of {date}", date=words.date(matter.context.today))),
        Number(str(len(_mixed(matter))), tr("rule for both, where each needs its own")),
    ]  # fmt: skip
    if matter.is_whole and not matter.is_limited:
        numbers.insert(1, Number(str(len(listed) - len(used)), tr("not cited anywhere")))
    return Numbers(tuple(numbers))


def _mixed(matter: Matter) -> set[str]:
    """Give the evidence (ids) that lays down for both standards what each needs for itself."""
    return {key for finding in matter.mix_ups if finding.rule == _OWN_DOCUMENT for key in finding.evidence}


def _row(matter: Matter, item: Evidence, *more: Cell) -> Row:
    reference = [Text(item.reference, Face.STRONG)] if item.reference else []
    if item.revision:
        reference.append(Text(tr("rev. {revision}", revision=item.revision)))
    named = [Text(item.title), Text(words.evidence_kind(item.kind), Face.MUTED)]
    named += [Text(text, Face.MUTED) for text in (item.owner, item.note) if text]
    when = evidence.dates(matter, item)
    late = bool(cells.expired(matter, item))
    return Row(
        (
            Cell(tuple(reference)),
            Cell(tuple(named)),
            Cell(when.texts, Sign.CROSS if late else None),
            Cell(_files(item)),
            *more,
        ),
        anchor=cells.evidence_anchor(item.id),
    )


def _files(item: Evidence) -> tuple[Text, ...]:
    """Name the file in use with size and whole hash, its link, and each earlier revision likewise."""
    texts = _file(item.file) if item.file else []
    if item.link:
        texts.append(Text(item.link))
    for past in item.earlier:
        texts += [Text(_past(past), Face.MUTED), *(Text(text.text, Face.MUTED) for text in _file(past.file))]
    return tuple(texts) or (Text(tr("neither file nor link"), Face.MUTED),)


def _file(file: AttachedFile) -> list[Text]:
    size = trn("{n} byte", "{n} bytes", file.size)
    return [
        Text(tr("{name}, {size}", name=file.name, size=size)),
        Text(tr("SHA-256 {digest}", digest=file.sha256), Face.MUTED),
    ]


def _past(past: EarlierRevision) -> str:
    day = words.date(past.replaced)
    if past.revision:
        return tr("Earlier: rev. {revision}, replaced {date}", revision=past.revision, date=day)
    return tr("Earlier, replaced {date}", date=day)


def _uses(matter: Matter, item: Evidence, mixed: set[str]) -> Cell:
    """Say what it is cited for; what lays down for both standards what each needs for itself is marked."""
    cell = evidence.uses(matter, item)
    if item.id in mixed:
        warning = Text(tr("laid down for both standards, where each needs its own"), Face.STRONG)
        return Cell((*cell.texts, warning), Sign.CROSS)
    return cell


def _topics(matter: Matter) -> dict[str, list[Topic]]:
    """Give the topics that each document lays down for both standards, by its id; none where it is no rule for both."""
    about = {assessment.id for assessment in matter.assessments}
    found: dict[str, dict[str, Topic]] = {}
    for item in laid_down_for_both(matter.snapshot, matter.context.crosswalk, set(Sharing)):
        if {item.systems.id, item.products.id} <= about:
            found.setdefault(item.evidence, {}).update({topic.topic: topic for topic in item.topics})
    return {key: list(topics.values()) for key, topics in found.items()}


def _standard_uses(matter: Matter, item: Evidence, standard: str) -> tuple[Text, ...]:
    """Say which requirements of a standard cite it, one line for each assessment."""
    texts = []
    for assessment in matter.assessments:
        checklist = matter.snapshot.checklist_of(assessment)
        leaves = matter.uses.get(item.id, {}).get(assessment.id)
        if checklist.short == standard and leaves:
            texts.append(Text(words.requirements(leaves, checklist)))
    return tuple(texts)


def _shared_row(matter: Matter, item: Evidence, topics: list[Topic] | None) -> Row:
    named = Text(cells.evidence_name(item), Face.STRONG, cells.evidence_anchor(item.id))
    return Row(
        (
            Cell((named, Text(words.evidence_kind(item.kind), Face.MUTED))),
            Cell(_standard_uses(matter, item, SYSTEMS)),
            Cell(_standard_uses(matter, item, PRODUCTS)),
            _judged(topics),
        )
    )


def _judged(topics: list[Topic] | None) -> Cell:
    """Say whether one document may serve both: by the strictest of the topics that it lays down for both."""
    if topics is None:
        return Cell((Text(tr("not cited as the rule for both; a record may show both"), Face.MUTED),), Sign.DASH)
    if not topics:
        return Cell((Text(tr("lays down other topics in each; nothing speaks against one document")),), Sign.DISC)
    own = [topic for topic in topics if topic.sharing is Sharing.OWN_DOCUMENT]
    strictest, sign = (Sharing.OWN_DOCUMENT, Sign.CROSS) if own else (Sharing.MAY_SHARE, Sign.DISC)
    texts = [Text(words.sharing(strictest), Face.STRONG)]
    for topic in own or topics:
        texts.append(Text(topic.topic))
        if topic.sharing_reason:
            texts.append(Text(topic.sharing_reason, Face.MUTED))
    return Cell(tuple(texts), sign)
