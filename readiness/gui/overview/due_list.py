"""What is due this week, mine first if wanted, and the corrective actions under way; each a link."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from readiness import words
from readiness.analysis import gaps, week
from readiness.analysis.week import Due, Kind
from readiness.gui import theme
from readiness.gui.bridge import Bridge, Place
from readiness.gui.forms import faint
from readiness.gui.overview.pieces import OpeningList, heading, link
from readiness.model.records import Action, ActionState
from readiness.texts import tr, trn

_SHOWN = 8


def summary(found: tuple[Due, ...]) -> str:
    """Say in a few words how much is due."""
    late = sum(item.late for item in found)
    mine = sum(item.mine for item in found)
    parts = [trn("{n} due this week", "{n} due this week", len(found))]
    parts += [trn("{n} of them late", "{n} of them late", late)] if late else []
    parts += [trn("{n} yours", "{n} yours", mine)] if mine else []
    return ", ".join(parts)


class DueList(QWidget):
    """What is due within a week or late; evidence that expires within 30 days."""

    def __init__(self, bridge: Bridge, found: tuple[Due, ...], opened: set[str], parent: QWidget | None = None) -> None:
        """List what is due; `opened` remembers whether only one's own is wanted."""
        super().__init__(parent)
        self._bridge, self._found, self._opened = bridge, found, opened
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.SPACING // 4)
        self._column.addWidget(heading(tr("This week")))
        self.only_mine = QCheckBox(tr("Only mine"))
        self.only_mine.setToolTip(
            tr("What names you, or your role, as owner or as responsible: {who}", who=bridge.workspace.author)
        )
        self.only_mine.setChecked("mine" in opened)
        self.only_mine.setVisible(bool(found))
        self.only_mine.toggled.connect(self._turn)
        self._column.addWidget(self.only_mine)
        self._list: QWidget | None = None
        self._fill()

    def _turn(self, checked: bool) -> None:  # noqa: FBT001 - a Qt slot
        self._opened.symmetric_difference_update({"mine"} if checked != ("mine" in self._opened) else set())
        self._fill()

    def _fill(self) -> None:
        if self._list is not None:
            self._list.hide()
            self._list.deleteLater()
        wanted = [item for item in self._found if item.mine or not self.only_mine.isChecked()]
        if wanted:
            self._list = OpeningList([_maker(self._bridge, item) for item in wanted], _SHOWN, tr("This week"))
        elif self._found:
            self._list = faint(tr("Nothing of yours is due."))
        else:
            self._list = faint(
                tr("Nothing is due. Actions and answers with a date within 7 days come here, and evidence that expires "
                   "within 30 days.")
            )  # fmt: skip
        self._column.addWidget(self._list)
        if self.isVisible():
            self._list.show()


def _maker(bridge: Bridge, item: Due) -> Callable[[], QWidget]:
    def make() -> QWidget:
        parts = [words.date(item.day), tr("late") if item.late else "", _what(bridge, item), item.person]
        text = " · ".join(part for part in parts if part)
        made = link(bridge, tr("{what} (yours)", what=text) if item.mine else text, _place(item))
        made.setToolTip(text)
        return made

    return make


def _what(bridge: Bridge, item: Due) -> str:
    if item.kind is Kind.ACTION:
        return tr("Action: {title}", title=item.title)
    if item.kind is Kind.EVIDENCE:
        return (
            tr("Evidence has expired: {title}", title=item.title)
            if item.late
            else tr("Evidence expires: {title}", title=item.title)
        )
    checklist = bridge.snapshot.checklist_of(bridge.snapshot.assessments[item.assessment])
    return f"{checklist.short} {words.requirements(item.leaves, checklist)} {item.title}"


def _place(item: Due) -> Place:
    if item.kind is Kind.ACTION:
        return Place("actions", record=item.record)
    if item.kind is Kind.EVIDENCE:
        return Place("evidence", record=item.record)
    return Place("assessment", assessment=item.assessment, requirement=item.leaves[0].id)


def due(bridge: Bridge) -> tuple[Due, ...]:
    """Work out what is due for whoever sits here."""
    return week.due(bridge.snapshot, bridge.context.today, bridge.workspace.author)


class Actions(QWidget):
    """The corrective actions under way, the earliest due first, with state and owner."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        """List the actions that are open or in progress."""
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACING // 4)
        column.addWidget(heading(tr("Corrective actions")))
        every = bridge.snapshot.actions.values()
        unfinished = [item for item in every if item.state in (ActionState.OPEN, ActionState.IN_PROGRESS)]
        unfinished.sort(key=lambda item: (item.due is None, item.due, item.title))
        if unfinished:
            makers = [_action_maker(bridge, item) for item in unfinished]
            column.addWidget(OpeningList(makers, _SHOWN, tr("Corrective actions")))
        elif every:
            column.addWidget(faint(tr("None is open.")))
        else:
            column.addWidget(
                faint(tr("None yet. What is done about a gap, by whom and until when, comes here; add one in Actions."))
            )
        if every:
            text = trn("All actions ({n})", "All actions ({n})", len(every))
            column.addWidget(link(bridge, text, Place("actions")))


def _action_maker(bridge: Bridge, item: Action) -> Callable[[], QWidget]:
    def make() -> QWidget:
        late = tr("overdue") if gaps.is_overdue(item, bridge.context.today) else ""
        date = tr("due {date}", date=words.date(item.due)) if item.due else tr("no date")
        owner = item.owner or tr("no owner")
        parts = [part for part in (date, late, words.action_state(item.state), owner) if part]
        return link(bridge, f"{item.title}  ({', '.join(parts)})", Place("actions", record=item.id))

    return make
