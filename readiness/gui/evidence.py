"""The evidence register: what there is, where it is used, whether it is still valid."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path

import msgspec
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QFileDialog,
    QFormLayout,
    QLabel,
    QLineEdit,
    QMessageBox,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from readiness import words
from readiness.analysis import duplicates
from readiness.analysis.duplicates import Likeness
from readiness.gui import attaching, register_import, theme
from readiness.gui.attached import AttachedFile
from readiness.gui.bridge import Bridge, Place
from readiness.gui.citable import evidence_label, open_evidence, used_in
from readiness.gui.flow import Flow, Link
from readiness.gui.forms import DateField, add_row, faint
from readiness.gui.preview import Preview
from readiness.gui.register import Register
from readiness.gui.several_documents import SeveralDocuments, merge_into
from readiness.gui.tables import Column
from readiness.gui.typing import TextField, typed_in
from readiness.model.clauses import ClauseNumber
from readiness.model.record import new_id
from readiness.model.records import Evidence, EvidenceKind
from readiness.tasks import register
from readiness.tasks.origins import origin_text
from readiness.texts import tr, trn

_TEXTS = ("title", "reference", "revision", "owner", "link")


def _iso(date: dt.date | None) -> str:
    """Write a date as every spreadsheet reads it."""
    return date.isoformat() if date else ""


def _sort_date(item: Evidence) -> str:
    return _iso(item.date)


def _sort_end(item: Evidence) -> str:
    return _iso(item.valid_until)


def _empty(layout: QVBoxLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()


class EvidenceView(Register[Evidence]):
    """All evidence, and the form of the one chosen."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        """Show the register."""
        self._uses: dict[str, int] = {}
        self._to_confirm: Mapping[str, int] = {}
        self._twins: duplicates.Twins = {}
        super().__init__(
            bridge,
            tr("Evidence"),
            (
                Column(tr("Number"), lambda item: item.reference, letters=14),
                Column(tr("Title"), lambda item: item.title, letters=38),
                Column(tr("Kind"), lambda item: words.evidence_kind(item.kind), letters=12),
                Column(tr("Rev."), lambda item: item.revision, letters=7),
                Column(tr("Date"), lambda item: words.date(item.date), _sort_date, 12, lambda item: _iso(item.date)),
                Column(tr("Valid until"), self._validity, _sort_end, 19, lambda item: _iso(item.valid_until)),
                Column(tr("Uses"), self._use_text, self._use_count, letters=8),
                Column(tr("Owner"), lambda item: item.owner, in_sight=False),
                Column(tr("Link"), lambda item: item.link, in_sight=False),
            ),
            {
                "all": (tr("all"), lambda _: True),
                "unused": (tr("not cited"), lambda item: not self._use_count(item)),
                "expired": (tr("no longer valid"), self._is_expired),
                "to-confirm": (tr("revision changed"), lambda item: item.id in self._to_confirm),
                "duplicates": (tr("possible duplicates"), lambda item: item.id in self._twins),
                "files": (tr("with a file"), lambda item: item.file is not None),
            },
            tr("Nothing here yet. Add the documents and records that prove what you do, or drop a file on a clause."),
            tr("&New evidence"),
            parent,
        )
        self.import_button = QPushButton(tr("&Import a list ..."))
        self.import_button.clicked.connect(self.import_list)
        self.buttons.addWidget(self.import_button)
        self._build_form()
        self.refresh(None)

    def _is_expired(self, item: Evidence) -> bool:
        return item.valid_until is not None and item.valid_until < self.bridge.context.today

    def _validity(self, item: Evidence) -> str:
        date = words.date(item.valid_until)
        return tr("{date} expired", date=date) if self._is_expired(item) else date

    def _use_count(self, item: Evidence) -> int:
        return self._uses.get(item.id, 0)

    def _use_text(self, item: Evidence) -> str:
        return str(self._use_count(item) or "")

    def records(self) -> list[Evidence]:
        """List all evidence, counting once in how many clauses each is cited."""
        clauses: dict[str, set[tuple[str, str]]] = {}
        for by_requirement in self.bridge.snapshot.answers.values():
            for answer in by_requirement.values():
                clause = ClauseNumber.parse(answer.requirement).clause.id
                for citation in answer.citations:
                    clauses.setdefault(citation.evidence, set()).add((answer.assessment, clause))
        self._uses = {key: len(found) for key, found in clauses.items()}
        self._to_confirm = duplicates.places_to_confirm(self.bridge.snapshot)
        self._twins = duplicates.twins(self.bridge.snapshot)
        return list(self.bridge.snapshot.evidence.values())

    def searchable(self, record: Evidence) -> str:
        """Look in number, title, owner, note, kind and file name."""
        file = record.file.name if record.file else ""
        kind = words.evidence_kind(record.kind)
        return f"{record.reference} {record.title} {record.owner} {record.note} {kind} {file}"

    # The form

    def _build_form(self) -> None:
        form = QFormLayout()
        self.fields = {name: QLineEdit() for name in _TEXTS}
        labels = {
            "title": tr("&Title"),
            "reference": tr("Num&ber"),
            "revision": tr("&Revision"),
            "owner": tr("&Owner"),
            "link": tr("&Link"),
        }
        for name, field in self.fields.items():
            add_row(form, labels[name], field)
            field.editingFinished.connect(self.commit_typing)
        self.kind = QComboBox()
        for kind in EvidenceKind:
            self.kind.addItem(words.evidence_kind(kind), kind)
        self.kind.activated.connect(lambda _: self.commit_typing())
        form.insertRow(1, tr("&Kind"), self.kind)
        self.kind.setAccessibleName(tr("Kind"))
        self.date = DateField(tr("Its own date"))
        add_row(form, tr("Its o&wn date"), self.date)
        self.valid_until = DateField(tr("Valid until"))
        add_row(form, tr("Valid &until"), self.valid_until)
        for date in (self.date, self.valid_until):
            date.edited.connect(self.commit_typing)
        self.note = TextField(self.bridge, 3)
        self.note.left.connect(lambda _: self.commit_typing())
        add_row(form, tr("Note&s"), self.note)
        self.form_column.addLayout(form)
        self.form_column.addWidget(self.problem)
        self.likeness = QVBoxLayout()
        self.likeness.setSpacing(0)
        self.form_column.addLayout(self.likeness)
        self.form_column.addLayout(self._build_buttons())
        self.attached = AttachedFile(self.bridge)
        self.attached.take_wanted.connect(self._attach_path)
        self.form_column.addWidget(self.attached)
        self.form_column.addSpacing(theme.SPACING)
        caption = QLabel(tr("Where it is used"))
        caption.setFont(theme.heading_font(caption, 1.0))
        self.form_column.addWidget(caption)
        self.confirm_button = QPushButton(tr("Confirm all places"))
        self.confirm_button.setToolTip(tr("You looked them up: they are still right in what the document is now"))
        self.confirm_button.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.confirm_button.clicked.connect(self._confirm)
        self.form_column.addWidget(self.confirm_button)
        self.uses = QVBoxLayout()
        self.form_column.addLayout(self.uses)
        self.form_column.addStretch()

    def _build_buttons(self) -> Flow:
        row = Flow(theme.SPACING)
        self.open_button = QPushButton(tr("O&pen"))
        self.open_button.clicked.connect(self._open)
        self.attach_button = QPushButton()
        self.attach_button.clicked.connect(self._attach)
        self.remove_button = QPushButton(tr("Re&move"))
        self.remove_button.clicked.connect(self.remove)
        self.erase_button = QPushButton(tr("Erase for good ..."))
        self.erase_button.clicked.connect(self.erase)
        self.merge_button = QPushButton(tr("Mer&ge into ..."))
        self.merge_button.clicked.connect(self._merge)
        buttons = (self.open_button, self.attach_button, self.merge_button, self.remove_button, self.erase_button)
        for button in buttons:
            row.addWidget(button)
        return row

    def make_side(self, form: QScrollArea) -> QWidget:
        """Put the form of several documents in the form's place when it is needed, and the preview below."""
        self.several = SeveralDocuments(self.bridge)
        self.forms = QStackedWidget()
        self.forms.addWidget(form)
        several = QScrollArea()
        several.setWidgetResizable(True)
        several.setFrameShape(QScrollArea.Shape.NoFrame)
        several.setAccessibleName(tr("Several documents"))
        several.setWidget(self.several)
        self.forms.addWidget(several)
        self.preview = Preview(self.bridge)
        self.preview.open_wanted.connect(self._open)
        side = QWidget()
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.forms, 3)
        column.addWidget(self.preview, 2)
        return side

    def on_selected(self) -> None:
        """Show the form of one document, or that of several."""
        chosen = self.selected()
        self.forms.setCurrentIndex(1 if len(chosen) > 1 else 0)
        if len(chosen) > 1:
            self.commit_typing()
            self.several.show_records(self.selected())

    def show_record(self, record: Evidence | None) -> None:
        """Fill the form with a record; text that is being typed stays."""
        self.form.setEnabled(record is not None and not self.bridge.workspace.read_only)
        for name, field in self.fields.items():
            if not (field.hasFocus() and field.isModified()):
                field.setText(getattr(record, name) if record else "")
                field.setCursorPosition(0)
        self.kind.setCurrentIndex(self.kind.findData(record.kind if record else EvidenceKind.OTHER))
        self.date.set_date(record.date if record else None)
        self.valid_until.set_date(record.valid_until if record else None)
        if record is None or not self.note.is_changed:
            key = ("evidence", record.id, "note") if record else ()
            self.note.show_text(record.note if record else "", key, read_only=record is None)
        has_file = record is not None and record.file is not None
        self.attach_button.setText(tr("&Attach newer file ...") if has_file else tr("&Attach file ..."))
        self.attached.show_evidence(record)
        self.open_button.setEnabled(bool(record and (record.file or record.link)))
        self.merge_button.setEnabled(len(self.bridge.snapshot.evidence) > 1)
        self.preview.show_file(record.file if record else None)
        self.confirm_button.setVisible(record is not None and record.id in self._to_confirm)
        self._show_likeness(record)
        self.on_selected()
        self._show_uses(record)

    def _show_likeness(self, record: Evidence | None) -> None:
        """Say what other evidence may be the same, each a link to it."""
        _empty(self.likeness)
        for other, likenesses in self._twins.get(record.id if record else "", {}).items():
            name = evidence_label(self.bridge.snapshot.evidence[other])
            text = {
                Likeness.NUMBER: tr("same number as {name}", name=name),
                Likeness.TITLE: tr("same title as {name}", name=name),
                Likeness.FILE: tr("same file as {name}", name=name),
            }[likenesses[0]]
            link = Link(text)
            link.clicked.connect(lambda _=False, chosen=other: self.bridge.go(Place("evidence", record=chosen)))
            self.likeness.addWidget(link)

    def _show_uses(self, record: Evidence | None) -> None:
        _empty(self.uses)
        if record is None:
            return
        for text, place, _ in used_in(self.bridge.snapshot, record):
            button = Link(text)
            button.clicked.connect(lambda _=False, chosen=place: self.bridge.go(chosen))
            self.uses.addWidget(button)
        if not self.uses.count():
            self.uses.addWidget(faint(tr("Not cited yet.")))

    # Changing

    def _typed(self, record: Evidence) -> Evidence:
        texts = {name: typed_in(field, getattr(record, name)) for name, field in self.fields.items()}
        return msgspec.structs.replace(
            record,
            **texts,
            kind=EvidenceKind(self.kind.currentData()),
            date=self.date.date,
            valid_until=self.valid_until.date,
            note=self.note.text,
        )

    def commit_typing(self) -> None:
        """Record what differs in the form; a refusal is shown beside it."""
        if self.chosen is None or self.bridge.workspace.read_only:
            return
        self.record_typed(self._typed(self.chosen), (self.note,))

    def _confirm(self) -> None:
        record = self.chosen
        if record is not None:
            self.bridge.do(lambda: register.confirm(self.bridge.workspace, [record]))

    def _merge(self) -> None:
        self.commit_typing()
        if self.chosen is not None and not self.problem.text():
            merge_into(self.bridge, self.chosen, list(self._twins.get(self.chosen.id, ())), self)

    def import_list(self) -> None:
        """Take over a list of documents."""
        self.commit_typing()
        register_import.begin(self.bridge, self.window())

    def paste_rows(self) -> None:
        """Take over the rows that are on the clipboard."""
        if not self.bridge.workspace.read_only:
            self.commit_typing()
            register_import.begin(self.bridge, self.window(), QApplication.clipboard().text())

    def keyboard_help(self) -> list[str]:
        """List the keys of the register."""
        return [*super().keyboard_help(), tr("Ctrl+V\ttake over the rows of a list of documents")]

    def add(self) -> None:
        """Add evidence with a title to be overwritten."""
        self.commit_typing()
        record = Evidence(id=new_id(), title=tr("New evidence"), kind=EvidenceKind.PROCEDURE)
        if self.bridge.do(lambda: self.bridge.workspace.put(record)):
            self.show_place(Place("evidence", record=record.id))
            self.fields["title"].setFocus()
            self.fields["title"].selectAll()

    def _open(self) -> None:
        if self.chosen is not None:
            open_evidence(self.bridge, self.chosen, self)
            self.attached.ask()

    def _attach(self) -> None:
        chosen = QFileDialog.getOpenFileName(self, tr("Attach a file"))[0]
        if chosen:
            self._attach_path(Path(chosen))

    def _attach_path(self, path: Path) -> None:
        """Attach a file; where it takes the place of another, ask for its revision."""
        self.commit_typing()
        if self.chosen is None or self.problem.text():
            return
        identifier, before = self.chosen.id, len(self.chosen.earlier)
        self.bridge.do(lambda: self._put_file(identifier, path))
        record = self.bridge.snapshot.evidence.get(identifier)
        if record is not None and len(record.earlier) > before:
            self.fields["revision"].setFocus()

    def _put_file(self, identifier: str, path: Path) -> None:
        file = attaching.stage(self.bridge, path, self)
        record = self.bridge.snapshot.evidence[identifier]
        self.bridge.workspace.put(record.with_file(file, origin_text(path), self.bridge.context.today))

    def remove(self) -> None:
        """Remove the chosen evidence, after saying how many citations go with it."""
        record = self.chosen
        if len(self.selected()) > 1:
            self.several.remove()
            return
        if record is None:
            return
        count = self._use_count(record)
        question = trn(
            "'{title}' is cited in {n} clause. Remove it with these citations? Undo brings all back.",
            "'{title}' is cited in {n} clauses. Remove it with these citations? Undo brings all back.",
            count,
            title=record.title,
        )
        if count and QMessageBox.question(self, tr("Remove evidence"), question) != QMessageBox.StandardButton.Yes:
            return
        self.bridge.do(lambda: self.bridge.workspace.remove(record))

    def erase(self) -> None:
        """Ask why the chosen evidence is to be erased for good, and do it."""
        if self.chosen is not None:
            from readiness.gui.erasing import ErasingDialog  # noqa: PLC0415 - late for start-up time

            ErasingDialog(self.bridge, self.chosen, self).exec()
