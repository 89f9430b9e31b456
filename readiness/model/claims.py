"""The rules for wording that speaks of certification: words by meaning, standards by kind, what may not be said."""

from __future__ import annotations

from typing import Literal

import msgspec

StandardKind = Literal["system", "guidance", "vocabulary", "body", "laboratory", "withdrawn", "other"]


class ClaimClause(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A clause that a rule rests on."""

    standard: str
    clause: str


class ClaimStandard(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A standard known by its number: its kind, the editions to which certificates have ended.

    Numbers that are not known are those of product standards; "other" are services, processes and persons.
    `bare` says that the number alone, without ISO before it, already means the standard. `only_after` lists the
    designations in front of the number (lower case) with which the entry counts, for numbers that changed publisher.
    """

    number: str
    kind: StandardKind
    ended: tuple[str, ...] = ()
    bare: bool = False
    only_after: tuple[str, ...] = ()


class ClaimRule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One kind of misuse, and the patterns that find it.

    A pattern is a line of terms separated by blanks. A term is a class of words, or several with "|" between them; all
    terms must be met within a window of tokens, in any order. "a > b" asks for that order, "/8" sets the width of the
    window in tokens, "-a" wants no word of the class in the whole sentence, "!a" none between the first and the last
    term met, "+a" wants one anywhere in the sentence, "~" finds the words although they are denied, "&" also looks for
    them in two sentences one after the other. Besides the classes of words a pattern may name: a claiming word with its
    standard ("certified@std_system"), with what bears it ("certified:product") or both
    ("certified@std_system:product"); "std_system:product" for a standard before a noun, "on:pack", "by:ab", "from:ab"
    for the noun after a preposition, "bearing:product" for the subject of a verb of bearing, "start:x" for a class
    among the first words, "hard" and "semicolon" for signs that part clauses. A verb of "attain" before a standard
    claims it like "certified". A question and its answer are one sentence, and so are the line above a list and each
    line of it. The words of a rule `in_one_clause` must not be parted by a semicolon, save for a pattern with "&".
    """

    id: str
    severity: Literal["error", "look"]
    title: str
    why: str
    correct_wording: str
    clauses: tuple[ClaimClause, ...]
    applies_to: Literal["client", "certification body", "both"]
    patterns: tuple[str, ...]
    in_one_clause: bool = False


class ClaimWeights(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What was learnt from sentences that people judged: how much each feature of a sentence speaks for misuse.

    Features are those of `readiness.analysis.claim_likelihood`; `bias` is the weight of every sentence. Words that
    a pattern objects to are spared where the likelihood is below `spared_below`, and words that none objects to are
    flagged where it is above `flagged_above` (both from 0 to 1). `rules` holds for each rule what speaks for it, where
    something is wrong. `learnt_from` counts the sentences, `digest` is that of sentences and rules (SHA-256).
    """

    format: str
    format_version: int
    language: str
    learnt_from: int
    digest: str
    bias: float
    spared_below: float
    flagged_above: float
    weights: dict[str, float]
    rules: dict[str, dict[str, float]]


class ClaimRules(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The claim rules of one language.

    Words are in lower case; a word may be a phrase, and "*" stands for any letters at its beginning or end. `endings`
    are the inflections that a word may have. `compounds` names the classes whose words may also end a longer word;
    "other_noun" lists longer words that only seem to. Where nouns have capitals (`capital_nouns`), what is written
    small is none of these classes. `notions` are classes made of others: each stretch that meets one of its patterns
    counts as a word of the class; a notion may use those before it. `triggers` are letters of which a sentence must
    hold some to be looked at. A sentence that meets one of the `guards` (patterns) forbids, corrects or reports a
    claim and is not flagged; a guard without "~" leaves the patterns with "~". A word of the class "not" denies the
    clause in which it stands, one of "denies_after" ("instead of") only what follows, and one in a relative clause
    that a comma closes ("opens_insertion") only that clause; clauses begin at words of
    "clause" and "condition", "that_word" after "and", pronouns ("anaphor", "expletive") after a comma, and at a comma
    or "and" between two verbs; a second denial takes away that of a word of "lacking" ("no sale without"). A "no"
    directly before the words denies them even for "~"; one of
    the forms of "kein" does so for patterns without "~". A later clause that begins with an anaphor denies those before
    it. A noun with an article of "genitive" behind a noun with a preposition is no subject.
    Words inside phrases of "idiom" mean nothing by themselves. A sentence is left alone if the next one refutes
    it ("refutes", "reported", "fix_verb" at its beginning), and words in quotation marks if the sentence "mends"
    them (what is asked for right before them, as by "should read", it does not mend). `precedence` lists rule ids:
    of two rules for the same words the earlier one is reported.
    `weights` come from a file of their own; without them the patterns alone decide.
    """

    format: str
    format_version: int
    language: str
    triggers: tuple[str, ...]
    abbreviations: tuple[str, ...]
    endings: tuple[str, ...]
    capital_nouns: bool
    compounds: tuple[str, ...]
    words: dict[str, tuple[str, ...]]
    notions: dict[str, tuple[str, ...]]
    standards: tuple[ClaimStandard, ...]
    guards: tuple[str, ...]
    precedence: tuple[str, ...]
    rules: tuple[ClaimRule, ...]
    weights: ClaimWeights | None = None
