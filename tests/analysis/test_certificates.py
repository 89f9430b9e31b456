"""Certificates: which documents are, of what, what they lack, and wording of the other kind; in English and German."""

from __future__ import annotations

import json
import time
from functools import cache
from pathlib import Path

import pytest

from readiness import library
from readiness.analysis.certificates import Certificates, speaks_of_certificates
from readiness.analysis.claim_findings import CheckedDocument, check
from readiness.exchange import documents
from readiness.model.certificates import CertificateKind, CertificateRule, Stated
from readiness.model.passages import Document, Passage, Place

FOLDER = Path(__file__).parent.parent / "certificates"
CHECKLISTS = Path(__file__).parent.parent.parent / "checklists"
COMPLETE = {
    "en-system-labels-before.txt": "system",
    "en-system-sentence.txt": "system",
    "en-system-table.md": "system",
    "en-system-label-above.txt": "system",
    "en-system-registration.txt": "system",
    "en-system-annex.txt": "system",
    "en-system-brand.txt": "system",
    "en-system-brand-sentence.txt": "system",
    "en-system-two-columns.txt": "system",
    "en-template-system.txt": "system",
    "en-template-brackets.txt": "system",
    "en-template-merge.txt": "system",
    "en-product-labels.txt": "product",
    "en-product-sentence.txt": "product",
    "en-product-table.md": "product",
    "en-product-service.txt": "product",
    "en-product-constancy.txt": "product",
    "en-product-service-above.txt": "product",
    "en-template-product.txt": "product",
    "de-system-labels-davor.txt": "system",
    "de-system-satz.txt": "system",
    "de-system-tabelle.md": "system",
    "de-system-label-darueber.txt": "system",
    "de-system-bericht.txt": "system",
    "de-system-marke-satz.txt": "system",
    "de-system-bescheinigung.txt": "system",
    "de-vorlage-system.txt": "system",
    "de-vorlage-serienfeld.txt": "system",
    "de-produkt-labels.txt": "product",
    "de-produkt-satz.txt": "product",
    "de-produkt-tabelle.md": "product",
    "de-produkt-zweisprachig.txt": "product",
    "de-produkt-dienstleistung.txt": "product",
    "de-produkt-it-sicherheit.txt": "product",
    "de-produkt-baumuster.txt": "product",
    "de-vorlage-produkt.txt": "product",
}
"""Certificates and templates with all they need: labels before, above, in tables, and in sentences."""
WANTING = {
    "en-system-without-client.txt": "C11",
    "en-system-without-location.txt": "C12",
    "en-system-without-effective-date.txt": "C14",
    "en-system-without-expiry.txt": "C15",
    "en-system-without-code.txt": "C16",
    "en-system-without-standard.txt": "C17",
    "en-system-without-edition.txt": "C18",
    "en-system-without-scope.txt": "C19",
    "en-system-without-body.txt": "C20 C21",
    "en-system-without-body-address.txt": "C21",
    "en-system-brand-without-body.txt": "C20 C21",
    "en-system-two-certificates.txt": "C15",
    "en-product-service-unnamed.txt": "C36",
    "en-product-without-date.txt": "C33",
    "en-product-without-holder.txt": "C34 C35",
    "en-product-without-product.txt": "C36",
    "en-product-without-scheme.txt": "C37",
    "en-product-without-standard.txt": "C38",
    "en-product-without-term.txt": "C40?",
    "en-product-without-signature.txt": "C42",
    "en-system-dates.txt": "C52",
    "en-system-dates-renewed.txt": "C52?",
    "en-system-ends-first.txt": "C51",
    "en-both-kinds.txt": "C01",
    "en-product-with-audits.txt": "C71? C72?",
    "en-system-scope-of-products.txt": "C61? C62 C63? C64 C81 C82? C83 C84",
    "en-system-of-toys.txt": "C61? C62 C63? C81",
    "de-system-ohne-kunde.txt": "C11",
    "de-system-ohne-standort.txt": "C12",
    "de-system-ohne-wirksamkeit.txt": "C14",
    "de-system-ohne-ablauf.txt": "C15",
    "de-system-ohne-nummer.txt": "C16",
    "de-system-ohne-norm.txt": "C17",
    "de-system-ohne-ausgabe.txt": "C18",
    "de-system-ohne-bereich.txt": "C19",
    "de-system-ohne-stelle.txt": "C20 C21",
    "de-system-ohne-anschrift-der-stelle.txt": "C21",
    "de-produkt-ohne-datum.txt": "C33",
    "de-produkt-ohne-inhaber.txt": "C34 C35",
    "de-produkt-ohne-produkt.txt": "C36",
    "de-produkt-ohne-programm.txt": "C37",
    "de-produkt-ohne-norm.txt": "C38",
    "de-produkt-ohne-laufzeit.txt": "C40?",
    "de-produkt-ohne-unterschrift.txt": "C42",
    "de-produkt-marke-ohne-stelle.txt": "C31 C32",
    "de-system-zyklus.txt": "C52",
    "de-system-zyklus-erneuert.txt": "C52?",
    "de-system-endet-vorher.txt": "C51",
    "de-beides.txt": "C01",
    "de-produkt-mit-audits.txt": "C71? C72?",
    "de-system-bereich-wie-produkt.txt": "C61? C62 C63? C64 C81 C82? C83 C84",
}
"""What is found in certificates with one thing wrong, or several; '?' where somebody only has to look."""
NONE = (
    "en-brochure.txt", "en-contract.txt", "en-procedure.txt", "en-report.txt", "en-training.txt",
    "en-calibration.txt", "en-membership.txt", "de-personen.txt",
    "de-broschuere.txt", "de-vertrag.txt", "de-verfahren.txt", "de-regeln.txt", "de-mitteilung.txt",
)  # fmt: skip


