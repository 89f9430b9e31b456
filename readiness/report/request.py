"""What somebody asks a report to be: its kind, what it is about, and how it is to look."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

import msgspec

from readiness.report.blocks import PaperSize


class Order(StrEnum):
    """How gaps are listed: as the standard goes, or what weighs most first."""

    CLAUSE = "clause"
    WEIGHT = "weight"


class Request(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, kw_only=True):
    """A report as it was asked for.

    `assessment` (an id, or a standard) limits it to a part, `clauses` to what lies below some clauses ('7.4'), `only`
    to some requirements ('17065:7.4.4', a stem for all its letters), as a filter on the screen does. `without` names
    the parts that are left out. `landscape` None leaves it to the kind, `since` and `until` (both included) None to
    the last 30 days. `service` (an id) limits what is about services to one. `data` puts what is printed into the file
    as a workbook too.
    """

    kind: str = "gap"
    assessment: str = ""
    service: str = ""
    clauses: tuple[str, ...] = ()
    only: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    order: Order = Order.CLAUSE
    paper: PaperSize = PaperSize.A4
    landscape: bool | None = None
    marking: str = ""
    profile: str = "neutral"
    logo: bool = True
    since: dt.date | None = None
    until: dt.date | None = None
    data: bool = False
