"""Runs one command line: exit 0 done, 1 looked and found problems, 2 wrong usage, 3 could not do it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from readiness import places
from readiness.errors import BadFile, NoDisplay, ReadinessError

if TYPE_CHECKING:
    import argparse

Window = Callable[[Path | None], int]


def main(arguments: Sequence[str], window: Window) -> int:
    """Run a command line; `window` opens the window on a workspace, or on the last one. Gives the exit code."""
    try:
        if _asks_for_window(arguments):
            return window(Path(arguments[1]) if arguments[1:] else None)
        from readiness.cli import parser  # noqa: PLC0415 - late for start-up time

        given = parser.build().parse_args(arguments)
        if given.verb in (None, "open"):
            return window(getattr(given, "dir", None))
        from readiness.cli.verbs import VERBS  # noqa: PLC0415 - late, so that '--version' and mistakes answer at once

        value, lines, exit_code = VERBS[_name(given)](given)
    except ReadinessError as error:
        return _refuse(error)
    except BrokenPipeError:
        return 0
    try:
        _print(value, lines, as_json=given.json)
    except BrokenPipeError:
        sys.stderr.close()
        return exit_code
    if given.verb == "demo" and not given.no_window and places.has_display():
        try:
            return window(Path(value["workspace"]))
        except NoDisplay as error:
            return _refuse(error)
    return exit_code


def _asks_for_window(arguments: Sequence[str]) -> bool:
    """Tell whether nothing or 'open [DIR]' was written, as desktops do: the window does not wait for the parser."""
    return not arguments or (arguments[0] == "open" and len(arguments) <= 2 and "".join(arguments[1:])[:1] != "-")


def _name(given: argparse.Namespace) -> str:
    what = getattr(given, "what", None)
    return f"{given.verb} {what}" if what else str(given.verb)


def _print(value: Any, lines: list[str], *, as_json: bool) -> None:
    if as_json:
        import json  # noqa: PLC0415 - late for start-up time

        print(json.dumps(value, ensure_ascii=False, indent=1))
    else:
        for line in lines:
            print(line)
    sys.stdout.flush()


def _refuse(error: ReadinessError) -> int:
    print(f"readiness: {error.sentence}", file=sys.stderr)
    if isinstance(error, BadFile):
        for problem in error.problems:
            print(f"  {problem}", file=sys.stderr)
    if error.next_step:
        print(error.next_step, file=sys.stderr)
    return error.exit_code
