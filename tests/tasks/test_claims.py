"""Checking wording: files, folders, pasted text; allowances; a check kept as evidence; the report of a check."""

from __future__ import annotations

import time
from pathlib import Path

import docx
import openpyxl
import pytest
from pypdf import PdfReader
from reportlab.pdfgen.canvas import Canvas

from readiness.analysis.claim_findings import CheckedDocument, language_of
from readiness.errors import Cancelled, DiskFault, NotAllowed, UnknownName, UsageError
from readiness.model.certificates import Stated
from readiness.model.records import Role
from readiness.tasks import claims
from readiness.workspace import Workspace
from tests.conftest import TODAY

WRONG = "We are ISO 9001 accredited."
RIGHT = "The quality management system of the plant is certified to ISO 9001:2015 by Body X."
GERMAN = "Wir sind nach ISO 9001 akkreditiert, und das ist für unsere Kunden ein Zeichen der Qualität."


def _text(folder: Path, name: str, *lines: str) -> Path:
    path = folder / name
    path.write_text("\n\n".join(lines), encoding="utf-8")
    return path


def _word(folder: Path, name: str, *paragraphs: str) -> Path:
    made = docx.Document()
    for text in paragraphs:
        made.add_paragraph(text)
    made.save(str(folder / name))
    return folder / name


def test_misuse_is_found_with_place_words_and_what_to_write(tmp_path: Path) -> None:
    (checked,) = claims.check_files([_word(tmp_path, "brochure.docx", RIGHT, WRONG)])
    (found,) = checked.findings
    assert found.rule == "R05"
    assert found.is_error
    assert found.place.endswith("paragraph 2")
    assert found.words is not None
    assert checked.passages[found.words.passage].text[found.words.start : found.words.end] == found.words.text
    assert found.words.text in WRONG
    assert found.why
    assert found.correct_wording
    assert "17021-1:8.3.4" in found.clauses


def test_right_wording_is_left_alone(tmp_path: Path) -> None:
    (checked,) = claims.check_files([_text(tmp_path, "a.txt", RIGHT, 'Never write "ISO 9001 certified product".')])
    assert checked.findings == ()


def test_german_is_checked_by_german_rules(tmp_path: Path) -> None:
    (checked,) = claims.check_files([_text(tmp_path, "a.txt", GERMAN)])
    assert [item.rule for item in checked.findings] == ["R05"]
    assert language_of(["Das ist nicht der Plan."], ["en", "de"]) == "de"
    assert language_of(["ISO 9001"], ["en", "de"]) == "en"


def test_folders_are_checked_whole_and_what_cannot_be_read_is_said(tmp_path: Path) -> None:
    (tmp_path / "more").mkdir()
    _text(tmp_path, "a.txt", WRONG)
    _text(tmp_path / "more", "b.md", WRONG)
    (tmp_path / "c.docx").write_bytes(b"PK\x03\x04 broken")
    (tmp_path / "d.png").write_bytes(b"\x89PNG")
    checked = claims.check_files([tmp_path])
    assert [Path(item.name).name for item in checked] == ["a.txt", "c.docx", "b.md"]
    assert [item.errors for item in checked] == [1, 0, 1]
    assert checked[1].problem


def _scan(folder: Path) -> Path:
    """Make a PDF of one page that is a picture."""
    path = folder / "scan.pdf"
    canvas = Canvas(str(path))
    canvas.rect(72, 600, 200, 100, fill=1)
    canvas.save()
    return path


@pytest.mark.parametrize("stated", list(Stated))
def test_a_document_without_text_is_a_problem_and_neither_clean_nor_lacking_everything(
    tmp_path: Path, stated: Stated
) -> None:
    empty, blank = _text(tmp_path, "empty.txt"), _text(tmp_path, "blank.md", " ", "\u00a0")
    for item in claims.check_files([_scan(tmp_path), empty, blank], stated=stated):
        assert "holds no text that can be read" in item.problem
        assert item.findings == ()
        assert item.certificate is None


def test_what_could_not_be_read_is_not_kept_as_checked(both: Workspace, tmp_path: Path) -> None:
    scan = claims.check_files([_scan(tmp_path)])
    claims.write_report(scan, tmp_path / "claims.pdf", TODAY)
    with pytest.raises(NotAllowed, match="no document could be read"):
        claims.keep(both, scan, tmp_path / "claims.pdf", TODAY)
    assert not both.snapshot.evidence
    mixed = (*scan, *claims.check_files([_text(tmp_path, "a.txt", RIGHT)]))
    claims.keep(both, mixed, tmp_path / "claims.pdf", TODAY)
    (record,) = both.snapshot.evidence.values()
    assert record.title == "Check of wording in 1 document"
    assert record.note == "0 findings; 1 document could not be read"


@pytest.mark.parametrize("stated", [Stated.NONE, Stated.SYSTEM])
@pytest.mark.parametrize(
    "text", ["We are ISO 9001 accredited ", "Our product is ISO 9001 certified. ", "certified" * 3]
)
def test_one_line_with_thousands_of_hits_costs_little_more_than_its_length(text: str, stated: Stated) -> None:
    def cost(times: int) -> float:
        before = time.process_time()
        claims.check_text(text * times, stated=stated)
        return time.process_time() - before

    cost(200)
    once = min(cost(1000) for _ in range(2))
    assert cost(4000) < 10 * once + 0.5  # by the square it would be 16 times


def test_a_line_that_is_checked_in_pieces_says_where_the_words_stand_in_it() -> None:
    line = "Our pumps are good. " * 300
    text = f"{line}{WRONG} {line}{WRONG}"
    found = claims.check_text(text).findings
    assert len(found) == 2
    for item in found:
        assert item.words is not None
        assert text[item.words.start : item.words.end] == item.words.text
    without_blanks = "x" * 9_000 + f" {WRONG}"
    assert len(claims.check_text(without_blanks).findings) == 1


