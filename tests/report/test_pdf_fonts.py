"""Cleaning and wrapping: whatever a user typed becomes lines that fit."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readiness import places
from readiness.errors import DiskFault
from readiness.report.blocks import Paragraph
from readiness.report.pdf_fonts import Typesetter
from readiness.report.pdf_style import BODY
from readiness.report.request import Request
from readiness.tasks import report
from readiness.workspace import Workspace
from tests.conftest import TODAY
from tests.report.samples import fill, page_texts
from tests.report.test_pdf import _document

SETTER = Typesetter()


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("plain", "plain"),
        ("  two   spaces  ", "two spaces"),
        ("tab\there", "tab here"),
        ("one\r\ntwo\rthree", "one\ntwo\nthree"),
        ("bell\x07null\x00escape\x1b", "bellnullescape"),
        ("u\u0301", "\u00fa"),
        ("soft\u00adhyphen, zero\u200bwidth, right\u202eto left", "softhyphen, zerowidth, rightto left"),
        ("line\u2028separator", "line\nseparator"),
        ("thin\u2009space", "thin space"),
        ("non\u2011breaking", "non-breaking"),
        ("lone \ud800 surrogate", "lone surrogate"),
        ("no\u00a0break", "no\u00a0break"),
        ("", ""),
    ],
)
def test_cleaning(typed: str, printed: str) -> None:
    assert Typesetter().clean(typed, BODY).replace("\u2011", "-") == printed


@pytest.mark.parametrize("text", ["Überprüfung", "Ενέργεια", "Оценка соответствия", "Thủ tục đánh giá", "Łódź, İzmir"])
def test_latin_greek_cyrillic_and_vietnamese_need_no_substitute(text: str) -> None:
    setter = Typesetter()
    assert setter.clean(text, BODY) == text
    assert setter.missing == set()


def test_what_no_font_has_gets_a_substitute_and_is_reported() -> None:
    setter = Typesetter()
    cleaned = setter.clean("party \U0001f389!", BODY)
    assert len(cleaned) == len("party x!")
    assert "\U0001f389" not in cleaned
    assert setter.missing == {"\U0001f389"}


def test_a_missing_font_is_named_with_a_next_step(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(places, "resources_folder", lambda: tmp_path)
    with pytest.raises(DiskFault, match=r"NotoSans-Regular\.ttf") as error:
        Typesetter()
    assert error.value.next_step


def test_wrapping_keeps_all_words_in_order_and_every_line_within_the_width() -> None:
    words = [f"word{number}" for number in range(200)]
    lines = SETTER.wrap(" ".join(words), BODY, 120.0)
    assert " ".join(lines).split(" ") == words
    assert all(SETTER.width(line, BODY) <= 120.0 for line in lines)


def test_a_word_longer_than_the_line_is_broken_and_nothing_is_lost() -> None:
    word = "https://example.org/" + "a" * 500 + "/procedure.pdf"
    lines = SETTER.wrap(f"see {word} there", BODY, 90.0)
    assert "".join(lines).replace(" ", "") == f"see{word}there"
    assert all(SETTER.width(line, BODY) <= 90.0 for line in lines)


def test_a_column_narrower_than_a_letter_still_ends() -> None:
    assert SETTER.wrap("abc", BODY, 0.5) == ["a", "b", "c"]


def test_fitting_cuts_to_one_line_with_an_ellipsis() -> None:
    assert SETTER.fit("short", BODY, 100.0) == "short"
    cut = SETTER.fit("a rather long running head", BODY, 60.0)
    assert cut.endswith("…")
    assert SETTER.width(cut, BODY) <= 60.0


@given(st.text(max_size=300), st.floats(min_value=5, max_value=300))
@settings(max_examples=200, deadline=None)
def test_any_text_wraps_without_losing_printable_letters(text: str, width: float) -> None:
    setter = Typesetter()
    lines = setter.wrap(text, BODY, width)
    cleaned = setter.clean(text, BODY)
    assert "".join(lines).replace(" ", "") == cleaned.replace("\n", "").replace(" ", "")


WENQUANYI = next((Path(text) for text in places.SYSTEM_FONTS if "wqy" in text and Path(text).is_file()), None)


@pytest.mark.skipif(WENQUANYI is None, reason="the font WenQuanYi Zen Hei (fonts-wqy-zenhei) is not installed")
def test_chinese_japanese_and_korean_come_from_a_font_beside_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    assert WENQUANYI is not None
    monkeypatch.setattr(places, "SYSTEM_FONTS", (str(WENQUANYI),))
    setter = Typesetter()
    for text in ("认证机构", "認証機関の審査", "인증 기관"):
        assert setter.clean(f"Audit {text} 9001", BODY) == f"Audit {text} 9001"
        assert setter.width(text, BODY) > len(text) * BODY.size * 0.8
    assert setter.missing == set()
    fonts = [font for font, _ in setter.pieces("Audit 认证 9001", bold=True)]
    assert fonts == ["readiness-NotoSans-Bold", "readiness-extra", "readiness-NotoSans-Bold"]
    assert page_texts(_document(Paragraph("Audit 认证机构 9001")))[-1].count("Audit 认证机构 9001") == 1


def test_a_font_with_postscript_outlines_is_passed_over_and_what_lacks_is_said(both: Workspace, tmp_path: Path) -> None:
    own = places.settings_folder() / "fonts"
    own.mkdir(parents=True)
    (own / "broken.ttf").write_bytes(b"OTTO" + b"\0" * 200)
    fill(both)
    assessment = next(iter(both.snapshot.assessments.values()))
    both.answer(assessment, (next(both.snapshot.requirements(assessment)),), note="认证 שלום")
    made = report.make(both.snapshot, tmp_path / "out.pdf", TODAY)
    assert len(made.notes) == 2
    assert "认" in made.notes[0]
    assert str(own) in made.notes[0]
    assert "right to left" in made.notes[1]
    assert report.make(both.snapshot, tmp_path / "out.pdf", TODAY, Request(kind="actions")).notes == ()
