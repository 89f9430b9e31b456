"""Which standard a certification service falls under, by what it evaluates and what its certificate says.

A service leads to a standard only where its answers agree; contradictions are named, and what the answers leave open
ends in questions to the accreditation body, never in a guess. What is certified decides: how an organization manages
(ISO/IEC 17021-1), or whether a product, process or service meets defined specifications (ISO/IEC 17065).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from readiness.model.records import Attested, Evaluated, MarkPlace, Method, Service
from readiness.model.schemes import Scheme, SchemeObject
from readiness.texts import tr

SYSTEMS, PRODUCTS = "17021-1", "17065"


class Route(StrEnum):
    """Where a service leads: to a standard, to both apart, or to nothing yet."""

    SYSTEMS = "17021-1"
    PRODUCTS = "17065"
    BOTH = "both"
    PERSONS = "17024"
    INSPECTION = "17020"
    TESTING = "17025"
    STATEMENTS = "17029"
    CONTRADICTION = "contradiction"
    ASK = "ask"


STANDARDS: dict[Route, tuple[str, ...]] = {
    Route.SYSTEMS: (SYSTEMS,),
    Route.PRODUCTS: (PRODUCTS,),
    Route.BOTH: (SYSTEMS, PRODUCTS),
}
"""The standards of this program that a route needs an assessment to; none for the others."""


def route_name(route: Route) -> str:
    """Name where a service leads."""
    return {
        Route.SYSTEMS: tr("ISO/IEC 17021-1: certification of management systems"),
        Route.PRODUCTS: tr("ISO/IEC 17065: certification of products, processes or services"),
        Route.BOTH: tr("both apart: ISO/IEC 17021-1 and ISO/IEC 17065"),
        Route.PERSONS: tr("ISO/IEC 17024: certification of persons"),
        Route.INSPECTION: tr("ISO/IEC 17020: inspection"),
        Route.TESTING: tr("ISO/IEC 17025: testing"),
        Route.STATEMENTS: tr("ISO/IEC 17029: validation and verification"),
        Route.CONTRADICTION: tr("open: the answers contradict each other"),
        Route.ASK: tr("open: ask your accreditation body"),
    }[route]


def route_short(route: Route) -> str:
    """Name where a service leads in a word or two."""
    return {
        Route.BOTH: tr("both, apart"),
        Route.CONTRADICTION: tr("open: contradiction"),
        Route.ASK: tr("open: to be asked"),
    }.get(route, f"ISO/IEC {route}")


@dataclass(frozen=True)
class Reason:
    """A sentence why, and the clauses it rests on ('17065:7.4.1')."""

    text: str
    clauses: tuple[str, ...] = ()


@dataclass(frozen=True)
class Advice:
    """Where a service leads and why; what contradicts itself; what to ask the accreditation body.

    Only one of `contradictions` and `questions` is filled, and both are empty where the route is a standard.
    """

    route: Route
    reasons: tuple[Reason, ...]
    contradictions: tuple[Reason, ...] = ()
    questions: tuple[str, ...] = ()

    @property
    def standards(self) -> tuple[str, ...]:
        """The standards of this program that the service needs."""
        return STANDARDS.get(self.route, ())


_THINGS = frozenset({Evaluated.PRODUCT, Evaluated.PROCESS, Evaluated.SERVICE})
_OTHERS: dict[Evaluated, tuple[Route, Attested]] = {
    Evaluated.PERSON: (Route.PERSONS, Attested.PERSON),
    Evaluated.ITEM: (Route.INSPECTION, Attested.RESULTS),
    Evaluated.SAMPLE: (Route.TESTING, Attested.RESULTS),
    Evaluated.STATEMENT: (Route.STATEMENTS, Attested.STATEMENT),
}


def advise(service: Service, scheme: Scheme | None = None) -> Advice:
    """Say where a service leads; `scheme` is the catalogue's entry for what it certifies against, if there is one."""
    contradictions = tuple(_contradictions(service, scheme))
    if contradictions:
        return Advice(Route.CONTRADICTION, (), contradictions)
    if service.answered:
        return _answered(service)
    questions = tuple(_open_questions(service, scheme))
    if questions:
        return Advice(Route.ASK, (), questions=questions)
    route = _route(service)
    return Advice(route, tuple(_reasons(route, service, scheme)))


def _route(service: Service) -> Route:
    """Derive the route of answers that are complete and agree."""
    evaluated = set(service.evaluated)
    for what, (route, _) in _OTHERS.items():
        if what in evaluated:
            return route
    if service.attested is Attested.RESULTS:
        return Route.INSPECTION if Method.INSPECTION in service.methods else Route.TESTING
    return {Attested.SYSTEM: Route.SYSTEMS, Attested.PRODUCT: Route.PRODUCTS, Attested.BOTH: Route.BOTH}[
        service.attested
    ]


