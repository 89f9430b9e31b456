"""Reads what is shipped as data: checklists, crosswalk, comparison chart, wording rules and guides."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TypeVar

import msgspec

from readiness import places
from readiness.errors import UnknownName
from readiness.model.checklist import Checklist
from readiness.model.comparison import Comparison
from readiness.model.crosswalk import Crosswalk
from readiness.model.wording import Wording
from readiness.texts import tr

CROSSWALK_FILE = "crosswalk-17021-1-17065.json"
COMPARISON_FILE = "comparison-17021-1-17065.json"
WORDING_FILE = "wording-en.json"
_NO_CHECKLISTS = (CROSSWALK_FILE, COMPARISON_FILE, WORDING_FILE)
T = TypeVar("T")


@dataclass(frozen=True)
class CheckedChecklist:
    """A checklist together with the bytes of its file, which are what a workspace keeps."""

    checklist: Checklist
    raw: bytes


def shipped_files() -> tuple[Path, ...]:
    """List the shipped checklist files."""
    folder = places.checklists_folder()
    return tuple(path for path in sorted(folder.glob("*.json")) if path.name not in _NO_CHECKLISTS)


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


def _data(name: str, kind: type[T]) -> T:
    return msgspec.json.decode((places.checklists_folder() / name).read_bytes(), type=kind)


@cache
def crosswalk() -> Crosswalk:
    """Read the crosswalk between ISO/IEC 17021-1 and ISO/IEC 17065."""
    return _data(CROSSWALK_FILE, Crosswalk)


@cache
def comparison() -> Comparison:
    """Read the comparison chart of ISO/IEC 17021-1 and ISO/IEC 17065."""
    return _data(COMPARISON_FILE, Comparison)


@cache
def wording() -> Wording:
    """Read how English checklist texts are worded."""
    return _data(WORDING_FILE, Wording)


@dataclass(frozen=True)
class Guide:
    """A text to read: Markdown, whose links `clause:17065:7.6.2` name clauses and `guide:NAME` other guides."""

    name: str
    title: str
    markdown: str


@cache
def guides(language: str = "en") -> tuple[Guide, ...]:
    """Read the guides in a language, in the order of their file names ('1-name.md')."""
    found = []
    for path in sorted((places.resources_folder() / "guides" / language).glob("*.md")):
        text = path.read_text(encoding="utf-8")
        found.append(Guide(path.stem.split("-", 1)[1], text.split("\n", 1)[0].removeprefix("# ").strip(), text))
    return tuple(found)
