"""The verbs that keep the work safe: backups, restore, recover."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from readiness.model.record import new_id
from readiness.model.records import RECORD_TYPES, Evidence, EvidenceKind, Rating
from readiness.tasks import backups, settings
from readiness.workspace import Backups, Workspace, utc_now
from tests.cli.test_cli import Line
from tests.conftest import QUALITY_MANAGER


@pytest.fixture
def line(capsys: pytest.CaptureFixture[str]) -> Line:
    return Line(capsys)


@pytest.fixture
def body(line: Line, tmp_path: Path) -> Path:
    made = line.json("new", tmp_path / "body", "--organization", "Body", "--standard", "17021-1", "--standard", "17065")
    return Path(made["workspace"])


def test_backups_are_made_listed_and_only_where_something_changed(line: Line, body: Path) -> None:
    assert line("backups", body)[1] == "No backups yet.\n"
    made = line.json("backups", body, "--make", "--by", "quality manager")["made"]
    assert line.json("backups", body, "--make") == {"made": None, "copied": None}
    assert line.json("backups", body) == [made]
    assert (made["author"], made["rated"], made["sequence"]) == ("quality manager", 0, 3)
    assert "change no. 3  0 rated, 0 evidence, 0 actions  quality manager" in line("backups", body)[1]


def test_they_are_made_while_a_window_has_the_workspace(line: Line, body: Path) -> None:
    with Workspace.open(body, QUALITY_MANAGER) as workspace:
        assessment, leaves = workspace.snapshot.locate("17065:7.5.1")
        workspace.answer(assessment, leaves, rating=Rating.PARTLY)
        made = line.json("backups", body, "--make")["made"]
        assert (made["sequence"], made["rated"]) == (4, 1)
        code, _, err = line("restore", body, made["name"])
        assert (code, "is open on" in err) == (3, True)
        assert line.json("restore", body, made["name"], "--dry-run")["changes"] == []


def test_restoring_shows_first_what_would_change_and_can_be_undone(line: Line, body: Path) -> None:
    line("answer", body, "17065:7.5.1", "--rating", "partly", "--weight", "minor")
    name = line.json("backups", body, "--make")["made"]["name"]
    line("answer", body, "17065:7.5.1", "--rating", "nonconforming", "--note", "seen on site")
    line("evidence", "add", body, "--title", "Review form", "--kind", "form", "--laid-down", "17065:7.5.1")
    seen = line.json("restore", body, name, "--dry-run")
    assert seen["counts"] == ["Answers: 1 changed", "Evidence: 1 removed"]
    fields = {(change["record"], change["field"]): (change["now"], change["then"]) for change in seen["changes"]}
    assert fields["17065: 7.5.1", "rating"] == ("nonconforming", "partly conforming")
    assert fields["17065: 7.5.1", "citations"] == ("1 entry", "")
    assert fields["Review form", "kind"] == ("form", "")
    text = line("restore", body, name[:10], "--dry-run")[1]
    assert "  17065: 7.5.1, note: seen on site → nothing" in text
    code, out, _ = line("restore", body, name)
    assert code == 0
    assert out.startswith("Restored the backup of ")
    assert line.json("restore", body, name)["changed"] is False
    assert line("restore", body, name, "--dry-run")[1] == "Nothing differs from what is recorded.\n"
    assert line("undo", body)[1].startswith("Undid: Restored the backup of ")
    assert line.json("restore", body, name, "--dry-run")["counts"] == seen["counts"]


def test_attached_files_that_are_gone_are_said_before_restoring(line: Line, body: Path, tmp_path: Path) -> None:
    (tmp_path / "p.txt").write_bytes(b"x")
    line("evidence", "add", body, "--title", "P", "--kind", "form", "--file", tmp_path / "p.txt")
    name = line.json("backups", body, "--make")["made"]["name"]
    next((body / "evidence").iterdir()).unlink()
    assert line.json("restore", body, name, "--dry-run")["notices"] == [
        "1 attached file of that time is no longer in the workspace: p.txt."
    ]


@pytest.mark.parametrize("arguments", [("restore", "2019"), ("restore", "2019", "--dry-run")])
def test_a_backup_that_is_not_there(line: Line, body: Path, arguments: tuple[str, ...]) -> None:
    code, _, err = line(arguments[0], body, *arguments[1:])
    assert (code, err) == (
        2, "readiness: There is no backup '2019'.\nList them with 'readiness backups'.\n"
    )  # fmt: skip


def test_a_second_place_is_brought_up_to_date_and_remembered(line: Line, body: Path, tmp_path: Path) -> None:
    place = tmp_path / "drive"
    code, _, err = line("backups", body, "--to", place)
    assert (code, "is not there" in err) == (3, True)
    assert backups.second_place(body) == backups.SecondPlace(None, None)
    backups.choose_second_place(body, place)
    assert backups.second_place(body) == backups.SecondPlace(place, None)
    place.mkdir()
    copied = line.json("backups", body, "--to", place)["copied"]
    assert (copied["backups"], copied["files"], copied["problems"]) == (1, 0, [])
    known = backups.second_place(body)
    assert known.last_copied is not None
    assert (utc_now() - known.last_copied).total_seconds() < 60
    assert (place / "body.readiness-backups" / "objects").is_dir()
    backups.choose_second_place(body, None)
    assert settings.load().backup_places == settings.load().last_copied == {}


def test_an_attached_file_that_changed_is_a_problem_of_the_copy(line: Line, body: Path, tmp_path: Path) -> None:
    (tmp_path / "p.txt").write_bytes(b"x")
    line("evidence", "add", body, "--title", "P", "--kind", "form", "--file", tmp_path / "p.txt")
    next((body / "evidence").iterdir()).write_bytes(b"y")
    (tmp_path / "drive").mkdir()
    code, out, _ = line("backups", body, "--to", tmp_path / "drive")
    assert code == 1
    assert "has changed content; it was not copied" in out


def test_where_no_workspace_is(line: Line, tmp_path: Path) -> None:
    for arguments in (("backups", tmp_path / "none"), ("backups", tmp_path / "none", "--make")):
        code, _, err = line(*arguments)
        assert (code, "There is no workspace" in err) == (3, True)
    code, _, err = line("recover", tmp_path / "none")
    assert (code, "Nothing of a workspace" in err) == (3, True)


def test_recover_makes_a_workspace_of_one_that_does_not_open(line: Line, body: Path) -> None:
    line("answer", body, "17065:7.5.1", "--rating", "partly")
    line("backups", body, "--make")
    segment = body / "journal" / "000001.journal"
    content = bytearray(segment.read_bytes())
    content[300] ^= 1
    segment.write_bytes(content)
    assert line("status", body)[0] == 3
    made = line.json("recover", body)
    assert made["workspace"] == str(body.with_name("body-recovered.readiness"))
    assert (made["lost"], made["commits"]) == ([], 4)
    assert line("verify", made["workspace"])[:2] == (0, "4 commits read, nothing wrong.\n")
    code, _, err = line("recover", body)
    assert (code, "exists already" in err) == (3, True)


def test_recover_says_what_could_not_be_had(line: Line, body: Path, tmp_path: Path) -> None:
    with Workspace.open(body, QUALITY_MANAGER) as workspace:
        (tmp_path / "manual.pdf").write_bytes(b"x")
        file = workspace.stage(tmp_path / "manual.pdf")
        workspace.put(Evidence(id=new_id(), title="Quality manual", kind=EvidenceKind.MANUAL, file=file))
    next((body / "evidence").iterdir()).unlink()
    code, out, _ = line("recover", body, "--to", tmp_path / "found", "--by", "quality manager")
    assert code == 1
    assert "- The attached file 'manual.pdf' of 'Quality manual' is missing." in out
    report = (tmp_path / "found.readiness" / "recovered.txt").read_text(encoding="utf-8")
    assert report in out.partition("\n")[2] + "\n"
    assert "by quality manager." in report


def test_recover_uses_the_second_place_that_this_computer_knows(line: Line, body: Path, tmp_path: Path) -> None:
    (tmp_path / "drive").mkdir()
    backups.choose_second_place(body, tmp_path / "drive")
    line("backups", body, "--to", tmp_path / "drive")
    for path in ("backups", "journal"):
        for file in (body / path).rglob("*"):
            if file.is_file():
                file.unlink()
    (body / "workspace.json").unlink()
    assert line.json("recover", body)["lost"] == []


def test_settings_of_before_are_read(body: Path) -> None:
    folder = settings._path()
    folder.write_bytes(msgspec.json.encode({"name": "QM", "recent": []}))
    assert settings.load().backup_places == {}
    assert Backups(body).listed() == ()


def test_every_kind_of_record_is_named_in_a_preview() -> None:
    assert all(backups._records(table) for table in RECORD_TYPES)
