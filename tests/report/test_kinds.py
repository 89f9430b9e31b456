"""Every kind of report comes out of every workspace: all of its text, no more pages than promised, the numbers told."""

from __future__ import annotations

import dataclasses
import datetime as dt
import io
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from readiness import library
from readiness.errors import UnknownName, UsageError
from readiness.model.history import Commit
from readiness.model.record import new_id
from readiness.model.records import (
    Action,
    ActionState,
    Attachment,
    Attested,
    Citation,
    DocumentRead,
    EarlierRevision,
    Evaluated,
    Evidence,
    EvidenceKind,
    Mark,
    MarkPlace,
    Method,
    Rating,
    Role,
    Saying,
    Service,
    Target,
    Weight,
)
from readiness.model.snapshot import Snapshot
from readiness.report.blocks import Document, Heading, Numbers, Section, Table
from readiness.report.kinds import KINDS, Ask, Format, Kind
from readiness.report.pdf import draw
from readiness.report.request import Order, Request
from readiness.tasks import report, sample, status
from readiness.tasks.report import composed
from readiness.workspace import Workspace
from tests.conftest import QUALITY_MANAGER, TODAY
from tests.report.samples import outline, texts

HOSTILE = (
    '<b>&amp;<img src="/etc/passwd"> {x} %s %(a)d',
    "\U0001f389\x00\x07 \ufffe tail",
    "שלום مرحبا 日本語",
    "=HYPERLINK(1) @SUM +1 -1",
)
LONG = "The form in use lacks the field for it, and three of eight files had no entry. " * 128


def made(snapshot: Snapshot, kind: Kind, commits: tuple[Commit, ...] = (), **asked: Any) -> Document:
    """Compose a kind as of the tests' day."""
    return composed(snapshot, TODAY, Request(kind=kind.name, **asked), kind, "9.9", history=lambda: commits)


def pages(document: Document) -> list[str]:
    """Draw a document and give the text of its pages."""
    file = io.BytesIO()
    draw(document, file)
    return [" ".join(page.extract_text().split()) for page in PdfReader(file).pages]


def shown(document: Document) -> str:
    """Give all texts of a document, one below the other."""
    return "\n".join(texts(document))


@pytest.fixture(params=list(KINDS))
def kind(request: pytest.FixtureRequest) -> Kind:
    """Give each kind."""
    return KINDS[request.param]


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """Give the sample workspace, for looking only."""
    path = sample.make(tmp_path_factory.mktemp("kinds") / "sample", TODAY, QUALITY_MANAGER).workspace
    with Workspace.open(path, QUALITY_MANAGER, read_only=True) as workspace:
        yield workspace


# What is offered


def test_there_are_eighteen_kinds_and_each_says_what_it_is_for(kind: Kind) -> None:
    assert len(KINDS) == 18
    assert kind.title() != kind.purpose()
    assert kind.purpose().endswith(".")
    assert Format.PDF in kind.formats
    assert len({part.name for part in kind.parts}) == len(kind.parts)
    assert all((part.whole is None) != (part.each is None) for part in kind.parts)


def test_files_are_offered_as_people_need_them() -> None:
    tables = {
        "gaps",
        "matrix",
        "cross-reference",
        "evidence",
        "actions",
        "not-applicable",
        "comparison",
        "separation",
        "briefings",
    }
    assert {name for name, kind in KINDS.items() if Format.XLSX in kind.formats} == tables
    assert {name for name, kind in KINDS.items() if Format.DOCX in kind.formats} == {
        "gap",
        "summary",
        "day-pack",
        "scope",
        "handout",
        "briefing",
    }


# Every kind from every workspace


def test_the_sample_gives_every_kind_with_all_its_parts(demo: Workspace, kind: Kind) -> None:
    document = made(demo.snapshot, kind, tuple(demo.history()))
    assert document.sections
    found = pages(document)
    for section in document.sections:
        assert any(" ".join(section.title.split()) in text for text in found), section.title
    anchors = [section.anchor for section in document.sections]
    anchors += [block.anchor for block in document.blocks() if isinstance(block, Heading)]
    anchors += [
        row.anchor for block in document.blocks() if isinstance(block, Table) for row in block.rows if row.anchor
    ]
    assert len(anchors) == len(set(anchors))


