"""Word documents (DOCX): paragraphs, notes, lists and the works of reference managers' fields.

Insertions that Word tracks are text, deletions and comments are none. A text box is read once,
although Word writes it twice.
"""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from pipeline.errors import ArticleError
from pipeline.read.docx_fields import Fields
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
from pipeline.read.hints import EntryHint, Hints
from pipeline.read.jats import parse_xml
from pipeline.read.manuscript import Manuscript, Note, Paragraph, Role, Run
from pipeline.read.manuscript_lines import render_manuscript
from pipeline.read.office import Archive
from pipeline.read.symbols import mapped, symbol
from pipeline.read.works import word_sources

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_STRICT = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", W[1:-1].encode()),
    (b"http://purl.oclc.org/ooxml/officeDocument/relationships", _R[1:-1].encode()),
)
_DOCUMENT = "word/document.xml"
_DEEPEST = 120
_INSIDE = names("ins moveTo smartTag customXml dir bdo sdtContent subDoc r-group")
_LEFT_OUT = names("del moveFrom delText delInstrText instrText rPr pPr sectPr sdtPr comment")
_MARKS = names("footnoteReference endnoteReference")
_CELLS = 12  # of a row that stands on one line
_ROWS = 5000


def render_docx(data: bytes, max_characters: int) -> tuple[str, Hints]:
    """Return a Word document as text and its structure.

    Raises ``ArticleError`` for a file that is damaged, encrypted or of the old binary kind.
    """
    return render_manuscript(read_docx(Archive(data, max_characters)))


def read_docx(archive: Archive) -> Manuscript:
    """Return what a Word document holds."""
    package = _Package(archive)
    root = package.xml(package.main)
    body = find(root, "body")
    if body is None:
        raise ArticleError(
            "holds no Word document: open it in Word or LibreOffice and save it as .docx"
        )
    reader = _Reader(package)
    reader.blocks(body, 0)
    reader.end_paragraph()
    reader.read_notes()
    found = reader.found
    core = package.xml("docProps/core.xml")
    found.title = words(find(core, "title")) or None
    found.byline = words(find(core, "creator")) or None
    created = words(find(core, "created"))
    found.date = created[:10] or None
    return found


class _Package:
    """The parts of a document, and where its links lead."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self.main = self._document()
        self.folder = posixpath.dirname(self.main)
        self.targets: dict[str, dict[str, str]] = {}

    def xml(self, part: str) -> Element | None:
        """Return a part, the namespaces of the strict kind replaced by the usual ones."""
        data = self.archive.read(part)
        for strict, usual in _STRICT if data else ():
            data = data.replace(strict, usual) if data else data
        return parse_xml(data) if data and data.strip() else None

    def _document(self) -> str:
        root = self.archive.xml("_rels/.rels")
        for element in root.iter() if root is not None else ():
            if (element.get("Type") or "").endswith("/officeDocument"):
                part = posixpath.normpath((element.get("Target") or "").lstrip("/"))
                if part in self.archive:
                    return part
        return _DOCUMENT

    def beside(self, part: str) -> Element | None:
        """Return a part that stands beside the document."""
        return self.xml(posixpath.join(self.folder, part))

    def target(self, id: str, part: str) -> str:
        """Return where a link of a part leads."""
        if part not in self.targets:
            folder, file = posixpath.split(part)
            root = self.archive.xml(posixpath.join(folder, "_rels", f"{file}.rels"))
            self.targets[part] = {
                e.get("Id") or "": e.get("Target") or ""
                for e in (root.iter() if root is not None else ())
                if e.get("TargetMode") == "External"
            }
        return self.targets[part].get(id, "")[:2000]

    def sources(self) -> dict[str, EntryHint]:
        """Return the sources of Word's own bibliography."""
        found: dict[str, EntryHint] = {}
        for part in self.archive.names():
            if part.startswith("customXml/item") and part.endswith(".xml"):
                data = self.archive.read(part) or b""
                root = parse_xml(data) if b"Sources" in data[:5000] else None
                found.update(word_sources(root) if root is not None else {})
        return found

    def kept(self) -> dict[str, str]:
        """Return the citations that Zotero keeps in the properties, by the bookmark they are at."""
        root = self.archive.xml("docProps/custom.xml")
        parts = {
            e.get("name") or "": "".join(e.itertext())
            for e in (root.iter() if root is not None else ())
            if (e.get("name") or "").startswith("ZOTERO_BREF_")
        }
        whole: dict[str, list[tuple[int, str]]] = {}
        for key, text in parts.items():
            base, _, number = key.rpartition("_")
            if number.isdecimal():
                whole.setdefault(base, []).append((int(number), text))
        return {key: "".join(text for _, text in sorted(found)) for key, found in whole.items()}