@cache
def checks() -> Certificates:
    return Certificates(library.certificate_rules(), library.claim_rules().standards)


def checked(document: Document, stated: Stated = Stated.RECOGNIZE) -> CheckedDocument:
    rules = {language: library.claim_rules(language) for language in library.CLAIM_FILES}
    return check(document, rules, (), checks(), stated)


def read(name: str) -> Document:
    return documents.read(name, (FOLDER / name).read_bytes())


def text(*lines: str) -> Document:
    return Document("made.txt", tuple(Passage(line, Place(line=number)) for number, line in enumerate(lines, 1)))


def found(result: CheckedDocument) -> set[str]:
    return {item.rule + ("" if item.is_error else "?") for item in result.findings if item.certificate}


def test_every_fixture_is_used() -> None:
    assert {path.name for path in FOLDER.iterdir()} == {*COMPLETE, *WANTING, *NONE}


@pytest.mark.parametrize("name", COMPLETE)
def test_a_complete_certificate_has_no_finding_at_all(name: str) -> None:
    result = checked(read(name))
    assert result.certificate == COMPLETE[name]
    assert result.findings == ()


@pytest.mark.parametrize("name", WANTING)
def test_what_is_missing_or_wrong_is_found_and_nothing_else(name: str) -> None:
    result = checked(read(name))
    assert found(result) == set(WANTING[name].split())
    kind = "unclear" if "C01" in WANTING[name] else "product" if "produ" in name.split("-")[1] else "system"
    assert result.certificate == kind


@pytest.mark.parametrize("name", NONE)
def test_what_only_speaks_of_certificates_is_none(name: str) -> None:
    assert speaks_of_certificates(read(name))
    result = checked(read(name))
    assert result.certificate is None
    assert found(result) == set()


def test_somebody_may_say_what_a_document_is() -> None:
    as_system = checked(read("en-product-labels.txt"), Stated.SYSTEM)
    assert as_system.certificate is CertificateKind.SYSTEM
    assert "C19" in found(as_system)
    assert checked(read("en-system-without-expiry.txt"), Stated.NONE).findings == ()
    assert "C36" in found(checked(read("en-contract.txt"), Stated.PRODUCT))


def test_a_finding_of_the_whole_document_has_no_words_and_a_key_of_its_kind() -> None:
    (item,) = checked(read("de-system-ohne-ablauf.txt")).findings
    assert item.words is None
    assert item.place == "the whole document"
    assert item.key == "C15:system"
    assert item.clauses == ("17021-1:8.2.2.c",)
    assert item.title == "Das Ablaufdatum oder die Fälligkeit der Rezertifizierung fehlt"
    (item,) = [item for item in checked(read("en-both-kinds.txt")).findings if item.certificate]
    assert item.clauses == ("17021-1:8.2.2.f", "17065:7.7.1.d", "17021-1:8.3.4.f")


