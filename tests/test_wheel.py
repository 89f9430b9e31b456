"""A built wheel carries the checklists and resources and runs from any folder in a fresh environment."""

from __future__ import annotations

import os
import subprocess
import sys
import venv
from pathlib import Path

import tinydb

ROOT = Path(__file__).parent.parent


def test_a_wheel_runs_from_any_folder(tmp_path: Path) -> None:
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(tmp_path), str(ROOT)]
    subprocess.run(build, check=True, capture_output=True, timeout=300)
    (wheel,) = tmp_path.glob("*.whl")
    environment = tmp_path / "environment"
    venv.create(environment, system_site_packages=False, with_pip=False)
    python = environment / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    site = subprocess.run(
        [python, "-c", "import site; print(site.getsitepackages()[0])"], check=True, capture_output=True, text=True
    ).stdout.strip()
    install = [sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--no-index", "--target", site, str(wheel)]
    subprocess.run(install, check=True, capture_output=True, timeout=120)
    # The libraries come from this environment; our own package must not.
    libraries = Path(tinydb.__file__).parent.parent
    Path(site, "libraries.pth").write_text(f"{libraries}\n", encoding="utf-8")
    away = tmp_path / "elsewhere"
    away.mkdir()
    clean = {key: value for key, value in os.environ.items() if key not in ("PYTHONPATH", "DISPLAY")}
    probe = "import readiness; print(readiness.__file__)"
    found = subprocess.run([python, "-c", probe], cwd=away, env=clean, check=True, capture_output=True, text=True)
    assert str(environment) in found.stdout
    demo = [str(python), "-m", "readiness", "demo", str(away / "sample"), "--no-window", "--date", "2026-03-02"]
    done = subprocess.run(demo, cwd=away, env=clean, check=False, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    assert (away / "gap-report.pdf").stat().st_size > 50_000
    assert (away / "sample.readiness" / "workspace.json").exists()
