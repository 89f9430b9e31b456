"""The staff briefing on paper: a handout of two pages a service, course and quiz to print, and who was briefed."""

from __future__ import annotations

from collections.abc import Iterator
from string import ascii_uppercase

from readiness import words
from readiness.analysis import briefing
from readiness.analysis.briefing import Course, Option, Question, Standing
from readiness.analysis.services import Advised, of
from readiness.errors import UnknownName
from readiness.report.blocks import (
    Block,
    Bullets,
    Callout,
    Cell,
    Column,
    Entry,
    Face,
    Field,
    Heading,
    KeyValues,
    PageBreak,
    Paragraph,
    Row,
    Section,
    Sign,
    Size,
    Table,
    Text,
    Tone,
)
from readiness.report.matter import Matter
from readiness.texts import tr, trn

_PAIRS, _FEWER_PAIRS, _FEWER_POINTS, _MANY_LESSONS = 9, 4, 3, 8
_ON_FIRST_PAGE, _MORE_ON_FIRST_PAGE = 5, 6
"""What has room on the two pages of a handout: less of each where it is about both standards."""


def _services(matter: Matter) -> tuple[Advised, ...]:
    """Give the service that the request names, or all that are offered.

    Raises:
        UnknownName: no service has that id.
    """
    services, wanted = matter.snapshot.services, matter.request.service
    if wanted and wanted not in services:
        raise UnknownName(
            tr("No service has the id '{id}'.", id=wanted), tr("List the services with 'readiness scope list'.")
        )
    chosen = [services[wanted]] if wanted else [item for item in services.values() if not item.planned]
    return tuple(of(item, matter.context.schemes) for item in chosen)


def _nothing(title: str, anchor: str) -> Section:
    return Section(title, anchor, (Paragraph(tr("No service is offered yet: add them under Services.")),))


# The handout


def handout(matter: Matter) -> Section:
    """Give what a person in sales keeps at hand, two pages a service."""
    title, blocks = tr("Handout"), list[Block]()
    for number, advised in enumerate(_services(matter)):
        course = briefing.course(advised, matter.beside.material())
        if number:
            blocks.append(PageBreak())
        blocks += _handout(course)
    return Section(title, "handout", tuple(blocks)) if blocks else _nothing(title, "handout")


def _handout(course: Course) -> Iterator[Block]:
    name, few = course.service.id, len(course.lessons) < _MANY_LESSONS
    yield Heading(2, course.service.name, f"handout-{name}")
    yield Callout(Tone.NOTES, course.leads_to)
    yield KeyValues(course.facts)
    for place, lesson in enumerate(course.lessons):
        if place == (_ON_FIRST_PAGE if few else _MORE_ON_FIRST_PAGE):
            yield PageBreak()
        yield Heading(3, lesson.title, f"handout-{name}-{lesson.key}")
        yield Bullets(lesson.points if few else lesson.points[:_FEWER_POINTS])
    yield _pairs(course.pairs[: _PAIRS if few else _FEWER_PAIRS])
    yield Paragraph(tr("Not sure? Ask the quality manager before you write or promise anything."), Size.SMALL)


def _pairs(pairs: tuple[tuple[str, str], ...]) -> Table:
    columns = (Column(tr("Do not write"), 50), Column(tr("Write"), 50))
    rows = tuple(Row((Cell((Text(wrong),), Sign.CROSS), Cell((Text(right),), Sign.DISC))) for wrong, right in pairs)
    return Table(columns, rows, title=tr("Wording"))


# The printable set


def course_pages(matter: Matter) -> Section:
    """Print the course on each service: what it is, the lessons, wrong and right wording."""
    title, blocks = tr("Course"), list[Block]()
    for advised in _services(matter):
        if blocks:
            blocks.append(PageBreak())
        blocks += _course(briefing.course(advised, matter.beside.material()))
    return Section(title, "course", tuple(blocks)) if blocks else _nothing(title, "course")


def _course(course: Course) -> Iterator[Block]:
    name = course.service.id
    yield Heading(2, course.service.name, f"course-{name}")
    yield Callout(Tone.NOTES, course.leads_to, course.reasons)
    yield KeyValues(course.facts)
    for lesson in course.lessons:
        yield Heading(3, lesson.title, f"course-{name}-{lesson.key}")
        yield Paragraph(lesson.text)
        yield Bullets(lesson.points)
        yield Paragraph(
            tr("Clauses: {clauses}. More in the guide, under '{heading}'.", clauses=", ".join(lesson.clauses),
               heading=lesson.heading), Size.SMALL,
        )  # fmt: skip
    yield Heading(3, tr("Wording"), f"course-{name}-wording")
    yield _pairs(course.pairs)


def quiz_sheet(matter: Matter) -> Section | None:
    """Print a sheet of questions for each service, to be filled in by hand."""
    blocks: list[Block] = []
    for advised in _services(matter):
        if blocks:
            blocks.append(PageBreak())
        blocks.append(Heading(2, advised.service.name, f"quiz-{advised.service.id}"))
        blocks.append(KeyValues(((tr("Name"), "_" * 30), (tr("Date"), "_" * 12), (tr("Sheet number"), _sheet(matter)))))
        blocks.append(Paragraph(tr("One answer to each question is right. Mark it.")))
        blocks += [
            Entry(str(number), question.text, (), tuple(Field(letter, (Text(option.text),)) for letter, option in
                                                        zip(ascii_uppercase, question.options, strict=False)),
                  is_whole=True)
            for number, question in enumerate(_quiz(matter, advised), 1)
        ]  # fmt: skip
    return Section(tr("Questions"), "quiz", tuple(blocks)) if blocks else None


