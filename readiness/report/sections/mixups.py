"""What is mixed up between the two standards: one document for both, or the other standard's words."""

from __future__ import annotations

from readiness.analysis.findings import Finding, Severity, severity_name
from readiness.analysis.separation import anything_compared, nothing_found
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
    """List every mix-up with both sides, and the services that are not clear; those that stop the application first."""
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
        weightiest = sorted(matter.mix_ups, key=lambda finding: list(Severity).index(finding.severity))
        blocks += [_entry(matter, finding) for finding in weightiest]
    else:
        tone = Tone.GOOD if matter.assessments and anything_compared(matter.snapshot) else Tone.NOTES
        blocks.append(Callout(tone, nothing_found(matter.snapshot, matter.assessments)))
    title = tr("What is mixed up between the two standards")
    return Section(title, "mix-ups", tuple(blocks), running=tr("Mix-ups"))


def _entry(matter: Matter, finding: Finding) -> Entry:
    number, title = place(matter, finding)
    stops = finding.severity is Severity.STOPS
    return Entry(
        number=number,
        title=title,
        state=(Text(rule(finding), Face.STRONG), Text(severity_name(finding.severity), Face.MUTED)),
        fields=(
            Field(tr("Found"), (Text(finding.sentence),)),
            Field(tr("What ends it"), (Text(finding.resolve),)),
        ),
        sign=Sign.CROSS if stops else Sign.HALF,
    )


def rule(finding: Finding) -> str:
    """Say in a few words what is mixed up."""
    return {
        "own-document": tr("one document for both standards"),
        "stage-wording": tr("Stage 1 / Stage 2 in product certification"),
        "system-terms": tr("terms of system audits in a product procedure"),
        "one-record": tr("one record for both standards"),
        "manual-names-both": tr("a manual for both that does not name both"),
        "shared-procedure": tr("one procedure for services of both standards"),
        "contradictory-service": tr("a service that contradicts itself"),
        "service-without-assessment": tr("a service without an assessment"),
        "unsettled-service": tr("a service to ask about"),
    }[finding.rule]


def place(matter: Matter, finding: Finding) -> tuple[str, str]:
    """Name what is mixed up: the service, the document, or the requirement in whose answer the words stand."""
    if finding.record and not finding.evidence:
        return tr("Service"), matter.snapshot.services[finding.record].name
    if finding.rule != "stage-wording":
        evidence = matter.snapshot.evidence[finding.evidence[0]]
        return evidence.reference, evidence.title
    assessment = matter.snapshot.assessments[finding.assessment]
    checklist = matter.snapshot.checklist_of(assessment)
    leaf = checklist.requirements[finding.requirements[0]]
    return f"{checklist.short}, {leaf.number}", leaf.title
