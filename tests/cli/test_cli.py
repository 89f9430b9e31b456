"""The command line as other programs call it: words, JSON, exit codes, sentences instead of tracebacks."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from tinydb import Query, TinyDB

from readiness import cli
from readiness.workspace import Workspace
from tests.conftest import QUALITY_MANAGER


class Line:
    """Runs command lines and reads what they print."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys
        self.windows: list[Path | None] = []

    def __call__(self, *arguments: object) -> tuple[int, str, str]:
        try:
            code = cli.main([str(item) for item in arguments], self._window)
        except SystemExit as end:
            code = int(end.code or 0)
        said = self._capsys.readouterr()
        return code, said.out, said.err

    def json(self, *arguments: object) -> Any:
        code, out, err = self(*arguments, "--json")
        assert code == 0, err
        return json.loads(out)

    def _window(self, path: Path | None) -> int:
        self.windows.append(path)
        return 0


@pytest.fixture
def line(capsys: pytest.CaptureFixture[str]) -> Line:
    return Line(capsys)


@pytest.fixture
def body(line: Line, tmp_path: Path) -> Path:
    made = line.json("new", tmp_path / "body", "--organization", "Body", "--standard", "17021-1", "--standard", "17065")
    return Path(made["workspace"])


def test_new_makes_an_assessment_per_standard(line: Line, body: Path) -> None:
    assert body.name == "body.readiness"
    listed = line.json("assessment", "list", body)
    assert [item["standard"] for item in listed] == ["ISO/IEC 17021-1:2015", "ISO/IEC 17065:2012"]
    assert {item["option"] for item in listed} == {"A"}


def test_new_refuses_what_exists_what_is_unknown_and_what_is_named_twice(
    line: Line, body: Path, tmp_path: Path
) -> None:
    code, _, err = line("new", body, "--organization", "Body", "--standard", "17065")
    assert code == 3
    assert "exists already" in err
    code, _, err = line("new", tmp_path / "other", "--organization", "Body", "--standard", "9001")
    assert code == 2
    assert "Known standards: 17021-1, 17065." in err
    code, _, err = line(
        "new", tmp_path / "other", "--organization", "Body", "--standard", "17065", "--standard", "17065"
    )
    assert code == 2
    assert not (tmp_path / "other.readiness").exists()


def test_answers_to_a_leaf_a_stem_and_a_named_standard(line: Line, body: Path) -> None:
    leaf = line.json("answer", body, "4.1.2.2 a)", "--rating", "partly", "--weight", "minor", "--note", "being revised")
    assert leaf["requirements"] == ["4.1.2.2.a"]
    stem = line.json("answer", body, "9.4.8.2", "--rating", "conforming")
    assert len(stem["requirements"]) == 18
    assert stem["commit"]["sentence"] == "Rated 9.4.8.2 of ISO/IEC 17021-1:2015 conforming"
    named = line.json("answer", body, "17065:5.1.1", "--rating", "nonconforming")
    assert named["standard"] == "ISO/IEC 17065:2012"
    database = TinyDB(body / "workspace.json")
    found = database.table("answers").search(Query().requirement == "4.1.2.2.a")
    database.close()
    assert found[0]["note"] == "being revised"


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["5.1.1", "--rating", "partly"], 2, "Write 17021-1:5.1.1 or 17065:5.1.1."),
        (["17065:6.2.2.2", "--rating", "not-applicable"], 2, "needs a reason"),
        (["99.1", "--rating", "partly"], 2, "has a requirement '99.1'"),
        (["7.4.1", "--rating", "conforming", "--weight", "major"], 2, "only a gap has a weight"),
        (["10.3.1", "--rating", "conforming"], 2, "belongs to option B"),
        (["7.4.1"], 2, "Nothing to record was given"),
        (["7.4.1", "--rating", "good"], 2, "invalid choice"),
        (["7.4.1", "--rating", "partly", "--due", "soon"], 2, "is not a date"),
    ],
)
def test_refused_answers_say_why_and_change_nothing(
    line: Line, body: Path, arguments: list[str], code: int, says: str
) -> None:
    before = line.json("history", body)
    found, _, err = line("answer", body, *arguments)
    assert found == code
    assert says in err
    assert "Traceback" not in err
    assert line.json("history", body) == before


