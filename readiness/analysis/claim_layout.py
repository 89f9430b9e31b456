"""Where the clauses of a sentence begin, its rows and cells, and what stands beside a mark."""

from __future__ import annotations

from readiness.analysis.claim_patterns import Places
from readiness.analysis.claim_text import Token

_LONGEST_NAME = 6
_REACH = 7
"""So near a mark stands the standard or the system of which it is the mark."""


def stands(tokens: list[Token], place: int, word: str) -> bool:
    """Tell whether a word stands at a place."""
    return place < len(tokens) and tokens[place].word == word


def is_tagged(tokens: list[Token], place: int, tag: str) -> bool:
    """Tell whether the word at a place, where there is one, is of a class, or is a comma."""
    if not 0 <= place < len(tokens):
        return False
    return tag in tokens[place].tags or (tag == "comma" and tokens[place].word == ",")


def rows_of(tokens: list[Token]) -> list[list[Token]]:
    """Cut tokens into lines."""
    found: list[list[Token]] = [[]]
    for token in tokens:
        if token.line and found[-1]:
            found.append([])
        found[-1].append(token)
    return found


def cells_of(row: list[Token]) -> list[list[Token]]:
    """Cut a line into the cells between its strokes."""
    found: list[list[Token]] = [[]]
    for token in row:
        if token.word == "|":
            found.append([])
        else:
            found[-1].append(token)
    return found


def clause_start(tokens: list[Token], verb: int) -> int:
    """Go back from a verb to a sign that parts clauses; a name in quotation marks is passed over."""
    start = verb
    while start > 0 and "hard" not in tokens[start - 1].tags and tokens[start - 1].word not in "()":
        if tokens[start - 1].word == "." and tokens[start].capital and start < verb:
            return start
        start -= 1
        if tokens[start].word == '"':
            opening = next((place for place in range(start - 1, -1, -1) if tokens[place].word == '"'), None)
            if opening is None or start - opening > _LONGEST_NAME:
                return start + 1
            start = opening
    return start


def second_clause(tokens: list[Token], start: int, verb: int) -> int:
    """Give where the clause of a verb begins if 'and' parts it from one with a verb: 'it is red and we have'."""
    joint = next((place for place in range(verb - 2, start, -1) if "and_word" in tokens[place].tags), None)
    if joint is None or "preposition" in tokens[joint + 1].tags:
        return start
    named = any(not token.tags & {"small", "adverb", "article", "sign"} for token in tokens[joint + 1 : verb])
    first = any(token.tags & {"be", "have"} and not token.tags & {"article", "with"} for token in tokens[start:joint])
    return joint + 1 if named and first else start


def inserts(tokens: list[Token], comma: int) -> bool:
    """Say whether a comma opens an insertion: a relative clause or an apposition."""
    second = tokens[comma + 2].tags if comma + 2 < len(tokens) else set()
    return bool(tokens[comma + 1].tags & {"relative", "article"} or "relative" in second)


def behind_name(tokens: list[Token], end: int) -> int:
    """Go back over a name in quotation marks and the full stop of an initial: 'the course "Leading",', 'Ms M.,'."""
    if end > 1 and tokens[end].word == '"':
        opening = next((place for place in range(end - 1, 0, -1) if tokens[place].word == '"'), None)
        return end if opening is None else opening - 1
    return end - 1 if end > 0 and tokens[end].word == "." and len(tokens[end - 1].word) == 1 else end


def mark_system_marks(tokens: list[Token], places: Places) -> None:
    """Take a mark with a system standard or a management system beside it for a system mark."""
    for _, place in places.get("mark", ()):
        for other in range(max(0, place - _REACH), min(len(tokens), place + _REACH + 1)):
            between = tokens[min(place, other) + 1 : max(place, other)]
            if tokens[other].tags & {"std_system", "system"} and not any("hard" in one.tags for one in between):
                places.setdefault("sysmark_any", []).append((min(place, other), max(place, other)))
                break
