"""Method and limits: how the figures are made, what they leave out, and what this report is not."""

from __future__ import annotations

from readiness.report.blocks import (
    Block,
    Bullets,
    Heading,
    KeyValues,
    Paragraph,
    Section,
)
from readiness.report.matter import Matter
from readiness.texts import tr


def section(matter: Matter) -> Section:
    """Explain figures and verdict, name the sources with their versions, and say where the report ends."""
    blocks: list[Block] = [
        Heading(2, tr("How the figures are made"), "method-figures"),
        Bullets(_figures()),
        Heading(2, tr("What this report rests on"), "method-sources"),
        KeyValues(tuple(_sources(matter))),
        Paragraph(
            tr(
                "The head of the journal identifies the records that this report was made from. Kept outside "
                "the workspace, as on this page, it shows later whether they were changed: readiness verify "
                "DIR --against {head}",
                head=matter.snapshot.head or "HASH",
            )
        ),
        Heading(2, tr("Limits"), "method-limits"),
        Bullets((*_notices(matter), *_limits())),
    ]
    return Section(tr("Method and limits"), "method", tuple(blocks))


def _figures() -> tuple[str, ...]:
    return (
        tr("Progress is rated of applicable, conformity is conforming of rated. The two are never mixed."),
        tr(
            "A clause with letters counts once: as not assessed while one of its letters is, else by its "
            "worst letter. The second figure counts every letter on its own."
        ),
        tr("What is rated not applicable, with a reason, and what only the other option asks is in no share."),
        tr("Guidance without a duty counts in progress and not in conformity."),
        tr("Shares are rounded down; 100 % means that nothing is missing."),
        tr(
            "The verdict is no share but a list. What stops the application: what is mixed up between the "
            "standards, a major gap, a nonconformity nobody has weighed, and a duty nobody has assessed."
        ),
        tr(
            "A clause is taken as shown when it cites what lays it down and what shows it practised; with "
            "one of the two it is conforming, and listed as a gap in the evidence."
        ),
    )


def _sources(matter: Matter) -> list[tuple[str, str]]:
    pairs: list[tuple[str, str]] = []
    for digest in dict.fromkeys(assessment.checklist for assessment in matter.assessments):
        checklist = matter.snapshot.checklists[digest]
        text = tr(
            "{designation}: {id}, version {version}, SHA-256 {digest}",
            designation=checklist.designation,
            id=checklist.id,
            version=checklist.version,
            digest=digest,
        )
        pairs.append((tr("Checklist"), text))
    crosswalk = matter.context.crosswalk
    pairs.append(
        (
            tr("Crosswalk"),
            tr("version {version}. {notice}", version=crosswalk.version, notice=crosswalk.notice),
        )
    )
    pairs.append(
        (
            tr("Journal"),
            tr("after change no. {n}, head {head}", n=matter.snapshot.sequence, head=matter.snapshot.head),
        )
    )
    return pairs


def _notices(matter: Matter) -> tuple[str, ...]:
    return tuple(dict.fromkeys(matter.snapshot.checklist_of(item).notice for item in matter.assessments))


def _limits() -> tuple[str, ...]:
    return (
        tr("This is the certification body's own assessment, neither an accreditation nor a promise of one."),
        tr("Ratings, notes and evidence are printed as recorded. The program does not judge documents."),
        tr("Mix-ups are found by what is cited and by wording. An empty list is no proof that none exists."),
        tr("A sign that the embedded font lacks is printed as a replacement sign; the records keep it."),
    )