def test_an_empty_workspace_gives_every_kind(tmp_path: Path, kind: Kind) -> None:
    with Workspace.create(tmp_path / "empty", "Body", QUALITY_MANAGER) as workspace:
        if kind.needs_both:
            with pytest.raises(UsageError) as refused:
                made(workspace.snapshot, kind)
            assert "two standards" in refused.value.sentence
        else:
            assert pages(made(workspace.snapshot, kind, tuple(workspace.history())))


def test_one_requirement_alone(demo: Workspace, kind: Kind) -> None:
    if kind.general:
        pytest.skip("says nothing of requirements")
    document = made(demo.snapshot, kind, tuple(demo.history()), only=("17065:7.4.4",))
    assert pages(document)
    for block in document.blocks():
        if isinstance(block, Table):
            clauses = {row.clause for row in block.rows if row.clause and not row.band}
            assert clauses <= {"7.4.4"}, kind.name
    if document.cover is not None:
        assert "Limited to 1 of" in "\n".join(texts(document.cover))


@pytest.mark.parametrize("text", ["\n".join(HOSTILE), LONG], ids=["hostile", "long"])
def test_whatever_is_typed_comes_out(both: Workspace, kind: Kind, text: str) -> None:
    _write_everywhere(both, text)
    document = made(both.snapshot, kind, tuple(both.history()))
    assert pages(document)
    for ending in (item for item in kind.formats if item is not Format.PDF):
        target = both.path.parent / f"out.{ending}"
        assert report.make(both.snapshot, target, TODAY, Request(kind=kind.name), history=both.history).size > 1000


def _write_everywhere(workspace: Workspace, text: str) -> None:
    """Fill every optional field of every record with a text, where text goes."""
    evidence = _full(Evidence, text)
    workspace.put(evidence, _full(Service, text))
    workspace.put(msgspec.structs.replace(_full(Service, text), evaluated=(Evaluated.PRODUCT,)))
    for assessment in workspace.snapshot.assessments.values():
        leaves = list(workspace.snapshot.requirements(assessment))
        citations = tuple(Citation(evidence=evidence.id, role=role, where=text[:200], revision="1") for role in Role)
        step = 40 if len(text) < 1000 else 90  # ten thousand letters in fewer places are pages enough
        for leaf, rating in zip(leaves[::step], list(Rating) * 3, strict=False):
            weight = Weight.MAJOR if rating in (Rating.PARTLY, Rating.NONCONFORMING) else Weight.UNSET
            reason = text if rating is Rating.NOT_APPLICABLE else ""
            workspace.answer(
                assessment, (leaf,), rating=rating, weight=weight, note=text, reason=reason, citations=citations,
                responsible=text[:80], due=TODAY, marks=tuple(Mark),
            )  # fmt: skip
        target = Target(assessment=assessment.id, requirement=leaves[0].id)
        workspace.put(msgspec.structs.replace(_full(Action, text), id=new_id(), targets=(target,)))


def _full(kind: type[Any], text: str) -> Any:
    """Make a record with every field filled; a field of a new type has to be taught here."""
    known = {
        "id": new_id(), "kind": EvidenceKind.REPORT, "date": TODAY - dt.timedelta(days=9),
        "valid_until": TODAY - dt.timedelta(days=1),
        "due": TODAY - dt.timedelta(days=3), "state": ActionState.OPEN, "targets": (),
        "file": Attachment(name="a.pdf", sha256="0" * 64, size=12),
        "read": DocumentRead(sha256="0" * 64, sayings=(Saying(what="stages", quoted=text, where=text),)),
        "evaluated": tuple(Evaluated), "methods": tuple(Method), "procedures": (text[:40],),
        "attested": Attested.PRODUCT,
        "mark": MarkPlace.PRODUCT, "answered": "", "planned": True, "scheme": "",
        "earlier": (EarlierRevision(file=Attachment(name="b.pdf", sha256="1" * 64, size=9), replaced=TODAY),),
    }  # fmt: skip
    return kind(**{field.name: known.get(field.name, text) for field in msgspec.structs.fields(kind)})


