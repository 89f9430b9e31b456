"""The briefing: which course and questions a service gets, that each wrong answer explains itself, and who is due."""

from __future__ import annotations

import datetime as dt

import msgspec
import pytest

from readiness import library
from readiness.analysis import briefing, services
from readiness.analysis.briefing import Question, Standing
from readiness.analysis.scope import PRODUCTS, SYSTEMS
from readiness.model.briefing import Briefing, Material, Person
from readiness.model.records import Organization, Service
from readiness.model.snapshot import Snapshot
from tests.offered import PRODUCT, SYSTEM

OPEN = Service(id="o", name="Label", document="Something")
DAY = dt.date(2026, 3, 2)


@pytest.fixture(params=["en", "de"])
def material(request: pytest.FixtureRequest) -> Material:
    """Give the shipped texts in each language."""
    return library.briefing(request.param)


def _quiz(service: Service, material: Material, seed: str) -> tuple[Question, ...]:
    return briefing.quiz(services.of(service, library.schemes()), material, seed)


@pytest.mark.parametrize("service", [SYSTEM, PRODUCT, OPEN], ids=lambda item: item.id)
def test_a_quiz_has_ten_questions_with_one_right_answer_each(service: Service, material: Material) -> None:
    for seed in map(str, range(60)):
        questions = _quiz(service, material, seed)
        assert len({question.key for question in questions}) == 10
        for question in questions:
            assert [option.right for option in question.options].count(True) == 1
            assert len({option.text for option in question.options}) == 4
            assert all(option.why.strip() for option in question.options)
            assert question.right.right


def test_the_same_seed_gives_the_same_questions_and_another_one_others(material: Material) -> None:
    assert _quiz(SYSTEM, material, "a") == _quiz(SYSTEM, material, "a")
    assert _quiz(SYSTEM, material, "a") != _quiz(SYSTEM, material, "b")


def test_the_right_answer_is_not_always_in_the_same_place(material: Material) -> None:
    places = {
        [option.right for option in question.options].index(True)
        for seed in map(str, range(5))
        for question in _quiz(PRODUCT, material, seed)
    }
    assert places == {0, 1, 2, 3}


def test_wording_is_judged_by_the_claim_rules(material: Material) -> None:
    wrong = {text: example.rule for example in material.texts.claims for text in example.wrong}
    right = {text: example.rule for example in material.texts.claims for text in example.right}
    rules = {rule.id: rule for rule in material.rules.rules}
    seen = 0
    for seed in map(str, range(30)):
        for question in _quiz(SYSTEM, material, seed):
            kind, _, rule = question.key.partition(":")
            if kind != "claim":
                continue
            seen += 1
            texts = {option.text: option for option in question.options}
            asks_for_wrong = question.right.text in wrong
            assert (wrong if asks_for_wrong else right)[question.right.text] == rule
            for text, option in texts.items():
                assert (text in wrong) is (option.right is asks_for_wrong)
                about = rules[(wrong | right)[text]]
                assert about.why in option.why
                assert option.clauses
                other = {clause.partition(":")[0] for clause in option.clauses}
                assert other == {"17021-1"} or not any(
                    clause.standard.startswith("ISO/IEC 17021-1") for clause in about.clauses
                )
    assert seen == 150


@pytest.mark.parametrize(("service", "own", "other"), [(SYSTEM, SYSTEMS, PRODUCTS), (PRODUCT, PRODUCTS, SYSTEMS)])
def test_what_holds_is_told_apart_from_what_holds_under_the_other_standard(
    service: Service, own: str, other: str, material: Material
) -> None:
    by_aspect = {example.aspect: example for example in material.texts.chart}
    sides = {f"{example.question} {example.sides[other]}": example for example in material.texts.chart}
    questions = [item for seed in "abcdef" for item in _quiz(service, material, seed) if item.key[:6] == "chart:"]
    assert len(questions) == 18
    for question in questions:
        assert question.right.text.endswith(by_aspect[question.key[6:]].sides[own])
        assert own in question.text
        for option in question.options:
            if not option.right:
                assert sides[option.text].sides[own] in option.why


def test_where_a_scheme_leads_is_what_the_catalogue_confirms(material: Material) -> None:
    schemes = {scheme.id: scheme for scheme in library.schemes().schemes}
    for seed in map(str, range(40)):
        for question in _quiz(PRODUCT, material, seed):
            kind, _, name = question.key.partition(":")
            if kind == "scheme":
                scheme = schemes[name]
                assert scheme.confirmed
                assert not scheme.ask
                if scheme.standards and scheme.standards[0] in ("17021-1", "17065"):
                    assert scheme.standards[0] in question.right.text
                assert scheme.designation in question.text


