"""The cross-reference matrix that accreditation bodies ask for with an application, in the words of their forms."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from readiness import words
from readiness.analysis.rows import Row as Folded
from readiness.model.profile import Grade, GradeWords, Holds, Profile
from readiness.model.records import Answer, Assessment, Mark, Rating, Role, Weight
from readiness.report.blocks import (
    Block,
    Cell,
    Column,
    Face,
    KeyValues,
    Paragraph,
    Row,
    Section,
    Size,
    Table,
    Text,
)
from readiness.report.matter import Matter
from readiness.report.sections import cells
from readiness.texts import language, tr

_WEIGHTS = {Weight.MAJOR: Grade.MAJOR, Weight.MINOR: Grade.MINOR, Weight.UNSET: Grade.UNWEIGHED}
_RATINGS = {
    Rating.CONFORMING: Grade.CONFORMING,
    Rating.NOT_APPLICABLE: Grade.NOT_APPLICABLE,
    Rating.NOT_ASSESSED: Grade.NOT_ASSESSED,
}
_TO_FILL_IN = "." * 60


def section(matter: Matter, assessment: Assessment) -> Section | None:
    """Show where each clause is laid down and what shows it practised, with room for the assessor."""
    profile = matter.beside.profile
    columns = tuple(Column(profile.titled(column, language()), column.width) for column in profile.columns)
    rows = tuple(_row(matter, assessment, row, profile) for row in matter.rows(assessment))
    if not rows:
        return None
    blocks: list[Block] = [
        KeyValues(tuple(_head(matter, assessment, profile))),
        *(Paragraph(text, Size.SMALL) for text in _legends(profile)),
        Paragraph(
            tr(
                "Questions and short titles are in the program's own words; the clause number leads to the text of the "
                "standard. The grades are the certification body's view of itself in the letters of the form, not an "
                "assessor's; the assessor's columns are left empty."
            ),
            Size.SMALL,
        ),
        Table(columns, rows, title=matter.title(assessment), lines=profile.lines),
    ]
    return Section(
        matter.title(assessment),
        f"cross-reference-{assessment.id}",
        tuple(blocks),
        running=matter.title(assessment),
    )


def grade(answer: Answer, profile: Profile) -> Grade:
    """Give what an answer is graded as; what is to be checked on site is so only where the form has a grade for it."""
    if answer.rating in cells.GAPS:
        return _WEIGHTS[answer.weight]
    unseen = answer.rating is Rating.NOT_ASSESSED
    if unseen and Mark.CHECK_ON_SITE in answer.marks and Grade.ON_SITE in profile.grades:
        return Grade.ON_SITE
    return _RATINGS[answer.rating]


def _head(matter: Matter, assessment: Assessment, profile: Profile) -> list[tuple[str, str]]:
    """Name body, standard and scope, then what the form wants to be filled in."""
    organization, checklist = matter.snapshot.organization, matter.snapshot.checklist_of(assessment)
    pairs = [
        (tr("Certification body"), organization.name),
        (tr("Accreditation body"), organization.accreditation_body),
        (tr("Standard"), f"{checklist.designation} {checklist.title}"),
        (tr("Scope"), assessment.scope),
        (tr("Option"), cells.option_text(assessment, checklist)),
        (tr("Form"), profile.named(language())),
    ]
    return [*(pair for pair in pairs if pair[1]), *((name, _TO_FILL_IN) for name in profile.heads(language()))]


def _legends(profile: Profile) -> list[str]:
    """Explain the grades of the form, those that only an assessor gives apart."""
    legends = [_legend(profile.grades.values())]
    if profile.assessor_grades:
        legends.append(tr("Given by an assessor only: {grades}", grades=_legend(profile.assessor_grades)))
    return legends


def _legend(grades: Iterable[GradeWords]) -> str:
    """Explain grades, those that share a letter once."""
    found: dict[str, list[str]] = {}
    for words_of_grade in grades:
        found.setdefault(words_of_grade.written(language()), []).append(words_of_grade.meant(language()))
    return "; ".join(f"{letter}: {', '.join(dict.fromkeys(meanings))}" for letter, meanings in found.items())


def _row(matter: Matter, assessment: Assessment, row: Folded, profile: Profile) -> Row:
    return Row(
        tuple(_HOLDS[column.holds](matter, row, profile) for column in profile.columns),
        clause=cells.label(row.leaves),
        anchor=cells.clause_anchor(assessment, row.leaves[0]),
    )


def _documents(matter: Matter, row: Folded, _: Profile) -> Cell:
    """Show both roles in one column, as forms with a single reference column want it."""
    texts = [Text(f"{words.role(item.role)} {cells.citation_text(matter, item)}") for item in row.answer.citations]
    return Cell(tuple(texts))


def _grade(_: Matter, row: Folded, profile: Profile) -> Cell:
    found = profile.grades[grade(row.answer, profile)]
    face = Face.STRONG if row.answer.rating in cells.GAPS else Face.PLAIN
    return Cell((Text(found.written(language()), face),), cells.SIGNS[row.answer.rating])


def _said(text: str) -> Cell:
    return Cell((Text(text),)) if text else Cell()


_HOLDS: dict[Holds, Callable[[Matter, Folded, Profile], Cell]] = {
    Holds.CLAUSE: lambda _, row, __: cells.clause_cell(row),
    Holds.QUESTION: lambda _, row, __: Cell(cells.questions(row)),
    Holds.LAID_DOWN: lambda matter, row, _: Cell(cells.cited(matter, row.answer, Role.LAID_DOWN)),
    Holds.SHOWN_BY: lambda matter, row, _: Cell(cells.cited(matter, row.answer, Role.SHOWN_BY)),
    Holds.DOCUMENTS: _documents,
    Holds.GRADE: _grade,
    Holds.REASON: lambda _, row, __: _said(row.answer.reason),
    Holds.REMARKS: lambda _, row, __: Cell(cells.remarks(row.answer)),
    Holds.OWNER: lambda _, row, __: _said(cells.responsible(row.answer)),
    Holds.BLANK: lambda _, __, ___: Cell(),
}