class _Reader:
    """Walks a document's parts, and collects its paragraphs."""

    def __init__(self, package: _Package) -> None:
        self.package = package
        self.part = package.main
        self.styles = Styles()
        self.styles.read(package.beside("styles.xml"))
        self.numbering = Numbering(package.beside("numbering.xml"))
        self.found = Manuscript()
        self.fields = Fields(self.found.works, package.sources())
        self.kept = package.kept()
        self.forms = _forms(package.beside("settings.xml"))
        self.counts = {"footnote": 0, "endnote": 0}
        self.into = self.found.paragraphs
        self.current: Paragraph | None = None
        self.joins = False  # whether the end of the current paragraph was deleted
        self.waiting: list[str] = []  # bookmarks that stand before a paragraph
        self.boxes: list[Element] = []
        self.url = ""
        self.bookmarks: dict[str, object] = {}

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
                self.blocks(_choice(child), depth + 1)
            elif kind in ("bookmarkStart", "bookmarkEnd"):
                self.bookmark(child)
            elif kind in ("oMathPara", "oMath"):
                self.begin_paragraph().add(Run(_formula(child)))
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

    def control(self, element: Element, depth: int, read: object) -> None:
        """Read a content control, which may stand for a citation, a bibliography or contents."""
        properties, content = element.find(W + "sdtPr"), element.find(W + "sdtContent")
        if content is None or depth > _DEEPEST:
            return
        tag = properties.find(W + "tag") if properties is not None else None
        opened = self.fields.tagged((tag.get(W + "val") or "") if tag is not None else "")
        gallery = find(properties, "docPartGallery")
        kind = (gallery.get(W + "val") or "").lower() if gallery is not None else ""
        if kind == "table of contents":
            opened = self.fields.opened(lambda one: setattr(one, "contents", True))
        elif kind == "bibliographies" or find(properties, "bibliography") is not None:
            opened = self.fields.opened(lambda one: setattr(one, "lists", True))
        placeholder = is_on(properties, "showingPlcHdr")
        if not placeholder:
            read(content, depth + 1)  # type: ignore[operator]
        if opened:
            self.fields.close(opened)

    def table(self, element: Element, depth: int) -> None:
        """Read a table, row by row."""
        outer, first = self.into, True
        rows = [row for row in _inner(element, "tr", depth)][:_ROWS]
        for row in rows:
            cells = []
            for cell in _inner(row, "tc", depth):
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
                self.inline(_choice(child), depth + 1)
            elif kind in ("oMath", "oMathPara"):
                self.put(_formula(child), None)
            elif kind == "p":  # a paragraph within one, as some programs write
                self.inline(child, depth + 1)

    def hyperlink(self, element: Element, depth: int) -> None:
        """Read a link; its runs lead where it does."""
        before = self.url
        anchor = element.get(W + "anchor")
        address = self.package.target(element.get(_R + "id") or "", self.part)
        self.url = address or (f"#{anchor}" if anchor else "")
        self.inline(element, depth + 1)
        self.url = before

    def bookmark(self, element: Element) -> None:
        """Note a place that links lead to, or the citation that Zotero keeps for it."""
        id, key = element.get(W + "id") or "", element.get(W + "name") or ""
        if name(element) == "bookmarkEnd":
            one = self.bookmarks.pop(id, None)
            if one is not None:
                self.fields.close(one)  # type: ignore[arg-type]
        elif key in self.kept:
            text = self.kept[key]
            lists = "ZOTERO_BIBL" in text[:40]
            cited = () if lists else self.found.works.cite_csl(text)

            def change(one: object) -> None:
                setattr(one, "lists", lists)
                setattr(one, "cited", cited)

            self.bookmarks[id] = self.fields.opened(change)
        elif key and self.current is not None:
            self.current.anchors.append(key)
        elif key:
            self.waiting.append(key)

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
                self.put(_printed(child, properties), properties)
            elif kind in _MARKS:
                self.note(child)
            elif kind == "AlternateContent":
                self.run_in(_choice(child), depth + 1)
            elif kind in ("drawing", "pict", "object"):
                self.run_in(child, depth + 1)

    def run_in(self, element: Element, depth: int) -> None:
        """Keep the text boxes of a drawing until its paragraph has ended."""
        for box in element.iter(W + "txbxContent"):
            outer = next((a for a in box.iterancestors() if name(a) == "AlternateContent"), None)
            if outer is None or any(a is element for a in outer.iterancestors(element.tag)):
                pass
            if not any(name(a) == "Fallback" for a in _between(box, element)):
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
            field=citing.number if citing else 0,
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

    def note(self, element: Element) -> None:
        """Put the mark of a note."""
        if self.fields.hidden:
            return
        kind = "footnote" if name(element) == "footnoteReference" else "endnote"
        key = f"{kind}:{element.get(W + 'id')}"
        if key not in self.found.notes:
            self.counts[kind] += 1
            number = self.counts[kind]
            mark = in_form(number, self.forms[kind])
            self.found.notes[key] = Note(mark, number, [])
        self.begin_paragraph().add(Run(self.found.notes[key].mark, raised=True, note=key))

    def read_notes(self) -> None:
        """Read what the notes say."""
        for kind in ("footnote", "endnote"):
            root = self.package.beside(f"{kind}s.xml")
            self.part = posixpath.join(self.package.folder, f"{kind}s.xml")
            for element in root.iter(W + kind) if root is not None else ():
                note = self.found.notes.get(f"{kind}:{element.get(W + 'id')}")
                if note is None or element.get(W + "type") in ("separator", "continuationSeparator"):
                    continue
                self.into, self.current, self.fields.open = note.paragraphs, None, []
                self.blocks(element, 0)
                self.end_paragraph()


