"""The structure of a tagged PDF: which words are a heading, a cell, a list, and what a figure shows.

Laid-out text carries the element that it belongs to; drawing marks it with a number; at the end the tree of elements
is written. What belongs to no element (running heads, lines, surfaces) is drawn as an artifact.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from xml.sax.saxutils import escape

from reportlab.pdfbase.pdfdoc import (
    PDFArray,
    PDFDictionary,
    PDFName,
    PDFObject,
    PDFObjectReference,
    PDFStream,
    PDFString,
)

from readiness.report.blocks import Document

_ARTIFACT = "/Artifact BMC"
_END = "EMC"


class Element:
    """One element of the structure: its kind ('P', 'TD'), what is below it, and where its words were drawn.

    `alt` says in words what a figure shows; `scope` is what a header cell heads ('Column', 'Row'); `span` how many
    columns a cell takes; `box` where on its page a figure is (left, bottom, right, top), if it is on one only.
    """

    __slots__ = ("alt", "box", "kids", "kind", "scope", "span")

    def __init__(
        self, kind: str, parent: Element | None = None, *, alt: str = "", scope: str = "", span: int = 1
    ) -> None:
        """Make an element at the end of what is below `parent`."""
        self.kind, self.alt, self.scope, self.span = kind, alt, scope, span
        self.box: tuple[float, float, float, float] | None = None
        self.kids: list[Element | Mark | Annotation] = []
        if parent is not None:
            parent.kids.append(self)


HEAD, FOOT = Element("Header"), Element("Footer")
"""What runs along on every page: no part of the structure, and known as such."""


class Mark:
    """Words of an element on a page (from 0), by the number that marks them there."""

    __slots__ = ("number", "page")

    def __init__(self, page: int, number: int) -> None:
        """Note where the words are."""
        self.page, self.number = page, number


class Annotation:
    """A link of an element on a page (from 0), by its name in the file."""

    __slots__ = ("name", "page")

    def __init__(self, page: int, name: str) -> None:
        """Note where the link is."""
        self.page, self.name = page, name


class Tags:
    """Marks content while pages are drawn, and writes the tree of elements at the end."""

    def __init__(self, pages: int) -> None:
        """Prepare for so many pages; links get numbers after theirs."""
        self._pages: list[list[Element]] = [[] for _ in range(pages)]
        self._links: list[Element] = []
        self._here = 0
        self._open: Element | None = None
        self._is_open = False

    def begin_page(self, number: int) -> None:
        """Go on to a page, the first being 0."""
        self._here = number

    def switch(self, code: list[str], element: Element | None) -> None:
        """End what is marked in a content stream and begin what follows, where that is something else."""
        if self._is_open and element is self._open:
            return
        self.end(code)
        self._open, self._is_open = element, True
        if element is None:
            code.append(_ARTIFACT)
            return
        if element in (HEAD, FOOT):
            code.append(f"/Artifact <</Type /Pagination /Subtype /{element.kind}>> BDC")
            return
        marked = self._pages[self._here]
        code.append(f"/{element.kind} <</MCID {len(marked)}>> BDC")
        element.kids.append(Mark(self._here, len(marked)))
        marked.append(element)

    def end(self, code: list[str]) -> None:
        """End what is marked."""
        if self._is_open:
            code.append(_END)
        self._is_open = False

    def link(self, element: Element, name: str) -> int:
        """Take note of a link by its name; gives the number that leads from it to its element."""
        element.kids.append(Annotation(self._here, name))
        self._links.append(element)
        return len(self._pages) + len(self._links) - 1

    def end_page(self, page: Any) -> None:
        """Tell a page of ReportLab's how its marks are found, and that Tab follows the structure."""
        page.StructParents, page.Tabs = self._here, PDFName("S")
        page.__NoDefault__ = [*page.__NoDefault__, "StructParents", "Tabs"]

    def write(self, canvas: Any, root: Element, document: Document) -> None:
        """Write the tree below `root` into the document's catalog."""
        file = canvas._doc  # noqa: SLF001 - ReportLab has no public way
        tree = _Tree(file)
        top = PDFDictionary({"Type": PDFName("StructTreeRoot")})
        reference = file.Reference(top, "structure")
        top["K"] = tree.add(root, reference)
        numbers: list[Any] = []
        for number, marked in enumerate(self._pages):
            numbers += [number, PDFArray([tree.references[id(element)] for element in marked])]
        for number, element in enumerate(self._links, start=len(self._pages)):
            numbers += [number, tree.references[id(element)]]
        parents = file.Reference(PDFDictionary({"Nums": PDFArray(numbers)}), "parents")
        top["ParentTree"], top["ParentTreeNextKey"] = parents, len(self._pages) + len(self._links)
        catalog = file.Catalog
        catalog.StructTreeRoot = reference
        catalog.MarkInfo = PDFDictionary({"Marked": "true"})
        catalog.Metadata = _metadata(document)


