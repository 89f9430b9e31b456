"""Search in all that was written: answers, evidence, actions, the checklists' own texts, and the guides."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from readiness.analysis import search
from readiness.analysis.search import Level, Query, Searchable, Span
from readiness.model.checklist import Checklist, Clause, Letter
from readiness.model.clauses import ClauseNumber, fold_letters
from readiness.model.records import Action, Answer, Assessment, Evidence, Service
from readiness.model.snapshot import Snapshot
from readiness.texts import tr

_EXCERPT_LETTERS = 170
_MARKUP = re.compile(r"\]\([^)]*\)|[*`\[\]]|^\s*[#>-]+\s*", re.MULTILINE)
_BY_TITLE = (Level.TITLE_BEGINS, Level.PHRASE, Level.WORDS_BEGIN, Level.ANYWHERE)
_RULINGS = re.compile(r"\||:?-{3,}:?")


class Kind(StrEnum):
    """Where something was found."""

    ANSWER = "answer"
    EVIDENCE = "evidence"
    ACTION = "action"
    SERVICE = "service"
    CLAUSE = "clause"
    GUIDE = "guide"


@dataclass(frozen=True)
class Page:
    """A text to read that is no record: a guide, or an aspect of the comparison chart; `name` is what opens it."""

    name: str
    title: str
    markdown: str


@dataclass(frozen=True, slots=True)
class Document:
    """One thing that is looked through: what it is called, its texts with their labels, and where it is gone to.

    `of` says what it belongs to: the standard, and the scope where several assessments are to one standard.
    """

    kind: Kind
    number: str
    title: str
    texts: tuple[tuple[str, str], ...]
    searchable: Searchable
    of: str = ""
    assessment: str = ""
    requirement: str = ""
    record: str = ""


@dataclass(frozen=True, slots=True)
class Hit:
    """A document that fits: how well, and the place that shows it best, with the found words marked."""

    document: Document
    level: Level
    label: str
    excerpt: str
    spans: tuple[Span, ...]


@dataclass(frozen=True)
class Group:
    """What was found of one kind: the best of it, and how many there are in all."""

    kind: Kind
    hits: tuple[Hit, ...]
    count: int


@dataclass(frozen=True)
class Index:
    """All documents of a snapshot, folded. Made from the one before, it folds only what changed."""

    snapshot: Snapshot
    clauses: Mapping[str, tuple[Document, ...]]
    answers: Mapping[str, tuple[Document, ...]]
    evidence: tuple[Document, ...]
    actions: tuple[Document, ...]
    services: tuple[Document, ...] = ()
    guides: tuple[Document, ...] = field(default=())

    @classmethod
    def of(cls, snapshot: Snapshot, pages: Iterable[Page] = (), before: Index | None = None) -> Index:
        """Fold what a snapshot holds; `before` is the index of an earlier snapshot, whose pages are kept."""
        if before is not None and before.snapshot is snapshot:
            return before
        old = before.snapshot if before is not None else None
        return cls(
            snapshot=snapshot,
            clauses=_clauses(snapshot, before),
            answers=_answers(snapshot, before),
            evidence=before.evidence
            if before and old and old.evidence is snapshot.evidence
            else tuple(_of_evidence(item) for item in snapshot.evidence.values()),
            actions=before.actions
            if before and old and old.actions is snapshot.actions
            else tuple(_of_action(item) for item in snapshot.actions.values()),
            services=before.services
            if before and old and old.services is snapshot.services
            else tuple(_of_service(item) for item in snapshot.services.values()),
            guides=before.guides if before else tuple(_of_page(page) for page in pages),
        )

    def documents(self) -> Iterator[Document]:
        """Walk through all documents: answers, clauses, evidence, actions, services, guides, each in order."""
        for by_key in (self.answers, self.clauses):
            for documents in by_key.values():
                yield from documents
        yield from self.evidence
        yield from self.actions
        yield from self.services
        yield from self.guides

    def find(self, typed: str, most: int = 50) -> tuple[Group, ...]:
        """Find what fits, no more than `most` of a kind; the kind with the best hit first, the best first in each."""
        query = Query.of(typed)
        found: dict[Kind, dict[Level, list[Document]]] = {kind: {} for kind in Kind}
        if query.words:
            for document in self.documents():
                level = document.searchable.level(query)
                if level is not None and _is_meant(document, level, query):
                    found[document.kind].setdefault(level, []).append(document)
        groups = [_group(kind, by_level, query, most) for kind, by_level in found.items() if by_level]
        return tuple(sorted(groups, key=lambda group: group.hits[0].level))


def _is_meant(document: Document, level: Level, query: Query) -> bool:
    """Tell an answer that says what is looked for from one whose clause's title does: that is found as the clause."""
    if document.kind is not Kind.ANSWER or level not in _BY_TITLE:
        return True
    own = document.searchable.text[len(document.searchable.head) :]
    return all(word in own for word in query.words)


