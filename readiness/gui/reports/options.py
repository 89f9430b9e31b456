"""What can be told of a report: what it is about, which parts it has, how it looks, and where the file is to be."""

from __future__ import annotations

import itertools
import os
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from readiness import library
from readiness.errors import ReadinessError
from readiness.gui import theme
from readiness.gui.bridge import Bridge, Place
from readiness.gui.flow import Flow, WrappedBox
from readiness.gui.forms import DateField, Sentence, add_row, faint, let_shrink
from readiness.model.snapshot import Snapshot
from readiness.report.blocks import PaperSize
from readiness.report.kinds import KINDS, Ask, Format, Kind
from readiness.report.request import Order, Request
from readiness.texts import language, tr, trn

_UPRIGHT, _ACROSS = "upright", "across"


def format_name(file_format: Format) -> str:
    """Name a kind of file as its users do."""
    return {Format.PDF: tr("PDF"), Format.XLSX: tr("Excel workbook"), Format.DOCX: tr("Word document")}[file_format]


class Options(QWidget):
    """The form for one kind of report at a time."""

    changed = Signal()
    """Something was chosen or typed, so that pages made before no longer show what is asked for."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        """Show an empty form; `show_kind` fills it."""
        super().__init__(parent)
        self._bridge = bridge
        self._kind: Kind = next(iter(KINDS.values()))
        self._rows: tuple[str, ...] = ()
        self.chosen: Path | None = None
        """The file that was chosen in the dialog, which asks by itself before one is replaced."""
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACING)
        self.title = QLabel()
        self.title.setWordWrap(True)
        self.title.setFont(theme.heading_font(self.title, 1.2))
        self.purpose = faint("")
        column.addWidget(self.title)
        column.addWidget(self.purpose)
        self.form = QFormLayout()
        self.form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        self._build_matter()
        self._build_look()
        self._build_file()
        column.addLayout(self.form)

    # Building

    def _build_matter(self) -> None:
        self.assessment = _choice()
        self.assessment.currentIndexChanged.connect(lambda _: self.changed.emit())
        add_row(self.form, tr("Fo&r"), self.assessment)
        self.service = _choice()
        self.service.currentIndexChanged.connect(lambda _: self.changed.emit())
        add_row(self.form, tr("Se&rvice"), self.service)
        self.only = QCheckBox()
        self.only.toggled.connect(lambda _: self.changed.emit())
        self.form.addRow("", self.only)
        self.clauses = QLineEdit()
        self.clauses.setPlaceholderText(tr("for example 9.4, 17065:7.6; empty for all"))
        self.clauses.textEdited.connect(lambda _: self.changed.emit())
        add_row(self.form, tr("C&lauses"), self.clauses)
        self.order = _choice((tr("as in the standard"), Order.CLAUSE), (tr("what weighs most first"), Order.WEIGHT))
        self.order.currentIndexChanged.connect(lambda _: self.changed.emit())
        add_row(self.form, tr("Order of &gaps"), self.order)
        self.since, self.until = DateField(tr("From")), DateField(tr("Until"))
        for field, label in ((self.since, tr("Fr&om")), (self.until, tr("&Until"))):
            field.edited.connect(self.changed)
            add_row(self.form, label, field)
        self.until.text.setPlaceholderText(tr("today"))
        self.profile = _choice()
        self.profile.currentIndexChanged.connect(lambda _: self.changed.emit())
        add_row(self.form, tr("Accreditation bod&y's form"), self.profile)
        self.parts = QWidget()
        self.parts.setAccessibleName(tr("Parts of the report"))
        self._part_boxes: dict[str, QCheckBox] = {}
        self._parts_flow = Flow(theme.SPACING, self.parts)
        self.form.addRow(tr("Parts"), self.parts)

    def _build_look(self) -> None:
        self.paper = _choice(("A4", PaperSize.A4), ("Letter", PaperSize.LETTER))
        self.lies = _choice((tr("upright"), _UPRIGHT), (tr("across"), _ACROSS))
        for box, label in ((self.paper, tr("P&aper")), (self.lies, tr("Pages l&ie"))):
            box.currentIndexChanged.connect(lambda _: self.changed.emit())
            add_row(self.form, label, box)
        self.marking = QLineEdit()
        self.marking.setPlaceholderText(tr("for example 'Confidential'; stands on every page"))
        self.marking.textEdited.connect(lambda _: self.changed.emit())
        add_row(self.form, tr("Mar&king"), self.marking)
        self.logo = QCheckBox(tr("with the logo"))
        self.data_row = _wrapped(tr("attach the data as a workbook"))
        self.evidence_row = _wrapped(tr("copy the evidence that is cited into a folder beside it"))
        self.data, self.evidence = self.data_row.box, self.evidence_row.box
        for box_, row in ((self.logo, self.logo), (self.data, self.data_row), (self.evidence, self.evidence_row)):
            box_.toggled.connect(lambda _: self.changed.emit())
            self.form.addRow("", row)

    def _build_file(self) -> None:
        self.format = _choice()
        self.format.currentIndexChanged.connect(self._on_format)
        add_row(self.form, tr("File &type"), self.format)
        self.target = QLineEdit()
        choose = QPushButton(tr("Choose ..."))
        choose.setAccessibleName(tr("Choose the file of the report"))
        choose.clicked.connect(self.choose_target)
        row = QWidget()
        across = QHBoxLayout(row)
        across.setContentsMargins(0, 0, 0, 0)
        across.addWidget(self.target)
        across.addWidget(choose)
        self.target.setAccessibleName(tr("File of the report"))
        self.target.editingFinished.connect(self.settle_ending)
        add_row(self.form, tr("File &name"), row)
        self.problem = Sentence()
        self.form.addRow("", self.problem)

    # Showing

    def show_kind(self, kind: Kind, request: Request, target: str, *, with_evidence: bool = False) -> None:
        """Show a kind of report as it was asked for last, and where its file went."""
        self.blockSignals(True)
        self._kind = kind
        self.title.setText(kind.title())
        self.purpose.setText(kind.purpose())
        self.offer_records(self._bridge.snapshot, request.assessment, request.service)
        self.since.text.setPlaceholderText(tr("a year before") if Ask.SINCE in kind.asks else tr("30 days before"))
        self._offer_profiles(request.profile)
        self.clauses.setText(", ".join(request.clauses))
        _choose(self.order, request.order)
        self.since.set_date(request.since)
        self.until.set_date(request.until)
        self._offer_parts(kind, request.without)
        _choose(self.paper, request.paper)
        across = kind.landscape if request.landscape is None else request.landscape
        _choose(self.lies, _ACROSS if across else _UPRIGHT)
        self.marking.setText(request.marking)
        self.logo.setChecked(request.logo)
        self.data.setChecked(request.data)
        self.evidence.setChecked(with_evidence)
        self._offer_formats(kind, target)
        for widget, is_asked in (
            (self.clauses, Ask.CLAUSES in kind.asks),
            (self.order, Ask.ORDER in kind.asks),
            (self.assessment, Ask.SERVICE not in kind.asks),
            (self.service, Ask.SERVICE in kind.asks),
            (self.since, bool(kind.asks & {Ask.PERIOD, Ask.SINCE})),
            (self.until, Ask.PERIOD in kind.asks),
            (self.profile, Ask.PROFILE in kind.asks),
            (self.parts, len(kind.parts) > 1),
            (self.logo, not kind.bare and bool(self._bridge.snapshot.organization.logo)),
            (self.evidence_row, Ask.EVIDENCE_FOLDER in kind.asks),
        ):
            self.form.setRowVisible(widget, is_asked)
        self._show_rows()
        self.blockSignals(False)

    def show_rows(self, place: Place) -> None:
        """Offer to limit the report to what a checklist shows, where somebody comes from there."""
        self._rows = place.rows
        if place.assessment:
            _choose(self.assessment, place.assessment)
        if place.filter and Ask.SERVICE in self._kind.asks:
            _choose(self.service, place.filter)
        self._show_rows()
        self.only.setChecked(bool(self._rows))

    def _show_rows(self) -> None:
        count = len(self._rows)
        text = trn("only the {n} row that the checklist shows", "only the {n} rows that the checklist shows", count)
        self.only.setText(text)
        self.form.setRowVisible(self.only, count > 0 and not self._is_whole)

    @property
    def _is_whole(self) -> bool:
        """Tell whether the kind cannot be limited to rows of a checklist."""
        return self._kind.general or Ask.SERVICE in self._kind.asks

    def offer_records(self, snapshot: Snapshot, assessment: str, service: str) -> None:
        """Offer the assessments and services that there are; `assessment` and `service` are the ids chosen."""
        assessments = [(f"{item.standard}: {item.scope}", item.id) for item in snapshot.assessments.values()]
        services = [(item.name, item.id) for item in snapshot.services.values()]
        for box, everything, offered, wanted in (
            (self.assessment, tr("all assessments"), assessments, assessment),
            (self.service, tr("all services offered"), services, service),
        ):
            box.blockSignals(True)
            box.clear()
            for text, data in ((everything, ""), *offered):
                box.addItem(text, data)
            _choose(box, wanted)
            box.blockSignals(False)

    def _offer_profiles(self, wanted: str) -> None:
        self.profile.clear()
        try:
            for profile in library.profiles():
                self.profile.addItem(profile.named(language()), profile.id)
                place, source = self.profile.count() - 1, profile.sourced(language())
                self.profile.setItemData(place, source, Qt.ItemDataRole.ToolTipRole)
                self.profile.setItemData(place, source, Qt.ItemDataRole.AccessibleDescriptionRole)
            self.problem.say("")
        except ReadinessError as error:
            self.problem.say(str(error))
        _choose(self.profile, wanted)

    def _offer_parts(self, kind: Kind, without: Sequence[str]) -> None:
        for box in self._part_boxes.values():
            self._parts_flow.removeWidget(box)
            box.deleteLater()
        self._part_boxes = {}
        for part in kind.parts:
            box = self._part_boxes[part.name] = QCheckBox(part.title())
            box.setChecked(part.name not in without)
            box.toggled.connect(lambda _: self.changed.emit())
            self._parts_flow.addWidget(box)

    def _offer_formats(self, kind: Kind, target: str) -> None:
        self.format.blockSignals(True)
        self.format.clear()
        for file_format in kind.formats:
            self.format.addItem(format_name(file_format), file_format)
        self.target.setText(target)
        _choose(self.format, Path(target).suffix.lower().removeprefix("."))
        self.format.blockSignals(False)
        self._on_format()

    def _on_format(self) -> None:
        """Give the file the ending of what it is to be."""
        ending = self.format.currentData()
        if ending is None:
            return
        path = self.file
        if path.name and path.suffix.lower() != f".{ending}" and not _is_folder(path):
            name = path.stem if _ending(path) in set(Format) else path.name
            self.target.setText(str(path.with_name(f"{name}.{ending}")))
        self.form.setRowVisible(self.data_row, ending == Format.PDF)
        self.changed.emit()

    def settle_ending(self) -> None:
        """Follow the ending that was typed: the kind of file where it can be made so, else it gets the chosen one."""
        path = self.file
        if not path.name or _is_folder(path):
            return
        if _ending(path) in self._kind.formats:
            _choose(self.format, _ending(path))
        else:
            path = path.with_name(f"{path.name}.{self.file_format}")
        self.target.setText(str(path))

    def choose_target(self) -> bool:
        """Ask for the file of the report; False where none was chosen."""
        ending = str(self.format.currentData() or Format.PDF)
        kinds = f"{format_name(Format(ending))} (*.{ending})"
        chosen = QFileDialog.getSaveFileName(self, tr("File of the report"), self.target.text(), kinds)[0]
        if chosen:
            self.target.setText(chosen)
            self.settle_ending()
            # Where an ending was added, the dialog asked about another file.
            self.chosen = Path(chosen) if Path(chosen) == self.file else None
        return bool(chosen)

    # What is asked for

    @property
    def file_format(self) -> Format:
        """Give the kind of file that is chosen."""
        return Format(self.format.currentData() or Format.PDF)

    @property
    def file(self) -> Path:
        """Give the file that the report is to be in; a name without a folder lies beside the workspace."""
        text = self.target.text().strip()
        path = Path(os.path.expanduser(text))  # noqa: PTH111 - leaves a '~' that is nobody's home as it is
        return self._bridge.workspace.path.parent / path if path.name else path

    @property
    def evidence_folder(self) -> Path | None:
        """Give a folder beside the file that is not there yet, where the evidence is to be copied; None where not."""
        if Ask.EVIDENCE_FOLDER not in self._kind.asks or not self.evidence.isChecked():
            return None
        target = self.file
        names = itertools.chain(
            [tr("{name} (evidence)", name=target.stem)],
            (tr("{name} (evidence {n})", name=target.stem, n=number) for number in itertools.count(2)),
        )
        return next(path for path in map(target.with_name, names) if not os.path.lexists(path))

    def request(self) -> Request:
        """Put together what is asked for."""
        kind = self._kind
        asks = kind.asks
        across = self.lies.currentData() == _ACROSS
        return Request(
            kind=kind.name,
            assessment=(self.assessment.currentData() or "") if Ask.SERVICE not in asks else "",
            service=(self.service.currentData() or "") if Ask.SERVICE in asks else "",
            clauses=_numbers(self.clauses.text()) if Ask.CLAUSES in asks else (),
            only=self._rows if self.only.isChecked() and not self._is_whole else (),
            without=tuple(name for name, box in self._part_boxes.items() if not box.isChecked()),
            order=Order(self.order.currentData()) if Ask.ORDER in asks else Order.CLAUSE,
            paper=PaperSize(self.paper.currentData()),
            landscape=None if across == kind.landscape else across,
            marking=self.marking.text().strip(),
            profile=self.profile.currentData() or library.NEUTRAL,
            logo=self.logo.isChecked(),
            since=self.since.date if asks & {Ask.PERIOD, Ask.SINCE} else None,
            until=self.until.date if Ask.PERIOD in asks else None,
            data=self.data.isChecked() and self.file_format is Format.PDF,
        )


def _ending(path: Path) -> str:
    return path.suffix.lower().removeprefix(".")


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:  # a name that is too long, or a folder that may not be looked into: it is said when it is made
        return False


def _numbers(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.replace(";", ",").split(",") if part.strip())


def _choice(*items: tuple[str, str]) -> QComboBox:
    box = QComboBox()
    let_shrink(box)
    for text, data in items:
        box.addItem(text, data)
    return box


def _wrapped(text: str) -> WrappedBox:
    box = WrappedBox()
    box.show_text(text, text)
    return box


def _choose(box: QComboBox, data: str) -> None:
    """Choose what has some data; the first where nothing has it."""
    box.setCurrentIndex(max(0, box.findData(data)))
