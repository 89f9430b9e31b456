"""The world's faults, each with a sentence for the user and a next step.

Anything raised that is not a `ReadinessError` is a bug in this program and reaches the crash report.
"""

from __future__ import annotations

import msgspec


class ReadinessError(Exception):
    """A fault of the world or of the input that the user can do something about.

    `sentence` says what is wrong and where; `next_step` says what to do. Both are complete sentences in the
    user's language.
    """

    exit_code = 3

    def __init__(self, sentence: str, next_step: str = "") -> None:
        """Keep the two texts; `str(error)` joins them."""
        super().__init__(f"{sentence} {next_step}".strip())
        self.sentence = sentence
        self.next_step = next_step


class UsageError(ReadinessError):
    """The command line, or a value typed into a field, does not say what is meant."""

    exit_code = 2


class NotAllowed(ReadinessError):
    """The change asked for would leave the records in a state that must not be."""

    exit_code = 2


class UnknownName(UsageError):
    """A requirement, standard, record or report kind that does not exist was named."""


class WorkspaceMissing(ReadinessError):
    """The folder named is not a workspace."""


class WorkspaceExists(ReadinessError):
    """A new workspace was asked for where something already lies."""


class WorkspaceLocked(ReadinessError):
    """Somebody else has the workspace open for writing."""


class WorkspaceTooNew(ReadinessError):
    """The workspace was written by a newer version of the program."""


class WorkspaceReadOnly(ReadinessError):
    """A change was asked for in a workspace that is open for reading only."""


class Damage(ReadinessError):
    """A stored file differs from what was recorded of it."""


class DiskFault(ReadinessError):
    """The system refused to read or write a file."""


class Unfinished(DiskFault):
    """A change is recorded, but the system refused a part of what is to follow; that is done later."""


class BadFile(ReadinessError):
    """A file given by the user cannot be taken; `problems` lists every defect found."""

    def __init__(self, sentence: str, next_step: str = "", problems: tuple[Problem, ...] = ()) -> None:
        """Keep the problems beside the sentence."""
        super().__init__(sentence, next_step)
        self.problems = problems


class NoDisplay(ReadinessError):
    """A window was asked for where none can be shown."""


class Cancelled(ReadinessError):
    """The user stopped a task; nothing was left behind."""


class Problem(msgspec.Struct, frozen=True):
    """One defect found while reading in bulk: `where` (file, row, clause ...) and `what` is wrong there."""

    where: str
    what: str

    def __str__(self) -> str:
        """Show place and defect in one line."""
        return f"{self.where}: {self.what}"
