"""The overview: verdict, both standards side by side, what changed, what is due; each bar and number is a link."""

from readiness.gui.overview.card import figure_lines
from readiness.gui.overview.view import OverviewView

__all__ = ["OverviewView", "figure_lines"]
