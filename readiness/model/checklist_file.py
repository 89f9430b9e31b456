"""A checklist as bytes: read with every defect named, and written. Bad input is collected, never raised."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import msgspec

from readiness.errors import Problem, UnknownName
from readiness.model.checklist import FORMAT, FORMAT_VERSION, Checklist, Clause, Duty, Kind, Letter
from readiness.model.clauses import ClauseNumber
from readiness.texts import tr

_LONGEST_TEXT = 4000
# What XML, and so Word and Excel, cannot hold: control characters but tab and line feed, lone surrogates, two others.
_UNWRITABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def check(raw: bytes) -> tuple[Checklist | None, tuple[Problem, ...]]:
    """Read a checklist's bytes and list all defects; the checklist is None where it cannot even be decoded."""
    try:
        plain = json.loads(raw, object_pairs_hook=_without_twins)
    except (ValueError, RecursionError) as error:
        return None, (Problem(tr("file"), tr("is not JSON: {reason}", reason=error)),)
    if not isinstance(plain, dict):
        return None, (Problem(tr("file"), tr("does not hold a checklist")),)
    if plain.get("format") != FORMAT:
        return None, (Problem("format", tr("must be '{format}'", format=FORMAT)),)
    if plain.get("format_version") != FORMAT_VERSION:
        what = tr("must be {known}; a newer file needs a newer version of the program", known=FORMAT_VERSION)
        return None, (Problem("format_version", what),)
    problems: list[Problem] = []
    clauses = tuple(_clauses(plain, problems))
    try:
        whole = msgspec.convert({**plain, "clauses": []}, Checklist)
    except msgspec.ValidationError as error:
        problems.append(Problem(tr("head of the file"), str(error)))
        return None, tuple(problems)
    checklist = msgspec.structs.replace(whole, clauses=clauses)
    listed = frozenset(str(item.get("number")) for item in plain.get("clauses") or () if isinstance(item, dict))
    problems += defects(checklist, listed)
    return (None if problems else checklist), tuple(problems)


