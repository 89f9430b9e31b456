"""Office files as archives of XML, opened with every limit: DOCX, PPTX and XLSX share it. PPTX and XLSX are read here.

Nothing declares entities, nothing is fetched, nothing is unpacked that is larger than the text of any book.
"""

from __future__ import annotations

import datetime as dt
import io
import posixpath
import zipfile
from dataclasses import dataclass
from typing import Any

from readiness.errors import BadFile
from readiness.exchange import workbook_guard
from readiness.exchange.document_passages import Passages
from readiness.model.passages import Kind
from readiness.model.table import letters
from readiness.texts import tr

_MOST_PARTS, _LARGEST_TEXT, _MOST_MARKS = 20_000, 50_000_000, 3_000_000
_MEDIA = (
    ".png", ".jpg", ".jpeg", ".gif", ".tif", ".tiff", ".bmp", ".emf", ".wmf", ".svg", ".wdp", ".mp4", ".m4v", ".mov",
    ".avi", ".wmv", ".mp3", ".wav", ".m4a", ".ttf", ".odttf", ".fntdata", ".bin",
)  # fmt: skip
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


@dataclass(frozen=True)
class Relation:
    """What a part points at: the last word of the relation's type, and the name of the other part."""

    name: str
    kind: str
    target: str


class Package:
    """The parts of an Office file, each read only when asked for."""

    def __init__(self, raw: bytes, into: Passages) -> None:
        """Open the archive.

        Raises:
            BadFile: it is damaged, or larger inside than documents are.
        """
        self._into = into
        self._marks = self._read = 0
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(raw))
            parts = self._archive.infolist()
        except workbook_guard.DAMAGED:
            raise into.refused_as_damaged() from None
        self.names = frozenset(part.filename for part in parts)
        if any(part.compress_type not in _METHODS or part.flag_bits & 1 for part in parts):
            raise into.refused_as_damaged()
        text = sum(part.file_size for part in parts if not part.filename.lower().endswith(_MEDIA))
        if len(parts) > _MOST_PARTS or text > _LARGEST_TEXT:
            raise into.refused_as_too_large()

    def root(self, name: str) -> Any:
        """Give the root element of a part, None where the archive has no such part.

        Raises:
            BadFile: the part is damaged, declares something, or is too large.
        """
        if name not in self.names:
            return None
        try:
            self._read += self._archive.getinfo(name).file_size
            if self._read > _LARGEST_TEXT:
                raise self._into.refused_as_too_large()
            content = self._archive.read(name)
        except workbook_guard.DAMAGED:
            raise self._into.refused_as_damaged() from None
        self._marks += content.count(b"<")
        if self._marks > _MOST_MARKS:
            raise self._into.refused_as_too_large()
        if workbook_guard.declares(content):
            raise self._into.refused_as_damaged(tr("it holds declarations that no document has"))
        try:
            return parsed(content)
        except ValueError as error:
            raise self._into.refused_as_damaged(str(error)) from None

    def relations(self, name: str) -> tuple[Relation, ...]:
        """List what a part ('' is the whole file) points at inside the archive."""
        folder, _, base = name.rpartition("/")
        root = self.root(posixpath.join(folder, "_rels", f"{base}.rels"))
        if root is None:
            return ()
        return tuple(
            Relation(
                found.get("Id", ""),
                found.get("Type", "").rpartition("/")[2],
                posixpath.normpath(posixpath.join("/", folder, found.get("Target", ""))).lstrip("/"),
            )
            for found in root
            if local(found) == "Relationship" and found.get("TargetMode") != "External"
        )

    def main_part(self, usual: str) -> str:
        """Name the part that the document begins with."""
        return next((found.target for found in self.relations("") if found.kind == "officeDocument"), usual)

    def add_title(self) -> None:
        """Take the title that the file's properties give."""
        root = self.root("docProps/core.xml")
        for found in () if root is None else root:
            if local(found) == "title":
                self._into.add(found.text or "", "title", part=tr("title"), counted=None)


def parsed(content: bytes) -> Any:
    """Make a tree of XML, without entities and without a network.

    Raises:
        ValueError: it is no XML, or nested deeper than any document.
    """
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        return etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise ValueError(str(error)) from None


