"""A pytest plugin that runs TinyDB's own tests with our storage in place of its JSONStorage."""

from __future__ import annotations

import tinydb
import tinydb.database
import tinydb.storages

from readiness.workspace.store import CheckpointStorage

tinydb.storages.JSONStorage = CheckpointStorage  # type: ignore[assignment,misc]
tinydb.JSONStorage = CheckpointStorage  # type: ignore[assignment,misc]
tinydb.TinyDB.default_storage_class = CheckpointStorage  # type: ignore[assignment]