def _without_twins(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        twin = next(key for position, (key, _) in enumerate(pairs) if key in dict(pairs[:position]))
        raise ValueError(tr("the field '{name}' stands twice in one place", name=twin))
    return found


def _clauses(plain: dict[str, Any], problems: list[Problem]) -> Iterator[Clause]:
    listed = plain.get("clauses")
    if not isinstance(listed, list) or not listed:
        problems.append(Problem("clauses", tr("must be a list with at least one clause")))
        return
    for position, item in enumerate(listed, start=1):
        number = item.get("number") if isinstance(item, dict) else None
        where = tr("clause {number}", number=number) if number else tr("clause no. {n}", n=position)
        try:
            yield msgspec.convert(item, Clause)
        except msgspec.ValidationError as error:
            problems.append(Problem(where, str(error)))


def defects(checklist: Checklist, listed: frozenset[str] = frozenset()) -> Iterator[Problem]:
    """List what is wrong with a decoded checklist, in the order of its clauses.

    `listed` names clauses that the file holds but that could not be decoded: references to them are not at fault.
    """
    for name in ("id", "standard", "edition", "title", "version", "notice"):
        if not getattr(checklist, name).strip():
            yield Problem(name, tr("must not be empty"))
    yield from _wording_defects(checklist, tr("head of the file"))
    for option in checklist.options.items():
        if any(not text or _UNWRITABLE.search(text) or "\n" in text or text != text.strip() for text in option):
            yield Problem("options", tr("must be names and texts of one line each"))
    yield from _number_defects(checklist)
    asked: dict[str, str] = {}
    numbers = listed.union(checklist.by_number)
    for clause in checklist.clauses:
        where = tr("clause {number}", number=clause.number)
        yield from _clause_defects(clause, where, checklist, numbers)
        yield from _wording_defects(clause, where)
        for letter in clause.letters:
            place = tr("clause {number} {letter})", number=clause.number, letter=letter.letter)
            if not letter.title.strip():
                yield Problem(place, tr("has no title"))
            yield from _wording_defects(letter, place)
            yield from _text_defects(letter, place, asked)
        if clause.kind is Kind.REQUIREMENT:
            yield from _text_defects(clause, where, asked)


def _number_defects(checklist: Checklist) -> Iterator[Problem]:
    before: ClauseNumber | None = None
    for clause in checklist.clauses:
        where = tr("clause {number}", number=clause.number)
        try:
            number = ClauseNumber.parse(clause.number)
        except UnknownName as error:
            yield Problem(where, error.sentence)
            continue
        if number.letter or number.id != clause.number:
            yield Problem(where, tr("write the number without letter, like 4.1.2"))
        if before is not None and number == before:
            yield Problem(where, tr("the number stands twice"))
        elif before is not None and number < before:
            yield Problem(where, tr("stands after {before}, out of order", before=before))
        before = number
        letters = [letter.letter for letter in clause.letters]
        if letters != sorted(set(letters), key=lambda letter: (len(letter), letter)):
            yield Problem(where, tr("its letters are not in order, or one stands twice"))
        if not all(letter.isascii() and letter.islower() and letter.isalpha() for letter in letters):
            yield Problem(where, tr("a letter must be one of a to z"))


def _clause_defects(clause: Clause, where: str, checklist: Checklist, numbers: frozenset[str]) -> Iterator[Problem]:
    if not clause.title.strip():
        yield Problem(where, tr("has no title"))
    if clause.option and clause.option not in checklist.options:
        yield Problem(where, tr("names option '{option}', which the head does not list", option=clause.option))
    if clause.kind is not Kind.REQUIREMENT and (clause.letters or clause.question):
        yield Problem(where, tr("only a requirement has a question or letters"))
    for other in clause.see:
        if other not in numbers:
            yield Problem(where, tr("refers to {other}, which is not in the file", other=other))


def _text_defects(item: Any, where: str, asked: dict[str, str]) -> Iterator[Problem]:
    """List the defects in the texts of a clause or letter; `asked` collects questions to find twins."""
    question = " ".join(item.question.lower().split())
    if not question:
        yield Problem(where, tr("has no question"))
    elif question in asked:
        yield Problem(where, tr("asks the same question as {other}", other=asked[question]))
    asked.setdefault(question, where)
    if not item.laid_down and not item.shown_by:
        yield Problem(where, tr("names nothing to look for (laid_down or shown_by)"))
    if (item.duty is Duty.CONDITIONAL) != bool(item.condition.strip()):
        yield Problem(where, tr("a conditional duty, and only that, names its condition"))


def _wording_defects(item: Checklist | Clause | Letter, where: str) -> Iterator[Problem]:
    """List texts that a document could not hold, or that are too long, in one clause, letter or head."""
    for field in item.__struct_fields__:
        value = getattr(item, field)
        texts = (value,) if isinstance(value, str) else value if isinstance(value, tuple) else ()
        for text in texts:
            if not isinstance(text, str):
                continue
            unwritable = _UNWRITABLE.search(text)
            if unwritable:
                code = f"U+{ord(unwritable.group()):04X}"
                yield Problem(where, tr("'{field}' holds the character {code}, which no document can hold; delete it",
                                        field=field, code=code))  # fmt: skip
            if len(text) > _LONGEST_TEXT:
                yield Problem(where, tr("'{field}' has a text of over {n} characters", field=field, n=_LONGEST_TEXT))
            if value is not text and (not text.strip() or "\n" in text):
                yield Problem(where, tr("'{field}' has an entry that is empty or has several lines", field=field))


def to_bytes(checklist: Checklist) -> bytes:
    """Write a checklist as the JSON that `check` reads: indented, fields at their default left out."""
    plain = msgspec.to_builtins(checklist)
    head = {"format": checklist.format, "format_version": checklist.format_version}
    return (json.dumps({**head, **plain}, ensure_ascii=False, indent=1) + "\n").encode()