def walk(root: Any) -> Any:
    """Walk through a tree, ('start' | 'end', element) by turns; its `skip_subtree()` leaves out what is inside."""
    from lxml import etree

    return etree.iterwalk(root, events=("start", "end"))


def local(element: Any) -> str:
    """Name an element without its namespace; both kinds of Office Open XML use the same words."""
    tag: str = element.tag
    return tag.rpartition("}")[2]


def attribute(element: Any, name: str) -> str:
    """Give an attribute by its name without namespace, '' where it is missing."""
    value: str | None = element.get(name)
    if value is not None:
        return value
    return next((value for key, value in element.items() if key.endswith("}" + name)), "")


def child(element: Any, *names: str) -> Any:
    """Go down a path of children, each the first of its name; None where there is none."""
    for name in names:
        element = next((found for found in element if local(found) == name), None)
        if element is None:
            return None
    return element


def is_set(element: Any) -> bool:
    """Tell whether a property that is there is switched on."""
    return element is not None and attribute(element, "val").lower() not in ("0", "false", "off", "none")


def is_other_choice(element: Any) -> bool:
    """Tell whether an element repeats for other programs what stands beside it (mc:AlternateContent)."""
    return local(element) in ("Choice", "Fallback") and element.getprevious() is not None


# Drawings, which slides, diagrams and charts consist of


_NOT_TEXT = frozenset({"pPr", "rPr", "endParaRPr", "fld"})


def add_drawing(root: Any, into: Passages, *, part: str, counted: str, only: frozenset[str] | None = None) -> None:
    """Take the text of shapes, tables and alternative texts of a drawing.

    `only` names the kinds of placeholder whose text counts, '' being shapes that are none.
    """
    drawing = _Drawing(into, part, counted)
    steps = walk(root)
    for event, element in steps:
        name = local(element)
        if event == "end":
            drawing.leave(name)
        elif is_other_choice(element) or name in _NOT_TEXT or _is_out(element, name, only):
            steps.skip_subtree()
        else:
            drawing.enter(element, name)


class _Drawing:
    """What is being read of a drawing."""

    def __init__(self, into: Passages, part: str, counted: str) -> None:
        self._into, self._part, self._counted = into, part, counted
        self._where = part
        self._shape: Kind = "paragraph"
        self._kind: Kind = "paragraph"
        self._pieces: list[str] = []
        self._table = self._row = self._column = 0

    def enter(self, element: Any, name: str) -> None:
        if name == "sp":
            self._shape = "heading" if _placeholder(element) in ("title", "ctrTitle") else "paragraph"
        elif name in ("tbl", "tr", "tc"):
            self._enter_table(name)
        elif name == "p":
            self._kind = "list" if self._shape == "paragraph" and _is_item(element) else self._shape
        elif name == "t":
            self._pieces.append((element.text or "").replace("\n", " "))
        elif name in ("br", "tab"):
            self._pieces.append("\n" if name == "br" else " ")
        elif name == "cNvPr":
            part = tr("{part}, alt text", part=self._part)
            for said in dict.fromkeys((attribute(element, "title"), attribute(element, "descr"))):
                self._into.add(said.replace("\n", " "), "alt", part=part, counted=self._counted)

    def _enter_table(self, name: str) -> None:
        if name == "tbl":
            self._table, self._row = self._table + 1, 0
        elif name == "tr":
            self._row, self._column = self._row + 1, 0
        else:
            self._column += 1
            self._shape = "cell"
            cell = tr(
                "table {table}, row {row}, column {column}", table=self._table, row=self._row, column=self._column
            )
            self._where = tr("{part}, {inside}", part=self._part, inside=cell)

    def leave(self, name: str) -> None:
        if name == "p":
            self._into.add("".join(self._pieces), self._kind, part=self._where, counted=self._counted)
            self._pieces.clear()
        elif name in ("sp", "tc"):
            self._shape, self._where = "paragraph", self._part


def _placeholder(shape: Any) -> str | None:
    """Give the kind of placeholder a shape is ('obj' where it says none), None where it is a shape of its own."""
    found = child(shape, "nvSpPr", "nvPr", "ph")
    return None if found is None else attribute(found, "type") or "obj"


