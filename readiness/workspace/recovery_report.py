"""What is told after recovering: what was found and what could not be had, in sentences."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

from readiness.model.history import Author
from readiness.texts import tr


@dataclass
class Account:
    """Sentences about what was found, about what could not be had, and changes that are only listed."""

    found: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    listed: list[str] = field(default_factory=list)

    def head(self, folder: Path, author: Author, now: dt.datetime) -> tuple[str, ...]:
        """Give all but the list of changes, line by line."""
        return (
            tr("Recovered from '{path}' on {time} UTC by {author}.",
               path=folder, time=f"{now.astimezone(dt.UTC):%Y-%m-%d %H:%M}", author=author),
            tr("That folder was not changed. Keep it until you have compared."),
            "",
            tr("What could not be had"),
            *(f"- {sentence}" for sentence in self.lost or [tr("Nothing: all was had.")]),
            "",
            tr("What was found"),
            *(f"- {sentence}" for sentence in self.found),
        )  # fmt: skip

    def text(self, folder: Path, author: Author, now: dt.datetime) -> str:
        """Give all of it, for the file that stays in the new folder."""
        lines = [*self.head(folder, author, now)]
        if self.listed:
            title = tr("Changes read one by one behind the damage; what they led to is in the records")
            lines += ["", title, *(f"- {sentence}" for sentence in self.listed)]
        return "\n".join(lines) + "\n"


def ranges(numbers: list[int]) -> str:
    """Show ascending numbers with runs folded: '3, 7 to 9'."""
    starts = [numbers[0], *(after for before, after in pairwise(numbers) if after != before + 1)]
    ends = [*(before for before, after in pairwise(numbers) if after != before + 1), numbers[-1]]
    return ", ".join(
        str(first) if first == last else tr("{first} to {last}", first=first, last=last)
        for first, last in zip(starts, ends, strict=True)
    )
