"""The window: shows snapshots, calls verbs and tasks, repaints on changes. The only room that knows Qt."""

import builtins

import PySide6  # noqa: F401 - puts its own __import__ in place of Python's

# It reads the source of every module imported from then on, to find 'from __feature__ import', which is not used here.
builtins.__import__ = getattr(builtins, "__orig_import__", builtins.__import__)
