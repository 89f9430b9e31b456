"""What all records share."""

from __future__ import annotations

import os
from typing import ClassVar

import msgspec


def new_id() -> str:
    """Make a random record id of 16 hexadecimal digits."""
    return os.urandom(8).hex()


class Record(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, kw_only=True):
    """What all records share: a random id of 16 hexadecimal digits, unique in the workspace."""

    table: ClassVar[str]
    id: str
