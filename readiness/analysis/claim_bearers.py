"""Who or what a sentence calls certified, and where it puts a mark."""

from __future__ import annotations

from collections.abc import Iterable

from readiness.analysis.claim_layout import (
    behind_name,
    cells_of,
    clause_start,
    inserts,
    is_tagged,
    mark_system_marks,
    rows_of,
    second_clause,
    stands,
)
from readiness.analysis.claim_patterns import Places
from readiness.analysis.claim_text import CLAIMS, Token
from readiness.analysis.claim_words import Claim, claims

NOUNS = ("system", "cab", "ab", "iso_organization", "isobare", "lab", "report", "plate", "pack", "leaflet",
         "facility", "org", "person", "service", "institution", "paper", "vehicle", "scheme", "product")  # fmt: skip
"""Classes of nouns, the most telling first: what a thing is when its word has several."""
_NOUNS_OF_CLAIM = ("certificate", "accreditation")
_KNOWN = frozenset(NOUNS)
_REACH = 7
_HEADS = ("system", "org", "facility")
"""What a claim after a comma is about, rather than the nouns that depend on it."""
_TIMES = frozenset({"time_unit", "time_word"})
"""Nouns that say when, not what."""
_AUXILIARY = frozenset({"be", "have", "modal", "adverb"})
_BETWEEN = frozenset({"adverb", "article", "adjective", "glue", "year", "attained_with"})
"""What may stand between a verb and what is claimed."""
_NAMED_IN_ROWS = ("product", "service", "person")
"""What a row may be about although its first cell does not say so."""
_SUBORDINATE = frozenset({"relative", "that_word", "clause", "condition"})
"""What begins a clause whose verb stands at its end."""
_APART = (",", "?", "\u2013")
"""Signs over which a claim may follow its noun."""
_LONGEST_NAME = 6


