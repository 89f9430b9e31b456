"""The schedule of services: where each leads, which assessments, competence and separation follow, and its wording."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from readiness.analysis.findings import Context, Finding, Severity
from readiness.analysis.scope import PRODUCTS, SYSTEMS, Advice, Reason, Route, advise
from readiness.model.crosswalk import Crosswalk, Sharing, Topic
from readiness.model.records import EvidenceKind, Service
from readiness.model.schemes import Scheme, SchemeCatalogue
from readiness.model.snapshot import Snapshot
from readiness.texts import tr


@dataclass(frozen=True)
class Advised:
    """A service, the catalogue's entry for what it certifies against (None where there is none), and the advice."""

    service: Service
    scheme: Scheme | None
    advice: Advice


def schedule(snapshot: Snapshot, schemes: SchemeCatalogue) -> tuple[Advised, ...]:
    """Give every service with its advice, in the order in which they were added."""
    return tuple(of(service, schemes) for service in snapshot.services.values())


def of(service: Service, schemes: SchemeCatalogue) -> Advised:
    """Work out one service. An entry of the catalogue that was not chosen is recognized by the document's name."""
    scheme = schemes.find(service.scheme) if service.scheme else _recognized(schemes, service.document)
    return Advised(service, scheme, advise(service, scheme))


@lru_cache(maxsize=1000)
def _recognized(schemes: SchemeCatalogue, document: str) -> Scheme | None:
    """Recognize a document once: looking for hundreds of names takes a while, and rules ask again and again."""
    return schemes.named(document)


def apart(crosswalk: Crosswalk) -> tuple[Topic, ...]:
    """List the topics in which each standard needs a document of its own."""
    return tuple(topic for topic in crosswalk.topics if topic.sharing is Sharing.OWN_DOCUMENT)


def needs_separation(found: tuple[Advised, ...]) -> bool:
    """Tell whether the services fall under both standards, so that these must be kept apart."""
    standards = {standard for item in found for standard in item.advice.standards}
    return standards == {SYSTEMS, PRODUCTS}


def competence(item: Advised) -> tuple[Reason, ...]:
    """Say for whom a service needs criteria of competence, each with the clauses that ask for them."""
    document = item.service.document or item.service.name
    found: list[Reason] = []
    if SYSTEMS in item.advice.standards:
        found += [
            Reason(
                tr("Auditors of management systems: criteria per technical area of {document}", document=document),
                (f"{SYSTEMS}:7.1.2", f"{SYSTEMS}:A.2"),
            ),
            Reason(
                tr("Whoever reviews applications, reviews reports and decides: criteria for {document}",
                   document=document),
                (f"{SYSTEMS}:7.1.2", f"{SYSTEMS}:7.2.8"),
            ),
        ]  # fmt: skip
    if PRODUCTS in item.advice.standards:
        found.append(
            Reason(
                tr("Evaluators, reviewers and decision makers: criteria per category of {document}",
                   document=document),
                (f"{PRODUCTS}:6.1.2.1", f"{PRODUCTS}:7.3.1"),
            )
        )  # fmt: skip
    if len(item.advice.standards) > 1:
        found.append(
            Reason(
                tr("Whoever works in both is authorized for each on its own: an auditor is no evaluator by that."),
                (f"{SYSTEMS}:7.2.3", f"{PRODUCTS}:6.1.2.1"),
            )
        )
    return tuple(found)


class Use(StrEnum):
    """Where a wording goes."""

    PROPOSAL = "proposal"
    CONTRACT = "contract"
    CERTIFICATE = "certificate"


@dataclass(frozen=True)
class Suggested:
    """A wording to copy, for one standard; what stands in square brackets is to be filled in."""

    use: Use
    standard: str
    text: str


def wording(item: Advised) -> tuple[Suggested, ...]:
    """Suggest wording for proposal, contract and certificate; none while it is open where the service leads."""
    document = item.service.document or tr("[document and edition]")
    found: list[Suggested] = []
    if SYSTEMS in item.advice.standards:
        found += _of_systems(document)
    if PRODUCTS in item.advice.standards:
        found += _of_products(document)
    return tuple(found)


def _of_systems(document: str) -> Iterator[Suggested]:
    yield Suggested(
        Use.PROPOSAL,
        SYSTEMS,
        tr(
            "We offer to audit and certify the management system of [client] at [sites] to {document}: an initial "
            "audit in two stages, surveillance audits and recertification. The certificate attests the management "
            "system. It is no statement on products, processes or services.",
            document=document,
        ),
    )
    yield Suggested(
        Use.CONTRACT,
        SYSTEMS,
        tr(
            "The client refers to the certification of its management system to {document} only as such, names the "
            "certification body, and shows neither mark nor statement on a product or its packaging in a way that a "
            "product could be taken to be certified.",
            document=document,
        ),
    )
    yield Suggested(
        Use.CERTIFICATE,
        SYSTEMS,
        tr(
            "[Certification body] certifies that the management system of [client], [sites], conforms to {document} "
            "for the scope: [activities of the organization]. Valid from [date] to [date].",
            document=document,
        ),
    )


