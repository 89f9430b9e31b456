"""A marked copy of a Word file: the words highlighted and commented on, everything else as it was."""

from __future__ import annotations

import io
import zipfile

import docx
import pytest
from docx.enum.text import WD_COLOR_INDEX

from readiness.errors import BadFile
from readiness.exchange import documents
from readiness.exchange.word_marked import Mark, Marked, marked


def _file(made: docx.document.Document) -> bytes:
    target = io.BytesIO()
    made.save(target)
    return target.getvalue()


def _marked(raw: bytes, *marks: Mark) -> tuple[Marked, docx.document.Document]:
    done = marked("a.docx", raw, marks, "wording check")
    return done, docx.Document(io.BytesIO(done.content))


def _highlighted(document: docx.document.Document) -> list[str]:
    runs = [run for paragraph in document.paragraphs for run in paragraph.runs]
    return [run.text for run in runs if run.font.highlight_color == WD_COLOR_INDEX.YELLOW]


def _mark(text: str, words: str) -> Mark:
    start = text.index(words)
    return Mark(text, start, start + len(words), f"Not {words}")


def test_words_are_highlighted_and_commented_on() -> None:
    made = docx.Document()
    text = "Our ISO 9001 certified pumps ship worldwide."
    made.add_paragraph("All is well.")
    made.add_paragraph(text)
    raw = _file(made)
    done, copy = _marked(raw, _mark(text, "ISO 9001 certified pumps"))
    assert (done.commented, done.highlighted, done.left_out) == (1, 0, 0)
    assert _highlighted(copy) == ["ISO 9001 certified pumps"]
    assert [item.text for item in copy.comments] == ["Not ISO 9001 certified pumps"]
    assert [item.author for item in copy.comments] == ["wording check"]
    assert [item.text for item in copy.paragraphs] == ["All is well.", text]
    assert documents.read("a.docx", done.content).passages == documents.read("a.docx", raw).passages


def test_words_across_runs_keep_their_faces() -> None:
    made = docx.Document()
    paragraph = made.add_paragraph("Our ISO  9001 ")
    paragraph.add_run("certified").bold = True
    paragraph.add_run(" pumps\tare good.")
    text = "Our ISO 9001 certified pumps are good."
    _, copy = _marked(_file(made), _mark(text, "9001 certified pumps"))
    assert "".join(_highlighted(copy)).split() == ["9001", "certified", "pumps"]
    assert copy.paragraphs[0].text == "Our ISO  9001 certified pumps\tare good."
    bold = [run.text for run in copy.paragraphs[0].runs if run.bold]
    assert bold == ["certified"]


def test_two_marks_in_one_paragraph_and_a_paragraph_that_stands_twice() -> None:
    made = docx.Document()
    text = "We are ISO 9001 accredited and our pumps are CE certified."
    made.add_paragraph(text)
    made.add_table(1, 1).cell(0, 0).text = text
    done, copy = _marked(_file(made), _mark(text, "ISO 9001 accredited"), _mark(text, "CE certified"))
    assert done.commented == 2
    assert _highlighted(copy) == ["ISO 9001 accredited", "CE certified"]
    assert len(list(copy.comments)) == 4


def test_headers_are_only_highlighted_and_what_is_nowhere_is_counted() -> None:
    made = docx.Document()
    text = "We are ISO 9001 accredited."
    made.sections[0].header.paragraphs[0].text = text
    done, copy = _marked(_file(made), _mark(text, "ISO 9001 accredited"), _mark("An alt text: CE certified", "CE"))
    assert (done.commented, done.highlighted, done.left_out) == (0, 1, 1)
    runs = copy.sections[0].header.paragraphs[0].runs
    assert [run.text for run in runs if run.font.highlight_color] == ["ISO 9001 accredited"]


def test_a_damaged_file_is_refused() -> None:
    with pytest.raises(BadFile, match=r"'a\.docx' is damaged"):
        marked("a.docx", b"PK no zip", [], "check")


def test_what_is_about_the_whole_document_is_put_to_its_first_paragraph_each_with_a_comment() -> None:
    made = docx.Document()
    made.core_properties.title = "Title in the properties"
    made.add_paragraph("")
    made.add_paragraph("Certificate")
    done, copy = _marked(_file(made), Mark("", 0, 0, "No scope"), Mark("", 0, 0, "No date"))
    assert (done.commented, done.left_out) == (2, 0)
    assert sorted(item.text for item in copy.comments) == ["No date", "No scope"]
    assert _highlighted(copy) == []


def test_two_rules_on_the_same_words_make_two_comments() -> None:
    made = docx.Document()
    text = "Our ISO 9001 certified pumps."
    made.add_paragraph(text)
    done, copy = _marked(_file(made), Mark(text, 4, 22, "one"), Mark(text, 4, 22, "other"))
    assert done.commented == 2
    assert sorted(item.text for item in copy.comments) == ["one", "other"]
    assert "".join(_highlighted(copy)) == "ISO 9001 certified"


def test_hidden_text_does_not_hide_what_is_beside_it() -> None:
    made = docx.Document()
    paragraph = made.add_paragraph("We are ")
    paragraph.add_run("not to be seen ").font.hidden = True
    paragraph.add_run("ISO 9001 accredited.")
    raw = _file(made)
    text = documents.read("a.docx", raw).passages[0].text
    assert text == "We are ISO 9001 accredited."
    done, copy = _marked(raw, _mark(text, "ISO 9001 accredited"))
    assert done.commented == 1
    assert _highlighted(copy) == ["ISO 9001 accredited"]


def test_a_template_is_refused_in_a_sentence() -> None:
    made = docx.Document()
    made.add_paragraph("We")
    source, target = zipfile.ZipFile(io.BytesIO(_file(made))), io.BytesIO()
    with zipfile.ZipFile(target, "w") as copy:
        for name in source.namelist():
            content = source.read(name)
            if name == "[Content_Types].xml":
                content = content.replace(b"document.main+xml", b"template.main+xml")
            copy.writestr(name, content)
    with pytest.raises(BadFile, match="cannot be marked"):
        marked("a.docx", target.getvalue(), [], "check")