def test_thirty_assessments(tmp_path: Path, kind: Kind) -> None:
    with Workspace.create(tmp_path / "many", "Body", QUALITY_MANAGER) as workspace:
        for number in range(30):
            item = library.find(("17021-1", "17065")[number % 2])
            workspace.add_assessment(item.checklist, item.raw, f"scope {number} " * 8, "A")
        asked = {"only": ()} if kind.name != "side-by-side" else {"assessment": ""}
        document = made(workspace.snapshot, kind, tuple(workspace.history()), **asked)
        if kind.name == "summary":
            assert len(pages(document)) == 2
        else:
            assert document.sections


# True numbers


def test_figures_are_those_of_status(demo: Workspace) -> None:
    snapshot = demo.snapshot
    told = json.loads(json.dumps(status.status(snapshot, status.findings(snapshot, TODAY)), default=str))
    for name in ("gap", "summary", "progress"):
        document = made(snapshot, KINDS[name], tuple(demo.history()))
        figures = [block for block in document.blocks() if isinstance(block, Numbers) and len(block.items) == 4]
        figures = [block for block in figures if block.items[0].value.endswith("%")]
        by_assessment = {item["id"]: item for item in told["assessments"]}
        assert len(figures) >= len(by_assessment)
        for block, item in zip(figures[-2:] if name != "gap" else figures[:2], by_assessment.values(), strict=True):
            clauses = item["clauses"]
            assert block.items[0].value == f"{clauses['progress_percent']} %"
            assert block.items[1].value == f"{clauses['conformity_percent']} %"
            assert block.items[2].value == str(clauses["majors"])
            assert f"{clauses['rated']} of {clauses['applicable']}" in block.items[0].detail


# What can be asked for


def test_parts_are_left_out(demo: Workspace, kind: Kind) -> None:
    whole = made(demo.snapshot, kind, tuple(demo.history()))
    for part in kind.parts:
        left = made(demo.snapshot, kind, tuple(demo.history()), without=(part.name,))
        assert len(left.sections) < len(whole.sections)
    with pytest.raises(UnknownName):
        report.make(demo.snapshot, Path("x.pdf"), TODAY, Request(kind=kind.name, without=("nothing",)))


def test_what_weighs_most_comes_first_where_that_is_asked(demo: Workspace) -> None:
    document = made(demo.snapshot, KINDS["gaps"], order=Order.WEIGHT)
    table = next(block for block in document.blocks() if isinstance(block, Table))
    weights = [text.text for row in table.rows for text in row.cells[1].texts if text.text in ("major", "minor")]
    assert weights == sorted(weights)
    assert weights[0] == "major"


@pytest.mark.parametrize("name", ["gap", "matrix", "cross-reference", "day-pack"])
def test_the_outline_leads_to_every_clause(demo: Workspace, name: str) -> None:
    document = made(demo.snapshot, KINDS[name])
    file = io.BytesIO()
    draw(document, file)
    reader = PdfReader(file)
    found = {title.split(" ")[0]: page for title, page in outline(reader)}
    for assessment in demo.snapshot.assessments.values():
        for leaf in demo.snapshot.requirements(assessment):
            assert leaf.clause.number in found, leaf.clause.number
    assert "7.4.4" in reader.pages[found["7.4.4"]].extract_text()
    if document.contents:
        assert all("7.4.4" not in page.extract_text() for page in reader.pages[1:2]), "the contents name headings only"


def test_links_lead_from_the_matrix_to_gaps_to_evidence_and_back(demo: Workspace) -> None:
    document = made(demo.snapshot, KINDS["gap"])
    rows = {row.anchor for block in document.blocks() if isinstance(block, Table) for row in block.rows}
    entries = {getattr(block, "anchor", "") for block in document.blocks()}
    targets = {text.target for text in _pieces(document) if text.target}
    assert {target.split("-")[0] for target in targets} >= {"gap", "evidence", "action", "clause"}
    live = {target for target in targets if target in rows | entries}
    assert {target.split("-")[0] for target in live} >= {"gap", "evidence", "action", "clause"}


