"""One assessment at work: filters above the tree, the pane beside it, and the keys that drive both."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QModelIndex, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QPushButton,
    QSplitter,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from readiness.gui import theme
from readiness.gui.assessment import nodes
from readiness.gui.assessment.citing import CiteDialog
from readiness.gui.assessment.leftovers import Leftovers
from readiness.gui.assessment.pane import Pane
from readiness.gui.assessment.rating_bar import KEYS
from readiness.gui.assessment.tree_model import EVIDENCE, MARKS, RATING, ClauseTreeModel
from readiness.gui.bridge import Bridge, Place
from readiness.gui.forms import faint
from readiness.gui.view import View
from readiness.model.history import Commit
from readiness.model.records import Answer, Evidence, Rating
from readiness.texts import tr

_NARROW_LETTERS = 66


class ClauseTree(QTreeView):
    """The tree, which leaves rating keys to the view, and in a narrow window leaves room for the titles."""

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Show evidence counts and marks only where the titles can be read beside them; the pane has them too."""
        super().resizeEvent(event)
        narrow = event.size().width() < self.fontMetrics().averageCharWidth() * _NARROW_LETTERS
        for column in (EVIDENCE, MARKS):
            self.setColumnHidden(column, narrow)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Hand on what rates or leads to the note; the rest moves in the tree."""
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        if plain and (event.text().upper() in KEYS or event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)):
            event.ignore()
            return
        super().keyPressEvent(event)


class AssessmentView(View):
    """Tree and pane of one assessment."""

    def __init__(self, bridge: Bridge, assessment: str, parent: QWidget | None = None) -> None:
        """Show all requirements of the assessment."""
        super().__init__(bridge, parent)
        self._assessment_id = assessment
        self.model = ClauseTreeModel(assessment, self)
        self.tree = ClauseTree()
        self.pane = Pane(bridge, assessment)
        self.leftovers = Leftovers(bridge, assessment)
        self.leftovers.restore.connect(self._restore)
        self._build()
        self._connect()
        self.setAcceptDrops(True)
        self._apply_filter()
        self.tree.setCurrentIndex(self.model.index(0, 0))

    def _build(self) -> None:
        self.filter = QLineEdit()
        self.filter.setPlaceholderText(tr("Filter: number, word, note  (Ctrl+F)"))
        self.filter.setAccessibleName(tr("Filter requirements by text"))
        self.filter.setClearButtonEnabled(True)
        self.quick = QComboBox()
        self.quick.setAccessibleName(tr("Show requirements by their answer"))
        for key, (text, _) in nodes.filters().items():
            self.quick.addItem(text, key)
        self.next_button = QPushButton(tr("Ne&xt open"))
        self.next_button.setToolTip(tr("Next requirement that is not assessed (F8)"))
        self.count = faint("")
        self.count.setWordWrap(False)
        row = QHBoxLayout()
        row.addWidget(self.filter, 1)
        row.addWidget(self.quick)
        row.addWidget(self.next_button)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(theme.SPACING, theme.SPACING, 0, theme.SPACING)
        column.addLayout(row)
        column.addWidget(self.leftovers)
        column.addWidget(self.tree, 1)
        column.addWidget(self.count)
        self._dress_tree()
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.addWidget(left)
        self.splitter.addWidget(self.pane)
        letter = self.fontMetrics().averageCharWidth()
        self.splitter.setSizes([letter * 88, letter * 84])
        self.splitter.setStretchFactor(0, 1)
        self.splitter.setStretchFactor(1, 1)
        self.splitter.setChildrenCollapsible(False)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.splitter)

    def _dress_tree(self) -> None:
        tree = self.tree
        tree.setModel(self.model)
        tree.setAccessibleName(tr("Clauses"))
        tree.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        tree.setUniformRowHeights(True)
        tree.setAlternatingRowColors(True)
        tree.setAllColumnsShowFocus(True)
        header = tree.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        letter = self.fontMetrics().averageCharWidth()
        for column, letters in ((RATING, 20), (EVIDENCE, 7), (MARKS, 10)):
            header.resizeSection(column, letter * letters)
        tree.setMinimumWidth(letter * 50)
        tree.setIndentation(letter * 2)

    def _connect(self) -> None:
        self.filter.textChanged.connect(lambda _: self._apply_filter())
        self.quick.currentIndexChanged.connect(lambda _: self._apply_filter())
        self.next_button.clicked.connect(self.go_to_next_open)
        self.tree.selectionModel().selectionChanged.connect(self._on_selected)
        self.pane.cite_wanted.connect(self.cite)
        self.pane.attach_wanted.connect(self.choose_files)
        self.pane.see.connect(self._select)
        self.pane.back_to_tree.connect(self.tree.setFocus)
        for keys, act in (
            ("F8", self.go_to_next_open),
            ("Ctrl+F", self._focus_filter),
            ("Ctrl+E", self.cite),
            ("Ctrl+Shift+A", self.choose_files),
            ("Ctrl+Shift+V", self.paste),
        ):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)

    def keyboard_help(self) -> list[str]:
        """List the view's own keys."""
        return [
            tr("C, P, N, X, 0\tRate what is chosen: conforming, partly, nonconforming, not applicable, not assessed"),
            tr("Enter\tFrom the tree to the note"),
            tr("Esc\tBack to the tree"),
            tr("F8\tNext requirement that is not assessed"),
            tr("Ctrl+F\tFilter"),
            tr("Ctrl+E\tCite evidence"),
            tr("Ctrl+Shift+A\tAttach files"),
            tr("Ctrl+Shift+V\tAttach what was copied: files or a link"),
        ]

    # Following changes

    def refresh(self, commit: Commit | None) -> None:
        """Repaint the rows that a commit touches, and the pane."""
        if self._assessment_id not in self.bridge.snapshot.assessments:
            return
        if commit is None or any(change.table == "assessments" for change in commit.changes):
            self._apply_filter()
            self.pane.refresh()
            return
        touched = set()
        for change in commit.changes:
            plain = change.after or change.before or {}
            if change.table == Answer.table and plain.get("assessment") == self._assessment_id:
                touched.add(str(plain["requirement"]))
        if touched:
            self.model.update(self.bridge.snapshot, touched)
        if touched or any(change.table in (Evidence.table, "actions") for change in commit.changes):
            self.pane.refresh()

    def show_place(self, place: Place) -> None:
        """Choose the requirement that a place names."""
        self.leftovers.show_drafts()
        if place.requirement:
            self._select(place.requirement)
        self.tree.setFocus()

    def commit_typing(self) -> None:
        """Save what is being typed in the pane."""
        self.pane.commit_typing()

    # Filtering and choosing

    def _apply_filter(self) -> None:
        chosen = self._current_number()
        self.pane.commit_typing()
        text, quick = self.filter.text(), str(self.quick.currentData())
        matching, everything = self.model.show(self.bridge.snapshot, text, quick)
        self.count.setText(self.model.count_text(matching, everything))
        self._unfold(narrowed=matching < everything)
        if chosen and self.model.index_of_requirement(chosen).isValid():
            self._select(chosen)
        elif matching < everything:
            self._choose_first_match()

    def _unfold(self, *, narrowed: bool) -> None:
        """Show clauses, not letters; letters of a stem only where they differ or the tree is narrowed to few."""
        self.tree.setUpdatesEnabled(False)
        for node in self.model.all_nodes():
            if node.children and (not node.is_ratable or (narrowed and self.model.standing_of(node).differs)):
                self.tree.expand(self.model.index_of_node(node))
        self.tree.setUpdatesEnabled(True)

    def _choose_first_match(self) -> None:
        rows = self.model.ratable_rows()
        if rows:
            self._choose(self.model.index_of_node(rows[0]))
        else:
            self.pane.show_chosen(None, ())

    def _current_number(self) -> str:
        node = self.model.node(self.tree.currentIndex())
        if node is None:
            return ""
        return node.leaves[0].id if node.is_letter else node.clause.number

    def _select(self, identifier: str) -> None:
        index = self.model.index_of_requirement(identifier)
        if not index.isValid() and (self.filter.text() or self.quick.currentIndex()):
            self.filter.clear()
            self.quick.setCurrentIndex(0)
            index = self.model.index_of_requirement(identifier)
        if index.isValid():
            self._choose(index)

    def _choose(self, index: QModelIndex) -> None:
        flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
        self.tree.selectionModel().setCurrentIndex(index, flags)
        self.tree.scrollTo(index)

    def _on_selected(self, chosen: QItemSelection, dropped: QItemSelection) -> None:
        rows = self.tree.selectionModel().selectedRows()
        found = [node for node in (self.model.node(index) for index in rows) if node is not None]
        if len(found) == 1 and not found[0].is_ratable:
            self.pane.show_chosen(found[0].clause, ())
            return
        leaves = self.model.leaves_of(rows)
        if not leaves and len(found) == 1:
            leaves = found[0].leaves
        clauses = {leaf.clause.number: leaf.clause for leaf in leaves}
        clause = next(iter(clauses.values())) if len(clauses) == 1 else None
        self.pane.show_chosen(clause, leaves)

    def go_to_next_open(self) -> None:
        """Choose the next requirement that is not assessed, from here on and then from the start."""
        self.commit_typing()
        rows = self.model.ratable_rows()
        here = self.model.node(self.tree.currentIndex())
        start = rows.index(here) + 1 if here in rows else 0
        for node in rows[start:] + rows[:start]:
            standing = self.model.standing_of(node)
            partial_stem = bool(node.children) and standing.differs
            if standing.rating is Rating.NOT_ASSESSED and not standing.other_option and not partial_stem:
                self._choose(self.model.index_of_node(node))
                return
        self.bridge.said.emit(tr("Every requirement shown is assessed."))

    def _focus_filter(self) -> None:
        self.filter.setFocus()
        self.filter.selectAll()

    # Keys, dropping, citing

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Rate by one key, go to the note with Enter."""
        rating = KEYS.get(event.text().upper())
        if rating is not None and self.tree.hasFocus():
            self.pane.rate(rating)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.tree.hasFocus():
            self.pane.note.setFocus()
        else:
            super().keyPressEvent(event)

    def cite(self) -> None:
        """Cite evidence for what is chosen."""
        self._cite(None, "")

    def choose_files(self) -> None:
        """Choose files and attach them to what is chosen."""
        for path in QFileDialog.getOpenFileNames(self, tr("Attach files"))[0]:
            self._cite(Path(path), "")

    def paste(self) -> None:
        """Attach files or a link from the clipboard."""
        self._take(QGuiApplication.clipboard().mimeData().urls())

    def _cite(self, file: Path | None, link: str) -> None:
        leaves = self.pane.leaves
        asked = leaves and all(leaf.applies_under(self.pane.assessment.option) for leaf in leaves)
        if not asked or self.bridge.workspace.read_only:
            self.bridge.said.emit(tr("Choose a requirement that is asked first."))
            return
        self.commit_typing()
        CiteDialog(self.bridge, self.pane.assessment, leaves, file, link, self).exec()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802 - Qt's name
        """Take files and links."""
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802 - Qt's name
        """Attach what was dropped to what is chosen."""
        event.acceptProposedAction()
        self._take(event.mimeData().urls())

    def _take(self, urls: list[QUrl]) -> None:
        for url in urls:
            path = url.toLocalFile()
            if path and Path(path).is_file():
                self._cite(Path(path), "")
            elif not path:
                self._cite(None, url.toString())
            elif not Path(path).exists():
                self.bridge.said.emit(tr("'{path}' is not there (any more).", path=path))
            else:
                self.bridge.said.emit(tr("'{path}' is a folder; drop the files in it.", path=path))

    def _restore(self, requirements: tuple[str, ...], field: str, text: str) -> None:
        """Put a text left over from last time back into its field."""
        self._select(requirements[0].rsplit(".", 1)[0] if len(requirements) > 1 else requirements[0])
        target = self.pane.reason if field == "reason" else self.pane.note
        target.restore(text)
        target.setFocus()
