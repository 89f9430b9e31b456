"""Every format gives back exactly what was written, for any checklist that may exist."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readiness import exchange, library
from readiness.exchange import Format
from readiness.model import checklist_file
from readiness.model.checklist import Checklist, Clause, Confirmation, Duty, Kind, Letter

AWKWARD = [
    *("=1+1", "+A1", "@sum", "'quoted", "9.10", "TRUE", "2026-03-02", "#REF!"),
    *("_x0041_", "_x000D_", "_x005F_", "<b>&amp;", "  blanks  ", "two\nlines", "\ttab", "Ωмега ≥ 5", "😀"),
]
WRITABLE = st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff")
TEXTS = st.sampled_from(AWKWARD) | st.text(WRITABLE, max_size=30)
LINES = st.lists(TEXTS.filter(lambda text: text.strip() and "\n" not in text), max_size=3).map(tuple)
SOME_LINES = LINES.filter(bool)


@st.composite
def letters(draw: st.DrawFn, number: str) -> tuple[Letter, ...]:
    names = draw(st.lists(st.sampled_from("abcdef"), unique=True, max_size=3))
    return tuple(
        Letter(
            letter=name,
            title=draw(TEXTS) + "t",
            question=f"{number} {name} {draw(TEXTS)}",
            laid_down=draw(SOME_LINES),
            shown_by=draw(LINES),
            pitfall=draw(TEXTS),
        )
        for name in sorted(names)
    )


@st.composite
def clauses(draw: st.DrawFn, number: str) -> Clause:
    duty = draw(st.sampled_from(Duty))
    return Clause(
        number=number,
        title=draw(TEXTS) + "t",
        kind=Kind.REQUIREMENT,
        duty=duty,
        condition="only if" if duty is Duty.CONDITIONAL else "",
        option=draw(st.sampled_from(["", "A"])),
        numbering=draw(st.sampled_from(Confirmation)),
        letter_count=draw(st.none() | st.sampled_from(Confirmation)),
        question=f"{number} {draw(TEXTS)}",
        why=draw(TEXTS),
        laid_down=draw(LINES),
        shown_by=draw(SOME_LINES),
        checked_by=draw(TEXTS),
        pitfall=draw(TEXTS),
        beside=draw(TEXTS),
        see=("4",),
        keywords=draw(LINES),
        letters=draw(letters(number)),
    )


@st.composite
def checklists(draw: st.DrawFn) -> Checklist:
    filled = TEXTS.filter(str.strip)
    return Checklist(
        id=draw(filled),
        standard=draw(filled),
        edition=draw(filled),
        title=draw(filled),
        version=draw(filled),
        notice=draw(filled),
        options={"A": "with option", "B 1": "=other"},
        clauses=(
            Clause(number="4", title="Chapter", kind=Kind.HEADING),
            *(draw(clauses(f"4.{n}")) for n in range(1, draw(st.integers(1, 5)) + 1)),
        ),
    )


@pytest.mark.parametrize("form", exchange.FORMATS, ids=lambda form: form.name)
@given(checklist=checklists())
@settings(max_examples=40, deadline=None)
def test_any_checklist_comes_back_as_it_went_out(form: Format, checklist: Checklist) -> None:
    assert list(checklist_file.defects(checklist)) == []
    again, problems = form.read(form.write(checklist))
    assert problems == ()
    assert again == checklist


@pytest.mark.parametrize("form", exchange.FORMATS, ids=lambda form: form.name)
@pytest.mark.parametrize("shipped", library.shipped(), ids=lambda item: item.checklist.id)
def test_the_shipped_checklists_come_back_as_they_went_out(form: Format, shipped: library.CheckedChecklist) -> None:
    again, problems = form.read(form.write(shipped.checklist))
    assert problems == ()
    assert again == shipped.checklist


@pytest.mark.parametrize("form", exchange.FORMATS, ids=lambda form: form.name)
@given(raw=st.binary(max_size=200) | st.just(b"PK\x03\x04") | st.just(b"{}") | st.just(b"[" * 100_000))
@settings(max_examples=60, deadline=None)
def test_any_bytes_give_problems_and_nothing_else(form: Format, raw: bytes) -> None:
    checklist, problems = form.read(raw)
    assert checklist is None
    assert problems
    assert all(problem.where and problem.what for problem in problems)