def test_the_words_of_a_finding_are_in_their_passage() -> None:
    result = checked(read("en-system-scope-of-products.txt"))
    for item in result.findings:
        if item.words:
            passage = result.passages[item.words.passage].text
            assert passage[item.words.start : item.words.end] == item.words.text


def test_a_certificate_without_a_subject_says_so() -> None:
    lines = ("Certificate", "Certificate no.: 12-345", "This is to certify that Example Ltd meets the requirements.",
             "Valid from 2024-01-01 to 2026-12-31")  # fmt: skip
    result = checked(text(*lines))
    assert result.certificate is CertificateKind.UNCLEAR
    assert "C02?" in found(result)


def test_conditions_are_asked_only_where_they_are_met() -> None:
    base = (FOLDER / "en-system-labels-before.txt").read_text("utf-8")
    changed = {
        "C22?": base.replace("ISO 9001:2015", "ISO/IEC 27001:2022"),
        "C24?": base.replace("ISO 9001:2015", "ISO 22000:2018"),
        "C25?": base.replace("ISO 9001:2015", "IATF 16949:2016"),
        "C26?": base.replace("ISO 9001:2015", "EN 9100:2018"),
        "C23?": base + "\nThis certificate replaces the former one.\n",
        "C13?": base + "\nThe scope covers all sites of the company.\n",
    }
    for rule, said in changed.items():
        assert found(checked(documents.read("a.txt", said.encode()))) == {rule}
    product = (FOLDER / "en-product-labels.txt").read_text("utf-8")
    licensed = product + "\nThe holder is entitled to use the mark of conformity.\n"
    assert found(checked(documents.read("a.txt", licensed.encode()))) == {"C41?"}
    numbered = licensed + "\nLicence no. 4711\n"
    assert found(checked(documents.read("a.txt", numbered.encode()))) == set()


@pytest.mark.parametrize("further", [
    ("ISO 22000:2018", "Food chain category: CII"), ("IATF 16949:2016", "IATF no. 0512345"),
    ("EN 9100:2018", "OASIS identification number 6112345678"),
    ("ISO/IEC 27001:2022", "Statement of applicability: 4.2"),
])  # fmt: skip
def test_what_a_standard_asks_for_beyond_the_others_is_met(further: tuple[str, str]) -> None:
    standard, line = further
    said = (FOLDER / "en-system-labels-before.txt").read_text("utf-8").replace("ISO 9001:2015", standard)
    assert found(checked(documents.read("a.txt", f"{said}\n{line}\n".encode()))) == set()


@pytest.mark.parametrize(("words", "rule"), [
    ("the service described below", {"C36"}), ("the product of Example Care Ltd", {"C36"}),
    ("the service home nursing", set()), ("the product Gate valve GV 20", set()),
])  # fmt: skip
def test_what_follows_the_word_product_or_service_is_its_designation_or_no_scope(words: str, rule: set[str]) -> None:
    said = (FOLDER / "en-product-service-unnamed.txt").read_text("utf-8").replace("the service", words)
    assert found(checked(documents.read("a.txt", said.encode()))) == rule


def test_each_certificate_of_a_file_is_checked_for_itself() -> None:
    (item,) = checked(read("en-system-two-certificates.txt")).findings
    assert (item.rule, item.words) == ("C15", None)
    assert item.place.startswith("the certificate that begins at line ")
    said = (FOLDER / "en-system-brand.txt").read_text("utf-8")
    again = checked(documents.read("a.txt", f"{said}\n{said}".encode()))
    assert again.findings == ()
    other = (FOLDER / "en-product-service-above.txt").read_text("utf-8").replace("Certificate:", "Certificate number:")
    both = checked(documents.read("a.txt", f"{said}\n{other}".encode()))
    assert both.findings == ()
    assert both.certificate is CertificateKind.UNCLEAR