def _group(kind: Kind, by_level: dict[Level, list[Document]], query: Query, most: int) -> Group:
    ranked = [(document, level) for level in sorted(by_level) for document in by_level[level]]
    hits = tuple(_hit(document, level, query.words) for document, level in ranked[:most])
    return Group(kind, hits, len(ranked))


def _hit(document: Document, level: Level, wanted: tuple[str, ...]) -> Hit:
    """Show the text in which most of the words stand; the first one where none has any."""
    label, text, most = "", "", -1
    for name, candidate in document.texts:
        folded = search.fold(candidate)
        count = sum(word in folded for word in wanted)
        if count > most:
            label, text, most = name, candidate, count
    shown = search.excerpt(text, wanted, _EXCERPT_LETTERS)
    return Hit(document, level, label, shown, search.spans(shown, wanted))


# What is looked through


def _document(
    kind: Kind, number: str, title: str, texts: Iterable[tuple[str, str]], of: str = "", **goal: str
) -> Document:
    kept = tuple((label, text) for label, text in texts if text)
    more = "\n".join([of, *(text for _, text in kept)])
    return Document(kind, number, title, kept, Searchable.of(number, title, more), of, **goal)


def _clauses(snapshot: Snapshot, before: Index | None) -> dict[str, tuple[Document, ...]]:
    """Fold each checklist in use once; its clauses are gone to in the first assessment to it."""
    found: dict[str, tuple[Document, ...]] = {}
    for assessment in snapshot.assessments.values():
        if assessment.checklist in found:
            continue
        old = before.clauses.get(assessment.checklist) if before else None
        if old and old[0].assessment == assessment.id:
            found[assessment.checklist] = old
        else:
            found[assessment.checklist] = tuple(_of_checklist(snapshot.checklist_of(assessment), assessment))
    return found


def _of_checklist(checklist: Checklist, assessment: Assessment) -> Iterator[Document]:
    for clause in checklist.clauses:
        yield _document(
            Kind.CLAUSE,
            clause.number,
            clause.title,
            _of_clause(clause),
            checklist.designation,
            assessment=assessment.id,
            requirement=clause.number,
        )
        for letter in clause.letters:
            number = ClauseNumber(ClauseNumber.parse(clause.number).parts, letter.letter)
            yield _document(
                Kind.CLAUSE,
                str(number),
                f"{clause.title}: {letter.title}",
                _of_letter(letter),
                checklist.designation,
                assessment=assessment.id,
                requirement=number.id,
            )


def _of_clause(clause: Clause) -> Iterator[tuple[str, str]]:
    yield tr("Question"), clause.question
    yield tr("Condition"), clause.condition
    yield tr("Why it matters"), clause.why
    yield tr("Laid down in"), "; ".join(clause.laid_down)
    yield tr("Shown by"), "; ".join(clause.shown_by)
    yield tr("How it is checked"), clause.checked_by
    yield tr("Where it goes wrong"), clause.pitfall
    yield tr("The other standard"), clause.beside
    yield tr("Keywords"), ", ".join(clause.keywords)


