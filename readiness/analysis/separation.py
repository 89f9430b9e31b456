"""Rules about two standards under one roof: what ISO/IEC 17021-1 and ISO/IEC 17065 must not share or mix."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from readiness import words
from readiness.analysis.findings import Context, Finding, Severity
from readiness.model.checklist import Requirement
from readiness.model.crosswalk import Crosswalk, Sharing, Topic
from readiness.model.records import Answer, Assessment, Role
from readiness.model.snapshot import Snapshot
from readiness.texts import tr

SYSTEMS = "17021-1"
PRODUCTS = "17065"

_STAGE = re.compile(
    r"\b(?:stage[\s-]*(?:1|2|i{1,2}|one|two)|stufe[\s-]*(?:1|2|i{1,2}|eins|zwei))\b(?!\s*\()", re.IGNORECASE
)
"""English, and German as notes of certification bodies have it; 'Preisstufe 1' and the like are other words."""
_DENIAL = re.compile(
    r"\b(?:no|not|never|without|neither|nor|instead of|n't"
    r"|kein|keine|keinen|keiner|keines|nicht|nie|niemals|ohne|weder|statt|anstelle)\b",
    re.IGNORECASE,
)
_DISOWNED = re.compile(
    r"\b(?:are|is|do|does)\s+not\s+(?:used|part|apply|applied|applicable|exist|foreseen|known|belong)\b"
    r"|\b(?:are|is)\s+never\s+used\b|\bbelongs?\s+to\s+management"
    r"|\b(?:gibt|gilt|gelten|kommt|kommen|werden|wird|gehört|gehören)\b[^.]*\b(?:nicht|kein|keine|nie)\b"
    r"|\bgehör(?:t|en)\s+zu[mr]?\s+(?:\w+\s+)?managementsystem",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"[.!?;\n]+")

Cited = dict[str, list[Requirement]]


def own_document(snapshot: Snapshot, context: Context) -> Iterator[Finding]:
    """One document cited as laying down a topic for both standards where each needs its own.

    Which topics these are stands in the crosswalk, with the reason.
    """
    for found in laid_down_for_both(snapshot, context.crosswalk, {Sharing.OWN_DOCUMENT}):
        if found.topics:
            yield _shared(snapshot, found)


@dataclass(frozen=True)
class LaidDownForBoth:
    """Evidence (its id) that is cited as the rule for requirements of both standards, and the topics in common."""

    evidence: str
    systems: Assessment
    left: tuple[Requirement, ...]
    products: Assessment
    right: tuple[Requirement, ...]
    topics: tuple[Topic, ...]


def laid_down_for_both(
    snapshot: Snapshot, crosswalk: Crosswalk, sharing: Collection[Sharing]
) -> Iterator[LaidDownForBoth]:
    """Walk through what lays something down for both standards; of the topics those that may be shared as said."""
    topics = [topic for topic in crosswalk.topics if topic.sharing in sharing]
    for systems in snapshot.assessments_of(SYSTEMS):
        for products in snapshot.assessments_of(PRODUCTS):
            left, right = _laid_down(snapshot, systems), _laid_down(snapshot, products)
            for evidence in (item for item in left if item in right):
                in_common = tuple(
                    topic
                    for topic in topics
                    if _within(topic, SYSTEMS, left[evidence]) and _within(topic, PRODUCTS, right[evidence])
                )
                yield LaidDownForBoth(
                    evidence, systems, tuple(left[evidence]), products, tuple(right[evidence]), in_common
                )


def _laid_down(snapshot: Snapshot, assessment: Assessment) -> Cited:
    """Give the requirements that each piece of evidence lays down, by evidence id."""
    cited: Cited = defaultdict(list)
    for leaf in snapshot.requirements(assessment):
        for citation in snapshot.answer(assessment, leaf.id).citations:
            if citation.role is Role.LAID_DOWN and leaf not in cited[citation.evidence]:
                cited[citation.evidence].append(leaf)
    return cited


def _within(topic: Topic, standard: str, leaves: list[Requirement]) -> list[Requirement]:
    return [leaf for leaf in leaves if topic.covers(standard, leaf.number)]


def _shared(snapshot: Snapshot, found: LaidDownForBoth) -> Finding:
    def touched(standard: str, leaves: tuple[Requirement, ...]) -> tuple[Requirement, ...]:
        return tuple(leaf for leaf in leaves if any(topic.covers(standard, leaf.number) for topic in found.topics))

    left, right = touched(SYSTEMS, found.left), touched(PRODUCTS, found.right)
    record = snapshot.evidence[found.evidence]
    return Finding(
        key=f"own-document:{found.systems.id}:{found.products.id}:{found.evidence}",
        rule="own-document",
        severity=Severity.STOPS,
        sentence=tr(
            "'{title}' is cited as the rule for ISO/IEC 17021-1 {left} and for ISO/IEC 17065 {right}. {reason}",
            title=f"{record.reference} {record.title}".strip(),
            left=words.requirements(left, snapshot.checklist_of(found.systems)),
            right=words.requirements(right, snapshot.checklist_of(found.products)),
            reason=found.topics[0].sharing_reason,
        ),
        resolve=tr(
            "Write a document of its own for each standard, or an own part that names its standard. Topics: {topics}.",
            topics="; ".join(topic.topic for topic in found.topics),
        ),
        assessment=found.systems.id,
        requirements=tuple(leaf.id for leaf in left),
        other_assessment=found.products.id,
        other_requirements=tuple(leaf.id for leaf in right),
        evidence=(found.evidence,),
    )


def speaks_of_stages(text: str) -> str:
    """Give the sentence of a text that speaks of Stage 1 or Stage 2 as one's own practice; '' if none does.

    A sentence that denies it ('no Stage 1 and Stage 2 in this scheme', 'Stage 1 is not used here') is as it should be.
    """
    for sentence in _SENTENCE_END.split(text):
        match = _STAGE.search(sentence)
        if match and not _DENIAL.search(sentence[: match.start()]) and not _DISOWNED.search(sentence):
            return sentence.strip()
    return ""


def stage_wording(snapshot: Snapshot, context: Context) -> Iterator[Finding]:
    """Stage 1 / Stage 2 wording in what is recorded for ISO/IEC 17065.

    The two-stage initial audit belongs to management-system certification (17021-1, 9.3.1.1); a product scheme has
    evaluation, review and decision (17065, 7.4 to 7.6).
    """
    for assessment in snapshot.assessments_of(PRODUCTS):
        for leaf in snapshot.requirements(assessment):
            answer = snapshot.answer(assessment, leaf.id)
            quoted, evidence = _stage_sentence(snapshot, answer)
            if quoted:
                yield Finding(
                    key=f"stage-wording:{assessment.id}:{leaf.id}",
                    rule="stage-wording",
                    severity=Severity.STOPS,
                    sentence=tr(
                        "ISO/IEC 17065 {number}: '{quoted}'. Stage 1 and Stage 2 belong to management-system "
                        "audits (17021-1, 9.3.1.1); a product scheme has evaluation, review and decision.",
                        number=leaf.number,
                        quoted=quoted[:160],
                    ),
                    resolve=tr("Describe the evaluation as the scheme has it, and cite the scheme's own procedure."),
                    assessment=assessment.id,
                    requirements=(leaf.id,),
                    evidence=evidence,
                )


def _stage_sentence(snapshot: Snapshot, answer: Answer) -> tuple[str, tuple[str, ...]]:
    """Find the wording in the note, the reason, a citation's place, or the title of what is cited."""
    for text in (answer.note, answer.reason):
        if quoted := speaks_of_stages(text):
            return quoted, ()
    for citation in answer.citations:
        evidence = snapshot.evidence.get(citation.evidence)
        for text in (citation.where, evidence.title if evidence else ""):
            if quoted := speaks_of_stages(text):
                return quoted, (citation.evidence,)
    return "", ()
