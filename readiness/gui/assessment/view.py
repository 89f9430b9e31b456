"""One assessment at work: filters above the tree, the pane beside it, and the keys that drive both."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QItemSelection, QItemSelectionModel, QModelIndex, Qt, QTimer
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragMoveEvent,
    QDropEvent,
    QGuiApplication,
    QHideEvent,
    QKeyEvent,
    QKeySequence,
)
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from readiness import words
from readiness.gui import spoken, theme
from readiness.gui.assessment import copying, dropping, nodes
from readiness.gui.assessment.attaching_here import Attaching
from readiness.gui.assessment.commands import Commands
from readiness.gui.assessment.copying import CopiedAnswer, PasteDialog
from readiness.gui.assessment.facts import FactsOf
from readiness.gui.assessment.filter_bar import FilterBar
from readiness.gui.assessment.giving import GiveDialog
from readiness.gui.assessment.leftovers import Leftovers
from readiness.gui.assessment.nodes import Node
from readiness.gui.assessment.pane import Pane
from readiness.gui.assessment.rating_bar import KEYS, WEIGHT_KEYS
from readiness.gui.assessment.tree import ClauseTree
from readiness.gui.assessment.tree_model import ClauseTreeModel
from readiness.gui.bridge import Bridge, Place
from readiness.gui.flow import Halves
from readiness.gui.forms import faint
from readiness.gui.view import View
from readiness.model.checklist import Requirement
from readiness.model.history import Commit
from readiness.model.records import Answer, Evidence, Rating
from readiness.tasks import settings
from readiness.texts import tr

_SPLITTER, _COLUMNS = "assessment.splitter", "assessment.columns"


class AssessmentView(View):
    """Tree and pane of one assessment."""

    def __init__(self, bridge: Bridge, assessment: str, parent: QWidget | None = None) -> None:
        """Show all requirements of the assessment."""
        super().__init__(bridge, parent)
        self._assessment_id = assessment
        self._others_changed = False
        self.model = ClauseTreeModel(assessment, self)
        self.tree = ClauseTree(self.model)
        self.pane = Pane(bridge, assessment)
        self.bar = FilterBar(bridge)
        self.filter, self.quick, self.next_button = self.bar.text, self.bar.quick, self.bar.next_button
        self.leftovers = Leftovers(bridge, assessment)
        self.leftovers.restore.connect(self._restore)
        self.attaching = Attaching(bridge, self.pane, self)
        self._facts = FactsOf(bridge, assessment)
        self._leaves_files = dropping.LeavesFiles(self)
        for line in (self.filter, self.bar.since.text):
            line.installEventFilter(self._leaves_files)
        self._build()
        self.commands = Commands(self)
        self.bar.offer((self.commands.goes_on, self.commands.pane_shown))
        self._connect()
        self._restore_layout()
        self.setAcceptDrops(True)
        self._apply_filter()
        self._choose(self.model.index(0, 0))

    def _build(self) -> None:
        self.count = faint("")
        self.count.setWordWrap(False)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(*([theme.SPACING] * 4))
        for widget in (self.bar, self.leftovers, self.tree, self.count):
            column.addWidget(widget, 1 if widget is self.tree else 0)
        self.splitter = Halves()
        self.splitter.addWidget(left)
        self.splitter.addWidget(self.pane)
        letter = self.fontMetrics().averageCharWidth()
        self.splitter.setSizes([letter * 88, letter * 84])
        self.splitter.setStretchFactor(0, 1)
        self.splitter.setStretchFactor(1, 1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.splitter)

    def _connect(self) -> None:
        self.bar.narrowed.connect(lambda: self._apply_filter(typed=True))
        self.next_button.clicked.connect(self.go_to_next_open)
        self.tree.selectionModel().selectionChanged.connect(self._on_selected)
        self.tree.menu_wanted.connect(self.commands.pop_up)
        self.pane.cite_wanted.connect(self.cite)
        self.pane.attach_wanted.connect(self.choose_files)
        self.pane.see.connect(self._select)
        self.pane.back_to_tree.connect(self.tree.setFocus)
        self.pane.was_rated.connect(self._go_on)
        self.pane.reason_wanted.connect(lambda: self.show_pane(True))

    def keyboard_help(self) -> list[str]:
        """List the view's own keys."""
        return list(self.commands.help())

    # Following changes

    def refresh(self, commit: Commit | None) -> None:
        """Repaint the rows that a commit touches, and the pane."""
        if self._assessment_id not in self.bridge.snapshot.assessments:
            return
        if commit is None or any(change.table == "assessments" for change in commit.changes):
            self._apply_filter()
            self.pane.refresh()
            return
        touched, others = set(), False
        for change in commit.changes:
            plain = change.after or change.before or {}
            if change.table == Answer.table and plain.get("assessment") == self._assessment_id:
                touched.add(str(plain["requirement"]))
            others |= change.table == Answer.table
        if touched:
            self.model.update(self.bridge.snapshot, touched)
        of_use = touched or any(change.table in (Evidence.table, "actions") for change in commit.changes)
        if of_use or (others and self.isVisible()):
            self.pane.refresh()
        else:
            self._others_changed |= others

    def show_place(self, place: Place) -> None:
        """Choose the requirement that a place names."""
        self.leftovers.show_drafts()
        self.bar.show_saved()
        known = settings.load()
        self.commands.goes_on.setChecked(known.goes_on)
        self._fold_pane(shown=not known.pane_hidden)
        if self._others_changed:
            self._others_changed = False
            self.pane.refresh()
        self.bar.want(place.filter)
        if place.requirement:
            self._select(place.requirement)
        self.tree.setFocus()

    def place(self, shown: Place) -> Place:
        """Give the place with the requirement that is chosen now."""
        return Place("assessment", assessment=self._assessment_id, requirement=self._current_number())

    def commit_typing(self) -> None:
        """Save what is being typed in the pane."""
        self.pane.commit_typing()

    # Layout

    def show_pane(self, shown: bool) -> None:  # noqa: FBT001 - a Qt slot
        """Show the pane or fold it away, and remember that."""
        self._fold_pane(shown=shown)
        settings.change(pane_hidden=not shown)

    def _fold_pane(self, *, shown: bool) -> None:
        if not shown and self.pane.isAncestorOf(self.focusWidget() or self):
            self.tree.setFocus()
        self.pane.setVisible(shown)
        self.commands.pane_shown.setChecked(shown)

    def set_goes_on(self, on: bool) -> None:  # noqa: FBT001 - a Qt slot
        """Move to the next that is not assessed after each rating, or stay."""
        settings.change(goes_on=on)

    def _restore_layout(self) -> None:
        layouts = settings.load().layouts
        self.splitter.restoreState(QByteArray.fromBase64(layouts.get(_SPLITTER, "").encode()))
        self.tree.header().restoreState(QByteArray.fromBase64(layouts.get(_COLUMNS, "").encode()))

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 - Qt's name
        """Remember splitter and columns when the view is left or the window closes."""
        super().hideEvent(event)
        if not event.spontaneous():
            states = {_SPLITTER: self.splitter.saveState(), _COLUMNS: self.tree.header().saveState()}
            plain = {name: bytes(state.toBase64().data()).decode() for name, state in states.items()}
            settings.change(layouts={**settings.load().layouts, **plain})

    # Filtering and choosing

    def _apply_filter(self, *, typed: bool = False) -> None:
        chosen = self._current_number()
        self.pane.commit_typing()
        test = None
        if self.bar.key != "all":
            test = nodes.filters(self._facts.gather(self.bar.key, self.bar.day))[self.bar.key][1]
        matching, everything = self.model.show(self.bridge.snapshot, self.filter.text(), test)
        text = self.model.count_text(matching, everything)
        if text != self.count.text() and self.isVisible():
            spoken.announce(self.count, text)
        self.count.setText(text)
        still = self.model.node(self.model.index_of_requirement(chosen)) if chosen else None
        if typed:
            self.tree.unfold_in_sight(narrowed=matching < everything, chosen=still)
        else:
            self.tree.unfold(narrowed=matching < everything)
        if still is not None:
            self._choose(self.model.index_of_node(still))
        elif matching < everything:
            self._choose_first_match()

    def _choose_first_match(self) -> None:
        first = next((node for node in self.model.clauses() if node.is_ratable), None)
        if first is not None:
            self._choose(self.model.index_of_node(first))
        else:
            self.pane.show_chosen(None, ())
            self.pane.title.setText(tr("No requirement fits the filter."))
            self.pane.facts.setText(tr("Take words out of it, or choose 'all' beside it."))

    def _current_number(self) -> str:
        node = self.model.node(self.tree.currentIndex())
        if node is None:
            return ""
        return node.leaves[0].id if node.is_letter else node.clause.number

    def _select(self, identifier: str) -> None:
        index = self.model.index_of_requirement(identifier)
        if not index.isValid() and self.bar.is_narrowing:
            self.bar.clear()
            index = self.model.index_of_requirement(identifier)
        if index.isValid():
            self.tree.unfold_rest()
            self._choose(index)

    def _choose(self, index: QModelIndex) -> None:
        flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
        self.tree.selectionModel().setCurrentIndex(index, flags)
        self.tree.scrollTo(index)

    def _selected(self) -> list[Node]:
        rows = self.tree.selectionModel().selectedRows()
        return [node for node in (self.model.node(index) for index in rows) if node is not None]

    def block(self) -> tuple[Requirement, ...]:
        """List the requirements asked in all that is chosen, headings with all that is shown below them."""
        option = self.pane.assessment.option
        found = {leaf.id: leaf for node in self._selected() for leaf in node.leaves if leaf.applies_under(option)}
        return tuple(sorted(found.values(), key=lambda leaf: leaf.number))

    def _on_selected(self, chosen: QItemSelection, dropped: QItemSelection) -> None:
        found = self._selected()
        if len(found) == 1 and not found[0].is_ratable:
            self.pane.show_chosen(found[0].clause, ())
            return
        leaves = self.model.leaves_of(self.tree.selectionModel().selectedRows())
        if not leaves and len(found) == 1:
            leaves = found[0].leaves
        clauses = {leaf.clause.number: leaf.clause for leaf in leaves}
        clause = next(iter(clauses.values())) if len(clauses) == 1 else None
        self.pane.show_chosen(clause, leaves)

    def go_to_next_open(self) -> None:
        """Choose the next requirement that is not assessed, from here on and then from the start."""
        self._go_to_open(back=False)

    def go_to_previous_open(self) -> None:
        """Choose the requirement before that is not assessed, from here back and then from the end."""
        self._go_to_open(back=True)

    def _go_to_open(self, *, back: bool) -> None:
        self.commit_typing()
        found = self.model.open_row(self.model.node(self.tree.currentIndex()), back=back)
        if found is not None:
            self.tree.unfold_rest()
            self._choose(self.model.index_of_node(found))
        else:
            self.bridge.said.emit(tr("Every requirement shown is assessed."))

    def _go_on(self, rating: Rating) -> None:
        if self.commands.goes_on.isChecked() and rating is not Rating.NOT_ASSESSED:
            self.go_to_next_open()

    def focus_filter(self) -> None:
        """Go to the filter."""
        self.filter.setFocus()
        self.filter.selectAll()

    def focus_note(self) -> None:
        """Go to the note of what is chosen; a pane that is folded away comes back."""
        if not self.pane.isVisible():
            self.show_pane(True)
        self.pane.note.setFocus()

    # Keys, dropping, pasting, citing, giving

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Rate and weigh by one key, paste, go from filter to tree to note with Enter, and back with Escape."""
        rating = KEYS.get(event.text().upper())
        in_tree = self.tree.hasFocus()
        weight = WEIGHT_KEYS.get(event.text().upper())
        if rating is not None and in_tree:
            self.pane.rate(rating)
        elif weight is not None and in_tree:
            self.pane.weigh(weight)
        elif event.matches(QKeySequence.StandardKey.Paste) and in_tree:
            self.paste()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and in_tree:
            self.focus_note()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.filter.hasFocus():
            self.tree.setFocus()
        elif event.key() == Qt.Key.Key_Escape:
            if self.filter.hasFocus():
                self.filter.clear()
            self.tree.setFocus()
        else:
            super().keyPressEvent(event)

    def cite(self) -> None:
        """Cite evidence for what is chosen."""
        self.attaching.cite()

    def choose_files(self) -> None:
        """Choose files and attach them to what is chosen."""
        self.attaching.choose_files()

    def paste(self) -> None:
        """Attach what was copied: files, folders, links, a picture."""
        data = dropping.clipboard()
        if dropping.is_takeable(data):
            self.attaching.take(dropping.read(data))
        elif copying.from_clipboard(data) is not None:
            self.paste_answer()
        else:
            self.bridge.said.emit(tr("Nothing that could be attached was copied."))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802 - Qt's name
        """Say by the cursor whether a drop is taken: only with a requirement chosen that can be changed."""
        self._answer_drag(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:  # noqa: N802 - Qt's name
        """Go on saying so."""
        self._answer_drag(event)

    def _answer_drag(self, event: QDropEvent) -> None:
        if self.pane.can_change and dropping.is_takeable(event.mimeData()):
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
        else:
            event.ignore()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802 - Qt's name
        """Attach what was dropped to what is chosen, once the program it comes from is let go."""
        self._answer_drag(event)
        brought = dropping.read(event.mimeData())
        QTimer.singleShot(0, self, lambda: self.attaching.take(brought))

    def give(self) -> None:
        """Give what is chosen, of headings all below, to somebody."""
        leaves = self.block()
        if not leaves or self.bridge.workspace.read_only:
            self.bridge.said.emit(tr("Choose a requirement that is asked first."))
            return
        self.commit_typing()
        GiveDialog(self.bridge, self.pane.assessment, leaves, self).exec()

    def report(self) -> None:
        """Go to the reports, limited to the rows that the filter leaves."""
        shown = (leaf for node in self.model.clauses() if node.is_ratable for leaf in node.leaves)
        option = self.model.assessment.option
        rows = tuple(leaf.id for leaf in shown if leaf.applies_under(option)) if self.bar.is_narrowing else ()
        self.bridge.go(Place("reports", assessment=self._assessment_id, rows=rows))

    def copy_answer(self) -> None:
        """Copy the answer that is chosen, to be taken over elsewhere."""
        self.commit_typing()
        snapshot, assessment, leaves = self.bridge.snapshot, self.pane.assessment, self.pane.leaves
        answers = [snapshot.answer(assessment, leaf.id) for leaf in leaves]
        if not copying.is_copyable(answers):
            self.bridge.said.emit(tr("Choose one answer, or several that say the same, to copy it."))
            return
        checklist = snapshot.checklist_of(assessment)
        where = f"{checklist.designation} {words.requirements(leaves, checklist)}"
        copied = CopiedAnswer(self.bridge.identity, where, answers[0])
        QGuiApplication.clipboard().setMimeData(copying.to_clipboard(copied))
        self.bridge.said.emit(tr("Copied the answer to {where}.", where=where))

    def paste_answer(self) -> None:
        """Take the copied answer over to what is chosen."""
        copied = copying.from_clipboard(dropping.clipboard())
        if copied is None:
            self.bridge.said.emit(tr("No answer was copied: choose one and press Ctrl+Shift+C."))
        elif self.attaching.may():
            self.commit_typing()
            PasteDialog(self.bridge, self.pane.assessment, self.pane.leaves, copied, self).exec()

    def _restore(self, requirements: tuple[str, ...], field: str, text: str) -> None:
        """Put a text left over from last time back into its field."""
        self.show_pane(True)
        self._select(requirements[0].rsplit(".", 1)[0] if len(requirements) > 1 else requirements[0])
        target = self.pane.reason if field == "reason" else self.pane.note
        target.restore(text)
        target.setFocus()