class Bearers:
    """Finds what claims are about, in one language."""

    def __init__(self, *, capital_nouns: bool) -> None:
        """Take note whether nouns are written with a capital."""
        self._capital_nouns = capital_nouns

    def mark(self, tokens: list[Token], places: Places) -> None:
        """Add what the sentence says about whom: 'certified@std_system', 'certified:product', 'on:pack' etc."""
        title = self._is_title(tokens)
        for claim in claims(tokens):
            for standard in claim.standards or ("",):
                places.setdefault(f"{claim.kind}@{standard}", []).append((claim.first, claim.last))
            bearer = self._bearer(tokens, claim, title=title)
            if bearer:
                kind, place = bearer
                span = (min(claim.first, place), max(claim.last, place))
                places.setdefault(f"{claim.kind}:{kind}", []).append(span)
                for standard in claim.standards:
                    places.setdefault(f"{claim.kind}@{standard}:{kind}", []).append(span)
        self._mark_rows(tokens, places)
        mark_system_marks(tokens, places)
        self._mark_carriers(tokens, places, title=title)

    def _mark_carriers(self, tokens: list[Token], places: Places, *, title: bool) -> None:
        """Add what bears something ('bearing:product') and what something is put on ('on:pack')."""
        for place, token in enumerate(tokens):
            if "bear" in token.tags:
                subject = self._subject(tokens, place, place, title=title)
                if subject:
                    places.setdefault(f"bearing:{subject[0]}", []).append((subject[1], place))
            if "std" in token.tags:
                found = self._phrase_after(tokens, place + 1)
                if found and found[0] == place + 1 and not any("with_rest" in tokens[one].tags for one in found):
                    kind = self._kind(tokens, found)
                    for standard in [tag for tag in token.tags if tag.startswith("std_")]:
                        places.setdefault(f"{standard}:{kind}", []).append((place, found[-1]))
            if "on" in token.tags:
                found = self._phrase_after(tokens, place + 1)
                if found:
                    places.setdefault(f"on:{self._kind(tokens, found)}", []).append((place, found[-1]))
            for way in ("by", "from"):
                if way in token.tags:
                    found = self._phrase_after(tokens, place + 1)
                    after = found[-1] + 1 if found else 0
                    if found and not (after < len(tokens) and tokens[after].tags & CLAIMS):
                        places.setdefault(f"{way}:{self._kind(tokens, found)}", []).append((place, found[-1]))

    def _mark_rows(self, tokens: list[Token], places: Places) -> None:
        """Add what rows of cells say: the first cell is what the standards and claims of the others are about."""
        if not any(token.word == "|" for token in tokens):
            return
        heads: list[list[Token]] = []
        offset = 0
        for row in rows_of(tokens):
            cells, last = [cell for cell in cells_of(row) if cell] or [[]], offset + len(row) - 1
            if not any(self._content(token) for token in cells[0]):
                heads, offset = heads or cells, last + 1
                continue
            kinds = [self._kind(cell, list(range(len(cell))), title=True) for cell in cells]
            kind = next((one for one in kinds if one in _NAMED_IN_ROWS), "thing") if kinds[0] == "thing" else kinds[0]
            if kind == "thing" and heads and heads[0]:
                kind = self._kind(heads[0], list(range(len(heads[0]))), title=True)
            claims = {tag for token in row for tag in token.tags & CLAIMS}
            if any(token.tags & {"approval", "certificate"} for token in cells[0]):
                claims.add("certified")
            standards = {tag for token in row for tag in token.tags if tag.startswith("std_")}
            if kind in _NAMED_IN_ROWS:
                standards.discard("std_body")
            if not claims and len(heads) == len(cells):
                claims = {tag for head in heads for token in head for tag in token.tags & CLAIMS}
            for claim in claims if len(cells) > 1 else ():
                places.setdefault(f"{claim}:{kind}", []).append((offset, last))
                for standard in standards:
                    places.setdefault(f"{claim}@{standard}:{kind}", []).append((offset, last))
                    places.setdefault(f"{claim}@{standard}", []).append((offset, last))
            heads = heads or cells
            offset = last + 1

    def _is_title(self, tokens: list[Token]) -> bool:
        words = [token for token in tokens if token.word.isalpha() and len(token.word) > 3]
        return not self._capital_nouns and sum(token.capital for token in words) > 0.7 * len(words)

    def _bearer(self, tokens: list[Token], claim: Claim, *, title: bool) -> tuple[str, int] | None:
        """Give the kind of the bearer and the token of its noun."""
        if claim.kind == "accredited" and is_tagged(tokens, claim.last + 1, "certificate"):
            return "institution", claim.last + 1
        following = self._following(tokens, claim)
        if following:
            return self._kind(tokens, following), following[-1]
        if claim.verb is not None:
            subject = self._subject(tokens, claim.verb, claim.first, title=title)
            sure = any("attain_surely" in token.tags for token in tokens[claim.verb : claim.last])
            return subject if subject and (sure or subject[0] != "thing") else None
        before = claim.first - 1
        verb = self._verb_before(tokens, before, claim)
        if verb is not None:
            certifies = "perfect" in tokens[verb].tags and claim.kind not in _NOUNS_OF_CLAIM
            objects = list(self._nouns(tokens, range(verb + 1, claim.first), title=title)) if certifies else []
            return objects[-1] if objects else self._subject(tokens, verb, claim.first, title=title)
        if is_tagged(tokens, claim.place + 1, "be") and (before < 0 or tokens[before].word in ",;:"):
            return next(iter(self._nouns(tokens, range(claim.place + 2, len(tokens)), title=title)), None)
        if self._capital_nouns and self._verb_after(tokens, claim):
            return self._subject(tokens, claim.first, claim.first, title=title)
        if claim.kind in _NOUNS_OF_CLAIM:
            return self._holder(tokens, claim, title=title)
        apart = before >= 0 and tokens[before].word in _APART
        found = self._phrase_before(tokens, before - 1 if apart else before)
        found = self._head(tokens, found, title=title) if apart else found
        kind = self._kind(tokens, found, title=title) if found else "thing"
        if kind == "thing" and self._is_verbless(tokens, claim):
            headline = self._headline(tokens, claim, ("product", "service", "person"))
            return headline or ((kind, found[-1]) if found else None)
        return (kind, found[-1]) if found else None

    def _following(self, tokens: list[Token], claim: Claim) -> list[int]:
        """Find what is claimed behind the claim: 'certified pumps', 'certificate for pumps', 'Certified: pumps'."""
        after = self._phrase_after(tokens, claim.last + 1)
        timed = bool(after) and bool(tokens[after[-1]].tags & _TIMES)
        if after and not timed and claim.kind not in _NOUNS_OF_CLAIM and claim.place >= claim.last - 1:
            return after
        last = claim.last + stands(tokens, claim.last + 1, ")")
        if claim.kind in _NOUNS_OF_CLAIM and is_tagged(tokens, last + 1, "about"):
            return self._phrase_after(tokens, last + 2)
        if claim.first == 0 and stands(tokens, claim.last + 1, ":"):
            named = self._phrase_after(tokens, claim.last + 2)
            return named if named and self._kind(tokens, named) in _NAMED_IN_ROWS else []
        return []

    def _holder(self, tokens: list[Token], claim: Claim, *, title: bool) -> tuple[str, int] | None:
        """Find what has a certificate without a verb: 'pumps with a certificate', 'a pump whose certificate'."""
        for back, way in ((1, "whose"), (1, "with"), (2, "with")):
            if is_tagged(tokens, claim.first - back, way):
                found = self._phrase_before(tokens, claim.first - back - 1)
                return (self._kind(tokens, found, title=title), found[-1]) if found else None
        return self._headline(tokens, claim, ("product",)) if self._is_verbless(tokens, claim) else None

    @staticmethod
    def _is_verbless(tokens: list[Token], claim: Claim) -> bool:
        return not any(token.tags & {"be", "have", "pronoun_we"} for token in tokens[: claim.first])

    def _headline(self, tokens: list[Token], claim: Claim, kinds: tuple[str, ...]) -> tuple[str, int] | None:
        """Take the first noun of a line without a verb for what is claimed: 'Pillow 60x40 - washable - certified'."""
        begin = next((place for place in range(min(4, claim.first)) if self._content(tokens[place])), 0)
        found = self._phrase_after(tokens, begin)
        if not found or found[-1] >= claim.first:
            return None
        kind = self._kind(tokens, found)
        return (kind, found[-1]) if kind in kinds else None

    def _verb_before(self, tokens: list[Token], place: int, claim: Claim) -> int | None:
        """Find the verb that ties a subject to the claim: 'is certified', 'holds a certificate'."""
        noun = claim.kind in _NOUNS_OF_CLAIM
        for back in range(_REACH * (3 if self._capital_nouns else 1)):
            here = place - back
            if here < 0 or "hard" in tokens[here].tags:
                return None
            tags = tokens[here].tags
            if ("be" in tags and "article" not in tags) or (noun and "have" in tags):
                return here
            if self._capital_nouns and tokens[here].word == "," and tokens[here + 1].tags & _SUBORDINATE:
                return None
            if not noun and "have" in tags and "with" not in tags:
                return here
            small = tags & _BETWEEN or tokens[here].word.isdigit()
            if not small and not self._capital_nouns:
                return None
        return None

    def _verb_after(self, tokens: list[Token], claim: Claim) -> bool:
        verb = "have" if claim.kind in _NOUNS_OF_CLAIM else "be"
        return any(verb in token.tags for token in tokens[claim.last + 1 : claim.last + 4])

    def _named(self, tokens: list[Token], phrase: list[int], *, title: bool) -> tuple[str, int]:
        """Give the kind of a noun phrase; of 'the rest of the company' that of the company."""
        kind, last = self._kind(tokens, phrase, title=title), phrase[-1]
        if kind == "thing" and last + 1 < len(tokens) and "of_word" in tokens[last + 1].tags:
            whole = self._phrase_after(tokens, last + 2)
            if whole:
                return self._kind(tokens, whole, title=title), last
        return kind, last

    def _subject(self, tokens: list[Token], verb: int, end: int, *, title: bool) -> tuple[str, int] | None:
        """Find the subject: the noun of a relative clause, or the first noun of the clause without a preposition."""
        start = clause_start(tokens, verb)
        start = start if self._capital_nouns else second_clause(tokens, start, verb)
        if is_tagged(tokens, verb - 1, "comma") and not tokens[start].tags & _SUBORDINATE - {"relative"}:
            commas = (place for place in range(verb - 2, start, -1) if tokens[place].word == ",")
            opening = next((place for place in commas if not self._capital_nouns or inserts(tokens, place)), None)
            if opening is not None:
                return self._subject(tokens, opening, end, title=title)
        for place in range(verb - 1, max(start, verb - 12) - 1, -1):
            of = place > 1 and is_tagged(tokens, place - 1, "of_word")
            some = (1 if is_tagged(tokens, place - 2, "comma") else 2) if of else 0
            comma = is_tagged(tokens, place - 1 - some, "comma")
            if "that_word" in tokens[place].tags and place < verb - 1 and not tokens[place - 1].tags & _KNOWN:
                start = place + 1
                break
            if "whose" in tokens[place].tags and not any(one.word == "," for one in tokens[place:verb]):
                start = place + 1
                break
            named = self._capital_nouns and place + 2 == verb and tokens[place + 1].capital
            if (
                "relative" in tokens[place].tags
                and not named
                and (
                    comma
                    or (not self._capital_nouns and all(one.tags & _AUXILIARY for one in tokens[place + 1 : verb]))
                )
            ):
                found = self._antecedent(tokens, place - 2 - some if comma else place - 1)
                found = self._head(tokens, found, title=title)
                return (self._kind(tokens, found, title=title), found[-1]) if found else None
            if tokens[place].word == "," and place < verb - 1 and self._clause(tokens, place + 1, verb):
                start = place + 1
                break
        for kind, place in self._nouns(tokens, range(start, verb), title=title):
            return kind, place
        taken_up = any(token.tags & {"anaphor", "pronoun_it"} for token in tokens[start:verb])
        inverted = self._capital_nouns and is_tagged(tokens, verb + 1, "pronoun_it") and not tokens[verb + 1].capital
        if start and (taken_up or inverted):
            nouns = self._nouns(tokens, range(start), title=title)
            earlier = [noun for noun in nouns if "pronoun_we" not in tokens[noun[1]].tags]
            return next((noun for noun in earlier if noun[0] != "thing"), earlier[0] if earlier else None)
        if self._capital_nouns:
            yield_after = self._nouns(tokens, range(verb + 1, end), title=title)
            return next(iter(yield_after), None)
        return None

    def _antecedent(self, tokens: list[Token], end: int) -> list[int]:
        """Give the noun of a relative clause; in German a verb may stand between: 'a pump to buy, which'."""
        found = self._phrase_before(tokens, end)
        for place in range(end, max(-1, end - _LONGEST_NAME), -1) if self._capital_nouns and not found else ():
            if tokens[place].capital and self._content(tokens[place]):
                return self._phrase_before(tokens, place)
        return found

    def _head(self, tokens: list[Token], phrase: list[int], *, title: bool) -> list[int]:
        """Give 'system' of 'a system for food safety, which', 'maker' of 'maker of pumps,'; others as they are."""
        before = phrase[0] - 1 if phrase else -1
        while before > 0 and self._describes(tokens[before]) and "of_word" not in tokens[before].tags:
            before -= 1
        if before < 1 or not tokens[before].tags & {"preposition", "of_word"}:
            return phrase
        head = self._phrase_before(tokens, before - 1)
        return head if head and self._kind(tokens, head, title=title) in _HEADS else phrase

    def _clause(self, tokens: list[Token], start: int, verb: int) -> bool:
        if self._capital_nouns and "and_word" in tokens[start].tags:
            return True
        return any(
            tokens[place].tags & {"pronoun_we", "pronoun_i", "article"} for place in range(start, min(start + 3, verb))
        )

    def _nouns(self, tokens: list[Token], places: range, *, title: bool) -> Iterable[tuple[str, int]]:
        place = places.start
        while place < places.stop:
            tags = tokens[place].tags
            if "pronoun_we" in tags and not (place and "preposition" in tokens[place - 1].tags):
                yield "org", place
            if tags & {"pronoun_i", "pronoun_he"}:
                yield "person", place
            found = self._phrase_after(tokens, place, places.stop)
            if not found:
                place += 1
                continue
            back = found[0] - 1
            while back >= places.start and self._describes(tokens[back]):
                back -= 1
            if "of_word" in tokens[back].tags and back > places.start and tokens[back - 1].tags & {"article", "number"}:
                back = -1
            belongs = (
                back >= places.start and "genitive" in tokens[back + 1].tags and self._after_preposition(tokens, back)
            )
            if not belongs and (back < places.start or "preposition" not in tokens[back].tags):
                yield self._named(tokens, self._joined(tokens, found, title=title), title=title)
            place = found[-1] + 1

    def _after_preposition(self, tokens: list[Token], place: int) -> bool:
        """Say whether a noun stands behind a preposition, so that a genitive behind it is no subject either."""
        if place < 0 or not (tokens[place].capital and self._content(tokens[place])):
            return False
        while place > 0 and self._describes(tokens[place - 1]):
            place -= 1
        return place > 0 and "preposition" in tokens[place - 1].tags

    def _joined(self, tokens: list[Token], phrase: list[int], *, title: bool) -> list[int]:
        """Give what follows 'and' if the phrase is but the first half: 'health and safety management system'."""
        if is_tagged(tokens, phrase[-1] + 1, "and_word") or is_tagged(tokens, phrase[-1] + 1, "sign_and"):
            more = self._phrase_after(tokens, phrase[-1] + 2)
            if more and more[0] == phrase[-1] + 2 and self._kind(tokens, more, title=title) in ("system", "org"):
                return more
        return phrase

    def _describes(self, token: Token) -> bool:
        """Say whether a word before a noun belongs to it; in German most small words that end like adjectives do."""
        if token.tags & {"article", "adjective"}:
            return True
        ends = self._capital_nouns and not token.capital and token.word.endswith(("e", "en", "er", "es", "em"))
        return ends and not token.tags & {
            "be",
            "have",
            "modal",
            "verb",
            "preposition",
            "relative",
            "and_word",
            "that_word",
        }

    def _content(self, token: Token) -> bool:
        if token.tags & {"small", "sign", "std", "be", "have", "preposition", "article", "relative", "adverb", "on",
                         "pronoun_we", "pronoun_i", *CLAIMS}:  # fmt: skip
            return False
        return not token.word[0].isdigit()

    def _phrase_after(self, tokens: list[Token], start: int, stop: int | None = None) -> list[int]:
        """Give the tokens of the noun phrase that begins here, articles left out."""
        found: list[int] = []
        stop = len(tokens) if stop is None else stop
        for place in range(start, min(stop, start + _LONGEST_NAME + 3)):
            token = tokens[place]
            if not found and token.tags & {"article", "adjective"}:
                continue
            if not self._content(token) or len(found) == _LONGEST_NAME:
                break
            if self._capital_nouns and not token.capital:
                if found:
                    break
                continue
            found.append(place)
        return found

    def _phrase_before(self, tokens: list[Token], end: int) -> list[int]:
        found: list[int] = []
        end = behind_name(tokens, end) if self._capital_nouns else end
        for place in range(end, max(-1, end - _LONGEST_NAME), -1):
            if not self._content(tokens[place]) or (self._capital_nouns and not tokens[place].capital):
                break
            found.insert(0, place)
        return found

    def _kind(self, tokens: list[Token], phrase: list[int], *, title: bool = True) -> str:
        """Say what a noun phrase names; a word that is not known is a thing, an unknown name an organization."""
        names = [place for place in phrase if tokens[place].capital and (place > 0 or len(phrase) > 1)]
        named = not title and not self._capital_nouns and len(names) == len(phrase) and bool(names)
        defined = phrase[0] > 0 and "article" in tokens[phrase[0] - 1].tags
        for place in reversed(phrase):
            for name in NOUNS:
                if name in tokens[place].tags:
                    return "org" if named and not defined and name in ("product", "service", "paper") else name
        if named:
            return "org"
        return "thing"
