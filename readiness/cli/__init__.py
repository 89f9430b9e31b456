"""Headless verbs: arguments in, a task, words or JSON out. `readiness/COMMANDS.md` shows every one."""

from readiness.cli.run import main

__all__ = ["main"]
