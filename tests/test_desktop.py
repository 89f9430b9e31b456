"""Desktop file, MIME type and AppStream data: well-formed, of one mind, and about files that exist."""

from __future__ import annotations

import configparser
import re
import shutil
import subprocess
import tomllib
import xml.etree.ElementTree as ET
from pathlib import Path

import msgspec
import pytest

from readiness.tasks import begin
from tests.conftest import QUALITY_MANAGER

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "resources" / "desktop"
NAME = "local.readiness.Readiness"
MIME_TYPE = "application/x-readiness-workspace"
MIME = "{http://www.freedesktop.org/standards/shared-mime-info}"


def _entry() -> configparser.SectionProxy:
    parser = configparser.ConfigParser(interpolation=None)
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read(FOLDER / f"{NAME}.desktop", encoding="utf-8")
    return parser["Desktop Entry"]


def _metainfo() -> ET.Element:
    return ET.parse(FOLDER / f"{NAME}.metainfo.xml").getroot()


def _mime() -> ET.Element:
    return ET.parse(FOLDER / f"{NAME}.mime.xml").getroot()


@pytest.mark.parametrize("path", sorted(ROOT.glob("resources/**/*.xml")) + sorted(ROOT.glob("resources/icons/*.svg")))
def test_every_file_is_well_formed(path: Path) -> None:
    ET.parse(path)


def test_the_desktop_file_starts_the_program_on_a_workspace_or_on_the_last_one() -> None:
    entry = _entry()
    scripts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["scripts"]
    program, verb, field = entry["Exec"].split()
    assert program in scripts
    assert (verb, field) == ("open", "%f")
    assert entry["MimeType"] == f"{MIME_TYPE};"
    assert entry["Type"] == "Application"
    assert not set(entry) - {
        "Type", "Name", "GenericName", "Comment", "Exec", "Icon", "Terminal", "StartupNotify", "SingleMainWindow",
        "Categories", "Keywords", "MimeType",
    }  # fmt: skip


def test_open_works_with_and_without_a_path() -> None:
    from readiness.cli import parser

    assert parser.build().parse_args(["open"]).dir is None
    assert parser.build().parse_args(["open", "x"]).dir == Path("x")


def test_the_mime_type_knows_the_file_that_a_workspace_holds(tmp_path: Path) -> None:
    (kind,) = _mime().findall(f"{MIME}mime-type")
    assert kind.get("type") == MIME_TYPE
    (glob,) = kind.findall(f"{MIME}glob")
    (match,) = kind.iter(f"{MIME}match")
    workspace = begin.new_workspace(tmp_path / "body", "Body", ["17065"], QUALITY_MANAGER)
    workspace.close()
    file = workspace.path / str(glob.get("pattern"))
    assert file.read_text(encoding="utf-8").startswith(str(match.get("value")))
    assert msgspec.json.decode(file.read_bytes())["type"] == "readiness workspace"


def test_the_appstream_data_names_what_there_is() -> None:
    component = _metainfo()
    assert component.findtext("id") == NAME
    assert component.findtext("launchable") == f"{NAME}.desktop"
    assert (FOLDER / f"{NAME}.desktop").is_file()
    assert component.findtext("provides/mediatype") == MIME_TYPE
    assert component.findtext("name") == _entry()["Name"]
    assert component.findtext("project_license") == "MIT"
    assert "no accreditation assessor has reviewed" in " ".join("".join(component.itertext()).split())


def test_the_window_has_the_desktop_files_name() -> None:
    source = (ROOT / "readiness" / "gui" / "app.py").read_text(encoding="utf-8")
    assert f'DESKTOP_ID = "{NAME}"' in source


def test_the_files_that_the_instructions_install_exist_under_the_names_that_are_meant() -> None:
    text = (FOLDER / "README.md").read_text(encoding="utf-8")
    lines = re.findall(r"install -Dm644 (\S+) (?:-t )?(\S+)", text)
    assert len(lines) == 5
    assert all((FOLDER / source).is_file() for source, _ in lines)
    targets = " ".join(target for _, target in lines)
    assert f"apps/{_entry()['Icon']}.svg" in targets
    (icon,) = _mime().iter(f"{MIME}icon")
    assert f"mimetypes/{icon.get('name')}.svg" in targets


@pytest.mark.skipif(not shutil.which("appstreamcli"), reason="needs appstreamcli: apt-get install appstream")
def test_the_validator_finds_no_fault() -> None:
    command = ["appstreamcli", "validate", "--no-net", str(FOLDER / f"{NAME}.metainfo.xml")]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stdout


@pytest.mark.skipif(not shutil.which("update-mime-database"), reason="needs shared-mime-info")
def test_the_system_takes_the_mime_type(tmp_path: Path) -> None:
    packages = tmp_path / "mime" / "packages"
    packages.mkdir(parents=True)
    shutil.copy(FOLDER / f"{NAME}.mime.xml", packages)
    subprocess.run(["update-mime-database", str(packages.parent)], check=True, capture_output=True, timeout=60)
    assert f"80:{MIME_TYPE}:open.readiness" in (packages.parent / "globs2").read_text(encoding="utf-8")
