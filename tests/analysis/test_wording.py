"""What makes a checklist's texts hard to use is named with its place; good texts draw no remark."""

from __future__ import annotations

import msgspec
import pytest

from readiness import library
from readiness.analysis.wording import remarks
from readiness.model.checklist import Checklist, Clause, Kind, Letter
from tests.spelling import misspelt

LETTERS = (Letter(letter="a", title="T", question="Is the plan kept?", laid_down=("audit plan",)),)


def _clause(number: str, **fields: object) -> Clause:
    plain: dict[str, object] = {
        "question": f"Is duty {number} met?",
        "laid_down": ["procedure"],
        "shown_by": ["minutes"],
    }
    given = {"number": number, "title": "T", "kind": Kind.REQUIREMENT.value, **plain, **fields}
    return msgspec.convert(given, Clause)


def _found(*clauses: Clause, standard: str = "ISO/IEC 17065") -> list[str]:
    checklist = Checklist(id="x", standard=standard, edition="1", title="T", version="1", notice="N", clauses=clauses)
    return [str(remark) for remark in remarks(checklist, library.wording())]


def test_good_texts_draw_no_remark() -> None:
    assert (
        _found(_clause("1", question="Who reviews?"), _clause("2", question="Which matrices of the laboratory count?"))
        == []
    )


@pytest.mark.parametrize("field", ["why", "checked_by", "pitfall", "beside"])
def test_long_sentences_are_named_and_several_short_ones_are_fine(field: str) -> None:
    assert _found(_clause("1", **{field: "word " * 31})) == [
        f"clause 1: '{field}' has a sentence of 31 words; 30 are easier to read"
    ]
    assert _found(_clause("1", **{field: ("word " * 29 + "end. ") * 3})) == []


def test_a_question_may_have_sixty_words() -> None:
    assert _found(_clause("1", question="word " * 60)) == []
    assert len(_found(_clause("1", question="word " * 61))) == 1


@pytest.mark.parametrize(
    "entry", ["competence matrices", "Minutes of the board", "list of policies", "P-07 procedure (rev. 2)"]
)
def test_documents_and_records_are_known_in_singular_and_plural(entry: str) -> None:
    assert _found(_clause("1", shown_by=[entry])) == []


@pytest.mark.parametrize("entry", ["things done well", "evidence", "everyone is aware"])
def test_what_names_no_document_or_record_is_named(entry: str) -> None:
    assert _found(_clause("1", shown_by=[entry])) == [f"clause 1: '{entry}' names no kind of document or record"]


def test_audit_is_not_said_of_a_products_evaluation() -> None:
    assert "'auditors' is not this standard's term" in _found(_clause("1", question="Are auditors impartial?"))[0]
    assert _found(_clause("1", question="Is the audit of the management system part of the scheme?")) == []
    assert _found(_clause("1", question="Are auditors impartial?"), standard="ISO/IEC 17021-1") == []


def test_stages_belong_to_management_systems() -> None:
    assert "'stage 1' is not" in _found(_clause("1", laid_down=["procedure for Stage 1"]))[0]
    assert _found(_clause("1", laid_down=["procedure for Stage 1"]), standard="ISO/IEC 17021-1") == []
    assert _found(_clause("1", beside="17021-1 has Stage 1.")) == []


def test_two_questions_alike_are_named_letters_too() -> None:
    alike = _clause("2", question="Is the plan kept!", letters=msgspec.to_builtins(LETTERS))
    assert _found(alike) == ["clause 2 a): asks nearly the same as clause 2"]


def test_spelling_is_british_with_ize() -> None:
    assert misspelt(["organization", "programme", "fulfilment", "auditors", "client\u2019s", "Catalogue"]) == []
    assert misspelt(["recieve", "fulfillment", "program", "Judgment"]) == [
        "Judgment",
        "fulfillment",
        "program",
        "recieve",
    ]
