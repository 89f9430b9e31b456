#!/usr/bin/env python3
"""Sets up and runs everything a developer needs; standard library only, on Linux, macOS and Windows.

    python3 dev.py demo      set up, make the sample workspace and its gap report, open the window
    python3 dev.py test      set up, then lint, types, architecture and tests  [--full] [pytest arguments]
    python3 dev.py bench     the ratios in tests/bench
    python3 dev.py pictures  the pictures in resources/pictures
    python3 dev.py texts     extract the texts to be translated, compile the catalogues
    python3 dev.py learn     learn from the sentences in tests/claims how likely wording misuses a claim
    python3 dev.py lock      write requirements.lock anew

This file parses on old Pythons, so that it can say that they are too old.
"""

import ctypes
import hashlib
import importlib
import os
import subprocess
import sys
import tempfile
from typing import Callable, Dict, List, Sequence, Tuple

NEEDED = (3, 11)
ROOT = os.path.dirname(os.path.abspath(__file__))
ENVIRONMENT = os.path.join(ROOT, ".venv")
STAMP = os.path.join(ENVIRONMENT, "readiness.stamp")
# The version is read from __init__.py; other sources are used in place, so their changes need no reinstalling.
INPUTS = ("pyproject.toml", "requirements.lock", os.path.join("readiness", "__init__.py"))
LINUX_LIBRARIES = {
    "libglib-2.0.so.0": "libglib2.0-0",
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libfontconfig.so.1": "libfontconfig1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libxkbcommon.so.0": "libxkbcommon0",
}


class Trouble(Exception):
    """What went wrong, in a sentence."""


def too_old(version: Sequence[int]) -> str:
    """Give the line for a Python that is too old, '' for one that will do."""
    if tuple(version[:2]) >= NEEDED:
        return ""
    needed, found = ".".join(map(str, NEEDED)), ".".join(map(str, version[:2]))
    return "readiness needs Python {} or newer; this is {}.".format(needed, found)


def python_of(environment: str) -> str:
    """Give an environment's own Python."""
    return os.path.join(environment, *(("Scripts", "python.exe") if os.name == "nt" else ("bin", "python")))


def fingerprint(root: str, inputs: Sequence[str], version: Sequence[int]) -> str:
    """Hash what the environment is made from: reinstalling happens only when this changes.

    The place counts too: an environment names its folder, and in a copied one would run the sources it was copied from.

    Raises:
        Trouble: an input is missing.
    """
    digest = hashlib.sha256(repr((root, tuple(version))).encode())
    for name in inputs:
        try:
            with open(os.path.join(root, name), "rb") as file:
                digest.update(name.encode() + b"\0" + file.read() + b"\0")
        except OSError as error:
            raise Trouble("{} cannot be read ({}): is this checkout complete?".format(name, error.strerror)) from None
    return digest.hexdigest()


def is_fresh(stamp: str, wanted: str) -> bool:
    """Tell whether the environment was made from these inputs."""
    try:
        with open(stamp) as file:
            return file.read() == wanted
    except OSError:
        return False


def missing_libraries(load: Callable[[str], object]) -> List[str]:
    """List the Debian packages of libraries that Qt needs and `load` cannot load."""
    missing = []
    for library, package in LINUX_LIBRARIES.items():
        try:
            load(library)
        except OSError:
            missing.append(package)
    return missing


def need_qt_libraries(platform: str = sys.platform, load: Callable[[str], object] = ctypes.CDLL) -> None:
    """Make sure that Qt's system libraries are there: without one, Qt aborts the tests.

    Raises:
        Trouble: some are missing; it says the command to get them.
    """
    missing = missing_libraries(load) if platform.startswith("linux") else []
    if missing:
        raise Trouble("Qt needs system libraries. On Debian or Ubuntu: apt-get install " + " ".join(missing))


def need_venv(load: Callable[[str], object] = importlib.import_module) -> None:
    """Make sure that this Python can make environments; Debian and Fedora package that apart.

    Raises:
        Trouble: it cannot; it says the command to get what is missing.
    """
    try:
        load("ensurepip")
        load("venv")
    except ImportError:
        package = "python{}.{}-venv".format(*sys.version_info[:2])
        raise Trouble(
            "Python's venv is missing. On Debian or Ubuntu: apt-get install {}; "
            "on Fedora: dnf install python3-pip".format(package)
        ) from None


