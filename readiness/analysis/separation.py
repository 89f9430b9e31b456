"""Rules about two standards under one roof: what ISO/IEC 17021-1 and ISO/IEC 17065 must not share or mix."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
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
_PLACE_OF = {SYSTEMS: re.compile(r"17021"), PRODUCTS: re.compile(r"17065")}
_PART = re.compile(r"\b(?:annex|appendix|part|volume|anhang|anlage|teil|band)\s+([a-z0-9]{1,3})\b", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.!?;\n]+")

Cited = dict[str, list[Requirement]]


def own_document(snapshot: Snapshot, context: Context) -> Iterator[Finding]:
    """One document cited as laying down a topic for both standards where each needs its own.

    Which topics these are stands in the crosswalk, with the reason. A document with a part of its own for each
    standard, cited as such, is fine: what counts is that the rules are apart, not the covers.
    """
    for found in laid_down_for_both(snapshot, context.crosswalk, {Sharing.OWN_DOCUMENT}):
        if found.topics and not has_own_parts(snapshot, found.evidence, found.systems, found.products):
            yield _shared(snapshot, found)


def has_own_parts(snapshot: Snapshot, evidence: str, systems: Assessment, products: Assessment) -> bool:
    """Tell whether each standard cites a part of its own of a document: no place in common, and each place says whose.

    It says so by naming its standard ('Annex B, ISO/IEC 17065'), or by a letter or number of its own for every annex
    or part ('Annex A' here, 'Annex B' there).
    """
    left, right = (_places_cited(snapshot, evidence, item) for item in (systems, products))
    if not left or not right or "" in left | right:
        return False
    named = all(_PLACE_OF[SYSTEMS].search(place) for place in left) and all(
        _PLACE_OF[PRODUCTS].search(place) for place in right
    )
    if named:
        return not left & right
    parts = [{match.group(1).casefold() if (match := _PART.search(place)) else "" for place in side}
             for side in (left, right)]  # fmt: skip
    return not parts[0] & parts[1] and "" not in parts[0] | parts[1]


def _places_cited(snapshot: Snapshot, evidence: str, assessment: Assessment) -> set[str]:
    return {
        citation.where.strip()
        for answer in snapshot.answers.get(assessment.id, {}).values()
        for citation in answer.citations
        if citation.evidence == evidence and citation.role is Role.LAID_DOWN
    }


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


def speaks_of(text: str, what: re.Pattern[str] | None = None) -> str:
    """Give the sentence of a text that speaks of something as one's own practice; '' if none does.

    If not said otherwise, of Stage 1 or Stage 2.

    A sentence that denies it ('no Stage 1 and Stage 2 in this scheme', 'Stage 1 is not used here') is as it should be.
    """
    pattern = what or _STAGE
    for sentence in _SENTENCE_END.split(text):
        match = pattern.search(sentence)
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
        if quoted := speaks_of(text):
            return quoted, ()
    for citation in answer.citations:
        evidence = snapshot.evidence.get(citation.evidence)
        for text in (citation.where, evidence.title if evidence else ""):
            if quoted := speaks_of(text):
                return quoted, (citation.evidence,)
    return "", ()


def anything_compared(snapshot: Snapshot) -> bool:
    """Tell whether documents are cited or services described, so that mix-ups could be found at all."""
    cited = (answer.citations for answers in snapshot.answers.values() for answer in answers.values())
    return any(cited) or bool(snapshot.services)


def nothing_found(snapshot: Snapshot, assessments: Iterable[Assessment]) -> str:
    """Say what it means that no mix-up was found in assessments: there is none, or nothing to compare yet."""
    standards = {snapshot.checklist_of(item).standard for item in assessments}
    if len(standards) < 2:
        return tr("One standard only is assessed here: no document of it serves another standard.")
    if not anything_compared(snapshot):
        return tr("Nothing could be compared yet: no document is cited for either standard.")
    return tr("Nothing is mixed up: no document lays down for both what each needs for itself.")
