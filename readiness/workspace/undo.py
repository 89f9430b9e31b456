"""Which commit comes next for undo and redo, worked out from the kinds of all commits so far."""

from __future__ import annotations

from collections.abc import Iterable

from readiness.model.history import CommitKind


class UndoStack:
    """Two stacks of commit sequences. The first commit, which names the organization, is never undone.

    A purge or a recovery empties both: what lies before it may lack content, or something that it refers to.
    """

    def __init__(self, outline: Iterable[tuple[CommitKind, int]]) -> None:
        """Replay the kinds of all commits in order; each with the commit it is about, 0 for none."""
        self._done: list[int] = []
        self._undone: list[int] = []
        self._sequence = 0
        for kind, about in outline:
            self.take(kind, about)

    def take(self, kind: CommitKind, about: int) -> None:
        """Account for one more commit."""
        self._sequence += 1
        if kind is CommitKind.CHANGE:
            if self._sequence > 1:
                self._done.append(self._sequence)
            self._undone.clear()
        elif kind is CommitKind.UNDO:
            self._undone.append(self._done.pop())
        elif kind is CommitKind.REDO:
            self._done.append(self._undone.pop())
        else:
            self._done.clear()
            self._undone.clear()

    @property
    def undoable(self) -> int:
        """Give the sequence of the commit that undo takes back; 0 for none."""
        return self._done[-1] if self._done else 0

    @property
    def redoable(self) -> int:
        """Give the sequence of the commit that redo brings back; 0 for none."""
        return self._undone[-1] if self._undone else 0
