#!/usr/bin/env python3
"""Sets up and runs everything a developer needs; standard library only, on Linux, macOS and Windows.

    python3 dev.py demo      set up, make the sample workspace and its gap report, open the window
    python3 dev.py test      set up, then lint, types, architecture and tests  [--full] [pytest arguments]
    python3 dev.py bench     the ratios in tests/bench
    python3 dev.py pictures  the pictures in resources/pictures
    python3 dev.py texts     extract the texts to be translated
    python3 dev.py lock      write requirements.lock anew

This file parses on old Pythons, so that it can say that they are too old.
"""

import hashlib
import os
import subprocess
import sys

NEEDED = (3, 11)
ROOT = os.path.dirname(os.path.abspath(__file__))
ENVIRONMENT = os.path.join(ROOT, ".venv")
STAMP = os.path.join(ENVIRONMENT, "readiness.stamp")
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


def too_old(version):  # type: ignore[no-untyped-def]
    """Give the line for a Python that is too old, '' for one that will do."""
    if tuple(version[:2]) >= NEEDED:
        return ""
    needed, found = ".".join(map(str, NEEDED)), ".".join(map(str, version[:2]))
    return "readiness needs Python {} or newer; this is {}.".format(needed, found)


def venv_python():  # type: ignore[no-untyped-def]
    """Give the environment's own Python."""
    if os.name == "nt":
        return os.path.join(ENVIRONMENT, "Scripts", "python.exe")
    return os.path.join(ENVIRONMENT, "bin", "python")


def fingerprint(root, inputs, version):  # type: ignore[no-untyped-def]
    """Hash what the environment is made from: reinstalling happens only when this changes."""
    digest = hashlib.sha256(repr(tuple(version)).encode())
    for name in inputs:
        with open(os.path.join(root, name), "rb") as file:
            digest.update(name.encode() + b"\0" + file.read() + b"\0")
    return digest.hexdigest()


def is_fresh(stamp, wanted):  # type: ignore[no-untyped-def]
    """Tell whether the environment was made from these inputs."""
    try:
        with open(stamp) as file:
            return file.read() == wanted
    except OSError:
        return False


def missing_libraries(load):  # type: ignore[no-untyped-def]
    """List the Debian packages of libraries that Qt needs and `load` cannot load."""
    missing = []
    for library, package in LINUX_LIBRARIES.items():
        try:
            load(library)
        except OSError:
            missing.append(package)
    return missing


def need_qt_libraries():  # type: ignore[no-untyped-def]
    """Stop with the command to get them where Qt's system libraries are missing."""
    if not sys.platform.startswith("linux"):
        return
    import ctypes

    missing = missing_libraries(ctypes.CDLL)
    if missing:
        raise Trouble("Qt needs system libraries. On Debian or Ubuntu: apt-get install " + " ".join(missing))


def quiet(arguments, what):  # type: ignore[no-untyped-def]
    """Run a command; show the end of what it said only where it fails."""
    done = subprocess.run(arguments, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    if done.returncode:
        said = done.stdout.decode("utf-8", "replace").strip().splitlines()[-15:]
        raise Trouble("{} failed:\n{}".format(what, "\n".join(said)))


def make_environment():  # type: ignore[no-untyped-def]
    """Make .venv with the pinned versions and the project, unless its inputs have not changed."""
    wanted = fingerprint(ROOT, INPUTS, sys.version_info[:3])
    if is_fresh(STAMP, wanted) and os.path.exists(venv_python()):
        return
    try:
        import ensurepip  # noqa: F401
        import venv
    except ImportError:
        raise Trouble(
            "Python's venv is missing. On Debian or Ubuntu: apt-get install python3-venv; "
            "on Fedora: dnf install python3-pip"
        ) from None
    print("Setting up .venv (once; some minutes with a slow network) ...", flush=True)
    venv.create(ENVIRONMENT, with_pip=True, clear=True)
    pip = [venv_python(), "-m", "pip", "install", "--disable-pip-version-check", "-q"]
    quiet([*pip, "-r", "requirements.lock"], "Installing the pinned packages")
    quiet([*pip, "--no-deps", "--no-build-isolation", "-e", "."], "Installing readiness")
    quiet([venv_python(), "-m", "compileall", "-q", ENVIRONMENT], "Compiling")
    with open(STAMP, "w") as file:
        file.write(wanted)


def run(*arguments, **extra):  # type: ignore[no-untyped-def]
    """Run a module of the environment; give its exit code."""
    environment = dict(os.environ, **extra)
    return subprocess.run([venv_python(), "-m", *arguments], cwd=ROOT, env=environment, check=False).returncode


def demo(arguments):  # type: ignore[no-untyped-def]
    """Make the sample and its report, and open the window where there is a display."""
    return subprocess.run([venv_python(), "-m", "readiness", "demo", *arguments], check=False).returncode


def test(arguments):  # type: ignore[no-untyped-def]
    """Run lint, types and tests; the tests hold the architecture."""
    need_qt_libraries()
    steps = [
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


def bench(arguments):  # type: ignore[no-untyped-def]
    """Run the ratios."""
    return run("pytest", "tests/bench", "-q", *arguments, QT_QPA_PLATFORM="offscreen")


def pictures(arguments):  # type: ignore[no-untyped-def]
    """Make the pictures anew."""
    need_qt_libraries()
    return run("tests.pictures", *arguments, QT_QPA_PLATFORM="offscreen")


def texts(arguments):  # type: ignore[no-untyped-def]
    """Extract the texts, and compile the catalogues there are."""
    return run("tests.texts_catalogue", *arguments)


def lock(arguments):  # type: ignore[no-untyped-def]
    """Pin the newest versions that pyproject.toml allows, tried out in a fresh environment."""
    import tempfile
    import venv

    with tempfile.TemporaryDirectory() as folder:
        venv.create(folder, with_pip=True)
        python = os.path.join(folder, *(("Scripts", "python.exe") if os.name == "nt" else ("bin", "python")))
        quiet([python, "-m", "pip", "install", "-q", ".[dev]"], "Installing")
        frozen = subprocess.check_output([python, "-m", "pip", "freeze", "--exclude", "readiness"]).decode()
    names = [line for line in frozen.splitlines() if "==" in line]
    with open(os.path.join(ROOT, "requirements.lock"), "w") as file:
        file.write("# Pinned versions of everything dev.py installs; made by 'python3 dev.py lock'.\n")
        file.write("\n".join(names) + "\n")
    print("requirements.lock: {} packages".format(len(names)))
    return 0


VERBS = {"demo": demo, "test": test, "bench": bench, "pictures": pictures, "texts": texts, "lock": lock}


def main(arguments):  # type: ignore[no-untyped-def]
    """Run a verb; give the exit code."""
    old = too_old(sys.version_info)
    if old:
        print(old, file=sys.stderr)
        return 3
    if not arguments or arguments[0] not in VERBS:
        print(__doc__)
        return 2
    try:
        if arguments[0] != "lock":
            make_environment()
        return VERBS[arguments[0]](arguments[1:])
    except Trouble as trouble:
        print("dev.py: {}".format(trouble), file=sys.stderr)
        return 3
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
