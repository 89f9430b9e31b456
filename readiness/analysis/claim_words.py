"""Words that claim something, with the standards that belong to them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from readiness.analysis.claim_text import CLAIMS, Token

_REACH = 7
"""So many connecting words in a row may stand between a claim and its standard."""
_MOST_BETWEEN = 6
"""So many words may stand between a verb and the standard that it claims."""

_WITHIN = frozenset({"article", "adjective", "adverb", "attained_with", "edition", "year", "of_word"})
"""What may stand between a verb and the standard that it claims."""


@dataclass(frozen=True)
class Claim:
    """A word that claims something, with the standards that belong to it: tokens from first to last.

    `verb` is the place of a verb that claims a standard without such a word: 'has passed ISO 9001'.
    """

    kind: str
    place: int
    first: int
    last: int
    standards: frozenset[str]
    verb: int | None = None


def claims(tokens: list[Token]) -> Iterable[Claim]:
    """Give every claiming word with the standards that stand beside it, and every verb that claims a standard."""
    reached: set[int] = set()
    for place, token in enumerate(tokens):
        for kind in sorted(CLAIMS & token.tags):
            first, standards = _reach(tokens, place, -1)
            last, more = _reach(tokens, place, 1)
            yield Claim(kind, place, first, last, frozenset(standards | more))
            reached.update(range(first, last + 1))
    for place, token in enumerate(tokens):
        if "std" in token.tags and place not in reached:
            verb = _attaining(tokens, place)
            if verb is not None:
                own = frozenset(tag for tag in token.tags if tag.startswith("std_"))
                yield Claim("certified", verb, verb, place, own, verb)


def _attaining(tokens: list[Token], place: int) -> int | None:
    """Find the verb by which a standard itself is claimed: 'has got', 'passed', 'sailed through the tough' it."""
    after = tokens[place + 1].tags if place + 1 < len(tokens) else set()
    if after & {"system", "paper", "with_rest"}:
        return None
    for back in range(1, _MOST_BETWEEN):
        here = place - back
        if here < 0 or "hard" in tokens[here].tags:
            return None
        if "attain" in tokens[here].tags:
            while here and tokens[here - 1].tags & {"attain", "be", "have", "adverb"}:
                here -= 1
            return here
        if not tokens[here].tags & _WITHIN or (
            "of_word" in tokens[here].tags and "edition" not in tokens[here - 1].tags
        ):
            return None
    return None


def _reach(tokens: list[Token], place: int, step: int) -> tuple[int, set[str]]:
    """Walk from a claiming word over connecting words to the standards beside it."""
    edge, standards = place, set()
    here, steps = place + step, 0
    if step < 0 and place > 0 and tokens[here].word == "," and tokens[place + 1 : place + 2]:
        here = -1 if "be" in tokens[place + 1].tags else here
    while 0 <= here < len(tokens) and steps < _REACH:
        tags = tokens[here].tags
        if "std" in tags:
            standards |= {tag for tag in tags if tag.startswith("std_")}
            edge, steps = here, 0
        elif tags & {"isobare", "mark_name"}:
            edge = here
        elif tokens[here].word == ":" and here == place + 1:
            pass
        elif not (tags & {"glue", "article"} or tokens[here].word in "/,&()" or _shortened(tokens, here)):
            break
        here, steps = here + step, steps + 1
    return edge, standards


def _shortened(tokens: list[Token], place: int) -> bool:
    """Say whether a full stop belongs to a shortened word: 'acc. to', 'gem.'."""
    return tokens[place].word == "." and place > 0 and "glue" in tokens[place - 1].tags
