"""Results of briefings as evidence of competence, people, and the course as a text to read."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import msgspec
import pytest
from pypdf import PdfReader
from PySide6.QtGui import QTextDocument

from readiness import library
from readiness.errors import NotAllowed, UnknownName
from readiness.model.briefing import Person
from readiness.model.records import Role, Service
from readiness.tasks import briefing, sample
from readiness.workspace import Workspace
from tests.conftest import TODAY
from tests.offered import SYSTEM


@pytest.fixture
def adviser(both: Workspace) -> Person:
    """Give somebody who is to be briefed on a service."""
    both.put(SYSTEM)
    briefing.add_people(both, ["sales  adviser A", "", "sales adviser A", "customer service"], "sales")
    return briefing.find_person(both.snapshot, "Sales adviser A")


def test_people_are_added_once_each(both: Workspace, adviser: Person) -> None:
    assert [item.name for item in both.snapshot.personnel.values()] == ["sales adviser A", "customer service"]
    assert adviser.function == "sales"
    assert briefing.add_people(both, ["SALES ADVISER A"]) is None


def test_a_result_is_evidence_of_competence_in_one_step(both: Workspace, adviser: Person) -> None:
    before = both.snapshot
    commit = briefing.record(both, adviser, SYSTEM, TODAY, 9, 10, ("claim:R10",))
    assert commit is not None
    assert commit.sentence == "Briefed sales adviser A on 'Quality management': 9 of 10 right"
    (result,) = both.snapshot.briefings.values()
    assert (result.person, result.service, result.date, result.missed) == (adviser.id, SYSTEM.id, TODAY, ("claim:R10",))
    (evidence,) = both.snapshot.evidence.values()
    assert result.evidence == evidence.id
    assert evidence.date == TODAY
    systems, leaves = both.snapshot.locate("17021-1:7.2.7")
    cited = both.snapshot.answer(systems, leaves[0].id).citations
    assert [(item.evidence, item.role) for item in cited] == [(evidence.id, Role.SHOWN_BY)]
    both.undo()
    assert both.snapshot.briefings == before.briefings
    assert both.snapshot.evidence == before.evidence


def test_further_results_are_kept_under_the_same_evidence(both: Workspace, adviser: Person) -> None:
    colleague = briefing.find_person(both.snapshot, "customer service")
    briefing.record(both, adviser, SYSTEM, TODAY, 9, 10)
    briefing.record(both, colleague, SYSTEM, TODAY - dt.timedelta(days=9), 5, 10)
    (evidence,) = both.snapshot.evidence.values()
    assert evidence.date == TODAY
    assert {item.evidence for item in both.snapshot.briefings.values()} == {evidence.id}


def test_where_the_evidence_was_removed_the_next_result_makes_it_anew(both: Workspace, adviser: Person) -> None:
    briefing.record(both, adviser, SYSTEM, TODAY, 9, 10)
    both.remove(*both.snapshot.evidence.values())
    briefing.record(both, adviser, SYSTEM, TODAY, 10, 10)
    assert len(both.snapshot.evidence) == 1


def _attach(workspace: Workspace, folder: Path) -> None:
    briefing.write_results(workspace.snapshot, SYSTEM, folder / "results.pdf", TODAY)
    briefing.attach(workspace, SYSTEM, folder / "results.pdf", TODAY)


def test_results_are_attached_as_pdf_and_earlier_ones_stay(both: Workspace, adviser: Person, tmp_path: Path) -> None:
    with pytest.raises(NotAllowed, match="There is no evidence"):
        _attach(both, tmp_path)
    briefing.record(both, adviser, SYSTEM, TODAY - dt.timedelta(days=500), 9, 10, ("claim:R10",))
    _attach(both, tmp_path)
    (evidence,) = both.snapshot.evidence.values()
    assert evidence.file is not None
    text = " ".join(page.extract_text() for page in PdfReader(both.attachment_path(evidence.file)).pages)
    assert "sales adviser A" in text
    assert "9 of 10" in text
    assert "2 briefings are due" in text
    briefing.record(both, adviser, SYSTEM, TODAY, 10, 10)
    _attach(both, tmp_path)
    (evidence,) = both.snapshot.evidence.values()
    assert len(evidence.earlier) == 1


def test_what_cannot_be_is_refused_and_nothing_is_half_done(both: Workspace, adviser: Person) -> None:
    for right, asked in ((11, 10), (-1, 10), (0, 0)):
        with pytest.raises(NotAllowed, match="cannot be answered rightly"):
            briefing.record(both, adviser, SYSTEM, TODAY, right, asked)
    with pytest.raises(NotAllowed, match="is still to come"):
        briefing.record(both, adviser, SYSTEM, dt.date(2999, 1, 1), 9, 10)
    with pytest.raises(NotAllowed, match="names have 200 at most"):
        both.put(Person(id="0000000000000001", name="x" * 201))
    with pytest.raises(NotAllowed, match="needs a name"):
        both.put(Person(id="0000000000000001", name=" "))
    with pytest.raises(UnknownName, match="does not exist"):
        both.put(Person(id="0000000000000001", name="A", services=("gone",)))
    assert not both.snapshot.briefings
    assert not both.snapshot.evidence


def test_removing_a_person_or_a_service_takes_its_results_along(both: Workspace, adviser: Person) -> None:
    other = Service(id="6e6e6e6e6e6e6e6e", name="Other")
    both.put(other)
    both.put(Person(id="0000000000000001", name="B", services=(SYSTEM.id, other.id)))
    briefing.record(both, adviser, SYSTEM, TODAY, 9, 10)
    both.remove(adviser)
    assert not both.snapshot.briefings
    both.undo()
    assert len(both.snapshot.briefings) == 1
    both.remove(SYSTEM)
    assert not both.snapshot.briefings
    left = both.snapshot.personnel["0000000000000001"]
    assert left.services == (other.id,)
    both.remove(other)
    left = both.snapshot.personnel["0000000000000001"]
    assert left.services is not None
    assert not left.services
    assert not left.deals_with(SYSTEM.id)


def test_names_and_ids_are_understood(both: Workspace, adviser: Person) -> None:
    assert briefing.find_service(both.snapshot, "quality MANAGEMENT") == SYSTEM
    assert briefing.find_person(both.snapshot, adviser.id) == adviser
    both.put(Person(id="0000000000000001", name="Sales adviser A"))
    with pytest.raises(UnknownName, match="More than one"):
        briefing.find_person(both.snapshot, "sales adviser A")
    with pytest.raises(UnknownName, match="No service is called"):
        briefing.find_service(both.snapshot, "Else")


def test_the_course_leads_to_clauses_and_sections_of_guides() -> None:
    text = briefing.course_markdown(SYSTEM)
    assert "ISO 9001:2015" in text
    clauses = re.findall(r"\(clause:([^)]+)\)", text)
    guides = re.findall(r"\(guide:([^#)]+)#", text)
    assert clauses
    assert guides
    assert {guide.name for guide in library.guides()} >= set(guides)
    for clause in clauses:
        standard, _, number = clause.partition(":")
        assert library.find(standard).checklist.leaves_of(number)


def test_what_somebody_typed_is_not_read_as_markup() -> None:
    named = msgspec.structs.replace(SYSTEM, name="Doors <p> | *new* [x](y)", document="Scheme <S-210>, ed. 4")
    page = QTextDocument()
    page.setMarkdown(briefing.course_markdown(named))
    text = page.toPlainText()
    assert "Doors <p> | *new* [x](y)" in text
    assert "Scheme <S-210>, ed. 4" in text


def test_every_question_that_the_sample_names_is_known() -> None:
    keys = [key for person in sample.body().personnel for item in person.results for key in item.missed]
    assert keys
    assert not any(briefing.topic(key) == key for key in keys)
