"""The cross-reference matrix in the words of each form; forms of the user's own, and what is wrong with one."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest

from readiness import library, places
from readiness.errors import BadFile, UnknownName
from readiness.model.profile import Grade, Holds, Profile
from readiness.model.records import Answer, Mark, Rating, Weight
from readiness.report.blocks import Document, KeyValues, Table
from readiness.report.kinds import KINDS
from readiness.report.request import Request
from readiness.report.sections.cross_reference import grade
from readiness.tasks.report import composed
from readiness.workspace import Workspace
from tests.conftest import TODAY
from tests.report.samples import fill, texts

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
    assert all(column.titles["de"] for column in profile.columns)
    assert all(field.titles["de"] for field in profile.head)
    for words in profile.grades.values():
        assert words.meanings["de"]


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
        (_answer(Rating.NOT_ASSESSED), "–", "F"),
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