def _of_letter(letter: Letter) -> Iterator[tuple[str, str]]:
    yield tr("Question"), letter.question
    yield tr("Condition"), letter.condition
    yield tr("Laid down in"), "; ".join(letter.laid_down)
    yield tr("Shown by"), "; ".join(letter.shown_by)
    yield tr("Where it goes wrong"), letter.pitfall


def _answers(snapshot: Snapshot, before: Index | None) -> dict[str, tuple[Document, ...]]:
    found: dict[str, tuple[Document, ...]] = {}
    for assessment in snapshot.assessments.values():
        answers = snapshot.answers.get(assessment.id, {})
        if before and before.snapshot.answers.get(assessment.id) is answers and assessment.id in before.answers:
            found[assessment.id] = before.answers[assessment.id]
        else:
            found[assessment.id] = tuple(_of_answers(snapshot, assessment, answers))
    return found


def _of_answers(snapshot: Snapshot, assessment: Assessment, answers: Mapping[str, Answer]) -> Iterator[Document]:
    """Make one document of the letters of a stem whose texts are the same, in the checklist's order."""
    checklist = snapshot.checklist_of(assessment)
    several = len(snapshot.assessments_of(checklist.id)) > 1
    of = f"{checklist.designation}, {assessment.scope}" if several else checklist.designation
    for number, leaves in checklist.letters_of.items():
        groups: dict[tuple[tuple[str, str], ...], list[ClauseNumber]] = {}
        for leaf in leaves:
            answer = answers.get(leaf.id)
            texts = tuple(_of_answer(answer)) if answer else ()
            if texts:
                groups.setdefault(texts, []).append(leaf.number)
        for texts, numbers in groups.items():
            whole = len(numbers) == len(leaves)
            letters = "" if whole else f" {fold_letters([item.letter for item in numbers])}"
            yield _document(
                Kind.ANSWER,
                f"{number}{letters}",
                leaves[0].clause.title,
                texts,
                of,
                assessment=assessment.id,
                requirement=number if whole else numbers[0].id,
            )


def _of_answer(answer: Answer) -> Iterator[tuple[str, str]]:
    if answer.note:
        yield tr("Note"), answer.note
    if answer.reason:
        yield tr("Reason"), answer.reason
    if places := "; ".join(citation.where for citation in answer.citations if citation.where):
        yield tr("Place in the evidence"), places
    if answer.responsible:
        yield tr("Responsible"), answer.responsible


def _of_evidence(item: Evidence) -> Document:
    texts = [
        (tr("Note"), item.note),
        (tr("File"), ", ".join(file.name for file in item.files)),
        (tr("Link"), item.link),
        (tr("Owner"), item.owner),
        (tr("Revision"), item.revision),
    ]
    return _document(Kind.EVIDENCE, item.reference, item.title, texts, record=item.id)


def _of_action(item: Action) -> Document:
    texts = [
        (tr("Corrective action"), item.corrective_action),
        (tr("Cause"), item.cause),
        (tr("Correction"), item.correction),
        (tr("Effectiveness"), item.effectiveness),
        (tr("Owner"), item.owner),
    ]
    return _document(Kind.ACTION, "", item.title, texts, record=item.id)


def _of_service(item: Service) -> Document:
    texts = [(tr("Certified against"), item.document), (tr("Note"), item.note), (tr("Answer"), item.answer_source)]
    return _document(Kind.SERVICE, "", item.name, texts, record=item.id)


def _of_page(page: Page) -> Document:
    return _document(Kind.GUIDE, "", page.title, [(tr("Guide"), _plain(page.markdown))], record=page.name)


def _plain(markdown: str) -> str:
    """Leave the words of a Markdown text: no links, stars, hashes, and no ruling of tables."""
    return _RULINGS.sub(" ", _MARKUP.sub("", markdown))
