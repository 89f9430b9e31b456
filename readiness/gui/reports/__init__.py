"""The reports: a chooser that says what each is for, what can be told of it, its pages before they are kept."""

from readiness.gui.reports.view import ReportsView

__all__ = ["ReportsView"]
