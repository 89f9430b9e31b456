"""How far a denial reaches: over its own clause, and over what a pronoun before it takes up."""

from __future__ import annotations

from dataclasses import dataclass

from readiness.analysis.claim_patterns import Places, Span
from readiness.analysis.claim_text import CLAIMS, TERMS, Token

_CLAIMED = CLAIMS | TERMS | {"guarantee", "promise", "recert", "reference", "stage", "selfcert", "virtue", "consult"}
"""What 'no' or 'without' denies when it stands before it."""
_QUOTES = ('"', "'")
_MENDING_SURELY = ("fix_verb", "judged", "reported")
_MENDING = (*_MENDING_SURELY, "mends")
"""What a sentence does with words that it quotes only to correct them."""
_NEW = frozenset({"not", "pronoun_we", "pronoun_you", "anaphor", "that_word", "pronoun_i", "expletive"})
_AND_NEW = _NEW - {"pronoun_i", "expletive"} | {"have", "modal"}
"""What begins a new clause after a comma, after 'and'."""
_LEANING = frozenset({"and_word", "that_word", "relative"})
_NOT_FINITE = ("be", "been", "being", "having", "own")
_TAKEN_UP = 5
"""So far after 'this' or 'it' a denial still belongs to it."""

_NONE = ("kein",)
"""What denies the very next words: 'keine ISO-9001-Schrauben'."""
_LACKED = 3
"""So near after 'without' stands what is lacking."""


@dataclass(frozen=True)
class Sentence:
    """A sentence as tokens, and where each class of words is met."""

    tokens: list[Token]
    places: Places

    def has(self, name: str) -> bool:
        """Tell whether a class is met."""
        return name in self.places

    def joined(self, other: Sentence) -> Sentence:
        """Take two sentences for one; only the first has a beginning, and a clause ends with it."""
        here = len(self.tokens)
        places = {name: list(spans) for name, spans in self.places.items()}
        for name, spans in other.places.items():
            if not name.startswith("start:"):
                places.setdefault(name, []).extend((first + here, last + here) for first, last in spans)
        if self.tokens:
            self.tokens[-1].tags.add("hard")
        return Sentence(self.tokens + other.tokens, places)


def denied(sentence: Sentence, span: Span) -> bool:
    """Say whether a denial reaches the words: in their clause, or in a later one that begins with 'this' or 'it'."""
    denials = sentence.places.get("not", ())
    if _needed(sentence, span):
        return False
    if span[0] and sentence.tokens[span[0] - 1].word.startswith(_NONE):
        return True
    if denials:
        starts = _clauses(sentence.tokens)
        ahead = {place for place, _ in sentence.places.get("denies_after", ())}
        for first, last in denials:
            if first in ahead and span[1] < first:
                continue
            begin, end = _insertion(sentence.tokens, first) or (
                max(start for start in starts if start <= first),
                min((start for start in starts if start > last), default=len(sentence.tokens)),
            )
            around = span[0] < begin and end <= span[1]
            if begin <= span[1] and span[0] < end and not around and "condition" not in sentence.tokens[begin].tags:
                return True
            if span[1] < begin and _takes_up(sentence.tokens, begin, first):
                return True
    return _without(sentence, span)


def mentioned(sentence: Sentence, span: Span) -> bool:
    """Say whether the words stand in quotation marks in a sentence that corrects them."""
    marks = [place for place, token in enumerate(sentence.tokens) if token.word in _QUOTES]
    for first, last in zip(marks[::2], marks[1::2], strict=False):
        if first - 1 <= span[0] and span[1] <= last + 1:
            return any(_mends(spot, first, last, name) for name in _MENDING for spot in sentence.places.get(name, ()))
    return False


def _mends(spot: Span, first: int, last: int, name: str) -> bool:
    """Say whether a mending word stands outside the quotation marks; what 'should read "this"' mends is not this."""
    if first < spot[0] < last:
        return False
    return name in _MENDING_SURELY or not first - 2 <= spot[1] <= first


def refuted(sentence: Sentence) -> bool:
    """Say whether a sentence objects to the one before it: reports a correction, asks for it, or denies it."""
    if any(sentence.has(name) for name in ("reported", "refutes", "start:fix_verb")):
        return True
    return any(_takes_up(sentence.tokens, 0, first) for first, _ in sentence.places.get("not", ()))


