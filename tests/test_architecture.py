"""The architecture, kept by the tests: layers, sizes, what is imported when."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SOURCES = sorted((ROOT / "readiness").rglob("*.py"))
MOST_LINES = 400
MOST_LINES_OF_A_FUNCTION = 50


def test_rooms_look_one_way() -> None:
    """The contracts stand in pyproject.toml."""
    command = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([command, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_files_and_functions_stay_small(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= MOST_LINES
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef):
            assert node.end_lineno is not None
            assert node.end_lineno - node.lineno < MOST_LINES_OF_A_FUNCTION, node.name


def _raising(path: Path) -> Iterator[tuple[str, str]]:
    """Walk through public functions that raise one of our errors themselves: name, docstring."""
    module = ast.parse(path.read_text(encoding="utf-8"))
    classes = [node for node in module.body if isinstance(node, ast.ClassDef)]
    for node in [*module.body, *(item for found in classes for item in found.body)]:
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
            raised = [
                item.exc.func.id
                for item in ast.walk(node)
                if isinstance(item, ast.Raise)
                and isinstance(item.exc, ast.Call)
                and isinstance(item.exc.func, ast.Name)
            ]
            if raised:
                yield node.name, ast.get_docstring(node) or ""


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_public_functions_say_what_they_raise(path: Path) -> None:
    silent = [name for name, docstring in _raising(path) if "Raises" not in docstring]
    assert silent == []


_NOT_AT_START = ("PySide6", "reportlab", "openpyxl", "pypdf", "hypothesis")


@pytest.mark.parametrize("arguments", [["--version"], ["checklist", "list", "--json"], ["status", "{dir}", "--json"]])
def test_commands_load_no_heavy_library(arguments: list[str], tmp_path: Path) -> None:
    """Start-up time is import time: the commands that other programs call often import neither Qt nor ReportLab."""
    probe = (
        "import sys\nfrom readiness.__main__ import main\n"
        "try:\n    code = main(sys.argv[1:])\nexcept SystemExit as error:\n    code = error.code\n"
        f"loaded = [name for name in {_NOT_AT_START!r} if name in sys.modules]\n"
        "sys.exit(f'loaded {loaded}' if loaded else code)"
    )
    folder = tmp_path / "w.readiness"
    new = [
        sys.executable,
        "-m",
        "readiness",
        "new",
        str(folder),
        "--organization",
        "Body",
        "--standard",
        "17065",
    ]
    subprocess.run(new, cwd=ROOT, check=True, capture_output=True, timeout=60)
    given = [argument.format(dir=folder) for argument in arguments]
    done = subprocess.run(
        [sys.executable, "-c", probe, *given],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr


def test_texts_for_people_are_literal_so_that_they_can_be_extracted() -> None:
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("tr", "trn"):
                count = 2 if node.func.id == "trn" else 1
                for argument in node.args[:count]:
                    assert isinstance(argument, ast.Constant), f"{path}:{node.lineno}"
                    assert isinstance(argument.value, str)


def test_every_named_place_of_a_text_is_filled() -> None:
    """A {name} without its value would raise only when the sentence is needed."""
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("tr", "trn"):
                plural = node.func.id == "trn"
                texts = [item.value for item in node.args[: 2 if plural else 1] if isinstance(item, ast.Constant)]
                wanted = {name for text in texts for name in re.findall(r"{(\w+)}", str(text))} - (
                    {"n"} if plural else set()
                )
                given = {item.arg for item in node.keywords}
                assert wanted <= given or None in given or not given, f"{path.name}:{node.lineno} {wanted - given}"


def test_nothing_shipped_names_a_machine_path_or_a_registry() -> None:
    forbidden = re.compile(r"/work/|/root/|pypi\.org|files\.pythonhosted|deb\.debian|registry\.npmjs")
    for path in [
        *SOURCES,
        *sorted((ROOT / "checklists").glob("*.json")),
        ROOT / "README.md",
        ROOT / "pyproject.toml",
    ]:
        assert not forbidden.search(path.read_text(encoding="utf-8")), path


def test_nothing_reaches_for_a_network() -> None:
    """A socket of the system, by which a second start finds the first one, is no network."""
    far = re.compile(
        r"^\s*(?:import|from) (?:ssl|urllib\.request|http|ftplib|smtplib|requests|httpx|aiohttp)\b"
        r"|\bsocket\.(?:socket|create_connection|create_server|getaddrinfo)\b|QTcp|QUdp|QNetworkAccess|QSslSocket|QWebSocket",
        re.MULTILINE,
    )
    assert SOURCES
    assert [str(path.relative_to(ROOT)) for path in SOURCES if far.search(path.read_text(encoding="utf-8"))] == []