def _forms(settings: Element | None) -> dict[str, str]:
    """Return in which form the marks of notes are printed."""
    found = {"footnote": "decimal", "endnote": "lowerRoman"}
    for kind in found:
        element = settings.find(f"{W}{kind}Pr/{W}numFmt") if settings is not None else None
        if element is not None:
            found[kind] = element.get(W + "val") or found[kind]
    return found


def _choice(element: Element) -> Element:
    """Return the one of several writings of a thing that is to be read."""
    choices = [e for e in element if name(e) == "Choice"]
    return next((e for e in choices if _has_text(e)), next(iter([*choices, *element]), element))


def _has_text(element: Element) -> bool:
    return any(name(e) == "t" for e in element.iter())


def _between(inner: Element, outer: Element) -> list[Element]:
    found = []
    for above in inner.iterancestors():
        if above is outer:
            break
        found.append(above)
    return found


def _inner(element: Element, wanted: str, depth: int) -> list[Element]:
    """Return the rows of a table or the cells of a row, content controls looked through."""
    found = []
    for child in element:
        if name(child) == wanted:
            found.append(child)
        elif name(child) in ("sdt", "sdtContent", "ins", "customXml") and depth < _DEEPEST:
            found += _inner(child, wanted, depth + 1)
    return found


def _formula(element: Element) -> str:
    return "".join(e.text or "" for e in element.iter() if name(e) == "t")


def _printed(element: Element, properties: Element | None) -> str:
    """Return the text that a part of a run prints."""
    kind = name(element)
    if kind == "t":
        text = element.text or ""
        if text and any("\uf000" <= c <= "\uf0ff" for c in text):
            fonts = properties.find(W + "rFonts") if properties is not None else None
            return mapped(text, (fonts.get(W + "ascii") or "") if fonts is not None else "")
        return text
    if kind == "sym":
        return symbol(element.get(W + "char") or "", element.get(W + "font") or "")
    if kind == "noBreakHyphen":
        return "-"
    if kind in ("br", "cr"):
        return " " if element.get(W + "type") in ("page", "column") else "\n"
    return "\t"