def test_evidence_comes_with_file_roles_and_places(line: Line, body: Path, tmp_path: Path) -> None:
    file = tmp_path / "procedure.txt"
    file.write_text("Application review", encoding="utf-8")
    added = line.json(
        *("evidence", "add", body, "--title", "Application review", "--kind", "procedure", "--reference", "P-07"),
        *("--file", file, "--laid-down", "9.1.2.1@section 4, p. 2", "--shown-by", "17065:7.3.1"),
        *("--date", "2026-01-05", "--valid-until", "2027-01-05"),
    )
    assert added["file"]["name"] == "procedure.txt"
    (listed,) = line.json("evidence", "list", body)
    uses = {(use["standard"], use["role"], use["where"]) for use in listed["uses"]}
    assert ("ISO/IEC 17021-1:2015", "laid-down", "section 4, p. 2") in uses
    assert ("ISO/IEC 17065:2012", "shown-by", "") in uses
    stored = body / "evidence" / added["file"]["sha256"]
    assert stored.read_text(encoding="utf-8") == "Application review"


def test_evidence_with_a_wrong_requirement_leaves_nothing_behind(line: Line, body: Path, tmp_path: Path) -> None:
    file = tmp_path / "x.txt"
    file.write_text("x")
    code, _, err = line(
        *("evidence", "add", body, "--title", "T", "--kind", "record", "--file", file, "--shown-by", "99.9")
    )
    assert code == 2
    assert "99.9" in err
    assert line.json("evidence", "list", body) == []
    assert not any((body / "evidence").iterdir())


def test_actions_are_added_and_listed(line: Line, body: Path) -> None:
    line("action", "add", body, "--title", "Amend the agreements", "--for", "17065:4.1.2.2", "--due", "2026-05-01")
    (action,) = line.json("action", "list", body)
    assert len(action["targets"]) == 11
    code, _, err = line("action", "add", body, "--title", "T", "--state", "closed")
    assert code == 2
    assert "how its effect was checked" in err


def test_status_of_an_empty_and_of_a_filled_workspace(line: Line, body: Path) -> None:
    empty = line.json("status", body)
    assert [item["letters"]["applicable"] for item in empty["assessments"]] == [399, 221]
    assert empty["verdict"]["ready"] is False
    line("answer", body, "4.1.2.2", "--rating", "nonconforming", "--weight", "major")
    filled = line.json("status", body)
    products = filled["assessments"][1]
    assert products["letters"]["majors"] == 11
    assert products["clauses"]["majors"] == 1
    assert filled["findings"][0]["standard"]
    code, out, _ = line("status", body)
    assert code == 0
    assert "11 major gaps" in out
    assert "findings stop the application" in out


def test_history_undo_and_redo_print_what_they_did(line: Line, body: Path) -> None:
    line("answer", body, "7.4.1", "--rating", "partly", "--by", "lead auditor A")
    newest = line.json("history", body, "--most", "1")[0]
    assert newest["author"] == "lead auditor A"
    assert {"old": None, "new": "partly"} in newest["changes"][0]["fields"].values()
    code, out, _ = line("undo", body)
    assert (code, out) == (0, "Undid: Rated 7.4.1 of ISO/IEC 17065:2012 partly conforming.\n")
    code, out, _ = line("redo", body)
    assert (code, out) == (0, "Redid: Rated 7.4.1 of ISO/IEC 17065:2012 partly conforming.\n")
    assert line("redo", body)[:2] == (0, "There is nothing to redo.\n")


def test_verify_finds_damage_and_names_the_place(line: Line, body: Path) -> None:
    assert line("verify", body)[0] == 0
    head = line.json("status", body)["head"]
    assert line("verify", body, "--against", head)[0] == 0
    assert line("verify", body, "--against", "00" * 32)[0] == 1
    segment = body / "journal" / "000001.journal"
    segment.write_bytes(segment.read_bytes().replace(b"quality", b"QUALITY", 1).replace(b"Body", b"Bodi", 1))
    code, out, _ = line("verify", body)
    assert code == 1
    assert "000001.journal" in out
    code, _, err = line("status", body)
    assert code == 3
    assert "The journal is damaged" in err


def test_a_locked_workspace_can_be_read_and_not_changed(line: Line, body: Path) -> None:
    with Workspace.open(body, QUALITY_MANAGER):
        assert line("status", body)[0] == 0
        assert line("history", body)[0] == 0
        code, _, err = line("answer", body, "7.4.1", "--rating", "partly")
        assert code == 3
        assert "by quality manager (QM) since" in err
        assert line("undo", body)[0] == 3


def test_report_of_an_empty_workspace_and_its_kinds(line: Line, body: Path, tmp_path: Path) -> None:
    kinds = line.json("report", "--kinds")
    assert next(iter(kinds)) == "gap"
    assert kinds["gap"]["formats"] == ["pdf", "docx"]
    made = line.json("report", body, tmp_path / "gap.pdf")
    assert made["pages"] > 5
    assert (tmp_path / "gap.pdf").read_bytes().startswith(b"%PDF")
    code, _, err = line("report", body, tmp_path / "none" / "gap.pdf")
    assert code == 3
    assert "does not exist" in err
    assert line("report", body)[0] == 2
    assert line("report", body, tmp_path / "x.pdf", "--kind", "novel")[0] == 2


