"""The composition root: the only place that knows every part."""

from __future__ import annotations

import gc
import sys
from collections.abc import Sequence
from pathlib import Path

gc.disable()  # nearly all that is made while loading stays, and looking through it again and again takes time

from readiness import cli, places, texts  # noqa: E402
from readiness.tasks import settings  # noqa: E402

gc.enable()


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program; gives the exit code."""
    texts.use(settings.load().language)
    return cli.main(sys.argv[1:] if arguments is None else arguments, window=_window)


def before_qt() -> None:
    """Make sure that Qt would not abort (it gives no error to catch), and load what is loaded faster without it."""
    places.need_display()
    gc.disable()  # until the window is painted: nearly all that is made while starting stays
    import readiness.workspace  # noqa: F401, PLC0415 - late for start-up time


def _window(workspace: Path | None) -> int:
    """Open the window."""
    before_qt()
    from readiness.gui.app import run  # noqa: PLC0415 - late for start-up time

    return run(workspace)


if __name__ == "__main__":
    sys.exit(main())
