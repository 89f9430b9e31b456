"""Evidence on the command line: where its file came from, and how a newer one takes its place."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from readiness import cli


class Register:
    """Runs verbs of evidence on one workspace."""

    def __init__(self, body: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self._body, self._capsys = body, capsys

    def __call__(self, verb: str, *arguments: object) -> tuple[int, str, str]:
        code = cli.main(["evidence", verb, str(self._body), *map(str, arguments)], lambda _: 0)
        said = self._capsys.readouterr()
        return code, said.out, said.err

    def json(self, verb: str, *arguments: object) -> Any:
        code, out, err = self(verb, *arguments, "--json")
        assert code == 0, err
        return json.loads(out)


@pytest.fixture
def register(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Register:
    body = tmp_path / "body.readiness"
    assert cli.main(["new", str(body), "--organization", "Body", "--standard", "17065"], lambda _: 0) == 0
    capsys.readouterr()
    return Register(body, capsys)


@pytest.fixture
def procedure(register: Register, tmp_path: Path) -> Path:
    file = tmp_path / "P-07.docx"
    file.write_bytes(b"revision 3")
    register.json("add", "--title", "Review", "--kind", "procedure", "--reference", "P-07", "--revision", 3,
                  "--date", "2025-01-15", "--file", file)  # fmt: skip
    return file


def test_the_origin_of_a_file_is_recorded(register: Register, procedure: Path) -> None:
    (listed,) = register.json("list")
    assert listed["origin"] == str(procedure)
    assert listed["file"]["modified"].endswith("Z")


def test_a_revision_is_kept_and_listed(register: Register, procedure: Path, tmp_path: Path) -> None:
    newer = tmp_path / "P-07 new.docx"
    newer.write_bytes(b"revision 4")
    revised = register.json("revise", "p-07", "--file", newer, "--revision", "4", "--date", "2026-02-20")
    assert revised["changed"]
    (listed,) = register.json("list")
    assert listed["revision"] == "4"
    assert listed["date"] == "2026-02-20"
    assert listed["origin"] == str(newer)
    assert {key: value for key, value in revised["evidence"].items() if key != "uses"} == {
        key: value for key, value in listed.items() if key != "uses"
    }
    (past,) = listed["earlier"]
    assert (past["revision"], past["date"], past["file"]["name"]) == ("3", "2025-01-15", "P-07.docx")
    newer.write_bytes(b"revision 5")
    assert "2 earlier revisions are kept." in register("revise", listed["id"], "--file", newer)[1]
    assert "(procedure, 0 uses, 2 earlier revisions kept)" in register("list")[1]


def test_nothing_differs_where_the_file_is_the_same(register: Register, procedure: Path) -> None:
    code, out, _ = register("revise", "P-07", "--file", procedure)
    assert code == 0
    assert out == "Nothing differs from what is recorded.\n"


def test_what_cannot_be_revised_is_said(register: Register, procedure: Path, tmp_path: Path) -> None:
    for arguments, code, says in (
        (("P-08", "--file", procedure), 2, "There is no evidence 'P-08'."),
        (("P-07", "--file", tmp_path / "gone.docx"), 3, "could not be read"),
        (("P-07", "--file", tmp_path), 2, "is not a file"),
    ):
        found, _, err = register("revise", *arguments)
        assert (found, says in err) == (code, True), err
    assert "earlier" not in register.json("list")[0]
