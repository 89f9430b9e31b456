"""What checking the claims of 1,000 pages costs, against one cheap pass over the same text."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest

from readiness import library
from readiness.analysis.claims import Checker
from readiness.tasks import claims
from tests.bench.ratios import ratio

PAGES = 1000
WORDS_OF_A_PAGE = 500
CLAIMS = 0.02
"""The share of sentences that speak of certification."""
DEAREST = 20
PROSE = {
    "en": (
        "The parts are turned on the lathe in hall two and leave it washed and dried. "
        "Our drivers bring the goods to the yard before seven, and the crane lifts them from the lorry. "
        "In spring the market was weaker than expected, yet the order books were full by the end of May. "
        "Each coil is weighed, measured and written into the book of the shift. "
        "Visitors find parking space behind the office; the porter will show them the way. "
        "The canteen serves lunch from half past eleven, and there is a garden for the break. "
    ),
    "de": (
        "Die Teile werden in Halle zwei gedreht und verlassen sie gewaschen und trocken. "
        "Unsere Fahrer bringen die Ware vor sieben auf den Hof, und der Kran hebt sie vom Wagen. "
        "Im Frühjahr war der Markt schwächer als erwartet, doch die Bücher waren Ende Mai voll. "
        "Jedes Bund wird gewogen, gemessen und in das Buch der Schicht eingetragen. "
        "Besucher parken hinter dem Büro; der Pförtner zeigt ihnen den Weg. "
        "Die Kantine kocht ab halb zwölf, und für die Pause gibt es einen Garten. "
    ),
}


def _pages(language: str) -> list[str]:
    chance = random.Random(7)
    path = Path(__file__).parent.parent / "claims" / f"sentences-{language}.json"
    claims = [entry["text"] for entry in json.loads(path.read_text(encoding="utf-8"))]
    prose = [sentence.strip() + "." for sentence in PROSE[language].split(".") if sentence.strip()]
    pages = []
    for _ in range(PAGES):
        page: list[str] = []
        count = 0
        while count < WORDS_OF_A_PAGE:
            sentence = chance.choice(claims if chance.random() < CLAIMS else prose)
            page.append(sentence)
            count += len(sentence.split())
        pages.append(" ".join(page))
    return pages


@pytest.mark.parametrize("language", ["en", "de"])
def test_checking_1000_pages(benchmark: Any, language: str) -> None:
    pages = _pages(language)
    checker = Checker.of(library.claim_rules(language))

    def check() -> int:
        return sum(len(checker.check(page)) for page in pages)

    assert check() > PAGES / 4
    cost = ratio(check, lambda: [page.lower().split() for page in pages])
    benchmark.extra_info["checked, against lower().split()"] = round(cost, 1)
    benchmark.pedantic(check, rounds=3)
    assert cost <= DEAREST


LONG_DOCUMENT = 300
"""Pages of the PDF that is checked."""
BESIDE_PYPDF = 2


def test_a_pdf_of_300_pages_is_dominated_by_pypdf(benchmark: Any, tmp_path: Path) -> None:
    """Compare reading and checking the file with pypdf alone taking the text of its pages: at most half is ours."""
    from pypdf import PdfReader
    from reportlab.lib.styles import getSampleStyleSheet
    from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate

    path, style = tmp_path / "long.pdf", getSampleStyleSheet()["BodyText"]
    story: list[Any] = []
    for page in _pages("en")[:LONG_DOCUMENT]:
        story += [Paragraph(page.replace("&", "&amp;").replace("<", "&lt;"), style), PageBreak()]
    SimpleDocTemplate(str(path)).build(story)
    assert len(PdfReader(path).pages) >= LONG_DOCUMENT

    def check() -> int:
        (checked,) = claims.check_files([path])
        return len(checked.findings)

    assert check() > LONG_DOCUMENT / 4
    cost = ratio(check, lambda: [page.extract_text() for page in PdfReader(path).pages], rounds=3)
    benchmark.extra_info["read and checked, against pypdf alone"] = round(cost, 2)
    benchmark.pedantic(check, rounds=1)
    assert cost <= BESIDE_PYPDF
