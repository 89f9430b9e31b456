"""The kinds of report. To add one: a list of parts here. A part is one function from matter to a section."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from readiness.model.records import Assessment
from readiness.report.blocks import Section
from readiness.report.matter import Matter
from readiness.report.sections import (
    action_plan,
    actions,
    board,
    briefing,
    changes,
    comparison,
    cross_reference,
    day_pack,
    evidence,
    gap_list,
    gaps,
    matrix,
    method,
    mixups,
    not_applicable,
    other_option,
    part,
    progress,
    register,
    scope_map,
    separation,
    side_by_side,
    summary,
)
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
    EVIDENCE_FOLDER = "evidence-folder"
    SERVICE = "service"
    SINCE = "since"


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

    A bare one has neither title page nor contents. One that is `handed_in` goes to the accreditation body and has no
    verdict of the program's on its cover. A `general` one says nothing of the body's own records: it has no verdict
    either, and cannot be limited. `needs_both` tells that it compares the two standards. `proves` names the part
    in which every requirement must be found again in the finished file; '' for none.
    """

    name: str
    title: Callable[[], str]
    purpose: Callable[[], str]
    parts: tuple[Part, ...]
    formats: tuple[Format, ...] = (Format.PDF,)
    asks: frozenset[Ask] = frozenset()
    landscape: bool = False
    bare: bool = False
    handed_in: bool = False
    general: bool = False
    needs_both: bool = False
    proves: str = ""


_SUMMARY = Part("summary", lambda: tr("Summary"), whole=summary.section)
_MIX_UPS = Part("mix-ups", lambda: tr("Mix-ups"), whole=mixups.section)
_OPENING = Part("part", lambda: tr("Figures of each standard"), each=part.section)
_GAPS = Part("gaps", lambda: tr("Gaps"), each=gaps.section)
_MATRIX = Part("matrix", lambda: tr("Clause matrix"), each=matrix.section)
_OTHER = Part("other", lambda: tr("Clauses of the other option"), each=other_option.section)
_EVIDENCE = Part("evidence", lambda: tr("Evidence register"), whole=evidence.section)
_ACTIONS = Part("actions", lambda: tr("Corrective actions"), whole=actions.section)
_METHOD = Part("method", lambda: tr("Method and limits"), whole=method.section)

