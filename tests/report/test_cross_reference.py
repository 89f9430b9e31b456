"""The cross-reference matrix in the words of each form; forms of the user's own, and what is wrong with one."""

from __future__ import annotations

import codecs
import json
import re
from pathlib import Path
from typing import Any

import msgspec
import openpyxl
import pytest

from readiness import library, places
from readiness.analysis.rows import folded
from readiness.errors import BadFile, UnknownName
from readiness.model.profile import Grade, Holds, Profile
from readiness.model.records import Answer, Mark, Rating, Weight
from readiness.report.blocks import Document, KeyValues, Table
from readiness.report.kinds import KINDS
from readiness.report.request import Request
from readiness.report.sections.cells import label
from readiness.report.sections.cross_reference import grade
from readiness.tasks import report
from readiness.tasks.report import composed
from readiness.workspace import Workspace
from tests.conftest import TODAY
from tests.report.samples import built, cover_of, fill, text_of, texts

SHIPPED = ("neutral", "1-2-3-0", "c-nc-na", "c-o-n-t-f-na")


def _made(workspace: Workspace, profile: str) -> Document:
    request = Request(kind="cross-reference", profile=profile)
    return composed(workspace.snapshot, TODAY, request, KINDS["cross-reference"])


def _answer(rating: Rating, weight: Weight = Weight.UNSET, marks: tuple[Mark, ...] = ()) -> Answer:
    return Answer(id="a", assessment="b", requirement="4.1", rating=rating, weight=weight, marks=marks)


def test_four_forms_are_shipped_the_neutral_one_first() -> None:
    assert tuple(profile.id for profile in library.profiles()) == SHIPPED


@pytest.mark.parametrize("name", SHIPPED)
def test_every_form_is_complete_in_english_and_german(name: str) -> None:
    profile = library.profile(name)
    assert set(profile.grades) >= set(Grade) - {Grade.ON_SITE}
    assert profile.columns[0].holds is Holds.CLAUSE
    assert any(column.holds is Holds.BLANK for column in profile.columns), "room for the assessor"
    assert any(column.holds in (Holds.REASON, Holds.REMARKS) for column in profile.columns), "the reason of every N/A"
    assert profile.source
    assert profile.sources["de"] == profile.sourced("de") != profile.sourced("en")
    assert all(column.titles["de"] for column in profile.columns)
    assert all(field.titles["de"] for field in profile.head)
    for words in profile.grades.values():
        assert words.meanings["de"]
        assert not re.search("[a-z]{2}", words.letter) or words.letters["de"] == words.written("de")


@pytest.mark.parametrize("name", SHIPPED)
def test_every_requirement_has_its_row_and_its_grade(both: Workspace, name: str) -> None:
    fill(both)
    document, profile = _made(both, name), library.profile(name)
    place = [column.holds for column in profile.columns].index(Holds.GRADE)
    letters = {words.letter for words in profile.grades.values()}
    tables = [block for block in document.blocks() if isinstance(block, Table)]
    assert len(tables) == 2
    for table in tables:
        assert table.lines == profile.lines > 1
        assert {row.cells[place].texts[0].text for row in table.rows} <= letters
        for row in table.rows:
            for column, cell in zip(profile.columns, row.cells, strict=True):
                assert column.holds is not Holds.BLANK or cell.texts == ()
    heads = [block for block in document.blocks() if isinstance(block, KeyValues)]
    assert all(field.title in dict(heads[0].pairs) for field in profile.head)
    assert len(document.proofs) == 2
    assert "own words" in " ".join(texts(document))


def test_ratings_are_graded_as_the_form_says() -> None:
    iso, sac = library.profile("1-2-3-0"), library.profile("c-o-n-t-f-na")
    for answer, one, other in (
        (_answer(Rating.CONFORMING), "1", "C"),
        (_answer(Rating.PARTLY, Weight.MINOR), "2", "N"),
        (_answer(Rating.NONCONFORMING, Weight.MAJOR), "3", "N"),
        (_answer(Rating.NONCONFORMING), "2 or 3", "N"),
        (_answer(Rating.NOT_APPLICABLE), "0", "NA"),
        (_answer(Rating.NOT_ASSESSED), "–", "–"),
        (_answer(Rating.NOT_ASSESSED, marks=(Mark.CHECK_ON_SITE,)), "–", "T"),
    ):
        assert iso.grades[grade(answer, iso)].letter == one
        assert sac.grades[grade(answer, sac)].letter == other


def _own(name: str, **changes: Any) -> Path:
    """Put a form of the user's own into her folder, made from the neutral one."""
    value = {**msgspec.to_builtins(library.profile("neutral")), "id": "ours", "name": "Our body's form", **changes}
    folder = places.settings_folder() / "profiles"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(json.dumps(value), encoding="utf-8")
    return path


