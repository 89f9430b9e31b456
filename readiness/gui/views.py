"""The views by their names in a Place; each is loaded when it is first gone to, so that the window need not wait."""

from __future__ import annotations

from collections.abc import Callable

from readiness.gui.bridge import Bridge, Place
from readiness.gui.view import View


def _overview(bridge: Bridge, _: Place) -> View:
    from readiness.gui.overview import OverviewView  # noqa: PLC0415 - late for start-up time

    return OverviewView(bridge)


def _assessment(bridge: Bridge, place: Place) -> View:
    from readiness.gui.assessment import AssessmentView  # noqa: PLC0415 - late for start-up time

    return AssessmentView(bridge, place.assessment)


def _two_standards(bridge: Bridge, _: Place) -> View:
    from readiness.gui.two_standards import TwoStandardsView  # noqa: PLC0415 - late for start-up time

    return TwoStandardsView(bridge)


def _services(bridge: Bridge, _: Place) -> View:
    from readiness.gui.services import ServicesView  # noqa: PLC0415 - late for start-up time

    return ServicesView(bridge)


def _claims(bridge: Bridge, _: Place) -> View:
    from readiness.gui.claims import ClaimsView  # noqa: PLC0415 - late for start-up time

    return ClaimsView(bridge)


def _briefing(bridge: Bridge, _: Place) -> View:
    from readiness.gui.briefing import BriefingView  # noqa: PLC0415 - late for start-up time

    return BriefingView(bridge)


def _evidence(bridge: Bridge, _: Place) -> View:
    from readiness.gui.evidence import EvidenceView  # noqa: PLC0415 - late for start-up time

    return EvidenceView(bridge)


def _actions(bridge: Bridge, _: Place) -> View:
    from readiness.gui.actions import ActionsView  # noqa: PLC0415 - late for start-up time

    return ActionsView(bridge)


def _reports(bridge: Bridge, _: Place) -> View:
    from readiness.gui.reports import ReportsView  # noqa: PLC0415 - late for start-up time

    return ReportsView(bridge)


def _history(bridge: Bridge, _: Place) -> View:
    from readiness.gui.history import HistoryView  # noqa: PLC0415 - late for start-up time

    return HistoryView(bridge)


def _guides(bridge: Bridge, _: Place) -> View:
    from readiness.gui.guides import GuidesView  # noqa: PLC0415 - late for start-up time

    return GuidesView(bridge)


def _find(bridge: Bridge, _: Place) -> View:
    from readiness.gui.find import FindView  # noqa: PLC0415 - late for start-up time

    return FindView(bridge)


MAKERS: dict[str, Callable[[Bridge, Place], View]] = {
    "overview": _overview,
    "assessment": _assessment,
    "two-standards": _two_standards,
    "services": _services,
    "claims": _claims,
    "briefing": _briefing,
    "evidence": _evidence,
    "actions": _actions,
    "reports": _reports,
    "history": _history,
    "guides": _guides,
    "find": _find,
}
"""Makes a view for a place, by the name of the view."""