_TABLES = (Format.PDF, Format.XLSX)
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
    Kind(
        "summary",
        lambda: tr("Management summary"),
        lambda: tr("Two pages for whoever decides: is the body ready, what stops it, what is to be decided."),
        (Part("board", lambda: tr("Management summary"), whole=board.section),),
        formats=(Format.PDF, Format.DOCX),
        bare=True,
    ),
    Kind(
        "gaps",
        lambda: tr("Gap list"),
        lambda: tr("Every gap in a row, with who does what about it: the list to work down in a meeting."),
        (
            Part("gap-list", lambda: tr("Gaps"), each=gap_list.section),
            _EVIDENCE,
        ),
        formats=_TABLES,
        asks=frozenset({Ask.ORDER}),
        landscape=True,
    ),
    Kind(
        "matrix",
        lambda: tr("Clause matrix"),
        lambda: tr("Every clause with rating, evidence and note: the whole assessment to look things up in."),
        (Part("matrix", _MATRIX.title, each=matrix.alone), _OTHER),
        formats=_TABLES,
        landscape=True,
        proves="matrix",
    ),
    Kind(
        "cross-reference",
        lambda: tr("Cross-reference matrix"),
        lambda: tr("For the application: where each clause is laid down and shown, with columns for the assessor."),
        (Part("cross-reference", lambda: tr("Cross-reference matrix"), each=cross_reference.section),),
        formats=_TABLES,
        asks=frozenset({Ask.PROFILE, Ask.EVIDENCE_FOLDER}),
        landscape=True,
        handed_in=True,
        proves="cross-reference",
    ),
    Kind(
        "evidence",
        lambda: tr("Evidence register"),
        lambda: tr("Every document and record with revision, validity, file and hash, and where it is used."),
        (
            Part("register", lambda: tr("Evidence register"), whole=register.section),
            Part("unused", lambda: tr("Not cited anywhere"), whole=register.unused),
            Part("shared", lambda: tr("Cited for both standards"), whole=register.shared),
        ),
        formats=_TABLES,
        asks=frozenset({Ask.EVIDENCE_FOLDER}),
        landscape=True,
    ),
    Kind(
        "actions",
        lambda: tr("Corrective-action plan"),
        lambda: tr("Actions with cause, owner and date, overdue ones first: for follow-up and for the answer."),
        (Part("action-plan", lambda: tr("Corrective actions"), whole=action_plan.section),),
        formats=_TABLES,
        landscape=True,
    ),
    Kind(
        "not-applicable",
        lambda: tr("Not-applicable register"),
        lambda: tr("Every clause rated not applicable with its reason, which accreditation bodies ask for."),
        (Part("not-applicable", lambda: tr("Not applicable"), each=not_applicable.section),),
        formats=_TABLES,
    ),
    Kind(
        "changes",
        lambda: tr("Change log"),
        lambda: tr("Who changed what between two days: what is new since the last report or assessment."),
        (Part("changes", lambda: tr("Changes"), whole=changes.section),),
        asks=frozenset({Ask.PERIOD}),
        landscape=True,
    ),
    Kind(
        "progress",
        lambda: tr("Progress and trend"),
        lambda: tr("How far each standard is, the way here week by week, and what is left: for regular meetings."),
        (
            Part("progress", lambda: tr("Where we stand"), whole=progress.section),
            Part("trend", lambda: tr("Each standard"), each=progress.each),
        ),
        asks=frozenset({Ask.PERIOD}),
    ),
    Kind(
        "comparison",
        lambda: tr("Comparison chart"),
        lambda: tr("ISO/IEC 17021-1 beside ISO/IEC 17065, aspect by aspect: to explain the two to colleagues."),
        (Part("comparison", lambda: tr("The two standards side by side"), whole=comparison.section),),
        formats=_TABLES,
        landscape=True,
        general=True,
    ),
    Kind(
        "side-by-side",
        lambda: tr("Both standards side by side"),
        lambda: tr("Topic by topic: both answers, shared and own documents, and what must be kept apart."),
        (Part("side-by-side", lambda: tr("Both standards, topic by topic"), whole=side_by_side.section),),
        landscape=True,
        needs_both=True,
    ),
    Kind(
        "scope",
        lambda: tr("Scope map"),
        lambda: tr(
            "Which standard each service falls under, and why; with wording for proposal, contract, certificate."
        ),
        (
            Part("scope-map", lambda: tr("Scope map"), whole=scope_map.section),
            Part("services", lambda: tr("Services"), whole=scope_map.services),
            Part("kept-apart", lambda: tr("What must be kept apart"), whole=scope_map.kept_apart),
            Part("wording", lambda: tr("Wording"), whole=scope_map.texts),
        ),
        formats=(Format.PDF, Format.DOCX),
    ),
    Kind(
        "separation",
        lambda: tr("Separation of the two standards"),
        lambda: tr("What is mixed up and what ends it; topic by topic the documents for one, the other, and both."),
        (_MIX_UPS, Part("separation", lambda: tr("Documents by topic"), whole=separation.matrix)),
        formats=_TABLES,
        landscape=True,
        needs_both=True,
    ),
    Kind(
        "handout",
        lambda: tr("Handout for staff"),
        lambda: tr("Two pages a service for sales and operations: what it is, what to say, what never to write."),
        (Part("handout", lambda: tr("Handout"), whole=briefing.handout),),
        formats=(Format.PDF, Format.DOCX),
        asks=frozenset({Ask.SERVICE}),
        bare=True,
    ),
    Kind(
        "briefing",
        lambda: tr("Briefing to print"),
        lambda: tr("The course on each service, a sheet of questions, and the answers with why the wrong ones are."),
        (
            Part("course", lambda: tr("Course"), whole=briefing.course_pages),
            Part("quiz", lambda: tr("Questions"), whole=briefing.quiz_sheet),
            Part("answers", lambda: tr("Answers"), whole=briefing.answers),
        ),
        formats=(Format.PDF, Format.DOCX),
        asks=frozenset({Ask.SERVICE}),
        bare=True,
    ),
    Kind(
        "briefings",
        lambda: tr("Record of briefings"),
        lambda: tr("Who was briefed on which service and when, with what result, and who has not been since a day."),
        (
            Part("standing", lambda: tr("Who has been briefed"), whole=briefing.standing),
            Part("results", lambda: tr("Results"), whole=briefing.results),
        ),
        formats=_TABLES,
        asks=frozenset({Ask.SERVICE, Ask.SINCE}),
        landscape=True,
        bare=True,
    ),
    Kind(
        "day-pack",
        lambda: tr("Assessment-day pack"),
        lambda: tr("For a block of clauses: what will be asked, what we answer, what to lay ready, room for notes."),
        (
            Part("lay-ready", lambda: tr("Evidence to lay ready"), whole=day_pack.checklist_of_evidence),
            Part("day", lambda: tr("Questions and answers"), each=day_pack.section),
        ),
        formats=(Format.PDF, Format.DOCX),
        asks=frozenset({Ask.CLAUSES, Ask.EVIDENCE_FOLDER}),
    ),
)
KINDS: dict[str, Kind] = {kind.name: kind for kind in _ALL}
"""All kinds, by name, in the order in which they are offered."""
