"""What the gap report says, looked at as blocks."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import msgspec
import pytest

from readiness.analysis.figures import figures
from readiness.errors import UnknownName
from readiness.model.records import Assessment, Rating, Role, Weight
from readiness.model.snapshot import Snapshot
from readiness.report.blocks import (
    Callout,
    Chart,
    Document,
    Entry,
    Face,
    Heading,
    Number,
    Numbers,
    Row,
    Sign,
    Table,
    Tone,
)
from readiness.report.matter import chosen
from readiness.report.sections import matrix
from readiness.tasks import begin, status
from readiness.workspace import Workspace
from tests.conftest import QUALITY_MANAGER
from tests.report.samples import built, cover_of, evidence, fill, rate, section, text_of, texts


def _assessment(snapshot: Snapshot, standard: str) -> Assessment:
    return snapshot.assessments_of(standard)[0]


def _rows(snapshot: Snapshot, standard: str, start: str) -> list[Row]:
    found = section(built(snapshot), f"{start}-{_assessment(snapshot, standard).id}")
    return [row for block in found.blocks if isinstance(block, Table) for row in block.rows if not row.band]


def _matrix_row(snapshot: Snapshot, standard: str, number: str) -> Row:
    return next(row for row in _rows(snapshot, standard, "matrix") if row.clause == number)


def _entry(snapshot: Snapshot, start: str, number: str) -> Entry:
    found = section(built(snapshot), start)
    return next(block for block in found.blocks if isinstance(block, Entry) and block.number == number)


def test_an_empty_workspace_has_a_report_that_says_so(tmp_path: Path) -> None:
    with Workspace.create(tmp_path / "empty", "Body", QUALITY_MANAGER) as workspace:
        document = built(workspace.snapshot)
    assert "Nothing is assessed yet." in text_of(cover_of(document))
    assert [item.anchor for item in document.sections] == [
        "summary",
        "mix-ups",
        "evidence",
        "actions",
        "method",
    ]
    assert document.proofs == ()


def test_the_two_standards_are_parts_of_their_own_in_order(both: Workspace) -> None:
    document = built(both.snapshot)
    anchors = [item.anchor.split("-")[0] for item in document.sections]
    one = ["part", "gaps", "matrix", "other"]
    assert anchors == ["summary", "mix", *one, *one, "evidence", "actions", "method"]
    parts = [item.title for item in document.sections if item.anchor.startswith("part-")]
    assert parts == ["Part 1: ISO/IEC 17021-1:2015", "Part 2: ISO/IEC 17065:2012"]


def test_one_standard_has_one_part_and_says_that_nothing_can_be_mixed_up(tmp_path: Path) -> None:
    with begin.new_workspace(tmp_path / "one", "Body", ["17065"], QUALITY_MANAGER) as workspace:
        document = built(workspace.snapshot)
    assert sum(item.anchor.startswith("part-") for item in document.sections) == 1
    assert "One standard only" in text_of(section(document, "mix-ups"))


def test_the_cover_names_everything_that_identifies_the_report(both: Workspace) -> None:
    fill(both)
    cover = cover_of(built(both.snapshot))
    shown = text_of(cover)
    assert cover.title == "Sample certification body"
    for wanted in (
        "ISO/IEC 17021-1:2015",
        "ISO/IEC 17065:2012",
        "all certification activities",
        "National body",
        "2027-01-31",
        "2026-03-02",
        "iso-iec-17065-2012, version",
        both.snapshot.head,
        "not the text of the standard",
        "Not reviewed by an accreditation assessor",
    ):
        assert wanted in shown, wanted


def test_unset_fields_leave_no_empty_lines_on_the_cover(both: Workspace) -> None:
    shown = list(texts(cover_of(built(both.snapshot)).blocks))
    assert "Accreditation body" not in shown
    assert "" not in shown


@pytest.mark.parametrize("standard", ["17021-1", "17065"])
def test_figures_agree_with_the_analysis_and_with_status(both: Workspace, standard: str) -> None:
    fill(both)
    snapshot = both.snapshot
    assessment = _assessment(snapshot, standard)
    counted = figures(snapshot, assessment)
    summary = section(built(snapshot), "summary")
    place = summary.blocks.index(
        next(b for b in summary.blocks if isinstance(b, Heading) and b.anchor == f"figures-{assessment.id}")
    )
    tiles = next(block for block in summary.blocks[place:] if isinstance(block, Numbers)).items
    chart = next(block for block in summary.blocks[place:] if isinstance(block, Chart))
    said = next(item for item in status.status(snapshot, ())["assessments"] if item["id"] == assessment.id)
    clauses = said["clauses"]
    assert _leading(tiles[0].value) == clauses["progress_percent"] == counted.clauses.progress
    assert _leading(tiles[1].value) == clauses["conformity_percent"] == counted.clauses.conformity
    assert _leading(tiles[2].value) == clauses["majors"]
    assert _leading(tiles[3].value) == clauses["ratings"]["not-assessed"]
    assert _counts(tiles[0]) == [
        clauses["rated"], clauses["applicable"], said["letters"]["rated"], said["letters"]["applicable"]
    ]  # fmt: skip
    assert _counts(tiles[1]) == [
        clauses["duties_conforming"],
        clauses["duties_rated"],
        said["letters"]["duties_conforming"],
        said["letters"]["duties_rated"],
    ]
    assert [bar.number for bar in chart.bars] == [group["number"] for group in said["groups"]]
    for bar, group in zip(chart.bars, said["groups"], strict=True):
        assert sorted(bar.values) == sorted(group["clauses"]["ratings"].values())
    assert [sum(column) for column in zip(*(bar.values for bar in chart.bars), strict=True)] == list(chart.total.values)


def _leading(text: str) -> int:
    return int(re.match(r"\d+", text).group())  # type: ignore[union-attr]


def _counts(tile: Number) -> list[int]:
    return [int(number) for number in re.findall(r"\d+", tile.detail)]


def test_nothing_rated_shows_a_dash_and_no_percentage(both: Workspace) -> None:
    summary = section(built(both.snapshot), "summary")
    tiles = next(block for block in summary.blocks if isinstance(block, Numbers)).items
    assert (tiles[0].value, tiles[1].value) == ("0 %", "–")


def test_equal_letters_are_folded_and_one_that_differs_stands_alone(both: Workspace) -> None:
    whole = _matrix_row(both.snapshot, "17065", "4.1.2.2 a) to k)")
    assert whole.cells[1].sign is Sign.RING
    rate(both, "17065:4.1.2.2 d)", Rating.CONFORMING)
    numbers = [row.clause for row in _rows(both.snapshot, "17065", "matrix")]
    assert "4.1.2.2 a) to c), e) to k)" in numbers
    assert _matrix_row(both.snapshot, "17065", "4.1.2.2 d)").cells[1].sign is Sign.DISC


@pytest.mark.parametrize("standard", ["17021-1", "17065"])
def test_every_requirement_stands_once_in_matrix_or_other_option(both: Workspace, standard: str) -> None:
    snapshot = both.snapshot
    checklist = snapshot.checklist_of(_assessment(snapshot, standard))
    found = []
    for start in ("matrix", "other"):
        for row in _rows(snapshot, standard, start):
            found += _expand(row.clause)
    assert sorted(found) == sorted(checklist.requirements)


def _expand(label: str) -> list[str]:
    """Unfold '4.1.2.2 a) to c), f)' into ids; numbers without letters stand for themselves."""
    number, _, letters = label.partition(" ")
    if not letters:
        return [number]
    ids = []
    for part in letters.split(", "):
        first, _, last = part.replace(")", "").partition(" to ")
        ids += [f"{number}.{chr(code)}" for code in range(ord(first), ord(last or first) + 1)]
    return ids


def test_the_other_option_is_listed_outside_the_figures(both: Workspace) -> None:
    rows = [row.clause for row in _rows(both.snapshot, "17021-1", "other")]
    assert rows[0].startswith("10.3")
    assert not any(row.clause.startswith("10.3") for row in _rows(both.snapshot, "17021-1", "matrix"))
    assert not any("10.3" in text for text in texts(section(built(both.snapshot), "summary")))


def test_a_major_gap_heads_the_verdict_whatever_the_percentage(both: Workspace) -> None:
    snapshot = both.snapshot
    for assessment in snapshot.assessments.values():
        both.answer(assessment, list(snapshot.requirements(assessment)), rating=Rating.CONFORMING)
    ready = built(both.snapshot)
    assert _box(ready).tone is Tone.GOOD
    rate(both, "17065:7.6.2", Rating.NONCONFORMING, weight=Weight.MAJOR)
    document = built(both.snapshot)
    box = _box(document)
    assert (box.tone, box.title) == (Tone.STOPS, "Not ready: 1 finding stops the application.")
    summary = section(document, "summary")
    first = [type(block) for block in summary.blocks].index(Table)
    assert first < [type(block) for block in summary.blocks].index(Numbers)
    table = summary.blocks[first]
    assert isinstance(table, Table)
    assert table.rows[0].cells[0].texts[0].text == "7.6.2"
    assert table.rows[0].cells[2].sign is Sign.CROSS


def _box(document: Document) -> Callout:
    return next(block for block in cover_of(document).blocks if isinstance(block, Callout))


def test_a_minor_gap_does_not_stop(both: Workspace) -> None:
    rate(both, "17065:7.6.2", Rating.NONCONFORMING, weight=Weight.MINOR)
    stops = text_of(section(built(both.snapshot), "summary"))
    assert "nonconforming, minor" not in stops


def test_mix_ups_have_a_section_up_front_and_are_in_the_verdict(both: Workspace) -> None:
    evidence(
        both,
        {"17021-1:9.5.1.1": Role.LAID_DOWN, "17065:7.6.2": Role.LAID_DOWN},
        title="Decision rules",
        reference="P-12",
    )
    rate(both, "17065:7.4.1", Rating.CONFORMING, note="We do a Stage 1 and a Stage 2 audit.")
    document = built(both.snapshot)
    entries = [block for block in section(document, "mix-ups").blocks if isinstance(block, Entry)]
    assert [(entry.number, entry.title) for entry in entries] == [
        ("P-12", "Decision rules"),
        ("17065, 7.4.1", "Plan for evaluation activities"),
    ]
    assert "Stage 1 and a Stage 2" in text_of(section(document, "mix-ups"))
    assert [item.anchor for item in document.sections][:2] == ["summary", "mix-ups"]
    summary = section(document, "summary")
    table = next(block for block in summary.blocks if isinstance(block, Table))
    assert [row.cells[0].texts[0].text for row in table.rows] == ["P-12", "17065, 7.4.1"]


def test_a_gap_is_described_with_question_note_evidence_action_and_what_to_look_for(both: Workspace) -> None:
    fill(both)
    start = f"gaps-{_assessment(both.snapshot, '17065').id}"
    entry = _entry(both.snapshot, start, "7.4.1")
    leaf = both.snapshot.checklist_of(_assessment(both.snapshot, "17065")).requirements["7.4.1"]
    fields = {field.label: "\n".join(text.text for text in field.texts) for field in entry.fields}
    assert fields["Asked"] == leaf.question
    assert fields["Found"] == "No plan for sampling."
    assert "Write a sampling plan (in progress, Head of evaluation, due 2026-02-01, overdue)" in fields["Action"]
    assert leaf.laid_down[0] in fields["To look for"]
    assert [text.text for text in entry.state] == ["nonconforming, major", "stops the application"]
    partly = _entry(both.snapshot, start, "7.4.2")
    shown = text_of_entry(partly)
    assert "F-04 Certification agreement, section 4.2 (expired 2026-01-31)" in shown
    assert "Head of evaluation, by 2026-05-01" in shown
    assert "follow up, to be checked on site" in shown


def text_of_entry(entry: Entry) -> str:
    return "\n".join(texts(entry))


@pytest.mark.parametrize(
    ("number", "lacking"),
    [("4.1.1", "no evidence at all"), ("4.1.2.1", "laid down, not shown to be practised")],
)
def test_conforming_with_one_role_or_none_is_a_gap(both: Workspace, number: str, lacking: str) -> None:
    fill(both)
    row = next(row for row in _rows(both.snapshot, "17065", "gaps") if row.clause == number)
    assert row.cells[1].texts[0].text == lacking


def test_expired_evidence_is_a_gap(both: Workspace) -> None:
    fill(both)
    gaps = section(built(both.snapshot), f"gaps-{_assessment(both.snapshot, '17065').id}")
    place = [getattr(block, "text", "") for block in gaps.blocks].index("Evidence no longer valid")
    table = gaps.blocks[place + 1]
    assert isinstance(table, Table)
    assert [row.clause for row in table.rows] == ["4.1.2.1", "7.4.2"]


def test_a_clause_with_two_expired_documents_is_listed_once(both: Workspace) -> None:
    for title in ("Old", "Older"):
        evidence(both, {"17065:7.4.2": Role.SHOWN_BY}, title=title, valid_until=dt.date(2020, 1, 1))
    rows = [row for row in _rows(both.snapshot, "17065", "gaps") if row.clause == "7.4.2"]
    # among the expired ones once, and among those that nobody assessed
    assert len(rows) == 2


def test_places_to_be_confirmed_have_a_list_where_there_are_any(both: Workspace) -> None:
    record = evidence(both, {"17065:7.4.2": Role.SHOWN_BY}, title="Plan", revision="1")
    part = f"gaps-{_assessment(both.snapshot, '17065').id}"
    before = [getattr(block, "text", "") for block in section(built(both.snapshot), part).blocks]
    assert "Place to be confirmed" not in before
    both.put(msgspec.structs.replace(record, revision="2"))
    gaps = section(built(both.snapshot), part)
    place = [getattr(block, "text", "") for block in gaps.blocks].index("Place to be confirmed")
    table = gaps.blocks[place + 1]
    assert isinstance(table, Table)
    assert [row.clause for row in table.rows] == ["7.4.2"]


def test_the_matrix_shows_the_question_nowhere_and_citations_by_role(both: Workspace) -> None:
    fill(both)
    row = _matrix_row(both.snapshot, "17065", "7.4.2")
    cells = ["\n".join(text.text for text in cell.texts) for cell in row.cells]
    assert cells[2] == ""
    assert cells[3] == "F-04 Certification agreement, section 4.2 (expired 2026-01-31)"
    leaf = both.snapshot.checklist_of(_assessment(both.snapshot, "17065")).requirements["7.4.2"]
    assert not any(leaf.question in cell for cell in cells)
    na = _matrix_row(both.snapshot, "17021-1", "9.1.5")
    assert "Reason: No client has several sites." in [text.text for text in na.cells[4].texts]
    assert na.cells[1].sign is Sign.DASH


def test_unconfirmed_numbers_carry_a_sign_explained_under_the_table(both: Workspace) -> None:
    checklist = both.snapshot.checklist_of(_assessment(both.snapshot, "17065"))
    marks = matrix.confirmation_marks(checklist)
    found = section(built(both.snapshot), f"matrix-{_assessment(both.snapshot, '17065').id}")
    table = next(block for block in found.blocks if isinstance(block, Table))
    assert marks
    assert set(table.notes) == {f"{mark} {meaning}" for meaning, mark in marks.items()}
    shown = {row.cells[0].texts[0].text for row in table.rows if not row.band}
    unconfirmed = next(
        c for c in checklist.clauses if c.question and not c.letters and c.numbering == "to be confirmed"
    )
    confirmed = next(c for c in checklist.clauses if c.question and not c.letters and c.numbering == "confirmed")
    assert confirmed.number in shown
    assert any(f"{unconfirmed.number} {mark}" in shown for mark in marks.values())


def test_the_register_holds_every_piece_of_evidence_and_what_it_serves(both: Workspace) -> None:
    fill(both)
    shown = text_of(section(built(both.snapshot), "evidence"))
    for wanted in (
        "F-04", "rev. 3", "Certification agreement", "contract", "of 2024-02-01", "expired 2026-01-31",
        "Legal adviser", "file: agreement.docx", "Two languages.", "17065: 4.1.2.1, 7.4.2",
        "Uncited minutes", "https://example.org/minutes", "nothing yet",
    ):  # fmt: skip
        assert wanted in shown, wanted


def test_actions_show_all_their_fields_and_only_those_that_are_set(both: Workspace) -> None:
    fill(both)
    entries = [block for block in section(built(both.snapshot), "actions").blocks if isinstance(block, Entry)]
    assert [field.label for field in entries[0].fields] == [
        "Answers", "Correction", "Cause", "Action", "Owner", "Due", "Effect checked",
    ]  # fmt: skip
    assert entries[0].fields[0].texts[0].text == "ISO/IEC 17065:2012 7.4.1"
    assert [text.text for text in entries[0].state] == ["in progress", "overdue"]
    assert [field.texts[0].text for field in entries[1].fields] == ["no requirement yet"]


def test_method_and_limits_carry_the_notice_and_the_way_to_check_the_head(both: Workspace) -> None:
    shown = text_of(section(built(both.snapshot), "method"))
    assert "not the text of the standard" in shown
    assert f"--against {both.snapshot.head}" in shown
    assert "never mixed" in shown


def test_a_report_on_one_assessment_holds_its_part_and_its_evidence_alone(both: Workspace) -> None:
    fill(both)
    document = built(both.snapshot, "17021-1")
    assert [item.title for item in document.sections if item.anchor.startswith("part-")] == [
        "Part 1: ISO/IEC 17021-1:2015"
    ]
    assert "Certification agreement" not in text_of(section(document, "evidence"))
    assert "Write a sampling plan" not in text_of(section(document, "actions"))
    assert document.proofs[0].labels[0] == "5.1.1"


def test_an_unknown_assessment_is_refused(both: Workspace) -> None:
    with pytest.raises(UnknownName, match="No assessment is called 'none'"):
        chosen(both.snapshot, "none")


def test_user_text_stands_in_the_blocks_as_it_is(both: Workspace) -> None:
    note = '<b>&amp;<img src="/etc/passwd">'
    rate(both, "17065:7.4.1", Rating.NONCONFORMING, note=note)
    row = _matrix_row(both.snapshot, "17065", "7.4.1")
    assert [(text.text, text.face) for text in row.cells[4].texts] == [(note, Face.PLAIN)]


def test_a_long_note_of_a_gap_is_whole_among_the_gaps_and_cut_in_the_matrix(both: Workspace) -> None:
    note = "word " * 4000
    rate(both, "17065:7.4.1", Rating.NONCONFORMING, note=note)
    rate(both, "17065:7.4.2", Rating.CONFORMING, note=note)
    shown = [_matrix_row(both.snapshot, "17065", number).cells[4].texts[0].text for number in ("7.4.1", "7.4.2")]
    assert shown[0].endswith("word … (in full among the gaps)")
    assert len(shown[0]) < 400
    assert shown[1] == note
    entry = _entry(both.snapshot, f"gaps-{_assessment(both.snapshot, '17065').id}", "7.4.1")
    assert note in [text.text for field in entry.fields for text in field.texts]


def test_a_report_of_the_same_records_is_the_same(both: Workspace) -> None:
    fill(both)
    assert built(both.snapshot) == built(both.snapshot)
