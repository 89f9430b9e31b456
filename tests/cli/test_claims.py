"""The claims checker in front of publication: its exit code is 0 only for what was read and found right."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.test_cli import Line


@pytest.fixture
def line(capsys: pytest.CaptureFixture[str]) -> Line:
    return Line(capsys)


def test_a_document_without_text_does_not_pass(line: Line, tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / "right.txt").write_text("The plant is big.", "utf-8")
    assert line("claims", tmp_path / "right.txt")[0] == 0
    for more in ((), ("--certificate", "product")):
        code, out, _ = line("claims", tmp_path / "empty.txt", *more)
        assert code == 1
        assert "holds no text that can be read" in out


def test_what_was_not_read_is_neither_allowed_nor_kept(line: Line, tmp_path: Path) -> None:
    made = line.json("new", tmp_path / "body", "--organization", "Body", "--standard", "17065")
    (tmp_path / "empty.txt").write_bytes(b"")
    workspace = ("--workspace", made["workspace"])
    assert line("claims", tmp_path / "empty.txt", *workspace, "--allow", "It is right.")[0] == 1
    code, _, problem = line("claims", tmp_path / "empty.txt", *workspace, "--keep")
    assert code > 1
    assert "no document could be read" in problem
    assert line.json("evidence", "list", made["workspace"]) == []
