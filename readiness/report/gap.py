"""The gap report as a document of plain blocks."""

from __future__ import annotations

import datetime as dt

from readiness import words
from readiness.analysis.findings import Context, Finding
from readiness.analysis.rows import folded, other_option
from readiness.errors import UnknownName
from readiness.model.checklist import Requirement
from readiness.model.records import Assessment
from readiness.model.snapshot import Snapshot
from readiness.report.blocks import Document, Proof
from readiness.report.matter import Matter
from readiness.report.sections import all_sections
from readiness.report.sections.cells import label
from readiness.report.sections.cover import cover
from readiness.texts import language, tr


def build(
    snapshot: Snapshot,
    findings: tuple[Finding, ...],
    context: Context,
    made_on: dt.date,
    program_version: str,
    assessment: str = "",
    logo: bytes = b"",
) -> Document:
    """Build the gap report on all assessments, or on those that an id or a standard names; `logo` is a PNG.

    Raises:
        UnknownName: no assessment is called that.
    """
    matter = Matter.of(snapshot, findings, context, made_on, program_version, chosen(snapshot, assessment))
    name = snapshot.organization.name
    return Document(
        title=tr("Gap report of {organization}", organization=name),
        subject=_subject(matter),
        author=name,
        creator=tr("readiness {version}", version=program_version),
        keywords=_keywords(matter),
        language=language(),
        made_on=made_on,
        head=tr("Gap report of {organization}", organization=name),
        foot=tr("{date}, journal {head}", date=words.date(made_on), head=snapshot.head[:16]),
        cover=cover(matter, logo),
        sections=all_sections(matter),
        proofs=tuple(_proof(matter, item) for item in matter.assessments),
    )


def chosen(snapshot: Snapshot, name: str) -> tuple[Assessment, ...]:
    """Find the assessments that an id or a standard names; all where nothing is named.

    Raises:
        UnknownName: no assessment is called that.
    """
    if not name:
        return tuple(snapshot.assessments.values())
    found = (snapshot.assessments[name],) if name in snapshot.assessments else snapshot.assessments_of(name)
    if not found:
        raise UnknownName(
            tr("No assessment is called '{name}'.", name=name),
            tr("List the assessments with 'readiness assessment list'."),
        )
    return found


def _subject(matter: Matter) -> str:
    standards = _standards(matter)
    if not standards:
        return tr("Readiness for accreditation")
    return tr("Readiness for accreditation to {standards}", standards=", ".join(standards))


def _keywords(matter: Matter) -> tuple[str, ...]:
    return (tr("gap report"), tr("accreditation"), tr("conformity assessment"), *_standards(matter))


def _standards(matter: Matter) -> tuple[str, ...]:
    return tuple(dict.fromkeys(matter.snapshot.checklist_of(item).designation for item in matter.assessments))


def _proof(matter: Matter, assessment: Assessment) -> Proof:
    """List the numbers that must be found in the drawn part, in the order of print.

    Raises:
        AssertionError: rows and list together do not hold every requirement once.
    """
    rows = [row.leaves for row in folded(matter.snapshot, assessment)]
    other: dict[str, list[Requirement]] = {}
    for leaf in other_option(matter.snapshot, assessment):
        other.setdefault(leaf.clause.number, []).append(leaf)
    rows += [tuple(leaves) for leaves in other.values()]
    everything = matter.snapshot.checklist_of(assessment).requirements
    assert sorted(leaf.id for leaves in rows for leaf in leaves) == sorted(everything)
    return Proof(
        f"matrix-{assessment.id}",
        f"other-{assessment.id}" if other else f"matrix-{assessment.id}",
        tuple(label(leaves) for leaves in rows),
    )
