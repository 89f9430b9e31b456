"""What is remembered per computer: who sits at it, and which workspaces were open."""

from __future__ import annotations

import contextlib
import datetime as dt
import threading
import time
from pathlib import Path
from typing import Any

import msgspec

from readiness import places
from readiness.errors import DiskFault
from readiness.model.history import Author
from readiness.texts import tr

_MOST_RECENT = 10
_PATIENCE = 0.05
"""Seconds in which a disk that is well answers many times over, and a window is not missed."""


class SavedFilter(msgspec.Struct, frozen=True, omit_defaults=True):
    """A filter of a checklist under a name: a text, one of the quick filters, and the day that it may ask for."""

    name: str
    text: str = ""
    quick: str = "all"
    since: dt.date | None = None


class Settings(msgspec.Struct, frozen=True, omit_defaults=True):
    """The settings of one user on one computer.

    `recent` holds workspace folders, newest first, and `opened` when each was opened last (UTC); `backup_places` the
    second place for backups, and `last_copied` when it was brought up to date (UTC), both by workspace id, as are
    `last_reports`, `filters` and `last_places` (view, assessment, requirement, record). `layouts` holds what Qt says of
    splitters and columns, in base64, by a name of ours; `language` is '' for the system's; `paste_fields` the fields
    of an answer that are pasted, None for all; `keys` the keys that were given to commands ('' for none), by command.
    `reports` holds how reports were asked for last, by workspace id and kind: the request as plain values, and the
    file as `target`; `last_kinds` the kind made last, by workspace id.
    """

    name: str = ""
    role: str = ""
    recent: tuple[str, ...] = ()
    opened: dict[str, dt.datetime] = {}
    appearance: str = "system"
    language: str = ""
    geometry: str = ""
    backup_places: dict[str, str] = {}
    last_copied: dict[str, dt.datetime] = {}
    last_reports: dict[str, dt.date] = {}
    filters: dict[str, tuple[SavedFilter, ...]] = {}
    last_places: dict[str, tuple[str, str, str, str]] = {}
    layouts: dict[str, str] = {}
    pane_hidden: bool = False
    goes_on: bool = False
    paste_fields: tuple[str, ...] | None = None
    keys: dict[str, str] = {}
    reports: dict[str, dict[str, dict[str, Any]]] = {}
    last_kinds: dict[str, str] = {}

    @property
    def author(self) -> Author:
        """Give the person whom commits name."""
        return Author(self.name or tr("not named"), self.role)


def _path() -> Path:
    return places.settings_folder() / "settings.json"


def load() -> Settings:
    """Read the settings; defaults where there are none or they cannot be read."""
    with contextlib.suppress(OSError, ValueError, msgspec.DecodeError):
        return msgspec.json.decode(_path().read_bytes(), type=Settings)
    return Settings()


def save(settings: Settings) -> None:
    """Keep the settings; a disk that refuses is no reason to stop work."""
    with contextlib.suppress(OSError, DiskFault):
        _path().parent.mkdir(parents=True, exist_ok=True)
        places.write_whole(_path(), msgspec.json.encode(settings))


def change(**fields: Any) -> None:
    """Change the named settings and keep the rest as it is on the disk; nothing is written where nothing differs."""
    known = load()
    changed = msgspec.structs.replace(known, **fields)
    if changed != known:
        save(changed)


def remember_report(identity: str, day: dt.date) -> None:
    """Remember the day on which the last report of a workspace was made."""
    change(last_reports={**load().last_reports, identity: day})


def remember_request(identity: str, kind: str, request: dict[str, Any]) -> None:
    """Remember how a kind of report of a workspace was asked for last."""
    known = load()
    of_workspace = {**known.reports.get(identity, {}), kind: request}
    change(
        reports={**known.reports, identity: of_workspace},
        last_kinds={**known.last_kinds, identity: kind},
    )


def remember(workspace: Path) -> None:
    """Put a workspace at the head of the recent ones, as opened now."""
    known = load()
    recent = (str(workspace), *(item for item in known.recent if item != str(workspace)))[:_MOST_RECENT]
    opened = {**known.opened, str(workspace): dt.datetime.now(dt.UTC)}
    change(recent=recent, opened={path: when for path, when in opened.items() if path in recent})


def forget(workspace: Path) -> None:
    """Take a workspace off the recent ones; the workspace itself is left alone."""
    known = load()
    change(
        recent=tuple(item for item in known.recent if item != str(workspace)),
        opened={path: when for path, when in known.opened.items() if path != str(workspace)},
    )


class Recent(msgspec.Struct, frozen=True):
    """A workspace that was open before: where, when last (UTC; None where not known), and whether it is there."""

    path: Path
    opened: dt.datetime | None
    is_there: bool


def recent() -> tuple[Recent, ...]:
    """List the workspaces that were open before, the last one first; those that are gone too.

    A drive that does not answer at once, as one that the network lost, is not waited for: what lies there counts as
    there, and opening it says what is wrong.
    """
    known = load()
    there = dict.fromkeys(known.recent, True)

    def look(text: str) -> None:
        there[text] = Path(text).is_dir()

    threads = [threading.Thread(target=look, args=(text,), daemon=True) for text in known.recent]
    for thread in threads:
        thread.start()
    until = time.monotonic() + _PATIENCE
    for thread in threads:
        thread.join(max(0.0, until - time.monotonic()))
    return tuple(Recent(Path(text), known.opened.get(text), there[text]) for text in known.recent)