def _answered(service: Service) -> Advice:
    said = tr("The accreditation body answered: {source}", source=service.answer_source)
    return Advice(Route(service.answered), (Reason(said),))


# Contradictions


def _contradictions(service: Service, scheme: Scheme | None) -> Iterator[Reason]:
    evaluated = set(service.evaluated) - {Evaluated.UNSURE}
    yield from _certificate_against_evaluation(service, evaluated)
    yield from _mark(service, evaluated, scheme)
    if scheme is not None:
        yield from _scheme_against_answers(service, scheme, evaluated)


def _certificate_against_evaluation(service: Service, evaluated: set[Evaluated]) -> Iterator[Reason]:
    things, organization = evaluated & _THINGS, Evaluated.ORGANIZATION in evaluated
    if len(evaluated & _OTHERS.keys()) > 1 or (evaluated & _OTHERS.keys() and (things or organization)):
        yield Reason(
            tr(
                "Persons, inspected items, samples and statements are attested by services of their own: split this "
                "one."
            )
        )
        return
    for what, (_, attested) in _OTHERS.items():
        if what in evaluated and service.attested not in (attested, Attested.UNSURE):
            yield Reason(_not_of_this_kind(what))
    if not things and not organization:
        return
    if service.attested in (Attested.PRODUCT, Attested.BOTH) and not things:
        yield Reason(
            tr("The certificate names a product, process or service, yet only the organization is evaluated."),
            (f"{PRODUCTS}:7.4.1", f"{SYSTEMS}:8.2.2"),
        )
    if service.attested is Attested.SYSTEM and things:
        yield Reason(
            tr("The certificate speaks of a management system, yet a product, process or service is evaluated."),
            (f"{SYSTEMS}:8.2.2", f"{PRODUCTS}:7.7.1"),
        )
    if service.attested is Attested.BOTH and not organization:
        yield Reason(
            tr("The certificate speaks of a management system too, yet no organization's management is evaluated."),
            (f"{SYSTEMS}:8.2.2",),
        )
    if service.attested in (Attested.PERSON, Attested.STATEMENT):
        yield Reason(tr("The certificate attests something else than what is evaluated."))


def _not_of_this_kind(what: Evaluated) -> str:
    return {
        Evaluated.PERSON: tr("A person is evaluated, yet the certificate attests something else than a person."),
        Evaluated.ITEM: tr("An item is inspected; what is attested is the result of the inspection, nothing more."),
        Evaluated.SAMPLE: tr("A sample is tested; what is attested is the result of the test, nothing more."),
        Evaluated.STATEMENT: tr(
            "A statement is verified, yet the certificate attests something else than a statement."
        ),
    }[what]


def _mark(service: Service, evaluated: set[Evaluated], scheme: Scheme | None) -> Iterator[Reason]:
    if service.mark is not MarkPlace.PRODUCT:
        return
    of_system = service.attested is Attested.SYSTEM or (scheme is not None and scheme.standards == (SYSTEMS,))
    if of_system:
        yield Reason(
            tr("The mark is shown on the product or its packaging, where a mark of a management system must not be."),
            (f"{SYSTEMS}:8.3.1",),
        )
    elif evaluated and not evaluated & _THINGS:
        yield Reason(tr("The mark is shown on a product, yet no product, process or service is evaluated."))


def _scheme_against_answers(service: Service, scheme: Scheme, evaluated: set[Evaluated]) -> Iterator[Reason]:
    name = scheme.designation
    if scheme.object is SchemeObject.GUIDANCE:
        yield Reason(tr("{scheme} is guidance: nobody can be certified to it.", scheme=name))
    elif scheme.standards == (SYSTEMS,):
        if service.attested in (Attested.PRODUCT, Attested.BOTH):
            yield Reason(
                tr("You call it {scheme}, yet the certificate names a product, process or service.", scheme=name),
                (f"{SYSTEMS}:8.2.2", f"{PRODUCTS}:7.7.1"),
            )
        if evaluated and Evaluated.ORGANIZATION not in evaluated:
            yield Reason(tr("{scheme} asks how an organization manages, yet something else is evaluated.", scheme=name))
    elif scheme.standards == (PRODUCTS,):
        if service.attested is Attested.SYSTEM:
            yield Reason(
                tr("{scheme} is a scheme for products, processes or services, yet the certificate speaks of a "
                   "management system.", scheme=name),
                (f"{PRODUCTS}:7.7.1", f"{SYSTEMS}:8.2.2"),
            )  # fmt: skip
        if evaluated and not evaluated & _THINGS:
            yield Reason(
                tr("{scheme} is a scheme for products, processes or services, yet none is evaluated.", scheme=name),
                (f"{PRODUCTS}:7.4.1",),
            )
    elif (asked := _OBJECT_OF.get(scheme.object)) and evaluated and asked not in evaluated:
        yield Reason(tr("{scheme} is about something else than what is evaluated here.", scheme=name))


