"""The place where staff are briefed: who is due, the course, the quiz, and the results."""

from readiness.gui.briefing.view import BriefingView

__all__ = ["BriefingView"]
