"""What is remembered per computer: who sits at it, and which workspaces were open."""

from __future__ import annotations

import contextlib
import datetime as dt
from pathlib import Path

import msgspec

from readiness import places
from readiness.errors import DiskFault
from readiness.model.history import Author
from readiness.texts import tr

_MOST_RECENT = 10


class Settings(msgspec.Struct, frozen=True, omit_defaults=True):
    """The settings of one user on one computer.

    `recent` holds workspace folders, newest first; `backup_places` the second place for backups, and `last_copied`
    when it was brought up to date (UTC), both by workspace id.
    """

    name: str = ""
    role: str = ""
    recent: tuple[str, ...] = ()
    appearance: str = "system"
    geometry: str = ""
    backup_places: dict[str, str] = {}
    last_copied: dict[str, dt.datetime] = {}

    @property
    def author(self) -> Author:
        """Give the person whom commits name."""
        return Author(self.name or tr("not named"), self.role)


def _path() -> Path:
    return places.settings_folder() / "settings.json"


def load() -> Settings:
    """Read the settings; defaults where there are none or they cannot be read."""
    with contextlib.suppress(OSError, msgspec.DecodeError):
        return msgspec.json.decode(_path().read_bytes(), type=Settings)
    return Settings()


def save(settings: Settings) -> None:
    """Keep the settings; a disk that refuses is no reason to stop work."""
    with contextlib.suppress(OSError, DiskFault):
        _path().parent.mkdir(parents=True, exist_ok=True)
        places.write_whole(_path(), msgspec.json.encode(settings))


def remember(workspace: Path) -> None:
    """Put a workspace at the head of the recent ones."""
    settings = load()
    recent = (str(workspace), *(item for item in settings.recent if item != str(workspace)))
    save(msgspec.structs.replace(settings, recent=recent[:_MOST_RECENT]))