def _clauses(tokens: list[Token]) -> list[int]:
    """Give the tokens at which clauses begin."""
    starts = [0]
    for place, token in enumerate(tokens[1:], 1):
        before = tokens[place - 1]
        joined: object = (before.word == "," and token.tags & _NEW) or (
            "and_word" in before.tags and token.tags & _AND_NEW
        )
        joined = joined or (before.word == "," and _two_verbs(tokens, starts[-1], place))
        if "hard" in before.tags or token.tags & {"clause", "condition"} or joined:
            starts.append(place)
    return starts


def _insertion(tokens: list[Token], denial: int) -> Span | None:
    """Give where the relative clause begins and ends that is inserted around a denial: 'Deckel, der nicht fällt,'."""
    opening = denial
    while opening > 0 and tokens[opening - 1].word != ",":
        if "hard" in tokens[opening - 1].tags:
            return None
        opening -= 1
    if not opening or "opens_insertion" not in tokens[opening].tags:
        return None
    for place in range(denial + 1, len(tokens)):
        if "hard" in tokens[place].tags:
            return None
        if tokens[place].word == ",":
            return None if tokens[place - 1].capital else (opening, place + 1)
    return None


def _two_verbs(tokens: list[Token], begin: int, place: int) -> bool:
    """Say whether a comma before a place parts two clauses: each has a verb, the second does not lean on the first."""
    if tokens[place].tags & _LEANING:
        return False
    end = next((n for n in range(place, len(tokens)) if tokens[n].word == "," or "hard" in tokens[n].tags), len(tokens))
    return _has_verb(tokens[begin:place]) and _has_verb(tokens[place + 1 : end])


def _has_verb(tokens: list[Token]) -> bool:
    return any(token.tags & {"be", "have", "modal", "verb"} and token.word not in _NOT_FINITE for token in tokens)


def _takes_up(tokens: list[Token], begin: int, denial: int) -> bool:
    """Say whether a clause takes up what was said before it: 'but this is not allowed'."""
    for place in range(begin, min(begin + 3, denial)):
        if "condition" in tokens[place].tags:
            return False
        if "anaphor" in tokens[place].tags:
            verbs = "that_word" not in tokens[place].tags or tokens[place + 1].tags & {"be", "modal", "not"}
            return bool(verbs) and denial - place <= _TAKEN_UP
    return False


def lacking(sentence: Sentence, span: Span) -> bool:
    """Say whether a 'no' stands directly before the words."""
    before = sentence.tokens[span[0] - 1] if span[0] else None
    return before is not None and before.word == "no" and "no" in before.tags


def _needed(sentence: Sentence, span: Span) -> bool:
    """Say whether a second denial takes the first away: 'no sale without a certificate' claims the certificate."""
    lacking = [place for _, place in sentence.places.get("lacking", ()) if place < span[0] <= place + _LACKED]
    second = (place for name in ("not", "no") for place, _ in sentence.places.get(name, ()))
    return bool(lacking) and any(place not in lacking and not span[0] <= place <= span[1] for place in second)


def _without(sentence: Sentence, span: Span) -> bool:
    """Say whether 'no' or 'without' stands before what is claimed, or a mere 'no' behind it."""
    tokens = sentence.tokens
    if span[1] + 1 < len(tokens) and "says_no" in tokens[span[1] + 1].tags:
        return True
    for _, last in sentence.places.get("no", ()):
        after = tokens[last + 1].word if last + 1 < len(tokens) else ""
        if after == "." or after.isdigit():
            continue
        if (last == span[1] + 1 and "lacking" not in tokens[last].tags) or (
            last == 0 and not any(token.tags & {"sign"} for token in tokens[: span[0]])
        ):
            return True
        if span[0] - 3 <= last <= span[1]:
            nouns, end = tokens[last + 1 : last + 4], tokens[min(span[1] + 1, len(tokens) - 1)].start
            if any("hard" in token.tags for token in nouns[:1]):
                continue
            if any(token.tags & _CLAIMED and token.start <= end for token in nouns):
                return True
    return False
