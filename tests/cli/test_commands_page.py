"""COMMANDS.md is true: every example on it is run, and every verb is on it."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from readiness import cli
from readiness.cli.verbs import VERBS

PAGE = (Path(cli.__file__).parents[1] / "COMMANDS.md").read_text(encoding="utf-8")
_EXIT = re.compile(r"\n?\[exit (\d)\]$")


def _examples() -> list[tuple[str, str, int]]:
    """List command, expected output and exit code of every example, in order."""
    found = []
    for block in re.findall(r"```console\n(.*?)```", PAGE, re.DOTALL):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, said = part.rstrip("\n").partition("\n")
            code = _EXIT.search(said)
            found.append((command, _EXIT.sub("", said), int(code[1]) if code else 0))
    return found


def test_every_example_prints_what_the_page_shows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    for number in (1, 2):
        (tmp_path / f"review-{number}.txt").write_bytes(b"Review of evaluations, %d" % number)
    (tmp_path / "documents.csv").write_text(
        "Doc. No.;Title;Rev.;Issued;Valid until;Owner\n"
        "p-12;Review of evaluations;3;01.04.2026;;head of operations\n"
        "P-14;Surveillance;1;2026-01-15;31.02.2027;\n",
        encoding="utf-8",
    )
    (tmp_path / "brochure.txt").write_text("We are ISO 9001 accredited.\n", encoding="utf-8")
    certificate = Path(__file__).parent.parent / "certificates" / "en-system-without-expiry.txt"
    (tmp_path / "certificate.txt").write_bytes(certificate.read_bytes())
    for command, expected, code in _examples():
        program, *arguments = shlex.split(command)
        assert program == "readiness"
        try:
            found = cli.main(arguments, lambda _: 0)
        except SystemExit as end:
            found = int(end.code or 0)
        printed = capsys.readouterr()
        assert found == code, f"{command}: {printed.err}"
        pattern = re.escape(expected).replace(r"\.\.\.", r".*?")
        said = (printed.err if code > 1 else printed.out).rstrip("\n")
        assert re.fullmatch(pattern, said, re.DOTALL), f"{command} printed:\n{said}"


def test_every_verb_has_an_example() -> None:
    shown = " ".join(command for command, _, _ in _examples())
    assert [name for name in VERBS if f"readiness {name}" not in shown] == []
