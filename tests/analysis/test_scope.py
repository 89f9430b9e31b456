"""Where a service leads: right answers, contradictions by name, and questions instead of guesses."""

from __future__ import annotations

import itertools
from typing import Any

import pytest

from readiness import library
from readiness.analysis import services
from readiness.analysis.scope import STANDARDS, Advice, Route, route_name, route_short
from readiness.model.records import Attested, Evaluated, MarkPlace, Method, Service

AUDIT = (Method.AUDIT,)
TESTS = (Method.TESTING, Method.SAMPLING)


def _advice(**answers: Any) -> Advice:
    given = {"name": "Service", "document": "Scheme S-1", "mark": MarkPlace.COMPANY, **answers}
    return services.of(Service(id="a", **given), library.schemes()).advice


def _system(**answers: Any) -> Advice:
    return _advice(**{"evaluated": (Evaluated.ORGANIZATION,), "methods": AUDIT, "attested": Attested.SYSTEM, **answers})


def _product(**answers: Any) -> Advice:
    return _advice(**{"evaluated": (Evaluated.PRODUCT,), "methods": TESTS, "attested": Attested.PRODUCT, **answers})


@pytest.mark.parametrize(
    "document", ["ISO 9001:2015", "DIN EN ISO 14001:2015", "ISO/IEC 27001", "our own system scheme"]
)
def test_management_systems_lead_to_17021_1(document: str) -> None:
    advice = _system(document=document)
    assert advice.route is Route.SYSTEMS
    assert advice.standards == ("17021-1",)
    assert any("17021-1:8.2.2" in reason.clauses for reason in advice.reasons)


@pytest.mark.parametrize("what", [Evaluated.PRODUCT, Evaluated.PROCESS, Evaluated.SERVICE])
def test_products_processes_and_services_lead_to_17065(what: Evaluated) -> None:
    advice = _product(evaluated=(what,), mark=MarkPlace.PRODUCT)
    assert advice.route is Route.PRODUCTS
    assert any("17065:7.4.1" in reason.clauses for reason in advice.reasons)


def test_a_product_scheme_may_audit_the_producer_without_becoming_a_system_certificate() -> None:
    advice = _product(evaluated=(Evaluated.PRODUCT, Evaluated.ORGANIZATION), methods=(*TESTS, *AUDIT))
    assert advice.route is Route.PRODUCTS
    assert any("no certificate of a management system" in reason.text for reason in advice.reasons)


def test_both_are_two_services_apart() -> None:
    advice = _advice(
        evaluated=(Evaluated.ORGANIZATION, Evaluated.PRODUCT), methods=(*AUDIT, *TESTS), attested=Attested.BOTH
    )
    assert advice.route is Route.BOTH
    assert advice.standards == ("17021-1", "17065")


@pytest.mark.parametrize(
    ("what", "attested", "route"),
    [
        (Evaluated.PERSON, Attested.PERSON, Route.PERSONS),
        (Evaluated.ITEM, Attested.RESULTS, Route.INSPECTION),
        (Evaluated.SAMPLE, Attested.RESULTS, Route.TESTING),
        (Evaluated.STATEMENT, Attested.STATEMENT, Route.STATEMENTS),
    ],
)
def test_what_falls_under_neither_is_sent_elsewhere(what: Evaluated, attested: Attested, route: Route) -> None:
    methods = (Method.INSPECTION,) if what is Evaluated.ITEM else (Method.TESTING,)
    advice = _advice(evaluated=(what,), methods=methods, attested=attested, mark=MarkPlace.NOWHERE)
    assert advice.route is route
    assert advice.standards == ()


@pytest.mark.parametrize(
    ("advice", "words"),
    [
        (
            _system(document="ISO 9001:2015", attested=Attested.PRODUCT),
            "You call it ISO 9001, yet the certificate names",
        ),
        (_system(attested=Attested.PRODUCT), "only the organization is evaluated"),
        (_system(attested=Attested.BOTH), "only the organization is evaluated"),
        (_system(mark=MarkPlace.PRODUCT), "must not be"),
        (_system(document="ISO 31000:2018"), "nobody can be certified to it"),
        (_product(attested=Attested.SYSTEM), "speaks of a management system"),
        (_product(attested=Attested.BOTH), "no organization's management is evaluated"),
        (_product(document="ISO 14001:2015"), "ISO 14001 asks how an organization manages"),
        (_product(evaluated=(Evaluated.PRODUCT, Evaluated.PERSON)), "split this one"),
        (_advice(evaluated=(Evaluated.PERSON,), attested=Attested.SYSTEM, methods=AUDIT), "A person is evaluated"),
        (_advice(evaluated=(Evaluated.SAMPLE,), attested=Attested.PRODUCT, methods=TESTS), "the result of the test"),
    ],
    ids=itertools.count(),
)
def test_contradictions_are_named(advice: Advice, words: str) -> None:
    assert advice.route is Route.CONTRADICTION
    assert any(words in reason.text for reason in advice.contradictions)
    assert (advice.standards, advice.reasons, advice.questions) == ((), (), ())


@pytest.mark.parametrize(
    ("advice", "words"),
    [
        (_system(attested=Attested.UNSURE), "What may a certificate"),
        (_system(evaluated=()), "how an organization manages, or whether"),
        (_system(evaluated=(Evaluated.UNSURE,)), "how an organization manages, or whether"),
        (_system(document=""), "in which edition"),
        (_system(methods=()), "How is it evaluated"),
        (_product(methods=AUDIT), "by audit alone"),
        (_product(document="ISO 22716:2007", evaluated=(Evaluated.PROCESS,), methods=AUDIT), "ISO 22716"),
        (_product(attested=Attested.RESULTS, methods=(Method.REVIEW,)), "Whose results"),
    ],
    ids=itertools.count(),
)
def test_what_is_open_ends_in_a_question_not_in_a_guess(advice: Advice, words: str) -> None:
    assert advice.route is Route.ASK
    assert any(words in question for question in advice.questions)
    assert (advice.standards, advice.reasons, advice.contradictions) == ((), (), ())


def test_the_answer_of_the_accreditation_body_settles_what_was_open() -> None:
    advice = _system(attested=Attested.UNSURE, answered="17065", answer_source="letter of 3 May")
    assert advice.route is Route.PRODUCTS
    assert "letter of 3 May" in advice.reasons[0].text
    assert _system(attested=Attested.PRODUCT, answered="17065", answer_source="x").route is Route.CONTRADICTION


def test_every_combination_of_answers_leads_somewhere_with_words() -> None:
    """A route without a reason, a question or a contradiction would be a guess."""
    checklists = {item.checklist.short: item.checklist for item in library.shipped()}
    evaluated = [(), *itertools.combinations(Evaluated, 1), *itertools.combinations(Evaluated, 2)]
    for what, attested, mark in itertools.product(evaluated, Attested, MarkPlace):
        for methods in ((), AUDIT, TESTS, (Method.INSPECTION,)):
            advice = _advice(evaluated=what, attested=attested, mark=mark, methods=methods)
            said = (*advice.reasons, *advice.contradictions)
            assert said or advice.questions
            assert (advice.route in STANDARDS) == bool(advice.standards)
            assert route_name(advice.route)
            assert route_short(advice.route)
            for clause in {clause for reason in said for clause in reason.clauses}:
                short, _, number = clause.partition(":")
                assert any(item.number == number for item in checklists[short].clauses), clause
