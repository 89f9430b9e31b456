"""The kinds of report. To add one: a list of parts here. A part is one function from matter to a section."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from readiness.model.records import Assessment
from readiness.report.blocks import Section
from readiness.report.matter import Matter
from readiness.report.sections import actions, evidence, gaps, matrix, method, mixups, other_option, part, summary
from readiness.texts import tr


class Format(StrEnum):
    """A file that a report can be, by its ending."""

    PDF = "pdf"
    XLSX = "xlsx"
    DOCX = "docx"


class Ask(StrEnum):
    """What a kind of report can be told beside what all can."""

    PERIOD = "period"
    PROFILE = "profile"
    CLAUSES = "clauses"
    ORDER = "order"


@dataclass(frozen=True)
class Part:
    """A part of a report: a section on the whole, or one on `each` assessment; None where there is nothing to say."""

    name: str
    title: Callable[[], str]
    whole: Callable[[Matter], Section | None] | None = None
    each: Callable[[Matter, Assessment], Section | None] | None = None


@dataclass(frozen=True)
class Kind:
    """A kind of report: what it is for, its parts in order of print, what files it can be, and what it can be told.

    A bare one has neither title page nor contents. `needs_both` tells that it compares the two standards.
    `proves` names the part in which every requirement must be found again in the finished file; '' for none.
    """

    name: str
    title: Callable[[], str]
    purpose: Callable[[], str]
    parts: tuple[Part, ...]
    formats: tuple[Format, ...] = (Format.PDF,)
    asks: frozenset[Ask] = frozenset()
    landscape: bool = False
    bare: bool = False
    needs_both: bool = False
    proves: str = ""


_SUMMARY = Part("summary", lambda: tr("Summary"), whole=summary.section)
_MIX_UPS = Part("mix-ups", lambda: tr("What is mixed up between the two standards"), whole=mixups.section)
_OPENING = Part("part", lambda: tr("Figures of each standard"), each=part.section)
_GAPS = Part("gaps", lambda: tr("Gaps"), each=gaps.section)
_MATRIX = Part("matrix", lambda: tr("Clause matrix"), each=matrix.section)
_OTHER = Part("other", lambda: tr("Clauses of the other option"), each=other_option.section)
_EVIDENCE = Part("evidence", lambda: tr("Evidence register"), whole=evidence.section)
_ACTIONS = Part("actions", lambda: tr("Corrective actions"), whole=actions.section)
_METHOD = Part("method", lambda: tr("Method and limits"), whole=method.section)

_ALL = (
    Kind(
        "gap",
        lambda: tr("Gap report"),
        lambda: tr("Everything: verdict, figures, gaps, the whole clause matrix, evidence, actions, method."),
        (_SUMMARY, _MIX_UPS, _OPENING, _GAPS, _MATRIX, _OTHER, _EVIDENCE, _ACTIONS, _METHOD),
        formats=(Format.PDF, Format.DOCX),
        asks=frozenset({Ask.ORDER}),
        proves="matrix",
    ),
)
KINDS: dict[str, Kind] = {kind.name: kind for kind in _ALL}
"""All kinds, by name, in the order in which they are offered."""
