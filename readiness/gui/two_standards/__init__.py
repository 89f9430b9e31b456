"""Two standards under one roof: kept apart or mixed up, topic by topic, and the comparison chart."""

from readiness.gui.two_standards.view import TwoStandardsView

__all__ = ["TwoStandardsView"]