def test_a_user_adds_a_form_of_her_own(both: Workspace) -> None:
    _own(
        "ours.json",
        columns=[{"title": "No.", "holds": "clause", "width": 1}, {"title": "OK?", "holds": "grade", "width": 1}],
    )
    assert tuple(profile.id for profile in library.profiles()) == (*SHIPPED, "ours")
    table = next(block for block in _made(both, "ours").blocks() if isinstance(block, Table))
    assert [column.title for column in table.columns] == ["No.", "OK?"]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"grades": {"conforming": {"letter": "C", "meaning": "yes"}}}, "lacks minor, major"),
        ({"columns": []}, "at least one column"),
        ({"columns": [{"title": "A", "holds": "clause", "width": 0}]}, "width above 0"),
        ({"columns": [{"title": "A", "holds": "colour", "width": 1}]}, "$.columns[0].holds"),
        ({"lines": "many"}, "$.lines"),
        ({"colour": "red"}, "colour"),
        ({"columns": [{"title": " ", "holds": "clause", "width": 1}]}, "columns[0].title is empty"),
        ({"columns": [{"title": "A", "holds": "grade", "width": 1}]}, "one that holds 'clause'"),
        ({"columns": [{"title": "A", "holds": "clause", "width": 1}] * 13}, "at most 12"),
        (
            {"columns": [{"title": "A", "holds": "clause", "width": 1}, {"title": "B", "holds": "grade", "width": 99}]},
            "columns[0].width is less than 1/30",
        ),
        ({"lines": 0}, "lines is 0"),
        ({"lines": 10**9}, "must be 1 to 20"),
        ({"id": " "}, "id is empty"),
        ({"id": "neutral"}, "another profile has"),
    ],
)
def test_what_is_wrong_with_a_form_is_said_with_its_place(changes: dict[str, Any], said: str) -> None:
    path = _own("ours.json", **changes)
    with pytest.raises(BadFile) as refused:
        library.profiles()
    assert said in refused.value.sentence
    assert path.name in refused.value.sentence
    assert refused.value.next_step


def test_every_grade_is_needed_but_on_site_and_each_has_a_letter() -> None:
    grades = msgspec.to_builtins(library.profile("neutral"))["grades"]
    for name in Grade:
        _own("ours.json", grades={key: value for key, value in grades.items() if key != name})
        if name is Grade.ON_SITE:
            assert library.profile("ours").grades
        else:
            with pytest.raises(BadFile, match=f"grades lacks {name}"):
                library.profiles()
    _own("ours.json", grades={**grades, "minor": {"letter": "", "meaning": "a lapse"}})
    with pytest.raises(BadFile, match=r"grades\.minor\.letter is empty"):
        library.profiles()


def test_a_bad_form_of_hers_stops_no_report_that_does_not_use_it(both: Workspace) -> None:
    _own("ours.json", lines=0)
    assert _made(both, "neutral").sections
    with pytest.raises(BadFile):
        _made(both, "ours")


def test_the_narrowest_form_that_is_taken_comes_out_and_so_does_the_widest(both: Workspace) -> None:
    fill(both)
    narrow = [{"title": "Clause", "holds": "clause", "width": 1}, {"title": "Remarks", "holds": "remarks", "width": 29}]
    many = [{"title": f"{kind} column", "holds": kind, "width": 1} for kind in (*Holds, "blank", "blank")]
    for columns in (narrow, many):
        _own("ours.json", columns=columns, lines=20)
        target = both.path.parent / "form.pdf"
        request = Request(kind="cross-reference", profile="ours", only=("17065:7.4.2", "17065:4.1.2.2"))
        assert report.make(both.snapshot, target, TODAY, request).pages > 1


def test_a_file_saved_with_a_byte_order_mark_is_read() -> None:
    path = _own("ours.json")
    path.write_bytes(codecs.BOM_UTF8 + path.read_bytes())
    assert library.profile("ours").name == "Our body's form"


def test_grades_that_only_an_assessor_gives_are_explained_and_never_filled_in(both: Workspace) -> None:
    fill(both)
    document = _made(both, "c-o-n-t-f-na")
    assert "Given by an assessor only: O: observation; F: further information needed" in texts(document)
    tables = [block for block in document.blocks() if isinstance(block, Table)]
    assert not {"O", "F"} & {text for table in tables for row in table.rows for text in texts(row)}


def test_what_is_handed_in_has_no_verdict_of_ours_on_its_cover(both: Workspace) -> None:
    fill(both)
    assert not re.search("findings? stops? the application", text_of(cover_of(_made(both, "neutral"))))
    assert re.search("findings? stops? the application", text_of(cover_of(built(both.snapshot))))


def test_a_standard_of_which_nothing_is_shown_has_no_empty_matrix(both: Workspace) -> None:
    request = Request(kind="cross-reference", clauses=("17065:7.4",))
    document = composed(both.snapshot, TODAY, request, KINDS["cross-reference"])
    assert [section.title for section in document.sections] == ["ISO/IEC 17065:2012"]


def test_as_a_workbook_each_standard_is_a_sheet_to_hand_in(both: Workspace, tmp_path: Path) -> None:
    fill(both)
    target = tmp_path / "matrix.xlsx"
    report.make(both.snapshot, target, TODAY, Request(kind="cross-reference", profile="1-2-3-0"))
    book = openpyxl.load_workbook(target)
    profile = library.profile("1-2-3-0")
    for assessment in both.snapshot.assessments.values():
        checklist = both.snapshot.checklist_of(assessment)
        sheet = next(sheet for sheet in book if checklist.short in sheet.title)
        cells = [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value]
        assert all(any(cell.startswith(column.title) for cell in cells) for column in profile.columns)
        for row in folded(both.snapshot, assessment):
            assert any(cell.startswith(label(row.leaves)) for cell in cells), label(row.leaves)


def test_a_form_that_is_no_json_at_all_and_one_that_is_not_there() -> None:
    path = _own("ours.json")
    path.write_bytes(b"\xff\xfe{")
    with pytest.raises(BadFile):
        library.profiles()
    path.unlink()
    with pytest.raises(UnknownName) as refused:
        library.profile("ours")
    assert "c-nc-na" in refused.value.next_step


def test_profile_round_trips() -> None:
    for profile in library.profiles():
        assert msgspec.json.decode(msgspec.json.encode(profile), type=Profile) == profile
