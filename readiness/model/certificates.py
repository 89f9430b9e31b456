"""What a certificate must show and must not say: how one is recognized, what is looked for, what is objected to."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

import msgspec

from readiness.model.claims import ClaimClause


class CertificateKind(StrEnum):
    """What a certificate is of. `UNCLEAR` has the wording of both kinds, or of neither."""

    SYSTEM = "system"
    PRODUCT = "product"
    UNCLEAR = "unclear"


class Stated(StrEnum):
    """What somebody says that a document is; `RECOGNIZE` leaves it to the checker."""

    RECOGNIZE = "recognize"
    SYSTEM = "system"
    PRODUCT = "product"
    NONE = "none"


Shape = Literal["text", "name", "address", "date", "code", "standard", "edition", "nothing"]
"""What must stand beside a label: any text, a proper name, an address, a date, a number with letters, a standard, a
standard with its edition; beside 'nothing' the label is enough."""
Finds = Literal["missing", "words", "both kinds", "no kind", "end before start", "cycle too long"]
Concerns = Literal["client", "client's place", "body", "body's place", "start", "end", "scope", ""]
"""What other checks need to know the place of: names and the addresses that go with them, dates, the scope."""


class CertificateRule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One thing that a certificate must show, or words that it must not hold.

    A pattern is a line of words in lower case, met with whatever blanks, colons and hyphens between them. A word may
    have alternatives with "|", end or begin with "*" for any letters, and end with "?" where it may be left out; "..."
    stands for up to 80 letters of the same passage; "<name>", "<address>", "<date>", "<code>", "<standard>",
    "<edition>", "<year>" and "<placeholder>" for such shapes, "<product standard>" and "<system standard>" for those of
    a kind, "<activity>" for what an organization does, "<thing>" for what a product, process or service is called,
    "<type>" for a type designation, "<rating>" for a figure with its unit, "<legal form>" for a form of company; "*"
    alone stands for any one word.

    `labels` stand before what is looked for, with a colon, alone above it or in the table's cell or row before it;
    `leads` stand before it in a sentence; `phrases` are enough alone. A rule with `when` asks only where one of these
    is met. `same_as` names the rule of the other kind that looks for the same: its labels, leads and phrases serve as
    well, and a certificate of both kinds is asked once. `unless` lists words that take the objection away from the
    sentence they are in. `inside` says whether words are objected to in the statement of the scope only.
    """

    id: str
    finds: Finds
    kind: Literal["system", "product", "any"]
    severity: Literal["error", "look"]
    title: str
    why: str
    correct_wording: str
    clauses: tuple[ClaimClause, ...]
    concerns: Concerns = ""
    same_as: str = ""
    shape: Shape = "text"
    labels: tuple[str, ...] = ()
    leads: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    when: tuple[str, ...] = ()
    patterns: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    inside: Literal["scope", "document"] = "document"


class Signs(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Patterns by which a certificate is told from what only speaks of certificates, and its kind.

    `titles` are met in a heading or short line near the beginning, unless `other_titles` are; `other_certificates` are
    titles of what is called a certificate and certifies nothing of these kinds: attendance, origin, calibration.
    `annexes` begin the lines from which on sites are listed. `statements` are what a certificate says ('hereby
    certifies'); `numbers` its own number; `against` are words of contracts, procedures and advertising. `system` and
    `product` are met in titles and statements, `system_labels` and `product_labels` anywhere. `renewed` tells that an
    earlier cycle came before; `first` are labels of the date on which it began.
    """

    titles: tuple[str, ...]
    other_titles: tuple[str, ...]
    other_certificates: tuple[str, ...]
    annexes: tuple[str, ...]
    statements: tuple[str, ...]
    numbers: tuple[str, ...]
    against: tuple[str, ...]
    system: tuple[str, ...]
    product: tuple[str, ...]
    system_labels: tuple[str, ...]
    product_labels: tuple[str, ...]
    renewed: tuple[str, ...]
    first: tuple[str, ...]


class Vocabulary(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Words that shapes are made of: months from January on, endings and words of streets, forms of companies.

    `place_words` name an address in a placeholder; `generic` are words that are no proper name; `prompts` are what a
    form shows where nothing is filled in. `activities` are what organizations do, but for `no_activities`; `things` are
    what products, processes and services are called; `pointers` follow such a word where no designation
    does; `not_named` says of a placeholder that it is for something else than a name.
    """

    months: tuple[str, ...]
    streets: tuple[str, ...]
    place_words: tuple[str, ...]
    countries: tuple[str, ...]
    legal_forms: tuple[str, ...]
    generic: tuple[str, ...]
    prompts: tuple[str, ...]
    activities: tuple[str, ...]
    no_activities: tuple[str, ...]
    things: tuple[str, ...]
    pointers: tuple[str, ...]
    not_named: tuple[str, ...]


class CertificateRules(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The checks of certificates in one language.

    `wording_not_asked` lists the claim rules (see `readiness.model.claims`) about what clients say that are not asked
    of a certificate: it is the body's own document, which may speak of its accreditation and of withdrawal.
    """

    format: str
    format_version: int
    language: str
    signs: Signs
    vocabulary: Vocabulary
    wording_not_asked: tuple[str, ...]
    rules: tuple[CertificateRule, ...]
