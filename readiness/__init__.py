"""Readiness: clause checklists, evidence and gap reports for certification bodies."""

__version__ = "0.1.0"
