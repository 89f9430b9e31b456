"""What dev.py decides: whether this Python will do, whether to set up again, what to say is missing."""

from __future__ import annotations

import ast
import importlib.util
import re
import subprocess
import sys
import tomllib
import types
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


def _dev() -> types.ModuleType:
    spec = importlib.util.spec_from_file_location("dev", ROOT / "dev.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


dev = _dev()
INPUTS = ("pyproject.toml", "requirements.lock")


def _refuse(*lacking: str) -> object:
    """Give a loader that fails for these names, as `ctypes.CDLL` and `import_module` do."""

    def load(name: str) -> None:
        if name in lacking:
            raise ImportError(name) if name.isidentifier() else OSError(name)

    return load


def test_it_parses_on_old_pythons() -> None:
    ast.parse((ROOT / "dev.py").read_text(encoding="utf-8"), feature_version=(3, 6))


@pytest.mark.parametrize("version", [(3, 6, 15), (3, 10, 13), (2, 7, 18)])
def test_an_old_python_is_told_so_in_one_line(version: tuple[int, ...]) -> None:
    line = dev.too_old(version)
    assert line == f"readiness needs Python 3.11 or newer; this is {version[0]}.{version[1]}."


@pytest.mark.parametrize("version", [(3, 11, 0), (3, 13, 1), (4, 0, 0)])
def test_a_new_python_will_do(version: tuple[int, ...]) -> None:
    assert dev.too_old(version) == ""


def test_an_old_python_exits_3_before_anything_is_made(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(dev.sys, "version_info", (3, 9, 18, "final", 0))
    monkeypatch.setattr(dev, "make_environment", lambda: pytest.fail("it set something up"))
    assert dev.main(["test"]) == 3
    assert capsys.readouterr().err == "readiness needs Python 3.11 or newer; this is 3.9.\n"


def _inputs(folder: Path) -> Path:
    folder.mkdir()
    for name in INPUTS:
        (folder / name).write_text(f"content of {name}", encoding="utf-8")
    return folder


def test_the_same_inputs_need_no_second_setting_up(tmp_path: Path) -> None:
    root = _inputs(tmp_path / "a")
    stamp = tmp_path / "stamp"
    wanted = dev.fingerprint(str(root), INPUTS, (3, 11, 2))
    assert not dev.is_fresh(str(stamp), wanted)
    stamp.write_text(wanted, encoding="ascii")
    assert dev.is_fresh(str(stamp), dev.fingerprint(str(root), INPUTS, (3, 11, 2)))


@pytest.mark.parametrize("name", INPUTS)
def test_any_changed_input_needs_setting_up_again(tmp_path: Path, name: str) -> None:
    root = _inputs(tmp_path / "a")
    before = dev.fingerprint(str(root), INPUTS, (3, 11, 2))
    (root / name).write_text("changed", encoding="utf-8")
    assert dev.fingerprint(str(root), INPUTS, (3, 11, 2)) != before


def test_another_python_or_another_place_needs_setting_up_again(tmp_path: Path) -> None:
    """An environment names its own folder: in a copied checkout it would run the sources it was copied from."""
    here, there = _inputs(tmp_path / "a"), _inputs(tmp_path / "b")
    before = dev.fingerprint(str(here), INPUTS, (3, 11, 2))
    assert dev.fingerprint(str(here), INPUTS, (3, 12, 1)) != before
    assert dev.fingerprint(str(there), INPUTS, (3, 11, 2)) != before


def test_a_missing_input_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(dev.Trouble, match=r"^requirements\.lock cannot be read"):
        dev.fingerprint(str(tmp_path), ("requirements.lock",), (3, 11, 2))


def test_missing_qt_libraries_are_named_with_the_command_to_get_them() -> None:
    load = _refuse("libEGL.so.1", "libxkbcommon.so.0")
    with pytest.raises(dev.Trouble) as caught:
        dev.need_qt_libraries("linux", load)
    assert str(caught.value).endswith("apt-get install libegl1 libxkbcommon0")
    dev.need_qt_libraries("linux", _refuse())
    dev.need_qt_libraries("darwin", load)


def test_a_missing_venv_is_named_with_the_command_to_get_it() -> None:
    with pytest.raises(dev.Trouble) as caught:
        dev.need_venv(_refuse("ensurepip"))
    package = f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"
    assert f"apt-get install {package};" in str(caught.value)
    assert "dnf install" in str(caught.value)
    dev.need_venv(_refuse())


def test_a_failing_command_shows_the_end_of_what_it_said() -> None:
    script = "for line in range(100): print('line', line)\nraise SystemExit(1)"
    with pytest.raises(dev.Trouble) as caught:
        dev.quiet([sys.executable, "-c", script], "Counting")
    lines = str(caught.value).splitlines()
    assert lines[0] == "Counting failed:"
    assert lines[-1] == "line 99"
    assert len(lines) <= 20


@pytest.mark.parametrize("fault", [dev.Trouble("No network."), PermissionError(13, "Permission denied", ".venv")])
def test_faults_are_sentences_and_exit_3(
    fault: Exception, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail() -> None:
        raise fault

    monkeypatch.setattr(dev, "make_environment", fail)
    assert dev.main(["demo"]) == 3
    assert capsys.readouterr().err == f"dev.py: {fault}\n"


@pytest.mark.parametrize(("arguments", "code"), [([], 2), (["nonsense"], 2), (["--help"], 0)])
def test_without_a_verb_it_lists_them(
    arguments: list[str], code: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(dev, "make_environment", lambda: pytest.fail("it set something up"))
    assert dev.main(arguments) == code
    shown = capsys.readouterr().out
    assert all(f"dev.py {verb} " in shown for verb in dev.VERBS)


@pytest.mark.parametrize("failing", [None, "ruff", "mypy", "pytest"])
def test_one_failing_step_fails_the_whole_but_all_run(
    failing: str | None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    seen: list[tuple[str, ...]] = []

    def run(*arguments: str, **extra: str) -> int:
        assert extra == {"QT_QPA_PLATFORM": "offscreen"}
        seen.append(arguments)
        return int(arguments[0] == failing)

    monkeypatch.setattr(dev, "run", run)
    monkeypatch.setattr(dev, "need_qt_libraries", lambda: None)
    assert dev.test(["--full", "-k", "journal"]) == (0 if failing is None else 1)
    assert [arguments[0] for arguments in seen] == ["ruff", "ruff", "mypy", "pytest"]
    assert seen[-1][-3:] == ("--full", "-k", "journal")
    assert ("All passed" in capsys.readouterr().out) == (failing is None)


def test_the_lock_pins_names_only_and_holds_all_that_the_project_asks_for() -> None:
    lines = (ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines()
    pinned = [line for line in lines if not line.startswith("#")]
    assert all(re.fullmatch(r"[\w.\-]+==[\w.!+]+", line) for line in pinned)

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    asked = project["project"]["dependencies"] + project["project"]["optional-dependencies"]["dev"]
    asked += project["build-system"]["requires"]  # dev.py builds without isolation
    names = {_plain(line.split("==")[0]) for line in pinned}
    assert {_plain(re.split(r"[\[<>=~! ]", one)[0]) for one in asked} <= names


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def test_it_starts_without_any_installed_package() -> None:
    command = [sys.executable, "-I", "-S", str(ROOT / "dev.py"), "--help"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")