def test_a_path_that_leads_nowhere_and_an_empty_folder_are_said(tmp_path: Path) -> None:
    with pytest.raises(UnknownName, match="There is no file"):
        claims.check_files([tmp_path / "gone.txt"])
    with pytest.raises(UnknownName, match="holds no document"):
        claims.check_files([tmp_path])


def test_a_check_can_be_stopped(tmp_path: Path) -> None:
    with pytest.raises(Cancelled):
        claims.check_files([_text(tmp_path, "a.txt", WRONG)], progress=lambda done, total: False)


def test_pasted_text_is_checked_line_by_line() -> None:
    checked = claims.check_text(f"{RIGHT}\n\n  {WRONG}  \n")
    assert [item.place for item in checked.findings] == ["line 3"]


def test_allowed_wording_needs_a_reason_and_is_not_found_again(both: Workspace) -> None:
    (found,) = claims.check_text(WRONG).findings
    with pytest.raises(NotAllowed):
        claims.allow(both, found, " ")
    claims.allow(both, found, "A quotation from the law.")
    claims.allow(both, found, "A quotation from the old law.")
    assert [item.reason for item in both.snapshot.allowed.values()] == ["A quotation from the old law."]
    again = claims.check_text(WRONG.upper(), claims.allowed_keys(both.snapshot))
    assert again.findings == ()
    assert len(again.allowed) == 1
    both.remove(next(iter(both.snapshot.allowed.values())))
    assert len(claims.check_text(WRONG, claims.allowed_keys(both.snapshot)).findings) == 1


@pytest.fixture
def checked(tmp_path: Path) -> tuple[CheckedDocument, ...]:
    (tmp_path / "broken.docx").write_bytes(b"PK\x03\x04 broken")
    wrong = _text(tmp_path, "brochure.txt", WRONG, RIGHT)
    return claims.check_files([wrong, tmp_path / "broken.docx"])


def test_the_findings_are_written_as_pdf_and_workbook(checked: tuple[CheckedDocument, ...], tmp_path: Path) -> None:
    claims.write_report(checked, tmp_path / "claims.pdf", TODAY)
    text = " ".join(page.extract_text() for page in PdfReader(tmp_path / "claims.pdf").pages)
    text = " ".join(text.split())
    assert "1 finding is wrong as it stands." in text
    assert "ISO 9001 accredited" in text
    assert "broken.docx" in text
    claims.write_report(checked, tmp_path / "claims.xlsx", TODAY)
    book = openpyxl.load_workbook(tmp_path / "claims.xlsx")
    cells = [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value]
    assert any("ISO 9001 accredited" in cell for cell in cells)
    with pytest.raises(UsageError):
        claims.write_report(checked, tmp_path / "claims.docx", TODAY)


def test_a_check_is_kept_as_evidence_where_it_shows_practice(
    both: Workspace, checked: tuple[CheckedDocument, ...], tmp_path: Path
) -> None:
    claims.write_report(checked, tmp_path / "claims.pdf", TODAY)
    claims.keep(both, checked, tmp_path / "claims.pdf", TODAY)
    (record,) = both.snapshot.evidence.values()
    assert record.file is not None
    assert record.date == TODAY
    uses = {answer.requirement for answer in both.snapshot.uses_of(record.id)}
    assert {item.rpartition(".")[0] for item in uses} & {"8.1", "4.1.3", "4.1.3.2"}
    roles = {citation.role for answer in both.snapshot.uses_of(record.id) for citation in answer.citations}
    assert roles == {Role.SHOWN_BY}


def test_a_marked_copy_shows_what_was_found_and_leaves_the_file_alone(tmp_path: Path) -> None:
    source = _word(tmp_path, "brochure.docx", RIGHT, WRONG)
    before = source.read_bytes()
    (checked,) = claims.check_files([source])
    done = claims.write_marked(checked, tmp_path / "marked.docx")
    assert done.note == ""
    copy = docx.Document(str(done.path))
    (comment,) = copy.comments
    assert "R05" in comment.text
    assert "17021-1:8.3.4" in comment.text
    assert checked.findings[0].correct_wording in comment.text
    assert source.read_bytes() == before


def test_a_marked_copy_is_of_a_word_file_and_never_that_file(tmp_path: Path) -> None:
    source = _word(tmp_path, "brochure.docx", WRONG)
    (checked,) = claims.check_files([source])
    with pytest.raises(UsageError, match="is the file that was checked"):
        claims.write_marked(checked, source)
    with pytest.raises(UsageError, match="Only a Word file"):
        claims.write_marked(checked, tmp_path / "marked.pdf")
    (text,) = claims.check_files([_text(tmp_path, "a.txt", WRONG)])
    with pytest.raises(UsageError, match="Only a Word file"):
        claims.write_marked(text, tmp_path / "marked.docx")
    source.unlink()
    with pytest.raises(DiskFault):
        claims.write_marked(checked, tmp_path / "marked.docx")


def test_reasons_are_in_the_window_s_language_and_what_to_write_in_the_document_s(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (english,) = claims.check_files([_text(tmp_path, "a.txt", GERMAN)])
    monkeypatch.setenv("READINESS_LANGUAGE", "de")
    (german,) = claims.check_files([_text(tmp_path, "a.txt", GERMAN)])
    assert english.findings[0].title == "'Accredited' for a certified company"
    assert german.findings[0].title != english.findings[0].title
    assert german.findings[0].correct_wording == english.findings[0].correct_wording
    assert "akkreditiert" in german.findings[0].correct_wording