class _Tree:
    """Turns elements into objects of the file, each with a reference to the one above."""

    def __init__(self, file: Any) -> None:
        self._file = file
        self.references: dict[int, PDFObjectReference] = {}

    def add(self, element: Element, parent: PDFObjectReference) -> PDFObjectReference:
        node = _Node(element, parent)
        reference = self.references[id(element)] = self._file.Reference(node, f"element{len(self.references)}")
        node.below = [self.add(kid, reference) if isinstance(kid, Element) else kid for kid in element.kids]
        return reference


class _Node(PDFObject):  # type: ignore[misc]  # ReportLab has no types
    """An element as an object of the file; written by hand, since there are thousands."""

    __RefOnly__ = 1

    def __init__(self, element: Element, parent: PDFObjectReference) -> None:
        self._element, self._parent = element, parent
        self.below: list[PDFObjectReference | Mark | Annotation] = []

    def format(self, document: Any) -> bytes:
        """Give the bytes of the object."""
        element = self._element
        page = next((kid.page for kid in self.below if not isinstance(kid, PDFObjectReference)), None)
        parts = [b"<</S/%s/P " % element.kind.encode(), self._parent.format(document)]
        if page is not None:
            parts += [b"/Pg ", _page(page).format(document)]
        if element.alt:
            parts += [b"/Alt ", PDFString(element.alt).format(document)]
        parts += list(_attributes(element))
        parts += [b"/K[", b" ".join(_kid(kid, page, document) for kid in self.below), b"]>>"]
        return b"".join(parts)


def _attributes(element: Element) -> Iterator[bytes]:
    table = [b"/Scope/%s" % element.scope.encode()] if element.scope else []
    if element.span > 1:
        table.append(b"/ColSpan %d" % element.span)
    if table:
        yield b"/A<</O/Table%s>>" % b"".join(table)
    if element.box is not None:
        yield b"/A<</O/Layout/BBox[%.1f %.1f %.1f %.1f]>>" % element.box


def _kid(kid: PDFObjectReference | Mark | Annotation, page: int | None, document: Any) -> bytes:
    if isinstance(kid, PDFObjectReference):
        return bytes(kid.format(document))
    if isinstance(kid, Annotation):
        parts = (document.refAnnotation(kid.name).format(document), _page(kid.page).format(document))
        return b"<</Type/OBJR/Obj %s/Pg %s>>" % parts
    if kid.page == page:
        return b"%d" % kid.number
    return b"<</Type/MCR/Pg %s/MCID %d>>" % (_page(kid.page).format(document), kid.number)


def _page(number: int) -> PDFObjectReference:
    """Refer to a page as ReportLab names it."""
    return PDFObjectReference(f"Page{number + 1}")


def _metadata(document: Document) -> PDFStream:
    """Say title, author, language and day once more as XMP, where readers of tagged files look for them."""
    fields = {
        "title": f'<rdf:Alt><rdf:li xml:lang="x-default">{_plain(document.title)}</rdf:li></rdf:Alt>',
        "creator": f"<rdf:Seq><rdf:li>{_plain(document.author)}</rdf:li></rdf:Seq>",
        "language": f"<rdf:Bag><rdf:li>{_plain(document.language)}</rdf:li></rdf:Bag>",
    }
    inside = "".join(f"<dc:{name}>{value}</dc:{name}>" for name, value in fields.items())
    packet = (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>'
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">'
        f"{inside}<xmp:CreateDate>{document.made_on.isoformat()}</xmp:CreateDate><pdfuaid:part>1</pdfuaid:part>"
        '</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>'
    )
    kind = PDFDictionary({"Type": PDFName("Metadata"), "Subtype": PDFName("XML")})
    return PDFStream(kind, packet.encode("utf-8"))


def _plain(text: str) -> str:
    return escape("".join(letter for letter in text if letter.isprintable()))