_OBJECT_OF: dict[SchemeObject, Evaluated] = {
    SchemeObject.PERSON: Evaluated.PERSON,
    SchemeObject.INSPECTION: Evaluated.ITEM,
    SchemeObject.LABORATORY: Evaluated.SAMPLE,
    SchemeObject.STATEMENT: Evaluated.STATEMENT,
}


# What is open


def _open_questions(service: Service, scheme: Scheme | None) -> Iterator[str]:
    """Walk through what only the accreditation body, or a clear answer, can settle."""
    document = service.document or tr("this document")
    if not service.evaluated or Evaluated.UNSURE in service.evaluated:
        yield tr(
            "What does {document} evaluate: how an organization manages, or whether a product, process or service "
            "meets specifications?", document=document,
        )  # fmt: skip
    if service.attested is Attested.UNSURE:
        yield tr("What may a certificate to {document} say is conforming?", document=document)
    if scheme is not None and scheme.object is SchemeObject.DEPENDS:
        yield scheme.ask
    if not service.document.strip():
        yield tr("Which document, in which edition, holds the requirements that are certified against?")
    things = set(service.evaluated) & _THINGS
    if (
        things == {Evaluated.PRODUCT}
        and service.attested is Attested.PRODUCT
        and set(service.methods) == {Method.AUDIT}
    ):
        yield tr(
            "A product is to be certified by audit alone. Do you accept that under ISO/IEC 17065, and which "
            "characteristics of the product does the audit determine?"
        )
    if not service.methods and (things or Evaluated.ORGANIZATION in service.evaluated):
        yield tr("How is it evaluated: by audit, testing, inspection, sampling?")
    if service.attested is Attested.RESULTS and not {Method.TESTING, Method.INSPECTION} & set(service.methods):
        yield tr("Whose results are reported: a laboratory's (ISO/IEC 17025) or an inspection body's (ISO/IEC 17020)?")


# Reasons


def _reasons(route: Route, service: Service, scheme: Scheme | None) -> Iterator[Reason]:
    if route in (Route.SYSTEMS, Route.BOTH):
        yield Reason(
            tr("It is evaluated how the organization manages, and the certificate says so of its management system."),
            (f"{SYSTEMS}:8.2.2", f"{SYSTEMS}:9.3.1.1"),
        )
    if route in (Route.PRODUCTS, Route.BOTH):
        yield Reason(
            tr("It is evaluated whether the product, process or service meets the specifications of a scheme, and the "
               "certificate names it."),
            (f"{PRODUCTS}:7.1.2", f"{PRODUCTS}:7.4.1", f"{PRODUCTS}:7.7.1"),
        )  # fmt: skip
    if route is Route.PRODUCTS and Evaluated.ORGANIZATION in service.evaluated:
        yield Reason(
            tr("That the producer's management is audited too is part of the product evaluation; no certificate of a "
               "management system follows from it."),
            (f"{PRODUCTS}:7.4.1", f"{PRODUCTS}:7.7.1"),
        )  # fmt: skip
    if route is Route.BOTH:
        yield Reason(
            tr("Two things are attested, so there are two services: two applications, evaluations, decisions and "
               "certificates. The offer may be one."),
            (f"{SYSTEMS}:9.5.1.1", f"{PRODUCTS}:7.6.2"),
        )  # fmt: skip
    if (further := _further(route)) is not None:
        yield Reason(further)
    if scheme is not None and scheme.remark:
        yield Reason(scheme.remark)


def _further(route: Route) -> str | None:
    return {
        Route.PERSONS: tr("Certifying persons falls under ISO/IEC 17024; neither checklist of this program applies."),
        Route.INSPECTION: tr("Inspecting falls under ISO/IEC 17020. The report states results; it is no certificate."),
        Route.TESTING: tr("Testing falls under ISO/IEC 17025. The report states results; it is no certificate."),
        Route.STATEMENTS: tr("Validating and verifying statements falls under ISO/IEC 17029."),
    }.get(route)
