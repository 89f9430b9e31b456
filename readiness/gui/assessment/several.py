"""Several files and links attached at once: asked once for what they are, one piece of evidence each."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QFormLayout, QListWidget, QListWidgetItem, QWidget

from readiness import words
from readiness.errors import UsageError
from readiness.gui import attaching
from readiness.gui.bridge import Bridge
from readiness.gui.dialogs import Form
from readiness.gui.forms import add_row
from readiness.model.checklist import Requirement
from readiness.model.record import new_id
from readiness.model.records import Assessment, Attachment, Citation, Evidence, EvidenceKind, Role
from readiness.tasks.origins import origin_text
from readiness.texts import tr, trn


class SeveralDialog(Form):
    """Makes one piece of evidence of each file and link that is ticked, cited in the same role, in one commit."""

    def __init__(
        self,
        bridge: Bridge,
        assessment: Assessment,
        leaves: tuple[Requirement, ...],
        items: tuple[Path | str, ...],
        parent: QWidget | None = None,
    ) -> None:
        """List what was brought, all of it ticked; a path is a file, a text is a link."""
        numbers = words.requirements(leaves, bridge.snapshot.checklist_of(assessment))
        super().__init__(tr("Attach to {requirements}", requirements=numbers), tr("Attach"), parent)
        self._bridge, self._assessment, self._leaves, self._items = bridge, assessment, leaves, items
        self.list = QListWidget()
        self.list.setAccessibleName(tr("What is attached"))
        self.list.setMaximumHeight(self.fontMetrics().lineSpacing() * 12)
        for item in items:
            entry = QListWidgetItem(item.name if isinstance(item, Path) else item)
            entry.setToolTip(str(item))
            entry.setFlags(entry.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            entry.setCheckState(Qt.CheckState.Checked)
            self.list.addItem(entry)
        self.list.setCurrentRow(0)
        self.body.addWidget(self.list)
        form = QFormLayout()
        self.role = QComboBox()
        for role in Role:
            self.role.addItem(words.role(role), role)
        hint = tr("Laid down: the rule. Shown by: the record that it is followed. It is the same for all of them.")
        add_row(form, tr("&Role"), self.role, hint=hint)
        self.kind = QComboBox()
        for kind in EvidenceKind:
            self.kind.addItem(words.evidence_kind(kind), kind)
        add_row(form, tr("&Kind"), self.kind)
        self.body.addLayout(form)
        self.role.setFocus()

    def chosen(self) -> list[Path | str]:
        """List what is ticked."""
        ticked = [self.list.item(row).checkState() is Qt.CheckState.Checked for row in range(self.list.count())]
        return [item for item, is_ticked in zip(self._items, ticked, strict=True) if is_ticked]

    def work(self) -> None:
        """Copy the files into the workspace, and record all evidence with its citations in one commit.

        Raises:
            UsageError: nothing is ticked.
            ReadinessError: a file cannot be read, the disk refused, or the copying was stopped: nothing is recorded.
        """
        chosen = self.chosen()
        if not chosen:
            raise UsageError(tr("Nothing is ticked."), tr("Tick what is to be attached."))
        files = [item for item in chosen if isinstance(item, Path)]
        text = trn("Attaching {n} file", "Attaching {n} files", len(files))
        staged = attaching.with_progress(self, text, lambda progress: self._stage(files, progress)) if files else {}
        records = [self._made(item, staged) for item in chosen]
        role = Role(self.role.currentData())
        uses = [(self._assessment, self._leaves, Citation(evidence=record.id, role=role)) for record in records]
        self._bridge.workspace.put(*records, uses=uses)

    def _stage(self, files: list[Path], progress: attaching.Progress) -> dict[Path, Attachment]:
        total = sum(_size(path) for path in files)
        staged: dict[Path, Attachment] = {}
        done = 0
        for path in files:
            before = done
            staged[path] = self._bridge.workspace.stage(path, lambda at, _, before=before: progress(before + at, total))  # type: ignore[misc]
            done += staged[path].size
        return staged

    def _made(self, item: Path | str, staged: dict[Path, Attachment]) -> Evidence:
        kind = EvidenceKind(self.kind.currentData())
        if isinstance(item, str):
            return Evidence(id=new_id(), title=_title_of(item), kind=kind, link=item)
        title = item.stem.replace("_", " ").strip() or item.name
        return Evidence(id=new_id(), title=title, kind=kind, file=staged[item], origin=origin_text(item))


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _title_of(link: str) -> str:
    """Take the last part of a link for a title, the whole link where it has none."""
    last = link.split("?", 1)[0].rstrip("/").rsplit("/", 1)[-1]
    return last or link
