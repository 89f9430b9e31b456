"""Office files are zip archives full of times; the same report on the same day is to be the same file."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from typing import BinaryIO

_STAMPS = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*(</dcterms:\2>)")
_CORE = "docProps/core.xml"


def write_settled(archive: io.BytesIO, file: BinaryIO, made_on: dt.date) -> None:
    """Write an office file with the day of the report in place of every time in it."""
    stamp = f"{made_on.isoformat()}T00:00:00Z".encode()
    with zipfile.ZipFile(archive) as source, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = source.read(name)
            if name == _CORE:
                content = _STAMPS.sub(lambda found: found[1] + stamp + found[3], content)
            entry = zipfile.ZipInfo(name, (made_on.year, made_on.month, made_on.day, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, content)
