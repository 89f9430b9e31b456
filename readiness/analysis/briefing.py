"""The briefing of staff: a course for each service, a quiz whose wrong answers explain themselves, and who is due."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from readiness import words
from readiness.analysis.scope import PRODUCTS, SYSTEMS, route_name
from readiness.analysis.services import Advised
from readiness.model.briefing import Briefing, ChartExample, ClaimExample, Lesson, Material, Person
from readiness.model.claims import ClaimRule
from readiness.model.records import Service
from readiness.model.schemes import Scheme, SchemeObject
from readiness.model.snapshot import Snapshot
from readiness.texts import tr

_VALID_DAYS = 365
"""After so many days somebody is to be briefed again, unless another day is named; our own choice."""
_ON_CLAIMS, _ON_CHART = 5, 3
_OPTIONS = 4


# The course


@dataclass(frozen=True)
class Course:
    """A course on one service: what it is, its lessons, and pairs of wrong and right sentences."""

    service: Service
    leads_to: str
    reasons: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    lessons: tuple[Lesson, ...]
    pairs: tuple[tuple[str, str], ...]


def course(advised: Advised, material: Material) -> Course:
    """Put the course on a service together; where it is open which standard applies, it is on both."""
    service, texts = advised.service, material.texts
    standards = _standards(advised)
    advice = advised.advice
    return Course(
        service=service,
        leads_to=route_name(advice.route),
        reasons=tuple(reason.text for reason in (*advice.contradictions, *advice.reasons)) + advice.questions,
        facts=tuple(
            (name, text)
            for name, text in (
                (tr("Certified against"), service.document),
                (tr("Evaluated"), ", ".join(words.evaluated(item) for item in service.evaluated)),
                (tr("The certificate attests"), words.attested(service.attested)),
                (tr("Mark"), words.mark_place(service.mark)),
            )
            if text
        ),
        lessons=tuple(lesson for lesson in texts.lessons if set(lesson.concerns) & standards),
        pairs=tuple((example.wrong[0], example.right[0]) for example in _by_turns(texts.claims, standards)),
    )


def _by_turns(claims: Sequence[ClaimExample], standards: set[str]) -> Iterator[ClaimExample]:
    """Give what concerns these standards, by turns what concerns them alone and what concerns everybody."""
    alone = [item for item in claims if set(item.concerns) <= standards]
    others = [item for item in claims if set(item.concerns) & standards and item not in alone]
    for pair in zip_longest(alone, others):
        yield from (item for item in pair if item is not None)


def _standards(advised: Advised) -> set[str]:
    return set(advised.advice.standards) or {SYSTEMS, PRODUCTS}


# The quiz


@dataclass(frozen=True)
class Option:
    """One answer: whether it is right, why, told to whoever chooses it, and the clauses ('17065:7.7.1') of that."""

    text: str
    right: bool
    why: str
    clauses: tuple[str, ...] = ()


@dataclass(frozen=True)
class Question:
    """A question with its answers, of which one is right.

    `key` names what it is about: 'claim:R10', 'chart:decision', 'scheme:iso-9001'.
    """

    key: str
    text: str
    options: tuple[Option, ...]

    @property
    def right(self) -> Option:
        """Give the right answer."""
        return next(option for option in self.options if option.right)


def quiz(advised: Advised, material: Material, seed: str) -> tuple[Question, ...]:
    """Make ten questions on a service: five on wording, three on how the standards work, two on what falls where.

    The same seed gives the same questions, so that a printed sheet fits its answers. No rule, aspect or scheme comes
    twice in a quiz.
    """
    chance = random.Random(f"{advised.service.id} {seed}")  # noqa: S311 - a quiz is no secret
    makers: Sequence[Callable[[Advised, Material, random.Random], Iterator[Question]]] = (
        _on_claims, _on_chart, _on_schemes
    )  # fmt: skip
    return tuple(question for maker in makers for question in maker(advised, material, chance))


def _on_claims(advised: Advised, material: Material, chance: random.Random) -> Iterator[Question]:
    standards = _standards(advised)
    rules = {rule.id: rule for rule in material.rules.rules}
    fitting = [example for example in material.texts.claims if set(example.concerns) & standards]
    dealt = chance.sample(fitting, _ON_CLAIMS * _OPTIONS)
    for number in range(_ON_CLAIMS):
        about, *others = dealt[number * _OPTIONS : (number + 1) * _OPTIONS]
        asks_for_wrong = bool(number % 2)
        options = [
            _option(
                item, rules[item.rule], standards, chance, wrong=(item is about) is asks_for_wrong, right=item is about
            )
            for item in (about, *others)
        ]
        text = tr("Which of these must not be published?") if asks_for_wrong else tr("Which of these may be published?")
        yield _shuffled(f"claim:{about.rule}", text, options, chance)


def _option(
    example: ClaimExample, rule: ClaimRule, standards: set[str], chance: random.Random, *, wrong: bool, right: bool
) -> Option:
    """Make an answer of one of the pairs of an example: its wrong or its right sentence, explained by the other."""
    place = chance.randrange(len(example.wrong))
    bad, good = example.wrong[place], example.right[place]
    if wrong:
        why = tr("{title}: {why} Right would be: '{good}'", title=rule.title, why=rule.why, good=good)
    else:
        why = tr("This may be written. Wrong would be: '{bad}' {why}", bad=bad, why=rule.why)
    return Option(bad if wrong else good, right, why, _clauses(rule, standards))


def _clauses(rule: ClaimRule, standards: set[str]) -> tuple[str, ...]:
    """Give the clauses that a rule rests on, of the standards that a service is for where it has some there."""
    every = [(clause.standard.removeprefix("ISO/IEC ").partition(":")[0], clause.clause) for clause in rule.clauses]
    own = [(standard, number) for standard, number in every if standard in standards]
    return tuple(f"{standard}:{number}" for standard, number in own or every)


def _on_chart(advised: Advised, material: Material, chance: random.Random) -> Iterator[Question]:
    sides = {aspect.key: aspect.sides for aspect in material.chart.aspects}
    wrong_ones = [example for example in material.texts.chart if not example.arguable]
    dealt = chance.sample(wrong_ones, _ON_CHART * (_OPTIONS - 1))
    asked = chance.sample([example for example in material.texts.chart if example not in dealt], _ON_CHART)
    for number, example in enumerate(asked):
        own = chance.choice(sorted(_standards(advised)))
        other = PRODUCTS if own == SYSTEMS else SYSTEMS
        text = {
            SYSTEMS: tr("Which of these holds where management systems are certified (ISO/IEC 17021-1)?"),
            PRODUCTS: tr("Which of these holds where products, processes or services are certified (ISO/IEC 17065)?"),
        }[own]

        def clauses(item: ChartExample, standard: str = own) -> tuple[str, ...]:
            return tuple(f"{standard}:{number}" for number in sides[item.aspect][standard].clauses)

        options = [Option(_said(example, own), right=True, why=_told_apart(example, other), clauses=clauses(example))]
        options += [
            Option(_said(item, other), right=False, why=_elsewhere(item, own), clauses=clauses(item))
            for item in dealt[number * (_OPTIONS - 1) : (number + 1) * (_OPTIONS - 1)]
        ]
        yield _shuffled(f"chart:{example.aspect}", text, options, chance)


def _said(example: ChartExample, standard: str) -> str:
    return f"{example.question} {example.sides[standard]}"


def _told_apart(example: ChartExample, other: str) -> str:
    return tr(
        "So it is. Under the other standard: {other} {mixed_up}", other=example.sides[other], mixed_up=example.mixed_up
    )


def _elsewhere(example: ChartExample, own: str) -> str:
    return tr(
        "That holds under the other standard. Here: {own} {mixed_up}", own=example.sides[own], mixed_up=example.mixed_up
    )


def _on_schemes(advised: Advised, material: Material, chance: random.Random) -> Iterator[Question]:
    """Ask where known documents lead; only such as were confirmed and need no answer of the accreditation body."""
    answers = {
        "system": tr("certification of management systems (ISO/IEC 17021-1)"),
        "product": tr("certification of products, processes or services (ISO/IEC 17065)"),
        "other": tr("no certification: testing, inspection or verification, which have standards of their own"),
        "guidance": tr("nothing: it is guidance, no organization can be certified to it"),
    }
    by_answer: dict[str, list[Scheme]] = {}
    for scheme in material.schemes.schemes:
        if scheme.confirmed and (found := _answer_of(scheme)):
            by_answer.setdefault(found, []).append(scheme)
    own = "system" if SYSTEMS in _standards(advised) else "product"
    kinds = [own, chance.choice(sorted(set(by_answer) - {own}))]
    chance.shuffle(kinds)
    for kind in kinds:
        scheme = chance.choice(by_answer[kind])
        name = f"{scheme.designation} ({scheme.title})"
        leads = tr("{scheme} leads to: {answer}.", scheme=name, answer=answers[kind])
        leads = f"{leads} {scheme.remark}".strip()
        options = [Option(text, right=key == kind, why=leads) for key, text in answers.items()]
        text = tr("A client asks for {scheme}. What does that lead to?", scheme=name)
        yield _shuffled(f"scheme:{scheme.id}", text, options, chance)


_ELSEWHERE = (
    SchemeObject.LABORATORY,
    SchemeObject.INSPECTION,
    SchemeObject.STATEMENT,
    SchemeObject.PROFICIENCY_TESTING,
)


def _answer_of(scheme: Scheme) -> str:
    """Say which answer a scheme has; '' for one that is not asked about, as those which name their answer."""
    if scheme.object is SchemeObject.GUIDANCE:
        return "guidance"
    if scheme.ask or len(scheme.standards) != 1 or "ertif" in scheme.designation:
        return ""
    if scheme.object in _ELSEWHERE:
        return "other"
    return {SYSTEMS: "system", PRODUCTS: "product"}.get(scheme.standards[0], "")


def _shuffled(key: str, text: str, options: list[Option], chance: random.Random) -> Question:
    chance.shuffle(options)
    return Question(key, text, tuple(options))


def topic(key: str, material: Material) -> str:
    """Name what a question was about, by its key; the key itself where that is not known any more."""
    kind, _, name = key.partition(":")
    known = {
        "claim": {rule.id: rule.title for rule in material.rules.rules},
        "chart": {example.aspect: example.question for example in material.texts.chart},
        "scheme": {scheme.id: scheme.designation for scheme in material.schemes.schemes},
    }
    return known.get(kind, {}).get(name, key)


# Who is due


@dataclass(frozen=True)
class Standing:
    """Where a person stands with a service: the last result, and the last that was passed; None for none.

    `service` is None for a person who deals with none that is offered.
    """

    person: Person
    service: Service | None
    last: Briefing | None = None
    passed: Briefing | None = None

    def is_due(self, since: dt.date) -> bool:
        """Tell whether nothing was passed on that day or later."""
        return self.service is not None and (self.passed is None or self.passed.date < since)


def due_since(today: dt.date) -> dt.date:
    """Give the day since which everybody is to have passed, where no other is named: a year ago."""
    return today - dt.timedelta(days=_VALID_DAYS)


def offered(snapshot: Snapshot) -> tuple[Service, ...]:
    """List the services that staff are briefed on: those offered, not those only planned."""
    return tuple(service for service in snapshot.services.values() if not service.planned)


def standings(
    snapshot: Snapshot, today: dt.date, services: Sequence[Service] | None = None, *, left: bool = False
) -> tuple[Standing, ...]:
    """Give everybody who works for the body, or has left it, with each service that they deal with, by name.

    `services` are those to tell of, all offered where none are given.
    """
    last: dict[tuple[str, str], Briefing] = {}
    passed: dict[tuple[str, str], Briefing] = {}
    for item in sorted(snapshot.briefings.values(), key=lambda item: item.date):
        last[item.person, item.service] = item
        if item.passed:
            passed[item.person, item.service] = item
    told = offered(snapshot) if services is None else services
    found: list[Standing] = []
    for person in sorted(snapshot.personnel.values(), key=lambda person: person.name.casefold()):
        if person.works_on(today) is left:
            continue
        own = [service for service in told if person.deals_with(service.id)]
        found += [
            Standing(person, service, last.get((person.id, service.id)), passed.get((person.id, service.id)))
            for service in own
        ]
        if not own:
            found.append(Standing(person, None))
    return tuple(found)
