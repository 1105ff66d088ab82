"""OpenDocument texts (ODT): paragraphs, notes, lists and the works of reference managers' marks."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from pipeline.errors import ArticleError
from pipeline.read.docx_styles import in_form, level_of, role_of
from pipeline.read.elements import find, name, names, words
from pipeline.read.hints import Hints
from pipeline.read.jats import parse_xml
from pipeline.read.manuscript import Manuscript, Note, Paragraph, Run
from pipeline.read.manuscript_lines import render_manuscript
from pipeline.read.odt_styles import FORMS, Level, Style, get, level_of_list, style_of
from pipeline.read.office import Archive
from pipeline.read.word_fields import Fields
from pipeline.read.works import of_bibliography_mark

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_DEEPEST = 120
_CHAIN = 12
_MOST_SPACES = 20
_ROWS = 5000
_REPEATED = 50
_LEFT_OUT = names(
    "annotation annotation-end tracked-changes deletion ruby-text change change-start change-end"
    " sequence-decls forms variable-decls user-field-decls dde-connection-decls settings"
    " table-columns table-column tab-stop-list"
)
_HOLDERS = names(
    "section index-body text-box frame g shape custom-shape soft-page-break numbered-p"
)
_CONTENTS = names(
    "table-of-content illustration-index table-index object-index user-index alphabetical-index"
)
_ITEM = re.compile(r"ZOTERO_ITEM|CSL_CITATION|citationItems")
_WORDS = re.compile(r"\s*CITATION\s")
_SECTIONS = re.compile(
    r"refs|references?|bibliograph(?:y|ie)|ZOTERO_BIBL.{0,200}|CSL_BIBLIOGRAPHY.{0,200}"
    r"|Mendeley.{0,40}Bibliography.{0,100}",
    re.I | re.S,
)


def render_odt(data: bytes, max_characters: int) -> tuple[str, Hints]:
    """Return an OpenDocument text as text and its structure.

    Raises ``ArticleError`` for a file that is damaged or encrypted.
    """
    if data[:5] == b"<?xml" or data[:1] == b"<":  # all in one file (.fodt)
        root = parse_xml(data)
        return render_manuscript(_read(root, root, root))
    archive = Archive(data, max_characters)
    manifest = archive.read("META-INF/manifest.xml") or b""
    if b"encryption-data" in manifest:
        raise ArticleError("is encrypted: open it with its password and save it without one")
    content, styles = archive.xml("content.xml"), archive.xml("styles.xml")
    return render_manuscript(_read(content, styles, archive.xml("meta.xml")))


def _read(content: Element | None, styles: Element | None, meta: Element | None) -> Manuscript:
    body = find(find(content, "body"), "text")
    if body is None:
        raise ArticleError("holds no text document: open it in LibreOffice and save it as .odt")
    reader = _Reader([part for part in (styles, content) if part is not None])
    reader.blocks(body, 0)
    reader.end()
    found = reader.found
    about = find(meta, "meta")
    found.title = words(find(about, "title")) or None
    found.byline = words(find(about, "initial-creator")) or words(find(about, "creator")) or None
    return found


class _Reader:
    """Walks the body of a text, and collects its paragraphs."""

    def __init__(self, parts: list[Element]) -> None:
        self.styles: dict[tuple[str, str], Style] = {}
        self.lists: dict[str, dict[int, Level]] = {}
        self.forms = {"footnote": "decimal", "endnote": "lowerRoman"}
        for part in dict.fromkeys(parts):
            for element in part.iter():
                self.read_style(element)
        self.found = Manuscript()
        self.into = self.found.paragraphs
        self.current: Paragraph | None = None
        self.counts = {"footnote": 0, "endnote": 0}
        self.items: list[tuple[str, int]] = []  # the lists that are open: style, and level
        self.numbers: dict[str, list[int]] = {}
        self.label = ""
        self.bibliography = self.contents = 0
        self.fields = Fields(self.found.works, {})
        self.citing: list[tuple[str, tuple[str, ...], int]] = []  # reference marks that are open
        self.boxes: list[Element] = []

    # Styles

    def read_style(self, element: Element) -> None:
        kind = name(element)
        if kind == "style":
            family = get(element, "family")
            self.styles[family, get(element, "name")] = style_of(element)
        elif kind in ("list-style", "outline-style"):
            levels: dict[int, Level] = {}
            for level in element:
                number = get(level, "level")
                if number.isdecimal():
                    levels[int(number)] = level_of_list(level)
            self.lists[get(element, "name") if kind == "list-style" else ""] = levels
        elif kind == "notes-configuration":
            form = get(element, "num-format")
            self.forms[get(element, "note-class")] = FORMS.get(form, "decimal")

    def dress(self, family: str, style: str, what: str) -> object:
        """Return what a style says, or one that it is based on."""
        for _ in range(_CHAIN):
            found = self.styles.get((family, style))
            if found is None:
                return None
            value = getattr(found, what)
            if value is not None and value != "":
                return value
            style = found.base
        return None

    def called(self, style: str) -> list[str]:
        """Return the names of a paragraph style and of those that it is based on."""
        found = []
        for _ in range(_CHAIN):
            known = self.styles.get(("paragraph", style))
            found.append((known.name if known and known.name else style).replace("_20_", " "))
            if known is None or not known.base:
                break
            style = known.base
        return [" ".join(one.lower().replace("_", " ").split()) for one in found]

    # Blocks

    def blocks(self, parent: Element, depth: int) -> None:
        """Read paragraphs, lists, tables and what holds them."""
        for child in parent:
            if depth > _DEEPEST:
                return
            self.block(child, depth)

    def block(self, child: Element, depth: int) -> None:
        kind = name(child)
        if kind in _LEFT_OUT or not kind:
            return
        if kind in ("p", "h"):
            self.paragraph(child, depth)
        elif kind == "list":
            self.list(child, depth)
        elif kind == "table":
            self.table(child, depth)
        elif kind in _CONTENTS:
            self.contents += 1
            self.blocks(child, depth + 1)
            self.contents -= 1
        elif kind == "bibliography" or (kind == "section" and self.is_bibliography(child)):
            self.bibliography += 1
            self.blocks(child, depth + 1)
            self.bibliography -= 1
        elif kind == "section":
            self.anchor = get(child, "name")
            self.blocks(child, depth + 1)
        elif kind in _HOLDERS:
            self.blocks(child, depth + 1)
        elif kind in ("bookmark", "bookmark-start"):
            self.anchor = get(child, "name")

    anchor = ""

    def is_bibliography(self, section: Element) -> bool:
        return _SECTIONS.fullmatch(get(section, "name")[:400]) is not None

    def end(self) -> None:
        self.current = None

    def begin(self) -> Paragraph:
        if self.current is None:
            self.current = Paragraph()
            self.into.append(self.current)
        return self.current

    def paragraph(self, element: Element, depth: int) -> None:
        style = get(element, "style-name")
        if self.dress("paragraph", style, "hidden"):
            return
        self.current = None
        one = self.begin()
        called = self.called(style)
        one.role = next((r for r in map(role_of, called) if r != "text"), "text")
        level = next((n for n in map(level_of, called) if n), None)
        outline = get(element, "outline-level")
        if name(element) == "h" and one.role in ("text", "heading"):
            one.role = "heading"
            one.level = int(outline) if outline.isdecimal() and len(outline) < 3 else level or 1
            one.label = self.count("", one.level) if "" in self.lists else ""
        elif one.role == "heading":
            one.level = level or 1
        if self.contents:
            one.role = "contents"
        elif (self.bibliography or self.fields.lists) and one.role in ("text", "item"):
            one.role = "entry"
        if self.label and one.role != "contents":
            one.label = self.label
            one.role = "item" if one.role == "text" else one.role
            self.label = ""
        if self.anchor:
            one.anchors.append(self.anchor)
            self.anchor = ""
        strong = bool(self.dress("paragraph", style, "strong"))
        self.inline(element, Run("", strong=strong), depth + 1)
        if self.fields.lists and one.role == "text":
            one.role = "entry"
        boxes, self.boxes = self.boxes, []
        self.end()
        for box in boxes:
            self.blocks(box, depth + 1)

    def list(self, element: Element, depth: int) -> None:
        """Read a list, and count its items."""
        outer = self.items[-1] if self.items else ("", 0)
        style = get(element, "style-name") or outer[0]
        level = outer[1] + 1
        self.items.append((style, level))
        counts = self.numbers.setdefault(style, [])
        if get(element, "continue-numbering") != "true" and not get(element, "continue-list"):
            del counts[level - 1 :]
        for item in element:
            if name(item) not in ("list-item", "list-header"):
                continue
            start = get(item, "start-value")
            if name(item) == "list-item":
                if start.isdecimal() and len(start) < 7:
                    counts[level - 1 :] = [*counts[level - 1 : level - 1], int(start) - 1]
                if any(name(e) in ("p", "h") for e in item):
                    self.label = self.count(style, level)
            self.blocks(item, depth + 1)
            self.label = ""
        self.items.pop()

    def count(self, style: str, level: int) -> str:
        """Return what the next item of a list prints before its text."""
        levels = self.lists.get(style, {})
        own = levels.get(level, Level(bullet=True))
        counts = self.numbers.setdefault(style, [])
        while len(counts) < level:
            counts.append(levels.get(len(counts) + 1, own).start - 1)
        del counts[level:]
        counts[level - 1] += 1
        if own.bullet:
            return "•"
        if not own.form:
            return ""
        first = max(level - own.shown, 0)
        parts = [
            in_form(max(number, 1), FORMS.get(levels.get(place, own).form, "decimal"))
            for place, number in enumerate(counts[first:level], start=first + 1)
        ]
        return f"{own.before}{'.'.join(parts)}{own.after}".strip()

    def table(self, element: Element, depth: int) -> None:
        outer, first = self.into, True
        rows = [e for e in element.iter() if name(e) == "table-row" and _owner(e) is element]
        for row in rows[:_ROWS]:
            cells: list[list[Paragraph]] = []
            for cell in row:
                if name(cell) not in ("table-cell", "covered-table-cell"):
                    continue
                self.into, self.current = [], None
                self.blocks(cell, depth + 1)
                cells.append(self.into)
                repeated = get(cell, "number-columns-repeated")
                if repeated.isdecimal() and len(repeated) < 4 and not self.into:
                    cells += [[] for _ in range(min(int(repeated), _REPEATED) - 1)]
            self.into = outer
            if any(one.text or one.cells for cell in cells for one in cell):
                head = name(row.getparent()) == "table-header-rows"
                self.into.append(Paragraph(role="row", cells=cells, head=head, first=first))
                first = False
        self.end()

    # Runs

    def inline(self, parent: Element, dress: Run, depth: int) -> None:
        """Read the text of a paragraph and what stands in it."""
        self.put(parent.text, dress)
        for child in parent:
            if depth <= _DEEPEST:
                self.piece(child, dress, depth)
            else:
                self.put(words(child), dress)
            self.put(child.tail, dress)

    def piece(self, child: Element, dress: Run, depth: int) -> None:
        """Read what stands in a paragraph beside its text."""
        kind = name(child)
        if kind in _PIECES:
            _PIECES[kind](self, child, dress, depth)
        elif kind in _SIGNS:
            self.put(_SIGNS[kind], dress)
        elif kind in _BOXES:
            self.boxes += [
                e for e in child.iter() if name(e) == "text-box" and _outermost(e, child)
            ]
        elif kind and kind not in _LEFT_OUT and kind not in ("object", "hidden-text"):
            self.inline(child, dress, depth + 1)

    def link(self, child: Element, dress: Run, depth: int) -> None:
        url = get(child, "href").partition("|")[0][:2000]
        self.inline(child, dress._replace(url=url), depth + 1)

    def cross(self, child: Element, dress: Run, depth: int) -> None:
        url = f"#{get(child, 'ref-name')[:200]}"
        self.inline(child, dress._replace(url=url), depth + 1)

    def place(self, child: Element, dress: Run, depth: int) -> None:
        self.begin().anchors.append(get(child, "name"))

    def begin_field(self, child: Element, dress: Run, depth: int) -> None:
        one = self.fields.begin()
        one.instruction += [get(e, "value") for e in child if name(e) == "param"]
        self.fields.settle(one)

    def end_field(self, child: Element, dress: Run, depth: int) -> None:
        self.fields.end()

    def span(self, child: Element, dress: Run, depth: int) -> None:
        style = get(child, "style-name")
        if self.dress("text", style, "hidden"):
            return
        raised, strong = (self.dress("text", style, what) for what in ("raised", "strong"))
        dress = dress._replace(
            raised=dress.raised if raised is None else bool(raised),
            strong=dress.strong if strong is None else bool(strong),
        )
        self.inline(child, dress, depth + 1)

    def citation(self, child: Element, dress: Run, depth: int) -> None:
        """Read a citation of LibreOffice; of one that Word made only the text is kept."""
        key = get(child, "identifier")
        entry = of_bibliography_mark(child)
        cited = None if _WORDS.match(key) else self.found.works.add(entry, key)
        field = self.fields.number()
        dress = dress._replace(cited=(cited,), field=field) if cited else dress
        self.inline(child, dress, depth + 1)

    def mark(self, child: Element, dress: Run, depth: int) -> None:
        """Begin or end the text of a citation that a reference manager keeps in a mark's name."""
        key = get(child, "name")
        if name(child) == "reference-mark-end":
            self.citing = [one for one in self.citing if one[0] != key]
            return
        if _ITEM.search(key[:200]) and (cited := self.found.works.cite_csl(key)):
            self.citing.append((key, cited, self.fields.number()))
        elif name(child) == "reference-mark-start":
            self.begin().anchors.append(key[:200])
        if name(child) == "reference-mark":
            self.inline(child, dress, depth + 1)

    def put(self, text: str | None, dress: Run) -> None:
        if not text:
            return
        if dress.cited == () and self.citing:
            _, cited, field = self.citing[-1]
            dress = dress._replace(cited=cited, field=field)
        elif dress.cited == () and (one := self.fields.citing):
            dress = dress._replace(cited=one.cited, field=one.place)
        elif not dress.url:
            dress = dress._replace(url=self.fields.url)
        self.begin().add(dress._replace(text=text.replace("\n", " ") if text != "\n" else text))

    def note(self, element: Element, dress: Run, depth: int) -> None:
        """Put the mark of a note, and read what the note says."""
        kind = get(element, "note-class") or "footnote"
        self.counts[kind] = self.counts.get(kind, 0) + 1
        number = self.counts[kind]
        citation = words(find(element, "note-citation"))
        mark = citation or in_form(number, self.forms.get(kind, "decimal"))
        key = f"{kind}:{number}"
        self.begin().add(Run(mark, raised=True, note=key))
        self.found.marked[get(element, "id")] = key
        outer = self.into, self.current, self.items, self.label, self.citing
        note = Note(mark, number, [])
        self.found.notes[key] = note
        self.into, self.current, self.items, self.label, self.citing = (
            note.paragraphs,
            None,
            [],
            "",
            [],
        )
        body = next((e for e in element if name(e) == "note-body"), None)
        if body is not None:
            self.blocks(body, depth + 1)
        self.into, self.current, self.items, self.label, self.citing = outer


_PIECES: dict[str, Callable[[_Reader, Element, Run, int], None]] = {
    "span": _Reader.span,
    "a": _Reader.link,
    "note": _Reader.note,
    "reference-mark": _Reader.mark,
    "reference-mark-start": _Reader.mark,
    "reference-mark-end": _Reader.mark,
    "bookmark": _Reader.place,
    "bookmark-start": _Reader.place,
    "bookmark-ref": _Reader.cross,
    "reference-ref": _Reader.cross,
    "note-ref": _Reader.cross,
    "bibliography-mark": _Reader.citation,
    "fieldmark-start": _Reader.begin_field,
    "fieldmark-end": _Reader.end_field,
}
_SIGNS = {"s": " ", "tab": "\t", "line-break": "\n"}
_BOXES = names("frame text-box custom-shape g")


def _owner(row: Element) -> Element | None:
    """Return the table that a row is of."""
    return next((above for above in row.iterancestors() if name(above) == "table"), None)


def _outermost(box: Element, frame: Element) -> bool:
    for above in box.iterancestors():
        if above is frame:
            return True
        if name(above) == "text-box":
            return False
    return True
