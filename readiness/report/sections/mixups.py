"""What is mixed up between the two standards: one document for both, or the other standard's words."""

from __future__ import annotations

from readiness.analysis.findings import Finding
from readiness.report.blocks import (
    Block,
    Callout,
    Entry,
    Face,
    Field,
    Paragraph,
    Section,
    Sign,
    Text,
    Tone,
)
from readiness.report.matter import Matter
from readiness.texts import tr


def section(matter: Matter) -> Section:
    """List every mix-up with both sides; each of them stops the application."""
    blocks: list[Block] = [
        Paragraph(
            tr(
                "ISO/IEC 17021-1 is for certifying management systems, ISO/IEC 17065 for products, "
                "processes and services. Rules that differ need documents of their own, and the stages of a "
                "management-system audit have no place in a product scheme."
            )
        )
    ]
    if matter.mix_ups:
        blocks += [_entry(matter, finding) for finding in matter.mix_ups]
    else:
        blocks.append(Callout(Tone.GOOD if matter.assessments else Tone.NOTES, _nothing(matter)))
    title = tr("What is mixed up between the two standards")
    return Section(title, "mix-ups", tuple(blocks), running=tr("Mix-ups"))


def _nothing(matter: Matter) -> str:
    standards = {matter.snapshot.checklist_of(item).standard for item in matter.assessments}
    if len(standards) < 2:
        return tr("One standard only is assessed here: no document of it serves another standard.")
    return tr("Nothing is mixed up: no document lays down for both what each needs for itself.")


def _entry(matter: Matter, finding: Finding) -> Entry:
    number, title = place(matter, finding)
    return Entry(
        number=number,
        title=title,
        state=(Text(rule(finding), Face.STRONG), Text(tr("stops the application"), Face.MUTED)),
        fields=(
            Field(tr("Found"), (Text(finding.sentence),)),
            Field(tr("What ends it"), (Text(finding.resolve),)),
        ),
        sign=Sign.CROSS,
    )


def rule(finding: Finding) -> str:
    """Say in a few words what is mixed up."""
    if finding.rule == "own-document":
        return tr("one document for both standards")
    return tr("Stage 1 / Stage 2 in product certification")


def place(matter: Matter, finding: Finding) -> tuple[str, str]:
    """Name what is mixed up: the document, or the requirement in whose answer the words stand."""
    if finding.rule == "own-document":
        evidence = matter.snapshot.evidence[finding.evidence[0]]
        return evidence.reference, evidence.title
    assessment = matter.snapshot.assessments[finding.assessment]
    checklist = matter.snapshot.checklist_of(assessment)
    leaf = checklist.requirements[finding.requirements[0]]
    return f"{checklist.short}, {leaf.number}", leaf.title