def _pieces(value: Any) -> Iterator[Any]:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        if type(value).__name__ == "Text":
            yield value
        for field in dataclasses.fields(value):
            yield from _pieces(getattr(value, field.name))
    elif isinstance(value, tuple):
        for item in value:
            yield from _pieces(item)


def test_kinds_that_ask_for_a_time_are_those_that_look_back() -> None:
    assert {name for name, kind in KINDS.items() if Ask.PERIOD in kind.asks} == {"changes", "progress"}


def test_the_day_pack_is_about_the_clauses_named(demo: Workspace) -> None:
    document = made(demo.snapshot, KINDS["day-pack"], clauses=("17065:7.4", "9.4"))
    numbers = {getattr(block, "number", "") for block in document.blocks()} - {""}
    assert numbers
    assert all(number.startswith(("7.4", "9.4")) for number in numbers)
    with pytest.raises(UnknownName):
        made(demo.snapshot, KINDS["day-pack"], clauses=("99",))


def test_attached_data_is_what_is_printed_and_said(demo: Workspace, tmp_path: Path) -> None:
    target = tmp_path / "gap.pdf"
    report.make(demo.snapshot, target, TODAY, Request(kind="gap", data=True, only=("17065:7.4.4",)))
    reader = PdfReader(target)
    assert list(reader.attachments) == ["data.xlsx"]
    assert "Data attached" in reader.pages[0].extract_text()
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(reader.attachments["data.xlsx"][0]))
    text = "\n".join(str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value)
    assert "7.4.4" in text
    assert "7.6.1" not in text.replace("17065:7.6.1", "")


# Nothing named in a note is ever opened

_REACHED: list[str] = []
_MARK = "nobody-may-open-this"


def _watch(event: str, arguments: tuple[Any, ...]) -> None:
    if event in ("open", "socket.connect", "socket.getaddrinfo", "urllib.Request") and _MARK in repr(arguments[:1]):
        _REACHED.append(f"{event} {arguments[:1]}")


sys.addaudithook(_watch)
_WRAPPED = (
    "{}",
    '<img src="{}"/>',
    '<a href="{}">x</a>',
    "file://{}",
    "https://{}/x",
    "\\\\{}\\share",
    "<para>{}",
    "$({})",
)


_NOTES = st.lists(st.tuples(st.sampled_from(_WRAPPED), st.text(max_size=30)), min_size=20, max_size=20)


@settings(max_examples=25, deadline=None)
@given(parts=_NOTES)
def test_no_file_or_address_named_in_a_note_is_opened(parts: list[tuple[str, str]]) -> None:
    _draw_and_watch(parts)


@pytest.mark.full
@settings(max_examples=500, deadline=None)
@given(parts=_NOTES)
def test_none_of_ten_thousand_notes_opens_anything(parts: list[tuple[str, str]]) -> None:
    _draw_and_watch(parts)


def _draw_and_watch(parts: list[tuple[str, str]]) -> None:
    """Put twenty notes into the blocks that every drawing prints, and see that nothing named in them is reached."""
    from readiness.report import docx, xlsx
    from readiness.report.blocks import Cell, Column, Cover, Entry, Field, Paragraph, Row, Text

    notes = [form.format(f"/tmp/{_MARK}") + more for form, more in parts]
    rows = tuple(Row((Cell((Text(note),)),)) for note in notes)
    blocks = (
        Paragraph(notes[0]),
        Table((Column("Note", 1),), rows),
        Entry("1", notes[1], (), (Field("a", (Text(notes[2]),)),)),
    )
    document = Document(
        "t", "s", notes[3], "c", (), "en", TODAY, notes[4], "f", Cover("k", notes[5], "s", ()),
        (Section("Notes", "notes", blocks),),
    )  # fmt: skip
    _REACHED.clear()
    for drawer in (draw, xlsx.draw, docx.draw):
        drawer(document, io.BytesIO())
    assert _REACHED == []
