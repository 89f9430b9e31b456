"""The clause tree for Qt: a thin shell over the nodes, telling of changed rows only."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QFont, QIcon

from readiness import words
from readiness.gui import theme
from readiness.gui.assessment import nodes
from readiness.gui.assessment.nodes import Node, Outline, Standing, Test
from readiness.gui.assessment.texts import Texts
from readiness.model.checklist import Checklist, Requirement
from readiness.model.records import Assessment, Mark, Rating, Weight
from readiness.model.snapshot import Snapshot
from readiness.texts import tr, trn

Index = QModelIndex | QPersistentModelIndex
NodeRole = Qt.ItemDataRole.UserRole
_NO_INDEX = QModelIndex()

_HEADING_FLAGS = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled
_RATABLE_FLAGS = _HEADING_FLAGS | Qt.ItemFlag.ItemIsDropEnabled
_LAST_FLAGS = _RATABLE_FLAGS | Qt.ItemFlag.ItemNeverHasChildren
"""Joined once: Qt asks for every row at every layout, and joining flags costs more than the rest of the answer."""

CLAUSE, RATING, EVIDENCE, MARKS = range(4)


class Shown(NamedTuple):
    """What is painted of a cell."""

    text: str
    icon: QIcon | None = None
    bold: bool = False


class ClauseTreeModel(QAbstractItemModel):
    """Columns: clause, rating, count of evidence, weight and marks. Rows are made by `show`."""

    def __init__(self, assessment: str, parent: QObject | None = None) -> None:
        """Start empty."""
        super().__init__(parent)
        self._assessment = assessment
        self._snapshot: Snapshot | None = None
        self._roots: list[Node] = []
        self._standings: dict[Node, Standing] = {}
        self._cells: dict[tuple[Node, int], Shown] = {}
        self._outline: Outline | None = None
        self._texts: Texts | None = None

    # Content

    @property
    def assessment(self) -> Assessment:
        """Give the assessment as it is now."""
        assert self._snapshot is not None
        return self._snapshot.assessments[self._assessment]

    def show(self, snapshot: Snapshot, text: str, test: Test | None = None) -> tuple[int, int]:
        """Show the requirements that match a text, and whose answers pass a test; gives how many of how many."""
        assessment = snapshot.assessments[self._assessment]
        checklist = snapshot.checklist_of(assessment)
        wanted_words = text.casefold().split()
        found: Iterable[Requirement] = checklist.requirements.values()
        if wanted_words:
            found = self._found(snapshot, checklist, wanted_words)
        option = assessment.option
        if test is not None:
            found = [
                leaf for leaf in found if leaf.applies_under(option) and test(snapshot.answer(assessment, leaf.id))
            ]
        if self._outline is None or self._outline.checklist is not checklist:
            self._outline = Outline(checklist)
        self.beginResetModel()
        self._snapshot = snapshot
        self._standings.clear()
        self._cells.clear()
        self._roots = self._outline.tree(found)
        self.endResetModel()
        asked = self._outline.asked(option)
        return sum(map(asked.__contains__, found)), len(asked)

    def _found(self, snapshot: Snapshot, checklist: Checklist, wanted: list[str]) -> list[Requirement]:
        if self._texts is None or self._texts.checklist is not checklist:
            self._texts = Texts(checklist)
        self._texts.take(snapshot.answers.get(self._assessment, {}))
        return self._texts.matching(wanted)

    def _walk(self) -> Iterator[Node]:
        for node in self.clauses():
            yield node
            if node.has_letters:
                yield from node.children

    def _row_of(self, requirement: str) -> Node | None:
        """Find the row of a requirement, a stem or a heading."""
        node = self._row_of_clause(requirement)
        if node is None and self._outline is not None:
            leaf = self._outline.checklist.requirements.get(requirement)
            stem = self._row_of_clause(leaf.clause.number) if leaf else None
            node = next((item for item in stem.children if item.leaves == (leaf,)), None) if stem else None
        return node

    def _row_of_clause(self, number: str) -> Node | None:
        found, level = None, self._roots
        for step in self._outline.way_to(number) if self._outline is not None else ():
            found = next((node for node in level if node.clause.number == step), None)
            if found is None:
                break
            level = found.children
        return found

    def update(self, snapshot: Snapshot, requirements: set[str]) -> None:
        """Take over new answers to some requirements: only the rows they touch change."""
        self._snapshot = snapshot
        touched = [self._row_of(item) for item in requirements]
        rows = {above for node in touched if node is not None for above in chain(node)}
        for node in rows:
            self._standings.pop(node, None)
            for column in (CLAUSE, RATING, EVIDENCE, MARKS):
                self._cells.pop((node, column), None)
            first = self._index_of(node)
            self.dataChanged.emit(first, first.siblingAtColumn(MARKS))

    def node(self, index: Index) -> Node | None:
        """Give the row's node."""
        node: Node | None = index.internalPointer()  # None where there is no row
        return node

    def index_of_requirement(self, identifier: str) -> QModelIndex:
        """Find the row of a requirement, a stem or a heading; an invalid index where it is not shown."""
        node = self._row_of(identifier)
        return self._index_of(node) if node else QModelIndex()

    def clauses(self) -> Iterator[Node]:
        """Walk through the rows of headings and clauses, in order; letters are left out."""
        for root in self._roots:
            yield from _clauses_from(root)

    def ratable_rows(self) -> list[Node]:
        """List the rows of clauses and of letters, in order."""
        return [node for node in self._walk() if node.is_ratable]

    def open_row(self, here: Node | None, *, back: bool) -> Node | None:
        """Find the next row that is not assessed, from `here` on and around; letters only where their stem's differ."""
        rows = list(self._walk())
        place = rows.index(here) if here in rows else -1
        start = max(place, 0) if back else place + 1
        ahead = rows[start:] + rows[:start]
        for node in reversed(ahead) if back else ahead:
            if not node.is_ratable:
                continue
            standing = self.standing_of(node)
            follows_stem = node.is_letter and node.parent is not None and not self.standing_of(node.parent).differs
            if standing.rating is Rating.NOT_ASSESSED and not (
                standing.other_option or standing.differs or follows_stem
            ):
                return node
        return None

    def index_of_node(self, node: Node) -> QModelIndex:
        """Give the index of a node."""
        return self._index_of(node)

    def _index_of(self, node: Node) -> QModelIndex:
        return self.createIndex(node.row, 0, node)

    def leaves_of(self, indexes: list[QModelIndex]) -> tuple[Requirement, ...]:
        """Collect the requirements, asked under the option, that selected rows stand for, in order."""
        found: dict[str, Requirement] = {}
        for index in indexes:
            node = self.node(index)
            if node is not None and node.is_ratable:
                found |= {leaf.id: leaf for leaf in node.leaves if leaf.applies_under(self.assessment.option)}
        return tuple(sorted(found.values(), key=lambda leaf: leaf.number))

    # What Qt asks

    def index(self, row: int, column: int, parent: Index = _NO_INDEX) -> QModelIndex:
        """Give the index of a child."""
        node = self.node(parent)
        level = node.children if node else self._roots
        if 0 <= row < len(level) and 0 <= column <= MARKS and parent.column() <= 0:
            return self.createIndex(row, column, level[row])
        return QModelIndex()

    def parent(self, index: Index = _NO_INDEX) -> QModelIndex:  # type: ignore[override]
        """Give the row above in the tree."""
        node = self.node(index)
        if node is None or node.parent is None:
            return QModelIndex()
        return self._index_of(node.parent)

    def rowCount(self, parent: Index = _NO_INDEX) -> int:  # noqa: N802 - Qt's name
        """Count the children of a row."""
        if parent.isValid() and parent.column() > 0:
            return 0
        node = self.node(parent)
        return len(node.children if node else self._roots)

    def hasChildren(self, parent: Index = _NO_INDEX) -> bool:  # noqa: N802 - Qt's name
        """Tell whether rows are below, without making those of letters that nobody has unfolded."""
        node = self.node(parent)
        return parent.column() <= 0 and (node.has_children if node else bool(self._roots))

    def columnCount(self, parent: Index = _NO_INDEX) -> int:  # noqa: N802 - Qt's name
        """Give the number of columns."""
        return MARKS + 1

    def headerData(  # noqa: N802 - Qt's name
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Name the columns."""
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return (tr("Clause"), tr("Rating"), tr("Evid."), tr("Marks"))[section]
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Let rows be chosen; what the other option asks is shown faint."""
        node = self.node(index)
        if node is None:
            return Qt.ItemFlag.NoItemFlags
        if not node.is_ratable:
            return _HEADING_FLAGS
        return _RATABLE_FLAGS if node.has_children else _LAST_FLAGS

    def standing_of(self, node: Node) -> Standing:
        """Give what the columns of a row say, worked out once until it changes."""
        found = self._standings.get(node)
        if found is None:
            assert self._snapshot is not None
            found = self._standings[node] = nodes.standing(self._snapshot, self.assessment, node)
        return found

    def letters_differ(self, node: Node) -> bool:
        """Tell whether the letters of a stem are rated differently, at less cost than its whole standing."""
        assert self._snapshot is not None
        recorded = self._snapshot.answers.get(self._assessment, {})
        ratings = {answer.rating for leaf in node.leaves if (answer := recorded.get(leaf.id)) is not None}
        if any(leaf.id not in recorded for leaf in node.leaves):
            ratings.add(Rating.NOT_ASSESSED)
        return len(ratings) > 1

    def shown(self, node: Node, column: int) -> Shown:
        """Give all that is painted of a cell at once, worked out once until it changes."""
        found = self._cells.get((node, column))
        if found is None:
            icon = self._icon(node) if column == RATING else None
            bold = column == CLAUSE and not node.is_ratable
            found = self._cells[node, column] = Shown(self._text(node, column), icon, bold)
        return found

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Give what a cell shows."""
        node = self.node(index)
        if node is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(node, index.column())
        if role == Qt.ItemDataRole.ToolTipRole and index.column() == CLAUSE:
            return node.leaves[0].question if len(node.leaves) == 1 else node.clause.question or None
        if role == Qt.ItemDataRole.DecorationRole and index.column() == RATING:
            return self._icon(node)
        if role == Qt.ItemDataRole.FontRole and index.column() == CLAUSE and not node.is_ratable:
            font = QFont()
            font.setBold(True)
            return font
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(text for column in range(4) if (text := self._text(node, column)))
        if role == NodeRole:
            return node
        return None

    def _icon(self, node: Node) -> QIcon | None:
        standing = self.standing_of(node)
        plain = standing.other_option or not node.is_ratable
        return None if plain else theme.rating_icon(standing.rating)

    def _text(self, node: Node, column: int) -> str:
        standing = self.standing_of(node)
        if column == CLAUSE:
            return node.label
        if column == RATING:
            if standing.other_option:
                return tr("other option")
            if not node.is_ratable:
                return tr("{rated} of {applicable}", rated=standing.rated, applicable=standing.applicable)
            return tr("letters differ") if standing.differs else words.rating(standing.rating)
        if standing.other_option:
            return ""
        if column == EVIDENCE:
            return str(standing.evidence) if standing.evidence else ""
        shown = [words.weight(standing.weight)] if standing.weight is not Weight.UNSET else []
        shown += [{Mark.FOLLOW_UP: tr("follow up"), Mark.CHECK_ON_SITE: tr("on site")}[mark] for mark in standing.marks]
        return ", ".join(shown)

    def count_text(self, matching: int, everything: int) -> str:
        """Say how many requirements are shown."""
        if matching == everything:
            return trn("{n} requirement", "{n} requirements", everything)
        return tr("{n} of {all} requirements", n=matching, all=everything)


def _clauses_from(node: Node) -> Iterator[Node]:
    """Walk through a row and the clauses below it, in order."""
    yield node
    if not node.has_letters:
        for child in node.children:
            yield from _clauses_from(child)


def chain(node: Node) -> Iterator[Node]:
    """Walk from a row up to its chapter."""
    place: Node | None = node
    while place is not None:
        yield place
        place = place.parent