@pytest.mark.parametrize("sentence", [
    "The certification mark must not be used on products or packaging.",
    "This certificate does not say that products are tested or comply with EN 809.",
    "Neither the ISO logo nor the IAF mark may be used.",
])  # fmt: skip
def test_what_forbids_is_no_misuse(sentence: str) -> None:
    said = (FOLDER / "en-system-labels-before.txt").read_text("utf-8") + f"\n{sentence}\n"
    assert found(checked(documents.read("a.txt", said.encode()))) == set()


@pytest.mark.parametrize(
    ("begin", "end", "rule"),
    [
        ("1 March 2024", "28 February 2027", set()),
        ("29.02.2024", "28.02.2027", set()),
        ("2024-03-01", "2027-03-01", set()),
        ("2024-03-01", "2027-03-02", {"C52"}),
        ("March 1, 2024", "March 1, 2028", {"C52"}),
        ("03/04/2024", "05/06/2029", set()),
        ("13/04/2024", "14/06/2023", {"C51"}),
        ("May 2024", "May 2020", set()),
    ],
)
def test_dates_are_compared_where_both_can_be_read_for_certain(begin: str, end: str, rule: set[str]) -> None:
    said = (FOLDER / "en-system-labels-before.txt").read_text("utf-8")
    said = said.replace("12 March 2024", begin).replace("11 March 2027", end)
    assert found(checked(documents.read("a.txt", said.encode()))) == rule


# The data


def _rules() -> list[CertificateRule]:
    return list(library.certificate_rules()["en"].rules)


def test_every_letter_that_the_standards_ask_for_is_looked_for() -> None:
    asked = {
        f"{clause.standard} {clause.clause}"
        for rule in _rules() if rule.finds == "missing" for clause in rule.clauses
    }  # fmt: skip
    for name, standard, number in (
        ("iso-iec-17021-1-2015.json", "ISO/IEC 17021-1:2015", "8.2.2"),
        ("iso-iec-17065-2012.json", "ISO/IEC 17065:2012", "7.7.1"),
    ):
        clauses = json.loads((CHECKLISTS / name).read_text("utf-8"))["clauses"]
        letters = next(clause["letters"] for clause in clauses if clause["number"] == number)
        assert letters
        assert {f"{standard} {number}.{letter['letter']}" for letter in letters} <= asked
    assert "ISO/IEC 17065:2012 7.7.2" in asked


def test_every_clause_named_is_one() -> None:
    for rule in _rules():
        for clause in rule.clauses:
            short = clause.standard.removeprefix("ISO/IEC ").partition(":")[0]
            checklist = library.find(short).checklist
            known = set(checklist.requirements) | {item.number for item in checklist.clauses}
            assert clause.clause in known, (rule.id, clause.clause)


def test_what_is_required_under_a_condition_is_only_to_be_looked_at() -> None:
    for rule in _rules():
        if rule.finds == "missing" and rule.kind != "any":
            short = rule.clauses[0].standard.removeprefix("ISO/IEC ").partition(":")[0]
            leaf = library.find(short).checklist.requirements.get(rule.clauses[0].clause)
            if leaf is not None and leaf.duty.value == "conditional":
                assert rule.severity == "look", rule.id


def test_both_languages_have_the_same_rules() -> None:
    english, german = (library.certificate_rules()[language].rules for language in ("en", "de"))
    for one, other in zip(english, german, strict=True):
        same = ("id", "finds", "kind", "severity", "clauses", "concerns", "same_as", "shape", "inside")
        assert [getattr(one, name) for name in same] == [getattr(other, name) for name in same]
        assert one.title != other.title
        for field in ("when", "patterns", "unless"):
            assert bool(getattr(one, field)) == bool(getattr(other, field)), (one.id, field)
    assert len({rule.id for rule in english}) == len(english)
    assert {rule.same_as for rule in english} - {""} <= {rule.id for rule in english}


def test_long_texts_take_no_long_time() -> None:
    """A certificate with an annex of a thousand lines; the bound is generous."""
    base = (FOLDER / "en-product-labels.txt").read_text("utf-8")
    annex = "\n\n".join(f"Type BA {number}, model {number}-X, DN {number}, Street {number}" for number in range(2000))
    document = documents.read("a.txt", f"{base}\n\n{annex}".encode())
    begin = time.perf_counter()
    assert checked(document).certificate is CertificateKind.PRODUCT
    assert time.perf_counter() - begin < 10
