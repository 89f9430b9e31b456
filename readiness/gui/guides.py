"""The guides and the comparison chart: texts to read offline, with links to the clauses they speak of."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor, QTextDocument
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from readiness import library
from readiness.gui import theme
from readiness.gui.bridge import Bridge, Place
from readiness.gui.forms import let_clear
from readiness.gui.reading import Reading
from readiness.gui.view import View
from readiness.model.comparison import Aspect
from readiness.model.history import Commit
from readiness.texts import tr

_COMPARISON = "comparison"
_OF_PLACES = "app"
"""The guide to the app itself, with a section for each place."""
_SECTIONS = {
    "overview": "Overview",
    "assessment": "Checklist",
    "two-standards": "Two standards",
    "evidence": "Evidence",
    "actions": "Actions",
    "reports": "Reports",
    "services": "Services",
    "claims": "Claims",
    "briefing": "Briefing",
    "history": "History",
    "guides": "Guides",
    "find": "Find everywhere",
}
"""The section on each view, by the view's name in a Place; headings as in English."""


def about(place: Place | None) -> Place:
    """Give the guide for a place: its section on how to work there; for none, the guides as they were left."""
    if place is None or place.view == "guides":
        return Place("guides")
    return Place("guides", record=_OF_PLACES, filter=library.heading(_OF_PLACES, _SECTIONS[place.view]))


class GuidesView(View):
    """A list of guides, the chosen one beside it, and a search within it."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        """List the guides; the first one is shown."""
        super().__init__(bridge, parent)
        self.list = QListWidget()
        self.list.setAccessibleName(tr("Guides"))
        self.list.setWordWrap(True)
        self.list.setSpacing(theme.SPACING // 4)
        self.list.setFixedWidth(self.fontMetrics().averageCharWidth() * 34)
        for name, title, _ in _pages():
            item = QListWidgetItem(title)
            item.setData(Qt.ItemDataRole.UserRole, name)
            self.list.addItem(item)
        self.search = QLineEdit()
        self.search.setPlaceholderText(tr("Find in this guide; Enter goes on"))
        self.search.setAccessibleName(tr("Find in this guide"))
        let_clear(self.search)
        self.search.textChanged.connect(lambda _: self._find(again=False))
        self.search.returnPressed.connect(lambda: self._find(again=True))
        self.page = Reading(bridge, tr("Guide"))
        right = QVBoxLayout()
        right.addWidget(self.search)
        right.addWidget(self.page, 1)
        layout = QHBoxLayout(self)
        layout.addWidget(self.list)
        layout.addLayout(right, 1)
        self.list.currentItemChanged.connect(lambda *_: self._show())
        self.list.setCurrentRow(0)

    def refresh(self, commit: Commit | None) -> None:
        """Set the text anew where colours may have changed; records do not touch it."""
        if commit is None:
            self._show()

    def show_place(self, place: Place) -> None:
        """Show the guide that a place names, at the words that are wanted."""
        for row in range(self.list.count()):
            if self.list.item(row).data(Qt.ItemDataRole.UserRole) == place.record:
                self.list.setCurrentRow(row)
        if place.filter:
            self._show_words(place.filter.casefold().split())
        self.list.setFocus()

    def _show_words(self, words: list[str]) -> None:
        """Scroll to the heading that is these words, else to the first paragraph that has most of them; mark one."""
        document = self.page.document()
        blocks = [document.findBlockByNumber(number) for number in range(document.blockCount())]
        texts = [block.text().casefold() for block in blocks]
        sought = " ".join(words)
        counts = [sum(word in text for word in words) + (text == sought) for text in texts]
        most = max(counts, default=0)
        if not most:
            return
        number = counts.index(most)
        cursor = QTextCursor(blocks[number])
        word = next(word for word in words if word in texts[number])
        cursor.movePosition(QTextCursor.MoveOperation.Right, n=texts[number].index(word))
        cursor.movePosition(QTextCursor.MoveOperation.Right, QTextCursor.MoveMode.KeepAnchor, len(word))
        self.page.setTextCursor(cursor)
        top = self.page.cursorRect(cursor).top() + self.page.verticalScrollBar().value()
        self.page.verticalScrollBar().setValue(top - self.page.viewport().height() // 4)

    def _show(self) -> None:
        item = self.list.currentItem()
        chosen = item.data(Qt.ItemDataRole.UserRole) if item else ""
        for name, _, markdown in _pages():
            if name == chosen:
                self.page.read(markdown)

    def _find(self, *, again: bool) -> None:
        """Find a word from the beginning, or from where the last one was found, and around."""
        if not again:
            self.page.moveCursor(QTextCursor.MoveOperation.Start)
        text = self.search.text()
        if text and not self.page.find(text, QTextDocument.FindFlag(0)):
            self.page.moveCursor(QTextCursor.MoveOperation.Start)
            self.page.find(text, QTextDocument.FindFlag(0))

    def keyboard_help(self) -> list[str]:
        """Name the keys of the search."""
        return [tr("Enter\tin the search: the next place")]


def _pages() -> list[tuple[str, str, str]]:
    """List name, title and Markdown of every guide, and of the comparison chart."""
    pages = [(guide.name, guide.title, guide.markdown) for guide in library.guides()]
    return [*pages, (_COMPARISON, tr("Comparison chart"), _chart())]


def _chart() -> str:
    comparison = library.comparison()
    parts = [f"# {tr('Comparison chart')}", comparison.notice]
    parts += [_aspect(aspect) for aspect in comparison.aspects]
    return "\n\n".join(parts)


def _aspect(aspect: Aspect) -> str:
    lines = [f"## {aspect.title}"]
    for standard, side in aspect.sides.items():
        links = ", ".join(f"[{number}](clause:{standard}:{number})" for number in side.clauses)
        lines.append(f"**ISO/IEC {standard}** {f'({links})' if links else ''}\n\n{side.text}")
    if aspect.mixed_up:
        lines.append(tr("*Mixed up in practice:* {text}", text=aspect.mixed_up))
    return "\n\n".join(lines)