def _of_products(document: str) -> Iterator[Suggested]:
    yield Suggested(
        Use.PROPOSAL,
        PRODUCTS,
        tr(
            "We offer to certify [product, process or service] of [client] to {document} under the scheme [scheme, "
            "edition]: evaluation as the scheme asks ([testing, inspection, assessment of production]), review, "
            "decision, and surveillance where the scheme asks for it. The certificate names what is certified. It is "
            "no statement on the client's management system.",
            document=document,
        ),
    )
    yield Suggested(
        Use.CONTRACT,
        PRODUCTS,
        tr(
            "The client claims certification to {document} only for the [products, processes or services] named in the "
            "certificate, uses the mark only as the licence allows, and tells the certification body of changes that "
            "may affect conformity.",
            document=document,
        ),
    )
    yield Suggested(
        Use.CERTIFICATE,
        PRODUCTS,
        tr(
            "[Certification body] certifies that [product, process or service; type, model] of [client] fulfils "
            "{document} under the scheme [scheme, edition]. Granted on [date], valid until [date].",
            document=document,
        ),
    )


# Rules


def contradictory_services(snapshot: Snapshot, context: Context) -> Iterator[Finding]:
    """Services whose answers contradict each other: whatever is certified there, it is not clear what."""
    for item in schedule(snapshot, context.schemes):
        if item.advice.route is Route.CONTRADICTION:
            yield Finding(
                key=f"contradictory-service:{item.service.id}",
                rule="contradictory-service",
                severity=Severity.WARNS if item.service.planned else Severity.STOPS,
                sentence=tr("Service '{name}': {what}", name=item.service.name,
                            what=" ".join(reason.text for reason in item.advice.contradictions)),
                resolve=tr("Settle what is evaluated and what the certificate says; split the service if it is two."),
                record=item.service.id,
            )  # fmt: skip


def shared_procedures(snapshot: Snapshot, context: Context) -> Iterator[Finding]:
    """One document that says how services of both standards are done; a manual may, which leads to procedures."""
    found = schedule(snapshot, context.schemes)
    by_standard = {
        standard: [item.service for item in found if item.advice.standards == (standard,)]
        for standard in (SYSTEMS, PRODUCTS)
    }
    for evidence in snapshot.evidence.values():
        users = {
            standard: [service for service in listed if evidence in service.documents((evidence,))]
            for standard, listed in by_standard.items()
        }
        if evidence.kind is EvidenceKind.MANUAL or not all(users.values()):
            continue
        left, right = users[SYSTEMS], users[PRODUCTS]
        planned = all(service.planned for service in left) or all(service.planned for service in right)
        yield Finding(
            key=f"shared-procedure:{evidence.id}",
            rule="shared-procedure",
            severity=Severity.WARNS if planned else Severity.STOPS,
            sentence=tr(
                "'{title}' says how {left} (ISO/IEC 17021-1) and how {right} (ISO/IEC 17065) are done.",
                title=f"{evidence.reference} {evidence.title}".strip(),
                left=_names(left),
                right=_names(right),
            ),
            resolve=tr("Write a procedure for each; the manual may lead to both."),
            evidence=(evidence.id,),
            record=left[0].id,
        )


def _names(services: list[Service]) -> str:
    return ", ".join(f"'{service.name}'" for service in services)


def unsettled_services(snapshot: Snapshot, context: Context) -> Iterator[Finding]:
    """Services of which only the accreditation body can say which standard applies."""
    for item in schedule(snapshot, context.schemes):
        if item.advice.route is Route.ASK:
            yield Finding(
                key=f"unsettled-service:{item.service.id}",
                rule="unsettled-service",
                severity=Severity.WARNS,
                sentence=tr("Service '{name}': it is open which standard applies.", name=item.service.name),
                resolve=tr("Ask your accreditation body: {questions}", questions=" ".join(item.advice.questions)),
                record=item.service.id,
            )


def services_without_assessment(snapshot: Snapshot, context: Context) -> Iterator[Finding]:
    """Services that fall under a standard to which nothing is assessed here."""
    for item in schedule(snapshot, context.schemes):
        for standard in item.advice.standards:
            if not snapshot.assessments_of(standard):
                yield Finding(
                    key=f"service-without-assessment:{item.service.id}:{standard}",
                    rule="service-without-assessment",
                    severity=Severity.WARNS if item.service.planned else Severity.STOPS,
                    sentence=tr("Service '{name}' falls under ISO/IEC {standard}, to which nothing is assessed here.",
                                name=item.service.name, standard=standard),
                    resolve=tr("Add an assessment to it, or take the service out of the schedule."),
                    record=item.service.id,
                )  # fmt: skip


def assessments_without_service(snapshot: Snapshot, context: Context) -> Iterator[Finding]:
    """Assessments to a standard that no service of the schedule falls under; nothing while there is no schedule."""
    found = schedule(snapshot, context.schemes)
    needed = {standard for item in found for standard in item.advice.standards}
    for assessment in snapshot.assessments.values() if found else ():
        short = snapshot.checklist_of(assessment).short
        if short in (SYSTEMS, PRODUCTS) and short not in needed:
            yield Finding(
                key=f"assessment-without-service:{assessment.id}",
                rule="assessment-without-service",
                severity=Severity.NOTES,
                sentence=tr("No service of the schedule falls under {standard}, which is assessed here.",
                            standard=assessment.standard),
                resolve=tr("Add the services that it is for."),
                assessment=assessment.id,
            )  # fmt: skip
