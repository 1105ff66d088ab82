"""Word documents (DOCX): paragraphs, notes, lists and the works of reference managers' fields.

Insertions that Word tracks are text, deletions and comments are none. A text box is read once,
although Word writes it twice.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable
from typing import TYPE_CHECKING

from pipeline.errors import ArticleError
from pipeline.read.docx_parts import (
    Package,
    R,
    between,
    choice,
    forms,
    formula,
    inner,
    is_custom,
    printed,
)
from pipeline.read.docx_styles import (
    Numbering,
    Style,
    Styles,
    W,
    in_form,
    integer,
    is_on,
    is_raised,
    level_of,
    list_of,
    role_of,
)
from pipeline.read.elements import find, name, names, words
from pipeline.read.hints import Hints
from pipeline.read.manuscript import Manuscript, Note, Paragraph, Run
from pipeline.read.manuscript_lines import render_manuscript
from pipeline.read.office import Archive
from pipeline.read.word_fields import Field, Fields

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_DEEPEST = 120
_INSIDE = names("ins moveTo smartTag customXml dir bdo sdtContent subDoc r-group")
_LEFT_OUT = names("del moveFrom delText delInstrText instrText rPr pPr sectPr sdtPr comment")
_MARKS = names("footnoteReference endnoteReference")
_ROWS = 5000


def render_docx(data: bytes, max_characters: int) -> tuple[str, Hints]:
    """Return a Word document as text and its structure.

    Raises ``ArticleError`` for a file that is damaged, encrypted or of the old binary kind.
    """
    return render_manuscript(read_docx(Archive(data, max_characters)))


def read_docx(archive: Archive) -> Manuscript:
    """Return what a Word document holds."""
    package = Package(archive)
    root = package.xml(package.main)
    body = find(root, "body")
    if body is None:
        raise ArticleError(
            "holds no Word document: open it in Word or LibreOffice and save it as .docx"
        )
    reader = _Reader(package, forms(package.beside("settings.xml"), body))
    reader.blocks(body, 0)
    reader.end_paragraph()
    reader.read_notes()
    found = reader.found
    core = package.xml("docProps/core.xml")
    found.title = words(find(core, "title")) or None
    found.byline = words(find(core, "creator")) or None
    return found


class _Reader:
    """Walks a document's parts, and collects its paragraphs."""

    def __init__(self, package: Package, forms: dict[str, str]) -> None:
        self.package = package
        self.part = package.main
        self.styles = Styles()
        self.styles.read(package.beside("styles.xml"))
        self.numbering = Numbering(package.beside("numbering.xml"))
        self.found = Manuscript()
        self.fields = Fields(self.found.works, package.sources())
        self.kept = package.kept()
        self.forms = forms
        self.counts = {"footnote": 0, "endnote": 0}
        self.into = self.found.paragraphs
        self.current: Paragraph | None = None
        self.joins = False  # whether the end of the current paragraph was deleted
        self.waiting: list[str] = []  # bookmarks that stand before a paragraph
        self.boxes: list[Element] = []
        self.url = ""
        self.bookmarks: dict[str, Field] = {}
        self.around: dict[str, str] = {}  # the names of the bookmarks that are open

    # Paragraphs and tables

    def blocks(self, parent: Element, depth: int) -> None:
        """Read paragraphs, tables and what holds them."""
        for child in parent:
            kind = name(child)
            if depth > _DEEPEST:
                return
            if kind == "p":
                self.paragraph(child, depth)
            elif kind == "tbl":
                self.end_paragraph()
                self.table(child, depth)
            elif kind == "sdt":
                self.control(child, depth, self.blocks)
            elif kind in _INSIDE:
                self.blocks(child, depth + 1)
            elif kind == "AlternateContent":
                self.blocks(choice(child), depth + 1)
            elif kind in ("bookmarkStart", "bookmarkEnd"):
                self.bookmark(child)
            elif kind in ("oMathPara", "oMath"):
                self.begin_paragraph().add(Run(formula(child)))
                self.end_paragraph()

    def begin_paragraph(self) -> Paragraph:
        """Return the paragraph that is open, a new one if none is."""
        if self.current is None:
            self.current = Paragraph()
            self.into.append(self.current)
        return self.current

    def end_paragraph(self) -> None:
        """End the paragraph that is open."""
        self.current, self.joins = None, False

    def paragraph(self, element: Element, depth: int) -> None:
        """Read a paragraph; one whose end was deleted goes on in the next."""
        properties = element.find(W + "pPr")
        if self.current is None or not self.joins:
            self.end_paragraph()
            one = self.begin_paragraph()
            self.dress(one, properties)
            one.anchors += self.waiting
            self.waiting = []
        mark = properties.find(W + "rPr") if properties is not None else None
        self.joins = mark is not None and mark.find(W + "del") is not None
        self.inline(element, depth + 1)
        one = self.begin_paragraph()
        if self.fields.contents or (one.role == "text" and self.fields.lists):
            one.role = "contents" if self.fields.contents else "entry"
        boxes, self.boxes = self.boxes, []
        if not self.joins:
            self.end_paragraph()
        for box in boxes:
            self.blocks(box, depth + 1)

    def dress(self, one: Paragraph, properties: Element | None) -> None:
        """Note what the style and the list of a paragraph say of it."""
        named = properties.find(W + "pStyle") if properties is not None else None
        style = self.styles.get(named.get(W + "val") or "") if named is not None else Style()
        outline = integer(properties.find(W + "outlineLvl")) if properties is not None else None
        level = style.level or level_of(style.name)
        if outline is not None:
            level = outline + 1 if outline < 9 else None
        one.role = role_of(style.name)
        if level and one.role in ("text", "heading"):
            one.role, one.level = "heading", level
        if self.fields.lists or self.fields.contents:
            one.role = "contents" if self.fields.contents else "entry"
        list, depth = list_of(properties) if properties is not None else (None, 0)
        if list is None:
            list, depth = style.list, style.depth
        one.label = self.numbering.label(list, depth)
        if one.label and one.role == "text":
            one.role = "item"

    def control(self, element: Element, depth: int, read: Callable[[Element, int], None]) -> None:
        """Read a content control, which may stand for a citation, a bibliography or contents."""
        properties, content = element.find(W + "sdtPr"), element.find(W + "sdtContent")
        if content is None or depth > _DEEPEST:
            return
        tag = properties.find(W + "tag") if properties is not None else None
        opened = self.fields.tagged((tag.get(W + "val") or "") if tag is not None else "")
        gallery = find(properties, "docPartGallery")
        kind = (gallery.get(W + "val") or "").lower() if gallery is not None else ""
        if kind == "table of contents":
            opened = self.fields.shown(contents=True)
        elif kind == "bibliographies" or find(properties, "bibliography") is not None:
            opened = self.fields.shown(lists=True)
        placeholder = is_on(properties, "showingPlcHdr")
        if not placeholder:
            read(content, depth + 1)
        if opened:
            self.fields.close(opened)

    def table(self, element: Element, depth: int) -> None:
        """Read a table, row by row."""
        outer, first = self.into, True
        rows = inner(element, "tr", depth)[:_ROWS]
        for row in rows:
            cells = []
            for cell in inner(row, "tc", depth):
                self.into = []
                self.current = None
                self.blocks(cell, depth + 1)
                self.end_paragraph()
                cells.append(self.into)
            self.into = outer
            properties = row.find(W + "trPr")
            head = bool(is_on(properties, "tblHeader"))
            deleted = properties is not None and properties.find(W + "del") is not None
            if not deleted and any(one.text or one.cells for cell in cells for one in cell):
                one = Paragraph(role="row", cells=cells, head=head, first=first)
                self.into.append(one)
                first = False
        self.end_paragraph()

    # Runs

    def inline(self, parent: Element, depth: int) -> None:
        """Read the runs of a paragraph and what holds them."""
        for child in parent:
            kind = name(child)
            if depth > _DEEPEST:
                return
            if kind == "r":
                self.run(child, depth)
            elif kind == "hyperlink":
                self.hyperlink(child, depth)
            elif kind == "sdt":
                self.control(child, depth, self.inline)
            elif kind in _INSIDE:
                self.inline(child, depth + 1)
            elif kind == "fldSimple":
                one = self.fields.begin()
                one.instruction.append(child.get(W + "instr") or "")
                self.fields.settle(one)
                self.inline(child, depth + 1)
                self.fields.close(one)
            elif kind in ("bookmarkStart", "bookmarkEnd"):
                self.bookmark(child)
            elif kind == "AlternateContent":
                self.inline(choice(child), depth + 1)
            elif kind in ("oMath", "oMathPara"):
                self.put(formula(child), None)
            elif kind == "p":  # a paragraph within one, as some programs write
                self.inline(child, depth + 1)

    def hyperlink(self, element: Element, depth: int) -> None:
        """Read a link; its runs lead where it does."""
        before = self.url
        anchor = element.get(W + "anchor")
        address = self.package.target(element.get(R + "id") or "", self.part)
        self.url = address or (f"#{anchor}" if anchor else "")
        self.inline(element, depth + 1)
        self.url = before

    def bookmark(self, element: Element) -> None:
        """Note a place that links lead to, or the citation that Zotero keeps for it."""
        id, key = element.get(W + "id") or "", element.get(W + "name") or ""
        if name(element) == "bookmarkEnd":
            self.around.pop(id, None)
            one = self.bookmarks.pop(id, None)
            if one is not None:
                self.fields.close(one)
        elif key in self.kept:
            self.bookmarks[id] = self.fields.kept(self.kept[key])
        elif key:
            anchors = self.waiting if self.current is None else self.current.anchors
            anchors.append(key)
            if len(self.around) < _DEEPEST:
                self.around[id] = key

    def run(self, element: Element, depth: int) -> None:
        """Read a run: text, signs, marks of notes, and the ends of fields."""
        properties = element.find(W + "rPr")
        hidden = self.is_dressed(properties, "hidden")
        for child in element:
            kind = name(child)
            if kind == "fldChar":
                self.field(child)
            elif kind == "instrText":
                if self.fields.open and not self.fields.open[-1].shows:
                    self.fields.open[-1].instruction.append(child.text or "")
            elif kind in _LEFT_OUT or hidden:
                continue
            elif kind in ("t", "sym", "tab", "br", "cr", "noBreakHyphen", "ptab"):
                self.put(printed(child, properties), properties)
            elif kind in _MARKS:
                own = is_custom(child)
                self.note(child, "".join(words(e) for e in child.itersiblings()) if own else "")
                if own:
                    return
            elif kind == "ruby":
                self.inline(find(child, "rubyBase") or child, depth + 1)
            elif kind == "AlternateContent":
                self.run_in(choice(child), depth + 1)
            elif kind in ("drawing", "pict", "object"):
                self.run_in(child, depth + 1)

    def run_in(self, element: Element, depth: int) -> None:
        """Keep the text boxes of a drawing until its paragraph has ended."""
        for box in element.iter(W + "txbxContent"):
            above = {name(e) for e in between(box, element)}
            if not above & {"Fallback", "txbxContent"}:
                self.boxes.append(box)

    def field(self, element: Element) -> None:
        """Open, part or close a field."""
        kind = element.get(W + "fldCharType")
        if kind == "begin":
            one = self.fields.begin()
            data = element.find(W + "fldData")
            if data is not None:
                one.data.append(data.text or "")
        elif kind == "separate":
            self.fields.separate()
        elif kind == "end":
            self.fields.end()

    def put(self, text: str, properties: Element | None) -> None:
        """Add text to the paragraph, unless it is a field's instruction."""
        if not text or self.fields.hidden:
            return
        citing = self.fields.citing
        run = Run(
            text=text,
            raised=self.is_dressed(properties, "raised"),
            strong=self.is_dressed(properties, "strong"),
            url=self.url or self.fields.url,
            cited=citing.cited if citing else (),
            field=citing.place if citing else 0,
        )
        self.begin_paragraph().add(run)

    def is_dressed(self, properties: Element | None, what: str) -> bool:
        """Whether a run is hidden, raised or strong: by itself, else by its style."""
        own = {
            "hidden": lambda: is_on(properties, "vanish"),
            "raised": lambda: is_raised(properties),
            "strong": lambda: is_on(properties, "b"),
        }[what]()
        if own is not None or properties is None:
            return bool(own)
        named = properties.find(W + "rStyle")
        style = self.styles.get(named.get(W + "val") or "") if named is not None else None
        return bool(style and getattr(style, what))

    # Notes

    def note(self, element: Element, mark: str) -> None:
        """Put the mark of a note: its number, unless its author gave it a mark of its own."""
        if self.fields.hidden:
            return
        kind = "footnote" if name(element) == "footnoteReference" else "endnote"
        key = f"{kind}:{element.get(W + 'id')}"
        if key not in self.found.notes:
            self.counts[kind] += not mark
            number = self.counts[kind]
            self.found.notes[key] = Note(mark or in_form(number, self.forms[kind]), number, [])
        for around in self.around.values():
            self.found.marked.setdefault(around, key)
        self.begin_paragraph().add(Run(self.found.notes[key].mark, raised=True, note=key))

    def read_notes(self) -> None:
        """Read what the notes say."""
        for kind in ("footnote", "endnote"):
            root = self.package.beside(f"{kind}s.xml")
            self.part = posixpath.join(self.package.folder, f"{kind}s.xml")
            for element in root.iter(W + kind) if root is not None else ():
                note = self.found.notes.get(f"{kind}:{element.get(W + 'id')}")
                if note is None or element.get(W + "type") in (
                    "separator",
                    "continuationSeparator",
                ):
                    continue
                self.into, self.current = note.paragraphs, None
                self.fields.open, self.fields.beyond = [], 0
                self.blocks(element, 0)
                self.end_paragraph()