def _is_out(element: Any, name: str, only: frozenset[str] | None) -> bool:
    if name not in ("sp", "pic", "graphicFrame", "grpSp", "cxnSp"):
        return False
    properties = next((found for found in element if local(found).startswith("nv")), None)
    shown = None if properties is None else child(properties, "cNvPr")
    if shown is not None and attribute(shown, "hidden") in ("1", "true"):
        return True
    return name == "sp" and only is not None and (_placeholder(element) or "") not in only


def _is_item(paragraph: Any) -> bool:
    properties = child(paragraph, "pPr")
    if properties is None:
        return False
    if any(local(found) in ("buChar", "buAutoNum", "buBlip") for found in properties):
        return True
    return attribute(properties, "lvl") not in ("", "0") and child(properties, "buNone") is None


# Slides

_OWN = frozenset({""})
_NOTES = frozenset({"body", "", "obj"})
_DRAWN = ("diagramData", "chart")


def read_slides(package: Package, into: Passages) -> None:
    """Read a presentation: slides in sight in their order with notes, then what their layouts and masters add.

    Raises:
        BadFile: it has no slides where slides should be.
    """
    main = package.main_part("ppt/presentation.xml")
    root = package.root(main)
    if root is None:
        raise into.refused_as_damaged()
    package.add_title()
    targets = {found.name: found.target for found in package.relations(main)}
    layouts: dict[str, None] = {}
    for number, slide in enumerate(child(root, "sldIdLst") if child(root, "sldIdLst") is not None else (), start=1):
        target = targets.get(next((value for key, value in slide.items() if key.endswith("}id")), ""), "")
        drawing = package.root(target)
        if drawing is None or attribute(drawing, "show") in ("0", "false"):
            continue
        part = tr("slide {n}", n=number)
        add_drawing(drawing, into, part=part, counted=part)
        for found in package.relations(target):
            if found.kind in _DRAWN and (inside := package.root(found.target)) is not None:
                add_drawing(inside, into, part=part, counted=part)
            elif found.kind == "slideLayout":
                layouts[found.target] = None
            elif found.kind == "notesSlide" and (notes := package.root(found.target)) is not None:
                said = tr("slide {n}, notes", n=number)
                add_drawing(notes, into, part=said, counted=said, only=_NOTES)
    _add_behind_slides(package, into, layouts)


def _add_behind_slides(package: Package, into: Passages, layouts: dict[str, None]) -> None:
    """Take what layouts in use and their masters write on every slide; their placeholders show nothing."""
    masters = {
        found.target: None for name in layouts for found in package.relations(name) if found.kind == "slideMaster"
    }
    for part, names in ((tr("slide layout"), layouts), (tr("slide master"), masters)):
        for name in names:
            if (root := package.root(name)) is not None:
                add_drawing(root, into, part=part, counted=part, only=_OWN)


# Workbooks


def read_workbook(raw: bytes, package: Package, into: Passages) -> None:
    """Read the cells of the sheets in sight, formulas as what they were worth when the workbook was saved.

    Raises:
        BadFile: the workbook is refused by its guard, or openpyxl cannot read it.
    """
    refused = workbook_guard.refusal(raw, workbook_guard.OF_DOCUMENTS)
    if refused is not None:
        raise BadFile(
            tr("'{name}' was not read: {problem}.", name=into.name, problem=refused),
            tr("Open it in Excel, put that right, and save it anew."),
            (refused,),
        )
    package.add_title()
    try:
        for sheet, row, column, value in workbook_guard.cells(raw):
            part = tr("sheet {sheet}, cell {cell}", sheet=sheet, cell=f"{letters(column - 1)}{row}")
            into.add(_shown(value), "cell", part=part, counted=None)
    except workbook_guard.Unreadable as error:
        raise BadFile(
            tr("'{name}' was not read: it {problem}.", name=into.name, problem=error),
            tr("Open it in Excel and save it anew."),
        ) from None


def _shown(value: Any) -> str:
    """Write a value as people write it; how the cell would format it is not looked up."""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat(" ", "minutes")
    if isinstance(value, float):
        return f"{value:.15g}"
    return str(value).replace("\n", " ")
