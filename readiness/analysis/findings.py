"""What a rule concludes from a snapshot: derived whenever asked, never stored."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from readiness.model.crosswalk import Crosswalk


class Severity(StrEnum):
    """What a finding means for the application: it stops it, it will be asked about, it is worth knowing."""

    STOPS = "stops"
    WARNS = "warns"
    NOTES = "notes"


@dataclass(frozen=True)
class Finding:
    """One conclusion. `key` is stable over runs, so that something can be recorded against it.

    `assessment` and `requirements` (ids) say where it shows; a mix-up names the other standard's side in
    `other_assessment` and `other_requirements`. `evidence` holds record ids, `resolve` says what would end it.
    """

    key: str
    rule: str
    severity: Severity
    sentence: str
    resolve: str
    assessment: str = ""
    requirements: tuple[str, ...] = ()
    other_assessment: str = ""
    other_requirements: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    action: str = ""


@dataclass(frozen=True)
class Context:
    """What rules need beside the snapshot: the crosswalk of the two standards, and today's date."""

    crosswalk: Crosswalk
    today: dt.date
