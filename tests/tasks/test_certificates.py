"""Certificates as Word and PDF files; their findings in reports, kept as evidence, allowed."""

from __future__ import annotations

from pathlib import Path

import docx
import openpyxl
import pytest
from docx.oxml import parse_xml
from pypdf import PdfReader
from reportlab.pdfgen import canvas

from readiness.model.certificates import CertificateKind, Stated
from readiness.tasks import claims
from readiness.workspace import Workspace
from tests.conftest import TODAY

FOLDER = Path(__file__).parent.parent / "certificates"
WANTING = FOLDER / "en-system-without-expiry.txt"
TITLE = "The expiry or recertification due date is missing"
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_BOX = (
    f'<w:r {_W} xmlns:v="urn:schemas-microsoft-com:vml"><w:pict><v:shape><v:textbox><w:txbxContent>'
    "<w:p><w:r><w:t>Certificate no.: QM-17</w:t></w:r></w:p>"
    "</w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
)
_CONTROL = (
    f'<w:p {_W}><w:r><w:t xml:space="preserve">Effective date: </w:t></w:r><w:sdt><w:sdtPr/><w:sdtContent>'
    "<w:r><w:t>Click or tap to enter a date.</w:t></w:r></w:sdtContent></w:sdt></w:p>"
)
_FIELD = (
    f'<w:p {_W}><w:r><w:t xml:space="preserve">Valid until: </w:t></w:r><w:fldSimple w:instr="MERGEFIELD ValidUntil">'
    "<w:r><w:t>«ValidUntil»</w:t></w:r></w:fldSimple></w:p>"
)


def _word(path: Path, *, with_field: bool = True) -> Path:
    """Make a template: body in the header, client in a table, number in a text box, dates as a control and a field."""
    made = docx.Document()
    made.sections[0].header.paragraphs[0].text = "Example Certification Ltd, 4 Assessor Lane, Bristol BS1 4AA"
    made.add_heading("Certificate", 0)
    made.add_paragraph("This is to certify that the organization named below has a quality management system.")
    table = made.add_table(rows=0, cols=2)
    for left, right in (
        ("Certificate holder", "Example Pumps Ltd"),
        ("Address", "12 Harbour Road, Leeds LS1 4AB"),
        ("Standard", "ISO 9001:2015"),
        ("Scope", "Design and manufacture of pumps"),
    ):
        cells = table.add_row().cells
        cells[0].text, cells[1].text = left, right
    made.add_paragraph()._p.append(parse_xml(_BOX))
    last = made.add_paragraph()._p
    last.addnext(parse_xml(_CONTROL))
    if with_field:
        last.addnext(parse_xml(_FIELD))
    made.save(str(path))
    return path


def _pdf(path: Path, *lines: str) -> Path:
    pen = canvas.Canvas(str(path))
    for number, line in enumerate(lines):
        pen.setFont("Helvetica", 24 if number == 0 else 11)
        pen.drawString(72, 760 - 40 * number, line)
    pen.save()
    return path


def test_a_word_template_is_read_with_header_table_text_box_control_and_field(tmp_path: Path) -> None:
    whole, wanting = claims.check_files([_word(tmp_path / "a.docx"), _word(tmp_path / "b.docx", with_field=False)])
    assert whole.certificate is CertificateKind.SYSTEM
    assert whole.findings == ()
    assert [item.rule for item in wanting.findings] == ["C15"]


def test_a_pdf_certificate_is_read(tmp_path: Path) -> None:
    lines = (
        "Product certificate",
        "Certificate holder: Example Valves Ltd, 21 Canal Road, Derby DE1 2AB",
        "Product: Backflow preventer, type BA 50",
        "Product standard: EN 12729:2002",
        "Certification scheme: Sanitary fittings, issue 4",
        "Granted on: 14 February 2025",
        "Valid until: 13 February 2024",
        "Certification body: Example Certification Ltd, 9 Test Street, Reading RG1 1AA",
    )
    (checked,) = claims.check_files([_pdf(tmp_path / "a.pdf", *lines)])
    assert checked.certificate is CertificateKind.PRODUCT
    assert [item.rule for item in checked.findings] == ["C42", "C51"]


def test_what_is_missing_is_in_the_reports(tmp_path: Path) -> None:
    checked = claims.check_files([WANTING, FOLDER / "de-produkt-labels.txt"])
    claims.write_report(checked, tmp_path / "a.pdf", TODAY)
    text = " ".join(" ".join(page.extract_text() for page in PdfReader(tmp_path / "a.pdf").pages).split())
    assert "Checked as certificate of a management system, against 17021-1, 8.2.2." in text
    assert (
        "Checked as certificate of a product, process or service, against 17065, 7.7.1, 7.7.2. Nothing found." in text
    )
    assert "the whole document" in text
    assert TITLE in text
    assert "17021-1:8.2.2 c)" in text
    claims.write_report(checked, tmp_path / "a.xlsx", TODAY)
    cells = [
        str(cell.value)
        for sheet in openpyxl.load_workbook(tmp_path / "a.xlsx")
        for row in sheet.iter_rows() for cell in row if cell.value
    ]  # fmt: skip
    assert any(TITLE in cell for cell in cells)
    assert any("the document as a whole" in cell for cell in cells)


def test_what_may_be_missing_is_remembered_for_its_kind(both: Workspace) -> None:
    (found,) = claims.check_files([WANTING])[0].findings
    claims.allow(both, found, "The directory shows the date.")
    (record,) = both.snapshot.allowed.values()
    assert (record.key, record.words) == ("C15:system", TITLE)
    again = claims.check_files([WANTING], claims.allowed_keys(both.snapshot))[0]
    assert again.findings == ()
    assert [item.rule for item in again.allowed] == ["C15"]
    other = claims.check_files([FOLDER / "en-product-without-term.txt"], claims.allowed_keys(both.snapshot))[0]
    assert [item.rule for item in other.findings] == ["C40"]


@pytest.mark.parametrize(
    ("name", "clause"), [("en-system-without-expiry.txt", "8.2.2"), ("en-product-without-term.txt", "7.7.1")]
)
def test_a_check_of_certificates_is_kept_where_it_shows_practice(
    both: Workspace, tmp_path: Path, name: str, clause: str
) -> None:
    checked = claims.check_files([FOLDER / name])
    claims.write_report(checked, tmp_path / "a.pdf", TODAY)
    claims.keep(both, checked, tmp_path / "a.pdf", TODAY)
    (record,) = both.snapshot.evidence.values()
    uses = {answer.requirement.rpartition(".")[0] for answer in both.snapshot.uses_of(record.id)}
    assert clause in uses
    assert not {"8.2.2", "7.7.1"} - {clause} & uses


def test_pasted_text_may_be_a_certificate() -> None:
    checked = claims.check_text(WANTING.read_text(encoding="utf-8"))
    assert checked.certificate is CertificateKind.SYSTEM
    assert claims.check_text("Our pumps.", stated=Stated.PRODUCT).certificate is CertificateKind.PRODUCT
    values = claims.values(checked)
    assert values["certificate"] == "system"
    assert values["misuses"][0]["words"] == values["misuses"][0]["context"] == ""
