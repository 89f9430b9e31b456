"""Reads checklists and the crosswalk, and says file and place of everything that is wrong with one."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import msgspec

from readiness import places
from readiness.errors import UnknownName
from readiness.model.checklist import Checklist
from readiness.model.crosswalk import Crosswalk
from readiness.texts import tr

CROSSWALK_FILE = "crosswalk-17021-1-17065.json"


@dataclass(frozen=True)
class CheckedChecklist:
    """A checklist together with the bytes of its file, which are what a workspace keeps."""

    checklist: Checklist
    raw: bytes


def shipped_files() -> tuple[Path, ...]:
    """List the shipped checklist files."""
    folder = places.checklists_folder()
    return tuple(path for path in sorted(folder.glob("*.json")) if not path.name.startswith("crosswalk"))


@cache
def shipped() -> tuple[CheckedChecklist, ...]:
    """Read all shipped checklists (the tests check them in full)."""
    return tuple(_decode(path.read_bytes()) for path in shipped_files())


def _decode(raw: bytes) -> CheckedChecklist:
    return CheckedChecklist(msgspec.json.decode(raw, type=Checklist), raw)


def find(name: str) -> CheckedChecklist:
    """Find a shipped checklist by its id, its designation or the bare number of its standard ('17065').

    Raises:
        UnknownName: none is called that.
    """
    wanted = name.strip().lower()
    for item in shipped():
        names = (item.checklist.id, item.checklist.short, item.checklist.standard, item.checklist.designation)
        if wanted in (known.lower() for known in names):
            return item
    known = ", ".join(item.checklist.short for item in shipped())
    raise UnknownName(tr("There is no checklist '{name}'.", name=name), tr("Known standards: {known}.", known=known))


@cache
def crosswalk() -> Crosswalk:
    """Read the crosswalk between ISO/IEC 17021-1 and ISO/IEC 17065."""
    return msgspec.json.decode((places.checklists_folder() / CROSSWALK_FILE).read_bytes(), type=Crosswalk)
