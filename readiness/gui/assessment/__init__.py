"""One assessment: the tree of clauses, and the pane for what is chosen in it."""

from readiness.gui.assessment.view import AssessmentView

__all__ = ["AssessmentView"]
