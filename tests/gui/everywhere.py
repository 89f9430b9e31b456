"""Every place of the window and every dialog, for tests that hold for all of them; new dialogs are to be added here."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from pytestqt.qtbot import QtBot

from readiness.gui import keys
from readiness.gui.about import AboutDialog
from readiness.gui.assessment import AssessmentView
from readiness.gui.assessment.citing import CiteDialog
from readiness.gui.assessment.copying import CopiedAnswer, PasteDialog
from readiness.gui.assessment.filter_bar import SaveFilterDialog
from readiness.gui.assessment.giving import GiveDialog
from readiness.gui.assessment.several import SeveralDialog
from readiness.gui.backups import BackupsDialog
from readiness.gui.bridge import Bridge, Place
from readiness.gui.briefing import BriefingView
from readiness.gui.briefing.paper import PaperResult
from readiness.gui.checklists import Import, ProblemsDialog
from readiness.gui.dialogs import AssessmentDialog, AuthorDialog, NewWorkspaceDialog, OrganizationDialog
from readiness.gui.erasing import ErasingDialog
from readiness.gui.evidence import EvidenceView
from readiness.gui.overview import OverviewView
from readiness.gui.palette import Palette
from readiness.gui.recovering import Recovering
from readiness.gui.register_import import RegisterImport
from readiness.gui.view import View
from readiness.gui.window import MainWindow
from readiness.model.records import Answer, Rating
from tests.conftest import QUALITY_MANAGER, TODAY

V = TypeVar("V", bound=View)

GAP = "17065:7.4.4"
MET = "17021-1:5.2.1"


LIST = "Number\tTitle\tRevision\tDate\nP-01\tAudits\t3\t2026-02-02\nP-02\tReviews\t1\t03/04/2026\n"


def places(window: MainWindow) -> dict[str, Place]:
    """Name every place of the side bar, with something chosen in it, and the search."""
    assert window.bridge is not None
    snapshot = window.bridge.snapshot
    (systems, met), (products, gap) = snapshot.locate(MET), snapshot.locate(GAP)
    return {
        "overview": Place("overview"),
        "management systems": Place("assessment", assessment=systems.id, requirement=met[0].id),
        "products": Place("assessment", assessment=products.id, requirement=gap[0].id, filter="gaps"),
        "changed since": Place("assessment", assessment=products.id, requirement="4.1", filter="changed"),
        "two standards": Place("two-standards"),
        "topics": Place("two-standards", record="topics"),
        "comparison chart": Place("two-standards", record="chart"),
        "services": Place("services", record=next(iter(snapshot.services))),
        "claims": Place("claims"),
        "briefing": Place("briefing"),
        "evidence": Place("evidence", record=next(iter(snapshot.evidence))),
        "actions": Place("actions", record=next(iter(snapshot.actions))),
        "reports": Place("reports"),
        "history": Place("history"),
        "guides": Place("guides"),
        "find": Place("find", record="impartiality"),
    }


def visit(qtbot: QtBot, window: MainWindow) -> Iterator[str]:
    """Go to one place after the other; each is complete when its name comes."""
    assert window.bridge is not None
    assert window.desk is not None
    for name, place in places(window).items():
        window.bridge.go(place)
        view = window.desk.stack.currentWidget()
        if isinstance(view, OverviewView):
            qtbot.waitUntil(partial(_is_idle, view))
        settle()
        yield name
        if isinstance(view, EvidenceView):
            view.table.selectAll()
            settle()
            yield "several documents"
        elif isinstance(view, BriefingView) and view.people.chosen is not None:
            view.read_course()
            settle()
            yield "course"
            view.take_quiz()
            settle()
            yield "quiz"
            view.quiz.answers[0].button.click()
            view.quiz.answer()
            settle()
            yield "quiz, answered"
            view.show_list()


def _is_idle(view: OverviewView) -> bool:
    return view.is_idle


def go_to(window: MainWindow, place: Place, kind: type[V]) -> tuple[Bridge, V]:
    """Go to a place; gives what is open, and the view that shows the place."""
    assert window.bridge is not None
    assert window.desk is not None
    window.bridge.go(place)
    view = window.desk.stack.currentWidget()
    assert isinstance(view, kind)
    return window.bridge, view


def settle() -> None:
    """Let layouts and painting be done, and what was taken off the screen be gone."""
    for _ in range(3):
        QApplication.processEvents()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def dialogs(window: MainWindow) -> dict[str, Callable[[], QDialog]]:
    """Name what makes each dialog, over the window; none of them waits for an answer."""
    bridge, desk, keeping = window.bridge, window.desk, window.keeping
    assert bridge is not None
    assert desk is not None
    assert keeping is not None
    assessment, leaves = bridge.snapshot.locate(GAP)
    bridge.go(Place("assessment", assessment=assessment.id, requirement=leaves[0].id))
    view = desk.stack.currentWidget()
    assert isinstance(view, AssessmentView)
    answer = Answer(id="a", assessment=assessment.id, requirement=leaves[0].id, note="seen", rating=Rating.PARTLY)
    copied = CopiedAnswer("w", "there", answer)
    problems = [{"where": "clauses[0]", "what": "no number"}]
    return {
        "new workspace": lambda: NewWorkspaceDialog(QUALITY_MANAGER, window),
        "organization": lambda: OrganizationDialog(bridge, window),
        "assessment": lambda: AssessmentDialog(bridge, window),
        "author": lambda: AuthorDialog(window),
        "cite": lambda: CiteDialog(bridge, assessment, leaves, parent=window),
        "cite a file": lambda: CiteDialog(bridge, assessment, leaves, Path("a.pdf"), parent=window),
        "paste": lambda: PasteDialog(bridge, assessment, leaves, copied, window),
        "give": lambda: GiveDialog(bridge, assessment, leaves, window),
        "several": lambda: SeveralDialog(bridge, assessment, leaves, (Path("a.pdf"), "https://example.org"), window),
        "save filter": lambda: SaveFilterDialog(view.bar, window),
        "backups": lambda: BackupsDialog(keeping, window),
        "import a list": lambda: RegisterImport(bridge, window),
        "import a checklist": lambda: Import(bridge, Path("a.xlsx"), window),
        "defects": lambda: ProblemsDialog(Path("a.xlsx"), problems, window),
        "recover": lambda: Recovering(Path("a.readiness"), window),
        "keyboard": lambda: keys.KeysDialog(keys.groups(window), window),
        "about": lambda: AboutDialog(window),
        "erase a document": lambda: ErasingDialog(bridge, next(iter(bridge.snapshot.evidence.values())), window),
        "erase a person": lambda: ErasingDialog(bridge, next(iter(bridge.snapshot.personnel.values())), window),
        "paper": lambda: PaperResult("adviser A", TODAY, window),
        "palette": lambda: Palette(window),
    }


def open_dialogs(window: MainWindow) -> Iterator[tuple[str, QDialog]]:
    """Show one dialog after the other."""
    for name, make in dialogs(window).items():
        dialog = make()
        if isinstance(dialog, Palette):
            dialog.begin()
        else:
            dialog.show()
        if isinstance(dialog, RegisterImport):
            dialog.take_text(LIST)
        settle()
        yield name, dialog
        dialog.done(0)
        dialog.deleteLater()
        settle()


def describe(widget: QWidget) -> str:
    """Say which widget is meant, for a test's message."""
    text = getattr(widget, "text", None)
    shown = text() if callable(text) else widget.accessibleName()
    return f"{type(widget).__name__} {str(shown)[:50]!r}"
