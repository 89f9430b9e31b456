"""What stops the application, what would be asked about, what is worth knowing; each finding a link."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from readiness.analysis import gaps
from readiness.analysis.findings import Finding, Severity
from readiness.gui import theme
from readiness.gui.bridge import Bridge, Place
from readiness.gui.flow import Link
from readiness.gui.overview.pieces import Fold, OpeningList, Wrapped, heading, link
from readiness.texts import tr, trn

_SHOWN_OF_A_RULE = 3
_MOST_IN_PLACE = 40
_FILTERS = {
    "nonconforming": "gaps",
    "partly-conforming": "gaps",
    "not-assessed": "open",
    "without-evidence": "no-evidence",
    "only-laid-down": "only-laid-down",
    "only-shown-by": "only-shown",
    "expired-evidence": "expired",
    "place-to-confirm": "to-confirm",
    "gap-without-action": "gaps",
}
"""The assessment's quick filter that shows the rows behind the findings of a rule."""


def place(finding: Finding) -> Place:
    """Give where a finding is dealt with."""
    if finding.action:
        return Place("actions", record=finding.action)
    if finding.other_assessment or finding.rule in gaps.MIX_UPS:
        return Place("two-standards", record=finding.key)
    first = finding.requirements[0] if finding.requirements else ""
    return Place("assessment", assessment=finding.assessment, requirement=first)


def title() -> dict[str, str]:
    """Name the rules by the keys that findings carry."""
    return {rule.key: rule.title() for rule in gaps.RULES} | {
        "only-laid-down": tr("Only laid down, or only practised"),
        "only-shown-by": tr("Only laid down, or only practised"),
    }


class Verdict(QWidget):
    """How many findings stop the application; how many more there are opens what they are."""

    def __init__(self, bridge: Bridge, verdict: gaps.Verdict, opened: set[str], parent: QWidget | None = None) -> None:
        """Say the verdict; `opened` remembers what is unfolded while the page is made anew."""
        super().__init__(parent)
        self._bridge, self._opened = bridge, opened
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACING // 2)
        text = (
            tr("Nothing recorded stops the application")
            if verdict.ready
            else trn("{n} finding stops the application", "{n} findings stop the application", len(verdict.stops))
        )
        head = heading(text)
        if not verdict.ready:
            head.setStyleSheet(f"color: {theme.severity_colour(Severity.STOPS).name()};")
        column.addWidget(head)
        folded = [
            (Severity.STOPS, tr("What stops it, by rule"), verdict.stops),
            (
                Severity.WARNS,
                trn("{n} more would be asked about", "{n} more would be asked about", len(verdict.warns)),
                verdict.warns,
            ),
            (Severity.NOTES, trn("{n} is worth knowing", "{n} are worth knowing", len(verdict.notes)), verdict.notes),
        ]
        folds = [self._fold(*given) for given in folded if given[2]]
        column.addWidget(Wrapped(folds))
        for fold in folds:
            column.addWidget(fold.body)

    def _fold(self, severity: Severity, caption: str, found: Sequence[Finding]) -> Fold:
        fold = Fold(caption, lambda: self._rules(caption, found), opened=severity.value in self._opened)
        fold.setIcon(theme.severity_icon(severity))
        fold.turned.connect(lambda: self._opened.symmetric_difference_update({severity.value}))
        return fold

    def _rules(self, caption: str, found: Sequence[Finding]) -> QWidget:
        """Line up the rules with their counts per standard, each a link to the rows behind it."""
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(heading(caption, 1.0))
        names = title()
        counts: dict[str, dict[str, list[Finding]]] = {}
        for item in found:
            counts.setdefault(names.get(item.rule, item.rule), {}).setdefault(item.assessment, []).append(item)
        for name, by_assessment in counts.items():
            links: list[QWidget] = [QLabel(f"{name}:")]
            links += [self._count_link(name, items) for items in by_assessment.values()]
            column.addWidget(Wrapped(links))
        return whole

    def _count_link(self, name: str, items: list[Finding]) -> Link:
        standard = _standard(self._bridge, items[0])
        text = f"{standard}: {len(items)}" if standard else str(len(items))
        return link(self._bridge, text, _rows(items), f"{name}: {text}")


class Rule(QWidget):
    """The findings of one rule: the first few as links, the rest in place, or in the filtered checklist."""

    def __init__(self, bridge: Bridge, name: str, found: list[Finding], parent: QWidget | None = None) -> None:
        """Show the findings of a rule."""
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACING // 4)
        column.addWidget(heading(f"{name} ({len(found)})", 1.0))
        listed = found if len(found) <= _MOST_IN_PLACE else found[:_SHOWN_OF_A_RULE]
        column.addWidget(OpeningList([_maker(bridge, item) for item in listed], _SHOWN_OF_A_RULE, name))
        rest: dict[str, list[Finding]] = {}
        for item in found[len(listed) :]:
            rest.setdefault(item.assessment, []).append(item)
        for items in rest.values():
            standard = _standard(bridge, items[0])
            text = trn(
                "... and {n} more in {standard}", "... and {n} more in {standard}", len(items), standard=standard
            )
            column.addWidget(link(bridge, text, _rows(items), f"{name}: {text}"))


def _maker(bridge: Bridge, finding: Finding) -> Callable[[], QWidget]:
    def make() -> QWidget:
        short = _standard(bridge, finding)
        made = link(
            bridge, finding.sentence if short in finding.sentence else f"{short}  {finding.sentence}", place(finding)
        )
        made.setIcon(theme.severity_icon(finding.severity))
        made.setToolTip(f"{finding.sentence}\n{finding.resolve}")
        return made

    return make


def _standard(bridge: Bridge, finding: Finding) -> str:
    assessment = bridge.snapshot.assessments.get(finding.assessment)
    return bridge.snapshot.checklist_of(assessment).short if assessment else ""


def _rows(items: list[Finding]) -> Place:
    """Give where the rows behind findings of one rule and assessment are: the filtered checklist, if there is one."""
    wanted = _FILTERS.get(items[0].rule, "")
    first = place(items[0])
    if not wanted or first.view != "assessment":
        return first
    return Place("assessment", assessment=items[0].assessment, filter=wanted)