def quiet(arguments: Sequence[str], what: str) -> str:
    """Run a command and give what it printed.

    Raises:
        Trouble: it failed; with the end of what it said.
    """
    done = subprocess.run(arguments, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    said = done.stdout.decode("utf-8", "replace").strip()
    if done.returncode:
        raise Trouble("{} failed:\n{}".format(what, "\n".join(said.splitlines()[-15:])))
    return said


def new_environment(folder: str) -> List[str]:
    """Make an empty environment and give the beginning of its pip commands.

    Raises:
        Trouble: this Python cannot make one.
    """
    need_venv()
    # By a process of its own, so that what goes wrong is words and not a traceback.
    quiet([sys.executable, "-m", "venv", "--clear", folder], "Making an environment in " + folder)
    return [python_of(folder), "-m", "pip", "--disable-pip-version-check", "-q"]


def make_environment() -> None:
    """Make .venv with the pinned versions and the project, unless its inputs have not changed.

    Raises:
        Trouble: an input is missing, or pip failed.
    """
    wanted = fingerprint(ROOT, INPUTS, sys.version_info[:3])
    if is_fresh(STAMP, wanted) and os.path.exists(python_of(ENVIRONMENT)):
        return
    print("Setting up .venv (once; some minutes with a slow network) ...", flush=True)
    pip = new_environment(ENVIRONMENT)
    quiet([*pip, "install", "-r", "requirements.lock"], "Installing the pinned packages")
    quiet([*pip, "install", "--no-deps", "--no-build-isolation", "-e", "."], "Installing readiness")
    with open(STAMP, "w") as file:
        file.write(wanted)


def run(*arguments: str, **extra: str) -> int:
    """Run a module of the environment; give its exit code."""
    environment = dict(os.environ, **extra)
    return subprocess.run([python_of(ENVIRONMENT), "-m", *arguments], cwd=ROOT, env=environment, check=False).returncode


def demo(arguments: Sequence[str]) -> int:
    """Make the sample and its report where the caller stands, and open the window where there is a display."""
    return subprocess.run([python_of(ENVIRONMENT), "-m", "readiness", "demo", *arguments], check=False).returncode


def test(arguments: Sequence[str]) -> int:
    """Run lint, types and tests; the tests hold the architecture."""
    need_qt_libraries()
    steps: List[Tuple[str, Tuple[str, ...]]] = [
        ("lint", ("ruff", "check", "--quiet", ".")),
        ("format", ("ruff", "format", "--check", "--quiet", ".")),
        ("types", ("mypy", "--no-error-summary")),
        ("tests", ("pytest", "-q", "-n", "auto", *arguments)),
    ]
    failed = []
    for name, command in steps:
        print("== " + name, flush=True)
        if run(*command, QT_QPA_PLATFORM="offscreen"):
            failed.append(name)
    print("Failed: {}".format(", ".join(failed)) if failed else "All passed: lint, format, types, tests.", flush=True)
    return 1 if failed else 0


def bench(arguments: Sequence[str]) -> int:
    """Run the ratios."""
    return run("pytest", "tests/bench", "-q", *arguments, QT_QPA_PLATFORM="offscreen")


def pictures(arguments: Sequence[str]) -> int:
    """Make the pictures anew."""
    need_qt_libraries()
    return run("tests.pictures", *arguments, QT_QPA_PLATFORM="offscreen")


def texts(arguments: Sequence[str]) -> int:
    """Extract the texts into the template, then bring the catalogues there are up to date and compile them."""
    return run("tests.texts_catalogue", *arguments)


def learn(arguments: Sequence[str]) -> int:
    """Learn the weights of the claims checker from the judged sentences in tests/claims."""
    return run("tests.claims.learn", *arguments, PYTHONHASHSEED="0")


def lock(arguments: Sequence[str]) -> int:
    """Pin the newest versions that pyproject.toml allows, tried out in a fresh environment."""
    with tempfile.TemporaryDirectory() as folder:
        pip = new_environment(folder)
        quiet([*pip, "install", ".[dev]"], "Installing")
        frozen = quiet([*pip, "freeze", "--exclude", "readiness"], "Listing what was installed")
    names = [line for line in frozen.splitlines() if "==" in line]
    with open(os.path.join(ROOT, "requirements.lock"), "w", newline="\n") as file:
        file.write("# Pinned versions of everything dev.py installs; made by 'python3 dev.py lock'.\n")
        file.write("\n".join(names) + "\n")
    print("requirements.lock: {} packages".format(len(names)))
    return 0


VERBS: Dict[str, Callable[[Sequence[str]], int]] = {
    "demo": demo,
    "test": test,
    "bench": bench,
    "pictures": pictures,
    "texts": texts,
    "learn": learn,
    "lock": lock,
}


def main(arguments: Sequence[str]) -> int:
    """Run a verb; give the exit code."""
    old = too_old(sys.version_info[:2])
    if old:
        print(old, file=sys.stderr)
        return 3
    if not arguments or arguments[0] not in VERBS:
        print(__doc__)
        return 0 if arguments and arguments[0] in ("-h", "--help") else 2
    try:
        if arguments[0] != "lock":
            make_environment()
        return VERBS[arguments[0]](arguments[1:])
    except (Trouble, OSError) as trouble:
        print("dev.py: {}".format(trouble), file=sys.stderr)
        return 3
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