def test_a_report_with_its_evidence_in_a_folder(line: Line, body: Path, tmp_path: Path) -> None:
    source = tmp_path / "Agreement.docx"
    source.write_bytes(b"agreement")
    line("evidence", "add", body, "--title", "Agreement", "--kind", "contract", "--file", source,
         "--shown-by", "9.4.1")  # fmt: skip
    line("evidence", "add", body, "--title", "Website", "--kind", "other", "--link", "https://example.org",
         "--shown-by", "9.4.1")  # fmt: skip
    wanted = ("report", body, tmp_path / "pack.pdf", "--kind", "day-pack", "--clause", "9.4", "--evidence-folder")
    value = line.json(*wanted, tmp_path / "pack")
    assert value["evidence"] == {"folder": str(tmp_path / "pack"), "files": ["17021-1 9.4.1 Agreement.docx"]}
    assert (tmp_path / "pack" / "17021-1 9.4.1 Agreement.docx").read_bytes() == b"agreement"
    code, _, err = line(*wanted, tmp_path / "pack")
    assert code == 2
    assert "is there already" in err
    code, out, _ = line(*wanted, tmp_path / "another")
    assert code == 0
    assert "another: 1 file." in out
    assert "Cited without a file, so not in the folder: Website." in out


def test_checklists_are_listed_exported_checked_and_imported(line: Line, body: Path, tmp_path: Path) -> None:
    assert [item["requirements"] for item in line.json("checklist", "list")] == [403, 222]
    for name in ("mine.json", "mine.xlsx"):
        file = tmp_path / name
        assert line.json("checklist", "export", "17065", file)["requirements"] == 222
        assert line("checklist", "check", file)[0] == 0
    plain = json.loads((tmp_path / "mine.json").read_bytes())
    plain["version"] = "2.0"
    (tmp_path / "mine.json").write_text(json.dumps(plain), encoding="utf-8")
    imported = line.json("checklist", "import", tmp_path / "mine.json", "--into", body)
    assert imported["id"].startswith("iso-iec-17065-2012-custom-")
    assert imported["based_on"] == "iso-iec-17065-2012"
    begun = line.json("assessment", "add", body, "--standard", imported["id"], "--scope", "Products again")
    assert begun["standard"] == "ISO/IEC 17065:2012"
    code, _, err = line("answer", body, "17065:7.4.1", "--rating", "partly")
    assert code == 2
    assert "Name one with --assessment" in err
    assert line("answer", body, "7.4.1", "--rating", "partly", "--assessment", begun["id"])[0] == 0


def test_bad_checklists_are_listed_defect_by_defect(line: Line, body: Path, tmp_path: Path) -> None:
    file = tmp_path / "bad.json"
    line("checklist", "export", "17065", file)
    plain = json.loads(file.read_bytes())
    wanted = [item for item in plain["clauses"] if item["kind"] == "requirement"]
    wanted[0]["question"] = ""
    wanted[1]["rating"] = "good"
    file.write_text(json.dumps(plain), encoding="utf-8")
    code, out, _ = line("checklist", "check", file)
    assert code == 1
    assert f"clause {wanted[0]['number']}: has no question" in out
    assert "unknown field `rating`" in out
    code, _, err = line("checklist", "import", file, "--into", body)
    assert code == 3
    assert "2 defects" in err
    assert len(line.json("history", body)) == 3


def test_the_window_is_asked_for_by_open_and_by_nothing(line: Line, body: Path) -> None:
    assert line("open", body)[0] == 0
    assert line()[0] == 0
    assert line.windows == [body, None]


def test_wrong_words_exit_with_two(line: Line) -> None:
    assert line("frobnicate")[0] == 2
    assert line("--version")[0] == 0


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="X11 is Linux's")
def test_a_display_that_does_not_answer_is_said_instead_of_aborting(body: Path) -> None:
    environment = {key: value for key, value in os.environ.items() if key not in ("QT_QPA_PLATFORM", "WAYLAND_DISPLAY")}
    command = [sys.executable, "-m", "readiness", "open", str(body)]
    done = subprocess.run(
        command, env={**environment, "DISPLAY": ":9999"}, capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == 3
    assert done.stderr.startswith("readiness: There is no display")


def test_no_display_is_said_before_qt_is_loaded(tmp_path: Path) -> None:
    environment = {"PATH": "/usr/bin:/bin", "READINESS_SETTINGS": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-m", "readiness"],
        cwd=Path(__file__).parents[2],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    if sys.platform.startswith("linux"):
        assert done.returncode == 3
        assert "There is no display" in done.stderr
        assert "Traceback" not in done.stderr
