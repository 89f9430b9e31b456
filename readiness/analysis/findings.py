"""What a rule concludes from a snapshot: derived whenever asked, never stored."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from readiness.model.crosswalk import Crosswalk
from readiness.model.schemes import SchemeCatalogue
from readiness.texts import tr


class Severity(StrEnum):
    """What a finding means for the application: it stops it, it will be asked about, it is worth knowing."""

    STOPS = "stops"
    WARNS = "warns"
    NOTES = "notes"


def severity_name(severity: Severity) -> str:
    """Say what a finding means for the application."""
    return {
        Severity.STOPS: tr("stops the application"),
        Severity.WARNS: tr("will be asked about"),
        Severity.NOTES: tr("worth knowing"),
    }[severity]


@dataclass(frozen=True)
class Finding:
    """One conclusion. `key` is stable over runs, so that something can be recorded against it.

    `assessment` and `requirements` (ids) say where it shows; a mix-up names the other standard's side in
    `other_assessment` and `other_requirements`. `evidence` holds record ids, `record` the id of
    the service that it is about, `resolve` says what would end it.
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
    record: str = ""


@dataclass(frozen=True)
class Context:
    """What rules need beside the snapshot: the crosswalk of the two standards, known schemes, and today's date."""

    crosswalk: Crosswalk
    schemes: SchemeCatalogue
    today: dt.date
