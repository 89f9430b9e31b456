"""The briefing on paper: two pages a service to keep at hand, course, questions and answers, and who was briefed."""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Iterator

import msgspec
import pytest
from pypdf import PdfReader

from readiness import texts
from readiness.errors import UnknownName
from readiness.model.records import Attested, Evaluated, Method, Service
from readiness.model.snapshot import Snapshot
from readiness.report.blocks import Document, Entry
from readiness.report.kinds import KINDS
from readiness.report.pdf import draw
from readiness.report.request import Request
from readiness.tasks import sample
from readiness.tasks.report import composed
from readiness.workspace import Workspace
from tests.conftest import QUALITY_MANAGER, TODAY


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Snapshot]:
    """Give the sample's records."""
    path = sample.make(tmp_path_factory.mktemp("briefing") / "sample", TODAY, QUALITY_MANAGER).workspace
    with Workspace.open(path, QUALITY_MANAGER, read_only=True) as workspace:
        yield workspace.snapshot


@pytest.fixture(params=["en", "de"])
def language(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Speak each language for a test."""
    monkeypatch.setenv("READINESS_LANGUAGE", request.param)
    texts.use("")
    yield request.param
    monkeypatch.setenv("READINESS_LANGUAGE", "en")
    texts.use("")


def _made(snapshot: Snapshot, kind: str, **asked: object) -> Document:
    request = msgspec.structs.replace(Request(kind=kind), **asked)
    return composed(snapshot, TODAY, request, KINDS[kind], "9.9")


def _pages(document: Document) -> list[str]:
    file = io.BytesIO()
    draw(document, file)
    return [" ".join(page.extract_text().split()) for page in PdfReader(file).pages]


def test_a_handout_has_two_pages_a_service(demo: Snapshot, language: str) -> None:
    offered = [item for item in demo.services.values() if not item.planned]
    for service in offered:
        assert len(_pages(_made(demo, "handout", service=service.id))) == 2
    assert len(_pages(_made(demo, "handout"))) == 2 * len(offered)


def test_a_handout_on_both_standards_with_long_names_has_two_pages_too(demo: Snapshot, language: str) -> None:
    service = Service(
        id="b",
        name="Certification of management systems and of the products that come from them, for a whole group " * 2,
        document="ISO 9001:2015 together with the scheme for doors, windows, shutters and gates, edition 4",
        evaluated=(Evaluated.ORGANIZATION, Evaluated.PRODUCT),
        methods=(Method.AUDIT, Method.TESTING),
        attested=Attested.BOTH,
    )
    snapshot = msgspec.structs.replace(demo, services={"b": service})
    assert len(_pages(_made(snapshot, "handout"))) == 2


def test_the_printed_answers_are_those_of_the_printed_questions(demo: Snapshot) -> None:
    document = _made(demo, "briefing", service=next(iter(demo.services)))
    by_anchor = {section.anchor: section for section in document.sections}
    asked = [block for block in by_anchor["quiz"].blocks if isinstance(block, Entry)]
    answered = [block for block in by_anchor["answers"].blocks if isinstance(block, Entry)]
    assert len(asked) == len(answered) == 10
    for question, answer in zip(asked, answered, strict=True):
        letter, _, text = answer.title.partition(": ")
        assert {field.label: field.texts[0].text for field in question.fields}[letter] == text
        whys = {field.texts[-1].text for field in answer.fields}
        assert whys - {"right", "wrong"}


def test_no_question_and_no_answer_is_parted_by_a_pages_end(demo: Snapshot, language: str) -> None:
    pages = _pages(_made(demo, "briefing"))
    assert len(pages) > len(demo.services)
    assert [page for page in pages if re.search(r"\d \((continued|Fortsetzung)\)", page)] == []


def test_who_is_due_stands_first(demo: Snapshot) -> None:
    text = _pages(_made(demo, "briefings"))[0]
    assert "13 briefings are due" in text
    assert text.index("customer service") < text.index("sales adviser A")
    since = TODAY - dt.timedelta(days=1000)
    assert "12 briefings are due" in _pages(_made(demo, "briefings", since=since))[0]


def test_results_say_what_was_answered_wrongly(demo: Snapshot) -> None:
    text = " ".join(_pages(_made(demo, "briefings")))
    assert "6 of 10" in text
    assert "not passed" in text
    assert "System mark on a product" in text


def test_without_services_or_people_it_says_so(demo: Snapshot) -> None:
    empty = msgspec.structs.replace(demo, services={}, personnel={}, briefings={})
    for kind in ("handout", "briefing", "briefings"):
        assert "under" in _pages(_made(empty, kind))[0]
    with pytest.raises(UnknownName, match="No service has the id"):
        _made(demo, "handout", service="gone")
