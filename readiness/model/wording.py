"""How checklist texts are worded: limits, the words for documents and records, terms that belong to one standard."""

from __future__ import annotations

import msgspec


class Term(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Words that a standard does not use in some fields unless the text names what makes them right; what to say."""

    standard: str
    words: tuple[str, ...]
    fields: tuple[str, ...]
    unless: tuple[str, ...]
    say: str


class Wording(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The rules of one language. Documents and records are named in the singular, lower case."""

    format: str
    format_version: int
    language: str
    most_words_of_a_question: int
    most_words_of_a_sentence: int
    documents_and_records: tuple[str, ...]
    terms: tuple[Term, ...]
