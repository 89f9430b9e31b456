"""Whether a checklist's texts help: short enough, no two alike, what to look for named, each standard's own terms."""

from __future__ import annotations

import difflib
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from functools import cache

from readiness.errors import Problem
from readiness.model.checklist import Checklist, Clause, Kind, Letter
from readiness.model.wording import Wording
from readiness.texts import tr

PROSE = ("question", "why", "checked_by", "pitfall", "beside")
LISTS = ("laid_down", "shown_by")
MOST_ALIKE = 0.86
"""Above this share of equal characters (difflib's ratio) two questions say the same."""
_SENTENCES = re.compile(r"(?<=[.!?])\s+")
_GRAM = 12

Part = tuple[str, Clause | Letter]


def remarks(checklist: Checklist, wording: Wording) -> tuple[Problem, ...]:
    """List what makes a checklist's texts hard to use. None of it keeps the checklist from being used."""
    parts = list(_parts(checklist))
    return (
        *(problem for part in parts for problem in _length(*part, wording)),
        *(problem for part in parts for problem in _unnamed(*part, wording)),
        *(problem for part in parts for problem in _terms(*part, checklist.short, wording)),
        *_alike([(where, part.question) for where, part in parts]),
    )


def _parts(checklist: Checklist) -> Iterator[Part]:
    for clause in checklist.clauses:
        if clause.kind is Kind.REQUIREMENT:
            yield tr("clause {number}", number=clause.number), clause
            for letter in clause.letters:
                yield tr("clause {number} {letter})", number=clause.number, letter=letter.letter), letter


def _length(where: str, part: Clause | Letter, wording: Wording) -> Iterator[Problem]:
    for field in PROSE:
        text = getattr(part, field, "")
        question = field == "question"
        most = wording.most_words_of_a_question if question else wording.most_words_of_a_sentence
        for sentence in [text] if question else _SENTENCES.split(text):
            count = len(sentence.split())
            if count > most:
                what = tr("'{field}' has a sentence of {n} words; {most} are easier to read",
                          field=field, n=count, most=most)  # fmt: skip
                yield Problem(where, what)


@cache
def _forms(words: tuple[str, ...]) -> frozenset[str]:
    """Give words with their plurals."""
    found: set[str] = set()
    for word in words:
        found |= {word, f"{word}s", f"{word}es", f"{word[:-1]}ies", f"{word[:-2]}es", f"{word[:-2]}ices"}
    return frozenset(found)


def _unnamed(where: str, part: Clause | Letter, wording: Wording) -> Iterator[Problem]:
    known = _forms(wording.documents_and_records)
    for field in LISTS:
        for entry in getattr(part, field):
            if known.isdisjoint(re.findall(r"[a-z-]+", entry.lower())):
                yield Problem(where, tr("'{entry}' names no kind of document or record", entry=entry))


def _terms(where: str, part: Clause | Letter, standard: str, wording: Wording) -> Iterator[Problem]:
    for term in wording.terms:
        if term.standard != standard:
            continue
        for field in term.fields:
            value = getattr(part, field)
            for text in (value,) if isinstance(value, str) else value:
                plain = " ".join(text.lower().split())
                found = [word for word in term.words if re.search(rf"\b{re.escape(word)}\b", plain)]
                if found and not any(allowed in plain for allowed in term.unless):
                    yield Problem(where, tr("'{word}' is not this standard's term here; say: {say}",
                                            word=found[0], say=term.say))  # fmt: skip


def _alike(questions: list[tuple[str, str]]) -> Iterator[Problem]:
    """Compare questions that share at least half of their runs of twelve characters; the rest cannot be alike."""
    holders: dict[str, list[int]] = defaultdict(list)
    runs = [_runs(text) for _, text in questions]
    for place, (where, text) in enumerate(questions):
        shared = Counter(other for run in runs[place] for other in holders[run])
        for other, count in shared.items():
            if 2 * count >= min(len(runs[place]), len(runs[other])) and _ratio(text, questions[other][1]) > MOST_ALIKE:
                yield Problem(where, tr("asks nearly the same as {other}", other=questions[other][0]))
        for run in runs[place]:
            holders[run].append(place)


def _runs(text: str) -> set[str]:
    plain = " ".join(text.lower().split())
    return {plain[start : start + _GRAM] for start in range(max(1, len(plain) - _GRAM + 1))}


def _ratio(one: str, other: str) -> float:
    return difflib.SequenceMatcher(None, one.lower(), other.lower(), autojunk=False).ratio()


def words_of(checklist: Checklist) -> Iterable[str]:
    """Give every word of the texts, for a spelling checker."""
    for clause in checklist.clauses:
        for part in (clause, *clause.letters):
            for field in ("title", "condition", "keywords", *PROSE, *LISTS):
                value = getattr(part, field, "")
                for text in (value,) if isinstance(value, str) else value:
                    yield from re.findall(r"[A-Za-z](?:[A-Za-z]|['’](?=[a-z]))+", text)