def test_a_course_is_for_the_standard_of_its_service(material: Material) -> None:
    schemes = library.schemes()
    system, product, unsettled = (
        briefing.course(services.of(item, schemes), material) for item in (SYSTEM, PRODUCT, OPEN)
    )
    assert all(SYSTEMS in lesson.concerns for lesson in system.lessons)
    assert all(PRODUCTS in lesson.concerns for lesson in product.lessons)
    assert set(system.lessons) | set(product.lessons) == set(unsettled.lessons) == set(material.texts.lessons)
    assert "ISO/IEC 17021-1" in system.leads_to
    assert ("Scheme S-210, edition 4") in dict(product.facts).values()
    assert unsettled.reasons
    assert len(system.pairs) >= 6
    assert len(product.pairs) >= 6


def test_questions_are_named_by_what_they_are_about(material: Material) -> None:
    assert briefing.topic("claim:R10", material) == next(r.title for r in material.rules.rules if r.id == "R10")
    assert briefing.topic("scheme:iso-9001", material) == "ISO 9001"
    example = material.texts.chart[0]
    assert briefing.topic(f"chart:{example.aspect}", material) == example.question
    assert briefing.topic("claim:R99", material) == "claim:R99"


# Who is due


def _due(snapshot: Snapshot, since: dt.date, today: dt.date) -> list[Standing]:
    return [item for item in briefing.standings(snapshot, today) if item.is_due(since)]


def _result(name: str, day: int, right: int, service: str = SYSTEM.id) -> Briefing:
    date = DAY - dt.timedelta(days=day)
    return Briefing(id=f"{name}{day}", person=name, service=service, date=date, asked=10, right=right)


def _snapshot(*results: Briefing) -> Snapshot:
    planned = Service(id="q", name="Planned", planned=True)
    people = (
        Person(id="b", name="Adviser B"),
        Person(id="a", name="adviser A", services=(SYSTEM.id,)),
        Person(id="c", name="Former", left=DAY - dt.timedelta(days=1)),
    )
    return Snapshot(
        organization=Organization(id="o", name="Body"),
        services={item.id: item for item in (SYSTEM, PRODUCT, planned)},
        personnel={item.id: item for item in people},
        briefings={item.id: item for item in results},
    )


def test_everybody_stands_with_each_service_offered_that_they_deal_with() -> None:
    found = briefing.standings(_snapshot(), DAY)
    assert [(item.person.id, item.service and item.service.id) for item in found] == [
        ("a", SYSTEM.id),
        ("b", SYSTEM.id),
        ("b", PRODUCT.id),
    ]
    assert all(item.passed is None and item.last is None for item in found)
    left = briefing.standings(_snapshot(), DAY, left=True)
    assert {item.person.id for item in left} == {"c"}


def test_due_is_who_has_not_passed_since_the_day() -> None:
    since = DAY - dt.timedelta(days=100)
    snapshot = _snapshot(
        _result("a", 100, 8), _result("b", 101, 10), _result("b", 3, 7), _result("b", 2, 10, PRODUCT.id)
    )
    assert [(item.person.id, item.service and item.service.id) for item in _due(snapshot, since, DAY)] == [
        ("b", SYSTEM.id)
    ]
    (waiting,) = _due(snapshot, since, DAY)
    assert waiting.passed is not None
    assert waiting.last is not None
    assert (waiting.passed.right, waiting.last.right) == (10, 7)


@pytest.mark.parametrize(("right", "passed"), [(7, False), (8, True), (10, True), (0, False)])
def test_eight_of_ten_are_enough(right: int, passed: bool) -> None:
    assert _result("a", 1, right).passed is passed


def test_no_rule_sentence_or_aspect_comes_twice_in_a_quiz(material: Material) -> None:
    for service in (SYSTEM, PRODUCT, OPEN):
        for seed in map(str, range(40)):
            texts = [option.text for item in _quiz(service, material, seed)[:8] for option in item.options]
            assert len(texts) == len(set(texts))


def test_sentences_that_may_hold_under_both_are_no_wrong_answers(material: Material) -> None:
    arguable = {
        f"{item.question} {side}" for item in material.texts.chart if item.arguable for side in item.sides.values()
    }
    assert arguable
    for seed in map(str, range(60)):
        wrong = {option.text for item in _quiz(OPEN, material, seed) for option in item.options if not option.right}
        assert not wrong & arguable


def test_who_deals_with_nothing_offered_is_listed_and_never_due() -> None:
    snapshot = msgspec.structs.replace(_snapshot(), services={})
    found = briefing.standings(snapshot, DAY)
    assert [(item.person.id, item.service) for item in found] == [("a", None), ("b", None)]
    assert _due(snapshot, DAY, DAY) == []


def test_who_leaves_later_is_still_here() -> None:
    person = Person(id="a", name="A", left=DAY)
    snapshot = msgspec.structs.replace(_snapshot(), personnel={"a": person})
    assert briefing.standings(snapshot, DAY)
    assert not briefing.standings(snapshot, DAY + dt.timedelta(days=1))
    assert briefing.standings(snapshot, DAY + dt.timedelta(days=1), left=True)
