"""The window's message boxes: refusals, and questions asked once."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from readiness import words
from readiness.errors import ReadinessError, WorkspaceLocked
from readiness.model.history import Author, Commit
from readiness.texts import tr
from readiness.workspace import Workspace

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget


def show_error(error: ReadinessError, parent: QWidget) -> None:
    """Show a refusal: what is wrong, and what to do."""
    from PySide6.QtWidgets import QMessageBox  # noqa: PLC0415 - late for start-up time

    box = QMessageBox(QMessageBox.Icon.Warning, tr("That did not work"), error.sentence, parent=parent)
    box.setInformativeText(error.next_step)
    box.exec()


def ask(title: str, question: str, parent: QWidget) -> bool:
    """Ask a question that is answered by yes or no."""
    from PySide6.QtWidgets import QMessageBox  # noqa: PLC0415 - late for start-up time

    return QMessageBox.question(parent, title, question) == QMessageBox.StandardButton.Yes


def agreed_to_replace(path: Path, parent: QWidget) -> bool:
    """Ask whether a file that lies there already may go."""
    from PySide6.QtWidgets import QMessageBox  # noqa: PLC0415 - late for start-up time

    box = QMessageBox(
        QMessageBox.Icon.Warning,
        tr("Replace a file"),
        tr("'{name}' is there already.", name=path.name),
        QMessageBox.StandardButton.Cancel,
        parent,
    )
    box.setInformativeText(tr("It was not made here. Replaced, it is lost: {path}", path=path))
    replace = box.addButton(tr("&Replace it"), QMessageBox.ButtonRole.DestructiveRole)
    box.setDefaultButton(QMessageBox.StandardButton.Cancel)
    box.exec()
    return box.clickedButton() is replace


def offer_reading(path: Path, author: Author, locked: WorkspaceLocked, parent: QWidget) -> Workspace | None:
    """Offer to read a workspace that somebody else has open; None where that is not wanted, or fails."""
    if not ask(tr("Already open"), f"{locked}\n\n{tr('Open it for reading only?')}", parent):
        return None
    try:
        return Workspace.open(path, author, read_only=True)
    except ReadinessError as error:
        show_error(error, parent)
        return None


def agreed_to_cross(commit: Commit, parent: QWidget) -> bool:
    """Ask whether a change made before the program was started is to be taken back."""
    question = tr(
        "This change was made on {date}, before the program was started today:\n\n{what}\n\nTake it back?",
        date=words.date(commit.time.date()),
        what=commit.sentence,
    )
    return ask(tr("Undo an earlier change"), question, parent)
