"""The register as a whole on the command line: a list comes in, and a look at a file."""

from __future__ import annotations

import base64
import json
from pathlib import Path

import pytest

from readiness import cli, places
from readiness.workspace import Workspace
from tests.conftest import QUALITY_MANAGER


@pytest.fixture
def workspace(both: Workspace) -> Path:
    both.close()
    return both.path


@pytest.fixture
def listed(tmp_path: Path) -> Path:
    path = tmp_path / "list.csv"
    path.write_bytes("Nr.;Titel;Stand\nP-01;Prüfung;03/04/2026\n".encode("cp1252"))
    return path


def _run(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    code = cli.main([str(item) for item in arguments], lambda _: 0)
    printed = capsys.readouterr()
    return code, printed.out, printed.err


def test_a_list_is_taken_over_in_one_commit(workspace: Path, listed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = _run(capsys, "evidence", "import", workspace, listed, "--dates", "day", "--json")
    value = json.loads(out)
    assert (code, value["changed"], value["added"], value["rejected"]) == (0, True, 1, [])
    assert value["commit"]["sentence"] == "Took over a list of documents: 1 added, 0 updated"
    with Workspace.open(workspace, QUALITY_MANAGER, read_only=True) as opened:
        (record,) = opened.snapshot.evidence.values()
    assert (record.title, str(record.date)) == ("Prüfung", "2026-04-03")


def test_what_is_not_taken_is_told_and_counts_as_done(
    workspace: Path, listed: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, _ = _run(capsys, "evidence", "import", workspace, listed)
    assert code == 0
    assert "Added 1, updated 0, left 0 as they are." in out
    assert "row 2, Stand: '03/04/2026' may be day/month or month/day" in out


def test_rows_are_printed_as_they_are_read(workspace: Path, listed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = _run(capsys, "evidence", "import", workspace, listed, "--rows")
    assert out == "1  Nr. | Titel | Stand\n2  P-01 | Prüfung | 03/04/2026\n"


def test_a_bad_file_is_refused_with_its_reason(
    workspace: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = tmp_path / "list.xlsx"
    bad.write_bytes(b"PK\x03\x04")
    code, _, err = _run(capsys, "evidence", "import", workspace, bad)
    assert code == 3
    assert "damaged" in err


def test_a_page_is_given_as_a_picture(capsys: pytest.CaptureFixture[str]) -> None:
    path = next((places.resources_folder() / "sample" / "files").glob("*.pdf"))
    _, out, _ = _run(capsys, "evidence", "preview", path, "--width", 200, "--json")
    assert base64.b64decode(json.loads(out)["png"]).startswith(b"\x89PNG")
    _, out, _ = _run(capsys, "evidence", "preview", path)
    assert out == "page 1 of 1\n"
