"""Checklists as JSON: lossless, the form in which they are shipped and kept."""

from __future__ import annotations

from readiness.exchange.format import Format
from readiness.model import checklist_file
from readiness.texts import tr

JSON = Format(
    name="json",
    ending=".json",
    title=lambda: tr("Checklist as JSON (complete, for programs)"),
    read=checklist_file.check,
    write=checklist_file.to_bytes,
)
