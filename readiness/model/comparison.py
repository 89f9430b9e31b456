"""The comparison chart: two standards side by side, aspect by aspect, in our own words."""

from __future__ import annotations

import msgspec


class Side(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What one standard says of an aspect, and the clauses where; none where it is silent."""

    text: str
    clauses: tuple[str, ...]


class Aspect(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One row. `sides` is by short number ('17021-1'); `mixed_up` says what goes wrong, and what to do instead."""

    key: str
    title: str
    sides: dict[str, Side]
    mixed_up: str


class Comparison(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All aspects, in the order in which a certification works."""

    format: str
    format_version: int
    language: str
    version: str
    notice: str
    aspects: tuple[Aspect, ...]