def answers(matter: Matter) -> Section | None:
    """Print the answers to the sheets, each wrong one with why it is wrong."""
    blocks: list[Block] = []
    for advised in _services(matter):
        blocks.append(Heading(2, advised.service.name, f"answers-{advised.service.id}"))
        blocks += [_answer(number, question) for number, question in enumerate(_quiz(matter, advised), 1)]
    intro = Paragraph(
        tr("For whoever corrects the sheets numbered {sheet}; enter the result in the program, under Briefing.",
           sheet=_sheet(matter))
    )  # fmt: skip
    return Section(tr("Answers"), "answers", (intro, *blocks)) if blocks else None


def _sheet(matter: Matter) -> str:
    """Number the sheets by the day they are made on, which their questions follow."""
    return matter.made_on.isoformat()


def _quiz(matter: Matter, advised: Advised) -> tuple[Question, ...]:
    """Make the quiz of the day, the same for sheet and answers."""
    return briefing.quiz(advised, matter.beside.material(), _sheet(matter))


def _answer(number: int, question: Question) -> Entry:
    lettered = list(zip(ascii_uppercase, question.options, strict=False))
    right = next(letter for letter, option in lettered if option.right)
    fields = tuple(Field(letter, tuple(_reasons(option, question))) for letter, option in lettered)
    return Entry(str(number), f"{right}: {question.right.text}", (), fields, is_whole=True)


def _reasons(option: Option, question: Question) -> Iterator[Text]:
    """Say whether an answer is right, and why; once where the reason is the same for all."""
    yield Text(tr("right") if option.right else tr("wrong"), Face.STRONG)
    if option.right or option.why != question.right.why:
        yield Text(option.why)
        if option.clauses:
            yield Text(", ".join(option.clauses), Face.MUTED)


# Who was briefed


def standing(matter: Matter) -> Section:
    """Show who works with which service and was last briefed when, those who are due first."""
    since = matter.beside.since
    services = [advised.service for advised in _services(matter)]
    found = briefing.standings(matter.snapshot, matter.made_on, services)
    waiting = [item for item in found if item.is_due(since)]
    title = tr("Who has been briefed")
    if not found:
        return Section(title, "standing", (Paragraph(tr("Nobody is to be briefed yet: add people under Briefing.")),))
    verdict = Callout(
        Tone.WARNS if waiting else Tone.GOOD,
        trn("{n} briefing is due: not passed since {day}.", "{n} briefings are due: not passed since {day}.",
            len(waiting), day=words.date(since)) if waiting
        else tr("Everybody has passed since {day}.", day=words.date(since)),
    )  # fmt: skip
    columns = (
        Column(tr("Person"), 26),
        Column(tr("Function"), 16),
        Column(tr("Service"), 26),
        Column(tr("Last passed"), 14),
        Column(tr("Last result"), 18),
    )
    ordered = sorted(found, key=lambda item: not item.is_due(since))
    table = Table(columns, tuple(_row(item, since_due=item.is_due(since)) for item in ordered), title=title)
    return Section(title, "standing", (verdict, table))


def _row(item: Standing, *, since_due: bool) -> Row:
    passed = (
        Cell((Text(words.date(item.passed.date)),), Sign.HALF if since_due else Sign.DISC)
        if item.passed
        else Cell((Text(tr("never") if item.service else "–"),), Sign.RING if item.service else None)
    )
    last = item.last
    result = Cell((Text(f"{_score(last.right, last.asked)}, {words.date(last.date)}"),)) if last else Cell()
    service = item.service.name if item.service else tr("none that is offered")
    texts = (Text(item.person.name, Face.STRONG), Text(item.person.function), Text(service))
    cells = (*(Cell((text,)) for text in texts), passed, result)
    return Row(cells)


def _score(right: int, asked: int) -> str:
    return tr("{right} of {asked}", right=right, asked=asked)


def results(matter: Matter) -> Section | None:
    """List every result, the latest first, with what was answered wrongly."""
    snapshot = matter.snapshot
    wanted = {advised.service.id for advised in _services(matter)}
    found = sorted(
        (item for item in snapshot.briefings.values() if item.service in wanted),
        key=lambda item: item.date,
        reverse=True,
    )
    if not found:
        return None
    columns = (
        Column(tr("Date"), 12),
        Column(tr("Person"), 22),
        Column(tr("Service"), 22),
        Column(tr("Result"), 14),
        Column(tr("Answered wrongly"), 30),
    )
    rows = tuple(
        Row(
            (
                Cell((Text(words.date(item.date)),)),
                Cell((Text(snapshot.personnel[item.person].name, Face.STRONG),)),
                Cell((Text(snapshot.services[item.service].name),)),
                Cell(
                    (Text(_score(item.right, item.asked)), Text(tr("passed") if item.passed else tr("not passed"))),
                    Sign.DISC if item.passed else Sign.CROSS,
                ),
                Cell(tuple(Text(briefing.topic(key, matter.beside.material())) for key in item.missed)),
            )
        )
        for item in found
    )
    title = tr("Results")
    return Section(title, "results", (Table(columns, rows, title=title),), new_page=False)
