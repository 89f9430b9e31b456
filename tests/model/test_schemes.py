"""Recognizing schemes in what people write: designations however punctuated, descriptions, and no false hits."""

from __future__ import annotations

import pytest

from readiness import library
from readiness.model.schemes import Scheme, SchemeCatalogue, SchemeObject, words_of


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("ISO 9001", "iso-9001"),
        ("DIN EN ISO 9001:2015", "iso-9001"),
        ("iso9001", "iso-9001"),
        ("certified to ISO-9001.", "iso-9001"),
        ("9001", "iso-9001"),
        ("ISO/IEC 27001:2022", "iso-27001"),
        ("ISO 27001", "iso-27001"),
        ("ISO_IEC_27701", "iso-27701"),
        ("an Information Security Management System", "iso-27001"),
        ("GLOBALG.A.P. IFA v6", "globalgap-ifa"),
        ("GlobalGAP", "globalgap-ifa"),
        ("GLOBALG.A.P. Chain of Custody", "globalgap-coc"),
        ("FSSC 22000 V6", "fssc-22000"),
        ("ISO 22000:2018", "iso-22000"),
        ("BRC Packaging Issue 6", "brcgs-packaging"),
        ("PEFC", "pefc-coc"),
        ("PEFC forest management", "pefc-sfm"),
        ("FSC® FM/CoC", "fsc-fm"),
        ("EN 1090-1:2009+A1:2011", "en-1090-1"),
        ("IEC 62443-4-1", "iec-62443-4-1"),
        ("IEC 62443-4-2", "iec-62443-4-2"),
        ("AVCP 1+", "cpr-1"),
        ("AVCP 2+", "cpr-2-plus"),
        ("AVCP system 3", "cpr-3"),
        ("Construction Products Regulation", "cpr"),
        ("IEC 62443", "iec-62443"),
        ("SOC2 Type II", "soc-2"),
        ("GDPR Art. 42 seal", "gdpr-42"),
        ("Blauer Engel", "blue-angel"),
        ("Regulation (EU) 2018/848", "eu-organic"),
        ("ISO 20000\u20131", "iso-20000-1"),
        ("22000", "iso-22000"),
        (" 31000 ", "iso-31000"),
        ("mid", "measuring-instruments"),
        ("MID, module F", "measuring-instruments"),
        ("IFS certificate", "ifs-food"),
        ("1.ISO 9001", "iso-9001"),
        ("ISO\u00a09001", "iso-9001"),
    ],
)
def test_a_designation_is_recognized_however_it_is_written(text: str, wanted: str) -> None:
    found = library.schemes().named(text)
    assert found is not None
    assert found.id == wanted


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "19001",
        "90011",
        "ISO 90010",
        "EN 19001-2",
        "12.9001",
        "9001.5 EUR",
        "22000 employees",
        "in 2018, 848 farms",
        "a mid-sized firm",
        "no ifs and buts",
        "achieves its aims",
        "he lifts a suspension",
        "part A9001",
        "9001a",
        "1000-31000",
        "something else",
        "Tennessee",
        "scientific",
        "forklifts",
        "subsoc 22",
        "ISO 99999",
        "MSC in engineering",
        "GMP",
    ],
)
def test_no_scheme_is_seen_where_none_is_named(text: str) -> None:
    assert library.schemes().named(text) is None


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("quality management system to ISO 13485", "iso-13485"),
        ("food safety management system FSSC 22000", "fssc-22000"),
        ("ISO 9001 with an environmental management system", "iso-9001"),
        ("IATF 16949 (with ISO 9001)", "iatf-16949"),
        ("chain of custody to PEFC", "pefc-coc"),
        ("Food packaging to BRCGS Packaging", "brcgs-packaging"),
    ],
)
def test_a_designation_goes_before_a_description_and_the_longest_wins(text: str, wanted: str) -> None:
    found = library.schemes().named(text)
    assert found is not None
    assert found.id == wanted


def _scheme(slug: str, designation: str, *names: str) -> Scheme:
    return Scheme(
        id=slug,
        designation=designation,
        title="",
        editions=(),
        object=SchemeObject.PRODUCT,
        standards=("17065",),
        with_=(),
        names=names,
        remark="",
        ask="",
        source="domain knowledge",
        checked="2026-11-26",
        confirmed=False,
    )


def _catalogue(*schemes: Scheme) -> SchemeCatalogue:
    return SchemeCatalogue(format="", format_version=1, version="", language="en", notice="", schemes=schemes)


def test_of_equally_long_names_the_first_in_the_text_wins() -> None:
    first, second = _scheme("a", "ABC 1234"), _scheme("b", "XYZ 9876")
    catalogue = _catalogue(first, second)
    assert catalogue.named("XYZ 9876 and ABC 1234") == second
    assert catalogue.named("ABC 1234 and XYZ 9876") == first


def test_a_longer_name_wins_wherever_it_stands() -> None:
    short, long = _scheme("a", "ABC"), _scheme("b", "ABC Forest")
    assert _catalogue(short, long).named("ABC forest") == long
    assert _catalogue(long, short).named("ABC forestry") == short


def test_a_scheme_is_found_by_its_id_only() -> None:
    found = library.schemes().find("iso-9001")
    assert found is not None
    assert found.designation == "ISO 9001"
    assert library.schemes().find("ISO 9001") is None
    assert library.schemes().find("") is None


def test_a_name_is_split_into_words_and_numbers() -> None:
    assert words_of("GLOBALG.A.P. IFA v6") == ("globalg", "a", "p", "ifa", "v", "6")
    assert words_of("ISO/IEC 27001:2022") == ("iso", "iec", "27001", "2022")
    assert words_of("---") == ()
